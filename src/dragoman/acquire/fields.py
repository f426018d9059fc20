"""Metadata fields as sources write them: dates in figures and ISO 8601, language codes, names.

A date that can be read in two ways (03/04/2022) is left unread: ``published`` is never a guess.

>>> date_in("Published on 29.11.2022"), date_in("2022-11-29T08:00:00Z"), date_in("20221129"), date_in("03/04/2022")
(datetime.date(2022, 11, 29), datetime.date(2022, 11, 29), datetime.date(2022, 11, 29), None)
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from ..records import Precision

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_EAST = re.compile(r"(?<!\d)((?:19|20)\d\d)年\s*(\d{1,2})月\s*(\d{1,2})日")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:[T ]?\d{4,6}Z?)?")
_MONTH = re.compile(r"((?:19|20)\d\d)-(\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def date_in(text: str) -> date | None:
    """The first date written in figures anywhere in ``text``; None where there is none, or one with two readings."""
    text = text.translate(_DIGITS)
    if match := _ISO.search(text):
        return _day(match[1], match[3], match[4])
    if match := _EAST.search(text):
        return _day(match[1], match[2], match[3])
    if match := _DOTTED.search(text):
        if match[2] != "." and int(match[1]) <= 12 and match[1] != match[3]:
            return None if int(match[3]) <= 12 else _day(match[4], match[1], match[3])
        return _day(match[4], match[3], match[1])
    if match := _COMPACT.fullmatch(text.strip()):
        return _day(match[0][:4], match[0][4:6], match[0][6:8])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_published(value: Any) -> tuple[date | None, Precision]:
    """A metadata date: ISO date or date-time, YYYYMMDD, month or year alone (with that precision), seconds since 1970.

    Raises ValueError for what is none of these.

    >>> parse_published("2022-11"), parse_published("")
    ((datetime.date(2022, 11, 1), 'month'), (None, 'unknown'))
    """
    if isinstance(value, datetime):
        return value.date(), "day"
    if isinstance(value, date):
        return value, "day"
    if value is None or value == "":
        return None, "unknown"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"is no date: {value!r}")
    text = str(value).strip().translate(_DIGITS)
    if not text or text.lower() in ("none", "null", "nan", "unknown"):
        return None, "unknown"
    if found := date_in(text):
        return found, "day"
    if match := _MONTH.fullmatch(text):
        return _checked(_day(match[1], match[2], "1"), value), "month"
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), "year"
    if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text):
        seconds = float(text) / (1000 if len(text.partition(".")[0]) > 11 else 1)
        return datetime.fromtimestamp(seconds, UTC).date(), "day"
    return _checked(_written(text), value), "day"


def _checked(found: date | None, value: Any) -> date:
    if found is None:
        raise ValueError(f"is no date that can be read: {value!r}; write it as YYYY-MM-DD")
    return found


def _written(text: str) -> date | None:
    """RFC 2822 ("Tue, 29 Nov 2022 08:00:00 GMT"), as feeds write it."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError):
        return None


def parse_language(value: Any) -> str:
    """ISO 639-1 code of a language tag: "pt-BR" is "pt", "zh_Hans" is "zh"; ``""`` for none. Raises ValueError for no tag.

    >>> parse_language("zh-Hans"), parse_language("kaz")
    ('zh', 'kk')
    """
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value.strip()):
        raise ValueError(f"is no language code: {value!r}; write ISO 639-1, for example ar")
    code = re.split("[-_]", value.strip().lower())[0]
    return _THREE.get(code, code)


_THREE = {
    "eng": "en",
    "ara": "ar",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "rus": "ru",
    "zho": "zh",
    "chi": "zh",
    "deu": "de",
    "ger": "de",
    "por": "pt",
    "tur": "tr",
    "kaz": "kk",
    "ita": "it",
    "ukr": "uk",
}
