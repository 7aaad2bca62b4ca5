"""What the documentation shows is run: the README's first result, the scripts, and whole drafts as golden reports.

To accept new golden reports after reading them: REPLYCHECK_GOLDEN=write pytest tests/test_examples.py
"""

import contextlib
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


@pytest.mark.parametrize("script", ["check_reply.py", "check_many.py"])
def test_script_runs(script):
    command = [sys.executable, str(ROOT / "examples" / script)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout


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
