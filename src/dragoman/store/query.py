"""Questions to the ledger; the answers are the contract's JSON objects, streamed or by pages.

A question first finds the keys of its rows, in order, then the rows. Keys are found in one of two ways. Either the rows of everybody, an
actor or a pair are walked by their days, each tried against the rest of the filter: good where many pass. Or, where the filter names few
articles (rare words, a small outlet), their rows are gathered and sorted: good where few pass. Which way is taken changes no answer.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice
from math import isqrt
from typing import Any, Literal

import sqlalchemy as sa

from ..errors import UsageError
from . import conditions, cursors, search
from .answers import Page
from .conditions import KINDS, Kind, Part, Way
from .cursors import Place
from .engine import reading
from .filters import Filter
from .press import COUNTED
from .schema import articles, dealings, events, press, reports

__all__ = ["Filter", "page", "rows"]

_BATCH = 1000
_LISTED = 100_000  # articles up to which those with some words are listed; beyond, looking each one up is faster
_AMONG = 300  # outlets that are named in a search for words
_INTERNAL = frozenset({
    "article_sha256", "superseded", "actor_ids", "component", "day", "last", "first_day", "last_day", "vector", "signature", "text_id",
    "story_id", "row",
})  # fmt: skip
#: What an event takes from the report that tells it best.
_TOLD = ("article_id", "sentence_index", "contexts", "actors", "recipients", "places", "evidence", "language", "source", "url", "published",
         "coder", "coder_version")  # fmt: skip


def rows(engine: sa.Engine, name: str, where: Filter) -> Iterator[dict[str, Any]]:
    """The rows of a kind by day, then key, as of one moment; articles in the order in which they came, if not the newest first."""
    kind = KINDS[name]
    with reading(engine) as connection, closing(keys(connection, kind, where, where.limit)) as found:
        while some := list(islice(found, _BATCH)):
            yield from fetch(connection, kind, some)


def page(engine: sa.Engine, name: str, where: Filter, limit: int) -> Page:
    """See ``Ledger.page``."""
    if name not in KINDS:
        raise UsageError(f"there are no pages of {name!r}; choose one of {', '.join(KINDS)}")
    if limit < 1:
        raise UsageError("a page has one row at least")
    kind, where = KINDS[name], replace(where, newest=True)
    with reading(engine) as connection:
        found = list(keys(connection, kind, where, limit + 1))
        more = len(found) > limit
        return Page(list(fetch(connection, kind, found[:limit])), cursors.write(found[limit - 1]) if more else "")


def keys(connection: sa.Connection, kind: Kind, where: Filter, limit: int = 0, steps: int = 0) -> Generator[Place]:
    """The places of the rows that a filter selects, in order, at most ``limit`` (0: all).

    With ``steps``, a walk tries at most so many rows on what has to be looked up elsewhere.
    """
    by = _way(connection, kind, where)
    walk = not by.gather and bool(kind.record)
    table = dealings if walk else kind.table
    found = 0
    pieces = conditions.parts(table, where, walk=not by.gather)
    for piece in pieces if where.newest else pieces[::-1]:
        query = _keys(connection.dialect.name, kind, where, by, piece, steps if walk else 0)
        options = {} if limit else {"yield_per": _BATCH}
        with connection.execute(query.limit(limit - found) if limit else query, execution_options=options) as result:
            for row in result:
                found += 1
                yield row[0], row[1]
        if limit and found == limit:
            return


def _keys(dialect: str, kind: Kind, where: Filter, by: Way, part: Part, steps: int) -> sa.Select[Any]:
    if by.gather or not kind.record:
        return _ordered(
            sa.select(part.day, kind.key).where(*conditions.of_rows(kind, where, by, dialect), *part.days), part.day, kind, where
        )
    c = dealings.c
    query = sa.select(part.day.label("day"), c.id).where(*conditions.of_walk(kind, where), *part.days)
    if not steps:
        return _ordered(query.where(*conditions.of_walked(kind, where, by, dialect, c.id)), part.day, kind, where, c.id)
    tried = _ordered(query, part.day, kind, where, c.id).limit(steps).subquery()
    again = sa.select(tried.c.day, tried.c.id).where(*conditions.of_walked(kind, where, by, dialect, tried.c.id))
    return _ordered(again, tried.c.day, kind, replace(where, after=""), tried.c.id)


def _ordered(
    query: sa.Select[Any], day: sa.ColumnElement[int], kind: Kind, where: Filter, key: sa.ColumnElement[Any] | None = None
) -> sa.Select[Any]:
    key = kind.key if key is None else key
    order = [day, key] if where.newest or kind.table is not articles else [key]
    if where.after:
        place = cursors.read(where.after, int if kind.table is articles else str)[2 - len(order) :]
        here, there = sa.tuple_(*order), sa.tuple_(*(sa.literal(value) for value in place))
        query = query.where(here < there if where.newest else here > there)
    return query.order_by(*(c.desc() if where.newest else c for c in order))


def fetch(connection: sa.Connection, kind: Kind, places: Sequence[Place]) -> Iterator[dict[str, Any]]:
    """The rows at some places, in their order."""
    wanted = [key for _, key in places]
    query = _SELECTS[kind.table].where(kind.key.in_(wanted))
    found = {row[kind.key.name]: row for row in connection.execute(query).mappings()}
    for key in wanted:
        yield {k: v.isoformat() if isinstance(v, date) else v for k, v in found[key].items() if k not in _INTERNAL}


def reports_of(connection: sa.Connection, event_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The current reports of some events."""
    c = reports.c
    found: list[str] = []
    for some in (event_ids[k : k + _BATCH] for k in range(0, len(event_ids), _BATCH)):
        found += connection.execute(sa.select(c.report_id).where(c.event_id.in_(some), ~c.superseded).order_by(c.report_id)).scalars().all()
    places = [(0, report) for report in found]
    return [row for k in range(0, len(places), _BATCH) for row in fetch(connection, KINDS["reports"], places[k : k + _BATCH])]


_SELECTS = {kind.table: sa.select(*(c for c in kind.table.c if c is kind.key or c.name not in _INTERNAL)) for kind in KINDS.values()}
_SELECTS[events] = (
    _SELECTS[events].add_columns(*(reports.c[name] for name in _TOLD)).join(reports, reports.c.report_id == events.c.report_id)
)


def _way(connection: sa.Connection, kind: Kind, where: Filter) -> Way:
    """The way on which least is read."""
    if where.superseded or where.article_id or (where.event_id and kind.table in (events, reports)):
        return Way(gather=True)
    actor = where.actor or where.other
    if not (where.words or where.outlet or where.country or where.language or (actor and kind.table is reports)):
        return Way(gather=False)
    few, dialect = _few(connection), connection.dialect.name
    sizes: dict[str, int] = {}
    words: Literal["list", "look"] = "list"
    among: tuple[str, ...] = ()
    if where.words:
        among = _outlets(connection, where)
        sizes["words"] = _size(connection, search.matching(dialect, where.words, among), _LISTED)
        words = "list" if sizes["words"] <= _LISTED else "look"
    if where.outlet or where.country:
        place = conditions.of_articles(replace(where, words=""), Way(gather=True), dialect)
        sizes["outlet"] = _size(connection, sa.select(articles.c.outlet).where(*place), few)
    if where.language:
        table = reports if kind.table is events else kind.table
        sizes["language"] = _size(connection, sa.select(sa.literal(1)).where(conditions.language(table, where)), few)
    if actor and kind.table is reports:
        sizes["actor"] = _size(connection, conditions.of_actor(where), few)
    if actor and kind.record:
        sizes["walk"] = _size(connection, sa.select(sa.literal(1)).where(*conditions.walked(kind, where)), few)
    best = min(sizes, key=lambda name: sizes[name])
    if best == "walk" or sizes[best] > few:
        return Way(gather=False, words=words, outlets=among)
    drivers: dict[str, Any] = {"language": "language", "actor": "actor"}
    return Way(gather=True, driver=drivers.get(best, "articles"), words=words, outlets=among)


def _outlets(connection: sa.Connection, where: Filter) -> tuple[str, ...]:
    """The outlets that a filter leaves, where it leaves but some; words need not be looked for elsewhere."""
    c = press.c
    wanted = [c.outlet == where.outlet] if where.outlet else []
    wanted += [c.outlet.in_(conditions.of_country(where.country))] if where.country else []
    wanted += [c.language == where.language] if where.language else []
    if not wanted:
        return ()
    held = sa.or_(*(c[name] > 0 for name in COUNTED))
    found = connection.execute(sa.select(c.outlet).where(*wanted, held).distinct().limit(_AMONG + 1)).scalars().all()
    return tuple(sorted(found)) or ("\0",) if len(found) <= _AMONG else ()


def _few(connection: sa.Connection) -> int:
    """So many articles, or rows, that gathering them takes about as long as walking until a page is full."""
    return isqrt(10 * int(connection.scalar(sa.select(sa.func.sum(press.c.articles))) or 0)) + 1000


def _size(connection: sa.Connection, query: Any, most: int) -> int:
    """How many rows a query gives; one more than ``most`` where there are more."""
    some = query.limit(most + 1).subquery()
    return int(connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0)
