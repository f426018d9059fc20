"""How the rows that a filter selects divide: by type, quad, outlet, language or country of the outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from .. import ontology
from ..errors import UsageError
from . import conditions, query
from .conditions import KINDS, Kind, Way
from .filters import Filter
from .schema import articles, dealings, events, outlets, press, reports, tallies

BY = ("type", "quad", "outlet", "language", "country")
COUNTED = 5000  # rows, the newest, that are counted where no table has the sums
_SOME = 1000


def facets(connection: sa.Connection, name: str, where: Filter, by: str, limit: int) -> list[tuple[str, int]]:
    """See ``Ledger.facets``."""
    if name not in KINDS:
        raise UsageError(f"there are no facets of {name!r}; choose one of {', '.join(KINDS)}")
    kind, where = KINDS[name], replace(where, newest=True, after="", limit=0)
    if by not in BY or (by == "type" and not kind.type) or (by == "quad" and kind.type != "type"):
        raise UsageError(f"{name} cannot be counted by {by!r}")
    of_all = replace(where, language="", outlet="", country="", coder="", words="", article_id="", mode="", min_confidence=0.0, event_id="")
    country = {row.outlet: row.country for row in connection.execute(sa.select(outlets.c.outlet, outlets.c.country))}
    if kind.record and by in ("type", "quad") and where == of_all and not where.superseded:
        counted = _types(connection, kind, where, by)
    elif kind.table is articles and replace(where, language="", outlet="", country="", status="") == Filter(newest=True, status=""):
        counted = _press(connection, where, by, country)
    else:
        counted = _newest(connection, kind, where, by, country)
    del counted[""]
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _types(connection: sa.Connection, kind: Kind, where: Filter, by: str) -> Counter[str]:
    """By type or quad, all of them."""
    c = dealings.c
    out: Counter[str] = Counter()
    everything = replace(where, type="", quad="", status="") == Filter(status="", newest=True)
    if kind.table is events and everything:
        wanted = [tallies.c.status == where.status] if where.status else []
        wanted += [tallies.c.type == where.type.upper()] if where.type else []
        queries = [sa.select(tallies.c.type, tallies.c.events).where(*wanted)]
        keep = {t for t in ontology.types() if not where.quad or ontology.quad(t) == where.quad}
    else:
        told = conditions.of_walk(kind, where, Way(gather=False), connection.dialect.name)
        queries = [sa.select(c.type, sa.func.count()).where(*told, *p).group_by(c.type) for p in conditions.parts(dealings, where)]
        keep = set()
    for query_ in queries:
        for name, n in connection.execute(query_):
            if not keep or name in keep:
                out[ontology.quad(name) if by == "quad" else name] += n
    return out


def _press(connection: sa.Connection, where: Filter, by: str, country: Mapping[str, str]) -> Counter[str]:
    """Articles, all of them, by what is known of outlets."""
    c = press.c
    query_ = sa.select(c.outlet, c.language, c.articles)
    for column, value in ((c.outlet, where.outlet), (c.language, where.language)):
        query_ = query_.where(column == value) if value else query_
    if where.country:
        query_ = query_.where(c.outlet.in_(conditions.of_country(where.country)))
    out: Counter[str] = Counter()
    for outlet, language, n in connection.execute(query_):
        out[{"language": language, "outlet": outlet, "country": country.get(outlet, "")}[by]] += n
    return out


def _newest(connection: sa.Connection, kind: Kind, where: Filter, by: str, country: Mapping[str, str]) -> Counter[str]:
    """By anything, the newest of them."""
    keys = [key for _, key in query.keys(connection, kind, where, COUNTED)]
    out: Counter[str] = Counter()
    for some in (keys[k : k + _SOME] for k in range(0, len(keys), _SOME)):
        rows = {(key, country.get(value, "") if by == "country" else value) for key, value in _values(connection, kind, some, by)}
        out.update(value for _, value in rows)
    return out


def _values(connection: sa.Connection, kind: Kind, keys: list[Any], by: str) -> Iterable[tuple[Any, str]]:
    """What some rows have; of an event what all its reports have."""
    table, key = kind.table, kind.key
    outlet = "outlet" if table is articles else "source"
    name = {"type": kind.type, "outlet": outlet, "country": outlet}.get(by, by)
    if table is events and by not in ("type", "quad"):
        query_ = sa.select(reports.c.event_id, reports.c[name]).where(reports.c.event_id.in_(keys), ~reports.c.superseded)
    else:
        query_ = sa.select(key, table.c[name]).where(key.in_(keys))
    return [(row[0], row[1]) for row in connection.execute(query_)]
