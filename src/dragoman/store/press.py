"""What the ledger holds of each outlet in each language, counted as it is written, and how much it holds in all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from .answers import OutletSummary
from .engine import insert_sum
from .schema import RECORDS, UNKNOWN, articles, press, tallies
from .schema import outlets as registered

_EPOCH = date(1970, 1, 1).toordinal()
COUNTED = ("articles", *RECORDS)
Held = dict[tuple[str, str], Counter[str]]  # by outlet and language how many articles, reports, figures and statements


def held(connection: sa.Connection, article_id: str = "") -> Held:
    """What is current of an article, or of all."""
    out: Held = defaultdict(Counter)
    tables: dict[str, tuple[sa.Table, sa.Column[Any], sa.ColumnElement[bool]]]
    tables = {"articles": (articles, articles.c.outlet, articles.c.superseded_by.is_(None))}
    tables |= {name: (table, table.c.source, ~table.c.superseded) for name, (table, _) in RECORDS.items()}
    for name, (table, outlet, current) in tables.items():
        query = sa.select(outlet, table.c.language, sa.func.count()).where(current).group_by(outlet, table.c.language)
        for source, language, n in connection.execute(query.where(table.c.article_id == article_id) if article_id else query):
            out[source, language][name] += n
    return out


def add(connection: sa.Connection, more: Held) -> None:
    """Note what came, or (less than nothing) went."""
    rows = [
        {"outlet": outlet, "language": language} | {name: counted[name] for name in COUNTED}
        for (outlet, language), counted in sorted(more.items())
    ]
    if rows:
        connection.execute(insert_sum(connection.dialect.name, press, *COUNTED), rows)


def change(connection: sa.Connection, before: Held, after: Held) -> None:
    """Note that one article, or all of them, changed."""
    more: Held = {key: after.get(key, Counter[str]()).copy() for key in {*before, *after}}
    for key, counted in more.items():
        counted.subtract(before.get(key, {}))
    add(connection, more)


def tally(connection: sa.Connection, *, made: Iterable[tuple[str, str]] = (), gone: Iterable[tuple[str, str]] = ()) -> None:
    """Note events that came and went, each by its type and status."""
    more = Counter(made)
    more.subtract(gone)
    rows = [{"type": kind, "status": status, "events": n} for (kind, status), n in sorted(more.items()) if n]
    if rows:
        connection.execute(insert_sum(connection.dialect.name, tallies, "events"), rows)


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many current rows of each kind there are."""
    sums = connection.execute(sa.select(*(sa.func.sum(press.c[name]) for name in COUNTED))).one()
    found = dict(zip(COUNTED, (int(n or 0) for n in sums), strict=True))
    events = int(connection.scalar(sa.select(sa.func.sum(tallies.c.events))) or 0)
    return {"articles": found.pop("articles"), "events": events, **found}


def outlets(connection: sa.Connection) -> list[OutletSummary]:
    """All outlets that are registered or of which there are articles, by name; in the registered language, or that of most articles."""
    known = {row.outlet: row for row in connection.execute(sa.select(registered))}
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(press, _day("first"), _day("last")).where(press.c.outlet != "", _holds_any())):
        parts[row.outlet].append(row)
    out = []
    for name in sorted({*known, *parts}):
        rows, noted = sorted(parts[name], key=lambda row: (-row.articles, row.language)), known.get(name)
        out.append(
            OutletSummary(
                outlet=name,
                country=noted.country if noted else "",
                language=(noted.language if noted else "") or (rows[0].language if rows else ""),
                full_text=noted.full_text if noted else False,
                articles=sum(row.articles for row in rows),
                reports=sum(row.reports for row in rows),
                first=_date(min((row.first for row in rows if row.first is not None), default=None)),
                last=_date(max((row.last for row in rows if row.last is not None), default=None)),
            )
        )
    return out


def published(connection: sa.Connection, first: date, last: date) -> list[tuple[str, str, int]]:
    """Outlets with current articles of some days: outlet, one of its languages, number of articles."""
    c = articles.c
    counted = sa.select(c.outlet, sa.func.min(c.language), sa.func.count()).where(c.superseded_by.is_(None))
    of_days = c.day.between(first.toordinal() - _EPOCH, last.toordinal() - _EPOCH)
    return [(outlet, language, n) for outlet, language, n in connection.execute(counted.where(of_days).group_by(c.outlet))]


def _holds_any() -> sa.ColumnElement[bool]:
    return sa.or_(*(press.c[name] > 0 for name in COUNTED))


def _day(end: str) -> sa.Label[Any]:
    """The day of the first or last article of an outlet in a language, read from the index of them."""
    c = articles.c
    mine = sa.select(c.day).where(c.outlet == press.c.outlet, c.language == press.c.language, c.superseded_by.is_(None), c.day > UNKNOWN)
    return mine.order_by(c.day if end == "first" else c.day.desc()).limit(1).scalar_subquery().label(end)


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day + _EPOCH)
