"""``replycheck train``: a tone model from marked sentences."""

from __future__ import annotations

import json
from pathlib import Path

import click

from replycheck.cli.options import form_option
from replycheck.cli.running import load_engine, print_utf8


@click.command(epilog="Exit code: 0 written, 2 wrong usage or failure.")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.jsonl…",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write the model. Without it, only the measures are printed.",
)
@form_option
def train(paths: tuple[Path, ...], out: Path | None, form: str) -> None:
    """Train a tone model on marked sentences and drafts.

    A file is JSON Lines: training rows (a sentence with its labels and writer) or marked drafts as
    `replycheck evaluate` reads them; docs/tone-model.md has the fields. Prints how well such a model finds
    each fault in the sentences of a writer left out, for every writer in turn. Use the model with
    Policy(tone_model="FILE"). Needs scikit-learn: pip install 'replycheck[train]'.
    """
    load_engine()
    from replycheck import train as training
    from replycheck.analysis import load_pipeline
    from replycheck.render.text import table

    examples = training.read_examples(load_pipeline(), paths)
    model, measures = training.train(examples)
    if out is not None:
        model.save(out)
    if form == "json":
        print_utf8(json.dumps([measure._asdict() for measure in measures], ensure_ascii=False, indent=2))
        return
    header = ("category", "writer", "faults", "average precision", "precision", "recall", "with hints")
    rows = [
        (name, writer, f"{faults:>6}", *(f"{share:.2f}" for share in shares))
        for name, writer, faults, *shares in measures
    ]
    click.echo(table([header, *rows]))
