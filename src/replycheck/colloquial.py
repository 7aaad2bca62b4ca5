"""Spoken and chat Finnish that Voikko does not know, as data: closed word lists in UD terms.

Sources: VISK (Iso suomen kielioppi) § 100 for the short pronoun stems (*mä, sä, su-, mu-*), § 1661–1662 for
the spoken question without *-ko* (*voitsä*). What is productive (*haluut, laskus, tehny, onks*) is found by
``spoken_guesses``, which names a standard form that the dictionary has to confirm. ``docs/colloquial.md``
lists both for people.

This module knows no dictionary; ``morphology`` turns its entries into readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Entry(NamedTuple):
    """A spoken word form: lemma, UPOS, UD features and the standard form of the same word."""

    lemma: str
    pos: str
    feats: dict[str, str]
    standard: str


class Guess(NamedTuple):
    """A standard form to look up, and what its reading must have to be accepted.

    standard: the standard form that the spoken form would stand for
    lookup: the form to analyse (differs from ``standard`` where the clitic is left off)
    needs: features the reading of ``lookup`` must have
    adds: features the spoken reading gets on top
    alone: whether a confirmed guess ends the search; endings in -s mean several things
    """

    standard: str
    lookup: str
    needs: Mapping[str, str]
    adds: Mapping[str, str]
    alone: bool = True


# Spoken stem forms of the personal pronouns: spoken form -> (case, standard form).
_PRONOUNS = {
    ("sinä", "2", "Sing"): {
        "Nom": ("sinä", "sä sää sie siä"),
        "Gen": ("sinun", "sun siun"),
        "Acc": ("sinut", "sut siut"),
        "Par": ("sinua", "sua siuta"),
        "Ine": ("sinussa", "sussa siussa"),
        "Ela": ("sinusta", "susta sust siusta"),
        "Ill": ("sinuun", "suhun suhu siuhun"),
        "Ade": ("sinulla", "sulla sul siulla"),
        "Abl": ("sinulta", "sulta sult siulta"),
        "All": ("sinulle", "sulle siulle"),
        "Ess": ("sinuna", "suna siuna"),
    },
    ("minä", "1", "Sing"): {
        "Nom": ("minä", "mä mää mie miä"),
        "Gen": ("minun", "mun miun"),
        "Acc": ("minut", "mut miut"),
        "Par": ("minua", "mua miuta"),
        "Ine": ("minussa", "mussa miussa"),
        "Ela": ("minusta", "musta must miusta"),
        "Ill": ("minuun", "muhun miuhun"),
        "Ade": ("minulla", "mulla mul miulla"),
        "Abl": ("minulta", "multa mult miulta"),
        "All": ("minulle", "mulle miulle"),
    },
    ("te", "2", "Plur"): {
        "Gen": ("teidän", "teijän teiän"),
        "Acc": ("teidät", "teijät teiät teitin"),
        "Ade": ("teillä", "teil"),
        "Abl": ("teiltä", "teilt"),
    },
    ("me", "1", "Plur"): {
        "Gen": ("meidän", "meijän meiän"),
        "Acc": ("meidät", "meijät meiät"),
        "Ade": ("meillä", "meil"),
        "Abl": ("meiltä", "meilt"),
    },
    ("he", "3", "Plur"): {
        "Gen": ("heidän", "heijän heiän"),
        "Acc": ("heidät", "heijät heiät"),
        "Ade": ("heillä", "heil"),
        "Abl": ("heiltä", "heilt"),
    },
}
# Ordinary words that look like a spoken pronoun (black, soil): address does not hang on the first person.
_PRONOUN_LOOKALIKES = frozenset({"musta", "multa"})

# Clitics on pronouns: spoken shapes -> standard shape with back and front vowel, UD value.
_CLITICS = {
    "kin": ("kin", "kin", "Kin"),
    "ki": ("kin", "kin", "Kin"),
    "kaan": ("kaan", "kään", "Kaan"),
    "kaa": ("kaan", "kään", "Kaan"),
    "kään": ("kaan", "kään", "Kaan"),
    "kää": ("kaan", "kään", "Kaan"),
    "han": ("han", "hän", "Han"),
    "hän": ("han", "hän", "Han"),
    "ko": ("ko", "kö", "Ko"),
    "kö": ("ko", "kö", "Ko"),
    "kohan": ("kohan", "köhän", "Han,Ko"),
    "köhän": ("kohan", "köhän", "Han,Ko"),
    "kos": ("kos", "kös", "Ko,S"),
    "kös": ("kos", "kös", "Ko,S"),
    "pa": ("pa", "pä", "Pa"),
    "pä": ("pa", "pä", "Pa"),
    "ppa": ("pa", "pä", "Pa"),
    "ppä": ("pa", "pä", "Pa"),
    "pas": ("pas", "päs", "Pa,S"),
    "päs": ("pas", "päs", "Pa,S"),
    "ppas": ("pas", "päs", "Pa,S"),
    "ppäs": ("pas", "päs", "Pa,S"),
}


def join_clitic(word: str, clitic: str) -> str:
    """Attach a clitic (any shape listed above) in its standard shape with the vowel harmony of ``word``."""
    back, front, _ = _CLITICS[clitic]
    return word + (back if any(letter in "aou" for letter in word) else front)


def split_clitic(word: str) -> Iterator[tuple[str, str, str]]:
    """Give every ``(stem, clitic, UD value)`` that ``word`` could be cut into, longest clitic first."""
    for clitic in sorted(_CLITICS, key=len, reverse=True):
        if word.endswith(clitic) and len(word) > len(clitic) + 1:
            yield word[: -len(clitic)], clitic, _CLITICS[clitic][2]


# Verbs with irregular spoken forms: lemma, then pairs of label (see _FORMS) and spoken:standard.
_IND = {"Mood": "Ind", "VerbForm": "Fin", "Voice": "Act"}
_CONNEG = {"Connegative": "Yes", "Mood": "Ind", "Tense": "Pres", "VerbForm": "Fin"}
_IMP2 = {"Mood": "Imp", "Number": "Sing", "Person": "2", "VerbForm": "Fin", "Voice": "Act"}
_VERBS = """
olla     1s oon:olen  2s oot:olet  1s- oo:ole  2p ootte:olette  1p oomme:olemme  2s? ooks:oletko
mennä    1s meen:menen  2s meet:menet  1s- mee:mene  2s! mee:mene  2p meette:menette
tulla    1s tuun:tulen  2s tuut:tulet  1s- tuu:tule  2s! tuu:tule  2p tuutte:tulette
panna    1s paan:panen  2s paat:panet  1s- paa:pane  2s! paa:pane  2p paatte:panette
tietää   1s tiiän:tiedän  2s tiiät:tiedät  1s- tiiä:tiedä  2p tiiätte:tiedätte  2s tiät:tiedät
nähdä    1s nään:näen  2s näät:näet  1s- nää:näe  2p näätte:näette  inf nähä:nähdä  ps nähään:nähdään
tehdä    inf tehä:tehdä  ps tehään:tehdään
tarvita  1s tarviin:tarvitsen  2s tarviit:tarvitset  3s tarvii:tarvitsee  1s- tarvii:tarvitse
tarvita  2p tarviitte:tarvitsette  3c tarviis:tarvitsisi
tarvita  1s tarttin:tarvitsen  2s tarttet:tarvitset  3s tarttee:tarvitsee  2p tartette:tarvitsette
tarvita  2s tartet:tarvitset  1s- tartte:tarvitse  1s- tarttee:tarvitse  3c tarttis:tarvitsisi
kannattaa 3s kandee:kannattaa  1s- kandee:kannata  3c kandeis:kannattaisi
kannattaa 3s kantsii:kannattaa  1s- kantsi:kannata  3c kantsis:kannattaisi
odottaa  2s! oota:odota  1s ootan:odotan  2s ootat:odotat  1s- oota:odota  2p ootatte:odotatte
odottaa  3s oottaa:odottaa  inf oottaa:odottaa  3c oottais:odottaisi
katsoa   2s! kato:katso  1s katon:katson  2s katot:katsot  1s- kato:katso  2p katotte:katsotte
katsoa   3s kattoo:katsoo  inf kattoa:katsoa  ps katotaan:katsotaan  2s? katotko:katsotko
tarkistaa 2s! tsekkaa:tarkista  2s tsekkaat:tarkistat  1s tsekkaan:tarkistan  1s- tsekkaa:tarkista
tarkistaa 3s tsekkaa:tarkistaa  2p tsekkaatte:tarkistatte  inf tsekata:tarkistaa
lähteä   2s lähet:lähdet  1s lähen:lähden  1s- lähe:lähde
löytää   2s löyät:löydät  1s löyän:löydän  1s- löyä:löydä  2p löyätte:löydätte
pyytää   2s pyyät:pyydät  1s pyyän:pyydän  1s- pyyä:pyydä  2p pyyätte:pyydätte
ehtiä    2s ehit:ehdit  1s ehin:ehdin  1s- ehi:ehdi  2p ehitte:ehditte
kirjoittaa 2s! kirjota:kirjoita  1s- kirjota:kirjoita
saada    ps saahaan:saadaan
voida    ps voiaan:voidaan
"""
_FORMS = {
    "1s": {**_IND, "Tense": "Pres", "Person": "1", "Number": "Sing"},
    "2s": {**_IND, "Tense": "Pres", "Person": "2", "Number": "Sing"},
    "2s?": {**_IND, "Tense": "Pres", "Person": "2", "Number": "Sing", "Clitic": "Ko"},
    "3s": {**_IND, "Tense": "Pres", "Person": "3", "Number": "Sing"},
    "3c": {**_IND, "Mood": "Cnd", "Person": "3", "Number": "Sing"},
    "1p": {**_IND, "Tense": "Pres", "Person": "1", "Number": "Plur"},
    "2p": {**_IND, "Tense": "Pres", "Person": "2", "Number": "Plur"},
    "ps": {**_IND, "Tense": "Pres", "Voice": "Pass"},
    "inf": {"InfForm": "1", "Number": "Sing", "VerbForm": "Inf", "Voice": "Act"},
    "1s-": _CONNEG,
    "2s!": _IMP2,
}

# Other closed words: spoken, lemma, UPOS, features, standard form.
_WORDS = """
et      että     SCONJ  _                                                  että
mut     mutta    CCONJ  _                                                  mutta
ku      kun      SCONJ  _                                                  kun
sitku   kun      SCONJ  _                                                  sitten kun
ni      niin     ADV    _                                                  niin
uus     uusi     ADJ    Case=Nom|Degree=Pos|Number=Sing                    uusi
nii     niin     ADV    _                                                  niin
niinku  niin     ADV    _                                                  niin kuin
vaa     vain     ADV    _                                                  vain
sit     sitten   ADV    _                                                  sitten
sitte   sitten   ADV    _                                                  sitten
viel    vielä    ADV    _                                                  vielä
vast    vasta    ADV    _                                                  vasta
kyl     kyllä    ADV    _                                                  kyllä
just    juuri    ADV    _                                                  juuri
siks    siksi    ADV    _                                                  siksi
sillon  silloin  ADV    _                                                  silloin
millon  milloin  ADV    _                                                  milloin
uudestaa uudestaan ADV  _                                                  uudestaan
sillee  silleen  ADV    _                                                  sillä lailla
tääl    täällä   ADV    _                                                  täällä
siel    siellä   ADV    _                                                  siellä
tuol    tuolla   ADV    _                                                  tuolla
tonne   tuonne   ADV    _                                                  tuonne
täält   täältä   ADV    _                                                  täältä
sielt   sieltä   ADV    _                                                  sieltä
ens     ensi     ADV    _                                                  ensi
jees    joo      INTJ   _                                                  joo
jep     joo      INTJ   _                                                  joo
kans    kanssa   ADP    AdpType=Post                                       kanssa
kaa     kanssa   ADP    AdpType=Post                                       kanssa
eka     ensimmäinen ADJ Case=Nom|NumType=Ord|Number=Sing                   ensimmäinen
ekan    ensimmäinen ADJ Case=Gen|NumType=Ord|Number=Sing                   ensimmäisen
yks     yksi     NUM    Case=Nom|NumType=Card|Number=Sing                  yksi
kaks    kaksi    NUM    Case=Nom|NumType=Card|Number=Sing                  kaksi
viis    viisi    NUM    Case=Nom|NumType=Card|Number=Sing                  viisi
tää     tämä     PRON   Case=Nom|Number=Sing|PronType=Dem                  tämä
tän     tämä     PRON   Case=Gen|Number=Sing|PronType=Dem                  tämän
tänki   tämä     PRON   Case=Gen|Clitic=Kin|Number=Sing|PronType=Dem       tämänkin
täs     tämä     PRON   Case=Ine|Number=Sing|PronType=Dem                  tässä
täst    tämä     PRON   Case=Ela|Number=Sing|PronType=Dem                  tästä
täl     tämä     PRON   Case=Ade|Number=Sing|PronType=Dem                  tällä
nää     nämä     PRON   Case=Nom|Number=Plur|PronType=Dem                  nämä
siin    se       PRON   Case=Ine|Number=Sing|PronType=Dem                  siinä
siit    se       PRON   Case=Ela|Number=Sing|PronType=Dem                  siitä
niit    ne       PRON   Case=Par|Number=Plur|PronType=Dem                  niitä
toi     tuo      PRON   Case=Nom|Number=Sing|PronType=Dem                  tuo
ton     tuo      PRON   Case=Gen|Number=Sing|PronType=Dem                  tuon
tota    tuo      PRON   Case=Par|Number=Sing|PronType=Dem                  tuota
tolla   tuo      PRON   Case=Ade|Number=Sing|PronType=Dem                  tuolla
tolle   tuo      PRON   Case=All|Number=Sing|PronType=Dem                  tuolle
tosta   tuo      PRON   Case=Ela|Number=Sing|PronType=Dem                  tuosta
tossa   tuo      PRON   Case=Ine|Number=Sing|PronType=Dem                  tuossa
tos     tuo      PRON   Case=Ine|Number=Sing|PronType=Dem                  tuossa
tohon   tuo      PRON   Case=Ill|Number=Sing|PronType=Dem                  tuohon
noi     nuo      PRON   Case=Nom|Number=Plur|PronType=Dem                  nuo
mikskä  mikä     PRON   Case=Tra|Number=Sing|PronType=Int                  miksi
emmä    ei       AUX    Number=Sing|Person=1|Polarity=Neg|VerbForm=Fin|Voice=Act           en minä
etsä    ei       AUX    Clitic=Ko|Number=Sing|Person=2|Polarity=Neg|VerbForm=Fin|Voice=Act  etkö
eksä    ei       AUX    Clitic=Ko|Number=Sing|Person=2|Polarity=Neg|VerbForm=Fin|Voice=Act  etkö
ettekste ei      AUX    Clitic=Ko|Number=Plur|Person=2|Polarity=Neg|VerbForm=Fin|Voice=Act  ettekö
eiks    ei       AUX    Clitic=Ko|Number=Sing|Person=3|Polarity=Neg|VerbForm=Fin|Voice=Act  eikö
ite     itse     PRON   Case=Nom|Number=Sing|Reflex=Yes                    itse
itte    itse     PRON   Case=Nom|Number=Sing|Reflex=Yes                    itse
ittes   itse     PRON   Case=Gen|Number=Sing|Number[psor]=Sing|Person[psor]=2|Reflex=Yes   itsesi
ittees  itse     PRON   Case=Ill|Number=Sing|Number[psor]=Sing|Person[psor]=2|Reflex=Yes   itseesi
ittestäs itse    PRON   Case=Ela|Number=Sing|Number[psor]=Sing|Person[psor]=2|Reflex=Yes   itsestäsi
ittelles itse    PRON   Case=All|Number=Sing|Number[psor]=Sing|Person[psor]=2|Reflex=Yes   itsellesi
itelles itse     PRON   Case=All|Number=Sing|Number[psor]=Sing|Person[psor]=2|Reflex=Yes   itsellesi
itelläs itse     PRON   Case=Ade|Number=Sing|Number[psor]=Sing|Person[psor]=2|Reflex=Yes   itselläsi
"""


def _parse_feats(text: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in text.split("|") if pair != "_")
    return {"Style": "Coll", **dict(pairs)}


def _build() -> dict[str, tuple[Entry, ...]]:
    words: dict[str, list[Entry]] = {}

    def add(spoken: str, entry: Entry) -> None:
        if entry not in words.setdefault(spoken, []):
            words[spoken].append(entry)

    for (lemma, person, number), cases in _PRONOUNS.items():
        for case, (standard, forms) in cases.items():
            feats = {"Case": case, "Number": number, "Person": person, "PronType": "Prs", "Style": "Coll"}
            for spoken in forms.split():
                if spoken in _PRONOUN_LOOKALIKES:
                    continue
                add(spoken, Entry(lemma, "PRON", feats, standard))
                for clitic, (_, _, value) in _CLITICS.items():
                    # sää+kin is a form of the weather, sie+ni a mushroom
                    if spoken in ("sää", "sie", "mie", "mää") or value.startswith("Pa"):
                        continue
                    with_clitic = {**feats, "Clitic": value}
                    add(spoken + clitic, Entry(lemma, "PRON", with_clitic, join_clitic(standard, clitic)))
    for line in _VERBS.split("\n"):
        lemma, *cells = line.split() or [""]
        for label, pair in zip(cells[::2], cells[1::2], strict=True):
            spoken, standard = pair.split(":")
            pos = "AUX" if lemma == "olla" else "VERB"
            add(spoken, Entry(lemma, pos, {**_FORMS[label], "Style": "Coll"}, standard))
    for line in _WORDS.strip().split("\n"):
        spoken, lemma, pos, feats_text, standard = line.split(None, 4)
        add(spoken, Entry(lemma, pos, _parse_feats(feats_text), standard))
    return {spoken: tuple(entries) for spoken, entries in words.items()}


LEXICON: Mapping[str, tuple[Entry, ...]] = MappingProxyType(_build())

_FINITE_2SG = {"Person": "2", "Number": "Sing", "VerbForm": "Fin"}
_FINITE_2PL = {"Person": "2", "Number": "Plur", "VerbForm": "Fin"}
_FINITE_3SG = {"Person": "3", "Number": "Sing", "VerbForm": "Fin"}
# Spoken vowel assimilation: haluut, selviit, putoot stand for -uat, -iät, -oat.
_ASSIMILATED = {
    "uu": ("ua",),
    "yy": ("yä",),
    "oo": ("oa",),
    "öö": ("öä",),
    "ii": ("ia", "iä"),
    "ee": ("ea", "eä"),
}


def spoken_guesses(word: str) -> Iterator[Guess]:
    """Give the standard forms that an unknown lower-case word could be the spoken shape of.

    Productive patterns only, most reliable first; the caller has to confirm each in the dictionary.
    ``docs/colloquial.md`` explains them.
    """
    yield from _questions(word)
    yield from _short_conditionals(word)
    yield from _assimilated_vowels(word)
    yield from _without_i_inside(word)
    if len(word) > 3 and word.endswith(("nu", "ny", "lu", "ly", "ru", "ry", "su", "sy")):
        yield _same(word + "t", {"PartForm": "Past", "Voice": "Act", "Case": "Nom"})
    if (match := re.fullmatch(r"(.{2,}[aä])(s|si|sin|sit|sitte)", word)) is not None:
        ending = "si" if match.group(2) == "s" else match.group(2)
        yield _same(match.group(1) + "i" + ending, {"Mood": "Cnd"}, alone=match.group(2) != "s")
    if (match := re.fullmatch(r"(.{2,})p(p[aä]s?)", word)) is not None:
        yield _same("".join(match.groups()), {"Mood": "Imp"})
    if len(word) > 3 and word.endswith("s"):
        yield from _familiar_s(word)
        yield _same(word + "i", {"Tense": "Past", "Person": "3", "Number": "Sing"}, alone=False)
        yield _same(word + "i", {"Person[psor]": "2", "Number[psor]": "Sing"})


def _same(standard: str, needs: Mapping[str, str], *, alone: bool = True) -> Guess:
    return Guess(standard, standard, needs, {}, alone)


def _questions(word: str) -> Iterator[Guess]:
    """V+sä (*voitsä, voiksä*), V+ks+te (*saattekste*), and V+ks, which before *sä* is *voitko*, else *voiko*."""
    asks = {"Clitic": "Ko"}
    if len(word) > 4 and word.endswith(("tsä", "tsa", "ksä", "ksa")):
        you = word[:-3] + "t"
        yield Guess(join_clitic(you, "ko"), you, _FINITE_2SG, asks)
    if word.endswith("ttekste"):
        you = word[:-4]
        yield Guess(join_clitic(you, "ko"), you, _FINITE_2PL, asks)
    if len(word) > 3 and word.endswith("ks"):
        asked, you = word[:-2], word[:-2] + "t"
        yield Guess(join_clitic(asked, "ko"), asked, {"VerbForm": "Fin"}, asks, alone=False)
        yield Guess(join_clitic(you, "ko"), you, _FINITE_2SG, asks)


def _short_conditionals(word: str) -> Iterator[Guess]:
    """*vois, maksais* without the last vowel, and *ois-* for *olis-*."""
    if len(word) > 2 and word.endswith("is"):
        yield _same(word + "i", {"Mood": "Cnd"})
    if word.startswith("ois"):
        yield _same("olisi" if word == "ois" else "ol" + word[1:], {"Mood": "Cnd"})


def _assimilated_vowels(word: str) -> Iterator[Guess]:
    """*haluut, haluutte, haluu, kuittii, hirvee*; also the illative without its -n."""
    match = re.fullmatch(r"(.{2,})(uu|yy|oo|öö|ii|ee)(t|n|tte|)", word)
    if match is None:
        return
    stem, vowels, ending = match.groups()
    shorts = [stem + short for short in _ASSIMILATED[vowels]]
    if ending:
        needs = {"Mood": "Ind", "VerbForm": "Fin", "Number": "Plur" if ending == "tte" else "Sing"}
        yield from (_same(short + ending, needs) for short in shorts)
        return
    for short in shorts:
        yield _same(short + short[-1], _FINITE_3SG)
        yield _same(short, {"Connegative": "Yes"})
        yield _same(short, {"Case": "Par"}, alone=False)
        yield _same(short, {"Case": "Nom", "Degree": "Pos"}, alone=False)
    yield _same(word + "n", {"Case": "Ill"}, alone=False)


def _without_i_inside(word: str) -> Iterator[Guess]:
    """*semmonen, tommosen* for *-oinen, -oisen*; *kirjottaa, osote* for *-oit-*."""
    if (match := re.fullmatch(r"(.{2,}[aäoöe])(nen|s[et].*)", word)) is not None:
        stem = re.sub("^to(?=mmo|lla)", "tuo", match.group(1))
        needs = {} if stem == "tuommo" else {"Degree": "Pos"}  # tuommoinen is a noun for the dictionary
        yield _same(f"{stem}i{match.group(2)}", needs)
    vowel, other = "[aeiouyäö]", "[^aeiouyäö]"
    for match in re.finditer(f"(?:(?<={vowel}{other})|(?<={vowel}{other}{other}))[oö](?=t)", word):
        yield _same(f"{word[: match.end()]}i{word[match.end() :]}", {})


def _familiar_s(word: str) -> Iterator[Guess]:
    """*kuules, annas, mennääs*: -s for -pas."""
    for needs in (
        {"Mood": "Imp"},
        {"Connegative": "Yes", "Mood": "Ind"},
        {"Voice": "Pass", "VerbForm": "Fin"},
    ):
        yield Guess(join_clitic(word[:-1], "pas"), word[:-1], needs, {"Clitic": "S"}, alone=False)


def spoken_past(word: str) -> str | None:
    """Give the past tense that lost its *-i* in speech (*se sano, hän kysy*), where ``word`` could be one."""
    return word + "i" if len(word) > 3 and word[-1] in "ouyö" else None
