"""Outlets: who prints, from where, in which language, and how each tells it."""

from __future__ import annotations

from ...store import Filter
from .view import Context, View


def outlets(view: View) -> tuple[str, Context]:
    """All outlets."""
    return "outlets.html", {"outlets": view.kept("outlets", view.ledger.outlets, stale=True)}


def outlet(view: View, name: str) -> tuple[str, Context] | None:
    """One outlet: what it reports, on whom, and its newest articles; None where the ledger has none of that name."""
    found = next((o for o in view.kept("outlets", view.ledger.outlets, stale=True) if o.outlet == name), None)
    if found is None:
        return None
    where = Filter(outlet=name)
    book = view.ledger
    return "outlet.html", {
        "outlet": found,
        "types": view.kept(("outlet types", name), lambda: book.facets("reports", where, "type", 16)),
        "quads": view.kept(("outlet quads", name), lambda: book.facets("reports", where, "quad", 4)),
        "events": book.page("events", where, limit=20),
        "articles": book.page("articles", Filter(outlet=name, status=""), limit=20).rows,
    }
