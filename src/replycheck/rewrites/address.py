"""Address: the same word form in the other form of address, and agreement with one formally addressed person."""

from __future__ import annotations

from collections.abc import Iterator

from replycheck.analysis import Analysed
from replycheck.fixes import apply
from replycheck.inflection import agree, inflect, match_case, readdress
from replycheck.matching import Match, Situation
from replycheck.model import AddressForm
from replycheck.rewrites.base import Rewrite, replace_token

_GOVERNING = frozenset(["olla", "ei", "ettei", "ellei", "jollei", "miksei", "vaikkei", "muttei"])


def other_address(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """Each word of the match in the form of address that is due (reference: VISK § 1273, § 95)."""
    form = situation.address
    if form is None:
        return []
    edits = []
    for index in range(*match.place):
        word = analysed.doc[index].text
        if analysed.feats(index).get("Connegative") and analysed.feats(index).get("Mood") == "Imp":
            switched = _forbidden(word, analysed.reading(index).lemma, form)
        elif analysed.addresses(index):
            switched = readdress(word, analysed.reading(index), form)
        else:
            continue
        if switched is None:
            return []
        edits.append(replace_token(analysed, index, switched))
    if not edits:
        return []
    title = " ".join(edit.replacement for edit in edits)
    for index, standard in governed(analysed, match.place[1] - 1):
        edits.append(replace_token(analysed, index, standard))
    return [Rewrite(tuple(edits), title)]


def _forbidden(word: str, lemma: str, form: AddressForm) -> str | None:
    """The verb of a prohibition: *älä huoli*, *älkää huoliko*."""
    mood = "Imp" if form == "formal" else "Ind"
    return next(iter(inflect(lemma, word=word, Mood=mood, VerbForm="Fin", Connegative="Yes")), None)


def governed(analysed: Analysed, verb: int) -> Iterator[tuple[int, str]]:
    """The spoken forms that go with a form of *olla* or a negation: *ootko maksanu* → *oletteko maksanut*."""
    if analysed.reading(verb).lemma not in _GOVERNING or not analysed.reading(verb).get("VerbForm"):
        return
    for index in range(verb + 1, analysed.clause_at(verb)[1]):
        reading = analysed.reading(index)
        if analysed.in_zone(index) or reading.get("VerbForm") not in ("Fin", "Part"):
            continue
        if reading.get("Connegative") is None and reading.get("PartForm") != "Past":
            return
        if reading.standard:
            yield index, match_case(reading.standard, analysed.doc[index].text)


def informal(analysed: Analysed) -> str | None:
    """A text that addresses one reader as *te*, with *sinä*; None where a form is not proven."""
    edits = []
    for index, token in enumerate(analysed.doc):
        feats = analysed.feats(index)
        if feats.get("Mood") == "Imp" and feats.get("Connegative"):
            return None  # älkää lähettäkö: nothing in the verb says whom it addresses
        if analysed.addresses(index) and not analysed.in_zone(index):
            word = readdress(token.text, analysed.reading(index), "informal")
            if word is None:
                return None
            edits.append(replace_token(analysed, index, word))
    return apply(analysed.text, edits)


def agreement(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """The participle or predicative in the singular, as one person is addressed."""
    edits = []
    for index in range(*match.place):
        form = agree(analysed.doc[index].text, analysed.reading(index), "Sing")
        if form is None:
            return []
        edits.append(replace_token(analysed, index, form))
    return [Rewrite(tuple(edits), " ".join(edit.replacement for edit in edits))]
