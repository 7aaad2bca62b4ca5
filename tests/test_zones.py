"""What is not the agent's own prose."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from replycheck import Checker
from replycheck.analysis import analyse_words, load_pipeline
from replycheck.model import SkipReason
from replycheck.zones import find_zones, language_of

WORDS = "``` Terveisin https://x.fi <blockquote> </blockquote> {{nimi}} a@b.fi PS. sana".split()
LINES = ["\n> ", "\nt. Noora", "Maija kirjoitti:\n", "Lähettäjä: a\nAihe: b", "\n\n"]
PARTS = st.sampled_from([*" \n”\"“„«»'`>-:.,aÄ{}[]<>%@", *WORDS, *LINES])
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=40).map("".join))


@cache
def pipeline() -> Language:
    return load_pipeline()


def zones_of(text: str) -> list[tuple[str, SkipReason]]:
    return [(text[zone.start : zone.end], zone.reason) for zone in find_zones(text)]


class TestQuotations:
    @pytest.mark.parametrize(
        "quotation",
        [
            "”ota yhteyttä kauppaasi”",
            '"ota yhteyttä kauppaasi"',
            "»ota yhteyttä kauppaasi»",
            "»ota yhteyttä«",
            "«ota yhteyttä»",
            "“ota yhteyttä”",
            "„ota yhteyttä“",
            "”vikanne”",
            "'ota yhteyttä kauppaasi'",
            "’ota yhteyttä vaa’an luona.’",
            "‘ota yhteyttä’",
            '"Ota yhteyttä.\nHeti."',
        ],
    )
    @pytest.mark.parametrize("frame", ["Hän sanoi {} ja lähti.", "({})", "{}", "Katso {}-sivulta."])
    def test_examples(self, quotation: str, frame: str) -> None:
        assert zones_of(frame.format(quotation)) == [(quotation, "quotation")]

    @pytest.mark.parametrize(
        "text",
        [
            'Näyttö on 15" leveä ja 10" korkea.',
            "Hän sanoi ”tule ja lähti.\n\nNyt voitte tulla.”",
            "Uuden vaa'an ja rei’än hinta on halpa'.",
            "Bordeaux’n viini ja Nice’n hotelli ovat 90-luvun 'tyyliä.",
            "Tilasitte ”Paketin ja sitten",
            '" "',
        ],
    )
    def test_what_is_no_quotation(self, text: str) -> None:
        assert zones_of(text) == []

    def test_a_stray_mark_does_not_swallow_the_rest(self) -> None:
        assert zones_of('Koko 27" on loppu. Painike "Lähetä" toimii.') == [('"Lähetä"', "quotation")]


class TestLiterals:
    @pytest.mark.parametrize(
        ("text", "zones"),
        [
            ("Ks. https://x.fi/a?b=c, kiitos.", [("https://x.fi/a?b=c", "url")]),
            ("Sivulta lumotele.fi/ajanvaraus.", [("lumotele.fi/ajanvaraus", "url")]),
            ("Osoite on laskutus@pohjanetti.fi.", [("laskutus@pohjanetti.fi", "email-address")]),
            ("Hei {{ticket.name}}, {nimi}!", [("{{ticket.name}}", "placeholder"), ("{nimi}", "placeholder")]),
            ("Hei [asiakkaan nimi] %NAME%", [("[asiakkaan nimi]", "placeholder"), ("%NAME%", "placeholder")]),
            ("Hei <b>Anna</b>", [("<b>", "code"), ("</b>", "code")]),
            ("Aja `reset nyt` heti.", [("`reset nyt`", "code")]),
            ("Aja\n```\nreset\n\nnyt\n```\nheti.", [("```\nreset\n\nnyt\n```", "code")]),
            ("Hinta on 9,90 € (sis. alv.) eli 20 %.", []),
        ],
    )
    def test_examples(self, text: str, zones: list[tuple[str, SkipReason]]) -> None:
        assert zones_of(text) == zones


class TestQuotedMail:
    @pytest.mark.parametrize(
        ("own", "quoted"),
        [
            ("Hei!\n", "> Lähetä rahat.\n> Heti."),
            ("Hei!\n\n", "Maija Mehiläinen kirjoitti:\nLähetä rahat."),
            ("Hei!\n\n", "ma 3.6.2024 klo 12.05 Maija <m@x.fi> kirjoitti:\nLähetä rahat."),
            ("Hei!\n\n", "On Mon, 3 Jun 2024, Maija wrote:\nSend it."),
            ("Hei!\n\n", "Lähettäjä: Maija\nLähetetty: 3.6.2024\nAihe: Lasku\n\nLähetä."),
            ("Hei!\n\n", "----- Alkuperäinen viesti -----\nLähetä."),
            ("Hei!\n\n", "<blockquote>Lähetä.</blockquote>"),
        ],
    )
    def test_examples(self, own: str, quoted: str) -> None:
        assert zones_of(own + quoted) == [(quoted, "quoted-line")]

    def test_a_reply_below_the_quotation_is_read(self) -> None:
        text = "Maija kirjoitti:\n> Lähetä.\n\nHei Maija! Lähetän."
        assert zones_of(text) == [("Maija kirjoitti:", "quoted-line"), ("> Lähetä.", "quoted-line")]

    @pytest.mark.parametrize("text", ["Lähettäjä: Posti toimittaa paketin.", "Hän kirjoitti: voitte tulla."])
    def test_what_is_no_header(self, text: str) -> None:
        assert zones_of(text) == []


class TestSignature:
    @pytest.mark.parametrize(
        ("own", "signature"),
        [
            ("Kiitos!\n\nYstävällisin terveisin\n", "Vesa\nUusi Koti -verkkokaupan asiakaspalvelu"),
            ("Kiitos!\n\nTerveisin,\n\n", "Essi"),
            ("Kiitos!\nt. ", "Noora / Saarinetti"),
            ("Kiitos!\nTerv. ", "Liisa"),
            ("Kiitos!\n\nAurinkoista kevättä toivottaen\n", "Pihakauppa Vihreä"),
            ("Kiitos!\n-- \n", "Vesa\npuh. 010 555 0142"),
            ("Paketti on matkalla. Terveisin ", "Liisa, Sinun Kauppasi"),
        ],
    )
    def test_the_closing_phrase_stays(self, own: str, signature: str) -> None:
        assert zones_of(own + signature) == [(signature, "signature")]

    def test_a_postscript_is_read(self) -> None:
        assert zones_of("Terveisin\nEssi\nPS. Lähetä kuitti.") == [("Essi", "signature")]

    def test_a_long_text_below_is_no_signature(self) -> None:
        lines = [f"Rivi {number}" for number in range(9)]
        assert zones_of("\n".join(["Terveisin", *lines])) == [("\n".join(lines[:6]), "signature")]

    @pytest.mark.parametrize("text", ["Kerro terveisiä Matille.", "Terveisin", "Hyvää viikonloppua!\nVesa"])
    def test_what_is_no_signature(self, text: str) -> None:
        assert zones_of(text) == []


class TestOtherLanguages:
    @pytest.mark.parametrize(
        ("own", "foreign"),
        [
            ("Hei! Kiitos viestistänne.\n\n", "Thank you for your message. We will get back to you soon."),
            ("Hei!\n\n", "Hej! Tack för ditt meddelande, vi svarar så snart som möjligt."),
        ],
    )
    def test_a_stretch_is_one_zone(self, own: str, foreign: str) -> None:
        text = own + foreign
        zones = analyse_words(pipeline(), text).zones
        assert [zone.reason for zone in zones] == ["other-language"]
        assert "".join(foreign.split()).endswith("".join(text[zones[0].start : zones[0].end].split()))
        assert zones[0].end == len(text)

    @pytest.mark.parametrize(
        "text",
        [
            "moi, joo tää on tiedossa, teijän ei tarvii tehä mitään",
            "saatte seuraavlla laskullla hyvtiyksen, lähetänn sen",
            "Valitse kohta Settings ja avaa My account.",
            "Voit käyttää Pay by Link -palvelua.",
            "On tapana, että me autamme.",
        ],
    )
    def test_finnish_is_read(self, text: str) -> None:
        assert analyse_words(pipeline(), text).zones == []


@given(TEXTS)
def test_zones_are_in_order_and_apart(text: str) -> None:
    reached = 0
    for zone in find_zones(text):
        assert reached <= zone.start < zone.end <= len(text)
        reached = zone.end


@pytest.mark.parametrize(
    "unit", ['"', ' "a', " 'a", "<blockquote>", "`", "[a", "t. ", "\n> a", *LINES, *WORDS]
)
def test_work_grows_with_length_only(unit: str) -> None:
    """A quadratic search would not come to an end on these."""
    find_zones(unit * 50_000)
    find_zones((unit + "\n>") * 50_000)


# (text, its zones): shapes of agents' drafts
PROBES = [
    ("Hän kirjoitti ’lähetä kuitti’ eilen.", [("’lähetä kuitti’", "quotation")]),
    ("Hän kirjoitti 'lähetä kuitti' eilen.", [("'lähetä kuitti'", "quotation")]),
    ("Hän kirjoitti ‘lähetä kuitti’ eilen.", [("‘lähetä kuitti’", "quotation")]),
    ("Hän kirjoitti ‚lähetä kuitti‘ eilen.", [("‚lähetä kuitti‘", "quotation")]),
    ("Kirjoititte: “lähetä se heti“ ja", [("“lähetä se heti“", "quotation")]),
    ("Kirjoititte: ”lähetä se heti.” Teen sen.", [("”lähetä se heti.”", "quotation")]),
    ("Vaa’an ja rei’än hinta on sama.", []),
    ("Tilasin DVD'n ja CD'n.", []),
    (
        "Kohta ”Omat tietosi” ja “Tilauksesi”.",
        [("”Omat tietosi”", "quotation"), ("“Tilauksesi”", "quotation")],
    ),
    ("Moi!\n>> lähetä rahat\n> selvä\nKiitos!", [(">> lähetä rahat\n> selvä", "quoted-line")]),
    ("> Voitko auttaa?\nVoin auttaa.", [("> Voitko auttaa?", "quoted-line")]),
    ("Hinta on > 20 euroa.", []),
    ("Hei {nimi}, kiitos!", [("{nimi}", "placeholder")]),
    ("Tilaus [tilausnumero] on perillä.", [("[tilausnumero]", "placeholder")]),
    ("Hei <<etunimi>>!", [("<<etunimi>>", "placeholder")]),
    ("Hei %NAME%, kiitos!", [("%NAME%", "placeholder")]),
    ("Hei {{ customer.first_name }}!", [("{{ customer.first_name }}", "placeholder")]),
    ("Hei ${firstName}!", [("${firstName}", "placeholder")]),
    ("Hei [ETUNIMI]!", [("[ETUNIMI]", "placeholder")]),
    ("Hei <asiakkaan nimi>!", [("<asiakkaan nimi>", "placeholder")]),
    ("Katso osoite https://oma.elisa.fi/laskusi?x=1.", [("https://oma.elisa.fi/laskusi?x=1", "url")]),
    ("Katso www.posti.fi/seuraa.", [("www.posti.fi/seuraa", "url")]),
    ("Osoite on sinun.nimesi@posti.fi.", [("sinun.nimesi@posti.fi", "email-address")]),
    ("Avaa `ipconfig /release` ensin.", [("`ipconfig /release`", "code")]),
    ("Kiitos!\n\nYst. Liisa", [("Liisa", "signature")]),
    ("Kiitos!\n\nTerv.\nLiisa\nOmaNetti", [("Liisa\nOmaNetti", "signature")]),
    ("Kiitos!\nt. Liisa", [("Liisa", "signature")]),
    ("Kiitos!\nT: Liisa", [("Liisa", "signature")]),
    ("Kiitos!\nt Liisa", [("Liisa", "signature")]),
    ("Kiitos!\nTerveisin Liisa Kotisi", [("Liisa Kotisi", "signature")]),
    (
        "Kiitos!\nYstävällisin terveisin,\nOnni Toivo\nSinun Pankkisi Oy",
        [("Onni Toivo\nSinun Pankkisi Oy", "signature")],
    ),
    ("Kiitos!\nYT\nSatu", [("Satu", "signature")]),
    ("Kiitos!\nterkuin Anna", [("Anna", "signature")]),
    ("Kiitos!\nBest regards\nAnna Voit", [("Anna Voit", "signature")]),
    ("Hei! Asia on kunnossa.\n\nBest regards", []),
    ("Kiitos!\nSincerely,\nSatu", [("Satu", "signature")]),
    ("Kiitos!\nBästa hälsningar\nAnna", [("Anna", "signature")]),
    ("Hei! Asia on kunnossa.\n\nKind regards,\nAnna Voit", [("Anna Voit", "signature")]),
    ("Kiitos!\nMed vänlig hälsning\nAnna", [("Anna", "signature")]),
    (
        "Paketti on matkalla.\n\nYour parcel is on its way and will be delivered tomorrow.",
        [("Your parcel is on its way and will be delivered tomorrow.", "other-language")],
    ),
    (
        "Sorry, I do not speak English well. Voitteko soittaa meille?",
        [("Sorry, I do not speak English well.", "other-language")],
    ),
    ("Paketti lähtee next day -toimituksella.", []),
    (
        "Ditt paket kommer i morgon. Paketti tulee huomenna.",
        [("Ditt paket kommer i morgon.", "other-language")],
    ),
]

# (draft, what is found in it): names of pages, products and buttons
JUDGED = [
    ("Tiedot ovat Omat tietosi -sivulla.", ""),
    ("Muutos tehdään Oma Elisa -palvelussa.", ""),
    ("Kirjautukaa Sinun Pankkisi -sovellukseen.", "Kirjautukaa"),
    ("Valikosta löytyy Laskusi-osio.", ""),
    ("Tiedot näkyvät sivulla Tilauksesi.", ""),
    ("Avattu on Lähetä kuva -toiminto.", ""),
    ("Muutos onnistuu Hallitse tilaustasi -painikkeesta.", ""),
    ("Laite kuuluu Löydä laitteesi -palveluun.", ""),
    ("Etu kuuluu kaikille Voit Hyvin -klubin jäsenille.", ""),
    ("Asia on kunnossa.\nBest regards\nAnna Voit", ""),
    ("Voit avata Oma Elisa -palvelun.", "Voit"),
    ("Saat edun Tuo Kaverisi -kampanjasta.", "Saat"),
    ("Se oli 'oma vikasi', sanoi kollega.", ""),
    ("Painikkeessa lukee ”Hyväksy tilauksesi”, ja voit painaa sitä.", "voit"),
]


@pytest.mark.parametrize(("text", "zones"), PROBES)
def test_shapes_of_drafts(text: str, zones: list[tuple[str, SkipReason]]) -> None:
    found = analyse_words(pipeline(), text).zones
    assert [(text[zone.start : zone.end], zone.reason) for zone in found] == zones


@pytest.mark.parametrize(("draft", "found"), JUDGED)
def test_names_of_pages_and_products(draft: str, found: str) -> None:
    report = Checker({"select": ("address", "imperative")}).check(draft)
    assert [finding.text for finding in report.findings] == found.split()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Saimme tilauksenne eilen.", "fi"),
        ("moi sun pitäs laittaa se paketti takas", "fi"),
        ("Elisa Saunalahti Huoltamo Oy", "fi"),
        ("Thank you for your message.", "en"),
        ("Tack för ditt meddelande, vi återkommer till dig.", "sv"),
        ("Vielen Dank für Ihre Nachricht.", None),
        ("Tere! Saatke palun meile arve koopia.", None),
        ("Gigantti", "fi"),  # too little to tell
        ("12.3. 😀 – 50 €", "fi"),
        ("", "fi"),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    found, share = language_of(text)
    assert found == language
    assert 0 <= share <= 1
