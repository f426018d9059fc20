"""Which events go into a file: those that begin in its days, so that the files of one day after another hold each event once.

A ledger's own filter takes what touches a span of days; there an event of some day in March is in every day of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Any

from ..store.query import Filter

if TYPE_CHECKING:
    from ..store import Ledger

Row = Mapping[str, Any]


def first_day(event: Row) -> str:
    """The first day of an event, else the day on which it was first told; "" where neither is known."""
    found: str | None = event["date"] or event["date_end"] or event.get("first_published") or event["published"]
    return found or ""


def events(ledger: Ledger, where: Filter) -> Iterator[dict[str, Any]]:
    """The actual events of a filter that begin in its days, by date, streaming; those without a date, by the day they were first told.

    Without days, all of them.
    """
    where = replace(where, status="actual")
    if not (where.since or where.until):
        yield from ledger.events(where)
        return
    since, until = (day.isoformat() if day else "" for day in (where.since, where.until))
    every = replace(where, limit=0)
    dateless = takewhile(_dateless, ledger.events(replace(every, since=None, until=None, newest=False)))  # they come first
    begun = (
        e
        for e in chain(dateless, ledger.events(replace(every, began=True)))
        if (day := first_day(e)) and since <= day and (not until or day <= until)
    )
    yield from islice(begun, where.limit or None)


def _dateless(event: Row) -> bool:
    return not (event["date"] or event["date_end"])
