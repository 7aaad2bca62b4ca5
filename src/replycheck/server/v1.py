"""``/v1``: replycheck's own protocol, the Report as JSON."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from replycheck import __version__
from replycheck.model import AddressForm, Category, Context, Frozen, Report, Severity, Switch
from replycheck.render import json as rendering
from replycheck.rules import load_rules
from replycheck.server.service import Service


class Overrides(Frozen):
    """What a request may say otherwise than the house policy; what it leaves out stays as the house has it."""

    address: Literal["formal", "informal", "consistent", "mirror"] | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    enable: tuple[str, ...] | None = None
    severities: dict[str, Severity] | None = None
    messages: Literal["fi", "en"] | None = None

    def named(self) -> dict[str, Any]:
        """The fields that were given."""
        return {name: value for name, value in self if value is not None}


class CheckRequest(Frozen):
    """A draft to check."""

    draft: str
    context: Context = Context()
    policy: Overrides = Overrides()
    timeout_ms: int | None = Field(default=None, ge=1)


class SwitchRequest(Frozen):
    """A draft to turn to the other form of address."""

    draft: str
    to: AddressForm
    context: Context = Context()


class RuleInfo(Frozen):
    """A rule, and whether it speaks under the house policy."""

    id: str
    category: Category
    severity: Severity
    title: str
    why: str
    source: str
    enabled: bool


def router(service: Service) -> APIRouter:
    """The routes of ``/v1``."""
    routes = APIRouter(prefix="/v1", tags=["replycheck"])

    @routes.post("/check", response_model=Report)
    async def check(request: CheckRequest) -> Response:
        """Check a draft before it is sent."""
        report = await service.check(
            request.draft,
            context=request.context,
            policy=request.policy.named(),
            timeout_ms=request.timeout_ms,
        )
        return _json(rendering.one(report))

    @routes.post("/switch", response_model=Switch)
    async def switch(request: SwitchRequest) -> Response:
        """Turn a whole draft from *sinä* to *te*, or back: all of it, or nothing."""
        result = await service.switch(request.draft, to=request.to, context=request.context)
        return _json(result.model_dump_json(indent=2))

    @routes.get("/rules")
    def rules() -> list[RuleInfo]:
        """The rules of this server."""
        return [
            RuleInfo(
                id=rule.id,
                category=rule.category,
                severity=rule.severity,
                title=rule.title,
                why=rule.why,
                source=rule.source,
                enabled=rule.enabled,
            )
            for rule in load_rules(service.settings.policy.rules)
        ]

    @routes.get("/about")
    def about() -> dict[str, Any]:
        """The version, the house policy and the bounds of this server."""
        settings = service.settings
        shown = ("address", "select", "ignore", "enable", "severities", "messages", "profile")
        bounds = ("max_text", "max_body", "timeout_ms", "max_timeout_ms")
        return {
            "version": __version__,
            "policy": {name: getattr(settings.policy, name) for name in shown},
            "limits": {name: getattr(settings, name) for name in bounds},
        }

    return routes


def _json(text: str) -> Response:
    """A body that is byte for byte what the command line prints."""
    return Response(text + "\n", media_type="application/json")
