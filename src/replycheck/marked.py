"""Text with markup in it: what the checker reads, and where that stands in the source.

A ``Marked`` is an ordered list of pieces that together are the source. Each says what the checker reads there:
the same text, other text (an entity, an escape), or nothing. Markup may read as something, too: a border
between blocks as an empty line, code as `` `x` ``, so that the checker sees the sentences a reader sees.

``check_marked`` checks the prose and answers in code points of the source. Fixes change prose alone: each
markup stays where it is, between the words it stood between, and what cannot be done so is not done by itself.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from replycheck import fixes as fixing
from replycheck.model import AddressForm, Applicability, Context, Edit, Finding, Fix, Report, Skipped, Switch
from replycheck.suppression import Known, carried

if TYPE_CHECKING:
    from replycheck.checker import Checker

# How the checker is to read a border between two blocks: it ends a sentence and a paragraph.
BORDER = "\n\n"
MARKUP_IN_THE_WAY = {
    "fi": "Korjaus siirtäisi tai poistaisi muotoilumerkintöjä, joten sitä ei tehdä itsestään.",
    "en": "The fix would move or delete markup, so it is not applied by itself.",
}
MAX_ROUNDS = 10
BOLD: tuple[Applicability, ...] = ("safe", "unsafe")
# Checks a prose, of which something is known; None where there is no time left.
_Check = Callable[[str, Known], Report | None]
_SPACES = re.compile(r"[^\S\n]*(\n)\s*|[^\S\n]+")


class Piece(NamedTuple):
    """A stretch of the source.

    source: the stretch as it stands there
    prose: how the checker reads it
    markup: whether it is markup, which no fix may touch, however it reads
    """

    source: str
    prose: str
    markup: bool = False


class _Part(NamedTuple):
    """What an edit of the prose does to one stretch of the source; the replacement is prose."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True)
class Marked:
    """A source as its pieces.

    pieces: in order; together they are the source
    encode: makes of prose what stands for it in the source (escapes, entities)
    extract: reads a source anew; each safe fix is then proven by reading the mended source. None where the
        pieces come from elsewhere and cannot be read again
    """

    pieces: tuple[Piece, ...]
    encode: Callable[[str], str] = str
    extract: Callable[[str], Marked] | None = None

    @classmethod
    def plain(cls, text: str) -> Marked:
        """A text that is prose throughout."""
        return cls((Piece(text, text),), extract=cls.plain)

    @cached_property
    def source(self) -> str:
        """The source."""
        return "".join(piece.source for piece in self.pieces)

    @cached_property
    def prose(self) -> str:
        """What the checker reads."""
        return "".join(piece.prose for piece in self.pieces)

    @cached_property
    def _sources(self) -> list[int]:
        """Where each piece starts in the source, and where the last one ends."""
        return [0, *accumulate(len(piece.source) for piece in self.pieces)]

    @cached_property
    def _proses(self) -> list[int]:
        """Where each piece starts in the prose, and where the last one ends."""
        return [0, *accumulate(len(piece.prose) for piece in self.pieces)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A range of the prose as one of the source, without markup at its ends."""
        begin, finish, _ = self._part(start, end, "")
        return begin, finish

    def prose_span(self, start: int, end: int) -> tuple[int, int]:
        """A range of the source as one of the prose."""
        return self._in_prose(start), self._in_prose(end)

    def _in_prose(self, place: int) -> int:
        index = max(0, bisect_right(self._sources, place, hi=len(self.pieces)) - 1)
        inside = place - self._sources[index]
        return self._proses[index] + min(inside, self._proses[index + 1] - self._proses[index])

    def edits(self, edit: Edit) -> tuple[list[Edit], bool]:
        """An edit of the prose as edits of the source, and whether all markup keeps its place in the text."""
        parts, kept = self._parts(edit)
        return [
            Edit(start=part.start, end=part.end, replacement=self.encode(part.replacement)) for part in parts
        ], kept

    def markup(self) -> Iterator[tuple[int, int]]:
        """The stretches of the source that are markup, each as long as can be."""
        start = None
        for piece, place in zip(self.pieces, self._sources, strict=False):
            if piece.markup and piece.source:
                start = place if start is None else start
            elif start is not None and piece.source:
                yield start, place
                start = None
        if start is not None:
            yield start, self._sources[-1]

    def edited(self, edits: Iterable[Edit]) -> Marked:
        """The source after edits of the prose, read anew. The edits are sorted, disjoint and keep all markup."""
        parts = [part for edit in edits for part in self._parts(edit)[0]]
        if self.extract is not None:
            encoded = [Edit(start=s, end=e, replacement=self.encode(text)) for s, e, text in parts]
            return self.extract(fixing.apply(self.source, encoded))
        pieces: list[Piece] = []
        place = 0
        for part in parts:
            pieces += self._between(place, part.start)
            if part.replacement:
                pieces.append(Piece(self.encode(part.replacement), part.replacement))
            place = part.end
        pieces += self._between(place, self._sources[-1])
        return Marked(tuple(pieces), self.encode)

    def apart(self, edits: Iterable[Edit]) -> bool:
        """Whether edits that are disjoint in the prose are so in the source as well."""
        parts = [part for edit in edits for part in self._parts(edit)[0]]
        return all(one.end <= other.start for one, other in pairwise(parts))

    def _between(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of ``source[start:end]``; only text that reads as it stands is ever cut."""
        first = bisect_right(self._sources, start) - 1
        for index in range(first, len(self.pieces)):
            piece, begin = self.pieces[index], self._sources[index]
            if begin >= end:
                break
            if begin < start or self._sources[index + 1] > end:
                cut = piece.source[max(0, start - begin) : end - begin]
                yield Piece(cut, cut, piece.markup)
            else:
                yield piece

    def _parts(self, edit: Edit) -> tuple[list[_Part], bool]:
        """An edit of the prose, cut wherever markup stands; False where markup would move by it."""
        if not self._marked(edit.start, edit.end):
            return [self._part(edit.start, edit.end, edit.replacement)], True
        parts: list[_Part] = []
        kept = True
        for first, last, replacement in fixing.changes(self.prose[edit.start : edit.end], edit.replacement):
            start, end = first + edit.start, last + edit.start
            if not self._marked(start, end):
                parts.append(self._part(start, end, replacement))
                continue
            kept = False
            stretches = self._stretches(start, end)
            if not stretches:  # markup and nothing else
                place = self._sources[bisect_right(self._proses, start) - 1]
                parts.append(_Part(place, place, replacement))
            for index, (low, high) in enumerate(stretches):
                parts.append(self._part(low, high, "" if index else replacement))
        return parts, kept

    def _part(self, start: int, end: int, replacement: str) -> _Part:
        """An edit of one stretch of text. A piece that reads otherwise than it stands is replaced as a whole."""
        first, last = bisect_right(self._proses, start) - 1, bisect_left(self._proses, end) - 1
        if first > last:  # something put in between two pieces
            place = self._place(last, first, replacement)
            return _Part(place, place, replacement)
        low, high = self.pieces[first], self.pieces[last]
        begin, finish = self._sources[first], self._sources[last + 1]
        if low.source == low.prose:
            begin += start - self._proses[first]
        else:
            replacement = low.prose[: start - self._proses[first]] + replacement
        if high.source == high.prose:
            finish -= self._proses[last + 1] - end
        else:
            replacement += high.prose[end - self._proses[last] :]
        return _Part(begin, finish, replacement)

    def _place(self, before: int, after: int, replacement: str) -> int:
        """Where in the source something is put in between the prose of two pieces, markup perhaps between them.

        It goes with the text before it, unless there is none or the new words end in a space.
        """
        left = before >= 0 and not self.pieces[before].markup
        right = after < len(self.pieces) and not self.pieces[after].markup
        if right and (not left or replacement[-1:].isspace()):
            return self._sources[after]
        if left:
            return self._sources[before + 1]
        # No text on either side: an empty place for it, if there is one.
        empty = (index for index in range(before + 1, after) if not self.pieces[index].markup)
        return self._sources[next(empty, before + 1)]

    def _marked(self, start: int, end: int) -> bool:
        """Whether markup stands within a range of the prose."""
        return any(piece.markup for piece in self._touched(start, end))

    def _touched(self, start: int, end: int) -> Sequence[Piece]:
        return self.pieces[bisect_right(self._proses, start) - 1 : bisect_left(self._proses, end)]

    def _stretches(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a range of the prose that are text, with markup between each two."""
        found: list[tuple[int, int]] = []
        joined = False
        first = bisect_right(self._proses, start) - 1
        for index, piece in enumerate(self._touched(start, end), first):
            if piece.markup:
                joined = False
            elif piece.prose:
                low, high = max(start, self._proses[index]), min(end, self._proses[index + 1])
                if joined:
                    found[-1] = (found[-1][0], high)
                else:
                    found.append((low, high))
                joined = True
        return found


def check_marked(
    checker: Checker,
    marked: Marked,
    *,
    context: Context | Mapping[str, Any] | None = None,
    timeout_ms: float | None = None,
    known: Known | None = None,
) -> Report:
    """Check the prose of a source; every offset of the Report is one of the source.

    ``draft`` is the source and ``fixed`` the source with every safe fix; markup is listed in ``skipped``.
    ``context``, ``timeout_ms`` and ``known`` are those of ``Checker.check``: the time is for all rounds together,
    and what is known stands in offsets of the prose.
    """
    end = None if timeout_ms is None else time.monotonic() + timeout_ms / 1000

    def again(prose: str, known: Known) -> Report | None:
        left_ms = None if end is None else (end - time.monotonic()) * 1000
        if left_ms is not None and left_ms <= 0:
            return None
        return checker.check(prose, context=context, timeout_ms=left_ms, known=known)

    report = checker.check(marked.prose, context=context, timeout_ms=timeout_ms, known=known)
    return _in_source(again, marked, report, MARKUP_IN_THE_WAY[checker.policy.messages])


def switch_marked(
    checker: Checker,
    marked: Marked,
    *,
    to: AddressForm,
    context: Context | Mapping[str, Any] | None = None,
) -> Switch | None:
    """Turn the prose of a source to the other form of address; every offset of the Switch is one of the source.

    None where that would move or delete markup. See ``Checker.switch``.
    """
    switch = checker.switch(marked.prose, to=to, context=context)
    edits = tuple(each for edit in switch.edits for each in marked.edits(edit)[0])
    if switch.edits:
        fix = Fix(edits=switch.edits, applicability="safe", title="")
        kept = all(marked.edits(edit)[1] for edit in switch.edits)
        if not kept or _proven(marked, [fix]) is None:
            return None
    refused = []
    for refusal in switch.refused:
        start, end = marked.span(refusal.start, refusal.end)
        place = {"start": start, "end": end, "text": marked.source[start:end]}
        refused.append(refusal.model_copy(update=place))
    source = {
        "draft": marked.source,
        "text": fixing.apply(marked.source, edits),
        "edits": edits,
        "refused": tuple(refused),
    }
    return switch.model_copy(update=source)


def check_many_marked(
    checker: Checker,
    sources: Iterable[tuple[Marked, Context | Mapping[str, Any] | None, Known | None]],
    *,
    unsafe_fixes: bool = False,
) -> Iterator[Report]:
    """Check sources as a stream, each given with its context and with what is known of it; see ``check_marked``.

    unsafe_fixes: whether ``fixed`` has the first fix of each finding applied, even where it is unsafe
    """
    waiting: deque[tuple[Marked, Context | Mapping[str, Any] | None]] = deque()
    remark = MARKUP_IN_THE_WAY[checker.policy.messages]

    def drafts() -> Iterator[tuple[str, Context | Mapping[str, Any] | None, Known | None]]:
        for marked, context, known in sources:
            waiting.append((marked, context))
            yield marked.prose, context, known

    for report in checker.check_many(drafts()):
        marked, context = waiting.popleft()
        check = partial(_check_again, checker, context)
        done = _in_source(check, marked, report, remark)
        fixed = _fixed_boldly(check, marked, report, remark) if unsafe_fixes else done.fixed
        yield done.model_copy(update={"fixed": fixed})


def _check_again(
    checker: Checker, context: Context | Mapping[str, Any] | None, prose: str, known: Known
) -> Report | None:
    return checker.check(prose, context=context, known=known)


def _in_source(
    check: _Check, marked: Marked, report: Report, remark: str, rounds: int = MAX_ROUNDS
) -> Report:
    """A report on the prose as one on the source."""
    if marked.source == marked.prose and not any(piece.markup for piece in marked.pieces):
        return report
    findings, edits, mended = _mend(marked, report.findings, remark)
    stable, fixed = report.stable, mended.source
    # Some fixes wait for the result of others, and some were left out for the sake of the markup.
    if edits and _even(mended.prose) != _even(report.fixed):
        again = check(mended.prose, carried(findings, edits)) if rounds else None
        if again is not None:
            after = _in_source(check, mended, again, remark, rounds - 1)
            stable, fixed = after.stable, after.fixed
        stable = stable and rounds > 0
    return report.model_copy(
        update={
            "draft": marked.source,
            "findings": tuple(_finding(marked, finding) for finding in findings),
            "fixed": fixed,
            "skipped": tuple(_skipped(marked, report.skipped)),
            "stable": stable,
        }
    )


def _fixed_boldly(check: _Check, marked: Marked, report: Report, remark: str) -> str:
    """The source with the first fix of each finding, unsafe or not; never one with a place to fill in.

    What one round leaves is mended in the next, as long as there is less of it.
    """
    left = len(report.findings) + 1
    while (chosen := fixing.choose(report.findings, BOLD)) and len(report.findings) < left:
        left = len(report.findings)
        edits = fixing.edits_of(chosen)
        again = (
            check(marked.edited(edits).prose, carried(report.findings, edits))
            if marked.apart(edits)
            else None
        )
        if again is None:
            break
        marked, report = marked.edited(edits), again
    return _in_source(check, marked, report, remark).fixed


def _mend(marked: Marked, found: Sequence[Finding], remark: str) -> tuple[list[Finding], list[Edit], Marked]:
    """Apply the safe fixes of the prose that leave the markup alone; the others become unsafe."""
    findings = _demoted(found, lambda fix: not all(marked.edits(edit)[1] for edit in fix.edits), remark)
    while chosen := fixing.choose(findings):
        mended = _proven(marked, chosen)
        if mended is not None:
            return findings, fixing.edits_of(chosen), mended
        guilty = {fix for fix in chosen if _proven(marked, [fix]) is None} or set(chosen)
        findings = _demoted(findings, guilty.__contains__, remark)
    return findings, [], marked


def _proven(marked: Marked, fixes: Sequence[Fix]) -> Marked | None:
    """The source with these fixes; None where it would not read as it should, or have other markup."""
    edits = fixing.edits_of(fixes)
    if not marked.apart(edits):
        return None
    mended = marked.edited(edits)
    same = _markup(mended) == _markup(marked)
    return mended if same and _even(mended.prose) == _even(fixing.apply(marked.prose, edits)) else None


def _markup(marked: Marked) -> list[str]:
    return [piece.source for piece in marked.pieces if piece.markup]


def _even(prose: str) -> str:
    """The prose with its white space made even, as a reader of HTML or Markdown sees it."""
    return _SPACES.sub(lambda space: space[1] or " ", prose).strip()


def _demoted(findings: Iterable[Finding], refused: Callable[[Fix], bool], remark: str) -> list[Finding]:
    unsafe = {"applicability": "unsafe", "safety_note": remark}

    def demote(fix: Fix) -> Fix:
        return fix.model_copy(update=unsafe) if fix.applicability == "safe" and refused(fix) else fix

    return [
        finding.model_copy(update={"fixes": tuple(map(demote, finding.fixes))}) if finding.fixes else finding
        for finding in findings
    ]


def _finding(marked: Marked, finding: Finding) -> Finding:
    fixes = tuple(
        fix.model_copy(update={"edits": tuple(each for edit in fix.edits for each in marked.edits(edit)[0])})
        for fix in finding.fixes
    )
    if finding.start is None or finding.end is None:
        return finding.model_copy(update={"fixes": fixes})
    start, end = marked.span(finding.start, finding.end)
    text = marked.source[start:end]
    return finding.model_copy(update={"start": start, "end": end, "text": text, "fixes": fixes})


def _skipped(marked: Marked, zones: Iterable[Skipped]) -> list[Skipped]:
    """What was not judged, in order and apart: the zones of the prose, and the markup outside them."""
    kept: list[Skipped] = []
    reached = 0
    for zone in zones:
        start, end = marked.span(zone.start, zone.end)
        if max(start, reached) < end:
            kept.append(zone.model_copy(update={"start": max(start, reached), "end": end}))
            reached = end
    bounds = [0, *(place for zone in kept for place in (zone.start, zone.end)), len(marked.source)]
    free = list(pairwise(bounds))[::2]
    markup = [
        Skipped(start=max(start, low), end=min(end, high), reason="markup")
        for start, end in marked.markup()
        for low, high in free
        if max(start, low) < min(end, high)
    ]
    return sorted([*kept, *markup], key=lambda zone: (zone.start, zone.end))
