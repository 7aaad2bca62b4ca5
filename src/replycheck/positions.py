"""Offsets in other units, for the edges that need them: UTF-16, UTF-8, line and column.

Inside replycheck every offset is a code point. A Positions is made once a text; each question is then a
search in lists of the places where units differ, so a long draft costs no more a question than a short one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

# The line ends that editors count; str.splitlines() knows others that they do not.
LINE_END = re.compile(r"\r\n|\n|\r")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Positions:
    """Where the code points of a text lie in other units. Offsets count from 0, lines and columns from 1.

    line: the line of a longer text on which this one starts
    """

    def __init__(self, text: str, line: int = 1) -> None:
        self._line = line
        self._starts = [0, *(end.end() for end in LINE_END.finditer(text))]
        self._astral = [found.start() for found in _ASTRAL.finditer(text)]
        wide = list(_NOT_ASCII.finditer(text))
        self._wide = [found.start() for found in wide]
        self._extra = [0, *accumulate(_utf8_length(found[0]) - 1 for found in wide)]

    def utf16(self, offset: int) -> int:
        """The offset of a code point in UTF-16 code units."""
        return offset + bisect_left(self._astral, offset)

    def utf8(self, offset: int) -> int:
        """The offset of a code point in UTF-8 bytes."""
        return offset + self._extra[bisect_left(self._wide, offset)]

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of a code point, both from 1, the column in code points."""
        line = bisect_right(self._starts, offset)
        return line + self._line - 1, offset - self._starts[line - 1] + 1

    def line_column_utf8(self, offset: int) -> tuple[int, int]:
        """Line and column of a code point, both from 1, the column in UTF-8 bytes."""
        line, column = self.line_column(offset)
        return line, self.utf8(offset) - self.utf8(offset - column + 1) + 1


def _utf8_length(sign: str) -> int:
    code = ord(sign)
    return 2 if code < 0x800 else 3 if code < 0x10000 else 4
