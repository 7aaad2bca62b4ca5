"""The house policy: which rules speak, how grave their findings are, and which form of address is right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from replycheck.errors import ContextError, PolicyError
from replycheck.model import CATEGORIES, SEVERITIES, Context, Finding, Frozen, Profile, Severity, Verdict
from replycheck.rules import Rule

Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
VERDICTS: Mapping[str, Verdict] = {"info": "suggest", "warning": "confirm", "error": "stop"}


def _without_replacement(value: Any) -> Any:
    return dict.fromkeys(value, "") if isinstance(value, list | tuple) else value


class Vocabulary(Frozen):
    """A house's own words.

    accept: names in which nothing is found, in any inflected form: *Muista-laina*, *Kotisi kuntoon*
    reject: words that are not used, in any inflected form, and what is said instead, or nothing (``""``)
    """

    accept: tuple[Term, ...] = ()
    reject: Annotated[
        dict[Term, str],
        BeforeValidator(_without_replacement, json_schema_input_type=dict[Term, str] | tuple[Term, ...]),
    ] = {}


class Policy(Frozen):
    """What a company wants of its replies.

    address: ``formal`` (te) or ``informal`` (sinä); ``consistent``: whichever the draft uses more;
        ``mirror``: as the customer writes, formal where that does not show
    select: rule ids or categories that speak; empty for all
    ignore: rule ids or categories that keep silent
    enable: ids of rules to add that are off by default
    tone_model: what judges by likeness: the model that comes with replycheck, none, or a file made by
        ``replycheck train``
    severities: severity by rule id or category; a rule id goes before its category
    messages: language of messages
    rules: further rule files, or folders of them
    vocabulary: the house's own words
    remembered: fingerprints of findings that a person has let stand; they are suppressed
    profile: ``full`` reads a draft with the Finnish statistical model, ``light`` without it: several times
        faster, a little less exact
    """

    address: Literal["formal", "informal", "consistent", "mirror"] = "formal"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    tone_model: Literal["shipped", "none"] | Path = "shipped"
    severities: dict[str, Severity] = {}
    messages: Literal["fi", "en"] = "fi"
    rules: tuple[Path, ...] = ()
    vocabulary: Vocabulary = Vocabulary()
    remembered: tuple[str, ...] = ()
    profile: Profile = "full"


class Overrides(Frozen):
    """What a request may say otherwise than the house policy; what it leaves out stays as the house has it."""

    address: Literal["formal", "informal", "consistent", "mirror"] | None = None
    select: list[str] | None = Field(default=None, description="only these rules or categories")
    ignore: list[str] | None = Field(default=None, description="not these rules or categories")
    enable: list[str] | None = Field(default=None, description="rules to add that are off by default")
    severities: dict[str, Severity] | None = Field(
        default=None, description="by rule or category; others keep the severity of the house"
    )
    messages: Literal["fi", "en"] | None = Field(default=None, description="language of messages")

    def named(self) -> dict[str, Any]:
        """The fields that were given."""
        return {name: value for name, value in self if value is not None}


def make_policy(values: Policy | Mapping[str, Any] | None) -> Policy:
    """A Policy from what a caller gave; raises PolicyError that names the field and what is wrong."""
    if isinstance(values, Policy):
        return values
    try:
        return Policy.model_validate(dict(values or {}))
    except ValidationError as error:
        raise PolicyError(_say("policy", error, Policy.model_fields)) from None


def overridden(house: Policy, given: Mapping[str, Any]) -> Policy:
    """The house policy with the fields that a request gives; of ``severities``, the names in it alone.

    Raises PolicyError.
    """
    severities = {"severities": house.severities | given["severities"]} if "severities" in given else {}
    return make_policy(house.model_dump() | dict(given) | severities)


def make_context(values: Context | Mapping[str, Any] | None) -> Context:
    """A Context from what a caller gave; raises ContextError that names the field and what is wrong."""
    if isinstance(values, Context):
        return values
    try:
        return Context.model_validate(dict(values or {}))
    except ValidationError as error:
        raise ContextError(_say("context", error, Context.model_fields)) from None


def selected(rules: Sequence[Rule], policy: Policy) -> tuple[Rule, ...]:
    """The rules that speak under a policy; raises PolicyError for a name that no rule or category has."""
    names = {rule.id for rule in rules} | set(CATEGORIES)
    for field, given in (
        ("select", policy.select),
        ("ignore", policy.ignore),
        ("enable", policy.enable),
        ("severities", tuple(policy.severities)),
    ):
        for name in given:
            if name not in names:
                raise PolicyError(f"{field}: no rule or category {name!r}{nearest(name, names)}")
    return tuple(
        rule
        for rule in rules
        if (not policy.select or {rule.id, rule.category} & set(policy.select))
        and (rule.enabled or rule.id in (*policy.select, *policy.enable))
        and not {rule.id, rule.category} & set(policy.ignore)
    )


def severity_of(rule: Rule, policy: Policy, *, graver: bool = False, hint: bool = False) -> Severity:
    """The severity of a rule's finding under a policy; one step up where the situation makes it graver.

    What the policy says of the rule or its category holds as it stands. A mere hint stays ``info``.
    """
    if hint:
        return "info"
    named = policy.severities.get(rule.id) or policy.severities.get(rule.category)
    if named is not None or not graver:
        return named or rule.severity
    return SEVERITIES[min(SEVERITIES.index(rule.severity) + 1, len(SEVERITIES) - 1)]


def verdict(findings: Iterable[Finding]) -> Verdict:
    """The verdict on a draft: that of its gravest finding that is not suppressed."""
    counting = (finding for finding in findings if finding.suppressed is None)
    gravest = max((SEVERITIES.index(finding.severity) for finding in counting), default=None)
    return "pass" if gravest is None else VERDICTS[SEVERITIES[gravest]]


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint for an unknown name: ``; did you mean x?``, or nothing."""
    close = difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def _say(what: str, error: ValidationError, fields: Iterable[str]) -> str:
    lines = []
    for fault in error.errors(include_input=False):
        name = ".".join(map(str, fault["loc"]))
        if fault["type"] == "extra_forbidden":
            lines.append(f"{what}: no field {name!r}{nearest(name, fields)}")
        else:
            lines.append(f"{what}: {name}: {fault['msg']}")
    return "\n".join(lines)
