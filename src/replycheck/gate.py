"""The verdict before a reply is sent: within a time budget, and never in the way because the checker broke."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Any

from replycheck.checker import Checker
from replycheck.errors import place_in_code
from replycheck.model import Context, Decision, Problem, Report

TIMEOUT_MS = 500.0
# The checker is given a little less than its caller waits, so that what it found in time still arrives.
SHARE = 0.8

FI = {
    "pass": "Viestissä ei ole huomautettavaa.",
    "suggest": "Viestin voi lähettää. Siihen on {count} ehdotusta.",
    "suggest-one": "Viestin voi lähettää. Siihen on yksi ehdotus.",
    "confirm": "Viestissä on {count} huomautusta. Tarkista se ennen lähettämistä.",
    "confirm-one": "Viestissä on yksi huomautus. Tarkista se ennen lähettämistä.",
    "stop": "Viesti on korjattava ennen lähettämistä. Siinä on {count} huomautusta.",
    "stop-one": "Viesti on korjattava ennen lähettämistä. Siinä on yksi huomautus.",
    "partly": "Viestin loppua ei ehditty tarkistaa.",
    "time-limit": "Viestiä ei ehditty tarkistaa. Sen voi lähettää tarkistamatta.",
    "failure": "Tarkistus ei onnistunut. Viestin voi lähettää tarkistamatta.",
}
EN = {
    "pass": "Nothing was found in the reply.",
    "suggest": "The reply can be sent. There are {count} suggestions.",
    "suggest-one": "The reply can be sent. There is one suggestion.",
    "confirm": "The reply has {count} findings. Look at them before it is sent.",
    "confirm-one": "The reply has one finding. Look at it before it is sent.",
    "stop": "The reply has to be mended before it is sent. It has {count} findings.",
    "stop-one": "The reply has to be mended before it is sent. It has one finding.",
    "partly": "There was no time to check the end of the reply.",
    "time-limit": "There was no time to check the reply. It can be sent unchecked.",
    "failure": "The check did not work. The reply can be sent unchecked.",
}

_log = logging.getLogger(__name__)


def decide(
    checker: Checker,
    draft: str,
    *,
    context: Context | Mapping[str, Any] | None = None,
    timeout_ms: float = TIMEOUT_MS,
) -> Decision:
    """The verdict on a reply, after ``timeout_ms`` milliseconds at the latest.

    Never raises: where the check fails or is late the decision is to send, and says so. What failed goes to
    the log of this module as the kind of error and its place in the code, without any text of the draft.
    """
    answers: list[Report | Exception] = []

    def check() -> None:
        try:
            answers.append(checker.check(draft, context=context, timeout_ms=timeout_ms * SHARE))
        except Exception as error:
            answers.append(error)

    # A thread of its own, not a pool's: a check that hangs holds up nobody else, and a fork of the process
    # (as web servers do) leaves no pool behind whose threads are gone.
    thread = threading.Thread(target=check, name="replycheck-decide", daemon=True)
    thread.start()
    thread.join(timeout_ms / 1000)
    english = checker.policy.messages == "en"
    answer = answers[0] if answers else None
    if isinstance(answer, Exception):
        _log.error("check failed: %s at %s", type(answer).__name__, place_in_code(answer))
        return unchecked("failure", english=english)
    if answer is None:
        _log.warning("check not over within %.0f ms", timeout_ms)
        return unchecked("time-limit", english=english)
    return decision_of(answer, english=english)


def decision_of(report: Report, *, english: bool = False) -> Decision:
    """The decision that a report gives; ``english``: the language of its message, else Finnish."""
    count = sum(finding.suppressed is None for finding in report.findings)
    words = EN if english else FI
    parts = []
    if count or not report.incomplete:
        parts.append(words[report.verdict if count != 1 else f"{report.verdict}-one"].format(count=count))
    if report.incomplete:
        parts.append(words["partly"])
    return Decision(
        verdict=report.verdict,
        checked=not report.incomplete,
        problem="time-limit" if report.incomplete else None,
        message=" ".join(parts),
        report=report,
    )


def unchecked(problem: Problem, *, english: bool = False) -> Decision:
    """The decision to send a reply that could not be checked, and why it could not."""
    words = EN if english else FI
    return Decision(verdict="pass", checked=False, problem=problem, message=words[problem])
