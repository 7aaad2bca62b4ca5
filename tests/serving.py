"""A real server on a free port, in a thread of the test process, so that it shares the loaded model."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from replycheck.server import running
from replycheck.server.settings import Settings


@contextmanager
def serving(**settings: Any) -> Iterator[str]:
    """The address of a server that runs with these Settings, without a slash at its end, once it is ready."""
    server = running.Server(Settings(**settings))
    with running.listen("127.0.0.1", 0) as listening:
        url = running.url_of(listening)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            _wait_until_ready(url)
            yield url
        finally:
            server.should_exit = True
            thread.join()


def _wait_until_ready(url: str) -> None:
    for _ in range(600):
        if httpx.get(f"{url}/ready").is_success:
            return
        time.sleep(0.05)
    raise TimeoutError("the server is not ready after 30 s")
