"""Reading the customer's message: how they address us, whether they are upset and why, and what they ask.

The message is read with morphology alone, without the statistical model, and no rule runs on it. The
wordings of each sign stand in rules/shared.yaml under ``customer``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc

from replycheck.analysis import Analysed
from replycheck.model import AddressDecision, AddressForm, CustomerSign, SignKind
from replycheck.rules import Rule, compile_phrases
from replycheck.wording import WordingMatcher, Words

# Three capital words in a row, or marks in a row; two question marks may be mere surprise.
_LOUD = re.compile(r"[!?]*(?:!!|!\?|\?!|\?\?\?)[!?]*|(?:\b[A-ZÅÄÖ]{3,}\b\W+){2}\b[A-ZÅÄÖ]{3,}\b")
_JOY = re.compile(r"\b(?:kiit|ihana|mahtava|upea|hieno|jee|jes|super|onnea)[^.!?\n]*$", re.IGNORECASE)


def sign_matchers(rules: Sequence[Rule]) -> Mapping[SignKind, WordingMatcher]:
    """What finds each kind of sign, from the packs of these rules."""
    phrases: dict[SignKind, dict[str, Rule]] = {}
    for rule in rules:
        for kind, wording in rule.pack.customer.items():
            phrases.setdefault(kind, {}).update((phrase, rule) for phrase in wording)
    return {
        kind: WordingMatcher(
            pattern for phrase, rule in each.items() for pattern in compile_phrases(phrase, rule.pack)
        )
        for kind, each in phrases.items()
    }


def signs(message: Analysed, matchers: Mapping[SignKind, WordingMatcher]) -> tuple[CustomerSign, ...]:
    """What the customer's message shows, in order of place."""
    return tuple(sorted(_signs(message, matchers), key=lambda sign: (sign.start, sign.end, sign.kind)))


def _signs(message: Analysed, matchers: Mapping[SignKind, WordingMatcher]) -> Iterator[CustomerSign]:
    words = Words(message)
    for kind, matcher in matchers.items():
        for place in matcher.find(words):
            yield _sign(kind, message, *message.draft_span(place.start, place.end))
    for found in _LOUD.finditer(message.draft):
        # *Kiitos avusta!!* is joy.
        if not _JOY.search(message.draft, found.start() - 60 if found.start() > 60 else 0, found.start()):
            yield _sign("shouting", message, *found.span())
    for first, last in message.sentences:
        if any(token.text.startswith("?") for token in message.doc[first:last]):
            start, end = message.trimmed(first, last)
            if start < end:
                yield _sign("question", message, *message.draft_span(start, end))


def _sign(kind: SignKind, message: Analysed, start: int, end: int) -> CustomerSign:
    return CustomerSign(kind=kind, start=start, end=end, text=message.draft[start:end])


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
