"""The command line: arguments in, a Report rendered out. Every decision is made in the modules below.

One file a command. Heavy modules are imported inside the commands that need them: ``replycheck --help`` loads no
model.
"""

from __future__ import annotations

import gc
import io
import os
import sys

import click

from replycheck.cli.check import check
from replycheck.cli.completion import completion
from replycheck.cli.config import config_command
from replycheck.cli.evaluate import evaluate
from replycheck.cli.ignore import ignore
from replycheck.cli.installation import doctor, schema
from replycheck.cli.lsp import lsp
from replycheck.cli.mcp import mcp_command
from replycheck.cli.rewrite import rewrite
from replycheck.cli.rules import explain, rules_command, test_command
from replycheck.cli.running import Guarded
from replycheck.cli.serve import serve
from replycheck.cli.train import train


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


for _command in (
    check,
    rewrite,
    ignore,
    config_command,
    rules_command,
    explain,
    test_command,
    evaluate,
    train,
    serve,
    lsp,
    mcp_command,
    doctor,
    completion,
    schema,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line of this process; raises SystemExit with the exit code."""
    # Importing spaCy makes a million objects that all stay: collecting in between finds nothing.
    gc.disable()
    # One draft gives OpenBLAS nothing to share out; its threads only spin while spaCy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without → or emoji is no reason to fail
    cli(prog_name="replycheck")
