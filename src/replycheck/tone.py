"""How much a sentence resembles sentences that were marked as a fault of tone.

A linear model over what the sentence is made of: its words, lemmas, grammatical features, pairs of them, and
runs of letters, hashed into a table of weights. It has no opinion of its own on what a fault is: it was
trained on sentences that were written and marked for it (docs/tone-model.md), and says how alike a new one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from spacy.strings import hash_string  # type: ignore[attr-defined]

from replycheck.analysis import Analysed
from replycheck.errors import SetupError
from replycheck.features import parse_feats
from replycheck.model import Category

SHIPPED = Path(__file__).parent / "tone.npz"
FORMAT = 1

Array = np.ndarray[Any, np.dtype[Any]]

# Powers of two, so that a hash is cut by its low bits.
TABLE = 1 << 17
STRATEGY_TABLE = 1 << 14
# Strategies are named by the category's letter and a number: B1, D3.
LETTERS: Mapping[Category, str] = {
    "blame": "B",
    "dismissive": "D",
    "overpromise": "O",
    "defensive": "F",
    "hostile": "H",
}
_LETTERS = (3, 4, 5)
_REACH = 3
# These verbs stand for themselves in pairs; of others the form says more there than the verb.
_AUXILIARIES = frozenset({"olla", "ei", "voida"})
_VERB_FEATURES = (
    "Person",
    "Number",
    "Mood",
    "Tense",
    "Polarity",
    "Connegative",
    "VerbForm",
    "Voice",
    "Clitic",
)
_DIGIT = re.compile(r"\d")


class Likeness(NamedTuple):
    """How much a stretch of text resembles a fault of tone.

    start, end: tokens of the clause that carries the likeness
    category: the kind of fault
    strategy: the strategy of that category that it resembles most, as docs/tone-model.md names them
    probability: 0 to 1
    sure: whether it is likely enough for a finding; else it is a hint
    """

    start: int
    end: int
    category: Category
    strategy: str
    probability: float
    sure: bool


@dataclass(frozen=True)
class ToneModel:
    """Weights by feature and category, and by feature and strategy.

    weights, strategy_weights: whole numbers from -127 to 127, to be multiplied with their column's scale
    slope, bias: by category, from the sum of weights to a probability
    sure, likely: by category, the probabilities from which a likeness is a finding, and a hint
    """

    categories: tuple[Category, ...]
    strategies: tuple[str, ...]
    weights: Array
    weight_scale: Array
    slope: Array
    bias: Array
    sure: Array
    likely: Array
    strategy_weights: Array
    strategy_scale: Array
    strategy_bias: Array

    @classmethod
    def load(cls, path: Path = SHIPPED) -> ToneModel:
        """Read a model; raises SetupError where the file is missing or is none."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
                if int(data["format"]) != FORMAT:
                    raise SetupError(f"{path}: a tone model of format {int(data['format'])}, not {FORMAT}")
                return cls(
                    categories=tuple(data["categories"].tolist()),
                    strategies=tuple(data["strategies"].tolist()),
                    **{name: data[name] for name in _ARRAYS},
                )
        except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
            raise SetupError(f"{path}: not a tone model ({error})") from None

    def save(self, path: Path) -> None:
        """Write the model."""
        np.savez_compressed(
            path,
            format=np.array(FORMAT),
            categories=np.array(self.categories),
            strategies=np.array(self.strategies),
            **{name: getattr(self, name) for name in _ARRAYS},
        )


_ARRAYS = (
    "weights",
    "weight_scale",
    "slope",
    "bias",
    "sure",
    "likely",
    "strategy_weights",
    "strategy_scale",
    "strategy_bias",
)


def one_byte_each(weights: Array) -> tuple[Array, Array]:
    """Weights as whole numbers from -127 to 127, and what to multiply each column with.

    It costs no measured quality.
    """
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9).astype("float32") / 127
    return np.round(weights / scale).astype("int8"), scale


# ----------------------------------------------------------------------------------------- features


def features(analysed: Analysed, stretches: Sequence[tuple[int, int]]) -> list[tuple[Array, Array]]:
    """What each stretch of tokens is made of; all are worked out at once, which costs little more than one.

    Returns for each stretch the rows of the table, each once, and for each row the token it was first seen at.
    """
    doc = analysed.doc
    places, group = [], []
    for number, (first, last) in enumerate(stretches):
        own = [index for index in range(first, last) if not doc[index].is_space]
        places += own
        group += [number] * len(own)
    owners, stretch = np.array(places, dtype="int64"), np.array(group, dtype="int64")
    seen = np.array([_hashes(analysed, index) for index in places], dtype="uint64").reshape(-1, 4)
    word, lemma, tag, part = seen.T
    bounds = np.searchsorted(stretch, np.arange(len(stretches) + 1))
    wholes = [_whole(analysed, places[start:end]) for start, end in pairwise(bounds.tolist())]
    frame = np.array([whole[0] for whole in wholes], dtype="uint64")
    found = [
        (stretch, owners, _mixed(1, word)),
        (stretch, owners, _mixed(2, lemma)),
        (stretch, owners, _mixed(3, tag)),
        (stretch, owners, _mixed(4, lemma, tag)),
        (stretch, owners, _mixed(5, lemma, frame[stretch])),
    ]
    for apart in range(1, _REACH + 1):
        near = np.flatnonzero(stretch[:-apart] == stretch[apart:])
        pairs = [(lemma, lemma), (tag, tag), (part, part), (lemma, tag), (tag, lemma)]
        found += [
            (stretch[near], owners[near], _mixed(10 * apart + number, one[near], other[near + apart]))
            for number, (one, other) in enumerate(pairs[:1] if apart == _REACH else pairs)
        ]
    letters = [_letters(doc[index].lower_) for index in places]
    lengths = [len(each) for each in letters]
    found.append(
        (np.repeat(stretch, lengths), np.repeat(owners, lengths), np.concatenate([*letters, _NOTHING]))
    )
    counts = [len(whole) for whole in wholes]
    firsts = np.array([first for first, _ in stretches], dtype="int64")
    found.append(
        (
            np.repeat(np.arange(len(stretches)), counts),
            np.repeat(firsts, counts),
            np.array([each for whole in wholes for each in whole], dtype="uint64"),
        )
    )
    return _by_stretch(found, len(stretches))


def _by_stretch(found: Sequence[tuple[Array, Array, Array]], count: int) -> list[tuple[Array, Array]]:
    stretch, owners, hashes = (np.concatenate(parts) for parts in zip(*found, strict=True))
    rows = (hashes & np.uint64(TABLE - 1)).astype("int64")
    keys, at = np.unique(stretch * TABLE + rows, return_index=True)
    rows, owners = keys & (TABLE - 1), owners[at]
    bounds = np.searchsorted(keys, np.arange(count + 1) * TABLE)
    return [(rows[start:end], owners[start:end]) for start, end in pairwise(bounds.tolist())]


_NOTHING = np.zeros(0, dtype="uint64")
_ZERO = np.zeros(1, dtype="uint64")
_MULTIPLIERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


def _mixed(kind: int, one: Array, other: Array = _ZERO) -> Array:
    """Hashes of a kind of feature from hashes of its parts."""
    mixed = one * _MULTIPLIERS[0] ^ (other + np.uint64(kind)) * _MULTIPLIERS[1]
    mixed ^= mixed >> np.uint64(29)
    return mixed * _MULTIPLIERS[0] >> np.uint64(17)


def _hashes(analysed: Analysed, index: int) -> tuple[int, int, int, int]:
    """A token as the model sees it: the word, its lemma, its form, and the part it plays in pairs."""
    word = analysed.doc[index].lower_
    reading = analysed.reading(index)
    return _hashes_of(word, reading.lemma, reading.pos, reading.feats)


@lru_cache(maxsize=16384)
def _hashes_of(word: str, lemma: str, pos: str, feats: str) -> tuple[int, int, int, int]:
    lemma = lemma.lower()
    tag = word if pos == "PUNCT" else _tag(pos, feats)
    plays_a_form = pos in ("VERB", "AUX") and lemma not in _AUXILIARIES
    return (
        hash_string(word),
        hash_string(lemma),
        hash_string(tag),
        hash_string(tag if plays_a_form else lemma),
    )


def _tag(pos: str, feats: str) -> str:
    values = parse_feats(feats)
    if pos in ("VERB", "AUX"):
        return "V" + "".join(values.get(name, "")[:3] for name in _VERB_FEATURES)
    person = values.get("Person", "") if pos == "PRON" else ""
    return f"{pos[:3]}{values.get('Case', '')[:3]}{values.get('Person[psor]', '')}{person}"


@lru_cache(maxsize=16384)
def _letters(word: str) -> Array:
    padded = f" {_DIGIT.sub('0', word)} "
    runs = (padded[start : start + size] for size in _LETTERS for start in range(len(padded) - size + 1))
    return np.array([hash_string(run) >> 7 for run in runs], dtype="uint64")


def _whole(analysed: Analysed, places: Sequence[int]) -> list[int]:
    """Hashes of what holds of a stretch as a whole; its frame first.

    The frame is who the finite verbs speak of, and whether the stretch denies or asks.
    """
    persons, possessors, negated, asked = set(), set(), False, False
    for index in places:
        values = analysed.feats(index)
        if values.get("VerbForm") == "Fin":
            persons.add(values.get("Person", ""))
        possessors.add(values.get("Person[psor]", ""))
        negated = negated or values.get("Polarity") == "Neg"
        asked = asked or "?" in analysed.doc[index].text
    end = analysed.doc[places[-1]] if places else None
    names = [
        f"frame {''.join(sorted(persons))}{'N' if negated else ''}{'Q' if asked else ''}",
        f"possessors {''.join(sorted(possessors))}",
        f"words {min(len(places) // 4, 8)}",
        f"ends {'' if end is None or end.is_alpha else end.text}",
    ]
    return [hash_string(name) for name in names]


# ----------------------------------------------------------------------------------------- judgement


def likenesses(model: ToneModel, analysed: Analysed) -> list[Likeness]:
    """The sentences of the agent's own that resemble a fault enough for a finding or a hint."""
    stretches = []
    for sentence in analysed.sentences:
        first, last = analysed.trimmed(*sentence)
        if first < last and analysed.zone_at(first, last) is None:
            # The end mark belongs to what is judged: *!!!* and *?* tell much.
            stretches.append((first, sentence[1]))
    return [
        likeness
        for stretch, (rows, owners) in zip(stretches, features(analysed, stretches), strict=True)
        for likeness in _likenesses(model, analysed, stretch, rows, owners)
    ]


def _likenesses(
    model: ToneModel, analysed: Analysed, stretch: tuple[int, int], rows: Array, owners: Array
) -> Iterator[Likeness]:
    weights = model.weights[rows] * model.weight_scale
    scale = 1 / np.sqrt(len(rows))
    probabilities = 1 / (1 + np.exp(-(model.slope * (weights.sum(axis=0) * scale) + model.bias)))
    for column, category in enumerate(model.categories):
        probability = float(probabilities[column])
        if probability < model.likely[column]:
            continue
        start, end = _carrier(analysed, *stretch, owners, weights[:, column])
        strategy = _strategy(model, rows, scale, category)
        yield Likeness(start, end, category, strategy, probability, probability >= model.sure[column])


def _carrier(analysed: Analysed, first: int, last: int, owners: Array, weights: Array) -> tuple[int, int]:
    """The clause of a sentence whose words weigh most."""
    weight_of: dict[int, float] = {}
    for owner, weight in zip(owners.tolist(), weights.tolist(), strict=True):
        clause = analysed.clause_of[owner]
        weight_of[clause] = weight_of.get(clause, 0.0) + weight
    clause = max(weight_of, key=lambda each: weight_of[each])
    start, end = analysed.clauses[clause]
    return analysed.trimmed(max(start, first), min(end, last))


def _strategy(model: ToneModel, rows: Array, scale: float, category: Category) -> str:
    weights = model.strategy_weights[rows & (STRATEGY_TABLE - 1)].sum(axis=0, dtype="int64")
    scores = weights * model.strategy_scale * scale + model.strategy_bias
    own = [number for number, name in enumerate(model.strategies) if name.startswith(LETTERS[category])]
    return model.strategies[max(own, key=lambda number: float(scores[number]))] if own else ""
