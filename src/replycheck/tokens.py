"""Text → clean text → tokens, and the sentence, list and clause boundaries over tokens.

Tokens follow UD_Finnish-TDT, on which the spaCy model was trained: *IBAN:n*, *vaa'an*, *4G-liittymä*,
*12.11.*, *5 000* and *esim.* are one token each. Everything here is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

# --------------------------------------------------------------------------------------- clean text

# Characters that nobody sees: soft hyphen, zero-width space, word joiner, byte order mark, marks of
# direction. The zero-width joiner (U+200D) stays, emoji are built with it.
_INVISIBLE = "\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# One for one: what spaCy or Voikko cannot take (surrogates, NUL), and look-alikes that would hide a
# word from both (U+2011, U+2010, non-breaking and thin spaces).
_REPLACED = dict.fromkeys(range(0xD800, 0xE000), "\ufffd") | {
    0: "\ufffd",
    0x2010: "-",
    0x2011: "-",
    0x00A0: " ",
    0x2007: " ",
    0x2009: " ",
    0x202F: " ",
}
_TO_REPLACE = re.compile("[\x00\u2007\u2009\u2010\u2011\u202f\u00a0\ud800-\udfff]")
_SPACE_RUN = r"(?<=[ \t])[ \t]+"  # two spaces in a row would stand between the tokens of a pattern
_DROPPED = re.compile(f"[{_INVISIBLE}]|{_SPACE_RUN}")
_MARKS = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


def clean(text: str) -> tuple[str, list[int] | None]:
    """Return the text that is analysed, and where its characters stand in the draft.

    The clean text is NFC, without soft hyphens and other invisible characters, with runs of spaces
    folded into one, and with characters that spaCy or Voikko cannot take replaced one for one.

    The second value is None when every character kept its place. Otherwise ``offsets[i]`` is where
    clean character ``i`` begins in the draft: strictly increasing, with ``offsets[len(clean)] == len(text)``,
    so a dropped character belongs to the one before it, if there is one.
    """
    if text.isascii() and "\x00" not in text and "  " not in text and "\t" not in text:
        return text, None
    if _TO_REPLACE.search(text):
        text = text.translate(_REPLACED)
    composed = unicodedata.is_normalized("NFC", text)
    if composed and not _DROPPED.search(text):
        return text, None
    size = len(text)
    offsets: list[int] = list(range(size))
    if not composed:
        text, offsets = _compose(text)
    if _DROPPED.search(text):
        kept: list[str] = []
        places: list[int] = []
        last = 0
        for match in _DROPPED.finditer(text):
            kept.append(text[last : match.start()])
            places += offsets[last : match.start()]
            last = match.end()
        text = "".join(kept) + text[last:]
        offsets = places + offsets[last:]
    offsets.append(size)
    return text, offsets


def _compose(text: str) -> tuple[str, list[int]]:
    """Compose letters with their combining marks; nothing else of NFC matters to Finnish."""
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for match in _MARKS.finditer(text):
        start, end = match.span()
        composed = unicodedata.normalize("NFC", match.group())
        if len(composed) > end - start:
            continue
        parts += (text[last:start], composed)
        offsets += range(last, start)
        offsets += range(start, start + len(composed))
        last = end
    return "".join(parts) + text[last:], offsets + list(range(last, len(text)))


# ------------------------------------------------------------------------------------------- tokens

_LETTER = r"[^\W\d_]"
_INNER = rf"[\w\u0300-\u036f{_INVISIBLE}]"
DOMAINS = "fi|com|net|org|eu|info|io|se|ee|ax|dev|app|shop|example|test"

URL = (
    r"(?:(?:https?|ftp)://|www\.|mailto:|tel:)[^\s<>\"”“»«{}|\\]*[^\s<>\"”“»«{}|\\.,;:!?)\]'’*]"
    rf"|(?:[^\W_][\w-]{{0,62}}\.){{1,6}}(?:{DOMAINS})(?![\w@-]|\.\w)"
    r"(?::[a-zäö]{1,8}(?!\w))?(?:[/?#](?:[^\s<>\"”“»«{}|\\]*[^\s<>\"”“»«{}|\\.,;:!?)\]'’*])?)?"
)
EMAIL = r"[^\W_][\w.+-]{0,63}@[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,6}(?::[a-zäö]{1,8}(?!\w))?"
PLACEHOLDER = (
    r"\{\{[^{}\n]{1,120}\}\}|\{%[^{}\n]{1,120}%\}|[#$%]\{[^{}\n]{1,80}\}|\{[^\W\d][^{}\n]{0,60}\}"
    r"|%[A-ZÅÄÖ_]{2,40}%|\[[^\W\d][\w .:/#-]{0,40}\]|<<[^<>\n]{1,60}>>|</?[^\W\d][^<>\n]{0,200}>"
)
EMOJI = (
    r"(?:[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{2}"
    r"|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u2122\u2139\u3030\u00a9\u00ae\u2190-\u21ff]"
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
    r"(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*){0,8})"
)
EMOTICON = (
    r"[:;=]['’]?[-^o]?(?:\)+|\(+(?!\w)|[DPpOoSs/\\|*3\]\[](?!\w))|<3+(?!\d)|[xX]D+(?!\w)|\^_*\^|:-?[DP](?!\w)"
)

# With the dot they are one token and never end a sentence: a word that belongs to them follows.
_OPENING_ABBREVIATIONS = (
    "esim|ts|mm|ns|ks|vrt|ko|k[.]o|em|e[.]m|ao|nro|puh|prof|tri|toim|synt|os|o[.]s|m[.]m|t[.]s|ent|sis|"
    "tel|huom|mahd|ed|terv|yst|yt|henk"
)
# With the dot they are one token, and end a sentence when a capital follows.
_CLOSING_ABBREVIATIONS = "ym|yms|jne|jms|tms|y[.]m|j[.]n[.]e|t[.]m[.]s|p[.]s|ps"
# They need no dot of their own: the dot is theirs only where the sentence plainly goes on.
_UNITS = (
    "klo|kpl|alv|kk|vko|krs|min|max|milj|mrd|rek|pvm|lkm|hlö|vk|h|eur|snt|kuol|yht|alk|liit|par|"
    "pl|op|as|p|s|v|n|t"
)
_ABBREVIATION = (
    rf"(?<!\d )(?i:{_OPENING_ABBREVIATIONS})\.(?=\s*\S)|(?i:{_CLOSING_ABBREVIATIONS})\."
    rf"|(?i:{_UNITS})\.(?= ?[a-zåäö0-9,;:)(+])|[nspvt]\.(?= ?[A-ZÅÄÖ])"
    # an initial, *J. Virtanen*, but not *vaihtoehto B. Voitte*
    r"|(?<![a-zåäö] )[A-ZÅÄÖ]\.(?= ?[A-ZÅÄÖ])"
)
_DAY_MONTH = r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\."
_NUMBER = (
    # telephone numbers before thousands: *010 555 0142* would start like one
    r"(?:\+\d{1,3}|0\d{1,3})(?:[ -]\d{2,4}){1,4}(?!\w)"
    r"|(?<=[Kk]lo )\d{1,2}[.:]\d\d(?:[-–]\d{1,2}[.:]\d\d)?(?!\w)"  # *klo 18.12.*: a time and a full stop
    rf"|{_DAY_MONTH}(?:(?:19|20)?\d\d(?!\d)|(?!\d))(?:[-–]{_DAY_MONTH}(?:(?:19|20)\d\d(?!\d)|(?!\d)))?"
    rf"|\d{{1,2}}\.[-–](?:{_DAY_MONTH}(?:(?:19|20)\d\d(?!\d)|(?!\d))|\d{{1,2}}\.(?= ?[a-zåäö]))"
    r"|\d+,\d+[^\W\d_]{1,3}(?!\w)"  # *9,90e*
    r"|[1-9]\d{0,2}(?: \d{3}){1,4}(?:,\d+)?(?![\w]| \d)"
    r"|(?:(?<!\S)[+−-])?\d+(?:[.,:/]\d+)*(?:[-–]\d+(?:[.,:/]\d+)*)*(?!\w|[-–'’][^\W\d_]|:[a-zåäö])"
)
_LINE_START = r"(?:(?<![\s\S])|(?<=\n)|(?<=\n[ \t])|(?<=\n[ \t]{2})|(?<=\n[ \t]{3})|(?<=\n[ \t]{4}))"
_ORDINAL = (
    # *5. päivä*; *1. Avaa* at a line start or after *näin:*
    rf"\d{{1,4}}\.(?= ?[a-zåäö])|{_LINE_START}\d{{1,2}}[.)](?=\s)"
    r"|(?<=[.:!?;] )\d{1,2}[.)](?= [A-ZÅÄÖ])"
)
_WORD = (
    # the hyphen of *Omat tiedot -sivulla* and of *”Tilaukset”-sivulla*, not the bullet of a list
    rf"(?:(?:(?<=\S )|(?<=[”\"»’'\])}}>])|(?<![\s\S])(?!-[A-ZÅÄÖ]))-(?={_LETTER}))?"
    rf"{_INNER}+(?:[-'’´`&·]+{_INNER}+|–{_LETTER}+-{_INNER}+)*"
    r"(?:(?<=[A-ZÅÄÖ0-9]):[a-zåäö]{1,10}(?!\w)"
    r"|(?<=[a-zåäö]):(?:n|t|ta|tä|ssa|ssä|sta|stä|lle|lla|llä|lta|ltä|ksi|na|nä|aan|ään|hin|een|iin|seen|"
    r"ien|iden|iä|ia|issa|issä|illa|illä|kin|kaan|kään)(?!\w))?"
    # *työ- ja vapaa-aika*
    r"(?:-(?=[\s,)/]))?"
)
_TOKEN = re.compile(
    # most tokens by far: a plain word with nothing attached, ahead of the costlier alternatives
    rf"((?:(?:[^\W\d_]{{2,}}(?=[ ,!?\n]))|{URL}|{EMAIL}|{PLACEHOLDER}|{EMOJI}"
    rf"|(?<!\w)(?:{EMOTICON})|:-?\)+(?!\w)|(?<!\w)(?:{_ABBREVIATION})|{_ORDINAL}|{_NUMBER}|[vV]\.?\d+(?:\.\d+)+"
    rf"|[%€§°](?::[a-zåäö]{{1,8}}(?!\w))|{_WORD}|[!?]+|\.\.+|…+|([^\w\s])\2*|\s+|.))( ?)",
    re.DOTALL,
)


def tokenize(text: str) -> tuple[list[str], list[bool]]:
    """Cut a text into words and, for each, whether one space follows; together they are the text."""
    words: list[str] = []
    spaces: list[bool] = []
    for word, _, space in _TOKEN.findall(text):
        words.append(word)
        spaces.append(space == " ")
    return words, spaces


class Tokenizer:
    """A spaCy tokenizer (``nlp.tokenizer``) for Finnish customer-service text, without state."""

    def __init__(self, vocab: Vocab) -> None:
        """Make Docs that share ``vocab``, the pipeline's."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Cut ``text`` into a Doc with the same text; NUL and lone surrogates become U+FFFD."""
        if _TO_REPLACE.search(text):
            text = _UNUSABLE.sub("\ufffd", text)
        words, spaces = tokenize(text)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokenize many texts, in order."""
        return map(self, texts)

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Nothing to save: the rules are code."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> Tokenizer:
        """Nothing to load."""
        return self

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing to save."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> Tokenizer:
        """Nothing to load."""
        return self


_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


# ---------------------------------------------------------------------------------------- sentences

# How a token leaves the sentence behind it: open, over, or over if a capital follows.
_OPEN, _OVER, _OVER_BEFORE_CAPITAL = range(3)
_SYMBOL = re.compile(f"(?:{EMOJI}|{EMOTICON}|:-?\\)+)+")
_DATE = re.compile(r"(?:\d{1,2}\.[-–])?\d{1,2}\.\d{1,2}\.")
_ENDING_ABBREVIATION = re.compile(rf"(?:{_CLOSING_ABBREVIATIONS})\.", re.IGNORECASE)
_CLOSERS = frozenset("”\"»’')]}*_")
_OPENERS = frozenset("”\"“„»«’'([{–—-*_¿¡")
_CONTINUERS = frozenset(",;:")
_NO_VOWEL = re.compile(r"[^aeiouyåäö\W\d]{1,4}|[a-zåäö]")
_LINE_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")
_NUMBERED = re.compile(r"(\d{1,2})[.)]")
_BULLETS = frozenset("-–—•*·▪‣►▶●○✓✔→")
# A shorter line was ended by its writer: a mail program breaks lines at 72 characters or so.
HARD_WRAP = 50


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as ranges of code points, in order: each from its first word to the next one's."""
    words, spaces = tokenize(text)
    places = _places(words, spaces)
    starts = [place for place, start in zip(places, _starts(words, spaces), strict=True) if start]
    return list(pairwise([*starts, len(text)]))


def sentence_starts(doc: Doc) -> list[bool]:
    """For each token, whether a sentence starts there. Needs nothing but the tokens.

    Sentences end at final punctuation, capital or not after it (*moi! sulla on*), but not after an
    abbreviation, an ordinal or a date before a lower-case word; at blank lines; and at line breaks,
    but for those that a mail program put into a paragraph. List markers start a sentence.
    """
    return _starts([token.text for token in doc], [bool(token.whitespace_) for token in doc])


def _places(words: Sequence[str], spaces: Sequence[bool]) -> list[int]:
    """Where each word starts."""
    lengths = (len(word) + space for word, space in zip(words, spaces, strict=True))
    return list(accumulate(lengths, initial=0))[:-1]


def _starts(words: Sequence[str], spaces: Sequence[bool]) -> list[bool]:
    starts = [False] * len(words)
    if not words:
        return starts
    places = _places(words, spaces)
    starts[0] = True
    state, breaks, line = _OVER, 0, 0
    began = False
    for index, word in enumerate(words):
        if word.isspace():
            breaks += len(_LINE_BREAK.findall(word))
            continue
        if not began:
            began = True
        elif breaks:
            wrapped = (
                breaks == 1
                and state != _OVER
                and word[0].islower()
                and words[line] not in _BULLETS
                and places[index] - places[line] >= HARD_WRAP
            )
            starts[index] = not wrapped
        elif state != _OPEN:
            attached = not spaces[index - 1]
            if (word[0] in _CLOSERS and attached and set(word) <= _CLOSERS) or _SYMBOL.fullmatch(word):
                state = _OVER_BEFORE_CAPITAL
                continue
            lower = _goes_on_lower(words, index)
            if word not in _CONTINUERS and not (lower and (state == _OVER_BEFORE_CAPITAL or attached)):
                starts[index] = lower is not None or state == _OVER
        elif word[0].isdigit() and _NUMBERED.fullmatch(word) and words[index - 1] == ":":
            starts[index] = True
        if breaks:
            breaks, line = 0, index
        state = _state_after(words, index)
    return starts


def _state_after(words: Sequence[str], index: int) -> int:
    word = words[index]
    last = word[-1]
    if last in "!?":
        inserted = index > 0 and words[index - 1] in ("(", "[")  # *(!)*
        return _OPEN if inserted or word[0] not in "!?" else _OVER
    if last == "…" or word.startswith(".."):
        return _OVER_BEFORE_CAPITAL
    if word == ".":
        before = words[index - 1] if index else ""
        if index > 1 and len(before) == 1 and before.isupper() and words[index - 2].istitle():
            return _OPEN  # *Maija S. Peltola*
        return _OVER_BEFORE_CAPITAL if _NO_VOWEL.fullmatch(before) else _OVER
    if last == ".":
        ends = _DATE.fullmatch(word) or _ENDING_ABBREVIATION.fullmatch(word)
        return _OVER_BEFORE_CAPITAL if ends else _OPEN
    if not word[0].isalnum() and _SYMBOL.fullmatch(word):
        return _OVER_BEFORE_CAPITAL
    return _OPEN


def _goes_on_lower(words: Sequence[str], index: int) -> bool | None:
    """Whether the first word at or after ``index`` has no capital; None for a digit or no word."""
    for word in words[index : index + 3]:
        if word[0].isalpha():
            return not word[0].isupper()
        if word not in _OPENERS:
            return None
    return None


def list_items(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges of the items of lists, markers included; needs sentence starts.

    A list is two or more numbered or bulleted items, or one numbered item after *näin … :*.
    """
    words = [token.text for token in doc]
    starts = [bool(token.is_sent_start) for token in doc]
    markers: list[tuple[int, int | None]] = []
    ends: list[int] = []  # where a line that is not wrapped ends
    line_start = True
    for index, word in enumerate(words):
        if word.isspace():
            if _LINE_BREAK.search(word):
                line_start = True
            continue
        if line_start and (starts[index] or not ends):
            ends.append(index)
        if (starts[index] or line_start) and (number := _NUMBERED.fullmatch(word)):
            markers.append((index, int(number[1])))
        elif line_start and word in _BULLETS and index + 1 < len(words):
            markers.append((index, None))
        line_start = False
    if not markers:
        return []
    bounds = sorted({*ends, *(index for index, _ in markers), len(words)})
    following = dict(pairwise(bounds))
    items: list[tuple[int, int]] = []
    group: list[tuple[int, int]] = []
    previous: int | None = None
    for index, value in markers:
        if value is None:
            joined = bool(group) and previous is None and group[-1][1] == index
        else:
            joined = bool(group) and value == (previous or 0) + 1
        if not joined:
            items += _real_list(group, words, previous)
            group = []
        group.append((index, following[index]))
        previous = value
    return items + _real_list(group, words, previous)


def _real_list(
    group: list[tuple[int, int]], words: Sequence[str], number: int | None
) -> list[tuple[int, int]]:
    if len(group) > 1:
        return group
    if not group or number is None:
        return []
    before = [word.lower() for word in words[max(0, group[0][0] - 20) : group[0][0]] if not word.isspace()]
    return group if before and before[-1] == ":" and "näin" in before else []


# ------------------------------------------------------------------------------------------ clauses

_HARD = frozenset(";:–—()")
_SUBORDINATORS = frozenset(
    "että ettei etten ettet ettemme ettette etteivät et jotta jottei jos jollei jollet jollette ellei "
    "ellen ellet ellemme ellette elleivät mikäli kun ku koska vaikka vaikkei kunnes kunhan kuten kuinka "
    "miten miksi milloin joka jonka jota jossa josta johon jolla jolta jolle jona joksi jotka joiden joita "
    "joissa joista joihin joilla joilta joille jolloin mikä minkä mitä missä mistä mihin millä miltä "
    "mille sillä".split()
)
# These have other uses without a comma before them.
_ONLY_AFTER_COMMA = frozenset(
    "et mikä minkä mitä missä mistä mihin millä miltä mille sillä kuinka miten miksi milloin kuten joka "
    "jota".split()
)
_LINKS = frozenset("mutta joten eli niin vaan siis".split())
_COORDINATORS = frozenset(
    "ja sekä tai mutta vaan eikä enkä etkä emmekä ettekä eivätkä joten niin vai sillä".split()
)


def clauses(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges of the clauses: together, the whole Doc. Needs sentences and the chosen readings.

    A sentence is split at ``; : –`` and brackets, at a comma between two finite verbs or before a
    word that opens a clause (*että, jos, joka, mutta*), and at a coordinator between finite verbs.
    Commas belong to the clause before them, conjunctions to the one after.
    """
    if not len(doc):
        return []
    finite = _finite_counts(doc)
    words = [token.lower_ for token in doc]
    starts = [index for index, token in enumerate(doc) if token.is_sent_start or not index] + [len(doc)]
    bounds: list[int] = []
    for first, last in pairwise(starts):
        segment = first
        # Punctuation and line breaks after the last word are no clause of their own.
        content = next((index for index in range(last - 1, first, -1) if words[index][0].isalnum()), first)
        for index in range(first, content):
            if words[index] in _HARD or (words[index] == "-" and index > segment):
                here = index if words[index] == "(" else index + 1
                if segment < here:
                    bounds += _soft_bounds(words, finite, segment, here)
                    segment = here
        bounds += _soft_bounds(words, finite, segment, last)
    bounds.append(len(doc))
    return list(pairwise(bounds))


def _finite_counts(doc: Doc) -> list[int]:
    """How many finite verbs stand before each token, and in all."""
    strings = doc.vocab.strings
    known: dict[int, bool] = {}
    counts, total = [0], 0
    for morph in map(int, doc.to_array(["MORPH"]).ravel()):
        if morph not in known:
            known[morph] = "VerbForm=Fin" in strings[morph]
        total += known[morph]
        counts.append(total)
    return counts


def _soft_bounds(words: Sequence[str], finite: Sequence[int], first: int, last: int) -> list[int]:
    """Starts of the clauses between two hard boundaries, the first included."""
    places: list[tuple[int, str]] = []  # where a clause may start, and why
    openers: list[int] = []  # those of them with a word that opens a clause
    for index in range(first + 1, last):
        word = words[index]
        if words[index - 1] == ",":
            certain = word in _SUBORDINATORS or word in _LINKS
            places.append((index, "certain" if certain else "comma"))
            if certain or word in _COORDINATORS:
                openers.append(index)
        elif word in _SUBORDINATORS and word not in _ONLY_AFTER_COMMA:
            places.append((index, "comma"))
            openers.append(index)
        elif word in _COORDINATORS and words[index - 1] not in _COORDINATORS:
            places.append((index, "coordinator"))
    bounds = [first]
    every = [place for place, _ in places]
    for place, kind in places:
        if kind != "certain":
            # After a comma a list may come before the verb; a coordinator joins what stands next to it.
            ends = openers if kind == "comma" else every
            following = bisect_right(ends, place)
            end = ends[following] if following < len(ends) else last
            if finite[place] == finite[bounds[-1]] or finite[end] == finite[place]:
                continue
        bounds.append(place)
    return bounds
