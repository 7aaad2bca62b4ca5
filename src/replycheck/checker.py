"""The checker: assembles what stands below, and turns a draft into a Report."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language

from replycheck import fixes as fixing
from replycheck.analysis import Analysed, analyse, analyse_many, analyse_words, load_pipeline
from replycheck.checks import CHECKS
from replycheck.customer import decide_address, sign_matchers, signs
from replycheck.errors import PolicyError, RuleError
from replycheck.matching import Attempt, Engine, Match, Situation
from replycheck.model import (
    AddressDecision,
    AddressForm,
    Context,
    Edit,
    Finding,
    Fix,
    Profile,
    Refusal,
    RefusalReason,
    Report,
    Skipped,
    Switch,
)
from replycheck.policy import Policy, make_context, make_policy, selected, severity_of, verdict
from replycheck.rewrites import REWRITES, Remark, Rewrite, by_rule
from replycheck.rewrites.address import informal
from replycheck.rules import Rule, load_rules
from replycheck.suppression import Known, carried, fingerprint
from replycheck.switch import MESSAGES, Plan, plan
from replycheck.tone import SHIPPED, ToneModel
from replycheck.vocabulary import Terms, let_stand

MAX_ROUNDS = 10
# So many words stay in spaCy's vocabulary (some 4 MiB): to enter a common word anew for each draft costs
# as much as to analyse it.
KEPT_WORDS = 8_192
NEW_FAULT = Remark(
    "Korjattuun virkkeeseen tulisi uusi huomautus, joten korjausta ei tehdä itsestään.",
    "The mended sentence would have another fault, so this fix is not applied by itself.",
)
TONE_FIRST = Remark(
    "Virkkeessä on huomautettavaa myös sävystä: korjaa se ensin.",
    "The sentence has a fault of tone as well: mend that first.",
)
# A request in a sentence that hurts is not mended by politeness alone: such a sentence needs a person.
REQUESTS = frozenset({"imperative", "necessity"})
NEEDS_A_PERSON = frozenset({"blame", "dismissive", "overpromise", "defensive", "hostile"})

LET_STAND = Remark(
    "Sama korjaus muuttaisi myös kohtaa, jonka huomautus on ohitettu, joten sitä ei tehdä itsestään.",
    "The same fix would also change a place whose finding is suppressed, so it is not applied by itself.",
)
NOT_PROVEN = Remark(
    "Korjausta ei ehditty varmistaa, joten sitä ei tehdä itsestään.",
    "There was no time to prove this fix, so it is not applied by itself.",
)
# Code points a millisecond, until a checker has measured its own pace: slower than any machine tried.
FIRST_PACE = 10.0
MEASURABLE = 200  # code points; of shorter drafts, the time says little about long ones

_SENTENCE_END = re.compile(r"\n|[.!?] ")
_SLOT = re.compile(r"\{([a-z_]+)(\.fixed)?\}")


class OutOfTime(Exception):
    """The time of a check has passed; never leaves this module."""


class Deadline:
    """When a check has to be over; without a limit, never."""

    def __init__(self, limit_ms: float | None = None) -> None:
        self._end = None if limit_ms is None else time.monotonic() + limit_ms / 1000

    def left_ms(self) -> float:
        """Milliseconds that are left: from 0 to more than a lock can be told to wait for."""
        left = float("inf") if self._end is None else (self._end - time.monotonic()) * 1000
        return min(max(0.0, left), threading.TIMEOUT_MAX * 1000)

    def keep(self) -> None:
        """Raise OutOfTime where nothing is left."""
        if not self.left_ms():
            raise OutOfTime


NO_LIMIT = Deadline()


@dataclass
class Trace:
    """A report together with how it came about: what ``replycheck explain`` shows."""

    report: Report
    analysed: Analysed
    attempts: list[Attempt] = field(default_factory=list)


class Checker:
    """Checks drafts under one policy. Make one and keep it: a check is cheap, making one is not.

    A checker may be used from several threads; they take turns.

    policy: a Policy, a mapping of its fields, or None for the default one
    rules: rules to use instead of the shipped ones and the policy's packs

    Raises PolicyError, RuleError or SetupError.
    """

    def __init__(
        self, policy: Policy | Mapping[str, Any] | None = None, rules: Sequence[Rule] | None = None
    ) -> None:
        self.policy = make_policy(policy)
        every = tuple(rules) if rules is not None else _rules(self.policy.rules)
        self.rules = selected(every, self.policy)
        for rule in every:
            _require_functions(rule)
        self._nlp, self._lock = _pipeline(self.policy.profile)
        self._pace = FIRST_PACE
        judging = any(rule.model for rule in self.rules) and self.policy.tone_model != "none"
        self._engine = Engine(self.rules, CHECKS, _tone(self.policy.tone_model) if judging else None)
        self._signs = sign_matchers(every)
        self._names = Terms(self.policy.vocabulary.accept, names=True)
        self._rejected = Terms(self.policy.vocabulary.reject)
        for word, instead in self._rejected.instead.items():
            if self._rejected.holds(instead) and not self._names.holds(instead):
                raise PolicyError(
                    f"vocabulary: {instead!r} is to replace {word!r}, but holds a rejected word; "
                    "where it may stand, name it in accept"
                )
        self._remembered = frozenset(self.policy.remembered)
        self._address_rules = [rule for rule in every if rule.category == "address"]

    @property
    def pipeline(self) -> Language:
        """The spaCy pipeline that reads the drafts; all checkers of a process and profile share it."""
        return self._nlp

    def check(
        self,
        draft: str,
        *,
        context: Context | Mapping[str, Any] | None = None,
        timeout_ms: float | None = None,
        known: Known | None = None,
    ) -> Report:
        """Check one draft. Any string is a draft; raises ContextError for a wrong context only.

        known: findings to suppress, beside those that the policy remembers
        timeout_ms: milliseconds the check may take, waiting for its turn included. Of a draft that is too long
            for it, as many sentences as fit are checked; the rest is in ``skipped`` with the reason
            ``time-limit``, nothing is said of the draft as a whole, and ``incomplete`` is True. The limit is
            kept by what this checker has learned of its own speed: a step that has begun is not broken off.
        """
        situation = make_context(context)
        if timeout_ms is None:
            return next(self.check_many([(draft, situation, known)]))
        return self._check_in_time(draft, situation, known or Known(), Deadline(timeout_ms))

    def _check_in_time(self, draft: str, context: Context, known: Known, deadline: Deadline) -> Report:
        if not self._lock.acquire(timeout=deadline.left_ms() / 1000):
            return _cut_report(Report(draft="", findings=(), fixed="", verdict="pass"), draft)
        try:
            with self._zone():
                begin = time.monotonic()
                part = draft[: _cut(draft, int(deadline.left_ms() * self._pace))]
                report = self._report(self._analyse(part), context, known, deadline=deadline).report
                if len(part) >= MEASURABLE:
                    self._pace = (self._pace + len(part) / (time.monotonic() - begin) / 1000) / 2
        finally:
            self._lock.release()
        return report if len(part) == len(draft) else _cut_report(report, draft)

    def check_many(
        self,
        drafts: Iterable[
            str
            | tuple[str, Context | Mapping[str, Any] | None]
            | tuple[str, Context | Mapping[str, Any] | None, Known | None]
        ],
    ) -> Iterator[Report]:
        """Check drafts as a stream; reports come in the order of the drafts.

        drafts: each a string, or a (draft, context) or (draft, context, known) tuple; see ``check``
        """
        for batch in _batches(map(_situated, drafts), BATCH):
            with self._lock, self._zone():
                analyses = analyse_many(self._nlp, [draft for draft, _, _ in batch])
                reports = [
                    self._report(let_stand(self._names, analysed), context, known).report
                    for analysed, (_, context, known) in zip(analyses, batch, strict=True)
                ]
            yield from reports

    def _analyse(self, draft: str) -> Analysed:
        return let_stand(self._names, analyse(self._nlp, draft))

    def _zone(self) -> AbstractContextManager[object]:
        """Where reports are made: once the vocabulary has its fill of words, spaCy forgets those of the batch."""
        if len(self._nlp.vocab) < KEPT_WORDS:
            return nullcontext()
        return self._nlp.memory_zone()

    def trace(self, draft: str, *, context: Context | Mapping[str, Any] | None = None) -> Trace:
        """Check one draft and keep the analysis and every attempt of a rule."""
        attempts: list[Attempt] = []
        with self._lock:
            return self._report(self._analyse(draft), make_context(context), Known(), attempts)

    def switch(
        self, draft: str, *, to: AddressForm, context: Context | Mapping[str, Any] | None = None
    ) -> Switch:
        """Turn a whole draft to the other form of address; see ``switch_address``.

        The address rules take part whatever the policy selects; of the others, those that it does.
        """
        with self._lock, self._zone():
            return self._switch(self._analyse(draft), make_context(context), to)

    def _switch(self, analysed: Analysed, context: Context, to: AddressForm) -> Switch:
        situation = replace(self._situation(analysed, context)[0], address=to)
        draft = analysed.draft
        if to == "informal" and context.recipient == "many":
            return Switch(draft=draft, to=to, text=draft)  # several people are *te* in either form
        steps = self._plan(analysed, situation)
        if steps.obstacles:
            places = [
                (analysed.draft_span(place, place + 1), reason, "") for place, reason in steps.obstacles
            ]
        else:
            edits = tuple(_in_draft(edit, analysed) for edit in steps.edits)
            text = fixing.apply(draft, edits)
            places = self._faults_of_switch(analysed, text, edits, situation)
            if not places:
                return Switch(draft=draft, to=to, text=text, edits=edits)
        refused = [
            Refusal(
                start=start,
                end=end,
                text=draft[start:end],
                reason=reason,
                message=self._said(MESSAGES[reason]) + (f": {rule}" if rule else ""),
            )
            for (start, end), reason, rule in places
        ]
        return Switch(draft=draft, to=to, text=draft, refused=tuple(refused))

    def _plan(self, analysed: Analysed, situation: Situation) -> Plan:
        attempts: list[Attempt] = []
        for _ in self._address_engine.run(analysed, situation, attempts):
            pass
        found: dict[bool, set[int]] = {True: set(), False: set()}
        for each in attempts:
            words = {index for index in range(each.start, each.end) if analysed.addresses(index)}
            found[each.outcome == "finding"] |= words
        return plan(analysed, found[True], found[False], situation)

    def _faults_of_switch(
        self, analysed: Analysed, text: str, edits: Sequence[Edit], situation: Situation
    ) -> list[tuple[tuple[int, int], RefusalReason, str]]:
        """What the switched text would have wrong, as places of the draft: the old form left, or a new fault."""
        after = self._analyse(text)  # as a check of it would read it, statistical model and all
        places: list[tuple[tuple[int, int], RefusalReason, str]] = []
        for match in self._address_engine.run(after, situation):
            start, end = after.draft_span(*match.place)
            place = _place_before(edits, start), _place_before(edits, end)
            places.append((place, "left-over", match.rule.id))
        found_before = self._findings(analysed, situation, Known(), by_likeness=False)
        before = [each for each in found_before if each.category != "address"]
        for finding in self._findings(after, situation, Known(), by_likeness=False):
            if finding.category != "address" and (spot := _new_place(finding, edits, before, text)):
                places.append((spot, "new-finding", finding.rule))
        return sorted(places)

    @cached_property
    def _address_engine(self) -> Engine:
        return Engine(self._address_rules, CHECKS)

    def _report(
        self,
        analysed: Analysed,
        context: Context,
        known: Known,
        attempts: list[Attempt] | None = None,
        deadline: Deadline = NO_LIMIT,
    ) -> Trace:
        situation, decision = self._situation(analysed, context)
        findings = self._findings(analysed, situation, known, attempts)
        incomplete = False
        try:
            findings, fixed, stable = self._mend(analysed, situation, findings, deadline)
        except OutOfTime:
            note = self._said(NOT_PROVEN)
            findings = [_with_unsafe(finding, set(finding.fixes), note) for finding in findings]
            fixed, stable, incomplete = analysed.draft, True, True
        report = Report(
            draft=analysed.draft,
            findings=tuple(findings),
            fixed=fixed,
            verdict=verdict(findings),
            skipped=analysed.skipped,
            address=decision,
            customer=situation.customer,
            stable=stable,
            incomplete=incomplete,
        )
        return Trace(report, analysed, attempts or [])

    def _situation(self, analysed: Analysed, context: Context) -> tuple[Situation, AddressDecision]:
        customer = analyse_words(self._nlp, context.customer) if context.customer else None
        decision = decide_address(
            self.policy.address, analysed.doc, customer.doc if customer is not None else None
        )
        shown = signs(customer, self._signs) if customer is not None else ()
        return Situation(context, decision.form, shown, self._rejected), decision

    def _findings(
        self,
        analysed: Analysed,
        situation: Situation,
        known: Known,
        attempts: list[Attempt] | None = None,
        *,
        by_likeness: bool = True,
    ) -> list[Finding]:
        found = _agreed(
            [
                (match, self._finding(match, analysed, situation))
                for match in self._engine.run(analysed, situation, attempts, by_likeness=by_likeness)
            ],
            analysed,
        )
        found = [(match, self._marked(finding, known)) for match, finding in found]
        hurt = {
            analysed.sentence_of[match.start]
            for match, finding in found
            if finding.category in NEEDS_A_PERSON and match.start is not None and not match.rule.model
            if finding.suppressed is None
        }
        findings = (
            _with_unsafe(finding, set(finding.fixes), self._said(TONE_FIRST))
            if finding.category in REQUESTS and analysed.sentence_of[match.place[0]] in hurt
            else finding
            for match, finding in found
        )
        return sorted(_letting_stand(list(findings), self._said(LET_STAND)), key=_order)

    def _marked(self, finding: Finding, known: Known) -> Finding:
        mark = known.mark(finding)  # asked in any case: it counts what is there
        if finding.fingerprint in self._remembered:
            mark = "ignored"
        return finding.model_copy(update={"suppressed": mark}) if mark else finding

    def _finding(self, match: Match, analysed: Analysed, situation: Situation) -> Finding:
        rule = match.rule
        english = self.policy.messages == "en"
        rewrites = by_rule(match, analysed, situation) if rule.fix else []
        whole = rule.whole_draft or match.start is None
        start, end = (None, None) if whole else analysed.draft_span(*match.place)
        confidence = rule.confidence if match.confidence is None else match.confidence
        return Finding(
            rule=rule.id,
            category=rule.category,
            severity=severity_of(rule, self.policy, graver=match.graver, hint=match.hint),
            start=start,
            end=end,
            text=None if start is None else analysed.draft[start:end],
            message=_message(
                rule.message_en if english else rule.message, match, analysed, rewrites, situation
            ),
            why=(rule.why_en or rule.why) if english else rule.why,
            fixes=tuple(self._fix(rewrite, analysed) for rewrite in rewrites),
            confidence=confidence,
            advice=self._advice(rule, situation),
            fingerprint=fingerprint(rule.id, _sentence(analysed, None if whole else match.start)),
        )

    def _advice(self, rule: Rule, situation: Situation) -> tuple[str, ...]:
        """The example wordings of a rule in the form of address that is due; one without it is left out."""
        if situation.context.recipient == "many":
            return rule.advice
        shown = (self.in_address(text, situation.address) for text in rule.advice)
        return tuple(text for text in shown if text is not None)

    def in_address(self, text: str, form: AddressForm | None) -> str | None:
        """A wording that is written for formal address, in that form; None where it cannot be proven."""
        if form != "informal":
            return text
        with self._lock:
            return _informal(text, self.policy.profile)

    def _fix(self, rewrite: Rewrite, analysed: Analysed) -> Fix:
        edits = [_in_draft(edit, analysed) for edit in rewrite.edits]
        return Fix(
            edits=tuple(sorted(edits, key=lambda edit: edit.start)),
            applicability=rewrite.applicability,
            title=rewrite.title,
            note=rewrite.note and self._said(rewrite.note),
            safety_note=rewrite.safety_note and self._said(rewrite.safety_note),
        )

    def _said(self, remark: Remark) -> str:
        return remark.en if self.policy.messages == "en" else remark.fi

    def _mend(
        self, analysed: Analysed, situation: Situation, findings: list[Finding], deadline: Deadline
    ) -> tuple[list[Finding], str, bool]:
        """Apply safe fixes until none is left, and take back those that bring a new finding.

        A fix whose sentence shows a finding that was not there before is demoted to unsafe: it is
        still offered, and says why it is not applied. Raises OutOfTime.
        """
        while True:
            culprits, fixed, stable = self._apply(analysed, situation, findings, deadline)
            if not culprits:
                return findings, fixed, stable
            note = self._said(NEW_FAULT)
            findings = [_with_unsafe(finding, culprits, note) for finding in findings]

    def _apply(
        self, analysed: Analysed, situation: Situation, findings: list[Finding], deadline: Deadline
    ) -> tuple[set[Fix], str, bool]:
        draft, current, left = analysed.draft, analysed, findings
        first: list[Fix] = []
        for _ in range(MAX_ROUNDS):
            chosen = fixing.choose(left)
            if not chosen:
                return set(), draft, True
            deadline.keep()
            edits = fixing.edits_of(chosen)
            first = first or chosen
            draft = fixing.apply(draft, edits)
            current = let_stand(self._names, current.edited(self._nlp, draft, edits))
            after = self._findings(current, situation, carried(left, edits), by_likeness=False)
            culprits = _culprits(chosen, edits, left, after)
            if culprits:
                # Of a later round nothing can be offered by itself, so the first round answers for it.
                return (culprits if first is chosen else set(first)), draft, True
            left = after
        return set(), draft, False


BATCH = 20


def check_reply(
    draft: str,
    *,
    context: Context | Mapping[str, Any] | None = None,
    policy: Policy | Mapping[str, Any] | None = None,
    timeout_ms: float | None = None,
) -> Report:
    """Check one draft before it is sent.

    draft: the agent's reply, any string
    context: what is known of the situation (a Context or a mapping of its fields)
    policy: the house policy (a Policy or a mapping of its fields); formal address by default
    timeout_ms: milliseconds the check may take; see ``Checker.check``

    Returns a Report. The checker of a policy is kept, so a further call costs milliseconds.
    Raises ContextError, PolicyError, RuleError or SetupError.
    """
    checker = _checker(make_policy(policy).model_dump_json())
    return checker.check(draft, context=context, timeout_ms=timeout_ms)


def switch_address(
    draft: str,
    *,
    to: AddressForm = "formal",
    context: Context | Mapping[str, Any] | None = None,
    policy: Policy | Mapping[str, Any] | None = None,
) -> Switch:
    """Turn a whole draft from *sinä* to *te*, or back: all of it, or nothing.

    draft: the agent's reply, any string
    to: ``formal`` (te) or ``informal`` (sinä)
    context: what is known of the situation; to ``recipient="many"``, participles and predicatives become
        plural (*olette tilanneet*), and nothing is made informal, since several people are *te* in any case
    policy: whose rules the result has to pass, and the language of refusals

    Returns a Switch. Its text addresses the customer in one form throughout, holds no finding of another rule
    that the draft does not hold, and differs from the draft in its edits alone. Where that cannot be proven,
    the text is the draft and ``refused`` says what stood in the way.

    This is a function beside ``check_reply`` and no method of Report: a report is a value that is made once,
    travels as JSON and has no model at hand, and a switch reads the draft again to prove its result.

    Raises ContextError, PolicyError, RuleError or SetupError; ValueError for an unknown form of address.

        >>> switch_address("Saitko laskusi?").text
        'Saitteko laskunne?'
    """
    if to not in ("formal", "informal"):
        raise ValueError(f"to is 'formal' or 'informal', not {to!r}")
    return _checker(make_policy(policy).model_dump_json()).switch(draft, to=to, context=context)


@lru_cache(maxsize=8)
def _checker(policy_json: str) -> Checker:
    return Checker(Policy.model_validate_json(policy_json))


@lru_cache(maxsize=4)
def _tone(model: str | Path) -> ToneModel:
    return ToneModel.load(SHIPPED if model == "shipped" else Path(model))


@lru_cache(maxsize=8)
def _rules(paths: tuple[Path, ...]) -> tuple[Rule, ...]:
    return load_rules(paths)


@lru_cache(maxsize=2)
def _pipeline(profile: Profile) -> tuple[Language, threading.RLock]:
    return load_pipeline(profile), threading.RLock()


@lru_cache(maxsize=1024)
def _informal(text: str, profile: Profile) -> str | None:
    return informal(analyse(_pipeline(profile)[0], text))


def _cut(draft: str, room: int) -> int:
    """How many code points of a draft are checked where there is room for so many: whole sentences."""
    if len(draft) <= room:
        return len(draft)
    return max((end.end() for end in _SENTENCE_END.finditer(draft, 0, room)), default=0)


def _cut_report(report: Report, draft: str) -> Report:
    """The report on the first part of a draft as one on the whole of it."""
    begin = len(report.draft)
    findings = tuple(finding for finding in report.findings if finding.start is not None)
    rest = Skipped(start=begin, end=len(draft), reason="time-limit")
    changes = {
        "draft": draft,
        "findings": findings,
        "fixed": report.fixed + draft[begin:],
        "verdict": verdict(findings),
        "skipped": (*report.skipped, rest),
        "incomplete": True,
    }
    return report.model_copy(update=changes)


def _situated(
    draft: str
    | tuple[str, Context | Mapping[str, Any] | None]
    | tuple[str, Context | Mapping[str, Any] | None, Known | None],
) -> tuple[str, Context, Known]:
    text, context, known = (draft, None, None) if isinstance(draft, str) else (*draft, None)[:3]
    return text, make_context(context), known or Known()


def _batches(
    drafts: Iterable[tuple[str, Context, Known]], size: int
) -> Iterator[list[tuple[str, Context, Known]]]:
    batch: list[tuple[str, Context, Known]] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _require_functions(rule: Rule) -> None:
    if rule.check and rule.check not in CHECKS:
        raise RuleError(f"{rule.path}:{rule.line}:1: {rule.id}: no check {rule.check}")
    if rule.fix and rule.fix.rewrite and rule.fix.rewrite not in REWRITES:
        raise RuleError(f"{rule.path}:{rule.line}:1: {rule.id}: no rewrite {rule.fix.rewrite}")


def _agreed(found: Sequence[tuple[Match, Finding]], analysed: Analysed) -> list[tuple[Match, Finding]]:
    """Where a rule and the tone model find a fault of one category in one sentence, the rule's finding stays.

    It is the surer for it.
    """

    def place(match: Match) -> tuple[str, int | None]:
        return match.rule.category, None if match.start is None else analysed.sentence_of[match.start]

    alike = {place(match): finding.confidence for match, finding in found if match.rule.model}
    if not alike:
        return list(found)
    ruled = {place(match) for match, _ in found if not match.rule.model}
    return [
        (match, finding if match.rule.model else _surer(finding, alike.get(place(match), 0.0)))
        for match, finding in found
        if not match.rule.model or place(match) not in ruled
    ]


def _surer(finding: Finding, likeness: float) -> Finding:
    if not likeness:
        return finding
    return finding.model_copy(update={"confidence": 1 - (1 - finding.confidence) * (1 - likeness)})


def _sentence(analysed: Analysed, index: int | None) -> str:
    """The text of a token's sentence; the whole draft where there is no token."""
    if index is None:
        return analysed.text
    start, end = analysed.text_span(*analysed.sentence_at(index))
    return analysed.text[start:end]


def _letting_stand(findings: Sequence[Finding], note: str) -> Sequence[Finding]:
    """The findings, none of which has a safe fix that would make a suppressed one's change as well."""
    barred = {edit for each in findings if each.suppressed for fix in each.fixes for edit in fix.edits}
    if not barred:
        return findings
    return [
        finding
        if finding.suppressed
        else _with_unsafe(finding, {fix for fix in finding.fixes if not barred.isdisjoint(fix.edits)}, note)
        for finding in findings
    ]


def _order(finding: Finding) -> tuple[bool, int, int, str]:
    return (finding.start is None, finding.start or 0, finding.end or 0, finding.rule)


def _in_draft(edit: Edit, analysed: Analysed) -> Edit:
    """An edit of the clean text as one of the draft."""
    start, end = analysed.to_draft(edit.start, edit.end)
    return Edit(start=start, end=end, replacement=edit.replacement)


def _message(
    template: str, match: Match, analysed: Analysed, rewrites: Sequence[Rewrite], situation: Situation
) -> str:
    """Fill ``{text}``, ``{customer}`` (their first sign of being upset), ``{strategy}`` and capture names.

    ``{name.fixed}`` is the capture after the first fix.
    """

    def fill(slot: re.Match[str]) -> str:
        if slot[1] == "strategy":
            known = match.rule.pack.strategies.get(match.strategy)
            return "…" if known is None else known.en if template == match.rule.message_en else known.fi
        if slot[1] == "customer":
            return next((sign.text for sign in situation.customer if sign.kind != "question"), "…")
        start, end = match.place if slot[1] == "text" else match.captures.get(slot[1], match.place)
        first, last = analysed.text_span(start, end)
        text = analysed.text[first:last]
        if not slot[2]:
            return text
        if not rewrites:
            return "…"
        inside = [edit for edit in rewrites[0].edits if first <= edit.start and edit.end <= last]
        moved = [
            edit.model_copy(update={"start": edit.start - first, "end": edit.end - first}) for edit in inside
        ]
        return fixing.apply(text, sorted(moved, key=lambda edit: edit.start))

    return _SLOT.sub(fill, template)


def _culprits(
    chosen: Sequence[Fix], edits: Sequence[Edit], before: Sequence[Finding], after: Sequence[Finding]
) -> set[Fix]:
    """The fixes that brought a finding where that rule had found nothing before."""
    culprits: set[Fix] = set()
    for finding in after:
        if finding.start is None or finding.end is None or finding.suppressed:
            continue
        start, end = _place_before(edits, finding.start), _place_before(edits, finding.end)
        if not any(_same_place(finding.rule, start, end, known) for known in before):
            culprits |= {fix for fix in chosen if _near(fix, edits, finding.start, finding.end)}
    return culprits


def _new_place(
    finding: Finding, edits: Sequence[Edit], before: Sequence[Finding], text: str
) -> tuple[int, int] | None:
    """Where in the draft before ``edits`` a finding stands that was not there; None where it was."""
    if finding.start is None or finding.end is None:
        known = any(each.rule == finding.rule for each in before)
        return None if known else (0, _place_before(edits, len(text)))
    start, end = _place_before(edits, finding.start), _place_before(edits, finding.end)
    known = any(_same_place(finding.rule, start, end, each) for each in before)
    return None if known else (start, max(start, end))


def _same_place(rule: str, start: int, end: int, known: Finding) -> bool:
    if known.start is None or known.end is None:
        return False
    return known.rule == rule and known.start <= end and start <= known.end


def _place_before(edits: Sequence[Edit], place: int) -> int:
    """An offset of the edited text in the text before; inside a replacement, the start of what it replaced."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        if place <= start:
            break
        if place < start + len(edit.replacement):
            return edit.start
        shift += len(edit.replacement) - (edit.end - edit.start)
    return place - shift


def _near(fix: Fix, edits: Sequence[Edit], start: int, end: int) -> bool:
    """Whether the fix changed something within the finding's reach, in offsets of the new text."""
    shift = 0
    for edit in edits:
        if (
            edit in fix.edits
            and edit.start + shift <= end
            and edit.start + shift + len(edit.replacement) >= start
        ):
            return True
        shift += len(edit.replacement) - (edit.end - edit.start)
    return False


def _with_unsafe(finding: Finding, fixes: set[Fix], note: str) -> Finding:
    if fixes.isdisjoint(finding.fixes):
        return finding
    unsafe = {"applicability": "unsafe", "safety_note": note}
    changed = tuple(
        fix.model_copy(update=unsafe) if fix in fixes and fix.applicability == "safe" else fix
        for fix in finding.fixes
    )
    return finding.model_copy(update={"fixes": changed})
