from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from replycheck import check_reply
from replycheck.render import json as rendering
from serving import serving

FAULTY = "Hei! Saimme tilauksesi eilen."


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as url, httpx.Client(base_url=url) as client:
        yield client


def test_a_report_is_that_of_the_command_line(client: httpx.Client) -> None:
    answer = client.post("/v1/check", json={"draft": FAULTY})
    assert answer.status_code == 200
    assert answer.text == rendering.one(check_reply(FAULTY)) + "\n"


def test_a_draft_is_switched(client: httpx.Client) -> None:
    answer = client.post("/v1/switch", json={"draft": "Saitko laskusi?", "to": "formal"})
    assert answer.json()["text"] == "Saitteko laskunne?"
