"""What a client of LanguageTool asks: its parameters, read and checked.

Parameters that have no meaning here are passed over; those that contradict each other are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl

from replycheck.marked import Marked, Piece
from replycheck.policy import Policy, selected
from replycheck.rules import Rule

PARAMETERS = {
    "text": "the text; or",
    "data": 'as JSON, `{"text": …}` or `{"annotation": [{"text": …}, {"markup": …, "interpretAs": …}]}`',
    "language": "`fi`, `fi-FI` or `auto`",
    "noopLanguages": "with `auto`: languages that are let be",
    "enabledRules": "rules to turn on, with commas between",
    "disabledRules": "rules to turn off",
    "enabledCategories": "categories to turn on",
    "disabledCategories": "categories to turn off",
    "enabledOnly": "`true`: nothing but what is turned on",
    "level": "`default`, or `picky`: with the rules that are off by default",
    "mode": "`allButTextLevelOnly` unless given; `textLevelOnly`: on the text as a whole; `all`",
    "allowIncompleteResults": "`true`: an answer on a part of the text will do",
    "username": "any, beside `apiKey`",
    "apiKey": "the token, where the server asks for one",
    "c": "`1`: a compact answer",
}
FINNISH_CODES = frozenset({"fi", "fi-fi"})
# Names of LanguageTool's first protocol, and what they became.
RETIRED = {
    "enabled": "enabledRules",
    "disabled": "disabledRules",
    "preferredvariants": "preferredVariants",
    "autodetect": "language=auto",
}
# Which findings each mode shows: those on the text as a whole (True), those with a place (False), or both.
MODES = {"all": None, "textLevelOnly": True, "allButTextLevelOnly": False}

_SURROGATE = re.compile("[\ud800-\udfff]")


class Refused(Exception):
    """A request that is not answered: the status, and the reason in a sentence."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """A check that is asked for.

    marked: the text, and the markup in it
    auto: whether the language is to be found out; it is Finnish otherwise
    no_finnish: whether Finnish is not to be checked where it is found
    whole: show the findings on the text as a whole alone (True), those with a place alone (False), or both
    wish: which rules are to speak
    in_part: whether an answer on a part of the text is of use, where the time does not do for all of it
    compact: leave out what compact clients do not read
    """

    marked: Marked
    auto: bool
    no_finnish: bool
    whole: bool | None
    wish: Wish
    in_part: bool
    compact: bool

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Read the parameters of a request; raises Refused."""
        for old, new in RETIRED.items():
            if old in given:
                raise Refused(f"'{old}' is now '{new}'")
        if "callback" in given:
            raise Refused("'callback' (JSONP) is not served: start the server with the page's origin instead")
        return cls(
            marked=_marked(given),
            auto=language(given, auto=True) == "auto",
            no_finnish=not _names(given, "noopLanguages").isdisjoint(FINNISH_CODES),
            whole=_mode(given),
            wish=Wish.of(given),
            in_part=given.get("allowIncompleteResults") == "true",
            compact=given.get("c") == "1",
        )


@dataclass(frozen=True)
class Wish:
    """Which rules a request asks for. Names are in lower case; those that no rule has are passed over."""

    enabled: frozenset[str]
    disabled: frozenset[str]
    only: bool
    picky: bool

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Wish:
        """Read the parameters; raises Refused where they contradict each other."""
        enabled = _names(given, "enabledRules") | _names(given, "enabledCategories")
        disabled = _names(given, "disabledRules") | _names(given, "disabledCategories")
        only = given.get("enabledOnly") in ("true", "yes")
        if only and disabled:
            raise Refused("with enabledOnly, no rules or categories can be disabled")
        if only and not enabled:
            raise Refused("with enabledOnly, enabledRules or enabledCategories has to name something")
        level = given.get("level", "default")
        if level not in ("default", "picky"):
            raise Refused("level is 'default' or 'picky'")
        return cls(enabled, disabled, only, level == "picky")

    def rules(self, policy: Policy, every: Sequence[Rule]) -> list[str]:
        """The ids of the rules that are to speak. What the house has silenced stays silent."""
        allowed = selected(every, policy.model_copy(update={"enable": tuple(rule.id for rule in every)}))
        speaking = allowed if self.picky else selected(every, policy)
        spoken = {rule.id for rule in speaking if not _is_among(rule, self.disabled)}
        asked = {rule.id for rule in allowed if _is_among(rule, self.enabled)}
        return sorted(asked if self.only else spoken | asked)


def parameters(query: bytes, body: bytes) -> dict[str, str]:
    """The parameters of a request; those of the query go before those of the body."""
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return dict(pairs + parse_qsl(query.decode("latin-1"), keep_blank_values=True))


def language(given: Mapping[str, str], *, auto: bool) -> str:
    """``fi``, or ``auto`` where that is allowed; raises Refused for another language, or none."""
    name = given.get("language", "").lower().replace("_", "-")
    if not name:
        raise Refused("'language' is missing, for instance language=fi")
    if auto and name == "auto":
        return "auto"
    for parameter in ("preferredVariants", "noopLanguages"):
        if parameter in given:
            raise Refused(f"'{parameter}' goes only with language=auto")
    if name not in FINNISH_CODES:
        raise Refused("texts are checked in Finnish only: language is 'fi', 'fi-FI' or 'auto'")
    return "fi"


def page(given: Mapping[str, str]) -> tuple[int, int]:
    """Which words of a list are asked for: the number of the first, and how many at most; raises Refused."""
    try:
        first, many = int(given.get("offset", "0")), int(given.get("limit", "10"))
    except ValueError:
        first = many = -1
    if min(first, many) < 0:
        raise Refused("offset and limit are numbers")
    return first, many


def _mode(given: Mapping[str, str]) -> bool | None:
    """Which findings to show, see MODES. Where nothing is said, the text may be one paragraph of many."""
    mode = given.get("mode", "allButTextLevelOnly")
    if mode not in MODES:
        raise Refused(f"mode is one of {', '.join(MODES)}")
    return MODES[mode]


def _marked(given: Mapping[str, str]) -> Marked:
    """The text to check, with the markup in it; raises Refused where it is not given once and well."""
    if ("text" in given) == ("data" in given):
        raise Refused("give either 'text' or 'data', in a form or in the query")
    if "text" in given:
        return Marked.plain(_whole(given["text"]))
    try:
        data = json.loads(given["data"])
    except (ValueError, RecursionError):
        raise Refused("'data' is not JSON") from None
    if not isinstance(data, dict) or ("text" in data) == ("annotation" in data):
        raise Refused("'data' is an object with either 'text' or 'annotation'")
    if "text" in data:
        return Marked.plain(_text(data, "text"))
    if not isinstance(data["annotation"], list):
        raise Refused("'annotation' is a list")
    return Marked(tuple(map(_piece, data["annotation"])))


def _piece(part: object) -> Piece:
    part = (
        {name: value for name, value in part.items() if value is not None} if isinstance(part, dict) else {}
    )
    if ("text" in part) == ("markup" in part):
        raise Refused("each part of 'annotation' is an object with either 'text' or 'markup'")
    if "markup" in part:
        return Piece(_text(part, "markup"), _text(part, "interpretAs", ""), markup=True)
    if "interpretAs" in part:
        raise Refused("'interpretAs' goes with 'markup', not with 'text'")
    return Piece(_text(part, "text"), _text(part, "text"))


def _text(part: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = part.get(name, default)
    if not isinstance(value, str):
        raise Refused(f"'{name}' is a text")
    return _whole(value)


def _whole(text: str) -> str:
    """A text that can be answered in UTF-8: halves of surrogate pairs become U+FFFD, of the same length."""
    return _SURROGATE.sub("\ufffd", text)


def _is_among(rule: Rule, names: frozenset[str]) -> bool:
    return rule.id in names or rule.category in names


def _names(given: Mapping[str, str], parameter: str) -> frozenset[str]:
    """The names in a list with commas, in lower case."""
    return frozenset(name.strip().lower() for name in given.get(parameter, "").split(",")) - {""}
