"""The phrase language, and token lists in spaCy's form."""

import re

import pytest

from replycheck.patterns import PatternFault, TokenTest, compile_phrase, compile_tokens

CLASSES = {"fault": ("~vika", "~syy"), "mixed": ("~vika", "syynä", "virhe*")}


def words(*each: str) -> frozenset[str]:
    return frozenset(each)


@pytest.mark.parametrize(
    ("phrase", "test"),
    [
        ("lukekaa", TokenTest(words=words("lukekaa"))),
        ("Lukekaa", TokenTest(words=words("lukekaa"))),
        ("(vika|syy)", TokenTest(words=words("vika", "syy"))),
        ("~(vika|syy)", TokenTest(lemmas=words("vika", "syy"))),
        ("muka*", TokenTest(starts=("muka",))),
        ("jo?", TokenTest(words=words("jo"), least=0)),
        ("?", TokenTest(words=words("?"))),
        (
            "~olla[Person=2,Number=Plur]",
            TokenTest(lemmas=words("olla"), feats=words("Person=2", "Number=Plur")),
        ),
        (
            "_[POS=NOUN,Case=Nom/Par]",
            TokenTest(pos=words("NOUN"), any_feats=words("Case=Nom", "Case=Par")),
        ),
        ("_[Person[psor]=2]", TokenTest(feats=words("Person[psor]=2"))),
        ("_[POS!=VERB,LOWER!=älä]", TokenTest(not_pos=words("VERB"), not_words=words("älä"))),
        ("_", TokenTest(any_word=True)),
        ("@fault", TokenTest(lemmas=words("vika", "syy"))),
        ("@mixed", TokenTest(lemmas=words("vika"), words=words("syynä"), starts=("virhe",))),
        ("...", TokenTest(any_word=True, least=0, most=3)),
        ("...2", TokenTest(any_word=True, least=0, most=2)),
    ],
)
def test_phrase_compiles_to_token_tests(phrase, test):
    assert compile_phrase(phrase, CLASSES).tests == (test,)


def test_capture_and_clause_start():
    pattern = compile_phrase("^ fault:~vika ... teissä", {})
    assert pattern.captures == {0: "fault"}
    assert pattern.at_clause_start


@pytest.mark.parametrize(
    ("phrase", "anchor"),
    [
        ("(a|b) jo? c ...", 2),
        ("_[POS=NOUN] ... jo?", 0),
        ("_[Case=Nom] ... jo?", None),
        ("_[POS=NOUN,Person=2] ...", 0),
        ("_[Person=2] sana", 1),
        ("alku* ...", 0),
        ("al* ...", None),
        ("~olla vertaansa", 1),
    ],
)
def test_anchor_is_the_rarest_required_word(phrase, anchor):
    assert compile_phrase(phrase, {}).anchor == anchor


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("", "empty phrase"),
        ("@nothing", "no word class @nothing"),
        ("~olla[Moood=Ind]", "no feature Moood"),
        ("~olla[Mood=Indic]", "Mood has no value Indic"),
        ("_[POS=VREB]", "POS has no value VREB"),
        ("~olla[Mood]", "not Feature=Value"),
        ("~olla[Mood=Ind", "is not a word"),
        ("(a|)", "empty alternative"),
        ("_[Case=Nom/Gen,Number=Sing/Plur]", "only one feature"),
    ],
)
def test_faulty_phrase_says_what_is_wrong(phrase, says):
    with pytest.raises(PatternFault, match=re.escape(says)):
        compile_phrase(phrase, CLASSES)


@pytest.mark.parametrize(
    ("spec", "test"),
    [
        ({"LOWER": "ei"}, TokenTest(words=words("ei"))),
        ({"LOWER": {"IN": ["ei", "et"]}}, TokenTest(words=words("ei", "et"))),
        ({"LOWER": {"REGEX": "^vi"}}, TokenTest(regex=re.compile("^vi"))),
        ({"TEXT": "OK"}, TokenTest(texts=words("OK"))),
        ({"POS": {"NOT_IN": ["VERB"]}}, TokenTest(not_pos=words("VERB"))),
        ({"IS_TITLE": True, "OP": "*"}, TokenTest(flags=(("IS_TITLE", True),), least=0, most=30)),
        ({"LEMMA": "olla", "OP": "{1,2}"}, TokenTest(lemmas=words("olla"), most=2)),
        (
            {"MORPH": {"IS_SUPERSET": ["Mood=Ind"], "INTERSECTS": ["Person=1", "Person=2"]}},
            TokenTest(feats=words("Mood=Ind"), any_feats=words("Person=1", "Person=2")),
        ),
    ],
)
def test_token_list_reads_spacys_form(spec, test):
    assert compile_tokens([spec]).tests == (test,)


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ({"LEMA": "olla"}, "no token attribute LEMA"),
        ({"LOWER": "ei", "OP": "!"}, "is not allowed"),
        ({"POS": "VREB"}, "no value VREB"),
        ({"MORPH": {"IS_SUPERSET": ["Moood=Ind"]}}, "no feature Moood"),
        ({"MORPH": "Mood=Ind"}, "IS_SUPERSET or INTERSECTS"),
        ({"LOWER": {"REGEX": "("}}, "not a regular expression"),
        ({"LOWER": 3}, "takes a word"),
    ],
)
def test_faulty_token_says_what_is_wrong(token, says):
    with pytest.raises(PatternFault, match=re.escape(says)):
        compile_tokens([token])
