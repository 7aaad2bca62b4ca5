"""Address: the same word form in the other form of address, and agreement with one formally addressed person."""

from __future__ import annotations

from replycheck.analysis import Analysed
from replycheck.fixes import apply
from replycheck.inflect import agree_singular, switch_address
from replycheck.matching import Match, Situation
from replycheck.rewrites.base import Rewrite, replace_token


def other_address(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """Each word of the match in the form of address that is due (reference: VISK § 1273, § 95)."""
    form = situation.address
    if form is None:
        return []
    edits = []
    for index in range(*match.place):
        word = analysed.doc[index].text
        if not analysed.addresses(index):
            continue
        switched = switch_address(word, analysed.reading(index), form)
        if switched is None:
            return []
        edits.append(replace_token(analysed, index, switched))
    if not edits:
        return []
    return [Rewrite(tuple(edits), " ".join(edit.replacement for edit in edits))]


def informal(analysed: Analysed) -> str | None:
    """A text that addresses one reader as *te*, with *sinä*; None where a form is not proven."""
    edits = []
    for index, token in enumerate(analysed.doc):
        feats = analysed.feats(index)
        if feats.get("Mood") == "Imp" and feats.get("Connegative"):
            return None  # älkää lähettäkö: nothing in the verb says whom it addresses
        if analysed.addresses(index) and not analysed.in_zone(index):
            word = switch_address(token.text, analysed.reading(index), "informal")
            if word is None:
                return None
            edits.append(replace_token(analysed, index, word))
    return apply(analysed.text, edits)


def agreement(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """The participle or predicative in the singular, as one person is addressed."""
    edits = []
    for index in range(*match.place):
        form = agree_singular(analysed.doc[index].text, analysed.reading(index))
        if form is None:
            return []
        edits.append(replace_token(analysed, index, form))
    return [Rewrite(tuple(edits), " ".join(edit.replacement for edit in edits))]
