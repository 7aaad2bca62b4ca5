"""The pattern language of rule files: phrases and token lists → patterns of token tests.

A phrase is one line of words, read against tokens of one sentence::

    ette ... lukenut            surface forms, case folded; ``...`` skips up to 3 words, ``...6`` up to 6
    ~unohtaa[Person=2] ...5     ``~`` a lemma, in brackets UD features (``Case=Nom/Par`` for either, ``POS=NOUN``)
    _[POS=NOUN,Case=Gen]        any word with these features; ``POS!=VERB`` and ``LOWER!=älä/äläkä`` exclude
    (vika|syy) ~(olla|johtua)   alternatives;  ``muka*`` any word that starts so, also among lemmas
    @third-party                a word class of the pack or of ``shared.yaml``
    fault:~vika                 a capture named fault
    jo?  ,                      optional; punctuation stands for itself
    ^ kuten jo                  only at the start of a clause

Skipped words never include punctuation. A token list has the form of spaCy's Matcher
patterns (the attributes in ``FLAGS`` and ``_check_key``), with ``as:`` for a capture.

spaCy's own Matcher is not used: it tries every pattern at every token, and evaluates every set of words in
Python. Here a pattern is tried only where one of its anchor words stands, twenty times faster on a draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from spacy.lang.fi.lex_attrs import like_num
from spacy.lang.lex_attrs import is_punct

from replycheck.features import FEATURES, POS

DEFAULT_GAP = 3
UNLIMITED = 30  # what ``*`` and ``+`` of a token list reach: a long sentence

_ATOM = re.compile(
    r"""(?:(?P<capture>[a-z][a-z_]*):(?=.))?
        (?P<core>~?\([^()]+\)|~?[^\s\[\]()?]+|[?])
        (?:\[(?P<feats>(?:[^\[\]]|\[psor\])*)\])?
        (?P<optional>\?)?$""",
    re.VERBOSE,
)
_SPLIT = re.compile(r"(?:\[(?:[^\[\]]|\[psor\])*\]|\([^)]*\)|\S)+")
_GAP = re.compile(r"\.\.\.(\d+)?")
# spaCy's flags of a word, and what each asks of its text.
FLAGS: Mapping[str, Callable[[str], bool]] = {
    "IS_TITLE": str.istitle,
    "IS_UPPER": str.isupper,
    "IS_LOWER": str.islower,
    "IS_PUNCT": is_punct,
    "IS_SPACE": str.isspace,
    "IS_ALPHA": str.isalpha,
    "IS_DIGIT": str.isdigit,
    "LIKE_NUM": like_num,
}
_REPEATS = {"?": (0, 1), "*": (0, UNLIMITED), "+": (1, UNLIMITED)}
# Which feature narrows most where a pattern has no word to look for; the others are common.
_RARE = ("Person[psor]", "Number[psor]", "InfForm", "PartForm", "Polarity", "Person", "Mood")

# Kinds of anchors, the best ones first; STEM is how much of a word's beginning one looks at.
KINDS = ("LOWER", "LEMMA", "START", "MORPH", "POS")
STEM = 3
# Words of nearly every sentence: a pattern is looked for by another of its words where it has one.
_COMMON = frozenset(
    "olla on ei se ne ja että te teidän teille teillä tämä tämän joka mutta kun jos myös voida voi nyt jo sen".split()
)

Words = Mapping[str, Sequence[str]]


class PatternFault(ValueError):
    """A phrase or token list that cannot be read; the message says which part and why."""


@dataclass(frozen=True)
class TokenTest:
    """What one token must be, and how often it may stand in a row.

    words, lemmas, starts: one of these words, lemmas or beginnings, where any are given
    any_word: a word of any kind, no punctuation and no space
    The rest narrows: what it must not be, part of speech, all or any of some features, spaCy's flags.
    """

    words: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    texts: frozenset[str] = frozenset()
    regex: re.Pattern[str] | None = None
    not_words: frozenset[str] = frozenset()
    pos: frozenset[str] = frozenset()
    not_pos: frozenset[str] = frozenset()
    feats: frozenset[str] = frozenset()
    any_feats: frozenset[str] = frozenset()
    flags: tuple[tuple[str, bool], ...] = ()
    any_word: bool = False
    least: int = 1
    most: int = 1

    @cached_property
    def anchors(self) -> frozenset[tuple[str, str]]:
        """Keys of which a token that passes has one, the kinds in ``KINDS``; empty if none can be named."""
        if not self.least or any(len(start) < STEM for start in self.starts):
            return frozenset()
        words = {("LOWER", word) for word in self.words} | {("LEMMA", lemma) for lemma in self.lemmas}
        words |= {("START", start[:STEM]) for start in self.starts}
        if words:
            return frozenset(words)
        rare = [feat for name in _RARE for feat in self.feats if feat.startswith(f"{name}=")]
        if rare:
            return frozenset({("MORPH", rare[0])})
        return frozenset(("POS", pos) for pos in self.pos)

    @cached_property
    def commonness(self) -> tuple[int, int, int]:
        """How many places the anchors may have in a draft, least first: by kind, common words, number."""
        common = sum(word in _COMMON for _, word in self.anchors)
        return max(KINDS.index(kind) for kind, _ in self.anchors), common, len(self.anchors)


@dataclass(frozen=True)
class Pattern:
    """Token tests in a row.

    captures: names by position
    anchor: the position whose token is looked for first, None where none has a word or a rare feature
    """

    tests: tuple[TokenTest, ...]
    captures: Mapping[int, str] = field(default_factory=dict)
    at_clause_start: bool = False
    anchor: int | None = None


def compile_phrase(phrase: str, classes: Words) -> Pattern:
    """Read one phrase; raises PatternFault."""
    atoms = _SPLIT.findall(phrase)
    at_start = bool(atoms) and atoms[0] == "^"
    tests: list[TokenTest] = []
    captures: dict[int, str] = {}
    for atom in atoms[1:] if at_start else atoms:
        test, capture = _compile_atom(atom, classes) if "@" in atom else _compile_plain(atom)
        if capture:
            captures[len(tests)] = capture
        tests.append(test)
    if not tests:
        raise PatternFault("an empty phrase")
    return Pattern(tuple(tests), captures, at_start, _anchor(tests))


def compile_tokens(tokens: Sequence[Mapping[str, Any]]) -> Pattern:
    """Read a token list in spaCy's form; raises PatternFault."""
    if not tokens:
        raise PatternFault("an empty pattern")
    tests: list[TokenTest] = []
    captures: dict[int, str] = {}
    for position, token in enumerate(tokens):
        spec = dict(token)
        name = spec.pop("as", None)
        if name is not None:
            captures[position] = str(name)
        tests.append(_compile_spec(spec))
    return Pattern(tuple(tests), captures, anchor=_anchor(tests))


def _anchor(tests: Sequence[TokenTest]) -> int | None:
    """The position with the fewest and rarest words, or a feature where there is no word."""
    return min(
        (each for each in range(len(tests)) if tests[each].anchors),
        key=lambda position: tests[position].commonness,
        default=None,
    )


# Phrases share most of their atoms.
@lru_cache(maxsize=8192)
def _compile_plain(atom: str) -> tuple[TokenTest, str | None]:
    return _compile_atom(atom, {})


def _compile_atom(atom: str, classes: Words) -> tuple[TokenTest, str | None]:
    gap = _GAP.fullmatch(atom)
    if gap:
        return TokenTest(any_word=True, least=0, most=int(gap[1] or DEFAULT_GAP)), None
    found = _ATOM.match(atom)
    if not found:
        raise PatternFault(f"“{atom}” is not a word, ~lemma, _, @class or ...")
    core = found["core"]
    parts: dict[str, Any] = _compile_feats(found["feats"] or "", atom)
    if core == "_":
        if not parts:
            parts["any_word"] = True
    elif core.startswith("@"):
        if core[1:] not in classes:
            raise PatternFault(f"no word class {core}")
        parts |= _compile_words(classes[core[1:]])
    elif core.startswith("~"):
        parts |= _compile_words(
            [each if each.endswith("*") else f"~{each}" for each in _alternatives(core[1:])]
        )
    else:
        parts |= _compile_words(_alternatives(core))
    if found["optional"]:
        parts["least"] = 0
    return TokenTest(**parts), found["capture"]


def _alternatives(core: str) -> list[str]:
    words = [word.strip() for word in core[1:-1].split("|")] if core.startswith("(") else [core]
    if not all(words):
        raise PatternFault(f"“{core}”: an empty alternative")
    return words


def _compile_words(words: Sequence[str]) -> dict[str, Any]:
    surfaces = [word.lower() for word in words if not word.startswith("~")]
    return {
        "lemmas": frozenset(word[1:] for word in words if word.startswith("~")),
        "words": frozenset(word for word in surfaces if not word.endswith("*")),
        "starts": tuple(word[:-1] for word in surfaces if word.endswith("*")),
    }


def _compile_feats(text: str, atom: str) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    feats: set[str] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        negative = re.fullmatch(r"(POS|LOWER)!=(\S+)", part)
        if negative:
            name, value = negative.groups()
            values = _checked_values("POS", value, atom) if name == "POS" else value.split("/")
            parts["not_pos" if name == "POS" else "not_words"] = frozenset(values)
            continue
        name, equals, value = part.rpartition("=")
        if not equals:
            raise PatternFault(f"“{atom}”: “{part}” is not Feature=Value")
        values = _checked_values(name, value, atom)
        if name == "POS":
            parts["pos"] = frozenset(values)
        elif len(values) == 1:
            feats.add(f"{name}={value}")
        elif "any_feats" in parts:
            raise PatternFault(f"“{atom}”: only one feature can have alternatives")
        else:
            parts["any_feats"] = frozenset(f"{name}={each}" for each in values)
    if feats:
        parts["feats"] = frozenset(feats)
    return parts


def _compile_spec(spec: Mapping[str, Any]) -> TokenTest:
    """One token of a list in spaCy's form."""
    parts: dict[str, Any] = {"flags": tuple((key, bool(spec[key])) for key in spec if key in FLAGS)}
    for key, value in spec.items():
        if key in ("TEXT", "ORTH", "LOWER", "LEMMA"):
            parts |= _word_spec(key, value)
        elif key == "POS":
            wanted, unwanted = _sets(key, value)
            _checked_values("POS", "/".join(wanted | unwanted), key)
            parts |= {"pos": wanted, "not_pos": unwanted}
        elif key == "MORPH":
            parts |= _morph_spec(value)
        elif key == "OP":
            parts["least"], parts["most"] = _repeats(value)
        elif key not in FLAGS:
            raise PatternFault(f"no token attribute {key}")
    return TokenTest(**parts)


def _word_spec(key: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping) and set(value) == {"REGEX"} and key == "LOWER":
        try:
            return {"regex": re.compile(value["REGEX"])}
        except re.error as error:
            raise PatternFault(f"{value['REGEX']!r} is not a regular expression: {error}") from None
    wanted, unwanted = _sets(key, value)
    if key == "LOWER":
        return {"words": wanted, "not_words": unwanted}
    if unwanted:
        raise PatternFault(f"{key} has no NOT_IN")
    return {"lemmas" if key == "LEMMA" else "texts": wanted}


def _sets(key: str, value: Any) -> tuple[frozenset[str], frozenset[str]]:
    if isinstance(value, str):
        return frozenset({value}), frozenset()
    if isinstance(value, Mapping) and value and set(value) <= {"IN", "NOT_IN"}:
        return frozenset(value.get("IN", ())), frozenset(value.get("NOT_IN", ()))
    raise PatternFault(f"{key} takes a word, IN or NOT_IN")


def _morph_spec(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not value or not set(value) <= {"IS_SUPERSET", "INTERSECTS"}:
        raise PatternFault("MORPH takes IS_SUPERSET or INTERSECTS")
    for feat in (feat for feats in value.values() for feat in feats):
        name, _, feat_value = str(feat).rpartition("=")
        _checked_values(name, feat_value, "MORPH")
    return {
        "feats": frozenset(value.get("IS_SUPERSET", ())),
        "any_feats": frozenset(value.get("INTERSECTS", ())),
    }


def _repeats(value: Any) -> tuple[int, int]:
    if value in _REPEATS:
        return _REPEATS[value]
    found = re.fullmatch(r"\{(\d*)(,?)(\d*)\}", str(value))
    if not found:
        # spaCy's "!" consumes a token, so it does not mean "not here": use unless.
        raise PatternFault(f"operator {value!r} is not allowed; say what must not stand there in unless")
    least = int(found[1] or 0)
    return least, int(found[3]) if found[3] else UNLIMITED if found[2] else least


def _checked_values(name: str, value: str, where: str) -> list[str]:
    known = POS if name == "POS" else FEATURES.get(name)
    if known is None:
        raise PatternFault(f"“{where}”: no feature {name}")
    values = value.split("/")
    for each in values:
        if each not in known:
            raise PatternFault(f"“{where}”: {name} has no value {each}")
    return values
