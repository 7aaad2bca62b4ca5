"""LanguageTool's protocol over a real socket: its best known client, the requests of others, every path and error."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

import httpx
import language_tool_python
import pytest
from pydantic import BaseModel, ConfigDict, Field

from replycheck import Checker, Policy, check_reply
from replycheck.marked import Marked, Piece, check_marked
from replycheck.policy import Vocabulary
from replycheck.rules import load_rules
from serving import serving

pytestmark = pytest.mark.front_end

DRAFTS = [
    "Lähetä kuva laskustasi.",
    "Ääh 😀 moi! Sinun täytyy lähettää kuva laskustasi.",
    "Hei!\n\nLähetä 😀 kuva laskustasi, kiitos 🙏🏽. Voit tarkistaa sun tilauksen.\r\nTarkista, onko lasku maksettu.",
    "Lähettäkää uusi kuva ja ilmoittakaa tilausnumero 😀!",
    "Kiitos viestistänne, palaan asiaan huomenna.",
    *(path.read_text(encoding="utf-8") for path in sorted(Path("examples/drafts").glob("*.txt"))),
]
IMPERATIVE = "imperative/bare-order"
ENGLISH = "Thank you for your message, we will be in touch with you as soon as we can."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture
def tool(url: str) -> language_tool_python.LanguageTool:
    return language_tool_python.LanguageTool("fi", remote_server=url)


def check(client: httpx.Client, text: str | None = None, **given: str) -> dict[str, Any]:
    fields = {"language": "fi"} | ({} if text is None else {"text": text}) | given
    answer = client.post("/v2/check", data=fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rules(answer: Mapping[str, Any]) -> set[str]:
    return {match["rule"]["id"] for match in answer["matches"]}


def part(text: str, offset: int, length: int) -> str:
    """A stretch of a text by UTF-16 code units."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def corrected(text: str, answer: Mapping[str, Any]) -> str:
    """A text after every first replacement, from the last to the first, counted in UTF-16 code units."""
    units = text.encode("utf-16-le")
    for match in reversed(answer["matches"]):
        if match["replacements"]:
            start, end = 2 * match["offset"], 2 * (match["offset"] + match["length"])
            units = units[:start] + match["replacements"][0]["value"].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


# language_tool_python


@pytest.mark.parametrize("draft", DRAFTS)
def test_what_the_python_client_corrects_is_our_mended_draft(
    tool: language_tool_python.LanguageTool, draft: str
) -> None:
    assert tool.correct(draft) == check_reply(draft).fixed


def test_the_python_client_finds_the_places(tool: language_tool_python.LanguageTool) -> None:
    draft = "Ääh 😀😀 moi! Saimme tilauksesi ja 😀 laskusi."
    assert [
        (draft[match.offset : match.offset + match.error_length], match.replacements)
        for match in tool.check(draft)
    ] == [("tilauksesi", ["tilauksenne"]), ("laskusi", ["laskunne"])]


def test_the_python_client_chooses_rules(tool: language_tool_python.LanguageTool) -> None:
    draft = "Lähetä kuva laskustasi."

    def found() -> set[str]:
        return {match.rule_id for match in tool.check(draft)}

    assert found() == {IMPERATIVE, "address/possessive-2sg"}
    tool.disable_spellchecking()  # a category that there is not
    assert found() == {IMPERATIVE, "address/possessive-2sg"}
    tool.disabled_rules = {"IMPERATIVE/BARE-ORDER"}
    assert found() == {"address/possessive-2sg"}
    tool.disabled_rules, tool.disabled_categories = set(), {"address"}
    assert found() == {IMPERATIVE}
    tool.disabled_categories = set()
    tool.enabled_rules, tool.enabled_rules_only = {IMPERATIVE}, True
    assert found() == {IMPERATIVE}


# The requests of other clients


def test_libreoffice_sends_a_paragraph(client: httpx.Client) -> None:
    paragraph = "Ääh 😀 lähetä kuva laskustasi."
    body = f"text={quote(paragraph, safe='')}&language=fi-FI&username=maija&apiKey=x"
    answer = client.post(
        "/v2/check", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert corrected(paragraph, answer.json()) == "Ääh 😀 voisitteko lähettää kuvan laskustanne?"


LATEX = [
    {"text": "        "},
    {"markup": "\\section{"},
    {"text": "Ääh 😀"},
    {"markup": "}\n", "interpretAs": "\n\n"},
    {"text": "Lähetä "},
    {"markup": "\\textbf{"},
    {"text": "kuva"},
    {"markup": "}"},
    {"text": " laskustasi. Katso "},
    {"markup": "$x$", "interpretAs": "Dummy1"},
    {"text": " sun tilauksesta."},
]


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "application/json", "text/plain"]
)
def test_ltex_sends_text_with_markup(client: httpx.Client, content_type: str) -> None:
    body = urlencode(
        {
            "language": "fi",
            "data": json.dumps({"annotation": LATEX}),
            "level": "picky",
            "motherTongue": "fi",
            "enabledRules": "EI_OLE,TOINEN",
        }
    )
    answer = client.post("/v2/check", content=body, headers={"Content-Type": content_type})
    source = "".join(piece.get("text", "") + piece.get("markup", "") for piece in LATEX)
    assert corrected(source, answer.json()) == (
        "        \\section{Ääh 😀}\nVoisitteko lähettää \\textbf{kuvan} laskustanne? "
        "Voisitteko katsoa $x$ teidän tilauksesta?"
    )
    first = answer.json()["matches"][0]
    assert part(source, first["offset"], first["length"]) == "Lähetä \\textbf{kuva} laskustasi."
    assert first["sentence"] == "Lähetä kuva laskustasi."


def test_markup_is_mended_as_everywhere_else(client: httpx.Client) -> None:
    pieces = (
        Piece("<p>", "", markup=True),
        Piece("😀 Lähetä ", "😀 Lähetä "),
        Piece("<img>", "kuva", markup=True),
        Piece(" laskustasi.", " laskustasi."),
    )
    annotation = [
        {"markup": piece.source, "interpretAs": piece.prose} if piece.markup else {"text": piece.source}
        for piece in pieces
    ]
    answer = check(client, data=json.dumps({"annotation": annotation}))
    marked = Marked(pieces)
    report = check_marked(Checker(), marked)
    assert corrected(marked.source, answer) == report.fixed == "<p>😀 Lähetä <img> laskustanne."
    imperative = next(match for match in answer["matches"] if match["rule"]["id"] == IMPERATIVE)
    assert imperative["replacements"] == []


def test_a_text_in_data_may_have_metadata(client: httpx.Client) -> None:
    data = {"text": "Saimme tilauksesi.", "metaData": {"EmailToAddress": "maija@example.fi"}}
    assert rules(check(client, data=json.dumps(data))) == {"address/possessive-2sg"}


def test_a_check_can_be_asked_with_get(client: httpx.Client) -> None:
    answer = client.get("/v2/check", params={"language": "fi-FI", "text": "Ääh, saimme tilauksesi."})
    assert rules(answer.json()) == {"address/possessive-2sg"}
    both = client.post("/v2/check?language=fi", content="text=Saimme%20tilauksesi.")
    assert rules(both.json()) == {"address/possessive-2sg"}


# What an answer holds


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Software(Strict):
    name: Literal["replycheck"]
    version: str
    buildDate: str  # noqa: N815
    apiVersion: Literal[1]  # noqa: N815
    premium: Literal[False]
    status: str


class Code(Strict):
    code: str


class Detected(Strict):
    name: str
    code: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    source: str


class Language(Strict):
    name: str
    code: str
    detectedLanguage: Detected  # noqa: N815


class Warnings(Strict):
    incompleteResults: bool  # noqa: N815


class Replacement(Strict):
    value: str
    shortDescription: str | None = None  # noqa: N815


class Context(Strict):
    text: str
    offset: int
    length: int


class Type(Strict):
    typeName: Literal["Hint", "Other"]  # noqa: N815


class Category(Strict):
    id: str
    name: str


class RuleOfMatch(Strict):
    id: str
    description: str
    issueType: Literal["register", "style", "inconsistency", "terminology"]  # noqa: N815
    category: Category


class Match(Strict):
    message: str
    shortMessage: str  # noqa: N815
    replacements: list[Replacement]
    offset: int
    length: Annotated[int, Field(gt=0)]
    context: Context
    sentence: str
    type: Type
    rule: RuleOfMatch
    ignoreForIncompleteSentence: bool  # noqa: N815
    contextForSureMatch: int  # noqa: N815


class IgnoreRange(Strict):
    model_config = ConfigDict(populate_by_name=True)
    start: int = Field(alias="from")
    to: int
    language: Code


class Rate(Strict):
    language: str
    rate: float


class SentenceRange(Strict):
    start: int = Field(alias="from")
    to: int
    detectedLanguages: list[Rate]  # noqa: N815


class Body(Strict):
    software: Software
    warnings: Warnings
    language: Language
    matches: list[Match]
    ignoreRanges: list[IgnoreRange] = []  # noqa: N815
    sentenceRanges: list[tuple[int, int]]  # noqa: N815
    extendedSentenceRanges: list[SentenceRange]  # noqa: N815


@pytest.mark.parametrize("draft", [*DRAFTS, "", " \n", f"😀 {ENGLISH} Lähetä kuva laskustasi.\x00\u0301"])
def test_every_field_of_an_answer_is_as_the_protocol_has_it(client: httpx.Client, draft: str) -> None:
    content = client.post("/v2/check", data={"language": "fi", "text": draft, "mode": "all"}).content
    body = Body.model_validate_json(content)
    for match in body.matches:
        text = part(draft, match.offset, match.length)
        assert part(match.context.text, match.context.offset, match.context.length) == text.replace("\n", " ")
        assert match.sentence in draft
        assert match.sentence == match.sentence.strip()
    assert [match.offset for match in body.matches] == sorted(match.offset for match in body.matches)
    assert corrected(draft, json.loads(content)) == check_reply(draft).fixed


def test_a_match_in_full(client: httpx.Client) -> None:
    answer = check(
        client, "Hei 😀! Kiitos viestistänne, saimme kaikki liitteet.\nLähetä vielä kuva laskustasi. Kiitos!"
    )
    assert answer["matches"][0] == {
        "message": "”Lähetä” käskee asiakasta. Pyydä konditionaalilla, esimerkiksi ”Voisitteko …?”",
        "shortMessage": "Käsky, vaikka pyyntö olisi kohteliaampi",
        "replacements": [
            {
                "value": "Voisitteko lähettää vielä kuvan laskustanne?",
                "shortDescription": "Kohtelias pyyntö; sopii lähes aina.",
            },
            {
                "value": "Lähettäisittekö vielä kuvan laskustanne?",
                "shortDescription": "Yhtä kohtelias, hieman muodollisempi.",
            },
        ],
        "offset": 53,
        "length": 29,
        "context": {
            "text": "...s viestistänne, saimme kaikki liitteet. Lähetä vielä kuva laskustasi. Kiitos!",
            "offset": 43,
            "length": 29,
        },
        "sentence": "Lähetä vielä kuva laskustasi.",
        "type": {"typeName": "Other"},
        "rule": {
            "id": IMPERATIVE,
            "description": "Käsky, vaikka pyyntö olisi kohteliaampi",
            "issueType": "style",
            "category": {"id": "imperative", "name": "Käskeminen"},
        },
        "ignoreForIncompleteSentence": True,
        "contextForSureMatch": -1,
    }
    assert answer["sentenceRanges"] == [[0, 7], [8, 52], [53, 82], [83, 90]]


def test_what_is_in_another_language_is_named(client: httpx.Client) -> None:
    answer = check(client, f"Hei 😀! {ENGLISH} Lähetä kuitti.")
    start, end = 8, 8 + len(ENGLISH)
    assert answer["ignoreRanges"] == [{"from": start, "to": end, "language": {"code": "en"}}]
    assert [each["detectedLanguages"][0]["language"] for each in answer["extendedSentenceRanges"]] == [
        "fi",
        "en",
        "fi",
    ]


def test_a_compact_answer_leaves_out_what_its_clients_do_not_read(client: httpx.Client) -> None:
    answer = check(client, "Lähetä kuva laskustasi.", c="1")
    assert set(answer) == {"language", "matches", "sentenceRanges", "extendedSentenceRanges"}
    assert {"context", "sentence"}.isdisjoint(answer["matches"][0])


def test_where_the_draft_sets_the_form_of_address_another_is_an_inconsistency() -> None:
    with (
        serving(policy=Policy(address="consistent")) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        answer = check(client, "Saitteko paketin? Voitte palauttaa sen, jos haluatte. Saimme tilauksesi.")
    assert [match["rule"]["issueType"] for match in answer["matches"]] == ["inconsistency"]


# What parameters do


@pytest.mark.parametrize("language", ["fi", "fi-FI", "FI", "fi_fi", "auto"])
def test_finnish_is_checked(client: httpx.Client, language: str) -> None:
    answer = check(client, "Saimme tilauksesi.", language=language)
    assert rules(answer) == {"address/possessive-2sg"}
    assert answer["language"]["code"] == answer["language"]["detectedLanguage"]["code"] == "fi-FI"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        ("Tack för ditt meddelande, vi återkommer till dig.", "sv"),
        ("Vielen Dank für Ihre Nachricht.", "und"),
    ],
)
def test_another_language_is_found_out_and_let_be(client: httpx.Client, text: str, code: str) -> None:
    answer = check(client, f"{text} Lähetä kuitti.", language="auto", preferredVariants="en-GB,sv-SE")
    assert answer["matches"] == []
    assert answer["language"]["code"] == answer["language"]["detectedLanguage"]["code"] == code
    asked_for = check(client, f"{text} Lähetä kuitti.")
    assert asked_for["language"]["code"] == "fi-FI"
    assert asked_for["language"]["detectedLanguage"]["code"] == code


def test_finnish_can_be_among_the_languages_to_let_be(client: httpx.Client) -> None:
    assert rules(check(client, "Saimme tilauksesi.", language="auto", noopLanguages="en,sv"))
    assert not rules(check(client, "Saimme tilauksesi.", language="auto", noopLanguages="en,fi"))


NON_APOLOGY = "Harmi, jos jokin jäi epäselväksi. Lähetä kuva laskustasi."


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, {IMPERATIVE, "address/possessive-2sg"}),
        ({"level": "picky"}, {IMPERATIVE, "address/possessive-2sg", "defensive/non-apology"}),
        (
            {"enabledRules": "DEFENSIVE/NON-APOLOGY,EI_OLE"},
            {IMPERATIVE, "address/possessive-2sg", "defensive/non-apology"},
        ),
        ({"enabledCategories": "Defensive"}, {IMPERATIVE, "address/possessive-2sg", "defensive/non-apology"}),
        (
            {"level": "picky", "disabledRules": f"{IMPERATIVE}, x"},
            {"address/possessive-2sg", "defensive/non-apology"},
        ),
        ({"disabledCategories": "address,TYPOS", "disabledRules": IMPERATIVE.upper()}, set()),
        # As with LanguageTool, what is named to be on is on.
        (
            {"disabledCategories": "imperative", "enabledRules": IMPERATIVE},
            {IMPERATIVE, "address/possessive-2sg"},
        ),
        ({"enabledRules": "EI_OLE"}, {IMPERATIVE, "address/possessive-2sg"}),
        ({"enabledOnly": "true", "enabledCategories": "address"}, {"address/possessive-2sg"}),
        (
            {"enabledOnly": "yes", "enabledRules": f"{IMPERATIVE},defensive/non-apology"},
            {IMPERATIVE, "defensive/non-apology"},
        ),
        ({"enabledOnly": "true", "enabledRules": "EI_OLE"}, set()),
        ({"enabledOnly": "false", "disabledRules": ""}, {IMPERATIVE, "address/possessive-2sg"}),
    ],
)
def test_rules_are_chosen(client: httpx.Client, given: dict[str, str], found: set[str]) -> None:
    assert rules(check(client, NON_APOLOGY, **given)) == found


def test_what_the_house_has_silenced_stays_silent() -> None:
    house = Policy(ignore=("imperative",), select=("imperative", "address"))
    with serving(policy=house) as url, httpx.Client(base_url=url, timeout=30) as client:
        for given in (
            {},
            {"level": "picky"},
            {"enabledRules": f"{IMPERATIVE},defensive/non-apology"},
            {"enabledOnly": "true", "enabledCategories": "imperative,defensive,address"},
        ):
            assert rules(check(client, NON_APOLOGY, **given)) == {"address/possessive-2sg"}


@pytest.mark.parametrize(
    ("mode", "found"),
    [
        ({}, {"address/possessive-2sg"}),
        ({"mode": "allButTextLevelOnly"}, {"address/possessive-2sg"}),
        ({"mode": "textLevelOnly"}, {"courtesy/no-courtesy"}),
        ({"mode": "all"}, {"courtesy/no-courtesy", "address/possessive-2sg"}),
    ],
)
def test_the_text_as_a_whole_is_judged_when_it_is_said_to_be_whole(
    client: httpx.Client, mode: dict[str, str], found: set[str]
) -> None:
    annotation = [{"markup": "<p>"}, {"text": "Saimme tilauksesi."}]
    answer = check(client, data=json.dumps({"annotation": annotation}), **mode)
    assert rules(answer) == found
    for match in answer["matches"]:
        if match["rule"]["id"] == "courtesy/no-courtesy":
            assert (match["offset"], match["length"], match["replacements"]) == (3, 6, [])


def test_parameters_without_a_meaning_here_are_passed_over(client: httpx.Client) -> None:
    answer = check(
        client,
        "Saimme tilauksesi.",
        motherTongue="sv",
        preferredLanguages="fi,en",
        altLanguages="en-GB",
        enableHiddenRules="true",
        enableTempOffRules="true",
        ruleValues="X:1",
        filterDictionaryMatches="true",
        dicts="a,b",
        useragent="standalone",
        textSessionId="12:34",
        inputLogging="no",
        allowIncompleteResults="true",
        username="maija",
        apiKey="any",
        newParameter="1",
    )
    assert rules(answer) == {"address/possessive-2sg"}


# What is refused


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"language": "fi"}, "give either 'text' or 'data', in a form or in the query"),
        (
            {"language": "fi", "text": "a", "data": '{"text": "a"}'},
            "give either 'text' or 'data', in a form or in the query",
        ),
        ({"text": "a"}, "'language' is missing, for instance language=fi"),
        ({"text": "a", "language": ""}, "'language' is missing, for instance language=fi"),
        (
            {"text": "a", "language": "en-US"},
            "texts are checked in Finnish only: language is 'fi', 'fi-FI' or 'auto'",
        ),
        ({"text": "a", "language": "fi", "enabled": "x"}, "'enabled' is now 'enabledRules'"),
        ({"text": "a", "language": "fi", "disabled": "x"}, "'disabled' is now 'disabledRules'"),
        ({"text": "a", "language": "fi", "autodetect": "1"}, "'autodetect' is now 'language=auto'"),
        (
            {"text": "a", "language": "fi", "preferredvariants": "x"},
            "'preferredvariants' is now 'preferredVariants'",
        ),
        (
            {"text": "a", "language": "fi", "preferredVariants": "en-GB"},
            "'preferredVariants' goes only with language=auto",
        ),
        (
            {"text": "a", "language": "fi", "noopLanguages": "en"},
            "'noopLanguages' goes only with language=auto",
        ),
        (
            {"text": "a", "language": "fi", "mode": "x"},
            "mode is one of all, textLevelOnly, allButTextLevelOnly",
        ),
        ({"text": "a", "language": "fi", "level": "x"}, "level is 'default' or 'picky'"),
        (
            {"text": "a", "language": "fi", "enabledOnly": "true"},
            "with enabledOnly, enabledRules or enabledCategories has to name something",
        ),
        (
            {"text": "a", "language": "fi", "enabledOnly": "yes", "enabledRules": "x", "disabledRules": "y"},
            "with enabledOnly, no rules or categories can be disabled",
        ),
        (
            {"text": "a", "language": "fi", "callback": "f"},
            "'callback' (JSONP) is not served: start the server with the page's origin instead",
        ),
        ({"language": "fi", "data": "{"}, "'data' is not JSON"),
        ({"language": "fi", "data": "[" * 100_000}, "'data' is not JSON"),
        ({"language": "fi", "data": "[]"}, "'data' is an object with either 'text' or 'annotation'"),
        ({"language": "fi", "data": "{}"}, "'data' is an object with either 'text' or 'annotation'"),
        (
            {"language": "fi", "data": '{"text": "a", "annotation": []}'},
            "'data' is an object with either 'text' or 'annotation'",
        ),
        ({"language": "fi", "data": '{"text": 1}'}, "'text' is a text"),
        ({"language": "fi", "data": '{"annotation": {}}'}, "'annotation' is a list"),
        (
            {"language": "fi", "data": '{"annotation": ["a"]}'},
            "each part of 'annotation' is an object with either 'text' or 'markup'",
        ),
        (
            {"language": "fi", "data": '{"annotation": [{"text": "a", "markup": "b"}]}'},
            "each part of 'annotation' is an object with either 'text' or 'markup'",
        ),
        (
            {"language": "fi", "data": '{"annotation": [{"text": "a", "interpretAs": "b"}]}'},
            "'interpretAs' goes with 'markup', not with 'text'",
        ),
    ],
)
def test_a_wrong_request_is_told_why_in_plain_text(
    client: httpx.Client, given: dict[str, str], reason: str
) -> None:
    answer = client.post("/v2/check", data=given)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text == f"Error: {reason}"


def test_a_null_is_as_if_it_were_not_there(client: httpx.Client) -> None:
    annotation = [{"text": "Saimme tilauksesi.", "markup": None, "interpretAs": None}]
    assert rules(check(client, data=json.dumps({"annotation": annotation}))) == {"address/possessive-2sg"}


def test_half_a_surrogate_pair_is_answered(client: httpx.Client) -> None:
    data = '{"text": "Ääh \\ud83d saimme tilauksesi."}'
    (match,) = check(client, data=data)["matches"]
    assert (match["offset"], match["length"]) == (13, 10)
    assert match["sentence"] == "Ääh \ufffd saimme tilauksesi."


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/", 404),
        ("GET", "/v2/ei-ole", 404),
        ("POST", "/v2/ei-ole", 404),
        ("PUT", "/v2/check", 405),
        ("POST", "/v2/words", 405),
        ("GET", "/v2/words/add", 405),
        ("GET", "/v2/configinfo", 400),
        ("GET", "/v2/configinfo?language=auto", 400),
        ("GET", "/v2/configinfo?language=de", 400),
    ],
)
def test_other_ways_lead_nowhere(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("Error: ")


def test_too_long_a_text_is_refused(client: httpx.Client) -> None:
    longest = int(client.get("/v2/maxtextlength").text)
    check(client, "ja " * (longest // 3), allowIncompleteResults="true")
    for given in (
        {"text": "a" * (longest + 1)},
        {"text": "Vielen Dank. " * longest, "language": "auto"},
        {"data": json.dumps({"annotation": [{"markup": "a" * (longest + 1)}]})},
        {"data": json.dumps({"annotation": [{"markup": "a", "interpretAs": "a " * longest}]})},
    ):
        answer = client.post("/v2/check", data={"language": "fi"} | given)
        assert answer.status_code == 413
        assert answer.text.startswith("Error: ")
    answer = client.post("/v2/check", data={"language": "fi", "text": "a" * 1_000_000})
    assert (answer.status_code, answer.text[:7]) == (413, "Error: ")


def test_a_part_of_an_answer_is_given_only_to_whom_it_is_of_use() -> None:
    text = "Kiitos viestistänne, saimme tilauksenne eilen ja käsittelemme sen tällä viikolla. " * 230
    with serving(timeout_ms=60) as url, httpx.Client(base_url=url, timeout=30) as client:
        answer = check(client, text, allowIncompleteResults="true")
        assert answer["warnings"]["incompleteResults"] is True
        assert answer["warnings"]["incompleteResultsReason"]
        refused = client.post("/v2/check", data={"language": "fi", "text": text})
        assert refused.status_code == 500
        assert refused.text == "Error: the check took longer than 0.06 seconds; send a shorter text"


def test_the_token_is_the_api_key() -> None:
    given = {"language": "fi", "text": "Saimme tilauksesi."}
    with serving(token="salaisuus") as url, httpx.Client(base_url=url, timeout=30) as client:
        for refused in ({}, {"apiKey": "väärä"}, {"apiKey": "", "username": "salaisuus"}):
            for path in ("check", "words/add", "words/delete"):
                answer = client.post(f"/v2/{path}", data={**given, **refused})
                assert answer.status_code == 403
                assert (
                    answer.text == "Error: this server asks for its token as 'apiKey' (with any 'username')"
                )
        assert client.get("/v2/words").status_code == 403
        assert (
            client.post("/v2/check", data={**given, "username": "maija", "apiKey": "salaisuus"}).status_code
            == 200
        )
        assert (
            client.post("/v2/check", data=given, headers={"Authorization": "Bearer salaisuus"}).status_code
            == 200
        )
        for open_to_all in ("languages", "maxtextlength", "info", "configinfo?language=fi", "healthcheck"):
            assert client.get(f"/v2/{open_to_all}").status_code == 200


def test_no_text_is_logged(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="replycheck"):
        client.get("/v2/check", params={"language": "fi", "text": "Salainen asiakas, saimme tilauksesi."})
        client.post("/v2/check", data={"language": "fi", "data": '{"text": "Salainen asiakas'})
    assert "/v2/check" in caplog.text
    assert "alainen" not in caplog.text


# The other paths


def test_the_languages(client: httpx.Client) -> None:
    assert client.get("/v2/languages").json() == [{"name": "Finnish", "code": "fi", "longCode": "fi-FI"}]


def test_what_the_server_is(client: httpx.Client) -> None:
    assert client.get("/v2/healthcheck").text == "OK"
    assert client.get("/v2/maxtextlength").text == "20000"
    assert Software.model_validate(client.get("/v2/info").json()["software"])


def test_the_rules(client: httpx.Client) -> None:
    answer = client.get("/v2/configinfo", params={"language": "fi"}).json()
    assert answer["parameter"] == {"maxTextLength": 20_000}
    listed = {each["ruleId"]: each for each in answer["rules"]}
    assert list(listed) == [rule.id for rule in load_rules()]
    assert {name for name, rule in listed.items() if rule.get("isDefaultOff") == "yes"} == {
        "defensive/non-apology"
    }
    assert listed["courtesy/no-courtesy"]["isTextLevelRule"] == "yes"
    assert listed[IMPERATIVE] == {
        "ruleId": IMPERATIVE,
        "description": "Käsky, vaikka pyyntö olisi kohteliaampi",
        "categoryId": "imperative",
        "categoryName": "Käskeminen",
        "locQualityIssueType": "style",
    }


def test_the_word_list_is_the_house_s() -> None:
    house = Policy(vocabulary=Vocabulary(accept=("Muista-laina", "Kotisi kuntoon")))
    login = {"username": "maija", "apiKey": "x"}
    with serving(policy=house) as url, httpx.Client(base_url=url, timeout=30) as client:
        assert client.get("/v2/words", params=login).json() == {"words": ["Kotisi kuntoon", "Muista-laina"]}
        some = client.get("/v2/words", params={**login, "offset": "1", "limit": "1000"})
        assert some.json() == {"words": ["Muista-laina"]}
        for wrong in ({"offset": "-1"}, {"limit": "x"}):
            answer = client.get("/v2/words", params=wrong)
            assert (answer.status_code, answer.text) == (400, "Error: offset and limit are numbers")
        for path in ("add", "delete"):
            answer = client.post(f"/v2/words/{path}", params={"word": "Voisitko", **login})
            assert answer.status_code == 403
            assert answer.text.startswith("Error: users have no word lists here")
        assert check(client, "Saitteko tarjouksen Kotisi kuntoon? Kiitos.")["matches"] == []
