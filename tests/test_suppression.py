"""Findings that do not count: remembered by a person, or there before; by fingerprint, and by place after a fix."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from replycheck.checker import Checker
from replycheck.cli import cli
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


# --- the command line ---

ORDER_LINE = "Lähetä kuva laskustasi.\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two macros and a configuration; the working directory."""
    (tmp_path / "replycheck.toml").write_text(
        'select = ["imperative", "address"]\nignored = "ignored.json"\n', encoding="utf-8"
    )
    (tmp_path / "a.txt").write_text(f"Hei!\n{ORDER_LINE}", encoding="utf-8")
    (tmp_path / "b.md").write_text(f"# Hei\n\n**Lähetä** kuva.\n\n{ORDER_LINE}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin)


def marks(*arguments: str) -> dict[str, list[str | None]]:
    """By rule, the marks of its findings in the order of the files."""
    found: dict[str, list[str | None]] = {}
    for each in json.loads(run("check", "--format", "json", *arguments, ".").stdout):
        for finding in each["report"]["findings"]:
            found.setdefault(finding["rule"], []).append(finding["suppressed"])
    return found


def test_ignored_finding_is_remembered_for_every_file(house: Path) -> None:
    assert marks() == {ORDER: [None, None, None], POSSESSIVE: [None, None]}
    result = run("ignore", "a.txt:2:1", "--reason", "sovittu tiimissä")
    assert result.exit_code == 0
    assert marks() == {ORDER: ["ignored", None, "ignored"], POSSESSIVE: [None, None]}
    written = (house / "ignored.json").read_text(encoding="utf-8")
    name = fingerprint(ORDER, SENTENCE)
    entry = {"rule": ORDER, "fingerprint": name, "reason": "sovittu tiimissä", "path": "a.txt"}
    assert json.loads(written) == {"ignored": [entry]}
    assert "already" in run("ignore", "a.txt:2:1", "--reason", "x").stdout
    assert (house / "ignored.json").read_text(encoding="utf-8") == written


def test_suppressed_findings_are_counted_and_shown_on_demand(house: Path) -> None:
    run("ignore", "a.txt:2:1", "--reason", "x")
    plain = run("check", "a.txt").stdout
    assert ORDER not in plain
    assert "1 finding (1 warning); 1 can be mended with --fix; 1 suppressed" in plain
    shown = run("check", "--show-suppressed", "a.txt").stdout
    assert f"a.txt:2:1 {ORDER} warning (ignored, {fingerprint(ORDER, SENTENCE)})" in shown


def test_exit_code_counts_only_what_is_not_suppressed(house: Path) -> None:
    assert run("check", "a.txt").exit_code == 1
    run("ignore", "a.txt:2:1", "a.txt:2:13", "--reason", "x")
    result = run("check", "a.txt")
    assert (result.exit_code, result.stderr) == (0, "")


def test_place_of_a_finding_on_the_draft_as_a_whole(house: Path) -> None:
    (house / "c.txt").write_text("Tilauksenne on matkalla.", encoding="utf-8")
    assert run("ignore", "--select", "courtesy", "c.txt", "--reason", "x").exit_code == 0
    assert "0 findings; 1 suppressed" in run("check", "--select", "courtesy", "c.txt").stdout


def test_findings_in_json_lines_are_ignored_by_line(house: Path) -> None:
    (house / "d.jsonl").write_text('{"draft": "Hei! Kiitos."}\n{"draft": "Maksa lasku."}\n', encoding="utf-8")
    assert run("ignore", "d.jsonl:2:12", "--reason", "x").exit_code == 0
    assert "0 findings; 1 suppressed" in run("check", "d.jsonl").stdout


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("a.txt:1:1", "a.txt:1:1: no finding starts there"),
        ("a.txt", "a.txt: no finding starts there"),
        ("none.txt:1:1", "none.txt: No such file or directory"),
    ],
)
def test_place_without_a_finding(house: Path, place: str, said: str) -> None:
    result = run("ignore", place, "--reason", "x")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (house / "ignored.json").exists()


def test_one_of_several_rules_is_chosen(house: Path) -> None:
    (house / "e.txt").write_text("Sinun täytyy maksaa lasku.", encoding="utf-8")
    place = ("ignore", "--select", "address,necessity", "e.txt:1:1", "--reason", "x")
    assert "choose one with --rule: address/pronoun-2sg, necessity/must" in run(*place).stderr
    assert "no finding of blame/own-words" in run(*place, "--rule", "blame/own-words").stderr
    assert run(*place, "--rule", "necessity/must").stdout.startswith("necessity/must ")


def test_file_for_ignored_findings_has_to_be_named(house: Path) -> None:
    result = run("ignore", "a.txt:2:1", "--reason", "x", "--isolated")
    assert result.exit_code == 2
    assert 'say ignored = "FILE"' in result.stderr


def test_baseline_suppresses_what_was_there_and_nothing_new(house: Path) -> None:
    result = run("check", "--write-baseline", "base.json", ".")
    assert (result.exit_code, result.stderr) == (0, "base.json: 5 findings recorded\n")
    assert run("check", "--baseline", "base.json", ".").exit_code == 0
    (house / "a.txt").write_text(f"{ORDER_LINE}\nHei!\n\n{ORDER_LINE}", encoding="utf-8")
    assert marks("--baseline", "base.json") == {
        ORDER: ["baseline", None, "baseline", "baseline"],
        POSSESSIVE: ["baseline", None, "baseline"],
    }
    (house / "c.txt").write_text(ORDER_LINE, encoding="utf-8")
    assert run("check", "--baseline", "base.json", "c.txt").exit_code == 1


def test_configured_baseline_that_is_not_there_says_how_it_is_taken(house: Path) -> None:
    with (house / "replycheck.toml").open("a") as file:
        file.write('baseline = "base.json"\n')
    result = run("check", ".")
    assert result.exit_code == 2
    assert result.stderr.endswith(
        "base.json: there is no such baseline; --write-baseline base.json takes it\n"
    )
    assert run("check", "--write-baseline", "base.json", ".").exit_code == 0
    assert run("check", ".").exit_code == 0


def test_configured_baseline_and_sarif_state(house: Path) -> None:
    with (house / "replycheck.toml").open("a") as file:
        file.write('baseline = "base.json"\n')
    assert run("check", ".").exit_code == 2
    run("check", "--write-baseline", "base.json", ".")
    (house / "a.txt").write_text(f"Maksa lasku. {ORDER_LINE}", encoding="utf-8")
    log = json.loads(run("check", "--format", "sarif", "a.txt").stdout)
    assert [each["baselineState"] for each in log["runs"][0]["results"]] == ["new", "unchanged", "unchanged"]


def test_baseline_of_other_files_stays_and_ignored_findings_have_no_part(house: Path) -> None:
    run("check", "--write-baseline", "base.json", ".")
    run("ignore", "a.txt:2:1", "--reason", "x")
    (house / "b.md").unlink()
    assert "1 finding recorded" in run("check", "--write-baseline", "base.json", "a.txt").stderr
    kept = json.loads((house / "base.json").read_text())["baseline"]
    assert [(each["path"], each["rule"]) for each in kept] == [("a.txt", POSSESSIVE)]


def test_files_that_suppress_hold_no_text(house: Path) -> None:
    secret = "Salasana1234"
    (house / "s.txt").write_text(f"Lähetä {secret} minulle. {secret}si on vanha.", encoding="utf-8")
    run("check", "--write-baseline", "base.json", ".")
    run("ignore", "s.txt:1:1", "--reason", "x")
    for name in ("base.json", "ignored.json"):
        text = (house / name).read_text(encoding="utf-8")
        assert "s.txt" in text
        assert secret not in text
        assert "Lähetä" not in text


def test_what_is_no_longer_there_is_said_and_fails_nothing(house: Path) -> None:
    run("check", "--write-baseline", "base.json", ".")
    run("ignore", "a.txt:2:1", "--reason", "x")
    (house / "a.txt").write_text("Hei!", encoding="utf-8")
    result = run("check", "--baseline", "base.json", "a.txt")
    assert result.exit_code == 0
    assert result.stderr == (
        f"base.json: no longer there: {POSSESSIVE} in a.txt, {ORDER} in a.txt; --write-baseline takes it anew\n"
        f"{house / 'ignored.json'}: no longer there: {ORDER} in a.txt; these entries can go\n"
    )
    assert run("check", "--baseline", "base.json", "b.md").stderr == ""
    run("check", "--write-baseline", "base.json", ".")
    assert "base.json" not in run("check", "--baseline", "base.json", ".").stderr


@pytest.mark.parametrize("name", ["a.txt", "b.md"])
def test_fix_leaves_suppressed_findings_alone(house: Path, name: str) -> None:
    run("ignore", "a.txt:2:1", "--reason", "x")
    before = (house / name).read_text(encoding="utf-8")
    result = run("check", "--fix", name)
    after = (house / name).read_text(encoding="utf-8")
    expected = before.replace("laskustasi", "laskustanne")
    assert after == expected.replace("**Lähetä** kuva.", "**Voisitteko lähettää** kuvan?")
    assert result.exit_code == 0
    assert "1 finding suppressed in sentences that have been mended" in result.stderr


def test_baseline_survives_a_fix_in_the_same_call(house: Path) -> None:
    name = fingerprint(ORDER, SENTENCE)
    entry = {"path": "a.txt", "rule": ORDER, "fingerprint": name, "count": 1}
    (house / "base.json").write_text(json.dumps({"baseline": [entry]}), encoding="utf-8")
    result = run("check", "--fix", "--baseline", "base.json", "a.txt")
    assert (house / "a.txt").read_text(encoding="utf-8") == "Hei!\nLähetä kuva laskustanne.\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("text", ["{", "[]", '{"baseline": [{"path": "a.txt"}]}', '{"baseline": [], "x": 1}'])
def test_faulty_files_are_refused(house: Path, text: str) -> None:
    (house / "base.json").write_text(text, encoding="utf-8")
    result = run("check", "--baseline", "base.json", "a.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith("replycheck: base.json:1:1: ")
    (house / "ignored.json").write_text(text, encoding="utf-8")
    assert "ignored.json:1:1: " in run("check", "a.txt").stderr
