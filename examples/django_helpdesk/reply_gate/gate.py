"""Asking replycheck about a reply: in this process, within a time budget, and never in the way of sending."""

from __future__ import annotations

import functools
import logging

from django.conf import settings
from helpdesk.models import Ticket

from replycheck import Checker, Context, Decision, ReplycheckError, Report, decide

_log = logging.getLogger(__name__)


@functools.cache
def _checker() -> Checker:
    return Checker(settings.REPLY_GATE_POLICY)


def warm_up() -> None:
    """Load the language model and check something, so that the first reply is as quick as the rest."""
    try:
        _checker().check("Hei! Kiitos viestistänne.")
    except ReplycheckError as error:
        _log.error("replies will go out unchecked: %s", error)


def decision_on(draft: str, ticket: Ticket) -> Decision:
    """The decision on a public reply to a ticket. Where replycheck cannot be used at all, the reply goes out."""
    try:
        return decide(_checker(), draft, context=_context(ticket), timeout_ms=settings.REPLY_GATE_TIMEOUT_MS)
    except ReplycheckError as error:  # from making the checker; decide() itself never raises
        _log.error("reply not checked: %s", error)
        return Decision(verdict="pass", checked=False, problem="failure", message="")


def mended(report: Report, fix_id: str) -> str:
    """The draft of a report with one fix made; the draft as it is where the report has no such fix."""
    for finding in report.findings:
        for number, fix in enumerate(finding.fixes):
            if fix_id == f"{finding.rule}:{finding.start}:{number}":
                draft = report.draft
                for edit in reversed(fix.edits):
                    draft = draft[: edit.start] + edit.replacement + draft[edit.end :]
                return draft
    return report.draft


def _context(ticket: Ticket) -> Context:
    public = ticket.followup_set.filter(public=True).exclude(comment="").order_by("date", "pk")
    of_customer = public.exclude(user__is_staff=True)
    latest = of_customer.last()
    return Context(
        customer=latest.comment if latest else ticket.description,
        first_reply=not public.filter(user__is_staff=True).exists(),
        channel="email",
    )
