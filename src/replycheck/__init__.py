"""replycheck: reads a Finnish customer-service draft before it is sent.

>>> from replycheck import check_reply
>>> check_reply("Hei! Saimme tilauksesi eilen.").findings[0].rule
'address/possessive-2sg'
"""

from __future__ import annotations

from replycheck.analysis import load_pipeline
from replycheck.checker import Checker, check_reply
from replycheck.errors import ContextError, PolicyError, ReplycheckError, RuleError, SetupError
from replycheck.inflect import inflect
from replycheck.model import Context, Edit, Finding, Fix, Report
from replycheck.policy import Policy

__version__ = "0.1.0"

__all__ = [
    "Checker",
    "Context",
    "ContextError",
    "Edit",
    "Finding",
    "Fix",
    "Policy",
    "PolicyError",
    "ReplycheckError",
    "Report",
    "RuleError",
    "SetupError",
    "check_reply",
    "inflect",
    "load_pipeline",
]
