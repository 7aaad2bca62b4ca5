"""``replycheck ignore``: remember that a finding may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replycheck.cli.check import check_sources, checked_of, checkers_of, source_of
from replycheck.cli.completion import rule_names
from replycheck.cli.files import format_of, read
from replycheck.cli.options import policy_options, settings_of, situation_options

if TYPE_CHECKING:
    from replycheck.model import Finding
    from replycheck.render import Checked

Place = tuple[int | None, int | None]

_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?")


@click.command(epilog="Exit code: 0 remembered, 2 wrong usage or failure.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH:LINE:COLUMN…")
@click.option("--reason", required=True, help="Why it may stand; kept beside it in the file.")
@click.option(
    "--rule",
    metavar="RULE",
    shell_complete=rule_names,
    help="Which one, where findings of several rules stand there.",
)
@situation_options
@policy_options
@click.pass_context
def ignore(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Remember that a finding may stand.

    A place is written as `check` prints it: PATH:LINE:COLUMN, or without LINE and COLUMN for a finding
    on the draft as a whole. The file that the configuration names with `ignored` gets the finding's
    rule and a hash of its sentence, none of its text. Wherever that sentence stands, the finding no longer
    counts.
    """
    from replycheck.suppression import remember

    settings = settings_of(ctx)
    if settings.ignored is None:
        raise click.UsageError('no file to remember it in: say ignored = "FILE" in the configuration')
    checkers = checkers_of(settings.policy)
    chosen = []
    for place in paths:
        found = _PLACE.fullmatch(place)
        assert found is not None
        path = Path(found["path"])
        line, column = (int(each) if each else None for each in found.group("line", "column"))
        source = source_of(read(path), format_of(str(path)))
        checked = checked_of([source], check_sources([source], checkers, settings.context))
        chosen.append((path, _finding(place, (line, column), checked, options["rule"])))
    for path, finding in chosen:
        new = remember(settings.ignored, [finding], options["reason"], path)
        said = "remembered" if new else "was remembered already"
        click.echo(f"{finding.rule} {finding.fingerprint} {said}: {settings.ignored}")


def _finding(place: str, where: Place, checked: Iterable[Checked], rule: str | None) -> Finding:
    there = {
        finding.rule: finding
        for each in checked
        for finding in each.report.findings
        if _where(finding, each) == where and rule in (None, finding.rule)
    }
    if not there:
        raise click.UsageError(f"{place}: no finding{f' of {rule}' if rule else ''} starts there")
    if len(there) > 1:
        raise click.UsageError(f"{place}: choose one with --rule: {', '.join(sorted(there))}")
    return next(iter(there.values()))


def _where(finding: Finding, checked: Checked) -> Place:
    return (checked.line, None) if finding.start is None else checked.positions.line_column(finding.start)
