"""Report → JSON, in the form of the published schema (``replycheck schema``)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from replycheck.model import Report


def one(report: Report) -> str:
    """One report as a JSON object."""
    return report.model_dump_json(indent=2)


def many(reports: Iterable[tuple[str, Report]]) -> str:
    """Several reports, each with the path of its draft, as a JSON array of ``{path, report}``."""
    items = [{"path": path, "report": report.model_dump(mode="json")} for path, report in reports]
    return json.dumps(items, ensure_ascii=False, indent=2)
