"""Where a phrase is found in a draft."""

import pytest

from replycheck.analysis import analyse, load_pipeline
from replycheck.patterns import compile_phrase
from replycheck.wording import WordingMatcher, Words

NLP = load_pipeline()


def found(phrase: str, text: str) -> list[str]:
    analysed = analyse(NLP, text)
    places = WordingMatcher([compile_phrase(phrase, {})]).find(Words(analysed))
    return [" ".join(analysed.doc[place.start : place.end].text.split()) for place in places]


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("teidän täytyy", "Nyt Teidän täytyy odottaa.", ["Teidän täytyy"]),
        ("~lasku", "Laskunne ja laskut ovat täällä.", ["Laskunne", "laskut"]),
        ("muka*", "Se on mukamas muualla.", ["mukamas"]),
        ("ei ...2 ole", "Ei se kai ole. Ei se nyt kai vain ole.", ["Ei se kai ole"]),
        ("ei ... ole", "Ei se, ole hyvä.", []),
        ("jo? kerroin", "Kuten jo kerroin. Kuten kerroin.", ["jo kerroin", "kerroin"]),
        ("^ kuten", "Asia on kuten sanoin. Kuten sanoin.", ["Kuten"]),
        ("_[POS=NOUN] on", "Auto on sininen.", ["Auto on"]),
        ("lasku on", "Tässä lasku. On hyvä.", []),
        # A line that an e-mail program has wrapped.
        (
            "teidän täytyy",
            "Saimme viestinne eilen ja haluamme kertoa teille asiasta, että nyt teidän\ntäytyy odottaa.",
            ["teidän täytyy"],
        ),
    ],
)
def test_phrase_is_found_where_it_stands(phrase, text, places):
    assert found(phrase, text) == places


def test_captures_name_their_tokens():
    analysed = analyse(NLP, "Vika on teissä.")
    matcher = WordingMatcher([compile_phrase("fault:~vika x:jo? on where:teissä", {})])
    (place,) = matcher.find(Words(analysed))
    assert place.captures == {"fault": (0, 1), "where": (2, 3)}
