"""The HTTP application: the protocols, the web page, and what stands around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send

from replycheck import __version__
from replycheck.server import guard, languagetool, manual, problems, v1
from replycheck.server.metrics import Metrics
from replycheck.server.service import Service
from replycheck.server.settings import Settings

WEB = Path(__file__).parent.parent / "web"

_files = StaticFiles(directory=WEB, html=True)


def create_app(
    settings: Settings | None = None, *, on_failure: Callable[[Exception], None] | None = None
) -> FastAPI:
    """The application of one server; its model is loaded when the application starts.

    on_failure: told what kept the model from being loaded
    """
    settings = settings or Settings()
    metrics = Metrics()
    service = Service(settings, metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(guard.log_failure)
        loading = asyncio.create_task(_load(service, on_failure))
        yield
        loading.cancel()
        service.stop()

    app = FastAPI(
        title="replycheck",
        version=__version__,
        description="Reads Finnish customer-service drafts before they are sent.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # What the framework would hand to OpenTelemetry holds bodies.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    problems.install(app, v1.FIELDS)
    app.include_router(v1.router(service))
    app.include_router(languagetool.router(service))
    app.include_router(manual.router())

    @app.get("/health", include_in_schema=False)
    async def health() -> dict[str, bool]:
        return {"alive": True}

    @app.get("/ready", include_in_schema=False)
    async def ready() -> JSONResponse:
        return JSONResponse({"ready": service.ready}, 200 if service.ready else 503)

    @app.get("/metrics", include_in_schema=False)
    async def metrics_page() -> Response:
        return Response(metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")

    app.mount("/docs/files", manual.files())
    # Not mounted at "/": a mount there would answer 404 where a wrong method deserves its 405.
    app.router.default = _page
    _surround(app, settings, metrics)
    return app


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    """The files of the web page; nothing else is there."""
    if scope["method"] not in ("GET", "HEAD"):
        raise HTTPException(404)
    await _files(scope, receive, send)


async def _load(service: Service, on_failure: Callable[[Exception], None] | None) -> None:
    try:
        await service.start()
    except Exception as error:
        if on_failure is None:
            raise
        on_failure(error)


def _surround(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """Put the layers around the application; the one that is added last stands outermost."""
    known = {*app.openapi()["paths"], "/health", "/ready", "/metrics", "/docs", "/openapi.json"}

    def name_of(path: str, status: int) -> str:
        if path in known:
            return path
        return "page" if status < 400 else "other"

    app.add_middleware(guard.Guard, settings=settings, metrics=metrics)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type"),
            allow_private_network=True,
            expose_headers=("Retry-After",),
        )
    app.add_middleware(guard.Headers, headers=_headers(settings))
    app.add_middleware(guard.Watch, metrics=metrics, name_of=name_of)


def _headers(settings: Settings) -> dict[str, str]:
    """What browsers are told of the page: nothing but its own files and server, no script between the lines.

    Who may call the server from a page may show the page in a frame, too.
    """
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(("'self'", *settings.origins)),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
