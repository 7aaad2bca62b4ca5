"""Report → text for a terminal: each finding with its place marked, its fixes, and a summary.

Lines and columns count from 1, columns in code points. Colours are ANSI codes; ``click.echo`` drops them
where the output is no terminal. Control characters of the draft are shown as pictures (␛), never sent to it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

from replycheck import fixes
from replycheck.model import (
    SEVERITIES,
    Applicability,
    Edit,
    Finding,
    Fix,
    Report,
    Severity,
    Suppression,
    Switch,
)
from replycheck.positions import LINE_END, Positions
from replycheck.render import Checked
from replycheck.render.tally import Tally

WIDTH = 100  # columns of a draft's line that are shown at most
REACH = 1000  # code points to either side in which a sentence is looked for; HTML may be all one line
COLOURS: dict[str, str] = {"info": "cyan", "warning": "yellow", "error": "red"}
FIX_COLOURS: dict[Applicability, str] = {"safe": "green", "unsafe": "yellow", "display": "cyan"}
SUPPRESSED: dict[Suppression, str] = {"ignored": "ignored", "baseline": "in the baseline"}
WAITING: dict[Applicability, str] = {"unsafe": "unsafe", "display": "to fill in"}

# Good enough to show the sentence around a fix: a full stop ends one before a capital or a tag only. What stands
# between two sentences is the gap.
_BLOCK = r"</?(?:br|div|h[1-6]|li|ol|p|t[dhr]|ul)\b[^<>]{0,300}>"
_SENTENCE_END = re.compile(
    r"(?:[!?…]+[\"”')]*|\.[\"”')]*(?=\s*</?[a-z]|\s+[\"”'(]?[A-ZÅÄÖ]))(?P<gap>(?:\s|</?[a-z][^<>]{0,300}>)+)"
    rf"|(?P<break>(?:[\r\n]|{_BLOCK})+)"
)


def report_text(checked: Checked, *, show_fixed: bool = False, show_suppressed: bool = False) -> str:
    """The findings of a draft, its verdict, and with ``show_fixed`` the mended text.

    show_suppressed: whether to show the suppressed findings as well
    """
    report = checked.report
    positions = checked.positions
    shown = [finding for finding in report.findings if show_suppressed or not finding.suppressed]
    parts = [finding_text(checked, finding, positions) for finding in shown]
    parts.append(f"{click.style(checked.name, bold=True)}: {_verdict(report)}")
    if show_fixed and report.fixed != report.draft:
        body = "\n".join(f"  {printable(line)}".rstrip() for line in LINE_END.split(report.fixed.rstrip()))
        parts.append(f"{click.style('mended text', bold=True)}:\n{body}")
    return "\n\n".join(parts) + "\n"


def finding_text(checked: Checked, finding: Finding, positions: Positions) -> str:
    """One finding: place, rule, severity, message, the line with the place marked, the fixes and the advice."""
    colour = COLOURS[finding.severity]
    head = f"{click.style(finding.rule, bold=True)} {click.style(finding.severity, fg=colour)}"
    if finding.suppressed:
        head += f" ({SUPPRESSED[finding.suppressed]}, {finding.fingerprint})"
    advice = [f"    {click.style('e.g.', dim=True)} {printable(text)}" for text in finding.advice]
    if finding.start is None or finding.end is None:
        return "\n".join([f"{checked.name} {head}", f"  {printable(finding.message)}", *advice])
    line, column = positions.line_column(finding.start)
    rows = [f"{checked.path}:{line}:{column} {head}", f"  {printable(finding.message)}"]
    if finding.text is not None:
        draft = checked.report.draft
        shown, marks = excerpt(draft, finding.start, finding.end)
        rows += [
            f"    {shown}",
            f"    {click.style(marks, fg=colour)}",
            *_fix_texts(checked.report, finding.fixes),
        ]
    return "\n".join([*rows, *advice])


def summary(tally: Tally, *, mended: int | None = None, unsafe: bool = False) -> str:
    """One line on all drafts.

    mended: how many were rewritten, None where nothing was to be written
    unsafe: whether unsafe fixes were applied
    """
    found = tally.severities
    text = f"{_count(tally.drafts, 'draft')}: {_count(found.total(), 'finding')}"
    if found:
        by_severity = [_severity_count(found[each], each) for each in reversed(SEVERITIES) if found[each]]
        text += f" ({', '.join(by_severity)})"
    if mended is not None:
        text += f"; {_count(mended, 'draft')} mended"
        if mended and unsafe:
            text += ", with unsafe fixes: read the result"
    elif fixable := tally.fixable.total():
        text += f"; {fixable} can be mended with --fix"
    if tally.suppressed:
        text += f"; {tally.suppressed} suppressed"
    return text


def refusals(path: str, switch: Switch) -> list[str]:
    """What kept a draft from being switched, a line for each place."""
    positions = Positions(switch.draft)
    places = [(*positions.line_column(each.start), each.message) for each in switch.refused]
    return [f"{path}:{line}:{column}: {printable(message)}" for line, column, message in places]


def diff(path: str, before: str, after: str) -> str:
    """What changed as a unified diff, empty where nothing did."""
    lines = list(difflib.unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}", lineterm="\n"))
    # difflib has no word for a last line without an end; `patch` needs one.
    return "".join(
        line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def excerpt(text: str, start: int, end: int, width: int = WIDTH) -> tuple[str, str]:
    """The line of ``text[start:end]``, cut to ``width`` columns, and a line of ``^`` under the place.

    Of a place that goes over several lines the first line is shown.
    """
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    line_end = LINE_END.search(text, start)
    line = text[first : line_end.start() if line_end else len(text)]
    start, end = start - first, min(end - first, len(line))
    low, high = _window(line, start, end, width)
    before, after = "…" if low else "", "…" if high < len(line) else ""
    pad = columns(before + printable(line[low:start]))
    marked = columns(printable(line[start : min(end, high)]))
    return before + printable(line[low:high]) + after, " " * pad + "^" * max(1, marked)


def printable(text: str) -> str:
    """The text with everything that could move or command a terminal's cursor replaced by a visible sign."""
    return "".join(map(_shown, text))


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: 2 for wide signs and emoji, 0 for combining ones."""
    return sum(map(_width, text))


def _window(line: str, start: int, end: int, width: int) -> tuple[int, int]:
    """The part of a line to show: all of it if it fits, else the place with the words around it."""
    if len(line) <= REACH and columns(printable(line)) <= width:
        return 0, len(line)
    room = width - 2  # for the two ellipses
    low = high = start
    while high < end and room > 0:
        room -= _width(_shown(line[high]))
        high += 1
    half = room // 2
    while low > 0 and room > half:
        low -= 1
        room -= _width(_shown(line[low]))
    while high < len(line) and room > 0:
        room -= _width(_shown(line[high]))
        high += 1
    while low > 0 and room > 0:
        low -= 1
        room -= _width(_shown(line[low]))
    return low, high


def _shown(sign: str) -> str:
    code = ord(sign)
    if sign == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    category = unicodedata.category(sign)
    if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and sign != "\u200d"):
        return "�"
    return sign


def _width(sign: str) -> int:
    # Zero-width joiner, variation selectors and combining marks stand on the sign before them.
    if sign == "\u200d" or unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def _fix_texts(report: Report, fixes: Sequence[Fix]) -> Iterator[str]:
    """Each fix as the sentence after it, best first; under it why it is not applied, and how it reads.

    How one reads matters only where there is a choice.
    """
    for number, fix in enumerate(fixes):
        sign = "   or" if number else "    →"
        yield f"{click.style(sign, fg=FIX_COLOURS[fix.applicability])} {printable(_fixed_sentence(report, fix))}"
        remarks = [fix.note] if fix.note and len(fixes) > 1 else []
        if fix.applicability in WAITING:
            remarks.append(f"{WAITING[fix.applicability]}: {fix.safety_note or 'not applied by itself'}")
        yield from (f"      {click.style(remark, dim=True)}" for remark in remarks)


def _fixed_sentence(report: Report, fix: Fix) -> str:
    """The sentence or sentences that the fix touches, after the fix."""
    first, last = sentence_of(report, fix)
    edits = [_moved(edit, -first) for edit in fix.edits]
    return " ".join(fixes.apply(report.draft[first:last], edits).split())


def _moved(edit: Edit, by: int) -> Edit:
    return edit.model_copy(update={"start": edit.start + by, "end": edit.end + by})


def sentence_of(report: Report, fix: Fix) -> tuple[int, int]:
    """Where the sentence or sentences that the fix touches begin and end in the draft.

    A sentence is looked for within ``REACH`` code points, and ends at markup that opens or closes the draft.
    """
    begin, end = inside_markup(report)
    low, high = max(begin, fix.edits[0].start - REACH), min(end, fix.edits[-1].end + REACH)
    gaps = [gap.span(gap.lastgroup or 0) for gap in _SENTENCE_END.finditer(report.draft, low, high)]
    first = max(start for start in (low, *(end for _, end in gaps)) if start <= fix.edits[0].start)
    last = min(end for end in (*(start for start, _ in gaps), high) if end >= fix.edits[-1].end)
    return first, last


def inside_markup(report: Report) -> tuple[int, int]:
    """Where the draft begins and ends, but for the markup that opens and closes it."""
    start, end = 0, len(report.draft)
    if report.skipped:
        opening, closing = report.skipped[0], report.skipped[-1]
        if opening.reason == "markup" and opening.start == 0:
            start = opening.end
        if closing.reason == "markup" and closing.end == end:
            end = max(start, closing.start)
    return start, end


def _verdict(report: Report) -> str:
    gravest = {"pass": "green", "suggest": "cyan", "confirm": "yellow", "stop": "red"}[report.verdict]
    text = f"verdict {click.style(report.verdict, fg=gravest, bold=True)}"
    return text if report.stable else f"{text} (fixes kept changing each other and were cut off)"


def _lines(text: str) -> list[str]:
    return list(_keep_ends(text))


def _keep_ends(text: str) -> Iterator[str]:
    start = 0
    for end in LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _severity_count(number: int, severity: Severity) -> str:
    return f"{number} info" if severity == "info" else _count(number, severity)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as aligned columns, the first row bold; the last column is not padded."""
    kept = [tuple(row) for row in rows]
    widths = [max(columns(row[index]) for row in kept) for index in range(len(kept[0]) - 1)]
    lines = []
    for number, row in enumerate(kept):
        cells = [cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=False)]
        line = "  ".join([*cells, row[-1]]).rstrip()
        lines.append(line if number else click.style(line, bold=True))
    return "\n".join(lines)
