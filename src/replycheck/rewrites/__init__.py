"""Fixes: what a rule's ``fix`` says, turned into edits. One file per construction."""

from __future__ import annotations

from collections.abc import Mapping

from replycheck.analysis import Analysed
from replycheck.inflection import inflect
from replycheck.matching import Match, Situation
from replycheck.model import Edit
from replycheck.rewrites.address import agreement, other_address
from replycheck.rewrites.base import Remark, Rewrite, RewriteFunction, matching_case, replace_token
from replycheck.rewrites.blame import our_side
from replycheck.rewrites.courtesy import prepend_greeting
from replycheck.rewrites.imperative import to_question
from replycheck.rewrites.necessity import to_ban, to_request, to_softer
from replycheck.rewrites.wording import other_word
from replycheck.rules import FixSpec

REWRITES: Mapping[str, RewriteFunction] = {
    "agreement": agreement,
    "ban-to-request": to_ban,
    "duty-to-request": to_request,
    "imperative-to-question": to_question,
    "necessity-to-softer": to_softer,
    "other-address": other_address,
    "other-word": other_word,
    "our-side": our_side,
    "prepend-greeting": prepend_greeting,
}

__all__ = ["REWRITES", "Remark", "Rewrite", "by_rule"]


def by_rule(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """The rewrites that a match's rule offers here, best first; none where a form cannot be proven."""
    spec = match.rule.fix
    rewrites = _offered(spec, match, analysed, situation) if spec else []
    text = analysed.text
    return [each for each in rewrites if any(text[e.start : e.end] != e.replacement for e in each.edits)]


def _offered(spec: FixSpec, match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    if spec.rewrite:
        return REWRITES[spec.rewrite](match, analysed, situation)
    edits = _inflected(spec, match, analysed) if spec.inflect else _replaced(spec, match, analysed)
    if not edits:
        return []
    title = spec.title or " … ".join(edit.replacement for edit in edits)
    note = Remark(spec.safety_note, spec.safety_note) if spec.safety_note else None
    return [Rewrite(tuple(edits), title, spec.applicability, note)]


def _inflected(spec: FixSpec, match: Match, analysed: Analysed) -> list[Edit]:
    edits = []
    for capture, features in spec.inflect.items():
        start, end = match.captures.get(capture, match.place)
        for index in range(start, end):
            forms = inflect(analysed.reading(index), word=analysed.doc[index].text, **features)
            if not forms:
                return []
            edits.append(replace_token(analysed, index, forms[0]))
    return edits


def _replaced(spec: FixSpec, match: Match, analysed: Analysed) -> list[Edit]:
    edits = []
    for capture, text in spec.replace.items():
        start, end = analysed.text_span(*match.captures.get(capture, match.place))
        edits.append(Edit(start=start, end=end, replacement=matching_case(text, analysed.text[start:end])))
    return edits
