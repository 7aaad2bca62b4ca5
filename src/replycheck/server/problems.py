"""What goes wrong, said as RFC 9457 problem details; LanguageTool's clients are told in plain text, as they expect.

Nothing here quotes what was sent: drafts are personal data, and answers end up in other people's logs.
"""

from __future__ import annotations

import http
import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from replycheck.errors import ContextError, PolicyError
from replycheck.policy import Policy, nearest
from replycheck.server.service import Overloaded, TooLong

# Of more faults in one request the rest tells nothing new.
SHOWN_FAULTS = 10
# What can be meant as the name of a field, and is no piece of a draft.
_NAME = re.compile(r"[A-Za-z_]{1,30}")


class Problem(BaseModel):
    """What is wrong with a request, or with the server (RFC 9457)."""

    title: str
    status: int
    detail: str


def problem(path: str, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response that says what is wrong, in the manner of the protocol that ``path`` belongs to."""
    if path.startswith("/v2/"):
        return PlainTextResponse(f"Error: {detail}", status, headers)
    body = Problem(title=http.HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(body.model_dump(), status, headers, media_type="application/problem+json")


def install(app: FastAPI, fields: Mapping[str, Iterable[str]]) -> None:
    """Turn the exceptions of an app into problem details.

    fields: the fields there are, by the field they stand in (``""``: the body itself)
    """

    @app.exception_handler(RequestValidationError)
    async def wrong_request(request: Request, error: RequestValidationError) -> Response:
        faults = error.errors()
        if any(fault["type"] == "json_invalid" for fault in faults):
            return problem(request.url.path, 400, "the body is not JSON")
        if "json" not in request.headers.get("content-type", "json"):
            return problem(request.url.path, 415, "send the body as application/json")
        lines = [_said(fault, fields) for fault in itertools.islice(faults, SHOWN_FAULTS)]
        return problem(request.url.path, 422, "\n".join(lines))

    @app.exception_handler(PolicyError)
    @app.exception_handler(ContextError)
    async def refused(request: Request, error: Exception) -> Response:
        return problem(request.url.path, 422, str(error))

    @app.exception_handler(TooLong)
    async def too_long(request: Request, error: TooLong) -> Response:
        return problem(request.url.path, 413, str(error))

    @app.exception_handler(Overloaded)
    async def overloaded(request: Request, error: Overloaded) -> Response:
        detail = "too many requests are waiting; try again in a second"
        return problem(request.url.path, 503, detail, {"Retry-After": "1"})

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:  # the framework's only one: a body that is no JSON, nor nearly so
            return problem(request.url.path, 400, "the body is not JSON in UTF-8")
        return problem(request.url.path, error.status_code, str(error.detail), error.headers)


def _said(fault: Mapping[str, Any], fields: Mapping[str, Iterable[str]]) -> str:
    """A fault in a line: where it is, and what is wrong or which field was meant."""
    *above, last = [str(part) for part in fault["loc"][1:]] or ["body"]
    if fault["type"] != "extra_forbidden":
        return f"{'.'.join([*above, last])}: {fault['msg']}"
    inside = ".".join(above)
    if inside == "policy" and last in Policy.model_fields:
        return f"policy.{last} is set on the server, not by a request"
    name = f"field {last!r}" if _NAME.fullmatch(last) else "such field"
    return f"{inside or 'body'}: no {name}{nearest(last, fields.get(inside, ()))}"
