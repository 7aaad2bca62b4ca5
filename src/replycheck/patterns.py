"""The pattern language of rule files: phrases and token lists → spaCy Matcher patterns.

A phrase is one line of words, read against tokens of one sentence::

    ette ... lukenut            surface forms, case folded; ``...`` skips up to 3 words, ``...6`` up to 6
    ~unohtaa[Person=2] ...5     ``~`` a lemma, in brackets UD features (``Case=Nom/Par`` for either, ``POS=NOUN``)
    _[POS=NOUN,Case=Gen]        any word with these features; ``POS!=VERB`` and ``LOWER!=älä/äläkä`` exclude
    (vika|syy) ~(olla|johtua)   alternatives;  ``muka*`` any word that starts so
    @third-party                a word class of the pack or of ``shared.yaml``
    fault:~vika                 a capture named fault
    jo?  ,                      optional; punctuation stands for itself
    ^ kuten jo                  only at the start of a clause

Skipped words never include punctuation. A token list is spaCy's own form, with ``as:`` for a capture.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from replycheck.features import FEATURES, POS

DEFAULT_GAP = 3
MAX_EXPANSIONS = 64

_ATOM = re.compile(
    r"""(?:(?P<capture>[a-z][a-z_]*):(?=.))?
        (?P<core>~?\([^()]+\)|~?[^\s\[\]()?]+|[?])
        (?:\[(?P<feats>(?:[^\[\]]|\[psor\])*)\])?
        (?P<optional>\?)?$""",
    re.VERBOSE,
)
_SPLIT = re.compile(r"(?:\[(?:[^\[\]]|\[psor\])*\]|\([^)]*\)|\S)+")
_TOKEN_KEYS = frozenset(
    "TEXT ORTH LOWER LEMMA POS MORPH OP LENGTH IS_TITLE IS_UPPER IS_LOWER IS_PUNCT IS_ALPHA IS_DIGIT "
    "IS_SENT_START LIKE_NUM REGEX".split()
)
_OPS = re.compile(r"^(?:[?*+]|\{\d*,?\d*\})$")

TokenSpec = dict[str, Any]
Words = Mapping[str, Sequence[str]]


class PatternFault(ValueError):
    """A phrase or token list that cannot be read; the message says which part and why."""


@dataclass(frozen=True)
class Pattern:
    """One spaCy pattern: token specifications, and the captures by position in it.

    anchors: the literal words of which a text must hold one for the pattern to match, or None
    """

    specs: tuple[TokenSpec, ...]
    captures: Mapping[int, str]
    at_clause_start: bool = False
    anchors: frozenset[tuple[str, str]] | None = field(default=None)
    source: str = ""


def compile_phrase(phrase: str, classes: Words) -> list[Pattern]:
    """Read one phrase. Mixed classes (lemmas and surface forms) give several patterns."""
    atoms = _SPLIT.findall(phrase)
    at_start = bool(atoms) and atoms[0] == "^"
    options: list[list[TokenSpec]] = []
    captures: dict[int, str] = {}
    for atom in atoms[1:] if at_start else atoms:
        specs, capture = _compile_atom(atom, classes)
        if capture:
            captures[len(options)] = capture
        options.append(specs)
    if not options:
        raise PatternFault("an empty phrase")
    expanded = list(itertools.islice(itertools.product(*options), MAX_EXPANSIONS + 1))
    if len(expanded) > MAX_EXPANSIONS:
        raise PatternFault(f"“{phrase}” stands for more than {MAX_EXPANSIONS} patterns; split it")
    return [
        Pattern(tuple(specs), captures, at_start, _anchors(specs), phrase)
        for specs in expanded
    ]


def compile_tokens(tokens: Sequence[Mapping[str, Any]]) -> Pattern:
    """Check a token list in spaCy's form and take the captures out of it."""
    if not tokens:
        raise PatternFault("an empty pattern")
    specs: list[TokenSpec] = []
    captures: dict[int, str] = {}
    for position, token in enumerate(tokens):
        spec = dict(token)
        name = spec.pop("as", None)
        if name is not None:
            captures[position] = str(name)
        for key, value in spec.items():
            _check_token_key(key, value)
        specs.append(spec)
    return Pattern(tuple(specs), captures, anchors=_anchors(specs), source=str(position + 1) + " tokens")


def words_of(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """The literal words of a pattern, as (LOWER or LEMMA, word)."""
    for spec in pattern.specs:
        yield from _literals(spec)


def _compile_atom(atom: str, classes: Words) -> tuple[list[TokenSpec], str | None]:
    gap = re.fullmatch(r"\.\.\.(\d+)?", atom)
    if gap:
        return [{"IS_PUNCT": False, "IS_SPACE": False, "OP": f"{{0,{gap[1] or DEFAULT_GAP}}}"}], None
    found = _ATOM.match(atom)
    if not found:
        raise PatternFault(f"“{atom}” is not a word, ~lemma, _, @class or ...")
    core = found["core"]
    feats = _compile_feats(found["feats"] or "", atom)
    specs: list[TokenSpec]
    if core == "_":
        if not feats:
            feats = {"IS_PUNCT": False, "IS_SPACE": False}
        specs = [feats]
    elif core.startswith("@"):
        specs = [{**spec, **feats} for spec in _class_specs(core[1:], classes)]
    elif core.startswith("~"):
        specs = [{"LEMMA": _word_set(core[1:], lemma=True), **feats}]
    else:
        specs = [{**spec, **feats} for spec in _surface_specs(_alternatives(core))]
    if found["optional"]:
        specs = [{**spec, "OP": "?"} for spec in specs]
        if len(specs) > 1:
            raise PatternFault(f"“{atom}”: a class of lemmas and surface forms cannot be optional")
    return specs, found["capture"]


def _alternatives(core: str) -> list[str]:
    return [word.strip() for word in core[1:-1].split("|")] if core.startswith("(") else [core]


def _word_set(core: str, *, lemma: bool) -> Any:
    words = _alternatives(core)
    if not all(words):
        raise PatternFault(f"“{core}”: an empty alternative")
    if not lemma:
        words = [word.lower() for word in words]
    return words[0] if len(words) == 1 else {"IN": words}


def _surface_specs(words: Sequence[str]) -> list[TokenSpec]:
    exact = [word.lower() for word in words if not word.endswith("*")]
    starts = [re.escape(word[:-1].lower()) for word in words if word.endswith("*")]
    specs: list[TokenSpec] = []
    if exact:
        specs.append({"LOWER": exact[0] if len(exact) == 1 else {"IN": exact}})
    if starts:
        specs.append({"LOWER": {"REGEX": f"^(?:{'|'.join(starts)})"}})
    return specs


def _class_specs(name: str, classes: Words) -> list[TokenSpec]:
    if name not in classes:
        raise PatternFault(f"no word class @{name}")
    lemmas = [word[1:] for word in classes[name] if word.startswith("~")]
    surfaces = [word for word in classes[name] if not word.startswith("~")]
    specs: list[TokenSpec] = []
    if lemmas:
        specs.append({"LEMMA": {"IN": lemmas}})
    return specs + _surface_specs(surfaces)


def _compile_feats(text: str, atom: str) -> TokenSpec:
    spec: TokenSpec = {}
    superset: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        negative = re.fullmatch(r"(POS|LOWER)!=(\S+)", part)
        if negative:
            name, value = negative.groups()
            spec[name] = {"NOT_IN": _checked_values(name, value, atom) if name == "POS" else value.split("/")}
            continue
        name, equals, value = part.rpartition("=")
        if not equals:
            raise PatternFault(f"“{atom}”: “{part}” is not Feature=Value")
        values = _checked_values(name, value, atom)
        if name == "POS":
            spec["POS"] = values[0] if len(values) == 1 else {"IN": values}
        elif len(values) == 1:
            superset.append(f"{name}={values[0]}")
        elif "MORPH" in spec:
            raise PatternFault(f"“{atom}”: only one feature can have alternatives")
        else:
            spec["MORPH"] = {"INTERSECTS": [f"{name}={value}" for value in values]}
    if superset:
        spec.setdefault("MORPH", {})["IS_SUPERSET"] = superset
    return spec


def _checked_values(name: str, value: str, where: str) -> list[str]:
    known = POS if name == "POS" else FEATURES.get(name)
    if known is None:
        raise PatternFault(f"“{where}”: no feature {name}")
    values = value.split("/")
    for each in values:
        if each not in known:
            raise PatternFault(f"“{where}”: {name} has no value {each}")
    return values


def _check_token_key(key: str, value: Any) -> None:
    if key not in _TOKEN_KEYS:
        raise PatternFault(f"no token attribute {key}")
    if key == "OP" and (value == "!" or not _OPS.match(str(value))):
        # spaCy's "!" consumes a token, so it does not mean "not here": use unless.
        raise PatternFault(f"operator {value!r} is not allowed; say what must not stand there in unless")
    if key == "POS":
        for pos in _listed(value):
            _checked_values("POS", pos, key)
    if key == "MORPH":
        for feat in _listed(value):
            name, _, feat_value = str(feat).rpartition("=")
            _checked_values(name, feat_value, key)


def _listed(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [item for items in value.values() for item in (items if isinstance(items, list) else [items])]
    return [value]


def _literals(spec: TokenSpec) -> Iterator[tuple[str, str]]:
    for attribute in ("LOWER", "LEMMA"):
        value = spec.get(attribute)
        if isinstance(value, str):
            yield attribute, value
        elif isinstance(value, Mapping) and set(value) == {"IN"}:
            for word in value["IN"]:
                yield attribute, word


def _anchors(specs: Sequence[TokenSpec]) -> frozenset[tuple[str, str]] | None:
    """The rarest required token's words: a text without any of them cannot match."""
    best: frozenset[tuple[str, str]] | None = None
    for spec in specs:
        if spec.get("OP", "+") != "+":
            continue
        words = frozenset(_literals(spec))
        if words and (best is None or len(words) < len(best)):
            best = words
    return best
