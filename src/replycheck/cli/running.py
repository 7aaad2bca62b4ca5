"""What every command stands on: exit codes, failures said in a line, output that other programs read."""

from __future__ import annotations

import errno
import gc
import logging
import sys
from types import ModuleType
from typing import Any, NoReturn

import click

from replycheck.errors import PolicyError, ReplycheckError, place_in_code

# Where a command's context keeps which line of the configuration file each value is from.
ORIGINS = "replycheck.origins"

SEVERITIES = ("info", "warning", "error")

EXIT_CLEAN, EXIT_FINDINGS, EXIT_FAILURE = 0, 1, 2

EXITS = "Exit code: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or failure."


class Guarded(click.Group):
    """A group whose commands never end in a traceback: a traceback may quote a draft."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say every failure in a line on stderr and exit with 2."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(130)
        except PolicyError as error:
            field = str(error).partition(":")[0]
            place = ctx.meta.get(ORIGINS, {}).get(field, "")
            _fail(ctx, f"{place}: {error}" if ":" in place else str(error))
        except ReplycheckError as error:
            _fail(ctx, str(error))
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise
            _fail(ctx, f"internal failure: {type(error).__name__} at {place_in_code(error)}")


def _fail(ctx: click.Context, message: str) -> NoReturn:
    click.echo(f"replycheck: {message}", err=True)
    ctx.exit(EXIT_FAILURE)


def print_utf8(text: str, end: str = "\n") -> None:
    """Print what another program reads: UTF-8 whatever the terminal's encoding."""
    stdout = sys.stdout.buffer
    stdout.write((text + end).encode("utf-8", errors="replace"))  # a lone surrogate has no UTF-8 form
    stdout.flush()


def log_to_stderr(name: str) -> None:
    """Send the log of one of our modules to standard error, and no other: a library may quote what it was sent."""
    logging.getLogger().addHandler(logging.NullHandler())
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    own = logging.getLogger(name)
    own.addHandler(handler)
    own.setLevel(logging.INFO)
    own.propagate = False


def load_engine() -> None:
    """Import what checks drafts, in less time than ``import replycheck.checker`` by itself would take."""
    import_spacy()
    import replycheck.checker  # noqa: F401

    # What has been imported lives as long as the process: the collector need not look at it again.
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def import_spacy() -> None:
    """Import spaCy without its own command line, a third of its import time.

    ``spacy/__init__`` imports it for one function, ``spacy.info``, which nobody calls here. The empty modules
    are taken away again, so that a later ``import spacy.cli`` finds the real one.
    """
    if "spacy" in sys.modules:
        return
    empty = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    empty["spacy.cli.info"].__dict__["info"] = None
    sys.modules.update(empty)
    try:
        import spacy  # noqa: F401
    finally:
        for name in empty:
            del sys.modules[name]
