"""How well readings are chosen: F1 of the address and mood features on UD Finnish gold, over gold tokens.

    python bench/readings.py [--errors] [--light] [--backend native|embedded] FILE.conllu …

Left out: tokens with Typo=Yes or Foreign=Yes, and verbs under älä/älkää, where the treebanks differ.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from replycheck.features import parse_feats
from replycheck.morphology import open_morphology
from replycheck.readings import choose

Feats = Mapping[str, str]


def is_finite(feats: Feats, number: str) -> bool:
    return (
        feats.get("Person") == "2"
        and feats.get("Number") == number
        and feats.get("VerbForm") == "Fin"
        and feats.get("Mood") != "Imp"
    )


def is_imperative(feats: Feats, number: str) -> bool:
    return (
        feats.get("Mood") == "Imp"
        and feats.get("Person") == "2"
        and feats.get("Number") == number
        and "Polarity" not in feats
        and "Connegative" not in feats
    )


def has_possessor(feats: Feats, number: str) -> bool:
    return feats.get("Person[psor]") == "2" and feats.get("Number[psor]") == number


KINDS: Mapping[str, Callable[[Feats], bool]] = {
    "imperative 2sg": lambda feats: is_imperative(feats, "Sing"),
    "imperative 2pl": lambda feats: is_imperative(feats, "Plur"),
    "finite 2sg": lambda feats: is_finite(feats, "Sing"),
    "finite 2pl": lambda feats: is_finite(feats, "Plur"),
    "possessive 2sg": lambda feats: has_possessor(feats, "Sing"),
    "possessive 2pl": lambda feats: has_possessor(feats, "Plur"),
    "conditional": lambda feats: feats.get("Mood") == "Cnd",
}


class Word(NamedTuple):
    form: str
    feats: Feats
    space: bool
    skip: bool


def sentences(path: Path) -> Iterator[list[Word]]:
    """Give the sentences of a CoNLL-U file as surface tokens; multiword tokens keep their surface form."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        words: list[Word] = []
        inside = 0
        for line in block.split("\n"):
            if not line or line.startswith("#"):
                continue
            number, form, _lemma, _pos, _xpos, feats, *_rest, misc = line.split("\t")
            if "-" in number:
                inside = int(number.split("-")[1]) - int(number.split("-")[0]) + 1
                words.append(Word(form, {}, "SpaceAfter=No" not in misc, skip=True))
            elif "." in number:
                continue
            elif inside:
                inside -= 1
            else:
                parsed = parse_feats("" if feats == "_" else feats)
                skip = "Typo" in parsed or "Foreign" in parsed or under_prohibition(words, parsed)
                words.append(Word(form, parsed, "SpaceAfter=No" not in misc, skip))
        if words:
            yield words


def under_prohibition(before: list[Word], feats: Feats) -> bool:
    return ("Connegative" in feats or feats.get("Mood") == "Imp") and any(
        word.form.lower().startswith(("älä", "älkää")) for word in before[-5:]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every error, by kind")
    parser.add_argument("--light", action="store_true", help="without the statistical model")
    parser.add_argument("--model-only", action="store_true", help="score the statistical model alone")
    parser.add_argument("--backend", choices=["native", "embedded"])
    arguments = parser.parse_args()

    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(
        "spacy_fi_experimental_web_md",
        exclude=["lookups", "ner", "lemmatizer", "parser", "tagger", "attribute_ruler"],
    )
    morphology = open_morphology(arguments.backend)
    counts: Counter[tuple[str, str]] = Counter()
    errors: list[tuple[str, str, str]] = []
    for path in arguments.files:
        for words in sentences(path):
            doc = Doc(nlp.vocab, words=[w.form for w in words], spaces=[w.space for w in words])
            for token in doc:
                token.is_sent_start = token.i == 0
            if not arguments.light:
                for _name, component in nlp.pipeline:
                    doc = component(doc)
            if arguments.model_only:
                predicted = [(parse_feats(str(token.morph)), "model") for token in doc]
            else:
                choices = choose(doc, [morphology.analyse(token.text) for token in doc])
                predicted = [(parse_feats(c.reading.feats), f"{c.why} {c.reading.feats}") for c in choices]
            for token, word, (feats, why) in zip(doc, words, predicted, strict=True):
                if word.skip:
                    continue
                for kind, belongs in KINDS.items():
                    gold, found = belongs(word.feats), belongs(feats)
                    if gold and found:
                        counts[kind, "right"] += 1
                    elif gold or found:
                        counts[kind, "missed" if gold else "spurious"] += 1
                        left, right = doc[max(0, token.i - 6) : token.i], doc[token.i + 1 : token.i + 6]
                        errors.append(
                            (kind, "missed" if gold else "spurious", f"{left} [{token}] {right}  ← {why}")
                        )
    print(f"{'':16}{'F1':>6}{'right':>7}{'missed':>8}{'spurious':>10}")
    for kind in KINDS:
        right, missed, spurious = (counts[kind, name] for name in ("right", "missed", "spurious"))
        score = 2 * right / (2 * right + missed + spurious) if right else 0.0
        print(f"{kind:16}{score:6.3f}{right:7}{missed:8}{spurious:10}")
    if arguments.errors:
        for kind, fault, text in sorted(errors):
            print(f"{kind:15} {fault:9} {text}")


if __name__ == "__main__":
    main()
