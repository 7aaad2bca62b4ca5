"""The routes of ``/v2``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.routing import APIRoute

from replycheck.model import Context, Report
from replycheck.policy import selected
from replycheck.rules import Rule, load_rules
from replycheck.server.languagetool import request as asking
from replycheck.server.languagetool.answer import CATEGORY_NAMES, SOFTWARE, UNKNOWN, Answer, issue_type
from replycheck.server.languagetool.request import Asked, Refused
from replycheck.server.service import Service
from replycheck.zones import language_of

FINNISH = {"name": "Finnish", "code": "fi-FI"}
LANGUAGES = {"fi": FINNISH, "sv": {"name": "Swedish", "code": "sv"}, "en": {"name": "English", "code": "en"}}
OTHER = {"name": "Unknown", "code": UNKNOWN}
# The user agent of a Python client (language_tool_python), which takes the length of a match as one in code points.
COUNTS_CODE_POINTS = "python-requests/"
# The parameters of a check, for the page that describes the protocol.
_SCHEMAS = {name: {"type": "string", "description": text} for name, text in asking.PARAMETERS.items()}
AS_FORM = {
    "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": _SCHEMAS}}}
}
IN_QUERY = [{"name": name, "in": "query", "schema": schema} for name, schema in _SCHEMAS.items()]


class PlainErrors(APIRoute):
    """A route that says in plain text why it refuses."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the route, with refusals answered."""
        answer = super().get_route_handler()

        async def answer_or_refuse(request: Request) -> Response:
            try:
                return await answer(request)
            except Refused as refusal:
                return PlainTextResponse(f"Error: {refusal}", refusal.status)

        return answer_or_refuse


def router(service: Service) -> APIRouter:
    """The routes of ``/v2``."""
    routes = APIRouter(prefix="/v2", tags=["LanguageTool"], route_class=PlainErrors)

    @routes.get("/check", openapi_extra={"parameters": IN_QUERY})
    @routes.post("/check", openapi_extra={"requestBody": AS_FORM})
    async def check(request: Request) -> Response:
        """Check a text. Parameters that are not named here are passed over."""
        given = await _parameters(request)
        _authorise(service, request, given)
        asked = Asked.of(given)
        answer = await _check(service, asked)
        body = await asyncio.to_thread(
            answer.body,
            whole=asked.whole,
            compact=asked.compact,
            by_code_points=request.headers.get("user-agent", "").startswith(COUNTS_CODE_POINTS),
        )
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    @routes.get("/languages")
    async def languages() -> list[dict[str, str]]:
        """The languages that texts are checked in."""
        return [{"name": FINNISH["name"], "code": "fi", "longCode": FINNISH["code"]}]

    @routes.get("/maxtextlength", response_class=PlainTextResponse)
    async def maxtextlength() -> str:
        """The longest text, in characters."""
        return str(service.settings.max_text)

    @routes.get("/healthcheck", response_class=PlainTextResponse)
    async def healthcheck() -> str:
        """Whether texts can be checked."""
        if not service.ready:
            raise Refused("the Finnish model is being loaded", 503)
        return "OK"

    @routes.get("/info")
    async def info() -> dict[str, Any]:
        """What answers here."""
        return {"software": SOFTWARE}

    @routes.get("/configinfo")
    async def configinfo(request: Request) -> dict[str, Any]:
        """The rules of a language."""
        asking.language(await _parameters(request), auto=False)
        policy = service.settings.policy
        every = await asyncio.to_thread(_rules, policy.rules)
        return {
            "software": SOFTWARE,
            "parameter": {"maxTextLength": service.settings.max_text},
            "rules": _listed(every, {rule.id for rule in selected(every, policy)}),
        }

    @routes.get("/words")
    async def words(request: Request) -> dict[str, list[str]]:
        """The names that the house lets stand; users have no word lists of their own here."""
        given = await _parameters(request)
        _authorise(service, request, given)
        names = sorted(service.settings.policy.vocabulary.accept)
        first, many = asking.page(given)
        return {"words": names[first : first + many]}

    @routes.post("/words/add")
    @routes.post("/words/delete")
    async def change_words(request: Request) -> Response:
        """Refused: the names that are let stand are set on the server."""
        _authorise(service, request, await _parameters(request))
        raise Refused("users have no word lists here; the vocabulary of the house is set on the server", 403)

    return routes


async def _parameters(request: Request) -> dict[str, str]:
    return asking.parameters(request.scope["query_string"], await request.body())


def _authorise(service: Service, request: Request, given: Mapping[str, str]) -> None:
    """Raise Refused unless the token is there: as ``apiKey``, or as /v1 wants it."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else ""
    if not any(map(service.settings.is_token, (given.get("apiKey", ""), bearer))):
        raise Refused("this server asks for its token as 'apiKey' (with any 'username')", 403)


async def _check(service: Service, asked: Asked) -> Answer:
    """Check what is asked for; raises Refused where the time does not do for it."""
    source = asked.marked.source
    service.bound("text", source)
    service.bound("interpretAs", asked.marked.prose)
    house = service.settings.policy
    every = await asyncio.to_thread(_rules, house.rules)
    code, share = language_of(asked.marked.prose)
    detected = LANGUAGES[code] if code else OTHER
    report = Report(draft=source, findings=(), fixed=source, verdict="pass")
    speaking = asked.wish.rules(house, every)
    if speaking and not (asked.auto and (code != "fi" or asked.no_finnish)):
        usual = speaking == sorted(rule.id for rule in selected(every, house))
        policy = {} if usual else {"select": speaking, "ignore": (), "enable": ()}
        context = Context(first_reply=False) if asked.whole is False else None
        report = await service.check(asked.marked, context=context, policy=policy)
    if report.incomplete and not asked.in_part:
        seconds = service.settings.timeout_ms / 1000
        raise Refused(f"the check took longer than {seconds:g} seconds; send a shorter text", 500)
    language = {
        **(detected if asked.auto else FINNISH),
        "detectedLanguage": {**detected, "confidence": round(share, 2), "source": "words"},
    }
    return Answer(asked.marked, report, {rule.id: rule for rule in every}, language)


@lru_cache(maxsize=1)
def _rules(paths: tuple[Path, ...]) -> tuple[Rule, ...]:
    return load_rules(paths)


def _listed(every: Sequence[Rule], speaking: set[str]) -> list[dict[str, str]]:
    return [
        {
            "ruleId": rule.id,
            "description": rule.title,
            "categoryId": rule.category,
            "categoryName": CATEGORY_NAMES[rule.category],
            "locQualityIssueType": issue_type(rule.category),
            **({} if rule.id in speaking else {"isDefaultOff": "yes"}),
            **({"isTextLevelRule": "yes", "minToCheckParagraph": "-1"} if rule.whole_draft else {}),
        }
        for rule in every
    ]
