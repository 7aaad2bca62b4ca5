"""Floors on the labelled drafts: a change that makes a category worse does not pass unseen.

dev-1 was read while the rules were written; of dev-2 the first half's errors of form were read, the rest not.
"""

from pathlib import Path

import pytest

from replycheck.evaluate import check_rows, read_corpus, score, summarise

CORPUS = Path(__file__).parent / "corpus"
FLOORS = {
    "dev-1": {"address": 0.96, "imperative": 0.96, "necessity": 0.94, "courtesy": 0.85, "empathy": 0.85},
    "dev-2": {"address": 0.93, "imperative": 0.96, "necessity": 0.94, "courtesy": 0.75, "empathy": 0.75},
}
TONE = {"blame": 0.7, "dismissive": 0.6, "overpromise": 0.65, "defensive": 0.4, "hostile": 0.5}


@pytest.fixture(scope="module", params=sorted(FLOORS))
def evaluated(request):
    lines = read_corpus([CORPUS / f"{request.param}.jsonl"])
    rows = [line.row for line in lines]
    pairs = [(row, score(row, report)) for row, report in zip(rows, check_rows(rows), strict=True)]
    return request.param, summarise(pairs)


def test_categories_keep_their_floors(evaluated):
    name, result = evaluated
    scores = result.as_dict()["categories"]
    below = {
        category: scores[category]["f1"]
        for category, floor in {**TONE, **FLOORS[name]}.items()
        if scores[category]["f1"] < floor
    }
    assert not below


def test_clean_drafts_stay_clean(evaluated):
    _, result = evaluated
    assert result.false_per_1000_words is not None
    assert result.false_per_1000_words <= 4


def test_rewrites_are_right_or_not_made(evaluated):
    _, result = evaluated
    rewrites = result.as_dict()["rewrites"]
    assert rewrites["right"] / sum(rewrites.values()) >= 0.92
    assert rewrites["wrong"] / sum(rewrites.values()) <= 0.03
