"""Files and standard input: read before anything is checked, written as they came."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from replycheck.errors import ReplycheckError

if TYPE_CHECKING:
    from replycheck.sources import Format

STDIN = "<stdin>"
SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
}
FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))


@dataclass(frozen=True)
class File:
    """What a file holds; ``path`` is None for standard input."""

    name: str
    path: Path | None
    text: str
    bom: bool


def format_of(name: str) -> Format:
    """The format of a file by its suffix; what has no known one is plain text."""
    return SUFFIXES.get(PurePath(name).suffix.lower(), "text")


def decode(raw: bytes, name: str, path: Path | None) -> File:
    """The text in a file's bytes; raises ReplycheckError with the place of what is not UTF-8."""
    bom = raw.startswith(b"\xef\xbb\xbf")
    try:
        # No universal newlines: offsets count the text as it stands in the file, and --fix writes it back.
        return File(name, path, raw[3 * bom :].decode("utf-8"), bom)
    except UnicodeDecodeError as error:
        place = error.start + 3 * bom + 1
        raise ReplycheckError(f"{name}: not UTF-8 text (byte {place}); save it as UTF-8") from None


def read(path: Path) -> File:
    """Read a file; raises ReplycheckError where that cannot be done."""
    try:
        return decode(path.read_bytes(), str(path), path)
    except OSError as error:
        raise ReplycheckError(f"{path}: {error.strerror}") from None


def encode(file: File, text: str) -> bytes:
    """A text as the bytes of the file, with a byte order mark where it had one."""
    return (b"\xef\xbb\xbf" if file.bom else b"") + text.encode("utf-8")


def write(texts: Iterable[tuple[File, str]]) -> None:
    """Put texts in their files, each at once and whole: a reader sees the old file or the new one.

    Raises ReplycheckError where a file cannot be written, and, before any is written, where one has changed
    since it was read.
    """
    changed = [(file.path, file, text) for file, text in texts if file.path is not None and text != file.text]
    for path, file, _ in changed:
        if read(path).text != file.text:
            raise ReplycheckError(f"{path}: changed while it was checked; nothing is written, check it again")
    for path, file, text in changed:
        try:
            _replace(path.resolve(), encode(file, text))
        except OSError as error:
            raise ReplycheckError(f"{path}: {error.strerror}") from None


def _replace(path: Path, content: bytes) -> None:
    if not os.access(path, os.W_OK):  # a rename would not ask
        raise PermissionError(None, "Permission denied")
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as temporary:
        try:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
            shutil.copymode(path, temporary.name)
            os.replace(temporary.name, path)
        except BaseException:
            os.unlink(temporary.name)
            raise


def read_files(
    paths: Sequence[str], suffixes: Sequence[str], *, exclude: Sequence[str] = (), stdin_name: str = STDIN
) -> list[File]:
    """Read everything before anything is checked: an unreadable file stops a --fix before it starts.

    suffixes: of the files that are read in folders
    exclude: patterns of files and folders in them that are left out
    """
    found: dict[str, File] = {}
    for name in paths:
        if name == "-":
            found["-"] = decode(sys.stdin.buffer.read(), stdin_name, None)
            continue
        path = Path(name)
        files = list(_files(path, suffixes, exclude)) if path.is_dir() else [path]
        if not files:
            raise click.UsageError(f"no {', '.join(f'*{each}' for each in suffixes)} files in {name}")
        found.update((str(file), read(file)) for file in files)
    return list(found.values())


def _files(folder: Path, suffixes: Sequence[str], exclude: Sequence[str]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if (
            path.suffix.lower() in suffixes
            and path.is_file()
            and not hidden
            and not _excluded(folder, inside, exclude)
        ):
            yield path


def _excluded(folder: Path, path: PurePath, patterns: Iterable[str]) -> bool:
    """Whether a pattern fits a path inside a folder or a folder that it lies in there, or the name of either.

    A pattern from a configuration file is absolute.
    """
    return any(
        fnmatch((folder.absolute() / each).as_posix(), pattern)
        if PurePath(pattern).is_absolute()
        else fnmatch(each.as_posix(), pattern) or fnmatch(each.name, pattern)
        for pattern in patterns
        for each in (path, *path.parents[:-1])
    )
