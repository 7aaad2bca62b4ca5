"""A house's own words in a draft, in any inflected form: names that are let stand, and words not to be used.

A word is the term's by its letters, by the base form that the dictionary gives it, or, where the dictionary has
no such word (*Zalandolta*), by what is left without a case ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from replycheck.analysis import Analysed
from replycheck.model import Skipped
from replycheck.morphology import Reading, open_morphology
from replycheck.tokens import tokenize
from replycheck.zones import apart

# Endings of case and number, after a vowel or with the -i- of a foreign name (VISK § 81): Zalando+n, Netflix+iä.
_ENDING = re.compile(r"[ie]?(?:n|t|t?[aä]|tt[aä]|[sl]{2}[aä]|[sl]t[aä]|lle|n[aä]|ksi|seen|h?[aeiouyäö]n)")
_LONGEST_ENDING = 5
# After a colon, the ending of a name that is read letter by letter: OP:n, OP:hen, OP:ssa.
_AFTER_COLON = re.compile(r"[a-zäö]{1,8}")


class Place(NamedTuple):
    """Where a term stands, in tokens."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class _Term:
    """A term; for each word its base forms, and whether it has a capital that a draft must keep."""

    text: str
    words: tuple[tuple[frozenset[str], bool], ...]


class Terms:
    """Terms to look for in drafts.

    instead: by term, what is said instead of it; nothing for a name
    names: whether they are names, which count by any reading and at the head of a compound (*Hinta-Haukka-kortti*)
        but not with a possessive suffix, which speaks of the customer; else they are words, which count by the
        reading that context chose
    """

    def __init__(self, terms: Mapping[str, str] | Iterable[str], *, names: bool = False) -> None:
        self.instead = dict(terms) if isinstance(terms, Mapping) else dict.fromkeys(terms, "")
        self._names = names
        self._by_first: dict[str, list[_Term]] = {}
        for text in self.instead:
            words, _ = tokenize(text)
            term = _Term(text, tuple((_bases_of_term(word), word[:1].isupper()) for word in words))
            for base in term.words[0][0] if words else ():
                self._by_first.setdefault(base, []).append(term)

    def find(self, analysed: Analysed) -> Iterator[Place]:
        """Where terms stand, in order and apart; of those that start together the longest."""
        if not self._by_first:
            return
        bases = [frozenset(self._bases(analysed, index)) for index in range(len(analysed.doc))]
        yield from self._places([token.text for token in analysed.doc], bases)

    def holds(self, text: str) -> bool:
        """Whether a term stands in a text of words in their base forms."""
        words, _ = tokenize(text)
        return any(self._places(words, list(map(_bases_of_term, words))))

    def _places(self, words: Sequence[str], bases: Sequence[frozenset[str]]) -> Iterator[Place]:
        reached = 0
        for start, first in enumerate(bases):
            if start < reached:
                continue
            candidates = {term for base in first for term in self._by_first.get(base, ())}
            fitting = [term for term in candidates if _fits(term, start, words, bases)]
            if fitting:
                term = max(fitting, key=lambda term: (len(term.words), term.text))
                reached = start + len(term.words)
                yield Place(term.text, start, reached)

    def _bases(self, analysed: Analysed, index: int) -> Iterator[str]:
        """What a token may be a form of."""
        word, readings = analysed.doc[index].lower_, analysed.readings(index)
        yield word
        stem, _, ending = word.partition(":")
        if _AFTER_COLON.fullmatch(ending):
            yield stem
        if not readings:
            for length in range(1, min(_LONGEST_ENDING, len(word) - 1) + 1):
                if _ENDING.fullmatch(word[-length:]):
                    yield word[:-length]
        elif self._names:
            yield from (reading.lemma.lower() for reading in readings if _is_name(reading))
        else:
            yield analysed.reading(index).lemma.lower()
        if self._names:
            yield from (word[: hyphen.start()] for hyphen in re.finditer("-", word))


NO_TERMS = Terms(())


def let_stand(names: Terms, analysed: Analysed) -> Analysed:
    """A draft with the names in it as zones: in them, nothing is judged."""
    places = [analysed.text_span(place.start, place.end) for place in names.find(analysed)]
    if not places:
        return analysed
    own = (Skipped(start=start, end=end, reason="own-term") for start, end in places)
    return replace(analysed, zones=apart([*analysed.zones, *own]))


def _bases_of_term(word: str) -> frozenset[str]:
    readings = open_morphology().analyse(word)
    lemmas = (reading.lemma for reading in readings if _is_name(reading) and reading.get("Case") == "Nom")
    return frozenset(each.lower() for each in (word, *lemmas))


def _is_name(reading: Reading) -> bool:
    return reading.get("Case") is not None and reading.get("Person[psor]") is None


def _fits(term: _Term, start: int, words: Sequence[str], bases: Sequence[frozenset[str]]) -> bool:
    end = start + len(term.words)
    return end <= len(words) and all(
        not known.isdisjoint(base) and (not capital or word[0].isupper())
        for (known, capital), word, base in zip(term.words, words[start:end], bases[start:end], strict=True)
    )
