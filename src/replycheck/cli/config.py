"""``replycheck config``: what holds here, and where each value comes from."""

from __future__ import annotations

import json
from typing import Any

import click

from replycheck.cli.options import form_option, policy_options, settings_of, situation_options
from replycheck.cli.running import print_utf8


@click.command("config", epilog="Exit code: 0 shown, 2 wrong usage, or a faulty configuration file.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True), metavar="[PATH…]")
@form_option
@situation_options
@policy_options
@click.pass_context
def config_command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Show every setting that holds here, and where it comes from.

    That is the default, a line of the configuration file, or an option of this call. PATH is what would
    be checked: the file is looked for upwards from there; without one, from the working directory.
    """
    from pydantic_core import to_jsonable_python

    from replycheck.render.text import printable, table

    settings = settings_of(ctx)
    rows = [(key, to_jsonable_python(value), origin) for key, value, origin in settings.effective()]
    if options["form"] == "json":
        values = {key: {"value": value, "origin": origin} for key, value, origin in rows}
        file = None if settings.file is None else str(settings.file)
        print_utf8(json.dumps({"file": file, "settings": values}, ensure_ascii=False, indent=2))
        return
    click.echo(f"configuration file: {settings.file or 'none'}\n")
    shown = [(key, printable(json.dumps(value, ensure_ascii=False)), origin) for key, value, origin in rows]
    click.echo(table([("setting", "value", "from"), *shown]))
