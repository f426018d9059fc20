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
    chances: Floats, pairs: Sequence[Pair], events: Sequence[CodedEvent], mentions: Sequence[Mention], types: Sequence[str], weight: float
) -> Floats:
    """The chances [P, 1 + types] of ``pairs`` after the votes of ``events``."""
    rows = {pair: n for n, pair in enumerate(pairs)}
    votes = np.zeros_like(chances)
    for event in events:
        for pair in pairs_of(event, mentions):
            if pair in rows:
                votes[rows[pair], types.index(event.type) + 1] = weight
    if not votes.any():
        return chances
    raised = np.exp(np.log(chances + 1e-9) + votes)
    out: Floats = raised / raised.sum(axis=1, keepdims=True)
    return out
