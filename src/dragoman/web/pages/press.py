"""Outlets: who prints, from where, in which language, and how each tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from ...store import Filter, Page
from .country import alphabetical
from .quoting import quoting
from .view import Context, View

_TOLD = 500  # newest reports of an outlet whose tone is measured
_PAIRS = 8


def outlets(view: View) -> tuple[str, Context]:
    """All outlets, those with most reports first or by name."""
    by = "name" if view.asked.get("sort") == "name" else "reports"
    found = view.kept("outlets", view.ledger.outlets, stale=True)
    return "outlets.html", {"by": by, "outlets": sorted(found, key=lambda o: (-o.reports * (by != "name"), alphabetical(o.outlet)))}


def outlet(view: View, name: str) -> tuple[str, Context] | None:
    """One outlet: what it reports, on whom, and its newest articles; None where the ledger has none of that name."""
    found = next((o for o in view.kept("outlets", view.ledger.outlets, stale=True) if o.outlet == name), None)
    if found is None:
        return None
    where = Filter(outlet=name)
    book = view.ledger
    events = book.page("events", where, limit=20)
    return "outlet.html", {
        "outlet": found,
        "types": view.kept(("outlet types", name), lambda: book.facets("reports", where, "type", 16)),
        "quads": view.kept(("outlet quads", name), lambda: book.facets("reports", where, "quad", 4)),
        "tones": view.kept(("outlet tones", name), lambda: tones(view, name), stale=True),
        "events": Page(quoting(view, events.rows, where), events.next),
        "articles": book.page("articles", Filter(outlet=name, status=""), limit=20).rows,
    }


def tones(view: View, name: str) -> list[dict[str, Any]]:
    """The pairs of which an outlet tells most in its newest reports: its mean score, and that of all events of the pair in these days."""
    told: defaultdict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for report in view.ledger.reports(Filter(outlet=name, newest=True, limit=_TOLD)):
        parties = [p["id"] for p in (*report["actors"][:1], *report["recipients"][:1], *report["actors"][1:2])][:2]
        if report["date"] and len(set(parties)) == 2 and all(parties):
            told[tuple(sorted(parties))].append(report)
    out = []
    for pair, reports in sorted(told.items(), key=lambda item: (-len(item[1]), item[0]))[:_PAIRS]:
        since, until = (date.fromisoformat(end(r["date"] for r in reports)) for end in (min, max))
        everything = view.ledger.cells([pair[0]], [pair[1]], since, until, either_way=True).once()
        events = int(everything.events.sum())
        own = sum(r["score"] for r in reports) / len(reports)
        out.append(
            {"pair": pair, "reports": len(reports), "score": own, "of_all": float(everything.score.sum()) / events if events else None}
        )
    return out
