"""Questions to the ledger, as plain filters; the answers are the contract's JSON objects, streamed."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..errors import UsageError
from . import search
from .answers import Page
from .schema import articles, figures, outlets, participants, reports, statements
from .schema import events as _events

_BATCH = 1000
_INTERNAL = frozenset(
    {
        "article_sha256",
        "superseded",
        "actor_ids",
        "component",
        "day",
        "last",
        "first_day",
        "last_day",
        "vector",
        "signature",
        "text_id",
        "story_id",
    }
)
#: What an event takes from the report that tells it best.
_TOLD = ("article_id", "sentence_index", "contexts", "actors", "recipients", "places", "evidence", "language", "source", "url", "published",
         "coder", "coder_version")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """What to select. Empty fields select everything; ``actor`` and ``other`` together select a pair in either direction.

    ``status`` is ``"actual"`` by default, as in all series; ``""`` selects every status. ``words`` must all stand in the article.
    ``country`` is that of the outlet. ``newest`` asks for the newest first; what has no date comes last then. ``after`` is the cursor of
    a page, see ``Ledger.page``.
    """

    actor: str = ""
    other: str = ""
    directed: bool = False
    type: str = ""
    mode: str = ""
    quad: str = ""
    status: str = "actual"
    since: date | None = None
    until: date | None = None
    language: str = ""
    outlet: str = ""
    country: str = ""
    coder: str = ""
    words: str = ""
    article_id: str = ""
    event_id: str = ""
    kind: str = ""
    stance: str = ""
    min_confidence: float = 0.0
    superseded: bool = False
    newest: bool = False
    after: str = ""
    limit: int = 0

    def described(self) -> dict[str, Any]:
        """The fields that were set, for a manifest."""
        default = Filter()
        out = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if value != getattr(default, name) or name == "status":
                out[name] = value.isoformat() if isinstance(value, date) else value
        return out


def events(engine: sa.Engine, where: Filter) -> Iterator[dict[str, Any]]:
    """Events by date, then id. Outlet, language, coder and words select events that some report of that kind tells."""
    yield from _stream(engine, _events_statement(engine, where), where, _events, _events.c.date, _events.c.event_id)


def _events_statement(engine: sa.Engine, where: Filter) -> sa.Select[Any]:
    statement = sa.select(_events, *(reports.c[name] for name in _TOLD)).join(reports, reports.c.report_id == _events.c.report_id)
    statement = _happened(statement, _events, where)
    if where.outlet or where.language or where.country or where.coder or where.words or where.article_id:
        told = _common(sa.select(reports.c.event_id), reports, replace(where, min_confidence=0), engine.dialect.name)
        statement = statement.where(_events.c.event_id.in_(told))
    if where.min_confidence:
        statement = statement.where(_events.c.confidence >= where.min_confidence)
    return statement


def reports_of(engine: sa.Engine, where: Filter) -> Iterator[dict[str, Any]]:
    """Reports by date, then id."""
    statement = _common(_happened(sa.select(reports), reports, where), reports, where, engine.dialect.name)
    yield from _stream(engine, statement, where, reports, reports.c.date, reports.c.report_id)


def _happened(statement: sa.Select[Any], table: sa.Table, where: Filter) -> sa.Select[Any]:
    """Who did what to whom, and when: the conditions that events and reports share."""
    if where.event_id:
        statement = statement.where(table.c.event_id == where.event_id)
    if where.actor or where.other:
        statement = statement.where(_pair(where, table))
    for column, value in ((table.c.type, where.type.upper()), (table.c.mode, where.mode), (table.c.quad, where.quad)):
        if value:
            statement = statement.where(column == value)
    if where.status:
        statement = statement.where(table.c.status == where.status)
    if where.since:
        statement = statement.where(sa.func.coalesce(table.c.date_end, table.c.date) >= where.since)
    if where.until:
        statement = statement.where(sa.func.coalesce(table.c.date, table.c.date_end) <= where.until)
    return statement


def records(engine: sa.Engine, table: sa.Table, where: Filter) -> Iterator[dict[str, Any]]:
    """Figures or statements by publication date, then id."""
    statement = sa.select(table)
    for actor in (where.actor, where.other):
        if actor:
            statement = statement.where(table.c.actor_ids.like(f"% {actor.upper()} %"))
    if where.kind and "kind" in table.c:
        statement = statement.where(table.c.kind == where.kind)
    if where.stance and "stance" in table.c:
        statement = statement.where(table.c.stance == where.stance)
    if where.since:
        statement = statement.where(table.c.published >= where.since)
    if where.until:
        statement = statement.where(table.c.published <= where.until)
    key = next(iter(table.primary_key.columns))
    yield from _stream(engine, _common(statement, table, where, engine.dialect.name), where, table, table.c.published, key)


def articles_of(engine: sa.Engine, where: Filter) -> Iterator[dict[str, Any]]:
    """Articles in the order in which they came."""
    statement = sa.select(articles)
    if not where.superseded:
        statement = statement.where(articles.c.superseded_by.is_(None))
    if where.article_id:
        statement = statement.where(articles.c.article_id == where.article_id)
    if where.language:
        statement = statement.where(articles.c.language == where.language)
    if where.outlet:
        statement = statement.where(articles.c.outlet == where.outlet)
    if where.country:
        statement = statement.where(articles.c.outlet.in_(_outlets_of(where.country)))
    if where.since:
        statement = statement.where(articles.c.published >= where.since)
    if where.until:
        statement = statement.where(articles.c.published <= where.until)
    if where.words:
        statement = statement.where(articles.c.row.in_(search.matching(engine.dialect.name, where.words)))
    yield from _stream(engine, statement, where, articles, articles.c.published if where.newest else articles.c.row, articles.c.row)


def page(engine: sa.Engine, kind: str, where: Filter, limit: int) -> Page:
    """See ``Ledger.page``."""
    if kind not in _KINDS:
        raise UsageError(f"there are no pages of {kind!r}; choose one of {', '.join(_KINDS)}")
    if limit < 1:
        raise UsageError("a page has one row at least")
    asked = replace(where, newest=True, limit=limit + 1)
    rows = list(_KINDS[kind](engine, asked))
    day, key = ("published" if kind != "events" and kind != "reports" else "date"), _KEYS[kind]
    more = len(rows) > limit
    rows = rows[:limit]
    cursor = urlsafe_b64encode(json.dumps([rows[-1][day], rows[-1][key]]).encode()).decode() if more else ""
    if kind == "articles":
        for row in rows:
            row.pop("row")
    return Page(rows, cursor)


_KINDS: dict[str, Any] = {
    "events": events,
    "reports": reports_of,
    "figures": lambda engine, where: records(engine, figures, where),
    "statements": lambda engine, where: records(engine, statements, where),
    "articles": articles_of,
}
_KEYS = {"events": "event_id", "reports": "report_id", "figures": "figure_id", "statements": "statement_id", "articles": "row"}


def facets(engine: sa.Engine, kind: str, where: Filter, by: str, limit: int) -> list[tuple[str, int]]:
    """See ``Ledger.facets``."""
    if kind not in _KINDS:
        raise UsageError(f"there are no facets of {kind!r}; choose one of {', '.join(_KINDS)}")
    seen: Counter[str] = Counter()
    with engine.connect() as connection:
        country = {r.outlet: r.country for r in connection.execute(sa.select(outlets.c.outlet, outlets.c.country))}
    of = {"figures": "kind", "statements": "stance"}
    column = {"type": of.get(kind, "type"), "quad": "quad", "outlet": "outlet" if kind == "articles" else "source", "country": "source"}
    if by not in ("type", "quad", "outlet", "language", "country") or (by in ("type", "quad") and kind == "articles"):
        raise UsageError(f"{kind} cannot be counted by {by!r}")
    for row in _KINDS[kind](engine, replace(where, after="", limit=0)):
        told = reports_of(engine, Filter(event_id=row["event_id"], status="")) if kind == "events" and by not in ("type", "quad") else [row]
        values = {str(r.get(column.get(by, by)) or "") for r in told}
        seen.update({country.get(v, "") for v in values} if by == "country" else values)
    del seen[""]
    return sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _pair(where: Filter, table: sa.Table) -> sa.ColumnElement[bool]:
    one, two = where.actor.upper(), where.other.upper()

    def plays(actor: str, role: str | None) -> sa.ColumnElement[bool]:
        condition = (participants.c.report_id == table.c.report_id) & (participants.c.actor == actor)
        if role:
            condition &= participants.c.role == role
        return sa.exists(sa.select(sa.literal(1)).where(condition))

    if not (one and two):
        return plays(one or two, None)
    if one == two:
        return plays(one, "actor") & plays(one, "recipient")
    together = (
        plays(one, "actor")
        & plays(two, "actor")
        & ~sa.exists(sa.select(sa.literal(1)).where((participants.c.report_id == table.c.report_id) & (participants.c.role == "recipient")))
    )
    forth = plays(one, "actor") & plays(two, "recipient")
    if where.directed:
        return forth | together
    return forth | (plays(two, "actor") & plays(one, "recipient")) | together


def _common(statement: sa.Select[Any], table: sa.Table, where: Filter, dialect: str) -> sa.Select[Any]:
    if not where.superseded:
        statement = statement.where(~table.c.superseded)
    if where.country:
        statement = statement.where(table.c.source.in_(_outlets_of(where.country)))
    for column, value in (
        (table.c.language, where.language),
        (table.c.source, where.outlet),
        (table.c.coder, where.coder),
        (table.c.article_id, where.article_id),
    ):
        if value:
            statement = statement.where(column == value)
    if where.min_confidence:
        statement = statement.where(table.c.confidence >= where.min_confidence)
    if where.words:
        found = sa.select(articles.c.article_id).where(articles.c.row.in_(search.matching(dialect, where.words)))
        statement = statement.where(table.c.article_id.in_(found))
    return statement


def _outlets_of(country: str) -> sa.Select[Any]:
    return sa.select(outlets.c.outlet).where(outlets.c.country == country.upper())


def _stream(
    engine: sa.Engine, statement: sa.Select[Any], where: Filter, table: sa.Table, day: sa.Column[Any], key: sa.Column[Any]
) -> Iterator[dict[str, Any]]:
    if where.after:
        try:
            at, last = json.loads(urlsafe_b64decode(where.after))
            at = date.fromisoformat(at) if at else None
        except ValueError:
            raise UsageError(f"{where.after!r} is no cursor of this ledger") from None
        older = day.is_(None) & (key < last)
        statement = statement.where(older if at is None else (day < at) | ((day == at) & (key < last)) | day.is_(None))
    statement = statement.order_by(day.desc().nulls_last(), key.desc()) if where.newest else statement.order_by(day, key)
    if where.limit:
        statement = statement.limit(where.limit)
    with engine.connect().execution_options(yield_per=_BATCH) as connection:
        for row in connection.execute(statement).mappings():
            yield {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if k not in _INTERNAL}
