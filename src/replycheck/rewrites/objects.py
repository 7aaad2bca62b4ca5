"""The object of a request: nominative with an imperative or *tulisi*, genitive with *voisitteko*.

*Lähetä uusi kuitti* → *voisitteko lähettää uuden kuitin* (VISK § 934–936; Kielitoimiston ohjepankki, Objekti).
Every agreeing modifier changes with its head, and so does a measure like *odota hetki*. Plural and partitive
objects, numerals from two up, objects with a possessive suffix, labels, and whatever stands in a finite
subordinate clause stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from replycheck.analysis import Analysed
from replycheck.features import parse_feats
from replycheck.inflection import genitive, inflect
from replycheck.model import Edit
from replycheck.morphology import Reading
from replycheck.rewrites.base import Remark, replace_token

SUBORDINATORS = frozenset(
    "että jos kun kunnes koska vaikka mikäli jotta sillä niin ni jolloin joten muuten muutoin "
    "ettei etten ettet ettemme ettette etteivät ellei ellen ellet ellemme ellette elleivät jollei jollette".split()
)
# With a finite verb these open a clause; without one they compare, and what they compare agrees.
COMPARING = frozenset(["kuin", "kuten"])
QUESTION_WORDS = frozenset("miten missä mihin mistä milloin miksi kuinka".split())
UNINFLECTED = frozenset("itse kiitos kiitti huom läpi".split())
# A list after a colon stays in the nominative; after a dash comes another clause.
STOPS = frozenset(":;–-")
# *Viikko ennen lähtöä*, *päivä etukäteen*: how long before, no object.
MEASURES = frozenset("vuosi kuukausi viikko vuorokausi päivä tunti puolituntinen minuutti hetki".split())
BEFORE = frozenset("ennen etukäteen aiemmin aikaisemmin myöhemmin".split())
# *Joka päivä* is an adverb, not a relative clause.
RECURRING = frozenset("kerta päivä viikko kuukausi vuosi aamu ilta tunti kevät syksy".split())
# After these nouns a capitalised nominative is a name beside them: *osoitteeseen Kirjaamo*, *sivulla Asetukset*.
NAMED = frozenset(
    "osoite sivu kohta palvelu valikko välilehti nimi kansio ryhmä painike otsikko linkki osio näkymä asetus".split()
)
# What is chosen or pressed on a screen is a label, quoted as it stands.
LABELLED = frozenset("valita painaa klikata napsauttaa napauttaa näpäyttää".split())

LABEL = Remark(
    "Kohteena voi olla nimi, joka taipuu: lue lause läpi.",
    "The object may be a name that inflects: read the sentence through.",
)
UNKNOWN = Remark(
    "Sanaa ei löydy sanakirjasta: tarkista, taipuuko se.",
    "The dictionary does not have the word: check whether it inflects.",
)
SUM = Remark(
    "Määrite ja luku eivät taivu yhdessä: tarkista muoto.",
    "A modifier and a number do not inflect together: check the form.",
)
TWO_FORMS = Remark(
    "Sanalla on kaksi genetiiviä merkityksen mukaan: tarkista muoto.",
    "The word has two genitives, by its meaning: check the form.",
)
LATER_OBJECT = Remark(
    "Lauseen loppuosassa voi olla toinen objekti: lue lause läpi.",
    "There may be another object later in the sentence: read it through.",
)
VOCATIVE = Remark(
    "Virkkeessä puhutellaan asiakasta nimeltä: lue virke läpi.",
    "The sentence calls the customer by name: read it through.",
)
INNER_OBJECT = Remark(
    "Substantiivin määritteenä on infinitiivi: tarkista objektin sija.",
    "An infinitive modifies a noun: check the case of the object.",
)
OTHER_VERB = Remark(
    "Lauseessa voi olla toinenkin kehotus: lue lause läpi.",
    "The sentence may hold another request: read it through.",
)

RUN_ON = Remark(
    "Virkkeessä alkaa toinen lause ilman välimerkkiä: lue virke läpi.",
    "Another clause begins in the sentence without a comma: read it through.",
)


@dataclass
class Objects:
    """The objects of a verb, as edits into the genitive, and what is doubtful about them."""

    edits: list[Edit] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    doubt: Remark | None = None


def genitive_objects(verb: int, stop: int, analysed: Analysed) -> Objects | None:
    """The objects between a verb and ``stop`` (tokens) in the genitive; None where a form is not proven."""
    found = Objects()
    index = verb
    while (index := index + 1) < stop:
        token = analysed.doc[index]
        if (
            token.text in STOPS
            or opens_subordinate(index, stop, analysed)
            or _own_statement(index, verb, analysed)
        ):
            found.doubt = found.doubt or _later_object(index, stop, analysed)
            break
        if _runs_on(index, stop, analysed):
            found.doubt = RUN_ON
            break
        if _is_vocative(index, analysed):
            found.doubt = VOCATIVE
            break
        if token.text == "(":
            close = next((i for i in range(index, stop) if analysed.doc[i].text == ")"), stop)
            if any(_nominative(i, verb, analysed) for i in range(index, close)):
                found.doubt = LATER_OBJECT
            index = close
            continue
        if _modifies_noun(index, analysed):
            found.doubt = INNER_OBJECT
            break
        if _hidden_verb(index, analysed):
            found.doubt = OTHER_VERB
        if token.pos_ == "NOUN" and "Pa" in analysed.feats(index).get("Clitic", ""):
            found.doubt = LABEL  # *toimitustapa*, a compound that the dictionary takes apart otherwise
        reading = _nominative(index, verb, analysed)
        if reading is None:
            found.doubt = LABEL if _is_foreign(index, analysed) else found.doubt
            found.doubt = UNKNOWN if _may_modify(index, verb, stop, analysed) else found.doubt
            continue
        if _stays(index, stop, analysed):
            continue
        if index + 1 < stop and analysed.doc[index + 1].like_num and _describes(index, analysed):
            found.doubt = SUM
            continue
        if _is_name(index, analysed):
            if not _leads_to_hyphen(index, stop, analysed) and not _is_label(index, verb, analysed):
                found.doubt = LABEL
            continue
        if reading.get("Person[psor]"):
            found.places.append(index)
            # *Kerro nimesi*, read as *nimetä*: its address is not mended, so the sentence would mix two.
            misread = is_statement_verb(analysed.feats(index))
            found.doubt = OTHER_VERB if misread else found.doubt
            continue
        word = _size(index, stop, analysed) or genitive(token.text, reading)
        if word is None:
            return None
        found.places.append(index)
        if _ambiguous(index, stop, analysed):
            found.doubt = TWO_FORMS
        if word != token.text:
            found.edits.append(replace_token(analysed, index, word))
    return found


def opens_subordinate(index: int, stop: int, analysed: Analysed) -> bool:
    """Whether a subordinate clause, or one joined by *niin*, *sillä* or *muuten*, begins at a token."""
    token = analysed.doc[index]
    after_comma = index > 0 and analysed.doc[index - 1].text == ","
    if token.lower_ in ("muuten", "muutoin") and not after_comma:
        return False
    if token.lower_ in SUBORDINATORS or analysed.reading(index).standard in SUBORDINATORS:  # et, ku
        return True
    if token.lower_ in COMPARING:
        return _has_finite(index + 1, stop, analysed)
    feats = analysed.feats(index)
    following = analysed.doc[index + 1].lower_ if index + 1 < stop else ""
    if feats.get("PronType") == "Rel":
        return not (token.lower_ == "joka" and following in RECURRING)
    asks = feats.get("PronType") == "Int" or token.lower_ in QUESTION_WORDS
    if after_comma and following in ("tahansa", "vain", "hyvänsä"):  # *…, kumpi vain löytyy*
        return _has_finite(index + 2, stop, analysed)
    if asks and following not in ("tahansa", "vain", "hyvänsä"):
        return after_comma or _has_finite(index + 1, stop, analysed)
    return after_comma and "Ko" in feats.get("Clitic", "").split(",")


def _has_finite(first: int, stop: int, analysed: Analysed) -> bool:
    return any(is_statement_verb(analysed.feats(index)) for index in range(first, stop))


def is_statement_verb(feats: Mapping[str, str]) -> bool:
    """Whether features are those of a finite verb that does not command."""
    return feats.get("VerbForm") == "Fin" and feats.get("Mood") != "Imp"


def _own_statement(index: int, verb: int, analysed: Analysed) -> bool:
    """Whether a later clause begins here that has a finite verb of its own: its nominative is a subject."""
    first, last = analysed.clause_at(index)
    if first <= verb or not _has_finite(first, last, analysed):
        return False
    return index >= statement_start(first, last, analysed)


def statement_start(first: int, last: int, analysed: Analysed) -> int:
    """Where the statement of a clause begins: *nimi, osoite ja numero, se on helppoa* at *se*.

    What stands before its last comma before the verb belongs to a list of objects.
    """
    verb = next(i for i in range(first, last) if is_statement_verb(analysed.feats(i)))
    commas = [i for i in range(first, verb) if analysed.doc[i].text == ","]
    return commas[-1] + 1 if commas and analysed.doc[first - 1].text == "," else first


def _runs_on(index: int, stop: int, analysed: Analysed) -> bool:
    """*Lähetä kuva mä katon sen*: a personal pronoun in the nominative is no object, nor *se* before its verb."""
    feats = analysed.feats(index)
    if feats.get("Case") != "Nom" or analysed.reading(index).pos != "PRON":
        return False
    if feats.get("PronType") == "Prs":
        return _has_finite(index + 1, stop, analysed)
    return feats.get("PronType") == "Dem" and _has_finite(index + 1, min(index + 3, stop), analysed)


def _later_object(index: int, stop: int, analysed: Analysed) -> Remark | None:
    """Doubt where the request goes on after a clause: *lähetä kuitti, jossa näkyy päiväys, ja takuutodistus*."""
    doc = analysed.doc
    if doc[index].text in STOPS:
        return None
    for place in range(index + 2, stop):
        goes_on = doc[place].lower_ in ("ja", "sekä") and doc[place - 1].text == ","
        if goes_on and place + 1 < stop and not _has_finite(place, stop, analysed):
            return LATER_OBJECT
    return None


def _nominative(index: int, verb: int, analysed: Analysed) -> Reading | None:
    """The reading of a token as a nominative singular nominal, if it is one.

    In the imperative's own clause no second finite verb can stand: what looks like one is a noun
    (*lähettämällä viesti*). Nor is a name without a case one where the dictionary has the word (*DNS-palvelin*).
    """
    if analysed.in_zone(index, own_terms=False) or analysed.doc[index].lower_ in UNINFLECTED:
        return None
    if not any(letter.isalpha() for letter in analysed.doc[index].text):
        return None
    reading = analysed.reading(index)
    candidates = [reading]
    misread = is_statement_verb(analysed.feats(index)) and analysed.clause_at(index)[0] <= verb
    instructive = reading.get("Case") == "Ins" and reading.pos == "VERB"  # *sopivin*, the superlative
    if misread or instructive or (reading.pos == "PROPN" and not reading.feats):
        candidates = list(analysed.doc._.replycheck_readings[index])
    return next((each for each in candidates if _is_nominative(each)), None)


def _is_nominative(reading: Reading) -> bool:
    feats = parse_feats(reading.feats)
    nominal = reading.pos in ("NOUN", "ADJ", "PRON", "PROPN", "NUM", "DET") or feats.get("VerbForm") == "Part"
    return nominal and feats.get("Case") == "Nom" and feats.get("Number") == "Sing"


def _stays(index: int, stop: int, analysed: Analysed) -> bool:
    """Whether a nominative is no object in the singular: numerals, measures before a time, *kaikki kuitit*."""
    doc = analysed.doc
    token, lemma = doc[index], analysed.reading(index).lemma
    after = doc[index + 1] if index + 1 < stop else None
    following = analysed.feats(index + 1) if after is not None else {}
    if token.pos_ == "NUM" and lemma != "yksi" and analysed.feats(index).get("NumType") != "Ord":
        return True
    if token.lower_ == "yksi" and doc[index - 1].pos_ == "NOUN":  # *halliin yksi*: its number
        return analysed.feats(index - 1).get("Case") not in (None, "Nom", "Gen")
    if token.lower_ in ("eka", "toka"):  # *kokeile eka toista laturia*: first, not the first one
        return following.get("Case") != "Nom"
    if token.lower_ in ("pari", "monta", "puoli"):
        return following.get("Case") == "Par"
    if token.lower_ == "kaikki":
        return any(
            analysed.feats(each).get("Number") == "Plur" and analysed.feats(each).get("Case") == "Nom"
            for each in range(index + 1, min(index + 4, stop))
        )
    later = [each.lower_ for each in doc[index + 1 : min(index + 4, stop)]]
    waited = analysed.reading(index - 1).lemma == "odottaa"
    if lemma in MEASURES and "jälkeen" in later and not waited:  # *viikko muuton jälkeen*
        return True
    if lemma in MEASURES and after is not None and after.lower_ in BEFORE:
        return not (after.lower_ == "ennen" and index + 2 < stop and doc[index + 2].lower_ == "kuin")
    if lemma in RECURRING and doc[index - 1].lower_ == "joka":
        return True
    if token.lower_ == "joka":
        return True
    numbered = after is not None and after.pos_ == "NUM"
    if token.lower_ == "kello":
        return numbered
    if token.is_lower and analysed.feats(index).get("Abbr"):
        return True
    if token.lower_ == "numero" and numbered:
        return analysed.feats(index - 1).get("Case") is not None
    if len(token.text) == 1 and token.is_upper:
        return True
    return token.is_upper and numbered


def _ambiguous(index: int, stop: int, analysed: Analysed) -> bool:
    """Whether the sense decides the form.

    *Kuoren* of an envelope, *kuorin* of cream; *appi* of chat is no father-in-law; *katso koko taulukosta*:
    the size, or the whole table?
    """
    word = analysed.doc[index].text
    following = analysed.feats(index + 1).get("Case", "Nom") if index + 1 < stop else "Nom"
    if word.lower() == "koko" and following not in ("Nom", "Gen"):
        return True
    forms = inflect(analysed.reading(index).lemma, Case="Gen", Number="Sing")
    return word.lower() == "appi" or (analysed.doc[index].pos_ == "NOUN" and len(set(forms)) > 1)


def _describes(index: int, analysed: Analysed) -> bool:
    return analysed.doc[index].pos_ == "ADJ" or analysed.feats(index).get("VerbForm") == "Part"


def _size(index: int, stop: int, analysed: Analysed) -> str | None:
    """*Kengän koko ja väri* → *koon*; before its head *koko* is a modifier that does not inflect."""
    if analysed.doc[index].lower_ != "koko":
        return None
    following = analysed.doc._.replycheck_readings[index + 1] if index + 1 < stop else []
    if any(reading.pos in ("NOUN", "ADJ", "PROPN", "NUM") for reading in following):
        return None
    return next(iter(inflect("koko", Case="Gen", Number="Sing")), None)


def _is_foreign(index: int, analysed: Analysed) -> bool:
    """A word that the dictionary does not have, whose case nobody knows: *lataa Spotify*."""
    token = analysed.doc[index]
    if (
        analysed.doc._.replycheck_readings[index]
        or not token.is_alpha
        or analysed.in_zone(index, own_terms=False)
    ):
        return False
    # A Finnish case ends in a vowel, -n or -t; what ends otherwise has none, whatever the model guesses.
    bare = token.lower_[-1] not in "aeiouyåäönt"
    return token.pos_ in ("NOUN", "PROPN") and (bare or not analysed.feats(index).get("Case"))


def _may_modify(index: int, verb: int, stop: int, analysed: Analysed) -> bool:
    """A word that the dictionary does not have, before a nominative noun: *uuz kuva* may agree with it."""
    if index + 1 >= stop or not analysed.doc[index].is_alpha or analysed.in_zone(index, own_terms=False):
        return False
    unknown = not analysed.doc._.replycheck_readings[index]
    return unknown and _nominative(index + 1, verb, analysed) is not None


def _is_name(index: int, analysed: Analysed) -> bool:
    token = analysed.doc[index]
    return token.is_title and not token.is_sent_start and "-" not in token.text


def _leads_to_hyphen(index: int, stop: int, analysed: Analysed) -> bool:
    """Whether a word belongs to a name that ends in a hyphened head: *Oma Sähkö -sivu*."""
    return any(analysed.doc[each].text.startswith("-") for each in range(index + 1, min(index + 4, stop)))


def _is_label(index: int, verb: int, analysed: Analysed) -> bool:
    """Whether a name is quoted rather than inflected: chosen on a screen, or standing beside its kind."""
    if analysed.reading(verb).lemma in LABELLED:
        return True
    before = index - 1
    while before > verb and analysed.doc[before].is_title:
        before -= 1
    case = analysed.feats(before).get("Case")
    return analysed.reading(before).lemma in NAMED and case not in (None, "Nom", "Gen")


def _is_vocative(index: int, analysed: Analysed) -> bool:
    """*…, hyvä asiakas*: whom the sentence speaks to."""
    doc = analysed.doc
    words = [token.lower_ for token in doc[index + 1 : index + 3]]
    named = any(word.startswith(("asiak", "herra", "rouva", "jäse")) for word in words[:1])
    return doc[index - 1].text == "," and doc[index].lower_ in ("hyvä", "arvoisa", "rakas") and named


def _modifies_noun(index: int, analysed: Analysed) -> bool:
    """*Tapa lähettää kuva*: the infinitive belongs to the noun before it, and keeps its own object."""
    if analysed.feats(index).get("InfForm") != "1":
        return False
    before = analysed.feats(index - 1)
    return analysed.doc[index - 1].pos_ == "NOUN" and before.get("Case") == "Nom"


def _hidden_verb(index: int, analysed: Analysed) -> bool:
    """Whether an imperative may hide after a coordinator: *ja kuivaa se tasossa*, *ja tuo lähete*."""
    doc = analysed.doc
    if doc[index - 1].lower_ not in ("ja", "sekä", "tai") or analysed.feats(index).get("Mood") == "Imp":
        return False
    if not any(reading.get("Mood") == "Imp" for reading in doc._.replycheck_readings[index]):
        return False
    # A modifier that agrees with its head is none: *ja uusi kuva*.
    feats, following = analysed.feats(index), analysed.feats(index + 1) if index + 1 < len(doc) else {}
    modifies = doc[index].pos_ in ("ADJ", "DET", "PRON", "NUM") and doc[index].lower_ != "tuo"
    return not (modifies and feats.get("Case") is not None and feats.get("Case") == following.get("Case"))
