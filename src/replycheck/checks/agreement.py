"""Number agreement with formally addressed people: *olette tilannut*, *olette tyytyväinen*.

The finite verb is plural; to one person the participle and the predicative are singular (Kielitoimiston
ohjepankki, Teitittely; VISK § 1273, which records both numbers for the participle: hence its rule is a hint).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from replycheck.analysis import Analysed
from replycheck.matching import CheckMatch, Situation

# Words that say several people are addressed after all.
SEVERAL = frozenset(
    "kaikki molemmat molempien kumpikin kummatkin yhdessä keskenänne joukolla "
    "taloyhtiönne perheenne väkenne yrityksenne toimistonne kukin".split()
)
# What may stand between the auxiliary and what agrees with it.
BETWEEN = frozenset("ADV PART PRON CCONJ PUNCT SPACE AUX INTJ ADJ".split())
# Ends of nouns that say what the customer is.
PREDICATIVES = (
    "asiakas jäsen tilaaja omistaja haltija käyttäjä sopimuskumppani osapuoli maksaja ostaja kuluttaja "
    "opiskelija yrittäjä eläkeläinen osakas vuokralainen osallistuja edunsaaja"
).split()
PLURAL_CASES = ("Par", "Nom")


class Agreeing(NamedTuple):
    """A word that agrees in number with whom a 2nd person verb addresses, as tokens.

    verb: the finite verb or negation
    word: a participle of its predicate (*olette **tilannut***), or a word of its predicative (*olette
        **uusi asiakas***)
    """

    verb: int
    word: int
    kind: Literal["participle", "predicative"]


def plural_participle(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Plural participles to one person: *olette tilanneet*, *ette saaneet*."""
    for each in _plural_to_one(analysed, situation):
        if each.kind == "participle":
            yield CheckMatch(each.word, each.word + 1, confidence=0.9)


def plural_predicative(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Plural predicatives to one person: *olette tyytyväisiä*, *voitte olla varmoja*."""
    for each in _plural_to_one(analysed, situation):
        if each.kind == "predicative":
            yield CheckMatch(each.word, each.word + 1)


def _plural_to_one(analysed: Analysed, situation: Situation) -> Iterator[Agreeing]:
    if situation.context.recipient == "many":
        return
    for each in agreeing(analysed):
        numbers = analysed.feats(each.verb).get("Number"), analysed.feats(each.word).get("Number")
        if numbers == ("Plur", "Plur") and not licensed(each.word, analysed):
            yield each


def licensed(index: int, analysed: Analysed) -> bool:
    """Whether the sentence says that several people are addressed: *olette molemmat tilanneet*."""
    places = range(*analysed.sentence_at(index))
    return any(analysed.doc[i].lower_ in SEVERAL or joined_subject(i, analysed) for i in places)


def joined_subject(index: int, analysed: Analysed) -> bool:
    """Whether a word is the pronoun of *te ja puolisonne*, *sinä ja perheesi*."""
    feats = analysed.feats(index)
    pronoun = feats.get("PronType") == "Prs" and feats.get("Person") == "2" and feats.get("Case") == "Nom"
    return pronoun and index + 1 < len(analysed.doc) and analysed.doc[index + 1].lower_ in ("ja", "sekä")


def agreeing(analysed: Analysed) -> list[Agreeing]:
    """All words, singular or plural, that agree with an addressed subject, outside quotations and the like."""
    return analysed.once(_in_draft)


def _in_draft(analysed: Analysed) -> list[Agreeing]:
    return [each for first, last in analysed.sentences for each in _in_sentence(first, last, analysed)]


def _in_sentence(first: int, last: int, analysed: Analysed) -> Iterator[Agreeing]:
    verb = first
    addressed = governed = complement = predicate_seen = False
    for index in range(first, last):
        feats = analysed.feats(index)
        is_olla = analysed.reading(index).lemma == "olla"
        if feats.get("VerbForm") == "Fin" and feats.get("Connegative") != "Yes":
            verb, predicate_seen = index, False
            addressed = feats.get("Person") == "2"
            governed = addressed and (is_olla or feats.get("Polarity") == "Neg")
            complement = governed and is_olla
            continue
        if addressed and feats.get("InfForm") == "1" and is_olla:
            governed = complement = True  # voitte olla varma
            continue
        if not governed or analysed.in_zone(index):
            continue
        if feats.get("Connegative") == "Yes":
            complement = is_olla
            continue
        if _past_participle(feats) and (
            (feats["Number"] == "Plur" and not predicate_seen) or not _has_head(index, last, analysed)
        ):
            yield Agreeing(verb, index, "participle")
            predicate_seen, complement = True, is_olla
        elif complement and _predicative(index, last, analysed):
            yield Agreeing(verb, index, "predicative")
        elif analysed.doc[index].pos_ not in BETWEEN or _clause_ends(index, last, analysed):
            complement = False


def _past_participle(feats: Mapping[str, str]) -> bool:
    return (
        feats.get("PartForm") == "Past" and feats.get("Voice") == "Act" and feats.get("Case", "Nom") == "Nom"
    )


def _predicative(index: int, last: int, analysed: Analysed) -> bool:
    """Whether an adjective, a participle or a noun says what the addressed person is."""
    head = _head(index, last, analysed)
    if head is not None:
        return _names_customer(head, analysed)
    feats = analysed.feats(index)
    if feats.get("Case") not in (PLURAL_CASES if feats.get("Number") == "Plur" else ("Nom",)):
        return False
    if feats.get("VerbForm") == "Part" or analysed.doc[index].pos_ == "ADJ":
        return True
    return _names_customer(index, analysed)


def _names_customer(index: int, analysed: Analysed) -> bool:
    return analysed.reading(index).lemma.endswith(tuple(PREDICATIVES))


def _has_head(index: int, last: int, analysed: Analysed) -> bool:
    return _head(index, last, analysed) is not None


def _head(index: int, last: int, analysed: Analysed) -> int | None:
    """The noun after it that it modifies: *uusia viestejä*, *rekisteröityneet asiakkaat*."""
    mine = analysed.feats(index)
    for after in range(index + 1, min(index + 3, last)):
        token, feats = analysed.doc[after], analysed.feats(after)
        if token.pos_ not in ("NOUN", "ADJ", "PROPN"):
            return None
        if token.pos_ != "ADJ":
            agrees = feats.get("Case") == mine.get("Case", "Nom") and feats.get("Number") == mine.get(
                "Number"
            )
            return after if agrees else None
    return None


def _clause_ends(index: int, last: int, analysed: Analysed) -> bool:
    return index + 1 < last and analysed.clause_of[index + 1] != analysed.clause_of[index]
