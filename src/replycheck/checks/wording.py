"""Words that the house has said not to use."""

from __future__ import annotations

from collections.abc import Iterator

from replycheck.analysis import Analysed
from replycheck.matching import CheckMatch, Situation


def rejected_word(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Every place where such a word stands, in any inflected form."""
    for place in situation.rejected.find(analysed):
        yield CheckMatch(place.start, place.end)
