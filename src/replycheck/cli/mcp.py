"""``replycheck mcp``: checks for assistants that draft replies."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import click

from replycheck.cli.options import policy_options, settings_of
from replycheck.cli.running import load_engine, log_to_stderr
from replycheck.errors import SetupError


@click.command("mcp", epilog="Exit code: 0 the client has left, 2 wrong usage or failure.")
@policy_options
@click.pass_context
def mcp_command(ctx: click.Context, /, **options: Any) -> None:
    """Speak the Model Context Protocol on standard input and output.

    An assistant that drafts replies starts this program itself. It only reads, and logs no text of a draft.
    """
    if not find_spec("mcp"):
        raise SetupError("the MCP server is not installed; this installs it: pip install 'replycheck[mcp]'")
    settings = settings_of(ctx)
    load_engine()
    from replycheck import mcp

    log_to_stderr("replycheck.mcp")
    mcp.serve(mcp.House(settings.policy, settings.context))
