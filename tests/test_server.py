from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import Receive, Scope, Send

from replycheck.cli import cli
from replycheck.model import Context, Decision, Report
from replycheck.policy import Policy
from replycheck.rules import load_rules
from replycheck.server import running
from replycheck.server.guard import Guard
from replycheck.server.metrics import Metrics
from replycheck.server.settings import MAX_TIMEOUT_MS, Settings
from serving import serving

pytestmark = pytest.mark.front_end

FAULTY = "Hei! Saimme tilauksesi eilen."
SENTENCE = "Hei! Kiitos viestistänne, saimme tilauksenne eilen ja käsittelemme sen tällä viikolla. "
LONG = SENTENCE * (20_000 // len(SENTENCE))
SECRET = "Salainen Asiakas"
ORIGIN = "https://desk.example.fi"
TOKEN = "a-token-of-the-tests-only"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def narrow() -> Iterator[httpx.Client]:
    """A server with bounds that are quickly met."""
    with calling(max_body=2_000, max_text=10, body_seconds=0.2) as client:
        yield client


@pytest.fixture(scope="module")
def guarded() -> Iterator[httpx.Client]:
    """A server that asks for a token and goes by the names of this machine, with one origin that may call."""
    hosts = ("localhost", "127.0.0.1", "[::1]")
    with calling(token=TOKEN, hosts=hosts, origins=(ORIGIN,)) as client:
        yield client


@contextmanager
def calling(**settings: Any) -> Iterator[httpx.Client]:
    with serving(**settings) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def counts(client: httpx.Client, name: str) -> dict[str, float]:
    """The values of a count by what it is labelled with, for instance ``/v1/check POST 200``."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        " ".join(text for _, text in sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
        if sample.name == name
    }


def wait_for_in_flight(client: httpx.Client, number: int) -> None:
    """Wait until so many requests are not answered, the one that asks included."""
    for _ in range(1_000):
        time.sleep(0.02)  # a request is counted out a moment after its caller has the answer
        if counts(client, "replycheck_requests_in_flight") == {"": number}:
            return
    raise TimeoutError


# What goes in and out


@pytest.mark.parametrize(
    ("body", "options"),
    [
        ({"draft": FAULTY}, []),
        ({"draft": "😀 Ääh \r\nlähetä kuva laskustasi.\u0000"}, []),
        (
            {"draft": FAULTY, "policy": {"address": "informal", "messages": "en"}},
            "--address informal --messages en",
        ),
        (
            {"draft": FAULTY, "context": {"customer": "Lasku on taas väärin!!", "channel": "email"}},
            ["--customer", "Lasku on taas väärin!!", "--channel", "email"],
        ),
    ],
)
def test_a_report_is_byte_for_byte_that_of_the_command_line(
    client: httpx.Client, body: dict[str, Any], options: list[str] | str
) -> None:
    words = options.split() if isinstance(options, str) else options
    printed = CliRunner().invoke(
        cli, ["check", "--format", "json", *words, "-"], input=body["draft"].encode()
    )
    answer = client.post("/v1/check", json=body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == printed.stdout_bytes


def test_a_draft_is_switched(client: httpx.Client) -> None:
    answer = client.post("/v1/switch", json={"draft": "Saitko laskusi?", "to": "formal"})
    assert answer.json()["text"] == "Saitteko laskunne?"
    body = {"draft": "Kiitos teille kaikille!", "to": "informal", "policy": {"messages": "en"}}
    (refusal,) = client.post("/v1/switch", json=body).json()["refused"]
    assert refusal["message"] == "several people are addressed here"


def test_a_decision_says_what_to_do(client: httpx.Client) -> None:
    answer = client.post("/v1/decide", json={"draft": FAULTY, "policy": {"messages": "en"}})
    decision = Decision.model_validate_json(answer.content)
    assert (decision.verdict, decision.checked) == ("confirm", True)
    assert decision.message == "The reply has one finding. Look at it before it is sent."
    assert decision.report is not None
    assert decision.report.findings[0].rule == "address/possessive-2sg"


def test_a_request_overrides_only_what_it_names() -> None:
    house = Policy(address="informal", ignore=("courtesy",), severities={"hostile": "info"})
    with calling(policy=house, context=Context(channel="email")) as client:
        about = client.get("/v1/about").json()
        assert about["policy"]["address"] == "informal"
        assert about["context"] == {"channel": "email", "recipient": "one", "first_reply": True}
        assert about["limits"]["max_text"] == 20_000

        draft = "Saimme tilauksenne eilen!!!"
        policy = {"severities": {"address": "error"}}
        by_house, asked = (
            client.post("/v1/check", json={"draft": draft, "policy": each}).json()["findings"]
            for each in ({}, policy)
        )
        severities = [{each["category"]: each["severity"] for each in found} for found in (by_house, asked)]
        assert severities == [
            {"address": "warning", "hostile": "info"},
            {"address": "error", "hostile": "info"},
        ]


def test_the_rules_are_listed_as_the_house_has_them() -> None:
    house = Policy(ignore=("courtesy",), severities={"blame": "info"}, messages="en")
    with calling(policy=house) as client:
        listed = {each["id"]: each for each in client.get("/v1/rules").json()}
    assert list(listed) == [rule.id for rule in load_rules()]
    for rule in load_rules():
        assert listed[rule.id]["enabled"] == (rule.enabled and rule.category != "courtesy")
        if rule.category == "blame":
            assert listed[rule.id]["severity"] == "info"
        assert listed[rule.id]["why"] == (rule.why_en or rule.why)


def test_what_is_not_checked_in_time_is_named(client: httpx.Client) -> None:
    answer = client.post("/v1/check", json={"draft": LONG, "timeout_ms": 20})
    report = Report.model_validate_json(answer.content)
    assert report.incomplete
    assert report.skipped[-1].reason == "time-limit"


@pytest.mark.parametrize(
    ("body", "draft"),
    [
        (rb'{"draft": "Hei \ud800!"}', "Hei \ufffd!"),
        (rb'{"draft": "Hei \u0000!"}', "Hei \x00!"),
        (b'\xef\xbb\xbf{"draft": ""}', ""),
        (rb'{"draft": "Hei!", "context": {"customer": "\udfff\u0000"}}', "Hei!"),
    ],
)
def test_any_string_is_a_draft(client: httpx.Client, body: bytes, draft: str) -> None:
    answer = client.post("/v1/check", content=body, headers=JSON)
    assert answer.status_code == 200
    assert answer.json()["draft"] == draft


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b'{"draft": "\xff"}', 400, "the body is not JSON in UTF-8"),
        (b'{"draft": "Hei!"', 400, "the body is not JSON"),
        (b"[" * 200_000, 400, "the body is not JSON in UTF-8"),
        (b'{"draft": "Hei!", "timeout_ms": ' + b"9" * 5000 + b"}", 400, "the body is not JSON in UTF-8"),
        (b"", 422, "body: Field required"),
        (b"[]", 422, "body: Input should be a valid dictionary or object to extract fields from"),
        (b'{"draft": null}', 422, "draft: Input should be a valid string"),
        (b'{"draft": ["Hei!"]}', 422, "draft: Input should be a valid string"),
        (
            b'{"draft": "Hei!", "timeout_ms": 0}',
            422,
            "timeout_ms: Input should be greater than or equal to 1",
        ),
        (b'{"draft": "Hei!", "timeout_ms": NaN}', 422, "timeout_ms: Input should be a finite number"),
        (
            b'{"draft": "Hei!", "timeout_ms": 30001}',
            422,
            f"timeout_ms: Input should be less than or equal to {MAX_TIMEOUT_MS}",
        ),
        (b'{"draft": "Hei!", "Hei hei!": 1}', 422, "body: no such field"),
        (b'{"draft": "Hei!", "contxt": {}}', 422, "body: no field 'contxt'; did you mean 'context'?"),
        (
            b'{"draft": "Hei!", "context": {"first": true}}',
            422,
            "context: no field 'first'; did you mean 'first_reply'?",
        ),
        (
            b'{"draft": "Hei!", "policy": {"adress": "formal"}}',
            422,
            "policy: no field 'adress'; did you mean 'address'?",
        ),
        (
            b'{"draft": "Hei!", "policy": {"select": ["blame/wrong-thin"]}}',
            422,
            "select: no rule or category 'blame/wrong-thin'; did you mean 'blame/wrong-thing'?",
        ),
        (
            b'{"draft": "Hei!", "policy": {"rules": ["/etc/passwd"]}}',
            422,
            "policy.rules is set on the server, not by a request",
        ),
        (
            b'{"draft": "Hei!", "policy": {"tone_model": "/etc/passwd"}}',
            422,
            "policy.tone_model is set on the server, not by a request",
        ),
        (
            b'{"draft": "Hei!", "policy": {"profile": "light"}}',
            422,
            "policy.profile is set on the server, not by a request",
        ),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(
    client: httpx.Client, body: bytes, status: int, detail: str
) -> None:
    answer = client.post("/v1/check", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"title": answer.json()["title"], "status": status, "detail": detail}


def test_of_many_faults_ten_are_told(client: httpx.Client) -> None:
    body = {"draft": "Hei!", **{f"field{number}": 1 for number in range(1000)}}
    assert len(client.post("/v1/check", json=body).json()["detail"].splitlines()) == 10


def test_a_page_elsewhere_cannot_send_a_draft_as_a_form(client: httpx.Client) -> None:
    answer = client.post("/v1/check", content=b'{"draft": "Hei!"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/check", 405),
        ("POST", "/v1/chek", 404),
        ("GET", "/v1/nothing", 404),
        ("GET", "/../app.py", 404),
    ],
)
def test_what_is_not_there(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["status"] == status


# Bounds


def test_a_body_too_long_is_refused_however_it_comes(narrow: httpx.Client) -> None:
    for length in (2_001, 10_000, 3_000_000):
        whole = narrow.post("/v1/check", content=b" " * length, headers=JSON)
        chunked = narrow.post("/v1/check", content=iter([b" " * 1_000] * (length // 1_000 + 1)), headers=JSON)
        assert (whole.status_code, chunked.status_code) == (413, 413)
        assert whole.json()["detail"] == "the body is longer than 2000 bytes"
    short = json.dumps({"draft": "Hei!"}).ljust(2_000).encode()
    assert narrow.post("/v1/check", content=short, headers=JSON).status_code == 200
    assert counts(narrow, "replycheck_rejected_total")["body"] == 6


@pytest.mark.parametrize("field", ["draft", "customer"])
def test_a_text_is_measured_in_code_points(narrow: httpx.Client, field: str) -> None:
    def body(text: str) -> dict[str, Any]:
        return {"draft": text} if field == "draft" else {"draft": "Hei!", "context": {"customer": text}}

    assert narrow.post("/v1/check", json=body("😀" * 10)).status_code == 200
    answer = narrow.post("/v1/check", json=body("😀" * 11))
    assert answer.status_code == 413
    assert answer.json()["detail"] == f"{field}: 11 code points, of which this server takes 10"


def test_a_body_that_does_not_arrive_is_not_waited_for(narrow: httpx.Client) -> None:
    with socket.create_connection((narrow.base_url.host, narrow.base_url.port or 80)) as connection:
        connection.sendall(
            b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b'Content-Length: 100\r\n\r\n{"draft":'
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
    assert counts(narrow, "replycheck_rejected_total")["slow"] == 1


def test_more_than_can_wait_is_told_to_come_again_and_a_decision_lets_send() -> None:
    def check(number: int) -> httpx.Response:
        return httpx.post(f"{client.base_url}/v1/check", json={"draft": LONG}, timeout=60)

    def decide(number: int) -> Decision:
        body = {"draft": LONG, "timeout_ms": 20}
        return Decision.model_validate_json(httpx.post(f"{client.base_url}/v1/decide", json=body).content)

    with calling(max_waiting=0) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(check, range(8)))
        assert {answer.status_code for answer in answers} == {200, 503}
        refused = next(answer for answer in answers if answer.status_code == 503)
        assert refused.headers["retry-after"] == "1"
        assert refused.json()["title"] == "Service Unavailable"

        for decision in pool.map(decide, range(8)):
            assert (decision.checked, decision.problem) == (False, "time-limit")
        assert counts(client, "replycheck_rejected_total")["queue"] > 1


def test_nobody_waits_longer_for_a_turn_than_they_said(client: httpx.Client) -> None:
    def post(timeout_ms: int) -> httpx.Response:
        body = {"draft": LONG, "timeout_ms": timeout_ms}
        return httpx.post(f"{client.base_url}/v1/check", json=body, timeout=60)

    with ThreadPoolExecutor(3) as pool:
        for _ in range(2):
            pool.submit(post, MAX_TIMEOUT_MS)
        wait_for_in_flight(client, 3)
        assert post(10).status_code == 503


def test_what_nobody_waits_for_is_not_checked() -> None:
    body = json.dumps({"draft": LONG}).encode()
    head = (
        f"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    )
    with calling() as client:
        address = (client.base_url.host, client.base_url.port or 80)
        for _ in range(20):
            with socket.create_connection(address) as connection:
                connection.sendall(head.encode() + b"\r\n\r\n" + body)
        assert client.post("/v1/check", json={"draft": "Hei!", "timeout_ms": 30_000}).status_code == 200
        ends: dict[str, float] = {}
        for _ in range(300):
            ends = counts(client, "replycheck_requests_total")
            if sum(ends.get(f"/v1/check POST {status}", 0) for status in (200, 499)) >= 21:
                break
            time.sleep(0.1)
        # A few have begun before their callers left.
        assert ends["/v1/check POST 499"] >= 10


def test_many_callers_at_once_get_their_own_reports(client: httpx.Client) -> None:
    def check(number: int) -> bool:
        draft = f"{FAULTY} Tilausnumero on {number}."
        answer = client.post("/v1/check", json={"draft": draft, "timeout_ms": 30_000})
        report = Report.model_validate_json(answer.content)
        return report.draft == draft and report.fixed == draft.replace("tilauksesi", "tilauksenne")

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(check, range(200)))


def test_an_answer_is_not_held_back_on_a_connection_that_is_kept() -> None:
    """A head that waits to be acknowledged before the body follows costs 40 ms, whatever the machine."""
    with running.listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


# Who may call


def test_a_token_is_asked_for_where_the_server_has_one(guarded: httpx.Client) -> None:
    body = {"draft": FAULTY}
    for given in ("", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer", "Bearer ä"):
        answer = guarded.post("/v1/check", json=body, headers={"Authorization": given.encode()})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
    # Whoever has no token learns nothing of what is behind it.
    assert guarded.post("/v1/check", content=b"{").status_code == 401
    assert guarded.get("/metrics").status_code == 401
    for path in ("/health", "/ready", "/", "/docs", "/openapi.json"):
        assert guarded.get(path).status_code == 200
    assert "HTTPBearer" in guarded.get("/openapi.json").json()["components"]["securitySchemes"]
    for scheme in ("Bearer", "bearer"):
        headers = {"Authorization": f"{scheme} {TOKEN}"}
        assert guarded.post("/v1/check", json=body, headers=headers).status_code == 200
        assert guarded.get("/metrics", headers=headers).status_code == 200


def test_a_server_of_this_machine_goes_by_its_names_only(guarded: httpx.Client) -> None:
    for host in ("localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080"):
        assert guarded.get("/health", headers={"Host": host}).status_code == 200
    for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", "[::1", ""):
        answer = guarded.get("/health", headers={"Host": host})
        assert answer.status_code == 421
        assert "evil" not in answer.text


def test_no_page_of_another_origin_may_call(client: httpx.Client) -> None:
    asking = {"Origin": "https://desk.example.fi", "Access-Control-Request-Method": "POST"}
    preflight = client.options("/v1/check", headers=asking)
    answer = client.post("/v1/check", json={"draft": "Hei!"}, headers=asking)
    for each in (preflight, answer):
        assert "access-control-allow-origin" not in each.headers


def test_pages_of_a_named_origin_may_call(guarded: httpx.Client) -> None:
    asking = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    preflight = guarded.options("/v1/check", headers={"Origin": ORIGIN, **asking})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert {"authorization", "content-type"} <= set(
        preflight.headers["access-control-allow-headers"].lower().split(", ")
    )
    refused = guarded.post("/v1/check", json={"draft": "Hei!"}, headers={"Origin": ORIGIN})
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == ORIGIN
    assert "Origin" in refused.headers["vary"]
    for other in ("https://desk.example.fi.evil.example", "http://desk.example.fi", "null"):
        assert "access-control-allow-origin" not in guarded.get("/health", headers={"Origin": other}).headers
        assert guarded.options("/v1/check", headers={"Origin": other, **asking}).status_code == 400
    assert f"frame-ancestors 'self' {ORIGIN}" in guarded.get("/").headers["content-security-policy"]


def test_a_browser_is_told_to_run_no_script_but_the_page_s_own(client: httpx.Client) -> None:
    headers = client.get("/").headers
    policy = dict(each.split(" ", 1) for each in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["frame-ancestors"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert client.post("/v1/check", json={"draft": "Hei!"}).headers["cache-control"] == "no-store"


def test_the_manual_asks_for_nothing_elsewhere(client: httpx.Client) -> None:
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{client.base_url}/docs")
        page.get_by_text("/v1/decide").wait_for()
        browser.close()
    assert said == []
    assert [url for url in asked if not url.startswith((str(client.base_url), "data:"))] == []


# What is said of it


def test_counts_hold_what_happened_and_no_text() -> None:
    with calling() as client:
        client.post("/v1/check", json={"draft": f"{FAULTY} {SECRET}"})
        client.post("/v1/decide", json={"draft": f"Hei! {SECRET}"})
        client.post(f"/v1/{SECRET}")
        client.request(SECRET.split(maxsplit=1)[0].upper(), "/health")
        page = client.get("/metrics").text
        assert counts(client, "replycheck_verdicts_total") == {"confirm": 1, "pass": 1}
        assert counts(client, "replycheck_findings_total") == {"address/possessive-2sg": 1}
        requests = counts(client, "replycheck_requests_total")
        assert requests["/v1/check POST 200"] == 1
        assert requests["other POST 404"] == 1
        assert requests["/health other 405"] == 1
        assert counts(client, "replycheck_request_seconds_count")["/v1/check"] == 1
        wait_for_in_flight(client, 1)
        assert counts(client, "process_resident_memory_bytes")[""] > 1e8
    assert not [word for word in SECRET.split() if word.lower() in page.lower()]


@pytest.mark.asyncio
async def test_a_failure_inside_is_answered_and_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError(SECRET)

    app = Guard(failing, Settings(), Metrics())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        answer = await client.post("/v1/check", json={"draft": SECRET})
    assert answer.status_code == 500
    assert answer.json()["detail"] == "internal failure; the log says where"
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert caplog.text.count("internal failure: KeyError at test_server.py:") == 1
    assert SECRET not in caplog.text + answer.text


# The process


@contextmanager
def process(*options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``replycheck serve`` on a free port, and its address; what it says goes to its ``stderr``."""
    command = [Path(sys.executable).with_name("replycheck"), "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | environment) as server:
        assert server.stderr is not None
        try:
            found = re.fullmatch(
                r"replycheck: listening on (http://127\.0\.0\.\d:\d+)\n", server.stderr.readline()
            )
            assert found is not None
            yield server, found[1]
        finally:
            server.kill()


def wait_until_ready(url: str) -> list[int]:
    """What ``/ready`` answered until it said yes."""
    statuses = [httpx.get(f"{url}/ready").status_code]
    while statuses[-1] != 200:
        assert len(statuses) < 3_000
        time.sleep(0.01)
        statuses.append(httpx.get(f"{url}/ready").status_code)
    return statuses


def test_a_process_serves_stops_when_told_and_says_nothing_of_drafts() -> None:
    with process(REPLYCHECK_TOKEN=TOKEN) as (server, url):
        assert httpx.get(f"{url}/health").status_code == 200
        early = httpx.post(
            f"{url}/v1/check", json={"draft": FAULTY}, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert early.status_code == 200  # what comes before the model is there waits for it
        assert set(wait_until_ready(url)) <= {503, 200}

        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30) as client:
            _send_secrets(client)
            answers: list[httpx.Response] = []
            running = threading.Thread(
                target=lambda: answers.append(client.post("/v1/check", json={"draft": LONG + SECRET}))
            )
            running.start()
            wait_for_in_flight(client, 2)
            server.send_signal(signal.SIGTERM)
            running.join()
        assert server.wait(timeout=30) == 0
        assert Report.model_validate_json(answers[0].content).draft.endswith(SECRET)
        assert server.stderr is not None
        log = server.stderr.read()
    assert re.search(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ POST /v1/check 200 \d+ ms$", log, re.MULTILINE)
    assert "Traceback" not in log
    assert not [word for word in (*SECRET.split(), TOKEN) if word.lower() in log.lower()]


def _send_secrets(client: httpx.Client) -> None:
    """Requests of every kind that fail, with a secret in each place a caller can put one."""
    first, last = SECRET.split()
    for content in (
        f'{{"draft": "{SECRET}"',
        f'{{"draft": ["{SECRET}"]}}',
        f'{{"{SECRET}": 1, "draft": "x"}}',
        f'{{"draft": "x", "policy": {{"select": ["{SECRET}"]}}}}',
        f'{{"draft": "x", "context": {{"channel": "{SECRET}"}}}}',
        SECRET * 100_000,
        f'{{"draft": "{SECRET * 2_000}"}}',
    ):
        assert client.post("/v1/check", content=content.encode(), headers=JSON).is_client_error
    assert client.post("/v1/check", content=SECRET.encode() + b"\xff", headers=JSON).is_client_error
    assert client.post(f"/v1/{first}?draft={last}").is_client_error
    assert client.get(f"/health?draft={last}", headers={first: last}).is_success
    assert client.request(first.upper(), "/v1/check").is_client_error
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
        connection.sendall(f"{SECRET} {SECRET}\r\n{SECRET}\r\n\r\n".encode())
        connection.recv(1_000)


def test_a_process_that_is_told_to_stop_before_it_is_ready_stops() -> None:
    with process("--host", "127.0.0.2") as (server, url):
        assert httpx.get(f"{url}/health").status_code == 200
        assert httpx.get(f"{url}/health", headers={"Host": "evil.example"}).status_code == 421
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0


def test_a_process_that_cannot_load_its_rules_says_so_and_ends() -> None:
    with process("--select", "blame/nothing") as (server, _):
        assert server.stderr is not None
        log = server.stderr.read()
        assert server.wait() == 2
    assert "replycheck: select: no rule or category 'blame/nothing'" in log
    assert "Traceback" not in log


def test_where_the_extra_is_missing_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "fastapi_offline", None)  # as Python has it for what cannot be imported
    result = CliRunner().invoke(cli, ["serve"])
    assert result.exit_code == 2
    assert result.stderr.endswith("this installs it: pip install 'replycheck[serve]'\n")


@pytest.mark.parametrize(
    ("options", "environment", "said"),
    [
        (["--host", "0.0.0.0"], {}, "other machines can reach 0.0.0.0: give a token with --token-file"),
        (["--host", "::"], {}, "other machines can reach"),
        (["--host", "desk.example.fi"], {}, "other machines can reach"),
        ([], {"REPLYCHECK_TOKEN": "short"}, "the token in REPLYCHECK_TOKEN is not 16 or more letters"),
        ([], {"REPLYCHECK_TOKEN": "long enough, but with spaces"}, "without spaces"),
        (["--allow-origin", "*"], {}, "'*' is no origin"),
        (["--allow-origin", "null"], {}, "'null' is no origin"),
        (["--allow-origin", "https://desk.example.fi/"], {}, "is no origin; one is for instance"),
        (["--host", "192.0.2.1", "--no-token"], {}, "cannot listen on 192.0.2.1, port 8080: "),
    ],
)
def test_what_a_server_is_not_started_with(
    monkeypatch: pytest.MonkeyPatch, options: list[str], environment: dict[str, str], said: str
) -> None:
    monkeypatch.delenv("REPLYCHECK_TOKEN", raising=False)
    result = CliRunner().invoke(cli, ["serve", *options], env=environment)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", "").split())


def test_a_process_takes_its_token_and_its_house_policy_from_files(tmp_path: Path) -> None:
    token, house = tmp_path / "token", tmp_path / "replycheck.toml"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    house.write_text('address = "informal"\nfirst-reply = false\n', encoding="utf-8")
    with process("--token-file", str(token), "--config", str(house), "--profile", "light") as (_, url):
        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30) as client:
            assert client.get("/v1/about").json()["policy"]["profile"] == "light"
            assert client.get("/v1/about").json()["policy"]["address"] == "informal"
            for context, rules in (({}, []), ({"first_reply": True}, ["courtesy/no-courtesy"])):
                answer = client.post("/v1/check", json={"draft": "Laskusi on maksettu.", "context": context})
                assert [finding["rule"] for finding in answer.json()["findings"]] == rules
        assert httpx.get(f"{url}/v1/about").status_code == 401
