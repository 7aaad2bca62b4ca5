"""An open document at one version, what holds for it, and the one check that every answer on it comes from."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pygls.workspace import TextDocument

from replycheck import config
from replycheck.errors import PolicyError
from replycheck.marked import check_marked, switch_marked
from replycheck.model import AddressForm, Report, Switch
from replycheck.policy import Policy, nearest
from replycheck.rules import Rule
from replycheck.sources import Format, find_drafts
from replycheck.suppression import Baseline, Known

if TYPE_CHECKING:
    from replycheck.checker import Checker

Result = TypeVar("Result")

# An editor shows what was found in this time, and where the check stopped.
TIMEOUT_MS = 3_000
FORMATS: Mapping[str, Format] = {"markdown": "markdown", "html": "html"}

_NUMBERS = itertools.count()
_SURROGATE = re.compile("[\ud800-\udfff]")

log = logging.getLogger(__name__)


@dataclass
class Wishes:
    """What is wished of every document beside its configuration file.

    given: settings of the editor, by the names that ``replycheck.toml`` has; they go before the file's
    ignored, rules, terms: fingerprints that were let stand, rules that were switched off and names that were
        accepted while this server runs; a rule need not be one of every document
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    ignored: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)

    def settings(self, place: Path | None) -> config.Settings:
        """What holds for a file or in a folder; where there is neither, no configuration file does.

        Raises ConfigError, PolicyError or ContextError.
        """
        given = {key.replace("-", "_"): value for key, value in self.given.items()}
        for key in given.keys() - config.FIELDS:
            raise PolicyError(f"no setting {key!r}{nearest(key, config.FIELDS)}")
        settings = config.load(place, isolated=place is None, given=given)
        policy, names = settings.policy, settings.policy.vocabulary
        wished = {
            "remembered": (*policy.remembered, *sorted(self.ignored)),
            "vocabulary": names.model_copy(update={"accept": (*names.accept, *sorted(self.terms))}),
        }
        return settings.model_copy(update={"policy": policy.model_copy(update=wished)})


@dataclass(frozen=True)
class Checked:
    """What came of a check.

    report: in code points of the document
    settings: what held for it
    rules: those that spoke, by id
    """

    report: Report
    settings: config.Settings
    rules: Mapping[str, Rule]


class Opened:
    """A document at one version and under one set of wishes.

    A change of either makes a new Opened, so that no answer is stale. Checks run in a thread of ``pool``.

    name: names this Opened among all of the process
    version: the editor's number of the version
    place: the file, or the folder of a document that is in no file; None where there is none
    """

    def __init__(
        self,
        document: TextDocument,
        place: Path | None,
        wishes: Wishes,
        pool: ThreadPoolExecutor,
    ) -> None:
        # A lone surrogate has no UTF-8 form; what stands for it here is as long in every unit.
        self.name = str(next(_NUMBERS))
        self.text = _SURROGATE.sub("\ufffd", document.source)
        self.version = document.version
        self.place = place
        self._form: Format = FORMATS.get(document.language_id or "", "text")
        self._wishes = wishes
        self._pool = pool
        self._checking: asyncio.Future[Checked] | None = None

    async def checked(self) -> Checked:
        """The check of this version: one, whoever asks. Raises ReplycheckError where settings do not allow it."""
        if self._checking is None:
            self._checking = self._in_thread(self._check)
        return await asyncio.shield(self._checking)

    async def switched(self, to: AddressForm) -> Switch | None:
        """This version in the other form of address; None where markup is in the way. Raises ReplycheckError."""
        return await self._in_thread(lambda: self._switch(to))

    def _in_thread(self, work: Callable[[], Result]) -> asyncio.Future[Result]:
        return asyncio.get_running_loop().run_in_executor(self._pool, work)

    def _check(self) -> Checked:
        settings, checker = self._house()
        begin = time.monotonic()
        (draft,) = find_drafts(self.text, self._form, "")
        report = check_marked(
            checker,
            draft.marked,
            context=settings.context,
            timeout_ms=TIMEOUT_MS,
            known=self._known(settings),
        )
        took = 1000 * (time.monotonic() - begin)
        log.info("code points: %d, findings: %d, ms: %.0f", len(self.text), len(report.findings), took)
        return Checked(report, settings, {rule.id: rule for rule in checker.rules})

    def _switch(self, to: AddressForm) -> Switch | None:
        settings, checker = self._house()
        (draft,) = find_drafts(self.text, self._form, "")
        return switch_marked(checker, draft.marked, to=to, context=settings.context)

    def _house(self) -> tuple[config.Settings, Checker]:
        """What holds for this document, and its checker, without the rules that were switched off."""
        settings = self._wishes.settings(self.place)
        checker = _checker(settings.policy.model_dump_json())
        off = sorted(rule.id for rule in checker.rules if rule.id in self._wishes.rules)
        if not off:
            return settings, checker
        policy = settings.policy.model_copy(update={"ignore": (*settings.policy.ignore, *off)})
        return settings, _checker(policy.model_dump_json())

    def _known(self, settings: config.Settings) -> Known | None:
        if settings.baseline is None or self.place is None:
            return None
        return Baseline(settings.baseline).known(self.place)


@lru_cache(maxsize=8)
def _checker(policy_json: str) -> Checker:
    from replycheck.checker import Checker

    return Checker(Policy.model_validate_json(policy_json))
