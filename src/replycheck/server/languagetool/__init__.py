"""``/v2``: LanguageTool's protocol, for its clients. What it makes of each parameter: docs/languagetool.md.

``routes`` answers, ``request`` reads what is asked, ``mends`` cuts fixes to the measure of the protocol, ``matches``
puts a report in its terms.
"""

from replycheck.server.languagetool.routes import router

__all__ = ["router"]
