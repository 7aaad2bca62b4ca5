"""Reports → one HTML page to read, share and print: the drafts with their places marked, and a card for each finding.

The page holds everything it needs, runs no script and loads nothing. How it looks is in ``page.html``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from replycheck import __version__
from replycheck.model import SEVERITIES, Finding, Fix, Report
from replycheck.positions import Positions
from replycheck.render import Checked, Run
from replycheck.render.text import printable, sentence_of

WORDS: dict[str, dict[str, Any]] = {
    "fi": {
        "title": "Viestien tarkistus",
        "summary": "Yhteenveto",
        "by_rule": "Huomautukset säännöittäin",
        "rule": "Sääntö",
        "count": "Määrä",
        "drafts": ("viesti", "viestiä"),
        "findings": ("huomautus", "huomautusta"),
        "fixable": ("varma korjaus", "varmaa korjausta"),
        "draft": "Viesti",
        "contents": "Viestit, joissa on huomautettavaa",
        "clean": "Ei huomautettavaa",
        "nothing": "Yhtään viestiä ei tarkistettu.",
        "all_clean": "Missään viestissä ei ole huomautettavaa.",
        "verdict": {
            "pass": "Valmis",
            "suggest": "Vinkkejä",
            "confirm": "Tarkista ensin",
            "stop": "Korjaa ensin",
        },
        "severity": {"info": "Vinkki", "warning": "Huomautus", "error": "Este"},
        "severities": {
            "info": ("vinkki", "vinkkiä"),
            "warning": ("tarkistettava", "tarkistettavaa"),
            "error": ("este", "estettä"),
        },
        "whole": "Koko viesti",
        "line": "rivi {}, sarake {}",
        "fixes": "Korjaukset",
        "fix": {"safe": "Varma", "unsafe": "Vaatii harkintaa", "display": "Täydennä itse"},
        "why": "Miksi?",
        "advice": "Näin sen voi sanoa",
        "fixed": "Viesti varmoin korjauksin",
        "suppressed": {"ignored": "Ohitettu", "baseline": "Tunnettu jo ennestään"},
        "no_text": "Viestien tekstiä ei näytetä.",
        "skip": "Siirry viesteihin",
        "mark": "Huomautus {}",
        "ending": "Tarkistanut replycheck {}.",
    },
    "en": {
        "title": "Check of replies",
        "summary": "Summary",
        "by_rule": "Remarks by rule",
        "rule": "Rule",
        "count": "Number",
        "drafts": ("reply", "replies"),
        "findings": ("remark", "remarks"),
        "fixable": ("safe fix", "safe fixes"),
        "draft": "Reply",
        "contents": "Replies with remarks",
        "clean": "Nothing to remark",
        "nothing": "No reply was checked.",
        "all_clean": "There is nothing to remark on any reply.",
        "verdict": {"pass": "Ready", "suggest": "Hints", "confirm": "Check first", "stop": "Fix first"},
        "severity": {"info": "Hint", "warning": "Remark", "error": "Blocker"},
        "severities": {
            "info": ("hint", "hints"),
            "warning": ("to check", "to check"),
            "error": ("blocker", "blockers"),
        },
        "whole": "The whole reply",
        "line": "line {}, column {}",
        "fixes": "Fixes",
        "fix": {"safe": "Safe", "unsafe": "Needs a second look", "display": "To fill in yourself"},
        "why": "Why?",
        "advice": "Ways to say it",
        "fixed": "The reply with its safe fixes",
        "suppressed": {"ignored": "Ignored", "baseline": "Known from before"},
        "no_text": "The text of the replies is not shown.",
        "skip": "Go to the replies",
        "mark": "Remark {}",
        "ending": "Checked by replycheck {}.",
    },
}


class Part(NamedTuple):
    """A stretch of a draft: how grave the findings on it are, and the numbers of those that end with it."""

    text: str
    severity: str | None = None
    ends: tuple[int, ...] = ()


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """The page, in pieces."""
    environment = Environment(
        loader=PackageLoader("replycheck.render", "."),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = WORDS[run.language]
    drafts = [_draft(each, words) for each in checked]
    found = Counter(finding["rule"] for draft in drafts for finding in draft["counted"])
    severities = Counter(finding["severity"] for draft in drafts for finding in draft["counted"])
    titles = {rule.id: rule.title for rule in run.rules}
    yield from environment.get_template("page.html").generate(
        language=run.language,
        words=words,
        version=__version__,
        drafts=drafts,
        total=found.total(),
        fixable=sum(finding["safe"] for draft in drafts for finding in draft["counted"]),
        severities=[(each, severities[each]) for each in reversed(SEVERITIES) if severities[each]],
        rules=[(rule, titles[rule], count) for rule, count in found.most_common()],
    )


def _draft(checked: Checked, words: dict[str, Any]) -> dict[str, Any]:
    report, positions = checked.report, checked.positions
    findings = [
        _finding(number, finding, report, positions, words)
        for number, finding in enumerate(report.findings, 1)
    ]
    return {
        "name": printable(checked.name),
        "verdict": report.verdict,
        "parts": list(_parts(report.draft, report.findings)) if findings else [],
        "findings": findings,
        "counted": [each for each in findings if each["suppressed"] is None],
        "fixed": _lines(report.fixed) if report.fixed != report.draft else "",
    }


def _finding(
    number: int, finding: Finding, report: Report, positions: Positions, words: dict[str, Any]
) -> dict[str, Any]:
    place = words["whole"]
    if finding.start is not None:
        place = words["line"].format(*positions.line_column(finding.start))
    return {
        "number": number,
        "rule": finding.rule,
        "severity": finding.severity,
        "place": place,
        "text": None if finding.text is None else printable(finding.text),
        "message": printable(finding.message),
        "why": finding.why,
        "fixes": [_fix(fix, report) for fix in finding.fixes],
        "safe": any(fix.applicability == "safe" for fix in finding.fixes),
        "advice": [printable(each) for each in finding.advice],
        "suppressed": finding.suppressed,
    }


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    """A fix as the sentence after it, in parts: what is new, and what stays."""
    draft = report.draft
    first, last = sentence_of(report, fix)
    parts: list[tuple[str, bool]] = []
    place = first
    for edit in fix.edits:
        parts += ((_lines(draft[place : edit.start]), False), (_lines(edit.replacement), True))
        place = edit.end
    parts.append((_lines(draft[place:last]), False))
    return {"parts": parts, "kind": fix.applicability, "remarks": [fix.note, fix.safety_note]}


def _parts(draft: str, findings: Sequence[Finding]) -> Iterator[Part]:
    """The draft cut wherever a finding begins or ends."""
    placed = [
        (finding.start, finding.end, number, finding)
        for number, finding in enumerate(findings, 1)
        if finding.start is not None and finding.end is not None
    ]
    bounds = sorted({0, len(draft), *(place for start, end, *_ in placed for place in (start, end))})
    for start, end in pairwise(bounds):
        over = [finding for first, last, _, finding in placed if first <= start and end <= last]
        severity = max((each.severity for each in over), key=SEVERITIES.index, default=None)
        ends = tuple(number for _, last, number, _ in placed if last == end)
        yield Part(_lines(draft[start:end]), severity, ends)


def _lines(text: str) -> str:
    """A text with its line ends kept, and every other sign that commands shown as one that can be seen."""
    return "\n".join(map(printable, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
