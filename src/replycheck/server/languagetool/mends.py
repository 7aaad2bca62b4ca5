"""The safe fixes of a report, cut up for clients that know of one replacement for one place only.

Such a client puts the first replacement of a match in place of the match, and knows nothing of fixes with several
edits, nor of fixes that go together. So the fixes are cut into ``Mend``s: stretches of the text, none touching
another, each with the whole of every fix that reaches into it. Whoever makes one of them makes whole fixes; whoever
makes them all, in whatever order, has ``Report.fixed``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from replycheck import fixes as fixing
from replycheck.model import Edit, Finding, Fix, Report

# A line that is longer is compared as a whole: to look for the words that differ takes the square of its length.
COMPARED = 2_000

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_WORD = re.compile(r"\w+")


class Replacement(NamedTuple):
    """What may stand in place of a stretch, and how it reads."""

    value: str
    note: str | None = None


class Mend(NamedTuple):
    """A stretch of the source, and what may stand in its place, best first.

    finding: the number of the finding that offers it
    """

    start: int
    end: int
    finding: int
    replacements: tuple[Replacement, ...]


@dataclass
class _Stretch:
    """A stretch that fixes reach into: their edits, and the findings that they mend."""

    start: int
    end: int
    edits: list[Edit] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    finding: int = -1  # the one whose fix reaches farthest; of such, the first
    reach: int = -1

    def add(self, start: int, end: int, item: Edit | int) -> None:
        """Take in an edit, or the number of a finding with the range that its fix reaches over."""
        self.end = max(self.end, end)
        if isinstance(item, Edit):
            self.edits.append(item)
            return
        self.findings.append(item)
        if end - start > self.reach:
            self.finding, self.reach = item, end - start

    def join(self, other: _Stretch) -> None:
        """Take in a stretch that stands after this one."""
        self.end = other.end
        self.edits += other.edits
        self.findings += other.findings
        if other.reach > self.reach:
            self.finding, self.reach = other.finding, other.reach

    def text(self, draft: str, edits: Sequence[Edit]) -> str:
        """What stands here after edits."""
        return _edited(draft, self.start, self.end, edits)


def mends(report: Report, *, by_code_points: bool = False) -> list[Mend]:
    """The safe fixes of a report as stretches to replace, in order of place, none touching another.

    The first replacement of each, all together, make of ``report.draft`` what ``report.fixed`` is. Further ones are
    other safe fixes of the same finding.

    by_code_points: for a client that takes the length of a match to be one in code points. Where a sign beyond
        U+FFFF stands between the edits of a stretch, it is cut there, so that no piece holds such a sign
    """
    draft, findings = report.draft, report.findings
    edits = fixing.edits_of(fixing.choose(findings))
    in_one_round = fixing.apply(draft, edits) == report.fixed
    if not in_one_round:  # some fixes waited for the result of others
        edits = list(_differences(draft, report.fixed))
    found: list[Mend] = []
    for stretch in _stretches(findings, [place_of(report, finding) for finding in findings], edits):
        if by_code_points and _ASTRAL.search(draft, stretch.start, stretch.end):
            for piece in _pieces(draft, stretch.edits):
                start, end = piece[0].start, piece[-1].end
                value = Replacement(_edited(draft, start, end, piece))
                found.append(Mend(start, end, stretch.finding, (value,)))
            continue
        first, *others = _safe(findings[stretch.finding])
        values = {stretch.text(draft, stretch.edits): first.note}
        if in_one_round:
            for fix in others:
                instead = _edits_with(fix, stretch, findings)
                if instead:
                    values.setdefault(stretch.text(draft, instead), fix.note)
        replacements = tuple(Replacement(value, note) for value, note in values.items())
        found.append(Mend(stretch.start, stretch.end, stretch.finding, replacements))
    return found


def place_of(report: Report, finding: Finding) -> tuple[int, int]:
    """Where a finding is shown: one on the text as a whole at its first word, for a match has to stand somewhere."""
    if finding.start is not None and finding.end is not None:
        return finding.start, finding.end
    markup = [zone for zone in report.skipped if zone.reason == "markup"]
    for word in _WORD.finditer(report.draft):
        if not any(zone.start <= word.start() < zone.end for zone in markup):
            return word.span()
    return 0, 0


def _safe(finding: Finding) -> list[Fix]:
    if finding.suppressed:
        return []
    return [fix for fix in finding.fixes if fix.applicability == "safe"]


def _stretches(
    findings: Sequence[Finding], places: Sequence[tuple[int, int]], edits: Sequence[Edit]
) -> list[_Stretch]:
    """The stretches that edits and the fixes of findings reach over, put together wherever they touch."""
    items: list[tuple[int, int, Edit | int]] = [(edit.start, edit.end, edit) for edit in edits]
    for number, (finding, (start, end)) in enumerate(zip(findings, places, strict=True)):
        if fixes := _safe(finding):
            of_fix = fixes[0].edits
            items.append((min(start, of_fix[0].start), max(end, of_fix[-1].end), number))
    stretches: list[_Stretch] = []
    for start, end, item in sorted(items, key=lambda each: each[:2]):
        if not stretches or start > stretches[-1].end:
            stretches.append(_Stretch(start, end))
        stretches[-1].add(start, end, item)
    found: list[_Stretch] = []
    for stretch in stretches:
        # What a later round changed beyond the reach of any fix belongs to one nearby all the same.
        if found and not (found[-1].findings and stretch.findings):
            found[-1].join(stretch)
        else:
            found.append(stretch)
    return [stretch for stretch in found if stretch.edits and stretch.findings]


def _edits_with(fix: Fix, stretch: _Stretch, findings: Sequence[Finding]) -> list[Edit]:
    """The edits of a stretch with another fix of its finding; none where they clash or reach out of it."""
    asked = [findings[number] for number in stretch.findings if number != stretch.finding]
    asked.append(findings[stretch.finding].model_copy(update={"fixes": (fix,)}))
    chosen = fixing.choose(asked)
    edits = fixing.edits_of(chosen)
    inside = fix in chosen and stretch.start <= edits[0].start and edits[-1].end <= stretch.end
    return edits if inside else []


def _pieces(draft: str, edits: Sequence[Edit]) -> list[list[Edit]]:
    """Edits in groups without a sign beyond U+FFFF in or between them; none where an edit replaces such a sign."""
    pieces: list[list[Edit]] = []
    for edit in edits:
        if _ASTRAL.search(draft, edit.start, edit.end):
            return []
        if pieces and not _ASTRAL.search(draft, pieces[-1][-1].end, edit.start):
            pieces[-1].append(edit)
        else:
            pieces.append([edit])
    return pieces


def _edited(draft: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """``draft[start:end]`` after edits inside it."""
    moved = [edit.model_copy(update={"start": edit.start - start, "end": edit.end - start}) for edit in edits]
    return fixing.apply(draft[start:end], moved)


def _differences(before: str, after: str) -> Iterator[Edit]:
    """Edits that make one text of another, word by word where line answers to line."""
    lines, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    place = 0
    for line, changed in zip(lines, new, strict=True) if len(lines) == len(new) else [(before, after)]:
        if line != changed:
            short = len(line) + len(changed) <= COMPARED
            for start, end, text in fixing.changes(line, changed) if short else [(0, len(line), changed)]:
                yield Edit(start=place + start, end=place + end, replacement=text)
        place += len(line)
