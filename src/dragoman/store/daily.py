"""Counts of actual events by day, pair and type, kept beside the events so that questions about years are answered at once.

A cell counts the events of a day and type from ``actor`` to ``recipient``; mutual ones (actors without recipients) stand once per pair, in
alphabetical order, with ``mutual`` set. ``recipient`` "*" counts each event in which ``actor`` takes part in whatever role, once; actor
and recipient "*" count all events of the day. An event with several pairs has a cell of its own in each, all with one number, so that who
asks for many pairs (those of a group) can count it once. The day is the first one; ``precision`` tells how exactly it is known.

The table keeps the cells of a month as one packed array for each actor: those in which it is the ``actor``, those in which it is the
``recipient``, and, in the role ``all``, its sums with "*". So every cell of a pair stands twice, and a question reads a few arrays instead
of a hundred thousand rows. Days whose events changed are noted in ``stale_days`` and counted anew by the next merge or question.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from . import dealings
from .dealings import BACK, FORTH, TOGETHER, number, pairs
from .engine import insert_new
from .schema import UNKNOWN, daily, events, names, participants, stale_days

EVERYBODY = dealings.EVERYBODY
_EPOCH = date(1970, 1, 1).toordinal()
#: ``other`` and the type are codes of ``names``; ``kind`` is eight times that of the type, twice the precision, and one if mutual.
_CELL = np.dtype([("score", "<f8"), ("day", "<i4"), ("other", "<i4"), ("events", "<i4"), ("kind", "<i4"), ("event", "<u4")])
_COLUMNS = ("day", "actor_code", "recipient_code", "mutual", "type_code", "precision", "event", "events", "score")
#: How exactly a day is known: which one, in which week, in which month, or less.
PRECISION = {"day": 0, "week": 1, "month": 2}
VAGUE = 3
Key = tuple[int, str, str, bool, str, int, int]  # day, actor, recipient, mutual, type, precision, number of the event


@dataclass(frozen=True, slots=True)
class Cells:
    """Counted events as columns [n], by ``day`` (since 1970); ``score`` is their sum.

    ``actor``, ``recipient`` and ``type`` are names; ``actor_code``, ``recipient_code`` and ``type_code`` their places in ``names``.
    ``precision`` is 0 where the day is known, 1 where the week, 2 where the month, 3 where less is. ``event`` is 0, or the number of the
    one event that a cell counts; on a day there is one event of a number, in as many cells as it has pairs.
    """

    day: NDArray[np.int64]
    actor_code: NDArray[np.int32]
    recipient_code: NDArray[np.int32]
    mutual: NDArray[np.bool_]
    type_code: NDArray[np.int32]
    precision: NDArray[np.int32]
    event: NDArray[np.int64]
    events: NDArray[np.int64]
    score: NDArray[np.float64]
    names: NDArray[np.str_]

    @property
    def actor(self) -> NDArray[np.str_]:
        """Who did it."""
        return self.names[self.actor_code]

    @property
    def recipient(self) -> NDArray[np.str_]:
        """To whom."""
        return self.names[self.recipient_code]

    @property
    def type(self) -> NDArray[np.str_]:
        """The PLOVER type."""
        return self.names[self.type_code]

    def __len__(self) -> int:
        return len(self.day)

    def where(self, keep: NDArray[Any]) -> Cells:
        """Some of the cells, by a mask or their places."""
        if keep.dtype == np.bool_ and keep.all():
            return self
        return replace(self, **{name: getattr(self, name)[keep] for name in _COLUMNS})

    def once(self, apart: NDArray[np.int64] | None = None) -> Cells:
        """The cells with each event once, or once for each value of ``apart`` [n]: that of the first cell that it has."""
        numbered = np.flatnonzero(self.event)
        keys = [self.event[numbered], self.day[numbered]] + ([] if apart is None else [apart[numbered]])
        order = np.lexsort(keys)
        again = order[1:][np.logical_and.reduce([key[order][1:] == key[order][:-1] for key in keys])]
        return self.where(np.delete(np.arange(len(self)), numbered[again])) if len(again) else self

    def undirected(self) -> tuple[Cells, NDArray[np.int64], NDArray[np.int64]]:
        """The cells of two different sides with each event of a pair once, the numbers of their pairs [n], and the codes by alphabet.

        A pair's number is the place of its first name in the alphabet times how many names there are, and that of its other.
        """
        found = self.where(self.actor_code != self.recipient_code)
        alphabet = np.argsort(self.names)
        place = np.argsort(alphabet)

        def numbers(cells: Cells) -> NDArray[np.int64]:
            one, other = place[cells.actor_code], place[cells.recipient_code]
            return np.asarray(np.minimum(one, other) * len(place) + np.maximum(one, other))

        found = found.once(numbers(found))
        return found, numbers(found), alphabet


def touch(connection: sa.Connection, days: Iterable[int]) -> None:
    """Note that the events of some days changed."""
    rows = [{"day": day} for day in sorted(set(days) - {UNKNOWN})]
    if rows:
        connection.execute(insert_new(connection.dialect.name, stale_days), rows)


def is_stale(connection: sa.Connection) -> bool:
    """Whether any day has to be counted anew."""
    return connection.execute(sa.select(stale_days.c.day).limit(1)).first() is not None


def recount(connection: sa.Connection) -> None:
    """Count all days from scratch."""
    connection.execute(sa.delete(daily))
    touch(connection, connection.execute(sa.select(events.c.day).distinct()).scalars())
    refresh(connection)


def refresh(connection: sa.Connection) -> None:
    """Count the days anew whose events changed."""
    of_month: dict[int, list[int]] = defaultdict(list)
    for day in connection.execute(sa.select(stale_days.c.day).order_by(stale_days.c.day)).scalars():
        of_month[_month(day)].append(day)
    for days in of_month.values():
        put(connection, days, count(connection, days))
    connection.execute(sa.delete(stale_days))


def count(connection: sa.Connection, days: Sequence[int]) -> dict[Key, tuple[int, float]]:
    """The cells of some days as their events say: how many, and the sum of their scores."""
    e, p = events.c, participants.c
    query = sa.select(e.event_id, e.day, e.type, e.date_precision, e.score, p.role, p.actor)
    query = query.outerjoin(participants, p.report_id == e.report_id).where(e.status == "actual", e.day.in_(days))
    of_event: dict[str, tuple[int, str, int, float]] = {}
    parties: dict[str, dict[str, list[str]]] = {}
    for event, day, kind, precision, score, role, actor in connection.execute(query):
        of_event[event] = day, kind, PRECISION.get(precision, VAGUE), score
        roles = parties.setdefault(event, {"actor": [], "recipient": []})
        if role:
            roles[role].append(actor)
    out: dict[Key, tuple[int, float]] = {}

    for event, (day, kind, precision, score) in of_event.items():
        actors, recipients = parties[event]["actor"], parties[event]["recipient"]
        mine: list[tuple[str, str, bool]] = []
        for (one, other), way in pairs(actors, recipients).items():
            mine += [(one, other, False)] if way & FORTH else []
            mine += [(other, one, False)] if way & BACK and one != other else []
            mine += [(one, other, True)] if way & TOGETHER else []
        number = _number(event) if len(mine) > 1 else 0
        keys = [(day, actor, EVERYBODY, False, kind, precision, 0) for actor in {EVERYBODY, *actors, *recipients} - {""}]
        for key in [*keys, *((day, *sides, kind, precision, number) for sides in mine)]:
            n, total = out.get(key, (0, 0.0))
            out[key] = n + 1, total + score
    return out


def put(connection: sa.Connection, days: Collection[int], cells: dict[Key, tuple[int, float]]) -> None:
    """Put the cells of some days, all of one month, in the place of those that are there."""
    month = _month(min(days))
    kept = connection.execute(sa.select(daily).where(daily.c.month == month)).all()
    code = _codes(connection, {name for key in cells for name in (key[1], key[2], key[4])})
    new: dict[tuple[str, str], list[tuple[float, int, int, int, int, int]]] = defaultdict(list)
    for (day, actor, recipient, mutual, type_, precision, event), (n, score) in sorted(cells.items()):
        kind = 8 * code[type_] + 2 * precision + mutual
        new["all" if recipient == EVERYBODY else "actor", actor].append((score, day, code[recipient], n, kind, event))
        if recipient != EVERYBODY:
            new["recipient", recipient].append((score, day, code[actor], n, kind, event))
    packed = {key: np.array(rows, _CELL) for key, rows in new.items()}
    for row in kept:
        old = np.frombuffer(row.cells, _CELL)
        old = old[~np.isin(old["day"], list(days))]
        if len(old):
            both = np.concatenate([old, packed.get((row.role, row.actor), old[:0])])
            packed[row.role, row.actor] = both[np.argsort(both["day"], kind="stable")]
    connection.execute(sa.delete(daily).where(daily.c.month == month))
    rows = [{"role": role, "actor": actor, "month": month, "cells": cells.tobytes()} for (role, actor), cells in sorted(packed.items())]
    if rows:
        connection.execute(sa.insert(daily), rows)


def span(connection: sa.Connection) -> tuple[date | None, date | None]:
    """The first and the last day with actual events."""
    everything = (daily.c.role == "all") & (daily.c.actor == EVERYBODY)
    ends = []
    for order, place in ((daily.c.month, 0), (daily.c.month.desc(), -1)):
        found = connection.scalar(sa.select(daily.c.cells).where(everything).order_by(order).limit(1))
        ends.append(date.fromordinal(int(np.frombuffer(found, _CELL)["day"][place]) + _EPOCH) if found else None)
    return ends[0], ends[1]


def actors(connection: sa.Connection) -> list[str]:
    """All who have cells."""
    return sorted(
        connection.execute(sa.select(daily.c.actor).where(daily.c.role == "all", daily.c.actor != EVERYBODY).distinct()).scalars()
    )


def cells(
    connection: sa.Connection,
    actors: Iterable[str] | None,
    recipients: Iterable[str] | None,
    since: date | None = None,
    until: date | None = None,
    *,
    either_way: bool = False,
    ordered: bool = True,
) -> Cells:
    """The counts of pairs; None stands for everybody (without the sums "*"), ``["*"]`` for those sums.

    Mutual events of a pair are among those of both directions; ``either_way`` gives both directions. Without ``ordered`` the cells may
    stand in any order, which sums do not mind.
    """
    left, right = (None if side is None else sorted(set(side)) for side in (actors, recipients))
    known = _names(connection)
    reader = _Reader(connection, {name: n for n, name in enumerate(known.tolist())}, since, until)
    if right == [EVERYBODY]:
        parts = [reader.read("all", left, None)]
    elif left is None and right is None:
        parts = [reader.read("actor", None, None)]
    else:
        swap = left is None or (right is not None and _smaller(reader, right, left))
        owners, others = (right, left) if swap else (left, right)
        forth, back = (reader.read(role, owners, others) for role in (("recipient", "actor") if swap else ("actor", "recipient")))
        again = reader.among(back[1], left) & reader.among(back[2], right)
        keep = ~again if either_way else ~again & back[3]
        parts = [forth, [column[keep] for column in back]]
    whole = [np.concatenate(columns) if len(columns) > 1 else columns[0] for columns in zip(*parts, strict=True)]
    found = Cells(**dict(zip(_COLUMNS, whole, strict=True)), names=known)
    return found.where(_by_day(found.day)) if ordered else found


def _smaller(reader: _Reader, right: Sequence[str], left: Sequence[str]) -> bool:
    """Whether less is to be read of the one side than of the other."""
    if len(right) != len(left):
        return len(right) < len(left)
    return reader.size("recipient", right) < reader.size("actor", left)


class _Reader:
    """Reads cells between two days, as columns in the order of ``Cells``."""

    def __init__(self, connection: sa.Connection, codes: dict[str, int], since: date | None, until: date | None) -> None:
        self._connection = connection
        self._codes = codes
        self._first = number(since) if since else None
        self._last = number(until) if until else None

    def read(self, role: str, owners: Sequence[str] | None, others: Sequence[str] | None) -> list[NDArray[Any]]:
        """The cells in which one of ``owners`` has a role and one of ``others`` the other one; None is everybody."""
        query = sa.select(daily.c.actor, daily.c.cells).where(*self._months(role, owners)).order_by(daily.c.actor, daily.c.month)
        rows = self._connection.execute(query).all()
        found = np.frombuffer(b"".join([row[1] for row in rows]), _CELL)
        lengths = [len(row[1]) // _CELL.itemsize for row in rows]
        owner = np.repeat(np.array([self._codes[row[0]] for row in rows], np.int32), lengths)
        keep = self._wanted(found, others)
        if keep is not None:
            found, owner = found[keep], owner[keep]
        other, kind = np.ascontiguousarray(found["other"]), found["kind"]
        sides = (other, owner) if role == "recipient" else (owner, other)
        return [
            found["day"].astype(np.int64),
            *sides,
            (kind & 1).astype(bool),
            kind >> 3,
            kind >> 1 & 3,
            found["event"].astype(np.int64),
            found["events"].astype(np.int64),
            np.ascontiguousarray(found["score"]),
        ]

    def _wanted(self, found: NDArray[Any], others: Sequence[str] | None) -> NDArray[np.bool_] | None:
        """Which cells are with some others and within the days; None where all are."""
        masks = [] if others is None else [self.among(found["other"], others)]
        masks += [found["day"] >= self._first] if self._first is not None else []
        masks += [found["day"] <= self._last] if self._last is not None else []
        return np.logical_and.reduce(masks) if masks else None

    def size(self, role: str, owners: Sequence[str]) -> int:
        """How many bytes there are to read."""
        return self._connection.scalar(sa.select(sa.func.sum(sa.func.length(daily.c.cells))).where(*self._months(role, owners))) or 0

    def among(self, code: NDArray[Any], wanted: Sequence[str] | None) -> NDArray[np.bool_]:
        """Which codes are those of some names; all of them for None."""
        if wanted is None:
            return np.ones(len(code), bool)
        table = np.zeros(len(self._codes), bool)
        table[[self._codes[name] for name in wanted if name in self._codes]] = True
        out: NDArray[np.bool_] = table[code]
        return out

    def _months(self, role: str, owners: Sequence[str] | None) -> list[sa.ColumnElement[bool]]:
        c = daily.c
        first, last = (None if day is None else _month(day) for day in (self._first, self._last))
        # all whose name is known, rather than whoever there is: so each one's months are looked up, and not every month read
        everybody = [c.actor.in_(sa.select(names.c.name)), c.actor != EVERYBODY]
        where = [c.role == role, *(everybody if owners is None else [c.actor.in_(owners)])]
        where += [c.month >= first] if first is not None else []
        return where + ([c.month <= last] if last is not None else [])


def _by_day(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of days in order, equal ones as they are."""
    if len(day) and day.max() - day.min() < 1 << 16:
        day = (day - day.min()).astype(np.uint16)  # sorted in one pass
    return np.argsort(day, kind="stable")


def _number(event: str) -> int:
    """The number of an event: of those of one day hardly any two have the same."""
    return zlib.crc32(event.encode()) or 1


def _month(day: int) -> int:
    given = date.fromordinal(day + _EPOCH)
    return given.year * 12 + given.month - 1


def _names(connection: sa.Connection) -> NDArray[np.str_]:
    return np.array(connection.execute(sa.select(names.c.name).order_by(names.c.number)).scalars().all(), np.str_)


def _codes(connection: sa.Connection, wanted: set[str]) -> dict[str, int]:
    """The codes of some names; new ones are given one."""
    code = {name: n for n, name in enumerate(_names(connection).tolist())}
    new = sorted(wanted - code.keys())
    if new:
        connection.execute(sa.insert(names), [{"number": len(code) + n, "name": name} for n, name in enumerate(new)])
    return code | {name: len(code) + n for n, name in enumerate(new)}
