"""What reviewers say of events: right, wrong, or a duplicate. A mark is kept beside the events and never changes them.

A mark keeps the report that told the event at that time, with its coder, version and language, so that it goes on counting for them when
the event is merged, told by another report, or gone.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from math import sqrt
from typing import Any

import sqlalchemy as sa

from ..errors import UsageError
from .answers import Precision
from .schema import events, moved, reports, reviews

VERDICTS = ("right", "wrong", "duplicate")
_Z = 1.959963984540054  # the 97.5 % quantile of the normal distribution


def add(connection: sa.Connection, event_id: str, verdict: str, reason: str, reviewer: str, duplicate_of: str) -> int:
    """Mark an event; returns the number of the mark. ``duplicate_of`` is the other event, where the verdict is ``duplicate``."""
    told = sa.select(reports.c.report_id, reports.c.coder, reports.c.coder_version, reports.c.language)
    row = connection.execute(told.join(events, events.c.report_id == reports.c.report_id).where(events.c.event_id == event_id)).one()
    values = {
        "event_id": event_id,
        "verdict": verdict,
        "reason": reason,
        "reviewer": reviewer,
        "duplicate_of": duplicate_of,
        "made": _now(),
    }
    number = connection.execute(sa.insert(reviews).values(**row._mapping, **values)).inserted_primary_key
    assert number is not None
    return int(number[0])


def undo(connection: sa.Connection, number: int) -> None:
    """Take a mark back; it stays as undone. Raises ``UsageError`` where there is none of that number."""
    found = connection.execute(sa.update(reviews).where(reviews.c.number == number, reviews.c.undone.is_(None)).values(undone=_now()))
    if not found.rowcount:
        raise UsageError(f"there is no mark {number} to take back")


def marks(connection: sa.Connection, event_id: str = "") -> list[dict[str, Any]]:
    """Marks in order, undone ones too; of one event (by the id that it has now) those of all ids that it ever had.

    ``event_id`` is the one that was marked, ``now`` the id of the event today, None where it is gone.
    """
    query = sa.select(reviews, events.c.event_id.label("now")).outerjoin(moved, moved.c.old_id == reviews.c.event_id)
    query = query.outerjoin(events, events.c.event_id == sa.func.coalesce(moved.c.event_id, reviews.c.event_id))
    if event_id:
        earlier = sa.select(moved.c.old_id).where(moved.c.event_id == event_id)
        query = query.where((reviews.c.event_id == event_id) | reviews.c.event_id.in_(earlier))
    return [dict(row) for row in connection.execute(query.order_by(reviews.c.number)).mappings()]


def precision(connection: sa.Connection) -> list[Precision]:
    """The share of right among the events marked right or wrong, each by its newest mark that stands, per coder, version and language."""
    newest: dict[str, dict[str, Any]] = {}
    for mark in marks(connection):
        if mark["undone"] is None:
            newest[str(mark["now"] or mark["event_id"])] = mark
    right: Counter[tuple[str, str, str]] = Counter()
    wrong: Counter[tuple[str, str, str]] = Counter()
    for mark in newest.values():
        key = mark["coder"], mark["coder_version"], mark["language"]
        right[key] += mark["verdict"] == "right"
        wrong[key] += mark["verdict"] == "wrong"
    judged = sorted(key for key in right if right[key] + wrong[key])
    return [Precision(*key, right[key], wrong[key], *wilson(right[key], right[key] + wrong[key])) for key in judged]


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """A share and the bounds of its 95 % interval (Wilson 1927).

    >>> wilson(8, 10)
    (0.8, 0.490162, 0.943318)
    """
    share, square = hits / of, _Z**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of**2))
    return round(share, 6), round(max(0.0, middle - half), 6), round(min(1.0, middle + half), 6)


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
