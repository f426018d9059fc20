"""Who is in which event, figure and statement, in the order of their days: what pages of an actor or a pair are read from.

A row stands for everybody ("*", "*"), for an actor (A, "*"), or for a pair in alphabetical order (A, B); so each list of a page is one
stretch of the table. ``way`` of a pair says who did it to whom; ``type`` and ``status`` are those of the event, the kind of a figure, the
stance of a statement. Only what is current has rows; they are written with the records, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from .schema import UNKNOWN, dealings, events, figures, participants, statements

EVERYBODY = "*"
FORTH, BACK, TOGETHER = 1, 2, 4  # from the first of the pair to the other, the other way, both as actors without recipients
_EPOCH = date(1970, 1, 1).toordinal()
_KEY = ("record", "one", "other", "day", "id")
_RECORDS = ((figures, "figure_id", "f", "kind"), (statements, "statement_id", "s", "stance"))
Row = Mapping[str, Any]


def number(day: date) -> int:
    """A day since 1970."""
    return day.toordinal() - _EPOCH


def span(first: date | None, last: date | None) -> dict[str, int]:
    """``day`` and ``last`` of an interval; of one that is open to one side both are its end."""
    start, end = first or last, last or first
    return {"day": number(start) if start else UNKNOWN, "last": number(end) if end else UNKNOWN}


def ways(one: str, other: str, directed: bool) -> list[int]:
    """The ways that a question for a pair allows."""
    wanted = TOGETHER | (FORTH | BACK if not directed else FORTH if one <= other else BACK)
    return [way for way in range(1, 8) if way & wanted]


def pairs(actors: Iterable[str], recipients: Sequence[str]) -> dict[tuple[str, str], int]:
    """The pairs of an event with their ways; ``recipients`` with the unknown ones (""), for only without any is it done together.

    >>> pairs(["KAZ", "FRA"], []), pairs(["KAZ"], ["FRA", "UN"]), pairs(["KAZ", "FRA"], [""])
    ({('FRA', 'KAZ'): 4}, {('FRA', 'KAZ'): 2, ('KAZ', 'UN'): 1}, {})
    """
    out: dict[tuple[str, str], int] = {}
    known = sorted({a for a in actors if a})
    for one in known:
        others = recipients if recipients else [a for a in known if a > one]
        for other in (a for a in others if a):
            pair, way = ((one, other), FORTH) if one <= other else ((other, one), BACK)
            out[pair] = out.get(pair, 0) | (way if recipients else TOGETHER)
    return out


def of_event(event: Row, actors: Sequence[str], recipients: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of an event."""
    shared = {"record": "e", "id": event["event_id"]} | {name: event[name] for name in ("day", "last", "type", "status")}
    alone = {(EVERYBODY, EVERYBODY): 0} | {(a, EVERYBODY): 0 for a in (*actors, *recipients) if a}
    return [shared | {"one": one, "other": other, "way": way} for (one, other), way in {**alone, **pairs(actors, recipients)}.items()]


def of_reports(made: Iterable[Row], told: Mapping[str, Row]) -> list[dict[str, Any]]:
    """The rows of events; ``told`` has the report of each by its id, with ``actors`` and ``recipients``."""
    rows: list[dict[str, Any]] = []
    for event in made:
        report = told[event["report_id"]]
        rows += of_event(event, [a["id"] for a in report["actors"]], [a["id"] for a in report["recipients"]])
    return rows


def of_events(connection: sa.Connection, event_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of events of the ledger."""
    c = participants.c
    e = events.c
    query = sa.select(e.event_id, e.day, e.last, e.type, e.status, c.role, c.actor).outerjoin(
        participants, c.report_id == events.c.report_id
    )
    found: dict[str, tuple[Row, dict[str, list[str]]]] = {}
    for event, day, last, kind, status, role, actor in connection.execute(query.where(events.c.event_id.in_(event_ids))):
        if event not in found:
            row = {"event_id": event, "day": day, "last": last, "type": kind, "status": status}
            found[event] = row, {"actor": [], "recipient": []}
        if role:
            found[event][1][role].append(actor)
    return [entry for event, roles in found.values() for entry in of_event(event, roles["actor"], roles["recipient"])]


def exchange(connection: sa.Connection, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Put rows in the place of others; those that are among both stay."""
    old, new = ({tuple(row[name] for name in _KEY): row for row in rows} for rows in (before, after))
    _delete(connection, [row for key, row in old.items() if new.get(key) != row])
    _insert(connection, [row for key, row in new.items() if old.get(key) != row])


def of_record(record: str, row_id: str, day: int, kind: str, actors: str) -> list[dict[str, Any]]:
    """The rows of a figure ("f") or statement ("s"); ``actors`` as in ``actor_ids``."""
    ids = sorted(set(actors.split()))
    keys = [(EVERYBODY, EVERYBODY), *((a, EVERYBODY) for a in ids), *((a, b) for n, a in enumerate(ids) for b in ids[n + 1 :])]
    shared = {"record": record, "id": row_id, "day": day, "last": day, "way": FORTH | BACK, "type": kind, "status": ""}
    return [shared | {"one": one, "other": other} for one, other in keys]


def add_records(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> None:
    """Enter figures or statements that were written."""
    exchange(connection, [], [entry for row in rows for entry in _entries(table, row)])


def remove_records(connection: sa.Connection, article_id: str, coder: str) -> None:
    """Take out the current figures and statements of an article, before they are superseded; of all coders where none is given."""
    for table, key, _, kind in _RECORDS:
        mine = (table.c.article_id == article_id) & ~table.c.superseded
        if coder:
            mine &= table.c.coder == coder
        columns = (table.c[name] for name in (key, kind, "day", "actor_ids"))
        found = connection.execute(sa.select(*columns).where(mine)).mappings()
        _delete(connection, [entry for row in found for entry in _entries(table, dict(row))])


def _entries(table: sa.Table, row: Row) -> list[dict[str, Any]]:
    _, key, record, kind = next(r for r in _RECORDS if r[0] is table)
    return of_record(record, row[key], row["day"], row[kind], row["actor_ids"])


def _insert(connection: sa.Connection, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(sa.insert(dealings), rows)


def _delete(connection: sa.Connection, rows: Sequence[Row]) -> None:
    if rows:
        mine = sa.and_(*(dealings.c[name] == sa.bindparam(f"_{name}") for name in _KEY))
        connection.execute(sa.delete(dealings).where(mine), [{f"_{name}": row[name] for name in _KEY} for row in rows])
