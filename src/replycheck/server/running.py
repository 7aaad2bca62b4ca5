"""The process of a server: its socket, its log, its end."""

from __future__ import annotations

import logging.config
import signal
import socket
import sys
from datetime import UTC, datetime

import uvicorn

from replycheck.server.app import create_app
from replycheck.server.settings import Settings

# What still runs when the server is told to stop has so many seconds to end.
STOP_SECONDS = 30
# So many connections are held at once, which bounds what their bodies may take of memory.
CONNECTIONS = 512

LOG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "replycheck.server.running.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"replycheck.server": {"level": "INFO"}},
}


class Line(logging.Formatter):
    """A line of the log: time, level where it is not the usual one, message; of an exception nothing.

    A traceback may quote a draft.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        time = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        return f"{time} {level}{record.getMessage()}"


class Server(uvicorn.Server):
    """A server that stops by itself where its model cannot be loaded; ``failure`` says why."""

    def __init__(self, settings: Settings) -> None:
        self.failure: Exception | None = None
        config = uvicorn.Config(
            create_app(settings, on_failure=self._give_up),
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        super().__init__(config)

    def _give_up(self, error: Exception) -> None:
        self.failure = error
        self.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=CONNECTIONS)
    # Connections inherit it. asyncio sees to it only on sockets that say they are TCP, and this one does not; without
    # it the body of an answer waits 40 ms for the caller to acknowledge its head.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def url_of(listening: socket.socket) -> str:
    """Where the socket is reached, for instance ``http://127.0.0.1:8080``."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(settings: Settings, listening: socket.socket) -> None:
    """Say where on standard error, serve until the process is told to stop, then finish what runs.

    Raises what kept the model from being loaded, or KeyboardInterrupt.
    """
    logging.config.dictConfig(LOG)
    # uvicorn stops by its own handler, and then hands the signal on to this one: to stop is no failure.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())
    print(f"replycheck: listening on {url_of(listening)}", file=sys.stderr, flush=True)
    server = Server(settings)
    server.run(sockets=[listening])
    if server.failure is not None:
        raise server.failure
