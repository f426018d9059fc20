"""Bootstrap intervals: counts drawn anew, and quantiles of what comes of them.

The Poisson bootstrap (Hanley and MacGibbon 2006) draws each count anew from a Poisson distribution with it as its mean.
"""

from __future__ import annotations

from functools import cache
from math import exp, factorial

import numpy as np
from numpy.typing import NDArray

DRAWS = 400
_STEPS = 1 << 16
_LARGE = 10  # events from which on the normal distribution, which is drawn five times as fast, serves
_BLOCK = 4096  # counts drawn at once, so that memory stays small


def bounds(drawn: NDArray[np.float64], level: float = 0.95) -> NDArray[np.float64]:
    """The quantiles [2, n] between which a share ``level`` of the draws [draws, n] lies; NaN draws are left out, as if never drawn.

    Quantiles are interpolated linearly (Hyndman and Fan's type 7); NaN where all draws of a column are.
    """
    ordered = np.sort(drawn, axis=0)  # NaN comes last
    known = (~np.isnan(ordered)).sum(0)
    out = np.full((2, drawn.shape[1]), np.nan)
    column = np.flatnonzero(known)
    for n, share in enumerate(((1 - level) / 2, (1 + level) / 2)):
        at = (known[column] - 1) * share
        low = at.astype(np.int64)
        high = np.minimum(low + 1, known[column] - 1)
        a, b = ordered[low, column], ordered[high, column]
        out[n, column] = a + (b - a) * (at - low)
    return out


def counts(events: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Counts [n] drawn anew [draws, n]: from a Poisson distribution, or, from ten events on, from the normal one that it is close to."""
    out = np.empty((DRAWS, len(events)))
    large = events >= _LARGE
    few, many = events[~large], events[large]
    at = rng.integers(0, _STEPS, (DRAWS, len(few)), np.uint16)
    out[:, ~large] = _quantiles().take(at + few.astype(np.int32) * _STEPS)
    out[:, large] = np.maximum(0.0, many + np.sqrt(many) * rng.standard_normal((DRAWS, len(many)), np.float32))
    return out


@cache
def _quantiles() -> NDArray[np.int8]:
    """The quantiles of Poisson distributions with means 0 … 9, in so many steps, one after another: drawing one is much the fastest."""
    middles = (np.arange(_STEPS) + 0.5) / _STEPS
    chances = [np.cumsum([exp(-mean) * mean**k / factorial(k) for k in range(40)]) for mean in range(_LARGE)]
    return np.concatenate([np.searchsorted(chance, middles) for chance in chances]).astype(np.int8)


def means(events: NDArray[np.int64], mean: NDArray[np.float64], group: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Bounds [2, groups] of the mean score of groups of counts: ``events`` [n] with their ``mean`` score, sorted by ``group``."""
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else np.zeros(0, np.int64)
    ends = np.r_[starts[1:], len(group)]
    out = np.full((2, len(starts)), np.nan)
    at = 0
    while at < len(starts):
        upto = max(at + 1, int(np.searchsorted(ends, starts[at] + _BLOCK, side="right")))
        block = slice(starts[at], ends[upto - 1])
        drawn = counts(events[block], rng)
        total = np.add.reduceat(drawn, starts[at:upto] - starts[at], axis=1)
        score = np.add.reduceat(drawn * mean[block], starts[at:upto] - starts[at], axis=1)
        out[:, at:upto] = bounds(np.divide(score, total, out=np.full(total.shape, np.nan), where=total > 0))
        at = upto
    return out
