"""Word → readings in UD terms; the only module that knows Voikko.

Voikko's dictionary (voikko-fi) is a transducer. Two back ends run it, the native libvoikko and the embedded
pyvoikko on kfst-rs; both give nothing but the transducer's output string, for instance
``[Lt][Xp]lähettää[X]lähetä[Tk][Ap][P2][Ny][Eb]``, and one parser here turns it into ``Reading``s, so that
both answer alike. The tags are those of voikko-fi's lexicon, the features those of UD_Finnish-TDT. Lemmas
differ from UD's: compound parts are joined without ``#``, and *te, me, he, ne, nämä, nuo* have their own.

What the dictionary leaves out is added: the imperative of *avata, tilata, vastata …*, which it tags as 3rd
person only, and the spoken forms of ``colloquial``.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, cast

from replycheck.colloquial import LEXICON, Entry, join_clitic, split_clitic, spoken_guesses, spoken_past
from replycheck.errors import SetupError
from replycheck.features import format_feats, parse_feats

Backend = Literal["native", "embedded"]
Source = Literal["voikko", "added", "colloquial", "model"]

MAX_CHARACTERS = 255
CACHE_WORDS = 65_536
# A word whose search libvoikko cuts short spoils its handle for good; none was found under 20 characters.
LONG_WORD = 20
# The embedded engine lists every way to cut a word: "ison" eight times over has 128, and
# time doubles with each further part. Real Finnish words are shorter.
MAX_EMBEDDED = 40

_INSTALL = (
    "no Finnish dictionary found. Install one of these:\n"
    "    apt-get install libvoikko1 voikko-fi\n"
    "    pip install 'replycheck[embedded]'"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word form.

    lemma: base form; of a participle the verb, of a compound the whole
    pos: UPOS
    feats: UD features as one string, sorted, ``_``-free: ``Case=Nom|Number=Sing``
    fst: Voikko's output string, empty where the reading does not come from the dictionary. Where only the
        part after the last hyphen is in the dictionary (*5G-verkkosi*), it covers that part
    standard: the standard form of a spoken word (*sulle* → *sinulle*, *ootko* → *oletko*), else empty
    source: ``voikko`` the dictionary, ``added`` filled in by rule, ``colloquial`` spoken form, ``model`` what
        the statistical model says of a word that the dictionary does not know
    """

    lemma: str
    pos: str
    feats: str
    fst: str = ""
    standard: str = ""
    source: Source = "voikko"

    def get(self, feature: str) -> str | None:
        """Return the value of a UD feature, or None where the reading has none."""
        return parse_feats(self.feats).get(feature)


# --- From Voikko's output string to UD ---

_PIECES = re.compile(r"\[([^\]]*)\]|([^\[]+)")
_CASE = {
    "n": "Nom",
    "g": "Gen",
    "p": "Par",
    "ak": "Acc",
    "ine": "Ine",
    "ela": "Ela",
    "ill": "Ill",
    "ade": "Ade",
    "abl": "Abl",
    "all": "All",
    "es": "Ess",
    "tr": "Tra",
    "ab": "Abe",
    "ko": "Com",
    "in": "Ins",
}
_NUMBER = {"y": "Sing", "m": "Plur"}
_POS = {
    "n": "NOUN",
    "l": "ADJ",
    "nl": "ADJ",
    "h": "INTJ",
    "ee": "PROPN",
    "es": "PROPN",
    "ep": "PROPN",
    "em": "PROPN",
    "t": "VERB",
    "a": "NOUN",
    "s": "ADV",
    "u": "NUM",
    "ur": "NUM",
    "r": "PRON",
    "c": "SCONJ",
    "d": "ADP",
    "k": "AUX",
    "p": "X",
}
_MOOD = {"t": "Ind", "e": "Cnd", "k": "Imp", "m": "Pot"}
_PARTICIPLE = {
    "v": ("Pres", "Act"),
    "a": ("Pres", "Pass"),
    "u": ("Past", "Act"),
    "t": ("Past", "Pass"),
    "m": ("Agt", "Act"),
    "e": ("Neg", "Act"),
}

_AUXILIARIES = frozenset(["olla", "voida", "pitää", "saattaa", "täytyä", "taitaa", "aikoa"])
_COORDINATORS = frozenset({"ja", "tai", "sekä", "mutta", "eli", "vaan", "vai", "tahi", "joko"})
_PRONOUN_TYPES = {
    **dict.fromkeys(["minä", "sinä", "hän", "me", "te", "he"], "Prs"),
    **dict.fromkeys(["tämä", "tuo", "se", "nämä", "nuo", "ne"], "Dem"),
    **dict.fromkeys(["joka"], "Rel"),
    **dict.fromkeys(["kuka", "mikä", "kumpi", "ken"], "Int"),
}
_PERSONS = {"minä": "1", "me": "1", "sinä": "2", "te": "2", "hän": "3", "he": "3"}
# Nouns and adjectives for Voikko, pronouns in UD.
_INDEFINITE = frozenset(["kaikki", "moni", "molempi", "muutama", "eräs", "jokainen", "sama"])
_CLITIC_AT_END = re.compile(r"(h[aä]n|p[aä]s?)$")
# Rare words that hide common ones: lähetä under lähettää and lähteä, juuria under juuri, äänes under ääni,
# kirjoa under the spoken kirjota.
_OBSOLETE = frozenset({"lähetä", "juuria", "suomia", "äänes", "kirjoa"})


@dataclass(slots=True)
class _Parts:
    """What the last compound part of an output string says, gathered left to right."""

    surface: str = ""
    base: str = ""
    verb: str = ""
    classes: list[str] | None = None
    case: str = ""
    number: str = ""
    person: str = ""
    mood: str = ""
    tense: str = ""
    polarity: str = ""
    infinitive: str = ""
    after_infinitive: str = ""
    participle: str = ""
    derivations: int = 0
    possessor: str = ""
    degree: str = ""
    clitics: tuple[str, ...] = ()
    boundaries: int = 0


def _collect(fst: str) -> _Parts:
    parts = _Parts(classes=[])
    prefix = ""  # surface before the last base form
    inside = ""  # between [Xp] or [Xj] and [X]: base form; between [Xr] and [X]: letter case, not needed
    base = ""
    last_text = ""
    capital = False
    numeral: tuple[_Parts, str] | None = None  # the numeral so far, and its base form
    for tag, text in _PIECES.findall(_plain_ordinals(fst).removesuffix("[Bh][Bc]")):  # tieto-, before »ja»
        if text:
            if inside == "r":
                continue
            if inside:
                base += text
            else:
                parts.surface += text
                last_text = text
                if parts.infinitive:
                    parts.after_infinitive += text
            continue
        kind, value = tag[:1], tag[1:]
        if tag in ("Xp", "Xj", "Xr", "Xs"):
            inside = "p" if tag == "Xp" else "j" if tag == "Xj" else "r"
            if inside != "r":
                # Every part of a numeral inflects, so that the base form is made of base forms: viidensadan.
                both_numerals = numeral is not None and parts.classes and parts.classes[-1] in ("u", "ur")
                prefix, base = numeral[1] if numeral and both_numerals else parts.surface, ""
            if tag == "Xj":
                parts.derivations += 1
        elif tag == "X":
            if inside == "p" and parts.classes and parts.classes[-1] == "t" and not parts.verb:
                parts.verb = prefix + base.replace("=", "")
            if inside == "p" and not prefix and base[:1].isupper():
                capital = True
            inside = ""
        elif tag == "Bc":
            numeral = _longer_numeral(parts, numeral) or _numeral(parts, prefix + base)
            surface, boundaries = parts.surface, parts.boundaries
            parts = _Parts(surface=surface, classes=[], boundaries=boundaries + 1)
            prefix, base, last_text = surface, "", ""
        elif kind == "L":
            assert parts.classes is not None
            parts.classes.append(value)
        elif kind == "S":
            parts.case = value
        elif kind == "N":
            parts.number = _NUMBER[value]
        elif kind == "P":
            parts.person = value
        elif kind == "A":
            parts.tense = "Pres" if value == "p" else "Past"
        elif kind == "T":
            if value[0] == "n":
                parts.infinitive = value[1:]
            else:
                parts.mood = _MOOD[value]
        elif kind == "E":
            # [Ef] at the very end closes a clitic: onpa[Ef], onhan[Ef]
            if parts.mood and not parts.polarity:
                parts.polarity = value
            elif value == "f" and (match := _CLITIC_AT_END.search(last_text)):
                parts.clitics += _clitic_values(match.group())
        elif kind == "R":
            parts.participle, parts.derivations = value, 0
        elif kind == "O":
            parts.possessor = value
        elif kind == "C":
            parts.degree = "Cmp" if value == "c" else "Sup"
        elif kind == "F":
            parts.clitics += (value.capitalize(),)
        elif tag == "Dg":
            capital = False
        last_text = last_text if kind == "E" else ""
    # -kohan and -kos are one piece in the output: [Fko][Ef]kohan
    if "Ko" in parts.clitics and (match := re.search(r"k[oö](s|h[aä]n)$", parts.surface)):
        parts.clitics += ("S",) if match.group(1) == "s" else ("Han",)
    parts.base = (prefix + base).replace("=", "") if base or prefix else parts.surface
    if longer := _longer_numeral(parts, numeral):
        before, parts.base = longer
        parts.classes, parts.case, parts.number = before.classes, before.case, before.number
    if capital:
        parts.base = parts.base[:1].upper() + parts.base[1:]
    return parts


def _plain_ordinals(fst: str) -> str:
    """Mark up *kymmenennen, tuhannennen* like other ordinals; the dictionary leaves out or adds a boundary."""
    if "[Lu]" not in fst:
        return fst
    return fst.replace("[Lu][Bc][Xp]", "[Lu][Xp]").replace("[Bc][Xp]kymmenes", "[Bc][Lu][Xp]kymmenes")


def _numeral(parts: _Parts, base: str) -> tuple[_Parts, str] | None:
    return (parts, base) if parts.classes and parts.classes[-1] in ("u", "ur") else None


def _longer_numeral(parts: _Parts, before: tuple[_Parts, str] | None) -> tuple[_Parts, str] | None:
    """Give a numeral and its base form with the last part on, where that has no inflection: *kolme+toista*."""
    if before is None or parts.classes:
        return None
    numeral, base = before
    return replace(numeral, surface=parts.surface), base + parts.surface[len(numeral.surface) :]


def _clitic_values(text: str) -> tuple[str, ...]:
    if text[0] == "h":
        return ("Han",)
    return ("Pa", "S") if text.endswith("s") else ("Pa",)


def parse_output(fst: str) -> tuple[Reading, ...]:
    """Turn one output string of voikko-fi's transducer into readings; usually one, more where UD splits."""
    parts = _collect(fst)
    word_class = parts.classes[-1] if parts.classes else ""
    feats: dict[str, str] = {}
    if parts.clitics:
        feats["Clitic"] = ",".join(sorted(set(parts.clitics)))
    if parts.possessor:
        feats["Person[psor]"] = parts.possessor[0]
        if parts.possessor[1:]:
            feats["Number[psor]"] = _NUMBER[parts.possessor[1]]
    if word_class == "k":
        return (_negation(parts, feats, fst),)
    if parts.mood:
        return tuple(_finite(parts, feats, fst))
    if parts.infinitive:
        return (_infinitive(parts, feats, fst),)
    if (
        parts.participle
        and parts.derivations <= 1  # one more makes an adjective of it: tyytyvä, but tyytyväinen
        and parts.case not in ("sti", "")
    ):
        form, voice = _PARTICIPLE[parts.participle]
        feats |= {"Case": _CASE[parts.case], "Number": parts.number, "PartForm": form, "VerbForm": "Part"}
        feats["Voice"] = voice
        if parts.degree:
            feats["Degree"] = parts.degree
        if parts.boundaries or form == "Neg":  # terve+tullut has no verb of its own; käymätön is an adjective
            adjective = {name: feats[name] for name in feats if name not in ("PartForm", "VerbForm", "Voice")}
            return (Reading(parts.base, "ADJ", format_feats({"Degree": "Pos", **adjective}), fst),)
        pos = "AUX" if parts.verb in _AUXILIARIES else "VERB"
        return (Reading(parts.verb or parts.base, pos, format_feats(feats), fst),)
    return (_nominal(parts, word_class, feats, fst),)


def _negation(parts: _Parts, feats: dict[str, str], fst: str) -> Reading:
    if parts.surface.endswith(("kä", "ka")):
        feats["Clitic"] = "Ka"
    elif "Clitic" not in feats and (match := _CLITIC_AT_END.search(parts.surface)):
        feats["Clitic"] = ",".join(_clitic_values(match.group()))
    feats |= {"Number": parts.number, "Person": parts.person, "Polarity": "Neg", "VerbForm": "Fin"}
    feats["Voice"] = "Act"
    if parts.mood == "Imp":
        feats["Mood"] = "Imp"
    return Reading(parts.base, "AUX", format_feats(feats), fst)


def _finite(parts: _Parts, feats: dict[str, str], fst: str) -> Iterator[Reading]:
    pos = "AUX" if parts.base in _AUXILIARIES else "VERB"
    feats |= {"Mood": parts.mood, "VerbForm": "Fin"}
    if parts.mood == "Ind":
        feats["Tense"] = parts.tense
    connegative = {**feats, "Connegative": "Yes"}
    passive = parts.person == "4"
    if passive:
        feats["Voice"] = connegative["Voice"] = "Pass"
    else:
        feats["Voice"] = "Act"
        if parts.person:
            feats |= {"Person": parts.person, "Number": parts.number}
    if parts.polarity != "t" and not (parts.mood == "Imp" and "Ko" in parts.clitics):
        yield Reading(parts.base, pos, format_feats(feats), fst)
    if "Ko" in parts.clitics:  # nothing but an indicative or conditional asks
        return
    if parts.polarity == "b" and parts.mood == "Ind" and parts.person == "3":
        # The connegative has the shape of the imperative, always; Voikko leaves the imperative of avata,
        # tilata, vastata out.
        imperative = {name: value for name, value in feats.items() if name != "Tense"}
        imperative |= {"Mood": "Imp", "Person": "2", "Number": "Sing"}
        yield Reading(parts.base, pos, format_feats(imperative), fst, source="added")
    if parts.polarity in ("b", "t"):
        if parts.mood == "Imp" and parts.person == "2":  # else lähettäkö, after älkää
            connegative |= {"Mood": "Ind", "Tense": "Pres"}
        yield Reading(parts.base, pos, format_feats(connegative), fst)


def _infinitive(parts: _Parts, feats: dict[str, str], fst: str) -> Reading:
    number = parts.infinitive[0]
    if parts.case:
        feats |= {"Case": _CASE[parts.case], "Number": parts.number}
    if number == "4":
        lemma = parts.surface[: -len(parts.after_infinitive)] + "minen"
        return Reading(lemma, "NOUN", format_feats(feats), fst)
    feats |= {"InfForm": number, "VerbForm": "Inf", "Voice": "Act"}
    if number == "1":
        feats["Number"] = "Sing"
        if parts.possessor:
            feats["Case"] = "Tra"
    elif number == "2":
        ending = parts.after_infinitive
        feats["Case"] = "Ine" if "ess" in ending else "Ins"
        if re.match(r"t?t[aä]e", ending):
            feats["Voice"] = "Pass"
        feats["Number"] = "Sing"
    elif number == "5":
        feats["Case"] = "Ade"
    pos = "AUX" if parts.base in _AUXILIARIES else "VERB"
    return Reading(parts.base, pos, format_feats(feats), fst)


def _nominal(parts: _Parts, word_class: str, feats: dict[str, str], fst: str) -> Reading:
    pos = _POS.get(word_class, "X")
    lemma = parts.base
    if "[Icu]" in fst:  # a place named after a person or a place: Lapintie, Pirkanmaa
        pos = "PROPN"
    if parts.case == "sti" or word_class == "s" or (word_class == "c" and lemma == "niin"):
        return Reading(_adverb_lemma(parts), "ADV", format_feats(feats), fst)
    if parts.case:
        feats["Case"] = _CASE[parts.case]
    if parts.number:
        feats["Number"] = parts.number
    if parts.degree and parts.case == "in" and re.search(r"(mmin|immin)$", parts.surface):
        del feats["Case"], feats["Number"]
        feats["Degree"] = parts.degree
        return Reading(parts.surface, "ADV", format_feats(feats), fst)
    if word_class == "c":
        pos = "CCONJ" if lemma in _COORDINATORS else "SCONJ"
    elif word_class == "a":
        feats["Abbr"] = "Yes"
    elif lemma == "itse":
        pos, feats["Reflex"] = "PRON", "Yes"
    elif lemma in _INDEFINITE and pos in ("NOUN", "ADJ", "NUM", "PRON"):
        pos, feats["PronType"] = "PRON", "Ind"
    elif pos == "PRON":
        feats["PronType"] = _PRONOUN_TYPES.get(lemma, "Ind")
        if lemma in _PERSONS:
            feats["Person"] = _PERSONS[lemma]
    elif pos == "NUM":
        if (
            lemma == "toinen"
            or lemma.endswith("ensimmäinen")
            or re.search(r"(\d\.|[^kuv]s)(toista)?$", lemma)
        ):
            pos, feats["NumType"] = "ADJ", "Ord"
        else:
            feats["NumType"] = "Card"
    elif pos == "ADJ":
        feats["Degree"] = parts.degree or "Pos"
    elif pos == "ADP":
        feats["AdpType"] = "Post"
        feats.pop("Case", None)
        feats.pop("Number", None)
        lemma = _adverb_lemma(parts)
    return Reading(lemma, pos, format_feats(feats), fst)


def _adverb_lemma(parts: _Parts) -> str:
    """Surface without clitic and possessive suffix, as UD has it: *kanssanne* → *kanssa*."""
    lemma = parts.surface
    if parts.clitics:
        lemma = re.sub(r"(k[oö](h[aä]n|s)?|kin|k[aä]{2}n|h[aä]n|p[aä]s?)$", "", lemma)
    if parts.possessor:
        if not parts.base.endswith("n"):
            return re.sub(r"(ni|si|mme|nne|ns[aä]|[aä]n|een)$", "", lemma)
        return re.sub(r"(ni|si|mme|nne|ns[aä]|[aä]n|een)$", "n", lemma)
    return lemma


# --- Choosing among what the dictionary says, whatever the context ---


def _without_spurious(readings: list[Reading], *, lower: bool) -> list[Reading]:
    """Drop readings that nobody means beside a better one of the same word form.

    A name written in lower case; a compound where a word with fewer parts exists (*tie+tosi* beside
    *tietosi*); »your butter» beside *voisi*; a plural passive participle beside the active one (*ollut,
    tervetullut*).
    """

    def drop(unwanted: Callable[[Reading], bool]) -> None:
        kept = [reading for reading in readings if not unwanted(reading)]
        if kept:
            readings[:] = kept

    if lower:
        drop(lambda reading: reading.pos == "PROPN")
    fewest = min((r.fst.count("[Bc]") for r in readings if r.pos not in ("VERB", "AUX")), default=0)
    drop(lambda reading: reading.pos not in ("VERB", "AUX") and reading.fst.count("[Bc]") > fewest)
    if any(reading.get("Mood") == "Cnd" and reading.lemma == "voida" for reading in readings):
        drop(lambda reading: reading.pos == "NOUN" and reading.get("Person[psor]") == "2")
    if any("[Ru]" in reading.fst for reading in readings):
        drop(lambda reading: "[Rt]" in reading.fst)
    return readings


def _pronoun_with_clitic(entry: Entry) -> bool:
    return entry.pos == "PRON" and "Clitic" in entry.feats


def _spoken(entry: Entry) -> Reading:
    return Reading(entry.lemma, entry.pos, format_feats(entry.feats), "", entry.standard, "colloquial")


# --- The two engines: word (lower or mixed case) → output strings ---


def _native_engine() -> tuple[Callable[[str], Iterable[str]], str]:
    try:
        import libvoikko

        # Opened first by itself: where it is missing, Voikko("fi") leaves an object whose end prints a traceback.
        libvoikko.VoikkoLibrary.open()
        handle = libvoikko.Voikko("fi")
    except Exception as error:  # the binding raises OSError, VoikkoException, AttributeError …
        raise SetupError(_INSTALL) from error
    # The handle is no thread's own: unguarded use from two threads aborts the process.
    lock = threading.Lock()

    def strings(analyses: list[dict[str, Any]]) -> list[str]:
        # Compound names (Lajittelukeskus as a company) come without FSTOUTPUT; the embedded engine has none.
        return [analysis["FSTOUTPUT"] for analysis in analyses if "FSTOUTPUT" in analysis]

    def analyse(word: str) -> Iterable[str]:
        with lock:
            if len(word) < LONG_WORD:
                return strings(handle.analyze(word))
            throw_away = libvoikko.Voikko("fi")
            try:
                return strings(throw_away.analyze(word))
            finally:
                throw_away.terminate()

    return analyse, f"libvoikko {libvoikko.Voikko.getVersion()}"


def _embedded_engine() -> tuple[Callable[[str], Iterable[str]], str]:
    try:
        import kfst
        from pyvoikko import VOIKKO_FST
    except ImportError as error:
        raise SetupError(_INSTALL) from error
    if kfst.BACKEND != "kfst_rs":  # the pure Python engine is ten times slower
        raise SetupError(_INSTALL)

    def analyse(word: str) -> Iterable[str]:
        if len(word) > MAX_EMBEDDED:
            return []
        try:
            found = [output for output, _weight in VOIKKO_FST.lookup(word.lower())]
        except kfst.TokenizationException:
            return []
        return [output for output in found if _hyphens_are_right(output)]

    return analyse, f"pyvoikko {importlib.metadata.version('pyvoikko')}"


def _hyphens_are_right(output: str) -> bool:
    """Tell whether compound parts are joined as libvoikko wants it: a hyphen between equal vowels only.

    *kuolemaansa* is no *kuolema* + *ansa*, which would be *kuolema-ansa*; *suomalais-venäläinen* is free to
    have one. Native libvoikko checks this after its search.
    """
    surface, boundary, free, inside = "", False, False, False
    for tag, text in _PIECES.findall(output):
        if text and not inside:
            if boundary:
                hyphen = surface.endswith("-")
                same_vowel = surface.rstrip("-")[-1:] == text[0] and text[0] in "aeiouyäöå"
                free = free or surface.endswith("is-")
                if hyphen != same_vowel and not (hyphen and free):
                    return False
                boundary = free = False
            surface += text
        elif tag in ("Xp", "Xj", "Xr", "Xs"):
            inside = True
        elif tag == "X":
            inside = False
        elif tag == "Bh":
            boundary = True
        elif tag in ("Isf", "Lu", "La"):  # rock-, 5-, TV-: always with a hyphen
            free = True
    return True


# --- The public face ---

_REPLACED = str.maketrans({"\u00ad": None, "\u2010": "-", "\u2011": "-", "’": "'"})


class Morphology:
    """All readings of a word form, from one back end, through a bounded cache.

    Safe to use from several threads. ``backend`` names the engine, ``version`` engine and version as text.
    """

    def __init__(self, backend: Backend) -> None:
        """Open a back end; raise SetupError where it is not installed."""
        self.backend: Backend = backend
        self._outputs, self.version = _native_engine() if backend == "native" else _embedded_engine()
        self._cached = lru_cache(maxsize=CACHE_WORDS)(self._analyse)

    def analyse(self, word: str) -> tuple[Reading, ...]:
        """Return every reading of a word form, the dictionary's first; no reading is an empty tuple.

        The word is one token in any letter case, at most 255 characters; longer ones, and those with a NUL or
        a lone surrogate, have no readings. It is normalised first: NFC, no soft hyphens, plain hyphens.
        """
        if not word or len(word) > MAX_CHARACTERS:
            return ()
        return self._cached(word)

    def _analyse(self, word: str) -> tuple[Reading, ...]:
        word = unicodedata.normalize("NFC", word).translate(_REPLACED)
        if not word or "\0" in word or any("\ud800" <= letter <= "\udfff" for letter in word):
            return ()
        readings = self._dictionary(word)
        readings += self._spoken_forms(word, known=bool(readings)) + self._lost_i(word, readings)
        readings = [reading for reading in readings if reading.lemma not in _OBSOLETE] or readings
        if not readings and "-" in word[1:-1]:
            readings = self._after_hyphen(word)
        return tuple({(r.lemma, r.pos, r.feats): r for r in reversed(readings)}.values())[::-1]

    def _dictionary(self, word: str) -> list[Reading]:
        readings = [reading for output in sorted(self._outputs(word)) for reading in parse_output(output)]
        return _without_spurious(readings, lower=word == word.lower()) if readings else []

    def _after_hyphen(self, word: str) -> list[Reading]:
        head, _, tail = word.rpartition("-")
        if len(tail) < 3:
            return []
        return [replace(reading, lemma=f"{head}-{reading.lemma}") for reading in self._dictionary(tail)]

    def _spoken_forms(self, word: str, *, known: bool) -> list[Reading]:
        lower = word.lower()
        # sulki, mutkaan, mäki are words of their own before they are spoken pronouns with a clitic
        entries = [entry for entry in LEXICON.get(lower, ()) if not (known and _pronoun_with_clitic(entry))]
        readings = [_spoken(entry) for entry in entries]
        if known or readings:
            return readings
        for stem, clitic, value in split_clitic(lower):
            readings = [
                replace(
                    base,
                    feats=format_feats({**parse_feats(base.feats), "Clitic": value}),
                    standard=join_clitic(base.standard, clitic),
                )
                for base in [_spoken(entry) for entry in LEXICON.get(stem, ())] or self._guessed(stem)
                if base.get("VerbForm") == "Fin" and not base.get("Clitic")
            ]
            if readings:
                return readings
        return self._guessed(lower)

    def _guessed(self, word: str) -> list[Reading]:
        readings: list[Reading] = []
        for guess in spoken_guesses(word):
            bases = self._dictionary(guess.lookup) or [
                _spoken(entry) for entry in LEXICON.get(guess.lookup, ())
            ]
            for base in bases or (self._guessed(guess.lookup) if guess.adds else []):
                if all(base.get(name) == value for name, value in guess.needs.items()):
                    feats = {**parse_feats(base.feats), **guess.adds, "Style": "Coll"}
                    standard = guess.standard
                    if base.standard:
                        clitic = "ko" if guess.adds.get("Clitic") == "Ko" else "pas"
                        standard = join_clitic(base.standard, clitic) if guess.adds else base.standard
                    if guess.adds and not self._is_form_of(
                        standard, base
                    ):  # maksako is a liver, oleko nothing
                        continue
                    readings.append(
                        replace(
                            base, feats=format_feats(feats), fst="", standard=standard, source="colloquial"
                        )
                    )
            if readings and guess.alone:
                break
        return readings

    def _is_form_of(self, word: str, base: Reading) -> bool:
        """Say whether the dictionary knows ``word`` as the form ``base``, whatever clitics are on it."""
        feats = {**parse_feats(base.feats), "Clitic": "", "Style": ""}
        return any(
            known.lemma == base.lemma and {**parse_feats(known.feats), "Clitic": "", "Style": ""} == feats
            for known in self._dictionary(word)
        )

    def _lost_i(self, word: str, readings: list[Reading]) -> list[Reading]:
        """Give *sanoi* as a reading of *sano*, which is an imperative in the dictionary."""
        standard = spoken_past(word.lower())
        lemmas = {reading.lemma for reading in readings if reading.get("Mood") == "Imp"}
        if standard is None or not lemmas or any(reading.get("Clitic") for reading in readings):
            return []
        return [
            replace(
                past,
                feats=format_feats({**parse_feats(past.feats), "Style": "Coll"}),
                fst="",
                standard=standard,
                source="colloquial",
            )
            for past in self._dictionary(standard)
            if past.lemma in lemmas and past.get("Tense") == "Past" and past.get("Person") == "3"
        ]


def _wanted_backend() -> Backend | None:
    wanted = os.environ.get("REPLYCHECK_MORPHOLOGY") or None
    if wanted not in (None, "native", "embedded"):
        raise SetupError("REPLYCHECK_MORPHOLOGY is neither 'native' nor 'embedded'")
    return cast("Backend | None", wanted)


@lru_cache(maxsize=2)
def _open(backend: Backend) -> Morphology:
    return Morphology(backend)


def open_morphology(backend: Backend | None = None) -> Morphology:
    """Return the morphology of this process: the named back end, or native where it works, else embedded.

    Where no back end is named, the environment variable REPLYCHECK_MORPHOLOGY may name one.
    Raises SetupError, naming the commands that install a dictionary, where there is none.
    """
    backend = backend or _wanted_backend()
    if backend is not None:
        return _open(backend)
    try:
        return _open("native")
    except SetupError:
        return _open("embedded")
