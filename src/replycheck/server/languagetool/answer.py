"""A report in the terms of LanguageTool's clients: matches, sentences and languages, in UTF-16 code units."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from replycheck import __version__
from replycheck.marked import Marked
from replycheck.model import Category, Finding, Report
from replycheck.positions import Positions
from replycheck.rules import Rule
from replycheck.server.languagetool.mends import Mend, mends, place_of
from replycheck.tokens import sentences
from replycheck.zones import language_of

# Code points of the source that are shown on either side of a match.
CONTEXT = 40
# Compact clients show no more replacements than this.
COMPACT_REPLACEMENTS = 5
SOFTWARE = {
    "name": "replycheck",
    "version": __version__,
    "buildDate": "",
    "apiVersion": 1,
    "premium": False,
    "status": "",
}
# A language that is none of those told apart: "undetermined" in ISO 639.
UNKNOWN = "und"
CATEGORY_NAMES: Mapping[Category, str] = {
    "address": "Puhuttelu",
    "imperative": "Käskeminen",
    "necessity": "Velvoittaminen",
    "blame": "Syyttely",
    "dismissive": "Vähättely",
    "overpromise": "Liika lupaaminen",
    "defensive": "Puolustelu",
    "hostile": "Tylyys",
    "courtesy": "Kohteliaisuus",
    "empathy": "Myötätunto",
    "wording": "Sanasto",
}


@dataclass(frozen=True)
class Answer:
    """What is said of a text.

    marked: the text, and the markup in it
    report: what was found there
    rules: the rules by id
    language: what the text was taken to be in, and what it seems to be in
    """

    marked: Marked
    report: Report
    rules: Mapping[str, Rule]
    language: Mapping[str, Any]

    def body(self, *, whole: bool | None, compact: bool, by_code_points: bool) -> dict[str, Any]:
        """The answer as JSON.

        whole: the findings on the text as a whole alone (True), those with a place alone (False), or both
        compact: without what compact clients do not read
        by_code_points: see ``mends``
        """
        foreign = self.language_ranges()
        answer: dict[str, Any] = {
            "software": SOFTWARE,
            "warnings": self._warnings(),
            "language": self.language,
            "matches": self.matches(whole=whole, by_code_points=by_code_points),
            **({"ignoreRanges": foreign} if foreign else {}),
            "sentenceRanges": self.sentence_ranges(),
            "extendedSentenceRanges": [
                _with_language(start, end, foreign) for start, end in self.sentence_ranges()
            ],
        }
        return _compact(answer) if compact else answer

    def matches(self, *, whole: bool | None = None, by_code_points: bool = False) -> list[dict[str, Any]]:
        """The findings that count, in order of place."""
        offered: dict[int, list[Mend]] = {}
        for mend in mends(self.report, by_code_points=by_code_points):
            offered.setdefault(mend.finding, []).append(mend)
        found: list[dict[str, Any]] = []
        for number, finding in enumerate(self.report.findings):
            place = place_of(self.report, finding)
            if finding.suppressed or place[0] == place[1] or whole not in (None, finding.start is None):
                continue
            for mend in offered.get(number, [Mend(*place, number, ())]):
                found.append(self._match(finding, mend))
        return sorted(found, key=lambda match: (match["offset"], -match["length"]))

    def sentence_ranges(self) -> list[tuple[int, int]]:
        """Where each sentence stands, without the white space around it."""
        return [(self._utf16(start), self._utf16(end)) for start, end in self._sources]

    def language_ranges(self) -> list[dict[str, Any]]:
        """What was passed over because it is in another language."""
        return [
            {
                "from": self._utf16(zone.start),
                "to": self._utf16(zone.end),
                "language": {"code": language_of(self.report.draft[zone.start : zone.end])[0] or UNKNOWN},
            }
            for zone in self.report.skipped
            if zone.reason == "other-language"
        ]

    def _warnings(self) -> dict[str, Any]:
        if not self.report.incomplete:
            return {"incompleteResults": False}
        reason = "The time limit came before the end of the text."
        return {"incompleteResults": True, "incompleteResultsReason": reason}

    def _match(self, finding: Finding, mend: Mend) -> dict[str, Any]:
        rule = self.rules[finding.rule]
        offset, end = self._utf16(mend.start), self._utf16(mend.end)
        return {
            "message": finding.message,
            "shortMessage": rule.title,
            "replacements": [
                {"value": value, "shortDescription": note} if note else {"value": value}
                for value, note in mend.replacements
            ],
            "offset": offset,
            "length": end - offset,
            "context": self._context(mend.start, mend.end),
            "sentence": self._sentence(mend.start),
            "type": {"typeName": "Hint" if finding.severity == "info" else "Other"},
            "rule": {
                "id": rule.id,
                "description": rule.title,
                "issueType": issue_type(rule.category, by_draft=self.report.address.basis == "draft"),
                "category": {"id": rule.category, "name": CATEGORY_NAMES[rule.category]},
            },
            # A rule judges whole sentences: what is still being written may come out otherwise.
            "ignoreForIncompleteSentence": True,
            "contextForSureMatch": -1,
        }

    def _context(self, start: int, end: int) -> dict[str, Any]:
        source = self.report.draft
        first, last = max(0, start - CONTEXT), min(len(source), end + CONTEXT)
        before, after = "..." * (first > 0), "..." * (last < len(source))
        return {
            "text": before + source[first:last].replace("\n", " ") + after,
            "offset": len(before) + self._utf16(start) - self._utf16(first),
            "length": self._utf16(end) - self._utf16(start),
        }

    def _sentence(self, place: int) -> str:
        """The sentence at a place of the source, without markup."""
        number = bisect_right(self._sources, place, key=lambda source: source[0]) - 1
        start, end = self._sentences[max(0, number)]
        return self.marked.prose[start:end]

    def _utf16(self, offset: int) -> int:
        return self._positions.utf16(offset)

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.report.draft)

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        """The sentences of the prose, without the white space around them."""
        found = []
        for start, end in sentences(self.marked.prose):
            text = self.marked.prose[start:end]
            if text.strip():
                found.append((end - len(text.lstrip()), start + len(text.rstrip())))
        return found

    @cached_property
    def _sources(self) -> list[tuple[int, int]]:
        """Where the sentences stand in the source."""
        return [self.marked.span(start, end) for start, end in self._sentences]


def issue_type(category: Category, *, by_draft: bool = False) -> str:
    """What LanguageTool calls this kind of fault; by_draft: whether the draft itself set the form of address."""
    if category == "address":
        return "inconsistency" if by_draft else "register"
    return "terminology" if category == "wording" else "style"


def _with_language(start: int, end: int, foreign: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    codes = (each["language"]["code"] for each in foreign if each["from"] <= start < each["to"])
    return {"from": start, "to": end, "detectedLanguages": [{"language": next(codes, "fi"), "rate": 1.0}]}


def _compact(answer: Mapping[str, Any]) -> dict[str, Any]:
    left_out = {"software"} if answer["warnings"]["incompleteResults"] else {"software", "warnings"}
    kept = {name: value for name, value in answer.items() if name not in left_out}
    kept["matches"] = [
        {name: value for name, value in match.items() if name not in ("context", "sentence")}
        | {"replacements": match["replacements"][:COMPACT_REPLACEMENTS]}
        for match in answer["matches"]
    ]
    return kept
