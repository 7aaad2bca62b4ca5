"""What this installation consists of, and what it lacks: what ``replycheck doctor`` prints."""

from __future__ import annotations

import importlib.metadata
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from replycheck.errors import ReplycheckError

if TYPE_CHECKING:
    from replycheck.model import Profile

State = Literal["ok", "missing", "optional"]

PACKAGES = ("click", "pydantic", "PyYAML", "spacy", "libvoikko")
MODEL = "spacy-fi-experimental-web-md"
NATIVE = "apt-get install libvoikko1 voikko-fi"
EMBEDDED = "pip install 'replycheck[embedded]'"
DRAFT = "Hei! Kiitos viestistänne."


@dataclass(frozen=True)
class Part:
    """One part of the installation.

    state: ``ok``; ``missing``: replycheck does not work without it; ``optional``: not there, and not needed
    remedy: the command that puts it right, else empty
    """

    name: str
    state: State
    detail: str
    remedy: str = ""


def diagnose() -> Iterator[Part]:
    """Look at every part. Nothing is raised: what is wrong is in the parts."""
    yield _python()
    for name in PACKAGES:
        yield _package(name, "Python package", f"pip install {name}")
    yield _package(MODEL, "Finnish model", f"pip install {MODEL}")
    yield from _morphology()
    yield _rules()
    yield _whole("light")
    yield _whole("full")


def _python() -> Part:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Part("Python", "ok", version)
    return Part(
        "Python", "missing", f"{version}; 3.11, 3.12 or 3.13 is needed", "make demo PYTHON=python3.12"
    )


def _package(name: str, kind: str, remedy: str) -> Part:
    try:
        return Part(kind, "ok", f"{name} {importlib.metadata.version(name)}")
    except importlib.metadata.PackageNotFoundError:
        return Part(kind, "missing", name, remedy)


def _morphology() -> Iterator[Part]:
    try:
        from replycheck.morphology import Morphology, open_morphology
    except ImportError as error:
        yield Part("Morphology", "missing", f"cannot be loaded: {error}", EMBEDDED)
        return
    try:
        used = open_morphology()
    except ReplycheckError:
        yield Part("Morphology", "missing", "no Finnish dictionary", f"{NATIVE}   or   {EMBEDDED}")
        return
    yield Part("Morphology", "ok", f"{used.backend}: {used.version} (in use)")
    other: Literal["native", "embedded"] = "embedded" if used.backend == "native" else "native"
    try:
        yield Part("Morphology", "ok", f"{other}: {Morphology(other).version} (not in use)")
    except ReplycheckError:
        detail = (
            "native: libvoikko, several times faster"
            if other == "native"
            else "embedded: pyvoikko, not needed"
        )
        yield Part("Morphology", "optional", detail, NATIVE if other == "native" else EMBEDDED)


def _rules() -> Part:
    try:
        from replycheck.rules import load_rules
        from replycheck.shipped import shipped_rules_dir

        return Part("Rules", "ok", f"{len(load_rules())} rules in {shipped_rules_dir()}")
    except (ImportError, ReplycheckError, OSError) as error:
        return Part(
            "Rules", "missing", f"cannot be read: {error}", "pip install --force-reinstall replycheck"
        )


def _whole(profile: Profile) -> Part:
    """Check one draft for real: what all the parts are for."""
    name = f"A draft, {profile} profile"
    try:
        from replycheck.checker import Checker

        started = time.perf_counter()
        Checker({"profile": profile}).check(DRAFT)
        return Part(name, "ok", f"checked, in {time.perf_counter() - started:.1f} s from a standing start")
    except (ImportError, ReplycheckError, OSError) as error:
        return Part(name, "missing", f"cannot be checked: {type(error).__name__}: {error}")
