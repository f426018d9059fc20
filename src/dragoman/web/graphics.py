"""The charts of the pages, by name: which data each shows, with links to where a mark leads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ..relations.outlook import outlook
from ..relations.surges import shifts
from ..relations.vectors import vectors
from ..store.daily import EVERYBODY
from . import charts, maps
from . import render as drawing

if TYPE_CHECKING:
    from .charts import Chart
    from .pages.view import View


def world(view: View, activity: Any) -> Chart:
    """How active everybody is, on a map."""
    return maps.world({actor: float(a.events) for actor, a in activity.items()}, view.loc, link=lambda a: view.site.url("country", id=a))


def series(view: View, points: Any, query: Any, turns: Any = ()) -> Chart:
    """Events by quad and mean score, period by period, each of which leads to its events."""

    def link(start: date, end: date) -> str:
        since, until = max(start, query["since"] or start), min(end, query["until"] or end)
        return view.site.url("search", query=query | {"since": since, "until": until})

    return charts.series(points, view.loc, shifts=turns, link=link if query else None)


def partners(view: View, actor: str, rows: Any) -> Chart:
    """Events with each partner, by quad."""
    return charts.partners(rows, view.loc, link=lambda other: view.site.url("relation", query=view.carried, one=actor, other=other))


def spread(view: View, found: Any) -> Chart:
    """Shares of the poles, year by year."""
    return charts.vectors(found, view.loc, over=view.poles)


def ahead(view: View, found: Any) -> Chart:
    """Expected events of the next weeks."""
    return charts.outlook(found, view.loc)


def types(view: View, points: Any, query: Any) -> Chart:
    """How many events there were of each type."""
    return charts.types(points, view.loc, link=(lambda kind: view.site.url("search", query=query | {"type": kind})) if query else None)


def precision(view: View, found: Any) -> Chart:
    """How many of the events that readers judged were right."""
    return charts.precision(found, view.loc)


def chart(view: View, name: str) -> Chart | None:
    """The chart of an address, or None.

    ``world``, ``precision``, ``series/KAZ``, ``series/KAZ/FRA``, ``types/KAZ``, ``types/KAZ/FRA``, ``partners/KAZ``, ``vectors/KAZ``,
    ``outlook/KAZ/FRA``.
    """
    from .pages.country import points_of, query_of

    kind, *ids = name.split("/")
    if not all(view.knows(i) for i in ids):
        return None
    book = view.ledger
    if kind == "world" and not ids:
        period = view.period("all")
        return world(view, view.kept(("activity", period.since, period.until), lambda: book.activity(period.since, period.until)))
    if kind == "precision" and not ids:
        return precision(view, book.precision())
    if kind == "types" and len(ids) in (1, 2):
        period = view.period()
        key = (*sorted(ids), period.since, period.until)
        other = ids[1] if len(ids) == 2 else EVERYBODY
        points = view.kept(("pair" if len(ids) == 2 else "series", *key), lambda: points_of(view, ids[0], other, period))
        return types(view, points, query_of(view, period, *ids))
    if kind == "series" and len(ids) == 1:
        period = view.period()
        points = view.kept(("series", ids[0], period.since, period.until), lambda: points_of(view, ids[0], EVERYBODY, period))
        return series(view, points, query_of(view, period, *ids))
    if kind == "series" and len(ids) == 2:
        period = view.period()
        one, other = ids
        key = (*sorted(ids), period.since, period.until)
        points = view.kept(("pair", *key), lambda: points_of(view, one, other, period))
        turns = view.kept(("shifts", *key), lambda: shifts(book, one, other, period.since, period.until, groups=view.groups))
        return series(view, points, query_of(view, period, one, other), turns)
    if kind == "partners" and len(ids) == 1:
        period = view.period()
        key = ("partners", ids[0], period.since, period.until)
        return partners(view, ids[0], view.kept(key, lambda: book.partners(ids[0], period.since, period.until, limit=15)))
    if kind == "vectors" and len(ids) == 1:
        return spread(view, view.kept(("vectors", ids[0]), lambda: vectors(book, ids[0], over=view.poles, every="year")))
    if kind == "outlook" and len(ids) == 2:
        last, (one, other) = view.last_day(), ids
        return ahead(view, view.kept(("outlook", *sorted(ids), last), lambda: outlook(book, one, other, last, groups=view.groups)))
    return None


def svg(made: Chart, theme: str = "light") -> str:
    """A chart as an SVG picture."""
    return drawing.svg(made.spec, theme)


def bundle() -> bytes:
    """Vega-Lite's JavaScript."""
    return drawing.bundle()
