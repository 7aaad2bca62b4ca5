"""How a server is set up, and the bounds it keeps."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from replycheck.model import Context
from replycheck.policy import Policy

# The longest time a request may ask for.
MAX_TIMEOUT_MS = 30_000


@dataclass(frozen=True)
class Settings:
    """What one server holds to.

    policy, context: the house policy, and the situation where nothing else is said; a request may override parts
        of either
    token: what callers have to send as ``Authorization: Bearer``; None for no token
    origins: web pages of these origins may call the server from a browser, and no others
    hosts: the names by which the server may be called; empty for any
    max_text: the longest draft or customer's message, in code points
    max_body: the longest body of a request, in bytes
    body_seconds: how long a body may take to arrive
    timeout_ms: the time a check may take unless the request says otherwise, waiting included
    max_waiting: how many requests may wait their turn; further ones are refused
    """

    policy: Policy = field(default_factory=Policy)
    context: Context = field(default_factory=Context)
    token: str | None = field(default=None, repr=False)
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    max_text: int = 20_000
    max_body: int = 1 << 19
    body_seconds: float = 30.0
    timeout_ms: int = 5_000
    max_waiting: int = 64

    def is_token(self, given: str) -> bool:
        """Whether this is the token, in a time that does not tell how nearly; True where none is asked for."""
        if self.token is None:
            return True
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self.token.encode())
