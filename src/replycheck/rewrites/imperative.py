"""Imperatives become requests: *Lähetä kuitti.* → *Voisitteko lähettää kuitin?*

All the imperatives of one sentence are mended by one set of edits, since *Voisitteko* carries every
infinitive after it (VISK § 1662). What asks for something becomes a conditional question, a reminder a
statement with -han (*Muistattehan …*, VISK § 830), what serves the customer an option (*Voitte …*), a
prohibition *Ettehän …* (VISK § 1671). Where the manner changes within the sentence, or a statement follows the
request, the sentence is divided: a question mark would ask the statement too.

The first rewrite suits most readers; those after it are other steps of the same ladder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from replycheck.analysis import Analysed
from replycheck.checks.imperative import Directive, directives
from replycheck.matching import Match, Situation
from replycheck.model import Edit
from replycheck.rewrites import politeness as polite
from replycheck.rewrites.base import (
    Remark,
    Rewrite,
    matching_case,
    ordered,
    replace_token,
    replace_tokens,
)
from replycheck.rewrites.ending import Ending, close, ending_of
from replycheck.rewrites.objects import Objects, genitive_objects
from replycheck.rewrites.politeness import Words

Manner = Literal["ask", "offer", "remind", "forbid", "rather", "nor", "continue"]
NOR = ("äläkä", "älkääkä")
COORDINATORS = ("ja", "sekä", "tai")

# Not in the customer's power to do on request, so *voisitteko* with them is no request.
NON_AGENTIVE = frozenset(
    "voida osata pystyä tietää saada jaksaa kyetä uskoa luottaa ymmärtää tuntea rauhoittua hävetä".split()
)
# *Olla* is a request only with these.
STAYING = frozenset(
    "yhteydessä kotona paikalla tavoitettavissa valmiina läsnä mukana saapuvilla ajoissa paikoillaan "
    "hiljaa hiljempaa".split()
)
# The complement of these stays in the nominative; the object of an infinitive after them does not.
COPULAR = frozenset("olla tulla jäädä".split())
REMINDERS = frozenset("muistaa huomata huomioida".split())
REMINDING = {"ottaa": "huomioon", "pitää": "mielessä"}
# What the customer alone gains from: asking for it would sound as if we did (VISK § 1591).
BENEFITS = frozenset("tutustua hyödyntää voittaa säästää ansaita".split())
# *Katso lisätietoja …*, *jätä viesti huomiotta*, *kokeile ilmaiseksi*: likewise.
BENEFITING = {
    "lisätietoja": frozenset("katsoa lukea etsiä kysyä hakea löytää".split()),
    "lisätietoa": frozenset("katsoa lukea etsiä kysyä hakea löytää".split()),
    "lisää": frozenset("lukea kysyä".split()),
    "lähetystä": frozenset(["seurata"]),
    "pakettia": frozenset(["seurata"]),
    "toimitusta": frozenset(["seurata"]),
    "tilausta": frozenset(["seurata"]),
    "huomiotta": frozenset(["jättää"]),
    "ilmaiseksi": frozenset("kokeilla tilata käyttää ladata testata".split()),
    "maksutta": frozenset("kokeilla tilata käyttää ladata testata".split()),
}
# These leave it to the customer: *lähettäkää toki kuva*.
PERMITTING = frozenset("toki rohkeasti vapaasti huoletta halutessanne halutessasi".split())
WISHES = frozenset("haluta haluaa toivoa kaivata tarvita mieli".split())
# What may as well be an option, if the writer means it so.
OPTIONAL = frozenset("valita tilata käyttää varata ladata kokeilla".split())
# *Saisinko …* asks for these.
GIVING = frozenset("kertoa ilmoittaa antaa".split())
DATA = ("numero", "tunnus", "osoite", "nimi", "koodi", "aika", "päivä", "koko", "lukema")
ADDING = frozenset("vielä myös lisäksi".split())
# Where life or limb is at stake an imperative is right, and a question is not (Kielitoimiston ohjepankki).
SAFETY = frozenset(
    "hätänumero hätäkeskus vaara vaarallinen sähköisku tulipalo kaasu myrkky evakuoida turvallinen "
    "pelastuslaitos tajuton elvyttää 112".split()
)
STEPS = 3  # as many requests and more are easier to follow as a list
MANY_STEPS = 4  # so many are too long for one question

TOPIC = Remark(
    "Kehotuksen edellä on jo jotain, mikä muuttaa sanajärjestystä: lue lause läpi.",
    "Something stands before the verb that changes the word order: read the sentence through.",
)
DANGER = Remark(
    "Turvallisuusohjeessa käskymuoto on paikallaan: pehmennä vain, jos vaaraa ei ole.",
    "An imperative is right in a safety instruction: soften it only where there is no danger.",
)
URGING = Remark(
    "”Ihmeessä” kehottaa eikä pyydä: sovita se uuteen lauseeseen.",
    "“Ihmeessä” urges and does not ask: fit it to the new clause.",
)
TOO_MANY = Remark(
    "Näin monta vaihetta on helpompi lukea luettelona.", "So many steps are easier to read as a list."
)
LESS_THAN_ASKED = Remark(
    "Ei enää pyydä: asiakas voi jättää asian tekemättä.", "No longer asks: the customer may leave it undone."
)
LESS_HURRY = Remark(
    "Kiire lievenee; turvallisuusasiassa ”heti” on paikallaan.",
    "Presses less; in matters of safety “heti” is in place.",
)
NEEDS_REASON = Remark("Täydennä syy.", "Fill in the reason.")
NEW_LAYOUT = Remark("Muuttaa tekstin asettelun.", "Changes the layout of the text.")


class Part(NamedTuple):
    """Imperatives that are worded in one manner, in one run."""

    manner: Manner
    steps: tuple[Directive, ...]


class Wording(NamedTuple):
    """One way to word a part: what replaces its tokens, in lower case, and whether it is a question."""

    tokens: dict[int, str]
    asks: bool
    title: str
    note: Remark
    applicability: Literal["safe", "unsafe"] = "safe"
    safety_note: Remark | None = None
    ending: str = ""  # what takes the place of *ja* before the statement that follows


class Request(NamedTuple):
    """A sentence with imperatives, and what stands around them. ``last`` is the token after its end."""

    analysed: Analysed
    words: Words
    parts: tuple[Part, ...]
    first: int
    last: int
    ending: Ending

    def lemma(self, step: Directive) -> str:
        """The base form of an imperative."""
        return self.analysed.reading(step.verb).lemma

    @property
    def opens(self) -> bool:
        """Whether the sentence begins with its first imperative."""
        start = self.parts[0].steps[0].start
        return not any(self.analysed.doc[index].is_alpha for index in range(self.first, start))


def to_question(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """The sentence with its imperatives softened, best first; nothing where a form is not proven."""
    first, last = analysed.sentence_at(match.place[0])
    inside = [each for each in directives(analysed, situation) if first <= each.verb < last]
    chain = [each for each in inside if each.kind == "imperative"]
    if not any(each.start == match.place[0] for each in chain):
        return []
    parts = _parts(chain, analysed, first, last)
    ending = ending_of(chain[-1].verb, last, analysed, [each.verb for each in inside])
    request = Request(analysed, polite.words_for(situation), parts, first, last, ending)
    ladders = [_wordings(part, request) for part in parts]
    if not all(ladders):
        return []
    if len(parts) > 1:
        return _present(request, [[ladder[0] for ladder in ladders]])
    rewrites = _present(request, [[wording] for wording in ladders[0]])
    if not rewrites:
        return []
    return [
        *rewrites,
        *_as_steps(request),
        *_without_hurry(request, rewrites[0]),
        *_with_reason(request, rewrites[0]),
    ]


# ------------------------------------------------------------------------------------ manner of each part


def _parts(chain: Sequence[Directive], analysed: Analysed, first: int, last: int) -> tuple[Part, ...]:
    """The imperatives in runs of one manner; reminders and bans stand each for itself."""
    manners = [_manner(step, analysed, last) for step in chain]
    for number, step in enumerate(chain[1:], 1):
        if manners[number - 1] not in ("forbid", "nor"):
            continue
        if analysed.doc[step.start - 1].lower_ == "vaan":
            manners[number] = "rather"
        elif analysed.doc[step.start].lower_ in NOR:
            manners[number] = "nor"
    if _governed(chain[0], first, analysed):
        manners = ["continue" if manner in ("ask", "offer") else manner for manner in manners]
    elif "offer" in manners or _wished(first, last, analysed):
        manners = ["offer" if manner == "ask" else manner for manner in manners]
    parts: list[Part] = []
    for manner, step in zip(manners, chain, strict=True):
        if parts and parts[-1].manner == manner and manner in ("ask", "offer", "continue"):
            parts[-1] = Part(manner, (*parts[-1].steps, step))
        else:
            parts.append(Part(manner, (step,)))
    return tuple(parts)


def _governed(step: Directive, first: int, analysed: Analysed) -> bool:
    """*Voitte tarkistaa tilanteen tai soita meille*: the modal before carries this verb too."""
    if analysed.doc[step.start - 1].lower_ not in COORDINATORS or analysed.doc[step.start - 2].text == ",":
        return False
    return any(
        analysed.reading(index).lemma == "voida" and analysed.feats(index).get("Person") == "2"
        for index in range(first, step.start)
    )


def _manner(step: Directive, analysed: Analysed, last: int) -> Manner:
    lemma = analysed.reading(step.verb).lemma
    after = [token.lower_ for token in analysed.doc[step.verb + 1 : last]]
    if step.negative:
        return "forbid"
    if lemma in REMINDERS or REMINDING.get(lemma) in after[:2]:
        return "remind"
    if lemma == "ilmoittaa" and ("jos" in after or "mikäli" in after):
        return "remind"
    if not PERMITTING.isdisjoint(after[:4]):
        return "offer"
    benefits = lemma in BENEFITS or any(lemma in BENEFITING.get(word, ()) for word in after[:4])
    return "offer" if benefits else "ask"


def _wished(first: int, last: int, analysed: Analysed) -> bool:
    """*Jos haluatte …*: what follows serves a wish of the customer's."""
    words = [(analysed.doc[index].lower_, analysed.reading(index).lemma) for index in range(first, last)]
    condition = next((i for i, (word, _) in enumerate(words) if word in ("jos", "mikäli")), None)
    return condition is not None and any(lemma in WISHES for _, lemma in words[condition:])


# ------------------------------------------------------------------------------------ wordings


def _wordings(part: Part, request: Request) -> list[Wording]:
    """The ladder of a part; empty where its verbs cannot be asked for."""
    return LADDERS[part.manner](part, request)


def _asking(part: Part, request: Request) -> list[Wording]:
    question = _could(part, request, polite.POLITE)
    if question is None:
        return []
    alone = len(request.parts) == 1
    after_and = _when(part, request) if alone and request.ending.promises else None
    if after_and:
        return [after_and]
    ladder = [question, *_own_conditionals(part, request)]
    if alone:
        ladder += [*_may_i_have(part, request), *_if_clause(part, request)]
    if all(request.lemma(step) in OPTIONAL for step in part.steps):
        option = _may(part, request)
        if option is not None:
            ladder.append(option._replace(applicability="unsafe", safety_note=LESS_THAN_ASKED))
    return ladder


def _offering(part: Part, request: Request) -> list[Wording]:
    offer = _may(part, request)
    if offer is None:
        return []
    if request.ending.promises:
        when = _when(part, request)
        if when:
            return [when]
    if not _wished(request.first, request.last, request.analysed):
        return [offer]
    question = _could(part, request, polite.POLITE)
    return [offer, question] if question else [offer]


def _reminding(part: Part, request: Request) -> list[Wording]:
    (step,) = part.steps
    word = polite.statement(request.lemma(step), request.words, clitic="Han")
    if word is None:
        return []
    reminder = Wording({step.verb: word}, False, f"{word.capitalize()} …", polite.REMINDER)
    noticed = request.lemma(step) == "huomata"
    question = None if noticed else _could(part, request, polite.ASKS_TO_REMEMBER)
    return [reminder, question] if question else [reminder]


def _forbidding(part: Part, request: Request) -> list[Wording]:
    (step,) = part.steps
    negation = request.analysed.doc[step.start].lower_
    stem, infinitive = polite.connegative(request.lemma(step)), polite.infinitive(request.lemma(step))
    if not stem or not infinitive or negation not in ("älä", "älkää", *NOR):
        return []
    words = request.words

    def ban(lead: str, verb: str, note: Remark) -> Wording:
        return Wording({step.start: lead, step.verb: verb}, False, f"{lead.capitalize()} {verb} …", note)

    without = polite.abessive(request.lemma(step))
    question = {step.start: f"{words.could} olla", step.verb: without or ""}
    asks = without and request.ending.divides < 0 and not _negative_words(step, request)
    return [
        ban(words.surely_not, stem, polite.GENTLE_BAN),
        *([Wording(question, True, f"{words.could.capitalize()} olla …?", polite.ABSTAIN)] if asks else []),
        ban(f"pyydämme, {words.that_not}", stem, polite.FORMAL_REQUEST),
        ban(words.not_worth, infinitive, polite.ADVICE),
    ]


def _negative_words(step: Directive, request: Request) -> bool:
    """*Koskaan, enää, kenellekään*: words that stand after a negation only."""
    after = request.analysed.doc[step.start : request.last]
    return any(
        token.lower_ in ("koskaan", "ikinä", "enää", "lainkaan", "yhtään")
        or token.lower_.endswith(("kaan", "kään"))
        or token.lower_.startswith(("mitään", "missään", "mihinkään", "mistään"))
        for token in after
    )


def _rather(part: Part, request: Request) -> list[Wording]:
    """*Älkää avatko, vaan soittakaa* → *Ettehän avaa, vaan soitatte*."""
    (step,) = part.steps
    word = polite.statement(request.lemma(step), request.words)
    return [Wording({step.verb: word}, False, word.capitalize(), polite.GENTLE_BAN)] if word else []


def _continuing(part: Part, request: Request) -> list[Wording]:
    """*Voitte tarkistaa tilanteen tai soita meille.* → *… tai soittaa meille.*"""
    tokens = {step.verb: polite.infinitive(request.lemma(step)) or "" for step in part.steps}
    asks = request.analysed.doc[request.ending.stop].text == "?"
    title = f"… {next(iter(tokens.values()))}"
    return [Wording(tokens, asks, title, polite.POLITE)] if all(tokens.values()) else []


def _nor(part: Part, request: Request) -> list[Wording]:
    """*Älkää vastatko älkääkä avatko* → *Ettehän vastaa ettekä avaa*."""
    (step,) = part.steps
    stem = polite.connegative(request.lemma(step))
    tokens = {step.start: request.words.nor, step.verb: stem or ""}
    return [Wording(tokens, False, f"… {request.words.nor} {stem}", polite.GENTLE_BAN)] if stem else []


LADDERS: dict[Manner, Callable[[Part, Request], list[Wording]]] = {
    "ask": _asking,
    "offer": _offering,
    "remind": _reminding,
    "forbid": _forbidding,
    "rather": _rather,
    "nor": _nor,
    "continue": _continuing,
}


def _could(part: Part, request: Request, note: Remark) -> Wording | None:
    """*Voisitteko lähettää …?*, one modal over all infinitives."""
    return _modal(part, request, request.words.could, True, note)


def _may(part: Part, request: Request) -> Wording | None:
    """*Voitte valita …*"""
    return _modal(part, request, request.words.may, False, polite.OPTION)


def _modal(part: Part, request: Request, modal: str, asks: bool, note: Remark) -> Wording | None:
    tokens: dict[int, str] = {}
    for step in part.steps:
        infinitive = polite.infinitive(request.lemma(step))
        if infinitive is None or not _agentive(step, request):
            return None
        tokens[step.verb] = infinitive if tokens else f"{modal} {infinitive}"
    return Wording(tokens, asks, f"{modal.capitalize()} …{'?' if asks else ''}", note)


def _agentive(step: Directive, request: Request) -> bool:
    lemma = request.lemma(step)
    if lemma == "olla":
        after = request.analysed.doc[step.verb + 1 : min(step.verb + 5, request.last)]
        return any(token.lower_ in STAYING for token in after)
    return lemma not in NON_AGENTIVE


def _own_conditionals(part: Part, request: Request) -> list[Wording]:
    """*Lähettäisittekö …?*, of one verb or two."""
    forms = {step.verb: polite.own_conditional(request.lemma(step), request.words) for step in part.steps}
    words = {index: form for index, form in forms.items() if form}
    if len(words) < len(forms) or len(forms) >= STEPS:
        return []
    title = f"{next(iter(words.values())).capitalize()} …?"
    return [Wording(words, True, title, polite.SAME_POLITE)]


def _may_i_have(part: Part, request: Request) -> list[Wording]:
    """*Kertokaa asiakasnumeronne.* → *Saisinko asiakasnumeronne?*"""
    (step, *more), analysed = part.steps, request.analysed
    if more or request.lemma(step) not in GIVING:
        return []
    found = genitive_objects(step.verb, request.last, analysed)
    if found is None or not found.places or not analysed.reading(found.places[-1]).lemma.endswith(DATA):
        return []
    between = analysed.doc[step.verb + 1 : found.places[0]]
    if any(token.lower_ not in ADDING for token in between):
        return []
    return [Wording({step.verb: "saisinko"}, True, "Saisinko …?", polite.ASKS_FOR_DATA)]


def _if_clause(part: Part, request: Request) -> list[Wording]:
    """*Lähetä kuva, niin tarkistan asian.* → *Jos lähetätte kuvan, niin tarkistan asian.*"""
    (step, *more) = part.steps
    word = polite.statement(request.lemma(step), request.words)
    if more or not word or not request.opens or not request.ending.then:
        return []
    return [Wording({step.verb: f"jos {word}"}, False, "Jos …, niin …", polite.CONDITION)]


def _when(part: Part, request: Request) -> Wording | None:
    """*Tilaa uutiskirje ja saat alennuksen.* → *Kun tilaatte uutiskirjeen, saatte alennuksen.*"""
    (step, *more) = part.steps
    word = polite.statement(request.lemma(step), request.words)
    if more or not word or not request.opens:
        return None
    return Wording({step.verb: f"kun {word}"}, False, "Kun …, …", polite.CONDITION, ending=",")


# ------------------------------------------------------------------------------------ edits


def _present(request: Request, choices: Sequence[Sequence[Wording]]) -> list[Rewrite]:
    """A rewrite for each choice of wordings, one for each part."""
    objects = _objects(request)
    if objects is None:
        return []
    rewrites = []
    for wordings in choices:
        edits = _edits(request, wordings)
        if edits is None:
            return []
        closing, unclear = close(request.ending, request.analysed, wordings[-1].asks, wordings[-1].ending)
        doubt = objects.doubt or unclear or _doubt(request, wordings) or wordings[0].safety_note
        rewrites.append(
            Rewrite(
                ordered([*edits, *objects.edits, *closing]),
                wordings[0].title,
                "unsafe" if doubt else "safe",
                doubt,
                wordings[0].note,
            )
        )
    return rewrites


def _doubt(request: Request, wordings: Sequence[Wording]) -> Remark | None:
    if _has_topic(request):
        return TOPIC
    inside = range(request.first, request.last)
    if any(request.analysed.doc[index].lower_ == "ihmeessä" for index in inside):
        return URGING
    if any(request.analysed.reading(index).lemma in SAFETY for index in inside):
        return DANGER
    many = any(len(part.steps) >= MANY_STEPS for part in request.parts)
    return TOO_MANY if many else None


def _has_topic(request: Request) -> bool:
    """Whether an object or subject stands before an imperative: *kuitti lähettäkää postitse*."""
    analysed, doc = request.analysed, request.analysed.doc
    for step in (step for part in request.parts for step in part.steps):
        if doc[step.start].lower_ in NOR:
            continue
        first = max(analysed.clause_at(step.start)[0], request.first)
        index = step.start - 1
        while index >= first and not (doc[index].is_punct or doc[index].pos_ == "CCONJ"):
            if analysed.feats(index).get("Case") == "Nom" and doc[index].pos_ in ("NOUN", "PRON", "PROPN"):
                return doc[index].lower_ != "kiitos"
            index -= 1
    return _joins_statement(request)


def _joins_statement(request: Request) -> bool:
    """Whether *ja* joins the first imperative to a statement, or to words of which one is a misread verb."""
    doc, part = request.analysed.doc, request.parts[0]
    start = part.steps[0].start
    joined = start - 1 > request.first and doc[start - 1].lower_ in COORDINATORS
    return joined and part.manner != "continue" and doc[start - 2].text != ","


def _objects(request: Request) -> Objects | None:
    """The objects of all positive imperatives, in the genitive."""
    analysed = request.analysed
    steps = [step for part in request.parts for step in part.steps]
    whole = Objects()
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        stop = following.start if following else request.last
        governor: int | None = step.verb
        if request.lemma(step) in COPULAR:
            after = range(step.verb + 1, stop)
            governor = next((i for i in after if analysed.feats(i).get("VerbForm") == "Inf"), None)
        if step.negative or governor is None:
            continue
        found = genitive_objects(governor, stop, analysed)
        if found is None:
            return None
        whole.edits += found.edits
        whole.doubt = whole.doubt or found.doubt
    return whole


def _edits(request: Request, wordings: Sequence[Wording]) -> list[Edit] | None:
    """The verbs of all parts reworded; a new sentence begins with each further part."""
    analysed, edits = request.analysed, []
    for number, wording in enumerate(wordings):
        for place, (index, word) in enumerate(wording.tokens.items()):
            spelt = matching_case(word, analysed.doc[index].text)
            continues = request.parts[number].manner in ("rather", "nor")
            if number and not place and not continues:
                junction = _junction(request, index, word, asks=wordings[number - 1].asks)
                if junction is None:
                    return None
                edits.append(junction)
            else:
                edits.append(replace_token(analysed, index, spelt))
    return edits


def _junction(request: Request, index: int, word: str, *, asks: bool) -> Edit | None:
    """End the sentence before a part: *…, älä jätä* → *…? Ettehän jätä*; None where more than that joins them."""
    doc = request.analysed.doc
    first = index
    if doc[first - 1].lower_ in ("ja", "sekä", "mutta"):
        first -= 1
    if doc[first - 1].text in (",", ";", "–"):
        first -= 1
    if first == index and doc[index].lower_ not in NOR:
        return None
    begun = doc[request.first].text
    capital = word.capitalize() if not begun[:1].islower() else word
    if doc[index - 1].lower_ == "mutta":
        capital += " kuitenkaan" if word.startswith("e") else " kuitenkin"
    start = doc[first - 1].idx + len(doc[first - 1].text)
    end = doc[index].idx + len(doc[index].text)
    return Edit(start=start, end=end, replacement=f"{'?' if asks else '.'} {capital}")


# ------------------------------------------------------------------------------------ further offers


def _as_steps(request: Request) -> list[Rewrite]:
    """*Avaa sovellus, kirjaudu sisään ja paina Maksa.* as a list of steps."""
    (part,), analysed = request.parts, request.analysed
    if (
        len(part.steps) < STEPS
        or part.manner not in ("ask", "offer")
        or not request.opens
        or request.ending.open
    ):
        return []
    edits = []
    for number, step in enumerate(part.steps, 1):
        verb = polite.plural_imperative(request.lemma(step), request.words)
        if verb is None:
            return []
        first = step.start
        if number == 1:
            lead = f"{request.words.may.capitalize()} toimia näin:\n"
            edits.append(replace_token(analysed, first, f"{lead}1. {verb.capitalize()}"))
            continue
        while analysed.doc[first - 1].lower_ in (",", "ja", "sekä", "sitten"):
            first -= 1
        if first == step.start:
            return []
        start = analysed.text_span(first - 1, first)[1]
        end = analysed.text_span(step.verb, step.verb + 1)[1]
        edits.append(Edit(start=start, end=end, replacement=f".\n{number}. {verb.capitalize()}"))
    title = f"{request.words.may.capitalize()} toimia näin: 1. …"
    return [Rewrite(ordered(edits), title, "unsafe", NEW_LAYOUT, polite.STEPS)]


def _without_hurry(request: Request, best: Rewrite) -> list[Rewrite]:
    """*heti* → *mahdollisimman pian*."""
    doc = request.analysed.doc
    first, last = request.analysed.clause_at(request.parts[0].steps[0].verb)
    for index in range(first, last):
        follows = doc[index + 1].lower_ if index + 1 < last else ""
        if doc[index].lower_ in ("heti", "välittömästi") and follows not in ("kun", "kuin", "jos"):
            calm = replace_token(request.analysed, index, "mahdollisimman pian")
            edits = ordered([*best.edits, calm])
            return [Rewrite(edits, "… mahdollisimman pian", "unsafe", LESS_HURRY, polite.NO_HURRY)]
    return []


def _with_reason(request: Request, best: Rewrite) -> list[Rewrite]:
    """*Ettehän lähetä korttinumeroa, sillä [syy].*"""
    if request.parts[0].manner != "forbid" or not request.ending.plain:
        return []
    end = request.ending.stop
    place = request.analysed.text_span(end, end + 1)
    if any(edit.end == place[1] for edit in best.edits) or request.analysed.doc[end].text != ".":
        return []
    reason = replace_tokens(request.analysed, end, end + 1, ", sillä [syy].")
    title = f"{best.title.rstrip(' …')} …, sillä [syy]."
    return [Rewrite(ordered([*best.edits, reason]), title, "display", NEEDS_REASON, polite.WITH_REASON)]
