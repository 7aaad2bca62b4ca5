"""A blunt necessive becomes *tulisi*: *Teidän täytyy lähettää kuitti.* → *Teidän tulisi lähettää kuitti.*

The frame keeps its genitive subject, so the object keeps its nominative (VISK § 934; reference in
docs/sources.md): only the necessive words change.
"""

from __future__ import annotations

from replycheck.analysis import Analysed
from replycheck.inflect import inflect
from replycheck.matching import Match, Situation
from replycheck.model import Edit
from replycheck.rewrites.base import Rewrite, matching_case, replace_token

SOFT = "tulisi"
QUESTION_NOTE = "The question asks whether something is needed; read it through before sending."


def to_softer(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """Put *tulisi* in place of the necessive verb, and an infinitive in place of *lähetettävä*."""
    doc = analysed.doc
    start, end = match.captures["verb"]
    verb = doc[start]
    feats = analysed.feats(start)
    if "Ko" in feats.get("Clitic", ""):
        return []
    participle = match.captures.get("participle")
    if participle is None:
        soft = matching_case(SOFT, verb.text)
        last = doc[end - 1]
        return [Rewrite((Edit(start=verb.idx, end=last.idx + len(last.text), replacement=soft),), f"… {SOFT} …")]
    index = participle[0]
    infinitive = inflect(analysed.reading(index).lemma, VerbForm="Inf", InfForm="1")
    if not infinitive:
        return []
    edits = [replace_token(analysed, start, matching_case(SOFT, verb.text))]
    between = range(start + 1, index)
    if all(doc[each].lower_ in ("ehdottomasti", "välttämättä", "pakko") for each in between) and between:
        # The words that press are left out with the space before them.
        edits[0] = Edit(start=verb.idx, end=doc[index - 1].idx + len(doc[index - 1].text), replacement=edits[0].replacement)
    edits.append(replace_token(analysed, index, infinitive[0]))
    return [Rewrite(tuple(edits), f"… {SOFT} {infinitive[0]} …")]
