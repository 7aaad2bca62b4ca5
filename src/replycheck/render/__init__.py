"""Report → text or JSON: one file for each form."""

from __future__ import annotations

from typing import NamedTuple

from replycheck.model import Report


class Checked(NamedTuple):
    """What every form shows.

    path: the file; ``report.draft`` is what it holds, or, where it holds several drafts, the line with the draft
    line: the number of that line; None where the file is the draft
    """

    path: str
    report: Report
    line: int | None = None

    @property
    def name(self) -> str:
        """What the draft is called: the path, with the line where a file holds several."""
        return self.path if self.line is None else f"{self.path}:{self.line}"
