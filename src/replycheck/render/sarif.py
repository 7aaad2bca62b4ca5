"""Reports → SARIF 2.1.0, for code scanning services and editors.

Plain dictionaries on purpose: the model packages there are lack what is said here of suppression and baselines.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from replycheck import __version__
from replycheck.model import Finding, Fix, Severity
from replycheck.policy import severity_of
from replycheck.positions import Positions
from replycheck.render import NAME, Checked, Run
from replycheck.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {"info": "note", "warning": "warning", "error": "error"}
ROOT = "SRCROOT"
TEXTS = {
    "fi": {
        "safe": "Varma korjaus",
        "unsafe": "Vaatii harkintaa",
        "ignored": "Huomautus on merkitty ohitettavaksi.",
        "source": "Lähde",
        "bad": "Huomautetaan",
    },
    "en": {
        "safe": "Safe fix",
        "unsafe": "Unsafe fix",
        "ignored": "The finding is marked as one to ignore.",
        "source": "Source",
        "bad": "Finds",
    },
}


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """The whole log, with one run; a result a line."""
    rules: dict[str, int] = {}  # places by id, in the order of their first findings
    locations: dict[str, dict[str, Any]] = {}
    head = {"$schema": SCHEMA, "version": "2.1.0"}
    before = json.dumps(head)[:-1] + ', "runs": [{"results": [\n'
    for each in checked:
        location = _location(each.path, run.root)
        location = locations.setdefault(each.path, {**location, "index": len(locations)})
        positions = each.positions
        for finding in each.report.findings:
            rule = {"ruleIndex": rules.setdefault(finding.rule, len(rules))}
            result = _result(each, finding, positions, location, run)
            yield before + json.dumps(result | rule, ensure_ascii=False)
            before = ",\n"
    # What holds for all results is said after them, since none of them is kept.
    rest = json.dumps(_run(rules, locations.values(), run), ensure_ascii=False)
    yield ("\n" if rules else before) + f"], {rest[1:]}]}}\n"


def _run(rules: Iterable[str], locations: Iterable[dict[str, Any]], run: Run) -> dict[str, Any]:
    by_id = {rule.id: rule for rule in run.rules}
    return {
        "tool": {
            "driver": {
                "name": NAME,
                "version": __version__,
                "semanticVersion": __version__,
                "language": run.language,
                "rules": [_rule(by_id[rule], run) for rule in rules],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {ROOT: {"uri": f"{run.root.as_uri()}/"}},
        "artifacts": [{"location": location, "roles": ["analysisTarget"]} for location in locations],
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "newlineSequences": ["\r\n", "\n", "\r"],
    }


def _rule(rule: Rule, run: Run) -> dict[str, Any]:
    said = TEXTS[run.language]
    lines = [run.why(rule), "", f"{said['source']}: {rule.source}", "", f"{said['bad']}:"]
    lines += [f"  {bad.text}" + (f" → {bad.fixed}" if bad.fixed else "") for bad in rule.bad]
    return {
        "id": rule.id,
        "shortDescription": _message(rule.title),
        "fullDescription": _message(run.why(rule)),
        "help": _message("\n".join(lines)),
        "defaultConfiguration": {"level": LEVELS[severity_of(rule, run.policy)]},
        "properties": {"tags": [rule.category]},
    }


def _result(
    checked: Checked, finding: Finding, positions: Positions, location: dict[str, Any], run: Run
) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": checked.line or 1}
    if finding.start is not None and finding.end is not None:
        region = _region(checked, positions, finding.start, finding.end)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "properties": {"confidence": round(finding.confidence, 3)},
    }
    if finding.fingerprint:
        result["partialFingerprints"] = {"findingInSentence/v1": finding.fingerprint}
    if run.baseline:
        result["baselineState"] = "unchanged" if finding.suppressed == "baseline" else "new"
    if finding.suppressed == "ignored":
        said = run.reasons.get(finding.fingerprint, TEXTS[run.language]["ignored"])
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": said}]
    # A fix with a place to fill in is no replacement.
    fixes = [fix for fix in finding.fixes if fix.applicability != "display"]
    if fixes:
        result["fixes"] = [_fix(checked, fix, positions, location, run) for fix in fixes]
    return result


def _fix(
    checked: Checked, fix: Fix, positions: Positions, location: dict[str, Any], run: Run
) -> dict[str, Any]:
    parts = (TEXTS[run.language][fix.applicability], fix.title, fix.note, fix.safety_note)
    replacements = [
        {
            "deletedRegion": _region(checked, positions, edit.start, edit.end),
            "insertedContent": {"text": edit.replacement},
        }
        for edit in fix.edits
    ]
    return {
        "description": _message(": ".join(part for part in parts if part)),
        "artifactChanges": [{"artifactLocation": location, "replacements": replacements}],
    }


def _region(checked: Checked, positions: Positions, start: int, end: int) -> dict[str, int]:
    line, column = positions.line_column(start)
    end_line, end_column = positions.line_column(end)
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    if checked.line is None:  # else the offsets are those of one line of the file
        region |= {"charOffset": start, "charLength": end - start}
    return region


def _message(text: str) -> dict[str, str]:
    """A text as a message; braces are doubled, for single ones hold the place of an argument."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _location(path: str, root: Path) -> dict[str, Any]:
    """Where a file lies: within ``root`` relative to it, elsewhere by its absolute URI."""
    absolute = Path(os.path.abspath(root / path))
    if absolute.is_relative_to(root):
        return {"uri": quote(os.fsencode(absolute.relative_to(root).as_posix())), "uriBaseId": ROOT}
    return {"uri": absolute.as_uri()}
