"""replycheck: reads a Finnish customer-service draft before it is sent.

>>> from replycheck import check_reply
>>> check_reply("Hei! Saimme tilauksesi eilen.").findings[0].rule
'address/possessive-2sg'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from replycheck.analysis import load_pipeline
    from replycheck.checker import Checker, check_reply, switch_address
    from replycheck.errors import (
        ConfigError,
        ContextError,
        PolicyError,
        ReplycheckError,
        RuleError,
        SetupError,
    )
    from replycheck.gate import decide
    from replycheck.inflection import inflect
    from replycheck.model import Context, Decision, Edit, Finding, Fix, Refusal, Report, Switch
    from replycheck.policy import Policy

__version__ = "0.1.0"

__all__ = [
    "Checker",
    "ConfigError",
    "Context",
    "ContextError",
    "Decision",
    "Edit",
    "Finding",
    "Fix",
    "Policy",
    "PolicyError",
    "Refusal",
    "ReplycheckError",
    "Report",
    "RuleError",
    "SetupError",
    "Switch",
    "check_reply",
    "decide",
    "inflect",
    "load_pipeline",
    "switch_address",
]

_HOMES = {
    "analysis": ["load_pipeline"],
    "checker": ["Checker", "check_reply", "switch_address"],
    "errors": ["ConfigError", "ContextError", "PolicyError", "ReplycheckError", "RuleError", "SetupError"],
    "gate": ["decide"],
    "inflection": ["inflect"],
    "model": ["Context", "Decision", "Edit", "Finding", "Fix", "Refusal", "Report", "Switch"],
    "policy": ["Policy"],
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import on first use: ``replycheck --help`` and the models do not wait for spaCy."""
    if name in _HOME_OF:
        return getattr(importlib.import_module(f"replycheck.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module 'replycheck' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
