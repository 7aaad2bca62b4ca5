"""A word in another form: changed UD features → surface forms, each proven by analysing it again.

Voikko's dictionary is searched backwards (``transducer``) for the letters that carry the wanted tags after
the stem of a reading. What comes out counts only when ``morphology`` reads it as the same lemma with exactly
the features asked for. A word that the dictionary does not know has no forms: none beats a wrong one.

Where the grammar exchanges an ending and leaves the stem alone (*voit* → *voitte*, *laskusi* → *laskunne*),
the ending is exchanged in the word as it is written, and the result proven the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from replycheck.features import FEATURES, parse_feats
from replycheck.model import AddressForm
from replycheck.morphology import Reading, open_morphology, parse_output
from replycheck.transducer import DERIVED, Transducer, Wanted, open_transducer

CACHED_FORMS = 16_384

# Tags that mark boundaries, spelling or the end of a form, and say nothing of its features.
FREE = frozenset(["[Ef]", "[Eb]", "[X]", "[Xj]", "[Bm]", "[Ica]", "[Ion]", "[Ira]"])

CASES = {
    "Nom": "[Sn]",
    "Gen": "[Sg]",
    "Par": "[Sp]",
    "Acc": "[Sak]",
    "Ine": "[Sine]",
    "Ela": "[Sela]",
    "Ill": "[Sill]",
    "Ade": "[Sade]",
    "Abl": "[Sabl]",
    "All": "[Sall]",
    "Ess": "[Ses]",
    "Tra": "[Str]",
    "Abe": "[Sab]",
    "Com": "[Sko]",
    "Ins": "[Sin]",
}
NUMBERS = {"Sing": "[Ny]", "Plur": "[Nm]"}
MOODS = {"Ind": "[Tt]", "Cnd": "[Te]", "Imp": "[Tk]", "Pot": "[Tm]"}
TENSES = {"Pres": "[Ap]", "Past": "[Ai]"}
DEGREES = {"Cmp": "[Cc]", "Sup": "[Cs]"}
POSSESSORS = {
    ("1", "Sing"): "[O1y]",
    ("1", "Plur"): "[O1m]",
    ("2", "Sing"): "[O2y]",
    ("2", "Plur"): "[O2m]",
}
PARTICIPLES = {
    ("Pres", "Act"): ("[Ll]", "[Rv]"),
    ("Pres", "Pass"): ("[Ll]", "[Ra]"),
    ("Past", "Act"): ("[Ll]", "[Ru]"),
    ("Past", "Pass"): ("[Ll]", "[Rt]"),
    ("Agt", "Act"): ("[Ln]", "[Rm]"),
    ("Neg", "Act"): ("[Ln]", "[Re]", "[Ll]"),
}
TAGGED_CLITICS = {"Ko": "[Fko]", "Kin": "[Fkin]", "Kaan": "[Fkaan]"}
# Clitics that the dictionary writes as letters without a tag: the letters, back or front vowels.
SUFFIXES = re.compile(r"(?:ns[aä]|nne|mme|ni|si)?(?:k[oö]|kin|k[aä]{2}n|h[aä]n|p[aä])?$")
LETTER_CLITICS = {"Han": "h[aä]n", "Pa": "p[aä]", "S": "s", "Ka": "k[aä]"}
UNTAGGED = re.compile(r"(?:p[aä]h[aä]n|p[aä]s|p[aä]|h[aä]n|s)$")
ENDINGS = {**LETTER_CLITICS, "Ko": "k[oö]", "Kin": "kin", "Kaan": "k[aä]{2}n"}
CLITIC_ORDER = ("Ko", "Kin", "Kaan", "Ka", "Pa", "Han", "S")

NOMINAL_TAG = re.compile(r"\[(?:S\w+|N[ym]|C[cs]|O\w+|F\w+)\]")
INDECLINABLE = frozenset(["koko", "viime", "ensi", "eri", "pikku", "kelpo", "aimo", "itse"])
# Acronyms of customer service. Read as a word they take -in, or the vowel they end in takes -n.
READ_AS_WORDS = {
    "IBAN": "in",
    "PIN": "in",
    "PUK": "in",
    "SIM": "in",
    "BIC": "in",
    "VIN": "in",
    "CAPTCHA": "n",
}
SPELT_OUT = frozenset(["IP", "ID", "URL", "URI", "USB", "API", "IMEI", "PDF", "SMS", "EAN", "GPS"])

# The plural of a pronoun is a word of its own in the dictionary, but not in UD.
PLURALS = {"minä": "me", "sinä": "te", "hän": "he", "tämä": "nämä", "tuo": "nuo", "se": "ne"}
# The dictionary inflects kuka under the old nominative ken.
OBLIQUE_STEMS = {"kuka": "ken"}
SINGULARS = {plural: singular for singular, plural in PLURALS.items()}

# The dictionary has these only in part; the other forms are those of a shorter pronoun with a clitic.
WITH_CLITIC = {"jokin": ("joka", "Kin"), "kukaan": ("kuka", "Kaan"), "mikään": ("mikä", "Kaan")}
# What the dictionary inflects wrongly.
IRREGULAR = {("kaikki", "Nom", "Plur"): "kaikki"}

# Verbs whose past participle says how somebody feels.
STATES = frozenset(["kiinnostua", "pettyä", "huolestua", "harmistua", "ihastua", "yllättyä"])

FINITE_FEATURES = frozenset(["Mood", "Tense", "Person", "Connegative"])
VERB_FEATURES = (FINITE_FEATURES - {"Person"}) | {"VerbForm", "InfForm", "PartForm", "Voice"}
COMPARED = (
    "Case",
    "Number",
    "Person",
    "Mood",
    "Tense",
    "Voice",
    "VerbForm",
    "InfForm",
    "PartForm",
    "Number[psor]",
    "Person[psor]",
    "Degree",
    "Connegative",
)

# Variants of one form by how common their endings are, measured on UD treebanks (VISK § 55–60 describes the
# plural stems); the first pattern that fits decides, no fit is 1. Clitics and possessive suffixes are off,
# and with them the genitive's -n.
VARIANTS: Mapping[tuple[str | None, str | None], tuple[tuple[re.Pattern[str], int], ...]] = {
    ("Gen", "Plur"): (
        (re.compile(r"v[aä]is(?:t|i)en?$"), 5),  # lisättäväisten
        # asiakkaiden, omenoiden, kauneimpien, poliitikkojen
        (re.compile(r"[aä]iden?$|(?<!n)[nlri][oö]iden?$|impien?$|kk[oö]jen?$"), 0),
        (re.compile(r"[oö]nten?$|iden?$"), 3),  # loputonten, opettajoiden, kenraaleiden
        (re.compile(r"[snlr]ten?$"), 1),  # ihmisten
        (re.compile(r"[ij]en?$"), 2),  # opettajien, palvelujen, ihmisien
        (re.compile(r"itten?$|tten?$"), 4),  # omenoitten, uutten
        (re.compile(r"[aäoöeu]in$"), 5),  # omenain
    ),
    ("Par", "Plur"): (
        (re.compile(r"(?:s|nn|st|j)[oö]it[aä]$|(?:t|ar)ikoita$|[sm]eit[aä]$"), 2),  # järjestöitä, muslimeita
        (re.compile(r"[lr]eit[aä]$|[oö]it[aä]$"), 0),  # mittareita, henkilöitä
    ),
    ("Par", "Sing"): ((re.compile(r"[eoö][aä]t[aä]$"), 4),),  # vaikeata
    ("Ess", "Sing"): ((re.compile(r"(?<!vuo)nn[aä]$"), 4), (re.compile(r"vuotena"), 4)),  # työtönnä
    ("Ill", "Plur"): ((re.compile(r"ih[ie]n?$"), 4),),  # asiakkaihin
}
# Endings that are archaic or rare in any form, and the rarer one of two verbs with the same base form.
RARE = re.compile(
    r"k[aä]{2}tte|tietän[ye]|^tava[as]|^parhain$|kaikkein$|^häl|^mit$|^k[eu]s[st](?:aan|ään)$|^ke(?:ll|lt|hen|nä$)"
    # a shell and a mountain before a choir and a lining
    r"|(?:kuor|vuor)(?:it$|ej|ei|i(?:n|ssa|sta|lla|lta|lle|ksi|in|a|na|tta)$)"
)
PARTICLE = re.compile("k[aä](?=kin|k[aä]{2}n|h[aä]n|$)")  # mihinkä, joidenka


@lru_cache(maxsize=1)
def _dictionary() -> Transducer:
    return open_transducer()


def inflect(
    word_or_reading: str | Reading, /, *, word: str | None = None, **features: str | None
) -> list[str]:
    """Give the forms of a word with some UD features changed, the most common variant first.

    word_or_reading: a base form (*lähettää*), or a reading, whose other features are kept
    word: the word as it stands in the text, whose capital letters the result takes over
    features: UD names and values; a value of None takes the feature away. Names that are no identifiers go in
        by ``**{"Number[psor]": "Plur"}``. A finite verb form without Tense, Voice or Person is understood as
        present, active and third person.

    Returns proven forms only; an empty list where the dictionary has none. A spoken word (*haluut*) inflects
    from its standard form. Of a compound the last part inflects.
    Raises ValueError for an unknown feature or value.

        >>> inflect("lähettää", Mood="Cnd", Number="Plur", Person="2", Clitic="Ko")
        ['lähettäisittekö']
    """
    for name, value in features.items():
        if name not in FEATURES:
            raise ValueError(f"unknown feature {name!r}")
        if value is not None and not _known_value(name, value):
            raise ValueError(f"unknown value {value!r} of feature {name!r}")
    changes = tuple(sorted(features.items()))
    if isinstance(word_or_reading, Reading):
        forms = _inflected(word_or_reading, changes)
        model = word_or_reading.lemma
        keep_case = "[Xr]" in word_or_reading.fst
    else:
        forms = _from_lemma(word_or_reading, changes) or _by_last_part(word_or_reading, changes)
        model, keep_case = word_or_reading, word_or_reading != word_or_reading.lower()
    spelt = (match_case(form, model, acronym=True) for form in forms)
    return list(dict.fromkeys(match_case(form, word, acronym=keep_case) for form in spelt))


def match_case(form: str, model: str | None, *, acronym: bool = False) -> str:
    """Give ``form`` the capital letters of ``model``: *lähettäkää* after *Lähetä* is *Lähettäkää*.

    acronym: capitals of the model belong to some letters only (*PIN-koodi*), and do not make all of the form
        upper case
    """
    if not model or model == model.lower():
        return form
    if not acronym and len(model) > 1 and model == model.upper() and model.isalpha():
        return form.upper() if len(model) > 2 else form[:1].upper() + form[1:]
    letters = list(form)
    for index, (mine, theirs) in enumerate(zip(form, model, strict=False)):
        if mine.lower() != theirs.lower():
            break
        letters[index] = theirs
    if model[0].isupper():
        letters[0] = letters[0].upper()
    return "".join(letters)


def _known_value(name: str, value: str) -> bool:
    if name == "Clitic":
        return any(set(value.split(",")) == set(known.split(",")) for known in FEATURES[name])
    return value in FEATURES[name]


@lru_cache(maxsize=CACHED_FORMS)
def _from_lemma(lemma: str, changes: tuple[tuple[str, str | None], ...]) -> tuple[str, ...]:
    """Inflect every word of which ``lemma`` is the base form, verbs only where the features are a verb's."""
    wanted = {name for name, value in changes if value is not None}
    verbal = bool(wanted & VERB_FEATURES) or ("Person" in wanted and "Case" not in wanted)
    forms: dict[str, None] = {}
    # Words that have no singular are not found under their base form: synttäri, häät.
    unknown = [
        Reading(lemma, "NOUN", "Case=Nom|Number=Sing", f"[{tag}][Xp]{lemma}[X]") for tag in ("Ln", "Lnl")
    ]
    known = sorted(open_morphology().analyse(lemma), key=lambda reading: reading.pos == "NOUN")
    for reading in known or (unknown if lemma.isalpha() and not verbal else []):
        citation = lemma if reading.get("VerbForm") == "Part" else reading.lemma
        if reading.source != "voikko" or citation.lower() != lemma.lower() or reading.get("Clitic"):
            continue
        is_verb = reading.get("VerbForm") is not None
        if verbal and not is_verb:
            continue
        if is_verb and verbal and reading.get("InfForm") != "1" and reading.get("Polarity") is None:
            continue
        if is_verb and not verbal and (reading.get("Case"), reading.get("Number")) != ("Nom", "Sing"):
            continue
        if not is_verb and (reading.get("Case") not in (None, "Nom") or reading.get("Person[psor]")):
            continue
        forms.update(dict.fromkeys(_inflected(reading, changes)))
    if lemma in WITH_CLITIC:
        forms.update(dict.fromkeys(_with_clitic(lemma, dict(changes))))
        return tuple(sorted(forms, key=lambda form: RARE.search(form) is not None))
    return tuple(forms)


def _with_clitic(lemma: str, changes: Mapping[str, str | None]) -> tuple[str, ...]:
    """*johonkin, kenenkään, missään*: forms of *joka, kuka, mikä* with a clitic that belongs to the word."""
    case, number = changes.get("Case"), changes.get("Number") or "Sing"
    if case in (None, "Nom") or changes.get("Clitic") or (lemma, case) == ("jokin", "Gen"):
        return ()
    base, clitic = WITH_CLITIC[lemma]
    short = _from_lemma(base, (("Case", case), ("Number", number)))
    long = _from_lemma(base, (("Case", case), ("Clitic", clitic), ("Number", number)))
    return (*(form for form in short if lemma == "mikään" and form.endswith("ään")), *long)


def _by_last_part(lemma: str, changes: tuple[tuple[str, str | None], ...]) -> tuple[str, ...]:
    """Inflect a compound that the dictionary has only in other forms: *tikapuut, perusopinnot*, *tava|n, -pa*."""
    features = {name: value for name, value in changes if value is not None}
    for start in range(2, len(lemma) - 2):
        proven = tuple(
            lemma[:start] + form
            for form in _from_lemma(lemma[start:], changes)
            if any(
                reading.lemma == lemma
                and all(_same(name, reading, features) for name in features if name in COMPARED)
                for reading in open_morphology().analyse(lemma[:start] + form)
            )
        )
        if proven:
            return proven
    return ()


@lru_cache(maxsize=CACHED_FORMS)
def _inflected(reading: Reading, changes: tuple[tuple[str, str | None], ...]) -> tuple[str, ...]:
    if reading.standard:
        return tuple(
            form for standard in _standard_readings(reading)[:1] for form in _inflected(standard, changes)
        )
    if not reading.fst:
        return ()
    target = _target(reading, dict(changes))
    if irregular := IRREGULAR.get((reading.lemma, target.get("Case", ""), target.get("Number", ""))):
        return (irregular,)
    clitics = frozenset(filter(None, target.get("Clitic", "").split(",")))
    if (
        "[Bc]" in reading.fst
        and target.get("Case") != "Nom"
        and re.findall(r"\[L\w+\]", reading.fst)[-1] == "[Lu]"
    ):
        candidates = _numeral_parts(reading, target)
    else:
        candidates = [_head(reading) + form for form in _search(reading, target, clitics)]
    proven = [form for form in dict.fromkeys(candidates) if _proves(form, reading, target, clitics)]
    return tuple(sorted(proven, key=lambda form: _rarity(form, reading, target)))


def _standard_readings(reading: Reading) -> list[Reading]:
    """Give the readings of a spoken word's standard form that say the same."""
    feats = {name: value for name, value in parse_feats(reading.feats).items() if name != "Style"}
    return [
        standard
        for standard in open_morphology().analyse(reading.standard)
        if standard.source != "colloquial"
        and standard.lemma == reading.lemma
        and all(standard.get(name) == value for name, value in feats.items() if name in COMPARED)
    ]


def _head(reading: Reading) -> str:
    """Give what the dictionary does not cover of a word like *5G-verkko*: all up to the last hyphen."""
    if "-" in reading.lemma and "-" not in re.sub(r"\[[^\]]*\]", "", reading.fst):
        return reading.lemma[: reading.lemma.rindex("-") + 1]
    return ""


# --- Which features and which tags ----------------------------------------------------------------


def _target(reading: Reading, changes: Mapping[str, str | None]) -> dict[str, str]:
    """Give all features wanted: the reading's, changed, without those that no longer apply."""
    before = parse_feats(reading.feats)
    merged: dict[str, str | None] = {**before, **changes}
    feats = {name: value for name, value in merged.items() if value is not None and name != "Style"}
    if "VerbForm" not in before:
        if "Person[psor]" not in feats or feats["Person[psor]"] == "3":
            feats.pop("Number[psor]", None)
        if feats.get("Case") in ("Com", "Ins") and "Number" not in changes:
            feats["Number"] = "Plur"
        return feats
    form = _verb_form(before, changes)
    lasting = ("Clitic", "Polarity", "Number[psor]", "Person[psor]")
    kept: dict[str, str] = {name: value for name, value in feats.items() if name in lasting}
    if feats.get("Person[psor]") in (None, "3"):
        kept.pop("Number[psor]", None)
    moved = form != before["VerbForm"]

    def value(name: str, default: str) -> str:
        if moved and name != "Voice":
            return changes.get(name) or default
        return feats.get(name, default)

    voice = "Act" if changes.get("Person") and "Voice" not in changes else value("Voice", "Act")
    target: dict[str, str] = {**kept, "VerbForm": form, "Voice": voice}
    if form == "Inf":
        target["InfForm"] = number = value("InfForm", "1")
        if moved and "Voice" not in changes:
            target["Voice"] = "Act"
        if number != "1" or "Person[psor]" in feats:
            default = {"1": "Tra", "2": "Ine", "3": "Ill"}.get(number, "Ade")
            target["Case"] = (
                default if "InfForm" in changes and "Case" not in changes else value("Case", default)
            )
        return target
    if form == "Part":
        target["PartForm"] = value("PartForm", "Past")
        if target["PartForm"] in ("Agt", "Neg"):
            target["Voice"] = "Act"
        if "Degree" in feats:
            target["Degree"] = feats["Degree"]
        return {**target, "Case": value("Case", "Nom"), "Number": value("Number", "Sing")}
    mood = value("Mood", "Ind")
    if reading.lemma == "ei" or "Polarity" in before:
        if "Mood" in feats and feats["Mood"] != "Ind":
            target["Mood"] = mood
    else:
        target["Mood"] = mood
        if mood == "Ind":
            target["Tense"] = value("Tense", "Pres")
    if value("Connegative", "") and not (changes.get("Person") and "Connegative" not in changes):
        target["Connegative"] = "Yes"
        if target["Voice"] == "Act":
            del target["Voice"]
    elif target["Voice"] == "Act":
        person = value("Person", "3")
        target |= {"Person": "3" if person == "0" else person, "Number": value("Number", "Sing")}
    return target


def _verb_form(before: Mapping[str, str], changes: Mapping[str, str | None]) -> str:
    if explicit := changes.get("VerbForm"):
        return explicit
    if any(changes.get(name) for name in FINITE_FEATURES):
        return "Fin"
    if changes.get("InfForm"):
        return "Inf"
    return "Part" if changes.get("PartForm") else before["VerbForm"]


def _search(reading: Reading, target: Mapping[str, str], clitics: frozenset[str]) -> list[str]:
    """Look for forms that ought to have the wanted features; proof comes later."""
    if (
        "[Lu]" in reading.fst
        and not clitics
        and (target.get("Case"), target.get("Number")) == ("Nom", "Sing")
    ):
        return [reading.lemma]  # sata, kymmenen: the dictionary writes these in an order of its own
    if "[Lk]" in reading.fst:
        requests = _negation_requests(reading, target)
    elif "VerbForm" in target and parse_feats(reading.feats).get("VerbForm"):
        requests = _verb_requests(reading, target)
    else:
        requests = _nominal_requests(reading, target)
    tagged = {TAGGED_CLITICS[clitic] for clitic in clitics if clitic in TAGGED_CLITICS}
    letters = sorted(clitics - TAGGED_CLITICS.keys(), key=CLITIC_ORDER.index)
    for stem, tags, free in requests:
        wanted = Wanted(tags | tagged, free)
        surfaces = _with_letter_clitics(_dictionary().surfaces(stem, wanted), letters)
        if surfaces:
            return surfaces
    return []


Request = tuple[str, frozenset[str], frozenset[str]]


def _nominal_requests(reading: Reading, target: Mapping[str, str]) -> list[Request]:
    before = parse_feats(reading.feats)
    fst = reading.fst
    singular = SINGULARS.get(reading.lemma, reading.lemma)
    if reading.pos == "PRON" and singular in PLURALS and target.get("Number") != before.get("Number"):
        if "Case" not in target:
            return []
        word = PLURALS[singular] if target.get("Number") == "Plur" else singular
        fst = f"[Lr][Xp]{word}[X]"
        tags = {CASES[target["Case"]]}
    else:
        cut = fst.rfind("[X]") + len("[X]") if "[X]" in fst else len(fst)
        # Some forms with a possessive suffix end in the class of the word once more: omiaa[O3]n[Ln].
        fst, rest = fst[:cut], re.sub(r"(\[O\w+\][^\[]*)\[L\w+\]", r"\1", fst[cut:])
        # Tags of the word itself stay: [Rm] in liittymä, [Tn4] in lähettäminen.
        tags = {tag for tag in re.findall(r"\[[^\]]*\]", rest) if not NOMINAL_TAG.fullmatch(tag)} - FREE
        if before.get("Degree") not in DEGREES:
            tags |= set(DEGREES.values()) & set(re.findall(r"\[C\w\]", rest))  # vanhempi, the noun
        if "Case" in target:
            tags.add(CASES[target["Case"]])
        else:
            tags |= {
                tag for tag in re.findall(r"\[[SC]\w+\]|\[N[ym]\]", rest) if reading.pos in ("ADV", "ADP")
            }
    if "Number" in target:
        tags.add(NUMBERS[target["Number"]])
    if target.get("Degree") in DEGREES:
        tags.add(DEGREES[target["Degree"]])
    tags |= _possessor(target)
    requests = [(fst, frozenset(tags), FREE)]
    if numeral := re.fullmatch(r"\[Lu\](?:\[S\w+\]\[N\w\])?(?:\[Bc\])?(\[Xp\]\w+\[X\])", fst):
        # sata, tuhat, kymmenes: the nominative has its tags before the base form, and ordinals a boundary
        requests += [(f"{opening}{numeral[1]}", frozenset(tags), FREE) for opening in ("[Lu]", "[Lu][Bc]")]
    if reading.lemma in OBLIQUE_STEMS and target.get("Case") != "Nom":
        requests.insert(0, (f"[Lr][Xp]{OBLIQUE_STEMS[reading.lemma]}[X]", frozenset(tags), FREE))
    if "Person[psor]" in target and target.get("Case") in ("Gen", "Nom"):
        # With a possessive suffix the genitive singular and the nominative plural look like the nominative
        # singular (VISK § 95), and the dictionary has only that one.
        singular_form = (tags - {CASES["Gen"], *NUMBERS.values()}) | {CASES["Nom"], NUMBERS["Sing"]}
        if (target["Case"], target.get("Number")) != ("Gen", "Plur"):
            requests.append((fst, frozenset(singular_form), FREE))
    if "Person[psor]" in target:
        requests += [(stem, wanted | {"[Ln]"}, free) for stem, wanted, free in requests]
    return requests


def _possessor(target: Mapping[str, str]) -> set[str]:
    person = target.get("Person[psor]")
    if person is None:
        return set()
    return {"[O3]" if person == "3" else POSSESSORS[person, target.get("Number[psor]", "Sing")]}


def _negation_requests(reading: Reading, target: Mapping[str, str]) -> list[Request]:
    if "Person" not in target:
        return []
    stem = reading.fst[: reading.fst.rfind("[X]") + len("[X]")]
    stem = re.sub(r"\[T[tk]\]", MOODS[target.get("Mood", "Ind")], stem)
    return [(stem, frozenset([f"[P{target['Person']}]", NUMBERS[target["Number"]]]), FREE)]


def _verb_requests(reading: Reading, target: Mapping[str, str]) -> list[Request]:
    stem = _verb_stem(reading.fst)
    if DERIVED not in stem:
        return _verb_endings(stem, target)
    # The letters before a derivative's base form change with gradation (esit[Xj]ellä, esitel[Xj]lä): start
    # from the verb it is derived from, and ask for a derivative.
    stem = stem[: stem.index("[X]", stem.rfind("[Lt]")) + len("[X]")]
    return [(stem, tags | {DERIVED}, free) for stem, tags, free in _verb_endings(stem, target)]


def _verb_endings(stem: str, target: Mapping[str, str]) -> list[Request]:
    form = target["VerbForm"]
    if form == "Inf":
        number = target["InfForm"]
        tags = {f"[Tn{number}]"} | _possessor(target)
        if number == "3":
            tags.add(CASES[target["Case"]])
        return [(stem, frozenset(tags), FREE | {"[Ny]", "[Tn2]"})]  # [Tn2] comes twice in ollessa
    if form == "Part":
        kind = PARTICIPLES.get((target["PartForm"], target["Voice"]))
        if kind is None:
            return []
        tags = {*kind, CASES[target["Case"]], NUMBERS[target["Number"]]} | _possessor(target)
        if target.get("Degree") in DEGREES:
            tags.add(DEGREES[target["Degree"]])
        requests = [(stem, frozenset(tags), FREE)]
        if "Person[psor]" in target:
            requests.append((stem, frozenset(tags | {"[Ln]"}), FREE))
        return requests
    mood, tense = target["Mood"], TENSES[target.get("Tense", "Pres")]
    if target.get("Voice") == "Pass":
        tags = {MOODS[mood], tense, "[P4]"} | ({"[Et]"} if "Connegative" in target else set())
        return [(stem, frozenset(tags), FREE)]
    if "Connegative" in target and mood in ("Imp", "Pot"):
        return [(stem, frozenset([MOODS[mood], "[Ap]", "[Et]"]), FREE)]
    person = f"[P{target.get('Person', '3')}]"
    number = NUMBERS[target.get("Number", "Sing")]
    if (mood, person, number) == ("Imp", "[P2]", "[Ny]") or ("Connegative" in target and mood == "Ind"):
        # The dictionary leaves out the imperative of avata, tilata, vastata: like the 3rd person.
        end, other = ("[Et]", FREE) if "Kaan" in target.get("Clitic", "") else ("[Eb]", FREE - {"[Eb]"})
        return [
            (stem, frozenset(["[Tk]", "[Ap]", "[P2]", "[Ny]", end]), other),
            (stem, frozenset(["[Tt]", "[Ap]", "[P3]", "[Ny]", end]), other),
        ]
    return [(stem, frozenset([MOODS[mood], tense, person, number]), FREE)]


def _verb_stem(fst: str) -> str:
    """Cut an analysis after the base form of its verb: ``[Lt][Xp]tilata[X]`` of *tilannut*."""
    start = fst.rfind("[Lt]")
    end = re.search(r"\[(?:L[ln]|T\w+|R\w)\]", fst[start + 4 :])
    limit = start + 4 + end.start() if end else len(fst)
    return fst[: fst.rfind("[X]", 0, limit) + len("[X]")]


def _with_letter_clitics(surfaces: Iterable[str], clitics: list[str]) -> list[str]:
    """Choose the forms that end in just these untagged clitics; the search gives them with every clitic."""
    every = set(surfaces)
    plain = {form for form in every if UNTAGGED.sub("", form) == form or UNTAGGED.sub("", form) not in every}
    if "Ka" in clitics or any(re.search("tk[aä]$|tek[aä]$", form) for form in plain):
        plain = {form for form in plain if not (form.endswith(("kä", "ka")) and form[:-2] in every)}
    if not clitics:
        return sorted(plain)
    ending = "".join(LETTER_CLITICS[clitic] for clitic in clitics)
    return sorted(
        form
        for form in every
        if (match := re.search(f"{ending}$", form)) and form[: match.start()] in plain and form not in plain
    )


def _numeral_parts(reading: Reading, target: Mapping[str, str]) -> list[str]:
    """Inflect each part of a numeral on its own: *kaksikymmentäyksi* → *kahden* + *kymmenen* + *yhden*."""
    case, number = target.get("Case"), target.get("Number", "Sing")
    if case is None:
        return []
    joined = ""
    for part in reading.fst.split("[Bc]"):
        surface = re.sub(r"\[X[pjr]\][^\[]*\[X\]|\[[^\]]*\]", "", part)
        if surface == "toista":
            joined += surface
            continue
        base = {"kymmentä": "kymmenen", "sataa": "sata", "tuhatta": "tuhat"}.get(surface, surface)
        forms = [
            form
            for numeral in open_morphology().analyse(base)
            if numeral.fst.startswith("[Lu]") and numeral.lemma == base
            for form in _inflected(numeral, (("Case", case), ("Number", number)))
        ]
        if not forms:
            return []
        joined += forms[0]
    return [joined]


# --- Proof and order ------------------------------------------------------------------------------


def _proves(form: str, reading: Reading, target: Mapping[str, str], clitics: frozenset[str]) -> bool:
    """Say whether the form, analysed again, is the same word with exactly the wanted features."""
    lemmas = {reading.lemma, PLURALS.get(reading.lemma), SINGULARS.get(reading.lemma)}
    lemmas.add(OBLIQUE_STEMS.get(reading.lemma))
    verb = _verb_lemma(reading.fst) if "VerbForm" in target else None
    capital = reading.lemma[:1].isupper()
    if "[Lu]" in reading.fst and target.get("Case") == "Par" and re.search("nnett[aä]$", form):
        return False  # the dictionary's sadannetta is an abessive
    for found in open_morphology().analyse(form[:1].upper() + form[1:] if capital else form):
        if verb is not None and found.get("VerbForm"):
            # kiinnostunut has the lemma kiinnostaa, but the verb to inflect is kiinnostua.
            same_word = _verb_lemma(found.fst) == verb
        else:
            same_word = found.lemma in lemmas or ("[Lu]" in reading.fst and "[Lu]" in found.fst)
        if not same_word or found.source == "colloquial":
            continue
        if frozenset(filter(None, (found.get("Clitic") or "").split(","))) != clitics:
            continue
        if all(_same(name, found, target) for name in COMPARED):
            return True
    return False


def _verb_lemma(fst: str) -> str | None:
    if "[Lt]" not in fst:
        return None
    return parse_output(_verb_stem(fst) + "[Tn1]")[0].lemma


def _same(name: str, found: Reading, target: Mapping[str, str]) -> bool:
    mine, wanted = found.get(name), target.get(name)
    if mine == wanted:
        return True
    if name == "Degree":
        return (mine or "Pos") == (wanted or "Pos")
    if name == "Number" and (target.get("VerbForm") == "Inf" or target.get("Case") in ("Com", "Ins")):
        return True
    if name in ("Case", "Number") and "Person[psor]" in target and found.get("Case") in ("Nom", "Gen"):
        return target.get("Case") in ("Nom", "Gen")
    # Sources differ on whether a connegative has a voice.
    return name == "Voice" and "Connegative" in target and {mine, wanted} <= {None, "Act"}


def _rarity(form: str, reading: Reading, target: Mapping[str, str]) -> tuple[int, int, int, str]:
    """Order variants: common endings, then those that keep most of the base form (*lain* before *laen*)."""
    bare = SUFFIXES.sub("", form)
    if RARE.search(form):
        rank = 5
    else:
        patterns = VARIANTS.get((target.get("Case"), target.get("Number")), ())
        rank = next((rank for pattern, rank in patterns if pattern.search(bare)), 1)
    if reading.pos == "PRON" and rank < 5:
        rank += ("nne" in form and "Person[psor]" not in target) + 4 * bool(PARTICLE.search(form, 3))
    if reading.lemma == "mikä" and re.search("(?:ss|st|tk)ään$", form):
        rank = 5  # of mikään
    if form.endswith(("nsa", "nsä")):  # talossansa beside talossaan
        rank += 1
    return rank, -_shared_letters(form, reading.lemma.lower()), len(form), form


def _shared_letters(one: str, other: str) -> int:
    """Give the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for letter in one:
        diagonal = 0
        for index, theirs in enumerate(other, start=1):
            above = row[index]
            row[index] = diagonal + 1 if letter == theirs else max(above, row[index - 1])
            diagonal = above
    return row[-1]


# --- The other form of address --------------------------------------------------------------------


def readdress(word: str, reading: Reading, to: AddressForm) -> str | None:
    """Give a word in the other form of address to one person, or None where there is nothing to switch.

    word: the word as it stands in the text; its capital letters are kept
    reading: how it is meant there: a 2nd person pronoun, finite verb or possessive suffix
    to: ``formal`` (*te*, 2nd person plural) or ``informal`` (*sinä*, 2nd person singular)

    *sulle* → *teille*, *voitko* → *voitteko*, *ettet* → *ettette*, *älä* → *älkää*, *lähetä* → *lähettäkää*,
    *laskus* → *laskunne*, *lähettämäsi* → *lähettämänne*. A negated verb (*et **lähetä***) stays as it
    is; the one of a ban does not, but nothing in the word tells: ask for ``Mood="Imp", Connegative="Yes"``.
    """
    source, wanted = ("Sing", "Plur") if to == "formal" else ("Plur", "Sing")
    if reading.get("Person[psor]") == "2" and reading.get("Number[psor]") == source:
        return _spelt(word, _possessive(word, reading, wanted))
    if reading.get("Person") != "2" or reading.get("Number") != source:
        return None
    if reading.pos == "PRON":
        return next(iter(inflect(reading, word=word, Number=wanted)), None)
    if reading.get("VerbForm") != "Fin":
        return None
    if reading.get("Mood") == "Imp":
        return next(iter(inflect(reading, word=word, Number=wanted, Clitic=_plain_clitics(reading))), None)
    return _spelt(word, formal_verb(word, reading) if wanted == "Plur" else informal_verb(word, reading))


def formal_verb(word: str, reading: Reading) -> str | None:
    """Give the 2nd person plural of a 2nd person singular verb form other than the imperative: -t → -tte.

    The ending is all that differs, in every mood and tense, before clitics and in the fused negations
    (*ettet* → *ettette*); VISK § 106. *-s* after *-ko* and *-pa* is dropped: it is familiar (VISK § 1672). A
    spoken form (*haluut, voitsä*) is switched in its standard form. Returns the form in lower case, None
    where the word does not end so, or the dictionary knows the word but not the result.
    """
    return _switch_ending(word, reading, "t", "tte", Number="Plur")


def informal_verb(word: str, reading: Reading) -> str | None:
    """Give the 2nd person singular of a 2nd person plural verb form other than the imperative: -tte → -t."""
    return _switch_ending(word, reading, "tte", "t", Number="Sing")


def formal_possessive(word: str, reading: Reading) -> str | None:
    """Give a word with the possessive suffix -nne instead of -si, before any clitics.

    The stem is the same before every suffix (VISK § 95–96), in nouns, infinitives, participles and
    adpositions alike. Returns the form in lower case, None where the word does not end so, or the dictionary
    knows the word but not the result.
    """
    return _possessive(word, reading, "Plur")


def agree(word: str, reading: Reading, number: str) -> str | None:
    """Give a participle, adjective or noun in the number of the people it is said of.

    number: ``Sing`` or ``Plur``
    The participle of a predicate stays in the nominative (*olette tilannut, tilanneet*); a predicative is in
    the nominative singular or the partitive plural (*tyytyväinen, tyytyväisiä*), and so is the participle of a
    state (*kiinnostunut, kiinnostuneita*); the essive and the translative stay (*asiakkaana, asiakkaina*).
    None where the word has no number, or the form is not proven. Source: VISK § 1273, § 946–947.
    """
    case = reading.get("Case")
    if reading.get("Number") is None or case is None or reading.pos == "PRON":
        return None
    if case not in ("Ess", "Tra"):
        active = (reading.get("PartForm"), reading.get("Voice")) == ("Past", "Act")
        predicate = active and _verb_lemma(reading.fst) not in STATES
        case = "Nom" if number == "Sing" or predicate else "Par"
    return next(iter(inflect(reading, word=word, Case=case, Number=number)), None)


def genitive(word: str, reading: Reading) -> str | None:
    """Give the genitive of a nominative singular, as the object of a request needs it: *kuitti* → *kuitin*.

    Words that do not inflect (*koko, viime, ensi, eri*) and possessed words (*laskunne*: both cases look
    alike, VISK § 95) come back unchanged; so would not a numeral from two up, which as an object has no
    genitive: do not ask for it. Acronyms that the dictionary lacks take *:n* where they can only be spelt out
    (*PDF:n*), or an ending from a short list where they are read as a word (*IBANin*); Kielitoimiston
    ohjepankki, Lyhenteet. None where the word is no nominative singular, or its genitive is not sure.
    """
    if word.lower() in INDECLINABLE:
        return word
    if reading.get("Case") not in ("Nom", None) or reading.get("Number") not in ("Sing", None):
        return None
    if reading.get("Person[psor]"):
        return word
    if reading.fst or reading.standard:
        forms = inflect(reading, word=word, Case="Gen") if reading.get("Case") else []
        if forms or not word.isupper():
            return next(iter(forms), None)
    return acronym_genitive(word)


def acronym_genitive(word: str) -> str | None:
    """Give the genitive of an acronym in capitals, None where its letters do not tell how it is read."""
    if word in READ_AS_WORDS:
        return word + READ_AS_WORDS[word]
    if word in SPELT_OUT or re.fullmatch("[BCDFGHJKLMNPQRSTVWXZ]{2,5}", word):
        return word + ":n"
    return None


def _possessive(word: str, reading: Reading, number: str) -> str | None:
    before, after = ("si", "nne") if number == "Plur" else ("nne", "si")
    return _switch_ending(word, reading, before, after, **{"Number[psor]": number})


def _switch_ending(word: str, reading: Reading, before: str, after: str, **changed: str) -> str | None:
    """Exchange an ending that stands before the clitics the reading names, and prove the result."""
    base = (reading.standard or word).lower()
    clitics = filter(None, (reading.get("Clitic") or "").split(","))
    ordered = sorted(clitics, key=CLITIC_ORDER.index)
    pattern = "".join(f"({ENDINGS[clitic]})" for clitic in ordered)
    match = re.fullmatch(f"(.+){before}{pattern}", base)
    if match is None:
        return None
    stem, *endings = match.groups()
    kept = _plain_clitics(reading)
    result = (
        stem
        + after
        + "".join(
            ending
            for clitic, ending in zip(ordered, endings, strict=True)
            if kept and clitic in kept.split(",")
        )
    )
    if not reading.fst and not reading.standard:
        return result  # a word the dictionary does not know: the rule has no exception to prove
    expected = {
        name: value for name, value in parse_feats(reading.feats).items() if name in COMPARED
    } | changed
    for found in open_morphology().analyse(result):
        if found.get("Clitic") == kept and all(_same(name, found, expected) for name in expected):
            return result
    return None


def _plain_clitics(reading: Reading) -> str | None:
    """Give the clitics of a reading without the familiar -s."""
    clitics = (reading.get("Clitic") or "").split(",")
    return ",".join(clitic for clitic in clitics if clitic != "S") or None


def _spelt(word: str, form: str | None) -> str | None:
    return None if form is None else match_case(form, word)
