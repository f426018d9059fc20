"""A country or organisation: with whom it deals, how it spreads its ties, what changed, what is said."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ... import ontology
from ...i18n.names import alpha2
from ...language.fold import fold_text
from ...relations.groups import members
from ...relations.labels import label
from ...relations.series import series
from ...relations.surges import surges
from ...relations.vectors import vectors
from ...store import Filter
from ...store.daily import EVERYBODY
from .. import graphics, maps
from .brief import LONGEST
from .figures import TAKEN, together
from .view import Context, Period, View, is_actor

_MOST = 25


def countries(view: View) -> tuple[str, Context]:
    """All who take part in an event, those with most first or by name, with how many and how kindly."""
    period = view.period("all")
    activity = view.kept(("activity", period.since, period.until), lambda: view.ledger.activity(period.since, period.until))
    by = "name" if view.asked.get("sort") == "name" else "events"
    rows = sorted(
        ((a, view.loc.actor(a), activity[a]) for a in activity), key=lambda r: (-r[2].events * (by != "name"), alphabetical(r[1]))
    )
    states = alpha2()
    return "countries.html", {
        "period": period,
        "carried": view.carried,
        "by": by,
        "states": [r for r in rows if r[0] in states],
        "others": [r for r in rows if r[0] not in states],
        "groups": sorted(((g, label(view.loc, g), _names(view, g)) for g in view.lists), key=lambda g: alphabetical(g[1])),
        "map": graphics.world(view, activity),
        "policy": maps.policy_note(view.loc),
    }


def _names(view: View, group: str) -> list[str]:
    return sorted((view.loc.actor(m) for m in view.lists[group] if m in alpha2()), key=alphabetical)


def country(view: View, actor: str) -> tuple[str, Context]:
    """The page of one country, organisation or group."""
    book, period = view.ledger, view.period()
    where = Filter(since=period.since, until=period.until)
    group = actor in view.groups
    key = (actor, period.since, period.until)
    points = view.kept(("series", *key), lambda: points_of(view, actor, EVERYBODY, period))
    spread = [] if group else view.kept(("vectors", actor), lambda: vectors(book, actor, over=view.poles, every="year"))
    partners = [] if group else view.kept(("partners", *key), lambda: book.partners(actor, period.since, period.until, limit=15))
    last, mine = view.last_day(), {*members(actor, view.groups)}
    surging = view.kept(("surges", last, "all"), lambda: surges(book, last), stale=True)
    figures = view.kept(("figures", *key), lambda: view.newest("figures", where, actor, limit=TAKEN), stale=group)
    return "country.html", {
        "actor": actor,
        "period": period,
        **asked_for(view, actor),
        "totals": totals(points),
        "before": totals(view.kept(("before", *key), lambda: points_before(view, actor, EVERYBODY, period))),
        "series": graphics.series(view, points, query_of(view, period, actor)),
        "types": graphics.types(view, points, query_of(view, period, actor)),
        "vectors": graphics.spread(view, spread) if spread else None,
        "spread": spread[-1] if spread else None,
        "partners": partners,
        "partners_chart": graphics.partners(view, actor, partners) if partners else None,
        "surges": [(s, next(a for a in s.pair if a not in mine)) for s in surging if len(mine.intersection(s.pair)) == 1][:5],
        "events": view.kept(("events", *key), lambda: view.newest("events", where, actor, limit=_MOST), stale=group),
        "figures": together(view, figures.rows),
        "statements": view.kept(("statements", *key), lambda: view.newest("statements", where, actor, limit=8), stale=group).rows,
        "query": query_of(view, period, actor),
    }


def asked_for(view: View, *sides: str) -> Context:
    """What a template says of the span and of members: how charts are asked for, whether a side has members, whether they count."""
    span = view.period().asked | {"members": "1" if view.together else ""}
    return {
        "asked": span,
        "carried": view.carried,
        "brief": _of_brief(view),
        "members": [s for s in sides if s in view.lists and is_actor(s)],
        "together": view.together,
    }


def _of_brief(view: View) -> Context:
    """How a brief is asked for the span that the reader asked for, or as much of it as a brief can be of."""
    asked = {"members": view.asked.get("members", "")}
    if not {"period", "since", "until"} & {*view.carried}:
        return asked
    period = view.period()
    days = (period.until - period.since).days + 1 if period.since and period.until else LONGEST
    own = {"until": period.until} if period.name == "own" else {}
    return asked | own | {"days": min(days, LONGEST)}


def query_of(view: View, period: Period, one: str, other: str = "") -> Context | None:
    """What search is asked for all events of a page; None where a group is on it, which search does not know."""
    if one in view.groups or other in view.groups:
        return None
    return {"actor": one, "other": other, "since": period.since, "until": period.until, "began": 1}


def points_of(view: View, one: str, other: str, period: Period) -> list[Any]:
    """The series of a page."""
    span = {"since": period.since, "until": period.until}
    return series(view.ledger, one, other, every=period.every, groups=view.groups, **span)  # type: ignore[arg-type]


def points_before(view: View, one: str, other: str, period: Period) -> list[Any]:
    """The series of the span before, as one point a year; empty where the period has no beginning."""
    if period.before is None:
        return []
    since, until = period.before
    return series(view.ledger, one, other, every="year", since=since, until=until, groups=view.groups)


def alphabetical(name: str) -> tuple[str, str]:
    """The order of names: as if without marks, so that "Österreich" stands with the others in O."""
    return fold_text(name), name


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
