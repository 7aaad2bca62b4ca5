"""A draft and its place in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from replycheck.marked import Marked
from replycheck.model import AddressForm
from replycheck.suppression import Known


@dataclass(frozen=True)
class Draft:
    """A draft in a file.

    marked: the draft; its source is a stretch of the file
    start: where that stretch begins in the file, in code points
    line: the line it stands on, where a file holds several drafts; None where the file is the draft
    situation: the fields of ``Context`` that the file gives
    address: how the file says that the customer is addressed
    known: what is known of its findings, in offsets of its prose
    """

    marked: Marked
    start: int = 0
    line: int | None = None
    situation: Mapping[str, Any] = field(default_factory=dict)
    address: AddressForm | None = None
    known: Known | None = None
