"""``replycheck completion``: names of commands, options and rules completed by the shell."""

from __future__ import annotations

import re

import click
from click.shell_completion import CompletionItem, get_completion_class

from replycheck.shipped import shipped_rules_dir

_ID = re.compile(r"^\s*- id:\s*([a-z]+/[a-z0-9-]+)", re.MULTILINE)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes replycheck's commands, options and rules in a shell.

    \b
    bash: eval "$(replycheck completion bash)"      in ~/.bashrc
    zsh:  eval "$(replycheck completion zsh)"       in ~/.zshrc
    fish: replycheck completion fish | source       in ~/.config/fish/config.fish
    """
    complete = get_completion_class(shell)
    assert complete is not None
    root = ctx.find_root()
    click.echo(complete(root.command, {}, root.info_name or "", "_REPLYCHECK_COMPLETE").source())


def rule_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rule ids, and categories where several names are taken, that begin as the word does.

    Several names may stand in one word, with commas between them: the last one is completed.
    """
    before, comma, begun = incomplete.rpartition(",")
    ids = _shipped_ids()
    names = [*sorted({name.split("/")[0] for name in ids}), *ids] if param.multiple else ids
    return [CompletionItem(before + comma + name) for name in names if name.startswith(begun)]


def _shipped_ids() -> list[str]:
    """The ids in the shipped rule files, read without the engine: a shell asks at each keystroke."""
    return sorted(
        rule
        for file in shipped_rules_dir().glob("*.yaml")
        for rule in _ID.findall(file.read_text(encoding="utf-8"))
    )
