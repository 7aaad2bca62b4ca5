"""The words of a softer request in either form of address, and what is said of each way to ask.

The ladder of VISK § 1661–1662 and Kielitoimiston ohjepankki, Kohtelias kehotus tai pyyntö.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from replycheck.inflection import inflect
from replycheck.matching import Situation
from replycheck.rewrites.base import Remark


class Words(NamedTuple):
    """What a request says in one form of address; ``number`` is that of its verbs."""

    number: str
    could: str
    may: str
    surely_not: str
    nor: str
    that_not: str
    not_worth: str
    asked: str


FORMAL = Words(
    "Plur", "voisitteko", "voitte", "ettehän", "ettekä", "ettette", "teidän ei kannata", "pyydämme teitä"
)
INFORMAL = Words("Sing", "voisitko", "voit", "ethän", "etkä", "ettet", "sinun ei kannata", "pyydämme sinua")

POLITE = Remark("Kohtelias pyyntö; sopii lähes aina.", "A polite request; suits nearly always.")
SAME_POLITE = Remark("Yhtä kohtelias, hieman muodollisempi.", "Just as polite, a little more formal.")
OPTION = Remark(
    "Tarjoaa mahdollisuuden; sopii, kun asia on asiakkaan eduksi.",
    "Offers an option; suits what benefits the customer.",
)
REMINDER = Remark("Ystävällinen muistutus tutusta asiasta.", "A friendly reminder of what is known.")
ASKS_TO_REMEMBER = Remark("Pyyntö muistutuksen sijaan.", "A request instead of a reminder.")
ASKS_FOR_DATA = Remark(
    "Lyhyt tapa pyytää tietoa; sopii chattiin.", "A short way to ask for data; suits chat."
)
CONDITION = Remark("Kertoo, mitä pyynnöstä seuraa.", "Says what follows from the request.")
GENTLE_BAN = Remark("Lempeä muistutus kiellon sijaan.", "A gentle reminder instead of a ban.")
ABSTAIN = Remark("Pyyntö olla tekemättä; hieman raskas.", "Asks not to do it; a little heavy.")
FORMAL_REQUEST = Remark("Virallisempi pyyntö; sopii sähköpostiin.", "A more formal request; suits mail.")
ADVICE = Remark(
    "Neuvo: sopii, kun kielto on asiakkaan eduksi.", "Advice: suits a ban that helps the customer."
)
WITH_REASON = Remark("Syy tekee kiellosta ymmärrettävän.", "A reason makes the ban understood.")
STEPS = Remark(
    "Ohjeen vaiheissa käskymuoto on neutraali.", "In the steps of a guide an imperative is neutral."
)
NO_HURRY = Remark("Ilman hoputtavaa sanaa.", "Without the word that presses.")
SOFT_DUTY = Remark(
    "Kertoo vaatimuksen pehmeästi; sopii ehtoihin ja ohjeisiin.",
    "States what is required gently; suits terms and instructions.",
)
REQUEST = Remark("Pyyntö vaatimuksen sijaan.", "A request instead of a requirement.")


def words_for(situation: Situation) -> Words:
    """The words for who is addressed; several people are *te* in either policy."""
    informal = situation.address == "informal" and situation.context.recipient == "one"
    return INFORMAL if informal else FORMAL


def infinitive(lemma: str) -> str | None:
    """*lähettää*, proven; None for a word that is no verb."""
    return next(iter(inflect(lemma, VerbForm="Inf", InfForm="1")), None)


def infinitive_of_participle(word: str, lemma: str) -> str | None:
    """The infinitive of *lähetettävä*, proven by the way back.

    The dictionary names another verb for some (*tyhjennettävä*: *tyhjetä*); then it is the causative of that.
    """
    causative = re.sub("et([aä])$", r"ent\1\1", lemma)
    for each in (lemma, causative):
        if word.lower() in inflect(each, VerbForm="Part", PartForm="Pres", Voice="Pass"):
            return infinitive(each)
    return None


def own_conditional(lemma: str, words: Words) -> str | None:
    """*lähettäisittekö*; None where the form is a mouthful (*valitsisitteko, rekisteröityisittekö*)."""
    forms = inflect(lemma, Mood="Cnd", Person="2", Number=words.number, Clitic="Ko")
    return forms[0] if forms and len(forms[0]) <= 17 and "sisi" not in forms[0] else None


def statement(lemma: str, words: Words, *, clitic: str | None = None) -> str | None:
    """*lähetätte*, or *lähetättehän* with the clitic -han."""
    clitics = {"Clitic": clitic} if clitic else {}
    forms = inflect(lemma, Mood="Ind", Tense="Pres", Person="2", Number=words.number, **clitics)
    return next(iter(forms), None)


def connegative(lemma: str) -> str | None:
    """*lähetä*, as after *ettehän*."""
    return next(iter(inflect(lemma, Mood="Ind", Tense="Pres", VerbForm="Fin", Connegative="Yes")), None)


def abessive(lemma: str) -> str | None:
    """*lähettämättä*, as after *voisitteko olla*."""
    return next(iter(inflect(lemma, VerbForm="Inf", InfForm="3", Case="Abe")), None)


def plural_imperative(lemma: str, words: Words) -> str | None:
    """*lähettäkää* (or *lähetä*), as in the steps of a guide."""
    return next(iter(inflect(lemma, Mood="Imp", Person="2", Number=words.number)), None)
