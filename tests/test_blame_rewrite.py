"""What the customer left undone or got wrong → the same fact from our side, always as an unsafe fix."""

import pytest

from replycheck import Checker, Context
from replycheck.fixes import apply

CHECKERS = {form: Checker({"address": form}) for form in ("formal", "informal")}
CONTEXT = Context(first_reply=False)


def offered(draft, form="formal"):
    """The draft after its blame fix, or None where none is offered."""
    report = CHECKERS[form].check(draft, context=CONTEXT)
    fixes = [fix for each in report.findings if each.category == "blame" for fix in each.fixes]
    assert all(fix.applicability == "unsafe" and fix.safety_note for fix in fixes)
    assert report.fixed == draft or not fixes
    return apply(draft, fixes[0].edits) if fixes else None


NOT_DONE = [
    ("Ette ole toimittanut kuittia.", "Emme ole vielä saaneet kuittia."),
    ("Kuittia ette ole vieläkään toimittanut.", "Emme ole vielä saaneet kuittia."),
    ("Te ette ole lähettänyt kuvia.", "Emme ole vielä saaneet kuvia."),
    ("Ette lähettänyt meille lisätietoja.", "Emme ole vielä saaneet lisätietoja."),
    ("Ette ole toimittanut pyytämäämme selvitystä.", "Emme ole vielä saaneet pyytämäämme selvitystä."),
    ("Valitettavasti ette ole toimittanut kuittia.", "Valitettavasti emme ole vielä saaneet kuittia."),
    ("Ette ole ilmoittanut uutta osoitettanne.", "Emme ole vielä saaneet uutta osoitettanne."),
    ("Ette ole ilmoittanut sähkömittarin lukemaa.", "Emme ole vielä saaneet sähkömittarin lukemaa."),
    ("Ette ole antanut tilinumeroa.", "Emme ole vielä saaneet tilinumeroa."),
    ("Ette ole ilmoittanut kokoa.", None),
    ("Ette ole toimittanut koko sopimusta.", "Emme ole vielä saaneet koko sopimusta."),
    ("Ette ole palauttanut modeemia.", "Emme ole vielä saaneet modeemia takaisin."),
    ("Ette ole maksanut laskua.", "Lasku on vielä avoinna."),
    ("Ette ole maksanut huhtikuun laskua.", "Huhtikuun lasku on vielä avoinna."),
    ("Ette ole maksanut laskuja.", "Laskut ovat vielä avoinna."),
    ("Ette ole maksanut tätä laskua.", "Tämä lasku on vielä avoinna."),
    ("Ette ole maksanut koko laskua.", "Koko lasku on vielä avoinna."),
    ("Ette ole maksanut laskua 1234.", "Lasku 1234 on vielä avoinna."),
    ("Ette ole toimittanut hakemuksen liitettä 2.", "Emme ole vielä saaneet hakemuksen liitettä 2."),
    ("Ette ole maksanut laskuanne.", "Laskunne on vielä avoinna."),
    ("Ette ole maksanut tilausta.", "Tilaus on vielä maksamatta."),
    ("Ette ole suorittanut vuosimaksua.", "Vuosimaksu on vielä avoinna."),
    ("Ette ilmoittanut muutoksesta.", "Emme ole saaneet tietoa muutoksesta."),
    ("Ette kertonut uudesta osoitteesta.", "Emme ole saaneet tietoa uudesta osoitteesta."),
    ("Ette vastannut viestiimme.", "Emme ole vielä saaneet vastausta viestiimme."),
    ("Ette ole vastannut kyselyyn.", "Emme ole vielä saaneet vastausta kyselyyn."),
    ("Ette ole allekirjoittanut sopimusta.", "Sopimuksesta puuttuu vielä allekirjoitus."),
    ("Ette ole allekirjoittanut sopimuksia.", "Sopimuksista puuttuvat vielä allekirjoitukset."),
    ("Ette ole täyttänyt lomaketta.", "Lomake on vielä täyttämättä."),
    ("Ette ole vahvistanut varausta.", "Varaus odottaa vielä vahvistusta."),
    ("Ette ole noutanut pakettia.", "Paketti odottaa vielä noutoa."),
    ("Ette ole hakenut lähetyksiä.", "Lähetykset odottavat vielä noutoa."),
    ("Ette ole päivittänyt yhteystietojanne.", "Yhteystietonne ovat vielä päivittämättä."),
    ("Ette perunut varausta.", "Emme ole saaneet varauksen peruutusta."),
    ("Ette irtisanonut sopimusta.", "Emme ole saaneet sopimuksesta irtisanomisilmoitusta."),
    ("Ette liittänyt kuittia.", "Kuitti puuttuu vielä."),
    ("Ette liittänyt hakemukseen kuittia.", "Hakemuksesta puuttuu vielä kuitti."),
    ("Ette liittänyt kuitteja hakemukseen.", "Hakemuksesta puuttuvat vielä kuitit."),
    ("Ette ole merkinnyt lomakkeelle päiväystä.", "Lomakkeelta puuttuu vielä päiväys."),
]

FORGOTTEN = [
    ("Unohditte liittää kuitin.", "Kuitti puuttuu vielä."),
    ("Unohditte liittää hakemukseen uuden kuvan.", "Hakemuksesta puuttuu vielä uusi kuva."),
    ("Unohditte lähettää kuvat.", "Emme ole vielä saaneet kuvia."),
    ("Unohditte merkitä päiväyksen.", "Päiväys puuttuu vielä."),
    ("Unohditte liitteet.", "Liitteet puuttuvat vielä."),
    ("Olette ilmeisesti unohtanut allekirjoittaa lomakkeen.", "Lomakkeesta puuttuu vielä allekirjoitus."),
    ("Valitettavasti olette unohtanut liitteen.", "Valitettavasti liite puuttuu vielä."),
    ("Olette valitettavasti unohtanut maksaa laskun.", "Valitettavasti lasku on vielä avoinna."),
    ("Unohditte vastata viestiimme.", "Emme ole vielä saaneet vastausta viestiimme."),
    ("Unohditte ilmoittaa osoitteenmuutoksesta.", "Emme ole saaneet tietoa osoitteenmuutoksesta."),
    ("Unohditte maksaa huhtikuun laskun.", "Huhtikuun lasku on vielä avoinna."),
    ("Jätitte lomakkeen allekirjoittamatta.", "Lomakkeesta puuttuu vielä allekirjoitus."),
    ("Jätitte laskun 88213 maksamatta.", "Lasku 88213 on vielä avoinna."),
    ("Jätitte laskun maksamatta.", "Lasku on vielä avoinna."),
    ("Jätitte kahden kuukauden laskut maksamatta.", "Kahden kuukauden laskut ovat vielä avoinna."),
    ("Olette jättänyt varausmaksun hoitamatta.", "Varausmaksu on vielä avoinna."),
    ("Jätitte vastaamatta kysymykseemme.", "Emme ole vielä saaneet vastausta kysymykseemme."),
]

WRONG = [
    ("Täytitte lomakkeen väärin.", "Lomakkeessa on vielä korjattavaa."),
    ("Olette täyttänyt hakemuksen puutteellisesti.", "Hakemuksessa on vielä täydennettävää."),
    ("Täytitte molemmat lomakkeet väärin.", None),
    ("Kirjoititte sähköpostiosoitteen väärin.", "Sähköpostiosoitteessa näyttää olevan virhe."),
    ("Olette kirjoittanut osoitteen puutteellisesti.", "Osoitteesta näyttää puuttuvan tietoja."),
    ("Annoitte meille väärän osoitteen.", "Osoitteessa näyttää olevan virhe."),
    ("Olette syöttänyt virheellisen tilinumeron.", "Tilinumerossa näyttää olevan virhe."),
    ("Ilmoititte väärän puhelinnumeron.", "Puhelinnumerossa näyttää olevan virhe."),
]

INFORMAL = [
    ("Et ole lähettänyt uutta osoitetta.", "Emme ole vielä saaneet uutta osoitetta."),
    ("Et kertonut viasta.", "Emme ole saaneet tietoa viasta."),
    ("Et ole maksanut laskuasi.", "Laskusi on vielä avoinna."),
    ("Unohdit lähettää kuvan.", "Emme ole vielä saaneet kuvaa."),
    ("Olet unohtanut palauttaa modeemin.", "Emme ole vielä saaneet modeemia takaisin."),
    ("Olet jättänyt tilauksen vahvistamatta.", "Tilaus odottaa vielä vahvistusta."),
    ("Sinä täytit lomakkeen väärin.", "Lomakkeessa on vielä korjattavaa."),
]

IN_A_SENTENCE = [
    (
        "Koska ette ole toimittanut kuittia, emme voi käsitellä hakemusta.",
        "Koska emme ole vielä saaneet kuittia, emme voi käsitellä hakemusta.",
    ),
    (
        "Ette ole toimittanut kuittia, joten käsittely odottaa.",
        "Emme ole vielä saaneet kuittia, joten käsittely odottaa.",
    ),
    (
        "Lasku erääntyi 3.5., mutta ette ole maksanut sitä.",
        "Lasku erääntyi 3.5., mutta se on vielä maksamatta.",
    ),
    (
        "Tarkistin tilauksen, ja ette ole vahvistanut sitä.",
        "Tarkistin tilauksen, ja se odottaa vielä vahvistusta.",
    ),
    (
        "Pyysimme kuvia, mutta ette ole lähettänyt niitä.",
        "Pyysimme kuvia, mutta emme ole vielä saaneet niitä.",
    ),
    (
        "Hei! Ette ole maksanut laskua. Siirränkö eräpäivää?",
        "Hei! Lasku on vielä avoinna. Siirränkö eräpäivää?",
    ),
    (
        "Hei Liisa, ette ole maksanut laskua.",
        "Hei Liisa, lasku on vielä avoinna.",
    ),
    (
        "Hyvä asiakas, Te ette ole maksanut laskua.",
        "Hyvä asiakas, lasku on vielä avoinna.",
    ),
    (
        "Näen, että ette ole maksanut laskua.",
        "Näen, että lasku on vielä avoinna.",
    ),
]

LEFT_ALONE = [
    "Ette maksanut laskua ajoissa.",  # the reproach is in the time
    "Ette ole maksanut laskua, joka erääntyi eilen.",  # the relative clause would lose its word
    "Ette ole maksanut laskua ettekä vastannut viestiin.",
    "Ette ole toimittanut kuittia ja tilinumeroa.",
    "Ette ole toimittanut kuittia tai tilinumeroa.",
    "Unohditte liittää kuitin ja vastata viestiimme.",
    "Olette unohtanut kuitin ja jättänyt laskun maksamatta.",
    "Ette lukenut ohjeita.",
    "Ette ole ilmoittanut meille, että muutitte.",
    "Ette maksanut laskua, joten se siirtyi perintään.",  # it may be paid by now
    "Unohditte liittää kuittinne.",  # one receipt or several?
    "Ette ole toimittanut mitään kuittia.",
    "Ette ole toimittanut kahta kuvaa.",
    "Ette ole vastannut puhelimeen.",
    "Ettehän ole maksanut laskua.",
    "Unohditte liittää uuden tilauksen kuitin.",  # what is new, the order or the receipt?
    "Ette toimittanut kuittiakaan.",
    "Täytitte lomakkeen väärin lyijykynällä.",
    "Unohditte salasanan.",
    "Unohditte ottaa mittarin lukeman.",
    "Ette ole maksanut laskua eräpäivään mennessä.",
    "Ette ole lähettänyt viime viikolla pyydettyä kuvaa.",
    "Ette ilmoittanut muutosta.",
    "Ette ole palauttanut.",
    "Annoitte väärän osoitteen kuljettajalle.",
    "Jätitte viestimme huomiotta.",
    "Unohditte, että sopimus on määräaikainen.",
    "Ette ole toimittanut ”kuittia”.",
    "Ette ole maksanut laskua 15.5.",
    "Ette ole maksanut laskua 45 euroa.",
    "Jätitte laskun 88213 maksamatta jo toista kertaa.",
    "Hyvä, ettette maksanut laskua.",
    "Ette ole liittänyt laitetta verkkoon.",
    "Ette ole liittänyt laitetta.",
    "Ette ole täyttänyt velvollisuuttanne.",
    "Täytitte lomakkeen toisen sivun väärin.",
    "Ette ole maksanut maaliskuun ja huhtikuun laskuja.",
    "Olitte unohtanut liittää kuitin.",
    "Ette ole toimittanut kuittia – tarvitsemme sen.",
    "Kuten näkyy, ette ole maksanut laskua.",
    "Annoitte väärän tilinumeron hakemuksessa.",
]


@pytest.mark.parametrize(("draft", "expected"), NOT_DONE + FORGOTTEN + WRONG + IN_A_SENTENCE)
def test_rewrite(draft, expected):
    assert offered(draft) == expected


@pytest.mark.parametrize(("draft", "expected"), INFORMAL)
def test_rewrite_informal(draft, expected):
    assert offered(draft, "informal") == expected


@pytest.mark.parametrize("draft", LEFT_ALONE)
def test_left_alone(draft):
    assert offered(draft) is None


@pytest.mark.parametrize("draft", [each for _, each in NOT_DONE + FORGOTTEN + WRONG + IN_A_SENTENCE if each])
def test_the_result_passes_every_rule(draft):
    assert CHECKERS["formal"].check(draft, context=CONTEXT).findings == ()


@pytest.mark.parametrize("draft", [each for _, each in INFORMAL])
def test_the_informal_result_passes_every_rule(draft):
    assert CHECKERS["informal"].check(draft, context=CONTEXT).findings == ()
