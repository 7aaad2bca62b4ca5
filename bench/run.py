"""Speed and memory of replycheck beside (a) raw Voikko analysis and (b) the Finnish spaCy model as it comes.

    make bench

Every round starts each peer in a fresh process, one after the other, so that a machine that drifts drifts
for all. A ratio is taken within its round; the table shows the median over the rounds, and the spread of
the ratio. Prints a Markdown table; exits 1 if an aim is missed. Needs the native libvoikko: (a) is that
library, and the lemmatizer of (b) calls it.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from replies import Reply, load_replies

HERE = Path(__file__).parent
ROUNDS = 5
# One thread each. Two OpenBLAS threads cost twice the processor time for next to nothing.
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}

Figures = dict[str, float]


class Row(NamedTuple):
    """One line of the table; ``aim`` is the bound of replycheck's figure as a multiple of (b)'s."""

    key: str
    title: str
    unit: str
    aim: float | None = None
    more_is_better: bool = False


ROWS = [
    Row("cold", "cold start, process that checks one reply", "ms", aim=0.6),
    Row("p50", "latency p50", "ms", aim=0.5),
    Row("p95", "latency p95", "ms"),
    Row("p50 clean", "latency p50, clean replies", "ms"),
    Row("p50 faults", "latency p50, replies with faults", "ms"),
    Row("p50 first", "latency p50, each reply seen for the first time", "ms"),
    Row("one", "throughput, one at a time", "words/s", more_is_better=True),
    Row(
        "stream", "throughput, check_many against (b) one at a time", "words/s", aim=3.0, more_is_better=True
    ),
    Row("load", "load, in process", "ms"),
    Row("memory", "peak memory, all replies", "MiB", aim=0.75),
    Row("memory cold", "peak memory, process that checks one reply", "MiB"),
]


def main() -> int:
    replies = load_replies()
    words = sum(len(reply.text.split()) for reply in replies)
    rounds: list[dict[str, Figures]] = []
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "reply.txt")
        draft.write_text(replies[len(replies) // 2].text, encoding="utf-8")
        for number in range(ROUNDS + 1):
            figures = {peer: _measure(peer, replies, words) for peer in ("voikko", "spacy", "replycheck")}
            for peer, command in _cold_commands(draft).items():
                figures[peer]["cold"], figures[peer]["memory cold"] = _cold(command)
            if number:  # the first round only warms the machine's caches
                rounds.append(figures)
            print(f"round {number} of {ROUNDS} done", file=sys.stderr)
    print(
        f"{len(replies)} replies, {words / len(replies):.0f} words on average, half of them with faults; "
        f"{ROUNDS} rounds, median; {platform.machine()}, Python {platform.python_version()}, one thread.\n"
        "(a) raw Voikko analysis of the same words, (b) the Finnish spaCy model with all its components.\n"
    )
    print("| measure | unit | (a) | (b) | replycheck | to (a) | to (b) | aim | |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    missed = [row.title for row in ROWS if not _print(row, rounds)]
    return 1 if missed else 0


def _cold_commands(draft: Path) -> dict[str, list[str]]:
    return {
        "spacy": [sys.executable, str(HERE / "peers.py"), "spacy-cold", str(draft)],
        "replycheck": [str(Path(sys.executable).with_name("replycheck")), "check", str(draft)],
    }


def _measure(peer: str, replies: list[Reply], words: int) -> Figures:
    output, _, memory = _run([sys.executable, str(HERE / "peers.py"), peer])
    times = json.loads(output)
    timed = [pair for later in times["later"] for pair in zip(later, replies, strict=True)]
    one = [seconds for seconds, _ in timed]
    return {
        "p50": 1e3 * median(one),
        "p95": 1e3 * quantiles(one, n=20)[-1],
        "p50 clean": 1e3 * median(seconds for seconds, reply in timed if reply.clean),
        "p50 faults": 1e3 * median(seconds for seconds, reply in timed if not reply.clean),
        "p50 first": 1e3 * median(times["first"]),
        "one": words * len(times["later"]) / sum(one),
        "stream": words / times["stream"],
        "load": 1e3 * times["load"],
        "memory": memory,
    }


def _cold(command: list[str]) -> tuple[float, float]:
    _, seconds, memory = _run(command)
    return 1e3 * seconds, memory


def _run(command: list[str]) -> tuple[str, float, float]:
    """Standard output, seconds and peak memory in MiB of a process; 1 as exit code means findings."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT, cwd=HERE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or (process.returncode == 1 and "replycheck" not in command[0]):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return output, seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def _print(row: Row, rounds: list[dict[str, Figures]]) -> bool:
    def figure(peer: str) -> str:
        values = [figures[peer][row.key] for figures in rounds if row.key in figures[peer]]
        return f"{median(values):,.{0 if median(values) >= 100 else 1}f}" if values else ""

    def ratios(peer: str) -> list[float]:
        return [
            figures["replycheck"][row.key] / figures[peer][row.key]
            for figures in rounds
            if row.key in figures[peer]
        ]

    to_spacy = median(ratios("spacy"))
    to_voikko = f"{median(ratios('voikko')):.2f}" if ratios("voikko") else ""
    spread = f"{to_spacy:.2f} ({min(ratios('spacy')):.2f}–{max(ratios('spacy')):.2f})"
    met, aim = True, ""
    if row.aim is not None:
        met = to_spacy >= row.aim if row.more_is_better else to_spacy <= row.aim
        aim = f"{'≥' if row.more_is_better else '≤'} {row.aim}"
    print(
        f"| {row.title} | {row.unit} | {figure('voikko')} | {figure('spacy')} | {figure('replycheck')} "
        f"| {to_voikko} | {spread} | {aim} | {('met' if met else 'MISSED') if aim else ''} |"
    )
    return met


if __name__ == "__main__":
    sys.exit(main())
