"""What goes in and what comes out: frozen pydantic models without behaviour of their own.

Every offset is a code point of the draft as it was given, half open: ``draft[start:end]``.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Category = Literal[
    "address",
    "imperative",
    "necessity",
    "blame",
    "dismissive",
    "overpromise",
    "defensive",
    "hostile",
    "courtesy",
    "empathy",
    "wording",
]
CATEGORIES: tuple[Category, ...] = (
    "address",
    "imperative",
    "necessity",
    "blame",
    "dismissive",
    "overpromise",
    "defensive",
    "hostile",
    "courtesy",
    "empathy",
    "wording",
)
DOCUMENT_CATEGORIES: frozenset[str] = frozenset({"courtesy", "empathy"})
# What a house's own vocabulary finds; no draft is marked with it.
HOUSE_CATEGORIES: frozenset[str] = frozenset({"wording"})

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")

Applicability = Literal["safe", "unsafe", "display"]
Verdict = Literal["pass", "suggest", "confirm", "stop"]
Problem = Literal["time-limit", "failure"]
SkipReason = Literal[
    "quotation",
    "quoted-line",
    "url",
    "email-address",
    "placeholder",
    "signature",
    "other-language",
    "code",
    "markup",
    "own-term",
    "time-limit",
]
Channel = Literal["chat", "email"]
Recipient = Literal["one", "many"]
AddressForm = Literal["formal", "informal"]
Profile = Literal["full", "light"]
Suppression = Literal["ignored", "baseline"]
SignKind = Literal[
    "feeling",
    "judgement",
    "again",
    "waiting",
    "unanswered",
    "broken-promise",
    "loss",
    "leaving",
    "reproach",
    "swearing",
    "shouting",
    "question",
]
SIGN_KINDS: tuple[SignKind, ...] = get_args(SignKind)
RefusalReason = Literal["no-form", "unclear", "several-people", "left-over", "new-finding"]


def _encodable(text: str) -> str:
    """Lone surrogates have no UTF-8 form; JSON gets U+FFFD in their place, so offsets hold."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


Text = Annotated[str, PlainSerializer(_encodable, return_type=str, when_used="json")]
Offset = Annotated[int, Field(ge=0, description="code points from the start of the draft")]


class Frozen(BaseModel):
    """A value: immutable, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Context(Frozen):
    """The situation a draft is written in.

    customer: the customer's latest message, or None where there is none
    first_reply: whether the draft is the agent's first message of the conversation
    channel: where it is sent
    recipient: whether the draft speaks to one person or to several
    """

    customer: str | None = None
    first_reply: bool = True
    channel: Channel = "chat"
    recipient: Recipient = "one"


class Edit(Frozen):
    """Put ``replacement`` in place of ``draft[start:end]``."""

    start: Offset
    end: Offset
    replacement: Text


class Fix(Frozen):
    """One way to mend a finding: all of its edits, or none.

    applicability: ``safe`` keeps the meaning, and the first such fix of a finding is applied by
        ``Report.fixed``; ``unsafe`` waits for a person to choose it; ``display`` is only shown: it has a
        place in [brackets] for the writer to fill in
    title: what the fix does, in a few words
    note: how the result reads, in one line; helps to choose among several fixes
    safety_note: why a fix is not applied by itself
    """

    edits: tuple[Edit, ...] = Field(min_length=1)
    applicability: Applicability
    title: Text
    note: str | None = None
    safety_note: str | None = None


class Finding(Frozen):
    """One fault in the draft.

    rule: id of the rule, ``category/fault-name``
    start, end, text: the place, with ``draft[start:end] == text``; None for the draft as a whole
    message: what is wrong and what to do instead
    why: the reason, from Finnish service training or grammar
    fixes: ready rewrites, best first
    advice: example wordings that say the same well, in the draft's form of address; never applied
    confidence: 0 to 1, how sure the rule is of what it saw
    fingerprint: names this rule's finding in this sentence, wherever the sentence stands; white space and
        capitals aside
    suppressed: why the finding does not count: a person said so (``ignored``), or it was there when the
        baseline was taken. Its fixes are not applied and it has no part in the verdict
    """

    rule: str
    category: Category
    severity: Severity
    start: Offset | None
    end: Offset | None
    text: Text | None
    message: Text
    why: str
    fixes: tuple[Fix, ...] = ()
    advice: tuple[Text, ...] = ()
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)
    fingerprint: str = ""
    suppressed: Suppression | None = None


class Skipped(Frozen):
    """A stretch of the draft that was not judged, and the reason."""

    start: Offset
    end: Offset
    reason: SkipReason


class AddressDecision(Frozen):
    """How the draft was expected to address the customer, and what decided it."""

    form: AddressForm | None
    basis: Literal["policy", "customer", "draft", "none"]


class CustomerSign(Frozen):
    """What shows in the customer's message: what they ask, or that they are upset and why.

    kind: ``question`` is a direct question; every other kind is a sign of an upset customer
    start, end, text: the place, with ``Context.customer[start:end] == text``
    """

    kind: SignKind
    start: Offset
    end: Offset
    text: Text


class Report(Frozen):
    """What the checker says of one draft.

    findings: in order of place; findings on the whole draft come last
    fixed: the draft with every safe fix applied
    verdict: ``pass`` nothing found, ``suggest`` only hints, ``confirm`` ask the agent, ``stop`` hold the message
    skipped: what was not judged, and why
    address: which form of address was expected
    customer: what the customer's message shows, in order of place
    unit: the unit of every offset
    stable: False where fixes kept changing each other's result and were cut off
    incomplete: True where the time limit came before the end; the rest is in ``skipped``
    """

    draft: Text
    findings: tuple[Finding, ...]
    fixed: Text
    verdict: Verdict
    skipped: tuple[Skipped, ...] = ()
    address: AddressDecision = AddressDecision(form="formal", basis="policy")
    customer: tuple[CustomerSign, ...] = ()
    unit: Literal["code point"] = "code point"
    stable: bool = True
    incomplete: bool = False


class Decision(Frozen):
    """What to do with a reply that is about to be sent.

    verdict: ``pass`` send it; ``suggest`` send it, and show the hints; ``confirm`` ask the agent first; ``stop``
        hold it back
    checked: whether the whole of it was checked. Where it was not, the verdict stands on what was found in
        time, and is ``pass`` where nothing was: an unchecked reply is sent, and the agent is told
    problem: why it was not: out of time, or the check itself failed
    message: the decision in a sentence for the agent, in the language of the policy's messages
    report: the findings; None where there are none to be had
    """

    verdict: Verdict
    checked: bool
    problem: Problem | None = None
    message: Text
    report: Report | None = None


class Refusal(Frozen):
    """A spot that keeps a draft from being switched to the other form of address.

    start, end, text: the place, with ``draft[start:end] == text``
    reason: ``no-form`` no proven form of the word; ``unclear`` the word may or may not address the customer;
        ``several-people`` the spot speaks to several, and only one is to be addressed; ``left-over`` the
        switched draft would still hold the old form here; ``new-finding`` it would have a fault that the
        draft has not
    message: the same in a sentence
    """

    start: Offset
    end: Offset
    text: Text
    reason: RefusalReason
    message: Text


class Switch(Frozen):
    """A draft in the other form of address: the whole of it, or, where a spot is not proven, nothing.

    to: the form of address that was asked for
    text: the switched draft; the draft itself where anything was refused, or nothing was to be switched
    edits: what was changed, in order of place; nothing else differs between ``draft`` and ``text``
    refused: what stood in the way, in order of place; empty where the switch was made
    """

    draft: Text
    to: AddressForm
    text: Text
    edits: tuple[Edit, ...] = ()
    refused: tuple[Refusal, ...] = ()
    unit: Literal["code point"] = "code point"
