"""Drafts on disk and on standard input: read before anything is checked, written as they came."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from replycheck.errors import ReplycheckError

STDIN = "<stdin>"
SUFFIXES = (".txt", ".md")


@dataclass(frozen=True)
class Draft:
    """A draft and where it came from; ``path`` is None for standard input."""

    name: str
    path: Path | None
    text: str
    bom: bool


def decode(raw: bytes, name: str, path: Path | None) -> Draft:
    """The draft in a file's bytes; raises ReplycheckError with the place of what is not UTF-8."""
    bom = raw.startswith(b"\xef\xbb\xbf")
    try:
        # No universal newlines: offsets count the text as it stands in the file, and --fix writes it back.
        return Draft(name, path, raw[3 * bom :].decode("utf-8"), bom)
    except UnicodeDecodeError as error:
        place = error.start + 3 * bom + 1
        raise ReplycheckError(f"{name}: not UTF-8 text (byte {place}); save it as UTF-8") from None


def read(path: Path) -> Draft:
    """The draft in a file; raises ReplycheckError where it cannot be read."""
    try:
        return decode(path.read_bytes(), str(path), path)
    except OSError as error:
        raise ReplycheckError(f"{path}: {error.strerror}") from None


def encode(draft: Draft, text: str) -> bytes:
    """A text as the bytes of the draft's file, with a byte order mark where it had one."""
    return (b"\xef\xbb\xbf" if draft.bom else b"") + text.encode("utf-8")


def write(draft: Draft, text: str) -> None:
    """Put a text in the draft's file; raises ReplycheckError where it cannot be written."""
    assert draft.path is not None
    try:
        draft.path.write_bytes(encode(draft, text))
    except OSError as error:
        raise ReplycheckError(f"{draft.path}: {error.strerror}") from None


def read_drafts(paths: Sequence[str]) -> list[Draft]:
    """Read everything before anything is checked: an unreadable file stops a --fix before it starts."""
    found: dict[str, Draft] = {}
    for name in paths:
        if name == "-":
            found[STDIN] = decode(sys.stdin.buffer.read(), STDIN, None)
            continue
        path = Path(name)
        files = list(_files(path)) if path.is_dir() else [path]
        if not files:
            raise click.UsageError(f"no {' or '.join(f'*{each}' for each in SUFFIXES)} files in {name}")
        found.update((str(file), read(file)) for file in files)
    return list(found.values())


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in SUFFIXES and path.is_file() and not hidden:
            yield path
