"""Choosing fixes that go together, and applying their edits. Pure functions over text and offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from replycheck.model import Applicability, Edit, Finding, Fix

SAFE: tuple[Applicability, ...] = ("safe",)

_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+|[^.!?\n]+")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def choose(findings: Iterable[Finding], applicable: Collection[Applicability] = SAFE) -> list[Fix]:
    """The fixes that can be applied together: of each finding the first that is ``applicable``.

    Those of a suppressed finding are never applied.
    They are taken in the order first start, longest, rule id; a fix is left out when one of its
    edits touches, without being equal to, an edit already taken. Left-out fixes come in the next round.
    """
    candidates = [
        (fix.edits[0].start, fix.edits[0].start - fix.edits[-1].end, finding.rule, fix)
        for finding in findings
        if finding.suppressed is None
        for fix in [next((fix for fix in finding.fixes if fix.applicability in applicable), None)]
        if fix is not None
    ]
    candidates.sort(key=lambda candidate: candidate[:3])
    taken: list[Edit] = []  # in order of place, and apart from each other
    chosen: list[Fix] = []
    for *_, fix in candidates:
        fresh = [edit for edit in fix.edits if edit not in _beside(edit, taken)]
        if not fresh or any(_clash(edit, other) for edit in fresh for other in _beside(edit, taken)):
            continue
        for edit in fresh:
            insort(taken, edit, key=_place)
        chosen.append(fix)
    return chosen


def edits_of(fixes: Iterable[Fix]) -> list[Edit]:
    """The edits of fixes that go together, in order of place, each once."""
    edits = {edit for fix in fixes for edit in fix.edits}
    return sorted(edits, key=lambda edit: (edit.start, edit.end, edit.replacement))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Put every replacement in its place. ``edits`` are sorted and disjoint."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : edit.start], edit.replacement)
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)


def moved(start: int, end: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """Where the stretch ``text[start:end]`` stands after edits that are sorted and disjoint.

    What replaces a part of it, its start and end included, belongs to it.
    """
    return _after(start, edits, at_end=False), _after(end, edits, at_end=True)


def _after(place: int, edits: Sequence[Edit], *, at_end: bool) -> int:
    shift = 0
    for edit in edits:
        if edit.end > place:
            if edit.start < place:
                return edit.start + shift + (len(edit.replacement) if at_end else 0)
            break
        shift += len(edit.replacement) - (edit.end - edit.start)
    return place + shift


def changes(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """What differs between two texts, word by word: start and end in the first, and what stands there instead."""
    # Sentence by sentence first: a comparison takes a time that grows with the square of words that are alike.
    for start, end, sentences in _differences(before, after, _SENTENCES):
        for first, last, words in _differences(before[start:end], sentences, _WORDS):
            yield start + first, start + last, words


def _differences(before: str, after: str, unit: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    old, new = unit.findall(before), unit.findall(after)
    places = [0, *accumulate(map(len, old))]
    for tag, first, last, low, high in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield places[first], places[last], "".join(new[low:high])


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _beside(edit: Edit, taken: Sequence[Edit]) -> Sequence[Edit]:
    """Those of ``taken`` that may touch an edit: the last before it, and all that start inside it or at its end."""
    first = bisect_left(taken, (edit.start, 0), key=_place)
    return taken[max(0, first - 1) : bisect_left(taken, (edit.end + 1, 0), key=_place)]


def _clash(one: Edit, other: Edit) -> bool:
    if one == other:
        return False
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end
