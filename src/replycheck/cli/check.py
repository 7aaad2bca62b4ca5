"""``replycheck check``: findings, mended files, diffs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replycheck.cli.drafts import Draft, encode, read_drafts, write
from replycheck.cli.options import (
    context_of,
    form_option,
    policy_of,
    policy_options,
    settings_of,
    situation_options,
)
from replycheck.cli.running import EXIT_FINDINGS, EXITS, SEVERITIES, load_engine, print_utf8

if TYPE_CHECKING:
    from replycheck.model import Report


@click.command(epilog=EXITS)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True), metavar="[PATH… | -]")
@form_option
@situation_options
@policy_options
@click.option(
    "--fix", is_flag=True, help="Apply every safe fix: files are rewritten, standard input is printed mended."
)
@click.option("--diff", is_flag=True, help="Print the safe fixes as a unified diff, and write nothing.")
@click.option("--show-fixed", is_flag=True, help="Print the mended text after the findings.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--color/--no-color",
    default=None,
    help="Colours: where the output is a terminal and NO_COLOR is not set.",
)
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Check drafts.

    A PATH is a file, a folder (all *.txt and *.md in it), or - for standard input, which is also
    read where no PATH is given.

    With --fix, what is printed and what the exit code says are the findings that are left.

    With --format json, one file gives its report; several, or a folder, give an array of {path, report}.
    """
    fix, diff, as_json = options["fix"], options["diff"], options["form"] == "json"
    if not paths:
        if sys.stdin.isatty():
            raise click.UsageError("nothing to check: name a file or folder, or - for standard input")
        paths = ("-",)
    if as_json and diff:
        raise click.UsageError("--diff is text: it does not go with --format json")
    if as_json and fix and "-" in paths:
        raise click.UsageError(
            "the JSON report of standard input holds the mended text as `fixed`: leave out --fix"
        )
    if options["color"] is not None:
        ctx.color = options["color"]

    drafts = read_drafts(paths)
    reports = _check(drafts, options)
    if diff:
        _print_diff(drafts, reports)
    elif as_json:
        if fix:
            reports, _ = _mend(drafts, reports, options)
        single = len(paths) == 1 and not Path(paths[0]).is_dir()
        _print_json(drafts, reports, single=single)
    else:
        mended = None
        if fix:
            reports, mended = _mend(drafts, reports, options)
        _print_text(drafts, reports, options, mended)
    worst = SEVERITIES[SEVERITIES.index(settings_of(ctx).fail_on) :]
    if any(finding.severity in worst for report in reports for finding in report.findings):
        ctx.exit(EXIT_FINDINGS)


def _check(drafts: Sequence[Draft], options: dict[str, Any]) -> list[Report]:
    load_engine()
    from replycheck.checker import Checker

    context = context_of(options)
    checker = Checker(policy_of(options))
    return list(checker.check_many((draft.text, context) for draft in drafts))


def _mend(
    drafts: Sequence[Draft], reports: Sequence[Report], options: dict[str, Any]
) -> tuple[list[Report], int]:
    """Write what safe fixes change; the reports on the result, and how many drafts changed."""
    changed = [index for index, report in enumerate(reports) if report.fixed != report.draft]
    for index in changed:
        draft = drafts[index]
        if draft.path is not None:
            write(draft, reports[index].fixed)
    for draft, report in zip(drafts, reports, strict=True):
        if draft.path is None:
            stdout = sys.stdout.buffer
            stdout.write(encode(draft, report.fixed))
            stdout.flush()
    left = list(reports)
    if changed:
        mended = [Draft(drafts[i].name, None, reports[i].fixed, bom=False) for i in changed]
        for index, report in zip(changed, _check(mended, options), strict=True):
            left[index] = report
    return left, len(changed)


def _print_text(
    drafts: Sequence[Draft], reports: Sequence[Report], options: dict[str, Any], mended: int | None
) -> None:
    from replycheck.render import text

    # Standard output holds the mended text of standard input, so the rest goes to the other stream.
    err = mended is not None and any(draft.path is None for draft in drafts)
    for draft, report in zip(drafts, reports, strict=True):
        click.echo(text.report_text(draft.name, report, show_fixed=options["show_fixed"]), err=err)
    click.echo(text.summary(reports, mended=mended), err=err)


def _print_json(drafts: Sequence[Draft], reports: Sequence[Report], *, single: bool) -> None:
    from replycheck.render import json as rendering

    if single:
        print_utf8(rendering.one(reports[0]))
    else:
        print_utf8(
            rendering.many((draft.name, report) for draft, report in zip(drafts, reports, strict=True))
        )


def _print_diff(drafts: Sequence[Draft], reports: Sequence[Report]) -> None:
    from replycheck.render import text

    stdout = sys.stdout.buffer
    for draft, report in zip(drafts, reports, strict=True):
        stdout.write(text.diff(draft.name, report.draft, report.fixed).encode("utf-8"))
    stdout.flush()
