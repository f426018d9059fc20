"""Periods in charts: what they are called, and the axis that they stand on."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from .chart import Spec, sides
from .formats import skeleton

if TYPE_CHECKING:
    from ...i18n import Locale


class Span(Protocol):
    """A span of days, both ends in it."""

    @property
    def start(self) -> date:
        """The first day."""

    @property
    def end(self) -> date:
        """The last day."""


@lru_cache(maxsize=8192)
def period(loc: Locale, start: date, end: date) -> str:
    """What a span is called: a year, a month or a day where it is one, else the days from which to which it goes."""
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    precision = "year" if whole and (start.month, end.month) == (1, 12) else "month" if whole else "day"
    return loc.interval(start, end, precision)


def short(loc: Locale, start: date, end: date) -> str:
    """What a span is called on an axis, where one that has just begun is called like the whole ones beside it."""
    return period(loc, start, end) if (end - start).days < 92 else loc.interval(end, end, "year")


def milliseconds(day: date) -> int:
    """A day as Vega counts time."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def after(day: date) -> str:
    """The day after, where a span that ends with ``day`` ends in a picture."""
    return (day + timedelta(days=1)).isoformat()


def middle(span: Span) -> str:
    """The middle of a span."""
    return (span.start + (span.end - span.start) / 2).isoformat()


def time_axis(loc: Locale, spans: Sequence[Span], *, labels: bool = True) -> dict[str, Any]:
    """Time from the first span to the last: ticks say the year at its beginning, else the month, else the day, as the language does."""
    year, month, day = (json.dumps(skeleton(loc, s), ensure_ascii=False) for s in ("y", "MMM", "MMMd"))
    pattern = f"utcdate(datum.value) > 1 ? {day} : utcmonth(datum.value) > 0 ? {month} : {year}"
    axis: Spec = {"title": None, "labelExpr": f"utcFormat(datum.value, {pattern})", "labelOverlap": "greedy", "tickCount": 8}
    axis |= {"labels": labels, "ticks": labels, "domain": labels}
    domain = [milliseconds(min(s.start for s in spans)), milliseconds(max(s.end for s in spans) + timedelta(days=1))]
    return {"type": "temporal", "scale": {"type": "utc", "domain": domain, "nice": False, "reverse": sides(loc)[1]}, "axis": axis}
