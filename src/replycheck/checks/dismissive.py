"""Brush-offs that say the same thing twice: *tulee, kun tulee*, *on mikä on*, *lasku on lasku*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replycheck.analysis import Analysed
from replycheck.matching import CheckMatch, Situation
from replycheck.wording import TokenRange

# What joins a verb to its repetition.
LINKS = frozenset("mikä mitkä minkä mitä kun ku kuin kuten jos miten mistä mihin missä milloin".split())
# What may stand between the verb and the link, with a comma: *sitten, kun*, *sieltä, mistä*.
CORRELATES = frozenset("se sen ne siellä sieltä siinä sinne sitten sit nyt vain vaan siten niin ,".split())
PARTICLES = frozenset("nyt vain vaan aina".split())
# Whatever happened (*kävi miten kävi*, *oli mikä oli*) concedes something and brushes nothing off.
CONCESSIVE = frozenset("kävi oli meni".split())
# What is kept: *sovittu on sovittu*.
BINDING = frozenset("lupaus sana sopimus sovittu luvattu".split())
NEXT_CLAUSE = frozenset("ja eikä mutta niin".split())
LONGEST = 3


def tautology(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """A verb joined to itself (*kestää minkä kestää*), a noun said to be itself (*lasku on lasku*)."""
    words = [token.lower_ for token in analysed.doc]
    for place, word in enumerate(words):
        found = None
        if word in LINKS:
            found = _verb_twice(words, place, analysed)
        elif word in ("on", "ovat"):
            found = _noun_twice(words, place, analysed)
        if found and _ends_clause(words, found[1]):
            yield CheckMatch(*found)


def _verb_twice(words: Sequence[str], link: int, analysed: Analysed) -> TokenRange | None:
    """*tulee sitten, kun tulee*, as tokens."""
    first = link - 1
    while first > 0 and link - first < LONGEST and words[first] in CORRELATES:
        first -= 1
    repeated = first >= 0 and words[link + 1 : link + 2] == [words[first]]
    if not repeated or words[first] in CONCESSIVE or analysed.reading(first).pos not in ("VERB", "AUX"):
        return None
    return first, link + 2


def _noun_twice(words: Sequence[str], verb: int, analysed: Analysed) -> TokenRange | None:
    """*pieni maksu on pieni maksu*, as tokens."""
    before = verb - 1 if verb and words[verb - 1] in PARTICLES else verb
    after = verb + 2 if words[verb + 1 : verb + 2] and words[verb + 1] in PARTICLES else verb + 1
    for length in range(min(LONGEST, before), 0, -1):
        noun = after + length - 1
        if words[before - length : before] == words[after : noun + 1] and words[noun] not in BINDING:
            nominative = "Case=Nom" in analysed.reading(noun).feats
            return (
                (before - length, noun + 1) if nominative and analysed.reading(noun).pos == "NOUN" else None
            )
    return None


def _ends_clause(words: Sequence[str], end: int) -> bool:
    """Whether the words stop there: at the end of the draft, at punctuation or before another clause."""
    return end >= len(words) or not words[end][0].isalnum() or words[end] in NEXT_CLAUSE
