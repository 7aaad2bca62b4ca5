"""``/v2``: LanguageTool's protocol, for its clients."""

from __future__ import annotations

from fastapi import APIRouter

from replycheck.server.service import Service


def router(service: Service) -> APIRouter:
    """The routes of ``/v2``."""
    return APIRouter(prefix="/v2", tags=["LanguageTool"])
