"""The customer's message: what it shows, and what that changes in the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replycheck import Checker, Policy, PolicyError, check_reply
from replycheck.model import SIGN_KINDS
from replycheck.rules import load_rules


def shown(customer, draft="Hei!"):
    return check_reply(draft, context={"customer": customer}).customer


@pytest.mark.parametrize(
    ("message", "kind", "text"),
    [
        ("Olen todella pettynyt teihin.", "feeling", "pettynyt"),
        ("Ihan käsittämätöntä toimintaa.", "judgement", "käsittämätöntä"),
        ("Tämä on jo kolmas kerta.", "again", "kolmas kerta"),
        ("Olen odottanut kaksi viikkoa.", "waiting", "Olen odottanut kaksi viikkoa"),
        ("Kukaan ei vastaa puhelimeen.", "unanswered", "Kukaan ei vastaa"),
        ("Lupasitte soittaa eilen.", "broken-promise", "Lupasitte"),
        ("Matka meni pilalle.", "loss", "meni pilalle"),
        ("Teen tästä valituksen.", "leaving", "Teen tästä valituksen"),
        ("Kuinka kauan tässä vielä kestää oikein?", "reproach", "Kuinka kauan tässä vielä"),
        ("No voi hitto.", "swearing", "hitto"),
        ("MISSÄ MINUN PAKETTI.", "shouting", "MISSÄ MINUN PAKETTI"),
    ],
)
def test_each_sign_of_an_upset_customer_is_found_where_it_stands(message, kind, text):
    signs = [sign for sign in shown(message) if sign.kind == kind]
    assert [sign.text for sign in signs] == [text]
    assert message[signs[0].start : signs[0].end] == text


def test_every_kind_but_the_two_found_by_code_has_wordings():
    pack = load_rules()[0].pack
    assert {*pack.customer, "shouting", "question"} == set(SIGN_KINDS)


def test_a_question_alone_upsets_nobody():
    report = check_reply("Lasku on maksettu.", context={"customer": "Hei, onko lasku maksettu?"})
    assert [(sign.kind, sign.text) for sign in report.customer] == [("question", "Hei, onko lasku maksettu")]
    assert "empathy" not in {finding.category for finding in report.findings}


@given(st.text(alphabet=st.sampled_from("Olen jo kolmas kerta!? pettynyt ärsyttää\n\u00ad😡"), max_size=60))
def test_places_hold_in_any_message(message):
    for sign in shown(message):
        assert message[sign.start : sign.end] == sign.text


@pytest.mark.parametrize("message", ["Kiitos avusta!!", "Ihana juttu, mahtavaa!!!"])
def test_marks_of_joy_are_no_shouting(message):
    assert not shown(message)


def test_a_thank_before_does_not_hush_a_later_sentence():
    signs = shown("Kiitos viestistä. Missä pakettini viipyy!!")
    assert "shouting" in {sign.kind for sign in signs}


def test_the_message_says_what_shows_that_the_customer_is_upset():
    report = check_reply("Hei! Lasku on oikein.", context={"customer": "Olen pettynyt palveluun."})
    (finding,) = (each for each in report.findings if each.category == "empathy")
    assert "”pettynyt”" in finding.message


UPSET, CALM = "Olen todella pettynyt!", "Hei, voisitteko auttaa?"
BLAME = "Pahoittelen tilannetta. Täytitte lomakkeen väärin."


def severity(customer, policy=None):
    report = check_reply(BLAME, context={"customer": customer}, policy=policy)
    return next(finding.severity for finding in report.findings if finding.category == "blame")


def test_blame_weighs_more_on_an_upset_customer():
    assert (severity(CALM), severity(UPSET)) == ("warning", "error")


def test_a_severity_that_the_policy_names_holds_as_it_stands():
    assert severity(UPSET, {"severities": {"blame": "info"}}) == "info"


def test_a_rule_that_is_off_speaks_only_when_enabled():
    rules = load_rules()
    rule = next(rule for rule in rules if rule.id == "blame/wrong-act")
    resting = rule.model_copy(update={"enabled": False})
    others = [resting if each.id == rule.id else each for each in rules]

    def found(**policy):
        return {each.rule for each in Checker(Policy(**policy), rules=others).check(BLAME).findings}

    assert rule.id not in found()
    assert rule.id not in found(select=("blame",))
    assert rule.id in found(enable=(rule.id,))
    assert rule.id in found(select=(rule.id,))
    assert rule.id not in found(enable=(rule.id,), ignore=("blame",))
    with pytest.raises(PolicyError, match="enable: no rule or category 'blame/wrong-ac'; did you mean"):
        Checker(Policy(enable=("blame/wrong-ac",)), rules=others)
