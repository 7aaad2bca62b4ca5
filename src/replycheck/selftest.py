"""Examples inside rules are tests: this runs them, for pytest and for ``replycheck test``.

A bad example must give the rule's findings exactly at its marks, and become ``fixed`` when every safe fix is
applied. A good example, a fixed text and advice must pass every rule. A phrase that fires in no bad example
is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from replycheck.checker import Checker
from replycheck.model import AddressForm, Context, Report
from replycheck.policy import Policy, Vocabulary
from replycheck.rules import Bad, Given, Good, Rule, compile_phrases, load_rules, rule_files
from replycheck.wording import WordingMatcher, Words

Kind = Literal["bad", "good", "advice", "phrase"]


@dataclass(frozen=True)
class Example:
    """One thing to prove of a rule: an example's number within its kind, or an advice's or a phrase's."""

    rule: Rule
    kind: Kind
    number: int

    @property
    def name(self) -> str:
        """A name that is unique among all rules."""
        return f"{self.rule.id}:{self.kind}-{self.number + 1}"


@dataclass(frozen=True)
class Failure:
    """An example that does not hold. The texts are the rule author's own."""

    rule: str
    example: str
    problem: str
    path: Path
    line: int


class Examples:
    """The examples of the shipped rules, or of the packs in ``paths``, checked against all rules together."""

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        self._paths = tuple(paths)
        rules = load_rules(paths)
        own = {file.resolve() for path in paths for file in rule_files(path)}
        self.rules = tuple(rule for rule in rules if not paths or rule.path.resolve() in own)
        self._checker = lru_cache(maxsize=4)(self._make)
        self._words = lru_cache(maxsize=None)(self._read)  # every phrase of a rule asks for its bad drafts

    def __iter__(self) -> Iterator[Example]:
        """Every example, every advice and every phrase."""
        for rule in self.rules:
            yield from (Example(rule, "bad", number) for number in range(len(rule.bad)))
            yield from (Example(rule, "good", number) for number in range(len(rule.good)))
            yield from (Example(rule, "advice", number) for number in range(len(rule.advice)))
            yield from (Example(rule, "phrase", number) for number in range(len(rule.phrases)))

    def problem(self, example: Example) -> str | None:
        """What is wrong with an example, or None."""
        rule, number = example.rule, example.number
        if example.kind == "good":
            return self._problem_of_good(rule, rule.good[number])
        if example.kind == "bad":
            return self._problem_of_bad(rule, rule.bad[number])
        if example.kind == "advice":
            return self._problem_of_advice(rule, rule.advice[number])
        return self._problem_of_phrase(rule, rule.phrases[number])

    def _make(
        self, address: AddressForm, rule: str | None, rejected: tuple[tuple[str, str], ...] = ()
    ) -> Checker:
        """A checker for the examples of an ordinary rule, or of the one rule that is off or judges by likeness.

        Likeness keeps out of the examples of other rules: a trained model is held to its measures, not to texts.
        """
        special = next((each for each in self.rules if each.id == rule), None)
        judging = special is not None and special.model is not None
        enable = (special.id,) if special is not None and not special.enabled else ()
        tone_model: Literal["shipped", "none"] = "shipped" if judging else "none"
        return Checker(
            Policy(
                address=address,
                rules=self._paths,
                enable=enable,
                tone_model=tone_model,
                vocabulary=Vocabulary(reject=dict(rejected)),
            )
        )

    def _read(self, draft: str) -> Words:
        return Words(self._checker("formal", None).trace(draft).analysed)

    def report(self, text: str, given: Given, rule: Rule | None = None) -> Report:
        """Check a text in the situation of an example; a reply in mid-conversation unless it says otherwise."""
        when = rule.when if rule else None
        address = given.address or (when and when.address) or "formal"
        context = Context(
            customer=given.customer,
            first_reply=bool(given.first_reply),
            channel=given.channel or (when and when.channel) or "chat",
            recipient=given.recipient or (when and when.recipient) or "one",
        )
        special = rule.id if rule and (rule.model or not rule.enabled) else None
        rejected = tuple(given.reject.items())
        return self._checker(address, special, rejected).check(text, context=context)

    def _problem_of_good(self, rule: Rule, good: Good) -> str | None:
        found = self.report(good.text, good.given, rule if rule.model or not rule.enabled else None).findings
        if found:
            return f"“{good.text}”: {', '.join(f'{each.rule} at “{each.text}”' for each in found)}"
        return None

    def _problem_of_bad(self, rule: Rule, bad: Bad) -> str | None:
        report = self.report(bad.draft, bad.given, rule)
        mine = [finding for finding in report.findings if finding.rule == rule.id]
        if rule.whole_draft:
            if not mine:
                return f"“{bad.draft}”: nothing found"
        else:
            places = [(finding.start, finding.end) for finding in mine]
            if not bad.spans:
                return f"“{bad.text}”: nothing is marked with < >"
            if places != list(bad.spans):
                found = ", ".join(f"“{finding.text}”" for finding in mine) or "nothing"
                return f"“{bad.text}”: found {found}"
        if bad.fixed is None:
            return None
        if report.fixed != bad.fixed:
            return f"“{bad.text}”: becomes “{report.fixed}”, not “{bad.fixed}”"
        return self._problem_of_good(rule, Good(text=bad.fixed, given=_situation(bad.given, rule)))

    def _problem_of_advice(self, rule: Rule, text: str) -> str | None:
        """Advice is a draft of its own, in each form of address, where the rule's first bad example stands."""
        forms: tuple[AddressForm, ...] = (rule.when.address,) if rule.when.address else ("formal", "informal")
        for form in forms:
            shown = self._checker(form, None).in_address(text, form)
            if shown is None:
                return f"“{text}”: no proven form for {form} address"
            given = rule.bad[0].given.model_copy(update={"address": form})
            if problem := self._problem_of_good(rule, Good(text=shown, given=given)):
                return problem
        return None

    def _problem_of_phrase(self, rule: Rule, phrase: str) -> str | None:
        """Of a wording (``&name``), each phrase has to fire in some bad example of the rule."""
        phrases = rule.pack.wordings[phrase[1:]] if phrase.startswith("&") else (phrase,)
        silent = [each for each in phrases if not self._fires(rule, each)]
        return f"fires in no bad example: {', '.join(f'“{each}”' for each in silent)}" if silent else None

    def _fires(self, rule: Rule, phrase: str) -> bool:
        matcher = WordingMatcher(compile_phrases(phrase, rule.pack))
        return any(matcher.find(self._words(bad.draft)) for bad in rule.bad)


def _situation(given: Given, rule: Rule) -> Given:
    return given if given.address else given.model_copy(update={"address": rule.when.address})


def run(paths: Sequence[Path] = ()) -> list[Failure]:
    """Run all examples; the failures, in the order of the rules. Raises RuleError for a pack that cannot be read."""
    examples = Examples(paths)
    return [
        Failure(example.rule.id, example.name, problem, example.rule.path, example.rule.line)
        for example in examples
        if (problem := examples.problem(example)) is not None
    ]


def count(paths: Sequence[Path] = ()) -> int:
    """How many examples, pieces of advice and phrases the rules have."""
    return sum(1 for _ in Examples(paths))
