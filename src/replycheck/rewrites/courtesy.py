"""A greeting with thanks before a first reply that has none."""

from __future__ import annotations

from replycheck.analysis import Analysed
from replycheck.matching import Match, Situation
from replycheck.model import Edit
from replycheck.rewrites.base import Remark, Rewrite

FORMAL = "Hei, kiitos yhteydenotostanne!"
INFORMAL = "Hei, kiitos yhteydenotostasi!"
THANKS_IN_PLACE = Remark(
    "Kiitos sopii vain, jos asiakas otti itse yhteyttä.", "Thanks suit only a customer who wrote first."
)


def prepend_greeting(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """Put *Hei, kiitos yhteydenotostanne!* first, on a line of its own in a mail."""
    greeting = INFORMAL if situation.address == "informal" else FORMAL
    apart = "\n\n" if situation.context.channel == "email" else " "
    edit = Edit(start=0, end=0, replacement=greeting + apart)
    # Whether thanks suit the conversation is for the agent to judge.
    return [Rewrite((edit,), greeting, "unsafe", THANKS_IN_PLACE)]
