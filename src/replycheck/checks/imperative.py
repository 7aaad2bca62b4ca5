"""Imperatives: which ones order the customer about, and which are courtesies, invitations or steps.

The imperative is neutral where the reader benefits from it (Kielitoimiston ohjepankki, Kohtelias kehotus tai
pyyntö; VISK § 1591): wishes, invitations, courtesies and numbered steps. Everywhere else it is blunt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from replycheck.analysis import Analysed
from replycheck.matching import CheckMatch, Situation

Kind = Literal["imperative", "allowed"]

POLITE = frozenset("hyvä hyvät ystävällinen ystävälliset ystävällisiä".split())
# Courtesies and wishes: the verb, and a word that must stand after it (None: any).
COURTESIES: dict[str, frozenset[str] | None] = {
    "olla": POLITE | {"huoleti", "tervetullut", "tervetulleita"},
    "voida": frozenset({"hyvin", "paremmin"}),
    "pitää": frozenset({"huolta", "huoli", "hauskaa"}),
    "nauttia": None,
    "suoda": frozenset({"anteeksi"}),
    "antaa": frozenset({"anteeksi"}),
    "viettää": None,
    "iloita": None,
    "rentoutua": None,
    "levätä": None,
}
# Ways of keeping in touch: an invitation when it is left to the customer.
CONTACT = frozenset(
    "ottaa olla kysyä soittaa laittaa kirjoittaa huikata huutaa viestittää vinkata kertoa palata pistää "
    "ilmoittaa hihkaista tulla poiketa piipahtaa tutustua kurkata katsoa".split()
)
INVITING = frozenset(
    "rohkeasti vapaasti mielellään mielellänne mielelläsi toki ihmeessä vaan vapaasti huoletta".split()
)
# *Ota yhteyttä, jos …* leaves it to the customer.
NEED = frozenset(
    "kysyttävä kysyä apu auttaa mieli epäselvä tarvita ihmetyttää askarruttaa kysymys jokin jotain jotakin "
    "mietityttää neuvo ongelma".split()
)
REASSURING = frozenset("huolia epäröidä huolestua arastella ujostella murehtia pelätä".split())
FOSSILS = frozenset({("mennä", "tietää"), ("ottaa", "jättää")})


@dataclass(frozen=True)
class Directive:
    """An imperative in the draft, in tokens: ``start`` is the negation or the verb itself."""

    start: int
    verb: int
    number: str
    negative: bool
    kind: Kind


def bare_imperative(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Imperatives that tell the customer what to do."""
    for each in directives(analysed, situation):
        if each.kind == "imperative" and not each.negative:
            yield CheckMatch(each.start, each.verb + 1, confidence=analysed.confidence(each.verb))


def prohibition(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Negative imperatives that tell the customer what not to do."""
    for each in directives(analysed, situation):
        if each.kind == "imperative" and each.negative:
            yield CheckMatch(each.start, each.verb + 1)


def allowed_imperative(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Imperatives that are allowed as such, but stand in the wrong form of address."""
    wrong = "Sing" if situation.address == "formal" else "Plur"
    if wrong == "Plur" and situation.context.recipient == "many":
        return
    for each in directives(analysed, situation):
        if each.kind == "allowed" and each.number == wrong:
            yield CheckMatch(each.start, each.verb + 1, confidence=analysed.confidence(each.verb))


def directives(analysed: Analysed, situation: Situation) -> list[Directive]:
    """All second-person imperatives of the draft, outside quotations, with what they are; set phrases are none."""
    return analysed.once(_directives)


def _directives(analysed: Analysed) -> list[Directive]:
    found: list[Directive] = []
    doc = analysed.doc
    index = 0
    while index < len(doc):
        feats = analysed.feats(index)
        second = feats.get("Mood") == "Imp" and feats.get("Person", "2") == "2"
        if second and not analysed.in_zone(index) and not _misread(index, analysed):
            negative = feats.get("Polarity") == "Neg"
            verb = _negated_verb(index, analysed) if negative else index
            if verb is not None and not _fossil(verb, analysed):
                number = feats.get("Number", "Sing")
                kind: Kind = "allowed" if _allowed(index, verb, number, negative, analysed) else "imperative"
                found.append(Directive(index, verb, number, negative, kind))
            index = verb or index
        index += 1
    return found


def _misread(verb: int, analysed: Analysed) -> bool:
    """Whether what reads as an imperative is the infinitive of *voida*, a modifier, or no word at all.

    *Voisitteko avata sovelluksen, valita Laskut* (not *valittaa*), *kiitos tarkasta selvityksestänne*, *tsemppiä*.
    """
    readings = analysed.doc._.replycheck_readings[verb]
    if not readings:
        return True
    first, _ = analysed.sentence_at(verb)
    if any(reading.get("InfForm") == "1" for reading in readings):
        return any(
            analysed.reading(index).lemma == "voida"
            and (
                analysed.feats(index).get("Person") == "2"
                or analysed.clause_of[index] == analysed.clause_of[verb]
            )
            for index in range(first, verb)
        )
    case = analysed.feats(verb + 1).get("Case") if verb + 1 < len(analysed.doc) else None
    agrees = any(reading.pos == "ADJ" and reading.get("Case") == case for reading in readings)
    return case not in (None, "Nom") and agrees and not analysed.starts_clause(verb)


def _negated_verb(negation: int, analysed: Analysed) -> int | None:
    """The verb that *älä* or *älkää* negates: the next verb form of its clause."""
    _, last = analysed.sentence_at(negation)
    for index in range(negation + 1, min(last, negation + 6)):
        if analysed.doc[index].is_punct:
            return None
        if analysed.feats(index).get("VerbForm") == "Fin":
            return index
    return None


def _allowed(start: int, verb: int, number: str, negative: bool, analysed: Analysed) -> bool:
    lemma = analysed.reading(verb).lemma
    if negative:
        return lemma in REASSURING
    first, last = analysed.sentence_at(verb)
    words = [token.lower_ for token in analysed.doc[verb + 1 : last]]
    if lemma in COURTESIES:
        needed = COURTESIES[lemma]
        if needed is None or needed & set(words[:3]):
            return True
    if analysed.in_list(verb):
        return True
    return _softened(first, verb, analysed) or _invites(lemma, verb, last, analysed)


def _softened(first: int, verb: int, analysed: Analysed) -> bool:
    """*Olkaa hyvä ja …* or *Olkaa ystävällinen ja …* stands before it."""
    for index in range(first, verb):
        if analysed.reading(index).lemma == "olla" and analysed.feats(index).get("Mood") == "Imp":
            return any(token.lower_ in POLITE for token in analysed.doc[index + 1 : min(index + 3, verb)])
    return False


def _invites(lemma: str, verb: int, last: int, analysed: Analysed) -> bool:
    """An open invitation: *kysykää rohkeasti*, *ottakaa yhteyttä, jos jokin jää epäselväksi*."""
    if lemma not in CONTACT:
        return False
    after = range(verb + 1, last)
    if any(analysed.doc[index].lower_ in INVITING for index in after[:4]):
        return True
    if lemma == "tutustua":
        return False
    condition = next((index for index in after if analysed.doc[index].lower_ in ("jos", "mikäli")), None)
    if condition is None:
        return False
    return any(analysed.reading(index).lemma in NEED for index in range(condition, last))


def _fossil(verb: int, analysed: Analysed) -> bool:
    """*mene ja tiedä*, *ota tai jätä*: set phrases that order nobody, in either form of address."""
    lemma = analysed.reading(verb).lemma
    doc = analysed.doc
    if lemma == "kuulla":  # *voi kuulkaa*, *kuule, …*
        return doc[verb - 1].lower_ in ("voi", "no") or (verb + 1 < len(doc) and doc[verb + 1].text == ",")
    after = [analysed.reading(index).lemma for index in range(verb + 1, min(verb + 3, len(analysed.doc)))]
    before = [analysed.reading(index).lemma for index in range(max(verb - 2, 0), verb)]
    return any((lemma, other) in FOSSILS for other in after) or any(
        (other, lemma) in FOSSILS for other in before
    )
