"""Which findings do not count: those a person has let stand, and those that were there before.

A finding is known by its fingerprint, or by its place where the draft has been changed since. Files hold
fingerprints, never the text of a draft.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from replycheck import fixes
from replycheck.model import Edit, Finding, Suppression

LENGTH = 16  # hex digits: of a million findings two are alike by chance once in 37 million


def fingerprint(rule: str, sentence: str) -> str:
    """The name of a rule's finding in a sentence: white space, capitals and composition of letters aside."""
    folded = " ".join(unicodedata.normalize("NFC", sentence.casefold()).split())
    raw = f"{rule}\n{folded}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:LENGTH]


@dataclass(frozen=True)
class Known:
    """What is known of a draft's findings before it is checked.

    baseline: how often each fingerprint was there when the baseline was taken. A finding that is marked takes
        one away, so that drafts of one file can share the counts
    findings: suppressed findings in offsets of this draft, from a check of the draft before it was changed
    """

    baseline: Counter[str] = field(default_factory=Counter)
    findings: tuple[Finding, ...] = ()

    def mark(self, finding: Finding) -> Suppression | None:
        """Why a finding does not count; None where nothing is known of it."""
        for each in self.findings:
            if each.rule == finding.rule and _meet(each, finding):
                return each.suppressed
        if self.baseline[finding.fingerprint] > 0:
            self.baseline[finding.fingerprint] -= 1
            return "baseline"
        return None


def carried(findings: Iterable[Finding], edits: Sequence[Edit]) -> Known:
    """What is known of a draft after ``edits`` (sorted, disjoint), which had these findings before them."""
    kept = []
    for finding in findings:
        if finding.suppressed and finding.start is not None and finding.end is not None:
            start, end = fixes.moved(finding.start, finding.end, edits)
            finding = finding.model_copy(update={"start": start, "end": end})  # noqa: PLW2901
        if finding.suppressed:
            kept.append(finding)
    return Known(findings=tuple(kept))


def _meet(one: Finding, other: Finding) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return one.start is other.start
    return one.start < other.end and other.start < one.end
