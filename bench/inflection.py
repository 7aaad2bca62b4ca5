"""How many forms of UD treebanks come out of lemma + features, and how fast.

    python bench/inflection.py FILE.conllu ...

Takes nouns, adjectives, pronouns, verbs and auxiliaries that are not marked as typing errors, spoken style or
foreign, and whose form Voikko knows with the treebank's lemma and features: what it does not know it cannot
inflect either. Prints, per part of speech and in all, the share whose form comes first, the share whose form
comes at all, the forms counted (each form with its features once), and milliseconds a form, caches empty.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from replycheck.features import FEATURES, parse_feats
from replycheck.inflection import COMPARED, inflect
from replycheck.morphology import Reading, open_morphology

PARTS_OF_SPEECH = ("NOUN", "ADJ", "PRON", "VERB", "AUX")
LEFT_OUT = ("Typo", "Style", "Foreign", "Abbr")
ASKED = frozenset([*COMPARED, "Clitic"])
NOT_INFLECTION = frozenset(["Polarity"])


def words(paths: list[Path]) -> Iterator[tuple[str, str, str, str]]:
    """Give (form, lemma, part of speech, features) of every word in question."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if (
                len(cells) == 10
                and cells[0].isdigit()
                and cells[3] in PARTS_OF_SPEECH
                and cells[1][-1] != "-"
            ):
                feats = "" if cells[5] == "_" else cells[5]
                if not any(f"{name}=Yes" in feats or f"{name}=" in feats for name in LEFT_OUT):
                    yield cells[1], cells[2].replace("#", ""), cells[3], feats


def wanted(feats: str) -> dict[str, str]:
    """Give the features to ask for: Person=0 is the third person, FTB writes its own values elsewhere."""
    asked = {name: value for name, value in parse_feats(feats).items() if name in ASKED}
    if asked.get("Person") == "0":
        asked["Person"] = "3"
    if asked.get("Connegative") and asked.get("Voice") == "Act":
        del asked["Voice"]
    return asked


def known(form: str, lemma: str, asked: dict[str, str]) -> Reading | None:
    """Give the reading of the form that agrees with the treebank on lemma and features."""
    for reading in open_morphology().analyse(form):
        if reading.lemma.lower() == lemma.lower() and all(
            (reading.get(name) or ("Pos" if name == "Degree" else None)) == value
            for name, value in asked.items()
        ):
            return reading
    return None


def main(paths: list[Path]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    misses: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    spent = 0.0
    for form, lemma, pos, feats in words(paths):
        key = (form.lower(), lemma, feats)
        if key in seen:
            continue
        seen.add(key)
        asked = wanted(feats)
        valid = all(value in FEATURES.get(name, ()) for name, value in asked.items() if name != "Clitic")
        reading = known(form, lemma, asked) if valid and asked else None
        if reading is None or reading.source == "colloquial":
            counts[pos]["unknown"] += 1
            continue
        begin = time.perf_counter()
        try:
            forms = [found.lower() for found in inflect(reading.lemma, **asked)]
        except ValueError:
            counts[pos]["unknown"] += 1
            continue
        spent += time.perf_counter() - begin
        counts[pos]["asked"] += 1
        counts[pos]["first"] += forms[:1] == [form.lower()]
        counts[pos]["any"] += form.lower() in forms
        if forms[:1] != [form.lower()]:
            misses[f"{form} {reading.lemma} {feats} {forms}"] += 1
    if "--misses" in sys.argv:
        print(*misses, sep="\n")
    total: Counter[str] = Counter()
    for pos in PARTS_OF_SPEECH:
        total.update(counts[pos])
        report(pos, counts[pos])
    report("all", total)
    print(f"{1000 * spent / max(total['asked'], 1):.2f} ms a form")


def report(name: str, count: Counter[str]) -> None:
    asked = max(count["asked"], 1)
    print(
        f"{name:5} first {count['first'] / asked:.4f}  any {count['any'] / asked:.4f}  "
        f"asked {count['asked']}  not known to Voikko {count['unknown']}"
    )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:] if not argument.startswith("--")])
