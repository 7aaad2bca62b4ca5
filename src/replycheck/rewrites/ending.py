"""How a sentence with a request ends: its stop, thanks after it, a statement after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from replycheck.analysis import Analysed
from replycheck.model import Edit
from replycheck.rewrites.base import Remark, replace_token
from replycheck.rewrites.objects import is_statement_verb, opens_subordinate, statement_start

THANKS = frozenset(["kiitos", "kiitti", "kiitoksia"])
DIVIDERS = frozenset([",", "–", "-", ";"])

OTHER_CLAUSE = Remark(
    "Virkkeessä on pyynnön jälkeen toinen päälause: lue virke läpi.",
    "Another main clause follows in the sentence: read it through.",
)
COURTESY_AFTER = Remark(
    "Virkkeessä on jo kohteliaisuus: lue virke läpi.",
    "The sentence has a courtesy already: read it through.",
)


class Ending(NamedTuple):
    """What follows the last request of a sentence. Places are tokens, -1 for none.

    stop: the last token that is no emoji or space
    thanks: a word of thanks that ends the sentence
    divides: the comma or dash before a statement of its own
    joins: the *ja* before such a statement, and the person of its verb
    then: whether *niin* and a statement follow
    plain: whether no clause follows at all
    """

    stop: int
    thanks: int = -1
    divides: int = -1
    joins: int = -1
    person: str = ""
    then: bool = False
    plain: bool = True
    doubt: Remark | None = None

    @property
    def promises(self) -> bool:
        """Whether the statement after *ja* says what the customer gets or does: *ja saatte …*."""
        return self.joins >= 0 and self.person == "2"

    @property
    def open(self) -> bool:
        """Whether anything but subordinate clauses follows the request."""
        return max(self.thanks, self.divides, self.joins) >= 0 or self.doubt is not None


def ending_of(verb: int, last: int, analysed: Analysed, requests: Sequence[int]) -> Ending:
    """Describe what stands between the last request's verb and the end of its sentence.

    requests: every imperative of the sentence, courtesies too
    """
    doc = analysed.doc
    stop = _stop(verb, last, analysed)
    ending = Ending(stop, thanks=_thanks(verb, stop, analysed))
    if any(index > verb for index in requests):
        return ending._replace(doubt=COURTESY_AFTER, plain=False)
    subordinate = False
    for first, end in analysed.clauses:
        if not verb < first < last:
            continue
        verbs = [index for index in range(first, end) if is_statement_verb(analysed.feats(index))]
        if not verbs:
            continue
        start = statement_start(first, end, analysed)
        ending = ending._replace(plain=False)
        opener = next((index for index in range(start, end) if not doc[index].is_punct), start)
        if opens_subordinate(opener, end, analysed):
            subordinate = True
            if doc[opener].lower_ in ("niin", "ni"):
                ending = ending._replace(then=True)
        elif doc[opener].lower_ == "tai":
            if not subordinate:  # *tai muuten perimme sen* is what follows from not doing it
                return ending._replace(doubt=OTHER_CLAUSE)
        elif doc[opener].lower_ in ("ja", "sekä"):
            if not subordinate:
                feats = analysed.feats(verbs[0])
                # A past tense does not follow from a request: *ja tulostin* is the printer.
                doubt = None if feats.get("Tense") == "Pres" else OTHER_CLAUSE
                return ending._replace(joins=opener, person=feats.get("Person", ""), doubt=doubt)
        elif len(verbs) == 1 and analysed.feats(verbs[0]).get("Polarity") == "Neg":
            return ending._replace(doubt=OTHER_CLAUSE)  # *…, ei molempia*: no clause of its own
        elif doc[start - 1].text in DIVIDERS and not _lists(start, verbs[0], analysed):
            return ending._replace(divides=start - 1)
        elif not subordinate:
            return ending._replace(doubt=OTHER_CLAUSE)
    return ending


def _lists(start: int, verb: int, analysed: Analysed) -> bool:
    """Whether a conjunction stands before the verb: *mutta se*, or objects that go on (*osoite ja numero*)."""
    return any(analysed.doc[index].pos_ == "CCONJ" for index in range(start, verb))


def close(ending: Ending, analysed: Analysed, asks: bool, joint: str) -> tuple[list[Edit], Remark | None]:
    """The edits that end a sentence as a question or a calm statement, and what is doubtful about it.

    joint: what takes the place of *ja* before a statement, or nothing
    """
    doc = analysed.doc
    if ending.joins >= 0:
        before = doc[ending.joins - 1]
        start = before.idx if before.text == "," else before.idx + len(before.text)
        finish = doc[ending.joins].idx + len(doc[ending.joins].text)
        if joint:
            return [
                Edit(start=start, end=finish, replacement=joint),
                *_stop_edit(ending, analysed, "."),
            ], None
        if not asks:
            return _stop_edit(ending, analysed, "."), None
        then = Edit(start=start, end=finish, replacement=", niin")
        unclear = ending.doubt or (None if ending.person == "1" else OTHER_CLAUSE)
        return [then, *_stop_edit(ending, analysed, "?")], unclear
    mark = "?" if asks else "."
    if ending.thanks >= 0:
        return _thank_apart(ending, analysed, mark), ending.doubt
    if asks and ending.divides >= 0:
        return _divide(ending.divides, analysed), ending.doubt
    return _stop_edit(ending, analysed, mark), ending.doubt


def _stop(verb: int, last: int, analysed: Analysed) -> int:
    doc = analysed.doc
    tail = [index for index in range(verb, last) if not doc[index].is_space]
    while (
        len(tail) > 1
        and doc[tail[-1]].text not in (".", "!", "?", ":")
        and doc[tail[-1]].pos_ in ("SYM", "PUNCT", "X")
        and not doc[tail[-1]].text[-1].isalnum()
        and doc[tail[-1]].text not in ("”", '"', "’", "'", ")", "]", "}", "»", "%", "€")
    ):
        tail.pop()
    return tail[-1]


def _thanks(verb: int, stop: int, analysed: Analysed) -> int:
    """A word of thanks after the request with nothing but its own complements after it."""
    for index in range(verb + 1, stop + 1):
        if analysed.doc[index].lower_ in THANKS and stop - index <= 4:
            rest = range(index, stop + 1)
            if not any(analysed.feats(each).get("VerbForm") == "Fin" for each in rest):
                return index
    return -1


def _thank_apart(ending: Ending, analysed: Analysed, mark: str) -> list[Edit]:
    doc, thanks = analysed.doc, ending.thanks
    before = doc[thanks - 2] if doc[thanks - 1].text == "," else doc[thanks - 1]
    start = before.idx + len(before.text)
    word = doc[thanks].text.capitalize()
    if ending.stop - thanks > 1 or (doc[ending.stop].text not in (".", "!") and ending.stop != thanks):
        return [Edit(start=start, end=doc[thanks].idx + len(doc[thanks].text), replacement=f"{mark} {word}")]
    finish = doc[ending.stop].idx + len(doc[ending.stop].text)
    return [Edit(start=start, end=finish, replacement=f"{mark} {word}!")]


def _divide(divider: int, analysed: Analysed) -> list[Edit]:
    """*…, se on maksuton.* → *…? Se on maksuton.*"""
    doc = analysed.doc
    before, following = doc[divider - 1], doc[divider + 1]
    lower = doc[analysed.sentence_at(divider)[0]].text[:1].islower()
    word = following.text if lower else following.text[:1].upper() + following.text[1:]
    return [
        Edit(
            start=before.idx + len(before.text),
            end=doc[divider].idx + len(doc[divider].text),
            replacement="?",
        ),
        *([replace_token(analysed, divider + 1, word)] if word != following.text else []),
    ]


def _stop_edit(ending: Ending, analysed: Analysed, mark: str) -> list[Edit]:
    """Turn the stop into a question mark, or an exclamation mark into a full stop."""
    token = analysed.doc[ending.stop]
    if token.text in ("?", ":"):
        return []
    if set(token.text) <= {".", "!"} and token.text:
        wanted = mark if mark == "?" or "!" in token.text else token.text
        return [replace_token(analysed, ending.stop, wanted)] if wanted != token.text else []
    if mark == "?":
        place = token.idx + len(token.text)
        return [Edit(start=place, end=place, replacement="?")]
    return []
