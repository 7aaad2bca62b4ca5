"""Softer requests: whole sentences with the exact text that a careful editor would accept, and what holds of all.

The sentences are made up, each for one construction of the reference (softening, object case, clause patterns).
"""

import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from replycheck import Checker, Context, check_reply
from replycheck.fixes import apply
from replycheck.morphology import open_morphology

LATER = Context(first_reply=False)
CHECKER = Checker()
INFORMAL = Checker({"address": "informal"})
MENDABLE = ("address", "imperative", "necessity")

SOFTENED = [
    ("Älä huoli, lähetä vain kuva.", "Älkää huoliko, voisitteko lähettää vain kuvan?"),
    (
        "Tee muuttoilmoitus viimeistään viikko muuton jälkeen.",
        "Voisitteko tehdä muuttoilmoituksen viimeistään viikko muuton jälkeen?",
    ),
    (
        "Lähetä tosite tai kuitti, kumpi vain löytyy.",
        "Voisitteko lähettää tositteen tai kuitin, kumpi vain löytyy?",
    ),
    ("Lähetä jompikumpi lomake.", "Voisitteko lähettää jommankumman lomakkeen?"),
    ("Ajakaa suoraan halliin yksi.", "Voisitteko ajaa suoraan halliin yksi?"),
    ("Olkaa ensi kerralla hieman hiljempaa.", "Voisitteko olla ensi kerralla hieman hiljempaa?"),
    (
        "Teidän on kuitenkin aina vahvistettava tilinumero.",
        "Teidän tulisi kuitenkin aina vahvistaa tilinumero.",
    ),
    ("Soita takaisin numeroon 010 123 123.", "Voisitteko soittaa takaisin numeroon 010 123 123?"),
    ("Vertaile malleja ja valitse sopivin.", "Voisitteko vertailla malleja ja valita sopivimman?"),
    ("Voit tarkistaa tilanteen tai soita meille.", "Voitte tarkistaa tilanteen tai soittaa meille."),
    ("Palauta laite viimeistään 12.6.", "Voisitteko palauttaa laitteen viimeistään 12.6.?"),
    ("Käy läpi oheinen ohje.", "Voisitteko käydä läpi oheisen ohjeen?"),
    (
        "Vaihda verkkoasetuksista DNS-palvelin automaattiseksi.",
        "Voisitteko vaihtaa verkkoasetuksista DNS-palvelimen automaattiseksi?",
    ),
    ("No kokeile eka toista laturia.", "No voisitteko kokeilla eka toista laturia?"),
    ("Mittaa lapsen kuume ja seuraa vointia.", "Voisitteko mitata lapsen kuumeen ja seurata vointia?"),
    ("Seuraa lähetystä koodilla JJFI123456.", "Voitte seurata lähetystä koodilla JJFI123456."),
    ("Älä vastaa viestiin äläkä avaa linkkiä.", "Ettehän vastaa viestiin ettekä avaa linkkiä."),
    (
        "Kerro, mitä virheilmoituksessa lukee, niin katson asiaa.",
        "Voisitteko kertoa, mitä virheilmoituksessa lukee, niin katson asiaa?",
    ),
    (
        "Valitettavasti emme löydä tilaustasi, joten lähetä meille tilausnumero.",
        "Valitettavasti emme löydä tilaustanne, joten voisitteko lähettää meille tilausnumeron?",
    ),
    (
        "Pese paita 30 asteessa ja kuivaa se tasossa.",
        "Voisitteko pestä paidan 30 asteessa ja kuivata sen tasossa?",
    ),
    (
        "Lähetä laitteen sarjanumero ja tämä täytetty lomake.",
        "Voisitteko lähettää laitteen sarjanumeron ja tämän täytetyn lomakkeen?",
    ),
    (
        "Ilmoita uusi osoitteesi ja puhelinnumerosi.",
        "Voisitteko ilmoittaa uuden osoitteenne ja puhelinnumeronne?",
    ),
    ("Toimita muutama selkeä kuva vauriosta.", "Voisitteko toimittaa muutaman selkeän kuvan vauriosta?"),
    ("Lähetä kaksi kuvaa ja pari riviä tekstiä.", "Voisitteko lähettää kaksi kuvaa ja pari riviä tekstiä?"),
    ("Valitse ensimmäinen vaihtoehto.", "Voisitteko valita ensimmäisen vaihtoehdon?"),
    ("Valitse mikä tahansa noutopiste listalta.", "Voisitteko valita minkä tahansa noutopisteen listalta?"),
    (
        "Lisää hänet sopimukseen toiseksi haltijaksi.",
        "Voisitteko lisätä hänet sopimukseen toiseksi haltijaksi?",
    ),
    (
        "Lähetä kaikki tieto, joka sinulla on asiasta.",
        "Voisitteko lähettää kaiken tiedon, joka teillä on asiasta?",
    ),
    ("Lähetä kaikki kuitit samassa viestissä.", "Voisitteko lähettää kaikki kuitit samassa viestissä?"),
    ("Liitä mukaan jokainen kuitti erikseen.", "Voisitteko liittää mukaan jokaisen kuitin erikseen?"),
    ("Nimeä jokin yhteyshenkilö yrityksestänne.", "Voisitteko nimetä jonkin yhteyshenkilön yrityksestänne?"),
    ("Odottakaa vielä viikko.", "Voisitteko odottaa vielä viikon?"),
    ("Odottakaa noin 15 minuuttia.", "Voisitteko odottaa noin 15 minuuttia?"),
    ("Yritä avata sovellus uudelleen.", "Voisitteko yrittää avata sovelluksen uudelleen?"),
    (
        "Yrittäkää kirjautua sisään ja ladata uusin versio.",
        "Voisitteko yrittää kirjautua sisään ja ladata uusimman version?",
    ),
    (
        "Vahvistakaa tilaus lähettämällä viesti numeroon 16130.",
        "Voisitteko vahvistaa tilauksen lähettämällä viestin numeroon 16130?",
    ),
    (
        "Vahvista varaus maksamalla lasku eräpäivään mennessä.",
        "Voisitteko vahvistaa varauksen maksamalla laskun eräpäivään mennessä?",
    ),
    (
        "Paina OK-painiketta käynnistääksesi ohjelman.",
        "Voisitteko painaa OK-painiketta käynnistääksenne ohjelman?",
    ),
    ("Tarkista, onko lasku jo maksettu.", "Voisitteko tarkistaa, onko lasku jo maksettu?"),
    (
        "Tarkistakaa, että virtajohto on kunnolla kiinni.",
        "Voisitteko tarkistaa, että virtajohto on kunnolla kiinni?",
    ),
    (
        "Lähetä kuva vauriosta, niin tarkistan asian.",
        "Voisitteko lähettää kuvan vauriosta, niin tarkistan asian?",
    ),
    (
        "Jos laite ei käynnisty, paina virtapainiketta viisi sekuntia.",
        "Jos laite ei käynnisty, voisitteko painaa virtapainiketta viisi sekuntia?",
    ),
    (
        "Jos haluat vaihtaa tuotteen, täytä palautuslomake.",
        "Jos haluatte vaihtaa tuotteen, voitte täyttää palautuslomakkeen.",
    ),
    ("Kun valo vilkkuu, irrota virtajohto.", "Kun valo vilkkuu, voisitteko irrottaa virtajohdon?"),
    ("Kun olet valmis, lähetä lomake meille.", "Kun olette valmis, voisitteko lähettää lomakkeen meille?"),
    (
        "Lähettäkää kuitti mahdollisimman pian, kiitos.",
        "Voisitteko lähettää kuitin mahdollisimman pian? Kiitos!",
    ),
    (
        "Avaa asetukset ja muista tallentaa muutokset.",
        "Voisitteko avata asetukset? Muistattehan tallentaa muutokset.",
    ),
    (
        "Muistakaa ottaa henkilöllisyystodistus mukaan.",
        "Muistattehan ottaa henkilöllisyystodistuksen mukaan.",
    ),
    ("Muista maksaa lasku ajoissa!", "Muistattehan maksaa laskun ajoissa."),
    ("Huomaa, että toimitusaika on kaksi viikkoa.", "Huomaattehan, että toimitusaika on kaksi viikkoa."),
    (
        "Huomioikaa, että myymälä on suljettu sunnuntaisin.",
        "Huomioittehan, että myymälä on suljettu sunnuntaisin.",
    ),
    (
        "Ilmoita syntymäaikasi ja osoitteesi tunnistamista varten.",
        "Voisitteko ilmoittaa syntymäaikanne ja osoitteenne tunnistamista varten?",
    ),
    ("Kerro asiakasnumerosi.", "Voisitteko kertoa asiakasnumeronne?"),
    ("Älä lähetä korttinumeroa sähköpostilla.", "Ettehän lähetä korttinumeroa sähköpostilla."),
    (
        "Täytä lomake huolellisesti, älä jätä kohtia tyhjäksi.",
        "Voisitteko täyttää lomakkeen huolellisesti? Ettehän jätä kohtia tyhjäksi.",
    ),
    ("Älä koskaan anna tunnuslukua kenellekään.", "Ettehän koskaan anna tunnuslukua kenellekään."),
    ("Lähetä vain kuvan etupuoli.", "Voisitteko lähettää vain kuvan etupuolen?"),
    ("Tarkistahan vielä osoite.", "Voisitteko tarkistaa vielä osoitteen?"),
    ("Lähetäpä se kuitti.", "Voisitteko lähettää sen kuitin?"),
    ("Ilmoita IBAN ja BIC.", "Voisitteko ilmoittaa IBANin ja BICin?"),
    ("Syötä PIN-koodi ja paina vihreää luuria.", "Voisitteko syöttää PIN-koodin ja painaa vihreää luuria?"),
    ("Valitse Asetukset ja sieltä Verkko.", "Voisitteko valita Asetukset ja sieltä Verkko?"),
    (
        'Avaa valikosta "Omat tiedot" ja päivitä osoite.',
        'Voisitteko avata valikosta "Omat tiedot" ja päivittää osoitteen?',
    ),
    (
        "Avaa Asetukset-valikko ja valitse Bluetooth.",
        "Voisitteko avata Asetukset-valikon ja valita Bluetooth?",
    ),
    ("Lataa Elisa Viihde -sovellus uudelleen.", "Voisitteko ladata Elisa Viihde -sovelluksen uudelleen?"),
    ("Säädä lämpötila 21 asteeseen.", "Voisitteko säätää lämpötilan 21 asteeseen?"),
    (
        "Siirrä 49,90 € tilille FI21 1234 5600 0007 85.",
        "Voisitteko siirtää 49,90 € tilille FI21 1234 5600 0007 85?",
    ),
    ("Maksa 25 euron käsittelymaksu.", "Voisitteko maksaa 25 euron käsittelymaksun?"),
    (
        "Käynnistä reititin uudelleen, odota kaksi minuuttia ja kokeile uudestaan.",
        "Voisitteko käynnistää reitittimen uudelleen, odottaa kaksi minuuttia ja kokeilla uudestaan?",
    ),
    ("Teidän pitää lähettää alkuperäinen kuitti.", "Teidän tulisi lähettää alkuperäinen kuitti."),
    ("Teidän on pakko uusia passi ennen matkaa.", "Teidän tulisi uusia passi ennen matkaa."),
    (
        "Teidän on lähetettävä hakemus viimeistään perjantaina.",
        "Teidän tulisi lähettää hakemus viimeistään perjantaina.",
    ),
    ("Kuitti teidän täytyy lähettää postitse.", "Kuitti teidän tulisi lähettää postitse."),
    ("Teidän ei pidä maksaa laskua kahteen kertaan.", "Ettehän maksa laskua kahteen kertaan."),
    ("Te ette saa avata laitetta itse.", "Ettehän avaa laitetta itse."),
    (
        "Sun pitää täyttää palautuslomake ja tulostaa lähetyslappu.",
        "Teidän tulisi täyttää palautuslomake ja tulostaa lähetyslappu.",
    ),
    ("Teidän on ehdottomasti tarkistettava lääkkeen annostus.", "Teidän tulisi tarkistaa lääkkeen annostus."),
    (
        "Teidän täytyy kirjautua palveluun, jotta näette laskun.",
        "Teidän tulisi kirjautua palveluun, jotta näette laskun.",
    ),
    ("laita viel tilausnumero tähän", "voisitteko laittaa viel tilausnumeron tähän?"),
    ("Hei, kerro vielä kengän koko ja väri.", "Hei, voisitteko kertoa vielä kengän koon ja värin?"),
    (
        "Mene osoitteeseen www.esimerkki.fi/palautus ja tulosta palautuskortti.",
        "Voisitteko mennä osoitteeseen www.esimerkki.fi/palautus ja tulostaa palautuskortin?",
    ),
    (
        "Noutakaa avain vastaanotosta ja palauttakaa se lähtiessänne.",
        "Voisitteko noutaa avaimen vastaanotosta ja palauttaa sen lähtiessänne?",
    ),
    (
        "Vaihda salasana ja ota käyttöön kaksivaiheinen tunnistautuminen.",
        "Voisitteko vaihtaa salasanan ja ottaa käyttöön kaksivaiheisen tunnistautumisen?",
    ),
    ("Ilmoita, jos vika jatkuu.", "Ilmoitattehan, jos vika jatkuu."),
    (
        "Esitä kassalla joko kuitti tai tilausvahvistus.",
        "Voisitteko esittää kassalla joko kuitin tai tilausvahvistuksen?",
    ),
    (
        "Lähetä nämä tiedot: nimi, osoite ja puhelinnumero.",
        "Voisitteko lähettää nämä tiedot: nimi, osoite ja puhelinnumero?",
    ),
    ("Antakaa kuljettajan tarkistaa paketti.", "Voisitteko antaa kuljettajan tarkistaa paketin?"),
    (
        "Ole tavoitettavissa numerossa 040 123 4567.",
        "Voisitteko olla tavoitettavissa numerossa 040 123 4567?",
    ),
    (
        "Pyydämme anteeksi viivettä. Antakaa meille vielä päivä aikaa.",
        "Pyydämme anteeksi viivettä. Voisitteko antaa meille vielä päivän aikaa?",
    ),
    (
        "Valitettavasti kuva on epäselvä, ota uusi kuva päivänvalossa.",
        "Valitettavasti kuva on epäselvä, voisitteko ottaa uuden kuvan päivänvalossa?",
    ),
    (
        "Tilaus on vahvistettu, mutta maksa ensin lasku.",
        "Tilaus on vahvistettu, mutta voisitteko maksaa ensin laskun?",
    ),
    (
        "Maksa lasku, mutta älä lähetä kuittia.",
        "Voisitteko maksaa laskun? Ettehän kuitenkaan lähetä kuittia.",
    ),
    (
        "Jos et löydä kuittia, älä heitä tuotetta pois.",
        "Jos ette löydä kuittia, ettehän heitä tuotetta pois.",
    ),
    (
        "Lähetä paketti takaisin asiakaspalautuksena, se on maksuton.",
        "Voisitteko lähettää paketin takaisin asiakaspalautuksena? Se on maksuton.",
    ),
    ("Luo uusi tunnus, vanha on vanhentunut.", "Voisitteko luoda uuden tunnuksen? Vanha on vanhentunut."),
    ("Täytä ja allekirjoita oheinen lomake.", "Voisitteko täyttää ja allekirjoittaa oheisen lomakkeen?"),
    ("Osallistukaa kyselyyn ja voittakaa lahjakortti.", "Voitte osallistua kyselyyn ja voittaa lahjakortin."),
    ("Tutustu uuteen valikoimaamme verkkokaupassa.", "Voitte tutustua uuteen valikoimaamme verkkokaupassa."),
    ("Tilaa uutiskirje ja saat 10 % alennuksen.", "Kun tilaatte uutiskirjeen, saatte 10 % alennuksen."),
    ("Hyödynnä etusi ennen kuun loppua.", "Voitte hyödyntää etunne ennen kuun loppua."),
    ("Kerro mikä laitteessa on vikana.", "Voisitteko kertoa mikä laitteessa on vikana?"),
    ("Kertokaa mihin aikaan kotiin voi tulla.", "Voisitteko kertoa mihin aikaan kotiin voi tulla?"),
    ("Ilmoita muutoksesta viikko ennen lähtöä.", "Voisitteko ilmoittaa muutoksesta viikko ennen lähtöä?"),
    ("Ilmoittakaa poissaolosta päivä etukäteen.", "Voisitteko ilmoittaa poissaolosta päivä etukäteen?"),
    ("Odota viikko ennen kuin soitat.", "Voisitteko odottaa viikon ennen kuin soitatte?"),
    ("Soita meille kello 8 ja 16 välillä.", "Voisitteko soittaa meille kello 8 ja 16 välillä?"),
    ("Soita meille klo 9–15.", "Voisitteko soittaa meille klo 9–15?"),
    ("Tarkista mittari joka päivä.", "Voisitteko tarkistaa mittarin joka päivä?"),
    ("Tarkista joka kerta kuitin summa.", "Voisitteko tarkistaa joka kerta kuitin summan?"),
    (
        "Lähetä jokin todiste, kuten kuitti tai kuva.",
        "Voisitteko lähettää jonkin todisteen, kuten kuitin tai kuvan?",
    ),
    ("Valitse jokin muu kuin punainen väri.", "Voisitteko valita jonkin muun kuin punaisen värin?"),
    ("Valitkaa kaksi ja ilmoittakaa numerot.", "Voisitteko valita kaksi ja ilmoittaa numerot?"),
    ("Valitkaa vaihtoehto A.", "Voisitteko valita vaihtoehdon A?"),
    ("Tulosta sivu 3 ja lomake numero 5.", "Voisitteko tulostaa sivun 3 ja lomakkeen numero 5?"),
    ("Ensin avaa sovellus.", "Ensin voisitteko avata sovelluksen?"),
    ("Tule hakemaan paketti myymälästä.", "Voisitteko tulla hakemaan paketin myymälästä?"),
    ("Ottakaa huomioon, että toimitus kestää viikon.", "Otattehan huomioon, että toimitus kestää viikon."),
    ("Lähetä kuitti, kiitos jo etukäteen.", "Voisitteko lähettää kuitin? Kiitos jo etukäteen."),
    ("Lähetä kuitti kiitos.", "Voisitteko lähettää kuitin? Kiitos!"),
    ("Lähetä kuva; tarkistan asian.", "Voisitteko lähettää kuvan? Tarkistan asian."),
    ("Lähetä kuva ja tarkistan asian.", "Voisitteko lähettää kuvan, niin tarkistan asian?"),
    ("Lähetä kuva, ja tarkistan asian.", "Voisitteko lähettää kuvan, niin tarkistan asian?"),
    ("Soita meille ja autamme sinua.", "Voisitteko soittaa meille, niin autamme teitä?"),
    (
        "Täytä lomake, sillä emme voi käsitellä asiaa ilman sitä.",
        "Voisitteko täyttää lomakkeen, sillä emme voi käsitellä asiaa ilman sitä?",
    ),
    (
        "Noutakaa paketti perjantaihin mennessä, muuten se palautuu lähettäjälle.",
        "Voisitteko noutaa paketin perjantaihin mennessä, muuten se palautuu lähettäjälle?",
    ),
    ("Maksa lasku äläkä lähetä kuittia.", "Voisitteko maksaa laskun? Ettehän lähetä kuittia."),
    ("Älä maksa laskua, vaan odota uutta.", "Ettehän maksa laskua, vaan odotatte uutta."),
    (
        "Älä lähetä korttinumeroa, lähetä vain viitenumero.",
        "Ettehän lähetä korttinumeroa. Voisitteko lähettää vain viitenumeron?",
    ),
    (
        "Muista allekirjoittaa lomake ja lähetä se meille.",
        "Muistattehan allekirjoittaa lomakkeen. Voisitteko lähettää sen meille?",
    ),
    ("Älkää avatko laitetta, vaan soittakaa huoltoon.", "Ettehän avaa laitetta, vaan soitatte huoltoon."),
    ("Älä ikinä kerro salasanaasi.", "Ettehän ikinä kerro salasanaanne."),
    ("Jos laite kuumenee, älä käytä sitä.", "Jos laite kuumenee, ettehän käytä sitä."),
    (
        "Avaa sovellus ja kun se on auki, valitse Laskut.",
        "Voisitteko avata sovelluksen ja kun se on auki, valita Laskut?",
    ),
    ("Lähetä kuva, jos mahdollista.", "Voisitteko lähettää kuvan, jos mahdollista?"),
    ("Lähettäkää kuva 📷", "Voisitteko lähettää kuvan? 📷"),
    ("lähetä kuva ja kuitti niin hoidetaan", "voisitteko lähettää kuvan ja kuitin niin hoidetaan?"),
    ("Lähetä 2 kpl kuvia.", "Voisitteko lähettää 2 kpl kuvia?"),
    ("Maksa 1 euro kassalle.", "Voisitteko maksaa 1 euron kassalle?"),
    ("Liity jäseneksi ja saat edun heti käyttöösi.", "Kun liitytte jäseneksi, saatte edun heti käyttöönne."),
    ("Kokeile palvelua ilmaiseksi 30 päivää.", "Voitte kokeilla palvelua ilmaiseksi 30 päivää."),
    ("Katso lisätietoja osoitteesta www.firma.fi.", "Voitte katsoa lisätietoja osoitteesta www.firma.fi."),
    ("Syötä tekstiviestillä saamasi koodi.", "Voisitteko syöttää tekstiviestillä saamanne koodin?"),
    ("Jos et saa koodia, pyydä uusi.", "Jos ette saa koodia, voisitteko pyytää uuden?"),
    (
        "Jättäkää tämä viesti huomiotta, jos olette jo maksanut laskun.",
        "Voitte jättää tämän viestin huomiotta, jos olette jo maksanut laskun.",
    ),
    (
        "Lähetä vanha laite ensin, uusi toimitetaan sen jälkeen.",
        "Voisitteko lähettää vanhan laitteen ensin? Uusi toimitetaan sen jälkeen.",
    ),
    ("Paina Tallenna.", "Voisitteko painaa Tallenna?"),
    ("Teidän molempien täytyy allekirjoittaa hakemus.", "Teidän molempien tulisi allekirjoittaa hakemus."),
    (
        "Teidän pitää valitettavasti maksaa toimitusmaksu.",
        "Teidän tulisi valitettavasti maksaa toimitusmaksu.",
    ),
    ("Ennen asennusta teidän on tyhjennettävä kaappi.", "Ennen asennusta teidän tulisi tyhjentää kaappi."),
    (
        "Teidän täytyy siis tehdä uusi tilaus, vanhaa ei voi muuttaa.",
        "Teidän tulisi siis tehdä uusi tilaus, vanhaa ei voi muuttaa.",
    ),
    ("Teidän ei tule käyttää laitetta ennen tarkastusta.", "Ettehän käytä laitetta ennen tarkastusta."),
    (
        "Laita tähän sen kengän malli ja koko niin katon löytyykö.",
        "Voisitteko laittaa tähän sen kengän mallin ja koon niin katon löytyykö?",
    ),
    ("Lähetä kaikki asiaa koskeva aineisto.", "Voisitteko lähettää kaiken asiaa koskevan aineiston?"),
    (
        "Muistakaa, että avain on palautettava perjantaina.",
        "Muistattehan, että avain on palautettava perjantaina.",
    ),
    (
        "Palauta tuote, mutta säilytä alkuperäinen pakkaus.",
        "Voisitteko palauttaa tuotteen, mutta säilyttää alkuperäisen pakkauksen?",
    ),
    (
        "Avaa linkki, mutta älä syötä tietojasi.",
        "Voisitteko avata linkin? Ettehän kuitenkaan syötä tietojanne.",
    ),
    ("Jos tarvitset kuitin, pyydä se kassalta.", "Jos tarvitsette kuitin, voitte pyytää sen kassalta."),
    (
        "Näytä tämä viesti myyjälle ja saat uuden tuotteen.",
        "Kun näytätte tämän viestin myyjälle, saatte uuden tuotteen.",
    ),
    (
        "Avatkaa hana ja antakaa veden valua minuutti.",
        "Voisitteko avata hanan ja antaa veden valua minuutin?",
    ),
    ("Varmista ensin, ettei johto ole irti.", "Voisitteko varmistaa ensin, ettei johto ole irti?"),
    (
        "Selvittäkää, kenen nimissä sopimus on ja milloin se päättyy.",
        "Voisitteko selvittää, kenen nimissä sopimus on ja milloin se päättyy?",
    ),
    (
        "Merkitse kalenteriin tapaaminen 5.6. klo 12.",
        "Voisitteko merkitä kalenteriin tapaamisen 5.6. klo 12?",
    ),
    (
        "Teidän on maksettava lasku ja ilmoitettava siitä meille.",
        "Teidän tulisi maksaa lasku ja ilmoittaa siitä meille.",
    ),
    (
        "Teidän ei pidä koskaan antaa tunnuslukua puhelimessa.",
        "Ettehän koskaan anna tunnuslukua puhelimessa.",
    ),
    (
        "Teidän on lähetettävä kuvat ja mittauspöytäkirja, muuten hakemus raukeaa.",
        "Teidän tulisi lähettää kuvat ja mittauspöytäkirja, muuten hakemus raukeaa.",
    ),
    (
        "Kertokaa tarkka osoite, ovikoodi ja kerros kuljettajaa varten.",
        "Voisitteko kertoa tarkan osoitteen, ovikoodin ja kerroksen kuljettajaa varten?",
    ),
]


@pytest.mark.parametrize(("draft", "fixed"), SOFTENED, ids=[draft for draft, _ in SOFTENED])
def test_sentence_is_softened(draft, fixed):
    report = CHECKER.check(draft, context=LATER)
    assert report.fixed == fixed
    assert CHECKER.check(fixed, context=LATER).fixed == fixed


@pytest.mark.parametrize(
    "draft",
    [
        # The object may be a name that inflects.
        "Lataa Spotify uudelleen.",
        "Vaihtakaa yhteyshenkilöksi Liisa Virtanen.",
        # An object before the verb, a subject, a customer who is spoken to.
        "Kuva lähettäkää sähköpostilla.",
        "Te lähettäkää kuva meille.",
        "Lähettäkää kuitti, hyvä asiakas.",
        # A second object out of reach, in brackets or behind a clause; an infinitive that modifies a noun.
        "Lähetä kuva (tai video) ja kuitti.",
        "Lähetä kuitti, jossa näkyy päiväys, ja takuutodistus.",
        "Valitse helpoin tapa lähettää kuva.",
        # Two genitives: the envelope or the cream; a word that only chat knows so.
        "Avaa kuori.",
        "Lataa appi.",
        "Mittaa jalka ja katso koko taulukosta.",
        # A statement that the question would swallow.
        "Kiitos ja lähetä vielä kuva.",
        # *Ja tulostin* is the printer, not what we printed.
        "Vaihda palvelin ja tulostin.",
        # Where there is danger an imperative is right.
        "Siirry turvalliseen paikkaan ja soita hätänumeroon.",
        # A second imperative that was not read as one.
        "Paastoa yön yli ja tule kokeeseen aamulla.",
        # A modifier of a number; a particle that does not ask; a statement that turns against the request.
        "Maksakaa puuttuva 12,50 euroa ja toimituskulut.",
        "Lähetä ihmeessä se kuva.",
        "Lähetä kuva, mutta se ei saa olla liian suuri.",
        # Objects, or the subject of a statement that opens something?
        "Lähetä nimi, osoite ja laskun numero ja avaa kuitti.",
        # A compound that the dictionary takes apart otherwise; an afterthought without a verb.
        "Valitkaa toimitustapa.",
        "Lähetä joko kuva tai video, ei molempia.",
        # Four steps and more.
        "Avaa sovellus, kirjaudu sisään, valitse Laskut ja paina Maksa.",
        # A courtesy stands there already.
        "Lähettäkää kuitti, olkaa hyvä.",
        # Not in the customer's power.
        "Luottakaa meihin.",
        "Olkaa tarkkana salasanan kanssa.",
    ],
)
def test_doubtful_rewrite_is_not_applied(draft):
    report = CHECKER.check(draft, context=LATER)
    assert [finding.category for finding in report.findings if finding.category == "imperative"]
    assert report.fixed == draft
    for finding in report.findings:
        assert all(fix.safety_note for fix in finding.fixes)


def offers(draft, checker=CHECKER):
    """The text after each fix of the draft's first finding."""
    finding = checker.check(draft, context=LATER).findings[0]
    return [(fix.applicability, apply(draft, fix.edits)) for fix in finding.fixes]


LADDERS = {
    "Lähettäkää kuitti.": [("safe", "Voisitteko lähettää kuitin?"), ("safe", "Lähettäisittekö kuitin?")],
    "Lähettäkää kuva, niin tarkistan asian.": [
        ("safe", "Voisitteko lähettää kuvan, niin tarkistan asian?"),
        ("safe", "Lähettäisittekö kuvan, niin tarkistan asian?"),
        ("safe", "Jos lähetätte kuvan, niin tarkistan asian."),
    ],
    "Kertokaa vielä asiakasnumeronne.": [
        ("safe", "Voisitteko kertoa vielä asiakasnumeronne?"),
        ("safe", "Kertoisitteko vielä asiakasnumeronne?"),
        ("safe", "Saisinko vielä asiakasnumeronne?"),
    ],
    "Muistakaa ottaa kuitti mukaan!": [
        ("safe", "Muistattehan ottaa kuitin mukaan."),
        ("safe", "Voisitteko muistaa ottaa kuitin mukaan?"),
    ],
    "Valitkaa uusi aika.": [
        ("safe", "Voisitteko valita uuden ajan?"),
        ("unsafe", "Voitte valita uuden ajan."),
    ],
    "Jos haluatte vaihtaa tuotteen, lähettäkää viesti.": [
        ("safe", "Jos haluatte vaihtaa tuotteen, voitte lähettää viestin."),
        ("safe", "Jos haluatte vaihtaa tuotteen, voisitteko lähettää viestin?"),
    ],
    "Lähettäkää kuitti heti!": [
        ("safe", "Voisitteko lähettää kuitin heti?"),
        ("safe", "Lähettäisittekö kuitin heti?"),
        ("unsafe", "Voisitteko lähettää kuitin mahdollisimman pian?"),
    ],
    "Älkää lähettäkö korttinumeroa.": [
        ("safe", "Ettehän lähetä korttinumeroa."),
        ("safe", "Voisitteko olla lähettämättä korttinumeroa?"),
        ("safe", "Pyydämme, ettette lähetä korttinumeroa."),
        ("safe", "Teidän ei kannata lähettää korttinumeroa."),
        ("display", "Ettehän lähetä korttinumeroa, sillä [syy]."),
    ],
    "Avatkaa sovellus, kirjautukaa sisään ja painakaa Maksa.": [
        ("safe", "Voisitteko avata sovelluksen, kirjautua sisään ja painaa Maksa?"),
        ("unsafe", "Voitte toimia näin:\n1. Avatkaa sovellus.\n2. Kirjautukaa sisään.\n3. Painakaa Maksa."),
    ],
    "Teidän täytyy vielä toimittaa alkuperäinen kuitti.": [
        ("safe", "Teidän tulisi vielä toimittaa alkuperäinen kuitti."),
        ("safe", "Voisitteko vielä toimittaa alkuperäisen kuitin?"),
    ],
    "Teidän on ehdottomasti noudettava paketti tänään.": [
        ("safe", "Teidän tulisi noutaa paketti tänään."),
        ("safe", "Voisitteko noutaa paketin tänään?"),
    ],
    # No request in a subordinate clause, after a topic, or of what is nobody's choice.
    "Kuitti teidän täytyy lähettää.": [("safe", "Kuitti teidän tulisi lähettää.")],
    "Valitettavasti teidän pitää maksaa laskunne.": [
        ("safe", "Valitettavasti teidän tulisi maksaa laskunne.")
    ],
    "Palauttakaa laite, tai veloitamme siitä.": [
        ("unsafe", "Voisitteko palauttaa laitteen, tai veloitamme siitä?"),
        ("unsafe", "Palauttaisitteko laitteen, tai veloitamme siitä?"),
    ],
    "Olette velvollinen maksamaan laskun.": [("unsafe", "Pyydämme teitä maksamaan laskun.")],
    "Ette saa avata laitetta itse.": [
        ("safe", "Ettehän avaa laitetta itse."),
        ("safe", "Pyydämme, ettette avaa laitetta itse."),
    ],
}


@pytest.mark.parametrize("draft", LADDERS)
def test_ladder_is_ranked_and_begins_with_a_safe_fix(draft):
    assert offers(draft) == LADDERS[draft]


def test_each_rewrite_of_a_ladder_says_how_it_reads():
    finding = CHECKER.check("Älkää lähettäkö korttinumeroa.", context=LATER).findings[0]
    notes = [fix.note for fix in finding.fixes]
    assert len(set(notes)) == len(notes) == 5
    for note in notes:
        unknown = [word for word in re.findall(r"\w+", note) if not open_morphology().analyse(word)]
        assert not unknown
    english = Checker({"messages": "en"}).check("Älkää lähettäkö korttinumeroa.", context=LATER).findings[0]
    assert english.fixes[0].note == "A gentle reminder instead of a ban."


@pytest.mark.parametrize(
    ("draft", "fixed"),
    [
        ("Lähettäkää kuva laskustanne.", "Voisitko lähettää kuvan laskustasi?"),
        ("Muista ottaa kuitti mukaan.", "Muistathan ottaa kuitin mukaan."),
        ("Älä maksa laskua, vaan odota uutta.", "Ethän maksa laskua, vaan odotat uutta."),
        ("Tilaa uutiskirje ja saat alennuksen.", "Kun tilaat uutiskirjeen, saat alennuksen."),
        ("Älkää huoliko, asia on kunnossa.", "Älä huoli, asia on kunnossa."),
        ("Sun pitää lähettää kuitti.", "Sun tulisi lähettää kuitti."),
    ],
)
def test_informal_requests(draft, fixed):
    assert INFORMAL.check(draft, context=LATER).fixed == fixed


def test_several_people_are_asked_in_the_plural_in_either_policy():
    many = Context(first_reply=False, recipient="many")
    assert INFORMAL.check("Lähettäkää kuitti.", context=many).fixed == "Voisitteko lähettää kuitin?"


@pytest.mark.parametrize(
    "draft",
    [
        "Pitääkö teidän lähteä jo tänään?",
        "Pahoittelemme, että teidän täytyy odottaa.",
        "Jos teidän täytyy perua aika, se onnistuu verkossa.",
        "Teidän täytyy olla todella pettynyt.",
        "Anteeksi viivästys, antakaa anteeksi.",
        "Tsemppiä matkaan!",
        "Varausta ei voida purkaa kuluitta.",
        "Kiitos tarkasta selvityksestänne.",
        "Voi kuulkaa, onpa se harmi.",
        "Voisitteko avata sovelluksen, valita Laskut ja painaa Maksa?",
    ],
)
def test_no_demand_is_seen(draft):
    findings = CHECKER.check(draft, context=LATER).findings
    assert not [finding for finding in findings if finding.category in ("imperative", "necessity")]


# -------------------------------------------------------------------------------- composed sentences

# Each with what it becomes in a formal question: verbs that are no nouns as well, objects, further words,
# address faults among them.
VERBS = [
    ("Lähetä", "Lähettäkää", "lähettää"),
    ("Toimita", "Toimittakaa", "toimittaa"),
    ("Tarkista", "Tarkistakaa", "tarkistaa"),
    ("Täytä", "Täyttäkää", "täyttää"),
    ("Palauta", "Palauttakaa", "palauttaa"),
    ("Poista", "Poistakaa", "poistaa"),
    ("Tee", "Tehkää", "tehdä"),
]
OBJECTS = [
    ("kuitti", "kuitin"),
    ("tämä uusi lomake", "tämän uuden lomakkeen"),
    ("laitteen sarjanumero", "laitteen sarjanumeron"),
    ("kuva laskustasi", "kuvan laskustanne"),
    ("uusi osoitteesi", "uuden osoitteenne"),
    ("kuitit", "kuitit"),
    ("kaksi kuvaa", "kaksi kuvaa"),
    ("muutama selkeä kuva", "muutaman selkeän kuvan"),
    ("nimi, osoite ja laskun numero", "nimen, osoitteen ja laskun numeron"),
    ("tiedosto ”Takuu 12.pdf”", "tiedoston ”Takuu 12.pdf”"),
    ("tilaus 448120", "tilauksen 448120"),
    ("se", "sen"),
    ("lisätietoja", "lisätietoja"),
    ("kaikki", "kaiken"),
    ("PDF-tiedosto", "PDF-tiedoston"),
]
PLACES = [
    ("", ""),
    (" meille", " meille"),
    (" osoitteessa https://esimerkki.fi/palautus", " osoitteessa https://esimerkki.fi/palautus"),
    (" 12.5. mennessä", " 12.5. mennessä"),
    (" puolestasi", " puolestanne"),
    (" Oma Sähkö -palvelussa", " Oma Sähkö -palvelussa"),
    (" [tilausnumero]", " [tilausnumero]"),
]
CONDITIONS = [
    ("Jos vika jatkuu", "Jos vika jatkuu"),
    ("Kun olet valmis", "Kun olette valmis"),
    ("Jos et löydä sitä", "Jos ette löydä sitä"),
]
FOLLOWING = [
    (".", "?"),
    ("!", "?"),
    (", kiitos.", "? Kiitos!"),
    (", niin tarkistan tilauksesi.", ", niin tarkistan tilauksenne?"),
    (", jos voit.", ", jos voitte?"),
    (", se on helppoa.", "? Se on helppoa."),
    (", älä soita numeroon 0600 123.", "? Ettehän soita numeroon 0600 123."),
    (", mutta älä avaa viestiäsi.", "? Ettehän kuitenkaan avaa viestiänne."),
    (" ja muista vastata.", "? Muistattehan vastata."),
]
DUTIES = [
    ("Teidän täytyy", "Teidän tulisi"),
    ("Sinun pitää", "Teidän tulisi"),
    ("Sun täytyy", "Teidän tulisi"),
]


@st.composite
def requests(draw):
    """A draft and what it becomes."""
    (singular, plural, infinitive), (told, asked) = (
        draw(st.sampled_from(VERBS)),
        draw(st.sampled_from(OBJECTS)),
    )
    (place, there), (end, closed) = draw(st.sampled_from(PLACES)), draw(st.sampled_from(FOLLOWING))
    verb = draw(st.sampled_from([singular, plural]))
    kind = draw(st.sampled_from(["plain", "condition", "two", "duty"]))
    if kind == "duty":
        (duty, softer), stays = draw(st.sampled_from(DUTIES)), told.replace("laskustasi", "laskustanne")
        stays = stays.replace("osoitteesi", "osoitteenne")
        return f"{duty} {infinitive} {told}{place}.", f"{softer} {infinitive} {stays}{there}."
    if kind == "condition":
        before, formal = draw(st.sampled_from(CONDITIONS))
        return (
            f"{before}, {verb.lower()} {told}{place}{end}",
            f"{formal}, voisitteko {infinitive} {asked}{there}{closed}",
        )
    if kind == "two":
        (other, others, second), (more, further) = (
            draw(st.sampled_from(VERBS)),
            draw(st.sampled_from(OBJECTS)),
        )
        also = draw(st.sampled_from([other, others])).lower()
        return (
            f"{verb} {told} ja {also} {more}{place}{end}",
            f"Voisitteko {infinitive} {asked} ja {second} {further}{there}{closed}",
        )
    return f"{verb} {told}{place}{end}", f"Voisitteko {infinitive} {asked}{there}{closed}"


PROFILE = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PROFILE
@given(requests())
def test_composed_request_becomes_what_its_parts_become(pair):
    draft, expected = pair
    report = CHECKER.check(draft, context=LATER)
    assert report.fixed == expected
    assert report.stable
    left = CHECKER.check(expected, context=LATER)
    assert left.fixed == expected
    assert not [finding.text for finding in left.findings if finding.category in MENDABLE]


@PROFILE
@given(st.lists(requests(), min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_fixes_taken_one_by_one_in_any_order_lead_to_the_same_text(pairs, random):
    draft = " ".join(text for text, _ in pairs)
    mended = draft
    for _ in range(20):
        findings = CHECKER.check(mended, context=LATER).findings
        first = (next((fix for fix in each.fixes if fix.applicability == "safe"), None) for each in findings)
        fixes = [fix for fix in first if fix]
        if not fixes:
            break
        mended = apply(mended, random.choice(fixes).edits)
    assert mended == CHECKER.check(draft, context=LATER).fixed


@PROFILE
@given(requests())
def test_every_safe_rewrite_uses_known_words_and_brings_no_new_finding(pair):
    draft, _ = pair
    report = CHECKER.check(draft, context=LATER)
    known = set(re.findall(r"\w+", draft))
    before = {finding.rule for finding in report.findings}
    fixes = itertools.chain.from_iterable(finding.fixes for finding in report.findings)
    for fix in fixes:
        result = apply(draft, fix.edits)
        new = set(re.findall(r"\w+", result)) - known
        assert not [word for word in new if not open_morphology().analyse(word)]
        if fix.applicability == "safe":
            after = CHECKER.check(result, context=LATER)
            assert {finding.rule for finding in after.findings} <= before


@pytest.mark.parametrize(
    "draft",
    [
        "Hei! Sotku on syntynyt tietohallinnossa. Päivittäkää Outlook uusimpaan versioon.",
        "Lähettäkää uuz kuva tänne.",
    ],
)
def test_an_object_that_nobody_can_inflect_is_left_to_a_person(draft):
    report = check_reply(draft)
    assert "imperative" in {finding.category for finding in report.findings}
    assert report.fixed == draft


def test_a_spoken_modifier_is_inflected_as_its_standard_form():
    fixed = check_reply("Ilmoittakaa uus tilinumero tänne.").fixed
    assert fixed == "Voisitteko ilmoittaa uuden tilinumeron tänne?"
