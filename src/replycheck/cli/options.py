"""The options that commands share, and what becomes of them: a Policy and a Context."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from replycheck.cli.drafts import read

if TYPE_CHECKING:
    from replycheck.model import Context
    from replycheck.policy import Policy

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
        "--later-reply",
        is_flag=True,
        help="The conversation has begun already: no greeting is expected.",
    ),
)
messages_option = click.option(
    "--messages",
    type=click.Choice(["fi", "en"]),
    default="fi",
    show_default=True,
    help="Language of the messages.",
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
        help="Only these rules or categories. Repeatable.",
    ),
    click.option(
        "--ignore",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        help="Not these rules or categories. Repeatable.",
    ),
    click.option(
        "--enable",
        metavar="NAME[,NAME…]",
        multiple=True,
        callback=_names,
        help="Also these rules, which are off by default. Repeatable.",
    ),
    rules_option,
    profile_option,
    messages_option,
)


def policy_of(options: dict[str, Any]) -> Policy:
    """The Policy of a command's options; raises PolicyError."""
    from replycheck.policy import make_policy

    names = ("address", "select", "ignore", "enable", "messages", "profile")
    values = {name: options[name] for name in names if name in options}
    return make_policy(values | {"rules": options["packs"]})


def context_of(options: dict[str, Any]) -> Context:
    """The Context of a command's options."""
    from replycheck.model import Context

    return Context(
        customer=options["customer"],
        first_reply=not options["later_reply"],
        channel=options["channel"],
        recipient=options["recipient"],
    )
