"""What run.py measures, each in a process of its own: python bench/peers.py NAME [FILE]

Prints one line of JSON: times in seconds, one for each reply.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any

MODEL = "spacy_fi_experimental_web_md"
PASSES = 3


def main() -> None:
    peer, *rest = sys.argv[1:]
    if peer == "spacy-cold":
        with open(rest[0], encoding="utf-8") as file:
            _spacy()(file.read())
        return
    start = perf_counter()
    openers = {
        "voikko": _open_voikko,
        "spacy": _open_spacy,
        "full": lambda: _open_replycheck("full"),
        "light": lambda: _open_replycheck("light"),
    }
    check, stream, prepare = openers[peer]()
    loaded = perf_counter() - start
    from replies import load_replies

    inputs = [prepare(reply.text) for reply in load_replies()]
    check(prepare("Hei, kiitos viestistänne!"))  # what is made on first use is not part of a reply
    first, *later = [[_timed(check, each) for each in inputs] for _ in range(PASSES)]
    start = perf_counter()
    for _ in stream(inputs * PASSES):
        pass
    streamed = (perf_counter() - start) / PASSES
    print(json.dumps({"load": loaded, "first": first, "later": later, "stream": streamed}))


def _timed(check: Callable[[Any], object], text: Any) -> float:
    start = perf_counter()
    check(text)
    return perf_counter() - start


Peer = tuple[Callable[[Any], object], Callable[[list[Any]], Iterable[object]], Callable[[str], Any]]


def _open_voikko() -> Peer:
    """Raw analysis: every reading of every word, the words given."""
    import libvoikko

    voikko = libvoikko.Voikko("fi")

    def words(text: str) -> list[str]:
        return [token.tokenText for token in voikko.tokens(text) if token.tokenType == libvoikko.Token.WORD]

    def check(tokens: list[str]) -> None:
        for token in tokens:
            voikko.analyze(token)

    def stream(replies: list[list[str]]) -> Iterator[None]:
        for reply in replies:
            check(reply)
            yield

    return check, stream, words


def _spacy() -> Any:
    _without_replycheck()
    import spacy

    return spacy.load(MODEL)


def _open_spacy() -> Peer:
    nlp = _spacy()
    return nlp, lambda texts: map(nlp, texts), str  # one at a time: nlp.pipe would take twice the memory


def _open_replycheck(profile: str) -> Peer:
    from replycheck import Checker

    checker = Checker({"profile": profile})
    return checker.check, checker.check_many, str


def _without_replycheck() -> None:
    """Keep spaCy from importing our components by their entry points: the peer shall not pay for us."""
    from importlib.metadata import entry_points
    from types import ModuleType

    for entry in entry_points(group="spacy_factories"):
        if entry.module.split(".")[0] == "replycheck":
            stub = sys.modules.setdefault(entry.module, ModuleType(entry.module))
            setattr(stub, entry.attr, lambda nlp, name: None)


if __name__ == "__main__":
    main()
