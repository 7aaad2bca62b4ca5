"""Check a table of drafts as a stream: python examples/check_many.py [drafts.csv]

Reads the columns id, channel, customer and draft (customer may be empty); writes CSV to standard output.
"""

import csv
import sys
from pathlib import Path

from replycheck import Checker, Context, Policy

table = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("drafts.csv")
with table.open(encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))

# One checker for the life of the program: it holds the language model.
checker = Checker(Policy(address="formal"))
drafts = ((row["draft"], Context(channel=row["channel"], customer=row["customer"] or None)) for row in rows)

out = csv.writer(sys.stdout)
out.writerow(["id", "verdict", "findings", "fixed"])
for row, report in zip(rows, checker.check_many(drafts), strict=True):
    out.writerow([row["id"], report.verdict, " ".join(each.rule for each in report.findings), report.fixed])
