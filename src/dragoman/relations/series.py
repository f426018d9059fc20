"""Series of a relation: how often and how kindly two sides deal with each other, period by period.

The two sides are countries, organisations, groups or everybody ("*"). Each period has its counts by quad and type, the sum and mean of the
Goldstein-like scores with a bootstrap interval, the share of all coded events, and an exponentially weighted level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from .. import ontology
from ..errors import UsageError
from ..store.daily import PRECISION, VAGUE, Cells
from ..store.dealings import EVERYBODY
from . import draws
from .counts import among, day_of, known, number, totals
from .groups import sides

if TYPE_CHECKING:
    from ..store import Ledger

Every = Literal["day", "week", "month", "quarter", "year"]
_TYPES = ontology.types()
_MEMORY = 10  # half-lives after which an event weighs a thousandth, and is left out
_EXACT: dict[str, int] = {"day": PRECISION["day"], "week": PRECISION["week"], "month": PRECISION["month"], "quarter": PRECISION["month"]}
_HALVES = 32  # half points of the score on either side of 0, and some to spare


@dataclass(frozen=True, slots=True)
class Point:
    """One period. ``low`` and ``high`` bound the mean score (95 %); ``share`` is per thousand coded events; ``level`` stands at its end.

    ``vague`` are events of which only a longer period is known ("in 2023"), by the day with which that begins; they count in nothing else.
    """

    start: date
    end: date
    events: int
    quads: dict[str, int]
    types: dict[str, int]
    score: float
    mean: float | None
    low: float | None
    high: float | None
    share: float | None
    level: float | None
    vague: int = 0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"start": self.start.isoformat(), "end": self.end.isoformat()}


def series(
    ledger: Ledger,
    one: str,
    other: str = EVERYBODY,
    *,
    directed: bool = False,
    every: Every = "month",
    since: date | None = None,
    until: date | None = None,
    half_life: float = 90.0,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    seed: int = 0,
) -> list[Point]:
    """The series of a pair: from ``one`` to ``other`` if ``directed``, else both ways; with "*" of ``one`` and everybody.

    Each event counts once, however many members of a group take part in it, on the day on which it began; where less is known of that day
    than the period in which it falls, it is among the ``vague``.
    The mean's interval is a Poisson bootstrap (Hanley and MacGibbon 2006): each count is drawn anew from a Poisson distribution with it as
    its mean. ``level`` is the mean of all scores of the last ten half-lives, also those before ``since``, each weighted by
    2^(-age / half_life), age and half-life in days. ``share`` corrects for coverage: more news is not more friendship. Periods without
    events have no mean. Raises ``UsageError`` where the span ends before it begins, or the half-life is not above zero.
    """
    if not half_life > 0:
        raise UsageError("the half-life must be above zero")
    earlier = max(date.min, since - timedelta(days=min(ceil(_MEMORY * half_life), (since - date.min).days))) if since else None
    past = of_pair(ledger, one, other, directed=directed, since=earlier, until=until, groups=groups)
    told = past.where(past.day >= number(since)) if since else past
    exactly = _EXACT.get(every, VAGUE)
    found = known(told, exactly)
    day, coded = totals(ledger, since, until, exactly)
    ends = [int(told.day.min()), int(told.day.max())] if len(told) else []
    ends += day[[0, -1]].tolist() if len(day) else []
    first = number(since) if since else min(ends, default=None)
    last = number(until) if until else max(ends, default=None)
    if first is None or last is None:
        return []
    if last < first:
        raise UsageError(f"the span ends ({until}) before it begins ({since})")
    edges = np.array([number(d) for d in periods(day_of(first), day_of(last), every)] + [last + 1])
    edges[0] = first
    size = len(edges) - 1
    period = np.searchsorted(edges, found.day, side="right") - 1
    everything = np.bincount(np.searchsorted(edges, day, side="right") - 1, weights=coded, minlength=size)
    types = _by_type(found, period, size)
    scores = np.bincount(period, weights=found.score, minlength=size)
    low, high = intervals(found, period, size, np.random.default_rng(seed))
    levels = level(known(past, exactly), edges[1:] - 1, half_life)
    vague = told.where(told.precision > exactly)
    unplaced = np.bincount(np.searchsorted(edges, vague.day, side="right") - 1, weights=vague.events, minlength=size)
    busy = types.sum(1)
    out = []
    for n in range(size):
        of_types = {_TYPES[k]: int(types[n, k]) for k in np.argsort(-types[n], kind="stable") if types[n, k]} if busy[n] else {}
        quads: Counter[str] = Counter()
        for kind, times in of_types.items():
            quads[ontology.quad(kind)] += times
        count, total = sum(of_types.values()), float(everything[n])
        out.append(
            Point(
                start=day_of(edges[n]),
                end=day_of(edges[n + 1] - 1),
                events=count,
                quads=dict(quads),
                types=of_types,
                score=round(float(scores[n]), 6),
                mean=round(float(scores[n]) / count, 6) if count else None,
                low=_told(low[n]),
                high=_told(high[n]),
                share=round(1000 * count / total, 6) if total else None,
                level=levels[n],
                vague=int(unplaced[n]),
            )
        )
    return out


def of_pair(
    ledger: Ledger,
    one: str,
    other: str,
    *,
    directed: bool = False,
    since: date | None = None,
    until: date | None = None,
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> Cells:
    """The daily counts of a pair of countries or groups, none of them on both sides (``groups.sides``), in no order.

    Either side may be "*", everybody. Of a group with everybody, or of anybody in one direction, those events count that name another side,
    and none among its members. An event stands in one cell only, that of its first pair. Raises ``UsageError`` for
    a side without a name.
    """
    if not (one and other):
        raise UsageError('a side of a relation is an actor, a group or "*", everybody; one has no name')
    if one == EVERYBODY and not directed:
        one, other = other, one
    left, right = sides(one, other, groups)
    if EVERYBODY in (one, other):
        if one == other or (len(left) == 1 and not directed):
            return ledger.cells(left, [EVERYBODY], since, until, ordered=False)
        doers, recipients = (None, right) if one == EVERYBODY else (left, None)
        found = ledger.cells(doers, recipients, since, until, either_way=not directed, ordered=False)
        own = among(found, doers or recipients or ())
        return found.where(~(own[found.actor_code] & own[found.recipient_code])).once()
    return ledger.cells(left, right, since, until, either_way=not directed, ordered=False).once()


def intervals(cells: Cells, period: NDArray[np.int64], size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Bounds [2, size] of the mean score of the cells of each period by Poisson bootstrap; NaN where there are fewer than two events.

    Cells whose mean score is the same to half a point are drawn as one.
    """
    bins = np.rint(2 * cells.score / cells.events).astype(np.int64) + _HALVES  # sums of Poisson counts are Poisson counts
    of_bin = [np.bincount(period * 2 * _HALVES + bins, weights=w, minlength=2 * _HALVES * size) for w in (cells.events, cells.score)]
    keys = np.flatnonzero(of_bin[0])
    events, score = (of[keys] for of in of_bin)
    of_period, of_mean, events = keys // (2 * _HALVES), score / events, events.astype(np.int64)
    enough = np.bincount(of_period, weights=events, minlength=size) >= 2
    keep = enough[of_period]
    out = np.full((2, size), np.nan)
    out[:, enough] = draws.means(events[keep], of_mean[keep], of_period[keep], rng)
    return out


def _by_type(cells: Cells, period: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Events [size, types]."""
    place = {name: n for n, name in enumerate(_TYPES)}
    kind = np.array([place.get(name, 0) for name in cells.names.tolist()], np.int64)[cells.type_code]
    flat = np.bincount(period * len(_TYPES) + kind, weights=cells.events, minlength=size * len(_TYPES))
    return flat.astype(np.int64).reshape(size, len(_TYPES))


def _told(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def level(cells: Cells, ends: Sequence[int] | np.ndarray[Any, Any], half_life: float) -> list[float | None]:
    """At the end of each period the mean score of the last ten half-lives, an event of age a weighing 2^(-a / half_life)."""
    if not len(cells):
        return [None] * len(ends)
    first, last = int(cells.day.min()), int(cells.day.max())
    events, score = (np.bincount(cells.day - first, weights=w) for w in (cells.events, cells.score))
    reach = ceil(_MEMORY * half_life)
    weight = 0.5 ** (np.arange(min(reach, int(max(ends, default=first)) - first) + 1) / half_life)  # by age
    out: list[float | None] = []
    for end in ends:
        low, high = max(first, int(end) - reach), min(last, int(end))
        age = slice(int(end) - high, int(end) - low + 1)
        those = slice(low - first, high - first + 1)
        total = float(events[those][::-1] @ weight[age]) if high >= low else 0.0
        out.append(round(float(score[those][::-1] @ weight[age]) / total, 6) if total > 0 else None)
    return out


def periods(first: date, last: date, every: Every) -> list[date]:
    """The first days of the periods that cover a span; weeks begin on Monday. Raises ``UsageError`` for another ``every``."""
    step = {"day": 1, "week": 7}.get(every)
    if step:
        start = first - timedelta(days=first.weekday()) if every == "week" else first
        return [start + timedelta(days=n) for n in range(0, (last - start).days + 1, step)]
    months = {"month": 1, "quarter": 3, "year": 12}.get(every)
    if months is None:
        raise UsageError(f"{every!r} is no period; give day, week, month, quarter or year")
    at = first.year * 12 + first.month - 1
    at -= at % months
    out = []
    while (start := date(at // 12, at % 12 + 1, 1)) <= last:
        out.append(start)
        at += months
    return out
