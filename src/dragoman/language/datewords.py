"""What the words of a date pattern come to: slots in, interval out.

>>> Reader("dmy", {"n": 3, "unit": "day"}, date(2022, 11, 29), False).read("ago")[0].to_dict()
{'date': '2022-11-26', 'date_end': '2022-11-26', 'date_precision': 'day'}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dragoman.records import Interval, Precision

from . import calendar

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


class Reader:
    """Reads the slots of one match. ``relative`` becomes true as soon as the anchor is needed."""

    def __init__(self, order: str, slots: Mapping[str, Any], anchor: date | None, future: bool) -> None:
        self.order = order
        self.slots = slots
        self.known = anchor is not None
        self.anchor = anchor or date(2000, 6, 15)
        self.future = future or slots.get("direction") == 1
        self.relative = False

    def read(self, kind: str) -> tuple[Interval | None, bool]:
        if kind == "not":  # a pattern for what only looks like a date
            return None, False
        when = self._counted(kind) if kind != "date" else self._named()
        if when is not None and "part" in self.slots:
            when = _part(when, self.slots["part"])
        if when is not None and ("since" in self.slots or "since_after" in self.slots):
            when = Interval(when.start, self.anchor if self.known else None, when.precision)
        elif when is not None and ("until" in self.slots or "until_after" in self.slots):
            when = until(when, self.anchor if self.known else None)
        return when, self.relative

    def _counted(self, kind: str) -> Interval | None:
        """Reads "Three days ago", "a few weeks ago", "in the past month", "recently"."""
        self.relative = True
        slots, anchor = self.slots, self.anchor
        if kind == "recent":
            return Interval(anchor - timedelta(days=14), anchor, "week")
        future = kind in ("ahead", "within_ahead") or slots.get("direction") == 1
        unit = slots.get("unit") or slots.get("two") or "day"
        if "few" in slots:
            return calendar.several(anchor, unit, future=future)
        count = slots.get("n", 2 if "two" in slots else 1)
        if "half" in slots:
            count += 0.5
        if kind.startswith("within"):
            return calendar.stretch(anchor, count, unit, future=future)
        return calendar.back(anchor, -count if future else count, unit)

    def _named(self) -> Interval | None:
        slots = self.slots
        if "numeric" in slots:
            parts = calendar.numeric(slots["numeric"], self.order)
            return _one_day(calendar.day(*parts)) if parts else None
        month = slots.get("month") or slots.get("month_in") or slots.get("monthno")
        if month:
            return self._day(month, slots["day"]) if "day" in slots else self._month(month)
        if "day" in slots:
            return self._day_of_month(slots["day"])
        if "islamic" in slots:
            return calendar.islamic_year(slots["islamic"])
        if "solar" in slots:
            return calendar.solar_hijri_year(slots["solar"])
        if "offset" in slots:
            self.relative = True
            return _one_day(calendar.shifted(self.anchor, slots["offset"], "day"))
        if "weekday" in slots:
            return self._weekday(slots["weekday"])
        return self._period()

    def _weekday(self, number: int) -> Interval | None:
        self.relative = True
        if "unit" in self.slots and "direction" in self.slots:  # "Monday of next week"
            week = calendar.back(self.anchor, -self.slots["direction"], "week")
            return _one_day(week.start + timedelta(days=number - 1)) if week and week.start else None
        return _one_day(calendar.weekday(self.anchor, number, 1 if self.future else self.slots.get("direction")))

    def _year(self) -> int | None:
        """The year that the words give, if any: "2021", "last year" beside a month, "去年"."""
        slots = self.slots
        if "year" in slots:
            return int(slots["year"])
        if "shift" in slots:
            self.relative = True
            return self.anchor.year + int(slots["shift"])
        return None

    def _day(self, month: int, number: int) -> Interval | None:
        slots = self.slots
        month2, number2 = slots.get("month2", month), slots.get("day2", number)
        year = self._year()
        if year is None:
            self.relative = True
            start = calendar.yearless(self.anchor, month, number, future=self.future)
        else:
            start = calendar.day(year, month, number)
        if start is None:
            return None
        end = calendar.day(start.year, month2, number2)
        if end is not None and end < start and month2 < month:
            if year is None:
                end = calendar.day(start.year + 1, month2, number2)
            else:
                start, end = calendar.day(start.year - 1, month, number), end
        return Interval(start, end, "day") if start and end and start <= end else None

    def _day_of_month(self, number: int) -> Interval | None:
        """Reads "On the 5th of this month", "本月5日", "the 29th" of a dateline without a month."""
        self.relative = True
        month = calendar.shifted(self.anchor.replace(day=1), self.slots.get("direction", 0), "month")
        return _one_day(calendar.day(month.year, month.month, number)) if month else None

    def _month(self, month: int) -> Interval | None:
        slots = self.slots
        year = self._year()
        if year is None:
            self.relative = True
            year = calendar.yearless_month(self.anchor, month, direction=slots.get("direction"), future=self.future)
        last = slots.get("month2", month)
        length = (last - month) % 12 + 1
        return calendar.months(year, month, length) if 1 <= year < 9999 else None

    def _period(self) -> Interval | None:
        """Weeks, quarters, seasons, years, decades."""
        slots = self.slots
        unit = slots.get("unit")
        if "ordinal" in slots and unit in ("quarter", "halfyear"):
            year, length = self._year(), 3 if unit == "quarter" else 6
            if year is None:
                self.relative = True
                year = self.anchor.year + slots.get("direction", 0)
            fits = 1 <= slots["ordinal"] <= 12 // length
            return calendar.months(year, (slots["ordinal"] - 1) * length + 1, length) if fits and 1 <= year < 9999 else None
        if "season" in slots:
            return self._season(_SEASONS[slots["season"]])
        if "decade" in slots:
            return _decade(slots["decade"])
        year = self._year()
        if year is not None:
            year2 = slots.get("year2", year)
            if year2 < 100:
                year2 += year - year % 100
            if "year2" in slots and not year < year2 <= year + 120:
                return None
            return Interval(date(year, 1, 1), date(year2, 12, 31), "year")
        if unit and ("direction" in slots or "part" in slots):
            self.relative = True
            return calendar.back(self.anchor, -slots.get("direction", 0), unit)
        return None

    def _season(self, first: int) -> Interval | None:
        year = self._year()
        if year is None:
            self.relative = True
            now = self.anchor.year * 12 + self.anchor.month
            if (direction := self.slots.get("direction")) == 0:
                year = self.anchor.year - (first == 12 and self.anchor.month < 3)
            elif direction == 1 or self.future:
                year = self.anchor.year + (self.anchor.year * 12 + first <= now)
            else:
                year = self.anchor.year - (self.anchor.year * 12 + first + 2 * (direction == -1) >= now + (direction != -1))
        return calendar.months(year, first, 3) if 1 <= year < 9998 else None


def _one_day(day: date | None) -> Interval | None:
    return Interval(day, day, "day") if day else None


def _decade(value: int) -> Interval | None:
    """Reads "The 1990s", "90-е", "the 20s" (of this century if they have begun)."""
    if value % 10:
        return None
    if value < 100:
        value += 1900 if value >= 30 else 2000
    length = 99 if value % 100 == 0 and value < 2000 else 9
    return Interval(date(value, 1, 1), date(value + length, 12, 31), "year") if 1000 <= value <= 2100 else None


def _part(when: Interval, part: str) -> Interval:
    """Reads "Early in May", "the end of 2021": the first, middle or last third of it."""
    if when.start is None or when.end is None:
        return when
    third = ((when.end - when.start).days + 1) // 3
    start = when.start + timedelta(days=third * {"early": 0, "mid": 1, "late": 2}[part])
    finer: dict[Precision, Precision] = {"year": "month", "month": "week", "week": "day"}
    end = when.end if part == "late" else start + timedelta(days=third)
    return Interval(start, end, finer.get(when.precision, when.precision) if third < 200 else "year")


def until(when: Interval, anchor: date | None) -> Interval:
    """From the anchor, if it is before, to the end of the date: "until 2030"."""
    start = anchor if anchor and when.end and anchor <= when.end else None
    return Interval(start, when.end, when.precision)
