"""Intervals of days: what "in May", "last week" or "three months ago" come to, counted from a day.

The words are read elsewhere; here is only the arithmetic, which is the same in every language. What no calendar has ("31
November", "3,000 years ago") gives None, never an exception.

>>> yearless(date(2022, 12, 5), 11, 29)
datetime.date(2022, 11, 29)
>>> back(date(2022, 11, 29), 3, "month").to_dict()
{'date': '2022-08-01', 'date_end': '2022-08-31', 'date_precision': 'month'}
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from dragoman.records import Interval, Precision

_MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"hour": 1 / 24, "minute": 1 / 1440, "day": 1, "week": 7, "fortnight": 14}
_PRECISION: dict[str, Precision] = {
    "hour": "day",
    "minute": "day",
    "day": "day",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "month",
    "halfyear": "month",
    "year": "year",
    "decade": "year",
    "century": "year",
}
_COARSER: dict[Precision, Precision] = {"day": "week", "week": "month", "month": "year"}
PAST_DAYS = 275  # "15 September", read in May, is last year's: news tells of the past up to nine months back


def day(year: int, month: int, number: int) -> date | None:
    """A date, or None where the calendar has none."""
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):
        return None


def shifted(anchor: date, count: float, unit: str) -> date | None:
    """The day ``count`` units from the anchor (negative: before it); the month's last day where it is shorter."""
    try:
        if unit in _DAYS:
            return anchor + timedelta(days=round(count * _DAYS[unit]))
        month = anchor.year * 12 + anchor.month - 1 + round(count * _MONTHS[unit])
        year, month = divmod(month, 12)
        return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, IndexError):
        return None


def whole(inside: date, unit: str) -> Interval:
    """The day, week, month ... that this day belongs to; weeks begin on Monday."""
    year, month = inside.year, inside.month
    if unit in ("day", "hour", "minute"):
        return Interval(inside, inside, "day")
    if unit in ("week", "fortnight"):
        start = date.fromordinal(max(1, inside.toordinal() - inside.weekday()))
        return Interval(start, date.fromordinal(min(date.max.toordinal(), start.toordinal() + 6)), "week")
    if unit == "month":
        return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")
    if unit in ("quarter", "halfyear"):
        length = _MONTHS[unit]
        return months(year, (month - 1) // length * length + 1, length)
    if unit == "decade":
        year = max(1, year - year % 10)
        return Interval(date(year, 1, 1), date(min(9999, year + 9), 12, 31), "year")
    if unit == "century":
        year = max(1, year - year % 100)
        return Interval(date(year, 1, 1), date(min(9999, year + 99), 12, 31), "year")
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def months(year: int, first: int, length: int) -> Interval:
    """So many months from the first on: a quarter, a season (winter runs into the next year)."""
    last_year, last = divmod(year * 12 + first + length - 2, 12)
    return Interval(date(year, first, 1), date(last_year, last + 1, monthrange(last_year, last + 1)[1]), "month")


def back(anchor: date, count: float, unit: str) -> Interval | None:
    """``count`` units before the anchor (negative: after it), as precise as the unit: the day, the week, the month then."""
    then = shifted(anchor, -count, unit)
    if then is None:
        return None
    if unit == "halfyear" or (unit == "year" and count != round(count)):
        unit = "month"
    return whole(then, unit)


def stretch(anchor: date, count: float, unit: str, *, future: bool = False) -> Interval | None:
    """From ``count`` units before the anchor up to it, or from it to ``count`` units after."""
    other = shifted(anchor, count if future else -count, unit)
    if other is None:
        return None
    precision = _PRECISION[unit]
    return Interval(anchor, other, precision) if future else Interval(other, anchor, precision)


def several(anchor: date, unit: str, *, future: bool = False) -> Interval | None:
    """What "a few days ago" comes to: two to seven units away, and no more precise than that."""
    sign = 1 if future else -1
    near, far = shifted(anchor, sign * 2, unit), shifted(anchor, sign * 7, unit)
    if near is None or far is None:
        return None
    precision = _COARSER.get(_PRECISION[unit], "year")
    return Interval(near, far, precision) if future else Interval(far, near, precision)


def weekday(anchor: date, number: int, direction: int | None) -> date | None:
    """Monday is 1. Without a direction the nearest such day not after the anchor, as wires write; -1 before, 1 after it."""
    distance = (anchor.isoweekday() - number) % 7
    if direction == 1:
        return shifted(anchor, 7 - distance, "day")
    return shifted(anchor, -(distance or (7 if direction == -1 else 0)), "day")


def yearless(anchor: date, month: int, number: int, *, future: bool = False) -> date | None:
    """The day of that name nearest to the anchor: the last one if within nine months, else the next one."""
    found = [d for y in range(anchor.year - 4, anchor.year + 5) if (d := day(y, month, number))]
    past = [d for d in found if d <= anchor]
    ahead = [d for d in found if d >= anchor]
    if ahead and (future or not past or (anchor - past[-1]).days > PAST_DAYS):
        return ahead[0]
    return past[-1] if past else None


def yearless_month(anchor: date, month: int, *, direction: int | None = None, future: bool = False) -> int:
    """The year meant by "in May": this year's or the last one's unless that is far back and the next one near."""
    if direction == 0:
        return anchor.year
    if direction == -1:
        return anchor.year - (month >= anchor.month)
    if direction == 1:
        return anchor.year + (month <= anchor.month)
    passed = (anchor.month - month) % 12
    if passed and (future or passed > 9):
        return anchor.year + (month < anchor.month)
    return anchor.year - (month > anchor.month)


def islamic_year(year: int) -> Interval | None:
    """A year of the Hijri calendar (tabular reckoning, so a day off at most)."""
    try:
        first, last = (_islamic_new_year(y) for y in (year, year + 1))
        return Interval(date.fromordinal(first), date.fromordinal(last - 1), "year")
    except (ValueError, OverflowError):
        return None


def _islamic_new_year(year: int) -> int:
    return (year - 1) * 354 + (3 + 11 * year) // 30 + 227015


def solar_hijri_year(year: int) -> Interval | None:
    """A year of the Iranian and Afghan calendar, from Nowruz to Nowruz."""
    start, end = day(year + 621, 3, 21), day(year + 622, 3, 20)
    return Interval(start, end, "year") if start and end else None


def numeric(text: str, order: str) -> tuple[int, int, int] | None:
    """Year, month and day of "2022-11-29", "29.11.2022" or "11/29/22"; ``order`` ("dmy", "mdy") decides where both may be."""
    mark = next(c for c in text if not c.isdigit())
    try:
        a, b, c = (int(part) for part in text.split(mark))
    except ValueError:
        return None
    widths = [len(part) for part in text.split(mark)]
    if widths[0] == 4:
        year, month, number = a, b, c
    elif widths[0] == 3 or widths[2] not in (2, 4) or (widths[2] == 2 and mark == "-"):
        return None
    else:
        year = c if widths[2] == 4 else 2000 + c if c < 70 else 1900 + c
        first_is_month = b > 12 or (order == "mdy" and mark == "/" and a <= 12)
        month, number = (a, b) if first_is_month else (b, a)
    return (year, month, number) if 1500 <= year <= 2100 and day(year, month, number) else None
