"""Report → text, JSON, SARIF … : one file a form.

A form is a function ``render(checked, run)`` of its module that gives the output in pieces, each as soon as its draft
has been checked. Only ``junit`` and ``html`` need all drafts first: they begin with counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from replycheck.model import Finding, Report, Severity
from replycheck.positions import Positions

if TYPE_CHECKING:
    from replycheck.policy import Policy
    from replycheck.rules import Rule

NAME = "replycheck"

_SLOT = re.compile(r"\{[a-z_.]+\}")


class Checked(NamedTuple):
    """What every form shows.

    path: the file; ``report.draft`` is what it holds, or, where it holds several drafts, the line with the draft
    line: the number of that line; None where the file is the draft
    places: where the draft's code points lie, for a report that no longer holds its text
    """

    path: str
    report: Report
    line: int | None = None
    places: Positions | None = None

    @property
    def name(self) -> str:
        """What the draft is called: the path, with the line where a file holds several."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    @property
    def positions(self) -> Positions:
        """Where the draft's code points lie in the file."""
        return self.places or Positions(self.report.draft, self.line or 1)


class Run(NamedTuple):
    """What a form may say of a run besides its reports.

    rules: the rules that spoke
    policy: what they spoke under
    fail_on: the least severity that fails the run
    root: the folder that paths are relative to
    baseline: whether findings were compared with a baseline
    reasons: why findings were ignored, by fingerprint
    """

    rules: tuple[Rule, ...]
    policy: Policy
    fail_on: Severity
    root: Path
    baseline: bool = False
    reasons: Mapping[str, str] = MappingProxyType({})

    @property
    def language(self) -> str:
        """The language of messages, ``fi`` or ``en``."""
        return self.policy.messages

    def why(self, rule: Rule) -> str:
        """A rule's reason in the language of the messages."""
        return (rule.why_en or rule.why) if self.language == "en" else rule.why


def without_text(checked: Iterable[Checked], run: Run) -> Iterator[Checked]:
    """The same reports without a word of the drafts, or of the customer: places, rules and verdicts stay.

    Messages have ``…`` in place of what they quote, and fixes are left out.
    """
    messages = {rule.id: rule.message_en if run.language == "en" else rule.message for rule in run.rules}
    for each in checked:
        findings = tuple(_without_text(finding, messages) for finding in each.report.findings)
        changes = {"draft": "", "fixed": "", "findings": findings, "customer": ()}
        yield each._replace(report=each.report.model_copy(update=changes), places=each.positions)


def _without_text(finding: Finding, messages: Mapping[str, str]) -> Finding:
    message = _SLOT.sub("…", messages[finding.rule])
    return finding.model_copy(update={"text": None, "message": message, "fixes": ()})
