"""Check training rows before a model is trained on them.

    python tools/check_training.py training/*.jsonl

Prints each fault as ``path:line: what is wrong`` and exits with 1: rows that cannot be read, ids that are taken,
pairs that are not one faulty sentence and its innocent twin, and sentences that are nearly the same as another
one that is no twin of theirs. Then how many rows each writer has, by label.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from pydantic import ValidationError
from sklearn.feature_extraction.text import TfidfVectorizer

from replycheck.train import TrainingRow

# Cosine of runs of five letters: above it, two sentences are variants of one.
TOO_ALIKE = 0.85
SHORT = 12

Placed = tuple[str, TrainingRow]


def read(paths: Sequence[Path]) -> tuple[list[Placed], list[str]]:
    rows, faults = [], []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                try:
                    rows.append((f"{path}:{number}", TrainingRow.model_validate_json(line)))
                except ValidationError as error:
                    faults.append(f"{path}:{number}: {error.errors(include_input=False)[0]['msg']}")
    return rows, faults


def taken_ids(rows: Sequence[Placed]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for place, row in rows:
        if row.id in seen:
            yield f"{place}: id {row.id} is also at {seen[row.id]}"
        seen[row.id] = place


def odd_pairs(rows: Sequence[Placed]) -> Iterator[str]:
    pairs: dict[str, list[Placed]] = defaultdict(list)
    for place, row in rows:
        if row.pair:
            pairs[row.pair].append((place, row))
    for name, members in pairs.items():
        faulty = sum(bool(row.labels) for _, row in members)
        if faulty != 1 or len(members) != 2:
            yield f"{members[0][0]}: pair {name} has {faulty} faulty sentences and {len(members) - faulty} innocent"


def near_duplicates(rows: Sequence[Placed]) -> Iterator[str]:
    long = [(place, row) for place, row in rows if len(row.text) >= SHORT]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(5, 5), sublinear_tf=True).fit_transform(
        row.text.lower() for _, row in long
    )
    for start in range(0, len(long), 500):
        alike = (vectors[start : start + 500] @ vectors.T).tocoo()
        for one, other in zip(*np.array([alike.row, alike.col])[:, alike.data > TOO_ALIKE], strict=True):
            (place, row), (other_place, other_row) = long[start + one], long[other]
            if other < start + one and not (row.pair and row.pair == other_row.pair):
                yield f"{place}: nearly the same as {other_place}"


def main() -> None:
    rows, faults = read([Path(name) for name in sys.argv[1:]])
    faults += [*taken_ids(rows), *odd_pairs(rows), *near_duplicates(rows)]
    print("\n".join(faults))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, row in rows:
        counts[row.writer].update(row.labels or ("innocent",))
    for writer, labels in sorted(counts.items()):
        print(writer, sum(labels.values()), dict(sorted(labels.items())))
    if faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
