"""Surges and shifts: attention to a pair beyond what its past explains, and changes of tone; each with the events behind it.

"Why so many visits just now?" begins with whether there are more than usual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import exp, lgamma, log1p
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..store.daily import Cells
from ..store.query import Filter
from .counts import WEEK, day_of, known, number, windows
from .series import of_pair

if TYPE_CHECKING:
    from ..store import Ledger

_FINE = 400  # days with events up to which every single day is a candidate for a shift


@dataclass(frozen=True, slots=True)
class Surge:
    """A pair with more events in a window than its past explains: how many, how many were expected, and the chance of as many."""

    pair: tuple[str, str]
    start: date
    end: date
    events: int
    expected: float
    chance: float
    rate: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"pair": list(self.pair), "start": self.start.isoformat(), "end": self.end.isoformat()}


@dataclass(frozen=True, slots=True)
class Shift:
    """A day from which on the tone of a pair is another: mean score before and after (until the next shift), and the chance of it."""

    day: date
    before: float
    after: float
    chance: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"day": self.day.isoformat()}


def surges(ledger: Ledger, until: date, *, days: int = 14, history: int = 26, false_discovery: float = 0.05, least: int = 3) -> list[Surge]:
    """Pairs whose events in the ``days`` up to ``until`` exceed what the ``history`` windows of that length before them explain.

    Counts are negative binomial with a mean proportional to all coded events of a window (coverage). Their dispersion is estimated by
    moments from the pair's past and from that of all pairs, whichever is larger: the past of one pair is too short to tell how news comes
    in bursts. What the uncertainty of the pair's rate adds comes on top. Of all pairs with events in the window or before it those are
    told whose chance passes Benjamini and Hochberg (1995) at ``false_discovery``. ``rate`` is events over expected; pairs with fewer than
    ``least`` events are never told. The most unlikely come first. Raises ``UsageError`` where ``days`` or ``history`` is not positive.
    """
    if min(days, history) <= 0:
        raise UsageError("days and history must be above zero")
    found = windows(ledger, until, days, history + 1)
    expected, p = chances(found.events, found.exposure)
    seen = found.events[:, -1]
    told = np.flatnonzero(_passed(p, false_discovery) & (seen >= least))
    start = day_of(number(until) - days + 1)
    out = [
        Surge(found.pair(n), start, until, int(seen[n]), round(float(expected[n]), 3), float(p[n]), _rate(seen[n], expected[n]))
        for n in told.tolist()
    ]
    return sorted(out, key=lambda s: (s.chance, s.pair))


def _rate(seen: float, expected: float) -> float:
    return round(float(seen / max(expected, 1e-9)), 2)


def chance(counts: Sequence[float] | NDArray[Any], exposure: Sequence[float] | NDArray[Any]) -> tuple[float, float]:
    """The expected count of the last window, and the chance of at least the one seen, given the windows before it.

    >>> expected, p = chance([2, 3, 2, 3, 2, 3, 20], [100] * 7)
    >>> round(expected, 1), p < 1e-4
    (2.6, True)
    """
    expected, p = chances(np.asarray(counts)[None], np.asarray(exposure))
    return float(expected[0]), float(p[0])


def chances(counts: NDArray[Any], exposure: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For many pairs [pairs, windows] the expected counts of the last window [pairs], and the chances of at least those seen [pairs]."""
    past, seen = counts[:, :-1].astype(float), counts[:, -1].astype(float)
    weight, now = exposure[:-1].astype(float), float(exposure[-1])
    if weight.sum() <= 0 or now <= 0:
        return seen, np.ones(len(seen))
    total = past.sum(1)
    shape = total + 0.5
    mean = shape / weight.sum() * now
    fitted = total[:, None] / weight.sum() * weight
    excess = (past - fitted) ** 2 * len(weight) / max(1, len(weight) - 1) - fitted
    squares = (fitted**2).sum(1)
    own = np.divide(excess.sum(1), squares, out=np.zeros(len(squares)), where=squares > 0)
    linear, square = _common_excess(excess, fitted)
    return mean, at_least(seen.astype(np.int64), mean, np.maximum(own, linear / mean + square) + 1 / shape)


def _common_excess(excess: NDArray[np.float64], fitted: NDArray[np.float64]) -> tuple[float, float]:
    """How the variance exceeds the mean over all pairs: a and b of a mean + b mean^2, by weighted least squares, none below zero."""
    f, y = fitted.ravel(), excess.ravel()
    g = 1 / (1 + 2 * f)  # weights are 1 / (f + 2 f^2): what the squared error of a Poisson count varies by
    h = g * f
    ff, fff, ffff, fy, ffy = h.sum(), h @ f, (h * f) @ f, g @ y, h @ y
    apart = ff * ffff - fff**2
    if apart > 1e-9 * ff * ffff:
        a, b = (ffff * fy - fff * ffy) / apart, (ff * ffy - fff * fy) / apart
        if a >= 0 and b >= 0:
            return float(a), float(b)
        if a < 0:
            return 0.0, max(0.0, float(ffy / ffff))
    return (max(0.0, float(fy / ff)), 0.0) if ff else (0.0, 0.0)


def at_least(seen: NDArray[np.int64], mean: NDArray[np.float64], alpha: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(X >= seen) of negative binomials with variance mean + alpha mean^2, all [n].

    The chances of 0, 1, 2 … below ``seen`` are summed, each from the one before: P(k) = P(k - 1) q (k - 1 + size) / k, in logarithms.
    """
    size = 1 / alpha
    log_q = -np.log1p(size / mean)
    log_term = size * -np.log1p(mean / size)
    below = np.zeros(len(seen))
    left = np.flatnonzero(seen > 0)
    k = 0
    while len(left):
        below[left] += np.exp(log_term[left])
        k += 1
        left = left[seen[left] > k]
        log_term[left] += log_q[left] + np.log((k - 1 + size[left]) / k)
    out = np.clip(1 - below, 0.0, 1.0)
    for n in np.flatnonzero(below >= 1 - 1e-9).tolist():
        out[n] = _tail(int(seen[n]), float(size[n]), float(mean[n]))
    return out


def _tail(seen: int, size: float, mean: float) -> float:
    """The far tail, where one minus the sum has no digits left."""
    log_p, log_q = -log1p(mean / size), -log1p(size / mean)
    term = exp(lgamma(seen + size) - lgamma(size) - lgamma(seen + 1) + size * log_p + seen * log_q)
    total, k = 0.0, seen
    while term > total * 1e-12 and k < seen + 100_000:
        total += term
        term *= exp(log_q) * (k + size) / (k + 1)
        k += 1
    return total


def _passed(chances: NDArray[np.float64], rate: float) -> NDArray[np.bool_]:
    """Benjamini and Hochberg's procedure: those up to the last one, by chance, that is at most its rank's part of ``rate``."""
    order = np.argsort(chances, kind="stable")
    below = np.flatnonzero(chances[order] <= rate * np.arange(1, len(order) + 1) / max(1, len(order)))
    out = np.zeros(len(chances), bool)
    out[order[: below[-1] + 1 if len(below) else 0]] = True
    return out


def shifts(
    ledger: Ledger,
    one: str,
    other: str,
    since: date | None = None,
    until: date | None = None,
    *,
    directed: bool = False,
    level: float = 0.01,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    seed: int = 0,
) -> list[Shift]:
    """The days on which the tone of a pair changed, found by binary segmentation; only from ``one`` to ``other`` if ``directed``.

    The day that best divides the daily scores into two means (largest scaled difference, CUSUM) is a shift where fewer than ``level`` of
    999 permutations of the days divide as well; then both sides are searched. Fewer than ten days with events are never divided. More than
    400 days with events are searched week by week, and the day is then looked for within a week of where the weeks divide. Events of which
    not even the week is known are left out.
    """
    found = known(of_pair(ledger, one, other, directed=directed, since=since, until=until, groups=groups), WEEK)
    days = Sums.of(found.day, found)
    coarse = days if len(days.day) <= _FINE else Sums.of(found.day - (found.day + 3) % 7, found)
    rng = np.random.default_rng(seed)
    cuts: dict[int, float] = {}  # where among the days, and the chance

    def divide(low: int, high: int) -> None:
        if high - low < 10:
            return
        weight, score = coarse.weight[low:high], coarse.score[low:high]
        (best,), (value,) = _divide(weight[None], score[None])
        p = _permuted(weight, score, value, level, rng)
        if p <= level:
            cuts[days.near(int(coarse.day[low + best]), 0 if coarse is days else 7)] = p
            divide(low, low + int(best))
            divide(low + int(best), high)

    divide(0, len(coarse.day))
    edges = [0, *sorted(cuts), len(days.day)]
    return [
        Shift(day_of(days.day[b]), days.mean(a, b), days.mean(b, c), cuts[b]) for a, b, c in zip(edges, edges[1:], edges[2:], strict=False)
    ]


@dataclass(frozen=True, slots=True)
class Sums:
    """Events and score by day or week, for those that have any; ``day`` is the first one [n]."""

    day: NDArray[np.int64]
    weight: NDArray[np.float64]
    score: NDArray[np.float64]

    @classmethod
    def of(cls, when: NDArray[np.int64], cells: Cells) -> Sums:
        """The sums of the cells of equal ``when``."""
        day, place = np.unique(when, return_inverse=True)
        sums = (np.bincount(place, weights=w, minlength=len(day)).astype(float) for w in (cells.events, cells.score))
        return cls(day, *sums)

    def mean(self, low: int, high: int) -> float:
        """The mean score of some."""
        return round(float(self.score[low:high].sum() / self.weight[low:high].sum()), 4)

    def near(self, day: int, reach: int) -> int:
        """Which one at most ``reach`` days from ``day`` best divides the ten weeks around; the one of ``day`` itself without a reach."""
        at = int(np.searchsorted(self.day, day))
        if not reach:
            return at
        low, high = np.searchsorted(self.day, [day - 35, day + 35])
        value = _differences(self.weight[None, low:high], self.score[None, low:high])[0]
        within = np.abs(self.day[low + 3 : high - 2] - day) <= reach
        return int(low + 3 + np.argmax(np.where(within, value, -1.0))) if within.any() else at


def _permuted(weight: NDArray[np.float64], score: NDArray[np.float64], value: float, level: float, rng: np.random.Generator) -> float:
    """The share of permutations that divide as well as ``value``; they end early where the share cannot fall to ``level`` any more."""
    as_good = 0
    for many in (99, 300, 600):
        order = rng.permuted(np.broadcast_to(np.arange(len(weight)), (many, len(weight))), axis=1)
        as_good += int((_divide(weight[order], score[order])[1] >= value - 1e-12).sum())
        if (as_good + 1) / 1000 > level:
            break
    return (as_good + 1) / 1000


def _divide(weight: NDArray[np.float64], score: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each row [rows, n] where the means of both sides differ most, with the scaled difference; at least three on either side."""
    value = _differences(weight, score)
    return value.argmax(1) + 3, value.max(1)


def _differences(weight: NDArray[np.float64], score: NDArray[np.float64]) -> NDArray[np.float64]:
    """The scaled differences of the means of both sides, for a cut before the fourth, fifth … up to the third last."""
    left, left_score = np.cumsum(weight, 1)[:, 2:-3], np.cumsum(score, 1)[:, 2:-3]
    right, right_score = weight.sum(1, keepdims=True) - left, score.sum(1, keepdims=True) - left_score
    out: NDArray[np.float64] = np.abs(left_score / left - right_score / right) * np.sqrt(left * right / (left + right))
    return out


def behind(ledger: Ledger, pair: tuple[str, str], start: date, end: date, limit: int = 10) -> list[dict[str, Any]]:
    """The events of a pair that began in a span, those that most texts tell first: what a surge or a shift is made of."""
    rows = ledger.events(Filter(actor=pair[0], other=pair[1], since=start, until=end, began=True))
    return sorted(rows, key=lambda e: (-e["texts"], -e["reports"], e["date"] or "", e["event_id"]))[:limit]
