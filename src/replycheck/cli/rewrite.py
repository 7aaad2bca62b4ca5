"""``replycheck rewrite``: whole drafts in the other form of address."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from replycheck.cli.files import File, encode, read_files, write
from replycheck.cli.options import (
    config_options,
    messages_option,
    profile_option,
    recipient_option,
    rules_option,
    settings_of,
)
from replycheck.cli.running import EXIT_FINDINGS, load_engine

if TYPE_CHECKING:
    from replycheck.config import Settings
    from replycheck.model import AddressForm, Switch


@click.command(
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
@recipient_option
@click.option("--in-place", is_flag=True, help="Rewrite the files, and print nothing.")
@click.option("--diff", is_flag=True, help="Print the changes as a unified diff, and write nothing.")
@rules_option
@messages_option
@profile_option
@config_options
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

    files = read_files(paths, ())
    switches = _switch(files, settings_of(ctx), options["to"])
    if in_place:
        write((file, switch.text) for file, switch in zip(files, switches, strict=True))
    _print_switches(files, switches, in_place=in_place, diff=diff)
    if any(switch.refused for switch in switches):
        ctx.exit(EXIT_FINDINGS)


def _switch(files: Sequence[File], settings: Settings, to: AddressForm) -> list[Switch]:
    load_engine()
    from replycheck.checker import Checker

    checker = Checker(settings.policy)
    return [checker.switch(file.text, to=to, context=settings.context) for file in files]


def _print_switches(files: Sequence[File], switches: Sequence[Switch], *, in_place: bool, diff: bool) -> None:
    from replycheck.render import text

    stdout = sys.stdout.buffer
    for file, switch in zip(files, switches, strict=True):
        for line in text.refusals(file.name, switch):
            click.echo(line, err=True)
        if diff:
            stdout.write(text.diff(file.name, switch.draft, switch.text).encode("utf-8"))
        elif not in_place:
            stdout.write(encode(file, switch.text))
    stdout.flush()
