"""A blunt necessive becomes *tulisi*, or a request: *Teidän täytyy lähettää kuitti.*

*Teidän tulisi lähettää kuitti.* keeps its genitive subject, so the object keeps its nominative (VISK § 934) and
only the necessive words change. *Voisitteko lähettää kuitin?* asks instead, and takes the object in the genitive.
"""

from __future__ import annotations

from collections.abc import Iterable

from replycheck.analysis import Analysed
from replycheck.matching import Match, Situation
from replycheck.model import Edit
from replycheck.rewrites import politeness as polite
from replycheck.rewrites.base import Remark, Rewrite, matching_case, ordered, replace_token, replace_tokens
from replycheck.rewrites.ending import close, ending_of
from replycheck.rewrites.imperative import COPULAR, NON_AGENTIVE, STAYING
from replycheck.rewrites.objects import SUBORDINATORS, Objects, genitive_objects

SOFT = "tulisi"
# These press (*teidän on ehdottomasti*): neither rewrite keeps them.
PRESSING = frozenset("ehdottomasti välttämättä kyllä joka tapauksessa".split())

WEAKER = Remark(
    "Velvollisuus jää sanomatta: varmista, ettei se ole ehto.",
    "No longer states the duty: make sure that it is no condition.",
)


def to_softer(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """*tulisi* in place of the necessive, then a question where the sentence can be one."""
    start = match.captures["verb"][0]
    participle = match.captures.get("participle")
    end = (participle or match.captures.get("complement") or match.captures["verb"])[1]
    infinitives = [_infinitive_at(index, analysed) for index in _participles(participle, analysed)]
    if None in infinitives:
        return []
    further = ordered([edit for edit in infinitives[1:] if edit])
    infinitive = infinitives[0].replacement if infinitives and infinitives[0] else ""
    inner = range(match.captures["verb"][1], participle[0] if participle else 0)
    words = " ".join(filter(None, [SOFT, *_mild(inner, analysed), infinitive]))
    soft = replace_tokens(analysed, start, end, matching_case(words, analysed.doc[start].text))
    tulisi = Rewrite((soft, *further), f"… {words} …", note=polite.SOFT_DUTY)
    return [tulisi, *_question(match, analysed, situation, end, infinitive, further)]


def _participles(participle: tuple[int, int] | None, analysed: Analysed) -> list[int]:
    """The participles that *on* governs: *on maksettava lasku ja ilmoitettava siitä*."""
    if participle is None:
        return []
    first, stop = participle[0], analysed.sentence_at(participle[0])[1]
    found = [first]
    for index in range(first + 1, stop):
        feats = analysed.feats(index)
        coordinated = analysed.doc[index - 1].lower_ in ("ja", "sekä", "tai", ",", "sitten", "myös")
        if coordinated and (feats.get("PartForm"), feats.get("Voice")) == ("Pres", "Pass"):
            found.append(index)
    return found


def _infinitive_at(index: int, analysed: Analysed) -> Edit | None:
    word = polite.infinitive_of_participle(analysed.doc[index].text, analysed.reading(index).lemma)
    return replace_token(analysed, index, word) if word else None


def to_request(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """*Olette velvollinen maksamaan laskun.* → *Pyydämme teitä maksamaan laskun.*"""
    if "complement" not in match.captures:
        return []
    asked = polite.words_for(situation).asked
    start, end = match.place[0], match.captures["complement"][1]
    if start and analysed.doc[start - 1].lower_ in ("te", "sinä", "sä"):
        start -= 1
    edit = replace_tokens(analysed, start, end, matching_case(asked, analysed.doc[start].text))
    return [Rewrite((edit,), f"{asked.capitalize()} …", "unsafe", WEAKER, polite.FORMAL_REQUEST)]


def to_ban(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """*Teidän ei pidä maksaa laskua.*, *Ette saa maksaa laskua.* → *Ettehän maksa laskua.*"""
    words = polite.words_for(situation)
    start, infinitive = match.place[0], match.captures["infinitive"][0]
    stem = polite.connegative(analysed.reading(infinitive).lemma)
    if stem is None:
        return []
    if start and analysed.doc[start - 1].lower_ in ("te", "sinä", "sä"):
        start -= 1
    between = [token.text for token in analysed.doc[match.captures["verb"][1] : infinitive]]

    def ban(lead: str, note: Remark) -> Rewrite:
        text = matching_case(" ".join([lead, *between, stem]), analysed.doc[start].text)
        edit = replace_tokens(analysed, start, infinitive + 1, text)
        return Rewrite((edit,), f"{lead.capitalize()} {stem} …", note=note)

    return [
        ban(words.surely_not, polite.GENTLE_BAN),
        ban(f"pyydämme, {words.that_not}", polite.FORMAL_REQUEST),
    ]


def _question(
    match: Match,
    analysed: Analysed,
    situation: Situation,
    end: int,
    infinitive: str,
    further: tuple[Edit, ...],
) -> list[Rewrite]:
    """*Voisitteko lähettää kuitin?*; none after a topic, in a subordinate clause, or where it is no request."""
    could, stop = polite.words_for(situation).could, analysed.sentence_at(match.place[0])[1]
    start = match.place[0]
    end = max(end, match.captures["verb"][1], start + 2)
    verb = end - 1 if infinitive else _infinitive(end, stop, analysed)
    if verb is None or not _can_ask(verb, analysed) or not _opens_clause(start, analysed):
        return []
    kept = _adverbs(match, analysed)
    regret = any(token.lower_ == "valitettavasti" for token in analysed.doc[start:verb])
    if kept is None or regret:
        return []
    lead = " ".join(filter(None, [could, *kept, infinitive]))
    ending = ending_of(verb, stop, analysed, [])
    closing, doubt = close(ending, analysed, True, "")
    found = Objects() if analysed.reading(verb).lemma in COPULAR else genitive_objects(verb, stop, analysed)
    if found is None:
        return []
    doubt = doubt or found.doubt
    edit = replace_tokens(analysed, start, end, matching_case(lead, analysed.doc[start].text))
    return [
        Rewrite(
            ordered([edit, *further, *found.edits, *closing]),
            f"{could.capitalize()} …?",
            "unsafe" if doubt else "safe",
            doubt,
            polite.REQUEST,
        )
    ]


def _infinitive(start: int, stop: int, analysed: Analysed) -> int | None:
    return next(
        (i for i in range(start, min(start + 4, stop)) if analysed.feats(i).get("InfForm") == "1"), None
    )


def _can_ask(verb: int, analysed: Analysed) -> bool:
    lemma = analysed.reading(verb).lemma
    if lemma == "olla":
        return any(token.lower_ in STAYING for token in analysed.doc[verb + 1 : verb + 4])
    return lemma not in NON_AGENTIVE


def _adverbs(match: Match, analysed: Analysed) -> list[str] | None:
    """The words between the subject and the necessive that do not press; None for *molempien*."""
    between = range(match.place[0] + 1, match.captures["verb"][0])
    if any(analysed.feats(index).get("Case") == "Gen" for index in between):
        return None
    participle = match.captures.get("participle")
    inner = range(match.captures["verb"][1], participle[0] if participle else 0)
    return [*_mild(between, analysed), *_mild(inner, analysed)]


def _mild(places: Iterable[int], analysed: Analysed) -> list[str]:
    """The words that do not press: *ehdottomasti* goes, *kuitenkin* stays."""
    return [analysed.doc[index].text for index in places if analysed.doc[index].lower_ not in PRESSING]


def _opens_clause(start: int, analysed: Analysed) -> bool:
    """Whether no subordinator, subject or object stands before the necessive in its clause."""
    first, _ = analysed.clause_at(start)
    return not any(
        analysed.doc[index].lower_ in (*SUBORDINATORS, "valitettavasti")
        or analysed.feats(index).get("Case") == "Nom"
        for index in range(first, start)
    )
