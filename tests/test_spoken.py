"""Chat Finnish as agents type it: spoken words, clipped endings, no capitals, slips of the finger.

Each draft goes through the whole checker, under formal address; what is found and the mended text are checked.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from replycheck import Checker
from replycheck.analysis import analyse, load_pipeline
from replycheck.colloquial import LEXICON
from replycheck.features import parse_feats
from replycheck.morphology import open_morphology

# (draft, what is found in it, the draft after its safe fixes)
PRONOUNS = [
    ("laitoin sulle uuden laskun", "sulle", "laitoin teille uuden laskun"),
    ("mä soitan sulle iltapäivällä", "sulle", "mä soitan teille iltapäivällä"),
    ("Onko sulla kuitti tallessa?", "sulla", "Onko teillä kuitti tallessa?"),
    ("onks sulla toinen selain", "sulla", "onks teillä toinen selain"),
    ("saaks sulta puhelinnumeron", "sulta", "saaks teiltä puhelinnumeron"),
    ("yhdistän sut laskutukseen", "sut", "yhdistän teidät laskutukseen"),
    ("tää ei koske sua", "sua", "tää ei koske teitä"),
    ("tieto tuli susta eilen", "susta", "tieto tuli teistä eilen"),
    ("otetaan suhun yhteyttä huomenna", "suhun", "otetaan teihin yhteyttä huomenna"),
    ("Siulle on tulossa uusi kortti", "Siulle", "Teille on tulossa uusi kortti"),
    ("siun tilaus on lähteny", "siun", "teidän tilaus on lähteny"),
    ("sun paketti on jo perillä", "sun", "teidän paketti on jo perillä"),
    ("Sun kortti on suljettu", "Sun", "Teidän kortti on suljettu"),
    ("sunkin lasku on maksettu", "sunkin", "teidänkin lasku on maksettu"),
    ("sullaki on oikeus alennukseen", "sullaki", "teilläkin on oikeus alennukseen"),
    ("sä saat siitä viestin", "sä saat", "te saatte siitä viestin"),
    ("kyllä sää voit maksaa sen verkossa", "sää voit", "kyllä te voitte maksaa sen verkossa"),
    ("sie saat sen huomenna", "sie saat", "te saatte sen huomenna"),
    ("sähän sait jo hyvityksen", "sähän sait", "tehän saitte jo hyvityksen"),
    ("hyvitän sun tilille 20 euroa", "sun", "hyvitän teidän tilille 20 euroa"),
    ("katotaan se sun kaa samalla", "sun", "katotaan se teidän kaa samalla"),
    ("sovin siitä sun kanssas", "sun kanssas", "sovin siitä teidän kanssanne"),
    ("hoidan tän sun puolesta", "sun", "hoidan tän teidän puolesta"),
    ("oon laittanu sulle viestin", "sulle", "oon laittanu teille viestin"),
]
VERBS = [
    ("oot oikeassa", "oot", "olette oikeassa"),
    ("ootko maksanu jo laskun", "ootko", "oletteko maksanut jo laskun"),
    ("ootsä kokeillu toista selainta", "ootsä", "oletteko kokeillut toista selainta"),
    ("ooksä saanu tekstiviestin", "ooksä", "oletteko saanut tekstiviestin"),
    ("ooks saanu tekstiviestin", "ooks", "oletteko saanut tekstiviestin"),
    ("oletko sä kotona huomenna", "oletko sä", "oletteko te kotona huomenna"),
    ("jos et oo saanu viestiä ni katon uudestaan", "et", "jos ette ole saanut viestiä ni katon uudestaan"),
    ("et oo vielä vastannu kyselyyn", "et", "ette ole vielä vastannut kyselyyn"),
    ("sä et oo tilannu sitä", "sä et", "te ette ole tilannut sitä"),
    ("et vastannu etkä oo maksanu", "et etkä", "ette vastannut ettekä ole maksanut"),
    ("voitsä laittaa kuvan", "voitsä", "voitteko laittaa kuvan"),
    ("voiksä laittaa kuvan", "voiksä", "voitteko laittaa kuvan"),
    ("voiks sä laittaa kuvan", "voiks sä", "voitteko te laittaa kuvan"),
    ("voisitsä tarkistaa numeron", "voisitsä", "voisitteko tarkistaa numeron"),
    ("saatsä auki sen sivun", "saatsä", "saatteko auki sen sivun"),
    ("haluutsä et mä soitan", "haluutsä", "haluatteko et mä soitan"),
    ("muistatsä tilausnumeron", "muistatsä", "muistatteko tilausnumeron"),
    ("haluut varmaan uuden ajan", "haluut", "haluatte varmaan uuden ajan"),
    ("tarviitko apua kirjautumisessa", "tarviitko", "tarvitsetteko apua kirjautumisessa"),
    ("tartteeko teidän päivittää se", "", "tartteeko teidän päivittää se"),
    ("tarttetko kuitin", "tarttetko", "tarvitsetteko kuitin"),
    ("tiiätkö asiakasnumeron", "tiiätkö", "tiedättekö asiakasnumeron"),
    ("meet sivulle ja kirjaudut sisään", "meet kirjaudut", "menette sivulle ja kirjaudutte sisään"),
    ("paat vaan koodin kenttään", "paat", "panette vaan koodin kenttään"),
    ("tuut sit myymälään kuitin kanssa", "tuut", "tulette sit myymälään kuitin kanssa"),
    ("tuutko hakee sen tänään", "tuutko", "tuletteko hakee sen tänään"),
    ("voitko sä lähettää sen uudestaan", "voitko sä", "voitteko te lähettää sen uudestaan"),
    ("etsä löydä viestiä", "etsä", "ettekö löydä viestiä"),
    ("etkö sä löytäny sitä", "etkö sä", "ettekö te löytänyt sitä"),
    ("etkö oo käyny asetuksissa", "etkö", "ettekö ole käynyt asetuksissa"),
    ("olitsä jo käyny asetuksissa", "olitsä", "olitteko jo käynyt asetuksissa"),
    ("maksoitsä sen jo", "maksoitsä", "maksoitteko sen jo"),
    ("saiksä viestin", "saiksä", "saitteko viestin"),
    ("löysiksä sen", "löysiksä", "löysittekö sen"),
    ("pystyiksä kirjautumaan", "pystyiksä", "pystyittekö kirjautumaan"),
    ("oisitko voinu odottaa", "oisitko", "olisitteko voinut odottaa"),
    ("oisitsä kotona perjantaina", "oisitsä", "olisitteko kotona perjantaina"),
    ("katotko vielä roskapostin", "katotko", "katsotteko vielä roskapostin"),
    ("näätkö laskun nyt", "näätkö", "näettekö laskun nyt"),
    ("löyätkö sen sivun", "löyätkö", "löydättekö sen sivun"),
    ("ehitkö soittaa tänään", "ehitkö", "ehdittekö soittaa tänään"),
    ("muistatko millon tilasit", "muistatko tilasit", "muistatteko millon tilasitte"),
    ("laitatko sun sähköpostin", "laitatko sun", "laitatteko teidän sähköpostin"),
    ("mun pitää tarkistaa tää, ootatko hetken", "ootatko", "mun pitää tarkistaa tää, odotatteko hetken"),
    ("sitku maksat ni liittymä aukee", "maksat", "sitku maksatte ni liittymä aukee"),
    ("kannattaaks sun vaihtaa liittymä", "sun", "kannattaaks teidän vaihtaa liittymä"),
    ("muistaks sä tunnuksen", "muistaks sä", "muistatteko te tunnuksen"),
    ("saiks sä jo viestin", "saiks sä", "saitteko te jo viestin"),
    ("jos ettet oo saanu sitä", "ettet", "jos ettette ole saanut sitä"),
    ("selviit tästä kyllä", "selviit", "selviätte tästä kyllä"),
    ("kirjotitko sen oikein", "kirjotitko", "kirjoititteko sen oikein"),
    ("ilmottaisitsä osotteen", "ilmottaisitsä", "ilmoittaisitteko osotteen"),
    ("hyvä et laitoit sen", "laitoit", "hyvä et laitoitte sen"),
    ("et varmaan huomannu viestii", "et", "ette varmaan huomannut viestii"),
    ("alkasitko käyttää sovellusta", "alkasitko", "alkaisitteko käyttää sovellusta"),
    ("tsekkaatko vielä numeron", "tsekkaatko", "tarkistatteko vielä numeron"),
]
POSSESSIVES = [
    ("näin tilauksestas yhden virheen", "tilauksestas", "näin tilauksestanne yhden virheen"),
    ("laskus eräpäivä on perjantaina", "laskus", "laskunne eräpäivä on perjantaina"),
    ("sun laskus on maksettu", "sun laskus", "teidän laskunne on maksettu"),
    ("puhelimes pitää käynnistää uudelleen", "puhelimes", "puhelimenne pitää käynnistää uudelleen"),
    ("laitoin sen sähköpostiis", "sähköpostiis", "laitoin sen sähköpostiinne"),
    ("voin varata ajan puolestas", "puolestas", "voin varata ajan puolestanne"),
    ("tililläs on vielä saldoa", "tililläs", "tilillänne on vielä saldoa"),
    ("en löydä osoitettas", "osoitettas", "en löydä osoitettanne"),
    ("se näkyy sun omissa tiedoissas", "sun tiedoissas", "se näkyy teidän omissa tiedoissanne"),
    ("liittymäs on nyt auki", "liittymäs", "liittymänne on nyt auki"),
    ("osotteesi on väärin", "osotteesi", "osoitteenne on väärin"),
    ("en löydä laksustasi virhettä", "laksustasi", "en löydä laksustanne virhettä"),
    ("pakettis lähti tänään", "pakettis", "pakettinne lähti tänään"),
    ("tilauksessas oli kaks tuotetta", "tilauksessas", "tilauksessanne oli kaks tuotetta"),
    ("voit tallentaa sen itelles", "voit itelles", "voitte tallentaa sen itsellenne"),
    ("mun mielestä laskus on oikein", "laskus", "mun mielestä laskunne on oikein"),
]
HURRIED = [
    (
        "hei tarkistin tilauksesi ja se lähtee huomenna jos maksu tulee tänään saat siitä viestin",
        "tilauksesi saat",
        "hei tarkistin tilauksenne ja se lähtee huomenna jos maksu tulee tänään saatte siitä viestin",
    ),
    (
        "kiitos viestistä voitko lähettää kuvan laskusta niin katson",
        "voitko",
        "kiitos viestistä voitteko lähettää kuvan laskusta niin katson",
    ),
    (
        "luulen että sinun lasku on maksettu mutta en ole varma voisitko odottaa",
        "sinun voisitko",
        "luulen että teidän lasku on maksettu mutta en ole varma voisitteko odottaa",
    ),
    (
        "te voitte maksaa sen sovelluksessa ja jos se ei onnistu te saatte uuden laskun",
        "",
        "te voitte maksaa sen sovelluksessa ja jos se ei onnistu te saatte uuden laskun",
    ),
    ("Hei! tlauksesi on matkalla", "tlauksesi", "Hei! tlauksenne on matkalla"),
    (
        "Hei! tilauksesti on matkalla ja saat viestin",
        "saat",
        "Hei! tilauksesti on matkalla ja saatte viestin",
    ),
    (
        "saat sen huomenna, lähettäää sitä ei enää tarvitse",
        "saat",
        "saatte sen huomenna, lähettäää sitä ei enää tarvitse",
    ),
    ("Voisitteka lähettää kuvan laskustasi", "laskustasi", "Voisitteka lähettää kuvan laskustanne"),
    ("laksusi on maksettu ja saat kuitin", "saat", "laksusi on maksettu ja saatte kuitin"),
    ("Hei,kiitos viestistä.Laskusi on maksettu", "Laskusi", "Hei,kiitos viestistä.Laskunne on maksettu"),
    ("moi!!voitko laittaa kuvan", "voitko", "moi!!voitteko laittaa kuvan"),
    ("sinunlasku on maksettu ja saat kuitin", "saat", "sinunlasku on maksettu ja saatte kuitin"),
    ("ok,laitan sinulle linkin", "sinulle", "ok,laitan teille linkin"),
    ("jos sinulla on kysyttävää autan mielelläni", "sinulla", "jos teillä on kysyttävää autan mielelläni"),
    (
        "lähetin sinulle viestin eilen oletko saanut sen",
        "sinulle oletko",
        "lähetin teille viestin eilen oletteko saanut sen",
    ),
    (
        "tialuksesi on matkalla voit seurata sitä",
        "tialuksesi voit",
        "tialuksenne on matkalla voitte seurata sitä",
    ),
    ("kun olet maksanut laskun liittymä aukeaa", "olet", "kun olette maksanut laskun liittymä aukeaa"),
    ("en valitettavasti tiedä milloin saat sen", "saat", "en valitettavasti tiedä milloin saatte sen"),
    (
        "moi joo tää johtuu siitä et sun laskua ei oo maksettu",
        "sun",
        "moi joo tää johtuu siitä et teidän laskua ei oo maksettu",
    ),
    (
        "Voitko tarkistaa onko reitittimesi kiinni seinässä",
        "Voitko reitittimesi",
        "Voitteko tarkistaa onko reitittimenne kiinni seinässä",
    ),
    (
        "tarkistitko jo roskapostin se viesti menee joskus sinne",
        "tarkistitko",
        "tarkistitteko jo roskapostin se viesti menee joskus sinne",
    ),
    ("VOITKO LAITTAA KUVAN", "VOITKO", "VOITTEKO LAITTAA KUVAN"),
    ("voitkoo lähettää kuvan laskustasi", "laskustasi", "voitkoo lähettää kuvan laskustanne"),
    (
        "paljonko sinulla on dataa jäljellä ja mikä puhelin sinulla on",
        "sinulla sinulla",
        "paljonko teillä on dataa jäljellä ja mikä puhelin teillä on",
    ),
    ("oletko varma ettet ole maksanut sitä", "oletko ettet", "oletteko varma ettette ole maksanut sitä"),
    ("saisinko osoitteesi niin lähetän uuden", "osoitteesi", "saisinko osoitteenne niin lähetän uuden"),
    (
        "nettisi pitäisi nyt toimia jos ei niin soitatko meille",
        "nettisi soitatko",
        "nettinne pitäisi nyt toimia jos ei niin soitatteko meille",
    ),
    ("niinku sanoin sun ei tarvii maksaa tuplana", "sun", "niinku sanoin teidän ei tarvii maksaa tuplana"),
    (
        "pahoitelen viivettä saat hyvitksen tilillesi",
        "saat tilillesi",
        "pahoitelen viivettä saatte hyvitksen tilillenne",
    ),
    ("kitos viestistäsi palan asiaan pian", "viestistäsi", "kitos viestistänne palan asiaan pian"),
]
# Requests in run-on text: (draft, the draft after its safe fixes)
REQUESTS = [
    ("laita kuva et se menee oikein", "voisitteko laittaa kuvan et se menee oikein?"),
    ("laita kuva et sä saat rahat takas", "voisitteko laittaa kuvan et te saatte rahat takas?"),
    ("lähetä kuitti ni mä katon sen", "voisitteko lähettää kuitin ni mä katon sen?"),
    ("lähetä kuva mä katon sen heti", "lähetä kuva mä katon sen heti"),
    ("oota hetki mä tarkistan", "oota hetki mä tarkistan"),
    ("tarkista roskaposti se viesti menee joskus sinne", "tarkista roskaposti se viesti menee joskus sinne"),
    ("ilmota sun osote ni lähetän uuden", "voisitteko ilmoittaa teidän osoitteen ni lähetän uuden?"),
    ("lähetä se kuva uudestaan", "voisitteko lähettää sen kuvan uudestaan?"),
    ("kirjota numero tähän", "voisitteko kirjoittaa numeron tähän?"),
    ("älä kirjota numeroo tähän", "ettehän kirjoita numeroo tähän"),
    ("tsekkaa sun sähköposti", "voisitteko tarkistaa teidän sähköpostin?"),
    ("sun täytyy kirjottaa osote uudestaan", "teidän tulisi kirjottaa osote uudestaan"),
]
NOT_ADDRESSED = [
    "emmä löydä sitä mun koneelta",
    "onks teillä kuitti tallessa",
    "joo se oli mun moka, pahoittelut",
    "siin vois kestää pari päivää",
    "kannattais kokeilla toista selainta",
    "ois hyvä jos saisin kuvan",
    "se kävi hitaasti mut onnistu lopulta",
    "paketti oli jääny noutopisteeseen",
    "käviskö teille huominen",
    "oisko maanantai parempi",
    "me ollaan hoidettu tää",
    "sää on ollu huono, siks kuljetus on myöhässä",
    "tiedot päivittyy yön aikana",
    "kuljettaja sano et paketti on kyydissä",
    "laitan kuvat ja laskut liitteenä",
    "bonus tulee tilille ens viikolla",
    "ku saatte koodin ni se toimii heti",
    "te ootte saanu sen jo",
    "Kiitos, taas toimii!",
    "kurssi alkaa 3.5.",
    "suun hoidosta voi kysyä lisää",
    "koodi tulis viestillä",
    "musta se on ihan ok",
    "mikä teijän osote on",
    "tarkistus kestää tunnin",
    "Status on nyt lähetetty",
    "semmonen täällä näkyy ja tommosta ei pitäis olla",
    "ei haittaa, hyvä et selvis",
    "mul on täs toinen asiakas kesken",
    "oottehan te jo saanu kuitin",
    "Pepsi ja Stasi ovat nimiä",
    "tarviitteko te vielä jotain",
    "siit ei tuu lisämaksuja",
    "voiks se johtua verkosta",
    "pitääks teidän maksaa se heti",
    "sais tulla nopeemmin",
    "meil meni järjestelmä jumiin",
    "kuittii ei löytyny mistään",
    "Järjestelmä sulki tilin automaattisesti",
    "mutkaan ei ole matkaa",
    "säkin paino on kymmenen kiloa",
    "soitin Pulaskille eilen",
    "muistaaks järjestelmä tunnuksen",
    "ilman sää on kaunis",
    "kollega ghostasi asiakkaan",
    "tiimi boostasi sitä",
    "hyvä et laitoin sen",
    "oottekste jo saanu sen",
    "tarkotus oli ilmottaa siitä teille",
    "Tomssi ja Nexsi ovat merkkejä",
]


@cache
def checker() -> Checker:
    return Checker({"select": ("address",)})


@pytest.mark.parametrize(("draft", "found", "fixed"), [*PRONOUNS, *VERBS, *POSSESSIVES, *HURRIED])
def test_address_is_found_and_mended(draft: str, found: str, fixed: str) -> None:
    report = checker().check(draft)
    assert [finding.text for finding in report.findings] == found.split()
    assert report.fixed == fixed


@pytest.mark.parametrize(("draft", "fixed"), REQUESTS)
def test_a_request_is_mended_up_to_where_the_next_clause_begins(draft: str, fixed: str) -> None:
    report = Checker({"select": ("address", "imperative", "necessity")}).check(draft)
    assert report.findings
    assert report.fixed == fixed


@pytest.mark.parametrize("draft", NOT_ADDRESSED)
def test_spoken_words_that_address_nobody(draft: str) -> None:
    assert checker().check(draft).findings == ()


# (sentence, word in it, its lemma and features, its standard form)
READINGS = [
    ("se on tehny sen", "tehny", "tehdä PartForm=Past", "tehnyt"),
    ("oon lähettäny sen", "lähettäny", "lähettää PartForm=Past", "lähettänyt"),
    ("se ois ollu hyvä", "ollu", "olla PartForm=Past", "ollut"),
    ("ei sitä tartte maksaa", "tartte", "tarvita Connegative=Yes", "tarvitse"),
    ("sitä ei tarvii maksaa", "tarvii", "tarvita Connegative=Yes", "tarvitse"),
    ("se tarttee kuitin", "tarttee", "tarvita Person=3", "tarvitsee"),
    ("se kandee tehdä heti", "kandee", "kannattaa Person=3", "kannattaa"),
    ("se vois kestää", "vois", "voida Mood=Cnd|Person=3", "voisi"),
    ("se saattais auttaa", "saattais", "saattaa Mood=Cnd|Person=3", "saattaisi"),
    ("se pitäis korjata", "pitäis", "pitää Mood=Cnd|Person=3", "pitäisi"),
    ("se maksais kympin", "maksais", "maksaa Mood=Cnd|Person=3", "maksaisi"),
    ("koodi tulis heti", "tulis", "tulla Mood=Cnd|Person=3", "tulisi"),
    ("se ois ok", "ois", "olla Mood=Cnd|Person=3", "olisi"),
    ("huomenna käviski hyvin", "käviski", "käydä Mood=Cnd|Clitic=Kin", "kävisikin"),
    ("käviskö huominen", "käviskö", "käydä Mood=Cnd|Clitic=Ko", "kävisikö"),
    ("oisko se ok", "oisko", "olla Mood=Cnd|Clitic=Ko", "olisiko"),
    ("onks se ok", "onks", "olla Person=3|Clitic=Ko", "onko"),
    ("voiks sen maksaa", "voiks", "voida Person=3|Clitic=Ko", "voiko"),
    ("saaks sen palauttaa", "saaks", "saada Person=3|Clitic=Ko", "saako"),
    ("pitääks se maksaa", "pitääks", "pitää Person=3|Clitic=Ko", "pitääkö"),
    ("oliks se auki", "oliks", "olla Tense=Past|Clitic=Ko", "oliko"),
    ("tääl on jonoa", "tääl", "täällä _", "täällä"),
    ("siel on jonoa", "siel", "siellä _", "siellä"),
    ("täst se alkaa", "täst", "tämä Case=Ela", "tästä"),
    ("siit se alkaa", "siit", "se Case=Ela", "siitä"),
    ("se toimii sillee", "sillee", "silleen _", "sillä lailla"),
    ("se on semmonen", "semmonen", "semmoinen Case=Nom", "semmoinen"),
    ("se on tommonen", "tommonen", "tuommoinen Case=Nom", "tuommoinen"),
    ("laitoin tommosen kuvan", "tommosen", "tuommoinen Case=Gen", "tuommoisen"),
    ("joo kiitos", "joo", "joo _", ""),
    ("juu kiitos", "juu", "juu _", ""),
    ("jees kiitos", "jees", "joo _", "joo"),
    ("en löydä kuittii", "kuittii", "kuitti Case=Par", "kuittia"),
    ("en löydä laskuu", "laskuu", "lasku Case=Par", "laskua"),
    ("se maksaa kolmetoista euroa", "kolmetoista", "kolmetoista NumType=Card", ""),
    ("haluan et se toimii", "et", "että _", "että"),
    ("en oo varma mut katon", "mut", "mutta _", "mutta"),
    ("sit se toimii ku maksu tulee", "ku", "kun _", "kun"),
    ("se on vaa hidas", "vaa", "vain _", "vain"),
    ("ni se on", "ni", "niin _", "niin"),
    ("mä katon sen", "katon", "katsoa Person=1", "katson"),
    ("se tulee ens viikolla", "ens", "ensi _", "ensi"),
    ("niitä on kaks", "kaks", "kaksi NumType=Card", "kaksi"),
    ("lasissa on kuohuviini", "kuohuviini", "kuohuviini Case=Nom", ""),
    ("meil on jonoa", "meil", "me Case=Ade", "meillä"),
    ("teil on jonoa", "teil", "te Case=Ade|Person=2", "teillä"),
    ("sano mikä on", "mikä", "mikä Case=Nom", ""),
    ("mikä on osote", "osote", "osoite Case=Nom", "osoite"),
    ("voin kirjottaa sen", "kirjottaa", "kirjoittaa InfForm=1", "kirjoittaa"),
    ("paas se kuntoon", "paas", "panna Mood=Imp|Clitic=S", "panepas"),
    ("emmä tiiä", "tiiä", "tietää Connegative=Yes", "tiedä"),
]


@pytest.mark.parametrize(("sentence", "word", "expected", "standard"), READINGS)
def test_readings_in_context(sentence: str, word: str, expected: str, standard: str) -> None:
    analysed = analyse(load_pipeline(), sentence)
    index = next(token.i for token in analysed.doc if token.text == word)
    reading = analysed.reading(index)
    lemma, feats = expected.rsplit(" ", 1)
    assert (reading.lemma, reading.standard) == (lemma, standard)
    assert set(feats.split("|")) - {"_"} <= {f"{k}={v}" for k, v in parse_feats(reading.feats).items()}


DOCS = Path(__file__).parents[1] / "docs" / "colloquial.md"


def lexicon_listed() -> str:
    """The closed words as docs/colloquial.md lists them: by lemma, without the pronouns' clitics."""
    by_lemma: dict[str, dict[str, None]] = {}
    for spoken, entries in LEXICON.items():
        for entry in entries:
            if not (entry.pos == "PRON" and entry.feats.get("Person") and "Clitic" in entry.feats):
                by_lemma.setdefault(entry.lemma, {})[f"{spoken} → {entry.standard}"] = None
    return "\n".join(f"- **{lemma}**: {', '.join(words)}" for lemma, words in by_lemma.items())


def test_the_list_for_people_is_the_lexicon() -> None:
    """Where this fails, put what it wants between the marks of docs/colloquial.md."""
    listed = re.search(r"<!-- lexicon -->\n(.*)\n<!-- end -->", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    assert listed[1] == lexicon_listed()


def test_standard_forms_are_finnish() -> None:
    unknown = {
        word
        for entries in LEXICON.values()
        for entry in entries
        for word in entry.standard.split()
        if all(reading.source == "colloquial" for reading in open_morphology().analyse(word))
    }
    assert unknown == set()


def test_examples_of_the_productive_patterns() -> None:
    """Each row of the table: spoken → standard, and what is left out has no spoken reading."""
    text = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\|.*\|$", text, re.MULTILINE)
    pairs = [pair for row in rows for pair in re.findall(r"\*(\w+)\* → \*(\w+)\*", row)]
    assert len(pairs) > 20
    for spoken, standard in pairs:
        found = {reading.standard for reading in open_morphology().analyse(spoken)}
        assert standard in found, spoken
    for word in re.findall(r"\*(\w+)\*", text.split("## Left out on purpose")[1]):
        assert not any(reading.source == "colloquial" for reading in open_morphology().analyse(word)), word
