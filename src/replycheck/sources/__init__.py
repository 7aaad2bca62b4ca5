"""Which drafts a file holds, and where: one file a format.

text of a file ──► Draft, Draft … (each a Marked, with its situation) ──► Report, Report … in offsets of the file
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from replycheck.fixes import changes, moved
from replycheck.marked import Marked, check_many_marked
from replycheck.model import AddressForm, Context, Edit, Report
from replycheck.sources import html, jsonl, markdown
from replycheck.sources.draft import Draft
from replycheck.suppression import placed

if TYPE_CHECKING:
    from replycheck.checker import Checker

Format = Literal["text", "markdown", "html", "jsonl"]

__all__ = ["Draft", "Format", "check_drafts", "find_drafts", "mended", "still_known"]


def find_drafts(text: str, form: Format, name: str) -> list[Draft]:
    """The drafts in the text of a file, in order; ``name`` is the file's, for complaints.

    Raises ReplycheckError with the place where a file is not what its format asks for, SetupError where a part
    that reads the format is not installed.
    """
    if form == "jsonl":
        return jsonl.read(text, name)
    extract = {"text": Marked.plain, "markdown": markdown.extract, "html": html.extract}[form]
    return [Draft(extract(text))]


def check_drafts(
    drafts: Iterable[Draft],
    checker: Callable[[AddressForm | None], Checker],
    context: Context,
    *,
    unsafe_fixes: bool = False,
) -> Iterator[Report]:
    """Check drafts, in order; each report's offsets are those of the draft's stretch of the file.

    checker: gives the checker for a form of address; None asks for the policy's own
    context: the situation, but for what a draft's own file says of it
    unsafe_fixes: whether ``fixed`` has the first fix of each finding applied even where it is unsafe
    """
    for address, group in groupby(drafts, key=lambda draft: draft.address):
        situated = (
            (draft.marked, context.model_copy(update=dict(draft.situation)), draft.known) for draft in group
        )
        yield from check_many_marked(checker(address), situated, unsafe_fixes=unsafe_fixes)


def still_known(report: Report, draft: Draft) -> Draft:
    """A draft as ``report`` has mended it: what was suppressed in the one before stays so."""
    if not any(finding.suppressed for finding in report.findings):
        return draft
    edits = [
        Edit(start=start, end=end, replacement=text)
        for start, end, text in changes(report.draft, report.fixed)
    ]
    in_prose = draft.marked.prose_span
    return replace(
        draft, known=placed(report.findings, lambda start, end: in_prose(*moved(start, end, edits)))
    )


def mended(text: str, drafts: Sequence[Draft], reports: Iterable[Report]) -> str:
    """The text of a file with the drafts as their reports have mended them."""
    parts: list[str] = []
    place = 0
    for draft, report in zip(drafts, reports, strict=True):
        parts += (text[place : draft.start], report.fixed)
        place = draft.start + len(draft.marked.source)
    parts.append(text[place:])
    return "".join(parts)
