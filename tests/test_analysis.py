"""The pipeline, and what is known of an analysed draft."""

from __future__ import annotations

import threading
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, get_current_ops

from replycheck import analysis
from replycheck.analysis import Analysed, analyse, analyse_many, analyse_words, load_pipeline
from replycheck.errors import PolicyError, SetupError
from replycheck.model import Edit
from replycheck.tokens import clean

DRAFT = (
    "Hei Anna,\n\nlähetä kuva laskustasi, niin tarkistan asian. Painike ”Lähetä tietosi” on Omilla sivuilla."
)
PIECES = [
    *" \n.,!-aä\u00ad\u0308\u200b\u00a0",
    "  ",
    "Lähetä kuva",
    "tilauksesi",
    "”",
    "\ud800",
    "\x00",
    "1.",
    "😊",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@cache
def pipeline() -> Language:
    return load_pipeline()


def annotations(doc: Doc) -> list[tuple[str, str, str, str, bool | None]]:
    return [(each.text, each.pos_, str(each.morph), each.lemma_, each.is_sent_start) for each in doc]


@pytest.fixture
def analysed() -> Analysed:
    return analyse(pipeline(), DRAFT)


def index_of(analysed: Analysed, word: str) -> int:
    return next(token.i for token in analysed.doc if token.text == word)


class TestPipeline:
    def test_tokens_carry_the_chosen_reading(self) -> None:
        doc = pipeline()("Lähetä kuva laskustasi.")
        assert doc[0].lemma_ == "lähettää"
        assert doc[0].morph.get("Mood") == ["Imp"]
        assert doc[2].lemma_ == "lasku"
        assert doc[2].morph.get("Person[psor]") == ["2"]
        assert [choice.reading.lemma for choice in doc._.replycheck_choices][:1] == ["lähettää"]
        assert len(doc._.replycheck_readings) == len(doc)

    def test_white_space_has_no_features(self) -> None:
        doc = pipeline()("Hei\n\nLähetän kuvan.")
        assert (doc[1].pos_, str(doc[1].morph)) == ("SPACE", "")

    def test_the_host_keeps_its_own_operations(self) -> None:
        before = get_current_ops()
        load_pipeline()
        assert get_current_ops() is before

    def test_the_model_runs_on_openblas(self) -> None:
        for name in ("tok2vec", "morphologizer"):
            for layer in pipeline().get_pipe(name).model.walk():
                assert isinstance(layer.ops, NumpyOps)
                assert not layer.ops.use_blis

    def test_other_threads_get_the_same(self) -> None:
        docs: list[Doc] = []
        thread = threading.Thread(target=lambda: docs.append(pipeline()(DRAFT)))
        expected = annotations(pipeline()(DRAFT))
        thread.start()
        thread.join()
        assert annotations(docs[0]) == expected

    def test_the_components_work_in_any_finnish_pipeline(self) -> None:
        nlp = spacy.blank("fi")
        nlp.add_pipe("replycheck_sentences")
        nlp.add_pipe("replycheck_readings")
        doc = nlp("moi! sulla on vanha modeemi. Tilauksenne lähti 12. toukokuuta.")
        assert [sentence.text for sentence in doc.sents] == [
            "moi!", "sulla on vanha modeemi.", "Tilauksenne lähti 12. toukokuuta."
        ]  # fmt: skip
        assert [token.lemma_ for token in doc if token.text == "Tilauksenne"] == ["tilaus"]

    def test_readings_need_no_sentences_before_them(self) -> None:
        nlp = spacy.blank("fi")
        nlp.add_pipe("replycheck_readings")
        assert len(list(nlp("Hei! Kiitos.").sents)) == 2

    def test_light_has_the_components_of_its_own_alone(self) -> None:
        nlp = load_pipeline("light")
        assert nlp.pipe_names == pipeline().pipe_names[-2:]
        assert nlp.lang == pipeline().lang
        doc = nlp("Lähetä kuva laskustasi.")
        assert annotations(doc) == annotations(pipeline()("Lähetä kuva laskustasi."))
        assert nlp.from_bytes(nlp.to_bytes())("Kiitos.")[0].lemma_ == "kiitos"

    def test_an_unknown_profile_is_named(self) -> None:
        with pytest.raises(PolicyError, match="no profile 'lite': it is 'full' or 'light'"):
            load_pipeline("lite")  # type: ignore[arg-type]

    def test_a_missing_model_says_how_to_install_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(analysis, "MODEL", "spacy_fi_no_such_model")
        with pytest.raises(SetupError, match="pip install"):
            load_pipeline()


class TestAnalyse:
    @pytest.mark.parametrize("draft", ["", " ", "\n\n", "!", "\u00ad", "\ud800", "\x00", "😊", "Hei"])
    def test_any_string_is_a_draft(self, draft: str) -> None:
        for analysed in (analyse(pipeline(), draft), analyse_words(pipeline(), draft)):
            assert analysed.draft == draft
            assert analysed.doc.text == analysed.text
            assert len(analysed.sentence_of) == len(analysed.clause_of) == len(analysed.doc)

    def test_many_at_once_read_as_one_by_one(self) -> None:
        drafts = [
            DRAFT,
            "",
            "Kiitos!",
            "La\u0308heta\u0308 kuva.",
            *(f"Tilauksesi {n} lähti." for n in range(40)),
        ]
        many = list(analyse_many(pipeline(), drafts))
        assert [each.draft for each in many] == drafts
        for draft, each in zip(drafts, many, strict=True):
            assert annotations(each.doc) == annotations(analyse(pipeline(), draft).doc)

    def test_a_long_draft_is_read_in_pieces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        draft = "\n\n".join([DRAFT, "Kiitos viestistä! Palaan asiaan.\nTerveisin", "Vesa " * 20])
        whole = analyse(pipeline(), draft)
        monkeypatch.setattr(analysis, "PIECE", 60)
        pieces = analyse(pipeline(), draft)
        assert pieces.doc.text == whole.text
        assert [token.text for token in pieces.doc if not token.is_space] == [
            token.text for token in whole.doc if not token.is_space
        ]
        assert len(pieces.doc._.replycheck_choices) == len(pieces.doc)
        assert pieces.skipped == whole.skipped

    def test_more_than_spacy_takes_at_once(self) -> None:
        draft = "!" * 1_100_000
        assert len(analyse_words(pipeline(), draft).doc) == 1
        assert analyse(pipeline(), draft).doc.text == draft

    def test_nothing_is_kept_of_the_words_in_a_memory_zone(self) -> None:
        nlp = pipeline()
        analyse(nlp, "Hei!")
        before = len(nlp.vocab.strings)
        for number in range(5):
            with nlp.memory_zone():
                analyse(nlp, f"Case Number Mood xyzzy{number} tilauksesi")
        assert len(nlp.vocab.strings) - before < 10
        assert analyse(nlp, "Tilauksesi lähti.").doc[0].morph.get("Case") == ["Nom"]

    @settings(max_examples=50, deadline=None)
    @given(TEXTS)
    def test_every_place_maps_to_the_draft(self, draft: str) -> None:
        analysed = analyse_words(pipeline(), draft)
        reached = 0
        for token in analysed.doc:
            start, end = analysed.draft_span(token.i, token.i + 1)
            assert reached <= start < end <= len(draft)
            if not token.is_space:
                assert clean(draft[start:end])[0].strip() == token.text
            reached = end


class TestAnalysed:
    def test_sentences_and_clauses(self, analysed: Analysed) -> None:
        text = [analysed.doc[first:last].text.strip() for first, last in analysed.sentences]
        assert text[:2] == ["Hei Anna,", "lähetä kuva laskustasi, niin tarkistan asian."]
        verb = index_of(analysed, "tarkistan")
        assert analysed.doc[slice(*analysed.clause_at(verb))].text == "niin tarkistan asian."
        assert analysed.doc[slice(*analysed.sentence_at(verb))].text.strip() == text[1]

    @pytest.mark.parametrize(
        ("word", "starts"), [("lähetä", True), ("tarkistan", True), ("laskustasi", False)]
    )
    def test_the_start_of_a_clause(self, analysed: Analysed, word: str, starts: bool) -> None:
        assert analysed.starts_clause(index_of(analysed, word)) is starts

    def test_trimmed(self, analysed: Analysed) -> None:
        comma = index_of(analysed, ",")
        assert analysed.trimmed(0, comma + 2) == (0, comma)
        assert analysed.trimmed(comma, comma + 2) == (comma, comma)

    def test_readings(self, analysed: Analysed) -> None:
        word = index_of(analysed, "laskustasi")
        assert analysed.reading(word).lemma == "lasku"
        assert analysed.feats(word)["Case"] == "Ela"
        assert 0 <= analysed.confidence(word) <= 1
        assert analysed.addresses(word)
        assert not analysed.addresses(index_of(analysed, "tarkistan"))

    def test_the_dictionary(self, analysed: Analysed) -> None:
        assert analysed.knows("tilaus")
        assert not analysed.knows("xyzzy")

    def test_zones(self, analysed: Analysed) -> None:
        quoted = index_of(analysed, "Lähetä")
        assert analysed.in_zone(quoted)
        assert analysed.zone_at(0, len(analysed.doc)) == "quotation"
        assert analysed.zone_at(0, quoted - 1) is None
        assert not analysed.in_zone(index_of(analysed, "lähetä"))

    def test_zones_stand_where_they_stand_in_the_draft(self) -> None:
        draft = "Pai\u00adnike  ”La\u0308heta\u0308” toimii."
        (zone,) = analyse(pipeline(), draft).skipped
        assert draft[zone.start : zone.end] == "”La\u0308heta\u0308”"

    def test_lists(self) -> None:
        analysed = analyse(pipeline(), "Näin:\n1. Avaa laite.\n2. Sulje laite.\nKiitos")
        assert analysed.in_list(index_of(analysed, "Avaa"))
        assert not analysed.in_list(index_of(analysed, "Kiitos"))

    def test_edited(self, analysed: Analysed) -> None:
        start = DRAFT.index("laskustasi")
        edit = Edit(start=start, end=start + len("laskustasi"), replacement="laskustanne")
        draft = DRAFT.replace("laskustasi", "laskustanne")
        edited = analysed.edited(pipeline(), draft, [edit])
        assert edited.draft == edited.doc.text == draft
        assert annotations(edited.doc) == annotations(analyse(pipeline(), draft).doc)

    def test_edited_to_nothing(self, analysed: Analysed) -> None:
        assert not len(analysed.edited(pipeline(), "", [Edit(start=0, end=len(DRAFT), replacement="")]).doc)

    def test_what_is_found_once_is_kept_for_this_draft_alone(self, analysed: Analysed) -> None:
        seen: list[Analysed] = []

        def count(each: Analysed) -> int:
            seen.append(each)
            return len(each.doc)

        other = analyse(pipeline(), "Hei!")
        assert [each.once(count) for each in (analysed, analysed, other)] == [len(analysed.doc)] * 2 + [2]
        assert seen == [analysed, other]

    def test_the_empty_range(self, analysed: Analysed) -> None:
        assert analysed.text_span(0, 0) == (0, 0)
        assert analysed.zone_at(0, 0) is None
        assert analyse(pipeline(), "").draft_span(0, 0) == (0, 0)
