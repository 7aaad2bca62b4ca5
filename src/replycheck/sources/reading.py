"""How markup reads: pieces put together so that the checker sees the lines and sentences a reader sees."""

from __future__ import annotations

from typing import Literal

from replycheck.marked import BORDER, Piece

# What stands for code in a sentence, and for a quoted block between others: the checker knows both by their marks.
CODE = "`x`"
QUOTATION = "> …"


class Reading:
    """The pieces of a source, from its start on."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        # What stands before: at first, and after a block, a border; after that perhaps the marker of a list item.
        self._before: Literal["border", "marker", "space", "text"] = "border"

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What was read so far."""
        return tuple(self._pieces)

    def text(self, source: str, prose: str | None = None) -> None:
        """Prose, as it stands or, with ``prose``, read otherwise."""
        prose = source if prose is None else prose
        last = self._pieces[-1] if self._pieces else None
        if source == prose and last and not last.markup and last.source == last.prose:
            self._pieces[-1] = Piece(last.source + source, last.prose + prose)
        else:
            self._pieces.append(Piece(source, prose))
        if prose.strip():
            self._before = "text"

    def space(self, source: str) -> None:
        """White space that a reader sees as one space, or, where a line starts, not at all."""
        self._pieces.append(Piece(source, " " if self._before == "text" else ""))
        if self._before == "text":
            self._before = "space"

    def markup(self, source: str, reads: str = "") -> None:
        """Markup within a line; ``reads`` is what it says there, if anything."""
        self._pieces.append(Piece(source, reads, markup=True))
        if reads:
            self._before = "text"

    def border(self, source: str, line: str = "") -> None:
        """Markup at which a line ends, unless it is empty; ``line`` is what it says in a line of its own."""
        before = BORDER if self._before in ("text", "space") else ""
        self._pieces.append(Piece(source, before + line + (BORDER if line else ""), markup=True))
        self._before = "border"

    def item(self, source: str, marker: str) -> None:
        """Markup that starts an item of a list."""
        before = "" if self._before == "border" else BORDER
        self._pieces.append(Piece(source, before + marker, markup=True))
        self._before = "marker"
