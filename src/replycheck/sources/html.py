"""HTML: the text of a page or a mail, without quoted blocks, code and what is never shown.

Tags are found here and not by ``html.parser``: its answers differ from one Python release to the next, and in
some it raises on what mail programs write (``<![if …]>``). Nothing raises here, and the time a source takes
grows as its length.
"""

from __future__ import annotations

import html
import re
from html.entities import codepoint2name

from replycheck.marked import Marked
from replycheck.sources.reading import CODE, QUOTATION, Reading

# What they hold is not read, or not text.
_HIDDEN = frozenset("audio canvas iframe math noembed object pre select svg template video".split())
_RAW = "script|style|textarea|title|xmp"
_CODE = frozenset("code kbd samp tt var".split())
_BLOCKS = frozenset(
    "address article aside body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p search section "
    "summary table tbody td tfoot th thead tr ul".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)

_TEMPLATE = r"\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}?%\}"
_ATTRIBUTES = rf"(?:[^<>\"'{{]|\"[^\"<]*\"|'[^'<]*'|\"[^\"]{{0,500}}\"|'[^']{{0,500}}'|{_TEMPLATE}|[\"'{{])*+"
_TOKEN = re.compile(
    rf"(?P<template>{_TEMPLATE})"
    rf"|(?P<raw><(?P<element>{_RAW})\b{_ATTRIBUTES}>.*?(?:</(?P=element)\s*>|\Z))"
    rf"|(?P<tag><(?P<close>/?)(?P<name>[a-z][^\s/<>]*){_ATTRIBUTES}>)"
    r"|(?P<comment><!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<%[^<>]{0,500}?%>|<[!?/][^<>]*>)"
    r"|(?P<entity>&[^\s<&;]{1,32};?)"
    r"|(?P<space>[ \t\r\n\f]+)"
    r"|(?P<text>[^<&{ \t\r\n\f]+(?: [^<&{ \t\r\n\f]+)*|.)",
    re.DOTALL | re.IGNORECASE,
)
_START = re.compile(r"\bstart\s*=\s*[\"']?(-?\d{1,6})", re.IGNORECASE)


def extract(source: str) -> Marked:
    """The text of a page, or of a part of one; any text is HTML."""
    reading = Reading()
    # Of each list that is open, the number of its next item; None where dots mark them.
    lists: list[int | None] = []
    place = 0
    while token := _TOKEN.match(source, place):
        place = token.end()
        text = token.group()
        if token["tag"]:
            name = token["name"].lower()
            if not token["close"] and (end := _skipped(source, name, place)):
                text, place = source[token.start() : end], end
                if name in _CODE:
                    reading.markup(text, CODE)
                else:
                    reading.border(text, QUOTATION if name == "blockquote" else "")
            elif name == "li" and not token["close"]:
                reading.item(text, _marker(lists))
            elif name in _BLOCKS:
                _count(lists, name, text, closing=bool(token["close"]))
                reading.border(text)
            else:
                reading.markup(text, "”" if name == "q" else "")
        elif token["raw"]:
            reading.border(text)
        elif token["comment"]:
            reading.markup(text, "{x}" if text.startswith("<%") else "")
        elif token["space"]:
            reading.space(text)
        else:
            reading.text(text, html.unescape(text) if token["entity"] else None)
    encode = _encode_ascii if _in_ascii(source, reading) else _encode
    return Marked(reading.pieces, encode, extract)


def is_tag(text: str) -> bool:
    """Whether a text is a tag that HTML has, and no placeholder such as ``<nimi>``."""
    token = _TOKEN.fullmatch(text)
    return token is not None and bool(token["tag"]) and token["name"].lower() in _BLOCKS | _INLINE


def _skipped(source: str, name: str, place: int) -> int | None:
    """Where an element ends that is not read, given where its start tag does; None where it is read."""
    if name not in _CODE and name not in _HIDDEN and name != "blockquote":
        return None
    depth = 1
    for token in _TOKEN.finditer(source, place):
        other = token["tag"] and token["name"].lower()
        if other == name:
            depth += -1 if token["close"] else 1
            if not depth:
                return token.end()
        elif name in _CODE and other in _BLOCKS:
            return token.start()  # it was never closed
    return len(source)


def _marker(lists: list[int | None]) -> str:
    number = lists[-1] if lists else None
    if number is None:
        return "- "
    lists[-1] = number + 1
    return f"{number}. "


def _count(lists: list[int | None], name: str, tag: str, *, closing: bool) -> None:
    """Keep account of the lists that are open."""
    if name not in ("ol", "ul", "menu", "dir"):
        return
    if closing:
        del lists[-1:]
    elif name == "ol":
        start = _START.search(tag)
        lists.append(int(start[1]) if start else 1)
    else:
        lists.append(None)


def _in_ascii(source: str, reading: Reading) -> bool:
    """Whether the source writes its letters as entities."""
    return source.isascii() and any(
        not piece.prose.isascii() and piece.prose.isalpha() for piece in reading.pieces if not piece.markup
    )


def _encode(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>\n")


def _encode_ascii(text: str) -> str:
    return "".join(sign if sign.isascii() else _entity(sign) for sign in _encode(text))


def _entity(sign: str) -> str:
    name = codepoint2name.get(ord(sign))
    return f"&{name};" if name else f"&#{ord(sign)};"
