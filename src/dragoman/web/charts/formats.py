"""CLDR's numbers and dates as the locales that Vega (d3) wants."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...i18n import Locale

_FIELD = re.compile(r"'([^']*)'|(y+|[ML]+|d+|E+|[a-zA-Z]+)|([^a-zA-Z']+)")
_DATES = {"y": "%Y", "yy": "%y", "M": "%-m", "L": "%-m", "MM": "%m", "LL": "%m", "MMM": "%b", "LLL": "%b", "MMMM": "%B", "LLLL": "%B"}
_DATES |= {"d": "%-d", "dd": "%d", "E": "%a", "EEEE": "%A"}


def pattern(cldr: str) -> str:
    """A date pattern of CLDR as one of d3.

    >>> pattern("d MMM y 'г'.")
    '%-d %b %Y г.'
    """
    return "".join(quoted or _DATES.get(field, "") or other for quoted, field, other in _FIELD.findall(cldr))


def skeleton(loc: Locale, wanted: str) -> str:
    """The pattern of a combination of fields ("y", "MMM", "MMMd") for d3."""
    return pattern(loc.babel.datetime_skeletons[wanted].pattern)


@lru_cache(maxsize=16)
def formats(loc: Locale) -> dict[str, Any]:
    """The numbers and dates of a language, as ``config.locale``."""
    babel = loc.babel
    symbols = babel.number_symbols["latn"]
    months, days = babel.months["format"], babel.days["format"]
    order = (6, 0, 1, 2, 3, 4, 5)  # d3's week begins on Sunday
    short = pattern(babel.date_formats["medium"].pattern)
    return {
        "number": {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
            "minus": symbols["minusSign"],
            "percent": symbols["percentSign"],
        },
        "time": {
            "dateTime": f"{short} %H:%M",
            "date": short,
            "time": "%H:%M",
            "periods": ["", ""],  # of the day, which no chart shows
            "days": [days["wide"][n] for n in order],
            "shortDays": [days["abbreviated"][n] for n in order],
            "months": [months["wide"][n] for n in range(1, 13)],
            "shortMonths": [months["abbreviated"][n] for n in range(1, 13)],
        },
    }
