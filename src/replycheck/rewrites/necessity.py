"""A blunt necessive becomes *tulisi*: *Teidän täytyy lähettää kuitti.* → *Teidän tulisi lähettää kuitti.*

The frame keeps its genitive subject, so the object keeps its nominative (VISK § 934): only the necessive
words change.
"""

from __future__ import annotations

from replycheck.analysis import Analysed
from replycheck.inflect import inflect
from replycheck.matching import Match, Situation
from replycheck.model import Edit
from replycheck.rewrites.base import Rewrite, matching_case

SOFT = "tulisi"


def to_softer(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """Put *tulisi* in place of the necessive verb, and an infinitive in place of *lähetettävä*."""
    doc = analysed.doc
    start, end = match.captures["verb"]
    verb = doc[start]
    feats = analysed.feats(start)
    if "Ko" in feats.get("Clitic", ""):
        return []
    complement = match.captures.get("complement")
    if complement is not None:
        end = complement[1]
    participle = match.captures.get("participle")
    if participle is None:
        last = doc[end - 1]
        soft = Edit(start=verb.idx, end=last.idx + len(last.text), replacement=matching_case(SOFT, verb.text))
        return [Rewrite((soft,), f"… {SOFT} …")]
    infinitive = inflect(analysed.reading(participle[0]).lemma, VerbForm="Inf", InfForm="1")
    if not infinitive:
        return []
    # The words in between press (*ehdottomasti*), so they go too.
    last = doc[participle[0]]
    soft = Edit(
        start=verb.idx,
        end=last.idx + len(last.text),
        replacement=f"{matching_case(SOFT, verb.text)} {infinitive[0]}",
    )
    return [Rewrite((soft,), f"… {SOFT} {infinitive[0]} …")]
