"""Choose, for each token, the reading that fits its context.

The dictionary gives several readings for many words (*lähetä* is an imperative or what *en* governs, *tilaa*
a verb or »space»); a statistical model guesses one for each, and is weakest where address and commands are at
stake. Here named constraints look at the clause first, in order; each keeps the readings that fit. What they
leave open is decided by agreement with the model, and where there is no model by small preferences.

Sources: VISK § 95 (possessive suffixes), § 1591 (imperative), § 1661–1662 (questions as requests). The order
of the constraints and the word lists are this project's own, tuned on the development sets of UD Finnish.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from spacy.tokens import Doc

from replycheck.features import format_feats, parse_feats
from replycheck.morphology import Reading


class Choice(NamedTuple):
    """The reading chosen for a token.

    why: the constraint that decided, in a few words
    confidence: 0 to 1
    """

    reading: Reading
    why: str
    confidence: float


class Verdict(NamedTuple):
    """What a constraint says of a token: the readings that fit, and how far to trust it."""

    readings: list[Reading]
    why: str
    confidence: float


# --- Closed classes ---


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLOSING = frozenset('.!?…:;,()[]-–—−•*/|»«”“"')
_QUOTES = frozenset("\"”“»«'’‘")
_SUBORDINATORS = _words("että et jos kun ku koska vaikka jotta mikäli kunnes ellei")
_COORDINATORS = _words("ja tai sekä vaan mutta mut eli joten vai eikä")
_QUESTION_WORDS = _words(
    "mitä mikä miten milloin missä mihin mistä miksi kuinka koska kuka ketä minkä mitkä kenelle"
)
_RELATIVE = _words(
    "joka jota jonka jossa josta johon jolla jolta jolle jotka joita joiden joissa joista joihin mikä"
)
# What may stand before an imperative without being its subject.
_BEFORE_IMPERATIVE = _words(
    "niin ni ensin sitten sit nyt vain vaa siis lopuksi tarvittaessa muuten siis no noh hei moi kiitos ok "
    "okei ensiksi aluksi seuraavaksi tämän jälkeen sen ystävällisesti ja tai sekä mutta mut vaan eli "
    "joten toki ihan rohkeasti mielellään samalla heti huom huomio vinkki please plz"
)
_LABEL_NOUNS = (
    "sivu",
    "kohta",
    "kohda",
    "painike",
    "painikke",
    "valikko",
    "valiko",
    "nappi",
    "napi",
    "toimin",
)
_LABEL_VERBS = frozenset(
    ["paina", "valitse", "klikkaa", "napauta", "napsauta", "näpäytä", "painakaa", "valitkaa"]
)
_LABEL_TAILS = (
    "-sivu",
    "-painik",
    "-osio",
    "-nappi",
    "-napi",
    "-kohta",
    "-kohda",
    "-valik",
    "-toimin",
    "-linkki",
)
_GREETINGS = _words("hei moi moikka hyvä terve terveisin terv yst terkuin t")
# Verbs without a command in customer service, and verbs that only look like one behind a common word.
_NEVER_COMMANDED = _words(
    "voida saada osata siittää niittää juuria suomia edeltää haluta tarvita täytyä pitäytyä maksella"
)
_POSTPOSITIONS = _words(
    "vuoksi takia johdosta mukaan kanssa jälkeen puolesta kautta kohdalla perusteella osalta avulla kesken "
    "mukaisesti lisäksi sijaan aikana ajan yhteydessä suhteen"
)
_CALLS = frozenset(["kuule", "kuules", "kato", "katos"])
# Verbs and words that want a partitive or an amount after them.
_GOVERN_PARTITIVE = frozenset(
    ["paljon", "vähän", "enemmän", "vähemmän", "hieman", "lisää", "tarpeeksi", "monta"]
)


# How far a clause is looked through: text without punctuation must not take quadratic time.
_WINDOW = 30


class _Context:
    """A document as the constraints see it: readings, what is chosen so far, and clause borders."""

    def __init__(self, doc: Doc, readings: Sequence[tuple[Reading, ...]]) -> None:
        self.doc = doc
        self.readings = readings
        self.chosen: list[Choice] = []
        self.lower = [token.text.lower() for token in doc]
        self.has_model = any(token.has_morph() and str(token.morph) for token in doc)
        self.sentence_start = self._sentence_starts()
        self.clause_start = self._clause_starts()

    def _sentence_starts(self) -> list[int]:
        starts, start = [], 0
        for i, token in enumerate(self.doc):
            after_break = i > 0 and "\n" in self.doc[i - 1].text_with_ws
            if token.is_sent_start or after_break:
                start = i
            starts.append(start)
        return starts

    def _clause_starts(self) -> list[int]:
        starts, start = [], 0
        for i, word in enumerate(self.lower):
            new_sentence = self.sentence_start[i] == i
            after_closing = i > 0 and self.lower[i - 1] in _CLOSING
            if new_sentence or after_closing or word in _SUBORDINATORS or word in _COORDINATORS:
                start = i
            starts.append(start)
        return starts

    def clause_before(self, i: int) -> range:
        """Positions of the clause left of ``i``, nearest last."""
        return range(max(self.clause_start[i], i - _WINDOW), i)

    def sentence_before(self, i: int) -> range:
        """Positions of the sentence left of ``i``."""
        return range(max(self.sentence_start[i], i - _WINDOW), i)

    def clause_after(self, i: int) -> range:
        """Positions of the clause right of ``i``."""
        end = i + 1
        limit = min(len(self.doc), i + _WINDOW)
        while end < limit and self.clause_start[end] == self.clause_start[i] and not self.closes(end):
            end += 1
        return range(i + 1, end)

    def closes(self, i: int) -> bool:
        return self.lower[i] in _CLOSING

    def reading(self, i: int) -> Reading:
        return self.chosen[i].reading

    def guess(self, i: int, feature: str) -> str | None:
        """What the model says of a feature; None also where there is no model."""
        return parse_feats(str(self.doc[i].morph)).get(feature) if self.has_model else None

    def opens_sentence(self, i: int) -> bool:
        """Whether only quotes, bullets, numbers and the like stand before ``i`` in its sentence."""
        return not any(self.doc[j].is_alpha for j in self.sentence_before(i))

    def titled(self, i: int) -> bool:
        text = self.doc[i].text
        return text[:1].isupper() and not self.opens_sentence(i)


# --- What kind of reading ---


def _has(reading: Reading, **wanted: str) -> bool:
    feats = parse_feats(reading.feats)
    return all(feats.get(name) == value for name, value in wanted.items())


def _finite(reading: Reading) -> bool:
    return _has(reading, VerbForm="Fin") and reading.get("Connegative") is None


def _connegative(reading: Reading) -> bool:
    return reading.get("Connegative") is not None


def _negation(reading: Reading) -> bool:
    return reading.get("Polarity") == "Neg"


def _imperative(reading: Reading) -> bool:
    return _has(reading, Mood="Imp", Person="2", Number="Sing") and not _negation(reading)


def _past_participle(reading: Reading) -> bool:
    return _has(reading, PartForm="Past", Case="Nom")


def _nominal(reading: Reading) -> bool:
    return reading.get("Case") is not None and reading.get("InfForm") is None


def _possessed(reading: Reading) -> bool:
    return reading.get("Person[psor]") == "2"


def _second_singular(reading: Reading) -> bool:
    return _finite(reading) and _has(reading, Person="2", Number="Sing") and reading.get("Mood") != "Imp"


def _third(reading: Reading) -> bool:
    return _finite(reading) and reading.get("Person") == "3"


def _keep(
    readings: list[Reading], wanted: Callable[[Reading], bool], why: str, confidence: float
) -> Verdict | None:
    kept = [reading for reading in readings if wanted(reading)]
    if not kept or len(kept) == len(readings):
        return None
    return Verdict(kept, why, confidence)


def _only_finite(readings: tuple[Reading, ...]) -> bool:
    """Whether a word can be nothing but a finite verb: *on, löytyy, olette*, not *maksat*."""
    return bool(readings) and all(_finite(reading) and reading.get("Mood") != "Imp" for reading in readings)


# --- The constraints, in order ---


def label(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """A capitalised verb inside a sentence, or one alone in quotes, is the name of a button or page."""
    if not any(_finite(reading) for reading in readings):
        return None
    word = context.doc[i].text
    before = context.lower[i - 1] if i else ""
    after = context.lower[i + 1] if i + 1 < len(context.doc) else ""
    quoted = before in _QUOTES and after in _QUOTES and before != ""
    capital = context.titled(i) and not context.closes(i - 1) and not word.isupper()
    named = word[:1].isupper() and (before.startswith(_LABEL_NOUNS) or before in _LABEL_VERBS)
    if quoted or named or after.startswith(_LABEL_TAILS) or (capital and before in _LABEL_VERBS):
        return Verdict([Reading(word, "PROPN", "", source="added")], "label of a button or page", 0.9)
    if capital:
        names = [reading for reading in readings if reading.pos == "PROPN"]
        return Verdict(
            names or [Reading(word, "PROPN", "", source="added")], "capital inside a sentence: a name", 0.8
        )
    return None


def name(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*Anna, Satu, Toivo* are names after a greeting, before another name, and inside a sentence."""
    if not any(reading.pos == "PROPN" for reading in readings) or not context.doc[i].text[:1].isupper():
        return None
    before = context.lower[i - 1] if i else ""
    after = i + 1 if i + 1 < len(context.doc) else None
    surname = (
        after is not None
        and context.doc[after].text[:1].isupper()
        and context.sentence_start[after] == context.sentence_start[i]
        and not context.doc[after].text.isupper()
        and (not context.readings[after] or any(r.pos == "PROPN" for r in context.readings[after]))
    )
    verb = (
        after is not None
        and any(_third(r) for r in context.readings[after])
        and not any(r.get("Case") in ("Nom", "Gen") for r in context.readings[after])
        and context.doc[after].pos_ in ("VERB", "AUX", "")
    )
    if surname or verb or before in _GREETINGS or context.titled(i):
        return _keep(readings, lambda reading: reading.pos == "PROPN", "a name", 0.9)
    return None


def et_that_or_not(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*et* is »you do not» where a connegative or past participle follows, else spoken *että*."""
    if context.lower[i] != "et":
        return None
    negated = context.opens_sentence(i) or _you_beside(context, i)
    for j in context.clause_after(i):
        candidates = [r for r in context.readings[j] if r.get("VerbForm") == "Fin" or _past_participle(r)]
        governed = [r for r in candidates if _connegative(r) or _past_participle(r)]
        if not candidates:
            if context.lower[j] not in _YOU and any(
                r.pos == "PRON" and r.get("PronType") in ("Prs", "Dem") and r.get("Case") == "Nom"
                for r in context.readings[j]
            ):
                negated = False
                break
            continue
        sure = len(governed) == len(candidates) or _you_beside(context, i) or context.guess(j, "Connegative")
        negated = bool(governed) and (context.doc[i].pos_ != "SCONJ" or bool(sure))
        break
    wanted = _negation if negated else _is_conjunction
    return _keep(readings, wanted, "et: negation or spoken että", 0.9)


def _you_beside(context: _Context, i: int) -> bool:
    return (i > 0 and context.lower[i - 1] in _YOU) or context.lower[i + 1 : i + 2] in ([you] for you in _YOU)


_YOU = frozenset(["sinä", "sä", "sää", "sie"])


def _is_conjunction(reading: Reading) -> bool:
    return reading.pos == "SCONJ"


def after_negation(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """The first verb after *en, et, ei …* in the clause is its connegative or participle; no other one is."""
    governor = _open_negation(context, i)
    if governor is None:
        negated = any(_negation(context.reading(j)) for j in context.sentence_before(i))
        if negated and heads_clause(context, i) < 0:
            return None  # Ei se, mitä näkyy, ole …
        return _keep(readings, lambda reading: not _connegative(reading), "no negation before it", 0.9)
    if context.reading(governor).get("Mood") == "Imp":
        forbidden = [
            replace(reading, feats=_FORBIDDEN_FEATS.get(reading.feats, reading.feats))
            for reading in readings
            if _connegative(reading)
        ]
        return Verdict(forbidden, "under älä, älkää", 0.97) if forbidden else None
    kept = _keep(readings, _connegative, "under a negation", 0.95)
    return kept or _keep(readings, _past_participle, "under a negation", 0.9)


_CONNEGATIVE = "Connegative=Yes|Mood=Ind|Tense=Pres|VerbForm=Fin"
_FORBIDDEN_FEATS = {_CONNEGATIVE: "Connegative=Yes|Mood=Imp|VerbForm=Fin"}


def _open_negation(context: _Context, i: int) -> int | None:
    """Find the negation verb whose main verb has not come yet."""
    start = context.sentence_start[i]
    for j in range(i - 1, max(start, i - 10) - 1, -1):
        reading = context.reading(j)
        if _negation(reading):
            return j
        if _connegative(reading) or _finite(reading) or context.lower[j] in ".!?:;":
            return None
        if _past_participle(reading) and reading.get("Voice") == "Act":
            return None
        if context.lower[j] in _SUBORDINATORS or context.lower[j] in ("ja", "mutta", "mut"):
            return None
        if context.lower[j] == "," and not _appositive(context, j, i):
            return None
    return None


def _appositive(context: _Context, comma: int, i: int) -> bool:
    """Whether another comma closes what the first opened: *ettei, kuten sanoin, lähetä*."""
    return any(context.lower[j] == "," for j in range(comma + 1, i))


def plural_address(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """2nd person plural forms are hardly ever anything else (*olkaa* is no shoulder here)."""
    return _keep(
        readings,
        lambda reading: _finite(reading) and _has(reading, Person="2", Number="Plur"),
        "2nd person plural form",
        0.97,
    )


def conditional(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """A conditional is hardly ever anything else; 1st person *-isin* may be a superlative or an adverb."""
    if any(_has(reading, Mood="Ind") or _possessed(reading) for reading in readings):
        return None  # ilmaisi is also ilmaista in the past, viestisi also a possessed noun
    return _keep(
        readings,
        lambda reading: reading.get("Mood") == "Cnd" and reading.get("Person") != "1",
        "conditional form",
        0.97,
    )


def never_commanded(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """Nobody orders *saa, voi, osaa*, nor *siitä, niitä*, which are pronouns; *Voi hyvin!* is a wish."""
    after = context.lower[i + 1] if i + 1 < len(context.doc) else ""
    if context.lower[i] == "voi" and after in ("hyvin", "paremmin", "mainiosti"):
        return _keep(readings, _imperative, "a wish", 0.8)
    return _keep(
        readings,
        lambda reading: not (_imperative(reading) and reading.lemma in _NEVER_COMMANDED),
        "not a verb of commands",
        0.9,
    )


def interjection(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*kuule*, *kato* set off from the clause call for attention, and command nothing."""
    if context.lower[i] not in _CALLS or not any(_imperative(reading) for reading in readings):
        return None
    last = i + 1 == len(context.doc) or context.closes(i + 1)
    if last or context.doc[i + 1].text[:1].isupper():
        lemma = next(reading.lemma for reading in readings if _imperative(reading))
        return Verdict([Reading(lemma, "INTJ", "", source="added")], "a call for attention", 0.7)
    return None


def base_form(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*tilanne, kuusi* are words of their own before they are *tila, kuu* with a possessive suffix."""
    if not any(r.lemma == context.lower[i] and _has(r, Case="Nom", Number="Sing") for r in readings):
        return None
    return _keep(readings, lambda reading: not _possessed(reading), "a word of its own", 0.9)


def address_pronoun(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*teillä, teitä* are »you» unless a modifier makes roads of them; *sinä* before an essive is »that»."""
    if any(_has(reading, PronType="Prs", Person="2") for reading in readings):
        before = context.reading(i - 1) if i else None
        modified = (
            before is not None
            and before.pos in ("ADJ", "PRON", "NUM", "VERB")
            and before.lemma not in ("kaikki", "molempi", "itse", "me")
            and before.get("Case") is not None
            and any(r.pos == "NOUN" and r.get("Case") == before.get("Case") for r in readings)
            and before.get("Number") == "Plur"
        )
        if context.lower[i].startswith("sinä"):
            after = context.readings[i + 1] if i + 1 < len(context.doc) else ()
            if any(r.pos in ("NOUN", "ADJ") and r.get("Case") == "Ess" for r in after):
                that = Reading("se", "PRON", "Case=Ess|Number=Sing|PronType=Dem", source="added")
                return Verdict([that], "sinä before an essive: that", 0.95)
            return _keep(readings, lambda r: _has(r, PronType="Prs"), "pronoun of address", 0.97)
        if modified:
            return _keep(readings, lambda r: r.pos == "NOUN", "modifier in the same case", 0.85)
        return _keep(readings, lambda r: _has(r, PronType="Prs"), "pronoun of address", 0.95)
    return None


def noun_phrase(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """After a modifier in the same case, or a genitive, a word that can be a noun is one."""
    if i == context.clause_start[i] or not any(_nominal(reading) for reading in readings):
        return None
    if not any(_finite(reading) for reading in readings):
        return None
    before = context.reading(i - 1)
    case, number = before.get("Case"), before.get("Number")
    modifier = (
        before.pos in ("ADJ", "NUM")
        or before.get("PronType") in ("Dem", "Ind", "Int")
        or (before.get("VerbForm") == "Part" and context.chosen[i - 1].confidence >= 0.6)
    )
    if modifier and case is not None and before.lemma not in ("se", "mikä"):
        counted = before.get("NumType") == "Card" and case == "Nom"
        agreeing = [
            reading
            for reading in readings
            if _nominal(reading)
            and (
                (reading.get("Case") == case and reading.get("Number") == number)
                or (counted and reading.get("Case") == "Par")
            )
        ]
        if agreeing and (case != "Nom" or before.pos == "ADJ" or before.get("PronType") != "Ind"):
            return Verdict(agreeing, "modifier in the same case", 0.9)
    if context.lower[i - 1] in _GOVERN_PARTITIVE:
        return _keep(readings, lambda r: _nominal(r) and r.get("Case") == "Par", "amount before it", 0.85)
    return None


def possessor(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """After *sinun, sun* a form in -si is possessed; after *teidän* one in -nne."""
    for j in range(i - 1, max(context.clause_start[i], i - 3) - 1, -1):
        if _has(context.reading(j), PronType="Prs", Person="2", Case="Gen"):
            return _keep(readings, _possessed, "sinun, teidän before it", 0.95)
        if context.reading(j).pos not in ("ADJ", "NUM", "ADV"):
            return None
    return None


def second_person(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*maksat, voit* are verbs with *-ko*, next to *sinä*, and right after *jos, kun, mitä …*."""
    if not any(_second_singular(reading) for reading in readings):
        return None
    before = context.lower[i - 1] if i else ""
    after = context.lower[i + 1] if i + 1 < len(context.doc) else ""
    if before in _YOU or after in _YOU or any("Ko" in (r.get("Clitic") or "") for r in readings):
        return _keep(readings, _second_singular, "sinä or -ko with it", 0.97)
    following = context.readings[i + 1] if i + 1 < len(context.doc) else ()
    if following and all(_has(r, InfForm="1") or _connegative(r) for r in following):
        return _keep(readings, _second_singular, "an infinitive after it", 0.9)
    if _plural_verb_follows(context, i):
        return _keep(readings, lambda r: not _second_singular(r), "its verb follows", 0.85)
    if before in _SUBORDINATORS and not _verb_follows(context, i):
        return _keep(readings, _second_singular, "right after a subordinator", 0.9)
    if before in _QUESTION_WORDS and not _verb_follows(context, i):
        return _keep(readings, _second_singular, "right after a question word", 0.85)
    if not context.has_model and context.opens_sentence(i) and not _verb_follows(context, i):
        return _keep(readings, _second_singular, "head of a sentence without another verb", 0.7)
    return None


def _verb_follows(context: _Context, i: int) -> bool:
    return any(_only_finite(context.readings[j]) for j in context.clause_after(i))


def _plural_verb_follows(context: _Context, i: int) -> bool:
    """*että katkot jatkuvat, maksut veloitetaan*: the word is the subject or object of that verb."""
    for j in context.clause_after(i):
        plural = [
            r
            for r in context.readings[j]
            if _finite(r) and (_has(r, Person="3", Number="Plur") or _has(r, Voice="Pass"))
        ]
        if plural and (j == i + 1 or len(plural) == len(context.readings[j])):
            return True
        if _only_finite(context.readings[j]):
            return False
    return False


def verb_or_possessed(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*tilasi, viestisi* are verbs with a subject before them, possessed beside another verb."""
    if not any(_past_third(r) or _has(r, Mood="Cnd") for r in readings) or not any(
        _possessed(r) for r in readings
    ):
        return None
    linked = _verb_before_coordinator(context, i)
    if _subject(context, i) is not None or (linked is not None and linked.get("Tense") == "Past"):
        return _keep(readings, lambda r: not _possessed(r), "subject before it", 0.85)
    if any(_only_finite(context.readings[j]) for j in context.clause_after(i)) or any(
        _finite(context.reading(j)) for j in context.clause_before(i)
    ):
        return _keep(readings, _possessed, "another finite verb in the clause", 0.8)
    return None


def _past_third(reading: Reading) -> bool:
    return _third(reading) and reading.get("Tense") == "Past"


def subject_before(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """With a nominative subject in front a verb is 3rd person, not an imperative."""
    if not any(_imperative(reading) for reading in readings):
        return None
    subject = _subject(context, i)
    if subject is not None:
        spoken = context.reading(subject).pos in ("PRON", "PROPN")  # se sano, but: riviin järjesty
        verdict = _keep(
            readings, lambda r: _third(r) and (spoken or r.get("Style") is None), "subject before it", 0.9
        )
        if verdict:
            return verdict
    linked = _verb_before_coordinator(context, i)
    if linked is not None and _third(linked):
        return _keep(readings, _third, "coordinated with a 3rd person", 0.8)
    return None


def _subject(context: _Context, i: int) -> int | None:
    for j in reversed(context.clause_before(i)):
        reading = context.reading(j)
        if _finite(reading) or _connegative(reading):
            return None
        if reading.pos in ("NOUN", "PROPN", "PRON") and reading.get("Case") == "Nom":
            if reading.get("Person") == "2" or reading.get("Reflex") or reading.get("Abbr"):
                continue
            if reading.get("PronType") == "Int" and reading.lemma == "mikä" and j != context.clause_start[i]:
                continue
            return j
    return None


def _verb_before_coordinator(context: _Context, i: int) -> Reading | None:
    """The finite verb of the clause before *ja, tai, sekä*, where the clause of ``i`` begins with one."""
    start = context.clause_start[i]
    if context.lower[start] not in ("ja", "tai", "sekä", "vaan", "eikä") or start == 0:
        return None
    if any(
        _nominal(context.reading(j)) and context.reading(j).get("Case") == "Nom" for j in range(start + 1, i)
    ):
        return None
    for j in reversed(context.sentence_before(start)):
        reading = context.reading(j)
        if context.closes(j):
            return None
        if _finite(reading):
            return reading
    return None


def noun_with_verb(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*Tilaa on vielä, Lisää syitä löytyy*: where the clause has a finite verb, the word is its noun."""
    nouns = any(_nominal(r) and r.get("Style") is None for r in readings)
    if not nouns or not any(_imperative(r) for r in readings):
        return None
    after = context.readings[i + 1] if i + 1 in context.clause_after(i) else ()
    subject = any(_has(r, Case="Nom") for r in readings) and any(_third(r) for r in after)
    if subject and not any(_imperative(r) or _has(r, Case="Nom") for r in after):
        return _keep(readings, lambda r: not _finite(r), "its verb right after it", 0.8)
    for j in context.clause_after(i):
        if _only_finite(context.readings[j]) and not _opens_new_clause(context, i, j):
            return _keep(readings, lambda r: not _finite(r), "another finite verb in the clause", 0.8)
    for j in reversed(context.clause_before(i)):
        if _finite(context.reading(j)) and context.lower[context.clause_start[i]] not in (
            "ja",
            "tai",
            "sekä",
        ):
            return _keep(readings, lambda r: not _finite(r), "another finite verb before it", 0.85)
    return None


def _opens_new_clause(context: _Context, i: int, verb: int) -> bool:
    """In chat a new clause may begin without a comma: *kokeile uudestaan mä katon samalla*."""
    candidates = context.readings[verb - 1] if verb - 1 > i else ()
    return any(r.pos == "PRON" and r.get("Case") == "Nom" for r in candidates) or any(
        r.get("Person") == "1" for r in context.readings[verb]
    )


def subject_pronoun(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """Right after *minä, me, te, he* a verb has that person."""
    if i == context.clause_start[i]:
        return None
    before = context.reading(i - 1)
    if not _has(before, PronType="Prs", Case="Nom"):
        return None
    person, number = before.get("Person"), before.get("Number")
    return _keep(
        readings,
        lambda r: (
            _finite(r) and r.get("Mood") != "Imp" and r.get("Person") == person and r.get("Number") == number
        ),
        "agrees with the pronoun before it",
        0.95,
    )


def infinitive(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*voitte avata, voisitko avata ja kertoa*: with a verb before it, what can be an infinitive is one."""
    if not any(_has(r, InfForm="1") for r in readings):
        return None
    for j in reversed(context.clause_before(i)):
        reading = context.reading(j)
        if _finite(reading) or _connegative(reading):
            return _keep(readings, lambda r: _has(r, InfForm="1"), "another verb before it", 0.85)
    start = context.clause_start[i]
    if context.lower[start] in ("ja", "tai", "sekä") and i == start + 1:
        for j in range(start - 1, context.clause_start[start - 1] - 1, -1):
            if context.reading(j).get("VerbForm") is not None:
                if not _has(context.reading(j), InfForm="1"):
                    return None
                return _keep(readings, lambda r: _has(r, InfForm="1"), "coordinated with an infinitive", 0.8)
    return None


def nominative_object(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """*Kuvaa vika, tilaa uusi, liimaa se*: a nominative right after, and no other verb: its object."""
    blocking = ("PRON", "ADJ", "NUM", "ADV")
    imperatives = [r.lemma for r in readings if _imperative(r)]
    if not imperatives or i + 1 >= len(context.doc):
        return None
    if imperatives[0] != "muistaa" and any(r.pos in blocking for r in readings):
        return None
    if heads_clause(context, i) <= 0:
        return None
    if any(_only_finite(context.readings[j]) for j in context.clause_after(i)):
        return None
    after = context.readings[i + 1]
    if any(_has(r, InfForm="1") for r in after):
        return _keep(readings, _imperative, "head of a clause, infinitive after it", 0.9)
    nominative = any(r.get("Case") == "Nom" for r in after) and not any(
        r.get("Case") not in ("Nom", None) for r in after
    )
    if nominative and i + 1 in context.clause_after(i):
        return _keep(readings, _imperative, "head of a clause, nominative object after it", 0.9)
    return None


# Places are weighed in the same points as agreement with the model; this one outweighs it.
_LINKED = 8.0


def heads_clause(context: _Context, i: int) -> float:
    """How strongly the place calls for an imperative: at the head of a clause without a subject."""
    first = context.clause_start[i]
    if context.lower[first] in _SUBORDINATORS | _RELATIVE:
        return 0.0
    if i > first and context.lower[i - 1] == context.lower[i] and _imperative(context.reading(i - 1)):
        return 7.0
    for j in context.clause_before(i):
        if context.lower[j] in _BEFORE_IMPERATIVE or not context.doc[j].is_alpha:
            continue
        if context.reading(j).pos in ("ADV", "INTJ") and context.lower[j] not in _QUESTION_WORDS:
            continue
        return -2.0
    linked = _verb_before_coordinator(context, i)
    if linked is not None and (_imperative(linked) or linked.get("Person") == "2"):
        return _LINKED
    if i + 1 < len(context.doc) and context.lower[i + 1] in ("se", "hän", "ne", "he"):
        return -3.0  # Osaapa hän
    if context.lower[first] in ("ja", "tai", "sekä", "vaan"):
        return 1.0 if linked is not None else 2.0 if i > first + 1 else -2.0
    opening = context.sentence_start[i]
    if (
        first == opening
        or context.lower[first - 1] in ".!?:;–—•*"
        or context.lower[first] in ("joten", "eli")
    ):
        return 7.0
    return 7.0 if context.lower[opening] in _SUBORDINATORS else 3.0  # Jos ongelma jatkuu, avaa …


def not_command(context: _Context, i: int, readings: list[Reading]) -> Verdict | None:
    """Inside a subordinate clause there is no imperative."""
    if context.lower[context.clause_start[i]] in _SUBORDINATORS | _RELATIVE:
        return _keep(readings, lambda r: not _imperative(r), "inside a subordinate clause", 0.85)
    return None


CONSTRAINTS: tuple[Callable[[_Context, int, list[Reading]], Verdict | None], ...] = (
    never_commanded,
    interjection,
    label,
    name,
    et_that_or_not,
    after_negation,
    plural_address,
    conditional,
    address_pronoun,
    possessor,
    base_form,
    noun_phrase,
    subject_pronoun,
    second_person,
    infinitive,
    verb_or_possessed,
    subject_before,
    not_command,
    noun_with_verb,
    nominative_object,
)


# --- Agreement with the model ---

_SAME_POS = {"AUX": "VERB", "PROPN": "NOUN", "DET": "PRON"}
_WEIGHTS = {
    "VerbForm": 2.0,
    "Mood": 1.5,
    "Connegative": 1.0,
    "InfForm": 1.0,
    "PartForm": 1.0,
    "Person": 1.0,
    "Number": 1.0,
    "Case": 1.5,
    "Person[psor]": 1.0,
    "Voice": 0.5,
    "Tense": 0.5,
    "Polarity": 1.0,
    "PronType": 0.5,
}


def _agreement(context: _Context, i: int, reading: Reading) -> float:
    token = context.doc[i]
    if not context.has_model:
        return 0.0
    feats, guess = parse_feats(reading.feats), parse_feats(str(token.morph))
    same = _SAME_POS.get(reading.pos, reading.pos) == _SAME_POS.get(token.pos_, token.pos_)
    score = 3.0 if same else 0.0
    for feature, weight in _WEIGHTS.items():
        ours, theirs = feats.get(feature), guess.get(feature)
        if ours is not None or theirs is not None:
            score += weight if ours == theirs else -weight
    return score


def _preference(reading: Reading) -> float:
    """Without a model: common before rare."""
    present = _finite(reading) and _has(reading, Mood="Ind", Tense="Pres")
    score = 0.3 if present and reading.get("Person") in ("1", "3") else 0.0
    if _has(reading, InfForm="1"):
        score += 0.2  # kertoa is no multiplication table
    if reading.get("Tense") == "Past" and reading.get("Person") == "2":
        score -= 0.4  # voit, annat are present before they are past
    if reading.get("PartForm") == "Agt" and not reading.get("Person[psor]"):
        score -= 0.3  # lähettämällä is an infinitive first
    if reading.pos == "INTJ" or (reading.get("Person[psor]") and reading.pos != "PRON"):
        score -= 0.1  # tilasi
    if reading.get("Style") == "Coll":
        score -= 3.0 if reading.standard.endswith(("oi", "ui", "yi", "öi")) else 0.1  # sano for sanoi
    return score


def _by_agreement(context: _Context, i: int, readings: list[Reading]) -> tuple[Reading, float]:
    place = heads_clause(context, i) if any(_imperative(r) for r in readings) else 0.0
    if not context.has_model and any(r.pos in ("PRON", "ADJ", "ADV") for r in readings):
        place = (
            place if place >= _LINKED else min(place, -0.5)
        )  # uusi, tuota, toista: the place alone does not tell
    scored = sorted(
        (
            (_agreement(context, i, r) + _preference(r) + (place if _imperative(r) else 0.0), -k)
            for k, r in enumerate(readings)
        ),
        reverse=True,
    )
    best, position = scored[0]
    chosen = readings[-position]
    rival = next((score for score, k in scored if _kind(readings[-k]) != _kind(chosen)), None)
    confidence = 0.95 if rival is None else min(0.9, 0.5 + 0.08 * (best - rival))
    return chosen, confidence


def _kind(reading: Reading) -> tuple[str | None, ...]:
    """What a rule would tell apart: not the tense of *voitte*, nor the lemma of *palvelusta*."""
    features = ("VerbForm", "Mood", "Connegative", "Polarity", "Person", "Person[psor]", "Number[psor]")
    return (*(reading.get(name) for name in features), reading.get("Number") if _finite(reading) else None)


def _unknown(context: _Context, i: int) -> Choice:
    token = context.doc[i]
    if token.is_space:
        return Choice(Reading(token.text, "SPACE", "", source="model"), "white space", 1.0)
    if not any(letter.isalnum() for letter in token.text):
        return Choice(Reading(token.text, "PUNCT", "", source="model"), "punctuation", 1.0)
    feats = format_feats(parse_feats(str(token.morph))) if context.has_model and token.is_alpha else ""
    pos = token.pos_ or ("NUM" if token.like_num else "X")
    lemma = token.text if pos == "PROPN" else token.text.lower()
    return Choice(Reading(lemma, pos, feats, source="model"), "unknown word: the model's guess", 0.4)


# A single reading of these, or a spoken one, can still turn out otherwise: a label, »that», a foreign name.
_LOOKED_AT = frozenset({"VERB", "AUX", "PRON"})


def choose(doc: Doc, readings: Sequence[tuple[Reading, ...]]) -> list[Choice]:
    """Choose one reading for each token of ``doc``.

    doc: with sentence starts; where the morphologizer has set ``pos`` and ``morph`` they are evidence, else
        the constraints decide alone
    readings: for each token what ``Morphology.analyse`` says of it
    Returns one choice a token, in order. Raises ValueError where the lengths differ.
    """
    if len(doc) != len(readings):
        raise ValueError(f"{len(doc)} tokens but {len(readings)} lists of readings")
    context = _Context(doc, readings)
    for i, candidates in enumerate(readings):
        if len(candidates) == 1 and candidates[0].pos not in _LOOKED_AT and not candidates[0].standard:
            choice = Choice(candidates[0], "only reading", 0.99)
        else:
            choice = _choose_one(context, i, list(candidates))
        context.chosen.append(_genitive_under_suffix(context, i, choice))
    return context.chosen


def _genitive_under_suffix(context: _Context, i: int, choice: Choice) -> Choice:
    """Tell the genitive from the nominative where a possessive suffix hides it: *tilauksenne vuoksi*."""
    reading = choice.reading
    if reading.get("Person[psor]") is None or not _has(reading, Case="Nom", Number="Sing"):
        return choice
    if i + 1 == len(context.doc) or context.lower[i + 1] not in _POSTPOSITIONS:
        return choice
    feats = format_feats({**parse_feats(reading.feats), "Case": "Gen"})
    return choice._replace(reading=replace(reading, feats=feats))


def _choose_one(context: _Context, i: int, candidates: list[Reading]) -> Choice:
    if not candidates:
        return _unknown(context, i)
    why, confidence = ("only reading", 0.99) if len(candidates) == 1 else ("agreement with the model", 0.0)
    for constraint in CONSTRAINTS:
        verdict = constraint(context, i, candidates)
        if verdict is not None:
            candidates, why, confidence = verdict
        if len(candidates) == 1 and verdict is not None:
            return Choice(candidates[0], why, confidence)
    if context.titled(i) and all(r.get("Style") and _possessed(r) for r in candidates):
        return _unknown(context, i)  # The Stone Roses
    if len(candidates) == 1:
        return Choice(candidates[0], why, confidence)
    reading, by_model = _by_agreement(context, i, candidates)
    if confidence and len({_kind(r) for r in candidates}) == 1:
        return Choice(reading, why, confidence)
    return Choice(
        reading, "agreement with the model" if context.has_model else "common before rare", by_model
    )
