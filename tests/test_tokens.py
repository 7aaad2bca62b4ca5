"""Clean text, tokens, sentences, lists and clauses."""

from __future__ import annotations

import string
import unicodedata
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from replycheck.tokens import Tokenizer, clauses, clean, list_items, sentence_starts, sentences, tokenize

VOCAB = spacy.blank("fi").vocab

# Text as people type it, dense in what the tokenizer has rules for.
WORDS = """… ... klo esim. 12. 1.3. jne. http:// posti.fi a@b.fi {{x.y}} [nimi] <<n>> %NIMI% IBAN:n -sivulla
    5G 😊 👍🏽 👨‍👩‍👧 :)"""
MARKS = "aä1 \n\t.,!?:;-–—'’\"”»«()[]{}<>%€/@#_*&+=^~|\\\u0308\u00ad\u200b\u2011\u00a0"
PARTS = st.sampled_from([*MARKS, *WORDS.split(), "\r\n", "010 555 0142", "5 000"])
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=40).map("".join))


def doc_of(text: str, starts: bool = True) -> Doc:
    doc = Tokenizer(VOCAB)(text)
    if starts:
        for token, start in zip(doc, sentence_starts(doc), strict=True):
            token.is_sent_start = start
    return doc


def sentences_of(text: str) -> list[str]:
    return [sentence.text.strip() for sentence in doc_of(text).sents]


class TestClean:
    @pytest.mark.parametrize(
        ("draft", "text", "offsets"),
        [
            ("Hei!", "Hei!", None),
            ("Lähetä", "Lähetä", None),
            ("La\u0308heta\u0308!", "Lähetä!", [0, 1, 3, 4, 5, 6, 8, 9]),
            ("ti\u00adlaus", "tilaus", [0, 1, 3, 4, 5, 6, 7]),
            ("\ufeffHei", "Hei", [1, 2, 3, 4]),
            ("hyvä  asiakas", "hyvä asiakas", [*range(5), *range(6, 14)]),
            ("e\u2011lasku 5\u00a0€", "e-lasku 5 €", None),
            ("a\ud800b\x00c", "a\ufffdb\ufffdc", None),
            ("", "", None),
            ("\u00ad", "", [1]),
        ],
    )
    def test_examples(self, draft: str, text: str, offsets: list[int] | None) -> None:
        assert clean(draft) == (text, offsets)

    @given(st.text(st.characters(codec=None)) | TEXTS)
    def test_the_map_is_monotone_and_covers_the_draft(self, draft: str) -> None:
        text, offsets = clean(draft)
        if offsets is None:
            assert len(text) == len(draft)
        elif text:
            assert len(offsets) == len(text) + 1
            assert all(draft[at].isspace() or not draft[at].isprintable() for at in range(offsets[0]))
            assert offsets[-1] == len(draft)
            assert all(before < after for before, after in pairwise(offsets))

    @given(TEXTS)
    def test_a_clean_text_is_clean(self, draft: str) -> None:
        text, _ = clean(draft)
        assert clean(text)[0] == text

    @given(st.text(string.ascii_letters + "åäöÅÄÖ .,!?\n"))
    def test_composed_and_decomposed_drafts_read_alike(self, draft: str) -> None:
        decomposed = unicodedata.normalize("NFD", draft)
        text, offsets = clean(decomposed)
        assert text == clean(draft)[0]
        for index, letter in enumerate(text):
            start, end = (index, index + 1) if offsets is None else (offsets[index], offsets[index + 1])
            assert unicodedata.normalize("NFC", decomposed[start:end])[:1] == letter


class TestTokens:
    @pytest.mark.parametrize(
        "tokens",
        [
            "IBAN:n vaa'an keittiövaa’an e-lasku PIN-koodi 4G-liittymä Tuotearviot-sivulla",
            "H&M:n 1980-luvun 20:n",
            "Oma SIM -sivulla",
            "9,90 € / kk ja 5 000 € , 94 Mbit / s , 15 % ja 15 %:lla",
            "maksaa 9,90e tai -20 €",
            "alkaa 1.3. ja päättyy 12.11. , viimeistään 31.12.2025 .",
            "ajalla 3.–5.6. klo 8–12 ja klo 18.12 .",
            "12. toukokuuta , 5. päivä ja 2. kerros",
            "liitettä 2 . Uudella",
            "esim. tämä , mm. tuo , n. 5 , ym. asiat , ks. ohje , puh. 010 555 0142 jne.",
            "9 kk. sitten mutta 9 kk . Nyt",
            "numero +358 40 123 4567 .",
            "https://www.lumotele.fi/oma-sim ) , posti.fi/seuranta ja lumotele.fi .",
            "laskutus@pohjanetti.fi .",
            "{{ticket.name}} , {nimi} #{ticket.x} %NAME% [asiakkaan nimi] <<nimi>> {% if x %}",
            "Mitä ?! Ei !!! No ... ja …",
            "Hei 😊 👍🏽 👨‍👩‍👧 ❤️ 🇫🇮 1️⃣ :) ;-) :D <3",
            "työ- ja vapaa-aika",
            "tilauksesi / laskusi",
            "( näin ) [ 2 ]",
        ],
    )
    def test_examples(self, tokens: str) -> None:
        """Each word of the example is one token, once the text is written as usual."""
        glued = tokens
        for mark in (" ,", " .", " ?", " !", " )", " ]", " ”"):
            glued = glued.replace(mark, mark[1:])
        for mark in ("( ", "[ "):
            glued = glued.replace(mark, mark[:-1])
        words, _ = tokenize(glued)
        assert " ".join(words).split() == tokens.split()

    def test_a_quoted_name_before_a_hyphen(self) -> None:
        assert tokenize("”Tilaukset”-sivulla")[0] == ["”", "Tilaukset", "”", "-sivulla"]

    def test_thousands_and_telephone_numbers_are_one_token(self) -> None:
        assert tokenize("5 000 €")[0] == ["5 000", "€"]
        assert tokenize("soita 010 555 0142.")[0] == ["soita", "010 555 0142", "."]

    @pytest.mark.parametrize("text", ["-Lähetä kuva", "x\n-Lähetä kuva", "- lähetä"])
    def test_a_bullet_is_no_hyphen(self, text: str) -> None:
        assert "-" in tokenize(text)[0]

    def test_a_run_is_one_token(self) -> None:
        assert tokenize("a" + "!" * 8000)[0] == ["a", "!" * 8000]

    @given(TEXTS)
    def test_tokens_are_the_text(self, text: str) -> None:
        words, spaces = tokenize(text)
        assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text
        assert all(words)

    @given(TEXTS)
    def test_the_doc_is_the_text(self, text: str) -> None:
        doc = doc_of(text, starts=False)
        assert doc.text == text.replace("\x00", "\ufffd")

    def test_what_spacy_cannot_take_is_replaced(self) -> None:
        assert doc_of("a\ud83d b\x00").text == "a\ufffd b\ufffd"

    @pytest.mark.parametrize(
        "unit", ["a-", "a.", "1.", "http://", "<a ", "{{", "a@a.", "x:a", "a–b", "0 00 ", ":("]
    )
    def test_work_grows_with_length_only(self, unit: str) -> None:
        """A quadratic pattern would not come to an end on these."""
        assert tokenize(unit * 50_000)[0]


class TestTokenizer:
    @pytest.fixture
    def nlp(self) -> Language:
        nlp = spacy.blank("fi")
        nlp.tokenizer = Tokenizer(nlp.vocab)
        return nlp

    def test_pipe_keeps_the_order(self, nlp: Language) -> None:
        assert [doc.text for doc in nlp.pipe(["a", "b. c"])] == ["a", "b. c"]

    def test_a_pipeline_with_it_can_be_saved(self, nlp: Language) -> None:
        assert nlp.tokenizer.from_bytes(nlp.tokenizer.to_bytes()) is nlp.tokenizer


class TestSentences:
    @pytest.mark.parametrize(
        "sentences",
        [
            ["Hei!", "Tilauksenne on matkalla.", "Onko muuta?", "Kiitos…", "Palaan asiaan."],
            ["moi!", "sulla on vanha modeemi.", "kokeile sit tota"],
            ["Kausi alkaa 1.3.", "Viisi päivää laskutetaan."],
            ["Se alkaa 12. toukokuuta klo 18.12, eli pian.", "Esim. Matti tulee n. 5. päivä."],
            ["Mukana on laturi, johto ym. pientä.", "Kotelo, hihna jne.", "Muuta ei tarvita."],
            ["Sopimuksen liitettä 2.", "Uudella hinta on 5.", "Voitte maksaa heti."],
            ['Hän kysyi "Miksi?" ja lähti.', "Sanoin: ”Kiitos.”", "Sitten hän palasi (!) ja jäi."],
            ["Kiitti kun odotit 🙏", "Paketti lähtee tänään :)", "Hienoa!!! 😊", "Kiitos."],
            ["Katsotaan... ehkä huomenna.", "No joo...", "Katsotaan."],
            ["Paketti lähti.", "3 päivää menee."],
            ["Soitin Maija S. Peltolalle.", "J. Virtanen vastasi vaihtoehdosta B.", "Voitte valita sen."],
            ["Hei!", "Voit tulla."],
        ],
    )
    def test_examples(self, sentences: list[str]) -> None:
        assert sentences_of(" ".join(sentences)) == sentences

    def test_no_space_after_the_full_stop(self) -> None:
        assert sentences_of("Hei!Kiitos.Palaan asiaan") == ["Hei!", "Kiitos.", "Palaan asiaan"]

    def test_lines(self) -> None:
        draft = "Hei Anna,\n\nkiitos viestistänne\nPalaan asiaan\n\nTerveisin\nNoora"
        assert sentences_of(draft) == [
            "Hei Anna,", "kiitos viestistänne", "Palaan asiaan", "Terveisin", "Noora"
        ]  # fmt: skip

    def test_a_hard_wrap_is_no_boundary(self) -> None:
        draft = "Tämä rivi on niin pitkä, että sähköpostiohjelma on katkaissut\nsen tästä kohdasta. Kiitos"
        assert len(sentences_of(draft)) == 2

    def test_list_markers_start_sentences(self) -> None:
        draft = "Tee näin: 1. Avaa asetukset. 2. Valitse kohta.\n- yksi\n• kaksi"
        assert sentences_of(draft) == [
            "Tee näin:", "1. Avaa asetukset.", "2. Valitse kohta.", "- yksi", "• kaksi"
        ]  # fmt: skip

    @given(TEXTS)
    def test_the_first_token_starts_one_and_no_space_does(self, text: str) -> None:
        doc = doc_of(text)
        starts = sentence_starts(doc)
        assert len(starts) == len(doc)
        for token, start in zip(doc, starts, strict=True):
            assert start or token.i
            assert not (start and token.is_space and token.i)

    @given(TEXTS)
    def test_as_ranges_of_a_text_they_are_the_same(self, text: str) -> None:
        starts = [sentence.start_char for sentence in doc_of(text).sents]
        assert sentences(text) == list(pairwise([*starts, len(text)]))


class TestLists:
    @pytest.mark.parametrize(
        ("draft", "items"),
        [
            ("Näin:\n1. Avaa.\n2. Sulje. Odota.\nKiitos", ["1. Avaa.", "2. Sulje. Odota."]),
            ("Näin:\n\n- avaa\n\n- sulje\n\nKiitos", ["- avaa", "- sulje"]),
            ("Toimi näin: 1) Avaa. 2) Sulje.", ["1) Avaa.", "2) Sulje."]),
            ("Tee näin:\n1. Avaa laite.", ["1. Avaa laite."]),
            ("1. Avaa.\nOdota hetki.\n2. Sulje.", ["1. Avaa.", "2. Sulje."]),
            ("Kiitos.\n- Noora", []),
            ("Avaus alkaa 1. päivä ja 2. päivä.", []),
            ("", []),
        ],
    )
    def test_examples(self, draft: str, items: list[str]) -> None:
        doc = doc_of(draft)
        assert [doc[first:last].text.strip() for first, last in list_items(doc)] == items

    @given(TEXTS)
    def test_items_are_in_order_and_apart(self, text: str) -> None:
        doc = doc_of(text)
        reached = 0
        for first, last in list_items(doc):
            assert reached <= first < last <= len(doc)
            reached = last


FINITE = """lähetä lähetän on näen olette tarkistan soittakaa avatkaa valitkaa puuttuu riittää palaan"""


class TestClauses:
    @staticmethod
    def parse(text: str) -> Doc:
        doc = doc_of(text)
        for token in doc:
            token.set_morph("VerbForm=Fin" if token.lower_ in FINITE.split() else "")
        return doc

    @pytest.mark.parametrize(
        "marked",
        [
            "Lähetä kuva, |niin tarkistan.",
            "Näen, |että olette siirtynyt, |mutta maksu puuttuu.",
            "Avatkaa asetukset ja kanavat |ja valitkaa kohta Verkko ja internet.",
            "Jos kuitti puuttuu, |kuva tuotteesta, hinta tai muu selvitys riittää.",
            "Lähetä kuva ja kuitti, |niin palaan.",
            "Hei Anna, lähetä kuva.",
            "Asia on kunnossa: |palaan |(soittakaa) |huomenna; |lähetän kuitin – |näen sen.",
            "Lähetä kuva |(kuitista) |heti |(näin).",
            "Näin:\n\n|1. Avatkaa laite |(heti).",
            "soittakaa |jos kuitti puuttuu",
            "Kuva, |josta numero näkyy.",
            "Hei! |Kiitos.",
        ],
    )
    def test_examples(self, marked: str) -> None:
        doc = self.parse(marked.replace("|", ""))
        assert "|".join(doc[first:last].text_with_ws for first, last in clauses(doc)) == marked

    @given(TEXTS)
    def test_clauses_are_the_whole_doc(self, text: str) -> None:
        doc = self.parse(text)
        reached = 0
        for first, last in clauses(doc):
            assert first == reached < last
            reached = last
        assert reached == len(doc)
