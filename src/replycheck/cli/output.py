"""Where the reports of ``check`` go: a file or standard output, in the form that was asked for."""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replycheck.cli.running import print_utf8
from replycheck.errors import ReplycheckError

if TYPE_CHECKING:
    from replycheck.model import Report
    from replycheck.render import Checked, Run
    from replycheck.render.tally import Tally

FORMS = ("text", "json", "jsonl", "sarif", "rdjson", "rdjsonl", "github", "junit", "html")
MOMENT = 1.0  # seconds that pass without a progress bar

Write = Callable[[str], object]


@contextmanager
def writer(path: Path | None, form: str, *, err: bool = False) -> Iterator[Write]:
    """Give what writes a report: to a file, to standard output, or with ``err`` to standard error.

    What programs read is UTF-8 wherever it goes; ``text`` goes to a terminal in the terminal's encoding and colours.
    Raises ReplycheckError where the file cannot be written.
    """
    if path is None or str(path) == "-":
        yield partial(click.echo, nl=False, err=err) if form == "text" else partial(print_utf8, end="")
        return
    try:
        # A lone surrogate, of a draft or a file's name, has no UTF-8 form.
        with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
            yield partial(click.echo, file=file, nl=False) if form == "text" else file.write
    except OSError as error:
        raise ReplycheckError(f"{path}: {error.strerror}") from None


def load_form(form: str) -> Callable[[Iterable[Checked], Run], Iterator[str]]:
    """The function of a form that is not ``text``; raises SetupError where a part of it is not installed."""
    render: Callable[[Iterable[Checked], Run], Iterator[str]]
    render = importlib.import_module(f"replycheck.render.{form}").render
    return render


def statistics(tally: Tally, form: str) -> str:
    """How often each rule spoke, as a table or as JSON."""
    from replycheck.render import text

    if form == "json":
        return json.dumps([row._asdict() for row in tally.rows()], indent=2) + "\n"
    rows = [(str(row.findings), str(row.fixable), row.rule) for row in tally.rows()]
    return text.table([("findings", "fixable", "rule"), *rows]) + "\n\n" + text.summary(tally) + "\n"


def watched(reports: Iterable[Report], total: int) -> Iterator[Report]:
    """The same reports, with a progress bar on standard error once they take longer than a moment."""
    begun = time.monotonic()
    with ExitStack() as stack:
        bar = None
        for done, report in enumerate(reports, 1):
            yield report
            if bar is not None:
                bar.update(1)
            elif time.monotonic() - begun > MOMENT:
                bar = stack.enter_context(
                    click.progressbar(length=total, label="Checking", show_pos=True, file=sys.stderr)
                )
                bar.update(done)


def progress_shows(output: Path | None) -> bool:
    """Whether there is a terminal to show progress on that the report itself does not go to."""
    return sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())
