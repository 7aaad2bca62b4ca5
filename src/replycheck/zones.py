"""What in a draft is not the agent's own prose: quotations, quoted mail, addresses, placeholders, signature.

Zones are stretches of the clean text (``tokens.clean``). Rules find nothing in them, and a report
lists them, so that nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from replycheck.model import Skipped, SkipReason
from replycheck.morphology import open_morphology
from replycheck.tokens import DOMAINS, EMAIL, PLACEHOLDER, URL, tokenize

_LONGEST_QUOTATION = 1000
_QUOTES = frozenset("”\"“„«»'’‘‚")
# A quick look first: most drafts have no literal at all, and the search proper tries every letter.
_LITERAL_SIGN = re.compile(rf"[@{{\[<%]|://|www\.|mailto:|tel:|\.(?:{DOMAINS})\b")
# A quotation ends in its own paragraph, so that one stray mark does not silence the rest of a draft.
_INSIDE = r"(?:(?!\n\s*\n)[^{marks}])"
_QUOTATION = re.compile(
    "|".join(
        rf"{opening}(?=\S){_INSIDE.format(marks=marks)}{{1,{_LONGEST_QUOTATION}}}(?<=\S){closing}"
        for opening, marks, closing in (
            (r"(?<!\w)”", "”", r"”(?![^\W\d_])"),
            (r"(?<!\w)\"", '"', r"\"(?![^\W\d_])"),
            ("“", "“”", "[”“]"),
            ("„", "„“”", "[”“]"),
            ("«", "«»", "»"),
            (r"(?<!\w)»", "«»", "[»«](?!\\w)"),
        )
    )
    # single marks within a line: vaa'an, rei’än and Bordeaux’n have theirs inside the word
    + r"|(?<![\w'’‘‚])['’‘‚](?=\w)(?:[^'’‘‚\n]|(?<=\w)['’](?=\w)){1,200}(?<=[\w.,!?…])['’‘](?!\w)"
)
_HTML_TAG = re.compile(
    r"</?(?:a|b|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|table|tbody|td|th|tr|u|ul|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_LITERALS = re.compile(rf"(?P<url>{URL})|(?P<email>{EMAIL})|(?P<placeholder>{PLACEHOLDER})")
_CODE_SPAN = re.compile(r"(?<!`)`[^`\n]{1,200}`(?!`)")
_QUOTED_LINES = re.compile(r"^[ \t]*>.*(?:\n[ \t]*>.*)*", re.MULTILINE)
_ATTRIBUTION = re.compile(
    r"^(?:.{0,120}(?:\d|@|>).{0,80}kirjoitti ?:|[^\W\d_]+(?: [A-ZÅÄÖ][\w-]*){0,3} kirjoitti ?:"
    r"|On .{1,160} wrote:"
    r"|.{0,160}\d.{0,80} skrev.{0,40}:)[ \t]*$",
    re.MULTILINE,
)
_NOT_SPACE = re.compile(r"\S")
_SEPARATOR = re.compile(
    r"^[ \t]*[-_]{2,} ?(?:Alkuperäinen viesti|Välitetty viesti|Original Message|Forwarded message)\b.*$",
    re.MULTILINE | re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"^\*?(?:Lähettäjä|From|Från|Avsändare) ?:.*\n(?:.*\n){0,2}?"
    r"\*?(?:Lähetetty|Vastaanottaja|Päivämäärä|Päiväys|Aihe|Sent|To|Date|Subject|Skickat|Till|Ämne) ?:",
    re.MULTILINE,
)

_PHRASE = (
    r"(?:(?:[^\W\d_][\w-]*,? ){0,4}(?:[\w-]*terveisin|tervehdyksin|toivottaen|toivottavat|toivoen)"
    r"|(?:[\w-]+ )?(?:terkuin|terkut|terkku)|(?:yst\.? ?)?terv\.?|yst\.?|yt\.?"
    r"|ystävällisesti|kunnioittaen|kunnioittavasti|t\.?|t:"
    r"|mvh|(?:med )?(?:vänliga?|bästa) hälsning(?:ar)?|vänligen"
    r"|(?:(?:best|kind|warm) )?regards|(?:yours )?sincerely|cheers)"
)
_CLOSING = re.compile(
    rf"^[ \t]*(?:(?i:{_PHRASE})(?:[ \t]*[,.!])?[ \t]*$"
    rf"|(?i:{_PHRASE}),?[ \t]+(?=[A-ZÅÄÖ][^.!?\n]{{0,60}}$)|--[ \t]?$)",
    re.MULTILINE,
)
_INLINE_CLOSING = re.compile(
    rf"(?<=[^\w\s,] )(?i:{_PHRASE}),?[ \t]+(?=[A-ZÅÄÖ][\w.-]*(?:[ ,/]+[\w.-]+){{0,5}}\s*$)"
)
_POSTSCRIPT = re.compile(r"(?:ps|p\.s)\b", re.IGNORECASE)
SIGNATURE_LINES = 6

# Frequent words of the two languages that Finnish drafts slip into, without those that are Finnish words too.
_ENGLISH = frozenset(
    "the and you your yours for is are to of we our us please with this that these have has will not can "
    "if be from by as was were been would could should about thank thanks hello dear which when there their "
    "they it's i'm we're you're any do does did get how what where who but or an at".split()
)
_SWEDISH = frozenset(
    "och att det är inte som för till med av har kan din ditt dina er ert era oss vi jag den på från tack "
    "hej vänliga hälsningar ni våra vår vårt när eller så ska vill också här ett deras kommer skulle detta "
    "denna hur vad måste om blir".split()
)
_FOREIGN = _ENGLISH | _SWEDISH
_SMALL_WORDS = {"en": _ENGLISH, "sv": _SWEDISH}
_MIN_WORDS = 4
_SAMPLE = 2_000  # characters that are enough to tell a language


def find_zones(text: str, doc: Doc | None = None) -> list[Skipped]:
    """Return the zones of a clean text, in order and apart from each other.

    doc: the analysed text, with sentences and readings; without it, no stretch in another language
        is looked for
    """
    zones = [*_quoted_mail(text), *_signature(text), *_spans(text)]
    if doc is not None:
        zones += _other_languages(doc)
    return apart(zones)


def _zone(start: int, end: int, reason: SkipReason) -> Skipped:
    return Skipped(start=start, end=end, reason=reason)


def apart(zones: Iterable[Skipped]) -> list[Skipped]:
    """Zones sorted and without overlaps: the one that starts first keeps its ground."""
    kept: list[Skipped] = []
    reached = 0
    for zone in sorted(zones, key=lambda zone: (zone.start, -zone.end)):
        if zone.end <= reached:
            continue
        start = max(zone.start, reached)
        kept.append(zone if start == zone.start else _zone(start, zone.end, zone.reason))
        reached = zone.end
    return kept


def _spans(text: str) -> Iterator[Skipped]:
    if _LITERAL_SIGN.search(text):
        for match in _LITERALS.finditer(text):
            if match["url"]:
                yield _zone(*match.span(), "url")
            elif match["email"]:
                yield _zone(*match.span(), "email-address")
            else:
                tag = _HTML_TAG.fullmatch(match.group())
                yield _zone(*match.span(), "code" if tag else "placeholder")
    if not _QUOTES.isdisjoint(text):
        for match in _QUOTATION.finditer(text):
            yield _zone(*match.span(), "quotation")
    if "`" in text:
        yield from _between(text, "```", "```", "code")
        for match in _CODE_SPAN.finditer(text):
            yield _zone(*match.span(), "code")


def _between(text: str, opening: str, closing: str, reason: SkipReason) -> Iterator[Skipped]:
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        yield _zone(start, end + len(closing), reason)
        start = text.find(opening, end + len(closing))


def _quoted_mail(text: str) -> Iterator[Skipped]:
    """Lines with ``>``, and the mail below a header such as *Maija kirjoitti:* or *Lähettäjä:*."""
    if ">" in text:
        for match in _QUOTED_LINES.finditer(text):
            yield _zone(*match.span(), "quoted-line")
        yield from _between(text, "<blockquote", "</blockquote>", "quoted-line")
    if ":" not in text and "--" not in text and "__" not in text:
        return
    for match in _ATTRIBUTION.finditer(text):
        below = _NOT_SPACE.search(text, match.end())
        if below and below[0] == ">":  # the lines with > are a zone already, and a reply may follow them
            yield _zone(*match.span(), "quoted-line")
        elif below:
            yield _zone(match.start(), len(text), "quoted-line")
            break
    if header := _SEPARATOR.search(text) or _MAIL_HEADER.search(text):
        yield _zone(header.start(), len(text), "quoted-line")


def _signature(text: str) -> Iterator[Skipped]:
    """The lines after the last closing phrase; the phrase itself stays, for it is a courtesy."""
    closing = None
    for match in _CLOSING.finditer(text):
        closing = match
    if closing is None:
        if inline := _INLINE_CLOSING.search(text, max(0, len(text) - 120)):
            yield _zone(inline.end(), len(text.rstrip()), "signature")
        return
    start = end = closing.end()
    lines = 0
    for line in re.finditer(r".*(?:\n|$)", text[start:]):
        stripped = line.group().strip()
        if not stripped:
            continue
        if lines == SIGNATURE_LINES or stripped.startswith(">") or _POSTSCRIPT.match(stripped):
            break
        lines += 1
        end = start + line.start() + len(line.group().rstrip())
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if start < end:
        yield _zone(start, end, "signature")


def language_of(text: str) -> tuple[str | None, float]:
    """The language of a text by its first words, and how large a share of them speaks for it, 0 to 1.

    The language is ``fi``, ``sv`` or ``en``; None for any other. A text too short to tell is taken for Finnish.
    """
    words = [word.lower() for word in tokenize(text[:_SAMPLE])[0] if word[0].isalpha()]
    analyse = open_morphology().analyse
    finnish = sum(word not in _FOREIGN and bool(analyse(word)) for word in words)
    if 2 * finnish >= len(words):
        return "fi", finnish / max(1, len(words))
    hits, language = max((sum(map(known.__contains__, words)), code) for code, known in _SMALL_WORDS.items())
    if hits:
        return language, hits / len(words)
    return (None, 0.0) if len(words) >= _MIN_WORDS else ("fi", finnish / len(words))


def _other_languages(doc: Doc) -> Iterator[Skipped]:
    """Runs of sentences in Swedish or English, found by their small words and by what Voikko knows."""
    lower = [token.lower_ for token in doc]
    if len(_FOREIGN.intersection(lower)) < 2:
        return
    readings = doc._.replycheck_readings
    known = [any(reading.source == "voikko" for reading in each) for each in readings]
    verdicts = [(sent.start, sent.end, _is_foreign(lower, known, sent.start, sent.end)) for sent in doc.sents]
    start = end = None
    for first, last, foreign in verdicts:
        if foreign or (foreign is None and start is not None and not _breaks_paragraph(doc, first)):
            start, end = (first if start is None else start), last
        elif start is not None and end is not None:
            yield _token_zone(doc, start, end)
            start = None
    if start is not None and end is not None:
        yield _token_zone(doc, start, end)


def _is_foreign(lower: Sequence[str], known: Sequence[bool], first: int, last: int) -> bool | None:
    """True, False, or None for a stretch too short or too strange to tell."""
    words = [index for index in range(first, last) if lower[index][0].isalpha()]
    finnish = sum(known[index] and lower[index] not in _FOREIGN for index in words)
    hits = sum(lower[index] in _FOREIGN for index in words)
    if len(words) < _MIN_WORDS:
        return None if not finnish else False
    return hits >= 2 and 6 * hits >= len(words) and 2 * finnish <= len(words)


def _breaks_paragraph(doc: Doc, index: int) -> bool:
    return index > 0 and doc[index - 1].text.count("\n") > 1


def _token_zone(doc: Doc, first: int, last: int) -> Skipped:
    while last - 1 > first and doc[last - 1].is_space:
        last -= 1
    return _zone(doc[first].idx, doc[last - 1].idx + len(doc[last - 1]), "other-language")
