"""Offices and who held them when, so that "the French president" of 2011 is another man than that of 2022.

>>> from datetime import date
>>> [t.person for t in tenures("FRA", "head_of_state", date(2011, 6, 1))]
['Nicolas Sarkozy']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from ..errors import DataError
from ..language.fold import fold_token

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person's time in one office. ``start`` and ``end`` are inclusive; an open end is ``date.max``."""

    actor: str
    office: str
    person: str
    start: date
    end: date

    def covers(self, day: date) -> bool:
        """Whether the person held the office on that day."""
        return self.start <= day <= self.end


def _day(text: str, last: bool) -> date:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)
    if len(parts) == 2:
        if not last:
            return date(parts[0], parts[1], 1)
        return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(days=1)
    return date(*parts)


@lru_cache(maxsize=1)
def all_tenures() -> tuple[Tenure, ...]:
    """Every tenure in the data files, in their order."""
    out: list[Tenure] = []
    for path in (DATA / "holders.tsv", DATA / "reign" / "holders.tsv"):
        for number, line in enumerate(path.read_text("utf-8").splitlines() if path.exists() else (), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            try:
                actor, office, person, start = (c.strip() for c in cells[:4])
                end = cells[4].strip() if len(cells) > 4 else ""
                out.append(Tenure(actor, office, person, _day(start, False) if start else date.min, _day(end, True) if end else date.max))
            except ValueError as error:
                raise DataError(f"{path.name}:{number}: want actor, office, person, start, end with ISO dates: {error}") from None
    return tuple(out)


@lru_cache(maxsize=1)
def by_person() -> dict[str, tuple[Tenure, ...]]:
    """Tenures by the person's name as the data file has it."""
    out: dict[str, list[Tenure]] = {}
    for tenure in all_tenures():
        out.setdefault(tenure.person, []).append(tenure)
    return {person: tuple(rows) for person, rows in out.items()}


@lru_cache(maxsize=1)
def _by_office() -> dict[tuple[str, str], list[Tenure]]:
    out: dict[tuple[str, str], list[Tenure]] = {}
    for tenure in all_tenures():
        out.setdefault((tenure.actor, tenure.office), []).append(tenure)
    return out


def tenures(actor: str, office: str, day: date | None) -> list[Tenure]:
    """Who held this office of this actor on that day; nobody where the day is unknown or the data have no holder."""
    if day is None:
        return []
    return [t for t in _by_office().get((actor, office), ()) if t.covers(day)]


def tenure_of(person: str, day: date | None, actor: str = "", office: str = "") -> Tenure | None:
    """The tenure in which a person speaks: that of the day, else the one nearest to it, else (day unknown) the latest."""
    rows = [t for t in by_person().get(person, ()) if (not actor or t.actor == actor) and (not office or t.office == office)]
    if not rows:
        return None
    if day is None:
        return max(rows, key=lambda t: t.start)
    return min(rows, key=lambda t: (_distance(t, day), -t.start.toordinal()))


def _distance(tenure: Tenure, day: date) -> int:
    return 0 if tenure.covers(day) else min(abs((tenure.start - day).days), abs((day - tenure.end).days))


def surname(name: str) -> str:
    """The folded last word of a name: what a later sentence calls the person by."""
    return fold_token(name.split()[-1]) if name.split() else ""
