"""The MCP server as assistants start it: a process of its own, spoken to by the SDK's client over its pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from jsonschema import Draft202012Validator
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp_types import CallToolResult

from replycheck import Report, Switch, check_reply
from replycheck.fixes import apply
from replycheck.model import Edit
from replycheck.rules import load_rules

pytestmark = pytest.mark.front_end

SERVER = [sys.executable, "-c", "from replycheck.cli import main; main()", "mcp"]
FAULTY = "Hei ääh 😀! Lähetä kuva laskustasi."
MENDED = "Hei ääh 😀! Voisitteko lähettää kuvan laskustanne?"
SECRET = "Salainen Asiakas"


class Assistant:
    """A client of the server, for tests without an event loop."""

    def __init__(self, portal: Any, client: Client) -> None:
        self._portal, self.client = portal, client

    def ask(self, method: str, *args: Any) -> Any:
        return self._portal.call(partial(getattr(self.client, method), *args))

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        return self.ask("call_tool", tool, arguments)

    def get(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The structured result of a call that succeeds."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    def refused(self, tool: str, **arguments: Any) -> str:
        """What a call is told that does not succeed."""
        result = self.call(tool, **arguments)
        assert result.is_error
        assert result.structured_content is None
        return result.content[0].text


@contextmanager
def assisted(*options: str, mode: str = "auto") -> Iterator[Assistant]:
    command, *args = (*SERVER, *options)
    transport = stdio_client(StdioServerParameters(command=command, args=args, env=dict(os.environ)))
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(transport, mode=mode)) as client,
    ):
        yield Assistant(portal, client)


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with assisted() as assistant:
        yield assistant


def test_the_tools_say_that_they_only_read_and_what_goes_in_and_out(assistant: Assistant) -> None:
    assert assistant.client.protocol_version == "2026-07-28"
    assert "check_reply" in assistant.client.instructions
    tools = assistant.ask("list_tools").tools
    assert [tool.name for tool in tools] == ["check_reply", "fix_reply", "switch_address", "explain_rule"]
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.annotations.idempotent_hint
        assert tool.annotations.open_world_hint is False
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        assert tool.input_schema["additionalProperties"] is False


def test_a_client_of_the_protocol_before_is_served_too() -> None:
    with assisted("--profile", "light", mode="legacy") as assistant:
        assert assistant.client.protocol_version == "2025-11-25"
        assert len(assistant.ask("list_tools").tools) == 4
        assert assistant.get("check_reply", draft=FAULTY)["fixed"] == MENDED


def test_a_check_gives_the_report(assistant: Assistant) -> None:
    context = {"customer": "Laskuni on taas väärin!", "first_reply": False, "channel": "email"}
    policy = {"severities": {"address": "error"}, "messages": "en"}
    given = assistant.get("check_reply", draft=FAULTY, context=context, policy=policy)
    assert Report.model_validate(given) == check_reply(FAULTY, context=context, policy=policy)
    assert given["verdict"] == "stop"


def test_any_text_is_a_draft(assistant: Assistant) -> None:
    for draft in ("", "\u2028\x00\ufeff", "Lähetä kuva. " * 200):
        assert assistant.get("check_reply", draft=draft)["draft"] == draft


def test_a_reply_is_mended_and_the_rest_is_named(assistant: Assistant) -> None:
    draft = f"{FAULTY} Valitettavasti emme voi auttaa."
    given = assistant.get("fix_reply", draft=draft)
    assert given["fixed"] == f"{MENDED} Valitettavasti emme voi auttaa."
    edits = [
        Edit(start=each["start"], end=each["end"], replacement=each["after"]) for each in given["changes"]
    ]
    assert apply(draft, edits) == given["fixed"]
    assert [each["before"] for each in given["changes"]] == ["Lähetä", "kuva", "laskustasi."]
    (left,) = given["remaining"]
    assert given["fixed"][left["start"] : left["end"]] == left["text"] == "emme voi auttaa"
    assert given["verdict"] == "confirm"


def test_a_reply_changes_its_form_of_address(assistant: Assistant) -> None:
    given = assistant.get("switch_address", draft="Saitko jo laskusi?", to="formal")
    assert Switch.model_validate(given).text == "Saitteko jo laskunne?"


def test_a_switch_that_cannot_be_proven_is_an_answer_and_no_error(assistant: Assistant) -> None:
    given = assistant.get("switch_address", draft="Mä siirrän sun sähköpostiin.", to="formal")
    assert given["text"] == given["draft"]
    assert given["refused"]


def test_a_rule_is_explained(assistant: Assistant) -> None:
    given = assistant.get("explain_rule", rule="imperative/bare-order")
    assert given["enabled"]
    assert any("<Lähetä>" in text for text in given["finds"])
    assert "VISK" in given["source"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("check_reply", {}, "draft: Field required"),
        ("check_reply", {"draft": 3}, "draft: Input should be a valid string"),
        ("check_reply", {"draft": "", "text": "x"}, "no field 'text'; did you mean 'context'?"),
        (
            "check_reply",
            {"draft": "", "context": {"customr": "x"}},
            "no field 'context.customr'; did you mean 'customer'?",
        ),
        ("fix_reply", {"draft": "", "policy": {"profile": "light"}}, "no field 'policy.profile'"),
        (
            "check_reply",
            {"draft": "", "policy": {"ignore": ["adress"]}},
            "ignore: no rule or category 'adress'; did you mean 'address'?",
        ),
        ("switch_address", {"draft": "", "to": "te"}, "to: Input should be 'formal' or 'informal'"),
        (
            "explain_rule",
            {"rule": "imperative/order"},
            "no rule 'imperative/order'; did you mean 'imperative/bare-order'?",
        ),
    ],
)
def test_a_fault_names_its_field(
    assistant: Assistant, tool: str, arguments: dict[str, Any], said: str
) -> None:
    assert assistant.refused(tool, **arguments) == said


def test_an_unknown_tool_is_a_fault_of_the_protocol(assistant: Assistant) -> None:
    with pytest.raises(MCPError, match="did you mean 'check_reply'"):
        assistant.call("chek_reply")


def test_the_rules_can_be_read(assistant: Assistant) -> None:
    (resource,) = assistant.ask("list_resources").resources
    (page,) = assistant.ask("read_resource", resource.uri).contents
    assert [row["id"] for row in json.loads(page.text)] == [rule.id for rule in load_rules()]
    with pytest.raises(MCPError, match="replycheck://rules"):
        assistant.ask("read_resource", "replycheck://drafts")


def test_the_house_decides_what_a_call_leaves_out(tmp_path: Path) -> None:
    house = tmp_path / "replycheck.toml"
    house.write_text('address = "informal"\nfirst-reply = false\nprofile = "light"\n', encoding="utf-8")
    with assisted("--config", str(house)) as assistant:
        draft = "Laskusi on maksettu."
        assert assistant.get("check_reply", draft=draft)["findings"] == []
        given = assistant.get("check_reply", draft=draft, policy={"address": "formal"})
        assert [finding["rule"] for finding in given["findings"]] == ["address/possessive-2sg"]
        given = assistant.get("check_reply", draft=draft, context={"first_reply": True})
        assert [finding["rule"] for finding in given["findings"]] == ["courtesy/no-courtesy"]


def test_standard_output_has_the_protocol_alone_and_no_log_has_text() -> None:
    first = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    calls = [
        {"name": "check_reply", "arguments": {"draft": f"Hei {SECRET}! Lähetä kuva."}},
        {"name": "check_reply", "arguments": {"draft": [SECRET]}},
        {"name": SECRET, "arguments": {}},
        {"name": "check_reply", "arguments": SECRET},
    ]
    requests = [
        {"id": 0, "method": "initialize", "params": first},
        {"method": "notifications/initialized"},
        *({"id": number, "method": "tools/call", "params": call} for number, call in enumerate(calls, 1)),
        {"id": 5, "method": SECRET},
    ]
    lines = [json.dumps({"jsonrpc": "2.0", **request}) for request in requests]
    lines.insert(2, f"{SECRET} is no JSON")
    answers: dict[int, dict[str, Any]] = {}
    with subprocess.Popen(
        [*SERVER, "--profile", "light"], stdin=PIPE, stdout=PIPE, stderr=PIPE, encoding="utf-8"
    ) as server:
        server.stdin.write("\n".join(lines) + "\n")
        server.stdin.flush()
        while not answers.keys() >= set(range(6)):
            answer = json.loads(server.stdout.readline())
            answers[answer.get("id")] = answer
        server.stdin.close()
        assert not server.stdout.read()
        log = server.stderr.read()
        assert server.wait() == 0
    assert answers[1]["result"]["structuredContent"]["verdict"] == "confirm"
    assert answers[2]["result"]["content"][0]["text"] == "draft: Input should be a valid string"
    assert {number for number, each in answers.items() if "error" in each} >= {3, 4, 5}
    assert "replycheck.mcp: check_reply: " in log
    assert not [word for word in SECRET.split() if word in log]
    assert "Traceback" not in log
