"""Two countries: how they stand, what changed, who says otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from ...relations.groups import members, sides
from ...relations.outlook import outlook
from ...relations.surges import behind, shifts, surges
from ...store import Filter
from .. import graphics
from .country import asked_for, points_before, points_of, query_of, totals
from .figures import TAKEN, together
from .view import Context, Period, View

_MOST = 25
_SURGES = 5
_LOOKED_AT = 200  # events of two weeks among which those are found that most texts tell
_ACCOUNTED = 90  # days whose accounts are put side by side
_ACCOUNTS = 200  # events of those days, the newest


def relation(view: View, one: str, other: str) -> tuple[str, Context]:
    """The page of a pair."""
    book, period = view.ledger, view.period()
    where = Filter(since=period.since, until=period.until)
    group = one in view.groups or other in view.groups
    ones, others = sides(one, other, view.groups)
    pair = tuple(sorted((one, other)))
    key = (*pair, period.since, period.until)
    points = view.kept(("pair", *key), lambda: points_of(view, one, other, period))
    last = view.last_day()
    turns = view.kept(("shifts", *key), lambda: shifts(book, one, other, period.since, period.until, groups=view.groups))
    ahead = view.kept(("outlook", *pair, last), lambda: outlook(book, one, other, last, groups=view.groups))
    surging = view.kept(("surges", last, "all"), lambda: surges(book, last), stale=True)
    now = [s for s in surging if any({a, b} == {*s.pair} for a in ones for b in others)][:_SURGES]
    accounted = _accounted(view, period)
    figures = view.kept(("figures of", *key), lambda: view.newest("figures", where, one, other, limit=TAKEN), stale=group)
    return "relation.html", {
        "one": one,
        "other": other,
        "period": period,
        **asked_for(view, one, other),
        "totals": totals(points),
        "before": totals(view.kept(("pair before", *key), lambda: points_before(view, one, other, period))),
        "series": graphics.series(view, points, query_of(view, period, one, other), turns),
        "types": graphics.types(view, points, query_of(view, period, one, other)),
        "directions": view.kept(("directions", one, other, *key), lambda: _directions(view, one, other, period)),
        "shifts": [(s, view.kept(("behind", *pair, s.day), partial(_behind, view, one, other, s.day))) for s in turns],
        "surges": [(s, behind(book, s.pair, s.start, s.end, limit=5)) for s in now],
        "outlook": ahead,
        "outlook_chart": graphics.ahead(view, ahead) if any(o.skilful for o in ahead) else None,
        "events": view.kept(("events of", *key), lambda: view.newest("events", where, one, other, limit=_MOST), stale=group),
        "figures": together(view, figures.rows),
        "statements": view.kept(("said", one, other, *key), lambda: _both_sides(view, one, other, where), stale=group),
        "viewpoints": view.kept(("accounts", *key), lambda: _accounts(view, one, other, *accounted), stale=group),
        "accounted": {"since": accounted[0], "until": accounted[1]},
        "query": query_of(view, period, one, other),
    }


def _behind(view: View, one: str, other: str, day: date) -> list[dict[str, Any]]:
    end = day + timedelta(days=13)
    rows = view.newest("events", Filter(since=day, until=end, began=True), one, other, limit=_LOOKED_AT).rows
    return sorted(rows, key=lambda e: (-e["texts"], -e["reports"], e["date"] or "", e["event_id"]))[:3]


def _directions(view: View, one: str, other: str, period: Any) -> list[dict[str, Any]]:
    """What each side does to the other: events and mean score."""
    from ...relations.series import series

    out = []
    for actor, recipient in ((one, other), (other, one)):
        span = {"since": period.since, "until": period.until}
        found = series(view.ledger, actor, recipient, directed=True, every="year", groups=view.groups, **span)
        out.append({"actor": actor, "recipient": recipient, **totals(found)})
    return out


def _both_sides(view: View, one: str, other: str, where: Filter) -> dict[str, list[dict[str, Any]]]:
    """What each side says of the other, side by side."""
    rows = view.newest("statements", where, one, other, limit=60).rows
    ids = {side: {*members(side, view.groups)} for side in (one, other)}
    return {
        speaker: [r for r in rows if r["speaker"]["id"] in ids[speaker] and ids[about] & {a["id"] for a in r["about"]}][:8]
        for speaker, about in ((one, other), (other, one))
    }


def _accounted(view: View, period: Period) -> tuple[date, date]:
    """The last days of the period, whose accounts are put side by side."""
    until = period.until or view.last_day()
    earliest = until - timedelta(days=_ACCOUNTED - 1)
    return max(period.since or earliest, earliest), until


def _accounts(view: View, one: str, other: str, since: date, until: date) -> list[dict[str, Any]]:
    """The outlets' accounts of some days."""
    rows = view.newest("events", Filter(since=since, until=until, began=True), one, other, limit=_ACCOUNTS).rows
    return view.ledger.viewpoints(e["event_id"] for e in rows)[:40]
