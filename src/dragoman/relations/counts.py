"""What the measures read beyond ``Ledger.cells``: sums that the database makes, so that years of all pairs are read at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from ..store import daily as store_daily
from ..store.daily import EVERYBODY
from ..store.schema import daily

if TYPE_CHECKING:
    from ..store import Ledger

EPOCH = date(1970, 1, 1).toordinal()


def number(day: date) -> int:
    """A day as its number, counted from 1970."""
    return day.toordinal() - EPOCH


def day_of(given: int) -> date:
    """The day of a number."""
    return date.fromordinal(int(given) + EPOCH)


def totals(ledger: Ledger, since: date | None = None, until: date | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All coded events by day: numbers of the days that have any [n], in order, and events [n]."""
    c = daily.c
    query = sa.select(c.day, sa.func.sum(c.events)).where(c.actor == EVERYBODY, c.recipient == EVERYBODY, *_within(since, until))
    rows = _rows(ledger, query.group_by(c.day).order_by(c.day))
    return _days([r[0] for r in rows]), np.array([r[1] for r in rows], np.int64)


@dataclass(frozen=True, slots=True)
class Windows:
    """Events of each undirected pair [pairs] by window of days [pairs, windows]; ``exposure`` [windows] is that of all coded events."""

    pairs: list[tuple[str, str]]
    events: NDArray[np.int64]
    exposure: NDArray[np.int64]


def windows(ledger: Ledger, until: date, days: int, number_of: int) -> Windows:
    """The last ``number_of`` windows of ``days`` each, the last one ending with ``until``, of all pairs that have any event in them.

    The database hands out a day as three strings, not a row per count: reading rows would take most of the time.
    """
    begin = number(until) - days * number_of + 1
    since, c = day_of(begin), daily.c
    joined = [sa.func.aggregate_strings(column, " ") for column in (c.actor, c.recipient, sa.cast(c.events, sa.String))]
    query = sa.select(c.day, *joined).where(c.recipient != EVERYBODY, *_within(since, until)).group_by(c.day)
    rows = _rows(ledger, query)
    one, other, events = (" ".join(r[k] for r in rows).split() for k in (1, 2, 3))
    length = [r[3].count(" ") + 1 for r in rows]
    window = np.repeat((_days([r[0] for r in rows]) - begin) // days, length)
    ids = sorted({*one, *other})
    code = {name: n for n, name in enumerate(ids)}
    left = np.array([code[name] for name in one], np.int64)
    right = np.array([code[name] for name in other], np.int64)
    key = np.minimum(left, right) * max(1, len(ids)) + np.maximum(left, right)
    apart = left != right
    keys, place = np.unique(key[apart], return_inverse=True)
    counted = np.bincount(
        place * number_of + window[apart], weights=np.array(events, np.int64)[apart], minlength=len(keys) * number_of
    ).reshape(len(keys), number_of)
    pairs = [(ids[k // len(ids)], ids[k % len(ids)]) for k in keys.tolist()]
    day, count = totals(ledger, since, until)
    exposure = np.bincount((day - begin) // days, weights=count, minlength=number_of)
    return Windows(pairs, counted.astype(np.int64), exposure.astype(np.int64))


def _within(since: date | None, until: date | None) -> list[sa.ColumnElement[bool]]:
    return ([daily.c.day >= since] if since else []) + ([daily.c.day <= until] if until else [])


def _days(given: list[Any]) -> NDArray[np.int64]:
    """Numbers of days that the driver gave as ISO strings or dates."""
    return np.array(given, "datetime64[D]").astype(np.int64)


def _rows(ledger: Ledger, query: sa.Select[Any]) -> Sequence[Any]:
    """The driver's own rows: without the objects that are made of them, reading takes half the time."""
    with ledger.engine.connect() as connection:
        stale = store_daily.is_stale(connection)
    if stale:
        with ledger.writing() as connection:
            store_daily.refresh(connection)
    with ledger.engine.connect() as connection:
        return connection.execute(query).cursor.fetchall()
