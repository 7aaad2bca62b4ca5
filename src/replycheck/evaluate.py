"""Scoring reports against drafts that a person has marked: what ``replycheck evaluate`` prints.

A corpus is JSON Lines, one draft a line (``GoldRow``). ``score(row, report)`` is pure: it needs no checker.

- A finding is right if it has the category of a marked finding and overlaps it. Each marked finding counts
  once; a further finding on it is neither right nor false.
- An ``address`` finding on a marked 2nd person singular imperative is neither right nor false: the corpus
  marks those under ``imperative`` alone.
- ``courtesy`` and ``empathy`` are scored once for each draft.
- A rewrite is right if one of the accepted texts stands in the draft after every safe fix, white space
  folded; ``unchanged`` if the sentence still stands there as it was; else ``wrong``.
- A clean draft is one with no mark at all; every finding there is false. A word is a stretch without white
  space that holds a letter or a digit.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import ValidationError, field_validator, model_validator

from replycheck.checker import Checker
from replycheck.errors import ReplycheckError
from replycheck.model import (
    CATEGORIES,
    DOCUMENT_CATEGORIES,
    HOUSE_CATEGORIES,
    AddressForm,
    Category,
    Channel,
    Context,
    Finding,
    Frozen,
    Offset,
    Recipient,
    Report,
)
from replycheck.policy import Policy

Outcome = Literal["right", "false", "missed", "ignored"]
RewriteOutcome = Literal["right", "wrong", "unchanged"]

# The 2nd person plural of an imperative, clitics included: lähettäkää, katsokaapa, älkää.
_PLURAL_IMPERATIVE = re.compile(r"k(?:aa|ää)(?:pas?|päs?|han|hän)?\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


class GoldFinding(Frozen):
    """A marked fault: ``draft[start:end] == text``."""

    category: Category
    text: str
    start: Offset
    end: Offset

    @field_validator("category")
    @classmethod
    def _of_a_span(cls, category: Category) -> Category:
        if category in DOCUMENT_CATEGORIES:
            raise ValueError(f"{category} is marked in document, not in findings")
        return category


class GoldRewrite(Frozen):
    """A sentence of the draft that can be mended, and every text a careful editor would accept for it."""

    sentence: str
    accepted: tuple[str, ...]


class GoldRow(Frozen):
    """One line of a corpus: a draft, its situation, and what a person marked in it."""

    draft: str
    id: str = ""
    domain: str = ""
    customer: str | None = None
    first_reply: bool = True
    channel: Channel = "chat"
    address: AddressForm = "formal"
    recipient: Recipient = "one"
    findings: tuple[GoldFinding, ...] = ()
    document: tuple[Category, ...] = ()
    rewrites: tuple[GoldRewrite, ...] = ()

    @model_validator(mode="after")
    def _fits_the_draft(self) -> Self:
        for number, finding in enumerate(self.findings):
            if self.draft[finding.start : finding.end] != finding.text or not finding.text:
                raise ValueError(f"findings.{number}: draft[start:end] is not text")
        for category in self.document:
            if category not in DOCUMENT_CATEGORIES:
                raise ValueError(f"document: {category} is marked in findings, not in document")
        for number, rewrite in enumerate(self.rewrites):
            if _folded(rewrite.sentence) not in _folded(self.draft):
                raise ValueError(f"rewrites.{number}: sentence does not stand in the draft")
        return self

    @property
    def context(self) -> Context:
        """The situation, as the checker takes it."""
        return Context(
            customer=self.customer,
            first_reply=self.first_reply,
            channel=self.channel,
            recipient=self.recipient,
        )

    @property
    def clean(self) -> bool:
        """Whether nothing is marked."""
        return not self.findings and not self.document


@dataclass(frozen=True)
class Line:
    """A row and where it stands."""

    path: Path
    number: int
    row: GoldRow


@dataclass(frozen=True)
class Judged:
    """One finding, or one marked fault that was missed. ``text`` is None for the draft as a whole."""

    outcome: Outcome
    category: Category
    rule: str | None
    text: str | None


@dataclass(frozen=True)
class JudgedRewrite:
    """One sentence that can be mended, and ``became``, the nearest sentence of the mended draft."""

    outcome: RewriteOutcome
    sentence: str
    became: str
    accepted: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """The score of one draft."""

    findings: tuple[Judged, ...]
    rewrites: tuple[JudgedRewrite, ...]


@dataclass(frozen=True)
class Tally:
    """Counts, and the measures made of them; a measure is None where there is nothing to divide by."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """The share of findings that are right."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        """The share of marked faults that were found."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.right, 2 * self.right + self.false + self.missed)

    def __add__(self, other: Tally) -> Tally:
        """Counts of both."""
        return Tally(self.right + other.right, self.false + other.false, self.missed + other.missed)


@dataclass(frozen=True)
class Evaluation:
    """The scores of a corpus.

    categories: every category that drafts are marked with, in the order of ``CATEGORIES``
    rules: right and false findings of each rule that found something. Two rules that find the same marked
        fault are both right here, while the category counts the fault once.
    clean_drafts, clean_words, clean_false: drafts without a mark, their words, the findings there
    """

    drafts: int
    categories: Mapping[Category, Tally]
    rules: Mapping[str, Tally]
    clean_drafts: int
    clean_words: int
    clean_false: int
    rewrites: Mapping[RewriteOutcome, int]

    @property
    def all(self) -> Tally:
        """All categories together."""
        return sum(self.categories.values(), Tally())

    @property
    def false_per_1000_words(self) -> float | None:
        """False findings for each 1,000 words of clean drafts."""
        return _share(1000 * self.clean_false, self.clean_words)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return {
            "drafts": self.drafts,
            "categories": {name: _tally_dict(tally) for name, tally in self.categories.items()},
            "all": _tally_dict(self.all),
            "rules": {
                name: {"right": tally.right, "false": tally.false, "precision": tally.precision}
                for name, tally in self.rules.items()
            },
            "clean": {
                "drafts": self.clean_drafts,
                "words": self.clean_words,
                "false": self.clean_false,
                "false_per_1000_words": self.false_per_1000_words,
            },
            "rewrites": dict(self.rewrites),
        }


def read_corpus(paths: Iterable[Path]) -> list[Line]:
    """Read JSON Lines files; empty lines are skipped.

    Raises ReplycheckError with one line ``path:line: what is wrong`` for each fault. It never quotes a draft.
    """
    lines: list[Line] = []
    faults: list[str] = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise ReplycheckError(f"{path}: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise ReplycheckError(f"{path}: not UTF-8 (byte {error.start + 1})") from None
        # Not splitlines(): a draft may hold U+2028 and its like unescaped.
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                lines.append(Line(path, number, GoldRow.model_validate_json(line)))
            except ValidationError as error:
                faults += [f"{path}:{number}: {fault}" for fault in _faults(error)]
    if faults:
        raise ReplycheckError("\n".join(faults))
    return lines


def check_rows(rows: Sequence[GoldRow], policy: Policy | None = None) -> list[Report]:
    """Check every row's draft in its own situation; the row's form of address replaces the policy's."""
    reports: dict[int, Report] = {}
    for form in sorted({row.address for row in rows}):
        checker = Checker((policy or Policy()).model_copy(update={"address": form}))
        chosen = [index for index, row in enumerate(rows) if row.address == form]
        pairs = [(rows[index].draft, rows[index].context) for index in chosen]
        reports.update(zip(chosen, checker.check_many(pairs), strict=True))
    return [reports[index] for index in range(len(rows))]


def score(row: GoldRow, report: Report) -> Score:
    """Judge one report by what a person marked."""
    judged: list[Judged] = []
    for category in CATEGORIES:
        found = [finding for finding in report.findings if finding.category == category]
        if category in DOCUMENT_CATEGORIES:
            judged += _judge_document(category, category in row.document, found)
        else:
            judged += _judge_spans(category, row, found)
    return Score(tuple(judged), tuple(_judge_rewrite(rewrite, report.fixed) for rewrite in row.rewrites))


def summarise(scored: Iterable[tuple[GoldRow, Score]]) -> Evaluation:
    """Add up the scores of a corpus."""
    drafts = clean_drafts = clean_words = clean_false = 0
    categories: Counter[tuple[Category, Outcome]] = Counter()
    rules: Counter[tuple[str, Outcome]] = Counter()
    rewrites: Counter[RewriteOutcome] = Counter()
    for row, result in scored:
        drafts += 1
        for each in result.findings:
            categories[each.category, each.outcome] += 1
            if each.rule:
                rules[each.rule, each.outcome] += 1
        rewrites.update(each.outcome for each in result.rewrites)
        if row.clean:
            clean_drafts += 1
            clean_words += count_words(row.draft)
            clean_false += sum(each.outcome == "false" for each in result.findings)
    return Evaluation(
        drafts=drafts,
        categories={
            name: Tally(categories[name, "right"], categories[name, "false"], categories[name, "missed"])
            for name in CATEGORIES
            if name not in HOUSE_CATEGORIES
        },
        rules={
            name: Tally(rules[name, "right"] + rules[name, "ignored"], rules[name, "false"])
            for name in sorted({name for name, _ in rules})
        },
        clean_drafts=clean_drafts,
        clean_words=clean_words,
        clean_false=clean_false,
        rewrites={"right": rewrites["right"], "wrong": rewrites["wrong"], "unchanged": rewrites["unchanged"]},
    )


def count_words(text: str) -> int:
    """How many stretches without white space hold a letter or a digit."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _judge_spans(category: Category, row: GoldRow, found: Sequence[Finding]) -> Iterator[Judged]:
    gold = sorted((mark for mark in row.findings if mark.category == category), key=lambda mark: mark.end)
    free = list(gold)
    # Marks of one category do not overlap each other, so taking findings by their end, and of the free marks
    # the first, matches as many as can be matched; the order of findings does not matter.
    for finding in sorted(found, key=lambda each: (each.end or 0, each.start or 0, each.rule)):
        mark = next((mark for mark in free if _overlap(finding, mark)), None)
        outcome: Outcome
        if mark is not None:
            free.remove(mark)
            outcome = "right"
        elif any(_overlap(finding, mark) for mark in gold) or _on_singular_imperative(finding, row):
            outcome = "ignored"
        else:
            outcome = "false"
        yield Judged(outcome, category, finding.rule, finding.text)
    for mark in free:
        yield Judged("missed", category, None, mark.text)


def _on_singular_imperative(finding: Finding, row: GoldRow) -> bool:
    return finding.category == "address" and any(
        _overlap(finding, mark) and not _PLURAL_IMPERATIVE.search(mark.text)
        for mark in row.findings
        if mark.category == "imperative"
    )


def _judge_document(category: Category, marked: bool, found: Sequence[Finding]) -> Iterator[Judged]:
    # A draft counts once, however many rules speak of it.
    for number, finding in enumerate(found):
        outcome: Outcome = "ignored" if number else "right" if marked else "false"
        yield Judged(outcome, category, finding.rule, None)
    if marked and not found:
        yield Judged("missed", category, None, None)


def _judge_rewrite(rewrite: GoldRewrite, fixed: str) -> JudgedRewrite:
    text = _folded(fixed)
    outcome: RewriteOutcome
    if any(_folded(accepted) in text for accepted in rewrite.accepted):
        outcome = "right"
    elif _folded(rewrite.sentence) in text:
        outcome = "unchanged"
    else:
        outcome = "wrong"
    became = difflib.get_close_matches(rewrite.sentence, _SENTENCE_END.split(fixed), n=1, cutoff=0.0)
    return JudgedRewrite(outcome, rewrite.sentence, became[0] if became else "", rewrite.accepted)


def _overlap(finding: Finding, mark: GoldFinding) -> bool:
    return (
        finding.start is not None
        and finding.end is not None
        and finding.start < mark.end
        and mark.start < finding.end
    )


def _folded(text: str) -> str:
    return " ".join(text.split())


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _tally_dict(tally: Tally) -> dict[str, Any]:
    return {
        "right": tally.right,
        "false": tally.false,
        "missed": tally.missed,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_input=False, include_url=False):
        name = ".".join(map(str, fault["loc"]))
        message = fault["msg"].removeprefix("Value error, ")
        yield f"{name}: {message}" if name else message
