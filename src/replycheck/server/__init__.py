"""``replycheck serve``: drafts in and reports out over HTTP.

``app`` puts the parts together, ``v1`` and ``languagetool`` are the two protocols, ``service`` is what both stand
on, ``guard`` bounds what comes in, ``running`` is the process.
"""
