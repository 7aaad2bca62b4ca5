"""Forms out of lemma and features, words in the other form of address; real dictionaries of both kinds."""

from __future__ import annotations

import doctest
import struct
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replycheck.errors import SetupError
from replycheck.features import FEATURES
from replycheck.inflection import (
    FREE,
    agree,
    formal_possessive,
    formal_verb,
    genitive,
    inflect,
    informal_verb,
    match_case,
    readdress,
)
from replycheck.morphology import Reading, open_morphology
from replycheck.transducer import (
    VFST_COOKIES,
    VFST_NAME,
    Transducer,
    Wanted,
    dictionary_paths,
    open_transducer,
    parse_flag,
    pass_flag,
    read_kfst,
    read_vfst,
    split_parts,
)

YOURS = {"Number[psor]": "Plur", "Person[psor]": "2"}
THEIRS = {"Person[psor]": "3"}


def readings(word: str, **features: str) -> list[Reading]:
    """Every reading of the word that has the features; at least one."""
    found = [
        reading
        for reading in open_morphology().analyse(word)
        if all(reading.get(name) == value for name, value in features.items())
    ]
    assert found, f"no such reading of {word}"
    return found


# --- From a base form -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lemma", "features", "first"),
    [
        ("lähettää", {"Mood": "Cnd", "Number": "Plur", "Person": "2", "Clitic": "Ko"}, "lähettäisittekö"),
        ("nähdä", {"Mood": "Cnd", "Number": "Plur", "Person": "2", "Clitic": "Ko"}, "näkisittekö"),
        ("valita", {"Mood": "Cnd", "Number": "Plur", "Person": "2", "Clitic": "Ko"}, "valitsisitteko"),
        ("lähettää", {"Mood": "Imp", "Number": "Plur", "Person": "2"}, "lähettäkää"),
        ("avata", {"Mood": "Imp", "Number": "Sing", "Person": "2"}, "avaa"),
        ("avata", {"Mood": "Imp", "Number": "Plur", "Person": "2"}, "avatkaa"),
        ("paeta", {"Mood": "Imp", "Number": "Sing", "Person": "2"}, "pakene"),
        ("kertoa", {"Mood": "Imp", "Number": "Plur", "Person": "2", "Clitic": "Pa"}, "kertokaapa"),
        ("lähettää", {"Mood": "Imp", "Connegative": "Yes"}, "lähettäkö"),
        ("avata", {"Mood": "Ind", "Connegative": "Yes"}, "avaa"),
        ("olla", {"Mood": "Ind", "Connegative": "Yes", "Clitic": "Kaan"}, "olekaan"),
        ("lähettää", {"Person": "2", "Number": "Plur", "Clitic": "Han"}, "lähetättehän"),
        ("voida", {"Mood": "Cnd", "Person": "2", "Number": "Plur", "Clitic": "Ko,Han"}, "voisittekohan"),
        ("lähettää", {"Voice": "Pass", "Mood": "Ind", "Tense": "Past"}, "lähetettiin"),
        ("lähettää", {"VerbForm": "Inf", "InfForm": "1"}, "lähettää"),
        ("lähettää", {"VerbForm": "Inf", "InfForm": "1", **YOURS}, "lähettääksenne"),
        ("olla", {"VerbForm": "Inf", "InfForm": "2", "Case": "Ine", **YOURS}, "ollessanne"),
        ("lähettää", {"VerbForm": "Inf", "InfForm": "3", "Case": "Ade"}, "lähettämällä"),
        ("maksaa", {"VerbForm": "Inf", "InfForm": "3", "Case": "Abe"}, "maksamatta"),
        ("tilata", {"VerbForm": "Part", "PartForm": "Past"}, "tilannut"),
        ("tilata", {"VerbForm": "Part", "PartForm": "Past", "Voice": "Pass", "Case": "Gen"}, "tilatun"),
        ("lähettää", {"VerbForm": "Part", "PartForm": "Agt", **YOURS}, "lähettämänne"),
        ("ei", {"Person": "2", "Number": "Plur", "Clitic": "Ko"}, "ettekö"),
        ("ei", {"Person": "2", "Number": "Plur", "Clitic": "Ka"}, "ettekä"),
        ("ei", {"Person": "2", "Number": "Plur", "Mood": "Imp"}, "älkää"),
        # derived verbs: their stem changes, and the verb they come from is not meant
        ("esitellä", {"Person": "1", "Number": "Sing"}, "esittelen"),
        ("kuvitella", {"VerbForm": "Inf", "InfForm": "3", "Case": "Ill"}, "kuvittelemaan"),
        ("tarkistaa", {"Mood": "Imp", "Number": "Plur", "Person": "2"}, "tarkistakaa"),
        ("kuitti", {"Case": "Gen"}, "kuitin"),
        ("lomake", {"Case": "Gen"}, "lomakkeen"),
        ("omena", {"Case": "Gen", "Number": "Plur"}, "omenoiden"),
        ("asiakas", {"Case": "Gen", "Number": "Plur"}, "asiakkaiden"),
        ("opettaja", {"Case": "Gen", "Number": "Plur"}, "opettajien"),
        ("ihminen", {"Case": "Gen", "Number": "Plur"}, "ihmisten"),
        ("laki", {"Case": "Gen"}, "lain"),
        ("yö", {"Case": "Par", "Number": "Plur"}, "öitä"),
        ("lasku", {"Case": "Ela", **YOURS}, "laskustanne"),
        ("lasku", {"Case": "Gen", **YOURS}, "laskunne"),
        ("lasku", {"Case": "Gen", "Number": "Plur", **YOURS}, "laskujenne"),
        ("talo", {"Case": "Ine", **THEIRS}, "talossaan"),
        ("perhe", {"Case": "Com", **YOURS}, "perheinenne"),
        ("oma", {"Case": "Par", "Number": "Plur", **THEIRS}, "omiaan"),
        ("hyvä", {"Degree": "Cmp", "Case": "Gen"}, "paremman"),
        ("hyvä", {"Degree": "Sup"}, "paras"),
        ("vanhempi", {"Case": "Gen", "Number": "Plur"}, "vanhempien"),
        ("lähettäminen", {"Case": "Ela"}, "lähettämisestä"),
        ("kiinnostunut", {"Number": "Plur"}, "kiinnostuneet"),
        ("tietokone", {"Case": "Gen"}, "tietokoneen"),
        ("1960-luku", {"Case": "Ade"}, "1960-luvulla"),
        ("PIN-koodi", {"Case": "Gen"}, "PIN-koodin"),
        ("EU", {"Case": "Gen"}, "EU:n"),
        ("Helsinki", {"Case": "Ine"}, "Helsingissä"),
        ("kaksikymmentäyksi", {"Case": "Gen"}, "kahdenkymmenenyhden"),
        ("tämä", {"Case": "Gen"}, "tämän"),
        ("tämä", {"Case": "Gen", "Number": "Plur"}, "näiden"),
        ("sinä", {"Case": "All", "Number": "Plur", "Person": "2"}, "teille"),
        ("kuka", {"Case": "Gen"}, "kenen"),
        ("mikä", {"Case": "Ill"}, "mihin"),
        ("jokin", {"Case": "Gen"}, "jonkin"),
        ("itse", {"Case": "All", **YOURS}, "itsellenne"),
        ("minä", {"Case": "Ine"}, "minussa"),
        ("hän", {"Case": "All", "Number": "Sing"}, "hänelle"),
        ("kuka", {"Case": "Ade"}, "kenellä"),
        ("mikä", {"Case": "Nom", "Number": "Plur"}, "mitkä"),
        ("mikä", {"Case": "Ine"}, "missä"),
        ("mikään", {"Case": "Ine"}, "missään"),
        ("jokin", {"Case": "Ill"}, "johonkin"),
        ("kukaan", {"Case": "Gen"}, "kenenkään"),
        ("kukaan", {"Case": "Ine"}, "kenessäkään"),
        ("joka", {"Case": "Gen", "Number": "Plur"}, "joiden"),
        ("molempi", {"Case": "Gen", "Number": "Plur"}, "molempien"),
        ("eräs", {"Case": "Gen", "Number": "Plur"}, "eräiden"),
        ("kaikki", {"Case": "Nom", "Number": "Plur"}, "kaikki"),
        # numerals: every part inflects
        ("sata", {"Case": "Nom"}, "sata"),
        ("tuhat", {"Case": "Gen"}, "tuhannen"),
        ("viisisataa", {"Case": "Ela"}, "viidestäsadasta"),
        ("kaksituhatta", {"Case": "Ill"}, "kahteentuhanteen"),
        ("kaksikymmentä", {"Case": "Nom"}, "kaksikymmentä"),
        ("kymmenes", {"Case": "Gen"}, "kymmenennen"),
        ("miljoonas", {"Case": "Nom"}, "miljoonas"),
        ("kahdestoista", {"Case": "Ess"}, "kahdentenatoista"),
        ("kahdeskymmeneskolmas", {"Case": "Gen"}, "kahdennenkymmenennenkolmannen"),
        # homonyms with another stem
        ("vuori", {"Case": "Gen"}, "vuoren"),
        ("kuori", {"Case": "Ine"}, "kuoressa"),
        ("kuori", {"Number": "Plur"}, "kuoret"),
        # compounds that the dictionary has only in other forms
        ("tikapuu", {"Number": "Plur"}, "tikapuut"),
        ("perusopinto", {"Case": "Par", "Number": "Plur"}, "perusopintoja"),
        ("suhtautumistapa", {"Case": "Gen"}, "suhtautumistavan"),
        ("käyttäjätili", {"Case": "Ine", "Clitic": "Kin", **YOURS}, "käyttäjätilissännekin"),
        ("sähköpostiosoite", {"Case": "Nom", "Clitic": "Ko", **YOURS}, "sähköpostiosoitteenneko"),
        ("5G-liittymä", {"Case": "Ela", **YOURS}, "5G-liittymästänne"),
    ],
)
def test_base_form_and_features_give_the_form(lemma: str, features: dict[str, str], first: str) -> None:
    assert inflect(lemma, **features)[0] == first


@pytest.mark.parametrize(
    ("lemma", "features"),
    [
        ("kuitti", {"Mood": "Imp", "Person": "2"}),  # a noun has no imperative
        ("tsekkailuttaa", {"Mood": "Imp", "Person": "2"}),  # unknown word
        ("sulle", {"Case": "Gen"}),  # a spoken form is no base form
        ("", {"Case": "Gen"}),
        ("[X]", {"Case": "Gen"}),
    ],
)
def test_no_form_rather_than_a_wrong_one(lemma: str, features: dict[str, str]) -> None:
    assert inflect(lemma, **features) == []


@pytest.mark.parametrize(
    "features", [{"Kase": "Gen"}, {"Case": "Genitive"}, {"Clitic": "Ko,Kaan"}, {"Number[psor]": "Dual"}]
)
def test_unknown_features_are_refused(features: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        inflect("kuitti", **features)


@pytest.mark.parametrize(
    ("lemma", "never"), [("lähettää", "lähettelisitte"), ("ajaa", "ajelisitte"), ("avata", "availisitte")]
)
def test_untagged_derivatives_are_other_words(lemma: str, never: str) -> None:
    assert never not in inflect(lemma, Mood="Cnd", Number="Plur", Person="2")


# --- From a reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "chosen", "features", "first"),
    [
        (
            "lähettäneet",
            {},
            {"VerbForm": "Fin", "Mood": "Cnd", "Person": "2", "Number": "Plur", "Clitic": "Ko"},
            "lähettäisittekö",
        ),
        ("oikeutettuja", {}, {"Mood": "Cnd", "Person": "2", "Number": "Plur"}, "oikeuttaisitte"),
        ("haluut", {}, {"Number": "Plur"}, "haluatte"),
        ("haluut", {}, {"VerbForm": "Inf", "InfForm": "1"}, "haluta"),
        ("lähettelet", {}, {"Number": "Plur"}, "lähettelette"),
        ("5G-verkkosi", {}, YOURS, "5G-verkkonne"),
        ("kanssasi", {}, YOURS, "kanssanne"),
        ("laskusikin", {}, {"Clitic": None}, "laskusi"),
        ("laskusi", {}, {"Number[psor]": None, "Person[psor]": None, "Case": "Ill"}, "laskuun"),
        ("kiinnostuneita", {}, {"Case": "Nom", "Number": "Sing"}, "kiinnostunut"),
        ("suurempia", {}, {"Number": "Sing"}, "suurempaa"),
        ("suurempia", {}, {"Degree": "Pos"}, "suuria"),
        ("omiaan", {}, {"Number[psor]": None, "Person[psor]": None}, "omia"),
    ],
)
def test_reading_and_changed_features_give_the_form(
    word: str, chosen: dict[str, str], features: dict[str, str | None], first: str
) -> None:
    assert inflect(readings(word, **chosen)[0], **features)[0] == first


def test_readings_of_the_statistical_model_have_no_proof_and_no_forms() -> None:
    guess = Reading("googlettaa", "VERB", "Mood=Imp|Number=Sing|Person=2|VerbForm=Fin", source="model")
    assert inflect(guess, Number="Plur") == []


@pytest.mark.parametrize(
    ("form", "model", "result"),
    [
        ("lähettäkää", "Lähetä", "Lähettäkää"),
        ("teille", "Sinulle", "Teille"),
        ("laskunne", "LASKUSI", "LASKUNNE"),
        ("te", "SÄ", "Te"),
        ("laskunne", "laskusi", "laskunne"),
        ("laskunne", None, "laskunne"),
    ],
)
def test_capital_letters_are_taken_over(form: str, model: str | None, result: str) -> None:
    assert match_case(form, model) == result


def test_the_acronym_of_a_compound_keeps_its_capitals() -> None:
    assert inflect(readings("PIN-koodi")[0], word="PIN-koodi", Case="Ine") == ["PIN-koodissa"]


# --- The other form of address --------------------------------------------------------------------------

SWITCHED = [
    ("Lähetä", "Lähettäkää"),
    ("avaa", "avatkaa"),
    ("valitse", "valitkaa"),
    ("kerropa", "kertokaapa"),
    ("älä", "älkää"),
    ("Äläkä", "Älkääkä"),
    ("lähetät", "lähetätte"),
    ("lähetit", "lähetitte"),
    ("lähettäisitkö", "lähettäisittekö"),
    ("lähettänet", "lähettänette"),
    ("Voitkohan", "Voittekohan"),
    ("olethan", "olettehan"),
    ("et", "ette"),
    ("etkä", "ettekä"),
    ("ettet", "ettette"),
    ("mikset", "miksette"),
    ("vaikket", "vaikkette"),
    ("muttet", "muttette"),
    ("Sinulle", "Teille"),
    ("sinut", "teidät"),
    ("sinuna", "teinä"),
    ("sinäkin", "tekin"),
    ("sinullakin", "teilläkin"),
    ("sinuakaan", "teitäkään"),
    ("laskusi", "laskunne"),
    ("LASKUSI", "LASKUNNE"),
    ("laskustasihan", "laskustannehan"),
    ("tilatessasi", "tilatessanne"),
    ("maksettuasi", "maksettuanne"),
    ("saadaksesi", "saadaksenne"),
    ("lähettämäsi", "lähettämänne"),
    ("perheinesi", "perheinenne"),
    ("tueksesi", "tueksenne"),
    ("kanssasi", "kanssanne"),
    ("itsellesi", "itsellenne"),
]
SPOKEN = [
    ("sun", "teidän"),
    ("Sulle", "Teille"),
    ("sunkin", "teidänkin"),
    ("oot", "olette"),
    ("ootko", "oletteko"),
    ("voitsä", "voitteko"),
    ("haluutsä", "haluatteko"),
    ("etsä", "ettekö"),
    ("etkös", "ettekö"),
    ("tulepas", "tulkaapa"),
    ("tiiät", "tiedätte"),
    ("laskus", "laskunne"),
    ("kanssas", "kanssanne"),
    ("ittelles", "itsellenne"),
]


def switched(word: str, to: str) -> set[str]:
    found = {
        readdress(word, reading, "formal" if to == "formal" else "informal")
        for reading in open_morphology().analyse(word)
    }
    return {form for form in found if form is not None}


@pytest.mark.parametrize(("informal", "formal"), SWITCHED + SPOKEN)
def test_informal_words_become_formal(informal: str, formal: str) -> None:
    assert switched(informal, "formal") == {formal}


@pytest.mark.parametrize(("informal", "formal"), SWITCHED)
def test_formal_words_become_informal(informal: str, formal: str) -> None:
    assert switched(formal, "informal") == {informal}


@pytest.mark.parametrize(
    "word", ["kuitti", "sinne", "suun", "lähettää", "meidän", "laskumme", "onko", "vesi"]
)
def test_words_that_address_nobody_are_left_alone(word: str) -> None:
    assert switched(word, "formal") == set()
    assert switched(word, "informal") == set()


def test_the_essive_of_se_is_no_pronoun_of_address() -> None:
    (essive,) = readings("sinä", Case="Ess")
    assert readdress("sinä", essive, "formal") is None


def test_the_roads_are_no_pronoun_of_address() -> None:
    road = next(reading for reading in readings("teillä") if reading.lemma == "tie")
    assert readdress("teillä", road, "informal") is None


def test_a_connegative_has_no_form_of_address() -> None:
    for reading in readings("lähetä", Connegative="Yes"):
        assert readdress("lähetä", reading, "formal") is None


@pytest.mark.parametrize(
    ("word", "feats", "formal"),
    [
        (
            "zoomaatko",
            "Clitic=Ko|Mood=Ind|Number=Sing|Person=2|Tense=Pres|VerbForm=Fin|Voice=Act",
            "zoomaatteko",
        ),
        ("Telia-tilisi", "Case=Nom|Number=Sing|Number[psor]=Sing|Person[psor]=2", "Telia-tilinne"),
    ],
)
def test_the_exact_rules_need_no_dictionary(word: str, feats: str, formal: str) -> None:
    unknown = Reading(word, "X", feats, source="model")
    assert readdress(word, unknown, "formal") == formal


def test_string_rules_by_name() -> None:
    (verb,) = readings("voitko", Tense="Pres", Person="2")
    assert formal_verb("voitko", verb) == "voitteko"
    (plural,) = readings("voitteko", Tense="Pres", Person="2")
    assert informal_verb("voitteko", plural) == "voitko"
    (noun,) = readings("laskusikin")
    assert formal_possessive("laskusikin", noun) == "laskunnekin"
    assert formal_verb("kuitti", readings("kuitti")[0]) is None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SWITCHED), st.sampled_from([str, str.capitalize]))
def test_switching_there_and_back_gives_the_word_back(pair: tuple[str, str], spell: type[str]) -> None:
    word = spell(pair[0].lower())
    for formal in switched(word, "formal"):
        assert switched(formal, "informal") == {word}


# --- Agreement and the object of a request ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("tilanneet", "tilannut"),
        ("Olleet", "Ollut"),
        ("tyytyväisiä", "tyytyväinen"),
        ("valmiita", "valmis"),
        ("estyneitä", "estynyt"),
        ("kiinnostuneita", "kiinnostunut"),
        ("oikeutettuja", "oikeutettu"),
        ("tervetulleita", "tervetullut"),
        ("asiakkaitamme", "asiakkaamme"),
        ("parempia", "parempi"),
        ("asiakkaina", "asiakkaana"),
        ("pettyneiksi", "pettyneeksi"),
    ],
)
def test_agreement_with_one_person_is_singular(plural: str, singular: str) -> None:
    assert {agree(plural, reading, "Sing") for reading in readings(plural)} == {singular}


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("tilannut", "tilanneet"),
        ("tyytyväinen", "tyytyväisiä"),
        ("Valmis", "Valmiita"),
        ("kiinnostunut", "kiinnostuneita"),
        ("pettyneeksi", "pettyneiksi"),
        ("asiakkaanamme", "asiakkainamme"),
        ("asiakkaamme", "asiakkaitamme"),
        ("tervetullut", "tervetulleita"),
        ("oikeutettu", "oikeutettuja"),
    ],
)
def test_agreement_with_several_people_is_plural(singular: str, plural: str) -> None:
    assert plural in {agree(singular, reading, "Plur") for reading in readings(singular)}


@pytest.mark.parametrize("word", ["olette", "teidät"])
def test_verbs_and_pronouns_have_no_such_agreement(word: str) -> None:
    assert {agree(word, reading, "Sing") for reading in readings(word)} == {None}


@pytest.mark.parametrize(
    ("nominative", "expected"),
    [
        ("kuitti", "kuitin"),
        ("Kuitti", "Kuitin"),
        ("tämä", "tämän"),
        ("se", "sen"),
        ("mikä", "minkä"),
        ("yksi", "yhden"),
        ("ensimmäinen", "ensimmäisen"),
        ("muutama", "muutaman"),
        ("kaikki", "kaiken"),
        ("uusi", "uuden"),
        ("kadonnut", "kadonneen"),
        ("laskunne", "laskunne"),
        ("koko", "koko"),
        ("viime", "viime"),
        ("eri", "eri"),
        ("PIN-koodi", "PIN-koodin"),
        ("SIM-kortti", "SIM-kortin"),
        ("-sivu", "-sivun"),
        ("EU", "EU:n"),
    ],
)
def test_the_object_of_a_request_is_genitive(nominative: str, expected: str) -> None:
    found = {genitive(nominative, reading) for reading in readings(nominative, Number="Sing")}
    assert expected in found
    assert found <= {expected, None}


@pytest.mark.parametrize(
    ("acronym", "expected"), [("IBAN", "IBANin"), ("PDF", "PDF:n"), ("SMS", "SMS:n"), ("OKRA", None)]
)
def test_acronyms_take_the_ending_of_how_they_are_read(acronym: str, expected: str | None) -> None:
    guess = Reading(acronym, "NOUN", "Abbr=Yes|Case=Nom|Number=Sing", source="model")
    assert genitive(acronym, guess) == expected


@pytest.mark.parametrize("word", ["kuvat", "laskun", "kuvia", "12"])
def test_what_is_no_nominative_singular_has_no_genitive(word: str) -> None:
    assert {genitive(word, reading) for reading in readings(word)} == {None}


# --- Invariants -------------------------------------------------------------------------------------------

LEMMAS = [
    "lähettää",
    "avata",
    "valita",
    "tehdä",
    "kuitti",
    "lomake",
    "uusi",
    "asiakas",
    "sinä",
    "te",
    "PIN-koodi",
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(LEMMAS),
    st.dictionaries(st.sampled_from(sorted(FEATURES)), st.none() | st.integers(0, 20), max_size=4),
)
def test_every_form_is_proven_or_there_is_none(lemma: str, choice: dict[str, int | None]) -> None:
    features = {
        name: None if index is None else sorted(FEATURES[name])[index % len(FEATURES[name])]
        for name, index in choice.items()
    }
    for form in inflect(lemma, **features):
        assert open_morphology().analyse(form)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20), st.sampled_from(["Gen", "Par", "Ill"]))
def test_no_text_breaks_it(text: str, case: str) -> None:
    for reading in open_morphology().analyse(text):
        inflect(reading, word=text, Case=case)
        readdress(text, reading, "formal")
        agree(text, reading, "Plur")
        genitive(text, reading)
    inflect(text, Case=case)


def test_threads_agree() -> None:
    words = [word for word, _ in SWITCHED] * 3
    answers: list[list[set[str]]] = []

    def work() -> None:
        answers.append([switched(word, "formal") for word in words])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)


def test_documentation_runs() -> None:
    page = Path(__file__).parents[1] / "docs" / "inflection.md"
    failed, attempted = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (failed, attempted > 15) == (0, True)


@pytest.mark.parametrize("lemma", ["sadas", "miljoonas"])
def test_an_abessive_is_no_partitive(lemma: str) -> None:
    assert inflect(lemma, Case="Par") == []


# --- The dictionary file ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embedded() -> Transducer:
    return open_transducer([])


@pytest.mark.parametrize(
    ("stem", "tags", "some"),
    [
        ("[Lt][Xp]lähettää[X]", "[Te] [Ap] [P2] [Nm] [Fko]", "lähettäisittekö"),
        ("[Ln][Xp]omena[X]", "[Sg] [Nm]", "omenoiden"),
        ("[Ln][Xp]tieto[X]tieto[Sn][Ny][Bh][Bc][Ln][Xp]kone[X]", "[Sg] [Ny]", "tietokoneen"),
        ("[Ln][Xr]iii-=[X][Xp]PIN-koodi[X]", "[Sine] [Ny]", "pin-koodissa"),
        ("[Lt][Xp]tilata[X]", "[Ll] [Ru] [Sn] [Nm]", "tilanneet"),
        ("[Ll][Xp]hyvä[X]", "[Sn] [Ny] [Cc]", "parempi"),
        ("[Lr][Xp]sinä[X]", "[Sall] [Ny] [Fkin]", "sinullekin"),
    ],
)
def test_both_dictionaries_give_the_same_forms(embedded: Transducer, stem: str, tags: str, some: str) -> None:
    wanted = Wanted(frozenset(tags.split()), FREE)
    native = open_transducer().surfaces(stem, wanted)
    assert some in native
    assert sorted(native) == sorted(embedded.surfaces(stem, wanted))


def test_parts_of_a_stem_know_their_first_letter() -> None:
    parts = split_parts("[Ln][Ica][Xp]yö[X]yö[Sn][Ny][Bh][Bc][Ln][Xp]Vuoro[X]")
    assert [("".join(symbols), initial) for symbols, initial in parts] == [
        ("[Ln][Xp]yö[X]yö[Sn][Ny][Bh][Bc]", ""),
        ("[Ln][Xp]Vuoro[X]", "v"),
    ]


@pytest.mark.parametrize(
    ("symbol", "before", "after"),
    [
        ("@P.A.ON@", {}, {"A": "ON"}),
        ("@C.A@", {"A": "ON"}, {}),
        ("@R.A@", {}, None),
        ("@R.A.ON@", {"A": "ON"}, {"A": "ON"}),
        ("@R.A.ON@", {"A": "X"}, None),
        ("@D.A@", {"A": "ON"}, None),
        ("@D.A@", {}, {}),
        ("@U.A.ON@", {}, {"A": "ON"}),
        ("@U.A.ON@", {"A": "X"}, None),
    ],
)
def test_flags_open_and_close_paths(
    symbol: str, before: dict[str, str], after: dict[str, str] | None
) -> None:
    flag = parse_flag(symbol)
    assert flag is not None
    assert pass_flag(flag, before) == after


def small_vfst() -> bytes:
    """Letters a and b, 300 transitions in the first state: more than one byte can count."""
    symbols = ["", "a", "b", "[X]"]
    header = struct.pack("=II", *VFST_COOKIES) + b"\0" * 8 + struct.pack("=H", len(symbols))
    header += b"".join(symbol.encode() + b"\0" for symbol in symbols)
    header += b"\0" * (-len(header) % 8)
    more, last = 300, 302

    def cell(letter: int, output: int, target: int, further: int) -> bytes:
        return struct.pack("=HHI", letter, output, target | further << 24)

    cells = [cell(1, 3, last, 255), struct.pack("=II", more, 0)]
    cells += [cell(2, 3, last, 0)] * (last - 2)
    return header + b"".join(cells) + cell(0xFFFF, 0, 0, 0)


def test_a_state_may_have_more_transitions_than_a_byte_counts() -> None:
    transducer = read_vfst(small_vfst())
    assert sorted(transducer.surfaces("[X]", Wanted(frozenset(), frozenset()))) == ["a", "b"]


@pytest.mark.parametrize("data", [b"", b"no dictionary at all", small_vfst()[:8] + b"\1" + small_vfst()[9:]])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(SetupError):
        read_vfst(data)
    with pytest.raises(SetupError):
        read_kfst(data)


def test_the_users_own_dictionary_comes_first() -> None:
    paths = list(dictionary_paths({"VOIKKO_DICTIONARY_PATH": "/own", "HOME": "/home/user"}))
    assert paths[0] == Path("/own") / VFST_NAME
    assert Path("/home/user/.voikko") / VFST_NAME in paths
    assert Path("/usr/lib/voikko") / VFST_NAME in paths
