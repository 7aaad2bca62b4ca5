"""Rule files: their schema, and how they are read.

A rule file that cannot be used raises RuleError with ``path:line:column: what is wrong`` for every
fault in it; nothing is loaded halfway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from replycheck.errors import RuleError
from replycheck.features import FEATURES
from replycheck.model import (
    DOCUMENT_CATEGORIES,
    SIGN_KINDS,
    Applicability,
    Category,
    Channel,
    Recipient,
    Severity,
    SignKind,
)
from replycheck.patterns import Pattern, PatternFault, compile_phrase, compile_tokens
from replycheck.shipped import shipped_rules_dir

SHARED = "shared.yaml"

_ID = re.compile(r"^[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*$")
_MARK = re.compile(r"<([^<>]+)>")

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Strict(BaseModel):
    """A part of a rule file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class When(Strict):
    """The situation in which a rule speaks; what is not named does not matter."""

    address: Literal["formal", "informal"] | None = None
    channel: Channel | None = None
    recipient: Recipient | None = None
    first_reply: bool | None = None
    customer: Literal["upset", "calm"] | None = None


class Given(When):
    """The situation of an example; ``reject``: words that the house does not use, and what it says instead."""

    customer: str | None = None  # type: ignore[assignment]
    reject: dict[str, str] = {}


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Phrases = Annotated[tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])]
Tokens = tuple[dict[str, Any], ...]


def _phrases_or_tokens(value: Any) -> Any:
    if isinstance(value, str):
        return {"phrases": [value]}
    if isinstance(value, list):
        if value and all(isinstance(item, Mapping) for item in value):
            return {"tokens": value}
        return {"phrases": value}
    return value


class Wording(Strict):
    """Words to look for: phrases, or one token list in spaCy's form."""

    phrases: tuple[str, ...] = ()
    tokens: Tokens = ()


Words = Annotated[
    Wording,
    BeforeValidator(_phrases_or_tokens, json_schema_input_type=str | tuple[str, ...] | Tokens | Wording),
]


class Condition(Strict):
    """Something that stands near a match. Exactly one key.

    before, after: right before or after the match, in its sentence
    clause, sentence: anywhere in the clause or sentence of the match
    near: in the sentence of the match, the one before or the one after
    earlier: anywhere in the draft before the match
    draft: anywhere in the draft
    named: a condition of shared.yaml or of the pack, or one of the built-in ones
    """

    before: Words | None = None
    after: Words | None = None
    clause: Words | None = None
    sentence: Words | None = None
    near: Words | None = None
    earlier: Words | None = None
    draft: Words | None = None
    named: str | None = None

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a condition has exactly one key")
        return self


def _condition(value: Any) -> Any:
    return {"named": value} if isinstance(value, str) else value


ConditionLike = Annotated[Condition, BeforeValidator(_condition, json_schema_input_type=str | Condition)]


class FixSpec(Strict):
    """How a fix is made: changed features, a fixed text for a capture, or a function of rewrites/."""

    inflect: dict[str, dict[str, str | None]] = {}
    replace: dict[str, str] = {}
    rewrite: str | None = None
    applicability: Applicability = "unsafe"
    title: str = ""
    safety_note: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(map(bool, (self.inflect, self.replace, self.rewrite))) != 1:
            raise ValueError("a fix has exactly one of inflect, replace and rewrite")
        for feats in self.inflect.values():
            for name, value in feats.items():
                if name not in FEATURES:
                    raise ValueError(f"no feature {name}")
                if value is not None and value not in FEATURES[name]:
                    raise ValueError(f"{name} has no value {value}")
        return self


class Bad(Strict):
    """A text with a fault, the fault between < and >; ``fixed`` is the text with every safe fix applied."""

    text: str
    fixed: str | None = None
    given: Given = Given()

    @property
    def draft(self) -> str:
        """The text without marks."""
        return _MARK.sub(r"\1", self.text)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The marked places, in code points of ``draft``."""
        return tuple(
            (found.start() - 2 * index, found.end() - 2 * index - 2)
            for index, found in enumerate(_MARK.finditer(self.text))
        )


class Good(Strict):
    """A text that every rule lets pass."""

    text: str
    given: Given = Given()


def _text(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Rule(Strict):
    """One rule: what it finds, what it says of it, and the examples that prove it.

    graver_if: its findings are one step graver where one of these holds
    enabled: whether it speaks without being named by a policy
    model: it finds sentences that resemble those marked as a fault of its category
    """

    id: str
    title: str
    why: str
    why_en: str | None = None
    source: str
    message: str
    message_en: str
    advice: tuple[str, ...] = ()
    severity: Severity = "warning"
    confidence: float = Field(default=0.9, ge=0.0, le=1.0)
    when: When = When()
    pattern: Tokens = ()
    phrases: Phrases = ()
    check: str | None = None
    model: Literal["tone"] | None = None
    mark: str = "match"
    unless: tuple[ConditionLike, ...] = ()
    require: tuple[ConditionLike, ...] = ()
    graver_if: tuple[ConditionLike, ...] = ()
    enabled: bool = True
    fix: FixSpec | None = None
    bad: tuple[Annotated[Bad, BeforeValidator(_text, json_schema_input_type=str | Bad)], ...] = Field(
        min_length=2
    )
    good: tuple[Annotated[Good, BeforeValidator(_text, json_schema_input_type=str | Good)], ...] = Field(
        min_length=2
    )

    _category: Category = PrivateAttr()
    _path: Path = PrivateAttr()
    _line: int = PrivateAttr(default=0)
    _pack: Pack = PrivateAttr()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not _ID.match(self.id):
            raise ValueError(f"id {self.id!r} is not category/fault-name in lower case")
        if sum(map(bool, (self.pattern, self.phrases, self.check, self.model))) != 1:
            raise ValueError("a rule has exactly one of pattern, phrases, check and model")
        return self

    @property
    def category(self) -> Category:
        """The category of its file."""
        return self._category

    @property
    def path(self) -> Path:
        """The file it was read from."""
        return self._path

    @property
    def line(self) -> int:
        """The line it starts on, from 1."""
        return self._line

    @property
    def pack(self) -> Pack:
        """The file's word classes and conditions."""
        return self._pack

    @property
    def whole_draft(self) -> bool:
        """Whether its findings are about the draft as a whole."""
        return self._category in DOCUMENT_CATEGORIES

    @property
    def wording(self) -> Wording:
        """The words it looks for; empty for a rule with a check."""
        return Wording(phrases=self.phrases, tokens=self.pattern)


class Strategy(Strict):
    """What a sentence of some strategy of a fault does, in a few words."""

    fi: str
    en: str


class Pack(Strict):
    """One rule file. ``shared.yaml`` has no rules, and what it names every other file can use.

    classes: words for ``@name`` in a phrase; an entry is a surface form, ``stem*`` or ``~lemma``
    wordings: phrases for ``&name`` in place of a phrase
    conditions: for ``unless``, ``require`` and ``graver_if`` by name; one that holds is enough
    customer: signs of an upset customer in their message, by kind
    strategies: what each strategy that the tone model names does
    graver_if: for every rule of the file that names none of its own
    """

    category: Category | None = None
    when: When = When()
    classes: dict[str, tuple[str, ...]] = {}
    wordings: dict[str, Phrases] = {}
    conditions: dict[str, tuple[ConditionLike, ...]] = {}
    customer: dict[SignKind, Phrases] = {}
    strategies: dict[str, Strategy] = {}
    graver_if: tuple[ConditionLike, ...] = ()
    rules: tuple[Rule, ...] = ()

    _patterns: dict[str, Pattern] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _categories(self) -> Self:
        for rule in self.rules:
            if self.category is None:
                raise ValueError("category is missing")
            if rule.id.split("/")[0] != self.category:
                raise ValueError(f"rule {rule.id} does not start with {self.category}/")
        return self


def rule_files(path: Path) -> list[Path]:
    """The rule files of a folder, or the file itself."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".yml"))
        if files:
            return files
        raise RuleError(f"{path}:1:1: no rule file (*.yaml) in this folder")
    if path.is_file():
        return [path]
    raise RuleError(f"{path}:1:1: no such file")


def load_rules(paths: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """Read the shipped rules and the packs in ``paths`` (files or folders), in that order.

    Raises RuleError with one line ``path:line:column: what is wrong`` for each fault.
    """
    shipped = shipped_rules_dir()
    shared = _read(shipped / SHARED)
    faults: list[str] = []
    rules: dict[str, Rule] = {}
    files = [file for path in (shipped, *paths) for file in rule_files(Path(path))]
    for file in {file.resolve(): file for file in files}.values():
        if file.name == SHARED:
            continue
        try:
            pack = _read(file, shared)
        except RuleError as error:
            faults.append(str(error))
            continue
        for rule in pack.rules:
            if rule.id in rules:
                other = rules[rule.id]
                faults.append(f"{file}:{rule.line}:1: id {rule.id} is also at {other.path}:{other.line}")
            rules[rule.id] = rule
    if faults:
        raise RuleError("\n".join(faults))
    return tuple(rules.values())


def _read(path: Path, shared: Pack | None = None) -> Pack:
    text = _decode(path)
    try:
        data = yaml.load(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise RuleError(f"{path}:{line}:{column}: not YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise RuleError(f"{path}:1:1: not YAML: {error}") from None
    try:
        pack = Pack.model_validate(data)
    except ValidationError as error:
        root = yaml.compose(text, Loader=Loader)
        raise RuleError(
            "\n".join(
                f"{path}:{_place(root, fault['loc'], fault['type'] == 'extra_forbidden')}: {_say(fault)}"
                for fault in error.errors()
            )
        ) from None
    if shared is not None:
        pack = pack.model_copy(
            update={
                "classes": {**shared.classes, **pack.classes},
                "wordings": {**shared.wordings, **pack.wordings},
                "conditions": {**shared.conditions, **pack.conditions},
                "strategies": {**shared.strategies, **pack.strategies},
                "customer": {
                    kind: (*shared.customer.get(kind, ()), *pack.customer.get(kind, ()))
                    for kind in (*shared.customer, *pack.customer)
                },
            }
        )
    of_file = {name: getattr(pack, name) for name in ("when", "graver_if") if name in pack.model_fields_set}
    if of_file:
        rules = (
            rule.model_copy(update={n: v for n, v in of_file.items() if n not in rule.model_fields_set})
            for rule in pack.rules
        )
        pack = pack.model_copy(update={"rules": tuple(rules)})
    _settle(pack, path, text)
    return pack


def _decode(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}:1:1: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise RuleError(f"{path}:1:1: cannot be read: {error.strerror}") from None


def _settle(pack: Pack, path: Path, text: str) -> None:
    """Tell each rule where it stands, and read every phrase once so that its faults show at load."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*- id:", line)]
    faults = []
    for index, rule in enumerate(pack.rules):
        rule._category = pack.category  # type: ignore[assignment]
        rule._path = path
        rule._line = lines[index] if index < len(lines) else 1
        rule._pack = pack
        faults += [(("rules", index, *where), fault) for where, fault in _pattern_faults(rule, pack)]
    if faults:
        root = yaml.compose(text, Loader=Loader)
        raise RuleError("\n".join(f"{path}:{_place(root, where)}: {fault}" for where, fault in faults))


def compile_wording(wording: Wording, pack: Pack) -> list[Pattern]:
    """All patterns of a wording; raises PatternFault where one cannot be read."""
    patterns = [pattern for phrase in wording.phrases for pattern in compile_phrases(phrase, pack)]
    return [*patterns, compile_tokens(wording.tokens)] if wording.tokens else patterns


def compile_phrases(phrase: str, pack: Pack) -> list[Pattern]:
    """The patterns of one entry: a phrase, or the phrases of the wording that ``&name`` stands for."""
    if not phrase.startswith("&"):
        return [_compiled(phrase, pack)]
    if phrase[1:] not in pack.wordings:
        raise PatternFault(f"no wording {phrase}")
    return [_compiled(each, pack) for each in pack.wordings[phrase[1:]]]


def _compiled(phrase: str, pack: Pack) -> Pattern:
    """A phrase as a pattern, compiled once: it is read for its faults first, and then to be looked for."""
    patterns = pack._patterns
    if phrase not in patterns:
        patterns[phrase] = compile_phrase(phrase, pack.classes)
    return patterns[phrase]


def _pattern_faults(rule: Rule, pack: Pack) -> Iterator[tuple[tuple[str | int, ...], str]]:
    captures = {"match", "clause", "sentence"}
    for index, phrase in enumerate(rule.phrases):
        try:
            for pattern in compile_phrases(phrase, pack):
                captures.update(pattern.captures.values())
        except PatternFault as fault:
            yield ("phrases", index), str(fault)
    if rule.pattern:
        try:
            captures.update(compile_tokens(rule.pattern).captures.values())
        except PatternFault as fault:
            yield ("pattern",), str(fault)
    if not rule.check and not rule.model and rule.mark not in captures:
        yield ("mark",), f"no capture {rule.mark}"
    if rule.fix and not rule.check and not rule.model:
        for name in (*rule.fix.inflect, *rule.fix.replace):
            if name not in captures:
                yield ("fix",), f"no capture {name}"
    for key in ("unless", "require", "graver_if"):
        for index, condition in enumerate(getattr(rule, key)):
            for problem in _condition_faults(condition, pack):
                yield (key, index), problem


# The functions are in matching.py, which stands above this module.
BUILT_IN_CONDITIONS = frozenset(
    {
        "question",
        "negated",
        "in-list",
        "customer-upset",
        "conditional-clause",
        "capitalised",
        "many-recipients",
        *(f"customer-{kind}" for kind in SIGN_KINDS),
    }
)


def _condition_faults(condition: Condition, pack: Pack) -> Iterator[str]:
    if condition.named is not None:
        if condition.named not in pack.conditions and condition.named not in BUILT_IN_CONDITIONS:
            yield f"no condition {condition.named}"
        return
    try:
        compile_wording(wording_of(condition), pack)
    except PatternFault as fault:
        yield str(fault)


def wording_of(condition: Condition) -> Wording:
    """The words of a condition that is not a named one."""
    for key in ("before", "after", "clause", "sentence", "near", "earlier", "draft"):
        wording = getattr(condition, key)
        if wording is not None:
            assert isinstance(wording, Wording)
            return wording
    raise RuleError(f"condition {condition.named} has no words of its own")


def _place(root: yaml.Node | None, where: Sequence[str | int], at_key: bool = False) -> str:
    """Line and column of the deepest part of ``where`` that stands in the file; of its key when ``at_key``."""
    node = root
    mark = root.start_mark if root is not None else None
    for step in where:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    scalar = isinstance(value, yaml.ScalarNode) and not at_key
                    mark, node = (value if scalar else key).start_mark, value
                    break
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
    return f"{mark.line + 1}:{mark.column + 1}" if mark is not None else "1:1"


def _say(fault: Any) -> str:
    name = fault["loc"][-1] if fault["loc"] else "the file"
    if fault["type"] == "extra_forbidden":
        return f"unknown key {name}"
    if fault["type"] == "missing":
        return f"{name} is missing"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return message if fault["type"] == "value_error" else f"{name}: {message}"
