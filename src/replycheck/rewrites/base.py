"""What every rewrite is made of: edits on the analysed text, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from replycheck.analysis import Analysed
from replycheck.matching import Match, Situation
from replycheck.model import Applicability, Edit


class Rewrite(NamedTuple):
    """Edits in code points of ``Analysed.text``; all of them, or none."""

    edits: tuple[Edit, ...]
    title: str
    applicability: Applicability = "safe"
    safety_note: str | None = None


RewriteFunction = Callable[[Match, Analysed, Situation], list[Rewrite]]


def replace_token(analysed: Analysed, index: int, word: str) -> Edit:
    """Put ``word`` in place of a token."""
    token = analysed.doc[index]
    return Edit(start=token.idx, end=token.idx + len(token.text), replacement=word)


def matching_case(word: str, model: str) -> str:
    """``word`` with a capital where ``model`` begins with one."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
