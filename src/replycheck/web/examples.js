/** Drafts to try: each shows something else that is found, or that nothing is. */

export const EXAMPLES = [
  {
    name: { fi: "Lasku: pyyntö käskynä", en: "Invoice: a request as an order" },
    channel: "chat",
    customer: "Hei, laskussani on 14,90 euron maksu, jota en tunnista. Mistä se johtuu?",
    reply:
      "Hei! Lähetä kuva laskustasi, niin tarkistan, mistä 14,90 euron maksu johtuu. Voit kuvata laskun puhelimella. Jos maksu on aiheeton, hyvitän sen seuraavalla laskullasi.",
  },
  {
    name: { fi: "Palautus: syyttely ja velvoittaminen", en: "Return: blame and obligation" },
    channel: "email",
    customer: "Hei, palautin takin kaksi viikkoa sitten, mutta rahoja ei näy. Olen todella pettynyt! Milloin hyvitys tulee?",
    reply:
      "Hei\n\nEtte ole toimittanut kuittia, joten palautusta ei voida käsitellä. Teidän täytyy lähettää kuitti. Kuten jo kerroimme, hyvitys näkyy tilillänne varmasti huomenna.\n\nTerveisin\nAsiakaspalvelu",
  },
  {
    name: { fi: "Häiriö: huuto ja vähättely", en: "Outage: shouting and dismissal" },
    channel: "chat",
    customer: "Netti ei ole toiminut kolmeen päivään 😡 Tämä on jo toinen kerta tässä kuussa!",
    reply: "Hei! Häiriö EI johdu meistä!!! Käynnistäkää reititin uudelleen. Ette varmaan ole lukenut ohjeita 🙂 Emme voi auttaa enempää.",
  },
  {
    name: { fi: "Sinuttelu ja teitittely sekaisin", en: "Informal and formal mixed" },
    channel: "chat",
    customer: "Moi! Milloin mun tilaus tulee?",
    reply: "Moikka! Tilauksesi on jo matkalla, ja saatte seurantatunnuksen tekstiviestillä. Voit noutaa paketin, kun se on saapunut.",
  },
  {
    name: { fi: "Hyvä vastaus", en: "A good reply" },
    channel: "email",
    customer: "Hei, sain väärän kokoiset kengät. Voiko ne vaihtaa?",
    reply:
      "Hei,\n\nkiitos viestistänne. Pahoittelen, että paketissa oli väärä koko. Lähetän teille oikean koon huomenna, ja voitte palauttaa väärän parin maksutta samassa laatikossa.\n\nYstävällisin terveisin\nAsiakaspalvelu",
  },
];
