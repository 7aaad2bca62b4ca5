"""The replies the bench reads: those of replies.txt, and as many again put together from their sentences."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_SENTENCE_END = re.compile(r"(?<=[^\d][.!?]) ")


class Reply(NamedTuple):
    text: str
    clean: bool


def load_replies() -> list[Reply]:
    """Replies of about 40 words, no two alike, half of them clean and half with faults."""
    sections: dict[str, list[str]] = {"clean": [], "with faults": []}
    current: list[str] = []
    for line in Path(__file__).with_name("replies.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            current = sections.get(line.removeprefix("# "), current)
        elif line:
            current.append(line)
    return [
        Reply(text, clean=name == "clean")
        for name, written in sections.items()
        for text in (*written, *_combined(written))
    ]


def _combined(written: list[str]) -> Iterator[str]:
    """Every other sentence of one reply and of two later ones, as many as 36 words need."""
    split = [_SENTENCE_END.split(text) for text in written]
    for index, sentences in enumerate(split):
        fifth, ninth = (split[(index + distance) % len(split)] for distance in (5, 9))
        taken: list[str] = []
        for sentence in sentences[0::2] + fifth[1::2] + ninth[1::2]:
            if sum(len(each.split()) for each in taken) < 36:
                taken.append(sentence)
        yield " ".join(taken)
