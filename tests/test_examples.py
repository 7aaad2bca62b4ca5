"""What the documentation shows is run: the README's first result, the scripts, and whole drafts as golden reports.

To accept new golden reports after reading them: REPLYCHECK_GOLDEN=write pytest tests/test_examples.py
"""

import contextlib
import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from replycheck import Checker, Context

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
DRAFTS = sorted((ROOT / "examples" / "drafts").glob("*.txt"))
CHECKER = Checker()


def test_first_result_of_the_readme():
    blocks = re.findall(r"```(\w*)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    index = next(number for number, (language, _) in enumerate(blocks) if language == "python")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks[index][1], {})
    assert printed.getvalue() == blocks[index + 1][1]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)


def test_first_script():
    result = run("examples/check_reply.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout


def test_audit_of_a_table():
    result = run("examples/csv_audit.py")
    assert (result.returncode, result.stderr) == (1, "3 confirm, 2 pass\n")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    table = (ROOT / "examples" / "drafts.csv").read_text(encoding="utf-8")
    drafts = {row["id"]: row["draft"] for row in csv.DictReader(io.StringIO(table))}
    row = rows[0]
    assert (row["verdict"], row["rule"], row["fix"]) == ("confirm", "address/possessive-2sg", "Tilauksenne")
    assert drafts[row["id"]][int(row["start"]) : int(row["end"])] == "Tilauksesi"


def test_audit_says_what_it_could_not_check_and_what_it_cannot_read(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(
        "id,channel,draft\n1,letter,Hei!\n2,chat\n3,chat,Hei! Kiitos viestistänne.\n", encoding="utf-8"
    )
    result = run("examples/csv_audit.py", table)
    assert (result.returncode, result.stderr.splitlines()[-1]) == (0, "3 pass")
    unchecked = [row["id"] for row in csv.DictReader(io.StringIO(result.stdout))]
    assert unchecked == ["1", "2"]

    table.write_text("number,text\n1,Hei!\n", encoding="utf-8")
    assert run("examples/csv_audit.py", table).returncode == 2


def summary(draft: str, channel: str) -> str:
    report = CHECKER.check(draft, context=Context(channel=channel))
    lines = [
        f"{finding.rule}: {finding.text or 'the draft as a whole'}"
        + "".join(f"\n    {fix.applicability}: {fix.title}" for fix in finding.fixes)
        for finding in report.findings
    ]
    skipped = [f"{each.reason}: {draft[each.start : each.end]!r}" for each in report.skipped]
    parts = [
        "\n".join(lines) or "nothing found",
        "\n".join(skipped) or "nothing skipped",
        report.fixed.strip(),
    ]
    return f"verdict: {report.verdict}\n\n" + "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_golden_report(path):
    found = summary(path.read_text(encoding="utf-8"), "email" if path.stem.startswith("email") else "chat")
    golden = GOLDEN / path.name
    if os.environ.get("REPLYCHECK_GOLDEN") == "write":
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_every_golden_report_has_its_draft():
    assert {path.name for path in GOLDEN.glob("*.txt")} == {path.name for path in DRAFTS}
