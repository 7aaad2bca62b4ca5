"""A whole draft in the other form of address: every edit it takes, and every spot that stands in the way.

The address rules say what addresses the customer against the policy, so that a label or a quotation is no
spot here either. What they do not need to know is added: imperatives, whatever agrees in number with the person
addressed, and the standard forms that a spoken word takes along (*ootko maksanu* → *oletteko maksanut*).
Reference: Kielitoimiston ohjepankki, Teitittely; VISK § 95–96, § 100, § 106, § 1273, § 1591.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from replycheck.analysis import Analysed
from replycheck.checks.agreement import PREDICATIVES, agreeing, joined_subject, licensed
from replycheck.checks.imperative import Directive, directives
from replycheck.inflection import agree, inflect, readdress
from replycheck.matching import Situation
from replycheck.model import AddressForm, Edit, RefusalReason
from replycheck.morphology import Reading
from replycheck.rewrites.address import governed
from replycheck.rewrites.base import Remark, replace_token

# A reading chosen with less confidence than this may as well be the other one.
SURE = 0.6
NUMBER: Mapping[AddressForm, str] = {"formal": "Plur", "informal": "Sing"}
# After a te-form: several people are meant, whatever the context says.
ALL_OF_YOU = frozenset(["kaikki", "molempi", "molemmat", "kumpikin", "kukin", "kaksi", "kolme", "neljä"])
# Verbs whose object may be the customer: *siirrän sun jonoon* is no queue of yours (VISK § 935).
MOVES = frozenset("laittaa siirtää lisätä ohjata yhdistää kirjata merkitä ilmoittaa viedä poistaa".split())
MODIFIERS = frozenset(["ADJ", "NUM", "DET"])

MESSAGES: Mapping[RefusalReason, Remark] = {
    "no-form": Remark("sanalle ei löydy varmaa muotoa", "no proven form of this word"),
    "unclear": Remark(
        "ei ole varmaa, puhutteleeko sana asiakasta", "it is not certain whether this addresses the customer"
    ),
    "several-people": Remark("tässä puhutellaan useaa", "several people are addressed here"),
    "left-over": Remark("vanha puhuttelu jäisi tähän", "the old form of address would be left here"),
    "new-finding": Remark("tähän tulisi uusi huomautus", "this would get a new finding"),
}


class Obstacle(NamedTuple):
    """A token that cannot be switched, and why."""

    place: int
    reason: RefusalReason


class Plan(NamedTuple):
    """What a switch takes: edits of ``Analysed.text`` in order of place, or obstacles."""

    edits: tuple[Edit, ...]
    obstacles: tuple[Obstacle, ...]


def plan(
    analysed: Analysed, spots: Collection[int], left_alone: Collection[int], situation: Situation
) -> Plan:
    """Plan the switch of a draft to the form of address that is due in a situation.

    spots: the tokens that the address rules found
    left_alone: the tokens that they found and a condition vetoed: labels and names
    """
    planner = _Planner(analysed, situation)
    planner.words(spots)
    planner.imperatives()
    planner.calls()
    planner.agreement()
    planner.spoken_possessors(spots)
    planner.relatives_and_vocatives()
    planner.doubts(left_alone)
    forms = planner.forms
    obstacles = planner.obstacles | {Obstacle(i, "no-form") for i, form in forms.items() if form is None}
    edits = tuple(
        replace_token(analysed, index, form)
        for index, form in sorted(forms.items())
        if form is not None and form != analysed.doc[index].text
    )
    return Plan(edits, tuple(sorted(obstacles)))


class _Planner:
    """Gathers the new form of each token that changes; None where none is proven."""

    def __init__(self, analysed: Analysed, situation: Situation) -> None:
        self.analysed = analysed
        self.to: AddressForm = situation.address or "formal"
        self.target = NUMBER[self.to]
        self.source = NUMBER["informal" if self.to == "formal" else "formal"]
        many = self.to == "formal" and situation.context.recipient == "many"
        self.addressees = "Plur" if many else "Sing"
        self.situation = situation
        self.forms: dict[int, str | None] = {}
        self.obstacles: set[Obstacle] = set()

    def word(self, index: int) -> str:
        return self.analysed.doc[index].text

    def words(self, spots: Collection[int]) -> None:
        """Pronouns, finite verbs, possessive suffixes: the word alone says all."""
        for index in spots:
            self.forms[index] = readdress(self.word(index), self.analysed.reading(index), self.to)

    def imperatives(self) -> None:
        """*lähetä* ⇄ *lähettäkää*, *älä lähetä* ⇄ *älkää lähettäkö*."""
        banned: set[int] = set()
        for directive in directives(self.analysed, self.situation):
            if directive.number != self.source or directive.start in banned:
                continue
            start = directive.start
            self.forms[start] = readdress(self.word(start), self.analysed.reading(start), self.to)
            if directive.negative:
                verbs = (directive.verb, *self._also_banned(directive))
                self.forms |= {verb: self._banned(verb) for verb in verbs}
                banned.update(verbs)

    def calls(self) -> None:
        """*kuule*, *katsos*: calls for attention command nothing, but say whom they address."""
        for index in range(len(self.analysed.doc)):
            if self.analysed.reading(index).pos == "INTJ" and not self.analysed.in_zone(index):
                commands = [r for r in self.analysed.readings(index) if r.get("Mood") == "Imp"]
                for reading in filter(self._addresses, commands):
                    self.forms[index] = readdress(self.word(index), reading, self.to)

    def _banned(self, verb: int) -> str | None:
        reading = self.analysed.reading(verb)
        mood = "Imp" if self.target == "Plur" else "Ind"
        changes = {"Mood": mood, "Connegative": "Yes", "Tense": None, "Person": None, "Number": None}
        return next(iter(inflect(reading, word=self.word(verb), **changes)), None)

    def _also_banned(self, directive: Directive) -> Iterator[int]:
        """*älä sulje tai **sammuta***: one ban over two verbs, the second of which looks like a command."""
        _, last = self.analysed.sentence_at(directive.verb)
        for index in range(directive.verb + 1, last - 1):
            word = self.analysed.doc[index].lower_
            if word in ("ja", "mutta", "vaan") or word in ".!?:;":
                return
            if word == "tai" and self.analysed.feats(index + 1).get("VerbForm") == "Fin":
                yield index + 1

    def agreement(self) -> None:
        """Participles and predicatives in the number of those addressed, spoken ones in standard form."""
        for each in agreeing(self.analysed):
            imperative = self.analysed.feats(each.verb).get("Mood") == "Imp"
            if imperative and self.analysed.reading(each.word).lemma == "hyvä":
                number = "Sing"  # olkaa hyvä, however many
            elif self.to == "formal" and licensed(each.word, self.analysed):
                continue
            else:
                number = self.addressees
            self._agree(each.word, number)
        for verb in [index for index in self.forms if self._is_finite(index)]:
            for index, form in governed(self.analysed, verb):
                self.forms.setdefault(index, form)
        self._adverbials()

    def _is_finite(self, index: int) -> bool:
        return self.analysed.feats(index).get("VerbForm") == "Fin"

    def _agree(self, index: int, number: str) -> None:
        reading = self.analysed.reading(index)
        if reading.get("Number") == number:
            return
        self.forms[index] = agree(self.word(index), reading, number)

    def _adverbials(self) -> None:
        """*tunnet itsesi **pettyneeksi**, **asiakkaanamme** saat*: essive and translative of the addressed."""
        for first, last in self.analysed.clauses:
            changing = [i for i in range(first, last) if i in self.forms]
            if not any(self._is_finite(index) for index in changing):
                continue
            reflexive = any(self.analysed.reading(index).lemma == "itse" for index in changing)
            for index in range(first, last):
                reading = self.analysed.reading(index)
                case = reading.get("Case")
                says_what = case == "Ess" and reading.lemma.endswith(tuple(PREDICATIVES))
                feels = case == "Tra" and reflexive and (reading.pos == "ADJ" or reading.get("PartForm"))
                if (says_what or feels) and not self.analysed.in_zone(index):
                    self._agree(index, self.addressees)

    def spoken_possessors(self, spots: Collection[int]) -> None:
        """*sun lasku* → *teidän laskunne*: standard Finnish marks the owner on the noun as well (VISK § 96)."""
        for index in spots:
            reading = self.analysed.reading(index)
            if reading.pos != "PRON" or reading.source != "colloquial" or reading.get("Case") != "Gen":
                continue
            owned = self._owned(index)
            if owned is None:
                continue
            if self._may_be_object(index, owned):
                self.obstacles.add(Obstacle(index, "unclear"))
            changes = {"Person[psor]": "2", "Number[psor]": self.target}
            forms = inflect(self.analysed.reading(owned), word=self.word(owned), **changes)
            if forms:  # teidän modeemi 3000: an unknown word keeps its spoken form
                self.forms[owned] = forms[0]

    def _owned(self, pronoun: int) -> int | None:
        _, last = self.analysed.clause_at(pronoun)
        for index in range(pronoun + 1, min(pronoun + 5, last)):
            reading = self.analysed.reading(index)
            if reading.get("Person[psor]") or self.analysed.in_zone(index):
                return None
            if reading.pos in ("NOUN", "ADP"):
                return index
            modifies = reading.pos in MODIFIERS or reading.get("PartForm") or reading.get("PronType") == "Dem"
            if not modifies or reading.get("Case") is None:
                return None
        return None

    def _may_be_object(self, pronoun: int, owned: int) -> bool:
        if self.analysed.feats(owned).get("Case") not in ("Ill", "All", "Ine", "Ade", "Ela", "Abl"):
            return False
        first, _ = self.analysed.clause_at(pronoun)
        verbs = [index for index in range(first, pronoun) if self.analysed.feats(index).get("VerbForm")]
        return bool(verbs) and self.analysed.reading(verbs[-1]).lemma in MOVES and verbs[-1] == pronoun - 1

    def relatives_and_vocatives(self) -> None:
        """*sinä, **joka** olet* ⇄ *te, **jotka** olette*; *te, **hyvät asiakkaat***."""
        doc = self.analysed.doc
        for index in range(len(doc) - 2):
            reading = self.analysed.reading(index)
            pronoun = reading.pos == "PRON" and reading.get("Person") == "2"
            if not pronoun or doc[index + 1].text != "," or self.analysed.in_zone(index):
                continue
            if index not in self.forms and licensed(index, self.analysed):
                continue
            following = self.analysed.reading(index + 2)
            if following.get("PronType") == "Rel":
                if following.get("Number") != self.addressees:
                    forms = inflect(following, word=self.word(index + 2), Number=self.addressees)
                    self.forms[index + 2] = next(iter(forms), None)
            else:
                self._vocative(index + 2)

    def _vocative(self, start: int) -> None:
        end = start
        while end < min(len(self.analysed.doc), start + 4) and self._nominative(end):
            end += 1
        if end == start or end == len(self.analysed.doc) or self.word(end) != ",":
            return
        for index in range(start, end):
            reading = self.analysed.reading(index)
            if reading.get("Number") != self.addressees:
                forms = inflect(reading, word=self.word(index), Case="Nom", Number=self.addressees)
                self.forms[index] = next(iter(forms), None)

    def _nominative(self, index: int) -> bool:
        reading = self.analysed.reading(index)
        return reading.pos in ("ADJ", "NOUN") and reading.get("Case") == "Nom"

    def doubts(self, left_alone: Collection[int]) -> None:
        """Words that may address the customer after all, and words that address several people."""
        for index in range(len(self.analysed.doc)):
            if self.analysed.in_zone(index):
                continue
            if self.to == "informal" and self._speaks_to_several(index):
                self.obstacles.add(Obstacle(index, "several-people"))
            elif index not in self.forms and index not in left_alone and self._may_address(index):
                self.obstacles.add(Obstacle(index, "unclear"))

    def _may_address(self, index: int) -> bool:
        """Whether a reading that was not chosen, but not by much, would have to be switched."""
        if self.analysed.confidence(index) >= SURE:
            return False
        return any(self._addresses(reading) for reading in self.analysed.readings(index))

    def _addresses(self, reading: Reading) -> bool:
        if reading.get("Person[psor]") == "2":
            return reading.get("Number[psor]") == self.source
        return reading.get("Person") == "2" and reading.get("Number") == self.source

    def _speaks_to_several(self, index: int) -> bool:
        """*te molemmat*, *te ja perheenne*, *olette kaikki*, but not *saatte molemmat tuotteet*."""
        reading = self.analysed.reading(index)
        if reading.get("Person") != "2" or reading.get("Number") != "Plur":
            return False
        if joined_subject(index, self.analysed):
            return True
        later = [self.analysed.reading(i) for i in range(index + 1, min(index + 3, len(self.analysed.doc)))]
        if not later or later[0].lemma not in ALL_OF_YOU:
            return False
        counting = ("NOUN",) if reading.lemma == "olla" else ("NOUN", "ADJ")
        case = reading.get("Case") or "Nom"
        return later[0].get("Case") == case and not (len(later) > 1 and later[1].pos in counting)
