"""Cursors of pages: the place of a row in its order, as text that means nothing to who passes it on."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from ..errors import UsageError

Place = tuple[int, str | int]  # the day of a row, and its key
_FAR = 1 << 31


def write(place: Place) -> str:
    """A cursor.

    >>> read(write((19000, "a1"))), read(write((19000, 7)), int)
    ((19000, 'a1'), (19000, 7))
    """
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str, key: type[str] | type[int] = str) -> Place:
    """The place that a cursor names, whose key is of a type. Raises ``UsageError`` for what is none."""
    try:
        day, last = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        if type(day) is not int or type(last) is not key or abs(day) >= _FAR or (isinstance(last, int) and abs(last) >= _FAR):
            raise ValueError
    except (ValueError, TypeError):
        raise UsageError(f"{cursor!r} is no cursor of a page; pass on the one that the page before gave, or none") from None
    return day, last
