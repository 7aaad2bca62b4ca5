"""Markdown (CommonMark, with tables): emphasis, links, lists, headings and tables are read; code, quoted blocks,
HTML blocks, front matter, link targets and images are not.

List markers, line breaks within a paragraph and all that is not certain to be markup stay as they stand, for
the checker knows them in plain text as well.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from replycheck.errors import SetupError
from replycheck.marked import Marked
from replycheck.sources.html import is_tag
from replycheck.sources.reading import CODE, QUOTATION, Reading

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_BORDERS = frozenset(
    "minus_metadata plus_metadata html_block fenced_code_block indented_code_block link_reference_definition "
    "thematic_break pipe_table_delimiter_row hard_line_break |".split()
)
_LINKS = frozenset({"inline_link", "full_reference_link", "collapsed_reference_link"})
_DROPPED = frozenset(
    {"emphasis_delimiter", "image", "task_list_marker_checked", "task_list_marker_unchecked"}
)
_REFERENCES = frozenset({"entity_reference", "numeric_character_reference"})
# The parser's time grows as the square of a paragraph, or worse: a longer one is read as it stands.
_LONGEST_PARAGRAPH = 10_000
_LINE_END = re.compile(rb"\r?\n")


class _Mark(NamedTuple):
    """Markup, or text that reads otherwise than it stands; in bytes."""

    start: int
    end: int
    kind: str


def extract(source: str) -> Marked:
    """The text of a Markdown file; any text is Markdown.

    Raises SetupError where the parser is not installed.
    """
    # One sign for one that UTF-8 does not have, so that signs can be counted.
    content = source.encode("utf-8", "replace")
    reading = Reading()
    place = byte = 0

    def upto(end: int) -> str:
        nonlocal place, byte
        start = place
        place += len(content[byte:end].decode("utf-8", "replace"))
        byte = end
        return source[start:place]

    for mark in sorted(_marks(content)):
        if mark.start < byte or mark.start == mark.end:
            continue
        if text := upto(mark.start):
            reading.text(text)
        _read(reading, upto(mark.end), mark.kind)
    if text := upto(len(content)):
        reading.text(text)
    return Marked(reading.pieces, _encode, extract)


def _read(reading: Reading, text: str, kind: str) -> None:
    if kind == "border":
        reading.border(text)
    elif kind == "quotation":
        reading.border(text, QUOTATION)
    elif kind == "code":
        reading.markup(text, CODE)
    elif kind == "escape":
        reading.text(text, text[1:])
    elif kind == "reference":
        reading.text(text, html.unescape(text))
    else:
        reading.markup(text)


def _encode(text: str) -> str:
    return re.sub(r"([\\`*])", r"\\\1", text)


def _marks(content: bytes) -> Iterator[_Mark]:
    blocks, inlines = _parsers()
    waiting = [blocks.parse(content).root_node]
    while waiting:
        node = waiting.pop()
        start, end = node.start_byte, node.end_byte
        if node.type in _BORDERS:
            yield _Mark(start, end, "border")
        elif node.type == "block_quote":
            yield _Mark(start, end, "quotation")
        elif node.type in _DROPPED:
            yield _Mark(start, end, "markup")
        elif node.type in ("inline", "pipe_table_cell"):
            if end - start <= _LONGEST_PARAGRAPH:
                text = content[start:end]
                yield from _inline_marks(inlines.parse(text).root_node, text, start)
        else:
            if node.type == "atx_heading":
                heading = next((child for child in node.children if child.type == "inline"), None)
                yield _Mark(start, heading.start_byte if heading else end, "border")
                if heading:
                    yield _Mark(heading.end_byte, end, "border")
            elif node.type in ("pipe_table_header", "pipe_table_row"):
                line_end = _LINE_END.match(content, end)
                yield _Mark(end, line_end.end() if line_end else end, "border")
            waiting += node.children


def _inline_marks(root: Node, content: bytes, offset: int) -> Iterator[_Mark]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        start, end = node.start_byte + offset, node.end_byte + offset
        if node.type in _BORDERS and node.type != "|":
            yield _Mark(start, end, "border")
        elif node.type in _DROPPED:
            yield _Mark(start, end, "markup")
        elif node.type == "code_span":
            yield _Mark(start, end, "code")
        elif node.type == "backslash_escape":
            yield _Mark(start, end, "escape")
        elif node.type in _REFERENCES:
            yield _Mark(start, end, "reference")
        elif node.type == "html_tag":
            tag = content[node.start_byte : node.end_byte].decode("utf-8", "replace")
            if is_tag(tag):
                yield _Mark(start, end, "border" if tag.lower().startswith("<br") else "markup")
        elif node.type in _LINKS:
            text = next((child for child in node.children if child.type == "link_text"), None)
            if text is None:
                yield _Mark(start, end, "markup")
            else:
                yield _Mark(start, text.start_byte + offset, "markup")
                yield _Mark(text.end_byte + offset, end, "markup")
                waiting.append(text)
        elif node.type != "latex_block":  # prices in dollars look like one
            waiting += node.children


@cache
def _parsers() -> tuple[Parser, Parser]:
    """The parser of blocks and that of what stands in a line."""
    try:
        import tree_sitter_markdown
        from tree_sitter import Language, Parser
    except ImportError:
        raise SetupError("reading Markdown needs a parser: pip install 'replycheck[lint]'") from None
    return (
        Parser(Language(tree_sitter_markdown.language())),
        Parser(Language(tree_sitter_markdown.inline_language())),
    )
