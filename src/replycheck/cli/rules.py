"""The commands for who writes rules: ``rules``, ``explain``, ``test``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from replycheck.cli.completion import rule_names
from replycheck.cli.options import (
    config_options,
    form_option,
    policy_options,
    rules_option,
    settings_of,
    situation_options,
    text_or_file,
)
from replycheck.cli.running import EXIT_FINDINGS, load_engine, print_utf8


@click.command("rules")
@rules_option
@config_options
@form_option
@click.pass_context
def rules_command(ctx: click.Context, /, form: str, **options: Any) -> None:
    """List the rules: id, category, severity, title."""
    from replycheck.render import text
    from replycheck.rules import load_rules

    rules = load_rules(settings_of(ctx).policy.rules)
    if form == "json":
        rows = [
            {"id": rule.id, "category": rule.category, "severity": rule.severity, "title": rule.title}
            for rule in rules
        ]
        print_utf8(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    header = ("id", "category", "severity", "title")
    click.echo(text.table([header, *((rule.id, rule.category, rule.severity, rule.title) for rule in rules)]))


@click.command()
@click.argument("rule_id", required=False, metavar="[RULE]", shell_complete=rule_names)
@click.option(
    "--text",
    "draft",
    metavar="TEXT|@FILE",
    callback=text_or_file,
    help="Show how this draft is read and what matches in it.",
)
@click.option(
    "--rule",
    "only",
    metavar="RULE",
    shell_complete=rule_names,
    help="With --text: this rule's matches alone.",
)
@situation_options
@policy_options
@click.pass_context
def explain(
    ctx: click.Context, /, rule_id: str | None, draft: str | None, only: str | None, **options: Any
) -> None:
    """Explain a rule, or with --text why rules did or did not speak.

    RULE prints the rule's page: title, reason, message, source and examples.

    --text prints each word with its readings, the chosen one first with the reason and how sure it
    is, and then each match: a finding, vetoed (by which condition), or skipped (by which zone).
    """
    from replycheck.explain import find_rule, rule_page, trace_page
    from replycheck.rules import load_rules

    if (rule_id is None) == (draft is None):
        raise click.UsageError("give either RULE or --text")
    if draft is None:
        assert rule_id is not None
        click.echo(rule_page(find_rule(load_rules(settings_of(ctx).policy.rules), rule_id)))
        return
    load_engine()
    from replycheck.checker import Checker
    from replycheck.render.text import printable

    settings = settings_of(ctx)
    checker = Checker(settings.policy)
    rule = find_rule(checker.rules, only) if only else None
    page = trace_page(checker.trace(draft, context=settings.context), checker.rules, rule)
    click.echo("\n".join(map(printable, page.split("\n"))))


@click.command("test", epilog="Exit code: 0 all hold, 1 some do not, 2 wrong usage or failure.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH…]")
@click.pass_context
def test_command(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Run the examples inside rule files.

    PATH is a rule file or a folder of them; without one, the rules that come with replycheck are run.
    """
    load_engine()
    from replycheck import selftest

    failures = selftest.run(paths)
    for failure in failures:
        click.echo(f"{failure.path}:{failure.line}: {failure.example}: {failure.problem}")
    total = selftest.count(paths)
    click.echo(f"{total - len(failures)} of {total} examples and phrases hold")
    if failures:
        ctx.exit(EXIT_FINDINGS)
