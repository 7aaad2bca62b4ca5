"""Choosing and applying fixes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replycheck.fixes import apply, choose, edits_of
from replycheck.model import Edit, Finding, Fix


def finding(*edits: tuple[int, int, str], applicability: str = "safe", rule: str = "address/a") -> Finding:
    fix = Fix(
        edits=tuple(Edit(start=start, end=end, replacement=text) for start, end, text in edits),
        applicability=applicability,
        title="",
    )
    start, end = edits[0][0], edits[-1][1]
    return Finding(
        rule=rule,
        category="address",
        severity="warning",
        start=start,
        end=end,
        text="x",
        message="",
        why="",
        fixes=(fix,),
    )


@pytest.mark.parametrize(
    ("findings", "result"),
    [
        ([finding((0, 1, "A"))], "Abcdef"),
        ([finding((0, 1, "A"), (2, 3, "C"))], "AbCdef"),
        # Edits interlace without touching: both fixes are applied.
        ([finding((0, 1, "A"), (4, 5, "E")), finding((2, 3, "C"))], "AbCdEf"),
        # An equal edit counts once.
        ([finding((0, 1, "A"), (2, 3, "C")), finding((0, 1, "A"), (4, 5, "E"))], "AbCdEf"),
        # A clash: the earlier, then the longer fix wins.
        ([finding((1, 3, "X")), finding((0, 2, "Y"))], "Ycdef"),
        # Two insertions at one place clash.
        ([finding((1, 1, "X")), finding((1, 1, "Y"), rule="address/b")], "aXbcdef"),
        ([finding((0, 1, "A"), applicability="unsafe")], "abcdef"),
        ([finding((0, 1, "A"), applicability="display")], "abcdef"),
    ],
)
def test_fixes_that_go_together_are_applied(findings, result):
    assert apply("abcdef", edits_of(choose(findings))) == result
    assert apply("abcdef", edits_of(choose(reversed(findings)))) == result


def test_of_several_fixes_the_first_safe_one_is_applied():
    ranked = [
        finding((0, 1, "X"), applicability="display"),
        finding((1, 2, "B")),
        finding((2, 3, "C")),
    ]
    several = ranked[0].model_copy(update={"fixes": tuple(each.fixes[0] for each in ranked)})
    assert apply("abcdef", edits_of(choose([several]))) == "aBcdef"


def test_unsafe_fixes_are_chosen_when_asked_for_and_those_for_display_never():
    several = finding((0, 1, "X"), applicability="display"), finding((1, 2, "B"), applicability="unsafe")
    ranked = several[0].model_copy(update={"fixes": tuple(each.fixes[0] for each in several)})
    assert apply("abcdef", edits_of(choose([ranked], ("safe", "unsafe")))) == "aBcdef"
    assert choose([several[0]], ("safe", "unsafe")) == []


@given(
    st.text(min_size=12, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3), st.text(max_size=3)), max_size=6),
    st.randoms(),
)
def test_order_of_findings_does_not_matter_and_text_outside_edits_stays(text, places, random):
    findings = [
        finding((start, min(start + length, 12), new), rule=f"address/{index}")
        for index, (start, length, new) in enumerate(places)
    ]
    edits = edits_of(choose(findings))
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert edits_of(choose(shuffled)) == edits
    result = apply(text, edits)
    kept = []
    position = 0
    for edit in edits:
        kept.append(text[position : edit.start])
        position = edit.end
    kept.append(text[position:])
    for part in kept:
        assert part in result
