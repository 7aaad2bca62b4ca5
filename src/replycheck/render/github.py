"""Reports → workflow commands of GitHub Actions: each finding is an annotation on its line.

``::warning file=…,line=…,endLine=…,title=…::message``, with columns where the finding ends on its first line: GitHub
knows none otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from replycheck.model import Finding, Severity
from replycheck.positions import Positions
from replycheck.render import NAME, Checked, Run
from replycheck.render.text import printable

COMMANDS: Mapping[Severity, str] = {"info": "notice", "warning": "warning", "error": "error"}


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """A command a line for each finding that counts."""
    for each in checked:
        positions = each.positions
        for finding in each.report.findings:
            if finding.suppressed is None:
                yield _command(each, finding, positions)


def _command(checked: Checked, finding: Finding, positions: Positions) -> str:
    properties: dict[str, str | int] = {"file": PurePath(checked.path).as_posix()}
    if finding.start is None or finding.end is None:
        properties["line"] = checked.line or 1
    else:
        line, column = positions.line_column(finding.start)
        end_line, end_column = positions.line_column(finding.end)
        properties |= {"line": line, "endLine": end_line}
        if line == end_line:
            properties |= {"col": column, "endColumn": end_column}
    properties["title"] = f"{NAME} {finding.rule}"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{COMMANDS[finding.severity]} {listed}::{_data(printable(finding.message))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
