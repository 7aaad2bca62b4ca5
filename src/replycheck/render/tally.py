"""What a run found, counted while its reports pass by: none of them is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from replycheck.model import SEVERITIES, Report, Severity


class Row(NamedTuple):
    """How often a rule spoke, and how often it had a safe fix."""

    rule: str
    findings: int
    fixable: int


@dataclass
class Tally:
    """The counts of a run.

    drafts: how many drafts
    suppressed: how many findings are suppressed; they have no part in the other counts
    severities: findings by severity
    rules: findings by rule id
    fixable: those of them that have a safe fix, by rule id
    """

    drafts: int = 0
    suppressed: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    fixable: Counter[str] = field(default_factory=Counter)

    def counted(self, reports: Iterable[Report]) -> Iterator[Report]:
        """The same reports; each is counted as it passes."""
        for report in reports:
            self.drafts += 1
            for finding in report.findings:
                if finding.suppressed:
                    self.suppressed += 1
                else:
                    self.severities[finding.severity] += 1
                    self.rules[finding.rule] += 1
                    self.fixable[finding.rule] += any(fix.applicability == "safe" for fix in finding.fixes)
            yield report

    def reaches(self, severity: Severity) -> bool:
        """Whether a finding is as grave as that, or graver."""
        return any(self.severities[each] for each in SEVERITIES[SEVERITIES.index(severity) :])

    def rows(self) -> list[Row]:
        """The rules that spoke, the most frequent first."""
        ranked = sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))
        return [Row(rule, count, self.fixable[rule]) for rule, count in ranked]
