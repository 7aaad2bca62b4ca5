"""``replycheck check``: findings, mended files, diffs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replycheck.cli.files import FORMATS, STDIN, SUFFIXES, File, encode, format_of, read_files, write
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
    from replycheck.checker import Checker
    from replycheck.model import AddressForm, Report
    from replycheck.render import Checked
    from replycheck.sources import Draft, Format


@dataclass(frozen=True)
class Source:
    """A file, its format, and the drafts in it."""

    file: File
    form: Format
    drafts: Sequence[Draft]

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.file.name

    def holding(self, text: str) -> Source:
        """The same file with another text in it."""
        return source_of(replace(self.file, text=text), self.form)


def source_of(file: File, form: Format) -> Source:
    """A file with its drafts; raises ReplycheckError where it is not what its format asks for."""
    from replycheck.sources import find_drafts

    return Source(file, form, find_drafts(file.text, form, file.name))


@click.command(epilog=EXITS)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True), metavar="[PATH… | -]")
@form_option
@situation_options
@policy_options
@click.option(
    "--input-format",
    type=click.Choice(FORMATS),
    help="What the files are. Without it, their suffix says so; what has no known suffix is text.",
)
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What standard input is called in the output; its suffix says what it is.",
)
@click.option(
    "--exclude",
    metavar="GLOB",
    multiple=True,
    help="Leave out these files and folders of the folders that are checked. Repeatable.",
)
@click.option(
    "--fix", is_flag=True, help="Apply every safe fix: files are rewritten, standard input is printed mended."
)
@click.option("--diff", is_flag=True, help="Print the safe fixes as a unified diff, and write nothing.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: apply the first fix of each finding, unsafe ones too. Read the result.",
)
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

    A PATH is a file, a folder, or - for standard input, which is also read where no PATH is given.
    Files are plain text, Markdown, HTML, or JSON Lines with a draft a line.

    With --fix, what is printed and what the exit code says are the findings that are left.

    With --format json, one draft gives its report; several files, a folder or JSON Lines give an array
    of {path, report}.
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

    if options["unsafe_fixes"] and not fix and not diff:
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")

    sources = _sources(paths, settings_of(ctx).exclude, options)
    reports = _check(sources, options, unsafe_fixes=options["unsafe_fixes"])
    if diff:
        _print_diff(sources, reports)
        if options["unsafe_fixes"]:
            click.echo("Unsafe fixes are among these: read the result.", err=True)
    else:
        changed = None
        if fix:
            reports, changed = _mend(sources, reports, options)
        if as_json:
            single = len(paths) == 1 and not Path(paths[0]).is_dir()
            _print_json(sources, reports, single=single)
        else:
            _print_text(sources, reports, options, changed)
    worst = SEVERITIES[SEVERITIES.index(settings_of(ctx).fail_on) :]
    if any(
        finding.severity in worst for each in _checked(sources, reports) for finding in each.report.findings
    ):
        ctx.exit(EXIT_FINDINGS)


def _sources(paths: Sequence[str], exclude: Sequence[str], options: dict[str, Any]) -> list[Source]:
    stdin_name = options["stdin_filename"] or STDIN
    files = read_files(paths, tuple(SUFFIXES), exclude=exclude, stdin_name=stdin_name)
    return [source_of(file, options["input_format"] or format_of(file.name)) for file in files]


def _check(
    sources: Sequence[Source], options: dict[str, Any], *, unsafe_fixes: bool = False
) -> list[list[Report]]:
    """The reports on each source's drafts."""
    load_engine()
    from replycheck.checker import Checker
    from replycheck.sources import check_drafts

    policy = policy_of(options)

    @cache
    def checker(address: AddressForm | None) -> Checker:
        return Checker(policy if address is None else policy.model_copy(update={"address": address}))

    checker(None)  # a policy with a fault in it is refused even where there is nothing to check
    drafts = (draft for source in sources for draft in source.drafts)
    reports = check_drafts(drafts, checker, context_of(options), unsafe_fixes=unsafe_fixes)
    return [list(islice(reports, len(source.drafts))) for source in sources]


def _checked(sources: Iterable[Source], reports: Iterable[Sequence[Report]]) -> Iterator[Checked]:
    from replycheck.render import Checked

    for source, found in zip(sources, reports, strict=True):
        for draft, report in zip(source.drafts, found, strict=True):
            yield Checked(source.name, report, draft.line)


def _mend(
    sources: Sequence[Source], reports: Sequence[list[Report]], options: dict[str, Any]
) -> tuple[list[list[Report]], int]:
    """Write what the fixes change; the reports on the result, and how many drafts changed."""
    texts = _mended(sources, reports)
    write((source.file, text) for source, text in zip(sources, texts, strict=True))
    for source, text in zip(sources, texts, strict=True):
        if source.file.path is None:
            sys.stdout.buffer.write(encode(source.file, text))
            sys.stdout.buffer.flush()
    changed = [index for index, source in enumerate(sources) if texts[index] != source.file.text]
    left = list(reports)
    again = _check([sources[index].holding(texts[index]) for index in changed], options)
    for index, found in zip(changed, again, strict=True):
        left[index] = found
    return left, sum(report.fixed != report.draft for found in reports for report in found)


def _mended(sources: Iterable[Source], reports: Iterable[Sequence[Report]]) -> list[str]:
    from replycheck.sources import mended

    return [
        mended(source.file.text, source.drafts, found) for source, found in zip(sources, reports, strict=True)
    ]


def _print_text(
    sources: Sequence[Source],
    reports: Sequence[Sequence[Report]],
    options: dict[str, Any],
    changed: int | None,
) -> None:
    from replycheck.render import text

    # Standard output holds the mended text of standard input, so the rest goes to the other stream.
    err = changed is not None and any(source.file.path is None for source in sources)
    for each in _checked(sources, reports):
        click.echo(text.report_text(each, show_fixed=options["show_fixed"]), err=err)
    every = [report for found in reports for report in found]
    click.echo(text.summary(every, mended=changed, unsafe=options["unsafe_fixes"]), err=err)


def _print_json(sources: Sequence[Source], reports: Sequence[Sequence[Report]], *, single: bool) -> None:
    from replycheck.render import json as rendering

    checked = list(_checked(sources, reports))
    if single and len(checked) == 1 and checked[0].line is None:
        print_utf8(rendering.one(checked[0].report))
    else:
        print_utf8(rendering.many(checked))


def _print_diff(sources: Sequence[Source], reports: Sequence[Sequence[Report]]) -> None:
    from replycheck.render import text

    stdout = sys.stdout.buffer
    for source, after in zip(sources, _mended(sources, reports), strict=True):
        stdout.write(text.diff(source.name, source.file.text, after).encode("utf-8"))
    stdout.flush()
