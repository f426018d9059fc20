"""What the ledger holds of each outlet in each language, counted as it is written, and how much it holds in all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from .answers import OutletSummary
from .schema import RECORDS, UNKNOWN, articles, press, tallies
from .schema import outlets as registered

_EPOCH = date(1970, 1, 1).toordinal()
_SOME = 500
Held = dict[tuple[str, str], Counter[str]]  # by outlet and language how many articles, reports, figures and statements


def held(connection: sa.Connection, article_ids: Sequence[str]) -> Held:
    """What is current of some articles."""
    out: Held = defaultdict(Counter)
    for some in (article_ids[k : k + _SOME] for k in range(0, len(article_ids), _SOME)):
        for key, more in _held(connection, some).items():
            out[key].update(more)
    return out


def recount(connection: sa.Connection) -> None:
    """Count everything anew."""
    connection.execute(sa.delete(press))
    change(connection, {}, _held(connection))


def _held(connection: sa.Connection, article_ids: Sequence[str] | None = None) -> Held:
    out: Held = defaultdict(Counter)
    tables: dict[str, tuple[sa.Table, sa.Column[Any], sa.ColumnElement[bool]]] = {
        "articles": (articles, articles.c.outlet, articles.c.superseded_by.is_(None))
    }
    tables |= {name: (table, table.c.source, ~table.c.superseded) for name, (table, _) in RECORDS.items()}
    for name, (table, outlet, current) in tables.items():
        query = sa.select(outlet, table.c.language, sa.func.count()).where(current).group_by(outlet, table.c.language)
        if article_ids is not None:
            query = query.where(table.c.article_id.in_(article_ids))
        for source, language, n in connection.execute(query):
            out[source, language][name] += n
    return out


def change(connection: sa.Connection, before: Held, after: Held) -> None:
    """Note what came and went."""
    for outlet, language in sorted({*before, *after}):
        more = after.get((outlet, language), Counter[str]()).copy()
        more.subtract(before.get((outlet, language), {}))
        mine = (press.c.outlet == outlet) & (press.c.language == language)
        values: dict[str, Any] = {name: press.c[name] + n for name, n in more.items()} | _days(connection, outlet, language)
        if not connection.execute(sa.update(press).where(mine).values(**values)).rowcount:
            counted = {name: more[name] for name in ("articles", *RECORDS)}
            connection.execute(sa.insert(press).values(outlet=outlet, language=language, **counted, **_days(connection, outlet, language)))


def tally(connection: sa.Connection, *, made: Iterable[tuple[str, str]] = (), gone: Iterable[tuple[str, str]] = ()) -> None:
    """Note events that came and went, each by its type and status."""
    more = Counter(made)
    more.subtract(gone)
    for (kind, status), n in sorted(more.items()):
        mine = (tallies.c.type == kind) & (tallies.c.status == status)
        if n and not connection.execute(sa.update(tallies).where(mine).values(events=tallies.c.events + n)).rowcount:
            connection.execute(sa.insert(tallies).values(type=kind, status=status, events=n))


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many current rows of each kind there are."""
    names = ("articles", *RECORDS)
    sums = connection.execute(sa.select(*(sa.func.sum(press.c[name]) for name in names))).one()
    found = dict(zip(names, (int(n or 0) for n in sums), strict=True))
    events = int(connection.scalar(sa.select(sa.func.sum(tallies.c.events))) or 0)
    return {"articles": found.pop("articles"), "events": events, **found}


def outlets(connection: sa.Connection) -> list[OutletSummary]:
    """All outlets that are registered or of which there are articles, by name; in the registered language, or that of most articles."""
    known = {r.outlet: r for r in connection.execute(sa.select(registered))}
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(press).where(press.c.outlet != "").order_by(press.c.outlet, press.c.language)):
        parts[row.outlet].append(row)
    out = []
    for name in sorted({*known, *parts}):
        rows, noted = parts[name], known.get(name)
        language = max(rows, key=lambda r: r.articles).language if rows else ""
        first = min((r.first for r in rows if r.first > UNKNOWN), default=None)
        last = max((r.last for r in rows if r.last > UNKNOWN), default=None)
        country, full_text = (noted.country, noted.full_text) if noted else ("", False)
        held_articles, held_reports = sum(r.articles for r in rows), sum(r.reports for r in rows)
        if not (noted or held_articles or held_reports):
            continue
        summary = OutletSummary(
            name, country, (noted.language if noted else "") or language, full_text, held_articles, held_reports, _date(first), _date(last)
        )
        out.append(summary)
    return out


def _days(connection: sa.Connection, outlet: str, language: str) -> dict[str, int]:
    """The days of the first and the last article of an outlet in a language."""
    c = articles.c
    mine = sa.select(c.day).where(c.outlet == outlet, c.language == language, c.superseded_by.is_(None), c.day > UNKNOWN)
    ends = (connection.scalar(mine.order_by(order).limit(1)) for order in (c.day, c.day.desc()))
    first, last = (UNKNOWN if day is None else day for day in ends)
    return {"first": first, "last": last}


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day + _EPOCH)
