"""What ``check`` knows of findings that do not count, and what it has to say of them afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from replycheck.cli.files import STDIN

if TYPE_CHECKING:
    from replycheck.cli.check import Source
    from replycheck.config import Settings
    from replycheck.model import Finding, Report
    from replycheck.suppression import Recorded, Remembered


class Ledger:
    """The baseline and the ignored findings of one run.

    baseline: the one that findings are compared with, None where there is none
    reasons: why findings were ignored, by fingerprint
    """

    def __init__(self, settings: Settings, new_baseline: Path | None) -> None:
        """Read the files that the settings name, but for a baseline that is taken anew; raises ConfigError."""
        from replycheck.suppression import Baseline, read_ignored

        self.baseline = Baseline(settings.baseline) if settings.baseline and not new_baseline else None
        self._new_baseline = new_baseline
        self._ignored_file = settings.ignored
        self._ignored = read_ignored(settings.ignored) if settings.ignored else ()
        self.reasons = {each.fingerprint: each.reason for each in self._ignored}
        # Where nothing is suppressed or recorded there is nothing to say afterwards, and no finding is kept.
        self._keeps = bool(self.baseline or new_baseline or self._ignored_file or settings.policy.remembered)
        self._found: dict[Path, list[Finding]] = {}
        self._renamed = 0

    def informed(self, source: Source) -> Source:
        """A file whose drafts carry what the baseline knows of them."""
        if self.baseline is None or source.name == STDIN:
            return source
        known = self.baseline.known(Path(source.name))
        return replace(source, drafts=[replace(draft, known=known) for draft in source.drafts])

    def noted(self, sources: Iterable[Source], reports: Iterable[Report]) -> Iterator[Report]:
        """The same reports; their findings are kept for ``close``, where it needs them."""
        if not self._keeps:
            yield from reports
            return
        every = iter(reports)
        for source in sources:
            found: list[Finding] = []
            if source.name != STDIN:
                self._found[Path(source.name)] = found
            for report in islice(every, len(source.drafts)):
                found += report.findings
                yield report

    def mended(self, reports: Iterable[Report]) -> None:
        """Take note of the reports on mended drafts: of suppressed findings whose sentence is another now."""
        names = {finding.fingerprint for findings in self._found.values() for finding in findings}
        self._renamed = sum(
            finding.suppressed is not None and finding.fingerprint not in names
            for report in reports
            for finding in report.findings
        )

    def close(self) -> Iterator[str]:
        """Write the new baseline where one is taken; lines on what was written, and on what is out of date."""
        from replycheck.suppression import unused, write_baseline

        if self._new_baseline is not None:
            count = write_baseline(self._new_baseline, self._found.items())
            yield f"{self._new_baseline}: {_counted(count)} recorded"
        if self._renamed:
            yield (
                f"{_counted(self._renamed)} suppressed in sentences that have been mended: "
                "ignore them anew, or take the baseline anew"
            )
        if self.baseline is not None and (gone := self.baseline.unused()):
            yield f"{self.baseline.file}: no longer there: {_named(gone)}; --write-baseline takes it anew"
        if self._ignored_file and (left := unused(self._ignored, self._ignored_file, self._found)):
            yield f"{self._ignored_file}: no longer there: {_named(left)}; these entries can go"


def _named(entries: Iterable[Remembered | Recorded]) -> str:
    return ", ".join(f"{each.rule} in {each.path}" for each in entries)


def _counted(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"
