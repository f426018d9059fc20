"""Questions to the ledger, as plain filters; the answers are the contract's JSON objects, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from . import search
from .schema import articles, figures, participants, reports, statements
from .schema import events as _events

_BATCH = 1000
_INTERNAL = frozenset(
    {"article_sha256", "superseded", "actor_ids", "component", "first_day", "last_day", "vector", "signature", "text_id", "story_id"}
)
#: What an event takes from the report that tells it best.
_TOLD = ("article_id", "sentence_index", "contexts", "actors", "recipients", "places", "evidence", "language", "source", "url", "published",
         "coder", "coder_version")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """What to select. Empty fields select everything; ``actor`` and ``other`` together select a pair in either direction.

    ``status`` is ``"actual"`` by default, as in all series; ``""`` selects every status. ``words`` must all stand in the article.
    """

    actor: str = ""
    other: str = ""
    directed: bool = False
    type: str = ""
    status: str = "actual"
    since: date | None = None
    until: date | None = None
    language: str = ""
    outlet: str = ""
    coder: str = ""
    words: str = ""
    article_id: str = ""
    event_id: str = ""
    kind: str = ""
    stance: str = ""
    min_confidence: float = 0.0
    superseded: bool = False
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
    statement = sa.select(_events, *(reports.c[name] for name in _TOLD)).join(reports, reports.c.report_id == _events.c.report_id)
    statement = _happened(statement, _events, where)
    if where.outlet or where.language or where.coder or where.words or where.article_id:
        told = _common(sa.select(reports.c.event_id), reports, replace(where, min_confidence=0), engine.dialect.name)
        statement = statement.where(_events.c.event_id.in_(told))
    if where.min_confidence:
        statement = statement.where(_events.c.confidence >= where.min_confidence)
    yield from _stream(engine, statement.order_by(_events.c.date, _events.c.event_id), where)


def reports_of(engine: sa.Engine, where: Filter) -> Iterator[dict[str, Any]]:
    """Reports by date, then id."""
    statement = _common(_happened(sa.select(reports), reports, where), reports, where, engine.dialect.name)
    if where.event_id:
        statement = statement.where(reports.c.event_id == where.event_id)
    yield from _stream(engine, statement.order_by(reports.c.date, reports.c.report_id), where)


def _happened(statement: sa.Select[Any], table: sa.Table, where: Filter) -> sa.Select[Any]:
    """Who did what to whom, and when: the conditions that events and reports share."""
    if where.actor or where.other:
        statement = statement.where(_pair(where, table))
    if where.type:
        statement = statement.where(table.c.type == where.type.upper())
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
    statement = _common(statement, table, where, engine.dialect.name).order_by(table.c.published, key)
    yield from _stream(engine, statement, where)


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
    if where.since:
        statement = statement.where(articles.c.published >= where.since)
    if where.until:
        statement = statement.where(articles.c.published <= where.until)
    if where.words:
        statement = statement.where(articles.c.row.in_(search.matching(engine.dialect.name, where.words)))
    for row in _stream(engine, statement.order_by(articles.c.row), where):
        row.pop("row", None)
        yield row


def counts(engine: sa.Engine) -> dict[str, int]:
    """How many current rows of each kind there are."""
    with engine.connect() as connection:
        out = {"articles": connection.scalar(sa.select(sa.func.count()).where(articles.c.superseded_by.is_(None))) or 0}
        out["events"] = connection.scalar(sa.select(sa.func.count()).select_from(_events)) or 0
        for table in (reports, figures, statements):
            out[table.name] = connection.scalar(sa.select(sa.func.count()).select_from(table).where(~table.c.superseded)) or 0
    return out


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


def _stream(engine: sa.Engine, statement: sa.Select[Any], where: Filter) -> Iterator[dict[str, Any]]:
    if where.limit:
        statement = statement.limit(where.limit)
    with engine.connect().execution_options(yield_per=_BATCH) as connection:
        for row in connection.execute(statement).mappings():
            yield {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if k not in _INTERNAL}
