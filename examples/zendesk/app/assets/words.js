// What the sidebar says itself; what was found is said by the server, in the same language.

const FI = {
  check: "Tarkista nyt",
  nothing: "Vastaus tarkistetaan, kun tallennat tiketin.",
  again: "Jos haluat lähettää vastauksen tällaisena, tallenna uudelleen.",
  unchecked: "Vastausta ei voitu tarkistaa. Sen voi lähettää tarkistamatta.",
  changed: "Vastausta on muutettu, joten se tarkistettiin uudelleen.",
  examples: "Esimerkkejä",
  severity: { info: "Ehdotus", warning: "Huomautus", error: "Korjattava" },
};

const EN = {
  check: "Check now",
  nothing: "The reply is checked when you save the ticket.",
  again: "To send the reply as it is, save again.",
  unchecked: "The reply could not be checked. It can be sent unchecked.",
  changed: "The reply has been changed, so it was checked again.",
  examples: "Examples",
  severity: { info: "Suggestion", warning: "Finding", error: "To be mended" },
};

/** The language to use for a locale of Zendesk's, such as "fi" or "en-US": Finnish, else English. */
export const languageOf = (locale) => (/^fi\b/i.test(locale) ? "fi" : "en");

export const wordsIn = (language) => (language === "fi" ? FI : EN);
