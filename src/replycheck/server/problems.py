"""What goes wrong, as RFC 9457 problem details. None of them quotes what was sent: it is personal data."""

from __future__ import annotations

import http

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from replycheck.errors import ReplycheckError
from replycheck.server.service import Overloaded, TooLong


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The response that says what is wrong."""
    body = {"title": http.HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Turn the exceptions of an app into problem details."""

    @app.exception_handler(RequestValidationError)
    async def wrong_request(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = error.errors()
        if any(fault["type"] == "json_invalid" for fault in faults):
            return problem(400, "the body is not JSON")
        lines = (f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in faults)
        return problem(422, "\n".join(lines))

    @app.exception_handler(ReplycheckError)
    async def refused(request: Request, error: ReplycheckError) -> JSONResponse:
        return problem(422, str(error))

    @app.exception_handler(TooLong)
    async def too_long(request: Request, error: TooLong) -> JSONResponse:
        return problem(413, str(error))

    @app.exception_handler(Overloaded)
    async def overloaded(request: Request, error: Overloaded) -> JSONResponse:
        return problem(503, "too many requests are waiting; try again soon", {"Retry-After": "1"})

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail), dict(error.headers or {}))
