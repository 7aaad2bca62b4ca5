"""``replycheck lsp``: findings in an editor, over the Language Server Protocol.

text of a document ──► Opened (one version of it; checked once, in a thread) ──► diagnostics, code actions, hovers

``server`` speaks the protocol; ``opened`` checks; ``shown`` says what editors show of a report, ``actions`` what they
offer to do; ``words`` has their sentences; ``places`` counts as the editor does.
"""
