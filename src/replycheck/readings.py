"""Choose, for each token, the reading that fits its context.

The dictionary gives several readings for many words (*lähetä* is an imperative or what *en* governs, *tilaa*
a verb or »space»); a statistical model guesses one for each, and is weakest where address and commands are at
stake. Here the constraints of ``constraints`` look at the clause first; what they leave open is decided by
agreement with the model, and where there is no model by small preferences. docs/readings.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc

from replycheck.constraints import LINKED, concerning, heads_clause, without_i
from replycheck.features import format_feats, parse_feats
from replycheck.morphology import Reading
from replycheck.reading_context import (
    FINITE,
    IMPERATIVE,
    POSSESSED,
    SUFFIXED,
    Choice,
    ReadingContext,
    has,
    kinds_among,
    kinds_of,
    words,
)

__all__ = ["Choice", "choose"]

_POSTPOSITIONS = words(
    "vuoksi takia johdosta mukaan kanssa jälkeen puolesta kautta kohdalla perusteella osalta avulla kesken "
    "mukaisesti lisäksi sijaan aikana ajan yhteydessä suhteen"
)


# --- Agreement with the model, and the place ---

_SAME_POS = {"AUX": "VERB", "PROPN": "NOUN", "DET": "PRON"}
_WEIGHTS = {
    "VerbForm": 2.0,
    "Mood": 1.5,
    "Connegative": 1.0,
    "InfForm": 1.0,
    "PartForm": 1.0,
    "Person": 1.0,
    "Number": 1.0,
    "Case": 1.5,
    "Person[psor]": 1.0,
    "Voice": 0.5,
    "Tense": 0.5,
    "Polarity": 1.0,
    "PronType": 0.5,
}


@lru_cache(maxsize=16_384)
def _agreement(pos: str, feats: str, guessed_pos: str, guessed_feats: str) -> float:
    """Points for what a reading and the model's guess have in common."""
    ours, theirs = parse_feats(feats), parse_feats(guessed_feats)
    score = 3.0 if _SAME_POS.get(pos, pos) == _SAME_POS.get(guessed_pos, guessed_pos) else 0.0
    for feature, weight in _WEIGHTS.items():
        if feature in ours or feature in theirs:
            score += weight if ours.get(feature) == theirs.get(feature) else -weight
    return score


def _preference(reading: Reading) -> float:
    """Common before rare; decides where nothing else does."""
    present = _finite_present(reading)
    score = 0.3 if present and reading.get("Person") in ("1", "3") else 0.0
    if has(reading, InfForm="1"):
        score += 0.2  # kertoa is no multiplication table
    if has(reading, NumType="Card", Case="Nom"):
        score += 0.1  # kuusi is a number before it is a spruce
    if reading.pos == "PROPN":
        score -= 0.2  # varma is no surname
    if reading.get("Tense") == "Past" and reading.get("Person") == "2":
        score -= 0.4  # voit, annat are present before they are past
    if reading.get("PartForm") == "Agt" and not reading.get("Person[psor]"):
        score -= 0.3  # lähettämällä is an infinitive first
    if reading.pos == "INTJ" or (reading.get("Person[psor]") and reading.pos != "PRON"):
        score -= 0.1  # tilasi
    if reading.get("Style") == "Coll":
        score -= 3.0 if without_i(reading) else 0.1
    return score


def _finite_present(reading: Reading) -> bool:
    return kinds_of(reading) & FINITE > 0 and has(reading, Mood="Ind", Tense="Pres")


def _by_agreement(context: ReadingContext, i: int, readings: list[Reading]) -> tuple[Reading, float]:
    place = heads_clause(context, i) if kinds_among(readings) & IMPERATIVE else 0.0
    if not context.has_model and place < LINKED and any(r.pos in ("PRON", "ADJ", "ADV") for r in readings):
        place = min(place, -0.5)  # uusi, tuota, toista: the place alone does not tell
    guess = context.guess(i)
    scored = []
    for k, reading in enumerate(readings):
        score = _preference(reading)
        if context.has_model:
            score += _agreement(reading.pos, reading.feats, *guess)
        if place and kinds_of(reading) & IMPERATIVE:
            score += place
        scored.append((score, -k))
    scored.sort(reverse=True)
    best, position = scored[0]
    chosen = readings[-position]
    kind = _kind(chosen)
    rival = next((score for score, k in scored if _kind(readings[-k]) != kind), None)
    confidence = 0.95 if rival is None else min(0.9, 0.5 + 0.08 * (best - rival))
    return chosen, confidence


def _kind(reading: Reading) -> tuple[str | None, ...]:
    """What a rule would tell apart: not the tense of *voitte*, nor the lemma of *palvelusta*."""
    return _kind_of(reading.feats)


@lru_cache(maxsize=4096)
def _kind_of(feats: str) -> tuple[str | None, ...]:
    get = parse_feats(feats).get
    features = ("VerbForm", "Mood", "Connegative", "Polarity", "Person", "Person[psor]", "Number[psor]")
    finite = get("VerbForm") == "Fin" and get("Connegative") is None
    return (*(get(name) for name in features), get("Number") if finite else None)


# --- The choice ---


def choose(doc: Doc, readings: Sequence[tuple[Reading, ...]]) -> list[Choice]:
    """Choose one reading for each token of ``doc``.

    doc: with sentence starts; where the morphologizer has set ``pos`` and ``morph`` they are evidence, else
        the constraints decide alone
    readings: for each token what ``Morphology.analyse`` says of it
    Returns one choice a token, in order. Raises ValueError where the lengths differ.
    """
    if len(doc) != len(readings):
        raise ValueError(f"{len(doc)} tokens but {len(readings)} lists of readings")
    context = ReadingContext(doc, readings)
    for i, candidates in enumerate(readings):
        context.add(_choose_one(context, i, candidates))
    return context.chosen


def _choose_one(context: ReadingContext, i: int, candidates: Sequence[Reading]) -> Choice:
    if not candidates:
        return _unknown(context, i)
    some, readings = context.some[i], list(candidates)
    why, confidence = ("only reading", 0.99) if len(readings) == 1 else ("", 0.0)
    for constraint in concerning(some, len(readings) == 1):
        if constraint.concerns & ~some:
            continue  # an earlier one has dropped what this one is about
        verdict = constraint.decide(context, i, readings)
        if verdict is not None:
            readings, why, confidence = verdict
            if len(readings) == 1:
                break
            some = kinds_among(readings)
    suffixed = context.some[i] & POSSESSED
    if suffixed and context.titled(i) and all(r.get("Style") and kinds_of(r) & POSSESSED for r in readings):
        return _unknown(context, i)  # The Stone Roses
    reading = readings[0]
    if len(readings) > 1:
        reading, by_agreement = _by_agreement(context, i, readings)
        if not why or len({_kind(r) for r in readings}) > 1:
            why = "agreement with the model" if context.has_model else "common before rare"
            confidence = by_agreement
    if kinds_of(reading) & SUFFIXED and context.word(i + 1) in _POSTPOSITIONS:
        reading = _in_genitive(reading)
    return Choice(reading, why, confidence)


def _in_genitive(reading: Reading) -> Reading:
    """*tilauksenne vuoksi*: a genitive that the possessive suffix makes look like a nominative."""
    return replace(reading, feats=format_feats({**parse_feats(reading.feats), "Case": "Gen"}))


# Endings that tell even in a misspelt word: tlauksesi, laksustasi. After one syllable -stasi may as well be the
# past of a young verb: boostasi.
_SURE_SUFFIX = re.compile(
    r"(?:.{3,}(?=kse|lle)|.*[aeiouyäö]+[^aeiouyäö]+[aeiouyäö]+(?!kse|lle))(kse|lle|st[aä]|ss[aä]|ll[aä]|lt[aä])(si|nne)"
)
_SURE_CASES = {"kse": "Nom", "st": "Ela", "ss": "Ine", "ll": "Ade", "lt": "Abl", "lle": "All"}


def _misspelt_possessed(word: str) -> Reading | None:
    match = _SURE_SUFFIX.fullmatch(word)
    if match is None:
        return None
    ending, suffix = match.groups()
    feats = {"Case": _SURE_CASES[ending.rstrip("aä")], "Number": "Sing"}
    feats |= {"Number[psor]": "Sing" if suffix == "si" else "Plur", "Person[psor]": "2"}
    return Reading(word, "NOUN", format_feats(feats), source="model")


def _unknown(context: ReadingContext, i: int) -> Choice:
    word = context.words[i]
    if not any(map(str.isalnum, word)):
        return _mark(word)
    possessed = None if context.titled(i) else _misspelt_possessed(context.lower[i])
    if possessed is not None:
        return Choice(possessed, "unknown word: a suffix that is sure", 0.4)
    pos, feats = context.guess(i)
    if not word.isalpha() or not _looks_like(context.lower[i], feats):
        feats = ""
    pos = pos or ("NUM" if context.doc[i].like_num else "X")
    lemma = word if pos == "PROPN" else context.lower[i]
    return Choice(Reading(lemma, pos, feats, source="model"), "unknown word: the model's guess", 0.4)


@lru_cache(maxsize=1024)
def _mark(text: str) -> Choice:
    if text.isspace():
        return Choice(Reading(text, "SPACE", "", source="model"), "white space", 1.0)
    return Choice(Reading(text, "PUNCT", "", source="model"), "punctuation", 1.0)


def _looks_like(word: str, feats: str) -> bool:
    """Whether an unknown word has the ending of what the model takes it for."""
    guess = parse_feats(feats)
    if guess.get("Mood") == "Cnd":
        return "is" in word
    if guess.get("Person[psor]") != "2":
        return True
    # ghostasi: as likely the past of a young verb
    return word.endswith(("s", "si", "nne")) and not re.search("[^aeiouyäö][aä]si$", word)
