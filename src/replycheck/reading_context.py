"""A document as the constraints on readings see it: what kinds of readings each word has, and clause borders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc

from replycheck.features import parse_feats
from replycheck.morphology import Reading


class Choice(NamedTuple):
    """The reading chosen for a token.

    why: the constraint that decided, in a few words
    confidence: 0 to 1
    """

    reading: Reading
    why: str
    confidence: float


def words(text: str) -> frozenset[str]:
    """A closed class of words, given as a text with spaces."""
    return frozenset(text.split())


_CLOSING = frozenset('.!?…:;,()[]-–—−•*/|»«”“"')
SUBORDINATORS = words("että et jos kun ku koska vaikka jotta mikäli kunnes ellei")
_COORDINATORS = words("ja tai sekä vaan mutta mut eli joten vai eikä")
_LINKING = SUBORDINATORS | _COORDINATORS
_NEGATIONS = words("en et ei emme ette eivät älä älkää ettei etten ettet ettemme ettette")


# --- What kind of reading ---

# What constraints ask of a reading, a bit each, so that all readings of a word are asked at once.
(
    FINITE,  # but for connegatives
    CONNEGATIVE,
    NEGATION,  # en, et, älä …
    PAST_PARTICIPLE,  # in the nominative
    GOVERNED,  # by a negation: connegative or past participle
    IMPERATIVE,  # 2nd person singular
    SECOND_SINGULAR,  # but for imperatives
    SECOND_PLURAL,
    THIRD,
    PAST_THIRD,
    PLURAL_OR_PASSIVE,  # 3rd person plural, or passive
    FIRST,
    CONDITIONAL,
    NO_COMMAND,  # a finite form or connegative, and no imperative
    INFINITIVE,  # the first
    VERB_FORM,
    NOMINAL,
    NOMINATIVE,
    GENITIVE,
    OTHER_CASE,
    SUFFIXED,  # a possessive suffix under which the nominative and genitive are alike
    POSSESSED,  # by the reader: -si, -nne
    PERSONAL,  # minä, sinä …
    YOU,
    NAME,
) = (1 << _bit for _bit in range(25))


@lru_cache(maxsize=4096)
def _kinds(pos: str, features: str) -> int:
    feats = parse_feats(features)
    get = feats.get
    verb = get("VerbForm") == "Fin"
    finite = verb and "Connegative" not in feats
    imperative = finite and get("Mood") == "Imp"
    third = finite and get("Person") == "3"
    second = finite and get("Person") == "2"
    singular = get("Number") == "Sing"
    nominative = get("Case") == "Nom"
    past_participle = get("PartForm") == "Past" and nominative
    personal = get("PronType") == "Prs"
    facts = {
        FINITE: finite,
        CONNEGATIVE: "Connegative" in feats,
        NEGATION: get("Polarity") == "Neg",
        PAST_PARTICIPLE: past_participle,
        GOVERNED: past_participle or "Connegative" in feats,
        IMPERATIVE: imperative and second and singular and get("Polarity") is None,
        SECOND_SINGULAR: second and singular and not imperative,
        SECOND_PLURAL: second and get("Number") == "Plur",
        THIRD: third,
        PAST_THIRD: third and get("Tense") == "Past",
        PLURAL_OR_PASSIVE: (third and get("Number") == "Plur") or (finite and get("Voice") == "Pass"),
        FIRST: get("Person") == "1",
        CONDITIONAL: get("Mood") == "Cnd",
        NO_COMMAND: verb and get("Mood") != "Imp",
        INFINITIVE: get("InfForm") == "1",
        VERB_FORM: "VerbForm" in feats,
        NOMINAL: "Case" in feats and "InfForm" not in feats,
        NOMINATIVE: nominative,
        GENITIVE: get("Case") == "Gen",
        OTHER_CASE: "Case" in feats and not nominative,
        SUFFIXED: "Person[psor]" in feats and nominative and singular,
        POSSESSED: get("Person[psor]") == "2",
        PERSONAL: personal,
        YOU: personal and get("Person") == "2",
        NAME: pos == "PROPN",
    }
    return sum(kind for kind, holds in facts.items() if holds)


def kinds_of(reading: Reading) -> int:
    """The kinds that a reading is of."""
    return _kinds(reading.pos, reading.feats)


def kinds_among(readings: Iterable[Reading]) -> int:
    """The kinds that at least one of the readings is of."""
    some = 0
    for reading in readings:
        some |= _kinds(reading.pos, reading.feats)
    return some


def has(reading: Reading, **wanted: str) -> bool:
    """Whether a reading has all the features."""
    feats = parse_feats(reading.feats)
    return all(feats.get(name) == value for name, value in wanted.items())


# How far a clause is looked through: text without punctuation must not take quadratic time.
_WINDOW = 30


class ReadingContext:
    """A document as the constraints see it: readings, what is chosen so far, and clause borders.

    lower: the words in lower case
    some, every: the kinds of which one, or all, of a word's readings are
    chosen, chosen_kinds: the choices so far, left to right
    """

    def __init__(self, doc: Doc, readings: Sequence[tuple[Reading, ...]]) -> None:
        self.doc = doc
        self.readings = readings
        self.chosen: list[Choice] = []
        self.chosen_kinds: list[int] = []
        self.words: list[str] = []
        sentence_starts: list[bool | None] = []
        for token in doc:
            self.words.append(token.text)
            sentence_starts.append(token.is_sent_start)
        self.lower = [word.lower() for word in self.words]
        self.some: list[int] = []
        self.every: list[int] = []
        for candidates in readings:
            some, every = 0, -1 if candidates else 0
            for reading in candidates:
                kinds = _kinds(reading.pos, reading.feats)
                some |= kinds
                every &= kinds
            self.some.append(some)
            self.every.append(every)
        self.has_model = doc.has_annotation("MORPH") and any(str(token.morph) for token in doc)
        self._set_borders(sentence_starts)

    def _set_borders(self, sentence_starts: list[bool | None]) -> None:
        """Find for each token where its sentence and clause start and where its clause ends."""
        self.sentence_start: list[int] = []
        self.clause_start: list[int] = []
        sentence = clause = 0
        after_closing = after_break = False
        for i, (starts, word) in enumerate(zip(sentence_starts, self.lower, strict=True)):
            if after_break or starts:
                sentence = clause = i
            elif after_closing or (word in _LINKING and (word != "vaan" or self._contrasts(sentence, i))):
                clause = i
            self.sentence_start.append(sentence)
            self.clause_start.append(clause)
            after_closing = word in _CLOSING
            after_break = "\n" in word
        end = len(self.lower)
        self.clause_end = [end] * end
        for i in range(end - 1, -1, -1):
            self.clause_end[i] = end
            if self.clause_start[i] == i or self.lower[i] in _CLOSING:
                end = i

    def _contrasts(self, start: int, i: int) -> bool:
        """Whether *vaan* is »but«, after a negation: elsewhere it is spoken *vain*."""
        return self.lower[i - 1] == "," or any(word in _NEGATIONS for word in self.lower[start:i])

    def add(self, choice: Choice) -> None:
        """Take the choice for the next token."""
        self.chosen.append(choice)
        self.chosen_kinds.append(kinds_of(choice.reading))

    def clause_before(self, i: int) -> range:
        """Positions of the clause left of ``i``, nearest last."""
        return range(max(self.clause_start[i], i - _WINDOW), i)

    def sentence_before(self, i: int) -> range:
        """Positions of the sentence left of ``i``."""
        return range(max(self.sentence_start[i], i - _WINDOW), i)

    def clause_after(self, i: int) -> range:
        """Positions of the clause right of ``i``."""
        return range(i + 1, min(self.clause_end[i], i + _WINDOW))

    def closes(self, i: int) -> bool:
        """Whether the token at ``i`` is a mark that closes a clause."""
        return self.lower[i] in _CLOSING

    def word(self, i: int) -> str:
        """The word at ``i`` in lower case; outside the document nothing."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def some_at(self, i: int) -> int:
        """The kinds of which some reading at ``i`` is; outside the document none."""
        return self.some[i] if 0 <= i < len(self.some) else 0

    def readings_at(self, i: int) -> tuple[Reading, ...]:
        """All readings at ``i``; outside the document none."""
        return self.readings[i] if 0 <= i < len(self.readings) else ()

    def reading(self, i: int) -> Reading:
        """What is chosen for a word further left."""
        return self.chosen[i].reading

    def guess(self, i: int) -> tuple[str, str]:
        """Part of speech and features as the model has them; empty where there is no model."""
        token = self.doc[i]
        return (token.pos_, str(token.morph)) if self.has_model else ("", "")

    def opens_sentence(self, i: int) -> bool:
        """Whether only quotes, bullets, numbers and the like stand before ``i`` in its sentence."""
        return not any(self.words[j].isalpha() for j in self.sentence_before(i))

    def titled(self, i: int) -> bool:
        """Whether a word inside a sentence has a capital."""
        return self.words[i][:1].isupper() and not self.opens_sentence(i)

    def verb_follows(self, i: int) -> bool:
        """Whether the clause goes on with a word that can be nothing but a finite verb: *on, löytyy*."""
        return any(self.every[j] & NO_COMMAND for j in self.clause_after(i))
