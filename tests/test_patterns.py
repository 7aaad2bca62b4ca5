"""The phrase language."""

import pytest

from replycheck.patterns import PatternFault, compile_phrase, compile_tokens

CLASSES = {"fault": ("~vika", "~syy"), "mixed": ("~vika", "syynä", "virhe*")}


@pytest.mark.parametrize(
    ("phrase", "specs"),
    [
        ("lukekaa", [{"LOWER": "lukekaa"}]),
        ("Lukekaa", [{"LOWER": "lukekaa"}]),
        ("(vika|syy)", [{"LOWER": {"IN": ["vika", "syy"]}}]),
        ("~(vika|syy)", [{"LEMMA": {"IN": ["vika", "syy"]}}]),
        ("muka*", [{"LOWER": {"REGEX": "^(?:muka)"}}]),
        ("jo?", [{"LOWER": "jo", "OP": "?"}]),
        ("?", [{"LOWER": "?"}]),
        (
            "~olla[Person=2,Number=Plur]",
            [{"LEMMA": "olla", "MORPH": {"IS_SUPERSET": ["Person=2", "Number=Plur"]}}],
        ),
        ("_[POS=NOUN,Case=Nom/Par]", [{"POS": "NOUN", "MORPH": {"INTERSECTS": ["Case=Nom", "Case=Par"]}}]),
        ("_[Person[psor]=2]", [{"MORPH": {"IS_SUPERSET": ["Person[psor]=2"]}}]),
        ("_[POS!=VERB]", [{"POS": {"NOT_IN": ["VERB"]}}]),
        ("@fault", [{"LEMMA": {"IN": ["vika", "syy"]}}]),
        ("...2", [{"IS_PUNCT": False, "IS_SPACE": False, "OP": "{0,2}"}]),
    ],
)
def test_phrase_compiles_to_token_specs(phrase, specs):
    patterns = compile_phrase(phrase, CLASSES)
    assert [list(pattern.specs) for pattern in patterns] == [specs]


def test_mixed_class_gives_a_pattern_for_each_kind():
    specs = [pattern.specs[0] for pattern in compile_phrase("@mixed", CLASSES)]
    assert specs == [
        {"LEMMA": {"IN": ["vika"]}},
        {"LOWER": "syynä"},
        {"LOWER": {"REGEX": "^(?:virhe)"}},
    ]


def test_capture_and_clause_start():
    (pattern,) = compile_phrase("^ fault:~vika ... teissä", {})
    assert pattern.captures == {0: "fault"}
    assert pattern.at_clause_start


def test_anchor_is_the_rarest_required_word():
    (pattern,) = compile_phrase("(a|b) jo? c ...", {})
    assert pattern.anchors == {("LOWER", "c")}
    (pattern,) = compile_phrase("_[POS=NOUN] ... jo?", {})
    assert pattern.anchors is None


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
        (" ".join(["@mixed"] * 4), "more than 64 patterns"),
    ],
)
def test_faulty_phrase_says_what_is_wrong(phrase, says):
    with pytest.raises(PatternFault, match=says.replace("[", r"\[")):
        compile_phrase(phrase, CLASSES)


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ({"LEMA": "olla"}, "no token attribute LEMA"),
        ({"LOWER": "ei", "OP": "!"}, "is not allowed"),
        ({"POS": "VREB"}, "no value VREB"),
        ({"MORPH": {"IS_SUPERSET": ["Moood=Ind"]}}, "no feature Moood"),
    ],
)
def test_faulty_token_says_what_is_wrong(token, says):
    with pytest.raises(PatternFault, match=says):
        compile_tokens([token])
