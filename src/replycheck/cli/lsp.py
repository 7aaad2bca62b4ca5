"""``replycheck lsp``: findings in an editor."""

from __future__ import annotations

from importlib.util import find_spec

import click

from replycheck.cli.running import load_engine
from replycheck.errors import SetupError


@click.command(
    epilog="Exit code: 0 the editor asked for the end, 1 it left without asking, 2 wrong usage or failure."
)
@click.pass_context
def lsp(ctx: click.Context, /) -> None:
    """Speak the Language Server Protocol on standard input and output.

    An editor starts this program itself. Settings are those of the editor, then those of replycheck.toml or
    [tool.replycheck] in pyproject.toml, looked for upwards from each document.
    """
    if not find_spec("pygls"):
        raise SetupError(
            "the language server is not installed; this installs it: pip install 'replycheck[lsp]'"
        )
    load_engine()
    from replycheck.lsp.server import serve

    ctx.exit(0 if serve() else 1)
