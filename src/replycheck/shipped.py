"""Where the files lie that come with replycheck and are no code."""

from __future__ import annotations

from pathlib import Path


def shipped_rules_dir() -> Path:
    """The folder of the rules that come with replycheck: in the wheel, or in the source tree."""
    here = Path(__file__).resolve().parent
    inside = here / "rules"
    return inside if inside.is_dir() else here.parents[1] / "rules"
