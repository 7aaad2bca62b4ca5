"""The configuration file, ``replycheck.toml`` or ``[tool.replycheck]`` in a ``pyproject.toml``: what a house wishes.

A value given on the command line goes before the file's, and the file's before the default.
"""

from __future__ import annotations

import glob
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError

from replycheck.errors import ConfigError
from replycheck.model import Channel, Context, Frozen, Recipient, Severity
from replycheck.policy import Policy, Vocabulary, make_context, make_policy, nearest
from replycheck.suppression import read_ignored

FILE = "replycheck.toml"
PYPROJECT = "pyproject.toml"
DEFAULT, OPTION = "default", "option"

_SYNTAX = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)

KeyPath = tuple[str, ...]


def _key(field: str) -> str:
    return field.replace("_", "-")


class Table(Policy):
    """What may stand in the file: the fields of a policy, the usual situation, and what ``check`` is to do.

    Keys are the names of the fields with hyphens. docs/config.md says what each means.
    """

    model_config = ConfigDict(alias_generator=_key)

    channel: Channel = "chat"
    recipient: Recipient = "one"
    first_reply: bool = True
    fail_on: Severity = "warning"
    exclude: tuple[str, ...] = ()
    ignored: Path | None = None
    baseline: Path | None = None


FIELDS = frozenset(Table.model_fields)
VOCABULARY = tuple(f"vocabulary.{field}" for field in Vocabulary.model_fields)


class Settings(Frozen):
    """What holds for a call: the values of the file and the command line, and where each came from.

    policy, context: as the checker takes them; no file has the customer's message
    fail_on: the least severity that makes the exit code of ``check`` 1
    exclude: glob patterns of files that are passed over when a folder is checked
    ignored: the file of findings that a person has let stand; the policy remembers them already
    baseline: the file of findings that were there before
    file: the file that was read, None where there is none
    origins: by key, ``option`` or the ``path:line`` of the file; a key without one has its default
    """

    policy: Policy = Policy()
    context: Context = Context()
    fail_on: Severity = "warning"
    exclude: tuple[str, ...] = ()
    ignored: Path | None = None
    baseline: Path | None = None
    file: Path | None = None
    origins: dict[str, str] = {}

    def effective(self) -> Iterator[tuple[str, Any, str]]:
        """Each key of the file with its value and where that came from, in the order of docs/config.md."""
        for field in Table.model_fields:
            part = next(each for each in (self.policy, self.context, self) if hasattr(each, field))
            yield _key(field), getattr(part, field), self.origins.get(_key(field), DEFAULT)


def load(
    start: Path | None = None,
    *,
    file: Path | None = None,
    isolated: bool = False,
    given: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings that hold in a place.

    start: the file or folder to look upwards from; the working directory where None
    file: the file to read instead of looking for one
    isolated: read no file at all
    given: values that go before the file's, by field name (``fail_on``): those of the command line

    Paths in the file are relative to its folder. Raises ConfigError with ``path:line:column: what is wrong``
    for each fault of the file, PolicyError or ContextError for a wrong value of ``given``.
    """
    path = None if isolated else file or find(start or Path())
    if path is None:
        return _settings({}, {}, None, given or {})
    text = _text(path)
    data, prefix = _data(path, text), _prefix(path)
    table: Any = data
    for step in prefix:
        table = table.get(step) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        raise ConfigError(f"{path}:1:1: no table [{'.'.join(prefix)}]")
    places = _places(text)
    values = _values(path, table, prefix, places)
    origins = {_key(field): f"{path}:{places[*prefix, _key(field)][0]}" for field in values}
    return _settings(values, origins, path, given or {})


def find(start: Path) -> Path | None:
    """The configuration file of a file or folder: the nearest one upwards, None where there is none.

    In one folder a ``replycheck.toml`` goes before the ``pyproject.toml``, and a ``pyproject.toml`` without our
    table is passed over. Raises ConfigError where a ``pyproject.toml`` that names replycheck cannot be read.
    """
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        if os.path.isfile(folder / FILE):
            return folder / FILE
        pyproject = folder / PYPROJECT
        if os.path.isfile(pyproject):
            text = _text(pyproject)
            tool = _data(pyproject, text).get("tool") if "replycheck" in text else None
            if isinstance(tool, dict) and "replycheck" in tool:
                return pyproject
    return None


def _settings(
    values: Mapping[str, Any], origins: Mapping[str, str], file: Path | None, given: Mapping[str, Any]
) -> Settings:
    every = {**values, **given}
    origins = {**origins, **{_key(field): OPTION for field in given}}
    if ignored := every.get("ignored"):
        remembered = tuple(each.fingerprint for each in read_ignored(ignored))
        every["remembered"] = (*every.get("remembered", ()), *remembered)
        origins.setdefault("remembered", str(ignored))

    def part(of: type[Frozen]) -> dict[str, Any]:
        return {field: value for field, value in every.items() if field in of.model_fields}

    return Settings(
        policy=make_policy(part(Policy)),
        context=make_context(part(Context)),
        **part(Settings),
        file=file,
        origins=origins,
    )


def _prefix(path: Path) -> KeyPath:
    return ("tool", "replycheck") if path.name == PYPROJECT else ()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}:1:1: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise ConfigError(f"{path}:1:1: cannot be read: {error.strerror}") from None


def _data(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX.fullmatch(str(error))
        end = (text.count("\n") + 1, len(text) - text.rfind("\n"))
        line, column = (found[2], found[3]) if found and found[2] else end
        said = found[1] if found else str(error)
        raise ConfigError(f"{path}:{line}:{column}: not TOML: {said}") from None


def _values(
    path: Path, table: dict[str, Any], prefix: KeyPath, places: Mapping[KeyPath, tuple[int, int]]
) -> dict[str, Any]:
    """The values that the file gives, by field; its relative paths are made absolute."""
    try:
        read = Table.model_validate(table)
    except ValidationError as error:
        lines = set()
        for fault in error.errors(include_input=False):
            key = _known((*prefix, *fault["loc"]), places)
            line, column = places.get(key, (1, 1))
            lines.add((line, column, _say(fault, ".".join(key[len(prefix) :]))))
        said = (f"{path}:{line}:{column}: {what}" for line, column, what in sorted(lines))
        raise ConfigError("\n".join(said)) from None
    values = {field: _located(getattr(read, field), path.parent) for field in read.model_fields_set}
    if read.exclude:
        folder = glob.escape(path.parent.absolute().as_posix())
        values["exclude"] = tuple(f"{folder}/{each}" if "/" in each else each for each in read.exclude)
    return values


def _located(value: Any, folder: Path) -> Any:
    if isinstance(value, tuple):
        return tuple(_located(each, folder) for each in value)
    return folder / value if isinstance(value, Path) else value


def _say(fault: Any, key: str) -> str:
    if fault["type"] == "extra_forbidden":
        return f"no key {key!r}{nearest(key, (*map(_key, FIELDS), *VOCABULARY))}"
    return f"{key}: {fault['msg']}".replace("a valid tuple", "a list")


def _known(path: tuple[Any, ...], places: Mapping[KeyPath, tuple[int, int]]) -> KeyPath:
    """The part of a path that has a place: an item of a list has none of its own."""
    return next((known for n in range(len(path), 0, -1) if (known := path[:n]) in places), ())


def _places(text: str) -> dict[KeyPath, tuple[int, int]]:
    """Line and column of every key and table of a valid TOML text.

    ``tomllib`` tells no places. A statement is the shortest run of lines that is TOML by itself, which holds for
    arrays and strings over several lines too.
    """
    places: dict[KeyPath, tuple[int, int]] = {}
    table: KeyPath = ()
    statement, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        statement += line + "\n"
        try:
            values = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        paths = list(_paths(values))
        if statement.lstrip().startswith("["):
            table = paths[-1]
        else:
            paths = [(*table, *path) for path in paths]
        column = len(statement) - len(statement.lstrip()) + 1
        for path in paths:
            places.setdefault(path, (first, column))
        statement, first = "", number + 1
    return places


def _paths(values: Mapping[str, Any]) -> Iterator[KeyPath]:
    """Every path of keys in nested tables, an outer one before those inside it."""
    for key, value in values.items():
        yield (key,)
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            yield from ((key, *path) for path in _paths(inner))
