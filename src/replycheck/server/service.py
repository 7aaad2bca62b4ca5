"""What every protocol of the server stands on: checkers by policy, a small pool, bounds."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

from replycheck import gate
from replycheck.checker import Checker
from replycheck.marked import Marked, check_marked
from replycheck.model import AddressForm, Context, Decision, Report, Switch
from replycheck.policy import Policy, overridden
from replycheck.server.metrics import Metrics
from replycheck.server.settings import MAX_TIMEOUT_MS, Settings

Result = TypeVar("Result")

# Checks of one profile take turns on a lock; the second thread makes checkers and JSON meanwhile.
THREADS = 2
# Policies differ from request to request only in a few ways.
CHECKERS = 16


class TooLong(Exception):
    """A text is longer than the server takes; the message says how long it may be."""


class Overloaded(Exception):
    """The server has more to do than it can do in time."""


class Service:
    """Checks drafts for all protocols.

    ``start`` loads the model in the background; what is asked before it is there waits for it.
    """

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.settings = settings
        self.metrics = metrics
        self.ready = False
        self._loaded = asyncio.Event()
        self._pending = 0
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="check")
        self._checker = lru_cache(maxsize=CHECKERS)(_make_checker)

    async def start(self) -> None:
        """Load the model and check a draft, so that the first request is as fast as the rest.

        Raises RuleError, PolicyError or SetupError.
        """
        await asyncio.get_running_loop().run_in_executor(self._pool, self._warm_up)
        self.ready = True
        self._loaded.set()

    def stop(self) -> None:
        """Take no more; what runs is finished."""
        self.ready = False
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def check(
        self,
        draft: str | Marked,
        *,
        context: Context | None = None,
        policy: Mapping[str, Any] | None = None,
        timeout_ms: float | None = None,
    ) -> Report:
        """Check a draft, or the prose of one with markup.

        context: its fields that were given override the usual situation
        policy: fields that override the house policy; ``severities`` only by the names in it
        timeout_ms: what the check may take, waiting included; the server's own bound unless given

        Raises PolicyError; TooLong; Overloaded.
        """
        marked = draft if isinstance(draft, Marked) else Marked.plain(draft)
        situation = self._situation(marked.source, context)
        asked = self.policy(policy).model_dump_json()

        def run(left_ms: float) -> Report:
            return check_marked(self._checker(asked), marked, context=situation, timeout_ms=left_ms)

        report = await self._in_turn(run, timeout_ms or self.settings.timeout_ms)
        self.metrics.report(report)
        return report

    async def decide(
        self,
        draft: str,
        *,
        context: Context | None = None,
        policy: Mapping[str, Any] | None = None,
        timeout_ms: float | None = None,
    ) -> Decision:
        """The verdict before a reply is sent; where there is no time, to send it. Raises PolicyError; TooLong."""
        situation = self._situation(draft, context)
        house = self.policy(policy)
        asked = house.model_dump_json()

        def run(left_ms: float) -> Decision:
            return gate.decide(self._checker(asked), draft, context=situation, timeout_ms=left_ms)

        try:
            decision = await self._in_turn(run, timeout_ms or gate.TIMEOUT_MS)
        except Overloaded:
            decision = gate.unchecked("time-limit", english=house.messages == "en")
        self.metrics.decision(decision)
        return decision

    async def switch(
        self,
        draft: str,
        *,
        to: AddressForm,
        context: Context | None = None,
        policy: Mapping[str, Any] | None = None,
    ) -> Switch:
        """Turn a draft to the other form of address; raises PolicyError, TooLong or Overloaded."""
        situation = self._situation(draft, context)
        asked = self.policy(policy).model_dump_json()

        def run(left_ms: float) -> Switch:
            return self._checker(asked).switch(draft, to=to, context=situation)

        return await self._in_turn(run, self.settings.timeout_ms)

    def policy(self, overrides: Mapping[str, Any] | None = None) -> Policy:
        """The house policy with what a request overrides; raises PolicyError."""
        return overridden(self.settings.policy, overrides or {})

    def bound(self, name: str, text: str) -> None:
        """Raise TooLong for a text that this server does not take."""
        if len(text) > self.settings.max_text:
            self.metrics.rejected.labels("text").inc()
            raise TooLong(
                f"{name}: {len(text)} code points, of which this server takes {self.settings.max_text}"
            )

    def _situation(self, draft: str, given: Context | None) -> Context:
        """The context that holds for a draft; raises TooLong for a text that this server does not take."""
        named = {} if given is None else {name: getattr(given, name) for name in given.model_fields_set}
        context = self.settings.context.model_copy(update=named)
        self.bound("draft", draft)
        self.bound("customer", context.customer or "")
        return context

    async def _in_turn(self, work: Callable[[float], Result], timeout_ms: float) -> Result:
        """Do the work when its turn comes; it is told how many milliseconds are left to it.

        Raises Overloaded where too many wait already, or the time is over before the turn has come.
        """
        if self._pending >= THREADS + self.settings.max_waiting:
            self.metrics.rejected.labels("queue").inc()
            raise Overloaded
        self._pending += 1
        try:
            return await self._done(work, time.monotonic() + min(timeout_ms, MAX_TIMEOUT_MS) / 1000)
        except TimeoutError:
            self.metrics.rejected.labels("turn").inc()
            raise Overloaded from None
        finally:
            self._pending -= 1

    async def _done(self, work: Callable[[float], Result], deadline: float) -> Result:
        async with asyncio.timeout(deadline - time.monotonic()):
            await self._loaded.wait()
        job = self._pool.submit(lambda: work(1000 * max(0.0, deadline - time.monotonic())))
        answer = asyncio.wrap_future(job)
        try:
            await asyncio.wait({answer}, timeout=deadline - time.monotonic())
            if job.cancel():  # it has not begun
                raise TimeoutError
            return await answer
        finally:
            answer.cancel()  # a job whose caller has gone is not begun

    def _warm_up(self) -> None:
        house = self.settings.policy.model_dump_json()
        context = Context(customer="Miksi laskuni on taas väärin?")
        self._checker(house).check("Hei! Lähetä kuva laskustasi.", context=context)
        self._checker(house).switch("Saitko laskusi?", to="formal")
        # What is there now stays: the collector need not go through it again.
        gc.collect()
        gc.freeze()


def _make_checker(policy_json: str) -> Checker:
    return Checker(Policy.model_validate_json(policy_json))
