"""Reports → JUnit XML, for the test reports of CI systems.

A draft is a test suite, a finding a test case of it: failed from the severity on that fails the run, passed with a
note below that. A draft without findings has one case that passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from replycheck.errors import SetupError
from replycheck.model import SEVERITIES, Finding
from replycheck.positions import Positions
from replycheck.render import NAME, Checked, Run

try:
    from junitparser import Attr, Failure, IntAttr, JUnitXml, TestCase, TestSuite
except ModuleNotFoundError:
    raise SetupError(
        "reports for JUnit need a part that is not installed; this installs it: pip install 'replycheck[lint]'"
    ) from None

# What no XML document can hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Case(TestCase):
    """A test case with the place that GitLab links to."""

    file = Attr()
    line = IntAttr()


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """The whole document."""
    document = JUnitXml(NAME)
    for each in checked:
        suite = TestSuite(_xml(each.name))
        suite.add_testcases(list(_cases(each, run)))
        document.add_testsuite(suite)
    document.update_statistics()  # type: ignore[no-untyped-call]
    yield document.tostring().decode("utf-8") + "\n"  # type: ignore[no-untyped-call]


def _cases(checked: Checked, run: Run) -> Iterator[Case]:
    positions = checked.positions
    findings = [finding for finding in checked.report.findings if finding.suppressed is None]
    for finding in findings:
        yield _finding(checked, finding, positions, run)
    if not findings:
        yield _case(checked, "no findings", checked.line or 1)


def _finding(checked: Checked, finding: Finding, positions: Positions, run: Run) -> Case:
    line, place = checked.line or 1, ""
    if finding.start is not None:
        line, column = positions.line_column(finding.start)
        place = f" {line}:{column}"
    case = _case(checked, finding.rule + place, line)
    said = _xml(f"{finding.severity}: {finding.message}")
    if SEVERITIES.index(finding.severity) < SEVERITIES.index(run.fail_on):
        case.system_out = said
    else:
        failure = Failure(_xml(finding.message), finding.rule)
        failure.text = f"{_xml(checked.path)}:{line}: {said}"
        case.result = [failure]
    return case


def _case(checked: Checked, name: str, line: int) -> Case:
    case = Case(name, classname=_xml(checked.name))
    case.file, case.line = _xml(checked.path), line
    return case


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
