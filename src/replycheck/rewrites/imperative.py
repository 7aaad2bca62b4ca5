"""An imperative becomes a conditional question: *Lähetä kuitti.* → *Voisitteko lähettää kuitin?*

All the imperatives of one sentence are mended by one set of edits, since *Voisitteko* carries every
infinitive after it (VISK § 1662). A total object in the nominative turns genitive (VISK § 934–936), and
so does each of its modifiers; plural and partitive objects, objects with a possessive suffix and whatever
stands in a finite subordinate clause stay as they are. Prohibitions become *Ettehän …* statements.
"""

from __future__ import annotations

from collections.abc import Mapping

from replycheck.analysis import Analysed
from replycheck.checks.imperative import directives
from replycheck.inflect import genitive, inflect
from replycheck.matching import Match, Situation
from replycheck.model import AddressForm, Edit
from replycheck.rewrites.base import Rewrite, matching_case, replace_token

MODAL = {"formal": "voisitteko", "informal": "voisitko"}
NEGATION = {"formal": "ettehän", "informal": "ethän"}

# Not in the customer's power to do on request, so *voisitteko* with them is no request.
NON_AGENTIVE = frozenset("voida osata pystyä tietää saada jaksaa kyetä".split())
# A reminder is a statement with -han: *Muistattehan …* (VISK § 830).
REMINDERS = frozenset("muistaa huomata".split())
# *Ole valmis*: the complement of these stays in the nominative.
COPULAR = frozenset("olla tulla jäädä".split())
SUBORDINATORS = frozenset(
    "että jos kun kunnes koska vaikka ellei jollei mikäli jotta sillä niin ni jolloin kuin kuten".split()
)
QUESTION_WORDS = frozenset("miten missä mihin mistä milloin miksi kuinka".split())
UNINFLECTED = frozenset("itse kiitos kiitti".split())
STOPS = frozenset(":;(–-")

UNSAFE_CLAUSE = "Another main clause follows in the sentence; read the question through before sending."
UNSAFE_LABEL = "A name or label may be the object; read it through before sending."


def to_question(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """The sentence's imperatives as one conditional question, or no rewrite where a form is not proven."""
    form = situation.address or "formal"
    first, last = analysed.sentence_at(match.place[0])
    chain = [d for d in directives(analysed, situation) if first <= d.verb < last and d.kind == "imperative"]
    here = next((d for d in chain if d.start == match.place[0]), None)
    if here is None:
        return []
    if here.negative:
        return _prohibition(here.start, here.verb, analysed, form)
    chain = [d for d in chain if not d.negative]
    if analysed.reading(here.verb).lemma in REMINDERS:
        return _reminder(here.verb, analysed, form)
    chain = [d for d in chain if analysed.reading(d.verb).lemma not in REMINDERS]
    edits: list[Edit] = []
    notes: list[str] = []
    for number, directive in enumerate(chain):
        index = directive.verb
        lemma = analysed.reading(index).lemma
        infinitive = inflect(lemma, VerbForm="Inf", InfForm="1")
        if not infinitive or lemma in NON_AGENTIVE:
            return []
        word = infinitive[0] if number else f"{MODAL[form]} {infinitive[0]}"
        edits.append(replace_token(analysed, index, matching_case(word, analysed.doc[index].text)))
        stop = chain[number + 1].verb if number + 1 < len(chain) else last
        if lemma not in COPULAR:
            objects = _objects(index, stop, analysed, notes)
            if objects is None:
                return []
            edits += objects
    edits += _question_mark(chain[-1].verb, last, analysed)
    if _statement_follows(chain[0].verb, last, analysed, {d.verb for d in chain}):
        notes.append(UNSAFE_CLAUSE)
    return [
        Rewrite(
            tuple(sorted(edits, key=lambda edit: edit.start)),
            f"{MODAL[form].capitalize()} …?",
            "unsafe" if notes else "safe",
            notes[0] if notes else None,
        )
    ]


def _objects(verb: int, stop: int, analysed: Analysed, notes: list[str]) -> list[Edit] | None:
    """The nominative singular objects after a verb in the genitive; None where one cannot be formed."""
    edits: list[Edit] = []
    for index in range(verb + 1, stop):
        token = analysed.doc[index]
        if (
            token.text in STOPS
            or _opens_subordinate(index, analysed)
            or _own_statement(index, verb, analysed)
        ):
            break
        feats = analysed.feats(index)
        if not _nominative_singular(token.pos_, feats) or token.lower_ in UNINFLECTED:
            continue
        if feats.get("Person[psor]") or analysed.in_zone(index):
            continue
        if _counts_something(index, analysed):
            continue
        if token.is_title and not token.is_sent_start and "-" not in token.text:
            if not _leads_to_hyphen(index, stop, analysed):
                notes.append(UNSAFE_LABEL)
            continue
        word = genitive(token.text, analysed.reading(index))
        if word is None:
            return None
        if word != token.text:
            edits.append(replace_token(analysed, index, word))
    return edits


def _own_statement(index: int, verb: int, analysed: Analysed) -> bool:
    """Whether a later clause begins here that has a finite verb of its own: its nominative is a subject."""
    first, last = analysed.clause_at(index)
    return first > verb and any(
        analysed.feats(each).get("VerbForm") == "Fin" and analysed.feats(each).get("Mood") != "Imp"
        for each in range(first, last)
    )


def _leads_to_hyphen(index: int, stop: int, analysed: Analysed) -> bool:
    """Whether a word belongs to a name that ends in a hyphened head: *Oma Sähkö -sivulla*."""
    return any(analysed.doc[each].text.startswith("-") for each in range(index + 1, min(index + 4, stop)))


def _nominative_singular(pos: str, feats: Mapping[str, str]) -> bool:
    return (
        (pos in ("NOUN", "ADJ", "PRON", "PROPN", "NUM", "DET") or feats.get("VerbForm") == "Part")
        and feats.get("Case") == "Nom"
        and feats.get("Number") == "Sing"
    )


def _counts_something(index: int, analysed: Analysed) -> bool:
    """A numeral from two up, *pari*, *puoli*: with a partitive after it, the phrase does not change."""
    token = analysed.doc[index]
    if token.pos_ != "NUM" and token.lower_ not in ("pari", "monta", "puoli"):
        return False
    following = analysed.feats(index + 1) if index + 1 < len(analysed.doc) else {}
    return following.get("Case") == "Par"


def _opens_subordinate(index: int, analysed: Analysed) -> bool:
    token = analysed.doc[index]
    if token.lower_ in SUBORDINATORS:
        return True
    after_comma = index > 0 and analysed.doc[index - 1].text == ","
    feats = analysed.feats(index)
    if feats.get("PronType") == "Rel":
        return True
    asks = feats.get("PronType") == "Int" or "Ko" in feats.get("Clitic", "").split(",")
    return after_comma and (asks or token.lower_ in QUESTION_WORDS)


def _question_mark(verb: int, last: int, analysed: Analysed) -> list[Edit]:
    """Turn the sentence's full stop into a question mark; a trailing thanks gets a sentence of its own."""
    doc = analysed.doc
    tail = [index for index in range(verb + 1, last) if not doc[index].is_space]
    while (
        tail
        and doc[tail[-1]].text not in (".", "!", "?", ":")
        and doc[tail[-1]].pos_ in ("SYM", "PUNCT", "X")
    ):
        tail.pop()
    if not tail:
        return []
    end = tail[-1]
    stop = doc[end].text
    if stop == "?" or stop == ":":
        return []
    thanks = end - 1 if stop in (".", "!") else end
    if doc[thanks].lower_ in ("kiitos", "kiitti") and doc[thanks - 1].text == "," and thanks - 1 > verb:
        comma = doc[thanks - 1]
        word = doc[thanks].text.capitalize()
        start, finish = comma.idx, doc[end].idx + len(doc[end].text)
        return [Edit(start=start, end=finish, replacement=f"? {word}!")]
    if set(stop) <= {".", "!"} and stop:
        return [replace_token(analysed, end, "?")]
    finish = doc[end].idx + len(doc[end].text)
    return [Edit(start=finish, end=finish, replacement="?")]


def _statement_follows(verb: int, last: int, analysed: Analysed, chain: set[int]) -> bool:
    """Whether a main clause of its own comes after the request, which a question would swallow."""
    for first, end in analysed.clauses:
        if not verb < first < last:
            continue
        finite = any(
            analysed.feats(index).get("VerbForm") == "Fin" and index not in chain
            for index in range(first, end)
        )
        opener = next((i for i in range(first, end) if not analysed.doc[i].is_punct), first)
        if finite and not _opens_subordinate(opener, analysed) and not chain & set(range(first, end)):
            before = analysed.doc[first - 1].text if first else ""
            if analysed.doc[opener].lower_ in ("ja", "sekä", "mutta") or before in (";", ":", ","):
                return True
    return False


def _prohibition(negation: int, verb: int, analysed: Analysed, form: AddressForm) -> list[Rewrite]:
    connegative = inflect(
        analysed.reading(verb).lemma, Mood="Ind", Tense="Pres", VerbForm="Fin", Connegative="Yes"
    )
    if not connegative or analysed.doc[negation].lower_ not in ("älä", "älkää"):
        return []
    text = analysed.doc[negation].text
    edits = [
        replace_token(analysed, negation, matching_case(NEGATION[form], text)),
        replace_token(analysed, verb, matching_case(connegative[0], analysed.doc[verb].text)),
        *_calm_stop(verb, analysed),
    ]
    return [Rewrite(tuple(edits), f"{NEGATION[form].capitalize()} {connegative[0]} …")]


def _reminder(verb: int, analysed: Analysed, form: AddressForm) -> list[Rewrite]:
    number = "Plur" if form == "formal" else "Sing"
    lemma = analysed.reading(verb).lemma
    forms = inflect(lemma, Mood="Ind", Tense="Pres", Person="2", Number=number, Clitic="Han")
    if not forms:
        return []
    _, last = analysed.sentence_at(verb)
    notes: list[str] = []
    objects = _objects(verb, last, analysed, notes)
    if objects is None:
        return []
    word = matching_case(forms[0], analysed.doc[verb].text)
    edits = (replace_token(analysed, verb, word), *objects, *_calm_stop(verb, analysed))
    return [
        Rewrite(
            tuple(edits),
            f"{forms[0].capitalize()} …",
            "unsafe" if notes else "safe",
            notes[0] if notes else None,
        )
    ]


def _calm_stop(index: int, analysed: Analysed) -> list[Edit]:
    """A request does not end in an exclamation mark."""
    _, last = analysed.sentence_at(index)
    return [
        replace_token(analysed, each, ".")
        for each in range(index + 1, last)
        if set(analysed.doc[each].text) == {"!"}
    ]
