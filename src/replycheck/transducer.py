"""Voikko's morphology run backwards: from tags to letters.

libvoikko maps letters to tags and offers nothing for the other direction, but the dictionary it
reads is a plain file of transitions, and a transducer can be walked either way. This module opens
that file (``mor.vfst`` of an installed voikko-fi, or ``voikko.kfst`` of the pyvoikko package) and
finds the letters whose analysis carries wanted tags. It knows nothing of UD; ``inflection`` does.
"""

from __future__ import annotations

import lzma
import mmap
import os
import re
import struct
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from replycheck.errors import SetupError

VFST_COOKIES = (0x00013A6E, 0x000351FA)
FINAL = 0xFFFF
# Opens the base form of a derived word.
DERIVED = "[Xj]"
# Tags like [Ica] tell spelling checkers something; homonyms that differ in nothing else are one stem here.
INFORMATION = "[I"
# A word that is not found in this many steps is not going to be: the longest real searches take about 3,000.
STEP_LIMIT = 60_000
LONGEST_TAIL = 48
CACHED_STATES = 32_768
CACHED_STEMS = 2_048
CACHED_OPENINGS = 2_048
# Words with forms that begin with another letter: parempi, lienee, öitä.
SUPPLETIVE = frozenset(["hyvä", "olla", "yö"])
# A lexicon starts as a thicket: most of a search is over after the class, [Xp] and two letters, and the next
# word that begins so need not do it again.
OPENING = 4

# Where libvoikko looks, most specific first; the number is the version of the dictionary format.
VFST_NAME = Path("5") / "mor-standard" / "mor.vfst"
SYSTEM_FOLDERS = (
    "/etc/voikko",
    "/usr/lib/voikko",
    "/usr/share/voikko",
    "/usr/local/lib/voikko",
    "/usr/local/share/voikko",
    "/usr/lib64/voikko",
    "/opt/homebrew/lib/voikko",
    "/opt/homebrew/share/voikko",
    "/usr/local/opt/voikko/lib/voikko",
)

Flags = Mapping[str, str]


class Arc(NamedTuple):
    """One transition: reads ``letter``, writes ``output``, may test or set a flag."""

    letter: str
    output: str
    target: int
    flag: tuple[str, str, str] | None


class State(NamedTuple):
    """A state's transitions and whether a word may end here."""

    arcs: tuple[Arc, ...]
    final: bool


class Node(NamedTuple):
    """Where a partial walk stands: state, flags set so far, letters read so far."""

    state: int
    flags: Flags
    surface: str


class Wanted(NamedTuple):
    """What is to stand after a stem.

    tags: each must be written exactly once, in any order
    free: tags that may be written as often as the word likes (they mark boundaries, not meaning); ``[Xj]``,
        which opens a derived word, only after one of the wanted tags
    """

    tags: frozenset[str]
    free: frozenset[str]


class Transducer:
    """A transducer that can be walked by what it writes. Safe to share between threads: it only reads."""

    def __init__(self, start: int, decode: Callable[[int], State]) -> None:
        """Start at state ``start``; ``decode`` reads one state from the file."""
        self._start = start
        # Unpacking a state costs more than walking it, and inflection endings share their states.
        self._state = lru_cache(maxsize=CACHED_STATES)(decode)
        self._by_output = lru_cache(maxsize=CACHED_STATES)(self._index)
        self._opening = lru_cache(maxsize=CACHED_OPENINGS)(self._open)
        self._stems = lru_cache(maxsize=CACHED_STEMS)(self._find_stems)

    def surfaces(self, stem: str, wanted: Wanted) -> list[str]:
        """Give the words whose analysis is ``stem`` followed by letters and exactly the wanted tags.

        stem: an analysis up to and including a ``[X]``, for example ``[Lt][Xp]lähettää[X]``
        Returns lower-case words without repetition, in the order of the file, which means nothing.
        """
        found: dict[str, None] = {}
        for node in self._stems(stem):
            found.update(dict.fromkeys(self._endings(node, wanted)))
        return list(found)

    def _find_stems(self, stem: str) -> tuple[Node, ...]:
        parts = split_parts(stem)
        return self._follow(parts) or self._follow((part, "") for part, _ in parts)

    def _follow(self, parts: Iterable[tuple[tuple[str, ...], str]]) -> tuple[Node, ...]:
        nodes = [Node(self._start, {}, "")]
        for part, initial in parts:
            openings = [
                Node(state, flags, node.surface + letters)
                for node in nodes
                for state, flags, letters in self._opening(
                    node.state, tuple(node.flags.items()), part[:OPENING], initial
                )
            ]
            nodes = self._walk(openings, part[OPENING:], "")
        return tuple(nodes)

    def _open(
        self, state: int, flags: tuple[tuple[str, str], ...], symbols: tuple[str, ...], initial: str
    ) -> list[Node]:
        return self._walk([Node(state, dict(flags), "")], symbols, initial)

    def _walk(self, nodes: list[Node], symbols: tuple[str, ...], initial: str) -> list[Node]:
        """Follow the paths from the nodes that write ``symbols``.

        initial: the first letter to read, if any is; empty for any letter
        """
        found: list[Node] = []
        stack = [(node, 0) for node in nodes]
        steps = 0
        while stack and steps < STEP_LIMIT:
            node, position = stack.pop()
            if position == len(symbols):
                found.append(node)
                continue
            state, flags, surface = node
            arcs = self._by_output(state)
            for output in ("", symbols[position]):
                for letter, _, target, flag in arcs.get(output, ()):
                    if initial and letter and not surface and letter != initial:
                        continue
                    passed = flags if flag is None else pass_flag(flag, flags)
                    if passed is not None:
                        steps += 1
                        stack.append(
                            (Node(target, passed, surface + letter), position + 1 if output else position)
                        )
        return found

    def _index(self, state: int) -> Mapping[str, list[Arc]]:
        """Group a state's transitions by what they write, tags of mere information counting as nothing."""
        arcs: dict[str, list[Arc]] = {}
        for arc in self._state(state).arcs:
            arcs.setdefault("" if arc.output.startswith(INFORMATION) else arc.output, []).append(arc)
        return arcs

    def _endings(self, node: Node, wanted: Wanted) -> Iterator[str]:
        stack = [(node, wanted.tags)]
        longest = len(node.surface) + LONGEST_TAIL
        steps = 0
        while stack and steps < STEP_LIMIT:
            (number, flags, surface), missing = stack.pop()
            state = self._state(number)
            if state.final and not missing:
                yield surface
            if len(surface) > longest:
                continue
            for letter, output, target, flag in state.arcs:
                left = missing
                if output in missing:
                    left = missing - {output}
                elif output and output[0] == "[":
                    if output not in wanted.free:
                        continue
                    if output == DERIVED and missing is wanted.tags:
                        # A derived word before any tag: the forms of lähetellä are listed under lähettää.
                        continue
                passed = flags if flag is None else pass_flag(flag, flags)
                if passed is not None:
                    steps += 1
                    stack.append((Node(target, passed, surface + letter), left))


def split_symbols(analysis: str) -> list[str]:
    """Split an analysis into tags and letters: ``[Ln][Xp]voi[X]`` → ``[Ln] [Xp] v o i [X]``."""
    return re.findall(r"\[[^\]]*\]|.", analysis)


def split_parts(stem: str) -> list[tuple[tuple[str, ...], str]]:
    """Cut a stem into its compound parts, each with the letter its forms begin with.

    The letter is empty where it need not be that of the base form; where it is, it spares most of the search.
    """
    symbols = [symbol for symbol in split_symbols(stem) if not symbol.startswith(INFORMATION)]
    ends = [index + 1 for index, symbol in enumerate(symbols) if symbol == "[Bc]"] + [len(symbols)]
    parts = []
    for start, end in zip([0, *ends], ends, strict=False):
        word = re.match(r"\[L(?:n|l|nl|t)\]\[Xp\](\w+)", "".join(symbols[start:end]))
        initial = "" if word is None or word[1] in SUPPLETIVE else word[1][0].lower()
        parts.append((tuple(symbols[start:end]), initial))
    return parts


def pass_flag(flag: tuple[str, str, str], flags: Flags) -> Flags | None:
    """Apply a flag diacritic (operator, feature, value): the new flags, or None where the path is closed."""
    operator, feature, value = flag
    current = flags.get(feature)
    if operator == "P":
        return {**flags, feature: value}
    if operator == "C":
        return {name: kept for name, kept in flags.items() if name != feature}
    if operator == "U":
        if current is None:
            return {**flags, feature: value}
        return flags if current == value else None
    matches = current is not None if not value else current == value
    return flags if matches == (operator == "R") else None


def parse_flag(symbol: str) -> tuple[str, str, str] | None:
    """Read ``@U.LS.SGNY@`` as (operator, feature, value); None for an ordinary symbol."""
    if len(symbol) < 3 or not (symbol.startswith("@") and symbol.endswith("@")) or "." not in symbol:
        return None
    operator, feature, *value = symbol[1:-1].split(".")
    return operator, feature, value[0] if value else ""


def make_arc(letter: str, output: str, target: int) -> Arc:
    """Separate flags and empty symbols from letters."""
    flag = parse_flag(letter)
    read = "" if flag or letter == "@0@" else letter
    return Arc(read, "" if output.startswith("@") else output, target, flag)


def read_vfst(data: bytes | mmap.mmap) -> Transducer:
    """Open an unweighted vfst (the format of libvoikko): 8-byte transitions after a table of symbols.

    Raises SetupError where the data is of another format, version or byte order.
    """
    if len(data) < 18 or struct.unpack_from("=II", data) != VFST_COOKIES or data[8] != 0:
        raise SetupError("Voikko's dictionary is not an unweighted vfst of this machine's byte order.")
    (count,) = struct.unpack_from("=H", data, 16)
    position = 18
    symbols: list[str] = []
    for _ in range(count):
        end = data.find(b"\0", position)
        symbols.append(data[position:end].decode())
        position = end + 1
    base = (position + 7) // 8 * 8

    def decode(state: int) -> State:
        place = base + state * 8
        more = data[place + 7] if sys.byteorder == "little" else data[place + 4]
        skipped = 0
        if more == 0xFF:
            # Too many transitions for one byte: the cell after the first transition holds the number.
            (more,) = struct.unpack_from("=I", data, place + 8)
            more, skipped = more + 1, 1
        arcs: list[Arc] = []
        final = False
        for index in range(more + 1):
            if skipped and index == 1:
                continue
            letter, output, info = struct.unpack_from("=HHI", data, place + index * 8)
            if letter == FINAL:
                final = True
            else:
                arcs.append(make_arc(symbols[letter], symbols[output], info & 0xFFFFFF))
        return State(tuple(arcs), final)

    return Transducer(0, decode)


def read_kfst(data: bytes) -> Transducer:
    """Open an unweighted kfst (the format of the kfst package), as pyvoikko carries it.

    Raises SetupError where the data is of another format or version.
    """
    if len(data) < struct.calcsize("!4sHHII?"):
        raise SetupError("The dictionary of pyvoikko is cut short.")
    signature, version, count, transitions, finals, weighted = struct.unpack_from("!4sHHII?", data)
    if signature != b"KFST" or version != 0 or weighted:
        raise SetupError("The dictionary of pyvoikko is not an unweighted kfst of version 0.")
    position = struct.calcsize("!4sHHII?")
    symbols: list[str] = []
    for _ in range(count):
        end = data.index(b"\0", position)
        symbols.append(data[position:end].decode())
        position = end + 1
    body = lzma.decompress(data[position:])
    record = struct.Struct("!IIHH")
    ends = body[transitions * record.size :][: finals * 4]
    final_states = {state for (state,) in struct.iter_unpack("!I", ends)}

    def source(index: int) -> int:
        return int.from_bytes(body[index * record.size : index * record.size + 4], "big")

    def decode(state: int) -> State:
        # The file is sorted by source state, so no index is needed beside it.
        index = bisect_left(range(transitions), state, key=source)
        arcs: list[Arc] = []
        while index < transitions and source(index) == state:
            _, target, letter, output = record.unpack_from(body, index * record.size)
            arcs.append(make_arc(symbols[letter], symbols[output], target))
            index += 1
        return State(tuple(arcs), state in final_states)

    return Transducer(0, decode)


def dictionary_paths(environ: Mapping[str, str] = os.environ) -> Iterator[Path]:
    """Give the places where libvoikko would look for mor.vfst, in its order."""
    if configured := environ.get("VOIKKO_DICTIONARY_PATH"):
        yield from (Path(folder) / VFST_NAME for folder in configured.split(os.pathsep) if folder)
    if home := environ.get("HOME"):
        yield Path(home) / ".voikko" / VFST_NAME
        yield Path(home) / "Library" / "Spelling" / "voikko" / VFST_NAME
    yield from (Path(folder) / VFST_NAME for folder in SYSTEM_FOLDERS)


def open_transducer(places: Sequence[Path] | None = None) -> Transducer:
    """Open the dictionary of an installed Voikko, else the one inside pyvoikko.

    Raises SetupError where neither is installed.
    """
    for path in dictionary_paths() if places is None else places:
        if path.is_file():
            with path.open("rb") as file:
                return read_vfst(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    spec = find_spec("pyvoikko")
    if spec is not None and spec.submodule_search_locations:
        embedded = Path(next(iter(spec.submodule_search_locations))) / "voikko.kfst"
        if embedded.is_file():
            return read_kfst(embedded.read_bytes())
    raise SetupError(
        "No Finnish dictionary of Voikko was found. Install it (Debian: apt install voikko-fi libvoikko1) "
        "or the embedded one: pip install 'replycheck[embedded]'."
    )
