"""What patterns cannot say: Python checks that a rule names with ``check:``. One file per category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replycheck.analysis import Analysed
from replycheck.checks.agreement import plural_participle, plural_predicative
from replycheck.checks.dismissive import tautology
from replycheck.checks.hostile import masked_profanity, shouting
from replycheck.checks.imperative import allowed_imperative, bare_imperative, prohibition
from replycheck.checks.wording import rejected_word
from replycheck.matching import Check, CheckMatch, Situation


def whole_draft(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """The draft as a whole, for rules whose conditions say all; an empty draft is left alone."""
    if any(token.is_alpha for token in analysed.doc):
        yield CheckMatch(None, None)


CHECKS: Mapping[str, Check] = {
    "allowed-imperative": allowed_imperative,
    "bare-imperative": bare_imperative,
    "masked-profanity": masked_profanity,
    "plural-participle": plural_participle,
    "plural-predicative": plural_predicative,
    "prohibition": prohibition,
    "rejected-word": rejected_word,
    "shouting": shouting,
    "tautology": tautology,
    "whole-draft": whole_draft,
}
