"""A whole draft in the other form of address: sentence pairs, traps, refusals, and what holds for every draft."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replycheck import Checker, Switch, check_reply, switch_address
from replycheck.fixes import apply
from replycheck.model import AddressForm

MANY = {"recipient": "many"}


def read_pairs() -> dict[str, list[list[str]]]:
    """The sentences of address-pairs.tsv by section; each row has one or two texts."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    section = ""
    for line in (Path(__file__).parent / "address-pairs.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:].partition(":")[0]
        elif line and not line.startswith("#"):
            rows[section].append([text.replace("\\n", "\n") for text in line.split("\t")])
    return rows


PAIRS = read_pairs()


def switched(draft: str, to: AddressForm, context: dict[str, str] | None = None) -> str:
    result = switch_address(draft, to=to, context=context)
    assert result.refused == ()
    return result.text


# --- Sentence by sentence ---


def test_there_are_pairs_of_every_kind() -> None:
    assert {kind: len(rows) > 10 for kind, rows in PAIRS.items()} == dict.fromkeys(
        ["both", "spoken", "many", "to-one", "unchanged"], True
    )


@pytest.mark.parametrize(("informal", "formal"), PAIRS["both"])
def test_to_formal(informal: str, formal: str) -> None:
    assert switched(informal, "formal") == formal


@pytest.mark.parametrize(("informal", "formal"), PAIRS["both"])
def test_to_informal(informal: str, formal: str) -> None:
    assert switched(formal, "informal") == informal


@pytest.mark.parametrize(("informal", "formal"), PAIRS["spoken"])
def test_spoken_to_formal(informal: str, formal: str) -> None:
    assert switched(informal, "formal") == formal


@pytest.mark.parametrize(("informal", "formal"), PAIRS["many"])
def test_to_several_people(informal: str, formal: str) -> None:
    assert switched(informal, "formal", MANY) == formal


@pytest.mark.parametrize(("informal", "formal"), PAIRS["to-one"])
def test_plural_agreement_to_one_person(informal: str, formal: str) -> None:
    assert switched(formal, "informal") == informal


@pytest.mark.parametrize("text", [text for (text,) in PAIRS["unchanged"]])
@pytest.mark.parametrize("to", ["formal", "informal"])
def test_what_addresses_nobody_stays(text: str, to: AddressForm) -> None:
    assert switched(text, to) == text


# --- Refusals ---


@pytest.mark.parametrize(
    ("draft", "to", "text", "reason"),
    [
        ("Hei! Te molemmat saatte oman tunnuksen.", "informal", "Te", "several-people"),
        ("Kiitos teille kaikille!", "informal", "teille", "several-people"),
        ("Olette kaikki tervetulleita.", "informal", "Olette", "several-people"),
        ("Te ja perheenne olette tervetulleita.", "informal", "Te", "several-people"),
        ("Mä siirrän sun sähköpostiin.", "formal", "sun", "unclear"),
    ],
)
def test_a_spot_that_is_not_proven_stops_the_whole_switch(
    draft: str, to: AddressForm, text: str, reason: str
) -> None:
    result = switch_address(draft, to=to)
    assert result.text == draft
    assert result.edits == ()
    assert [(each.text, each.reason) for each in result.refused] == [(text, reason)]
    refusal = result.refused[0]
    assert draft[refusal.start : refusal.end] == refusal.text


def test_agreement_with_two_subjects_stays_plural() -> None:
    draft = "Sinä ja perheesi olette tervetulleita."
    assert switched(draft, "formal") == "Te ja perheenne olette tervetulleita."


def test_several_people_are_te_in_either_form() -> None:
    assert switched("Olette tilanneet liput.", "informal", MANY) == "Olette tilanneet liput."


# --- What holds for every draft ---

GREETINGS = ["Hei!", "Hei Maija,", "Kiitos viestistä!", "🙂"]
ENDINGS = [
    ["Terveisin\nAnna"] * 2,
    ["Mukavaa viikkoa!"] * 2,
    ["Soita tarvittaessa numeroon 010 123 456.", "Soittakaa tarvittaessa numeroon 010 123 456."],
]
# Quoted lines, quotations and signatures swallow what is put after them.
SENTENCES = [
    row
    for row in PAIRS["both"] + [row * 2 for row in PAIRS["unchanged"]]
    if not row[0].startswith(">") and not row[0].endswith("”") and "Terveisin" not in row[0]
]
COMPOSED = st.builds(
    lambda greeting, rows, ending: tuple(
        "\n\n".join([greeting, " ".join(row[form] for row in rows), ending[form]]) for form in (0, 1)
    ),
    st.sampled_from(GREETINGS),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6),
    st.sampled_from(ENDINGS),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(COMPOSED)
def test_there_and_back_gives_the_original(drafts: tuple[str, str]) -> None:
    """Standard Finnish to one person; what was spoken, or agreed with several, does not come back."""
    informal, formal = drafts
    assert switched(informal, "formal") == formal
    assert switched(formal, "informal") == informal


SPICE = st.text(alphabet="aäeiosutkn sS.,!?\n”-😀\u00ad", max_size=12)
ANY = st.builds(
    lambda rows, spice: spice.join(text for row in rows for text in row),
    st.lists(st.sampled_from([row for kind in PAIRS.values() for row in kind]), min_size=1, max_size=4),
    SPICE,
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(ANY, st.sampled_from(["formal", "informal"]), st.sampled_from(["one", "many"]))
def test_all_or_nothing(draft: str, to: AddressForm, recipient: str) -> None:
    context = {"recipient": recipient}
    result = switch_address(draft, to=to, context=context)
    assert result.draft == draft
    assert apply(draft, result.edits) == result.text
    places = [(edit.start, edit.end) for edit in result.edits]
    assert places == sorted(places)
    assert all(first[1] <= second[0] for first, second in pairwise(places))
    if result.refused:
        assert (result.text, result.edits) == (draft, ())
        assert all(draft[each.start : each.end] == each.text for each in result.refused)
        return
    before = check_reply(draft, context=context, policy={"address": to}).findings
    after = check_reply(result.text, context=context, policy={"address": to}).findings
    assert "address" not in {finding.category for finding in after}
    assert {finding.rule for finding in after} <= {finding.rule for finding in before}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=80), st.sampled_from(["formal", "informal"]))
def test_any_string_is_a_draft(draft: str, to: AddressForm) -> None:
    result = switch_address(draft, to=to)
    assert apply(draft, result.edits) == result.text


def test_offsets_are_code_points_of_the_draft_as_it_was_given() -> None:
    draft = "🙂 Las\u00adkusi on mak\u00adsettu."
    (edit,) = switch_address(draft, to="formal").edits
    assert (edit.start, edit.end, edit.replacement) == (2, 10, "Laskunne")


# --- The public face ---


def test_a_policy_that_ignores_address_switches_all_the_same() -> None:
    policy = {"ignore": ["address"]}
    assert switch_address("Saitko laskusi?", policy=policy).text == "Saitteko laskunne?"


def test_language_of_refusals() -> None:
    draft = "Kiitos teille kaikille!"
    finnish, english = (
        switch_address(draft, to="informal", policy={"messages": language}).refused[0].message
        for language in ("fi", "en")
    )
    assert (finnish, english) == ("tässä puhutellaan useaa", "several people are addressed here")


def test_a_switch_travels_as_json() -> None:
    result = switch_address("Saitko laskusi?")
    assert Switch.model_validate_json(result.model_dump_json()) == result


def test_unknown_form_of_address() -> None:
    with pytest.raises(ValueError, match="'formal' or 'informal'"):
        switch_address("Hei!", to="polite")  # type: ignore[arg-type]


def test_a_checker_switches_several_drafts() -> None:
    checker = Checker()
    texts = [checker.switch(draft, to="formal").text for draft in ("Saitko sen?", "Voitko tulla?")]
    assert texts == ["Saitteko sen?", "Voitteko tulla?"]
