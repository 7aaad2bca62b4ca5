"""``replycheck evaluate``: scores on drafts that a person has marked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replycheck.cli.options import form_option, profile_option
from replycheck.cli.running import load_engine, print_utf8

if TYPE_CHECKING:
    from replycheck.evaluate import Evaluation, Line, Score, Tally
    from replycheck.model import Profile


@click.command(epilog="Exit code: 0 scored, 2 wrong usage or failure.")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.jsonl…",
)
@click.option("--by-rule", is_flag=True, help="Also right and false findings of each rule.")
@click.option(
    "--errors", is_flag=True, help="Also each false or missed finding and each rewrite that is not right."
)
@profile_option
@form_option
def evaluate(paths: tuple[Path, ...], by_rule: bool, errors: bool, profile: Profile, form: str) -> None:
    """Score replycheck on drafts that a person has marked.

    A file is JSON Lines, one draft a line; docs/cli.md has the fields. Prints precision, recall and F1
    by category, false findings for each 1,000 words of clean drafts, and how many rewrites are right,
    wrong or unchanged.
    """
    load_engine()
    from replycheck import evaluate as scoring
    from replycheck.policy import Policy

    lines = scoring.read_corpus(paths)
    rows = [line.row for line in lines]
    reports = scoring.check_rows(rows, Policy(profile=profile))
    scores = [scoring.score(row, report) for row, report in zip(rows, reports, strict=True)]
    result = scoring.summarise(zip(rows, scores, strict=True))
    if form == "json":
        values = result.as_dict()
        if errors:
            values["errors"] = list(_errors(lines, scores))
        print_utf8(json.dumps(values, ensure_ascii=False, indent=2))
        return
    click.echo(_evaluation_text(result, by_rule=by_rule))
    if errors:
        click.echo()
        for error in _errors(lines, scores):
            click.echo(_error_text(error))


def _evaluation_text(result: Evaluation, *, by_rule: bool) -> str:
    from replycheck.render.text import table

    def row(name: str, tally: Tally) -> tuple[str, ...]:
        counts = (tally.right, tally.false, tally.missed)
        measures = (tally.precision, tally.recall, tally.f1)
        return (name, *(f"{count:>6}" for count in counts), *map(_measure, measures))

    header = ("category", " right", " false", "missed", "precision", "recall", "   F1")
    parts = [
        table(
            [header, *(row(name, tally) for name, tally in result.categories.items()), row("all", result.all)]
        )
    ]
    if by_rule:
        rules = [
            (name, f"{tally.right:>6}", f"{tally.false:>6}", _measure(tally.precision))
            for name, tally in result.rules.items()
        ]
        parts.append(table([("rule", " right", " false", "precision"), *rules]))
    rate = result.false_per_1000_words
    parts.append(
        f"clean drafts: {result.clean_drafts} of {result.drafts}, {result.clean_words} words, "
        f"{result.clean_false} false findings"
        + ("" if rate is None else f" ({rate:.1f} for each 1,000 words)")
    )
    parts.append("rewrites: " + ", ".join(f"{number} {name}" for name, number in result.rewrites.items()))
    return "\n\n".join(parts)


def _measure(value: float | None) -> str:
    return f"{'–':>5}" if value is None else f"{value:5.2f}"


def _errors(lines: Iterable[Line], scores: Iterable[Score]) -> Iterator[dict[str, Any]]:
    for line, result in zip(lines, scores, strict=True):
        place = {"path": str(line.path), "line": line.number, "id": line.row.id}
        for each in result.findings:
            if each.outcome in ("false", "missed"):
                yield {
                    **place,
                    "kind": each.outcome,
                    "category": each.category,
                    "rule": each.rule,
                    "text": each.text,
                }
        for rewrite in result.rewrites:
            if rewrite.outcome != "right":
                yield {
                    **place,
                    "kind": rewrite.outcome,
                    "sentence": rewrite.sentence,
                    "became": rewrite.became,
                    "accepted": list(rewrite.accepted),
                }


def _error_text(error: dict[str, Any]) -> str:
    from replycheck.render.text import printable

    head = f"{error['path']}:{error['line']}: {error['id']}: {error['kind']}"
    if "sentence" not in error:
        where = "the draft as a whole" if error["text"] is None else f"“{printable(error['text'])}”"
        return f"{head} {error['rule'] or error['category']}: {where}"
    rows = [f"{head} rewrite: {printable(error['sentence'])}"]
    if error["kind"] == "wrong":
        rows.append(f"    became: {printable(error['became'])}")
    rows.append(f"    wanted: {printable(error['accepted'][0])}" if error["accepted"] else "")
    return "\n".join(filter(None, rows))
