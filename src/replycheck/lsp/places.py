"""Places of a text as an editor counts them: lines, and characters in the unit that was agreed on."""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol import types

from replycheck.model import Edit
from replycheck.positions import LINE_END, Positions


class Places:
    """The places of one text.

    encoding: what a ``character`` of a position is: a UTF-8 byte, a UTF-16 unit or a code point
    """

    def __init__(self, text: str, encoding: types.PositionEncodingKind | str) -> None:
        ends = list(LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]
        positions = Positions(text)
        self._unit = {
            types.PositionEncodingKind.Utf8: positions.utf8,
            types.PositionEncodingKind.Utf16: positions.utf16,
        }.get(types.PositionEncodingKind(encoding), int)

    def position(self, offset: int) -> types.Position:
        """Where a code point of the text stands."""
        line = bisect_right(self._starts, offset) - 1
        return types.Position(line, self._unit(offset) - self._unit(self._starts[line]))

    def range(self, start: int, end: int) -> types.Range:
        """The range of ``text[start:end]``."""
        return types.Range(self.position(start), self.position(end))

    def offset(self, position: types.Position) -> int:
        """The code point at a position; the nearest one before it where there is none."""
        if position.line >= len(self._starts):
            return self._ends[-1]
        start, end = self._starts[position.line], self._ends[position.line]
        wanted = self._unit(start) + position.character
        return start + bisect_right(range(start, end + 1), wanted, key=self._unit) - 1

    def first_line(self) -> tuple[int, int]:
        """Start and end of the first line: where what is said of the whole text stands."""
        return 0, self._ends[0]

    def edit(self, edit: Edit) -> types.TextEdit:
        """An edit of the text."""
        return types.TextEdit(self.range(edit.start, edit.end), edit.replacement)
