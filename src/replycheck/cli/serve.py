"""``replycheck serve``: the HTTP server."""

from __future__ import annotations

import ipaddress
import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from replycheck.cli.files import read
from replycheck.cli.options import policy_options, settings_of
from replycheck.cli.running import load_engine
from replycheck.errors import ReplycheckError, SetupError

TOKEN_VARIABLE = "REPLYCHECK_TOKEN"
SHORTEST_TOKEN = 16

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d+)?")


def _origins(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Exact origins, as browsers send them; ``null`` is what any page in a sandbox sends."""
    for value in values:
        if not _ORIGIN.fullmatch(value):
            raise click.BadParameter(
                f"{value!r} is no origin; one is for instance https://desk.example.fi, in small letters, "
                "without a path or a slash at its end",
                ctx,
                param,
            )
    return values


@click.command(epilog="Exit code: 0 told to stop, 2 wrong usage or failure.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes a free one."
)
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Callers have to send the token in this file. Without it: the one in {TOKEN_VARIABLE}, if any.",
)
@click.option(
    "--no-token", is_flag=True, help="Ask for no token, even where other machines can reach the server."
)
@click.option(
    "--allow-origin",
    "origins",
    metavar="ORIGIN",
    multiple=True,
    callback=_origins,
    help="Web pages of this origin may call the server, for instance https://desk.example.fi. Repeatable.",
)
@policy_options
def serve(
    host: str, port: int, token_file: Path | None, no_token: bool, origins: tuple[str, ...], **options: Any
) -> None:
    """Serve checks over HTTP, with a web page to write in.

    Only this machine can call the server, unless --host says otherwise; then callers need a token.
    """
    _require_server()
    token = None if no_token else _token(token_file)
    local = _is_loopback(host)
    if not local and token is None and not no_token:
        raise click.UsageError(
            f"other machines can reach {host}: give a token with --token-file or {TOKEN_VARIABLE}, "
            "or say --no-token where something else keeps strangers out"
        )
    load_engine()
    from replycheck.server import running
    from replycheck.server.settings import Settings

    house = settings_of(click.get_current_context())
    settings = Settings(
        policy=house.policy,
        context=house.context,
        token=token,
        origins=origins,
        hosts=_local_names(host) if local else (),
    )
    try:
        listening = running.listen(host, port)
    except OSError as error:
        raise ReplycheckError(f"cannot listen on {host}, port {port}: {error.strerror}") from None
    running.serve(settings, listening)


def _require_server() -> None:
    if not all(map(find_spec, ("fastapi", "fastapi_offline", "prometheus_client", "uvicorn"))):
        raise SetupError("the server is not installed; this installs it: pip install 'replycheck[serve]'")


def _token(path: Path | None) -> str | None:
    """The token that callers have to send; raises ReplycheckError where it would be easy to guess."""
    token = os.environ.get(TOKEN_VARIABLE, "") if path is None else read(path).text.strip()
    if path is None and not token:
        return None
    if len(token) < SHORTEST_TOKEN or not re.fullmatch(r"[!-~]+", token):
        raise ReplycheckError(
            f"the token in {path or TOKEN_VARIABLE} is not {SHORTEST_TOKEN} or more letters, digits or signs of "
            "ASCII without spaces; for instance: openssl rand -hex 32"
        )
    return token


def _local_names(host: str) -> tuple[str, ...]:
    """What a server of this machine goes by."""
    names = ("localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host)
    return tuple(dict.fromkeys(names))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
