"""Daily counts put together as the measures need them: all coded events by day, all pairs by window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..store.daily import PRECISION, VAGUE, Cells
from ..store.dealings import EVERYBODY

if TYPE_CHECKING:
    from ..store import Ledger

WEEK = PRECISION["week"]
EPOCH = date(1970, 1, 1).toordinal()


def number(day: date) -> int:
    """A day as its number, counted from 1970."""
    return day.toordinal() - EPOCH


def day_of(given: int) -> date:
    """The day of a number."""
    return date.fromordinal(int(given) + EPOCH)


def among(found: Cells, wanted: Collection[str]) -> NDArray[np.bool_]:
    """Which of the cells' names are wanted, by code: ``among(found, names)[found.actor_code]`` is a mask of the cells."""
    out: NDArray[np.bool_] = np.isin(found.names, list(wanted))
    return out


def known(found: Cells, precision: int) -> Cells:
    """The cells whose day is known at least so exactly (0 a day, 1 a week, 2 a month)."""
    return found.where(found.precision <= precision)


def totals(
    ledger: Ledger, since: date | None = None, until: date | None = None, precision: int = VAGUE
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All coded events by day: numbers of the days that have any [n], in order, and events [n]; only those as exactly dated as that."""
    found = known(ledger.cells([EVERYBODY], [EVERYBODY], since, until), precision)
    if not len(found):
        return found.day, found.events
    first = int(found.day.min())
    counted = np.bincount(found.day - first, weights=found.events).astype(np.int64)
    days = np.flatnonzero(counted)
    return days + first, counted[days]


@dataclass(frozen=True, slots=True)
class Windows:
    """Events of each undirected pair by window [pairs, windows], and all coded events [windows]."""

    one: NDArray[np.str_]
    other: NDArray[np.str_]
    events: NDArray[np.int64]
    exposure: NDArray[np.int64]

    def pair(self, n: int) -> tuple[str, str]:
        """The names of a pair, in alphabetical order."""
        return str(self.one[n]), str(self.other[n])


def windows(ledger: Ledger, until: date, days: int, count: int) -> Windows:
    """The last ``count`` windows of ``days`` each, the last one ending with ``until``, of all pairs that have any event in them.

    Events of which only the month or year is known belong to no window.
    """
    begin = number(until) - days * count + 1
    found, pair, alphabet = known(ledger.cells(None, None, day_of(begin), until), WEEK).undirected()
    keys, place = np.unique(pair, return_inverse=True)
    one, other = np.divmod(keys, max(1, len(alphabet)))
    flat = np.bincount(place * count + (found.day - begin) // days, weights=found.events, minlength=len(keys) * count)
    day, coded = totals(ledger, day_of(begin), until, WEEK)
    return Windows(
        found.names[alphabet[one]],
        found.names[alphabet[other]],
        flat.astype(np.int64).reshape(len(keys), count),
        np.bincount((day - begin) // days, weights=coded, minlength=count).astype(np.int64),
    )
