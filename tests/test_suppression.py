"""Findings that do not count: remembered by a person, or there before; by fingerprint, and by place after a fix."""

from __future__ import annotations

from collections import Counter

import pytest

from replycheck.checker import Checker
from replycheck.fixes import moved
from replycheck.model import Edit, Finding
from replycheck.suppression import Known, carried, fingerprint

ORDER, POSSESSIVE = "imperative/bare-order", "address/possessive-2sg"
DRAFT = "Hei! Kiitos viestistänne. Lähetä kuva laskustasi. Ystävällisin terveisin Maija"
SENTENCE = "Lähetä kuva laskustasi."
QUIET = {"ignore": ["courtesy", "empathy"]}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(QUIET)


def remembering(*fingerprints: str) -> Checker:
    return Checker({**QUIET, "remembered": fingerprints})


def of(rule: str, findings: tuple[Finding, ...]) -> Finding:
    return next(finding for finding in findings if finding.rule == rule)


# --- fingerprints ---


def test_fingerprint_names_rule_and_sentence(checker: Checker) -> None:
    findings = checker.check(DRAFT).findings
    assert of(ORDER, findings).fingerprint == fingerprint(ORDER, SENTENCE)
    assert of(POSSESSIVE, findings).fingerprint == fingerprint(POSSESSIVE, SENTENCE)
    assert len({finding.fingerprint for finding in findings}) == len(findings)


@pytest.mark.parametrize(
    "draft",
    [
        "Lähetä kuva laskustasi.",
        "Hei taas! Aurinko paistaa.\n\n  Lähetä   kuva LASKUSTASI. Kiitos!",
        "La\u0308heta\u0308 kuva las\u00adkustasi.",
    ],
)
def test_fingerprint_does_not_depend_on_place_white_space_capitals_or_composition(
    checker: Checker, draft: str
) -> None:
    assert fingerprint(ORDER, SENTENCE) in {each.fingerprint for each in checker.check(draft).findings}


def test_another_sentence_has_another_fingerprint(checker: Checker) -> None:
    one, other = (of(ORDER, checker.check(f"Lähetä {what}.").findings) for what in ("kuva", "lasku"))
    assert one.fingerprint != other.fingerprint


def test_fingerprint_of_a_finding_on_the_whole_draft_is_that_of_the_draft() -> None:
    draft = "Tilauksenne on matkalla."
    finding = Checker({"select": ["courtesy"]}).check(draft).findings[0]
    assert finding.start is None
    assert finding.fingerprint == fingerprint(finding.rule, draft)


# --- remembered ---


def test_remembered_finding_is_marked_and_does_not_count(checker: Checker) -> None:
    plain = checker.check(DRAFT)
    report = remembering(fingerprint(ORDER, SENTENCE)).check(DRAFT)
    assert [each.model_copy(update={"suppressed": None}) for each in report.findings] == list(plain.findings)
    assert of(ORDER, report.findings).suppressed == "ignored"
    assert of(POSSESSIVE, report.findings).suppressed is None
    assert report.verdict == "confirm"
    assert remembering(*(each.fingerprint for each in plain.findings)).check(DRAFT).verdict == "pass"


def test_fix_of_another_fault_in_the_sentence_leaves_the_remembered_one_alone() -> None:
    report = remembering(fingerprint(ORDER, SENTENCE)).check(DRAFT)
    assert report.fixed == DRAFT.replace("laskustasi", "laskustanne")
    assert of(ORDER, report.findings).fixes  # still offered


def test_remembered_finding_holds_whatever_fixes_change_before_it() -> None:
    draft = "Saimme tilauksesi, joten lähetä kuva laskustasi. Maksa lasku."
    sentence = draft.removesuffix(" Maksa lasku.")
    report = remembering(fingerprint(ORDER, sentence)).check(draft)
    assert "Saimme tilauksenne, joten lähetä kuva laskustanne." in report.fixed
    assert "Maksa lasku" not in report.fixed


def test_fix_that_would_mend_a_suppressed_place_too_is_not_applied(checker: Checker) -> None:
    draft = "Lähetä kuva ja maksa lasku."
    plain = checker.check(draft)
    assert [each.rule for each in plain.findings] == [ORDER, ORDER]
    assert plain.fixed != draft
    known = Known(baseline=Counter({fingerprint(ORDER, draft): 1}))
    report = checker.check(draft, known=known)
    assert [each.suppressed for each in report.findings] == ["baseline", None]
    assert report.fixed == draft
    assert {fix.applicability for fix in report.findings[1].fixes} == {"unsafe"}


def test_ignored_tone_does_not_hold_back_the_fix_of_a_request(checker: Checker) -> None:
    draft = "Lähetä kuva, kuten jo kerroin."
    plain = checker.check(draft)
    tone = next(each for each in plain.findings if each.rule != ORDER)
    assert plain.fixed == draft
    assert remembering(tone.fingerprint).check(draft).fixed.startswith("Voisitteko lähettää kuvan")


# --- baseline ---


def test_baseline_counts_equal_findings(checker: Checker) -> None:
    draft = "Lähetä kuva. Kiitos! Lähetä kuva. Hei! Lähetä kuva."
    known = Known(baseline=Counter({fingerprint(ORDER, "Lähetä kuva."): 2}))
    report = checker.check(draft, known=known)
    assert [each.suppressed for each in report.findings] == ["baseline", "baseline", None]
    assert report.fixed == "Lähetä kuva. Kiitos! Lähetä kuva. Hei! Voisitteko lähettää kuvan?"


def test_drafts_of_a_file_share_the_counts(checker: Checker) -> None:
    known = Known(baseline=Counter({fingerprint(ORDER, "Lähetä kuva."): 1}))
    reports = checker.check_many([("Lähetä kuva.", None, known)] * 2)
    assert [report.findings[0].suppressed for report in reports] == ["baseline", None]


# --- carried by place ---


def test_marks_are_carried_to_the_mended_draft(checker: Checker) -> None:
    report = remembering(fingerprint(ORDER, SENTENCE)).check(DRAFT)
    edits = of(POSSESSIVE, report.findings).fixes[0].edits
    again = checker.check(report.fixed, known=carried(report.findings, edits))
    assert [(each.rule, each.suppressed) for each in again.findings] == [(ORDER, "ignored")]
    assert again.fixed == report.fixed


@pytest.mark.parametrize(
    ("place", "after"),
    [
        ((0, 2), (0, 2)),
        ((2, 4), (2, 7)),
        ((3, 5), (2, 8)),
        ((4, 6), (7, 9)),
        ((0, 8), (0, 10)),
        ((6, 8), (9, 10)),
    ],
)
def test_moved(place: tuple[int, int], after: tuple[int, int]) -> None:
    edits = [Edit(start=2, end=4, replacement="xxxxx"), Edit(start=7, end=8, replacement="")]
    assert moved(*place, edits) == after
