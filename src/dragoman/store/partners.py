"""Who deals with whom, added up from the daily counts."""

from __future__ import annotations

from collections import Counter

import numpy as np

from .. import ontology
from .answers import Activity, Pair, Partner
from .daily import Cells


def partners(found: Cells, actor: str) -> list[Partner]:
    """The partners in the cells of an actor, those with most events first."""
    events: Counter[str] = Counter()
    score: Counter[str] = Counter()
    quads: dict[str, Counter[str]] = {}
    other = np.where(found.actor == actor, found.recipient, found.actor)
    for partner, kind, n, total in zip(other.tolist(), found.type.tolist(), found.events.tolist(), found.score.tolist(), strict=True):
        if partner != actor:
            events[partner] += n
            score[partner] += total
            quads.setdefault(partner, Counter())[ontology.quad(kind)] += n
    return [Partner(p, n, round(score[p], 6), dict(quads[p])) for p, n in sorted(events.items(), key=lambda item: (-item[1], item[0]))]


def pairs(found: Cells) -> list[Pair]:
    """The pairs in some cells, those with most events first."""
    events: Counter[tuple[str, str]] = Counter()
    score: Counter[tuple[str, str]] = Counter()
    rows = zip(found.actor.tolist(), found.recipient.tolist(), found.events.tolist(), found.score.tolist(), strict=True)
    for one, other, n, total in rows:
        if one != other:
            pair = (one, other) if one < other else (other, one)
            events[pair] += n
            score[pair] += total
    return [Pair(*pair, n, round(score[pair], 6)) for pair, n in sorted(events.items(), key=lambda item: (-item[1], item[0]))]


def activity(found: Cells) -> dict[str, Activity]:
    """The sums of each actor in cells whose recipient is everybody."""
    events: Counter[str] = Counter()
    score: Counter[str] = Counter()
    for actor, n, total in zip(found.actor.tolist(), found.events.tolist(), found.score.tolist(), strict=True):
        events[actor] += n
        score[actor] += total
    return {actor: Activity(n, round(score[actor], 6)) for actor, n in events.items()}
