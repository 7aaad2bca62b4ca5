"""Shouting: capitals for force, and marks in a row (City of Oulu style guide; Iltalehti 2016 on writing in capitals)."""

from __future__ import annotations

from collections.abc import Iterator

from replycheck.analysis import Analysed
from replycheck.matching import CheckMatch, Situation

# Shorter capital words are mostly acronyms; these longer ones are as well, or are set in capitals by habit.
MIN_LETTERS = 4
ACRONYMS = frozenset(
    "IMEI IBAN ICCID ESIM MESH WLAN HDMI ISBN ISSN HTML HTTP HTTPS DHCP DVB NATO IKEA HUOM LISÄTIETO POSTI "
    "ALKO VISA SEPA EURIBOR PSD KELA YTJ HETU ADSL VDSL GPON QR USB LED OLED QLED ANC GPS RFID NFC ".split()
)


def shouting(analysed: Analysed, situation: Situation) -> Iterator[CheckMatch]:
    """Capital words used for force, and runs such as ``!!!``, ``??`` and ``?!``."""
    doc = analysed.doc
    index = 0
    while index < len(doc):
        text = doc[index].text
        if len(text) > 1 and set(text) <= {"!", "?"}:
            yield CheckMatch(index, index + 1)
        elif _capital(text):
            end = index + 1
            while end < len(doc) and _capital(doc[end].text):
                end += 1
            if _shouts([doc[each].text for each in range(index, end)], analysed, index):
                yield CheckMatch(index, end)
            index = end
            continue
        index += 1


def _capital(text: str) -> bool:
    return len(text) > 1 and text.isalpha() and text.isupper()


def _shouts(words: list[str], analysed: Analysed, start: int) -> bool:
    """Known Finnish words in capitals, at least two of them or one of four letters; no headings."""
    words = [word for word in words if word not in ACRONYMS]
    known = [word for word in words if analysed.knows(word.lower())]
    if _is_heading(start, len(words), analysed):
        return False
    return len(known) >= 2 or (len(known) == 1 and len(known[0]) >= MIN_LETTERS)


def _is_heading(start: int, count: int, analysed: Analysed) -> bool:
    """A line of its own without end punctuation, or a label before a colon."""
    first, last = analysed.trimmed(*analysed.sentence_at(start))
    return (first == start and last - first == count and len(analysed.sentences) > 2) or (
        start + count < len(analysed.doc) and analysed.doc[start + count].text == ":"
    )
