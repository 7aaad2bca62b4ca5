"""The exceptions replycheck raises.

    ReplycheckError
    ├── RuleError        a rule file is wrong; the message starts with path:line:column
    ├── PolicyError      a policy names something that does not exist, or has a wrong value
    ├── ContextError     a context has a wrong value
    ├── ConfigError      a configuration file is wrong; the message starts with path:line:column
    └── SetupError       something is not installed; the message says which command installs it

No message ever holds the text of a draft: drafts are personal data.
"""

from __future__ import annotations

import traceback
from pathlib import Path


class ReplycheckError(Exception):
    """Base class of every exception that replycheck raises on purpose."""


class RuleError(ReplycheckError):
    """A rule file cannot be used.

    The message has one line for each fault: ``path:line:column: what is wrong``.
    """


class PolicyError(ReplycheckError):
    """A policy names an unknown rule or category, or has a value of the wrong kind."""


class ContextError(ReplycheckError):
    """A context has a value of the wrong kind."""


class ConfigError(ReplycheckError):
    """A configuration file cannot be used.

    The message has one line for each fault: ``path:line:column: what is wrong``.
    """


class SetupError(ReplycheckError):
    """A part that replycheck needs is not installed; the message names the command that installs it."""


def place_in_code(error: BaseException) -> str:
    """``file:line`` of our own code that an exception came from, for logs.

    Its message stays unsaid: an exception of a library may quote the draft.
    """
    here = str(Path(__file__).parent)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(here)] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"
