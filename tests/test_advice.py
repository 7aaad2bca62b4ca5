"""Advice: example wordings shown with a finding, in the form of address that is due, and never applied."""

import pytest

from replycheck import Checker, Context
from replycheck.positions import Positions
from replycheck.render import Checked
from replycheck.render.text import finding_text
from replycheck.rules import load_rules
from replycheck.selftest import Examples

FORMAL = Checker({"address": "formal"})
INFORMAL = Checker({"address": "informal"})

RULE = """category: blame
rules:
  - id: blame/own
    title: t
    why: w
    source: s
    message: m
    message_en: m
    advice: [{advice}]
    phrases: ["kissanhännänveto*"]
    bad: ["<Kissanhännänvetoa>.", "<Kissanhännänvetoa>!"]
    good: ["Lasku on avoinna.", "Kiitos!"]
"""


def own_pack(tmp_path, *advice):
    path = tmp_path / "own.yaml"
    path.write_text(RULE.format(advice=", ".join(f'"{text}"' for text in advice)), encoding="utf-8")
    return path


def advice_of(tmp_path, text, **policy):
    checker = Checker({"rules": [own_pack(tmp_path, text)], **policy})
    (finding,) = checker.check("Kissanhännänvetoa.", context=Context(first_reply=False)).findings
    return finding.advice


def test_advice_is_as_written_under_formal_address(tmp_path):
    text = "Voisitteko lähettää kuitin? Autan teitä."
    assert advice_of(tmp_path, text, address="formal") == (text,)


@pytest.mark.parametrize(
    ("formal", "informal"),
    [
        ("Voisitteko lähettää sen? Autan teitä.", "Voisitko lähettää sen? Autan sinua."),
        ("Kiitos, että kerroitte viasta laitteessanne.", "Kiitos, että kerroit viasta laitteessasi."),
        ("Olen pahoillani, ettette saanut viestiä.", "Olen pahoillani, ettet saanut viestiä."),
        ("Halutessanne voitte jatkaa.", "Halutessasi voit jatkaa."),
        ("Ottakaa rohkeasti yhteyttä.", "Ota rohkeasti yhteyttä."),
        ("Lasku on vielä avoinna.", "Lasku on vielä avoinna."),
    ],
)
def test_advice_is_switched_under_informal_address(tmp_path, formal, informal):
    assert advice_of(tmp_path, formal, address="informal") == (informal,)


def test_advice_that_cannot_be_proven_is_left_out(tmp_path):
    assert advice_of(tmp_path, "Älkää huoliko, autan teitä.", address="informal") == ()


def test_advice_to_several_keeps_the_plural(tmp_path):
    checker = Checker({"rules": [own_pack(tmp_path, "Autan teitä.")], "address": "informal"})
    context = Context(first_reply=False, recipient="many")
    (finding,) = checker.check("Kissanhännänvetoa.", context=context).findings
    assert finding.advice == ("Autan teitä.",)


def test_advice_is_never_applied():
    report = FORMAL.check("Täytitte lomakkeen väärin.", context=Context(first_reply=False))
    assert report.findings[0].advice
    assert report.fixed == report.draft


def test_advice_that_has_a_fault_itself_fails_the_rule_test(tmp_path):
    path = own_pack(tmp_path, "Täytitte lomakkeen väärin.", "Älkää huoliko.", "Autan teitä.")
    examples = Examples([path])
    problems = [examples.problem(each) for each in examples if each.kind == "advice"]
    assert [problem is None for problem in problems] == [False, False, True]
    assert "blame/wrong-act" in problems[0]
    assert "no proven form" in problems[1]


def test_advice_is_shown_in_text_also_for_the_whole_draft():
    report = FORMAL.check("Paketti saapuu maanantaina.", context=Context(first_reply=True))
    (finding,) = report.findings
    rows = finding_text(Checked("a.txt", report), finding, Positions(report.draft)).splitlines()
    assert len(rows) == 2 + len(finding.advice)
    assert finding.advice[0] in rows[2]


def test_advice_is_in_the_json_of_a_report():
    report = INFORMAL.check("Paketti saapuu maanantaina.", context=Context(first_reply=True))
    assert report.model_dump(mode="json")["findings"][0]["advice"][0] == "Hei, kiitos yhteydenotostasi!"


def test_advice_of_one_rule_is_not_the_same_twice():
    for rule in load_rules():
        assert len(set(rule.advice)) == len(rule.advice), rule.id
