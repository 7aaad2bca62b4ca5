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
    to_formal="Vaihda koko viesti teitittelyyn",
    to_informal="Vaihda koko viesti sinutteluun",
    also_here="Samasta syystä huomautettavaa myös tässä: {text}",
    not_checked="Viestiä ei ehditty tarkistaa tästä eteenpäin.",
    ignored="Huomautus ohitetaan, kunnes editori suljetaan. Jos asetuksissa on ignored-tiedosto, ohitus jää siihen.",
    disabled="Sääntö {rule} on poissa käytöstä, kunnes editori suljetaan. Pysyvästi se poistetaan asetuksella "
    'ignore = ["{rule}"].',
    accepted="Sanaa ”{term}” ei huomauteta, ennen kuin editori suljetaan. Pysyvästi se lisätään asetuksella "
    'vocabulary.accept = ["{term}"].',
    nothing_to_switch="Viestissä ei ole vaihdettavaa.",
    refused="Viestiä ei vaihdettu. Rivi {line}, merkki {column}: {message}",
    markup="Viestiä ei vaihdettu, koska muotoilumerkinnät olisivat tiellä.",
    unusable="Mitään ei tarkisteta, ennen kuin asetukset on korjattu. {fault}",
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
    also_here="The same fault here: {text}",
    not_checked="There was no time to check the draft from here on.",
    ignored="The finding is ignored until the editor is closed. An ignored file in the settings would keep it.",
    disabled='The rule {rule} is off until the editor is closed. The setting ignore = ["{rule}"] keeps it off.',
    accepted='Nothing is found in “{term}” until the editor is closed. The setting vocabulary.accept = ["{term}"] '
    "keeps it so.",
    nothing_to_switch="There is nothing to switch in the draft.",
    refused="The draft was not switched. Line {line}, character {column}: {message}",
    markup="The draft was not switched, because markup would be in the way.",
    unusable="Nothing is checked until the settings are mended. {fault}",
)


def words(messages: str) -> Words:
    """The sentences of a language of messages, ``fi`` or ``en``."""
    return EN if messages == "en" else FI
