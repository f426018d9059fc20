"""How a country spreads its cooperation over poles: what "multi-vector policy" means, measured.

With p the shares of the poles in a country's cooperative events: the effective number of partners is exp(-sum p ln p) (Hill 1973, order
one), the concentration sum p^2 (Herfindahl), the drift half the sum of |p - q| against the shares q of the period before (total variation).
Intervals (95 %) are Poisson bootstraps: each count drawn anew from a Poisson distribution with it as its mean.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import ontology
from ..errors import UsageError
from ..store.daily import Cells
from .groups import members
from .series import Every, periods

if TYPE_CHECKING:
    from ..store import Ledger

_EPOCH = date(1970, 1, 1).toordinal()
_DRAWS = 400
COOPERATION = frozenset({"verbal_cooperation", "material_cooperation"})


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Vector:
    """One period: cooperative events with the poles, the share of each, and what the shares amount to; None where there is no event."""

    start: date
    end: date
    events: int
    shares: dict[str, Estimate]
    partners: Estimate | None
    concentration: Estimate | None
    drift: Estimate | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"start": self.start.isoformat(), "end": self.end.isoformat()}


@lru_cache(maxsize=8)
def poles(file: str | Path = "") -> dict[str, tuple[str, ...]]:
    """Poles by name, as ids; from a file of the form of ``data/poles.toml``. Raises ``UsageError`` for another one."""
    path = Path(file) if file else Path(__file__).parent / "data" / "poles.toml"
    try:
        loaded = tomllib.loads(path.read_text("utf-8"))["poles"]
        return {name: tuple(m for part in parts for m in members(part)) for name, parts in loaded.items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
        raise UsageError(f'{path} cannot be read as poles ({error}); write them as [poles] and NAME = ["EU", "RUS"]') from None


def vectors(
    ledger: Ledger,
    country: str,
    *,
    over: Mapping[str, Sequence[str]] | None = None,
    every: Every = "year",
    since: date | None = None,
    until: date | None = None,
    quads: frozenset[str] = COOPERATION,
    seed: int = 0,
) -> list[Vector]:
    """How ``country`` spreads its cooperation over poles (names and ids), period by period.

    Both directions and mutual events count; the country itself counts in no pole. Shares of a period sum to one.
    """
    over = poles() if over is None else over
    found = ledger.cells([country], None, since, until, either_way=True)
    found = found.where(np.array([ontology.quad(t) in quads for t in found.type.tolist()], bool))
    if not len(found):
        return []
    first = since or date.fromordinal(int(found.day.min()) + _EPOCH)
    last = until or date.fromordinal(int(found.day.max()) + _EPOCH)
    starts = periods(first, last, every)
    edges = np.array([d.toordinal() - _EPOCH for d in starts] + [last.toordinal() - _EPOCH + 1])
    edges[0] = first.toordinal() - _EPOCH
    counts = _counts(found, country, over, edges)
    rng = np.random.default_rng(seed)
    out: list[Vector] = []
    before: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    for n in range(len(edges) - 1):
        start, end = (date.fromordinal(int(e) + _EPOCH) for e in (edges[n], edges[n + 1] - 1))
        drawn = _shares(rng.poisson(counts[n], size=(_DRAWS, len(over))))
        told = _shares(counts[n][None])[0]
        total = int(counts[n].sum())
        if not total or not len(drawn):
            out.append(Vector(start, end, 0, {}, None, None, None))
            before = None
            continue
        drift = None
        if before is not None:
            pairs = min(len(drawn), len(before[1]))
            drift = _estimate(_drift(told, before[0]), _drift(drawn[:pairs], before[1][:pairs]))
        out.append(
            Vector(
                start,
                end,
                total,
                {name: _estimate(float(told[k]), drawn[:, k]) for k, name in enumerate(over)},
                _estimate(float(_partners(told[None])[0]), _partners(drawn)),
                _estimate(float((told**2).sum()), (drawn**2).sum(1)),
                drift,
            )
        )
        before = told, drawn
    return out


def _counts(found: Cells, country: str, over: Mapping[str, Sequence[str]], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Events [periods, poles]."""
    pole_of: dict[str, int] = {}
    for k, ids in enumerate(over.values()):
        for actor in ids:
            pole_of.setdefault(actor, k)
    pole_of.pop(country, None)
    partner = np.where(found.actor == country, found.recipient, found.actor)
    pole = np.array([pole_of.get(p, -1) for p in partner.tolist()], np.int64)
    period = np.searchsorted(edges, found.day, side="right") - 1
    counts = np.zeros((len(edges) - 1, len(over)), np.int64)
    keep = (pole >= 0) & (period >= 0) & (period < len(counts))
    np.add.at(counts, (period[keep], pole[keep]), found.events[keep])
    return counts


def _shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    total = counts.sum(1, keepdims=True)
    out: NDArray[np.float64] = counts[total[:, 0] > 0] / total[total[:, 0] > 0]
    return out


def _partners(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.log(np.where(shares > 0, shares, 1.0))
    out: NDArray[np.float64] = np.exp(-(shares * logs).sum(1))
    return out


def _drift(now: NDArray[np.float64], before: NDArray[np.float64]) -> Any:
    return np.abs(now - before).sum(-1) / 2


def _estimate(value: float, drawn: NDArray[np.float64]) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(round(float(value), 6), round(float(min(low, value)), 6), round(float(max(high, value)), 6))
