"""Reports → reviewdog's rdjson: all diagnostics in one object. See ``rdjsonl`` for one of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from replycheck.render import Checked, Run
from replycheck.render.rdjsonl import SOURCE, diagnostics


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """A ``DiagnosticResult``."""
    result = {"source": SOURCE, "diagnostics": list(diagnostics(checked))}
    yield json.dumps(result, ensure_ascii=False, indent=2) + "\n"
