"""The process of a server: its socket, its signals, its end."""

from __future__ import annotations

import socket

import uvicorn

from replycheck.server.app import create_app
from replycheck.server.settings import Settings

# What still runs when the server is told to stop has so many seconds to end.
STOP_SECONDS = 30


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=256)


def url_of(listening: socket.socket) -> str:
    """Where the socket is reached, for instance ``http://127.0.0.1:8080``."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server(settings: Settings) -> uvicorn.Server:
    """A server that is not running yet: ``server(settings).run(sockets=[listen(host, port)])``."""
    return uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
