"""The named constraints that choose among the readings of a word by its clause, in the order of this file.

Each keeps the readings that fit, and says nothing where the context leaves doubt. To add one, write a function
under ``@_constraint`` with the kinds of readings that it is about; it has its place where it stands.

Sources: VISK § 95 (possessive suffixes), § 934 (object), § 1591 (imperative), § 1661–1662 (questions as
requests). The order and the word lists are this project's own, tuned on the development sets of UD Finnish.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from replycheck.features import parse_feats
from replycheck.morphology import Reading
from replycheck.reading_context import (
    CONDITIONAL,
    CONNEGATIVE,
    FINITE,
    FIRST,
    GENITIVE,
    GOVERNED,
    IMPERATIVE,
    INFINITIVE,
    NAME,
    NEGATION,
    NO_COMMAND,
    NOMINAL,
    NOMINATIVE,
    OTHER_CASE,
    PAST_PARTICIPLE,
    PAST_THIRD,
    PERSONAL,
    PLURAL_OR_PASSIVE,
    POSSESSED,
    SECOND_PLURAL,
    SECOND_SINGULAR,
    SUBORDINATORS,
    SUFFIXED,
    THIRD,
    VERB_FORM,
    YOU,
    ReadingContext,
    has,
    kinds_among,
    kinds_of,
    words,
)


class Verdict(NamedTuple):
    """What a constraint says of a token: the readings that fit, and how far to trust it."""

    readings: list[Reading]
    why: str
    confidence: float


# --- Closed classes ---

_QUOTES = frozenset("\"”“»«'’‘")
_QUESTION_WORDS = words(
    "mitä mikä miten milloin missä mihin mistä miksi kuinka koska kuka ketä minkä mitkä kenelle"
)
_RELATIVE = words(
    "joka jota jonka jossa josta johon jolla jolta jolle jotka joita joiden joissa joista joihin mikä"
)
# What may stand before an imperative without being its subject.
_BEFORE_IMPERATIVE = words(
    "niin ni ensin sitten sit nyt vain vaa siis lopuksi tarvittaessa muuten siis no noh hei moi kiitos ok "
    "okei ensiksi aluksi seuraavaksi tämän jälkeen sen ystävällisesti ja tai sekä mutta mut vaan eli "
    "joten toki ihan rohkeasti mielellään samalla heti huom huomio vinkki please plz"
)
# After *sinä*, in the essive, these make »that day»; others make *sinä asiakkaana*.
_TIMES = tuple(
    "aika hetki päivä ilta aamu yö viikko viikonloppu kuukausi vuosi kesä syksy talvi kevät kausi kerta tunti "
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai ajankohta pyhä joulu juhannus "
    "pääsiäinen".split()
)
# Nouns whose partitive is also a verb, and as common as the verb.
_COMMON_AS_OBJECTS = words("tila kuva lisä seura vara")
_BANS = frozenset({"älä", "älkää"})  # nothing is called so: a full stop is missing before it
_LABEL_NOUNS = tuple("sivu kohta kohda painike painikke valikko valiko nappi napi toimin".split())
_LABEL_VERBS = words("paina valitse klikkaa napauta napsauta näpäytä painakaa valitkaa")
_LABEL_TAILS = tuple("-sivu -painik -osio -nappi -napi -kohta -kohda -valik -toimin -linkki".split())
_SUBORDINATING = SUBORDINATORS | _RELATIVE
_JOINING = words("ja tai sekä")
_JOINING_CLAUSES = _JOINING | {"vaan", "eikä"}
_YOU = words("sinä sä sää sie")
_NO_NOUNS = words("PRON ADJ NUM ADV")
_GREETINGS = words("hei moi moikka hyvä terve terveisin terv yst terkuin t")
# Verbs without a command in customer service, and verbs that only look like one behind a common word.
_NEVER_COMMANDED = words(
    "voida saada osata siittää niittää juuria suomia edeltää haluta tarvita täytyä pitäytyä maksella"
)
_CALLS = words("kuule kuules kato katos kuulkaa")
# Words of amount, with a partitive after them.
_GOVERN_PARTITIVE = words("paljon vähän enemmän vähemmän hieman lisää tarpeeksi monta")


# --- What a constraint is ---


Decide = Callable[[ReadingContext, int, list[Reading]], Verdict | None]
"""A constraint's function: the context, the place of the word, the readings that are left."""


class Constraint(NamedTuple):
    """A step of the choice.

    concerns: kinds of readings; the step is taken for words that have readings of each of them
    adds: whether it may bring in a reading that the dictionary lacks, so that words with a single reading
        come to it as well
    """

    decide: Decide
    concerns: int
    adds: bool

    @property
    def name(self) -> str:
        """The name of its function."""
        return self.decide.__name__


CONSTRAINTS: list[Constraint] = []
"""In the order in which they are asked, which is that of this file."""


def _constraint(concerns: int, *, adds: bool = False) -> Callable[[Decide], Constraint]:
    """Put a function into ``CONSTRAINTS``."""

    def register(decide: Decide) -> Constraint:
        CONSTRAINTS.append(Constraint(decide, concerns, adds))
        return CONSTRAINTS[-1]

    return register


@lru_cache(maxsize=4096)
def concerning(some: int, single: bool) -> tuple[Constraint, ...]:
    """The constraints for a word with readings of the kinds ``some``; ``single``: it has one reading."""
    return tuple(each for each in CONSTRAINTS if not each.concerns & ~some and (each.adds or not single))


def _keep(readings: list[Reading], kind: int, why: str, confidence: float) -> Verdict | None:
    """Keep the readings of a kind, or of one of several."""
    return _keep_where(readings, lambda reading: bool(kinds_of(reading) & kind), why, confidence)


def _drop(readings: list[Reading], kind: int, why: str, confidence: float) -> Verdict | None:
    """Drop the readings of a kind, or of any of several."""
    return _keep_where(readings, lambda reading: not kinds_of(reading) & kind, why, confidence)


def _keep_where(
    readings: list[Reading], wanted: Callable[[Reading], bool], why: str, confidence: float
) -> Verdict | None:
    kept = [reading for reading in readings if wanted(reading)]
    if not kept or len(kept) == len(readings):
        return None
    return Verdict(kept, why, confidence)


# --- The constraints, in order ---


@_constraint(IMPERATIVE)
def never_commanded(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """Nobody orders *saa, voi, osaa*, nor *siitä, niitä*, which are pronouns; *Voi hyvin!* is a wish."""
    if context.lower[i] == "voi" and context.word(i + 1) in ("hyvin", "paremmin", "mainiosti"):
        return _keep(readings, IMPERATIVE, "a wish", 0.8)
    return _keep_where(
        readings,
        lambda reading: not (kinds_of(reading) & IMPERATIVE and reading.lemma in _NEVER_COMMANDED),
        "not a verb of commands",
        0.9,
    )


@_constraint(FINITE, adds=True)
def interjection(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*kuule*, *kato* set off from the clause call for attention, and command nothing."""
    if context.lower[i] not in _CALLS:
        return None
    lemma = next((reading.lemma for reading in readings if reading.get("Mood") == "Imp"), None)
    last = i + 1 == len(context.lower) or context.closes(i + 1)
    if lemma is not None and (last or context.words[i + 1][:1].isupper()):
        return Verdict([Reading(lemma, "INTJ", "", source="added")], "a call for attention", 0.7)
    return None


@_constraint(FINITE, adds=True)
def label(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """A capitalised verb inside a sentence, or one alone in quotes, is the name of a button or page."""
    word, before, after = context.words[i], context.word(i - 1), context.word(i + 1)
    quoted = before in _QUOTES and after in _QUOTES
    capital = context.titled(i) and not context.closes(i - 1) and not word.isupper()
    capital = capital and context.lower[i] not in _BANS
    named = word[:1].isupper() and (before.startswith(_LABEL_NOUNS) or before in _LABEL_VERBS)
    headed = re.match(r"-[^\W\d_]", context.word(i + 2)) and context.titled(i) and context.titled(i + 1)
    if quoted or named or headed or after.startswith(_LABEL_TAILS) or (capital and before in _LABEL_VERBS):
        return Verdict([Reading(word, "PROPN", "", source="added")], "label of a button or page", 0.9)
    if capital:
        names = [reading for reading in readings if reading.pos == "PROPN"]
        return Verdict(
            names or [Reading(word, "PROPN", "", source="added")], "capital inside a sentence: a name", 0.8
        )
    return None


@_constraint(NAME)
def name(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*Anna, Satu, Toivo* are names after a greeting, before another name, and inside a sentence."""
    if not context.words[i][:1].isupper():
        return None
    if _lets_do(context, i):
        return _keep(readings, IMPERATIVE, "anna with a genitive and infinitive", 0.85)
    if _surname_follows(context, i) or _another_name_joined(context, i) or _names_verb_follows(context, i):
        return _keep(readings, NAME, "a name", 0.9)
    if context.word(i - 1) in _GREETINGS or context.titled(i):
        return _keep(readings, NAME, "a name", 0.9)
    return None


def _surname_follows(context: ReadingContext, i: int) -> bool:
    after = i + 1
    if after == len(context.lower) or context.sentence_start[after] != context.sentence_start[i]:
        return False
    surname = context.words[after]
    known = context.some[after]
    return surname[:1].isupper() and not surname.isupper() and (not known or bool(known & NAME))


def _lets_do(context: ReadingContext, i: int) -> bool:
    """*Anna Helmin hoitaa asia*: let her do it."""
    return (
        context.lower[i] == "anna"
        and any(r.get("Case") == "Gen" for r in context.readings_at(i + 1))
        and context.some_at(i + 2) & INFINITIVE > 0
    )


def _another_name_joined(context: ReadingContext, i: int) -> bool:
    """*Anna ja Mikko*."""
    other = i + 2
    if context.word(i + 1) not in ("ja", "sekä") or other >= len(context.words):
        return False
    known = context.some[other]
    return context.words[other][:1].isupper() and (not known or known & NAME > 0)


def _names_verb_follows(context: ReadingContext, i: int) -> bool:
    """*Anna palaa asiaan*; also *Anna asiakaspalvelusta soittaa*."""
    if context.some_at(i + 1) & THIRD:
        if any(r.get("Case") in ("Nom", "Gen") for r in context.readings[i + 1]):
            return False
        return context.guess(i + 1)[0] in ("VERB", "AUX", "")
    whence = any(r.pos == "NOUN" and r.get("Case") in ("Ela", "Abl") for r in context.readings_at(i + 1))
    verb = context.some_at(i + 2)
    return whence and verb & THIRD > 0 and not verb & (NOMINAL | IMPERATIVE)


@_constraint(NEGATION)
def et_that_or_not(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*et* is »you do not» where a connegative or past participle follows, else spoken *että*."""
    if context.lower[i] != "et":
        return None
    if _asks_or_tells(context, i - 1) and not _you_beside(context, i):
        return _keep_where(readings, lambda r: r.pos == "SCONJ", "et right after a verb: spoken että", 0.85)
    negated = context.opens_sentence(i) or _you_beside(context, i)
    for j in context.clause_after(i):
        candidates = [r for r in context.readings[j] if kinds_of(r) & (FINITE | GOVERNED)]
        governed = [r for r in candidates if kinds_of(r) & GOVERNED]
        if not candidates:
            if context.lower[j] not in _YOU and any(
                r.get("PronType") in ("Prs", "Dem") and r.get("Case") == "Nom" for r in context.readings[j]
            ):
                negated = False
                break
            continue
        sure = (
            len(governed) == len(candidates)
            or _you_beside(context, i)
            or "Connegative" in parse_feats(context.guess(j)[1])
        )
        negated = bool(governed) and (context.guess(i)[0] != "SCONJ" or sure)
        break
    if negated:
        return _keep(readings, NEGATION, "et: negation or spoken että", 0.9)
    return _keep_where(readings, lambda r: r.pos == "SCONJ", "et: negation or spoken että", 0.9)


def _asks_or_tells(context: ReadingContext, i: int) -> bool:
    """Whether a verb stands at ``i`` that *et* may hang on; *jos tilaat et maksa* has two clauses."""
    if i < 0 or not context.chosen_kinds[i] & (FINITE | CONNEGATIVE):
        return False
    return not context.chosen_kinds[i] & SECOND_SINGULAR or "Ko" in (context.reading(i).get("Clitic") or "")


def _you_beside(context: ReadingContext, i: int) -> bool:
    return context.word(i - 1) in _YOU or context.word(i + 1) in _YOU


@_constraint(GOVERNED, adds=True)
def after_negation(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """The first verb after *en, et, ei …* in the clause is its connegative or participle; no other one is."""
    governor = _open_negation(context, i)
    if governor is None:
        negated = any(context.chosen_kinds[j] & NEGATION for j in context.sentence_before(i))
        if negated and heads_clause(context, i) < 0:
            return None  # Ei se, mitä näkyy, ole …
        return _drop(readings, CONNEGATIVE, "no negation before it", 0.9)
    if context.reading(governor).get("Mood") == "Imp":
        forbidden = [
            replace(reading, feats=_FORBIDDEN_FEATS.get(reading.feats, reading.feats))
            for reading in readings
            if kinds_of(reading) & CONNEGATIVE
        ]
        return Verdict(forbidden, "under älä, älkää", 0.97) if forbidden else None
    kept = _keep(readings, CONNEGATIVE, "under a negation", 0.95)
    return kept or _keep(readings, PAST_PARTICIPLE, "under a negation", 0.9)


_CONNEGATIVE_FEATS = "Connegative=Yes|Mood=Ind|Tense=Pres|VerbForm=Fin"
_FORBIDDEN_FEATS = {_CONNEGATIVE_FEATS: "Connegative=Yes|Mood=Imp|VerbForm=Fin"}


def _open_negation(context: ReadingContext, i: int) -> int | None:
    """Find the negation verb whose main verb has not come yet."""
    start = context.sentence_start[i]
    for j in range(i - 1, max(start, i - 10) - 1, -1):
        kinds, word = context.chosen_kinds[j], context.lower[j]
        if kinds & NEGATION:
            return j
        if kinds & (CONNEGATIVE | FINITE) or word in ".!?:;":
            return None
        if kinds & PAST_PARTICIPLE and context.reading(j).get("Voice") == "Act":
            return None
        if word in SUBORDINATORS or word in ("ja", "mutta", "mut"):
            return None
        if word == "," and not _appositive(context, j, i):
            return None
    return None


def _appositive(context: ReadingContext, comma: int, i: int) -> bool:
    """Whether another comma closes what the first opened: *ettei, kuten sanoin, lähetä*."""
    return any(context.lower[j] == "," for j in range(comma + 1, i))


@_constraint(SECOND_PLURAL)
def plural_address(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """2nd person plural forms are hardly ever anything else (*olkaa* is no shoulder here)."""
    if kinds_among(readings) & INFINITIVE:
        return None  # purkaa is to undo something before it is an order to bite
    return _keep(readings, SECOND_PLURAL, "2nd person plural form", 0.97)


@_constraint(CONDITIONAL)
def conditional(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """A conditional is hardly ever anything else: *luulisin* is no father-in-law, *jäisin* no superlative."""
    if any(has(reading, Mood="Ind") or kinds_of(reading) & POSSESSED for reading in readings):
        return None  # ilmaisi is also ilmaista in the past, viestisi also a possessed noun
    if context.lower[i] == "takaisin":
        return _drop(readings, CONDITIONAL, "an adverb", 0.95)
    if any(reading.pos == "ADV" for reading in readings):
        return None  # peräisin, toisin
    return _keep(readings, CONDITIONAL, "conditional form", 0.97)


@_constraint(YOU, adds=True)
def address_pronoun(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*teillä, teitä* are »you» unless a modifier makes roads of them; *sinä päivänä* is »that day»."""
    if context.lower[i].startswith("sinä"):
        after = context.readings_at(i + 1)
        if any(r.get("Case") == "Ess" and r.lemma.endswith(_TIMES) for r in after):
            that = Reading("se", "PRON", "Case=Ess|Number=Sing|PronType=Dem", source="added")
            return Verdict([that], "sinä before an essive: that", 0.95)
        return _keep(readings, PERSONAL, "pronoun of address", 0.97)
    beside = context.some_at(i - 1) | context.some_at(i + 1)
    if context.lower[i] == "sää" and not beside & SECOND_SINGULAR:
        return _keep_where(readings, lambda r: r.pos == "NOUN", "sää without its verb: the weather", 0.8)
    before = context.reading(i - 1) if i else None
    if (
        before is not None
        and before.pos in ("ADJ", "PRON", "NUM", "VERB")
        and before.lemma not in ("kaikki", "molempi", "itse", "me")
        and before.get("Number") == "Plur"
        and before.get("Case") is not None
        and any(r.pos == "NOUN" and r.get("Case") == before.get("Case") for r in readings)
    ):
        return _keep_where(readings, lambda r: r.pos == "NOUN", "modifier in the same case", 0.85)
    return _keep(readings, PERSONAL, "pronoun of address", 0.95)


@_constraint(POSSESSED)
def possessor(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """After *sinun, sun* a form in -si is possessed; after *teidän* one in -nne."""
    for j in range(i - 1, max(context.clause_start[i], i - 3) - 1, -1):
        if context.chosen_kinds[j] & YOU and context.reading(j).get("Case") == "Gen":
            return _keep(readings, POSSESSED, "sinun, teidän before it", 0.95)
        if context.reading(j).pos not in ("ADJ", "NUM", "ADV"):
            return None
    return None


@_constraint(POSSESSED)
def possessed_adjective(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*kuivas* is a verb in the past before it is *kuiva* with a possessive suffix."""
    return _keep_where(
        readings, lambda r: r.pos != "ADJ" or r.get("Style") is None, "adjectives are not possessed", 0.85
    )


@_constraint(POSSESSED | NOMINATIVE)
def base_form(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*tilanne, kuusi* are words of their own before they are *tila, kuu* with a possessive suffix."""
    if not any(r.lemma == context.lower[i] and has(r, Case="Nom", Number="Sing") for r in readings):
        return None
    return _drop(readings, POSSESSED, "a word of its own", 0.9)


@_constraint(PAST_PARTICIPLE | FINITE)
def perfect(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*on todennut*: after a form of *olla* what can be a participle is one."""
    for j in reversed(context.clause_before(i)):
        if context.chosen_kinds[j] & VERB_FORM:
            if context.reading(j).lemma != "olla":
                return None
            return _keep(readings, PAST_PARTICIPLE, "olla before it", 0.9)
    return None


@_constraint(IMPERATIVE)
def genitive_before(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*1900-luvun alusta*: the object of an imperative is no genitive (VISK § 934), and its place is after."""
    if i == context.clause_start[i] or not context.chosen_kinds[i - 1] & GENITIVE:
        return None
    return _drop(readings, IMPERATIVE, "a genitive before it", 0.85)


@_constraint(IMPERATIVE | NOMINAL)
def antecedent(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*tuotteista, joista …, alusta lukien*: what a relative clause or a word like *alkaen* hangs on."""
    if context.word(i + 1) == "," and context.word(i + 2) in _RELATIVE:
        return _drop(readings, FINITE, "a relative clause after it", 0.85)
    if context.word(i + 1) in ("alkaen", "asti", "lähtien", "lukien", "pitäen", "saakka"):
        return _drop(readings, FINITE, "alkaen, lähtien after it", 0.9)
    return None


@_constraint(NOMINAL | FINITE)
def noun_phrase(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """After a modifier in the same case, or a word of amount, a word that can be a noun is one."""
    if i == context.clause_start[i]:
        return None
    before = context.reading(i - 1)
    case, number = before.get("Case"), before.get("Number")
    modifier = (
        before.pos in ("ADJ", "NUM")
        or before.get("PronType") in ("Dem", "Ind", "Int")
        or (before.get("VerbForm") == "Part" and context.chosen[i - 1].confidence >= 0.6)
    )
    if modifier and case is not None and before.lemma not in ("se", "mikä"):
        counted = before.get("NumType") == "Card" and case == "Nom"
        agreeing = [
            reading
            for reading in readings
            if kinds_of(reading) & NOMINAL
            and (
                (reading.get("Case") == case and reading.get("Number") == number)
                or (counted and reading.get("Case") == "Par")
            )
        ]
        if agreeing and (case != "Nom" or before.pos == "ADJ" or before.get("PronType") != "Ind"):
            return Verdict(agreeing, "modifier in the same case", 0.9)
    if context.lower[i - 1] in _GOVERN_PARTITIVE:
        return _keep_where(
            readings, lambda r: r.get("Case") == "Par" and kinds_of(r) & NOMINAL > 0, "amount before it", 0.85
        )
    return None


@_constraint(FINITE)
def subject_pronoun(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """Right after *minä, me, te, he* a verb has that person."""
    if i == context.clause_start[i]:
        return None
    pronoun = PERSONAL | NOMINATIVE
    if context.chosen_kinds[i - 1] & pronoun != pronoun:
        return None
    before = context.reading(i - 1)
    person, number = before.get("Person"), before.get("Number")
    return _keep_where(
        readings,
        lambda r: kinds_of(r) & NO_COMMAND > 0 and r.get("Person") == person and r.get("Number") == number,
        "agrees with the pronoun before it",
        0.95,
    )


@_constraint(FINITE | NOMINAL)
def same_person(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*Tarkistin asian ja lähetin laskun*: a verb joined to one in the 1st or 2nd person has that person."""
    linked = _verb_before_coordinator(context, i)
    if linked is None or linked.get("Person") not in ("1", "2") or context.verb_follows(i):
        return None
    joined = {r.get("Case") for r in context.readings_at(context.clause_start[i] - 1)}
    if any(kinds_of(r) & NOMINAL and r.get("Case") in joined for r in readings):
        return None  # laskut ja kulut
    return _keep_where(
        readings,
        lambda r: (
            kinds_of(r) & NO_COMMAND > 0
            and r.get("Person") == linked.get("Person")
            and r.get("Number") == linked.get("Number")
        ),
        "coordinated with the same person",
        0.85,
    )


@_constraint(SECOND_SINGULAR)
def second_person(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*maksat, voit* are verbs with *-ko*, next to *sinä*, and right after *jos, kun, mitä …*."""
    asked = any("Ko" in (r.get("Clitic") or "") for r in readings)
    if _you_beside(context, i) or (asked and not kinds_among(readings) & THIRD):
        return _keep(readings, SECOND_SINGULAR, "sinä or -ko with it", 0.97)
    if asked:  # voiks: voitko before sä, else voiko
        return _keep(readings, THIRD, "spoken question without sä", 0.9)
    following = context.readings_at(i + 1)
    if following and all(kinds_of(r) & (INFINITIVE | CONNEGATIVE) for r in following):
        return _keep(readings, SECOND_SINGULAR, "an infinitive after it", 0.9)
    if _plural_verb_follows(context, i):
        return _drop(readings, SECOND_SINGULAR, "its verb follows", 0.85)
    if context.verb_follows(i):
        return None
    before = context.word(i - 1)
    if before in SUBORDINATORS:
        return _keep(readings, SECOND_SINGULAR, "right after a subordinator", 0.9)
    if before in _QUESTION_WORDS:
        return _keep(readings, SECOND_SINGULAR, "right after a question word", 0.85)
    if context.opens_sentence(i) and (not context.has_model or _has_total_object(context, i)):
        return _keep(readings, SECOND_SINGULAR, "head of a sentence without another verb", 0.7)
    if _lacks_verb(context, i) and (context.opens_sentence(i) or _needs_verb_of_you(context, i)):
        return _keep(readings, SECOND_SINGULAR, "the only possible verb of its clause", 0.8)
    return None


def _needs_verb_of_you(context: ReadingContext, i: int) -> bool:
    """*…, ja siitä hyödyt heti*: a clause of its own before it without a verb; *sinä sillä tavalla tukit*."""
    before, start = context.clause_before(i), context.clause_start[i]
    blocking = FINITE | CONNEGATIVE | NOMINATIVE
    if any(context.chosen_kinds[j] & blocking and context.lower[j] not in _YOU for j in before):
        return False
    joined = context.lower[start] in _JOINING and context.word(start - 1) == ","
    return joined or any(context.chosen_kinds[j] & YOU and context.lower[j] in _YOU for j in before)


def _lacks_verb(context: ReadingContext, i: int) -> bool:
    """*Kuulut etuohjelmaamme.*: a whole clause after it, and no other word of it can be the verb."""
    after = context.clause_after(i)
    closed = context.word(after.stop) in (".", "!", "?", ",")
    return closed and len(after) > 0 and not any(context.some[j] & (FINITE | CONNEGATIVE) for j in after)


def _has_total_object(context: ReadingContext, i: int) -> bool:
    """*Lähetit viestin eilen*: right after it a genitive that nothing else hangs on."""
    if i + 1 >= context.clause_end[i] or not context.some[i + 1] & (GENITIVE | SUFFIXED):
        return False
    return not any(r.pos in ("NOUN", "ADJ", "PROPN", "ADP") for r in context.readings_at(i + 2))


def _plural_verb_follows(context: ReadingContext, i: int) -> bool:
    """*että katkot jatkuvat, maksut veloitetaan*: the word is the subject or object of that verb."""
    for j in context.clause_after(i):
        if context.every[j] & PLURAL_OR_PASSIVE or (j == i + 1 and context.some[j] & PLURAL_OR_PASSIVE):
            return True
        if context.every[j] & NO_COMMAND:
            return False
    return False


@_constraint(INFINITIVE)
def infinitive(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*voitte avata, voisitko avata ja kertoa*: with a verb before it, what can be an infinitive is one."""
    if any(context.chosen_kinds[j] & (FINITE | CONNEGATIVE) for j in context.clause_before(i)):
        if context.reading(i - 1).lemma == "olla" and kinds_among(readings) & NOMINAL:
            return None  # olette uusia asiakkaita
        return _keep(readings, INFINITIVE, "another verb before it", 0.85)
    start = context.clause_start[i]
    if context.lower[start] in _JOINING and i == start + 1:
        for j in range(start - 1, context.clause_start[start - 1] - 1, -1):
            if context.chosen_kinds[j] & VERB_FORM:
                if not context.chosen_kinds[j] & INFINITIVE:
                    if context.chosen_kinds[j] & THIRD and context.reading(j).pos == "VERB":
                        return _drop(readings, INFINITIVE, "coordinated with a 3rd person", 0.8)
                    return None
                return _keep(readings, INFINITIVE, "coordinated with an infinitive", 0.8)
    return None


@_constraint(POSSESSED)
def verb_or_possessed(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*tilasi, viestisi* are verbs with a subject before them, possessed beside another verb."""
    if not kinds_among(readings) & (PAST_THIRD | CONDITIONAL):
        return None
    linked = _verb_before_coordinator(context, i)
    if _subject(context, i) is not None or (linked is not None and linked.get("Tense") == "Past"):
        return _drop(readings, POSSESSED, "subject before it", 0.85)
    if context.verb_follows(i) or any(context.chosen_kinds[j] & FINITE for j in context.clause_before(i)):
        return _keep(readings, POSSESSED, "another finite verb in the clause", 0.8)
    return None


@_constraint(IMPERATIVE)
def subject_before(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """With a nominative subject in front a verb is 3rd person, not an imperative."""
    subject = _subject(context, i)
    if subject is not None:
        spoken = context.reading(subject).pos in ("PRON", "PROPN")  # se sano, but: riviin järjesty
        verdict = _keep_where(
            readings,
            lambda r: kinds_of(r) & THIRD > 0 and (spoken or r.get("Style") is None),
            "subject before it",
            0.9,
        )
        if verdict:
            return verdict
    linked = _verb_before_coordinator(context, i)
    if linked is not None and kinds_of(linked) & THIRD:
        return _keep(readings, THIRD, "coordinated with a 3rd person", 0.8)
    return None


def _subject(context: ReadingContext, i: int) -> int | None:
    for j in reversed(context.clause_before(i)):
        kinds = context.chosen_kinds[j]
        if kinds & (FINITE | CONNEGATIVE):
            return None
        if not kinds & NOMINATIVE:
            continue
        reading = context.reading(j)
        if reading.pos in ("NOUN", "PROPN", "PRON"):
            if reading.get("Person") == "2" or reading.get("Reflex") or reading.get("Abbr"):
                continue
            if reading.get("PronType") == "Int" and reading.lemma == "mikä" and j != context.clause_start[i]:
                continue
            return j
    return None


def _verb_before_coordinator(context: ReadingContext, i: int) -> Reading | None:
    """The finite verb of the clause before *ja, tai, sekä*, where the clause of ``i`` begins with one."""
    start = context.clause_start[i]
    if context.lower[start] not in _JOINING_CLAUSES or start == 0:
        return None
    nominative = NOMINAL | NOMINATIVE
    if any(context.chosen_kinds[j] & nominative == nominative for j in range(start + 1, i)):
        return None
    for j in reversed(context.sentence_before(start)):
        if context.closes(j) and not (context.lower[j] == "," and context.lower[j + 1] == "vaan"):
            return None
        if context.chosen_kinds[j] & FINITE:
            return context.reading(j)
    return None


@_constraint(THIRD | NOMINAL)
def verb_after_subject(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*Kuljettaja jätti paketin*: a whole clause with a subject has its verb in the only word that can be one."""
    if _subject(context, i) is None or not _lacks_verb(context, i):
        return None
    return _keep(readings, THIRD, "the only possible verb, a subject before it", 0.8)


@_constraint(PAST_THIRD)
def spoken_past(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*kuivas, tilas* stand for *kuivasi, tilasi* before they are commands in -s or conditionals in -ais."""
    if not any(kinds_of(r) & PAST_THIRD and r.get("Style") for r in readings):
        return None
    return _keep_where(
        readings,
        lambda r: (
            not r.get("Style")
            or not (kinds_of(r) & CONDITIONAL or (kinds_of(r) & IMPERATIVE and r.get("Clitic") == "S"))
        ),
        "spoken past tense",
        0.8,
    )


@_constraint(IMPERATIVE | PAST_THIRD)
def lost_i(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*sano* stands for *sanoi* with a subject alone: *se sano*, but not *kypärä päässä järjesty*."""
    if context.lower[context.clause_start[i]] in _JOINING:
        return None
    if any(context.chosen_kinds[j] & FINITE for j in context.clause_before(i)):
        return None
    subject = _subject(context, i)
    if (
        subject is not None
        and context.reading(subject + 1 if subject + 1 < i else subject).get("Case") != "Ine"
    ):
        return None
    return _keep_where(readings, lambda r: not without_i(r), "no subject before it", 0.85)


@_constraint(IMPERATIVE)
def not_command(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """Inside a subordinate clause or a question there is no imperative."""
    first = context.clause_start[i]
    if context.lower[first] in _SUBORDINATING:
        return _drop(readings, IMPERATIVE, "inside a subordinate clause", 0.85)
    if first < i and any(r.get("PronType") == "Int" for r in context.readings[first]):
        return _drop(readings, IMPERATIVE, "inside a question", 0.85)
    return None


@_constraint(IMPERATIVE | NOMINAL)
def noun_with_verb(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*Tilaa on vielä, Lisää syitä löytyy*: where the clause has a finite verb, the word is its noun."""
    if not any(kinds_of(r) & NOMINAL and r.get("Style") is None for r in readings):
        return None
    after = context.some[i + 1] if i + 1 < context.clause_end[i] else 0
    if kinds_among(readings) & NOMINATIVE and after & THIRD and not _objectlike(context, i + 1):
        return _drop(readings, FINITE, "its verb right after it", 0.8)
    for j in context.clause_after(i):
        if context.every[j] & NO_COMMAND and not _opens_new_clause(context, i, j):
            return _drop(readings, FINITE, "another finite verb in the clause", 0.8)
    if context.lower[context.clause_start[i]] in _JOINING:
        return None
    if any(context.chosen_kinds[j] & FINITE for j in context.clause_before(i)):
        return _drop(readings, FINITE, "another finite verb before it", 0.85)
    return None


def _objectlike(context: ReadingContext, i: int) -> bool:
    """Whether a word may be an object: *hanki tilaa*, not *tuki vastaa*, though *vasta* is a noun too."""
    if context.some[i] & NOMINATIVE:
        return True
    nouns = [r for r in context.readings[i] if kinds_of(r) & NOMINAL]
    if not context.some[i] & IMPERATIVE:
        return any(r.get("Case") == "Par" and r.get("Style") for r in nouns)  # laita viestii
    return not nouns or any(r.lemma in _COMMON_AS_OBJECTS for r in nouns)


def _opens_new_clause(context: ReadingContext, i: int, verb: int) -> bool:
    """In chat a new clause may begin without a comma: *kokeile uudestaan mä katon samalla*."""
    if context.some[verb] & FIRST:
        return True
    return verb - 1 > i and any(
        r.pos == "PRON" and kinds_of(r) & NOMINATIVE for r in context.readings[verb - 1]
    )


@_constraint(IMPERATIVE | NOMINAL)
def coordinated(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*Päivitä ohjelma ja varaa hetki*: two commands; *yleiskuvaa sekä lisää naamoja*: two nouns."""
    if i != context.clause_start[i] + 1 or context.lower[i - 1] not in _JOINING or context.verb_follows(i):
        return None
    cases = {r.get("Case") for r in readings if kinds_of(r) & NOMINAL}
    joined = {r.get("Case") for r in context.readings_at(i - 2)}
    linked = _verb_before_coordinator(context, i)
    if (
        linked is not None
        and kinds_of(linked) & IMPERATIVE
        and not cases & joined
        and i + 1 < context.clause_end[i]
    ):
        return _keep(readings, IMPERATIVE, "coordinated with an imperative", 0.85)
    before = context.sentence_before(i - 1)
    if not any(context.some[j] & VERB_FORM for j in before) and cases & {
        context.reading(j).get("Case") for j in before if context.chosen_kinds[j] & OTHER_CASE
    }:
        return _drop(readings, FINITE, "coordinated with a noun", 0.8)
    return None


@_constraint(IMPERATIVE)
def verb_of_whole_clause(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*Vastaa viestiin, jos …*: an oblique noun does not open a whole clause that has no other verb."""
    if not context.opens_sentence(i) or not _lacks_verb(context, i):
        return None
    rivals = [r for r in readings if not kinds_of(r) & VERB_FORM]
    if context.lower[i] == "tuo":
        oblique = any(
            r.get("Case") in ("Ill", "All", "Tra")
            for j in context.clause_after(i)
            for r in context.readings[j]
        )
    elif context.lower[i] in _GOVERN_PARTITIVE:
        oblique = False
    else:
        modified = {r.get("Case") for r in context.readings[i + 1]}  # muista asioista enemmän
        oblique = not any(
            r.get("Case") in (None, "Nom") or (r.pos != "NOUN" and r.get("Case") in modified) for r in rivals
        )
    return _keep(readings, IMPERATIVE, "the only possible verb of its clause", 0.8) if oblique else None


@_constraint(IMPERATIVE)
def nominative_object(context: ReadingContext, i: int, readings: list[Reading]) -> Verdict | None:
    """*Kuvaa vika, tilaa uusi, liimaa se*: a nominative right after, and no other verb: its object."""
    if i + 1 >= len(context.lower):
        return None
    lemma = next((r.lemma for r in readings if kinds_of(r) & IMPERATIVE), None)
    if lemma is None or (lemma != "muistaa" and any(r.pos in _NO_NOUNS for r in readings)):
        return None
    if heads_clause(context, i) <= 0 or context.verb_follows(i):
        return None
    place = i + 2 if context.lower[i + 1] in ("vain", "vaan", "nyt", "vielä", "ensin", "sitten") else i + 1
    after = context.some_at(place)
    if after & INFINITIVE:
        return _keep(readings, IMPERATIVE, "head of a clause, infinitive after it", 0.9)
    if after & NOMINATIVE and not after & OTHER_CASE and place < context.clause_end[i]:
        return _keep(readings, IMPERATIVE, "head of a clause, nominative object after it", 0.9)
    return None


# --- The place ---

# Places are weighed in the same points as agreement with the model; this one outweighs it.
LINKED = 8.0


def heads_clause(context: ReadingContext, i: int) -> float:
    """How strongly the place calls for an imperative: at the head of a clause without a subject."""
    first, lower = context.clause_start[i], context.lower
    if lower[first] in _SUBORDINATING:
        return 0.0
    if i > first and lower[i - 1] == lower[i] and context.chosen_kinds[i - 1] & IMPERATIVE:
        return 7.0
    for j in context.clause_before(i):
        if lower[j] in _BEFORE_IMPERATIVE or not context.words[j].isalpha():
            continue
        if context.reading(j).pos in ("ADV", "INTJ") and lower[j] not in _QUESTION_WORDS:
            continue
        return -2.0
    linked = _verb_before_coordinator(context, i)
    if linked is not None and (kinds_of(linked) & IMPERATIVE or linked.get("Person") == "2"):
        return LINKED
    moves = any(r.lemma in ("viedä", "tuoda") for r in context.readings[i])
    subjects = ("hän", "he") if moves else ("se", "hän", "ne", "he")
    if context.word(i + 1) in subjects and (context.some[i] & THIRD or i > first):
        return -3.0  # Osaapa hän; but: Vie se huoltoon, käynnistä se
    if lower[first] in ("ja", "tai", "sekä", "vaan"):
        return 1.0 if linked is not None else 2.0 if i > first + 1 else -2.0
    opening = context.sentence_start[i]
    if first == opening or lower[first] in ("joten", "eli") or lower[first - 1] in ":;–—•*":
        return 7.0
    if lower[first - 1] in ".!?":  # small letters do not open a sentence: Do You Know? debytoi
        return 7.0 if context.words[first][:1].isupper() or context.words[opening][:1].islower() else 0.0
    return 7.0 if lower[opening] in SUBORDINATORS else 3.0  # Jos ongelma jatkuu, avaa …


def without_i(reading: Reading) -> bool:
    """Whether a reading is *sano* for *sanoi*, a past tense that looks like the imperative."""
    return kinds_of(reading) & PAST_THIRD > 0 and reading.standard.endswith(("oi", "ui", "yi", "öi"))
