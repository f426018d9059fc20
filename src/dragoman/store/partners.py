"""Who deals with whom, added up from the daily counts."""

from __future__ import annotations

import numpy as np

from .. import ontology
from .answers import Activity, Pair, Partner
from .daily import Cells

_DENSE = 1000  # names up to which there is a place for each pair of them


def partners(found: Cells, actor: str, limit: int) -> list[Partner]:
    """The partners in the cells of an actor, those with most events first."""
    mine = found.names == actor
    found = found.where(mine[found.actor_code] != mine[found.recipient_code])  # what it does with itself has no partner
    found = found.once(np.where(mine[found.actor_code], found.recipient_code, found.actor_code))
    other = np.where(mine[found.actor_code], found.recipient_code, found.actor_code)
    size = len(found.names)
    events = np.bincount(other, weights=found.events, minlength=size).astype(np.int64)
    score = np.bincount(other, weights=found.score, minlength=size)
    by_type = np.bincount(other * size + found.type_code, weights=found.events, minlength=size * size).reshape(size, size)
    out = []
    for code in sorted(np.flatnonzero(events).tolist(), key=lambda n: (-events[n], found.names[n]))[:limit]:
        quads: dict[str, int] = {}
        for kind in np.flatnonzero(by_type[code]).tolist():
            quad = ontology.quad(str(found.names[kind]))
            quads[quad] = quads.get(quad, 0) + int(by_type[code, kind])
        out.append(Partner(str(found.names[code]), int(events[code]), round(float(score[code]), 6), quads))
    return out


def pairs(found: Cells, limit: int) -> list[Pair]:
    """The pairs in some cells, those with most events first."""
    found, pair, alphabet = found.undirected()
    size = len(found.names)
    keys, at = np.unique(pair, return_inverse=True) if size > _DENSE else (np.arange(size * size), pair)
    events = np.bincount(at, weights=found.events, minlength=len(keys)).astype(np.int64)
    score = np.bincount(at, weights=found.score, minlength=len(keys))
    first = np.argsort(-events, kind="stable")[:limit]
    out = []
    for n in first[events[first] > 0].tolist():
        a, b = (str(found.names[alphabet[k]]) for k in divmod(int(keys[n]), size))
        out.append(Pair(a, b, int(events[n]), round(float(score[n]), 6)))
    return out


def activity(found: Cells) -> dict[str, Activity]:
    """The sums of each actor in cells whose recipient is everybody, those with most events first."""
    size = len(found.names)
    events = np.bincount(found.actor_code, weights=found.events, minlength=size).astype(np.int64)
    score = np.bincount(found.actor_code, weights=found.score, minlength=size)
    order = sorted(np.flatnonzero(events).tolist(), key=lambda n: (-events[n], found.names[n]))
    return {str(found.names[n]): Activity(int(events[n]), round(float(score[n]), 6)) for n in order}
