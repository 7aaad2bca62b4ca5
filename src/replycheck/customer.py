"""Reading the customer's message: how they address us, and whether they are upset.

The message is read with morphology alone, without the statistical model, and no rule runs on it. The
signs of an upset customer stand in rules/shared.yaml as the wordings of ``upset-customer``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc

from replycheck.model import AddressDecision, AddressForm

UPSET = "upset-customer"

# Shouting: three capital words in a row, or marks in a row.
_LOUD = re.compile(r"[!?]{2,}|(?:\b[A-ZÅÄÖ]{3,}\b\W+){2}\b[A-ZÅÄÖ]{3,}\b")


def is_loud(message: str) -> bool:
    """Whether the message shouts."""
    return bool(_LOUD.search(message))


def address_counts(doc: Doc) -> tuple[int, int]:
    """How many words address one person informally (sinä), and how many formally or many (te)."""
    informal = formal = 0
    for token in doc:
        number = _second_person(token.morph.to_dict())
        informal += number == "Sing"
        formal += number == "Plur"
    return informal, formal


def decide_address(policy: str, draft: Doc, customer: Doc | None) -> AddressDecision:
    """Which form of address the draft should use under a policy, and what decided it.

    ``mirror`` follows the customer's own words and stays formal where they show neither form;
    ``consistent`` follows the form that the draft uses more, formal when they are even.
    """
    if policy in ("formal", "informal"):
        return AddressDecision(form="formal" if policy == "formal" else "informal", basis="policy")
    if policy == "mirror":
        form = _more(address_counts(customer)) if customer is not None else None
        return AddressDecision(form=form or "formal", basis="customer" if form else "policy")
    informal, formal = address_counts(draft)
    if not informal and not formal:
        return AddressDecision(form=None, basis="none")
    return AddressDecision(form="informal" if informal > formal else "formal", basis="draft")


def _more(counts: Iterable[int]) -> AddressForm | None:
    informal, formal = counts
    if informal == formal:
        return None
    return "informal" if informal > formal else "formal"


def _second_person(feats: dict[str, str]) -> str | None:
    if feats.get("Person") == "2":
        return feats.get("Number")
    if feats.get("Person[psor]") == "2":
        return feats.get("Number[psor]")
    return None
