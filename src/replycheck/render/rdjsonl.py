"""Reports → reviewdog's rdjsonl: a diagnostic a line.

Lines count from 1, columns from 1 in UTF-8 bytes, ends are exclusive. A suggestion is put in the draft by a click,
and the format has no word for one that needs a second look, so safe fixes alone are suggested.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from replycheck import fixes
from replycheck.model import Finding, Fix, Severity
from replycheck.positions import Positions
from replycheck.render import NAME, Checked, Run

SEVERITIES: Mapping[Severity, str] = {"info": "INFO", "warning": "WARNING", "error": "ERROR"}
SOURCE = {"name": NAME}


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """A line for each finding that counts, in draft order."""
    for each in diagnostics(checked):
        yield json.dumps({**each, "source": SOURCE}, ensure_ascii=False) + "\n"


def diagnostics(checked: Iterable[Checked]) -> Iterator[dict[str, Any]]:
    """The findings that count, each as a ``Diagnostic``."""
    for each in checked:
        positions = each.positions
        for finding in each.report.findings:
            if finding.suppressed is None:
                yield _diagnostic(each, finding, positions)


def _diagnostic(checked: Checked, finding: Finding, positions: Positions) -> dict[str, Any]:
    place: dict[str, Any] = {"start": {"line": checked.line or 1}}
    if finding.start is not None and finding.end is not None:
        place = _range(positions, finding.start, finding.end)
    diagnostic: dict[str, Any] = {
        "message": finding.message,
        "location": {"path": PurePath(checked.path).as_posix(), "range": place},
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    safe = [fix for fix in finding.fixes if fix.applicability == "safe"]
    if safe:
        diagnostic["suggestions"] = [_suggestion(checked.report.draft, fix, positions) for fix in safe]
    return diagnostic


def _suggestion(draft: str, fix: Fix, positions: Positions) -> dict[str, Any]:
    """A fix as one replacement: from its first edit to its last, with what stands between them."""
    start, end = fix.edits[0].start, fix.edits[-1].end
    text = fixes.apply(draft[:end], fix.edits)[start:]
    return {"range": _range(positions, start, end), "text": text}


def _range(positions: Positions, start: int, end: int) -> dict[str, Any]:
    return {"start": _place(positions, start), "end": _place(positions, end)}


def _place(positions: Positions, offset: int) -> dict[str, int]:
    line, column = positions.line_column_utf8(offset)
    return {"line": line, "column": column}
