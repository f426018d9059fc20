"""The overview: the newest events, what surges, who is active where, and how much the ledger holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ...relations.surges import behind, surges
from ...store import Filter
from .. import graphics, maps
from .search import choices
from .view import Context, View


def overview(view: View) -> tuple[str, Context]:
    """The page of the whole ledger, as of its last day."""
    book = view.ledger
    last = view.last_day()
    since = last - timedelta(days=29)
    activity = view.kept(("activity", since, last), lambda: book.activity(since, last))
    return "overview.html", {
        "last": last,
        "since": since,
        "events": view.kept("newest", lambda: book.page("events", Filter(until=last), limit=20)).rows,
        "surges": view.kept(("surges", last), lambda: _surges(view), stale=True),
        "pairs": view.kept(("pairs", since, last), lambda: book.pairs(since, last, limit=12)),
        "choices": view.kept(("choices", view.loc.code), lambda: choices(view)),
        "map": graphics.world(view, activity),
        "counts": view.kept("counts", book.counts, stale=True),
        "articles": view.kept("articles", lambda: book.page("articles", Filter(status=""), limit=8)).rows,
        "policy": maps.policy_note(view.loc),
        "outlets": len(view.kept("outlets", book.outlets, stale=True)),
    }


def _surges(view: View) -> list[dict[str, Any]]:
    last = view.last_day()
    found = view.kept(("surges", last, "all"), lambda: surges(view.ledger, last))[:8]
    return [{"surge": s, "events": behind(view.ledger, s.pair, s.start, s.end, limit=3)} for s in found]
