"""The options that commands share, and what becomes of them: Settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from replycheck.cli.completion import rule_names
from replycheck.cli.files import read
from replycheck.cli.running import ORIGINS, import_spacy

if TYPE_CHECKING:
    from replycheck.config import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def _plain(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Refuse an argument that is not UTF-8; Python hands it over with lone surrogates."""
    if value is not None and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise click.BadParameter("not UTF-8 text", ctx, param)
    return value


def text_or_file(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An argument as it is, or what the file holds that it names with ``@``."""
    if value is None or not value.startswith("@"):
        return _plain(ctx, param, value)
    return read(Path(value[1:])).text


def _names(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace(",", " ").split())


def _together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
rules_option = click.option(
    "--rules",
    "packs",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="A further rule file, or a folder of them. Repeatable.",
)
profile_option = click.option(
    "--profile",
    type=click.Choice(["full", "light"]),
    default="full",
    show_default=True,
    help="How drafts are read: full (with the Finnish statistical model), light (without it: "
    "several times faster, a little less exact).",
)
recipient_option = click.option(
    "--recipient",
    type=click.Choice(["one", "many"]),
    default="one",
    show_default=True,
    help="Whether the draft speaks to one person or to several.",
)
situation_options = _together(
    click.option(
        "--customer",
        metavar="TEXT|@FILE",
        callback=text_or_file,
        help="The customer's latest message, as it is or as @FILE. Some rules need it, "
        "for instance those on apologies; --address mirror follows it.",
    ),
    click.option(
        "--channel",
        type=click.Choice(["chat", "email"]),
        default="chat",
        show_default=True,
        help="Where the draft is sent.",
    ),
    recipient_option,
    click.option(
        "--later-reply/--first-reply",
        help="Whether the conversation has begun already: then no greeting is expected.",
    ),
)
messages_option = click.option(
    "--messages",
    type=click.Choice(["fi", "en"]),
    default="fi",
    show_default=True,
    help="Language of the messages.",
)
config_options = _together(
    click.option(
        "--config",
        "config_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The configuration file. Without it, replycheck.toml or [tool.replycheck] in pyproject.toml is "
        "looked for upwards. Options given here go before it.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
)
policy_options = _together(
    click.option(
        "--address",
        type=click.Choice(["formal", "informal", "consistent", "mirror"]),
        default="formal",
        show_default=True,
        help="How customers are addressed: formal (te), informal (sinä), consistent (either, "
        "but one of them), mirror (as the customer writes).",
    ),
    click.option(
        "--select",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        shell_complete=rule_names,
        help="Only these rules or categories. Repeatable.",
    ),
    click.option(
        "--ignore",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        shell_complete=rule_names,
        help="Not these rules or categories. Repeatable.",
    ),
    click.option(
        "--enable",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        shell_complete=rule_names,
        help="Also these rules, which are off by default. Repeatable.",
    ),
    rules_option,
    profile_option,
    messages_option,
    config_options,
)

# Where an option has another name than the value it sets.
_FIELDS = {"packs": "rules", "later_reply": "first_reply"}


def settings_of(ctx: click.Context) -> Settings:
    """What holds for a command: options that were given, then the configuration file, then the defaults.

    The customer's message is the option's; no file has one.
    The file is looked for upwards from the folder that holds every PATH of the command; standard input lies
    where its name says.

    Raises ConfigError, PolicyError or ContextError.
    """
    import_spacy()  # a policy's rules import it, and the short way has to come first
    from replycheck.config import FIELDS, load

    params = ctx.params
    given = {_FIELDS.get(name, name): value for name, value in params.items() if _was_given(ctx, name)}
    if "first_reply" in given:
        given["first_reply"] = not params["later_reply"]
    stdin = params.get("stdin_filename") or "."
    paths = [os.path.abspath(stdin if path == "-" else path) for path in params.get("paths") or ("-",)]
    settings = load(
        Path(os.path.commonpath(paths)) if paths else None,
        file=params.get("config_file"),
        isolated=params.get("isolated", False),
        given={field: value for field, value in given.items() if field in FIELDS or field == "customer"},
    )
    ctx.meta[ORIGINS] = settings.origins
    return settings


def _was_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
