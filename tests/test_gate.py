"""The verdict before a reply is sent: in time, and open where the check fails."""

from __future__ import annotations

import logging
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replycheck import Checker, Decision, Report, decide
from replycheck.checker import FIRST_PACE

CHECKER = Checker()
FAULTY = "Hei! Saimme tilauksesi eilen."
LONG = "Hei! Saimme tilauksesi eilen. Lähetä kuva laskusta.\n" * 400


@pytest.fixture
def held_lock():
    """Another check is under way all the time."""
    free, taken = threading.Event(), threading.Event()

    def hold() -> None:
        with CHECKER._lock:
            taken.set()
            free.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait()
    yield
    free.set()
    thread.join()


# --- Checker.check(timeout_ms=…) ---


def test_time_enough_gives_the_same_report():
    assert CHECKER.check(FAULTY, timeout_ms=60_000) == CHECKER.check(FAULTY)


def test_of_a_long_draft_whole_sentences_are_checked_and_the_rest_is_named():
    checker = Checker()
    report = checker.check(LONG, timeout_ms=120)
    assert report.incomplete
    rest = report.skipped[-1]
    assert (rest.reason, rest.end) == ("time-limit", len(LONG))
    assert 0 < rest.start <= 120 * FIRST_PACE
    assert LONG[rest.start - 1] in "\n "
    assert report.draft == LONG
    assert report.findings
    assert all(
        finding.end <= rest.start and LONG[finding.start : finding.end] == finding.text
        for finding in report.findings
    )
    assert report.fixed.endswith(LONG[rest.start :])


def test_nothing_is_said_of_a_draft_as_a_whole_that_was_read_in_part():
    whole = CHECKER.check(LONG.replace("Hei! ", ""))
    assert any(finding.start is None for finding in whole.findings)
    part = Checker().check(LONG.replace("Hei! ", ""), timeout_ms=100)
    assert all(finding.start is not None for finding in part.findings)


def test_what_was_not_proven_in_time_is_not_safe():
    checker = Checker()
    checker._pace = 1e9  # a checker that thinks it is fast reads all, and is late for the proof
    report = checker.check(LONG, timeout_ms=1)
    assert report.incomplete
    assert report.fixed == LONG
    fixes = [fix for finding in report.findings for fix in finding.fixes]
    assert fixes
    assert all(fix.applicability != "safe" and fix.safety_note for fix in fixes)


def test_a_checker_learns_its_pace():
    checker = Checker()
    checker._pace = 0.5
    for _ in range(6):
        checker.check(LONG[:400], timeout_ms=5_000)
    assert checker._pace > 0.5


def test_waiting_for_a_turn_counts(held_lock):
    report = CHECKER.check(FAULTY, timeout_ms=50)
    assert report.incomplete
    assert report.draft == report.fixed == FAULTY
    assert [(each.start, each.end, each.reason) for each in report.skipped] == [
        (0, len(FAULTY), "time-limit")
    ]


@given(st.text(max_size=300), st.floats(0, 40) | st.just(float("inf")))
@settings(max_examples=60, deadline=None)
def test_any_limit_gives_a_whole_report(draft, limit):
    report = CHECKER.check(draft, timeout_ms=limit)
    assert report.draft == draft
    assert all(
        draft[each.start : each.end] == each.text for each in report.findings if each.start is not None
    )
    if not report.incomplete:
        assert report == CHECKER.check(draft)


# --- decide ---


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("Hei! Kiitos viestistänne. Tilauksenne on matkalla.", "pass"),
        (FAULTY, "confirm"),
        ("Hei! Olet idiootti.", "stop"),
    ],
)
def test_the_verdict_is_that_of_the_report(draft, verdict):
    decision = decide(CHECKER, draft, timeout_ms=60_000)
    assert decision.verdict == verdict
    assert decision.checked
    assert decision.problem is None
    assert decision.report == CHECKER.check(draft)


def test_the_decision_is_said_in_the_language_of_the_messages():
    assert "huomaut" in decide(CHECKER, FAULTY, timeout_ms=60_000).message
    assert "finding" in decide(Checker({"messages": "en"}), FAULTY, timeout_ms=60_000).message


def test_out_of_time_the_reply_goes_and_the_agent_is_told(held_lock):
    begin = time.monotonic()
    decision = decide(CHECKER, FAULTY, timeout_ms=100)
    assert time.monotonic() - begin < 5
    assert (decision.verdict, decision.checked, decision.problem) == ("pass", False, "time-limit")
    assert "tarkist" in decision.message


def test_what_was_found_in_time_still_counts():
    checker = Checker()
    checker._pace = 0.01  # code points a millisecond: too slow for more than the first lines
    decision = decide(checker, "Hei! Olet idiootti.\n" + LONG, timeout_ms=20_000)
    assert (decision.verdict, decision.checked, decision.problem) == ("stop", False, "time-limit")


def test_a_broken_check_lets_the_reply_go_and_logs_no_text(caplog):
    class Broken(Checker):
        def check(self, draft: str, **_: object) -> Report:
            raise RuntimeError(f"cannot read {draft}")

    with caplog.at_level(logging.DEBUG):
        decision = decide(Broken(), "salasana kissa123")
    assert (decision.verdict, decision.checked, decision.problem) == ("pass", False, "failure")
    assert "RuntimeError" in caplog.text
    assert "kissa123" not in caplog.text


def test_a_wrong_context_is_a_failure_too():
    assert decide(CHECKER, FAULTY, context={"channel": "fax"}).problem == "failure"


def test_a_decision_is_json():
    decision = decide(CHECKER, FAULTY, timeout_ms=60_000)
    assert Decision.model_validate_json(decision.model_dump_json()) == decision
