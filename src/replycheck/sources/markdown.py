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

# How the nodes of the parser's trees are read; of all others, what they hold is.
_KINDS = {
    **dict.fromkeys(
        "minus_metadata plus_metadata html_block fenced_code_block indented_code_block link_reference_definition "
        "thematic_break pipe_table_delimiter_row hard_line_break".split(),
        "border",
    ),
    **dict.fromkeys(
        "emphasis_delimiter image task_list_marker_checked task_list_marker_unchecked".split(), "markup"
    ),
    "block_quote": "quotation",
    "code_span": "code",
    "backslash_escape": "escape",
    "entity_reference": "reference",
    "numeric_character_reference": "reference",
}
_LINKS = frozenset({"inline_link", "full_reference_link", "collapsed_reference_link"})
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

    for mark in sorted(_marks(_parsers()[0].parse(content).root_node, content)):
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


def _marks(root: Node, content: bytes, offset: int = 0) -> Iterator[_Mark]:
    """The marks of a tree over ``content``, which stands at ``offset`` in the file."""
    waiting = list(root.children)
    while waiting:
        node = waiting.pop()
        start, end = node.start_byte + offset, node.end_byte + offset
        text = content[node.start_byte : node.end_byte]
        if kind := _KINDS.get(node.type):
            yield _Mark(start, end, kind)
        elif node.type in ("inline", "pipe_table_cell"):
            if len(text) <= _LONGEST_PARAGRAPH:
                yield from _marks(_parsers()[1].parse(text).root_node, text, start)
        elif node.type == "html_tag":
            tag = text.decode("utf-8", "replace")
            if is_tag(tag):
                yield _Mark(start, end, "border" if tag.lower().startswith("<br") else "markup")
        elif node.type == "atx_heading":
            yield from _around(node, "inline", "border", offset)
            waiting += node.children
        elif node.type in _LINKS:
            yield from _around(node, "link_text", "markup", offset)
            waiting += (child for child in node.children if child.type == "link_text")
        elif node.type in ("pipe_table_header", "pipe_table_row"):
            yield from (
                _Mark(each.start_byte, each.end_byte, "border") for each in node.children if each.type == "|"
            )
            line_end = _LINE_END.match(content, end)
            yield _Mark(end, line_end.end() if line_end else end, "border")
            waiting += node.children
        elif node.type != "latex_block":  # prices in dollars look like one
            waiting += node.children


def _around(node: Node, inner: str, kind: str, offset: int) -> Iterator[_Mark]:
    """What stands in a node before and after the child of the type ``inner``; all of it where there is none."""
    child = next((child for child in node.children if child.type == inner), None)
    start, end = (child.start_byte, child.end_byte) if child else (node.end_byte, node.end_byte)
    yield _Mark(node.start_byte + offset, start + offset, kind)
    yield _Mark(end + offset, node.end_byte + offset, kind)


@cache
def _parsers() -> tuple[Parser, Parser]:
    """The parser of blocks and that of what stands in a line."""
    try:
        import tree_sitter_markdown
        from tree_sitter import Language, Parser
    except ImportError:
        raise SetupError(
            "reading Markdown needs a parser: pip install 'replycheck[lint]'; "
            "--input-format text reads it as it stands"
        ) from None
    return (
        Parser(Language(tree_sitter_markdown.language())),
        Parser(Language(tree_sitter_markdown.inline_language())),
    )
