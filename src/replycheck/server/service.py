"""What every protocol of the server stands on: checkers by policy, a small pool, bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

from replycheck.checker import Checker
from replycheck.model import AddressForm, Context, Report, Switch
from replycheck.policy import Policy, make_policy
from replycheck.server.settings import Settings

Result = TypeVar("Result")

# Checks of one profile take turns on a lock; the second thread makes checkers and JSON meanwhile.
THREADS = 2
# Policies differ from request to request only in a few ways.
CHECKERS = 16


class TooLong(Exception):
    """A text is longer than the server takes; the message says how long it may be."""


class Overloaded(Exception):
    """As many requests are waiting as the server lets wait."""


class Service:
    """Checks drafts for all protocols.

    ``start`` loads the model in the background; what is asked before it is there waits for it.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ready = False
        self._pending = 0
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="check")
        self._checker = lru_cache(maxsize=CHECKERS)(_make_checker)

    async def start(self) -> None:
        """Load the model and check a draft, so that the first request is as fast as the rest."""
        await self._run(self._warm_up)
        self.ready = True

    def stop(self) -> None:
        """Take no more; what runs is finished."""
        self.ready = False
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def check(
        self,
        draft: str,
        *,
        context: Context | None = None,
        policy: Mapping[str, Any] | None = None,
        timeout_ms: int | None = None,
    ) -> Report:
        """Check a draft.

        policy: fields that override the house policy; ``severities`` only by the names in it
        timeout_ms: what the check may take, waiting included; the server's own bound unless given

        Raises PolicyError; TooLong; Overloaded.
        """
        self._bound(draft, context)
        house = self.policy(policy)

        def run() -> Report:
            return self._checker(house.model_dump_json()).check(draft, context=context)

        return await self._run(run)

    async def switch(self, draft: str, *, to: AddressForm, context: Context | None = None) -> Switch:
        """Turn a draft to the other form of address; raises TooLong or Overloaded."""
        self._bound(draft, context)

        def run() -> Switch:
            return self._checker(self.settings.policy.model_dump_json()).switch(draft, to=to, context=context)

        return await self._run(run)

    def policy(self, overrides: Mapping[str, Any] | None = None) -> Policy:
        """The house policy with what a request overrides; raises PolicyError."""
        given = dict(overrides or {})
        house = self.settings.policy
        if "severities" in given:
            given["severities"] = house.severities | given["severities"]
        return make_policy(house.model_dump() | given)

    def _bound(self, draft: str, context: Context | None) -> None:
        for name, text in (("draft", draft), ("customer", (context and context.customer) or "")):
            if len(text) > self.settings.max_text:
                raise TooLong(f"{name}: {len(text)} code points; this server takes {self.settings.max_text}")

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._pending >= THREADS + self.settings.max_waiting:
            raise Overloaded
        self._pending += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._pending -= 1

    def _warm_up(self) -> None:
        checker = self._checker(self.settings.policy.model_dump_json())
        checker.check("Hei! Lähetä kuva laskustasi.", context=Context(customer="Miksi lasku on väärin?"))


def _make_checker(policy_json: str) -> Checker:
    return Checker(Policy.model_validate_json(policy_json))
