from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replycheck.errors import ReplycheckError
from replycheck.evaluate import (
    Evaluation,
    GoldFinding,
    GoldRewrite,
    GoldRow,
    Score,
    count_words,
    read_corpus,
    score,
    summarise,
)
from replycheck.model import DOCUMENT_CATEGORIES, Category, Finding, Report

DRAFT = "Hei! Lähetä kuva laskustasi ja kuitistasi."


def finding(category: Category, text: str | None, draft: str = DRAFT, rule: str = "") -> Finding:
    start = None if text is None else draft.index(text)
    return Finding(
        rule=rule or f"{category}/fault",
        category=category,
        severity="warning",
        start=start,
        end=None if start is None or text is None else start + len(text),
        text=text,
        message="",
        why="",
    )


def mark(category: Category, text: str, draft: str = DRAFT) -> GoldFinding:
    start = draft.index(text)
    return GoldFinding(category=category, text=text, start=start, end=start + len(text))


def row(*marks: GoldFinding, draft: str = DRAFT, **fields: object) -> GoldRow:
    return GoldRow.model_validate({"draft": draft, "findings": marks, **fields})


def report(*findings: Finding, draft: str = DRAFT, fixed: str | None = None) -> Report:
    return Report(draft=draft, findings=findings, fixed=fixed or draft, verdict="pass")


def outcomes(result: Score, category: Category) -> list[str]:
    return sorted(each.outcome for each in result.findings if each.category == category)


@pytest.mark.parametrize(
    ("marks", "found", "expected"),
    [
        ([], [], []),
        (["laskustasi"], ["laskustasi"], ["right"]),
        (["laskustasi"], ["kuva laskustasi"], ["right"]),
        (["laskustasi"], ["lasku"], ["right"]),
        (["laskustasi"], ["kuva "], ["false", "missed"]),
        (["laskustasi"], [], ["missed"]),
        ([], ["laskustasi"], ["false"]),
        (["laskustasi"], ["laskustasi", "stasi ja"], ["ignored", "right"]),
        # One wide finding takes one mark; the narrow one must still find its own.
        (["laskustasi", "kuitistasi"], ["laskustasi ja kuitistasi", "laskustasi"], ["right", "right"]),
        (["laskustasi", "kuitistasi"], ["laskustasi ja kuitistasi"], ["missed", "right"]),
    ],
)
def test_score_overlap(marks: list[str], found: list[str], expected: list[str]) -> None:
    gold = row(*(mark("address", text) for text in marks))
    predicted = report(*(finding("address", text) for text in found))
    assert outcomes(score(gold, predicted), "address") == expected


def test_score_needs_the_same_category() -> None:
    result = score(row(mark("address", "laskustasi")), report(finding("blame", "laskustasi")))
    assert outcomes(result, "address") == ["missed"]
    assert outcomes(result, "blame") == ["false"]


@pytest.mark.parametrize(
    ("imperative", "expected"),
    [
        ("Lähetä", "ignored"),
        ("Älä lähetä", "ignored"),
        ("Lähettäkää", "false"),
        ("Älkää lähettäkö", "false"),
        ("Katsokaapa", "false"),
    ],
)
def test_score_address_on_an_imperative_is_ignored_in_the_singular(imperative: str, expected: str) -> None:
    draft = f"Hei! {imperative} kuva."
    gold = row(mark("imperative", imperative, draft), draft=draft)
    result = score(gold, report(finding("address", imperative, draft), draft=draft))
    assert outcomes(result, "address") == [expected]


@pytest.mark.parametrize(
    ("document", "found", "expected"),
    [
        ([], 0, []),
        ([], 2, ["false", "ignored"]),
        (["empathy"], 0, ["missed"]),
        (["empathy"], 2, ["ignored", "right"]),
    ],
)
def test_score_document_categories_count_once_a_draft(
    document: list[str], found: int, expected: list[str]
) -> None:
    result = score(row(document=document), report(*[finding("empathy", None)] * found))
    assert outcomes(result, "empathy") == expected


@pytest.mark.parametrize(
    ("fixed", "expected"),
    [
        ("Hei!  Voisitteko lähettää\nkuvan?", "right"),
        ("Hei! Lähettäisittekö kuvan? Kiitos.", "right"),
        ("Hei! Lähetä  kuva.", "unchanged"),
        ("Hei! Voisitteko lähettää kuva?", "wrong"),
    ],
)
def test_score_rewrites(fixed: str, expected: str) -> None:
    accepted = ("Voisitteko lähettää kuvan?", "Lähettäisittekö kuvan?")
    gold = row(draft="Hei! Lähetä kuva.", rewrites=[GoldRewrite(sentence="Lähetä kuva.", accepted=accepted)])
    (judged,) = score(gold, report(draft=gold.draft, fixed=fixed)).rewrites
    assert judged.outcome == expected
    if expected == "wrong":
        assert judged.became == "Voisitteko lähettää kuva?"


WORDS = ["Hei", "Lähetä", "kuva", "laskustasi", "kuitistasi"]


@given(st.lists(st.sampled_from(WORDS)), st.lists(st.sampled_from(WORDS), unique=True), st.randoms())
def test_score_does_not_depend_on_the_order_of_findings(
    found: list[str], marks: list[str], random: object
) -> None:
    gold = row(*(mark("address", text) for text in marks))
    findings = [finding("address", text) for text in found]
    one = score(gold, report(*findings))
    random.shuffle(findings)  # type: ignore[attr-defined]
    assert score(gold, report(*findings)) == one
    assert outcomes(one, "address").count("right") + outcomes(one, "address").count("missed") == len(marks)


def evaluation() -> Evaluation:
    faulty = row(mark("address", "laskustasi"), mark("address", "kuitistasi"), document=["courtesy"])
    clean = row(draft="Hei! Kiitos – tilauksenne on matkalla 🙂.")
    reports = [
        report(
            finding("address", "laskustasi", rule="address/one"),
            finding("address", "laskustasi", rule="address/two"),
            finding("address", "kuva", rule="address/two"),
        ),
        report(finding("blame", "tilauksenne", clean.draft), draft=clean.draft),
    ]
    rows = [faulty, clean]
    return summarise((each, score(each, its)) for each, its in zip(rows, reports, strict=True))


def test_summarise_counts_and_measures() -> None:
    result = evaluation()
    address = result.categories["address"]
    assert (address.right, address.false, address.missed) == (1, 1, 1)
    assert (address.precision, address.recall, address.f1) == (0.5, 0.5, 0.5)
    assert result.categories["courtesy"].recall == 0.0
    assert result.categories["hostile"].f1 is None
    assert (result.all.right, result.all.false, result.all.missed) == (1, 2, 2)
    assert (result.clean_drafts, result.clean_words, result.clean_false) == (1, 5, 1)
    assert result.false_per_1000_words == 200
    assert (result.rules["address/two"].right, result.rules["address/two"].false) == (1, 1)


def test_summarise_as_dict_is_json() -> None:
    values = json.loads(json.dumps(evaluation().as_dict()))
    assert values["categories"]["address"]["f1"] == 0.5
    assert values["clean"]["false_per_1000_words"] == 200


def test_summarise_nothing() -> None:
    result = summarise([])
    assert result.false_per_1000_words is None
    assert result.all.f1 is None


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("Hei!", 1), (" – 12.5. klo 10 \n", 3), ("🙂 linja-autolla", 1)]
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


def corpus(folder: Path, *lines: str) -> Path:
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_read_corpus_skips_empty_lines_and_numbers_the_others(tmp_path: Path) -> None:
    path = corpus(tmp_path, '{"draft": "Hei\u2028!"}', "", '{"draft": "Kiitos!", "address": "informal"}')
    assert [(line.number, line.row.address) for line in read_corpus([path])] == [
        (1, "formal"),
        (3, "informal"),
    ]


SECRET = "Salainen viesti"


def marked(field: str, value: str) -> str:
    return f'{{"draft": "{SECRET}", "{field}": [{value}]}}'


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "Invalid JSON"),
        ("[]", "object"),
        ('{"id": "x"}', "draft: Field required"),
        (f'{{"draft": "{SECRET}", "adress": "formal"}}', "adress"),
        (f'{{"draft": "{SECRET}", "address": "polite"}}', "address"),
        (f'{{"draft": "{SECRET}", "document": ["blame"]}}', "document"),
        (
            marked("findings", '{"category": "blame", "text": "x", "start": 0, "end": 1}'),
            "findings.0: draft[start:end]",
        ),
        (
            marked("findings", '{"category": "empathy", "text": "S", "start": 0, "end": 1}'),
            "marked in document",
        ),
        (marked("rewrites", '{"sentence": "Muu.", "accepted": []}'), "rewrites.0: sentence does not stand"),
    ],
)
def test_read_corpus_names_path_and_line_and_quotes_no_draft(tmp_path: Path, line: str, fault: str) -> None:
    path = corpus(tmp_path, '{"draft": "Hei!"}', line)
    with pytest.raises(ReplycheckError) as raised:
        read_corpus([path])
    message = str(raised.value)
    assert message.startswith(f"{path}:2: ")
    assert fault in message
    assert SECRET not in message


def test_read_corpus_refuses_what_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes('{"draft": "Hyvä"}'.encode("latin-1"))
    with pytest.raises(ReplycheckError, match="not UTF-8"):
        read_corpus([path])


def test_document_categories_are_no_span_categories() -> None:
    for category in DOCUMENT_CATEGORIES:
        with pytest.raises(ValueError, match="document"):
            GoldFinding.model_validate({"category": category, "text": "H", "start": 0, "end": 1})
