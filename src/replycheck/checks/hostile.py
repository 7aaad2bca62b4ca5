"""Shouting, and swear words behind asterisks.

Capitals for force and marks in a row read as shouting (City of Oulu style guide; Iltalehti 2016 on writing in
capitals). Acronyms, brands, headings and the names of buttons are capitals by habit, and shout at nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from replycheck.analysis import Analysed
from replycheck.matching import CheckMatch, Situation

# Shorter capital words are mostly acronyms; these few are words that are stressed.
MIN_LETTERS = 4
STRESSED = frozenset("EI NYT JO ÄLÄ".split())
# Longer ones that are acronyms all the same, or brands that are also Finnish words.
ACRONYMS = frozenset(
    "IMEI IBAN ICCID ESIM MESH WLAN WIFI HDMI ISBN ISSN HTML HTTP HTTPS DHCP NATO IKEA HUOM LISÄTIETO "
    "POSTI ALKO VISA SEPA EURIBOR KELA HETU ADSL VDSL GPON OLED QLED RFID VALIO ARABIA KONE NESTE SAMPO TURVA "
    "PRISMA SALE TORI NOKIA LEGO LUMO SATO POLAR OLVI HALTI LUHTA ATEX PEFC REACH TRAFI FIVA".split()
)
# A capital word beside one of these names what stands on a screen, a device or a form.
LABELLED = frozenset(
    "kohta painike nappi näppäin valikko merkintä teksti koodi tila sana otsikko kenttä valinta asento "
    "lamppu merkkivalo portti malli tuote sarja väri koko tunnus alennuskoodi kampanjakoodi salasana".split()
)
# Two exclamation marks may be plain joy; three never are.
FRIENDLY = re.compile(
    r"\b(?:kiit|tervetuloa|onnea|onnittel|ihana|mahtava|mukava|hyvää|hauska|hienoa|upea|hei|moi|jee|jes)",
    re.I,
)

# A quick look first: most drafts have neither two marks nor two capitals in a row.
_LOUD_SIGN = re.compile(r"[!?]{2}|[^\W\d_a-zåäö]{2}")
_MASK = "*#@$%"
_SWEAR_WORDS = (
    "vittu vitun vitut vitus vituttaa perkele saatana helvetti helvetin helvetis paska jumalauta hitto "
    "hemmetti kusipää mulkku huora perse runkkari idiootti"
).split()
_LETTERS = "|".join("".join(f"[{letter}{_MASK}]" for letter in word) for word in _SWEAR_WORDS)
_MASKED = re.compile(
    rf"(?<![\w{_MASK}])(?:{_LETTERS})[^\W\d_]*(?![\w{_MASK}])",
    re.IGNORECASE,
)


def shouting(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Capital words used for force, and runs such as ``!!!``, ``??`` and ``?!``."""
    if not _LOUD_SIGN.search(analysed.text):
        return
    doc = analysed.doc
    index = 0
    while index < len(doc):
        end = index + 1
        if _marks(doc[index].text):
            while end < len(doc) and _marks(doc[end].text) and not doc[end - 1].whitespace_:
                end += 1
            if _loud(index, end, analysed):
                yield CheckMatch(index, end)
        elif _capital(doc[index].text):
            while end < len(doc) and _capital(doc[end].text):
                end += 1
            if _shouts(index, end, analysed):
                yield CheckMatch(index, end)
        index = end


def masked_profanity(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Swear words with some letters masked, one sign for each: ``v*ttu``, ``p#rkele``, ``perk***``."""
    if not any(sign in analysed.text for sign in _MASK):
        return
    for found in _MASKED.finditer(analysed.text):
        word = found.group()
        masked = sum(sign in _MASK for sign in word)
        if not masked or not word[0].isalpha() or len(word) - masked < 2:
            continue
        if masked == 1 and word[-1] in _MASK and analysed.knows(word[:-1].lower()):  # a footnote
            continue
        span = analysed.doc.char_span(found.start(), found.end(), alignment_mode="expand")
        if span is not None:
            yield CheckMatch(span.start, span.end)


def _marks(text: str) -> bool:
    return set(text) <= {"!", "?"}


def _loud(start: int, end: int, analysed: Analysed) -> bool:
    run = "".join(token.text for token in analysed.doc[start:end])
    if len(run) < 2:
        return False
    if run != "!!":
        return True
    first, _ = analysed.sentence_at(start)
    return not FRIENDLY.search(analysed.doc[first:start].text)


def _capital(text: str) -> bool:
    return len(text) > 1 and text.isalpha() and text.isupper()


def _shouts(start: int, end: int, analysed: Analysed) -> bool:
    """Known Finnish words in capitals, several or one long one; no headings, no names."""
    words = [token.text for token in analysed.doc[start:end] if token.text not in ACRONYMS]
    known = [word for word in words if analysed.knows(word.lower())]
    if not known or 2 * len(known) < len(words) or _is_name(start, end, analysed):
        return False
    if len(known) == 1:
        return known[0] in STRESSED or len(known[0]) >= MIN_LETTERS
    return sum(map(len, known)) > MIN_LETTERS


def _is_name(start: int, end: int, analysed: Analysed) -> bool:
    """A heading (a line of its own without a verb or end mark), a label, what a button says."""
    doc = analysed.doc
    if end < len(doc) and doc[end].text == ":":
        return True
    beside = [index for index in (start - 1, end) if 0 <= index < len(doc)]
    finite = any(analysed.feats(index).get("VerbForm") == "Fin" for index in range(start, end))
    if finite:
        return False
    if end - start <= 2 and any(analysed.reading(index).lemma.lower() in LABELLED for index in beside):
        return True
    alone_before = start == 0 or "\n" in doc[start - 1].text
    alone_after = end < len(doc) and "\n" in doc[end].text
    return alone_before and alone_after
