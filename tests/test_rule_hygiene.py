"""What must hold of all shipped rules together."""

import re

import pytest

from replycheck.model import CATEGORIES
from replycheck.morphology import open_morphology
from replycheck.rules import compile_wording, load_rules, wording_of

RULES = load_rules()
TONE = {"blame", "dismissive", "overpromise", "defensive", "hostile", "courtesy", "empathy"}
# Words of the field, names and clippings that the dictionary does not have.
KNOWN = {"nne", "si", "teititellen", "sinutellen", "puhdisteet", "ok", "n", "sävyvalinnat"}


def test_every_category_has_rules():
    assert {rule.category for rule in RULES} == set(CATEGORIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_texts_are_complete(rule):
    for text in (rule.title, rule.why, rule.message, rule.message_en, rule.source):
        assert text.strip() == text
        assert text
    assert rule.message.endswith((".", "?", "!", "”"))
    assert rule.message_en.endswith((".", "?", "!", "”", "”."))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_finnish_texts_are_spelt_right(rule):
    prose = re.sub(r"”[^”]*”|\{[^}]*\}|[*][^*]*[*]", " ", f"{rule.title}. {rule.why} {rule.message}")
    prose = " ".join([prose, *rule.advice])
    words = re.findall(r"[A-Za-zÅÄÖåäö][A-Za-zÅÄÖåäö-]*", prose)
    unknown = {
        word for word in words if not open_morphology().analyse(word.strip("-")) and word.lower() not in KNOWN
    }
    assert not unknown


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_no_rule_rewrites_has_advice(rule):
    assert rule.advice or rule.category not in TONE


def test_every_lemma_of_the_rules_is_one_that_the_dictionary_gives():
    """A lemma that no reading has can never match: a participle has its verb's, a word unknown needs ``stem*``."""
    never = {
        f"{rule.id}: ~{lemma}"
        for rule in RULES
        for pattern in patterns_of(rule)
        for test in pattern.tests
        for lemma in test.lemmas
        if lemma not in {reading.lemma for reading in open_morphology().analyse(lemma)}
    }
    assert not never


def patterns_of(rule):
    conditions = [each for each in (*rule.unless, *rule.require, *rule.graver_if) if each.named is None]
    named = [part for parts in rule.pack.conditions.values() for part in parts if part.named is None]
    wordings = [rule.wording, *map(wording_of, (*conditions, *named))]
    return [pattern for wording in wordings for pattern in compile_wording(wording, rule.pack)]
