from __future__ import annotations

import unicodedata

import click
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from replycheck.model import Edit, Finding, Fix, Report
from replycheck.positions import Positions
from replycheck.render import Checked
from replycheck.render import json as json_form
from replycheck.render import text as text_form
from replycheck.render.tally import Tally

DRAFT = "Hei!\nSaimme tilauksesi eilen. Kiitos!"
FIX = Fix(edits=(Edit(start=12, end=22, replacement="tilauksenne"),), applicability="safe", title="")
FINDING = Finding(
    rule="address/possessive-2sg",
    category="address",
    severity="warning",
    start=12,
    end=22,
    text="tilauksesi",
    message="”tilauksesi” sinuttelee.",
    why="",
    fixes=(FIX,),
)
REPORT = Report(
    draft=DRAFT, findings=(FINDING,), fixed=DRAFT.replace("tilauksesi", "tilauksenne"), verdict="confirm"
)
WHOLE = FINDING.model_copy(update={"start": None, "end": None, "text": None, "fixes": ()})


def plain(text: str) -> str:
    return click.unstyle(text)


def test_finding_text_has_place_message_mark_and_fix() -> None:
    assert plain(text_form.finding_text(Checked("a.txt", REPORT), FINDING, Positions(REPORT.draft))).split(
        "\n"
    ) == [
        "a.txt:2:8 address/possessive-2sg warning",
        "  ”tilauksesi” sinuttelee.",
        "    Saimme tilauksesi eilen. Kiitos!",
        "           ^^^^^^^^^^",
        "    → Saimme tilauksenne eilen.",
    ]


def test_finding_text_of_the_whole_draft_has_no_place() -> None:
    assert plain(text_form.finding_text(Checked("a.txt", REPORT), WHOLE, Positions(REPORT.draft))).startswith(
        "a.txt address/possessive-2sg warning\n"
    )


def test_finding_text_says_why_a_fix_is_unsafe() -> None:
    fix = FIX.model_copy(update={"applicability": "unsafe", "safety_note": "The meaning may change."})
    finding = FINDING.model_copy(update={"fixes": (fix,)})
    assert "unsafe: The meaning may change." in plain(
        text_form.finding_text(Checked("a.txt", REPORT), finding, Positions(REPORT.draft))
    )


def test_finding_text_ranks_several_fixes_and_says_how_each_reads() -> None:
    first = FIX.model_copy(update={"note": "Sopii aina."})
    second = FIX.model_copy(
        update={"applicability": "display", "note": "Virallisempi.", "safety_note": "Täydennä syy."}
    )
    finding = FINDING.model_copy(update={"fixes": (first, second)})
    lines = plain(
        text_form.finding_text(Checked("a.txt", REPORT), finding, Positions(REPORT.draft))
    ).splitlines()
    assert lines[-5:] == [
        "    → Saimme tilauksenne eilen.",
        "      Sopii aina.",
        "   or Saimme tilauksenne eilen.",
        "      Virallisempi.",
        "      to fill in: Täydennä syy.",
    ]
    finding = FINDING.model_copy(update={"fixes": (first,)})
    assert "Sopii aina." not in plain(
        text_form.finding_text(Checked("a.txt", REPORT), finding, Positions(REPORT.draft))
    )


def test_report_text_shows_verdict_and_mended_text_on_demand() -> None:
    assert "a.txt: verdict confirm" in plain(text_form.report_text(Checked("a.txt", REPORT)))
    assert "tilauksenne eilen. Kiitos!" not in plain(text_form.report_text(Checked("a.txt", REPORT)))
    assert "  Saimme tilauksenne eilen. Kiitos!\n" in plain(
        text_form.report_text(Checked("a.txt", REPORT), show_fixed=True)
    )


def test_report_text_is_coloured_by_severity() -> None:
    assert click.style("warning", fg="yellow") in text_form.report_text(Checked("a.txt", REPORT))


@pytest.mark.parametrize(
    ("reports", "mended", "expected"),
    [
        ([], None, "0 drafts: 0 findings"),
        ([REPORT], None, "1 draft: 1 finding (1 warning); 1 can be mended with --fix"),
        ([REPORT], 0, "1 draft: 1 finding (1 warning); 0 drafts mended"),
        (
            [
                REPORT,
                REPORT.model_copy(
                    update={
                        "findings": (
                            WHOLE.model_copy(update={"severity": "info"}),
                            WHOLE.model_copy(update={"severity": "error"}),
                            WHOLE.model_copy(update={"severity": "error"}),
                        )
                    }
                ),
            ],
            None,
            "2 drafts: 4 findings (2 errors, 1 warning, 1 info); 1 can be mended with --fix",
        ),
    ],
)
def test_summary(reports: list[Report], mended: int | None, expected: str) -> None:
    tally = Tally()
    assert list(tally.counted(reports)) == reports
    assert text_form.summary(tally, mended=mended) == expected


@pytest.mark.parametrize(
    ("line", "mark", "expected"),
    [
        ("Voit tulla", "Voit", "^^^^"),
        ("👍 Voit", "Voit", "   ^^^^"),  # an emoji is two columns wide
        ("👩\u200d🔧 Voit", "👩\u200d🔧", "^^^^"),
        ("Ma\u0308 Voit", "Voit", "   ^^^^"),  # a combining mark has no width
        ("\tVoit", "Voit", " ^^^^"),
        ("你好 Voit", "你好", "^^^^"),
    ],
)
def test_excerpt_marks_columns_of_a_terminal(line: str, mark: str, expected: str) -> None:
    draft = f"Hei!\r\n{line}\r\nKiitos!"
    start = draft.index(mark)
    assert text_form.excerpt(draft, start, start + len(mark))[1] == expected


def test_excerpt_of_several_lines_shows_the_first() -> None:
    assert text_form.excerpt("Hei sinä\nsiellä", 4, 15) == ("Hei sinä", "    ^^^^")


def test_excerpt_of_a_long_line_keeps_the_place_in_view() -> None:
    draft = "sana " * 100 + "VIRHE" + " sana" * 100
    shown, marks = text_form.excerpt(draft, 500, 505)
    assert text_form.columns(shown) <= text_form.WIDTH
    assert shown[marks.index("^") : marks.index("^") + 5] == "VIRHE"
    assert shown.startswith("…")
    assert shown.endswith("…")


TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\r\n\t \x1b\x07👍ä\u0308\u200d\u202e"), max_size=300
)


@given(TEXT, st.data())
def test_excerpt_is_safe_and_fits_for_any_text(draft: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(draft)))
    end = data.draw(st.integers(start, len(draft)))
    shown, marks = text_form.excerpt(draft, start, end)
    assert text_form.columns(shown) <= text_form.WIDTH + 1
    assert marks.strip(" ").strip("^") == ""
    assert marks.endswith("^")
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in shown)


@given(TEXT)
def test_printable_leaves_no_control_character_and_changes_no_letter(text: str) -> None:
    shown = text_form.printable(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in shown)
    assert all(new == old for new, old in zip(shown, text, strict=True) if old.isalnum())


@given(TEXT, st.data())
def test_line_and_column_lead_back_to_the_offset(draft: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(draft)))
    assume(draft[max(offset - 1, 0) : offset + 1] != "\r\n")  # inside a line end there is no column
    line, column = Positions(draft).line_column(offset)
    lines = draft.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1
    assert draft[offset:].replace("\r\n", "\n").replace("\r", "\n").startswith(lines[line - 1][column - 1 :])


def test_diff_is_unified_and_marks_a_missing_last_line_end() -> None:
    assert text_form.diff("a.txt", REPORT.draft, REPORT.fixed).split("\n") == [
        "--- a/a.txt",
        "+++ b/a.txt",
        "@@ -1,2 +1,2 @@",
        " Hei!",
        "-Saimme tilauksesi eilen. Kiitos!",
        "\\ No newline at end of file",
        "+Saimme tilauksenne eilen. Kiitos!",
        "\\ No newline at end of file",
        "",
    ]


def test_diff_of_nothing_is_empty() -> None:
    assert text_form.diff("a.txt", DRAFT, DRAFT) == ""


def test_json_one_is_the_report() -> None:
    assert Report.model_validate_json(json_form.one(REPORT)) == REPORT


def test_json_many_names_each_path() -> None:
    item = json_form.item(Checked("ä.txt", REPORT))
    assert item["path"] == "ä.txt"
    assert Report.model_validate(item["report"]) == REPORT


def test_table_aligns_columns() -> None:
    assert plain(text_form.table([("id", "title"), ("a/long-id", "Ä")])) == "id         title\na/long-id  Ä"
