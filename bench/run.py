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
    """One line of the table; ``full`` and ``light`` bound the figures of a profile as multiples of (b)'s."""

    key: str
    title: str
    unit: str
    full: float | None = None
    light: float | None = None
    more_is_better: bool = False


PROFILES = ("full", "light")
ROWS = [
    Row("cold", "cold start, process that checks one reply", "ms", full=0.6, light=0.35),
    Row("p50", "latency p50", "ms", full=0.5, light=0.08),
    Row("p95", "latency p95", "ms"),
    Row("p50 clean", "latency p50, clean replies", "ms"),
    Row("p50 faults", "latency p50, replies with faults", "ms"),
    Row("p50 first", "latency p50, each reply seen for the first time", "ms"),
    Row("one", "throughput, one at a time", "words/s", more_is_better=True),
    Row(
        "stream", "throughput, check_many against (b) one at a time", "words/s", full=3.0, more_is_better=True
    ),
    Row("load", "load, in process", "ms"),
    Row("memory", "peak memory, all replies", "MiB", full=0.75),
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
            figures = {peer: _measure(peer, replies, words) for peer in ("voikko", "spacy", *PROFILES)}
            for peer, command in _cold_commands(draft).items():
                figures[peer]["cold"], figures[peer]["memory cold"] = _cold(command)
            if number:  # the first round only warms the machine's caches
                rounds.append(figures)
            print(f"round {number} of {ROUNDS} done", file=sys.stderr)
    print(
        f"{len(replies)} replies, {words / len(replies):.0f} words on average, half of them with faults; "
        f"{ROUNDS} rounds, median; {platform.machine()}, Python {platform.python_version()}, one thread.\n"
        "(a) raw Voikko analysis of the same words, (b) the Finnish spaCy model with all its components,\n"
        "full and light: the profiles of replycheck.\n"
    )
    print("| measure | unit | (a) | (b) | full | to (b) | aim | light | to (a) | to (b) | aim |")
    print("| --- | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |")
    for row in ROWS:
        print(_line(row, rounds))
    missed = [row for row in ROWS for profile in PROFILES if not _met(row, profile, rounds)]
    return 1 if missed else 0


def _cold_commands(draft: Path) -> dict[str, list[str]]:
    return {
        "spacy": [sys.executable, str(HERE / "peers.py"), "spacy-cold", str(draft)],
        **{
            profile: [
                str(Path(sys.executable).with_name("replycheck")),
                "check",
                "--profile",
                profile,
                str(draft),
            ]
            for profile in PROFILES
        },
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


def _line(row: Row, rounds: list[dict[str, Figures]]) -> str:
    cells = [row.title, row.unit, _figure(row, "voikko", rounds), _figure(row, "spacy", rounds)]
    for profile in PROFILES:
        cells.append(_figure(row, profile, rounds))
        if profile == "light":
            to_voikko = _ratios(row, profile, "voikko", rounds)
            cells.append(f"{median(to_voikko):.2f}" if to_voikko else "")
        ratios = _ratios(row, profile, "spacy", rounds)
        cells.append(f"{median(ratios):.3f} ({min(ratios):.3f}–{max(ratios):.3f})")
        aim = getattr(row, profile)
        met = "met" if _met(row, profile, rounds) else "MISSED"
        cells.append(f"{'≥' if row.more_is_better else '≤'} {aim}, {met}" if aim else "")
    return f"| {' | '.join(cells)} |"


def _figure(row: Row, peer: str, rounds: list[dict[str, Figures]]) -> str:
    values = [figures[peer][row.key] for figures in rounds if row.key in figures[peer]]
    return f"{median(values):,.{0 if median(values) >= 100 else 1}f}" if values else ""


def _ratios(row: Row, profile: str, peer: str, rounds: list[dict[str, Figures]]) -> list[float]:
    return [
        figures[profile][row.key] / figures[peer][row.key] for figures in rounds if row.key in figures[peer]
    ]


def _met(row: Row, profile: str, rounds: list[dict[str, Figures]]) -> bool:
    aim = getattr(row, profile)
    if aim is None:
        return True
    ratio = median(_ratios(row, profile, "spacy", rounds))
    return bool(ratio >= aim if row.more_is_better else ratio <= aim)


if __name__ == "__main__":
    sys.exit(main())
