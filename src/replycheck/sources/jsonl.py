"""JSON Lines: a draft a line, with what is known of its situation.

``draft`` is the draft; ``customer``, ``first_reply``, ``channel``, ``recipient`` and ``address`` are its
situation where a line has them; null is as good as nothing. All other fields are left as they stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from json import JSONDecodeError, JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError

from replycheck.errors import ReplycheckError
from replycheck.marked import Marked, Piece
from replycheck.model import AddressForm, Context
from replycheck.sources.draft import Draft

# An escape, or a stretch without one; the two halves of a sign beyond U+FFFF are one escape.
_PART = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]+", re.DOTALL
)
_SPACE = re.compile(r"[ \t\r\n]*")
_decode = JSONDecoder().raw_decode


class _Field(NamedTuple):
    """A field of a line: its value, and where the value stands."""

    value: Any
    start: int
    end: int


class _Fault(Exception):
    """What is wrong, and where in the line."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__(message)
        self.place = place


def read(text: str, name: str) -> list[Draft]:
    """The drafts of a file; empty lines are skipped.

    Raises ReplycheckError with one line ``path:line:column: what is wrong`` for each fault. It never quotes one.
    """
    drafts: list[Draft] = []
    faults: list[str] = []
    ascii_only = text.isascii()
    start = 0
    # Not splitlines(): a draft may hold U+2028 and its like unescaped.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                fields = _fields(line)
                situation = _situation(fields)
                marked = _marked(line, fields["draft"], ascii_only)
            except _Fault as fault:
                faults.append(f"{name}:{number}:{fault.place + 1}: {fault}")
            else:
                address = situation.pop("address", None)
                drafts.append(Draft(marked, start, number, situation, address))
        start += len(line) + 1
    if faults:
        raise ReplycheckError("\n".join(faults))
    return drafts


def extract(line: str, ascii_only: bool = False) -> Marked:
    """The draft of one line, all else being markup; ``ascii_only`` writes what fixes put in with escapes."""
    return _marked(line, _fields(line)["draft"], ascii_only)


def _marked(line: str, draft: _Field, ascii_only: bool) -> Marked:
    start, end = draft.start + 1, draft.end - 1
    parts = [Piece(part, _meaning(part)) for part in _PART.findall(line[start:end])] or [Piece("", "")]
    pieces = (Piece(line[:start], "", True), *parts, Piece(line[end:], "", True))
    encode: Callable[[str], str] = partial(_encode, ascii_only=ascii_only)
    return Marked(pieces, encode, partial(extract, ascii_only=ascii_only))


def _meaning(part: str) -> str:
    meaning: str = json.loads(f'"{part}"') if part.startswith("\\") else part
    return meaning


def _encode(text: str, *, ascii_only: bool) -> str:
    return json.dumps(text, ensure_ascii=ascii_only)[1:-1]


def _situation(fields: dict[str, _Field]) -> dict[str, Any]:
    """What a line says of its situation, under the names that ``Context`` has, and ``address``."""
    draft = fields.get("draft")
    if draft is None:
        raise _Fault(0, 'no field "draft"')
    if not isinstance(draft.value, str):
        raise _Fault(draft.start, '"draft" is not a text')
    given = {}
    told = {name: field for name, field in fields.items() if field.value is not None}
    for name in Context.model_fields:
        if name in told:
            value, place, _ = told[name]
            try:
                given[name] = getattr(Context.model_validate({name: value}), name)
            except ValidationError as error:
                raise _Fault(place, f'"{name}": {error.errors(include_input=False)[0]["msg"]}') from None
    if "address" in told:
        value, place, _ = told["address"]
        if value not in get_args(AddressForm):
            raise _Fault(place, f'"address" is none of {", ".join(get_args(AddressForm))}')
        given["address"] = value
    return given


def _fields(line: str) -> dict[str, _Field]:
    """The fields of a JSON object and where their values stand."""
    try:
        return dict(_members(line))
    except JSONDecodeError as error:
        raise _Fault(error.pos, f"not JSON: {error.msg.split(':')[0]}") from None
    except RecursionError:
        raise _Fault(0, "not JSON that can be read: nested too deep") from None


def _members(line: str) -> Iterator[tuple[str, _Field]]:
    place = _sign(line, 0, "{", "not a JSON object")
    if (end := _skip(line, place)) < len(line) and line[end] == "}":
        _nothing_after(line, end + 1)
        return
    while True:
        place = _sign(line, place, '"', "not JSON: a field has no name")
        name, place = scanstring(line, place)
        place = _skip(line, _sign(line, place, ":", "not JSON: a field has no value"))
        value, end = _decode(line, place)
        yield name, _Field(value, place, end)
        place = _skip(line, end)
        if line[place : place + 1] == "}":
            return _nothing_after(line, place + 1)
        place = _sign(line, place, ",", "not JSON: no comma after a value")


def _skip(line: str, place: int) -> int:
    space = _SPACE.match(line, place)
    return space.end() if space else place


def _sign(line: str, place: int, sign: str, complaint: str) -> int:
    """The place after a sign; raises _Fault where it does not stand."""
    place = _skip(line, place)
    if line[place : place + 1] != sign:
        raise _Fault(place, complaint)
    return place + 1


def _nothing_after(line: str, place: int) -> None:
    if (end := _skip(line, place)) < len(line):
        raise _Fault(end, "not JSON: something stands after the object")
