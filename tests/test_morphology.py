"""Readings of single word forms, with both real back ends."""

from __future__ import annotations

import threading
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replycheck.features import FEATURES, POS, format_feats, parse_feats
from replycheck.morphology import Backend, Morphology, Reading, open_morphology

FINITE = "VerbForm=Fin|Voice=Act"


@pytest.fixture(scope="module", params=["native", "embedded"])
def morphology(request: pytest.FixtureRequest) -> Morphology:
    backend: Backend = request.param
    return open_morphology(backend)


def triples(readings: tuple[Reading, ...]) -> set[tuple[str, str, str]]:
    return {(reading.lemma, reading.pos, reading.feats) for reading in readings}


@pytest.mark.parametrize(
    ("word", "lemma", "pos", "feats"),
    [
        ("Lähetä", "lähettää", "VERB", f"Mood=Imp|Number=Sing|Person=2|{FINITE}"),
        ("lähetä", "lähettää", "VERB", "Connegative=Yes|Mood=Ind|Tense=Pres|VerbForm=Fin"),
        ("lähettäkää", "lähettää", "VERB", f"Mood=Imp|Number=Plur|Person=2|{FINITE}"),
        ("lähettäkö", "lähettää", "VERB", "Connegative=Yes|Mood=Imp|VerbForm=Fin"),
        ("lähettäisittekö", "lähettää", "VERB", f"Clitic=Ko|Mood=Cnd|Number=Plur|Person=2|{FINITE}"),
        ("avaa", "avata", "VERB", f"Mood=Imp|Number=Sing|Person=2|{FINITE}"),
        ("avaa", "avata", "VERB", f"Mood=Ind|Number=Sing|Person=3|Tense=Pres|{FINITE}"),
        ("avaapa", "avata", "VERB", f"Clitic=Pa|Mood=Imp|Number=Sing|Person=2|{FINITE}"),
        ("tarkistahan", "tarkistaa", "VERB", f"Clitic=Han|Mood=Imp|Number=Sing|Person=2|{FINITE}"),
        ("kuulepas", "kuulla", "VERB", f"Clitic=Pa,S|Mood=Imp|Number=Sing|Person=2|{FINITE}"),
        ("voit", "voida", "AUX", f"Mood=Ind|Number=Sing|Person=2|Tense=Pres|{FINITE}"),
        ("voitkohan", "voida", "AUX", f"Clitic=Han,Ko|Mood=Ind|Number=Sing|Person=2|Tense=Pres|{FINITE}"),
        ("pitäisi", "pitää", "AUX", f"Mood=Cnd|Number=Sing|Person=3|{FINITE}"),
        ("lähetetään", "lähettää", "VERB", "Mood=Ind|Tense=Pres|VerbForm=Fin|Voice=Pass"),
        ("et", "ei", "AUX", f"Number=Sing|Person=2|Polarity=Neg|{FINITE}"),
        ("ettekö", "ei", "AUX", f"Clitic=Ko|Number=Plur|Person=2|Polarity=Neg|{FINITE}"),
        ("ettette", "ettei", "AUX", f"Number=Plur|Person=2|Polarity=Neg|{FINITE}"),
        ("älkää", "ei", "AUX", f"Mood=Imp|Number=Plur|Person=2|Polarity=Neg|{FINITE}"),
        ("etkä", "ei", "AUX", f"Clitic=Ka|Number=Sing|Person=2|Polarity=Neg|{FINITE}"),
        ("tilanneet", "tilata", "VERB", "Case=Nom|Number=Plur|PartForm=Past|VerbForm=Part|Voice=Act"),
        ("tehtävä", "tehdä", "VERB", "Case=Nom|Number=Sing|PartForm=Pres|VerbForm=Part|Voice=Pass"),
        ("laskustasi", "lasku", "NOUN", "Case=Ela|Number=Sing|Number[psor]=Sing|Person[psor]=2"),
        ("laskunnekin", "lasku", "NOUN", "Case=Nom|Clitic=Kin|Number=Sing|Number[psor]=Plur|Person[psor]=2"),
        ("kanssanne", "kanssa", "ADP", "AdpType=Post|Number[psor]=Plur|Person[psor]=2"),
        ("itsellenne", "itse", "PRON", "Case=All|Number=Sing|Number[psor]=Plur|Person[psor]=2|Reflex=Yes"),
        ("sinulle", "sinä", "PRON", "Case=All|Number=Sing|Person=2|PronType=Prs"),
        ("teidät", "te", "PRON", "Case=Acc|Number=Plur|Person=2|PronType=Prs"),
        ("tyytyväisiä", "tyytyväinen", "ADJ", "Case=Par|Degree=Pos|Number=Plur"),
        ("tervetullut", "tervetullut", "ADJ", "Case=Nom|Degree=Pos|Number=Sing"),
        ("lajittelukeskuksessa", "lajittelukeskus", "NOUN", "Case=Ine|Number=Sing"),
        ("SIM-korttisi", "SIM-kortti", "NOUN", "Case=Nom|Number=Sing|Number[psor]=Sing|Person[psor]=2"),
        ("OmaElisa-tilisi", "OmaElisa-tili", "NOUN", "Case=Nom|Number=Sing|Number[psor]=Sing|Person[psor]=2"),
        ("nopeasti", "nopeasti", "ADV", ""),
        ("kolmas", "kolmas", "ADJ", "Case=Nom|Number=Sing|NumType=Ord"),
        ("klo", "klo", "NOUN", "Abbr=Yes|Case=Nom|Number=Sing"),
    ],
)
def test_dictionary_words_in_ud_terms(
    morphology: Morphology, word: str, lemma: str, pos: str, feats: str
) -> None:
    assert (lemma, pos, feats) in triples(morphology.analyse(word))


@pytest.mark.parametrize(
    ("word", "feats"),
    [
        (
            "saadaksesi",
            "Case=Tra|InfForm=1|Number=Sing|Number[psor]=Sing|Person[psor]=2|VerbForm=Inf|Voice=Act",
        ),
        (
            "tilatessanne",
            "Case=Ine|InfForm=2|Number=Sing|Number[psor]=Plur|Person[psor]=2|VerbForm=Inf|Voice=Act",
        ),
        ("tilattaessa", "Case=Ine|InfForm=2|Number=Sing|VerbForm=Inf|Voice=Pass"),
        ("lähettämällä", "Case=Ade|InfForm=3|Number=Sing|VerbForm=Inf|Voice=Act"),
        (
            "lähettämäsi",
            "Case=Nom|Number=Sing|Number[psor]=Sing|PartForm=Agt|Person[psor]=2|VerbForm=Part|Voice=Act",
        ),
    ],
)
def test_nominal_verb_forms(morphology: Morphology, word: str, feats: str) -> None:
    assert feats in {reading.feats for reading in morphology.analyse(word)}


@pytest.mark.parametrize(
    ("word", "standard"),
    [
        ("sun", "sinun"),
        ("sulle", "sinulle"),
        ("sullaki", "sinullakin"),
        ("suakaan", "sinuakaan"),
        ("sähän", "sinähän"),
        ("siulle", "sinulle"),
        ("teijän", "teidän"),
        ("mulla", "minulla"),
        ("oot", "olet"),
        ("ootko", "oletko"),
        ("ootsä", "oletko"),
        ("oo", "ole"),
        ("meetkö", "menetkö"),
        ("tiiät", "tiedät"),
        ("haluut", "haluat"),
        ("tarviit", "tarvitset"),
        ("voitsä", "voitko"),
        ("voiksä", "voitko"),
        ("haluutsä", "haluatko"),
        ("voisitsä", "voisitko"),
        ("muistatsä", "muistatko"),
        ("onks", "onko"),
        ("oisko", "olisiko"),
        ("vois", "voisi"),
        ("ittes", "itsesi"),
        ("itelles", "itsellesi"),
        ("laskus", "laskusi"),
        ("tilauksestas", "tilauksestasi"),
        ("kanssas", "kanssasi"),
        ("tehny", "tehnyt"),
        ("maksanu", "maksanut"),
        ("toi", "tuo"),
        ("et", "että"),
    ],
)
def test_spoken_words_name_their_standard_form(morphology: Morphology, word: str, standard: str) -> None:
    spoken = [reading for reading in morphology.analyse(word) if reading.source == "colloquial"]
    assert {reading.standard for reading in spoken} == {standard}
    assert all(reading.get("Style") == "Coll" for reading in spoken)


@pytest.mark.parametrize(
    "word", ["kiitos", "Thomas", "viikko", "uutiset", "kurssi", "taas", "status", "bonus"]
)
def test_ordinary_words_are_not_taken_for_spoken_ones(morphology: Morphology, word: str) -> None:
    assert not [reading for reading in morphology.analyse(word) if reading.source == "colloquial"]


@pytest.mark.parametrize(
    ("word", "feature", "value"),
    [
        ("voisi", "Person[psor]", "2"),
        ("tietosi", "PronType", "Ind"),
        ("ollut", "Voice", "Pass"),
        ("anna", "PronType", "Prs"),
    ],
)
def test_spurious_readings_are_left_out(morphology: Morphology, word: str, feature: str, value: str) -> None:
    assert all(reading.get(feature) != value for reading in morphology.analyse(word))


def test_names_need_a_capital(morphology: Morphology) -> None:
    assert "PROPN" not in {reading.pos for reading in morphology.analyse("anna")}
    assert {"PROPN", "VERB"} <= {reading.pos for reading in morphology.analyse("Anna")}


@pytest.mark.parametrize(
    "word", ["", "\0", "a\0b", "\ud800", "sana\udfff", "x" * 256, "😀", "-", "--", "…", "hyvä" * 60]
)
def test_odd_input_has_no_readings_and_raises_nothing(morphology: Morphology, word: str) -> None:
    assert morphology.analyse(word) == ()


def test_input_is_normalised(morphology: Morphology) -> None:
    plain = morphology.analyse("tietoturva-asetuksesi")
    assert plain
    assert morphology.analyse("tieto\u00adturva\u2011asetuksesi") == plain
    assert morphology.analyse(unicodedata.normalize("NFD", "Lähetä")) == morphology.analyse("Lähetä")


def test_a_long_word_does_not_spoil_later_answers(morphology: Morphology) -> None:
    fresh = {word: morphology.analyse(word) for word in ("laskustasi", "voisitteko", "tilanneet")}
    morphology.analyse("hyvä" * 10)
    morphology.analyse("ison" * 6)
    later = Morphology(morphology.backend)
    later.analyse("hyvä" * 10)
    assert {word: later.analyse(word) for word in fresh} == fresh


def test_threads_share_one_morphology(morphology: Morphology) -> None:
    words = [
        f"{stem}{ending}"
        for stem in ("lasku", "tilaukse", "toimitukse")
        for ending in ("ssasi", "stanne", "lla")
    ]
    expected = {word: morphology.analyse(word) for word in words}
    unshared = Morphology(morphology.backend)
    seen: list[bool] = []

    def work() -> None:
        seen.append(all(unshared.analyse(word) == expected[word] for word in words * 50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 4


@pytest.mark.parametrize("backend", ["native", "embedded"])
def test_one_morphology_per_process_and_back_end(backend: Backend) -> None:
    morphology = open_morphology(backend)
    assert morphology is open_morphology(backend)
    assert morphology.backend == backend
    assert morphology.version


ALPHABET = "aeioytnslkmrvhpdäö-"


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(ALPHABET, max_size=14),
        st.text(max_size=20),
        st.builds(
            str.__add__,
            st.sampled_from(
                ["lasku", "Tilaukse", "avaa", "lähetä", "voi", "olisi", "haluu", "su", "Anna", "tieto-tili"]
            ),
            st.sampled_from(
                ["", "si", "nne", "t", "tte", "tko", "tsä", "n", "ssa", "lle", "kin", "pa", "ks", "s"]
            ),
        ),
    )
)
def test_readings_are_well_formed_and_back_ends_agree(word: str) -> None:
    native = open_morphology("native").analyse(word)
    for reading in native:
        assert reading.pos in POS
        assert reading.lemma
        feats = parse_feats(reading.feats)
        assert format_feats(feats) == reading.feats
        for name, value in feats.items():
            assert name in FEATURES
            assert name == "Clitic" or value in FEATURES[name]
        assert bool(reading.standard) == (reading.source == "colloquial")
        assert bool(reading.fst) == (reading.source != "colloquial")
    assert triples(native) == triples(open_morphology("embedded").analyse(word))
