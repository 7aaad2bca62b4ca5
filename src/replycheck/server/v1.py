"""``/v1``: replycheck's own protocol, the Report as JSON."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import Any, Literal

from fastapi import APIRouter, Response, Security
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from replycheck import __version__
from replycheck.explain import RuleInfo, rule_list
from replycheck.model import (
    AddressForm,
    Channel,
    Context,
    Decision,
    Frozen,
    Profile,
    Recipient,
    Report,
    Severity,
    Switch,
)
from replycheck.policy import Overrides, Policy
from replycheck.render import json as rendering
from replycheck.server.problems import Problem
from replycheck.server.service import Service
from replycheck.server.settings import MAX_TIMEOUT_MS

EXAMPLE: JsonDict = {
    "draft": "Hei! Lähetä kuva laskustasi.",
    "context": {"customer": "Laskuni on taas väärin!", "first_reply": True, "channel": "chat"},
    "policy": {"address": "formal", "ignore": ["courtesy"]},
}


def _problem(status: int, when: str, detail: str) -> dict[int | str, dict[str, Any]]:
    """A problem as the manual shows it."""
    example = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail).model_dump()
    content = {"schema": Problem.model_json_schema(), "example": example}
    return {status: {"description": when, "content": {"application/problem+json": content}}}


NO_TOKEN = _problem(
    401,
    "No token, or a wrong one, where the server asks for one",
    "Authorization: Bearer TOKEN is asked for here",
)
PROBLEMS = {
    **_problem(400, "The body is not JSON in UTF-8", "the body is not JSON"),
    **NO_TOKEN,
    **_problem(408, "The body did not arrive in time", "the body did not arrive within 30 seconds"),
    **_problem(
        413,
        "The body or a text is too long; /v1/about says how long they may be",
        "draft: 20001 code points, of which this server takes 20000",
    ),
    **_problem(415, "The body is not said to be JSON", "send the body as application/json"),
    **_problem(
        422,
        "A field is unknown or has a wrong value",
        "policy: no field 'adress'; did you mean 'address'?",
    ),
}
OVERLOADED = _problem(
    503,
    "Too many requests are waiting; Retry-After says when to come again",
    "too many requests are waiting; try again in a second",
)


class CheckRequest(Frozen):
    """A draft to check, and what is known of its situation."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    draft: str
    context: Context = Context()
    policy: Overrides = Overrides()
    timeout_ms: int | None = Field(
        default=None, ge=1, le=MAX_TIMEOUT_MS, description="milliseconds the check may take, waiting included"
    )


class SwitchRequest(Frozen):
    """A draft to turn to the other form of address."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"draft": "Saitko jo laskusi?", "to": "formal"}]}
    )

    draft: str
    to: AddressForm
    context: Context = Context()
    policy: Overrides = Overrides()


class HousePolicy(BaseModel):
    """The policy that holds where a request says nothing else."""

    address: Literal["formal", "informal", "consistent", "mirror"]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    enable: tuple[str, ...]
    severities: dict[str, Severity]
    messages: Literal["fi", "en"]
    profile: Profile


class UsualSituation(BaseModel):
    """The situation that holds where a request says nothing else."""

    channel: Channel
    recipient: Recipient
    first_reply: bool


class Limits(BaseModel):
    """The bounds of the server: texts in code points, bodies in bytes, times in milliseconds."""

    max_text: int
    max_body: int
    timeout_ms: int
    max_timeout_ms: int


class About(BaseModel):
    """What this server is."""

    version: str
    policy: HousePolicy
    context: UsualSituation
    limits: Limits


# For the page of the protocol alone: who may call is decided before a request comes here.
TOKEN = HTTPBearer(auto_error=False, description="the token that the server was started with")
# The fields there are, by the field they stand in: so that an unknown one is answered with the nearest.
FIELDS = {
    "": {*CheckRequest.model_fields, *SwitchRequest.model_fields},
    "context": set(Context.model_fields),
    "policy": set(Overrides.model_fields),
}


def router(service: Service) -> APIRouter:
    """The routes of ``/v1``."""
    asked = [Security(TOKEN)] if service.settings.token else []
    routes = APIRouter(prefix="/v1", tags=["replycheck"], dependencies=asked)

    @routes.post("/check", response_model=Report, responses=PROBLEMS | OVERLOADED)
    async def check(request: CheckRequest) -> Response:
        """Check a draft before it is sent.

        The report is the one that `replycheck check --format json` prints. Offsets are code points. Where the
        time is over before the end, `incomplete` is true and `skipped` says what was not checked.
        """
        report = await service.check(
            request.draft,
            context=request.context,
            policy=request.policy.named(),
            timeout_ms=request.timeout_ms,
        )
        return _json(rendering.one(report))

    @routes.post("/decide", response_model=Decision, responses=PROBLEMS)
    async def decide(request: CheckRequest) -> Response:
        """Decide whether a reply is sent: `pass`, `suggest`, `confirm` or `stop`.

        The answer comes within `timeout_ms`, 500 unless given. Where there was no time or the check failed, the
        decision is to send, and `checked` is false.
        """
        decision = await service.decide(
            request.draft,
            context=request.context,
            policy=request.policy.named(),
            timeout_ms=request.timeout_ms,
        )
        return _json(decision.model_dump_json(indent=2))

    @routes.post("/switch", response_model=Switch, responses=PROBLEMS | OVERLOADED)
    async def switch(request: SwitchRequest) -> Response:
        """Turn a whole draft from *sinä* to *te*, or back: all of it, or nothing."""
        result = await service.switch(
            request.draft, to=request.to, context=request.context, policy=request.policy.named()
        )
        return _json(result.model_dump_json(indent=2))

    @routes.get("/rules", responses=NO_TOKEN)
    def rules() -> tuple[RuleInfo, ...]:
        """The rules of this server, those included that are off."""
        return _listed(service.settings.policy.model_dump_json())

    @routes.get("/about", responses=NO_TOKEN)
    async def about() -> About:
        """The version, the house policy, the usual situation and the bounds of this server."""
        settings = service.settings
        return About(
            version=__version__,
            policy=HousePolicy(**{name: getattr(settings.policy, name) for name in HousePolicy.model_fields}),
            context=UsualSituation(
                **{name: getattr(settings.context, name) for name in UsualSituation.model_fields}
            ),
            limits=Limits(
                max_text=settings.max_text,
                max_body=settings.max_body,
                timeout_ms=settings.timeout_ms,
                max_timeout_ms=MAX_TIMEOUT_MS,
            ),
        )

    return routes


@lru_cache(maxsize=1)
def _listed(policy_json: str) -> tuple[RuleInfo, ...]:
    return rule_list(Policy.model_validate_json(policy_json))


def _json(text: str) -> Response:
    """A body that is byte for byte what the command line prints."""
    return Response(text + "\n", media_type="application/json", headers={"Cache-Control": "no-store"})
