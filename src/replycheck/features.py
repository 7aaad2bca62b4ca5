"""UD features and parts of speech in use, as data.

Names and values are those of Universal Dependencies for Finnish (UD_Finnish-TDT). A rule that
names a feature or a value that is not listed here is refused at load: a misspelt feature would
never match, and nobody would notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

POS: frozenset[str] = frozenset(
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SPACE SYM VERB X".split()
)

CASES = "Nom Gen Par Acc Ine Ela Ill Ade Abl All Ess Tra Abe Com Ins"

FEATURES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(values.split())
        for name, values in {
            "Abbr": "Yes",
            "AdpType": "Post Prep",
            "Case": CASES,
            "Clitic": "Han Ka Kaan Kin Ko Pa S Han,Ko Han,Pa Kin,Ko Ko,S Pa,S",
            "Connegative": "Yes",
            "Degree": "Pos Cmp Sup",
            "Foreign": "Yes",
            "InfForm": "1 2 3 4 5",
            "Mood": "Ind Cnd Imp Pot",
            "NumType": "Card Ord",
            "Number": "Sing Plur",
            "Number[psor]": "Sing Plur",
            "PartForm": "Pres Past Agt Neg",
            "Person": "0 1 2 3",
            "Person[psor]": "1 2 3",
            "Polarity": "Neg",
            "PronType": "Dem Ind Int Prs Rcp Rel",
            "Reflex": "Yes",
            "Style": "Arch Coll",
            "Tense": "Pres Past",
            "Typo": "Yes",
            "VerbForm": "Fin Inf Part",
            "Voice": "Act Pass",
        }.items()
    }
)


@lru_cache(maxsize=4096)
def parse_feats(feats: str) -> Mapping[str, str]:
    """Turn ``Case=Nom|Number=Sing`` into a read-only mapping; the empty string gives an empty one."""
    pairs = (pair.split("=", 1) for pair in feats.split("|") if pair)
    return MappingProxyType(dict(pairs))


def format_feats(feats: Mapping[str, str]) -> str:
    """Turn a mapping into UD's form: sorted by name without regard to case, joined by ``|``."""
    return "|".join(f"{name}={feats[name]}" for name in sorted(feats, key=str.lower))
