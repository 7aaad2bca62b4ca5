"""Start, memory and speed of `replycheck serve`, measured from outside over its socket.

    python bench/server.py [--requests 5000] [--at-once 32] [--profile light]

Starts the server in a process of its own, waits until it is ready, and sends it the replies of the bench, so many
at once, each caller on a connection that it keeps. Prints a Markdown table; exits 1 if a request failed or memory
grew by a tenth between the first 500 requests and the last. Reads memory from /proc: Linux only.
"""

import argparse
import http.client
import json
import os
import platform
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import NamedTuple

from replies import load_replies

FIRST = 500
GROWTH = 1.1


class Run(NamedTuple):
    """What a number of requests took, in seconds: each of them, all together, and the server's processor."""

    each: list[float]
    all: float
    processor: float


def main() -> int:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--requests", type=int, default=5000)
    arguments.add_argument("--at-once", type=int, default=32)
    arguments.add_argument("--profile", default="full")
    options = arguments.parse_args()
    command = [
        Path(sys.executable).with_name("replycheck"),
        "serve",
        "--port",
        "0",
        "--profile",
        options.profile,
    ]

    begin = perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = re.search(r"http://(.+):(\d+)", server.stderr.readline())
        assert found is not None
        address = (found[1], int(found[2]))
        listening = perf_counter() - begin
        threading.Thread(
            target=server.stderr.read, daemon=True
        ).start()  # the log, so that its pipe never fills
        _wait_until_ready(address)
        ready = perf_counter() - begin
        started = _processor(server.pid)
        memory = [_memory(server.pid)]
        alone = _send(address, server.pid, 200, 1)
        first = _send(address, server.pid, FIRST, options.at_once)
        memory.append(_memory(server.pid))
        rest = _send(address, server.pid, options.requests - FIRST, options.at_once)
        memory.append(_memory(server.pid))
        server.send_signal(signal.SIGTERM)
        begin = perf_counter()
        code = server.wait()
        stopped = perf_counter() - begin

    print(f"{platform.machine()}, Python {platform.python_version()}, profile {options.profile}\n")
    print("| what | figure |\n| --- | --: |")
    print(f"| listening after | {listening:.2f} s |")
    print(f"| ready after | {ready:.2f} s, of the processor {started:.2f} s |")
    for title, run in (
        ("200 requests, one at a time", alone),
        (f"{FIRST} requests, {options.at_once} at once", first),
        (f"the next {options.requests - FIRST}, {options.at_once} at once", rest),
    ):
        p50, p95 = (1000 * quantiles(run.each, n=20)[index] for index in (9, 18))
        rate, share = len(run.each) / run.all, 1000 * run.processor / len(run.each)
        speed = f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, {rate:.0f} requests/s"
        print(f"| {title} | {speed}, {share:.0f} ms of the processor each |")
    for title, megabytes in zip(
        ("ready", f"{FIRST + 200} requests", f"{options.requests + 200} requests"), memory, strict=True
    ):
        print(f"| memory (RSS) after: {title} | {megabytes:.0f} MiB |")
    print(f"| stopped after | {stopped:.2f} s, exit code {code} |")
    return int(code != 0 or memory[2] > GROWTH * memory[1])


def _wait_until_ready(address: tuple[str, int]) -> None:
    while True:
        connection = http.client.HTTPConnection(*address)
        connection.request("GET", "/ready")
        if connection.getresponse().status == 200:
            return
        sleep(0.005)


def _send(address: tuple[str, int], pid: int, number: int, at_once: int) -> Run:
    """Send so many replies to be checked; raises RuntimeError for an answer that is not a report."""
    bodies = [json.dumps({"draft": reply.text}).encode() for reply in load_replies()]
    own = threading.local()

    def send(index: int) -> float:
        if not hasattr(own, "connection"):
            own.connection = http.client.HTTPConnection(*address)
        begin = perf_counter()
        body = bodies[index % len(bodies)]
        own.connection.request("POST", "/v1/check", body, {"Content-Type": "application/json"})
        answer = own.connection.getresponse()
        text = answer.read()
        seconds = perf_counter() - begin
        if answer.status != 200 or json.loads(text)["incomplete"]:
            raise RuntimeError(f"request {index}: {answer.status}")
        return seconds

    begin, used = perf_counter(), _processor(pid)
    with ThreadPoolExecutor(at_once) as pool:
        each = list(pool.map(send, range(number)))
    return Run(each, perf_counter() - begin, _processor(pid) - used)


def _processor(pid: int) -> float:
    """Seconds of the processor that a process has used: what others do on the machine does not show in it."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
