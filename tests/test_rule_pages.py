"""The rule pages in docs/rules/ are what the rules and the labelled drafts give."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_pages_are_up_to_date():
    command = [sys.executable, str(ROOT / "tools" / "rule_pages.py"), "--check"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
