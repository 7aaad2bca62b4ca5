"""How a server is set up, and the bounds it keeps."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from replycheck.policy import Policy


@dataclass(frozen=True)
class Settings:
    """What one server holds to.

    policy: the house policy; a request may override parts of it
    token: what callers have to send as ``Authorization: Bearer``; None for no token
    origins: web pages of these origins may call the server from a browser, and no others
    max_text: the longest draft or customer's message, in code points
    max_body: the longest body of a request, in bytes
    timeout_ms: the time a check may take unless the request says otherwise, waiting included
    max_timeout_ms: the longest time a request may ask for
    max_waiting: how many requests may wait their turn; further ones are refused
    """

    policy: Policy = field(default_factory=Policy)
    token: str | None = field(default=None, repr=False)
    origins: tuple[str, ...] = ()
    max_text: int = 50_000
    max_body: int = 1 << 20
    timeout_ms: int = 5_000
    max_timeout_ms: int = 30_000
    max_waiting: int = 64

    def is_token(self, given: str) -> bool:
        """Whether this is the token, in a time that does not tell how nearly; True where none is asked for."""
        return self.token is None or hmac.compare_digest(given.encode(), self.token.encode())
