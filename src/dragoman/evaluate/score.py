"""How predicted events are held against the labels of one sentence.

Events whose status is negated, hypothetical or historical count neither for nor against. Several actors without recipients are
reciprocal and expand to pairs both ways; one actor without recipients accepts any recipient. A prediction is right when some label
accepts it, a label is found when some prediction meets it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .gold import GoldEvent

SILENT = frozenset({"negated", "hypothetical", "historical"})
ANY = "*"
Dyad = tuple[str, str, str]
GoldDyad = tuple[str, frozenset[str], str]


@dataclass(frozen=True, slots=True)
class Predicted:
    """An event as a coder predicts it, by ids ("" for an actor without a state or organisation)."""

    actors: tuple[str, ...]
    type: str
    recipients: tuple[str, ...]
    status: str = "actual"
    confidence: float = 1.0


def predicted_dyads(events: list[Predicted]) -> set[Dyad]:
    """The (actor, type, recipient) triples of predicted events; "" where there is no recipient."""
    out: set[Dyad] = set()
    for e in events:
        for a, r in _pairs(e.actors, e.recipients, ""):
            out.add((a, e.type, r))
    return out


def gold_dyads(events: tuple[GoldEvent, ...]) -> list[GoldDyad]:
    """The triples that labels stand for, each with all acceptable types."""
    return list(dict.fromkeys((a, e.types, r) for e in events for a, r in _pairs(e.actors, e.recipients, ANY)))


def _pairs(actors: tuple[str, ...], recipients: tuple[str, ...], nobody: str) -> list[tuple[str, str]]:
    actors = actors or ("",)
    if recipients:
        return [(a, r) for a in actors for r in recipients]
    if len(set(actors)) > 1:
        return [(a, b) for a in actors for b in actors if a != b]
    return [(a, nobody) for a in actors]


def dyad_matches(dyad: Dyad, gold: GoldDyad) -> bool:
    """Whether a label accepts a predicted triple."""
    actor, kind, recipient = dyad
    return (gold[0] in (ANY, actor)) and kind in gold[1] and (gold[2] in (ANY, recipient))
