"""The command line: arguments in, a Report rendered out. Every decision is made in the modules below.

Heavy modules are imported inside the commands that need them: ``replycheck --help`` loads no model.
"""

from __future__ import annotations

import errno
import gc
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from replycheck.errors import ReplycheckError

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode

    from replycheck.evaluate import Evaluation, Line, Score, Tally
    from replycheck.model import Context, Profile, Report, Switch
    from replycheck.policy import Policy

STDIN = "<stdin>"
SUFFIXES = (".txt", ".md")
SEVERITIES = ("info", "warning", "error")

EXIT_CLEAN, EXIT_FINDINGS, EXIT_FAILURE = 0, 1, 2

EXITS = "Exit code: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or failure."

Command = TypeVar("Command", bound=Callable[..., Any])


class Guarded(click.Group):
    """A group whose commands never end in a traceback: a traceback may quote a draft."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say every failure in a line on stderr and exit with 2."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(130)
        except ReplycheckError as error:
            _fail(ctx, str(error))
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise
            _fail(ctx, f"internal failure: {type(error).__name__} at {_where(error)}")


def _fail(ctx: click.Context, message: str) -> NoReturn:
    click.echo(f"replycheck: {message}", err=True)
    ctx.exit(EXIT_FAILURE)


def _where(error: BaseException) -> str:
    """The place in our own code an exception came from. Its message stays unsaid: it may hold the draft."""
    here = str(Path(__file__).parent)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(here)] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"


# ------------------------------------------------------------------------------------- options


def _plain(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Refuse an argument that is not UTF-8; Python hands it over with lone surrogates."""
    if value is not None and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise click.BadParameter("not UTF-8 text", ctx, param)
    return value


def _text_or_file(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None or not value.startswith("@"):
        return _plain(ctx, param, value)
    return _read(Path(value[1:])).text


def _names(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace(",", " ").split())


def _all(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
_rules = click.option(
    "--rules",
    "packs",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="A further rule file, or a folder of them. Repeatable.",
)
_profile = click.option(
    "--profile",
    type=click.Choice(["full", "light"]),
    default="full",
    show_default=True,
    help="How drafts are read: full (with the Finnish statistical model), light (without it: "
    "several times faster, a little less exact).",
)
_recipient = click.option(
    "--recipient",
    type=click.Choice(["one", "many"]),
    default="one",
    show_default=True,
    help="Whether the draft speaks to one person or to several.",
)
_situation = _all(
    click.option(
        "--customer",
        metavar="TEXT|@FILE",
        callback=_text_or_file,
        help="The customer's latest message, as it is or as @FILE. Some rules need it, "
        "for instance those on apologies; --address mirror follows it.",
    ),
    click.option(
        "--channel",
        type=click.Choice(["chat", "email"]),
        default="chat",
        show_default=True,
        help="Where the draft is sent.",
    ),
    _recipient,
    click.option(
        "--later-reply",
        is_flag=True,
        help="The conversation has begun already: no greeting is expected.",
    ),
)
_messages = click.option(
    "--messages",
    type=click.Choice(["fi", "en"]),
    default="fi",
    show_default=True,
    help="Language of the messages.",
)
_policy = _all(
    click.option(
        "--address",
        type=click.Choice(["formal", "informal", "consistent", "mirror"]),
        default="formal",
        show_default=True,
        help="How customers are addressed: formal (te), informal (sinä), consistent (either, "
        "but one of them), mirror (as the customer writes).",
    ),
    click.option(
        "--select",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        help="Only these rules or categories. Repeatable.",
    ),
    click.option(
        "--ignore",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        help="Not these rules or categories. Repeatable.",
    ),
    click.option(
        "--enable",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        help="Also these rules, which are off by default. Repeatable.",
    ),
    _rules,
    _profile,
    _messages,
)


def _make_policy(options: dict[str, Any]) -> Policy:
    from replycheck.policy import make_policy

    names = ("address", "select", "ignore", "enable", "messages", "profile")
    values = {name: options[name] for name in names if name in options}
    return make_policy(values | {"rules": options["packs"]})


def _make_context(options: dict[str, Any]) -> Context:
    from replycheck.model import Context

    return Context(
        customer=options["customer"],
        first_reply=not options["later_reply"],
        channel=options["channel"],
        recipient=options["recipient"],
    )


# -------------------------------------------------------------------------------------- drafts


@dataclass(frozen=True)
class Draft:
    """A draft and where it came from; ``path`` is None for standard input."""

    name: str
    path: Path | None
    text: str
    bom: bool


def _decode(raw: bytes, name: str, path: Path | None) -> Draft:
    bom = raw.startswith(b"\xef\xbb\xbf")
    try:
        # No universal newlines: offsets count the text as it stands in the file, and --fix writes it back.
        return Draft(name, path, raw[3 * bom :].decode("utf-8"), bom)
    except UnicodeDecodeError as error:
        place = error.start + 3 * bom + 1
        raise ReplycheckError(f"{name}: not UTF-8 text (byte {place}); save it as UTF-8") from None


def _read(path: Path) -> Draft:
    try:
        return _decode(path.read_bytes(), str(path), path)
    except OSError as error:
        raise ReplycheckError(f"{path}: {error.strerror}") from None


def _encode(draft: Draft, text: str) -> bytes:
    return (b"\xef\xbb\xbf" if draft.bom else b"") + text.encode("utf-8")


def _write(draft: Draft, text: str) -> None:
    assert draft.path is not None
    try:
        draft.path.write_bytes(_encode(draft, text))
    except OSError as error:
        raise ReplycheckError(f"{draft.path}: {error.strerror}") from None


def _drafts(paths: Sequence[str]) -> list[Draft]:
    """Read everything before anything is checked: an unreadable file stops a --fix before it starts."""
    found: dict[str, Draft] = {}
    for name in paths:
        if name == "-":
            found[STDIN] = _decode(sys.stdin.buffer.read(), STDIN, None)
            continue
        path = Path(name)
        files = list(_files(path)) if path.is_dir() else [path]
        if not files:
            raise click.UsageError(f"no {' or '.join(f'*{each}' for each in SUFFIXES)} files in {name}")
        found.update((str(file), _read(file)) for file in files)
    return list(found.values())


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in SUFFIXES and path.is_file() and not hidden:
            yield path


# ------------------------------------------------------------------------------------ commands


@click.group(
    "replycheck",
    cls=Guarded,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Nothing leaves the machine, and no draft is stored or logged.",
)
@click.version_option(package_name="replycheck", prog_name="replycheck")
@click.pass_context
def cli(ctx: click.Context, /) -> None:
    """Read Finnish customer-service drafts before they are sent.

    Findings come with exact places and, where the grammar allows, ready fixes.
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org: set and not empty
        ctx.color = False


@cli.command(epilog=EXITS)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True), metavar="[PATH… | -]")
@_format
@_situation
@_policy
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

    drafts = _drafts(paths)
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
    worst = SEVERITIES[SEVERITIES.index(options["fail_on"]) :]
    if any(finding.severity in worst for report in reports for finding in report.findings):
        ctx.exit(EXIT_FINDINGS)


def _check(drafts: Sequence[Draft], options: dict[str, Any]) -> list[Report]:
    _load_engine()
    from replycheck.checker import Checker

    context = _make_context(options)
    checker = Checker(_make_policy(options))
    return list(checker.check_many((draft.text, context) for draft in drafts))


def _mend(
    drafts: Sequence[Draft], reports: Sequence[Report], options: dict[str, Any]
) -> tuple[list[Report], int]:
    """Write what safe fixes change; the reports on the result, and how many drafts changed."""
    changed = [index for index, report in enumerate(reports) if report.fixed != report.draft]
    for index in changed:
        draft = drafts[index]
        if draft.path is not None:
            _write(draft, reports[index].fixed)
    for draft, report in zip(drafts, reports, strict=True):
        if draft.path is None:
            stdout = sys.stdout.buffer
            stdout.write(_encode(draft, report.fixed))
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
        _print_utf8(rendering.one(reports[0]))
    else:
        _print_utf8(
            rendering.many((draft.name, report) for draft, report in zip(drafts, reports, strict=True))
        )


def _print_utf8(text: str) -> None:
    """Print what another program reads: UTF-8 whatever the terminal's encoding."""
    stdout = sys.stdout.buffer
    stdout.write(text.encode("utf-8") + b"\n")
    stdout.flush()


def _print_diff(drafts: Sequence[Draft], reports: Sequence[Report]) -> None:
    from replycheck.render import text

    stdout = sys.stdout.buffer
    for draft, report in zip(drafts, reports, strict=True):
        stdout.write(text.diff(draft.name, report.draft, report.fixed).encode("utf-8"))
    stdout.flush()


@cli.command(
    epilog="Exit code: 0 all switched, 1 a draft was refused and is left as it was, 2 wrong usage or failure."
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, allow_dash=True, dir_okay=False),
    metavar="FILE… | -",
)
@click.option(
    "--to",
    type=click.Choice(["formal", "informal"]),
    required=True,
    help="The form of address wanted: formal (te) or informal (sinä).",
)
@_recipient
@click.option("--in-place", is_flag=True, help="Rewrite the files, and print nothing.")
@click.option("--diff", is_flag=True, help="Print the changes as a unified diff, and write nothing.")
@_rules
@_messages
@_profile
@click.pass_context
def rewrite(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Turn whole drafts from sinä to te, or back.

    Prints the rewritten draft; - is standard input. Several files need --in-place or --diff.

    A draft is switched as a whole or not at all. Where a spot cannot be proven, the draft stays as it
    is, and the place and the reason go to standard error as FILE:LINE:COLUMN: REASON.
    """
    in_place, diff = options["in_place"], options["diff"]
    if in_place and diff:
        raise click.UsageError("--diff writes nothing: it does not go with --in-place")
    if in_place and "-" in paths:
        raise click.UsageError("standard input has no place to write to: leave out --in-place")
    if len(paths) > 1 and not in_place and not diff:
        raise click.UsageError("several files need --in-place or --diff")

    drafts = _drafts(paths)
    switches = _switch(drafts, options)
    _write_switches(drafts, switches, in_place=in_place, diff=diff)
    if any(switch.refused for switch in switches):
        ctx.exit(EXIT_FINDINGS)


def _switch(drafts: Sequence[Draft], options: dict[str, Any]) -> list[Switch]:
    _load_engine()
    from replycheck.checker import Checker

    checker = Checker(_make_policy(options))
    context = {"recipient": options["recipient"]}
    return [checker.switch(draft.text, to=options["to"], context=context) for draft in drafts]


def _write_switches(
    drafts: Sequence[Draft], switches: Sequence[Switch], *, in_place: bool, diff: bool
) -> None:
    from replycheck.render import text

    stdout = sys.stdout.buffer
    for draft, switch in zip(drafts, switches, strict=True):
        for line in text.refusals(draft.name, switch):
            click.echo(line, err=True)
        if diff:
            stdout.write(text.diff(draft.name, switch.draft, switch.text).encode("utf-8"))
        elif not in_place:
            stdout.write(_encode(draft, switch.text))
        elif switch.edits:
            _write(draft, switch.text)
    stdout.flush()


@cli.command("rules")
@_rules
@_format
def rules_command(packs: tuple[Path, ...], form: str) -> None:
    """List the rules: id, category, severity, title."""
    from replycheck.render import text
    from replycheck.rules import load_rules

    rules = load_rules(packs)
    if form == "json":
        rows = [
            {"id": rule.id, "category": rule.category, "severity": rule.severity, "title": rule.title}
            for rule in rules
        ]
        _print_utf8(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    header = ("id", "category", "severity", "title")
    click.echo(text.table([header, *((rule.id, rule.category, rule.severity, rule.title) for rule in rules)]))


@cli.command()
@click.argument("rule_id", required=False, metavar="[RULE]")
@click.option(
    "--text",
    "draft",
    metavar="TEXT|@FILE",
    callback=_text_or_file,
    help="Show how this draft is read and what matches in it.",
)
@click.option("--rule", "only", metavar="RULE", help="With --text: this rule's matches alone.")
@_situation
@_policy
def explain(rule_id: str | None, draft: str | None, only: str | None, **options: Any) -> None:
    """Explain a rule, or with --text why rules did or did not speak.

    RULE prints the rule's page: title, reason, message, source and examples.

    --text prints each word with its readings, the chosen one first with the reason and how sure it
    is, and then each match: a finding, vetoed (by which condition), or skipped (by which zone).
    """
    from replycheck.explain import find_rule, rule_page, trace_page
    from replycheck.rules import load_rules

    if (rule_id is None) == (draft is None):
        raise click.UsageError("give either RULE or --text")
    if draft is None:
        assert rule_id is not None
        click.echo(rule_page(find_rule(load_rules(options["packs"]), rule_id)))
        return
    _load_engine()
    from replycheck.checker import Checker
    from replycheck.render.text import printable

    checker = Checker(_make_policy(options))
    rule = find_rule(checker.rules, only) if only else None
    page = trace_page(checker.trace(draft, context=_make_context(options)), checker.rules, rule)
    click.echo("\n".join(map(printable, page.split("\n"))))


@cli.command("test", epilog="Exit code: 0 all hold, 1 some do not, 2 wrong usage or failure.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH…]")
@click.pass_context
def test_command(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Run the examples inside rule files.

    PATH is a rule file or a folder of them; without one, the rules that come with replycheck are run.
    """
    _load_engine()
    from replycheck import selftest

    failures = selftest.run(paths)
    for failure in failures:
        click.echo(f"{failure.path}:{failure.line}: {failure.example}: {failure.problem}")
    total = selftest.count(paths)
    click.echo(f"{total - len(failures)} of {total} examples and phrases hold")
    if failures:
        ctx.exit(EXIT_FINDINGS)


@cli.command(epilog="Exit code: 0 written, 2 wrong usage or failure.")
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
@_format
def train(paths: tuple[Path, ...], out: Path | None, form: str) -> None:
    """Train a tone model on marked sentences and drafts.

    A file is JSON Lines: training rows (a sentence with its labels and writer) or marked drafts as
    `replycheck evaluate` reads them; docs/tone-model.md has the fields. Prints how well such a model finds
    each fault in the sentences of a writer left out, for every writer in turn. Use the model with
    Policy(tone_model="FILE"). Needs scikit-learn: pip install 'replycheck[train]'.
    """
    _load_engine()
    from replycheck import train as training
    from replycheck.analysis import load_pipeline
    from replycheck.render.text import table

    examples = training.read_examples(load_pipeline(), paths)
    model, measures = training.train(examples)
    if out is not None:
        model.save(out)
    if form == "json":
        _print_utf8(json.dumps([measure._asdict() for measure in measures], ensure_ascii=False, indent=2))
        return
    header = ("category", "writer", "faults", "average precision", "precision", "recall", "with hints")
    rows = [
        (name, writer, f"{faults:>6}", *(f"{share:.2f}" for share in shares))
        for name, writer, faults, *shares in measures
    ]
    click.echo(table([header, *rows]))


@cli.command(epilog="Exit code: 0 scored, 2 wrong usage or failure.")
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
@_profile
@_format
def evaluate(paths: tuple[Path, ...], by_rule: bool, errors: bool, profile: Profile, form: str) -> None:
    """Score replycheck on drafts that a person has marked.

    A file is JSON Lines, one draft a line; docs/cli.md has the fields. Prints precision, recall and F1
    by category, false findings for each 1,000 words of clean drafts, and how many rewrites are right,
    wrong or unchanged.
    """
    _load_engine()
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
        _print_utf8(json.dumps(values, ensure_ascii=False, indent=2))
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


@cli.command(epilog="Exit code: 0 usable, 1 something is missing.")
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Say what this installation consists of, which morphology is in use, and what is missing."""
    from replycheck.doctor import diagnose

    colours = {"ok": "green", "missing": "red", "optional": "cyan"}
    usable = True
    for part in diagnose():
        usable = usable and part.state != "missing"
        click.echo(f"{click.style(f'{part.state:<8}', fg=colours[part.state])}  {part.name}: {part.detail}")
        if part.remedy:
            click.echo(f"{'':10}{part.remedy}")
    if not usable:
        click.echo("\nreplycheck does not work here yet: see the commands above.")
        ctx.exit(1)


@cli.command()
@click.option(
    "--of",
    "what",
    type=click.Choice(["report", "context", "policy", "rules"]),
    default="report",
    show_default=True,
    help="Which schema: a report, a context, a policy, or a rule file.",
)
def schema(what: str) -> None:
    """Print the JSON Schema of what replycheck reads and writes."""
    from replycheck.model import Context, Report
    from replycheck.policy import Policy
    from replycheck.rules import Pack

    models: dict[str, type[BaseModel]] = {
        "report": Report,
        "context": Context,
        "policy": Policy,
        "rules": Pack,
    }
    mode: JsonSchemaMode = "serialization" if what == "report" else "validation"
    _print_utf8(json.dumps(models[what].model_json_schema(mode=mode), ensure_ascii=False, indent=2))


def _load_engine() -> None:
    """Import what checks drafts, in less time than ``import replycheck.checker`` by itself would take."""
    _import_spacy()
    import replycheck.checker  # noqa: F401

    # What has been imported lives as long as the process: the collector need not look at it again.
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _import_spacy() -> None:
    """Import spaCy without its own command line, a third of its import time.

    ``spacy/__init__`` imports it for one function, ``spacy.info``, which nobody calls here. The empty modules
    are taken away again, so that a later ``import spacy.cli`` finds the real one.
    """
    if "spacy" in sys.modules:
        return
    empty = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    empty["spacy.cli.info"].__dict__["info"] = None
    sys.modules.update(empty)
    try:
        import spacy  # noqa: F401
    finally:
        for name in empty:
            del sys.modules[name]


def main() -> None:
    """Run the command line of this process; raises SystemExit with the exit code."""
    # Importing spaCy makes a million objects that all stay: collecting in between finds nothing.
    gc.disable()
    # One draft gives OpenBLAS nothing to share out; its threads only spin while spaCy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without → or emoji is no reason to fail
    cli(prog_name="replycheck")
