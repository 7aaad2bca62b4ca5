"""The HTTP application: the protocols, the web page, and what stands around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from replycheck import __version__
from replycheck.server import languagetool, problems, v1
from replycheck.server.service import Service
from replycheck.server.settings import Settings

WEB = Path(__file__).parent.parent / "web"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application of one server; its model is loaded when the application starts."""
    service = Service(settings or Settings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        starting = asyncio.create_task(service.start())
        yield
        starting.cancel()
        service.stop()

    app = FastAPI(
        title="replycheck",
        version=__version__,
        description="Reads Finnish customer-service drafts before they are sent.",
        lifespan=lifespan,
    )
    problems.install(app)
    app.include_router(v1.router(service))
    app.include_router(languagetool.router(service))

    @app.get("/health", include_in_schema=False)
    async def health() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/ready", include_in_schema=False)
    async def ready() -> JSONResponse:
        return JSONResponse({"ready": service.ready}, 200 if service.ready else 503)

    app.mount("/", StaticFiles(directory=WEB, html=True))
    return app
