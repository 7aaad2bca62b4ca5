"""The reading chosen in context: whole sentences through the real model and dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from replycheck.analysis import MODEL, load_pipeline
from replycheck.constraints import CONSTRAINTS
from replycheck.features import parse_feats
from replycheck.morphology import open_morphology
from replycheck.readings import Choice, choose


@cache
def full() -> Language:
    return load_pipeline()


@cache
def light() -> Language:
    return load_pipeline("light")


def choice_at(nlp: Language, text: str, start: int) -> Choice:
    """The choice for the token that starts at a character."""
    doc = nlp(text)
    index = next(token.i for token in doc if token.idx == start)
    choice: Choice = doc._.replycheck_choices[index]
    return choice


IMPERATIVE = "Mood=Imp|Number=Sing|Person=2"
INDICATIVE_2SG = "Mood=Ind|Number=Sing|Person=2"
THIRD = "Mood=Ind|Number=Sing|Person=3"
PAST = THIRD + "|Tense=Past"
PLURAL_NOUN = "Case=Nom|Number=Plur|-Mood"
POSSESSED = "Person[psor]=2|Number[psor]=Sing|-Mood"
NAME = "UPOS=PROPN"

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
    ("selvä ok [Älkää] lähettäkö korttinumeroa.", "Polarity=Neg"),
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


# Each class of look-alikes both ways; the word in brackets → features its reading must have.
AMBIGUOUS = {
    "imperative or noun": [
        ("[Maksa] lasku eräpäivään mennessä.", IMPERATIVE),
        ("[Koe] päättyy perjantaina.", "Case=Nom|-Mood"),
        ("[Tee] tilaus verkkokaupassa.", IMPERATIVE),
        ("[Tee] on kallistunut.", "Case=Nom|-Mood"),
        ("Laitteen [tuki] päättyy vuodenvaihteessa.", "Case=Nom|-Mood"),
        ("[Tuki] vastaa viesteihin arkisin.", "Case=Nom|-Mood"),
        ("[Sulje] ohjelma ja avaa se uudelleen.", IMPERATIVE),
        ("[Peru] varaus viimeistään edellisenä päivänä.", IMPERATIVE),
        ("[Hanki] uusi kortti verkosta.", IMPERATIVE),
        ("[Uusi] salasanasi on voimassa heti.", "Case=Nom|-Mood"),
        ("[Toimi] näin, jos kortti katoaa.", IMPERATIVE),
        ("Palvelu [toimi] eilen normaalisti.", PAST),
        ("Siitä jäi ikävä [tunne].", "Case=Nom|-Mood"),
        ("Jos et [tunne] lähettäjää, älä avaa linkkiä.", "Connegative=Yes"),
        ("Tuotteen [arvo] on 40 euroa.", "Case=Nom|-Mood"),
        ("[Jää] odottamaan vahvistusta.", IMPERATIVE),
        ("Maksu [jää] odottamaan hyväksyntää.", THIRD),
        ("[Laita] laite lataukseen yöksi.", IMPERATIVE),
        ("[Voi] olla, että toimitus viivästyy.", THIRD),
        ("[Usko] minua, asia hoituu.", IMPERATIVE),
    ],
    "imperative or noun in another case": [
        ("[Tulosta] tarra ja kiinnitä se pakettiin.", IMPERATIVE),
        ("Emme vielä tiedä mittauksen [tulosta].", "UPOS=NOUN"),
        ("[Muista] ilmoittaa, jos muutat.", IMPERATIVE),
        ("Tilauksesi eroaa [muista] tilauksista.", "Case=Ela|-Mood"),
        ("[Käynnistä] reititin uudelleen.", IMPERATIVE),
        ("siksi yhteys pätkii. [käynnistä] se uudelleen ja testaa nopeus", IMPERATIVE),
        ("Veloitus johtuu asentajan [käynnistä].", "Case=Ela|-Mood"),
        ("[Soita] meille arkisin klo 9–16.", IMPERATIVE),
        ("[Tarkasta] tilauksen tiedot.", IMPERATIVE),
        ("[Järjestä] asiakirjat päiväyksen mukaan.", IMPERATIVE),
        ("[Puhdista] linssi kuivalla liinalla.", IMPERATIVE),
        ("Meillä ei ole [syytä] epäillä maksua.", "Case=Par|-Mood"),
        ("Viasta ei löytynyt [syytä].", "Case=Par|-Mood"),
        ("[Nimeä] tiedosto uudelleen.", IMPERATIVE),
        ("Palvelulla ei ole vielä [nimeä].", "Case=Par|-Mood"),
        ("Vian huomaa [äänestä].", "Case=Ela|-Mood"),
        ("[Äänestä] suosikkiasi verkossa.", IMPERATIVE),
        ("Muistissa ei ole [tilaa].", "Case=Par|-Mood"),
        ("[Tilaa] uusi kortti verkossa.", IMPERATIVE),
        ("Haluatko [lisää] tietoa?", "-Mood"),
        ("Saat [lisää] tietoa verkosta.", "-Mood"),
        ("[Lisää] viestiin tilausnumero.", IMPERATIVE),
        ("Pyydämme [kuvaa] viasta.", "Case=Par|-Mood"),
        ("Emme saaneet [kuvaa] laitteesta.", "Case=Par|-Mood"),
    ],
    "imperative or 3rd person": [
        ("[Avaa] sähköpostin linkki.", IMPERATIVE),
        ("Kuriiri [avaa] paketin tarvittaessa.", THIRD),
        ("[Vastaa] tähän viestiin.", IMPERATIVE),
        ("Kollegani [vastaa] viestiisi.", THIRD),
        ("Lukko, joka [avaa] oven, on rikki.", THIRD),
        ("[Lataa] sovellus puhelimeesi.", IMPERATIVE),
        ("Laturi [lataa] akun tunnissa.", THIRD),
        ("Päivitä ohjelma ja [varaa] siihen hetki aikaa.", IMPERATIVE),
        ("Asiakas kirjautuu palveluun ja [varaa] ajan itse.", THIRD),
        ("Jos laite sammuu, [vie] se huoltoon.", IMPERATIVE),
        ("Posti [vie] paketin noutopisteeseen.", THIRD),
        ("[Tuo] laite myymälään.", IMPERATIVE),
        ("[Tuo] laite on viallinen.", "PronType=Dem|-Mood"),
        ("[Tuo] tarjous on päättynyt.", "PronType=Dem|-Mood"),
        ("Posti hakee ja [tuo] paketit.", THIRD),
        ("[Käy] myymälässä, kun sinulle sopii.", IMPERATIVE),
        ("Laskusta [käy] ilmi eräpäivä.", THIRD),
        ("Meille [käy] perjantai.", THIRD),
        ("[Palaa] asiaan, kun ehdit.", IMPERATIVE),
        ("Asiantuntija [palaa] asiaan.", THIRD),
        ("[Huomioi] toimitusaika.", IMPERATIVE),
        ("Järjestelmä [huomioi] alennuksen.", THIRD),
        ("Se [seuraa] sijaintiasi.", THIRD),
        ("[Seuraa] lähetystä verkossa.", IMPERATIVE),
    ],
    "imperative or another verb form": [
        ("Emme [lähetä] tunnuslukuja tekstiviestillä.", "Connegative=Yes"),
        ("Älä [lähetä] korttia postissa.", "Connegative=Yes|Mood=Imp"),
        ("Jos ette [maksa] laskua, siitä tulee muistutus.", "Connegative=Yes"),
        ("[Selvitä] asia pankkisi kanssa.", IMPERATIVE),
        ("[Toimita] kuitti meille.", IMPERATIVE),
        ("[Sammuta] laite yöksi.", IMPERATIVE),
        ("Olemme pahoillamme, ettei tuote [vastaa] odotuksia.", "Connegative=Yes"),
        ("Hän [etsi] pakettia varastosta.", PAST),
        ("[Etsi] tilausnumero vahvistusviestistä.", IMPERATIVE),
    ],
    "verb in -t or plural noun": [
        ("[Voit] maksaa laskun verkossa.", INDICATIVE_2SG),
        ("Milloin [maksat] laskun?", INDICATIVE_2SG),
        ("Kun [tulet] myymälään, ota kuitti mukaan.", INDICATIVE_2SG),
        ("[Kulut] veloitetaan kortilta.", PLURAL_NOUN),
        ("[Tuet] maksetaan tilille perjantaina.", PLURAL_NOUN),
        ("[Tuet] meitä antamalla palautetta.", INDICATIVE_2SG),
        ("[Lähetit] tuovat paketin ovelle.", PLURAL_NOUN),
        ("[Lähetit] viestin eilen.", INDICATIVE_2SG),
        ("Jos [haet] tukea, täytä lomake.", INDICATIVE_2SG),
        ("[Näet] saldon sovelluksesta.", INDICATIVE_2SG),
        ("Miten [teet] palautuksen?", INDICATIVE_2SG),
        ("[Annat] meille luvan soittaa.", INDICATIVE_2SG),
        ("[Toimit] juuri oikein.", INDICATIVE_2SG),
        ("Mitä [toivot] meiltä?", INDICATIVE_2SG),
        ("Uudet [alat] avautuvat syksyllä.", PLURAL_NOUN),
        ("[Jätit] lomakkeen täyttämättä.", INDICATIVE_2SG),
    ],
    "possessed, past or conditional in -si": [
        ("Asiakas [tilasi] kaksi tuotetta.", PAST),
        ("Saimme [kuvasi] eilen.", POSSESSED),
        ("Teknikko [kuvasi] vian tarkasti.", PAST),
        ("Onko [nimesi] kirjoitettu oikein?", POSSESSED),
        ("Johtokunta [nimesi] uuden jäsenen.", PAST),
        ("Sinun [lupasi] on voimassa.", POSSESSED),
        ("Myyjä [lupasi] hyvityksen.", PAST),
        ("Korttisi [katosi] postissa.", PAST),
        ("[Korttisi] katosi postissa.", POSSESSED),
        ("Hän [varasi] ajan maanantaiksi.", PAST),
        ("Muokkaa [kirjasi] tietoja.", POSSESSED),
        ("Kuriiri [kirjasi] paketin toimitetuksi.", PAST),
        ("Tämä [voisi] auttaa.", "Mood=Cnd|-Person[psor]"),
        ("Milloin sinulle [sopisi]?", "Mood=Cnd"),
        ("Hyvitys [palasi] tilillesi.", PAST),
        ("Mittari [mittasi] kulutuksen väärin.", PAST),
        ("[Tietosi] ovat tallessa.", POSSESSED),
        ("[Kuusi] tuotetta puuttuu.", "NumType=Card|-Person[psor]"),
    ],
    "et": [
        ("Jos [et] löydä kuittia, kerro siitä.", "Polarity=Neg"),
        ("Miksi [et] saanut vahvistusta?", "Polarity=Neg"),
        ("Sanoit [et] paketti on hukassa.", "-Polarity"),
        ("mä luulin [et] se tulee tänään", "-Polarity"),
        ("[Et] ole vielä vastannut.", "Polarity=Neg"),
        ("toivottavasti [et] joudu odottamaan", "Polarity=Neg"),
        ("hyvä [et] kysyit", "-Polarity"),
        ("tiesin [et] sä soitat", "-Polarity"),
        ("[et] sä saa sitä takas", "Polarity=Neg"),
    ],
    "te: you or roads": [
        ("[Teille] on tulossa uusi kortti.", "PronType=Prs|Person=2"),
        ("Autamme [teitä] mielellämme.", "PronType=Prs|Person=2"),
        ("Paikallisilla [teillä] on liukasta.", "Case=Ade|-Person"),
        ("Huonoja [teitä] korjataan kesällä.", "Case=Par|-Person"),
        ("[Te] saatte hyvityksen.", "PronType=Prs|Person=2"),
        ("Monet [teistä] ovat kysyneet asiasta.", "PronType=Prs|Person=2"),
        ("Yksityisillä [teillä] pysäköinti on kielletty.", "Case=Ade|-Person"),
        ("Onko [teillä] jo tunnus?", "PronType=Prs|Person=2"),
    ],
    "sinä: you or that": [
        ("[Sinä] aikana palvelu oli poissa käytöstä.", "PronType=Dem|-Person"),
        ("Juuri [sinä] iltana jakelu keskeytyi.", "PronType=Dem|-Person"),
        ("[Sinä] vuonna hinnat nousivat.", "PronType=Dem|-Person"),
        ("Saitko [sinä] viestin?", "PronType=Prs|Person=2"),
        ("[Sinä] asiakkaana voit vaikuttaa.", "PronType=Prs|Person=2"),
        ("Siitä [sinä] saat hyvityksen.", "PronType=Prs|Person=2"),
    ],
}

NAMES_AND_LABELS = [
    ("[Anna] Virtanen palaa asiaan.", NAME),
    ("[Anna] meille hetki aikaa.", IMPERATIVE),
    ("[Anna] meille aikaa.", IMPERATIVE),
    ("[Anna] tilausnumero, niin autamme.", IMPERATIVE),
    ("[Anna] palautetta palvelustamme.", IMPERATIVE),
    ("[Anna] Helmin hoitaa asia.", IMPERATIVE),
    ("[Anna] asiakaspalvelusta soittaa teille.", NAME),
    ("Kollegani [Anna] vastaa teille.", NAME),
    ("[Satu] tarkistaa asian.", NAME),
    ("Hei [Satu], kiitos viestistäsi!", NAME),
    ("Laskun lähetti [Satu] eilen.", NAME),
    ("[Onni] soittaa teille huomenna.", NAME),
    ("Hei [Onni]!", NAME),
    ("Asiaasi hoitaa [Onni] Mäkelä.", NAME),
    ("Terveisin [Tuuli]", NAME),
    ("[Tuuli] on voimakas ja lennot myöhästyvät.", "Case=Nom|-Mood"),
    ("Terveisin\n[Helmi] Koskinen", NAME),
    ("[Toivo] Lahtinen auttaa sinua mielellään.", NAME),
    ("Myyjä [Toivo] lupasi hyvityksen.", NAME),
    ("Yhä on [toivo] siitä, että paketti löytyy.", "UPOS=NOUN"),
    ("[Sulo] ja Helmi palvelevat sinua arkisin.", NAME),
    ("[Lahja] odottaa noutoa myymälässä.", "Case=Nom|-Mood"),
    ("[Usko] pois, tilaus on matkalla.", IMPERATIVE),
    ("[Toimi] näin: avaa sovellus.", IMPERATIVE),
    ("Terveisin\n[Toimi] Aaltonen", NAME),
    ("[Oiva] juttu!", "UPOS=ADJ"),
    ("Asiakaspalvelija [Jonne] auttaa sinua.", NAME),
    ("Vakuutusyhtiö [Varma] maksaa eläkkeen.", NAME),
    ("[Varma] tieto tulee huomenna.", "UPOS=ADJ"),
    ("[Peru] tilaus ennen perjantaita.", IMPERATIVE),
    ("[Päivä] sopii meille hyvin.", "Case=Nom|-Mood"),
    ("Hyvä [Impi], kiitos palautteesta.", NAME),
    ("Valitse [Tilaa] tai Peru.", NAME),
    ("Valitse Tilaa tai [Peru].", NAME),
    ("Paina [Jatka] ja odota hetki.", NAME),
    ("Paina Jatka ja [odota] hetki.", IMPERATIVE),
    ("Valitse valikosta kohta [Maksa].", NAME),
    ("Siirry [Tilaa] kortti -sivulle.", NAME),
    ("Löydät tiedot Oma Elisa -palvelun sivulta [Muuta] sopimusta.", NAME),
    ("[Maksa] myöhemmin -palvelu on käytössä.", "-Mood"),
    ("[Oma] Elisa -palvelussa näet laskusi.", "-Mood"),
    ("Valitse ”[Lähetä]” ja odota.", NAME),
    ('Klikkaa "[Hyväksy]".', NAME),
    ("Painikkeessa lukee ”[Tallenna]”.", NAME),
    ("Valitse ensin Asetukset ja sitten [Poista].", NAME),
    ("Valitse ensin Asetukset ja [poista] sitten evästeet.", IMPERATIVE),
    ("Kirjaudu OmaPostiin ja [valitse] Seuraa lähetystä.", IMPERATIVE),
    ("Kirjaudu OmaPostiin ja valitse [Seuraa] lähetystä.", NAME),
    ("[Tilaa] uutiskirjeemme.", IMPERATIVE),
    ("HUOM! [MAKSA] LASKU HETI.", IMPERATIVE),
    ("Hei Pekka! [Lähetä] kuva.", IMPERATIVE),
    ("Kiitos, Satu! [Tarkista] vielä osoite.", IMPERATIVE),
    ("1. [Avaa] sovellus.", IMPERATIVE),
    ("– [Valitse] maksutapa", IMPERATIVE),
    ("Ohje: [Lataa] sovellus puhelimeesi.", IMPERATIVE),
]

ORDINARY = [
    ("[Muista] asioista kerromme myöhemmin.", "-Mood"),
    ("Ongelman [alusta] asti olemme tehneet parhaamme.", "-Mood"),
    ("Sopimuksen voi irtisanoa verkossa, [avaa] vain asiakastilisi.", IMPERATIVE),
    ("[Alusta] asti kaikki sujui hyvin.", "-Mood"),
    ("Kun olet saanut tilauksen, [tarkista] sisältö.", IMPERATIVE),
    ("Puhelin lataa hitaasti ja [varaa] muistia.", THIRD),
    ("Irrota johto ja [odota] minuutti.", IMPERATIVE),
    ("Jos lasku on väärin, [soita] tai lähetä viesti.", IMPERATIVE),
    ("Jos lasku on väärin, soita tai [lähetä] viesti.", IMPERATIVE),
    ("Paketti odottaa noutoa, [nouda] se viikon sisällä.", IMPERATIVE),
    ("Palautuksen voi tehdä myymälässä tai [lähettää] postissa.", "InfForm=1"),
    ("Teemme [korjauksen] huomenna.", "Case=Gen"),
    ("Valitettavasti toimitus [viivästyy] päivällä.", THIRD),
    ("Asentaja tarkistaa laitteen ja [vaihtaa] osan.", THIRD),
    ("Pyydän, että [otat] yhteyttä huoltoon.", INDICATIVE_2SG),
    ("Mikäli [haluat] perua tilauksen, ilmoita siitä.", INDICATIVE_2SG),
    ("[Haluatko], että tilaan sinulle uuden kortin?", INDICATIVE_2SG),
    ("Onko [tilauksesi] jo saapunut?", POSSESSED),
    ("Hyvitys näkyy [tililläsi] parissa päivässä.", POSSESSED),
    ("[Toivottavasti] tämä auttaa.", "-Mood"),
    ("[Kiitos] kärsivällisyydestäsi.", "-Mood"),
    ("Lasku [koskee] viime kuuta.", THIRD),
    ("Voitte [maksaa] laskun kortilla.", "InfForm=1"),
    ("[Maksa] sitten, kun tuote on perillä.", IMPERATIVE),
    ("[Tilaus] lähtee heti, kun maksu on kirjattu.", "-Mood"),
    ("[Toimitus] vie noin viikon.", "-Mood"),
    ("Toimitus [vie] noin viikon.", THIRD),
    ("Huolto [soittaa] sinulle ennen käyntiä.", THIRD),
    ("[Soitto] maksaa normaalin puhelun verran.", "-Mood"),
    ("Soitto [maksaa] normaalin puhelun verran.", THIRD),
    ("Laite [sammuu] itsestään.", THIRD),
    ("[Sammuta] ja käynnistä laite.", IMPERATIVE),
    ("Sammuta ja [käynnistä] laite.", IMPERATIVE),
    ("[Huomaa], että alennus päättyy pian.", IMPERATIVE),
    ("Järjestelmä ei [huomaa] virhettä.", "Connegative=Yes"),
    ("Virhe [poistuu], kun päivität sovelluksen.", THIRD),
    ("Poista sovellus ja [asenna] se uudelleen.", IMPERATIVE),
    ("[Poista] sovellus, jos et tarvitse sitä.", IMPERATIVE),
    ("En [löydä] tilaustasi, voisitko tarkistaa numeron?", "Connegative=Yes"),
    ("[Kirjaudu] sisään ja valitse Tilaukset.", IMPERATIVE),
    ("Voit myös [soittaa], jos se on helpompaa.", "InfForm=1"),
    ("[Helmi] auttaa sinua chatissa.", "UPOS=PROPN"),
    ("[Tuuli] Laine palaa asiaan perjantaina.", "UPOS=PROPN"),
    ("Pahoittelut, [Satu] kirjasi osoitteen väärin.", "UPOS=PROPN"),
    ("[Kerro] Annalle, mitä tapahtui.", IMPERATIVE),
    ("Siirryimme uuteen järjestelmään, ja [tilisi] on siellä.", POSSESSED),
    ("Uusi [kortti] tulee postissa.", "-Mood"),
    ("[Uusi] kortti tulee postissa.", "UPOS=ADJ"),
    ("Paketti [palasi] meille.", PAST),
    ("Kuljettaja [jätti] paketin naapurille.", PAST),
    ("[Jätä] palautetta, niin kehitämme palvelua.", IMPERATIVE),
    ("Voit jättää palautetta tai [antaa] arvosanan.", "InfForm=1"),
    ("Olemme [avanneet] tilisi uudelleen.", "PartForm=Past"),
    ("[Avasimme] tilisi uudelleen.", "Person=1"),
    ("laita viestii jos ei [toimi]", "Connegative=Yes"),
    ("[anteeks] et kesti", "-Mood"),
    ("anteeks [et] kesti", "-Polarity"),
    ("[et] varmaan saanu viestii", "Polarity=Neg"),
]

CASES = [*BOTH_PROFILES, *ORDINARY, *chain.from_iterable(AMBIGUOUS.values()), *NAMES_AND_LABELS]


@pytest.mark.parametrize("profile", [full, light])
@pytest.mark.parametrize(("marked", "feats"), CASES, ids=[marked for marked, _ in CASES])
def test_chosen_reading(marked: str, feats: str, profile: Callable[[], Language]) -> None:
    text = marked.replace("[", "", 1).replace("]", "", 1)
    choice = choice_at(profile(), text, marked.index("["))
    for feature in feats.split("|"):
        if feature.startswith("-"):
            assert choice.reading.get(feature[1:]) is None, choice
        elif feature.startswith("UPOS="):
            assert choice.reading.pos == feature[5:], choice
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
def test_part_of_speech(text: str, word: str, pos: str) -> None:
    assert choice_at(full(), text, text.index(word)).reading.pos == pos


def test_an_unknown_word_gets_the_models_guess_with_low_confidence() -> None:
    choice = choice_at(full(), "Tilasin kahvin Blurfikkaalta eilen.", 15)
    assert choice.reading.source == "model"
    assert choice.confidence < 0.5


def test_a_guess_that_the_word_does_not_look_like_is_not_taken() -> None:
    choice = choice_at(full(), "mul oli laukku joka oj jo viikattu", 20)
    assert choice.reading.source == "model"
    assert choice.reading.get("Mood") is None


def test_readings_must_match_the_tokens() -> None:
    with pytest.raises(ValueError, match="3 tokens but 0"):
        choose(light().make_doc("Avaa sovellus."), [])


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


DOCS = Path(__file__).parents[1] / "docs" / "readings.md"


def test_the_docs_list_the_constraints_in_order() -> None:
    """Where this fails, put what it wants between the marks of docs/readings.md."""
    listed = re.search(
        r"<!-- constraints -->\n(.*)\n<!-- end -->", DOCS.read_text(encoding="utf-8"), re.DOTALL
    )
    assert listed is not None
    wanted = [
        f"{number}. `{each.name}`: {(each.decide.__doc__ or '').splitlines()[0]}"
        for number, each in enumerate(CONSTRAINTS, 1)
    ]
    assert listed[1] == "\n".join(wanted)


def test_the_snippet_of_the_docs_runs(capsys: pytest.CaptureFixture[str]) -> None:
    snippet = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert snippet is not None
    exec(snippet[1], {})
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "Tilaa tilata VERB Mood=Imp|Number=Sing|Person=2|VerbForm=Fin|Voice=Act"
    assert "tilaa tila NOUN Case=Par|Number=Sing" in rest


def test_other_components_keep_what_they_set() -> None:
    before, after = spacy.load(MODEL), spacy.load(MODEL)
    after.add_pipe("replycheck_readings")
    text = "Lähetä kuva laskustasi. Anna Virtanen tarkistaa asian Helsingissä."
    plain, read = before(text), after(text)
    assert {token.pos_ for token in read} != {""}
    assert [token.dep_ for token in read] == [token.dep_ for token in plain]
    assert [token.head.i for token in read] == [token.head.i for token in plain]
    assert [sentence.text for sentence in read.sents] == [sentence.text for sentence in plain.sents]
    assert [(ent.text, ent.label_) for ent in read.ents] == [(ent.text, ent.label_) for ent in plain.ents]
    assert read.ents
    assert read[2].morph.get("Person[psor]") == ["2"]


def test_it_works_without_a_model() -> None:
    nlp = spacy.blank("fi")
    nlp.add_pipe("replycheck_readings")
    doc = nlp("Lähetä kuva laskustasi. Kiitos!")
    assert doc[0].morph.get("Mood") == ["Imp"]
    assert doc[2].lemma_ == "lasku"
    assert len(list(doc.sents)) == 2
