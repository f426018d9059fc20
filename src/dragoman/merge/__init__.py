"""Many reports, one event: the same text, the same story, the same event.

``texts`` finds copies, ``vectors`` what a text is about in any language, ``likeness`` how likely two reports tell of one event, ``cluster``
groups what is alike, ``events`` says what a group of reports tells together. ``store.merging`` runs them over a ledger.
"""
