"""Reports → one HTML page to read, share and print: the drafts with their places marked, and a card for each finding.

The page holds everything it needs, runs no script and loads nothing. How it looks is in ``page.html``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from replycheck import __version__
from replycheck.model import SEVERITIES, Finding, Fix, Report, Severity, SkipReason
from replycheck.positions import LINE_END, Positions
from replycheck.render import Checked, Run
from replycheck.render.text import inside_markup, printable, sentence_of

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
        "skipped": {
            "quotation": "lainaus",
            "quoted-line": "lainattu rivi",
            "url": "verkko-osoite",
            "email-address": "sähköpostiosoite",
            "placeholder": "täytettävä kohta",
            "signature": "allekirjoitus",
            "other-language": "muu kieli",
            "code": "koodi",
            "markup": "muotoilu",
            "own-term": "oma sana",
            "time-limit": "aika loppui kesken",
        },
        "not_judged": "Ei arvioitu: {}",
        "skip": "Siirry viesteihin",
        "mark": "Huomautus {}",
        "ending": "Tarkistanut replycheck {}.",
    },
    "en": {
        "title": "Reply check",
        "summary": "Summary",
        "by_rule": "Remarks by rule",
        "rule": "Rule",
        "count": "Number",
        "drafts": ("reply", "replies"),
        "findings": ("remark", "remarks"),
        "fixable": ("safe fix", "safe fixes"),
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
        "skipped": {
            "quotation": "quotation",
            "quoted-line": "quoted line",
            "url": "web address",
            "email-address": "e-mail address",
            "placeholder": "place to fill in",
            "signature": "signature",
            "other-language": "another language",
            "code": "code",
            "markup": "markup",
            "own-term": "own term",
            "time-limit": "time ran out",
        },
        "not_judged": "Not judged: {}",
        "skip": "Go to the replies",
        "mark": "Remark {}",
        "ending": "Checked by replycheck {}.",
    },
}


class Part(NamedTuple):
    """A stretch of a draft.

    severity: that of the gravest finding on it
    skipped: why it was not judged
    ends: the numbers of the findings that end with it
    """

    text: str
    severity: Severity | None
    skipped: SkipReason | None
    ends: tuple[int, ...]


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
    drafts = [_draft(each, words, run.reasons) for each in checked]
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


def _draft(checked: Checked, words: dict[str, Any], reasons: Mapping[str, str]) -> dict[str, Any]:
    report, positions = checked.report, checked.positions
    findings = [
        _finding(number, finding, report, positions, words) | {"reason": reasons.get(finding.fingerprint)}
        for number, finding in enumerate(report.findings, 1)
    ]
    return {
        "name": printable(checked.name),
        "verdict": report.verdict,
        "parts": list(_parts(report)) if findings and report.draft else [],
        "findings": findings,
        "counted": [each for each in findings if each["suppressed"] is None],
        "fixed": _fixed(report) if report.fixed != report.draft else "",
    }


def _fixed(report: Report) -> str:
    """The mended draft; the markup around it is as it was."""
    start, end = inside_markup(report)
    return _lines(report.fixed[start : len(report.fixed) - (len(report.draft) - end)])


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


def _parts(report: Report) -> Iterator[Part]:
    """The draft cut wherever a finding or a stretch that was not judged begins or ends."""
    low, high = inside_markup(report)
    placed = [
        (finding.start, finding.end, number, finding.severity)
        for number, finding in enumerate(report.findings, 1)
        if finding.start is not None and finding.end is not None
    ]
    places = {place for start, end, *_ in placed for place in (start, end)}
    places |= {place for zone in report.skipped for place in (zone.start, zone.end)}
    bounds = sorted({low, high, *(place for place in places if low < place < high)})
    for start, end in pairwise(bounds):
        over = [severity for first, last, _, severity in placed if first <= start and end <= last]
        yield Part(
            _lines(report.draft[start:end]),
            max(over, key=SEVERITIES.index, default=None),
            next((zone.reason for zone in report.skipped if zone.start <= start and end <= zone.end), None),
            tuple(number for _, last, number, _ in placed if last == end),
        )


def _lines(text: str) -> str:
    """A text with its line ends kept, and every other sign that commands shown as one that can be seen."""
    return "\n".join(map(printable, LINE_END.split(text)))
