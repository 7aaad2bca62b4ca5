"""A house's own words: names that are let stand in any form, and words that are not used."""

from __future__ import annotations

import pytest

from replycheck.checker import Checker
from replycheck.errors import PolicyError
from replycheck.model import Report
from replycheck.policy import Policy

REJECTED = "wording/rejected-word"


def check(draft: str, *, accept: tuple[str, ...] = (), reject: object = (), **policy: object) -> Report:
    vocabulary = {"accept": accept, "reject": reject}
    return Checker(Policy(ignore=("courtesy", "empathy"), vocabulary=vocabulary, **policy)).check(draft)


def own_terms(report: Report) -> list[str]:
    return [report.draft[zone.start : zone.end] for zone in report.skipped if zone.reason == "own-term"]


# --- accepted ---


@pytest.mark.parametrize(
    ("term", "form"),
    [
        ("Hinta-Haukka", "Hinta-Haukka"),
        ("Hinta-Haukka", "Hinta-Haukan"),
        ("Hinta-Haukka", "Hinta-Haukoilla"),
        ("Hinta-Haukka", "HINTA-HAUKKA"),
        ("Hinta-Haukka", "Hinta-Haukka-kampanjassa"),
        ("Muista-laina", "Muista-lainan"),
        ("Kotisi kuntoon", "Kotisi kuntoon"),
        ("Tilaa ja Säästä", "Tilaa ja Säästä"),
        ("Vihreä Linja", "Vihreällä Linjalla"),
        ("Päivän Tarjoukset", "Päivän Tarjouksista"),
        ("OP", "OP:lle"),
        ("DNA", "DNA:n"),
        ("Zalando", "Zalandolta"),
        ("Klarna", "Klarnan"),
        ("Telia", "Telialla"),
        ("Storytel", "Storytelistä"),
    ],
)
def test_term_is_known_in_its_forms(term: str, form: str) -> None:
    assert own_terms(check(f"Kiitos, tässä on {form} tänään.", accept=(term,))) == [form]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Muista-laina", "Muista-lainasi"),  # speaks of the customer
        ("Muista", "muista"),
        ("Muista", "muistakaa"),
        ("Tilaa ja Säästä", "Tilaa ja maksa"),
        ("Tila", "Tilaa-palvelu"),
        ("Telia", "Teliasonera"),
        ("OP", "OPS"),
    ],
)
def test_other_words_are_not_the_term(term: str, text: str) -> None:
    assert own_terms(check(f"Kiitos, tässä on {text} tänään.", accept=(term,))) == []


@pytest.mark.parametrize(
    ("term", "draft"),
    [
        ("Etusi", "Kiitos, että liityitte: Etusi on ohjelmamme nimi."),
        ("Sinä ja Kotisi", "Lehtemme Sinä ja Kotisi ilmestyy huhtikuussa."),
        ("Liity nyt", "Liity nyt -kampanja päättyy maanantaina."),
        ("Kysy pois", "Kysy pois on palvelumme nimi."),
    ],
)
def test_nothing_is_found_in_a_name(term: str, draft: str) -> None:
    assert check(draft).findings
    report = check(draft, accept=(term,))
    assert (report.findings, report.fixed) == ((), draft)
    assert own_terms(report) == [term]


def test_fault_beside_a_name_is_found_and_the_name_is_left_alone() -> None:
    report = check("Sinun Pankki sai tilauksesi.", accept=("Sinun Pankki",))
    assert [finding.text for finding in report.findings] == ["tilauksesi"]
    assert report.fixed == "Sinun Pankki sai tilauksenne."


def test_fault_around_a_name_is_found() -> None:
    draft = "Ette ole maksanut Hinta-Haukan laskua."
    assert [finding.category for finding in check(draft, accept=("Hinta-Haukka",)).findings] == [
        finding.category for finding in check(draft).findings
    ]
    assert check(draft).findings


def test_name_inflects_as_the_object_of_a_softer_request() -> None:
    report = check("Lähetä Muista-laina asiakkaalle.", accept=("Muista-laina",))
    assert report.fixed == "Voisitteko lähettää Muista-lainan asiakkaalle?"


def test_name_in_a_quotation_stays_a_quotation() -> None:
    report = check("Näet tekstin ”Hinta-Haukka” yläreunassa.", accept=("Hinta-Haukka",))
    assert [zone.reason for zone in report.skipped] == ["quotation"]


def test_longest_term_goes_first() -> None:
    report = check("Tässä on Vihreä Linja Plus.", accept=("Vihreä Linja", "Vihreä Linja Plus", "Vihreä"))
    assert own_terms(report) == ["Vihreä Linja Plus"]


def test_offsets_are_those_of_the_draft() -> None:
    report = check("🎉 La\u0308heta\u0308mme Hinta-\u00adHaukan!", accept=("Hinta-Haukka",))
    assert own_terms(report) == ["Hinta-\u00adHaukan"]


# --- rejected ---


@pytest.mark.parametrize(
    ("draft", "fixed"),
    [
        ("Tiketti on suljettu.", "Tukipyyntö on suljettu."),
        ("Avasimme tiketin.", "Avasimme tukipyynnön."),
        ("Avasimme monta tikettiä.", "Avasimme monta tukipyyntöä."),
        ("Vastaamme tiketteihinne.", "Vastaamme tukipyyntöihinne."),
        ("Onko tikettikin kadonnut?", "Onko tukipyyntökin kadonnut?"),
        ("Tikettienne tilaa voitte seurata.", "Tukipyyntöjenne tilaa voitte seurata."),
    ],
)
def test_rejected_word_is_replaced_in_its_form(draft: str, fixed: str) -> None:
    report = check(draft, reject={"tiketti": "tukipyyntö"})
    assert [finding.rule for finding in report.findings] == [REJECTED]
    assert report.fixed == fixed


def test_capital_of_a_rejected_name_is_not_taken_over() -> None:
    reject = {"Oma Kauppa": "verkkokauppa", "verkkopankki": "Omat sivut"}
    assert check("Käy Oma Kauppa läpi.", reject=reject, select=("wording",)).fixed == "Käy verkkokauppa läpi."
    assert check("Oma Kauppa on auki.", reject=reject).fixed == "Verkkokauppa on auki."


@pytest.mark.parametrize(
    ("reject", "draft", "replacement", "applicability"),
    [
        ({"Kulmakauppa": "Zalande"}, "Kiitos Kulmakaupasta.", "[Zalande]", "display"),
        ({"Kulmakauppa": "Telia"}, "Odotamme teitä Kulmakaupassamme.", "[Telia]", "display"),
        ({"Kulmakauppa": "Telia"}, "Kiitos Kulmakaupasta.", "Teliasta", "unsafe"),
        ({"Kulmakauppa": "Telia"}, "Tervetuloa Kulmakauppaan.", "Teliaan", "unsafe"),
        ({"Kulmakauppa": "Storytel"}, "Käytätte Kulmakauppaa.", "Storyteliä", "unsafe"),
        ({"Kulmakauppa": "Zalando"}, "Kysykää Kulmakaupalta.", "Zalandolta", "unsafe"),
        ({"palvelu": "Uusi Linja"}, "Kiitos palvelusta.", "Uudesta Linjasta", "unsafe"),
        ({"informoida": "kertoa"}, "Informoimme teitä.", "Kerromme", "unsafe"),
        ({"nopea": "ripeä"}, "Kiitos nopeasta vastauksesta.", "ripeästä", "unsafe"),
    ],
)
def test_what_is_not_proven_is_not_done_by_itself(
    reject: dict[str, str], draft: str, replacement: str, applicability: str
) -> None:
    report = check(draft, reject=reject, select=("wording",))
    (fix,) = report.findings[0].fixes
    assert (fix.edits[0].replacement, fix.applicability) == (replacement, applicability)
    assert fix.safety_note or applicability == "safe"
    assert report.fixed == draft


def test_list_of_rejected_words_has_no_fixes() -> None:
    report = check("Tarjous koskee kuluttajia.", reject=("kuluttaja",))
    assert [(finding.text, finding.fixes) for finding in report.findings] == [("kuluttajia", ())]


@pytest.mark.parametrize(
    "draft", ["Kohta ”Tiketti” löytyy sivulta.", "Tikettimyyjä vastaa.", "> Avasin tiketin\n\nHei!"]
)
def test_words_that_are_not_the_agents_or_another_word(draft: str) -> None:
    assert not check(draft, reject={"tiketti": "tukipyyntö"}, select=("wording",)).findings


def test_accepted_name_may_hold_a_rejected_word() -> None:
    report = check(
        "Oma Tiketti on sovellus.", accept=("Oma Tiketti",), reject=("tiketti",), select=("wording",)
    )
    assert not report.findings


def test_severity_and_selection_are_those_of_any_rule() -> None:
    def found(**policy: object) -> Report:
        return check("Avasimme tiketin.", reject=("tiketti",), **policy)

    assert found(severities={"wording": "error"}).verdict == "stop"
    assert found(select=("address",)).verdict == "pass"
    assert check("Avasimme tiketin.").verdict == "pass"


def test_empty_terms_are_refused() -> None:
    with pytest.raises(PolicyError, match=r"vocabulary\.accept\.0"):
        Checker({"vocabulary": {"accept": [" "]}})
    with pytest.raises(PolicyError, match=r"no field 'vocabulary\.acept'"):
        Checker({"vocabulary": {"acept": []}})


@pytest.mark.parametrize(
    "reject",
    [
        {"Telia": "Telia Company"},
        {"tiketti": "tukipyyntö", "tukipyyntö": "tiketti"},
        {"sopimusehto": "sopimusehdot"},
    ],
)
def test_replacement_that_is_rejected_itself_is_refused(reject: dict[str, str]) -> None:
    with pytest.raises(PolicyError, match="holds a rejected word"):
        check("Hei!", reject=reject)


def test_replacement_may_hold_the_word_where_it_is_a_name() -> None:
    report = check("Kiitos, Telia palvelee.", reject={"Telia": "Telia Company"}, accept=("Telia Company",))
    assert (report.fixed, report.stable) == ("Kiitos, Telia Company palvelee.", True)
