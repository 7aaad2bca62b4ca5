"""``replycheck serve``: the HTTP server."""

from __future__ import annotations

from typing import Any

import click

from replycheck.cli.options import policy_of, policy_options
from replycheck.cli.running import load_engine
from replycheck.errors import ReplycheckError, SetupError


@click.command(epilog="Exit code: 0 stopped, 2 wrong usage or failure.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes a free one."
)
@policy_options
def serve(host: str, port: int, **options: Any) -> None:
    """Serve checks over HTTP, with a web page to write in."""
    try:
        import fastapi  # noqa: F401
        import prometheus_client  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError:
        raise SetupError(
            "the server is not installed; this installs it: pip install 'replycheck[serve]'"
        ) from None
    load_engine()
    from replycheck.server import running
    from replycheck.server.settings import Settings

    server = running.server(Settings(policy=policy_of(options)))
    try:
        listening = running.listen(host, port)
    except OSError as error:
        raise ReplycheckError(f"cannot listen on {host}:{port}: {error.strerror}") from None
    click.echo(f"replycheck: listening on {running.url_of(listening)}", err=True)
    server.run(sockets=[listening])
