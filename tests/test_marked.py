"""Markup and prose: offsets of the source, and fixes that leave the markup alone."""

import html
import re
from collections import Counter
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replycheck import Checker, Policy
from replycheck.fixes import apply
from replycheck.marked import BORDER, MARKUP_IN_THE_WAY, Marked, Piece, check_many_marked, check_marked
from replycheck.model import Edit
from replycheck.suppression import Known

BLOCKS = re.compile(r"</?(?:p|li)>")


def extract(source: str) -> Marked:
    """A few tags and entities, enough to try what any format needs."""
    pieces = []
    for part in re.findall(r"</?\w+>|&\w+;|[^<&]+|[<&]", source):
        if part.startswith("<") and len(part) > 1:
            pieces.append(Piece(part, BORDER if BLOCKS.fullmatch(part) else "", markup=True))
        else:
            pieces.append(Piece(part, html.unescape(part)))
    return Marked(tuple(pieces), lambda text: html.escape(text, quote=False), extract)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


def places(report):
    return [(finding.rule, finding.text) for finding in report.findings if finding.start is not None]


def test_a_finding_stands_in_the_source_and_its_fix_leaves_the_markup(checker):
    source = "<p>Hei &#xe4;ly! L&auml;het&auml; <b>kuva</b> laskustasi.</p>".replace("&#xe4;", "ä")
    report = check_marked(checker, extract(source), context={"first_reply": False})
    assert places(report) == [
        ("imperative/bare-order", "L&auml;het&auml;"),
        ("address/possessive-2sg", "laskustasi"),
    ]
    assert report.fixed == "<p>Hei äly! Voisitteko lähettää <b>kuvan</b> laskustanne?</p>"
    assert report.draft == source


def test_markup_is_listed_as_not_judged(checker):
    report = check_marked(checker, extract("<p>Kiitos ”<b>viestistä</b>”!</p>"))
    assert [(report.draft[each.start : each.end], each.reason) for each in report.skipped] == [
        ("<p>", "markup"),
        ("”<b>viestistä</b>”", "quotation"),
        ("</p>", "markup"),
    ]


def test_a_border_ends_a_sentence(checker):
    # As one sentence, the order would stand after *te* and be read as a statement of one who sends.
    long = "Laskujen ja tilausten käsittelyyn liittyvät asiat löytyvät täältä"
    report = check_marked(checker, extract(f"<p>{long}</p><p>lähetä kuva</p>"))
    assert ("imperative/bare-order", "lähetä") in places(report)
    assert report.fixed.startswith(f"<p>{long}</p><p>")


def test_a_fix_that_would_move_markup_waits_for_a_person():
    marked = extract("<b>Teidän</b> täytyy lähettää")
    edits, kept = marked.edits(Edit(start=0, end=13, replacement="Voisitteko"))
    assert not kept
    assert apply(marked.source, edits) == "<b>Voisitteko</b> lähettää"


@pytest.mark.parametrize("language", ["fi", "en"])
def test_it_says_why(language):
    report = check_marked(
        Checker(Policy(messages=language)),
        extract("<p>Läh<b>etä</b> kuva.</p>"),
        context={"first_reply": False},
    )
    (fix, *_) = report.findings[0].fixes
    assert fix.applicability == "unsafe"
    assert fix.safety_note == MARKUP_IN_THE_WAY[language]
    assert report.fixed == report.draft


def test_an_edit_over_markup_is_split_where_the_words_stay():
    marked = extract("Lähetä <b>kuva</b> laskusta")
    edits, kept = marked.edits(Edit(start=0, end=20, replacement="Lähettäkää kuva laskustanne"))
    assert kept
    assert apply(marked.source, edits) == "Lähettäkää <b>kuva</b> laskustanne"


@pytest.mark.parametrize(
    ("start", "replacement", "becomes"),
    [
        (4, " jo", "kuva jo</b> tilattu"),
        (4, "ta", "kuvata</b> tilattu"),
        (0, "uusi ", "<b>uusi kuva</b> tilattu"),
        (12, "!", "kuva</b> tilattu!"),
    ],
)
def test_what_is_put_in_goes_with_its_words(start, replacement, becomes):
    marked = extract("<b>kuva</b> tilattu")
    edits, kept = marked.edits(Edit(start=start, end=start, replacement=replacement))
    assert kept
    assert becomes in apply(marked.source, edits)


def test_replacements_are_written_as_the_source_writes_them():
    edits, _ = extract("a&auml;b").edits(Edit(start=1, end=2, replacement="<&"))
    assert edits == [Edit(start=1, end=7, replacement="&lt;&amp;")]


def test_a_fix_after_which_the_source_reads_otherwise_is_not_safe(checker):
    def stubborn(source: str) -> Marked:
        # As in Markdown, where a stretch that is emptied takes its marks along: here, a source that is mended
        # reads as code throughout.
        return Marked(
            (Piece(source, source if "Lähetä" in source else "", "Lähetä" not in source),), str, stubborn
        )

    report = check_marked(
        checker, Marked((*stubborn("Lähetä kuva.").pieces, Piece("|", "", True)), str, stubborn)
    )
    assert report.fixed == report.draft
    assert report.findings[0].fixes[0].applicability == "unsafe"


def test_pieces_that_cannot_be_read_again_are_mended_in_place(checker):
    pieces = extract("<p>Hei! Lähetä <b>kuva</b> laskustasi.</p>").pieces
    report = check_marked(checker, Marked(pieces))
    assert report.fixed == "<p>Hei! Voisitteko lähettää <b>kuvan</b> laskustanne?</p>"


def test_plain_text_is_checked_as_ever(checker):
    text = "Hei! Lähetä kuva laskustasi."
    assert check_marked(checker, Marked.plain(text)) == checker.check(text)


def test_many_come_in_order_each_in_its_situation(checker):
    sources = [
        (extract(f"<p>Lähetä kuva {number}.</p>"), {"first_reply": number % 2 == 0}, None)
        for number in range(45)
    ]
    reports = list(check_many_marked(checker, sources))
    assert reports == [check_marked(checker, marked, context=context) for marked, context, _ in sources]


def test_time_is_for_all_rounds_together(checker):
    source = "<p>" + "Lähetä kuva laskustasi. " * 2000 + "</p>"
    report = check_marked(checker, extract(source), timeout_ms=100)
    assert report.incomplete
    assert report.draft == source


TEXT = st.text(alphabet="aä ö\n.😀<&", max_size=4)
PIECES = st.one_of(
    TEXT.map(lambda text: Piece(text, text)),
    st.tuples(st.text("&x;", min_size=1, max_size=4), st.text("äß", min_size=1, max_size=2)).map(
        lambda each: Piece(*each)
    ),
    st.tuples(st.text("<b>", min_size=1, max_size=4), st.sampled_from(["", "", BORDER, "`x`"])).map(
        lambda each: Piece(*each, markup=True)
    ),
)
MARKED = st.lists(PIECES, max_size=8).map(lambda pieces: Marked(tuple(pieces)))


@st.composite
def marked_and_edit(draw):
    marked = draw(MARKED)
    start = draw(st.integers(0, len(marked.prose)))
    end = draw(st.integers(start, len(marked.prose)))
    return marked, Edit(start=start, end=end, replacement=draw(st.text("kä .", max_size=4)))


@given(marked_and_edit())
def test_no_edit_ever_touches_markup(case):
    marked, edit = case
    edits, kept = marked.edits(edit)
    assert all(0 <= one.start <= one.end <= len(marked.source) for one in edits)
    assert all(one.end <= other.start for one, other in pairwise(edits))
    bounds = pairwise([0, *accumulate(len(piece.source) for piece in marked.pieces)])
    for piece, (start, end) in zip(marked.pieces, bounds, strict=True):
        assert not piece.markup or all(each.end <= start or end <= each.start for each in edits)
    if kept:
        mended = marked.edited([edit])
        assert mended.source == apply(marked.source, edits)
        assert mended.prose == apply(marked.prose, [edit])
        assert [piece for piece in mended.pieces if piece.markup] == [
            piece for piece in marked.pieces if piece.markup
        ]


@given(marked_and_edit())
def test_a_range_of_the_prose_is_one_of_the_source_that_reads_so(case):
    marked, edit = case
    start, end = marked.span(edit.start, edit.end)
    assert 0 <= start <= end <= len(marked.source)
    if edit.start < edit.end and all(
        piece.source == piece.prose or not piece.prose for piece in marked.pieces
    ):
        inside = Marked(tuple(marked._between(start, end)))
        assert inside.prose == marked.prose[edit.start : edit.end]


PARTS = """<p>|</p>|<b>|</b>| |Lähetä |L&auml;het&auml; |kuva |laskustasi|tilauksesi|.|!|Teidän täytyy |maksaa |
sinun |Kiitos |”|😀|{{nimi}}|&lt;|Voitko """.replace("\n", "").split("|")
SENTENCES = st.lists(st.sampled_from(PARTS), max_size=16).map("".join)


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_whatever_the_source(checker, source):
    marked = extract(source)
    report = check_marked(checker, marked)
    assert report.draft == source
    for finding in report.findings:
        if finding.start is not None:
            assert source[finding.start : finding.end] == finding.text
    ends = [place for zone in report.skipped for place in (zone.start, zone.end)]
    assert ends == sorted(ends)
    mended = extract(report.fixed)
    assert [each.source for each in mended.pieces if each.markup] == [
        each.source for each in marked.pieces if each.markup
    ]
    again = check_marked(checker, mended)
    assert again.fixed == report.fixed or not report.stable


def test_what_a_person_let_stand_is_not_mended(checker):
    marked = extract("<p>Hei! Saimme <b>tilauksesi</b>. Lähetä kuva laskustasi.</p>")
    (first, *_) = check_marked(checker, marked).findings
    letting = Checker(Policy(remembered=(first.fingerprint,)))
    report = check_marked(letting, marked)
    assert report.findings[0].suppressed == "ignored"
    assert report.fixed == "<p>Hei! Saimme <b>tilauksesi</b>. Voisitteko lähettää kuvan laskustanne?</p>"
    known = Known(baseline=Counter([first.fingerprint]))
    report = check_marked(checker, marked, known=known)
    assert report.findings[0].suppressed == "baseline"
    assert "<b>tilauksesi</b>" in report.fixed
