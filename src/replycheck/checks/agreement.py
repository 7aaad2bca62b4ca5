"""Number agreement with one formally addressed person: *olette tilannut*, *olette tyytyväinen*.

The finite verb is plural, the participle and the predicative singular (Kielitoimiston ohjepankki, Teitittely;
VISK § 1273, which records both numbers for the participle: hence its rule is a hint).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replycheck.analysis import Analysed
from replycheck.matching import CheckMatch, Situation

# Words that say several people are addressed after all.
SEVERAL = frozenset(
    "kaikki molemmat molempien kumpikin kummatkin yhdessä keskenänne joukolla "
    "taloyhtiönne perheenne väkenne yrityksenne toimistonne kukin".split()
)
# What may stand between the auxiliary and what agrees with it.
BETWEEN = frozenset("ADV PART PRON CCONJ PUNCT SPACE AUX INTJ ADJ".split())
# Nouns that say what the customer is.
PREDICATIVES = frozenset("asiakas jäsen tilaaja omistaja sopimuskumppani kanta-asiakas".split())


def plural_participle(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Plural participles to one person: *olette tilanneet*, *ette saaneet*."""
    for match in _plural_agreement(analysed, situation):
        if _plural_past_participle(analysed.feats(match.start or 0)):
            yield match


def plural_predicative(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Plural predicatives to one person: *olette tyytyväisiä*, *voitte olla varmoja*."""
    for match in _plural_agreement(analysed, situation):
        if not _plural_past_participle(analysed.feats(match.start or 0)):
            yield match


def _plural_agreement(analysed: Analysed, situation: Situation) -> list[CheckMatch]:
    return [] if situation.context.recipient == "many" else analysed.once(_in_draft)


def _in_draft(analysed: Analysed) -> list[CheckMatch]:
    return [
        match
        for first, last in analysed.sentences
        if not any(token.lower_ in SEVERAL for token in analysed.doc[first:last])
        for match in _in_sentence(first, last, analysed)
    ]


def _in_sentence(first: int, last: int, analysed: Analysed) -> Iterator[CheckMatch]:
    addressed = governed = complement = False
    for index in range(first, last):
        feats = analysed.feats(index)
        token = analysed.doc[index]
        if feats.get("VerbForm") == "Fin" and feats.get("Connegative") != "Yes":
            auxiliary = analysed.reading(index).lemma == "olla" or feats.get("Polarity") == "Neg"
            addressed = feats.get("Person") == "2" and feats.get("Number") == "Plur"
            governed = auxiliary and addressed
            complement = governed and analysed.reading(index).lemma == "olla"
            continue
        if addressed and feats.get("InfForm") == "1" and analysed.reading(index).lemma == "olla":
            governed = complement = True  # voitte olla varma
            continue
        if not governed or analysed.in_zone(index):
            continue
        if feats.get("Connegative") == "Yes":
            complement = analysed.reading(index).lemma == "olla"
            continue
        if _plural_past_participle(feats) and not _has_head(index, last, analysed):
            yield CheckMatch(index, index + 1, confidence=0.9)
            complement = analysed.reading(index).lemma == "olla"
        elif complement and _plural_predicative(index, analysed) and not _has_head(index, last, analysed):
            yield CheckMatch(index, index + 1)
        elif feats.get("PartForm") == "Past" and feats.get("Number") == "Sing":
            complement = analysed.reading(index).lemma == "olla"
        elif token.pos_ not in BETWEEN or _clause_ends(index, last, analysed):
            complement = False


def _plural_past_participle(feats: Mapping[str, str]) -> bool:
    return (
        feats.get("PartForm") == "Past"
        and feats.get("Voice") == "Act"
        and feats.get("Number") == "Plur"
        and feats.get("Case", "Nom") == "Nom"
    )


def _plural_predicative(index: int, analysed: Analysed) -> bool:
    feats = analysed.feats(index)
    if feats.get("Number") != "Plur" or feats.get("Case") not in ("Par", "Nom"):
        return False
    if feats.get("VerbForm") == "Part" or analysed.doc[index].pos_ == "ADJ":
        return True
    return analysed.reading(index).lemma in PREDICATIVES


def _has_head(index: int, last: int, analysed: Analysed) -> bool:
    """Whether it modifies a noun after it: *uusia viestejä*, *rekisteröityneet asiakkaat*."""
    mine = analysed.feats(index)
    for after in range(index + 1, min(index + 3, last)):
        token, feats = analysed.doc[after], analysed.feats(after)
        if token.pos_ not in ("NOUN", "ADJ", "PROPN"):
            return False
        if token.pos_ != "ADJ":
            return bool(
                feats.get("Case") == mine.get("Case", "Nom") and feats.get("Number") == mine.get("Number")
            )
    return False


def _clause_ends(index: int, last: int, analysed: Analysed) -> bool:
    return index + 1 < last and analysed.clause_of[index + 1] != analysed.clause_of[index]
