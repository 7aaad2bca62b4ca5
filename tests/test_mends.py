"""Fixes cut up for clients that know of one replacement for one place only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replycheck import Checker, Edit, Finding, Fix, Report
from replycheck import fixes as fixing
from replycheck.marked import Marked, Piece, check_marked
from replycheck.server.languagetool.mends import Mend, mends

HERE = Path(__file__).parent
DRAFTS = [
    *(
        path.read_text(encoding="utf-8")
        for path in sorted((HERE.parent / "examples" / "drafts").glob("*.txt"))
    ),
    *(
        json.loads(line)["draft"]
        for name in ("own-a", "dev-1")
        for line in (HERE / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ),
]
SENTENCES = [
    "Lähetä kuva laskustasi.",
    "Sinun täytyy lähettää kuitti ja liittää mukaan tilausnumerosi!",
    "Älä poista sovellusta!",
    "Jos vika jatkuu, käynnistä laite uudelleen.",
    "Teidän on tarkistettava asetuksenne, kiitos.",
    "Voit tarkistaa sun tilauksen.",
    "oot unohtanu maksaa sun laskun",
    "Olette tilanneet väärän koon.",
    "Kiitos viestistänne.",
    "Tarkista, onko laskusi maksettu, ja vastaa tähän viestiin.",
]
BETWEEN = [" ", "\n", "\n\n", " 😀 ", "😀", " 👍🏽\n", "  ", "\u00a0", " – ", ""]
SIGNS = ["😀", "e\u0301", "\u00ad", "ä", "<b>"]


@cache
def checker(address: str) -> Checker:
    return Checker({"address": address})


def applied(draft: str, found: Sequence[Mend], *, backwards: bool = False) -> str:
    """What a client makes of a text that applies every first replacement, in this order or the other."""
    shift = 0
    for mend in reversed(found) if backwards else found:
        value = mend.replacements[0].value
        draft = draft[: mend.start + shift] + value + draft[mend.end + shift :]
        if not backwards:
            shift += len(value) - (mend.end - mend.start)
    return draft


def assert_right(report: Report) -> None:
    whole, pieces = mends(report), mends(report, by_code_points=True)
    for found in (whole, pieces):
        assert applied(report.draft, found) == report.fixed
        assert applied(report.draft, found, backwards=True) == report.fixed
        assert all(one.end < other.start for one, other in pairwise(found))
    assert len({mend.finding for mend in whole}) == len(whole)
    for mend in pieces:
        assert not any(ord(sign) > 0xFFFF for sign in report.draft[mend.start : mend.end])
    for mend in whole:
        finding = report.findings[mend.finding]
        assert mend.start <= finding.start < finding.end <= mend.end
        assert len({value for value, _ in mend.replacements}) == len(mend.replacements)


def test_a_fix_of_several_edits_is_one_replacement() -> None:
    report = checker("formal").check("Hei! Lähetä kuva laskustasi.")
    (mend,) = mends(report)
    assert report.findings[mend.finding].rule == "imperative/bare-order"
    assert report.draft[mend.start : mend.end] == "Lähetä kuva laskustasi."
    assert [value for value, _ in mend.replacements] == [
        "Voisitteko lähettää kuvan laskustanne?",
        "Lähettäisittekö kuvan laskustanne?",
    ]


def test_fixes_that_do_not_meet_stay_apart() -> None:
    report = checker("formal").check("Hei! Saimme tilauksesi ja laskusi.")
    assert [report.draft[mend.start : mend.end] for mend in mends(report)] == ["tilauksesi", "laskusi"]


def test_without_a_safe_fix_there_is_nothing_to_replace() -> None:
    report = checker("formal").check("Hei! Olette unohtanut maksaa laskunne.")
    assert report.findings
    assert mends(report) == []


def test_for_a_client_that_counts_code_points_a_stretch_is_cut_at_an_emoji() -> None:
    report = checker("formal").check("Hei! Lähetä 😀 kuva laskustasi.")
    assert [
        (report.draft[mend.start : mend.end], [value for value, _ in mend.replacements])
        for mend in mends(report, by_code_points=True)
    ] == [("Lähetä", ["Voisitteko lähettää"]), ("kuva laskustasi.", ["kuvan laskustanne?"])]


@pytest.mark.parametrize("address", ["formal", "informal"])
def test_all_first_replacements_together_make_the_mended_draft(address: str) -> None:
    changed = 0
    for report in checker(address).check_many(DRAFTS):
        assert_right(report)
        changed += report.fixed != report.draft
    assert changed > 100


def test_each_replacement_alone_takes_a_finding_away_and_brings_none() -> None:
    singly: list[tuple[Counter[str], str]] = []
    for report in checker("formal").check_many(DRAFTS):
        found = Counter(finding.rule for finding in report.findings)
        for mend in mends(report):
            before, after = report.draft[: mend.start], report.draft[mend.end :]
            singly += [(found, before + value + after) for value, _ in mend.replacements]
    assert len(singly) > 100
    reports = checker("formal").check_many(draft for _, draft in singly)
    for (found, _), report in zip(singly, reports, strict=True):
        assert Counter(finding.rule for finding in report.findings) < found


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(BETWEEN)), max_size=5), st.data())
def test_so_they_do_in_composed_drafts_with_signs_anywhere(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    draft = "".join(part for pair in parts for part in pair)
    for sign in data.draw(st.lists(st.sampled_from(SIGNS), max_size=3)):
        place = data.draw(st.integers(0, len(draft)))
        draft = draft[:place] + sign + draft[place:]
    assert_right(checker("formal").check(draft))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), st.data())
def test_so_they_do_where_markup_stands_between_the_words(chosen: list[str], data: st.DataObject) -> None:
    marks = st.sampled_from([("<b>", ""), ("<br>", "\n"), ("`x😀`", "Koodi"), ("&#8203;", "")])
    pieces: list[Piece] = []
    for word in " ".join(chosen).split(" "):
        if data.draw(st.integers(0, 3)) == 0:
            markup, reads_as = data.draw(marks)
            pieces.append(Piece(markup, reads_as, markup=True))
        pieces.append(Piece(f"{word} ", f"{word} "))
    assert_right(check_marked(checker("formal"), Marked(tuple(pieces))))


# What no draft has shown yet, but a report may hold: fixes that wait for others, and reach where no finding does.


def finding(edits: Sequence[Edit], applicability: str = "safe") -> Finding:
    return Finding(
        rule="address/a",
        category="address",
        severity="warning",
        start=edits[0].start,
        end=max(edits[-1].end, edits[0].start + 1),
        text="x",
        message="",
        why="",
        fixes=(Fix(edits=tuple(edits), applicability=applicability, title=""),),
    )


@st.composite
def edits_of(draw: st.DrawFn, size: int, at_most: int = 3) -> list[Edit]:
    places = sorted(draw(st.sets(st.integers(0, size), min_size=2, max_size=2 * at_most)))
    return [
        Edit(
            start=start,
            end=draw(st.sampled_from([start, end])),
            replacement=draw(st.sampled_from(["", "ä", "uusi"])),
        )
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]


def test_fixes_side_by_side_are_one_stretch() -> None:
    findings = (
        finding([Edit(start=0, end=2, replacement="uu")]),
        finding([Edit(start=2, end=4, replacement="si")]),
    )
    (mend,) = mends(Report(draft="abcd", findings=findings, fixed="uusi", verdict="confirm"))
    assert mend == (0, 4, 0, (("uusi", None),))


@given(st.text("aä 😀.\n", min_size=6, max_size=40), st.data())
def test_so_they_do_in_any_report(draft: str, data: st.DataObject) -> None:
    findings = [finding(edits) for edits in data.draw(st.lists(edits_of(len(draft)), min_size=1, max_size=4))]
    fixed = fixing.apply(draft, fixing.edits_of(fixing.choose(findings)))
    if data.draw(st.booleans()):  # a further round
        fixed = fixing.apply(fixed, data.draw(edits_of(len(fixed)))) if len(fixed) > 6 else fixed + "!"
    report = Report(draft=draft, findings=tuple(findings), fixed=fixed, verdict="confirm")
    found = mends(report)
    assert applied(draft, found) == applied(draft, found, backwards=True) == fixed
    assert all(one.end < other.start for one, other in pairwise(found))
