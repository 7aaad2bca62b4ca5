"""``replycheck check``: findings, mended files, diffs."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replycheck.cli.files import FORMATS, STDIN, SUFFIXES, File, encode, format_of, read_files, write
from replycheck.cli.ledger import Ledger
from replycheck.cli.options import policy_options, settings_of, situation_options
from replycheck.cli.output import FORMS, Write, load_form, progress_shows, statistics, watched, writer
from replycheck.cli.running import EXIT_FINDINGS, EXITS, SEVERITIES, load_engine

if TYPE_CHECKING:
    from replycheck.checker import Checker
    from replycheck.model import AddressForm, Context, Report
    from replycheck.policy import Policy
    from replycheck.render import Checked, Run
    from replycheck.render.tally import Tally
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

    def mended(self, text: str, reports: Iterable[Report]) -> Source:
        """The same file with the text that the reports have made of it."""
        from replycheck.sources import still_known

        after = source_of(replace(self.file, text=text), self.form)
        return replace(after, drafts=list(map(still_known, reports, after.drafts)))


def source_of(file: File, form: Format) -> Source:
    """A file with its drafts; raises ReplycheckError where it is not what its format asks for."""
    from replycheck.sources import find_drafts

    return Source(file, form, find_drafts(file.text, form, file.name))


@click.command(epilog=EXITS)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True), metavar="[PATH… | -]")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Where the report goes. Without it, to standard output.",
)
@click.option("--no-text", is_flag=True, help="Report places and rules, without any text of the drafts.")
@click.option("--statistics", is_flag=True, help="Print how often each rule spoke, and not the findings.")
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
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Only findings that were not there when this baseline was taken count.",
)
@click.option(
    "--write-baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take the baseline of these files: record their findings, and exit with 0.",
)
@click.option("--show-suppressed", is_flag=True, help="Print the findings that do not count as well.")
@click.option("--show-fixed", is_flag=True, help="Print the mended text after the findings.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
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
    if not paths:
        if sys.stdin.isatty():
            raise click.UsageError("nothing to check: name a file or folder, or - for standard input")
        paths = ("-",)
    _refuse_contradictions(paths, options)
    if options["color"] is not None:
        ctx.color = options["color"]

    settings = settings_of(ctx)
    context = settings.context
    ledger = Ledger(settings, options["write_baseline"])
    sources = list(map(ledger.informed, _sources(paths, settings.exclude, options)))
    checkers = checkers_of(settings.policy)
    checker = checkers(None)  # a policy with a fault in it is refused even where there is nothing to check
    from replycheck.render import Run, without_text
    from replycheck.render.tally import Tally

    reports: Iterable[Report] = check_sources(
        sources, checkers, context, unsafe_fixes=options["unsafe_fixes"]
    )
    reports = ledger.noted(sources, reports)
    if progress_shows(options["output"]):
        reports = watched(reports, sum(len(source.drafts) for source in sources))
    mended = None
    if options["fix"] and not options["diff"]:
        reports, mended = _mend(
            sources, list(reports), partial(check_sources, checkers=checkers, context=context)
        )
        ledger.mended(reports)
    tally = Tally()
    reports = tally.counted(reports)
    # Standard output holds the mended text of standard input, so the rest goes to the other stream.
    form = "diff" if options["diff"] else options["form"]
    with writer(options["output"], form, err=mended is not None and "-" in paths) as write_out:
        if options["diff"]:
            _print_diff(sources, reports, write_out)
        else:
            run = Run(
                rules=checker.rules,
                policy=settings.policy,
                fail_on=settings.fail_on,
                root=Path.cwd(),
                baseline=ledger.baseline is not None,
                reasons=ledger.reasons,
            )
            checked = checked_of(sources, reports)
            if options["no_text"]:
                checked = without_text(checked, run)
            _print(checked, run, tally, write_out, options, single=_is_single(paths, sources), mended=mended)
    if options["diff"] and options["unsafe_fixes"]:
        click.echo("Unsafe fixes are among these: read the result.", err=True)
    for line in ledger.close():
        click.echo(line, err=True)
    failing = tally.reaches(settings.fail_on) and not options["write_baseline"]
    if failing and not options["exit_zero"]:
        ctx.exit(EXIT_FINDINGS)


def _refuse_contradictions(paths: Sequence[str], options: dict[str, Any]) -> None:
    form, fix, diff = options["form"], options["fix"], options["diff"]
    if form != "text" and diff:
        raise click.UsageError(f"--diff is text: it does not go with --format {form}")
    if form != "text" and fix and "-" in paths and options["output"] is None:
        raise click.UsageError(
            "--fix prints standard input mended: send the report elsewhere with --output, or leave out --fix"
        )
    if options["statistics"] and (diff or form not in ("text", "json")):
        raise click.UsageError("--statistics are text or JSON, and instead of anything else")
    if options["no_text"] and (diff or options["show_fixed"]):
        raise click.UsageError(
            "--no-text does not go with --diff or --show-fixed: they are text of the drafts"
        )
    if options["write_baseline"] and (fix or diff):
        raise click.UsageError("--write-baseline takes the files as they are: leave out --fix and --diff")
    if options["unsafe_fixes"] and not fix and not diff:
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")


def _sources(paths: Sequence[str], exclude: Sequence[str], options: dict[str, Any]) -> list[Source]:
    stdin_name = options["stdin_filename"] or STDIN
    files = read_files(paths, tuple(SUFFIXES), exclude=exclude, stdin_name=stdin_name)
    return [source_of(file, options["input_format"] or format_of(file.name)) for file in files]


def _is_single(paths: Sequence[str], sources: Sequence[Source]) -> bool:
    """Whether a call names one file that is one draft."""
    drafts = [draft for source in sources for draft in source.drafts]
    return len(paths) == 1 and not Path(paths[0]).is_dir() and [draft.line for draft in drafts] == [None]


def checkers_of(policy: Policy) -> Callable[[AddressForm | None], Checker]:
    """The checker for a form of address; None asks for the policy's own."""
    load_engine()
    from replycheck.checker import Checker

    return cache(
        lambda address: Checker(policy if address is None else policy.model_copy(update={"address": address}))
    )


def check_sources(
    sources: Iterable[Source],
    checkers: Callable[[AddressForm | None], Checker],
    context: Context,
    *,
    unsafe_fixes: bool = False,
) -> Iterator[Report]:
    """The reports on the drafts of all sources, as they come."""
    from replycheck.sources import check_drafts

    drafts = (draft for source in sources for draft in source.drafts)
    return check_drafts(drafts, checkers, context, unsafe_fixes=unsafe_fixes)


def checked_of(sources: Iterable[Source], reports: Iterable[Report]) -> Iterator[Checked]:
    """The reports, each with the place of its draft."""
    from replycheck.render import Checked

    drafts = ((source.name, draft) for source in sources for draft in source.drafts)
    for (name, draft), report in zip(drafts, reports, strict=True):
        yield Checked(name, report, draft.line)


def _mend(
    sources: Sequence[Source], reports: Sequence[Report], check: Callable[[list[Source]], Iterator[Report]]
) -> tuple[list[Report], int]:
    """Write what the fixes change; the reports on the result, and how many drafts changed."""
    texts = [text for _, text in _mended(sources, reports)]
    write((source.file, text) for source, text in zip(sources, texts, strict=True))
    for source, text in zip(sources, texts, strict=True):
        if source.file.path is None:
            sys.stdout.buffer.write(encode(source.file, text))
            sys.stdout.buffer.flush()
    every = iter(reports)
    own = [list(islice(every, len(source.drafts))) for source in sources]
    rows = list(zip(sources, texts, own, strict=True))
    again = check([source.mended(text, found) for source, text, found in rows if text != source.file.text])
    left: list[Report] = []
    for source, text, found in rows:
        left += found if text == source.file.text else islice(again, len(found))
    return left, sum(report.fixed != report.draft for report in reports)


def _mended(sources: Iterable[Source], reports: Iterable[Report]) -> Iterator[tuple[Source, str]]:
    """Each source and its text as the reports have mended it."""
    from replycheck.sources import mended

    every = iter(reports)
    for source in sources:
        yield source, mended(source.file.text, source.drafts, islice(every, len(source.drafts)))


def _print(
    checked: Iterable[Checked],
    run: Run,
    tally: Tally,
    write_out: Write,
    options: dict[str, Any],
    *,
    single: bool,
    mended: int | None,
) -> None:
    """Print the reports as they come, or what they amount to."""
    from replycheck.render import json, text

    form = options["form"]
    if options["statistics"]:
        deque(checked, maxlen=0)
        write_out(statistics(tally, form))
    elif form == "text":
        for each in checked:
            write_out(
                text.report_text(
                    each, show_fixed=options["show_fixed"], show_suppressed=options["show_suppressed"]
                )
                + "\n"
            )
        write_out(text.summary(tally, mended=mended, unsafe=options["unsafe_fixes"]) + "\n")
    elif form == "json" and single:
        for each in checked:
            write_out(json.one(each.report) + "\n")
    else:
        for piece in load_form(form)(checked, run):
            write_out(piece)


def _print_diff(sources: Sequence[Source], reports: Iterable[Report], write_out: Write) -> None:
    from replycheck.render import text

    for source, after in _mended(sources, reports):
        write_out(text.diff(source.name, source.file.text, after))
