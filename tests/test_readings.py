"""The reading chosen in context: whole sentences through the real model and dictionary."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from replycheck.features import parse_feats
from replycheck.morphology import open_morphology
from replycheck.readings import Choice, choose


@pytest.fixture(scope="module")
def nlp() -> Language:
    set_current_ops(NumpyOps(use_blis=False))
    left_out = ["lookups", "ner", "lemmatizer", "parser", "tagger", "attribute_ruler"]
    return spacy.load("spacy_fi_experimental_web_md", exclude=left_out)


def read(nlp: Language, text: str, *, light: bool = False) -> tuple[Doc, list[Choice]]:
    """Read one sentence; ``light`` leaves the model out."""
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].is_space or doc[token.i - 1].text in ".!?"
    if not light:
        for _name, component in nlp.pipeline:
            doc = component(doc)
    morphology = open_morphology()
    return doc, choose(doc, [morphology.analyse(token.text) for token in doc])


def choice_of(doc: Doc, choices: list[Choice], word: str) -> Choice:
    return next(choice for token, choice in zip(doc, choices, strict=True) if token.text == word)


IMPERATIVE = "Mood=Imp|Number=Sing|Person=2"
INDICATIVE_2SG = "Mood=Ind|Number=Sing|Person=2"
THIRD = "Mood=Ind|Number=Sing|Person=3"

# word in brackets → features its reading must have; - in front: a feature it must not have
BOTH_PROFILES = [
    ("[Lähetä] kuva laskusta.", IMPERATIVE),
    ("[Avaa] sovellus ja valitse Asetukset.", IMPERATIVE),
    ("Avaa sovellus ja [valitse] kieli.", IMPERATIVE),
    ("[maksa] lasku viimeistään perjantaina", IMPERATIVE),
    ("[Kuvaa] vika ja lähetä kuva meille.", IMPERATIVE),
    ("[Lisää] tuote ostoskoriin", IMPERATIVE),
    ("[Tulosta] palautuslappu ja liimaa se pakettiin.", IMPERATIVE),
    ("Tulosta palautuslappu ja [liimaa] se pakettiin.", IMPERATIVE),
    ("[Muista] liittää kuitti mukaan.", IMPERATIVE),
    ("[Anna] tilausnumero niin katson.", IMPERATIVE),
    ("Jos vika ei poistu, [käynnistä] laite uudelleen.", IMPERATIVE),
    ("Tee näin: [avaa] sovellus.", IMPERATIVE),
    ("[kokeile] uudestaan mä katon samalla", IMPERATIVE),
    ("Ole hyvä ja [lähetä] kuitti.", IMPERATIVE),
    ("Tarkistahan osoite ja [avaapa] sovellus.", IMPERATIVE),
    ("moi [tsekkaa] sun posti", IMPERATIVE),
    ("En voi auttaa, [tilaa] uusi kortti.", IMPERATIVE),
    ("en [lähetä] uutta laskua", "Connegative=Yes"),
    ("en lähetä laskua enkä [avaa] tiliä", "Connegative=Yes"),
    ("Kerro, mikä ei [toimi].", "Connegative=Yes"),
    ("Älä [avaa] laitetta.", "Connegative=Yes|Mood=Imp"),
    ("et ole [maksanut] laskua", "PartForm=Past"),
    ("[et] ole maksanut laskua", "Polarity=Neg|Person=2"),
    ("luulen [et] paketti tulee huomenna", "-Polarity"),
    ("sano [et] haluut vaihtaa", "-Polarity"),
    ("[et] sä voi tehdä sitä", "Polarity=Neg"),
    ("Modeemi käynnistyy ja [avaa] yhteyden itse.", THIRD),
    ("Asiakaspalvelu [vastaa] arkisin.", THIRD),
    ("Järjestelmä lähettää kuitin ja [tilaa] uuden kortin.", THIRD),
    ("[Tilaa] on vielä kahdelle.", "Case=Par"),
    ("[Lisää] tietoa saat sivuilta.", "Case=Par"),
    ("[Tuki] auttaa sinua.", "Case=Nom"),
    ("[Uusi] liittymä on auki.", "Case=Nom|-Mood"),
    ("[Tilanne] on korjattu.", "Case=Nom|-Person[psor]"),
    ("Sain [viestisi] eilen.", "Person[psor]=2|Number[psor]=Sing"),
    ("[Viestisi] on saapunut.", "Person[psor]=2"),
    ("Tämä on sinun [kirjasi].", "Person[psor]=2"),
    ("Hän [tilasi] uuden kortin.", THIRD + "|Tense=Past"),
    ("Saimme sun [laskus] eilen.", "Person[psor]=2|Style=Coll"),
    ("sä [voit] perua sen", INDICATIVE_2SG),
    ("kun [maksat] laskun, tilaus lähtee", INDICATIVE_2SG),
    ("[Maksat] laskun sitten kun ehdit.", INDICATIVE_2SG),
    ("[Alat] saada laskuja.", INDICATIVE_2SG),
    ("[Kulut] ovat 5 euroa.", "Case=Nom|Number=Plur"),
    ("Ikävä kuulla, että [katkot] jatkuvat.", "Case=Nom|Number=Plur"),
    ("[Olkaa] hyvä.", "Mood=Imp|Number=Plur|Person=2"),
    ("[Voisitteko] lähettää kuvan?", "Mood=Cnd|Number=Plur|Person=2"),
    ("[Teillä] on tilaa vielä.", "PronType=Prs|Person=2"),
    ("Näillä [teillä] ei ajeta.", "Case=Ade|-Person"),
    ("[Sinä] voit valita.", "PronType=Prs|Person=2"),
    ("[Sinä] päivänä toimitus oli myöhässä.", "PronType=Dem|-Person"),
    ("[ootsä] jo maksanu laskun", "Person=2|Clitic=Ko"),
    ("ootko [kokeillu] sitä", "PartForm=Past|Style=Coll"),
    ("Voisitko [kertoa] tilausnumeron?", "InfForm=1"),
    ("Voit [avata] tilin ja [lähettää] kuvan.", "InfForm=1"),
]


@pytest.mark.parametrize("light", [False, True], ids=["model", "light"])
@pytest.mark.parametrize(("marked", "feats"), BOTH_PROFILES, ids=[marked for marked, _ in BOTH_PROFILES])
def test_chosen_reading(nlp: Language, marked: str, feats: str, light: bool) -> None:
    word = marked[marked.index("[") + 1 : marked.index("]")]
    doc, choices = read(nlp, marked.replace("[", "").replace("]", ""), light=light)
    choice = choice_of(doc, choices, word)
    for feature in feats.split("|"):
        if feature.startswith("-"):
            assert choice.reading.get(feature[1:]) is None, choice
        else:
            name, value = feature.rsplit("=", 1)
            assert choice.reading.get(name) == value, choice


@pytest.mark.parametrize(
    ("text", "word", "pos"),
    [
        ("Hei Anna, kiitos viestistä!", "Anna", "PROPN"),
        ("Terveisin\nAnna Virtanen", "Anna", "PROPN"),
        ("Anna palaa asiaan huomenna.", "Anna", "PROPN"),
        ("Anna kuva laitteesta.", "Anna", "VERB"),
        ("Paina Tallenna ja odota hetki.", "Tallenna", "PROPN"),
        ("Klikkaa ”Lähetä” -painiketta.", "Lähetä", "PROPN"),
        ("Lähdetkö sinä mukaan, kuule.", "kuule", "INTJ"),
        ("luulen et paketti tulee", "et", "SCONJ"),
        ("Laite\nAvaa kansi", "Avaa", "VERB"),
    ],
)
def test_part_of_speech(nlp: Language, text: str, word: str, pos: str) -> None:
    doc, choices = read(nlp, text)
    assert choice_of(doc, choices, word).reading.pos == pos


def test_an_unknown_word_gets_the_models_guess_with_low_confidence(nlp: Language) -> None:
    doc, choices = read(nlp, "Tilasin kahvin Blurfikkaalta eilen.")
    choice = choice_of(doc, choices, "Blurfikkaalta")
    assert choice.reading.source == "model"
    assert choice.confidence < 0.5


def test_readings_must_match_the_tokens(nlp: Language) -> None:
    with pytest.raises(ValueError, match="3 tokens but 0"):
        choose(nlp.make_doc("Avaa sovellus."), [])


TEXT = "avaa et ei älä Anna tilaa ja , . lähetä laskusi tilasi voit sinä te että jos Tallenna ” - 5 xyz oot"
WORDS = [*TEXT.split(), "\n"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9), st.booleans())
def test_every_token_gets_one_of_its_readings(words: list[str], started: bool) -> None:
    doc = Doc(spacy.blank("xx").vocab, words=words)
    for token in doc:
        token.is_sent_start = token.i == 0 if started else None
    morphology = open_morphology()
    readings = [morphology.analyse(word) for word in words]
    choices = choose(doc, readings)
    assert len(choices) == len(words)
    for choice, candidates in zip(choices, readings, strict=True):
        assert 0 <= choice.confidence <= 1
        assert choice.why
        assert parse_feats(choice.reading.feats) is not None
        assert (
            choice.reading in candidates
            or choice.reading.source in ("added", "model")
            or ("Connegative=Yes|Mood=Imp" in choice.reading.feats)
        )
