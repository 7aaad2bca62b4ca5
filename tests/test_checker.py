"""The checker on odd input, in threads, and what must hold for every draft."""

import json
import subprocess
import sys
import threading
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from replycheck import Checker, Context, ContextError, Policy, PolicyError, Report, check_reply
from replycheck.analysis import load_pipeline
from replycheck.fixes import apply

CHECKER = Checker()
LIGHT = Checker({"profile": "light"})

PARTS = [
    "Hei!",
    "Lähetä kuva laskustasi.",
    "Voit maksaa laskun verkossa.",
    "Teidän täytyy vahvistaa tilaus.",
    "Olette tilanneet kaksi tuotetta.",
    "Älkää lähettäkö korttinumeroa!",
    "Hän sanoi ”lähetä kuitti” ja lopetti.",
    "katso https://example.fi/tili?a=1 ja {{ticket.name}}",
    "Ole hyvä ja ota yhteyttä, jos jokin jää epäselväksi.",
    "sun lasku on nyt maksettu 😊",
    "1. Avaa sovellus.\n2. Valitse tili.",
    "Summa on 12,50 € ja eräpäivä 1.3.2026.",
    "\n\n",
    "ok",
    "LUKEKAA OHJEET!!!",
]
drafts = st.lists(st.sampled_from(PARTS), max_size=6).map(" ".join) | st.text(max_size=80)


def places_hold(report: Report) -> None:
    for finding in report.findings:
        if finding.start is None:
            assert (finding.end, finding.text) == (None, None)
        else:
            assert report.draft[finding.start : finding.end] == finding.text
            assert finding.text
        for fix in finding.fixes:
            edits = list(fix.edits)
            assert edits == sorted(edits, key=lambda edit: edit.start)
            assert all(one.end <= other.start for one, other in pairwise(edits))
    for skipped in report.skipped:
        assert 0 <= skipped.start < skipped.end <= len(report.draft)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts)
def test_every_draft_gets_a_report_with_places_that_hold(draft):
    report = CHECKER.check(draft)
    assert report.draft == draft
    places_hold(report)
    assert report.stable


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts)
def test_mending_what_is_mended_changes_nothing(draft):
    fixed = CHECKER.check(draft).fixed
    assert CHECKER.check(fixed).fixed == fixed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts)
def test_mended_text_has_no_finding_with_a_safe_fix(draft):
    left = CHECKER.check(CHECKER.check(draft).fixed).findings
    assert not [finding for finding in left for fix in finding.fixes if fix.applicability == "safe"]


ODD = {
    "empty": "",
    "spaces": " \n\t ",
    "one mark": ".",
    "NUL": "Lähetä\x00 kuva.",
    "lone surrogate": "Lähetä \ud800 kuva laskustasi.",
    "emoji with joiners": "Voit 👩‍👩‍👧‍👦 maksaa 👍🏽 tilauksesi.",
    "10,000 letters": "a" * 10_000 + ". Voit maksaa.",
    "8,000 exclamation marks": "Voit maksaa" + "!" * 8_000,
    "poison": "hyvä" * 10 + ". Voit maksaa tilauksesi.",
    "soft hyphen": "Voit maksaa tila\u00aduksesi.",
    "non-breaking hyphen": "PIN\u2011koodi on tilauksesi mukana.",
    "BOM": "\ufeffVoit maksaa.",
    "CRLF": "Hei!\r\nVoit maksaa.\r\n",
}


@pytest.mark.parametrize("checker", [CHECKER, LIGHT], ids=["full", "light"])
@pytest.mark.parametrize("draft", ODD.values(), ids=list(ODD))
def test_odd_draft(draft, checker):
    report = checker.check(draft)
    assert report.draft == draft
    places_hold(report)
    found = {finding.text for finding in report.findings}
    assert {word for word in ("Voit", "voit", "tilauksesi", "laskustasi") if word in draft} <= found


def test_decomposed_letters_are_found_at_their_place_in_the_draft():
    draft = unicodedata.normalize("NFD", "Hyvää päivää! Näet sen sähköpostissasi äää.")
    (verb, noun) = CHECKER.check(draft).findings
    assert unicodedata.normalize("NFC", verb.text or "") == "Näet"
    assert unicodedata.normalize("NFC", noun.text or "") == "sähköpostissasi"
    places_hold(CHECKER.check(draft))


def test_one_odd_word_does_not_spoil_later_answers():
    before = CHECKER.check("Voit maksaa tilauksesi kortilla.").findings
    for word in ("hyvä" * 10, "ison" * 6, "alus" * 40, "talo" * 51):
        CHECKER.check(f"Hei {word} nyt.")
    assert CHECKER.check("Voit maksaa tilauksesi kortilla.").findings == before


@pytest.mark.parametrize("checkers", [["full"], ["light"], ["full", "light"]], ids="+".join)
def test_threads_take_turns(checkers):
    by_profile = {"full": CHECKER, "light": LIGHT}
    turns = [by_profile[profile] for profile in checkers]
    expected = [checker.check(PARTS[1]).model_dump() for checker in turns]
    answers = []

    def work():
        for _ in range(20):
            answers.append([checker.check(PARTS[1]).model_dump() for checker in turns])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 80


def test_vocabulary_has_its_fill_of_words(monkeypatch):
    checker = Checker()
    monkeypatch.setattr("replycheck.checker.KEPT_WORDS", len(checker.pipeline.vocab) + 20)
    for number in range(20):
        checker.check(f"Tilaus qzx{number}k on matkalla xq{number}zw kautta.")
    before = len(checker.pipeline.vocab.strings)
    for number in range(20, 320):
        checker.check(f"Tilaus qzx{number}k on matkalla xq{number}zw kautta.")
    assert len(checker.pipeline.vocab.strings) - before < 50


# --- the light profile ---

DRAFTS = sorted((Path(__file__).parents[1] / "examples" / "drafts").glob("*.txt"))
# Without the model a word may be taken for its look-alike (*sanoin* from *sana*), and less is found.
LESS_IN_LIGHT = {"chat-netti-patkii", "chat-pysakointitunnus"}


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_profiles_agree(path):
    draft = path.read_text(encoding="utf-8")
    full, light = CHECKER.check(draft), LIGHT.check(draft)
    if path.stem in LESS_IN_LIGHT:
        assert {(each.rule, each.start) for each in light.findings} <= {
            (each.rule, each.start) for each in full.findings
        }
    else:
        assert [each.model_dump(exclude={"confidence"}) for each in light.findings] == [
            each.model_dump(exclude={"confidence"}) for each in full.findings
        ]
        assert (light.fixed, light.verdict, light.skipped) == (full.fixed, full.verdict, full.skipped)


def test_profiles_have_a_pipeline_each_and_share_it():
    assert LIGHT.pipeline is Checker(Policy(profile="light", address="informal")).pipeline
    assert LIGHT.pipeline is not CHECKER.pipeline
    assert LIGHT.pipeline.pipe_names == ["replycheck_sentences", "replycheck_readings"]


def test_policy_with_a_profile_goes_through_json():
    policy = Policy(profile="light", ignore=("blame",))
    assert Policy.model_validate_json(policy.model_dump_json()) == policy
    assert check_reply("Saimme tilauksesi.", policy={"profile": "light"}).findings


LIGHT_ALONE = """
import sys
from replycheck import Checker
checker = Checker({"profile": "light"})
report = checker.check("Hei! Saimme tilauksesi. Lähetä kuva.", context={"customer": "Missä se on?"})
print(report.fixed)
print([name for name in sys.modules if name.startswith("spacy_fi")])
"""


def test_light_profile_loads_no_model():
    result = subprocess.run(
        [sys.executable, "-c", LIGHT_ALONE], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.split("\n") == ["Hei! Saimme tilauksenne. Voisitteko lähettää kuvan?", "[]", ""]


def test_light_profile_needs_no_model(monkeypatch):
    monkeypatch.setattr("replycheck.analysis.MODEL", "spacy_fi_no_such_model")
    assert load_pipeline("light")("Saimme tilauksesi.")[1].lemma_ == "tilaus"


def test_stream_gives_the_reports_of_single_checks_in_order():
    reports = list(CHECKER.check_many([(part, Context()) for part in PARTS * 5]))
    assert [report.draft for report in reports] == PARTS * 5
    for report in reports[: len(PARTS)]:
        assert [f.rule for f in report.findings] == [f.rule for f in CHECKER.check(report.draft).findings]


def test_a_megabyte_is_read_to_its_end():
    line = "Tilaus on matkalla ja saapuu huomenna.\n"
    draft = line * (1_000_000 // len(line)) + "Voit maksaa tilauksesi."
    light = Checker({"profile": "light"})  # what is not linear shows there too, in a third of the time
    report = light.check(draft, context=Context(first_reply=False))
    assert [finding.text for finding in report.findings] == ["Voit", "tilauksesi"]
    places_hold(report)


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ({"address": "royal"}, "address"),
        ({"profile": "lite"}, "profile: Input should be 'full' or 'light'"),
        ({"adress": "formal"}, "did you mean 'address'"),
        ({"ignore": ["address/pronoun-2gs"]}, "did you mean 'address/pronoun-2sg'"),
        ({"select": ["blaim"]}, "did you mean 'blame'"),
        ({"severities": {"hostil": "error"}}, "did you mean 'hostile'"),
    ],
)
def test_wrong_policy_names_the_fault(policy, says):
    with pytest.raises(PolicyError, match=says):
        Checker(policy)


def test_wrong_context_names_the_fault_and_not_the_message():
    with pytest.raises(ContextError, match="channel") as error:
        CHECKER.check("Hei!", context={"customer": "salaisuus", "channel": "fax"})
    assert "salaisuus" not in str(error.value)


def test_policy_selects_ignores_and_grades():
    draft = "Voit lähettää kuvan laskustasi."
    assert not Checker({"ignore": ["address"]}).check(draft, context={"first_reply": False}).findings
    (only,) = Checker({"select": ["address/verb-2sg"]}).check(draft).findings
    assert (only.rule, only.severity) == ("address/verb-2sg", "warning")
    graded = Checker({"severities": {"address": "error"}}).check(draft)
    assert graded.verdict == "stop"
    assert Checker({"messages": "en"}).check(draft).findings[0].message.startswith("“Voit” is informal")


@pytest.mark.parametrize(
    ("draft", "customer", "policy", "form", "basis", "found"),
    [
        ("Voit maksaa laskunne.", None, "formal", "formal", "policy", ["Voit"]),
        ("Voit maksaa laskunne.", None, "informal", "informal", "policy", ["laskunne"]),
        ("Voit maksaa laskusi, ja saatte kuitin.", None, "consistent", "informal", "draft", ["saatte"]),
        ("Lasku on maksettu.", None, "consistent", None, "none", []),
        ("Voitte maksaa.", "Voitko auttaa mua?", "mirror", "informal", "customer", ["Voitte"]),
        ("Voit maksaa.", "Miten lasku maksetaan?", "mirror", "formal", "policy", ["Voit"]),
    ],
)
def test_address_policies(draft, customer, policy, form, basis, found):
    context = Context(customer=customer, first_reply=False)
    report = check_reply(draft, context=context, policy=Policy(address=policy))
    assert (report.address.form, report.address.basis) == (form, basis)
    assert [finding.text for finding in report.findings] == found


def test_report_goes_through_json():
    report = CHECKER.check("Hei! Lähetä kuva laskustasi.")
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert json.loads(report.model_dump_json())["unit"] == "code point"


def test_lone_surrogate_goes_into_json_in_its_place():
    report = CHECKER.check("Lähetä \ud800 kuva laskustasi.")
    again = Report.model_validate_json(report.model_dump_json())
    assert again.draft == "Lähetä \ufffd kuva laskustasi."
    places_hold(again)


def test_quoted_words_are_left_alone_and_listed():
    report = CHECKER.check("Kirjoititte ”voitko auttaa”, ja vastaus on kyllä.")
    assert not [finding for finding in report.findings if finding.category == "address"]
    assert [skipped.reason for skipped in report.skipped] == ["quotation"]


def test_fix_that_would_bring_a_new_finding_is_not_applied(tmp_path):
    pack = tmp_path / "own.yaml"
    pack.write_text(
        """category: hostile
rules:
  - id: hostile/no-bank
    title: t
    why: w
    source: s
    message: m
    message_en: m
    phrases: ["pankki"]
    fix: {replace: {match: "idioottilaitos"}, applicability: safe}
    bad: ["<pankki>", "<Pankki>"]
    good: ["a", "b"]
  - id: hostile/no-idiot
    title: t
    why: w
    source: s
    message: m
    message_en: m
    phrases: ["idioottilaitos"]
    bad: ["<idioottilaitos>", "<Idioottilaitos>"]
    good: ["a", "b"]
""",
        encoding="utf-8",
    )
    draft = "Hei! Pankki vastaa huomenna."
    report = Checker(Policy(rules=(pack,))).check(draft)
    (finding,) = [each for each in report.findings if each.rule == "hostile/no-bank"]
    assert report.fixed == draft
    assert finding.fixes[0].applicability == "unsafe"
    assert finding.fixes[0].safety_note
    assert apply(draft, finding.fixes[0].edits) == "Hei! Idioottilaitos vastaa huomenna."
