"""``replycheck mcp``: checks as tools of the Model Context Protocol, for assistants that draft replies.

One table of tools: name, input model, output model, function. Arguments are validated here and not by the SDK,
so that a fault names its field and quotes nothing.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import anyio
import mcp_types as types
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from mcp import MCPError, stdio_server
from mcp.server import Server
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from pydantic import BaseModel, Field, ValidationError

from replycheck import __version__
from replycheck.errors import ReplycheckError, place_in_code
from replycheck.explain import RuleInfo, find_rule, rule_list
from replycheck.fixes import changes
from replycheck.model import AddressForm, Context, Finding, Frozen, Offset, Report, Switch, Text, Verdict
from replycheck.policy import Overrides, Policy, nearest, overridden
from replycheck.rules import load_rules

if TYPE_CHECKING:
    from replycheck.checker import Checker

# An assistant waits for an answer of this length, and no draft that a person reads takes longer.
TIMEOUT_MS = 10_000
RULES_URI = "replycheck://rules"
# What a server says of itself stays the same as long as it runs.
FIXED = CacheHint(ttl_ms=3_600_000, scope="public")
INSTRUCTIONS = (
    "replycheck reads Finnish customer-service replies before they are sent. Whenever you have drafted or changed "
    "a reply in Finnish to a customer, call check_reply before you show or send it, with the customer's message "
    "in context.customer. Mend what it finds: fix_reply applies the safe fixes; what remains after it needs other "
    "words, and each finding says why and often gives advice. Nothing leaves the machine, and nothing is stored."
)
READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

log = logging.getLogger(__name__)


class CheckInput(Frozen):
    """A draft, and what is known of its situation."""

    draft: str = Field(description="the reply in Finnish, as it would be sent")
    context: Context = Field(
        default=Context(),
        description="what is known of the conversation; what is left out, the house decides",
    )
    policy: Overrides = Field(
        default=Overrides(), description="what holds otherwise than in the house policy; usually nothing"
    )


class SwitchInput(Frozen):
    """A draft, and the form of address wanted."""

    draft: str = Field(description="the reply in Finnish")
    to: AddressForm = Field(description="formal: te (teitittely); informal: sinä (sinuttelu)")
    context: Context = Field(default=Context(), description="what is known of the conversation")


class RuleInput(Frozen):
    """The rule asked for."""

    rule: str = Field(description="a rule id as in a finding, for instance imperative/bare-order")


class Change(Frozen):
    """``after`` stands where ``draft[start:end]``, which is ``before``, stood."""

    start: Offset
    end: Offset
    before: Text
    after: Text


class Fixed(Frozen):
    """A draft with its safe fixes applied.

    changes: what was changed, in offsets of ``draft``; nothing else differs between ``draft`` and ``fixed``
    remaining: what is still found in ``fixed``, in offsets of it: there other words are needed
    verdict: the verdict on ``fixed``
    incomplete: whether there was no time to check all of it
    """

    draft: Text
    fixed: Text
    changes: tuple[Change, ...]
    remaining: tuple[Finding, ...]
    verdict: Verdict
    incomplete: bool


class RulePage(RuleInfo):
    """A rule with what it says and examples.

    message: with ``{names}`` of what is put in at each finding
    advice: wordings that say the same well
    finds: texts with a fault, which stands between < and >
    lets_pass: similar texts without a fault
    """

    message: str
    advice: tuple[str, ...]
    finds: tuple[str, ...]
    lets_pass: tuple[str, ...]


@dataclass(frozen=True)
class House:
    """The policy and the usual situation of the company, under which every tool works."""

    policy: Policy
    context: Context

    def check(self, asked: CheckInput) -> Report:
        """The tool ``check_reply``."""
        return self._check(self._checker(asked.policy), asked.draft, asked.context)

    def fix(self, asked: CheckInput) -> Fixed:
        """The tool ``fix_reply``."""
        checker = self._checker(asked.policy)
        report = self._check(checker, asked.draft, asked.context)
        after = self._check(checker, report.fixed, asked.context)
        return Fixed(
            draft=report.draft,
            fixed=report.fixed,
            changes=tuple(
                Change(start=start, end=end, before=report.draft[start:end], after=words)
                for start, end, words in changes(report.draft, report.fixed)
            ),
            remaining=after.findings,
            verdict=after.verdict,
            incomplete=report.incomplete or after.incomplete,
        )

    def switch(self, asked: SwitchInput) -> Switch:
        """The tool ``switch_address``."""
        return self._checker(Overrides()).switch(
            asked.draft, to=asked.to, context=self._situation(asked.context)
        )

    def explain(self, asked: RuleInput) -> RulePage:
        """The tool ``explain_rule``."""
        rule = find_rule(load_rules(self.policy.rules), asked.rule)
        info = next(each for each in rule_list(self.policy) if each.id == rule.id)
        return RulePage(
            **info.model_dump(),
            message=rule.message_en if self.policy.messages == "en" else rule.message,
            advice=rule.advice,
            finds=tuple(example.text for example in rule.bad),
            lets_pass=tuple(example.text for example in rule.good),
        )

    def _check(self, checker: Checker, draft: str, context: Context) -> Report:
        return checker.check(draft, context=self._situation(context), timeout_ms=TIMEOUT_MS)

    def _situation(self, given: Context) -> Context:
        named = {name: getattr(given, name) for name in given.model_fields_set}
        return self.context.model_copy(update=named)

    def _checker(self, overrides: Overrides) -> Checker:
        return _checker(overridden(self.policy, overrides.named()).model_dump_json())


@dataclass(frozen=True)
class Tool:
    """A tool: what it takes, what it gives, and what does the work."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    work: Callable[[House, Any], BaseModel]

    def declared(self) -> types.Tool:
        """The tool as the protocol lists it."""
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.takes.model_json_schema(),
            output_schema=self.gives.model_json_schema(mode="serialization"),
            annotations=READ_ONLY,
        )


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "check_reply",
            "Check a reply",
            "Check a Finnish customer-service reply before it is shown or sent. Finds orders to the customer, sinä "
            "where the house says te (or the reverse), blame, brush-offs, promises that cannot be kept, defensive "
            "or hostile tone, a missing greeting, apology or answer to an upset customer. Each finding has its "
            "place, a message, the reason, ready fixes and advice. The verdict is pass, suggest, confirm or stop: "
            "send only after pass or suggest. Not a spelling or grammar checker, and only for Finnish.",
            CheckInput,
            Report,
            House.check,
        ),
        Tool(
            "fix_reply",
            "Mend a reply",
            "Mend a Finnish customer-service reply: apply every fix that is proven to keep its meaning, and say what "
            "was changed and what remains. Use it after check_reply has findings, or instead of it. What is in "
            "remaining has no safe fix: word those places anew yourself, by their message and advice, and check "
            "again.",
            CheckInput,
            Fixed,
            House.fix,
        ),
        Tool(
            "switch_address",
            "Switch between sinä and te",
            "Turn a whole Finnish reply from informal address (sinä) to formal (te), or back: verbs, pronouns, "
            "possessive suffixes and what agrees with them. It is switched as a whole or not at all: where a spot "
            "cannot be proven, text is the draft and refused says where and why; mend that spot yourself and try "
            "again. Use it instead of rewriting the forms by hand.",
            SwitchInput,
            Switch,
            House.switch,
        ),
        Tool(
            "explain_rule",
            "Explain a rule",
            "Explain one rule of replycheck by the id that a finding has: what it is about, the reason and its "
            "source, advice, and examples of what it finds (between < and >) and lets pass. Use it when a "
            "finding's message is not enough to word the place anew.",
            RuleInput,
            RulePage,
            House.explain,
        ),
    )
}


def make_server(house: House) -> Server[Any]:
    """The MCP server of a house; what it runs on is the caller's."""
    one_at_a_time = CapacityLimiter(1)

    async def list_tools(
        ctx: ServerRequestContext[Any], params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[tool.declared() for tool in TOOLS.values()])

    async def call_tool(
        ctx: ServerRequestContext[Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"no tool {params.name!r}{nearest(params.name, TOOLS)}")
        return await run_sync(_call, house, tool, params.arguments or {}, limiter=one_at_a_time)

    async def list_resources(
        ctx: ServerRequestContext[Any], params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        rules = types.Resource(
            uri=RULES_URI,
            name="rules",
            title="The rules",
            description="Every rule with its category, severity, reason and source, and whether the house uses it",
            mime_type="application/json",
        )
        return types.ListResourcesResult(resources=[rules])

    async def read_resource(
        ctx: ServerRequestContext[Any], params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        if str(params.uri) != RULES_URI:
            raise MCPError(types.INVALID_PARAMS, f"no resource of that name; there is {RULES_URI}")
        rows = [info.model_dump(mode="json") for info in await run_sync(rule_list, house.policy)]
        text = json.dumps(rows, ensure_ascii=False, indent=2)
        page = types.TextResourceContents(uri=RULES_URI, mime_type="application/json", text=text)
        return types.ReadResourceResult(contents=[page])

    return Server(
        "replycheck",
        title="replycheck",
        version=__version__,
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": FIXED, "resources/list": FIXED, "resources/read": FIXED},
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def serve(house: House) -> None:
    """Speak MCP on standard input and output until the input ends."""
    server = make_server(house)

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def _call(house: House, tool: Tool, arguments: Mapping[str, Any]) -> types.CallToolResult:
    """Run a tool; whatever goes wrong is a result that says what, in words an assistant can act on."""
    begin = time.monotonic()
    try:
        answer = tool.work(house, tool.takes.model_validate(arguments))
    except ValidationError as error:
        return _refused(tool, "\n".join(_faults(error, tool.takes)))
    except ReplycheckError as error:
        return _refused(tool, str(error))
    except Exception as error:
        log.error("%s failed: %s at %s", tool.name, type(error).__name__, place_in_code(error))
        return _refused(tool, f"{tool.name} failed inside; the log of the server says where")
    log.info("%s: %.0f ms", tool.name, 1000 * (time.monotonic() - begin))
    return types.CallToolResult(
        content=[types.TextContent(text=answer.model_dump_json())],
        structured_content=answer.model_dump(mode="json"),
    )


def _refused(tool: Tool, said: str) -> types.CallToolResult:
    log.info("%s: refused", tool.name)
    return types.CallToolResult(content=[types.TextContent(text=said)], is_error=True)


def _faults(error: ValidationError, takes: type[BaseModel]) -> list[str]:
    """What is wrong with the arguments, a line each: the field and the fault, never the value."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        *above, last = [str(part) for part in fault["loc"]] or ["arguments"]
        name = ".".join([*above, last])
        if fault["type"] == "extra_forbidden":
            lines.append(f"no field {name!r}{nearest(last, _fields(takes, above))}")
        else:
            lines.append(f"{name}: {fault['msg']}")
    return lines


def _fields(model: type[BaseModel], above: list[str]) -> list[str]:
    for name in above:
        model = cast(type[BaseModel], model.model_fields[name].annotation)
    return list(model.model_fields)


@lru_cache(maxsize=8)
def _checker(policy_json: str) -> Checker:
    from replycheck.checker import Checker

    return Checker(Policy.model_validate_json(policy_json))
