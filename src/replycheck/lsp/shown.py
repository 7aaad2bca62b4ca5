"""What an editor shows of a report: diagnostics, and what is said of one under the pointer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from lsprotocol import types

from replycheck.lsp.opened import Checked
from replycheck.lsp.places import Places
from replycheck.lsp.words import words
from replycheck.model import Finding, Report, Severity
from replycheck.rules import Rule

SOURCE = "replycheck"
SEVERITIES: Mapping[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
# Of more places that are alike, the rest tells nothing new.
RELATED = 10

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~])")


def shown(report: Report) -> list[Finding]:
    """The findings that are shown: those that count."""
    return [finding for finding in report.findings if finding.suppressed is None]


def span(finding: Finding, places: Places) -> tuple[int, int]:
    """Where a finding is shown: what is said of the draft as a whole stands at its first line."""
    if finding.start is None or finding.end is None:
        return places.first_line()
    return finding.start, finding.end


def diagnostics(checked: Checked, places: Places, uri: str | None) -> list[types.Diagnostic]:
    """The diagnostics of a document.

    uri: its name, for places that go together; None where the editor does not show those
    """
    report = checked.report
    said = words(checked.settings.policy.messages)
    findings = shown(report)
    addresses = [finding for finding in findings if finding.category == "address"]
    made = []
    for finding in findings:
        diagnostic = diagnostic_of(finding, places)
        if uri is not None and finding.category == "address":
            diagnostic.related_information = _related(finding, addresses, places, uri, said.also_here)
        made.append(diagnostic)
    made += [
        types.Diagnostic(
            places.range(skipped.start, skipped.start),
            said.not_checked,
            severity=types.DiagnosticSeverity.Information,
            source=SOURCE,
            code="time-limit",
        )
        for skipped in report.skipped
        if skipped.reason == "time-limit"
    ]
    return made


def diagnostic_of(finding: Finding, places: Places) -> types.Diagnostic:
    """A finding as a diagnostic."""
    return types.Diagnostic(
        places.range(*span(finding, places)),
        finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.rule,
        source=SOURCE,
        data={"rule": finding.rule, "fingerprint": finding.fingerprint},
    )


def _related(
    finding: Finding, others: Sequence[Finding], places: Places, uri: str, said: str
) -> list[types.DiagnosticRelatedInformation] | None:
    """The other spots of the draft that use the form of address that is not due."""
    related = (
        types.DiagnosticRelatedInformation(
            types.Location(uri, places.range(*span(other, places))), said.format(text=other.text)
        )
        for other in others
        if other is not finding
    )
    return list(islice(related, RELATED)) or None


def hover(checked: Checked, places: Places, offset: int, *, markdown: bool) -> types.Hover | None:
    """What is said of the findings at a place, their reasons and sources; None where there are none."""
    found = [
        (finding, *span(finding, places))
        for finding in shown(checked.report)
        if span(finding, places)[0] <= offset <= span(finding, places)[1]
    ]
    if not found:
        return None
    pages = ["\n\n".join(_page(finding, checked, markdown)) for finding, _, _ in found]
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    rule = "\n\n---\n\n" if markdown else "\n\n"
    start, end = min(begin for _, begin, _ in found), max(end for _, _, end in found)
    return types.Hover(types.MarkupContent(kind, rule.join(pages)), places.range(start, end))


def _page(finding: Finding, checked: Checked, markdown: bool) -> Iterator[str]:
    """The paragraphs on a finding."""

    def plain(text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text) if markdown else text

    def strong(text: str) -> str:
        return f"**{plain(text)}**" if markdown else text

    said = words(checked.settings.policy.messages)
    rule: Rule | None = checked.rules.get(finding.rule)
    yield strong(finding.message)
    yield f"{said.why}: {plain(finding.why)}"
    if finding.advice:
        yield "\n".join([f"{said.advice}:", *(f"- {plain(text)}" for text in finding.advice)])
    if rule is not None:
        yield f"{said.source}: {plain(rule.source)}"
    yield f"`{finding.rule}`" if markdown else finding.rule
