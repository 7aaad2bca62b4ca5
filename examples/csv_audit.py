"""Audit a table of replies or macros: python examples/csv_audit.py [TABLE.csv] > findings.csv

The table has the columns id and draft, and may have channel and customer. Out comes a row for each finding, and one
for each reply that was not checked to its end; a count of verdicts goes to standard error. Exit code: 0 no reply
would have been held back before sending, 1 some would, 2 the table cannot be read.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from replycheck import Checker, Policy, decide

TIMEOUT_MS = 2000  # for one reply; nobody is waiting


def main(path: Path) -> int:
    """Audit a table; returns the exit code."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        drafts = [(row["id"], row["draft"]) for row in rows]
    except (OSError, UnicodeError, KeyError, csv.Error) as error:
        print(f"{path}: {type(error).__name__}: {error}", file=sys.stderr)
        return 2

    checker = Checker(Policy(address="formal"))  # once: it holds the language model
    out = csv.writer(sys.stdout)
    out.writerow(["id", "verdict", "rule", "severity", "start", "end", "message", "fix"])
    verdicts: Counter[str] = Counter()
    for row, (name, draft) in zip(rows, drafts, strict=True):
        context = {"channel": row.get("channel") or "email", "customer": row.get("customer") or None}
        decision = decide(checker, draft, context=context, timeout_ms=TIMEOUT_MS)
        verdicts[decision.verdict] += 1
        if not decision.checked:
            out.writerow([name, decision.verdict, "", "", "", "", decision.message, ""])
        for each in decision.report.findings if decision.report else ():
            fix = each.fixes[0].title if each.fixes else ""
            out.writerow(
                [name, decision.verdict, each.rule, each.severity, each.start, each.end, each.message, fix]
            )
    print(", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()), file=sys.stderr)
    return 1 if verdicts["confirm"] + verdicts["stop"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("drafts.csv")))
