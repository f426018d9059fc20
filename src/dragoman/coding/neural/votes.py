"""The lexicon's votes: what the transparent coder sees in a sentence makes the same reading likelier for the network.

A vote adds a weight to the log chance of the type that the lexicon gives a pair (a product of experts, Hinton 2002), chosen with the
threshold on sentences that training held back. Languages without a lexicon have no votes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...records import Mention
from ..coder import CodedEvent
from .network import Floats

NOBODY = -1
Pair = tuple[int, int]


def pairs_of(event: CodedEvent, mentions: Sequence[Mention]) -> list[Pair]:
    """The ordered pairs of mentions that an event of the lexicon stands for."""
    places = {(m.start, m.end): n for n, m in reversed(list(enumerate(mentions)))}
    actors, recipients = ([places[m.start, m.end] for m in side if (m.start, m.end) in places] for side in (event.actors, event.recipients))
    out = [(a, r) for a in actors for r in recipients if a != r]
    if not out and not recipients:
        out = [(a, b) for a in actors for b in actors if a != b] or [(a, NOBODY) for a in actors]
    return out


def with_votes(
    chances: Floats, pairs: Sequence[Pair], votes: Sequence[tuple[CodedEvent, int]], mentions: Sequence[Mention], weight: float
) -> Floats:
    """The chances [P, n] of ``pairs`` after ``votes``, each an event and the column that it speaks for."""
    rows = {pair: n for n, pair in enumerate(pairs)}
    raised = np.log(chances + 1e-9)
    for event, column in votes:
        voted = [rows[pair] for pair in pairs_of(event, mentions) if pair in rows]
        raised[voted, column] = np.log(chances[voted, column] + 1e-9) + weight
    raised = np.exp(raised)
    out: Floats = raised / raised.sum(axis=1, keepdims=True)
    return out


def resolved(mentions: Sequence[Mention], events: Sequence[CodedEvent]) -> list[Mention]:
    """The mentions, those without an entity as the lexicon's grammar resolves them ("the leaders" of a summit just named)."""
    known = {(m.start, m.end): m for e in events for m in (*e.actors, *e.recipients) if m.id}
    return [m if m.id else known.get((m.start, m.end), m) for m in mentions]
