"""What every rewrite is made of: edits on the analysed text, how they read, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from replycheck.analysis import Analysed
from replycheck.matching import Match, Situation
from replycheck.model import Applicability, Edit


class Remark(NamedTuple):
    """A sentence for the writer, in both languages of messages."""

    fi: str
    en: str


class Rewrite(NamedTuple):
    """Edits in code points of ``Analysed.text``; all of them, or none.

    note: how the result reads, among several rewrites of one sentence
    safety_note: why it is not applied by itself
    """

    edits: tuple[Edit, ...]
    title: str
    applicability: Applicability = "safe"
    safety_note: Remark | None = None
    note: Remark | None = None


RewriteFunction = Callable[[Match, Analysed, Situation], list[Rewrite]]


def replace_token(analysed: Analysed, index: int, word: str) -> Edit:
    """Put ``word`` in place of a token."""
    return replace_tokens(analysed, index, index + 1, word)


def replace_tokens(analysed: Analysed, first: int, last: int, text: str) -> Edit:
    """Put ``text`` in place of the tokens from ``first`` up to ``last``."""
    start, end = analysed.text_span(first, last)
    return Edit(start=start, end=end, replacement=text)


def matching_case(word: str, model: str) -> str:
    """``word`` with a capital where ``model`` begins with one."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def ordered(edits: list[Edit]) -> tuple[Edit, ...]:
    """Edits in order of place, each once."""
    return tuple(sorted(set(edits), key=lambda edit: (edit.start, edit.end)))
