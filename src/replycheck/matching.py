"""Rules → matches: each rule's patterns run over a Doc, and its conditions keep or veto what they find.

Every wording (a rule's own, or a condition's) is compiled once. A draft is tried only against wordings of
which it holds an anchor word, so a thousand phrases cost little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from replycheck.analysis import Analysed
from replycheck.model import SIGN_KINDS, AddressForm, Context, CustomerSign, SignKind
from replycheck.rules import Condition, Pack, Rule, When, compile_wording, wording_of
from replycheck.tone import Likeness, ToneModel, likenesses
from replycheck.vocabulary import NO_TERMS, Terms
from replycheck.wording import Found, Key, TokenRange, WordingMatcher, Words

Outcome = Literal["finding", "vetoed", "skipped"]


@dataclass(frozen=True)
class Situation:
    """What is known beside the draft itself: the context, and what follows from it.

    rejected: words that the house does not use, and what it says instead
    """

    context: Context = field(default_factory=Context)
    address: AddressForm | None = "formal"
    customer: tuple[CustomerSign, ...] = ()
    rejected: Terms = NO_TERMS

    @property
    def shown(self) -> frozenset[SignKind]:
        """The kinds of sign that the customer's message shows."""
        return frozenset(sign.kind for sign in self.customer)

    @property
    def upset(self) -> bool:
        """Whether the customer is upset: any sign but a question tells it."""
        return bool(self.shown - {"question"})


@dataclass(frozen=True)
class Match:
    """A rule found something. ``start`` and ``end`` are tokens of the mark; None for the draft as a whole.

    graver: whether the situation makes it worse than the rule's own severity says
    hint: whether it is too unsure for more than a hint
    strategy: which strategy of the category it resembles, where the tone model found it
    """

    rule: Rule
    start: int | None
    end: int | None
    captures: Mapping[str, TokenRange] = field(default_factory=dict)
    confidence: float | None = None
    graver: bool = False
    hint: bool = False
    strategy: str = ""

    @property
    def place(self) -> TokenRange:
        """The tokens of the mark; an empty range at the start for the draft as a whole."""
        return (self.start or 0, self.end or 0)


@dataclass(frozen=True)
class Attempt:
    """What became of a match, in tokens: a finding, vetoed by a condition, or outside the agent's own words."""

    rule: str
    start: int
    end: int
    outcome: Outcome
    by: str = ""


Check = Callable[[Analysed, Situation], Iterator["CheckMatch"]]


@dataclass(frozen=True)
class CheckMatch:
    """What a Python check yields: tokens of the mark (None: the whole draft), and captures."""

    start: int | None
    end: int | None
    captures: Mapping[str, TokenRange] = field(default_factory=dict)
    confidence: float | None = None


class Engine:
    """All rules of a checker, ready to run."""

    def __init__(
        self, rules: Sequence[Rule], checks: Mapping[str, Check], tone: ToneModel | None = None
    ) -> None:
        self._rules = rules if tone else [rule for rule in rules if not rule.model]
        self._tone = tone
        self._checks = checks
        self._own: dict[str, WordingMatcher] = {}
        self._conditions: dict[int, WordingMatcher] = {}
        self._by_anchor: dict[Key, list[str]] = defaultdict(list)
        self._always: list[str] = []
        for rule in rules:
            if rule.check or rule.model:
                self._always.append(rule.id)
            else:
                self._add(rule)
            for condition in (*rule.unless, *rule.require, *rule.graver_if):
                self._add_condition(condition, rule.pack)

    def _add(self, rule: Rule) -> None:
        matcher = WordingMatcher(compile_wording(rule.wording, rule.pack))
        self._own[rule.id] = matcher
        if not matcher.anchors:
            self._always.append(rule.id)
        for anchor in matcher.anchors:
            self._by_anchor[anchor].append(rule.id)

    def _add_condition(self, condition: Condition, pack: Pack) -> None:
        if id(condition) in self._conditions:
            return
        if condition.named is None:
            patterns = compile_wording(wording_of(condition), pack)
            self._conditions[id(condition)] = WordingMatcher(patterns)
        else:
            for part in pack.conditions.get(condition.named, ()):
                self._add_condition(part, pack)

    def run(
        self,
        analysed: Analysed,
        situation: Situation,
        attempts: list[Attempt] | None = None,
        *,
        by_likeness: bool = True,
    ) -> Iterator[Match]:
        """Yield the matches of all rules that speak in this situation.

        attempts: where given, every match is noted there with what became of it
        by_likeness: whether the rules that judge by likeness speak too
        """
        words = Words(analysed)
        present = {rule for key in self._by_anchor.keys() & words.keys for rule in self._by_anchor[key]}
        present.update(self._always)
        found: dict[int, list[Found]] = {}
        for rule in self._rules:
            if rule.id not in present or not speaks(rule.when, situation):
                continue
            if rule.model and not by_likeness:
                continue
            for match in self._matches(rule, words, situation):
                skipped = None if match.start is None else analysed.zone_at(*match.place)
                by = skipped or self._veto(rule, match, words, situation, found)
                if attempts is not None:
                    outcome: Outcome = "skipped" if skipped else "vetoed" if by else "finding"
                    attempts.append(Attempt(rule.id, *match.place, outcome, by or ""))
                if not by:
                    graver = any(
                        self._holds(each, rule, match, words, situation, found) for each in rule.graver_if
                    )
                    yield replace(match, graver=True) if graver else match
                    if rule.whole_draft:
                        break

    def _matches(self, rule: Rule, words: Words, situation: Situation) -> Iterator[Match]:
        analysed = words.analysed
        if rule.model:
            for alike in analysed.once(self._judge):
                if alike.category == rule.category:
                    yield Match(
                        rule,
                        alike.start,
                        alike.end,
                        {},
                        alike.probability,
                        hint=not alike.sure,
                        strategy=alike.strategy,
                    )
        elif rule.check:
            for each in self._checks[rule.check](analysed, situation):
                yield Match(rule, each.start, each.end, each.captures, each.confidence)
        else:
            for place in self._own[rule.id].find(words):
                start, end = _mark(rule, place, analysed)
                captures = {"match": (place.start, place.end), **place.captures}
                yield Match(rule, start, end, captures)

    def _judge(self, analysed: Analysed) -> list[Likeness]:
        return likenesses(self._tone, analysed) if self._tone else []

    def _veto(
        self,
        rule: Rule,
        match: Match,
        words: Words,
        situation: Situation,
        found: dict[int, list[Found]],
    ) -> str | None:
        for number, condition in enumerate(rule.unless, 1):
            if self._holds(condition, rule, match, words, situation, found):
                return f"unless {condition.named or number}"
        for number, condition in enumerate(rule.require, 1):
            if not self._holds(condition, rule, match, words, situation, found):
                return f"require {condition.named or number}"
        return None

    def _holds(
        self,
        condition: Condition,
        rule: Rule,
        match: Match,
        words: Words,
        situation: Situation,
        found: dict[int, list[Found]],
    ) -> bool:
        analysed = words.analysed
        start, end = match.captures.get("match", match.place)
        if condition.named is not None:
            if condition.named in BUILT_IN:
                return BUILT_IN[condition.named](analysed, situation, start, end)
            parts = rule.pack.conditions[condition.named]
            return any(self._holds(part, rule, match, words, situation, found) for part in parts)
        key = id(condition)
        if key not in found:
            found[key] = self._conditions[key].find(words)
        return any(_stands(condition, place, start, end, analysed) for place in found[key])


def speaks(when: When, situation: Situation) -> bool:
    """Whether a rule has anything to say in this situation."""
    context = situation.context
    return (
        when.address in (None, situation.address)
        and when.channel in (None, context.channel)
        and when.recipient in (None, context.recipient)
        and when.first_reply in (None, context.first_reply)
        and (when.customer is None or (when.customer == "upset") == situation.upset)
    )


def _mark(rule: Rule, place: Found, analysed: Analysed) -> TokenRange:
    if rule.mark == "match":
        return place.start, place.end
    if rule.mark == "clause":
        return analysed.trimmed(analysed.clause_at(place.start)[0], analysed.clause_at(place.end - 1)[1])
    if rule.mark == "sentence":
        return analysed.trimmed(*analysed.sentence_at(place.start))
    return place.captures.get(rule.mark, (place.start, place.end))


def _stands(condition: Condition, place: Found, start: int, end: int, analysed: Analysed) -> bool:
    sentence = analysed.sentence_of
    if analysed.zone_at(place.start, place.end):
        return False
    if condition.draft is not None:
        return True
    if condition.earlier is not None:
        return place.end <= start
    apart = sentence[place.start] - sentence[start]
    if condition.near is not None:
        return abs(apart) <= 1
    if apart:
        return False
    if condition.before is not None:
        return place.end == start
    if condition.after is not None:
        return place.start == end
    if condition.clause is not None:
        return (
            analysed.clause_of[start] <= analysed.clause_of[place.start]
            and analysed.clause_of[place.end - 1] <= analysed.clause_of[end - 1]
        )
    return True


def _question(analysed: Analysed, situation: Situation, start: int, end: int) -> bool:
    first, last = analysed.sentence_at(start)
    return any("?" in token.text for token in analysed.doc[max(end - 1, first) : last])


def _negated(analysed: Analysed, situation: Situation, start: int, end: int) -> bool:
    first, last = analysed.clause_at(start)
    return any("Polarity=Neg" in str(token.morph) for token in analysed.doc[first:last])


def _in_list(analysed: Analysed, situation: Situation, start: int, end: int) -> bool:
    return analysed.in_list(start)


def _customer_upset(analysed: Analysed, situation: Situation, start: int, end: int) -> bool:
    return situation.upset


def _customer_shows(kind: SignKind) -> Callable[[Analysed, Situation, int, int], bool]:
    return lambda analysed, situation, start, end: kind in situation.shown


def _conditional_clause(analysed: Analysed, situation: Situation, start: int, end: int) -> bool:
    first, _ = analysed.clause_at(start)
    return any(token.lower_ in ("jos", "mikäli", "ellei") for token in analysed.doc[first:start])


def _capitalised(analysed: Analysed, situation: Situation, start: int, end: int) -> bool:
    """The name of a page, a product, a course: a capital inside a sentence, or *Kotisi kuntoon -kurssi*."""
    doc = analysed.doc
    if not doc[start].text[:1].isupper():
        return False
    if not analysed.starts_clause(start) and doc[start - 1].text[-1:].isalnum():
        return True
    following = [token.text for token in doc[end : min(end + 4, analysed.sentence_at(start)[1])]]
    head = next((each for each, text in enumerate(following) if text.startswith("-") and len(text) > 1), None)
    return head is not None and all(text.islower() for text in following[:head])


def _many(analysed: Analysed, situation: Situation, start: int, end: int) -> bool:
    return situation.context.recipient == "many"


BUILT_IN: Mapping[str, Callable[[Analysed, Situation, int, int], bool]] = {
    "question": _question,
    "negated": _negated,
    "in-list": _in_list,
    "customer-upset": _customer_upset,
    "conditional-clause": _conditional_clause,
    "capitalised": _capitalised,
    "many-recipients": _many,
    **{f"customer-{kind}": _customer_shows(kind) for kind in SIGN_KINDS},
}
