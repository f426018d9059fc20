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
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import ontology
from ..actors.names import english_names
from ..errors import UsageError
from ..store.daily import Cells
from . import draws
from .counts import among, day_of, number
from .groups import checked, groups, members
from .series import Every, periods

if TYPE_CHECKING:
    from ..store import Ledger

COOPERATION = frozenset({"verbal_cooperation", "material_cooperation"})


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Vector:
    """One period: cooperative events with any pole, the share of each pole, and what the shares amount to; None where there is no event.

    An event with several actors of one pole counts once for it, one with actors of several poles once for each of them.
    """

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
    """Poles by name, as ids; from a file of the form of ``data/poles.toml``.

    Raises ``UsageError`` for another one, or for an entry that is no list of actors and of groups that come with Dragoman.
    """
    path = Path(file) if file else Path(__file__).parent / "data" / "poles.toml"
    try:
        entries = tomllib.loads(path.read_text("utf-8"))["poles"].items()
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UsageError(f'{path} cannot be read as poles ({error}); write them as [poles] and NAME = ["EU", "RUS"]') from None
    known = {*english_names(), *groups()}
    return {name: tuple(m for part in checked(path, name, parts, known) for m in members(part)) for name, parts in entries}


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

    Both directions and mutual events count; the country itself counts in no pole. Shares of a period sum to one. Without ``since`` and
    ``until`` the span is that from the first to the last event with a pole.
    """
    over = poles() if over is None else over
    found = _cooperation(ledger, country, over, since, until, quads)
    if not len(found):
        return []
    first = since or day_of(found.day.min())
    last = until or day_of(found.day.max())
    edges = np.array([number(d) for d in periods(first, last, every)] + [number(last) + 1])
    edges[0] = number(first)
    return _vectors(found, country, over, edges, seed)


def latest(
    ledger: Ledger,
    country: str,
    until: date,
    days: int = 90,
    *,
    over: Mapping[str, Sequence[str]] | None = None,
    quads: frozenset[str] = COOPERATION,
    seed: int = 0,
) -> tuple[Vector, Vector]:
    """How ``country`` spread its cooperation in the ``days`` up to ``until``, and in as many before them: (before, now).

    Raises ``UsageError`` where ``days`` is not positive.
    """
    if days <= 0:
        raise UsageError("days must be above zero")
    over = poles() if over is None else over
    edges = number(until) + 1 - days * np.array([2, 1, 0])
    found = _cooperation(ledger, country, over, day_of(edges[0]), until, quads)
    before, now = _vectors(found, country, over, edges, seed)
    return before, now


def _cooperation(
    ledger: Ledger, country: str, over: Mapping[str, Sequence[str]], since: date | None, until: date | None, quads: frozenset[str]
) -> Cells:
    partners = sorted({actor for ids in over.values() for actor in ids} - {country})
    found = ledger.cells([country], partners, since, until, either_way=True, ordered=False)
    return found.where(among(found, [t for t in ontology.types() if ontology.quad(t) in quads])[found.type_code])


def _vectors(found: Cells, country: str, over: Mapping[str, Sequence[str]], edges: NDArray[np.int64], seed: int) -> list[Vector]:
    """The vectors of the spans between edges."""
    counts, events = _counts(found, country, over, edges)
    drawn = _shares(np.random.default_rng(seed).poisson(counts, size=(draws.DRAWS, *counts.shape)))
    told = _shares(counts)
    of_shares = [_estimates(told[:, k], drawn[:, :, k]) for k in range(len(over))]
    effective = _estimates(_partners(told), _partners(drawn))
    concentration = _estimates((told**2).sum(-1), (drawn**2).sum(-1))
    drift = [None, *_estimates(_drift(told[1:], told[:-1]), _drift(drawn[:, 1:], drawn[:, :-1]))]
    return [
        Vector(
            day_of(edges[n]),
            day_of(edges[n + 1] - 1),
            int(events[n]),
            {name: e for name, of_pole in zip(over, of_shares, strict=True) if (e := of_pole[n])},
            effective[n],
            concentration[n],
            drift[n],
        )
        for n in range(len(counts))
    ]


def _counts(
    found: Cells, country: str, over: Mapping[str, Sequence[str]], edges: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Events with each pole [periods, poles], and with any [periods]."""
    found = found.where((found.day >= edges[0]) & (found.day < edges[-1]))
    pole_of: dict[str, int] = {}
    for k, ids in enumerate(over.values()):
        for actor in ids:
            pole_of.setdefault(actor, k)
    pole_of.pop(country, None)
    pole_of_code = np.array([pole_of.get(name, -1) for name in found.names.tolist()], np.int64)
    mine = among(found, [country])

    def poles_of(cells: Cells) -> NDArray[np.int64]:
        return pole_of_code[np.where(mine[cells.actor_code], cells.recipient_code, cells.actor_code)]

    found = found.where(poles_of(found) >= 0)
    counts = np.zeros((len(edges) - 1, len(over)), np.int64)
    each = found.once(poles_of(found))
    np.add.at(counts, (_period(each, edges), poles_of(each)), each.events)
    whole = found.once()
    return counts, np.bincount(_period(whole, edges), weights=whole.events, minlength=len(counts)).astype(np.int64)


def _period(found: Cells, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.searchsorted(edges, found.day, side="right") - 1


def _shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shares [..., poles]; NaN where there is nothing to share."""
    total = counts.sum(-1, keepdims=True)
    out: NDArray[np.float64] = np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)
    return out


def _partners(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    out: NDArray[np.float64] = np.exp(-(shares * logs).sum(-1))
    return out


def _drift(now: NDArray[np.float64], before: NDArray[np.float64]) -> NDArray[np.float64]:
    out: NDArray[np.float64] = np.abs(now - before).sum(-1) / 2
    return out


def _estimates(values: NDArray[np.float64], drawn: NDArray[np.float64]) -> list[Estimate | None]:
    """Values [n] with the bounds of their draws [draws, n]; None where a value is NaN, or was in all draws."""
    out: list[Estimate | None] = []
    for value, low, high in zip(values.tolist(), *draws.bounds(drawn).tolist(), strict=True):
        known = not (isnan(value) or isnan(low))
        out.append(Estimate(round(value, 6), round(min(low, value), 6), round(max(high, value), 6)) if known else None)
    return out
