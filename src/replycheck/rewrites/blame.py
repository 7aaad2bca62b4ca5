"""What the customer left undone or got wrong, as the same fact from our side.

*Ette ole toimittanut kuittia.* → *Emme ole vielä saaneet kuittia.* *Täytitte lomakkeen väärin.* → *Lomakkeessa on
vielä korjattavaa.* The verb and what stands with it choose a result from a closed list; every other word of
the clause must be one that can go. An object is partitive after a negation, genitive or nominative plural
without one (VISK § 930, § 934). Whether the fact holds from our side is for the agent to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import NamedTuple

from replycheck.analysis import Analysed
from replycheck.inflection import INDECLINABLE, inflect
from replycheck.matching import Match, Situation
from replycheck.model import Edit
from replycheck.morphology import Reading
from replycheck.rewrites.base import Remark, Rewrite, matching_case

NOTE = Remark(
    "Sama asia meidän puoleltamme. Varmista ennen lähettämistä, että se pitää paikkansa.",
    "The same fact from our side. Make sure before sending that it holds.",
)


class Pair(NamedTuple):
    """A verb of the customer's, and what we say of the same fact.

    verbs: lemmas, with spaces between
    result: the clause; ``{Nom}`` is the verb's argument in that case, ``{place}`` the paper it should have
        been on: the elative of an illative, the ablative of an allative
    plural: the clause for a plural argument, where it differs
    heads: what the lemma of the argument ends in, with spaces between; empty for any word
    takes: the case of the argument; ``Obj`` is the object
    """

    verbs: str
    result: str
    plural: str = ""
    heads: str = ""
    takes: str = "Obj"


BILLS = "lasku maksu vuokra"
DATA = "numero osoite tunnus lukema koodi nimi tieto"
ENCLOSED = (
    f"{DATA} kuitti liite kuva kopio todistus selvitys tosite valtakirja allekirjoitus päiväys syy sivu"
)
FORMS = "lomake hakemus kysely kaavake ilmoitus"
PAPERS = tuple(f"{FORMS} viesti sähköposti kirje sopimus palautus tilaus".split())

# The first pair that fits is taken.
UNDONE = (
    Pair("maksaa hoitaa suorittaa", "{Nom} on vielä avoinna", "{Nom} ovat vielä avoinna", BILLS),
    Pair("maksaa", "{Nom} on vielä maksamatta", "{Nom} ovat vielä maksamatta"),
    Pair("lähettää toimittaa esittää", "emme ole vielä saaneet {Par}"),
    Pair("antaa ilmoittaa", "emme ole vielä saaneet {Par}", heads=f"{DATA} suostumus valtakirja selvitys"),
    Pair("palauttaa", "emme ole vielä saaneet {Par} takaisin"),
    Pair("ilmoittaa kertoa mainita", "emme ole saaneet tietoa {Ela}", takes="Ela"),
    Pair(
        "vastata",
        "emme ole vielä saaneet vastausta {Ill}",
        heads="viesti kysymys kysely kirje sähköposti pyyntö tarjous kutsu tiedustelu yhteydenotto",
        takes="Ill",
    ),
    Pair("liittää lisätä merkitä", "{place} puuttuu vielä {Nom}", "{place} puuttuvat vielä {Nom}", ENCLOSED),
    Pair("liittää lisätä merkitä", "{Nom} puuttuu vielä", "{Nom} puuttuvat vielä", ENCLOSED),
    # A forgotten password or name is in nobody's post.
    Pair(
        "unohtaa",
        "{Nom} puuttuu vielä",
        "{Nom} puuttuvat vielä",
        "liite kuitti allekirjoitus päiväys todistus valokuva henkilötunnus tilinumero",
    ),
    Pair("allekirjoittaa", "{Ela} puuttuu vielä allekirjoitus", "{Ela} puuttuvat vielä allekirjoitukset"),
    Pair(
        "täyttää", "{Nom} on vielä täyttämättä", "{Nom} ovat vielä täyttämättä", f"{FORMS} kohta kenttä sivu"
    ),
    Pair("päivittää", "{Nom} on vielä päivittämättä", "{Nom} ovat vielä päivittämättä"),
    Pair("varata", "{Nom} on vielä varaamatta", "{Nom} ovat vielä varaamatta"),
    Pair("vahvistaa", "{Nom} odottaa vielä vahvistusta", "{Nom} odottavat vielä vahvistusta"),
    Pair(
        "noutaa hakea",
        "{Nom} odottaa vielä noutoa",
        "{Nom} odottavat vielä noutoa",
        "paketti lähetys tilaus kortti avain tuote kirje laite",
    ),
    Pair("perua peruuttaa", "emme ole saaneet {Gen} peruutusta", heads="varaus tilaus aika osallistuminen"),
    Pair("irtisanoa", "emme ole saaneet {Ela} irtisanomisilmoitusta"),
)
WRONG = (
    Pair("täyttää", "{Ine} on vielä korjattavaa", heads=FORMS),
    Pair("kirjoittaa merkitä syöttää ilmoittaa antaa", "{Ine} näyttää olevan virhe", heads=DATA),
)
INCOMPLETE = (
    Pair("täyttää", "{Ine} on vielä täydennettävää", heads=FORMS),
    Pair("kirjoittaa merkitä syöttää ilmoittaa antaa", "{Ela} näyttää puuttuvan tietoja", heads="osoite"),
)

ADVERBS = {
    "väärin": WRONG,
    "virheellisesti": WRONG,
    "huolimattomasti": WRONG,
    "epäselvästi": WRONG,
    "puutteellisesti": INCOMPLETE,
    "vajavaisesti": INCOMPLETE,
}
FAULTY = frozenset(["väärä", "virheellinen"])
# Words that the result does without, and the one that opens it.
DROPPED = frozenset(
    "te sinä meille vielä vieläkään edelleenkään nyt siis ilmeisesti näköjään selvästi kuitenkaan kuitenkin "
    "kyllä itse".split()
)
KEPT = "valitettavasti"
LEAD_INS = frozenset("ja mutta koska joten sillä että".split())
GREETINGS = frozenset("hei moi terve hyvä arvoisa".split())
# A clause that goes on from ours and leans on none of its words.
GOES_ON = frozenset("joten mutta koska sillä".split())
DEMONSTRATIVES = frozenset("tämä tuo se nämä nuo ne".split())
FROM_PLACE = {"Ill": "Ela", "All": "Abl"}


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: genitive attributes, then modifiers that agree with the head, the head, and its number."""

    attributes: tuple[str, ...]
    agreeing: tuple[Reading, ...]
    label: str = ""

    @property
    def head(self) -> Reading:
        """The noun or demonstrative."""
        return self.agreeing[-1]

    def in_case(self, case: str) -> str | None:
        """The phrase in another case, None where a form is not proven."""
        words = list(self.attributes)
        for reading in self.agreeing:
            forms = inflect(reading, Case=case) if reading.feats else [reading.lemma]
            if not forms:
                return None
            words.append(forms[0])
        return " ".join([*words, self.label]).strip()


@dataclass(frozen=True)
class Said:
    """What a clause says the customer did or did not do."""

    verb: str
    pairs: Sequence[Pair]
    negated: bool
    simple_past: bool
    rest: tuple[int, ...]


def our_side(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """The clause from our side, or no rewrite where a word of it has no place there."""
    first, last = analysed.clause_at(match.place[0])
    opening, end = analysed.trimmed(first, last)
    lead = analysed.doc[opening].lower_ if analysed.doc[opening].lower_ in LEAD_INS else ""
    start = opening + 1 if lead else _after_greeting(opening, end, analysed)
    if match.place[1] > last or start >= end or analysed.zone_at(start, end):
        return []
    said = _said(start, end, analysed)
    if said is None or not _stands_alone(first, last, lead, said, analysed):
        return []
    clause = _result(said, analysed)
    if clause is None:
        return []
    if any(analysed.doc[index].lower_ == KEPT for index in range(start, end)):
        clause = f"{KEPT} {clause}"
    if start == opening:
        clause = matching_case(clause, analysed.doc[start].text)
    begin, finish = analysed.text_span(start, end)
    edit = Edit(start=begin, end=finish, replacement=clause)
    return [Rewrite((edit,), clause[0].upper() + clause[1:], "unsafe", NOTE)]


def _after_greeting(start: int, end: int, analysed: Analysed) -> int:
    """Where the clause goes on after *Hei Liisa,*; its start where it has no greeting."""
    if analysed.doc[start].lower_ in GREETINGS:
        for index in range(start + 1, min(start + 4, end)):
            if analysed.doc[index].text == ",":
                return index + 1
    return start


def _said(start: int, end: int, analysed: Analysed) -> Said | None:
    """The verb and the words beside it; None for any other construction."""
    left = [i for i in range(start, end) if analysed.doc[i].lower_ not in DROPPED | {KEPT}]
    forms = {i: analysed.feats(i) for i in left}
    finite = [i for i in left if forms[i].get("VerbForm") == "Fin"]
    participles = [i for i in left if _is_active_past(forms[i])]
    infinitives = [i for i in left if forms[i].get("VerbForm") == "Inf"]
    if not finite or len(participles) > 1 or len(infinitives) > 1:
        return None
    negated = forms[finite[0]].get("Polarity") == "Neg"
    perfect = _is_perfect(finite, bool(participles), negated, analysed)
    if perfect is None:
        return None
    lemma = analysed.reading((*participles, *finite)[0]).lemma
    rest = [i for i in left if i not in (*finite, *participles, *infinitives)]
    pairs: Sequence[Pair] = UNDONE
    if infinitives:
        form = forms[infinitives[0]]
        way = (lemma, form.get("InfForm"), form.get("Case"))
        if negated or way not in (("unohtaa", "1", None), ("jättää", "3", "Abe")):
            return None
        lemma = analysed.reading(infinitives[0]).lemma
    elif not negated and lemma != "unohtaa":
        pairs, rest = _fault(rest, analysed)
    return Said(lemma, pairs, negated, not perfect, tuple(rest))


def _is_active_past(feats: Mapping[str, str]) -> bool:
    return (feats.get("PartForm"), feats.get("Voice"), feats.get("Case")) == ("Past", "Act", "Nom")


def _is_perfect(finite: Sequence[int], participle: bool, negated: bool, analysed: Analysed) -> bool | None:
    """Whether the verbs are a perfect (*ette ole …, olette …*) or a past of the customer's; None for neither."""
    you = analysed.feats(finite[0])
    others = [analysed.doc[index].lower_ for index in finite[1:]]
    if you.get("Person") != "2" or you.get("Clitic"):
        return None
    if negated:
        return bool(others) if participle and others in ([], ["ole"]) else None
    if others or you.get("Mood") != "Ind":
        return None
    if participle:
        present = analysed.reading(finite[0]).lemma == "olla" and you.get("Tense") == "Pres"
        return True if present else None
    return False if you.get("Tense") == "Past" else None


def _fault(rest: list[int], analysed: Analysed) -> tuple[Sequence[Pair], list[int]]:
    """What an adverb or adjective says was wrong, and the words without it."""
    for index in rest:
        word = analysed.doc[index].lower_
        if word in ADVERBS or analysed.reading(index).lemma in FAULTY:
            return ADVERBS.get(word, WRONG[1:]), [i for i in rest if i != index]
    return (), rest


def _stands_alone(first: int, last: int, lead: str, said: Said, analysed: Analysed) -> bool:
    """Whether the words around the clause still fit when it is another: no shared verb, no relative."""
    begin, end = analysed.sentence_at(first)
    if first > begin and not lead:
        return False
    following = analysed.trimmed(last, end)
    if following[0] == following[1]:
        return True
    opener = analysed.doc[last]
    if analysed.doc[last - 1].text != ",":
        return False
    verbs = [i for i in range(*analysed.clause_at(last)) if analysed.feats(i).get("VerbForm") == "Fin"]
    if not verbs or (said.simple_past and any(analysed.feats(i).get("Tense") == "Past" for i in verbs)):
        return False
    return opener.lower_ in GOES_ON or (lead == "koska" and opener.i in verbs)


def _result(said: Said, analysed: Analysed) -> str | None:
    phrases = list(_phrases(said.rest, analysed))
    if None in phrases:
        return None
    known = [phrase for phrase in phrases if phrase is not None]
    for pair in said.pairs:
        if said.verb not in pair.verbs.split():
            continue
        argument = next((each for each in known if _fits(each, pair, said.negated)), None)
        places = [each for each in known if each is not argument]
        wanted = {name for _, name, _, _ in Formatter().parse(pair.result) if name}
        if argument is None or len(places) != ("place" in wanted):
            continue
        if places and not _is_paper(places[0]):
            continue
        forms = {name: argument.in_case(name) for name in wanted if name != "place"}
        if places:
            forms["place"] = places[0].in_case(FROM_PLACE[places[0].head.get("Case") or ""])
        if None in forms.values():
            return None
        many = argument.head.get("Number") == "Plur"
        return (pair.plural if many and pair.plural else pair.result).format(**forms)
    return None


def _is_paper(phrase: Phrase) -> bool:
    return phrase.head.get("Case") in FROM_PLACE and phrase.head.lemma.endswith(PAPERS)


def _fits(phrase: Phrase, pair: Pair, negated: bool) -> bool:
    head = phrase.head
    case, number = head.get("Case"), head.get("Number")
    if pair.heads and not head.lemma.endswith(tuple(pair.heads.split())):
        return False
    if pair.takes != "Obj":
        return case == pair.takes
    if negated:
        return case == "Par"
    # kuittinne may be one or many, so a possessed object does not tell its number.
    return (case, number) in (("Gen", "Sing"), ("Nom", "Plur")) and not head.get("Person[psor]")


def _phrases(rest: Sequence[int], analysed: Analysed) -> Iterator[Phrase | None]:
    """The noun phrases that the words make up; None for words that make up none."""
    group: list[int] = []
    for index in rest:
        group.append(index)
        word = analysed.doc[index]
        genitive = analysed.feats(index).get("Case") == "Gen"
        goes_on = index + 1 in rest and (genitive or analysed.doc[index + 1].is_digit)
        if word.is_digit and len(group) > 1:
            yield _phrase(group[:-1], analysed, word.text)
        elif _is_head(analysed, index) and not goes_on:
            yield _phrase(group, analysed)
        else:
            continue
        group = []
    if group:
        yield None


def _is_head(analysed: Analysed, index: int) -> bool:
    token = analysed.doc[index]
    if token.lower_ in INDECLINABLE:
        return False
    if token.pos_ == "PRON":
        follows = index + 1 < len(analysed.doc) and analysed.doc[index + 1].pos_ in ("NOUN", "ADJ", "VERB")
        return analysed.reading(index).lemma in DEMONSTRATIVES and not follows
    return token.pos_ == "NOUN" and analysed.feats(index).get("VerbForm") is None


def _phrase(group: Sequence[int], analysed: Analysed, label: str = "") -> Phrase | None:
    *before, last = group
    head = analysed.reading(last)
    if head.get("Clitic") or not head.get("Case") or group != list(range(group[0], last + 1)):
        return None
    agreeing = [head]
    while before and (modifier := _modifier(before[-1], head, analysed)):
        agreeing.insert(0, modifier)
        before.pop()
    # In a row of genitives an adjective may belong to either noun.
    kinds = ("NOUN", "PROPN") if head.get("Case") == "Gen" else ("NOUN", "PROPN", "NUM", "ADJ")
    for index in before:
        feats = analysed.feats(index)
        personal = feats.get("PronType") == "Prs"
        if feats.get("Case") != "Gen" or feats.get("Clitic"):
            return None
        if not personal and analysed.doc[index].pos_ not in kinds:
            return None
    return Phrase(tuple(_inside(analysed, index) for index in before), tuple(agreeing), label)


def _modifier(index: int, head: Reading, analysed: Analysed) -> Reading | None:
    """The reading in which a word agrees with the head, None where it is no modifier of it."""
    if analysed.doc[index].lower_ in INDECLINABLE:
        return Reading(analysed.doc[index].lower_, "ADJ", "")
    readings: list[Reading] = analysed.doc._.replycheck_readings[index]
    for reading in readings:
        modifies = (
            reading.pos == "ADJ" or reading.get("VerbForm") == "Part" or reading.lemma in DEMONSTRATIVES
        )
        agrees = all(reading.get(name) == head.get(name) for name in ("Case", "Number"))
        if modifies and agrees and not reading.get("Clitic"):
            return reading
    return None


def _inside(analysed: Analysed, index: int) -> str:
    """A word as it is written inside a sentence."""
    token = analysed.doc[index]
    name = token.pos_ == "PROPN" or not token.text[1:].islower()
    return token.text if name or not token.is_sent_start else token.text.lower()
