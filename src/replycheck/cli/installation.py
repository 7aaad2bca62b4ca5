"""The commands on what is installed and what goes in and out: ``doctor``, ``schema``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from replycheck.cli.running import print_utf8

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode


@click.command(epilog="Exit code: 0 usable, 1 something is missing.")
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


@click.command()
@click.option(
    "--of",
    "what",
    type=click.Choice(["report", "switch", "decision", "context", "policy", "config", "rules"]),
    default="report",
    show_default=True,
    help="Which schema: a report, a switch of the form of address, a decision before sending, a context, "
    "a policy, a configuration file, or a rule file.",
)
def schema(what: str) -> None:
    """Print the JSON Schema of what replycheck reads and writes."""
    from replycheck.config import Table
    from replycheck.model import Context, Decision, Report, Switch
    from replycheck.policy import Policy
    from replycheck.rules import Pack

    written: dict[str, type[BaseModel]] = {"report": Report, "switch": Switch, "decision": Decision}
    read: dict[str, type[BaseModel]] = {
        "context": Context,
        "policy": Policy,
        "config": Table,
        "rules": Pack,
    }
    mode: JsonSchemaMode = "serialization" if what in written else "validation"
    model = (written | read)[what]
    print_utf8(json.dumps(model.model_json_schema(mode=mode), ensure_ascii=False, indent=2))
