"""How markup reads: pieces put together so that the checker sees the lines and sentences a reader sees."""

from __future__ import annotations

from replycheck.marked import BORDER, Piece

# What stands for code in a sentence, and for a quoted block between others: the checker knows both by their marks.
CODE = "`x`"
QUOTATION = "> …"


class Reading:
    """The pieces of a source, from its start on."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._at_border = True  # nothing stands before, or a border does
        self._after_marker = False  # the marker of a list item stands before, and nothing else in its line

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What was read so far."""
        return tuple(self._pieces)

    @property
    def at_line_start(self) -> bool:
        """Whether what comes next is the first text of its line."""
        return self._at_border or self._after_marker

    def text(self, source: str, prose: str | None = None) -> None:
        """Prose, as it stands or, with ``prose``, read otherwise."""
        prose = source if prose is None else prose
        last = self._pieces[-1] if self._pieces else None
        if source == prose and last and not last.markup and last.source == last.prose != "":
            self._pieces[-1] = Piece(last.source + source, last.prose + prose)
        else:
            self._pieces.append(Piece(source, prose))
        if prose.strip():
            self._at_border = self._after_marker = False

    def space(self, source: str) -> None:
        """White space that a reader sees as one space, or, where a line starts, not at all."""
        last = self._pieces[-1].prose if self._pieces else ""
        self._pieces.append(Piece(source, "" if self.at_line_start or last[-1:] == " " else " "))

    def markup(self, source: str, reads: str = "") -> None:
        """Markup within a line; ``reads`` is what it says there, if anything."""
        self._pieces.append(Piece(source, reads, markup=True))
        if reads:
            self._at_border = self._after_marker = False

    def border(self, source: str, line: str = "") -> None:
        """Markup at which a line ends, unless it is empty; ``line`` is what it says in a line of its own."""
        before = "" if self.at_line_start else BORDER
        self._pieces.append(Piece(source, before + line + (BORDER if line else ""), markup=True))
        self._at_border, self._after_marker = True, False

    def item(self, source: str, marker: str) -> None:
        """Markup that starts an item of a list."""
        before = "" if self._at_border else BORDER
        self._pieces.append(Piece(source, before + marker, markup=True))
        self._at_border, self._after_marker = False, True
