"""Write docs/rules/: one page a category, from the rule files, with each rule's precision on labelled drafts.

python tools/rule_pages.py        write the pages
python tools/rule_pages.py --check   exit with 1 where a page is not what the rules and drafts give
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from replycheck.evaluate import Tally, check_rows, read_corpus, score, summarise
from replycheck.explain import condition_text
from replycheck.model import CATEGORIES, Category
from replycheck.policy import Policy
from replycheck.rules import Rule, load_rules

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "rules"
CORPUS = ROOT / "tests" / "corpus"


def pages(rules: tuple[Rule, ...], tallies: Mapping[str, Tally]) -> dict[str, str]:
    """The text of every page by file name."""
    named = {f"{category}.md": category_page(category, rules, tallies) for category in CATEGORIES}
    return {"README.md": index(rules, tallies), **named}


def precision(rules: tuple[Rule, ...]) -> Mapping[str, Tally]:
    """Right and false findings of each rule on the labelled drafts, rules that are off by default included."""
    rows = [line.row for line in read_corpus(sorted(CORPUS.glob("*.jsonl")))]
    policy = Policy(enable=tuple(rule.id for rule in rules if not rule.enabled))
    reports = check_rows(rows, policy)
    return summarise((row, score(row, report)) for row, report in zip(rows, reports, strict=True)).rules


def index(rules: tuple[Rule, ...], tallies: Mapping[str, Tally]) -> str:
    lines = [
        "# Rules",
        "",
        "Made by `make pages` from `rules/` and the labelled drafts in `tests/corpus/`, where *right* and *false*",
        "findings are counted.",
        "",
        "| rule | what it finds | severity | right | false |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    for category in CATEGORIES:
        for rule in (rule for rule in rules if rule.category == category):
            tally = tallies.get(rule.id, Tally())
            link = f"[{rule.id}]({category}.md#{anchor(rule)})"
            lines.append(f"| {link} | {rule.title} | {severity(rule)} | {tally.right} | {tally.false} |")
    return "\n".join(lines) + "\n"


def category_page(category: Category, rules: tuple[Rule, ...], tallies: Mapping[str, Tally]) -> str:
    own = [rule for rule in rules if rule.category == category]
    lines = [f"# {category}", ""]
    for rule in own:
        lines += [*section(rule, tallies.get(rule.id, Tally())), ""]
    return "\n".join(lines).rstrip() + "\n"


def section(rule: Rule, tally: Tally) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"**{rule.title}.** {rule.why}"
    yield ""
    yield f"- Severity: {severity(rule)}{graver(rule)}"
    yield f"- Message: {rule.message}"
    yield f"- Source: {rule.source}"
    yield f"- On labelled drafts: {measured(tally)}"
    for text in rule.advice:
        yield f"- Say for example: *{text}*"
    yield ""
    yield "Finds, between ‹ and ›:"
    yield ""
    for bad in rule.bad:
        marked = bad.text.replace("<", "‹").replace(">", "›")
        yield f"- {escaped(marked)}" + (f" → {escaped(bad.fixed)}" if bad.fixed else "")
    yield ""
    yield "Lets pass:"
    yield ""
    for good in rule.good:
        yield f"- {escaped(good.text)}"


def severity(rule: Rule) -> str:
    return rule.severity if rule.enabled else f"{rule.severity}, off by default"


def graver(rule: Rule) -> str:
    if not rule.graver_if:
        return ""
    return f"; one step graver: {', '.join(map(condition_text, rule.graver_if))}"


def measured(tally: Tally) -> str:
    if tally.precision is None:
        return "no finding"
    return f"{tally.right} right, {tally.false} false (precision {tally.precision:.2f})"


def anchor(rule: Rule) -> str:
    return rule.id.replace("/", "")


def escaped(text: str) -> str:
    """One line of Markdown: what it shows is the text as it stands."""
    for mark in "\\*_`[]":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ⏎ ")


def uncounted(text: str) -> str:
    """A page without its counts, which may differ by a finding from machine to machine."""
    counts = r"\d+ right, \d+ false \(precision [\d.]+\)|no finding|\| \d+ \| \d+ \|$"
    return re.sub(counts, "", text, flags=re.MULTILINE)


def main() -> None:
    rules = load_rules()
    if "--check" in sys.argv[1:]:
        made = pages(rules, {})
        stale = [name for name, text in made.items() if uncounted(read(PAGES / name)) != uncounted(text)]
        if stale:
            sys.exit(f"not up to date, run make pages: {', '.join(stale)}")
        return
    PAGES.mkdir(exist_ok=True)
    for name, text in pages(rules, precision(rules)).items():
        (PAGES / name).write_text(text, encoding="utf-8")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    main()
