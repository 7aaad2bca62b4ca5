"""Reports → reviewdog's rdjson: all diagnostics in one object. See ``rdjsonl`` for one of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from replycheck.render import Checked, Run
from replycheck.render.rdjsonl import SOURCE, diagnostics


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """A ``DiagnosticResult``; a diagnostic a line."""
    before = f'{{"source": {json.dumps(SOURCE)}, "diagnostics": [\n'
    for each in diagnostics(checked):
        yield before + json.dumps(each, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n" if before == ",\n" else before + "]}\n"
