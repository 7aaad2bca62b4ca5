"""Text → Doc: clean text, tokens, sentences, all readings, the chosen reading, clauses, lists, zones.

The two components work in any Finnish spaCy pipeline: ``nlp.add_pipe("replycheck_sentences")`` and, after
whatever gives part of speech and morphology, ``nlp.add_pipe("replycheck_readings")``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from replycheck.errors import PolicyError, SetupError
from replycheck.features import FEATURES, parse_feats
from replycheck.model import Edit, Profile, Skipped, SkipReason
from replycheck.morphology import Reading, open_morphology
from replycheck.readings import Choice, choose
from replycheck.tokens import Tokenizer, clauses, clean, list_items, sentence_starts
from replycheck.zones import find_zones

Found = TypeVar("Found")

MODEL = "spacy_fi_experimental_web_md"
# Without the lookups (word probabilities that nobody reads) the model loads four times faster; the
# components would only cost time.
_UNUSED = ("lookups", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
BATCH = 20
# What the model reads at once takes memory: it gets so many characters at a time, a longer draft in pieces.
PIECE = 8_000

# What the statistical model says of a token, before context has chosen a reading.
EVIDENCE: list[int | str] = ["POS", "MORPH"]

for _extension in ("replycheck_readings", "replycheck_choices", "replycheck_evidence"):
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=None)


# ----------------------------------------------------------------------------------------- pipeline


def load_pipeline(profile: Profile = "full") -> Language:
    """Make the pipeline that reads customer-service text.

    profile: ``full`` chooses readings with the Finnish statistical model, ``light`` with the dictionary and
        context alone: no model is loaded, so it starts and reads several times faster and errs a little more

    Returns a spaCy Language whose tokens carry UD ``pos_``, ``morph`` and ``lemma_`` of the reading that
    context chose. ``doc._.replycheck_readings`` holds every Reading of each token, and
    ``doc._.replycheck_choices`` the Choice for each token.

    Raises SetupError when the model or the Finnish dictionary is not installed, PolicyError for an
    unknown profile.
    """
    if profile not in ("full", "light"):
        raise PolicyError(f"no profile {profile!r}: it is 'full' or 'light'")
    nlp = _load_model() if profile == "full" else _without_components()
    nlp.add_pipe("replycheck_sentences")
    nlp.add_pipe("replycheck_readings")
    return nlp


def _load_model() -> Language:
    from thinc.api import use_ops

    if not spacy.util.is_package(MODEL):
        raise SetupError(f"the spaCy model {MODEL} is missing: pip install spacy-fi-experimental-web-md")
    # OpenBLAS is twice as fast on this model as the blis that thinc prefers. Each layer keeps the
    # operations it was made with, so a host's own setting is back in place once the model is loaded.
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(MODEL, exclude=_UNUSED)
    nlp.tokenizer = Tokenizer(nlp.vocab)
    return nlp


def _without_components() -> Language:
    # spacy.blank would first make spaCy's own tokenizer, whose regular expressions take 50 ms to compile.
    return spacy.util.get_lang_class("fi")(create_tokenizer=lambda nlp: Tokenizer(nlp.vocab))


@Language.factory("replycheck_sentences", assigns=["token.is_sent_start"])
def create_sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the spaCy component that sets sentence boundaries; those of a parser are left alone."""
    return mark_sentences


def mark_sentences(doc: Doc) -> Doc:
    """Set the sentence boundaries of a Doc in place, and return it."""
    if len(doc) and not doc.has_annotation("DEP"):
        starts = [1 if starts_here else -1 for starts_here in sentence_starts(doc)]
        _set(doc, ["SENT_START"], np.array(starts, dtype="int64").astype("uint64"))
    return doc


@Language.factory(
    "replycheck_readings",
    assigns=[
        "token.pos",
        "token.morph",
        "token.lemma",
        "doc._.replycheck_readings",
        "doc._.replycheck_choices",
        "doc._.replycheck_evidence",
    ],
)
def create_readings(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the spaCy component that reads every token and lets context choose.

    Raises SetupError when no Finnish dictionary is installed.
    """
    analyse_word = open_morphology().analyse
    # Names of features must outlive a memory zone even if a draft holds such a word (*Case*) itself.
    for feature, values in FEATURES.items():
        nlp.vocab.strings.add(feature)
        for value in values:
            nlp.vocab.strings.add(f"{feature}={value}")
    morph_keys: dict[str, int] = {}

    def choose_readings(doc: Doc) -> Doc:
        if not len(doc):
            doc._.replycheck_readings, doc._.replycheck_choices = [], []
            doc._.replycheck_evidence = doc.to_array(EVIDENCE)
            return doc
        if not doc.has_annotation("SENT_START"):
            mark_sentences(doc)
        readings = [analyse_word(token.text) for token in doc]
        doc._.replycheck_evidence = doc.to_array(EVIDENCE)
        choices = choose(doc, readings)
        add_string, add_morph = doc.vocab.strings.add, doc.vocab.morphology.add
        rows = []
        for choice in choices:
            reading = choice.reading
            key = morph_keys.get(reading.feats)
            if key is None:
                key = morph_keys[reading.feats] = add_morph(reading.feats)
            rows.append((add_string(reading.pos), key, add_string(reading.lemma)))
        _set(doc, ["POS", "MORPH", "LEMMA"], np.array(rows, dtype="uint64"))
        doc._.replycheck_readings, doc._.replycheck_choices = readings, choices
        return doc

    return choose_readings


def _set(doc: Doc, attributes: list[int | str], values: Any) -> None:
    """Set attributes of all tokens at once, which is ten times faster than one by one."""
    doc.from_array(attributes, values)


# ----------------------------------------------------------------------------------------- analysis


@dataclass(eq=False)
class Analysed:
    """A draft and all that is known of its words. Token ranges and character ranges are half open.

    draft: the text as it was given
    text: the clean text that ``doc`` holds; where it differs from the draft, ``offsets`` maps it back
    doc: tokens with sentences, UD features, lemmas, and the readings behind them
    zones: stretches of the clean text that are not the agent's own prose
    clauses, list_items: token ranges
    """

    draft: str
    text: str
    doc: Doc
    zones: list[Skipped]
    clauses: list[tuple[int, int]]
    list_items: list[tuple[int, int]]
    offsets: list[int] | None = field(default=None, repr=False)
    _kept: dict[Callable[[Analysed], Any], Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, find: Callable[[Analysed], Found]) -> Found:
        """What ``find`` makes of this draft: worked out when it is first asked for, then kept."""
        if find not in self._kept:
            self._kept[find] = find(self)
        found: Found = self._kept[find]
        return found

    def to_draft(self, start: int, end: int) -> tuple[int, int]:
        """Map a character range of the clean text to the draft."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the clean text that the tokens from ``start`` up to ``end`` hold."""
        if start >= end:
            place = self.doc[start].idx if start < len(self.doc) else len(self.text)
            return place, place
        last = self.doc[end - 1]
        return self.doc[start].idx, last.idx + len(last)

    def draft_span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the draft that the tokens from ``start`` up to ``end`` hold."""
        return self.to_draft(*self.text_span(start, end))

    @cached_property
    def skipped(self) -> tuple[Skipped, ...]:
        """The zones in offsets of the draft."""
        if self.offsets is None:
            return tuple(self.zones)
        mapped = ((*self.to_draft(zone.start, zone.end), zone.reason) for zone in self.zones)
        return tuple(Skipped(start=start, end=end, reason=reason) for start, end, reason in mapped)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Token ranges of the sentences; together, the whole Doc."""
        starts = [token.i for token in self.doc if token.is_sent_start or token.i == 0]
        return list(pairwise([*starts, len(self.doc)]))

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token, the number of its sentence."""
        return _numbers(self.sentences)

    @cached_property
    def clause_of(self) -> list[int]:
        """For each token, the number of its clause."""
        return _numbers(self.clauses)

    def sentence_at(self, index: int) -> tuple[int, int]:
        """The sentence of a token."""
        return self.sentences[self.sentence_of[index]]

    def clause_at(self, index: int) -> tuple[int, int]:
        """The clause of a token."""
        return self.clauses[self.clause_of[index]]

    def starts_clause(self, index: int) -> bool:
        """Whether a token is the first of its clause, but for punctuation and the words that link clauses."""
        first, _ = self.clause_at(index)
        return all(word in _LEAD_IN or _is_edge(word) for word in self.lower[first:index])

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A token range without the punctuation, list markers and spaces at its ends.

        A range of nothing else comes back empty, at its start.
        """
        doc = self.doc
        first, last = start, end
        while first < last and _is_edge(doc[first].text):
            first += 1
        while last > first and _is_edge(doc[last - 1].text):
            last -= 1
        return (first, last) if first < last else (start, start)

    @cached_property
    def lower(self) -> list[str]:
        """The tokens in lower case."""
        return [token.lower_ for token in self.doc]

    def reading(self, index: int) -> Reading:
        """The reading that context chose for a token."""
        return self._choices[index].reading

    def readings(self, index: int) -> tuple[Reading, ...]:
        """Every reading of a token, whatever the context."""
        return self._readings[index]

    def feats(self, index: int) -> Mapping[str, str]:
        """The UD features of the chosen reading, read-only."""
        return parse_feats(self._choices[index].reading.feats)

    def confidence(self, index: int) -> float:
        """0 to 1, how sure the choice of a token's reading is."""
        return self._choices[index].confidence

    def knows(self, word: str) -> bool:
        """Whether the Finnish dictionary has a word form."""
        return any(reading.source == "voikko" for reading in open_morphology().analyse(word))

    def addresses(self, index: int) -> bool:
        """Whether a word addresses the reader: a second-person verb, pronoun or possessive suffix."""
        feats = self.feats(index)
        return feats.get("Person") == "2" or feats.get("Person[psor]") == "2"

    def in_list(self, index: int) -> bool:
        """Whether a token stands in an item of a list."""
        return any(first <= index < last for first, last in self.list_items)

    def in_zone(self, index: int, *, own_terms: bool = True) -> bool:
        """Whether a token is not the agent's own prose.

        own_terms: whether a name of the house counts too. It is not judged, but inflects in its sentence
        """
        reason = self._zone_of[index]
        return reason is not None and (own_terms or reason != "own-term")

    def zone_at(self, start: int, end: int) -> SkipReason | None:
        """Why a range is not judged: for some token of it, or as it is a name of the house throughout."""
        reasons = self._zone_of[start:end]
        other = next((reason for reason in reasons if reason and reason != "own-term"), None)
        return other or ("own-term" if reasons and None not in reasons else None)

    def edited(self, nlp: Language, draft: str, edits: Sequence[Edit]) -> Analysed:
        """Analyse ``draft``, which is this draft after ``edits`` (sorted and disjoint, in its offsets).

        Words outside the edits keep what the statistical model said of them, and it is not run again:
        the words that edits bring are proven forms, which the dictionary reads without it.
        """
        text, offsets = clean(draft)
        doc = nlp.tokenizer(text)
        evidence = self.doc._.replycheck_evidence
        if len(doc) and evidence.any():
            known = dict(zip(self._edited_places(edits), evidence.tolist(), strict=True))
            starts = (token.idx if offsets is None else offsets[token.idx] for token in doc)
            rows = [known.get((start, token.text), (0, 0)) for start, token in zip(starts, doc, strict=True)]
            _set(doc, EVIDENCE, np.array(rows, dtype="uint64"))
        return _assemble(draft, text, offsets, _without_model(nlp, doc))

    def _edited_places(self, edits: Sequence[Edit]) -> Iterator[tuple[int, str]]:
        """Where each token of this draft starts after ``edits``, and its text."""
        shift, following = 0, 0
        for token in self.doc:
            start, _ = self.to_draft(token.idx, token.idx)
            while following < len(edits) and edits[following].end <= start:
                edit = edits[following]
                shift += len(edit.replacement) - (edit.end - edit.start)
                following += 1
            yield start + shift, token.text

    @cached_property
    def _readings(self) -> list[tuple[Reading, ...]]:
        readings: list[tuple[Reading, ...]] = self.doc._.replycheck_readings
        return readings

    @cached_property
    def _choices(self) -> list[Choice]:
        choices: list[Choice] = self.doc._.replycheck_choices
        return choices

    @cached_property
    def _zone_of(self) -> list[SkipReason | None]:
        reasons: list[SkipReason | None] = [None] * len(self.doc)
        if self.zones:
            begins = [token.idx for token in self.doc]
            for zone in self.zones:
                index = max(0, bisect_right(begins, zone.start) - 1)
                if begins and begins[index] + len(self.doc[index]) <= zone.start:
                    index += 1
                while index < len(begins) and begins[index] < zone.end:
                    reasons[index] = zone.reason
                    index += 1
        return reasons


_LEAD_IN = frozenset(
    "ja sekä tai mutta vaan vai eli niin joten sillä siis no joo kyllä ok okei että kun ku jos koska "
    "vaikka".split()
)
_MARKER = re.compile(r"\d{1,2}[.)]|\W+")


def _is_edge(text: str) -> bool:
    return not text[0].isalpha() and _MARKER.fullmatch(text) is not None and text not in ("%", "€")


def _numbers(ranges: Sequence[tuple[int, int]]) -> list[int]:
    return [number for number, (first, last) in enumerate(ranges) for _ in range(first, last)]


def analyse(nlp: Language, draft: str) -> Analysed:
    """Analyse one draft; any string will do.

    nlp: from ``load_pipeline``. Its vocabulary keeps every new word: a long-running program calls
        this inside ``nlp.memory_zone()`` and lets go of the result before the zone ends.
    """
    text, offsets = clean(draft)
    if len(text) <= PIECE:
        return _assemble(draft, text, offsets, nlp(text))
    return next(analyse_many(nlp, (draft,)))


def analyse_words(nlp: Language, text: str) -> Analysed:
    """Like ``analyse``, but from the dictionary alone, without the statistical model."""
    cleaned, offsets = clean(text)
    return _assemble(text, cleaned, offsets, _without_model(nlp, nlp.tokenizer(cleaned)))


def _without_model(nlp: Language, doc: Doc) -> Doc:
    for name in ("replycheck_sentences", "replycheck_readings"):
        doc = nlp.get_pipe(name)(doc)
    return doc


def analyse_many(nlp: Language, drafts: Iterable[str]) -> Iterator[Analysed]:
    """Analyse drafts as a stream, in order; several at once go through the model faster.

    Call it, and use what it yields, inside ``nlp.memory_zone()`` as with ``analyse``.
    """
    batch: list[str] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == BATCH:
            yield from _analyse_batch(nlp, batch)
            batch = []
    yield from _analyse_batch(nlp, batch)


def _analyse_batch(nlp: Language, drafts: Sequence[str]) -> Iterator[Analysed]:
    cleaned = [clean(draft) for draft in drafts]
    pieces = [_pieces(text) for text, _ in cleaned]
    docs = _docs(nlp, [piece for each in pieces for piece in each])
    for draft, (text, offsets), own in zip(drafts, cleaned, pieces, strict=True):
        yield _assemble(draft, text, offsets, _joined([next(docs) for _ in own]))


def _docs(nlp: Language, texts: Sequence[str]) -> Iterator[Doc]:
    """Run texts through the pipeline, as many at once as make up ``PIECE`` characters."""
    first = 0
    while first < len(texts):
        last, size = first + 1, len(texts[first])
        while last < len(texts) and size + len(texts[last]) <= PIECE:
            size += len(texts[last])
            last += 1
        yield from nlp.pipe(texts[first:last], batch_size=last - first)
        first = last


def _pieces(text: str) -> list[str]:
    """Cut a long text at a blank line, a line, a sentence or a space, whichever comes latest."""
    pieces: list[str] = []
    start = 0
    while len(text) - start > PIECE:
        limit = start + PIECE
        cut = limit
        for mark in ("\n\n", "\n", ". ", " "):
            place = text.rfind(mark, start + PIECE // 2, limit)
            if place >= 0:
                cut = place + len(mark)
                break
        pieces.append(text[start:cut])
        start = cut
    return [*pieces, text[start:]]


def _joined(docs: Sequence[Doc]) -> Doc:
    if len(docs) == 1:
        return docs[0]
    # Doc.from_docs copies more than is needed, and its type stubs know less than it does.
    joined = Doc(
        docs[0].vocab,
        words=[token.text for doc in docs for token in doc],
        spaces=[bool(token.whitespace_) for doc in docs for token in doc],
    )
    attributes: list[int | str] = ["POS", "MORPH", "LEMMA", "SENT_START"]
    _set(joined, attributes, np.concatenate([doc.to_array(attributes) for doc in docs]))
    joined._.replycheck_readings = [each for doc in docs for each in doc._.replycheck_readings]
    joined._.replycheck_choices = [each for doc in docs for each in doc._.replycheck_choices]
    joined._.replycheck_evidence = np.concatenate([doc._.replycheck_evidence for doc in docs])
    return joined


def _assemble(draft: str, text: str, offsets: list[int] | None, doc: Doc) -> Analysed:
    return Analysed(draft, text, doc, find_zones(text, doc), clauses(doc), list_items(doc), offsets)
