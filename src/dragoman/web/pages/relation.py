"""Two countries: how they stand, what changed, who says otherwise."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from ...relations.outlook import outlook
from ...relations.surges import behind, shifts, surges
from ...store import Filter
from .. import graphics
from .country import points_before, points_of, totals
from .view import Context, View

_MOST = 25
_ACCOUNTED = 90  # days whose accounts are put side by side
_REPORTS = 500  # of those days, the newest


def relation(view: View, one: str, other: str) -> tuple[str, Context]:
    """The page of a pair."""
    book, period = view.ledger, view.period()
    where = Filter(actor=one, other=other, since=period.since, until=period.until)
    pair = tuple(sorted((one, other)))
    key = (*pair, period.since, period.until)
    points = view.kept(("pair", *key), lambda: points_of(view, one, other, period))
    last = view.last_day()
    turns = view.kept(("shifts", *key), lambda: shifts(book, one, other, period.since, period.until))
    ahead = view.kept(("outlook", *pair, last), lambda: outlook(book, one, other, last))
    now = [s for s in view.kept(("surges", last, "all"), lambda: surges(book, last), stale=True) if set(s.pair) == {one, other}]
    return "relation.html", {
        "one": one,
        "other": other,
        "period": period,
        "totals": totals(points),
        "before": totals(view.kept(("pair before", *key), lambda: points_before(view, one, other, period))),
        "level": next((p.level for p in reversed(points) if p.level is not None), None),
        "series": graphics.series(view, points, turns),
        "directions": view.kept(("directions", *key), lambda: _directions(view, one, other, period)),
        "shifts": [(s, view.kept(("behind", *pair, s.day), partial(_behind, view, (one, other), s.day))) for s in turns],
        "surges": [(s, behind(book, s.pair, s.start, s.end, limit=5)) for s in now],
        "outlook": ahead,
        "outlook_chart": graphics.ahead(view, ahead) if any(o.skilful for o in ahead) else None,
        "events": book.page("events", where, limit=_MOST),
        "figures": book.page("figures", where, limit=8).rows,
        "statements": _both_sides(view, one, other, where),
        "viewpoints": view.kept(("accounts", *key), lambda: _accounts(view, one, other, period)),
        "query": {"actor": one, "other": other, "since": period.since, "until": period.until},
    }


def _behind(view: View, pair: tuple[str, str], day: Any) -> list[dict[str, Any]]:
    return behind(view.ledger, pair, day, day + timedelta(days=13), limit=3)


def _directions(view: View, one: str, other: str, period: Any) -> list[dict[str, Any]]:
    """What each side does to the other: events and mean score."""
    from ...relations.series import series

    out = []
    for actor, recipient in ((one, other), (other, one)):
        found = series(view.ledger, actor, recipient, directed=True, every="year", since=period.since, until=period.until)
        out.append({"actor": actor, "recipient": recipient, **totals(found)})
    return out


def _both_sides(view: View, one: str, other: str, where: Filter) -> dict[str, list[dict[str, Any]]]:
    """What each side says of the other, side by side."""
    rows = view.ledger.page("statements", where, limit=60).rows
    return {
        speaker: [r for r in rows if r["speaker"]["id"] == speaker and about in {a["id"] for a in r["about"]}][:8]
        for speaker, about in ((one, other), (other, one))
    }


def _accounts(view: View, one: str, other: str, period: Any) -> list[dict[str, Any]]:
    """The outlets' accounts of the last days of the period."""
    until = period.until or view.last_day()
    since = max(period.since or until - timedelta(days=_ACCOUNTED), until - timedelta(days=_ACCOUNTED))
    newest = Filter(actor=one, other=other, since=since, until=until, newest=True, limit=_REPORTS)
    return view.ledger.viewpoints(newest)[:40]
