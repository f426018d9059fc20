"""The pages: each a function from a ``View`` (ledger, site, what was asked) to its template and what stands in it."""
