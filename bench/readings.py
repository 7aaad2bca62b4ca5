"""How well readings are chosen: F1 of the address and mood features on UD Finnish gold, over gold tokens.

    make readings FILES="a.conllu b.conllu"                    the table, and the time that a choice takes
    make readings FILES=… OPTIONS="--errors --backends"        every error; where the back ends differ
    make readings FILES=… OPTIONS=--light                      without the statistical model

Left out: tokens with Typo=Yes or Foreign=Yes, and verbs under älä/älkää, where the treebanks differ.
The time of a choice stands beside that of one analysis by libvoikko without a cache, over the same tokens in
the same process, since a machine drifts.
"""

from __future__ import annotations

import argparse
import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from backends import differences
from replycheck.features import parse_feats
from replycheck.morphology import LONG_WORD, Reading, open_morphology
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


class Fault(NamedTuple):
    """A feature missed or set where it should not be; ``why`` is the constraint that decided."""

    kind: str
    fault: str
    why: str
    where: str


def main() -> None:
    """Score the files that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every error, by kind and constraint")
    parser.add_argument("--backends", action="store_true", help="print where the two back ends differ")
    parser.add_argument("--light", action="store_true", help="without the statistical model")
    parser.add_argument("--model-only", action="store_true", help="score the statistical model alone")
    parser.add_argument("--backend", choices=["native", "embedded"])
    arguments = parser.parse_args()

    gold = [words for path in arguments.files for words in sentences(path)]
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(
        "spacy_fi_experimental_web_md",
        exclude=["lookups", "ner", "lemmatizer", "parser", "tagger", "attribute_ruler"],
    )
    docs = [blank_doc(nlp, words) for words in gold]
    if not arguments.light:
        docs = list(nlp.pipe(docs))
    analyse_word = open_morphology(arguments.backend).analyse
    readings = [[analyse_word(token.text) for token in doc] for doc in docs]

    if arguments.model_only:
        predicted = [[(str(token.morph), "the model") for token in doc] for doc in docs]
    else:
        chosen = [choose(doc, candidates) for doc, candidates in zip(docs, readings, strict=True)]
        predicted = [[(each.reading.feats, each.why) for each in choices] for choices in chosen]
    counts, faults = score(gold, docs, predicted)
    print_table(counts)
    if not arguments.model_only:
        print_speed(docs, readings)
    if arguments.errors:
        print_faults(faults)
    if arguments.backends:
        print_differences({word.form for words in gold for word in words})


def blank_doc(nlp: Language, words: list[Word]) -> Doc:
    """A sentence in its gold tokens, without annotation."""
    starts = [i == 0 for i in range(len(words))]
    forms, spaces = [word.form for word in words], [word.space for word in words]
    return Doc(nlp.vocab, words=forms, spaces=spaces, sent_starts=starts)


def score(
    gold: list[list[Word]], docs: list[Doc], predicted: list[list[tuple[str, str]]]
) -> tuple[Counter[tuple[str, str]], list[Fault]]:
    """Count what is right, missed and spurious for each kind, and tell where."""
    counts: Counter[tuple[str, str]] = Counter()
    faults = []
    for words, doc, choices in zip(gold, docs, predicted, strict=True):
        for token, word, (feats, why) in zip(doc, words, choices, strict=True):
            for kind, belongs in KINDS.items() if not word.skip else ():
                wanted, found = belongs(word.feats), belongs(parse_feats(feats))
                if not wanted and not found:
                    continue
                outcome = "right" if wanted and found else "missed" if wanted else "spurious"
                counts[kind, outcome] += 1
                if outcome != "right":
                    left, right = doc[max(0, token.i - 6) : token.i], doc[token.i + 1 : token.i + 6]
                    faults.append(Fault(kind, outcome, why, f"{left} [{token}] {right}  ← {feats or '–'}"))
    return counts, faults


def print_table(counts: Counter[tuple[str, str]]) -> None:
    """Print F1 and the counts of each kind."""
    print(f"{'':16}{'F1':>6}{'right':>7}{'missed':>8}{'spurious':>10}")
    for kind in KINDS:
        right, missed, spurious = (counts[kind, name] for name in ("right", "missed", "spurious"))
        f1 = 2 * right / (2 * right + missed + spurious) if right else 0.0
        print(f"{kind:16}{f1:6.3f}{right:7}{missed:8}{spurious:10}")


def print_speed(docs: list[Doc], readings: Sequence[Sequence[tuple[Reading, ...]]]) -> None:
    """Print what a choice takes beside one analysis by libvoikko; the best of three rounds each."""
    words = [token.text for doc in docs for token in doc if len(token.text) < LONG_WORD]

    def choices() -> None:
        for doc, candidates in zip(docs, readings, strict=True):
            choose(doc, candidates)

    ours = best_time(choices) / sum(len(doc) for doc in docs)
    text = f"\nchoose: {1e6 * ours:.1f} µs a token"
    try:
        import libvoikko

        libvoikko.VoikkoLibrary.open()
        analyze = libvoikko.Voikko("fi").analyze
    except OSError:
        print(f"{text}; no libvoikko here to compare with")
        return

    def analyses() -> None:
        for word in words:
            analyze(word)

    theirs = best_time(analyses) / len(words)
    print(f"{text}; one analysis by libvoikko, no cache: {1e6 * theirs:.1f} µs ({ours / theirs:.2f})")


def best_time(work: Callable[[], None]) -> float:
    """Seconds of processor time, the best of three."""
    times = []
    gc.collect()
    gc.freeze()  # the treebank held here is not what a checker would have the collector walk through
    for _ in range(3):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def print_faults(faults: Iterable[Fault]) -> None:
    """Print errors under their kind and the constraint that decided."""
    groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in faults:
        groups[each.kind, each.fault, each.why].append(each.where)
    for (kind, fault, why), places in sorted(groups.items()):
        print(f"\n{kind}, {fault}, decided by: {why}")
        for where in places:
            print(f"    {where}")


def print_differences(words: Iterable[str]) -> None:
    """Print the word forms that the native and the embedded back end read differently."""
    forms = sorted(words)
    found = list(differences(forms))
    print(f"\nback ends: {len(forms)} word forms, {len(found)} differ")
    for each in found:
        print(f"    {each.word}\n        native alone:   {'; '.join(each.native) or '–'}")
        print(f"        embedded alone: {'; '.join(each.embedded) or '–'}")


if __name__ == "__main__":
    main()
