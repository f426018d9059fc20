"""Counts of events by day, pair and type, kept beside the events so that questions about years are answered at once.

A row counts actual events of a day from ``actor`` to ``recipient``; mutual ones (actors without recipients) stand once per pair, in
alphabetical order, with ``mutual`` set. ``recipient`` "*" counts each event in which ``actor`` takes part in whatever role, once; actor
and recipient "*" count all events of the day. Days whose events changed are noted in ``stale_days`` and counted anew by the next merge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql, sqlite

from .schema import daily, events, participants, stale_days

EVERYBODY = "*"
_EPOCH = date(1970, 1, 1).toordinal()
_DAYS = 200  # counted anew in one statement


def touch(connection: sa.Connection, days: Iterable[date | None]) -> None:
    """Note that the events of some days changed."""
    rows = [{"day": day} for day in sorted({d for d in days if d is not None})]
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(stale_days).on_conflict_do_nothing(), rows)


def is_stale(connection: sa.Connection) -> bool:
    """Whether any day has to be counted anew."""
    return connection.execute(sa.select(stale_days.c.day).limit(1)).first() is not None


def refresh(connection: sa.Connection) -> None:
    """Count the days anew whose events changed."""
    days = list(connection.execute(sa.select(stale_days.c.day).order_by(stale_days.c.day)).scalars())
    for k in range(0, len(days), _DAYS):
        some = days[k : k + _DAYS]
        connection.execute(sa.delete(daily).where(daily.c.day.in_(some)))
        for query in _counts(events.c.date.in_(some)):
            connection.execute(sa.insert(daily).from_select([c.name for c in daily.c], query))
    connection.execute(sa.delete(stale_days))


def _counts(of_days: sa.ColumnElement[bool]) -> list[sa.Select[Any]]:
    happened = (events.c.status == "actual") & of_days
    plays = (
        sa.select(events.c.event_id, events.c.date, events.c.type, events.c.score, participants.c.role, participants.c.actor)
        .join(participants, participants.c.report_id == events.c.report_id)
        .where(happened, participants.c.actor != "")
        .distinct()
        .cte()
    )
    one, two = plays.alias(), plays.alias()
    pair = sa.select(one.c.date, one.c.actor, two.c.actor.label("other"))
    counted = (sa.func.count(), sa.func.sum(one.c.score))
    towards = sa.select(plays.c.event_id).where(plays.c.role == "recipient")
    directed = (
        pair.add_columns(sa.false(), one.c.type, *counted)
        .join(two, one.c.event_id == two.c.event_id)
        .where(one.c.role == "actor", two.c.role == "recipient")
        .group_by(one.c.date, one.c.actor, two.c.actor, one.c.type)
    )
    mutual = (
        pair.add_columns(sa.true(), one.c.type, *counted)
        .join(two, one.c.event_id == two.c.event_id)
        .where(one.c.role == "actor", two.c.role == "actor", one.c.actor < two.c.actor, one.c.event_id.not_in(towards))
        .group_by(one.c.date, one.c.actor, two.c.actor, one.c.type)
    )
    part = sa.select(plays.c.event_id, plays.c.date, plays.c.type, plays.c.score, plays.c.actor).distinct().subquery()
    anybody = sa.select(
        part.c.date, part.c.actor, sa.literal(EVERYBODY), sa.false(), part.c.type, sa.func.count(), sa.func.sum(part.c.score)
    ).group_by(part.c.date, part.c.actor, part.c.type)
    everything = sa.select(
        events.c.date, sa.literal(EVERYBODY), sa.literal(EVERYBODY), sa.false(), events.c.type, sa.func.count(), sa.func.sum(events.c.score)
    )
    return [directed, mutual, anybody, everything.where(happened).group_by(events.c.date, events.c.type)]


def span(connection: sa.Connection) -> tuple[date | None, date | None]:
    """The first and the last day with actual events."""
    days = sa.select(sa.func.min(daily.c.day), sa.func.max(daily.c.day)).where(daily.c.actor == EVERYBODY, daily.c.recipient == EVERYBODY)
    first, last = connection.execute(days).one()
    return first, last


@dataclass(frozen=True, slots=True)
class Cells:
    """Counted events as columns [n]; ``day`` in days since 1970, ``score`` is their sum."""

    day: NDArray[np.int64]
    actor: NDArray[np.str_]
    recipient: NDArray[np.str_]
    mutual: NDArray[np.bool_]
    type: NDArray[np.str_]
    events: NDArray[np.int64]
    score: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.day)

    def where(self, keep: NDArray[np.bool_]) -> Cells:
        """Some of the cells."""
        return Cells(*(getattr(self, f.name)[keep] for f in fields(self)))


def cells(
    connection: sa.Connection,
    actors: Iterable[str] | None,
    recipients: Iterable[str] | None,
    since: date | None = None,
    until: date | None = None,
    *,
    either_way: bool = False,
) -> Cells:
    """The counts of pairs; None stands for everybody (without the sums "*"), ``["*"]`` for those sums.

    Mutual events of a pair are among those of both directions; ``either_way`` gives both directions.
    """
    c = daily.c

    def sides(one: sa.Column[Any], other: sa.Column[Any]) -> sa.ColumnElement[bool]:
        conditions = [
            column.in_(list(names)) if names is not None else column != EVERYBODY for column, names in ((one, actors), (other, recipients))
        ]
        return sa.and_(*conditions)

    forth, back = sides(c.actor, c.recipient), sides(c.recipient, c.actor)
    chosen = sa.or_(forth, back if either_way else back & c.mutual)
    query = sa.select(c.day, c.actor, c.recipient, c.mutual, c.type, c.events, c.score).where(chosen)
    if since:
        query = query.where(c.day >= since)
    if until:
        query = query.where(c.day <= until)
    rows = connection.execute(query.order_by(c.day, c.actor, c.recipient, c.mutual, c.type)).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    return Cells(
        np.array([d.toordinal() - _EPOCH for d in columns[0]], np.int64),
        np.array(columns[1], np.str_),
        np.array(columns[2], np.str_),
        np.array(columns[3], np.bool_),
        np.array(columns[4], np.str_),
        np.array(columns[5], np.int64),
        np.array(columns[6], np.float64),
    )
