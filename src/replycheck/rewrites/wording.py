"""What the house says instead of a word that it does not use, inflected like that word."""

from __future__ import annotations

import re
from collections.abc import Mapping

from replycheck.analysis import Analysed
from replycheck.features import parse_feats
from replycheck.inflection import inflect
from replycheck.matching import Match, Situation
from replycheck.model import Applicability
from replycheck.morphology import Reading, open_morphology
from replycheck.rewrites.base import Remark, Rewrite, matching_case, replace_tokens

# What a noun takes over from the one it stands for, and a modifier from its head.
OF_NOUN = ("Case", "Number", "Number[psor]", "Person[psor]", "Clitic")
OF_MODIFIER = ("Case", "Number")

# Case endings of a name, {a} after the vowels of the name, {v} its last vowel (VISK § 81): Telia+ssa, Netflix+i+in.
ENDINGS: Mapping[str, str] = {
    "Gen": "n",
    "Par": "{a}",
    "Ine": "ss{a}",
    "Ela": "st{a}",
    "Ill": "{v}n",
    "Ade": "ll{a}",
    "Abl": "lt{a}",
    "All": "lle",
    "Ess": "n{a}",
    "Tra": "ksi",
}

UNKNOWN_NAME = Remark(
    "Sanakirja ei tunne nimeä, joten tarkista sen taivutus.",
    "The dictionary does not know the name, so see to its form.",
)
INFLECT_IT = Remark(
    "Oikeaa taivutusmuotoa ei voitu varmistaa. Taivuta sana itse.",
    "The right inflected form could not be proven. Inflect the word yourself.",
)
READ_IT = Remark(
    "Tarkista, että lause on oikein myös sanan vaihdon jälkeen.",
    "See to it that the sentence is right with the other word.",
)


def other_word(match: Match, analysed: Analysed, situation: Situation) -> list[Rewrite]:
    """The word that is used instead, where the house names one.

    It is safe in the base form, and where one noun stands for another and every reading gives the same form.
    """
    start, end = match.place
    term = next(place.term for place in situation.rejected.find(analysed) if place.start == start)
    instead = situation.rejected.instead[term]
    if not instead:
        return []
    first, last = analysed.text_span(start, end)
    written = analysed.text[first:last]
    # A capital that belongs to the rejected name says nothing of the other word, but where a sentence begins.
    model = written if analysed.doc[start].is_sent_start or term[0].islower() else ""

    def rewrite(text: str, applicability: Applicability, note: Remark | None = None) -> Rewrite:
        edit = replace_tokens(analysed, start, end, matching_case(text, model))
        return Rewrite((edit,), edit.replacement, applicability, note)

    reading = analysed.reading(end - 1)
    noun = reading.pos in ("NOUN", "PROPN")
    if written.lower() == term.lower():
        return [rewrite(instead, "safe") if noun else rewrite(instead, "unsafe", READ_IT)]
    alike = [each for each in analysed.readings(end - 1) if each.lemma == reading.lemma]
    forms = {_inflected(instead, each) for each in alike}
    form = _inflected(instead, reading)
    if form is None and (name := _name(instead, reading)):
        return [rewrite(name, "unsafe", UNKNOWN_NAME)]
    if form is None:
        return [rewrite(f"[{instead}]", "display", INFLECT_IT)]
    if noun and len(forms) == 1 and " " not in instead:
        return [rewrite(form, "safe")]
    return [rewrite(form, "unsafe", READ_IT)]


def _inflected(words: str, model: Reading) -> str | None:
    """An expression with its last word in the form of ``model``; None where a form cannot be proven."""
    *modifiers, head = words.split(" ")
    feats = parse_feats(model.feats)
    names = OF_NOUN if "VerbForm" not in feats else tuple(name for name in feats if name != "Style")
    parts = [_form(word, model, OF_MODIFIER) if _agrees(word) else word for word in modifiers]
    parts.append(_form(head, model, names))
    return None if None in parts else " ".join(filter(None, parts))


def _name(name: str, model: Reading) -> str | None:
    """A name that the dictionary does not know in the case of ``model``; None where its endings may differ.

    Those are -e and -s, whose stems vary, abbreviations, plurals and possessive suffixes.
    """
    feats = parse_feats(model.feats)
    ending = ENDINGS.get(feats.get("Case", ""))
    if ending is None or feats.get("Number") != "Sing" or "Person[psor]" in feats or "Clitic" in feats:
        return None
    if not re.fullmatch(r"[A-ZÅÄÖ]\w*[a-zåäö]", name) or name[-1] in "es":
        return None
    stem = name if name[-1] in "aiouyäö" else f"{name}i"
    vowels = re.findall("[aouyäö]", stem.lower())
    harmony = "a" if vowels and vowels[-1] in "aou" else "ä"
    return stem + ending.format(a=harmony, v=stem[-1])


def _form(word: str, model: Reading, names: tuple[str, ...]) -> str | None:
    feats = {name: value for name in names if (value := model.get(name)) is not None}
    return next(iter(inflect(word, **feats)), None) if feats else None


def _agrees(word: str) -> bool:
    """Whether a word before a noun takes its case: *uusi*, not *päivän*."""
    readings = open_morphology().analyse(word)
    return any(each.pos in ("ADJ", "DET", "PRON") and each.get("Case") == "Nom" for each in readings)
