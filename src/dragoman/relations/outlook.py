"""What to expect of a pair in the next weeks, per quad, and how well that would have worked before.

The expected count of a week is the exponentially weighted mean of the weeks so far; its 80 % interval that of a negative binomial whose
dispersion is estimated by moments from the weeks' own one-step errors (Poisson where they spread no more). The backtest forecasts from each
of the last weeks with what was known then. Skill is 1 - MSE / MSE of a reference (Murphy 1988): 0 is no better, 1 is perfect. The
references are the last week's value, the mean of the same season in the years before (of all weeks before, where there is no whole season),
and the mean of all weeks before. What beats these by chance is no skill: forecasts of blocks of weeks in a row are drawn anew (moving
blocks, Künsch 1989), and nineteen in twenty draws must beat each reference.
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
from .counts import WEEK, among, day_of, known, number
from .series import of_pair

if TYPE_CHECKING:
    from ..store import Ledger

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
HISTORY = 156  # weeks that an outlook is made from
_LEAST = 12  # weeks before the first forecast
_YEAR = 52
_SEASON = 2  # weeks on either side that are of the same season
_BLOCK = 4  # weeks whose forecasts are drawn together
_DRAWS = 500
_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Week:
    """The events to expect in one week: mean, and the bounds of 80 %."""

    start: date
    end: date
    expected: float
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How forecasts of past weeks did: skill against each reference, share of counts inside the interval, forecasts made.

    ``surely`` is the skill that 95 % of the draws exceed, against the reference that is hardest to beat. None where nothing was tested,
    or where a reference made no error.
    """

    against_last: float | None = None
    against_season: float | None = None
    against_mean: float | None = None
    surely: float | None = None
    covered: float | None = None
    forecasts: int = 0

    @property
    def skilful(self) -> bool:
        """Whether it beat all references, and not by chance; else the weeks ahead are no better than repeating the past."""
        return (self.surely or 0.0) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook(Backtest):
    """The weeks ahead of one quad, with the backtest that says whether to trust them."""

    quad: str
    weeks: tuple[Week, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        weeks = [asdict(w) | {"start": w.start.isoformat(), "end": w.end.isoformat()} for w in self.weeks]
        return {"quad": self.quad, **asdict(self), "weeks": weeks, "skilful": self.skilful}


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
    found = known(of_pair(ledger, one, other, since=day_of(begin), until=until, groups=groups), WEEK)
    out = []
    for quad in QUADS:
        mine = found.where(among(found, [t for t in ontology.types() if ontology.quad(t) == quad])[found.type_code])
        counts = np.bincount((mine.day - begin) // 7, weights=mine.events, minlength=history)[:history]
        mean, spread = forecast(counts, half_life)
        low, high = bounds(mean, spread)
        ahead = tuple(
            Week(until + timedelta(days=7 * k + 1), until + timedelta(days=7 * k + 7), round(mean, 3), low, high) for k in range(weeks)
        )
        out.append(Outlook(**asdict(backtest(counts, weeks, half_life, origins)), quad=quad, weeks=ahead))
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


def backtest(counts: NDArray[Any], weeks: int, half_life: float, origins: int) -> Backtest:
    """Forecasts the ``weeks`` after each of the last ``origins`` weeks again, with what was known then."""
    starts = range(max(_LEAST, len(counts) - weeks - origins + 1), len(counts) - weeks + 1)
    if not starts:
        return Backtest()
    errors = np.zeros((len(starts), 4))  # of the forecast and the references
    inside = 0
    known = forecasts(counts, half_life)
    for n, at in enumerate(starts):
        past = counts[:at]
        mean, alpha = known[at]
        low, high = bounds(mean, alpha)
        for k in range(weeks):
            seen = counts[at + k]
            errors[n] += (seen - np.array([mean, past[-1], seasonal(past, at + k), past.mean()])) ** 2
            inside += int(low <= seen <= high)
    against_last, against_season, against_mean = (None if np.isnan(s) else round(float(s), 4) for s in _skill(errors.sum(0)))
    made = weeks * len(starts)
    return Backtest(
        against_last=against_last,
        against_season=against_season,
        against_mean=against_mean,
        surely=_surely(errors, max(weeks, _BLOCK)),
        covered=round(inside / made, 4),
        forecasts=made,
    )


def _skill(errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Skill [..., 3] against each reference, from squared errors [..., 4]; NaN against one that made none."""
    references = errors[..., 1:]
    out: NDArray[np.float64] = 1 - np.divide(errors[..., :1], references, out=np.full(references.shape, np.nan), where=references > 0)
    return out


def _surely(errors: NDArray[np.float64], block: int) -> float | None:
    """The skill that 95 % of moving-block bootstraps of the origins [origins, 4] exceed, against the reference that is hardest to beat.

    None where there are fewer than four blocks to draw from.
    """
    size = len(errors)
    if size < 4 * block:
        return None
    rng = np.random.default_rng(0)
    starts = rng.integers(0, size - block + 1, size=(_DRAWS, -(-size // block)))
    drawn = errors[(starts[..., None] + np.arange(block)).reshape(_DRAWS, -1)[:, :size]].sum(1)
    skill = np.nan_to_num(_skill(drawn), nan=0.0)
    return round(float(np.quantile(skill, _CHANCE, axis=0).min()), 4)


def seasonal(past: NDArray[Any], week: int) -> float:
    """The mean of the same season (two weeks on either side) in the years before ``week``, of those years in which all of it is known.

    The mean of all weeks where there is no such year.
    """
    found = []
    for year in range(_YEAR, week + 1, _YEAR):
        first, last = week - year - _SEASON, week - year + _SEASON
        if first >= 0 and last < len(past):
            found.append(past[first : last + 1])
    return float(np.concatenate(found).mean()) if found else float(past.mean())
