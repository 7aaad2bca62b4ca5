"""A helpdesk with <reply-check> in it: two servers on this machine, as in real life.

    python examples/helpdesk/run.py

The helpdesk is at http://127.0.0.1:8090; replycheck, on a port of its own, lets that page alone call it.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


class Desk(http.server.SimpleHTTPRequestHandler):
    """The files of this folder; the page names the address of replycheck."""

    def __init__(self, *args: object, checker: str, **kwargs: object) -> None:
        self.checker = checker
        super().__init__(*args, directory=str(HERE), **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Serve a file."""
        if self.path != "/":
            super().do_GET()
            return
        page = (HERE / "index.html").read_text("utf-8").replace("http://127.0.0.1:8080", self.checker)
        body = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing of each file."""


def main() -> None:
    """Run both servers until Ctrl+C."""
    parser = argparse.ArgumentParser(description="A helpdesk page guarded by replycheck.")
    parser.add_argument("--port", type=int, default=8090, help="of the helpdesk (default: 8090)")
    parser.add_argument("--checker-port", type=int, default=8080, help="of replycheck (default: 8080)")
    ports = parser.parse_args()

    checker = f"http://127.0.0.1:{ports.checker_port}"
    desk = http.server.ThreadingHTTPServer(
        ("127.0.0.1", ports.port), functools.partial(Desk, checker=checker)
    )
    address = f"http://127.0.0.1:{desk.server_port}"
    command = Path(sys.executable).with_name("replycheck")
    replycheck = subprocess.Popen(
        [command, "serve", "--port", str(ports.checker_port), "--allow-origin", address]
    )
    print(f"The helpdesk: {address}", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the same end as Ctrl+C
    try:
        desk.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        replycheck.terminate()
        replycheck.wait()


if __name__ == "__main__":
    main()
