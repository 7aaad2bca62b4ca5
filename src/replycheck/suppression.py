"""Which findings do not count: those a person has let stand, and those that were there before.

A finding is known by its fingerprint, or by its place where the draft has been changed since. Files hold
fingerprints, never the text of a draft.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from replycheck import fixes
from replycheck.errors import ConfigError
from replycheck.model import Edit, Finding, Frozen, Suppression

LENGTH = 16  # hex digits: of a million findings two are alike by chance once in 37 million


def fingerprint(rule: str, sentence: str) -> str:
    """The name of a rule's finding in a sentence: white space, capitals and composition of letters aside."""
    folded = " ".join(unicodedata.normalize("NFC", sentence.casefold()).split())
    raw = f"{rule}\n{folded}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:LENGTH]


@dataclass(frozen=True)
class Known:
    """What is known of a draft's findings before it is checked.

    baseline: how often each fingerprint was there when the baseline was taken. A finding that is marked takes
        one away, so that drafts of one file can share the counts
    findings: suppressed findings in offsets of this draft, from a check of the draft before it was changed
    """

    baseline: Counter[str] = field(default_factory=Counter)
    findings: tuple[Finding, ...] = ()

    def mark(self, finding: Finding) -> Suppression | None:
        """Why a finding does not count; None where nothing is known of it."""
        for each in self.findings:
            if each.rule == finding.rule and _meet(each, finding):
                return each.suppressed
        if self.baseline[finding.fingerprint] > 0:
            self.baseline[finding.fingerprint] -= 1
            return "baseline"
        return None


def carried(findings: Iterable[Finding], edits: Sequence[Edit]) -> Known:
    """What is known of a draft after ``edits`` (sorted, disjoint), which had these findings before them."""
    return placed(findings, lambda start, end: fixes.moved(start, end, edits))


def placed(findings: Iterable[Finding], place: Callable[[int, int], tuple[int, int]]) -> Known:
    """What is known of a draft in which these findings stand elsewhere: ``place`` says where."""
    kept = []
    for finding in findings:
        if finding.suppressed and finding.start is not None and finding.end is not None:
            start, end = place(finding.start, finding.end)
            kept.append(finding.model_copy(update={"start": start, "end": end}))
        elif finding.suppressed:
            kept.append(finding)
    return Known(findings=tuple(kept))


def _meet(one: Finding, other: Finding) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return one.start is other.start
    return one.start < other.end and other.start < one.end


# --------------------------------------------------------------------------------------------- files


class Remembered(Frozen):
    """A finding that a person has let stand.

    path: where it stood then, from the folder of the file; None where the draft was in no file
    """

    rule: str
    fingerprint: str
    reason: str
    path: str | None = None


class Recorded(Frozen):
    """Findings that were there when a baseline was taken: ``count`` equal ones in one file."""

    path: str
    rule: str
    fingerprint: str
    count: int = Field(ge=1)


class IgnoredFile(Frozen):
    """What ``replycheck ignore`` writes."""

    ignored: tuple[Remembered, ...] = ()


class BaselineFile(Frozen):
    """What ``replycheck check --write-baseline`` writes."""

    baseline: tuple[Recorded, ...] = ()


Contents = TypeVar("Contents", IgnoredFile, BaselineFile)


def read_ignored(file: Path) -> tuple[Remembered, ...]:
    """The findings that a file remembers; none where there is no such file. Raises ConfigError."""
    return _read(file, IgnoredFile).ignored if file.exists() else ()


def remember(file: Path, findings: Iterable[Finding], reason: str, path: Path | None = None) -> list[Finding]:
    """Add findings to a file of ignored ones, which is made where there is none; those that it had not yet.

    path: where their draft is. Raises ConfigError where the file cannot be read or written.
    """
    before = read_ignored(file)
    known = {each.fingerprint for each in before}
    new = {each.fingerprint: each for each in findings if each.fingerprint not in known}
    place = None if path is None else relative(path, file)
    entries = [
        Remembered(rule=each.rule, fingerprint=each.fingerprint, reason=reason, path=place)
        for each in new.values()
    ]
    if entries:
        _write(file, IgnoredFile(ignored=(*before, *entries)))
    return list(new.values())


def unused(
    entries: Iterable[Remembered], file: Path, found: Mapping[Path, Iterable[Finding]]
) -> list[Remembered]:
    """Entries of a file of ignored findings whose draft was among those checked, and has no such finding now."""
    checked = {relative(path, file) for path in found}
    names = {finding.fingerprint for findings in found.values() for finding in findings}
    return [each for each in entries if each.path in checked and each.fingerprint not in names]


class Baseline:
    """A baseline in use: it hands out what is known of each file, and says afterwards what was not found again."""

    def __init__(self, file: Path) -> None:
        """Read a file that ``--write-baseline`` has written; raises ConfigError."""
        self.file = file
        if not file.exists():
            raise ConfigError(f"{file}: there is no such baseline; --write-baseline {file.name} takes it")
        self.entries = _read(file, BaselineFile).baseline
        self._known: dict[str, Known] = {}

    def known(self, path: Path) -> Known:
        """What was there in a file; all its drafts share the counts."""
        name = relative(path, self.file)
        if name not in self._known:
            own = {each.fingerprint: each.count for each in self.entries if each.path == name}
            self._known[name] = Known(baseline=Counter(own))
        return self._known[name]

    def unused(self) -> list[Recorded]:
        """Entries of files that were asked for, of which less was found than they count."""
        return [
            each
            for each in self.entries
            if each.path in self._known and self._known[each.path].baseline[each.fingerprint]
        ]


def write_baseline(file: Path, found: Iterable[tuple[Path, Iterable[Finding]]]) -> int:
    """Record the findings of files; how many there are. What the file says of other files that exist stays.

    Findings that a person has let stand have no part in it. Raises ConfigError.
    """
    checked: dict[str, Counter[tuple[str, str]]] = {}
    for path, findings in found:
        counts = checked.setdefault(relative(path, file), Counter())
        counts.update((each.rule, each.fingerprint) for each in findings if each.suppressed != "ignored")
    before = _read(file, BaselineFile).baseline if file.exists() else ()
    kept = [each for each in before if each.path not in checked and (file.parent / each.path).exists()]
    new = [
        Recorded(path=path, rule=rule, fingerprint=name, count=count)
        for path, counts in checked.items()
        for (rule, name), count in counts.items()
    ]
    entries = sorted((*kept, *new), key=lambda each: (each.path, each.rule, each.fingerprint))
    _write(file, BaselineFile(baseline=tuple(entries)))
    return sum(each.count for each in new)


def relative(path: Path, file: Path) -> str:
    """A path as a file of this module names it: from its own folder, with slashes."""
    return Path(os.path.relpath(path, file.parent)).as_posix()


def _read(file: Path, form: type[Contents]) -> Contents:
    try:
        return form.model_validate_json(file.read_bytes())
    except OSError as error:
        raise ConfigError(f"{file}:1:1: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, fault["loc"]))
        raise ConfigError(f"{file}:1:1: {place + ': ' if place else ''}{fault['msg']}") from None


def _write(file: Path, contents: IgnoredFile | BaselineFile) -> None:
    try:
        file.write_text(contents.model_dump_json(indent=2, exclude_none=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}") from None
