"""What to expect of a pair in the next weeks, per quad, and how well that would have worked before.

The expected count of a week is the exponentially weighted mean of the weeks so far; its 80 % interval that of a negative binomial whose
dispersion is estimated by moments from the weeks' own one-step errors (Poisson where they spread no more). The backtest forecasts from each
of the last weeks with what was known then. Skill is 1 - MSE / MSE of a reference (Murphy 1988): 0 is no better, 1 is perfect. The
references are the last week's value, and the mean of the same season in the years before (of all weeks before, where there is no year).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import exp, lgamma, log
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import ontology
from ..errors import UsageError
from .counts import among, day_of, number
from .series import of_pair

if TYPE_CHECKING:
    from ..store import Ledger

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
HISTORY = 156  # weeks that an outlook is made from
_LEAST = 12  # weeks before the first forecast
_YEAR = 52
_SEASON = 2  # weeks on either side that are of the same season


@dataclass(frozen=True, slots=True)
class Week:
    """The events to expect in one week: mean, and the bounds of 80 %."""

    start: date
    end: date
    expected: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The weeks ahead of one quad, with the backtest: skill against both references, share of counts inside the interval, forecasts made.

    ``skilful`` only where both skills are above zero; else the weeks are no better than repeating the past, and should be told so.
    """

    quad: str
    weeks: tuple[Week, ...]
    against_last: float | None
    against_season: float | None
    covered: float | None
    forecasts: int

    @property
    def skilful(self) -> bool:
        """Whether it beat both references."""
        return min(self.against_last or 0.0, self.against_season or 0.0) > 0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        weeks = [asdict(w) | {"start": w.start.isoformat(), "end": w.end.isoformat()} for w in self.weeks]
        return asdict(self) | {"weeks": weeks, "skilful": self.skilful}


def outlook(
    ledger: Ledger,
    one: str,
    other: str,
    until: date,
    *,
    weeks: int = 4,
    history: int = HISTORY,
    half_life: float = 8.0,
    origins: int = 52,
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Outlook]:
    """The outlook of a pair for the ``weeks`` after ``until``, one entry a quad, from the ``history`` weeks up to it.

    ``other`` may be "*", everybody. Weeks before the first event of the ledger are no past: what was not read was not quiet.
    ``half_life`` is in weeks; ``origins`` is how many of the last weeks are forecast again for the backtest. Raises ``UsageError`` where
    a number is not positive.
    """
    if min(weeks, history, half_life, origins) <= 0:
        raise UsageError("weeks, history, half_life and origins must be above zero")
    first, _ = ledger.days()
    history = min(history, max(1, ((until - first).days + 1) // 7)) if first else history
    begin = number(until) - 7 * history + 1
    found = of_pair(ledger, one, other, since=day_of(begin), until=until, groups=groups)
    out = []
    for quad in QUADS:
        mine = found.where(among(found, [t for t in ontology.types() if ontology.quad(t) == quad])[found.type_code])
        counts = np.bincount((mine.day - begin) // 7, weights=mine.events, minlength=history)[:history]
        mean, spread = forecast(counts, half_life)
        low, high = bounds(mean, spread)
        ahead = tuple(
            Week(until + timedelta(days=7 * k + 1), until + timedelta(days=7 * k + 7), round(mean, 3), low, high) for k in range(weeks)
        )
        out.append(Outlook(quad, ahead, *backtest(counts, weeks, half_life, origins)))
    return out


def forecast(counts: NDArray[Any], half_life: float) -> tuple[float, float]:
    """Mean and dispersion alpha (variance = mean + alpha mean^2) of the week after some weeks."""
    return forecasts(counts, half_life)[-1]


def forecasts(counts: NDArray[Any], half_life: float) -> list[tuple[float, float]]:
    """The forecast after no week, after the first, after the first two …, each from what was known then."""
    decay = 0.5 ** (1 / half_life)
    level = weight = errors = fitted = 0.0
    out = [(0.0, 0.0)]
    for n, count in enumerate(counts.tolist()):
        if n >= _LEAST and weight:
            mean = level / weight
            errors += (count - mean) ** 2 - count
            fitted += mean**2
        level, weight = level * decay + count, weight * decay + 1
        out.append((level / weight, max(0.0, errors / fitted) if fitted else 0.0))
    return out


def bounds(mean: float, alpha: float, share: float = 0.8) -> tuple[int, int]:
    """The smallest and largest count between which a share of a negative binomial lies.

    >>> bounds(4.0, 0.0), bounds(4.0, 1.0), bounds(0.0, 0.0)
    ((2, 7), (0, 10), (0, 0))
    """
    if mean <= 0:
        return 0, 0
    tail, below, count, low = (1 - share) / 2, 0.0, 0, -1
    while True:
        below += _chance(count, mean, alpha)
        if low < 0 and below >= tail:
            low = count
        if below >= 1 - tail:
            return low, count
        count += 1


def _chance(count: int, mean: float, alpha: float) -> float:
    if alpha < 1e-9:
        return exp(count * log(mean) - mean - lgamma(count + 1))
    size = 1 / alpha
    logs = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return exp(logs + size * log(size / (size + mean)) + count * log(mean / (size + mean)))


def backtest(counts: NDArray[Any], weeks: int, half_life: float, origins: int) -> tuple[float | None, float | None, float | None, int]:
    """Skill against the last value and the seasonal mean, share inside the interval, number of forecasts; None where none can be made."""
    errors = np.zeros(3)
    inside = made = 0
    known = forecasts(counts, half_life)
    for at in range(max(_LEAST, len(counts) - weeks - origins + 1), len(counts) - weeks + 1):
        past = counts[:at]
        mean, alpha = known[at]
        low, high = bounds(mean, alpha)
        for k in range(weeks):
            seen = counts[at + k]
            errors += (seen - np.array([mean, past[-1], seasonal(past, at + k)])) ** 2
            inside += int(low <= seen <= high)
            made += 1
    if not made:
        return None, None, None, 0

    def skill(reference: float) -> float | None:
        return round(1 - float(errors[0]) / reference, 4) if reference > 0 else None

    return skill(float(errors[1])), skill(float(errors[2])), round(inside / made, 4), made


def seasonal(past: NDArray[Any], week: int) -> float:
    """The mean of the same season (two weeks on either side) in the years before ``week``; of all weeks where there is no year."""
    near = [n for year in range(_YEAR, week + _SEASON + 1, _YEAR) for n in range(week - year - _SEASON, week - year + _SEASON + 1)]
    known = [n for n in near if 0 <= n < len(past)]
    return float(past[known].mean()) if known else float(past.mean())
