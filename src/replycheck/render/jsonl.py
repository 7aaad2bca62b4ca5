"""Reports → JSON Lines: ``{path, report}`` a line, as soon as the draft has been checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from replycheck.render import Checked, Run
from replycheck.render.json import item


def render(checked: Iterable[Checked], run: Run) -> Iterator[str]:
    """A line for each draft."""
    for each in checked:
        yield json.dumps(item(each), ensure_ascii=False) + "\n"
