"""Where the native and the embedded back end read a word form differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from replycheck.morphology import Reading, open_morphology

Readings = tuple[Reading, ...]


class Difference(NamedTuple):
    """A word form, and what each back end alone says of it."""

    word: str
    native: list[str]
    embedded: list[str]


def differences(words: Iterable[str]) -> Iterator[Difference]:
    """Compare what the back ends say of each word, whatever the order of the readings.

    Raises SetupError where one of them is not installed.
    """
    native, embedded = open_morphology("native"), open_morphology("embedded")
    for word in words:
        ours, theirs = _as_text(native.analyse(word)), _as_text(embedded.analyse(word))
        if ours != theirs:
            yield Difference(word, sorted(ours - theirs), sorted(theirs - ours))


def _as_text(readings: Readings) -> set[str]:
    return {f"{each.lemma} {each.pos} {each.feats}" for each in readings}
