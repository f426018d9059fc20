"""A country or organisation: with whom it deals, how it spreads its ties, what changed, what is said."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ... import ontology
from ...actors.names import english_names, organisations
from ...i18n.names import alpha2
from ...relations.series import series
from ...relations.surges import surges
from ...relations.vectors import vectors
from ...store import Filter
from ...store.daily import EVERYBODY
from .. import graphics, maps
from .view import Context, Period, View

_MOST = 25


def known(actor: str) -> bool:
    """Whether there is a state or organisation of that id."""
    return actor in english_names() or actor in organisations()


def countries(view: View) -> tuple[str, Context]:
    """All who take part in an event, by name, with how many and how kindly."""
    period = view.period("all")
    activity = view.kept(("activity", period.since, period.until), lambda: view.ledger.activity(period.since, period.until))
    rows = [(a, view.loc.actor(a), activity[a]) for a in activity]
    states = alpha2()
    return "countries.html", {
        "period": period,
        "states": sorted((r for r in rows if r[0] in states), key=lambda r: r[1]),
        "others": sorted((r for r in rows if r[0] not in states), key=lambda r: r[1]),
        "map": graphics.world(view, activity),
        "policy": maps.policy_note(view.loc),
    }


def country(view: View, actor: str) -> tuple[str, Context]:
    """The page of one country or organisation."""
    book, period = view.ledger, view.period()
    where = Filter(actor=actor, since=period.since, until=period.until)
    key = (actor, period.since, period.until)
    points = view.kept(("series", *key), lambda: points_of(view, actor, EVERYBODY, period))
    spread = view.kept(("vectors", actor), lambda: vectors(book, actor, over=view.poles, every="year"))
    partners = view.kept(("partners", *key), lambda: book.partners(actor, period.since, period.until, limit=15))
    last = view.last_day()
    mine = [s for s in view.kept(("surges", last, "all"), lambda: surges(book, last), stale=True) if actor in s.pair][:5]
    return "country.html", {
        "actor": actor,
        "period": period,
        "totals": totals(points),
        "before": totals(view.kept(("before", *key), lambda: points_before(view, actor, EVERYBODY, period))),
        "series": graphics.series(view, points),
        "vectors": graphics.spread(view, spread) if spread else None,
        "spread": spread[-1] if spread else None,
        "partners": partners,
        "partners_chart": graphics.partners(view, actor, partners) if partners else None,
        "surges": mine,
        "events": book.page("events", where, limit=_MOST),
        "figures": book.page("figures", where, limit=8).rows,
        "statements": book.page("statements", where, limit=8).rows,
        "query": {"actor": actor, "since": period.since, "until": period.until},
    }


def points_of(view: View, one: str, other: str, period: Period) -> list[Any]:
    """The series of a page."""
    return series(view.ledger, one, other, every=period.every, since=period.since, until=period.until)  # type: ignore[arg-type]


def points_before(view: View, one: str, other: str, period: Period) -> list[Any]:
    """The series of the span before, as one point a year; empty where the period has no beginning."""
    if period.before is None:
        return []
    since, until = period.before
    return series(view.ledger, one, other, every="year", since=since, until=until)


def totals(points: list[Any]) -> dict[str, Any]:
    """What a series amounts to: events, mean score, events by quad."""
    events = sum(p.events for p in points)
    quads: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for p in points:
        quads.update(p.quads)
        types.update(p.types)
    return {
        "events": events,
        "mean": sum(p.score for p in points) / events if events else None,
        "quads": {q: quads[q] for q in dict.fromkeys(ontology.quad(t) for t in ontology.types())},
        "types": types.most_common(),
    }
