"""A page that plays Zendesk, to see the app at work without an account: python serve.py

The app is the one that would be uploaded, in a frame of another origin, with Zendesk's SDK from npm; the page
(host.js) plays the agent's ticket, and this server plays Zendesk's proxy.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import urllib.error
import urllib.request
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
APP = HERE.parent / "app"
SDK = HERE.parent / "node_modules" / "zendesk_app_framework_sdk" / "lib"
SDK_ADDRESS = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"
CUSTOMER = "Hei, laskussani on maksu, jota en tunnista. Olen odottanut vastausta jo kaksi viikkoa!"
CONVERSATION = [
    {
        "author": {"role": "end-user", "name": "Kaisa Virtanen"},
        "timestamp": "2026-11-20T09:00:00Z",
        "message": {"content": CUSTOMER, "contentType": "text/plain"},
    }
]


class Host(ThreadingHTTPServer):
    """The host on a port of this machine.

    port: 0 takes a free one
    token: what the replycheck server asks for; it stays here
    settings: the rest of the app's settings, as an administrator would give them
    locale: the agent's language
    """

    daemon_threads = True

    def __init__(self, port: int, *, token: str, locale: str, **settings: Any) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.token = token
        self.locale = locale
        self.settings = settings
        # Two names of one server are two origins: the page and the frame are as far from each other as at Zendesk.
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.app_origin = f"http://localhost:{self.server_port}"


class Handler(SimpleHTTPRequestHandler):
    """The page, the app, the SDK and the proxy."""

    server: Host

    def do_GET(self) -> None:
        """Files of the page, and of the app under /app; made up on the way are the SDK and what the page is told."""
        path = urlsplit(self.path).path
        if path == "/zaf_sdk.js":
            self.answer("text/javascript", sdk())
        elif path == "/host.json":
            host = self.server
            values = {"appOrigin": host.app_origin, "settings": host.settings, "locale": host.locale}
            self.answer("application/json", json.dumps(values | {"conversation": CONVERSATION}))
        elif path == "/app/assets/iframe.html":
            page = (APP / "assets" / "iframe.html").read_text(encoding="utf-8")
            self.answer("text/html", page.replace(SDK_ADDRESS, "/zaf_sdk.js"))
        else:
            self.directory = str(APP.parent if path.startswith("/app/") else HERE)
            super().do_GET()

    def do_POST(self) -> None:
        """The proxy: the app's request, with secure settings put in, to the server of the settings and no other."""
        options = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not options["url"].startswith(self.server.settings["server"] + "/"):
            self.answer("text/plain", "not in domainWhitelist", HTTPStatus.FORBIDDEN)
            return
        headers = options["headers"]
        if options["secure"]:
            token = self.server.token
            headers = {name: value.replace("{{setting.token}}", token) for name, value in headers.items()}
        headers["Content-Type"] = options["contentType"]
        request = urllib.request.Request(
            options["url"], options["data"].encode(), headers, method=options["type"]
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                self.answer(response.headers["Content-Type"], response.read().decode(), response.status)
        except urllib.error.HTTPError as error:
            self.answer(error.headers["Content-Type"], error.read().decode(), error.code)
        except OSError:
            self.answer("text/plain", "no answer", HTTPStatus.BAD_GATEWAY)

    def answer(self, kind: str, text: str, status: int = HTTPStatus.OK) -> None:
        """Send a text."""
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing: replies are personal data."""


@functools.cache
def sdk() -> str:
    """The SDK's modules, which are CommonJS, as one script that sets ``ZAFClient``."""
    modules = {
        f"./{path.relative_to(SDK).with_suffix('').as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(SDK.rglob("*.js"))
    }
    wrapped = ",".join(
        f"{json.dumps(name)}(module, exports, require) {{{source}\n}}" for name, source in modules.items()
    )
    return (
        f"window.ZAFClient = (() => {{ const modules = {{{wrapped}}}, made = {{}};"
        "const require = (name) => {"
        "  if (!made[name]) modules[name](made[name] = { exports: {} }, made[name].exports, require);"
        "  return made[name].exports; };"
        "return require('./index'); })();"
    )


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="A page that plays Zendesk, for replycheck's app.")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--server", default="http://127.0.0.1:8080", help="the replycheck server")
    parser.add_argument("--token", default="", help="what it asks for, if anything")
    parser.add_argument("--address", default="formal", choices=["formal", "informal", "consistent", "mirror"])
    parser.add_argument("--wait-ms", type=int, default=2500, help="how long a save may wait")
    parser.add_argument("--locale", default="fi", help="the agent's language: fi, en-US …")
    given = vars(parser.parse_args())
    host = Host(given.pop("port"), **given)
    print(f"Open {host.url}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        host.serve_forever()


if __name__ == "__main__":
    main()
