"""What stands around the application: who may call, how much comes in, what is said of it all.

Three ASGI layers, from the outside in: ``Watch`` logs and counts, ``Headers`` tells browsers what pages may do,
``Guard`` refuses what should not reach the application.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from replycheck.errors import place_in_code
from replycheck.server.metrics import Metrics
from replycheck.server.problems import problem
from replycheck.server.settings import Settings

# The routes of /v2 ask for the token themselves: LanguageTool's clients have their own way to send it.
FOR_CALLERS = ("/v1/", "/metrics")
# How long the rest of a body that is too long is read and thrown away: a sender whose connection is cut in the
# middle of it does not get round to reading why.
LINGER_SECONDS = 2
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d*)?", re.IGNORECASE)
_log = logging.getLogger("replycheck.server")


class TooLarge(Exception):
    """A body is larger than the server takes."""


def log_failure(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what asyncio cannot hand to anybody: its kind and place, where asyncio itself would quote it."""
    error = context.get("exception")
    if error is not None:
        _log_error(error)


def _log_error(error: BaseException) -> None:
    _log.error("internal failure: %s at %s", type(error).__name__, place_in_code(error))


class Watch:
    """One line in the log and one in the counts for every request: method, path, status, time, and no text.

    name_of: the path to show for a path and a status; whatever a caller made up is shown as one word
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, name_of: Callable[[str, int], str]) -> None:
        self.app = app
        self.metrics = metrics
        self.name_of = name_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 499  # nothing was answered: the caller went away

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begin = time.perf_counter()
        self.metrics.in_flight.inc()
        try:
            await self.app(scope, receive, send_noting)
        finally:
            self.metrics.in_flight.dec()
            seconds = time.perf_counter() - begin
            method = scope["method"] if scope["method"] in METHODS else "other"
            name = self.name_of(scope["path"], status)
            self.metrics.request(method, name, status, seconds)
            _log.info("%s %s %d %.0f ms", method, name, status, 1000 * seconds)


class Headers:
    """Puts headers on every response; one that the application has set stays."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Guard:
    """Refuses requests by host, token and size, and answers for what fails inside.

    The body is read here, to its end, before the application sees anything of it: so its bound holds however it
    comes, and whoever goes away while a check waits its turn is not waited for.
    """

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self.app = app
        self.settings = settings
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = RequestHeaders(scope=scope)
        path = scope["path"]
        if not self._is_host(headers.get("host", "")):
            detail = "this server is called by another name: " + " or ".join(self.settings.hosts)
            await problem(path, 421, detail)(scope, receive, send)
        elif not self._may_call(path, headers.get("authorization", "")):
            self.metrics.rejected.labels("token").inc()
            challenge = {"WWW-Authenticate": 'Bearer realm="replycheck"'}
            await problem(path, 401, "Authorization: Bearer TOKEN is asked for here", challenge)(
                scope, receive, send
            )
        else:
            await self._pass_on(scope, receive, send)

    def _is_host(self, host: str) -> bool:
        """Whether the caller knows the server by its name.

        A web page can make its own name lead to a server on the reader's machine (DNS rebinding); it cannot change
        the name that the browser sends.
        """
        named = _HOST.fullmatch(host)
        return not self.settings.hosts or (named is not None and named[1].lower() in self.settings.hosts)

    def _may_call(self, path: str, authorization: str) -> bool:
        if not path.startswith(FOR_CALLERS):
            return True
        scheme, _, token = authorization.partition(" ")
        return self.settings.is_token(token.strip() if scheme.lower() == "bearer" else "")

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        try:
            async with asyncio.timeout(self.settings.body_seconds):
                body = await self._body(scope, receive)
        except TooLarge:
            self.metrics.rejected.labels("body").inc()
            detail = f"the body is longer than {self.settings.max_body} bytes"
            refusal = problem(path, 413, detail, {"Connection": "close"})
            await refusal(scope, receive, _lingering(receive, send))
        except TimeoutError:
            self.metrics.rejected.labels("slow").inc()
            detail = f"the body did not arrive within {self.settings.body_seconds:.0f} seconds"
            await problem(path, 408, detail, {"Connection": "close"})(scope, receive, send)
        else:
            if body is not None:
                await self._answer(scope, body, receive, send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body, or None where the caller went away; raises TooLarge."""
        limit = self.settings.max_body
        announced = RequestHeaders(scope=scope).get("content-length", "0")
        if int(announced) > limit:  # a number: h11 has seen to it
            raise TooLarge
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > limit:
                raise TooLarge
            more = message.get("more_body", False)
        return bytes(body)

    async def _answer(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """Run the application, until it has answered or the caller has gone."""
        unread = [body]
        started = ended = False

        async def receive_again() -> Message:
            if unread:
                return {"type": "http.request", "body": unread.pop(), "more_body": False}
            return await receive()

        async def send_noting(message: Message) -> None:
            nonlocal started, ended
            started = True
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        answering = asyncio.ensure_future(self.app(scope, receive_again, send_noting))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not ended:
                answering.cancel()  # nobody is there to read the answer
            await asyncio.wait({answering})
        finally:
            leaving.cancel()
            answering.cancel()
        if answering.cancelled() or (error := answering.exception()) is None:
            return
        _log_error(error)
        if not started:
            await problem(scope["path"], 500, "internal failure; the log says where")(scope, receive, send)


def _lingering(receive: Receive, send: Send) -> Send:
    """Send an answer, and end it only when the rest of the request has been read and thrown away."""

    async def send_and_linger(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        await send({**message, "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                while (await receive()).get("more_body"):
                    pass
        await send({"type": "http.response.body"})

    return send_and_linger
