"""Wordings → places: token patterns tried around the words that anchor them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from spacy.lang.lex_attrs import is_punct

from replycheck.analysis import Analysed
from replycheck.morphology import CACHE_WORDS, Reading
from replycheck.patterns import FLAGS, STEM, Pattern, TokenTest

TokenRange = tuple[int, int]
Key = tuple[str, str]


class Word(NamedTuple):
    """What token tests look at; ``keys`` is what the word can be found by."""

    text: str
    lower: str
    lemma: str
    pos: str
    feats: frozenset[str]
    is_word: bool
    keys: tuple[Key, ...]


class Words:
    """The tokens of a draft, and where each word, lemma and feature stands."""

    def __init__(self, analysed: Analysed) -> None:
        self.analysed = analysed
        self.all = [_word(token.text, analysed.reading(index)) for index, token in enumerate(analysed.doc)]
        self.places: dict[Key, list[int]] = defaultdict(list)
        for index, word in enumerate(self.all):
            for key in word.keys:
                self.places[key].append(index)
        self.keys = frozenset(self.places)


@lru_cache(maxsize=CACHE_WORDS)
def _word(text: str, reading: Reading) -> Word:
    lower, feats = text.lower(), _split(reading.feats)
    keys = [
        ("LOWER", lower),
        ("LEMMA", reading.lemma),
        ("START", lower[:STEM]),
        ("POS", reading.pos),
        *(("MORPH", feat) for feat in feats),
    ]
    is_word = reading.pos not in ("PUNCT", "SPACE") and not is_punct(text)
    return Word(text, lower, reading.lemma, reading.pos, feats, is_word, tuple(keys))


@dataclass(frozen=True)
class Found:
    """A place where a wording matched, in tokens."""

    start: int
    end: int
    captures: Mapping[str, TokenRange]


class _Anchored(NamedTuple):
    """A pattern, what its tokens are found by, and how far from the first one its anchor can be.

    needs: of each of these the draft holds a key too, or the pattern is nowhere in it
    firsts: what the first token is found by; empty where that cannot be said
    """

    pattern: Pattern
    needs: tuple[frozenset[Key], ...]
    firsts: frozenset[Key]
    nearest: int
    farthest: int


class WordingMatcher:
    """One wording: its patterns, tried only around their anchors."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._free: list[Pattern] = []
        self._anchored: list[_Anchored] = []
        self._by_anchor: dict[Key, list[int]] = defaultdict(list)
        for pattern in patterns:
            if pattern.anchor is None:
                self._free.append(pattern)
                continue
            before = pattern.tests[: pattern.anchor]
            for key in pattern.tests[pattern.anchor].anchors:
                self._by_anchor[key].append(len(self._anchored))
            self._anchored.append(
                _Anchored(
                    pattern,
                    _needs(pattern),
                    pattern.tests[0].anchors,
                    sum(test.least for test in before),
                    # One more for a line break in between.
                    sum(test.most for test in before) + bool(before),
                )
            )
        self._keys = frozenset(self._by_anchor)
        # A draft without any of these has no match; empty where that cannot be said.
        self.anchors: frozenset[Key] = frozenset() if self._free else self._keys

    def find(self, words: Words) -> list[Found]:
        """All places, each inside one sentence, none overlapping another: the earliest, then the longest."""
        anchored = self._anchored_in(words)
        if not anchored and not self._free:
            return []
        tries = self._tries(anchored, words)
        found = [place for pattern, starts in tries for place in _at(pattern, starts, words)]
        found.sort(key=lambda place: (place.start, -place.end))
        kept: list[Found] = []
        for place in found:
            if not kept or place.start >= kept[-1].end:
                kept.append(place)
        return kept

    def _anchored_in(self, words: Words) -> dict[int, set[int]]:
        """The patterns that may stand in the draft, by number, and where their anchors do."""
        places: dict[int, set[int]] = {}
        for key in self._keys & words.keys:
            for number in self._by_anchor[key]:
                if number in places:
                    places[number].update(words.places[key])
                    continue
                for need in self._anchored[number].needs:
                    if need.isdisjoint(words.keys):
                        break
                else:
                    places[number] = set(words.places[key])
        return places

    def _tries(
        self, anchored: Mapping[int, set[int]], words: Words
    ) -> Iterator[tuple[Pattern, Iterable[int]]]:
        """Those patterns, and where each may start."""
        for pattern in self._free:
            yield pattern, range(len(words.all))
        for number in sorted(anchored):
            pattern, _, firsts, nearest, farthest = self._anchored[number]
            places = anchored[number]
            if farthest == 0:
                yield pattern, places
                continue
            reach = (range(max(0, place - farthest), place - nearest + 1) for place in places)
            starts = {start for each in reach for start in each}
            if firsts:
                starts &= {place for key in firsts & words.keys for place in words.places[key]}
            yield pattern, starts


def _needs(pattern: Pattern) -> tuple[frozenset[Key], ...]:
    others = [test for index, test in enumerate(pattern.tests) if test.anchors and index != pattern.anchor]
    return tuple(test.anchors for test in sorted(others, key=lambda test: test.commonness))


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
        and (not test.texts or word.text in test.texts)
        and (test.regex is None or test.regex.search(word.lower) is not None)
        and (not test.flags or all(FLAGS[flag](word.text) == value for flag, value in test.flags))
    )


@lru_cache(maxsize=4096)
def _split(feats: str) -> frozenset[str]:
    # A feature with two values (Clitic=Han,Ko) has each of them, as in spaCy.
    pairs = (feat.partition("=") for feat in feats.split("|") if feat)
    return frozenset(f"{name}={value}" for name, _, values in pairs for value in values.split(","))
