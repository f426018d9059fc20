"""Periods in charts: what they are called, and the axis that they stand on."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
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


@lru_cache(maxsize=1024)
def short(loc: Locale, start: date, end: date) -> str:
    """What a span is called on an axis, where one that has just begun is called like the whole ones beside it."""
    return period(loc, start, end) if (end - start).days < 92 else loc.interval(end, end, "year")


def after(day: date) -> str:
    """The day after, where a span that ends with ``day`` ends in a picture."""
    return (day + timedelta(days=1)).isoformat()


def middle(span: Span) -> str:
    """The middle of a span."""
    return (span.start + (span.end - span.start) / 2).isoformat()


def time_axis(loc: Locale, *, labels: bool = True) -> dict[str, Any]:
    """An encoding of time: ticks say the year at its beginning, else the month, else the day, as the language does."""
    year, month, day = (json.dumps(skeleton(loc, s), ensure_ascii=False) for s in ("y", "MMM", "MMMd"))
    pattern = f"utcdate(datum.value) > 1 ? {day} : utcmonth(datum.value) > 0 ? {month} : {year}"
    axis: Spec = {"title": None, "labelExpr": f"utcFormat(datum.value, {pattern})", "labelOverlap": "greedy", "tickCount": 8}
    axis |= {"labels": labels, "ticks": labels, "domain": labels}
    return {"type": "temporal", "scale": {"type": "utc", "nice": False, "reverse": sides(loc)[1]}, "axis": axis}


def whole(spans: Sequence[Span]) -> dict[str, Any]:
    """A layer of a line at zero through all spans, which makes the axis as long."""
    through = {"start": min(s.start for s in spans).isoformat(), "end": after(max(s.end for s in spans))}
    x = {"x": {"field": "start", "type": "temporal"}, "x2": {"field": "end"}}
    return {"data": {"values": [through]}, "mark": {"type": "rule", "style": "zero"}, "encoding": {**x, "y": {"datum": 0}}}
