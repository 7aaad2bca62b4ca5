"""Report → JSON, in the form of the published schema (``replycheck schema``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from replycheck.model import Report
from replycheck.render import Checked, Run


def one(report: Report) -> str:
    """One report as a JSON object."""
    return report.model_dump_json(indent=2)


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """Several reports as a JSON array; see ``item``."""
    before = "["
    for each in checked:
        yield f"{before}\n{json.dumps(item(each), ensure_ascii=False, indent=2)}"
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


def item(checked: Checked) -> dict[str, Any]:
    """A report as ``{path, report}``, with ``line`` where a file holds several drafts."""
    line = {} if checked.line is None else {"line": checked.line}
    return {"path": checked.path, **line, "report": checked.report.model_dump(mode="json")}
