"""How the rows that a filter selects divide: by type, quad, outlet, language or country of the outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import sqlalchemy as sa

from .. import ontology
from ..errors import UsageError
from . import conditions, daily, query
from . import dealings as dealt
from .conditions import KINDS, Kind
from .filters import Filter
from .schema import UNKNOWN, articles, dealings, events, outlets, press, reports, tallies

BY = ("type", "quad", "outlet", "language", "country")
COUNTED = 2000  # rows, the newest, that are counted where no table has the sums
_STEPS = 5000  # rows that are tried for them
_SOME = 1000
Counts = dict[str, Counter[str]]


def facets(connection: sa.Connection, name: str, where: Filter, by: Sequence[str], limit: int) -> dict[str, list[tuple[str, int]]]:
    """See ``Ledger.divided``."""
    if name not in KINDS:
        raise UsageError(f"there are no facets of {name!r}; choose one of {', '.join(KINDS)}")
    kind, where = KINDS[name], replace(where, newest=True, after="", limit=0)
    for one in by:
        if one not in BY or (one == "type" and not kind.type) or (one == "quad" and kind.type != "type"):
            raise UsageError(f"{name} cannot be counted by {one!r}")
    country = {row.outlet: row.country for row in connection.execute(sa.select(outlets.c.outlet, outlets.c.country))}
    counted: Counts = {}
    of_all = replace(where, language="", outlet="", country="", coder="", words="", article_id="", mode="", min_confidence=0.0, event_id="")
    if kind.record and where == of_all and not where.superseded:
        types = _types(connection, kind, where) if {"type", "quad"} & set(by) else Counter()
        counted = {"type": types, "quad": _quads(types)}
    elif kind.table is articles and replace(where, language="", outlet="", country="", status="") == Filter(newest=True, status=""):
        counted = _press(connection, where, country)
    if rest := [one for one in by if one not in counted]:
        counted |= _newest(connection, kind, where, rest, country)
    return {one: sorted(((v, n) for v, n in counted[one].items() if v), key=lambda item: (-item[1], item[0]))[:limit] for one in by}


def _types(connection: sa.Connection, kind: Kind, where: Filter) -> Counter[str]:
    """By type, all of them: from the sums that are kept, and the dealings that are in none."""
    everything = replace(where, type="", quad="", status="") == Filter(status="", newest=True)
    if kind.table is events and everything:
        c = tallies.c
        wanted = [c.status == where.status] if where.status else []
        wanted += [c.type.in_(conditions.types(where))] if where.type or where.quad else []
        found = connection.execute(sa.select(c.type, sa.func.sum(c.events)).where(*wanted).group_by(c.type))
        return Counter({row[0]: int(row[1]) for row in found if row[1]})
    if kind.table is not events or where.status != "actual" or where.other:
        return _dealings(connection, kind, where)
    out: Counter[str] = Counter()
    cells = daily.cells(connection, [where.actor.upper() or dealt.EVERYBODY], [dealt.EVERYBODY], where.since, where.until)
    counted = np.bincount(cells.type_code, weights=cells.events, minlength=len(cells.names)).astype(int).tolist()
    wanted_types = conditions.types(where)
    out.update({name: n for name, n in zip(cells.names.tolist(), counted, strict=True) if n and name in wanted_types})
    if where.since and where.began:
        return out
    if where.since:  # what began before it
        out += _dealings(connection, kind, where, before=dealt.number(where.since))
    elif not where.until:  # what has no day
        out += _dealings(connection, kind, where, before=UNKNOWN + 1)
    return out


def _dealings(connection: sa.Connection, kind: Kind, where: Filter, before: int | None = None) -> Counter[str]:
    """By type, row by row; only what begins before a day, if one is given."""
    c = dealings.c
    told = conditions.of_walk(kind, where)
    out: Counter[str] = Counter()
    for part in conditions.parts(dealings, where, walk=True):
        days = [*part.days, part.day < before] if before is not None else part.days
        for name, n in connection.execute(sa.select(c.type, sa.func.count()).where(*told, *days).group_by(c.type)):
            out[name] += n
    return out


def _quads(types: Counter[str]) -> Counter[str]:
    out: Counter[str] = Counter()
    for kind, n in types.items():
        out[ontology.quad(kind) if kind in ontology.types() else ""] += n
    return out


def _press(connection: sa.Connection, where: Filter, country: Mapping[str, str]) -> Counts:
    """Articles, all of them, by what is known of outlets."""
    c = press.c
    wanted = [column == value for column, value in ((c.outlet, where.outlet), (c.language, where.language)) if value]
    wanted += [c.outlet.in_(conditions.of_country(where.country))] if where.country else []
    out: Counts = {"outlet": Counter(), "language": Counter(), "country": Counter()}
    for outlet, language, n in connection.execute(sa.select(c.outlet, c.language, c.articles).where(*wanted, c.articles > 0)):
        for name, value in (("outlet", outlet), ("language", language), ("country", country.get(outlet, ""))):
            out[name][value] += n
    return out


def _newest(connection: sa.Connection, kind: Kind, where: Filter, by: Sequence[str], country: Mapping[str, str]) -> Counts:
    """By anything, the newest of them; an event by what any of its reports has."""
    keys = [key for _, key in query.keys(connection, kind, where, COUNTED, _STEPS)]
    own = {"type": kind.type, "quad": "quad", "language": "language", "outlet": "outlet" if kind.table is articles else "source"}
    own["country"] = own["outlet"]
    sources = {(kind.table, kind.key): list(by)}
    if kind.table is events:
        of_events = [one for one in by if one in ("type", "quad")]
        sources = {(events, kind.key): of_events, (reports, reports.c.event_id): [one for one in by if one not in of_events]}
    out: Counts = {one: Counter() for one in by}
    for (table, key), wanted in sources.items():
        for some in (keys[k : k + _SOME] for k in range(0, len(keys), _SOME) if wanted):
            rows = connection.execute(sa.select(key, *(table.c[own[one]] for one in wanted)).where(key.in_(some))).all()
            for n, one in enumerate(wanted, 1):
                seen = {(row[0], country.get(row[n], "") if one == "country" else row[n]) for row in rows}
                out[one].update(value for _, value in seen)
    return out
