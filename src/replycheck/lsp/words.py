"""What an editor's user reads beside the messages of the rules, in the language of those."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The sentences of one language."""

    why: str
    advice: str
    source: str
    delete: str
    fill_in: str
    fix_all: str
    ignore: str
    disable: str
    accept: str
    to_formal: str
    to_informal: str
    also_here: str
    not_checked: str
    ignored: str
    disabled: str
    accepted: str
    nothing_to_switch: str
    refused: str
    markup: str
    unusable: str


FI = Words(
    why="Miksi",
    advice="Esimerkiksi",
    source="Lähde",
    delete="Poista ”{text}”",
    fill_in="täydennä hakasulkeissa oleva kohta",
    fix_all="Tee kaikki varmat korjaukset",
    ignore="Ohita tämä huomautus ({rule})",
    disable="Poista sääntö {rule} käytöstä",
    accept="Lisää ”{term}” omaan sanastoon",
    to_formal="Muuta koko viesti teitittelymuotoon",
    to_informal="Muuta koko viesti sinuttelumuotoon",
    also_here="Puhuttelusta on huomautettavaa myös tässä: ”{text}”",
    not_checked="Tästä eteenpäin viestiä ei ehditty tarkistaa.",
    ignored="Huomautus ohitetaan, kunnes editori käynnistetään uudelleen. Pysyvästi se ohitetaan, jos asetuksissa "
    "on ignored-tiedosto.",
    disabled="Sääntö {rule} on pois käytöstä, kunnes editori käynnistetään uudelleen. Pysyvästi sen saa pois "
    'asetuksella ignore = ["{rule}"].',
    accepted="Nimestä ”{term}” ei huomauteta, ennen kuin editori käynnistetään uudelleen. Pysyvästi sen saa "
    'sanastoon asetuksella vocabulary.accept = ["{term}"].',
    nothing_to_switch="Viestissä ei ole muutettavaa.",
    refused="Viestiä ei muutettu. Rivi {line}, merkki {column}: {message}.",
    markup="Viestiä ei muutettu, koska muutos siirtäisi tai poistaisi muotoilumerkintöjä.",
    unusable="Mitään ei tarkisteta, ennen kuin asetukset on korjattu.\n{fault}",
)
EN = Words(
    why="Why",
    advice="For instance",
    source="Source",
    delete="Delete “{text}”",
    fill_in="fill in the place in brackets",
    fix_all="Apply all safe fixes",
    ignore="Ignore this finding ({rule})",
    disable="Switch off the rule {rule}",
    accept="Add “{term}” to the house's vocabulary",
    to_formal="Switch the whole draft to formal address (te)",
    to_informal="Switch the whole draft to informal address (sinä)",
    also_here="The form of address here, too: “{text}”",
    not_checked="There was no time to check the draft from here on.",
    ignored="The finding is ignored until the editor is restarted. An ignored file in the settings keeps it.",
    disabled='The rule {rule} is off until the editor is restarted. The setting ignore = ["{rule}"] keeps it off.',
    accepted="Nothing is found in “{term}” until the editor is restarted. The setting "
    'vocabulary.accept = ["{term}"] keeps it so.',
    nothing_to_switch="There is nothing to switch in the draft.",
    refused="The draft was not switched. Line {line}, character {column}: {message}.",
    markup="The draft was not switched, because that would move or delete markup.",
    unusable="Nothing is checked until the settings are mended.\n{fault}",
)


def words(messages: str) -> Words:
    """The sentences of a language of messages, ``fi`` or ``en``."""
    return EN if messages == "en" else FI
