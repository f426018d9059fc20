"""Surges and shifts: attention to a pair beyond what its past explains, and changes of tone; each with the events behind it.

"Why so many visits just now?" begins with whether there are more than usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..store.daily import EVERYBODY, Cells
from ..store.query import Filter
from .series import of_pair

if TYPE_CHECKING:
    from ..store import Ledger

_EPOCH = date(1970, 1, 1).toordinal()


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


@dataclass(frozen=True, slots=True)
class Shift:
    """A day from which on the tone of a pair is another: mean score before and after (until the next shift), and the chance of it."""

    day: date
    before: float
    after: float
    chance: float


def surges(ledger: Ledger, until: date, *, days: int = 14, history: int = 26, false_discovery: float = 0.05, least: int = 3) -> list[Surge]:
    """Pairs whose events in the ``days`` up to ``until`` exceed what the ``history`` windows of that length before them explain.

    Counts are negative binomial with a mean proportional to all coded events of a window (coverage), their dispersion estimated by moments
    from the pair's past, plus what the uncertainty of its rate adds. Of all pairs with events in the window or before it those are told
    whose chance passes Benjamini and Hochberg (1995) at ``false_discovery``. ``rate`` is events over expected; pairs with fewer than
    ``least`` events are never told. The most unlikely come first.
    """
    end = until.toordinal() - _EPOCH
    begin = end - days * (history + 1) + 1
    found = ledger.cells(None, None, date.fromordinal(begin + _EPOCH), until)
    total = ledger.cells([EVERYBODY], [EVERYBODY], date.fromordinal(begin + _EPOCH), until)
    exposure = np.bincount((total.day - begin) // days, weights=total.events, minlength=history + 1)[: history + 1]
    counts = _by_pair(found, (found.day - begin) // days, history + 1)
    tested = [(pair, row, *chance(row, exposure)) for pair, row in counts.items()]
    passed = _passed([t[3] for t in tested], false_discovery)
    start = date.fromordinal(end - days + 1 + _EPOCH)
    out = [
        Surge(pair, start, until, int(row[-1]), round(expected, 3), p, round(row[-1] / max(expected, 1e-9), 2))
        for (pair, row, expected, p), ok in zip(tested, passed, strict=True)
        if ok and row[-1] >= least
    ]
    return sorted(out, key=lambda s: (s.chance, s.pair))


def chance(counts: Sequence[float] | NDArray[Any], exposure: Sequence[float] | NDArray[Any]) -> tuple[float, float]:
    """The expected count of the last window, and the chance of at least the one seen, given the windows before it.

    >>> expected, p = chance([2, 3, 2, 3, 2, 3, 20], [100] * 7)
    >>> round(expected, 1), p < 1e-4
    (2.6, True)
    """
    past, seen = np.asarray(counts[:-1], float), float(counts[-1])
    weight, now = np.asarray(exposure[:-1], float), float(exposure[-1])
    if weight.sum() <= 0 or now <= 0:
        return seen, 1.0
    shape = past.sum() + 0.5
    mean = shape / weight.sum() * now
    fitted = past.sum() / weight.sum() * weight
    spread = float((fitted**2).sum())
    excess = max(0.0, float(((past - fitted) ** 2 - fitted).sum()) / spread) if spread > 0 else 0.0
    return float(mean), _at_least(seen, float(mean), excess + 1 / shape)


def _at_least(seen: float, mean: float, alpha: float) -> float:
    """P(X >= seen) of a negative binomial with variance mean + alpha mean^2."""
    size = 1 / alpha
    log_p, log_q = log(size / (size + mean)), -log1p(size / mean)
    below = sum(exp(lgamma(k + size) - lgamma(size) - lgamma(k + 1) + size * log_p + k * log_q) for k in range(int(seen)))
    return min(1.0, max(1.0 - below, 0.0)) if below < 1 - 1e-9 else _tail(int(seen), size, log_p, log_q)


def _tail(seen: int, size: float, log_p: float, log_q: float) -> float:
    """The far tail, where one minus the sum has no digits left."""
    term = exp(lgamma(seen + size) - lgamma(size) - lgamma(seen + 1) + size * log_p + seen * log_q)
    total, k = 0.0, seen
    while term > total * 1e-12 and k < seen + 100_000:
        total += term
        term *= exp(log_q) * (k + size) / (k + 1)
        k += 1
    return total


def _passed(chances: Sequence[float], rate: float) -> list[bool]:
    """Benjamini and Hochberg's procedure."""
    order = sorted(range(len(chances)), key=lambda n: chances[n])
    last = max((rank for rank, n in enumerate(order, 1) if chances[n] <= rate * rank / len(chances)), default=0)
    ok = set(order[:last])
    return [n in ok for n in range(len(chances))]


def _by_pair(found: Cells, window: NDArray[np.int64], windows: int) -> dict[tuple[str, str], NDArray[np.int64]]:
    """Events of each undirected pair by window."""
    out: dict[tuple[str, str], NDArray[np.int64]] = {}
    rows = zip(found.actor.tolist(), found.recipient.tolist(), window.tolist(), found.events.tolist(), strict=True)
    for one, other, w, n in rows:
        if one != other and 0 <= w < windows:
            pair = (one, other) if one < other else (other, one)
            out.setdefault(pair, np.zeros(windows, np.int64))[w] += n
    return out


def shifts(
    ledger: Ledger,
    one: str,
    other: str,
    since: date | None = None,
    until: date | None = None,
    *,
    level: float = 0.01,
    seed: int = 0,
) -> list[Shift]:
    """The days on which the tone of a pair changed, found by binary segmentation.

    The day that best divides the daily scores into two means (largest scaled difference, CUSUM) is a shift where fewer than ``level`` of
    999 permutations of the days divide as well; then both sides are searched. Fewer than ten days with events are never divided.
    """
    found = of_pair(ledger, one, other, since=since, until=until)
    days, place = np.unique(found.day, return_inverse=True)
    weight = np.bincount(place, weights=found.events, minlength=len(days)).astype(float)
    score = np.bincount(place, weights=found.score, minlength=len(days)).astype(float)
    rng = np.random.default_rng(seed)
    cuts: list[tuple[int, float]] = []

    def divide(low: int, high: int) -> None:
        if high - low < 10:
            return
        best, value = _divide(weight[low:high], score[low:high])
        drawn = (rng.permutation(high - low) for _ in range(999))
        as_good = sum(_divide(weight[low:high][o], score[low:high][o])[1] >= value for o in drawn)
        p = (as_good + 1) / 1000
        if p <= level:
            cuts.append((low + best, p))
            divide(low, low + best)
            divide(low + best, high)

    divide(0, len(days))
    edges = [0, *sorted(c for c, _ in cuts), len(days)]
    chances = dict(cuts)

    def mean(low: int, high: int) -> float:
        return round(float(score[low:high].sum() / weight[low:high].sum()), 4)

    return [
        Shift(date.fromordinal(int(days[b]) + _EPOCH), mean(a, b), mean(b, c), chances[b])
        for a, b, c in zip(edges, edges[1:], edges[2:], strict=False)
    ]


def _divide(weight: NDArray[np.float64], score: NDArray[np.float64]) -> tuple[int, float]:
    """Where the means of both sides differ most, with the scaled difference; at least three days on either side."""
    left, left_score = np.cumsum(weight)[2:-3], np.cumsum(score)[2:-3]
    right, right_score = weight.sum() - left, score.sum() - left_score
    value = np.abs(left_score / left - right_score / right) * np.sqrt(left * right / (left + right))
    best = int(np.argmax(value))
    return best + 3, float(value[best])


def behind(ledger: Ledger, pair: tuple[str, str], start: date, end: date, limit: int = 10) -> list[dict[str, Any]]:
    """The events of a pair in a span, those that most texts tell first: what a surge or a shift is made of."""
    rows = list(ledger.events(Filter(actor=pair[0], other=pair[1], since=start, until=end)))
    return sorted(rows, key=lambda e: (-e["texts"], -e["reports"], e["date"] or "", e["event_id"]))[:limit]
