"""Marked sentences → a tone model, and how well such a model does on writers it was not trained on.

Needs scikit-learn (the ``train`` extra). Sentences come from training rows (JSON Lines, one sentence a line with
its labels and its writer), from labelled drafts in the form that ``replycheck evaluate`` reads, whose sentences
get the labels of the marks in them, and from the examples in rule files, whose good ones tempt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import numpy as np
from pydantic import ValidationError
from spacy.language import Language

from replycheck.analysis import analyse, analyse_many
from replycheck.errors import ReplycheckError, SetupError
from replycheck.evaluate import GoldRow
from replycheck.model import Category, Frozen
from replycheck.rules import Rule, load_rules
from replycheck.tone import LETTERS, STRATEGY_TABLE, TABLE, Array, ToneModel, features, one_byte_each

CATEGORIES: tuple[Category, ...] = tuple(LETTERS)
Label = Literal["blame", "dismissive", "overpromise", "defensive", "hostile"]

# Shouting is a matter of letters, which the model does not see: it is left to its rule.
UNSEEN = "H5"
# Replies as they are written: of a thousand sentences about forty have a given fault, and as many tempt.
FAULTY, TEMPTING, ORDINARY = 0.04, 0.04, 0.92
# What precision a finding and a hint are held to. In a draft with faults tempting sentences come thicker than here:
# 0.95 by these shares was 0.9 and more in whole drafts.
SURE, LIKELY = 0.95, 0.93
# How closely the weights follow the training sentences, and what a feature that was never seen counts for;
# both chosen on writers left out.
FIT = 1.0
SMOOTHING = 0.1


class TrainingRow(Frozen):
    """One sentence or clause, as somebody wrote and marked it.

    labels: the faults of tone in it; empty for an innocent one
    kind: the strategy of a fault (B2), or what makes an innocent sentence innocent (negated, plain …)
    pair: shared by a faulty sentence and its near-identical innocent twin
    """

    text: str
    labels: tuple[Label, ...] = ()
    kind: str = ""
    writer: str = ""
    id: str = ""
    domain: str = ""
    before: str | None = None
    after: str | None = None
    pair: str | None = None


@dataclass(frozen=True)
class Example:
    """A sentence as the model sees it: the table's rows, and what it was marked as."""

    rows: Array
    labels: frozenset[str]
    kind: str
    writer: str
    tempting: bool


def read_examples(nlp: Language, paths: Iterable[Path]) -> list[Example]:
    """Read training rows, labelled drafts and rule files.

    Raises ReplycheckError with ``path:line: what is wrong`` for each fault, RuleError for a rule file.
    """
    examples: list[Example] = []
    faults: list[str] = []
    for path in paths:
        if path.suffix in (".yaml", ".yml"):
            examples += _of_rules(
                nlp, [rule for rule in load_rules([path]) if rule.path.resolve() == path.resolve()]
            )
            continue
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ReplycheckError(f"{path}: {error}") from None
        rows: list[TrainingRow] = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except ValueError:
                value = None
            if not isinstance(value, dict):
                faults.append(f"{path}:{number}: not a JSON object")
                continue
            try:
                if "draft" in value:
                    examples += _of_draft(nlp, GoldRow.model_validate(value), path.stem)
                else:
                    rows.append(TrainingRow.model_validate(value))
            except ValidationError as error:
                what = error.errors(include_input=False, include_url=False)[0]
                faults.append(f"{path}:{number}: {'.'.join(map(str, what['loc']))}: {what['msg']}")
        examples += _of_rows(nlp, rows, path.stem)
    if faults:
        raise ReplycheckError("\n".join(faults))
    return examples


def _of_rows(nlp: Language, rows: Sequence[TrainingRow], stem: str) -> Iterator[Example]:
    for row, analysed in zip(rows, analyse_many(nlp, [row.text for row in rows]), strict=True):
        if len(analysed.doc) and row.kind != UNSEEN:
            ((found, _),) = features(analysed, [(0, len(analysed.doc))])
            tempting = not row.labels and row.pair is not None
            yield Example(found, frozenset(row.labels), row.kind, row.writer or stem, tempting)


def _of_draft(nlp: Language, row: GoldRow, stem: str) -> Iterator[Example]:
    analysed = analyse(nlp, row.draft)
    for sentence in analysed.sentences:
        first, last = analysed.trimmed(*sentence)
        if first == last:
            continue
        start, end = analysed.draft_span(first, sentence[1])
        labels = frozenset(
            mark.category
            for mark in row.findings
            if mark.category in LETTERS and mark.start < end and start < mark.end
        )
        ((found, _),) = features(analysed, [(first, sentence[1])])
        yield Example(found, labels, "", stem, tempting=False)


def _of_rules(nlp: Language, rules: Sequence[Rule]) -> Iterator[Example]:
    """The examples of rules on tone; those of rules that judge by likeness are there to test the model."""
    for rule in rules:
        if rule.category in LETTERS and not rule.model:
            rows = [
                TrainingRow(text=bad.draft, labels=(cast(Label, rule.category),), pair=rule.id)
                for bad in rule.bad
            ]
            rows += [TrainingRow(text=good.text, pair=rule.id) for good in rule.good]
            yield from _of_rows(nlp, rows, "rules")


class Measure(NamedTuple):
    """How a model does on the sentences of a writer whom it has not seen, or of all writers together.

    faults: how many of the sentences have a fault of the category
    average_precision: 1 where every such sentence comes before every other one
    precision, recall: of findings that are sure; precision as in replies where faults are as rare as they are
    recall_likely: of findings and hints together
    """

    category: str
    writer: str
    faults: int
    average_precision: float
    precision: float
    recall: float
    recall_likely: float


def train(examples: Sequence[Example]) -> tuple[ToneModel, list[Measure]]:
    """Fit a model. Its probabilities, thresholds and measures come from writers left out in turn.

    Raises ReplycheckError where a category has faults of one writer alone.
    """
    held_out = leave_one_writer_out(examples)
    design = _design(examples, TABLE)
    fitted, calibrated, thresholds = [], [], []
    measures: list[Measure] = []
    for number, category in enumerate(CATEGORIES):
        marked = np.array([category in example.labels for example in examples])
        importance = _importance(examples, marked)
        column = _fit(design, marked)
        slope, bias = _calibrate(held_out[:, number], marked, importance)
        probabilities = 1 / (1 + np.exp(-(slope * held_out[:, number] + bias)))
        sure, likely = (_threshold(probabilities, marked, importance, wanted) for wanted in (SURE, LIKELY))
        fitted.append(column[:-1])
        calibrated.append((slope, slope * column[-1] + bias))
        thresholds.append((sure, likely))
        measures += _measures(category, examples, probabilities, marked, importance, sure, likely)
    weights, weight_scale = one_byte_each(np.stack(fitted, axis=1))
    strategies, by_strategy, strategy_bias = _strategies(examples)
    strategy_weights, strategy_scale = one_byte_each(by_strategy)
    model = ToneModel(
        categories=CATEGORIES,
        strategies=strategies,
        weights=weights,
        weight_scale=weight_scale,
        slope=np.array([slope for slope, _ in calibrated]),
        bias=np.array([bias for _, bias in calibrated]),
        sure=np.array([sure for sure, _ in thresholds]),
        likely=np.array([likely for _, likely in thresholds]),
        strategy_weights=strategy_weights,
        strategy_scale=strategy_scale,
        strategy_bias=strategy_bias,
    )
    return model, measures


def leave_one_writer_out(examples: Sequence[Example]) -> Array:
    """For each example and category, the score by a model that has seen no sentence of its writer."""
    writers = sorted({example.writer for example in examples})
    scores = np.zeros((len(examples), len(CATEGORIES)))
    design = _design(examples, TABLE)
    by = np.array([example.writer for example in examples])
    for number, category in enumerate(CATEGORIES):
        marked = np.array([category in example.labels for example in examples])
        for writer in writers:
            out = by == writer
            if not marked[~out].any():
                raise ReplycheckError(f"no sentence of another writer than {writer} is marked {category}")
            weights = _fit(design[~out], marked[~out])
            scores[out, number] = design[out] @ weights[:-1] + weights[-1]
    return scores


def _design(examples: Sequence[Example], size: int) -> Any:
    """A row for each example, of length one however long the sentence."""
    from scipy.sparse import csr_matrix

    columns = [example.rows & (size - 1) for example in examples]
    lengths = np.array([len(each) for each in columns])
    values = np.repeat(1 / np.sqrt(lengths), lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return csr_matrix((values, np.concatenate(columns), starts), shape=(len(examples), size))


def _fit(design: Any, marked: Array) -> Array:
    """Weights by feature, and the bias last.

    A support vector machine on features weighed by how much commoner they are among the marked sentences
    (Wang & Manning 2012, Baselines and Bigrams): measured against logistic regression on writers left out, it
    finds a tenth more, most where the marked sentences have little in common.
    """
    from scipy.sparse import diags

    svm = _scikit()
    common = np.asarray(design[marked].sum(axis=0)).ravel() + SMOOTHING
    other = np.asarray(design[~marked].sum(axis=0)).ravel() + SMOOTHING
    ratio = np.log(common / common.sum()) - np.log(other / other.sum())
    machine = svm.LinearSVC(C=FIT, random_state=0, max_iter=5000)
    machine.fit(design @ diags(ratio), marked)
    return np.append(machine.coef_[0] * ratio, machine.intercept_[0])


def _scikit() -> Any:
    try:
        from sklearn import svm
    except ImportError:
        raise SetupError("training needs scikit-learn: pip install 'replycheck[train]'") from None
    return svm


def _importance(examples: Sequence[Example], marked: Array) -> Array:
    """How much each example counts, so that faulty, tempting and ordinary ones come as in real replies."""
    tempting = np.array([example.tempting or bool(example.labels) for example in examples]) & ~marked
    ordinary = ~marked & ~tempting
    weights = np.zeros(len(examples))
    for mask, share in ((marked, FAULTY), (tempting, TEMPTING), (ordinary, ORDINARY)):
        if mask.any():
            weights[mask] = share / mask.sum()
    return weights


def _calibrate(scores: Array, marked: Array, importance: Array) -> tuple[float, float]:
    """Slope and bias from a score to a probability (Platt)."""
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(C=1e4, max_iter=1000)
    regression.fit(scores[:, None], marked, sample_weight=importance * len(scores))
    return float(regression.coef_[0][0]), float(regression.intercept_[0])


def _threshold(probabilities: Array, marked: Array, importance: Array, wanted: float) -> float:
    """The lowest probability from which on the wanted precision holds; 1 where it never does."""
    order = np.argsort(-probabilities)
    precision = np.cumsum(importance[order] * marked[order]) / np.cumsum(importance[order])
    holds = np.flatnonzero(precision >= wanted)
    return float(probabilities[order[holds[-1]]]) if len(holds) else 1.0


def _measures(
    category: str,
    examples: Sequence[Example],
    probabilities: Array,
    marked: Array,
    importance: Array,
    sure: float,
    likely: float,
) -> Iterator[Measure]:
    from sklearn.metrics import average_precision_score

    by = np.array([example.writer for example in examples])
    everyone = np.ones(len(examples), dtype=bool)
    for writer, own in [("all", everyone), *((name, by == name) for name in sorted(set(by)))]:
        faults = marked & own
        if not faults.any():
            continue
        found = own & (probabilities >= sure)
        right = importance[found & marked].sum()
        yield Measure(
            category,
            writer,
            int(faults.sum()),
            float(average_precision_score(marked[own], probabilities[own])),
            float(right / importance[found].sum()) if found.any() else 1.0,
            float((found & marked).sum() / faults.sum()),
            float((faults & (probabilities >= likely)).sum() / faults.sum()),
        )


def _strategies(examples: Sequence[Example]) -> tuple[tuple[str, ...], Array, Array]:
    """Which strategy a fault uses: names, weights by feature, biases. Trained on the faults alone."""
    chosen = [example for example in examples if example.labels and example.kind[:1] in set(LETTERS.values())]
    names = sorted({example.kind for example in chosen})
    design = _design(chosen, STRATEGY_TABLE) if chosen else None
    fitted = [_fit(design, np.array([example.kind == name for example in chosen])) for name in names]
    if not fitted:
        return (), np.zeros((STRATEGY_TABLE, 0)), np.zeros(0)
    stacked = np.stack(fitted, axis=1)
    return tuple(names), stacked[:-1], stacked[-1]
