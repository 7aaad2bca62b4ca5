"""Wordings → places: token patterns tried around the words that anchor them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Token

from replycheck.analysis import Analysed
from replycheck.patterns import STEM, Pattern, TokenTest

TokenRange = tuple[int, int]
Key = tuple[str, str]


class Word(NamedTuple):
    """What token tests look at."""

    token: Token
    lower: str
    lemma: str
    pos: str
    feats: frozenset[str]
    is_word: bool


class Words:
    """The tokens of a draft, and where each word, lemma and feature stands."""

    def __init__(self, analysed: Analysed) -> None:
        self.analysed = analysed
        self.all: list[Word] = []
        self.places: dict[Key, list[int]] = defaultdict(list)
        for index, token in enumerate(analysed.doc):
            reading = analysed.reading(index)
            is_word = reading.pos not in ("PUNCT", "SPACE") and not token.is_punct
            word = Word(token, token.lower_, reading.lemma, reading.pos, _split(reading.feats), is_word)
            self.all.append(word)
            self.places["LOWER", word.lower].append(index)
            self.places["LEMMA", word.lemma].append(index)
            self.places["START", word.lower[:STEM]].append(index)
            self.places["POS", word.pos].append(index)
            for feat in word.feats:
                self.places["MORPH", feat].append(index)
        self.keys = frozenset(self.places)


@dataclass(frozen=True)
class Found:
    """A place where a wording matched, in tokens."""

    start: int
    end: int
    captures: Mapping[str, TokenRange]


class _Anchored(NamedTuple):
    """A pattern, what its anchor and its first token are found by, and how far apart these two can be."""

    pattern: Pattern
    anchors: frozenset[Key]
    firsts: frozenset[Key]
    nearest: int
    farthest: int


class WordingMatcher:
    """One wording: its patterns, tried only around their anchors."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._free: list[Pattern] = []
        self._anchored: list[_Anchored] = []
        for pattern in patterns:
            if pattern.anchor is None:
                self._free.append(pattern)
                continue
            before = pattern.tests[: pattern.anchor]
            self._anchored.append(
                _Anchored(
                    pattern,
                    pattern.tests[pattern.anchor].anchors,
                    pattern.tests[0].anchors,
                    sum(test.least for test in before),
                    # One more for a line break in between.
                    sum(test.most for test in before) + bool(before),
                )
            )
        keys = frozenset(key for each in self._anchored for key in each.anchors)
        # A draft without any of these has no match; empty where that cannot be said.
        self.anchors: frozenset[Key] = frozenset() if self._free else keys

    def find(self, words: Words) -> list[Found]:
        """All places, each inside one sentence, none overlapping another: the earliest, then the longest."""
        if self.anchors and self.anchors.isdisjoint(words.keys):
            return []
        found = [place for pattern, starts in self._tries(words) for place in _at(pattern, starts, words)]
        found.sort(key=lambda place: (place.start, -place.end))
        kept: list[Found] = []
        for place in found:
            if not kept or place.start >= kept[-1].end:
                kept.append(place)
        return kept

    def _tries(self, words: Words) -> Iterator[tuple[Pattern, Iterable[int]]]:
        for pattern in self._free:
            yield pattern, range(len(words.all))
        for pattern, anchors, firsts, nearest, farthest in self._anchored:
            if anchors.isdisjoint(words.keys) or (firsts and firsts.isdisjoint(words.keys)):
                continue
            places = {place for key in anchors & words.keys for place in words.places[key]}
            if farthest == 0:
                yield pattern, places
                continue
            reach = [range(max(0, place - farthest), place - nearest + 1) for place in places]
            if firsts:
                begins = {place for key in firsts & words.keys for place in words.places[key]}
                yield pattern, {start for start in begins if any(start in starts for starts in reach)}
            else:
                yield pattern, {start for starts in reach for start in starts}


def _at(pattern: Pattern, starts: Iterable[int], words: Words) -> Iterator[Found]:
    analysed = words.analysed
    for start in starts:
        if not _passes(pattern.tests[0], words.all[start]) and pattern.tests[0].least:
            continue
        if pattern.at_clause_start and not analysed.starts_clause(start):
            continue
        spans = _spans(pattern.tests, 0, words.all, start, analysed.sentence_at(start)[1])
        if spans is not None and any(begin < end for begin, end in spans):
            captures = {
                name: spans[position]
                for position, name in pattern.captures.items()
                if spans[position][0] < spans[position][1]
            }
            yield Found(start, max(end for _, end in spans), captures)


def _spans(
    tests: Sequence[TokenTest], position: int, words: Sequence[Word], start: int, end: int
) -> list[TokenRange] | None:
    """The tokens that each test takes from ``start`` on, as many as it can; None where they do not fit.

    A line break inside a sentence stands in nobody's way.
    """
    if position == len(tests):
        return []
    test = tests[position]
    place = begin = start
    stops = [start]
    while len(stops) <= test.most:
        while place < end and words[place].pos == "SPACE":
            place += 1
        if place == end or not _passes(test, words[place]):
            break
        if len(stops) == 1:
            begin = place
        place += 1
        stops.append(place)
    for taken in range(len(stops) - 1, test.least - 1, -1):
        rest = _spans(tests, position + 1, words, stops[taken], end)
        if rest is not None:
            return [(begin, stops[taken]) if taken else (start, start), *rest]
    return None


def _passes(test: TokenTest, word: Word) -> bool:
    if test.any_word:
        return word.is_word
    if (test.words or test.lemmas or test.starts) and not (
        word.lower in test.words
        or word.lemma in test.lemmas
        or (test.starts and word.lower.startswith(test.starts))
    ):
        return False
    return (
        (not test.pos or word.pos in test.pos)
        and word.pos not in test.not_pos
        and test.feats <= word.feats
        and (not test.any_feats or not test.any_feats.isdisjoint(word.feats))
        and word.lower not in test.not_words
        and (not test.texts or word.token.text in test.texts)
        and (test.regex is None or test.regex.search(word.lower) is not None)
        and (not test.flags or all(getattr(word.token, flag.lower()) == value for flag, value in test.flags))
    )


@lru_cache(maxsize=4096)
def _split(feats: str) -> frozenset[str]:
    # A feature with two values (Clitic=Han,Ko) has each of them, as in spaCy.
    pairs = (feat.partition("=") for feat in feats.split("|") if feat)
    return frozenset(f"{name}={value}" for name, _, values in pairs for value in values.split(","))
