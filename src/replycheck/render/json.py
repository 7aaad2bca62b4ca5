"""Report → JSON, in the form of the published schema (``replycheck schema``)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from replycheck.model import Report
from replycheck.render import Checked


def one(report: Report) -> str:
    """One report as a JSON object."""
    return report.model_dump_json(indent=2)


def many(checked: Iterable[Checked]) -> str:
    """Several reports as a JSON array of ``{path, report}``, with ``line`` where a file holds several drafts."""
    items = [
        {"path": each.path}
        | ({} if each.line is None else {"line": each.line})
        | {"report": each.report.model_dump(mode="json")}
        for each in checked
    ]
    return json.dumps(items, ensure_ascii=False, indent=2)
