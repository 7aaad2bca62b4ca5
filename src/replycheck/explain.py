"""Which rules there are, why one exists, and why it did or did not speak: what ``replycheck explain`` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from replycheck.errors import PolicyError
from replycheck.model import Category, Frozen, Severity
from replycheck.policy import Policy, nearest, selected, severity_of
from replycheck.rules import Bad, Condition, FixSpec, Given, Rule, When, load_rules

# A rule's page needs no model: what only a trace needs is not imported.
if TYPE_CHECKING:
    from replycheck.checker import Trace
    from replycheck.matching import Attempt
    from replycheck.morphology import Reading

WIDTH = 88


class RuleInfo(Frozen):
    """A rule, its severity under a policy, and whether it speaks under it."""

    id: str
    category: Category
    severity: Severity
    title: str
    why: str
    source: str
    enabled: bool


def find_rule(rules: Sequence[Rule], rule_id: str) -> Rule:
    """The rule of that id; raises PolicyError that names the nearest id."""
    for rule in rules:
        if rule.id == rule_id:
            return rule
    raise PolicyError(f"no rule {rule_id!r}{nearest(rule_id, [rule.id for rule in rules])}")


def rule_list(policy: Policy) -> tuple[RuleInfo, ...]:
    """Every rule there is under a policy, also those that it keeps silent; raises PolicyError or RuleError."""
    every = load_rules(policy.rules)
    speaking = {rule.id for rule in selected(every, policy)}
    return tuple(
        RuleInfo(
            id=rule.id,
            category=rule.category,
            severity=severity_of(rule, policy),
            title=rule.title,
            why=(rule.why_en or rule.why) if policy.messages == "en" else rule.why,
            source=rule.source,
            enabled=rule.id in speaking,
        )
        for rule in every
    )


def rule_page(rule: Rule) -> str:
    """Everything a rule file says of one rule, as text."""
    off = "" if rule.enabled else ", off by default"
    parts = [f"{rule.id}  ({rule.severity}{off})", rule.title, ""]
    parts += _field("Why", rule.why)
    parts += _field("", rule.why_en or "")
    parts += _field("Message", rule.message)
    parts += _field("", rule.message_en)
    parts += _field("Source", rule.source)
    parts += _field("File", f"{rule.path}:{rule.line}")
    parts += _field("Speaks", _when(rule.when))
    parts += _field("Looks for", _looks_for(rule))
    parts += _field("Unless", "; ".join(map(condition_text, rule.unless)))
    parts += _field("Requires", "; ".join(map(condition_text, rule.require)))
    parts += _field("Graver if", "; ".join(map(condition_text, rule.graver_if)))
    parts += _field("Fix", _fix(rule.fix) if rule.fix else "none: a person has to write it anew")
    if rule.advice:
        parts += ["", "Advises", *(f"  {text}" for text in rule.advice)]
    parts += ["", "Finds, between < and >", *_bad(rule.bad)]
    parts += ["", "Lets pass", *(f"  {good.text}{_given(good.given)}" for good in rule.good)]
    return "\n".join(parts)


def trace_page(trace: Trace, rules: Sequence[Rule], rule: Rule | None = None) -> str:
    """How one text was read, and what became of every match.

    rules: the rules that ran
    rule: say it of this rule alone, also where it found nothing
    """
    return "\n".join(["Words", *_words(trace), "", "Matches", *_matches(trace, rules, rule)])


def condition_text(condition: Condition) -> str:
    """A condition of ``unless`` or ``require`` in one line, as a rule file has it."""
    if condition.named is not None:
        return condition.named
    key = next(iter(condition.model_fields_set))
    wording = getattr(condition, key)
    return f"{key} {_wording(wording.phrases, wording.tokens)}"


def _field(name: str, text: str) -> list[str]:
    if not text:
        return []
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=f"{name:<11}",
        subsequent_indent=" " * 11,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _when(when: When) -> str:
    named = {name: value for name, value in when.model_dump().items() if value is not None}
    return ", ".join(f"{name} {str(value).lower()}" for name, value in named.items()) or "always"


def _looks_for(rule: Rule) -> str:
    return f"the check {rule.check}" if rule.check else _wording(rule.phrases, rule.pattern)


def _wording(phrases: Iterable[str], tokens: Sequence[object]) -> str:
    return " | ".join(phrases) or " ".join(map(str, tokens))


def _fix(fix: FixSpec) -> str:
    if fix.rewrite:
        return f"the rewrite {fix.rewrite}, which decides by the case whether it is safe"
    if fix.replace:
        how = ", ".join(f"{name} → {text}" for name, text in fix.replace.items())
    else:
        how = ", ".join(
            f"{name} with {feature}={value or 'none'}"
            for name, feats in fix.inflect.items()
            for feature, value in feats.items()
        )
    return f"{how}; {fix.applicability}" + (f": {fix.safety_note}" if fix.safety_note else "")


def _bad(examples: Sequence[Bad]) -> Iterator[str]:
    for bad in examples:
        yield f"  {bad.text}{_given(bad.given)}"
        if bad.fixed:
            yield f"  → {bad.fixed}"


def _given(given: Given) -> str:
    situation = _when(given)
    return "" if situation == "always" else f"   ({situation})"


def _words(trace: Trace) -> Iterator[str]:
    analysed = trace.analysed
    doc = analysed.doc
    for token in doc:
        if token.is_space:
            continue
        if token.is_sent_start and token.i:
            yield ""
        start, end = analysed.draft_span(token.i, token.i + 1)
        choice = doc._.replycheck_choices[token.i]
        yield (
            f"  {_place(start, end)}  {token.text}: {_reading(choice.reading)}"
            f"   [{choice.why}, {choice.confidence:.2f}]"
        )
        others = [reading for reading in doc._.replycheck_readings[token.i] if reading != choice.reading]
        yield from (f"{'':13}not {_reading(reading)}" for reading in others)


def _reading(reading: Reading) -> str:
    parts = [reading.lemma, reading.pos, reading.feats]
    if reading.standard:
        parts.append(f"(standard: {reading.standard})")
    return " ".join(part for part in parts if part)


def _matches(trace: Trace, rules: Sequence[Rule], rule: Rule | None) -> Iterator[str]:
    by_id = {each.id: each for each in rules}
    attempts = [attempt for attempt in trace.attempts if rule is None or attempt.rule == rule.id]
    for attempt in sorted(attempts, key=lambda each: (each.start, each.end, each.rule)):
        yield f"  {_attempt(trace, attempt, by_id[attempt.rule])}"
    if attempts:
        return
    if rule is None:
        yield "  none: no rule matched"
    else:
        yield f"  none: {rule.id} matched nothing here"
        yield f"  it speaks {_when(rule.when)}, and looks for {_looks_for(rule)}"


def _attempt(trace: Trace, attempt: Attempt, rule: Rule) -> str:
    if attempt.end > attempt.start:
        start, end = trace.analysed.draft_span(attempt.start, attempt.end)
        where = f"{_place(start, end)}  {rule.id}: “{trace.report.draft[start:end]}”"
    else:
        where = f"{'draft':<9}  {rule.id}: the draft as a whole"
    if attempt.outcome == "finding":
        return f"{where} is a finding"
    if attempt.outcome == "skipped":
        return f"{where} was skipped: {attempt.by}"
    return f"{where} was vetoed by {_veto(attempt.by, rule)}"


def _veto(by: str, rule: Rule) -> str:
    """``unless 2`` with the words of that condition; a named one says enough by itself."""
    kind, _, name = by.partition(" ")
    conditions = rule.unless if kind == "unless" else rule.require
    if name.isdigit() and int(name) <= len(conditions):
        return f"{kind} {condition_text(conditions[int(name) - 1])}"
    return by


def _place(start: int, end: int) -> str:
    return f"{f'{start}–{end}':<9}"
