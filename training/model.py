"""The network: one encoder, and small heads for mentions, triggers, ordered pairs of mentions, status, mode and contexts.

A pair is an actor and a recipient, or an actor and nobody. Its vector is made of both mentions, of what the pair attends to (an
attention that is taught to rest on the trigger, so that it is at once the evidence) and of the sentence's first place.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from encoder import Encoder
from torch import Tensor, nn

NOBODY = -1


class Scores(NamedTuple):
    """Logits. P pairs, N mentions, B sentences of T places; ``attention`` [P, T] are log weights of the words that a pair rests on."""

    type: Tensor  # [P, 1 + types], the first is "no event"
    status: Tensor  # [P, statuses]
    mode: Tensor  # [P, modes]
    context: Tensor  # [P, contexts]
    attention: Tensor  # [P, T]
    sector: Tensor  # [N, sectors]
    vector: Tensor  # [P, width], of length one: near where pairs do the same


class Heads(nn.Module):
    """From hidden states to the scores of pairs."""

    def __init__(self, hidden: int, types: int, statuses: int, modes: int, contexts: int, sectors: int, width: int = 384) -> None:
        super().__init__()
        self.actor = nn.Linear(2 * hidden, width)
        self.recipient = nn.Linear(2 * hidden, width)
        self.nobody = nn.Parameter(torch.randn(width) * 0.02)
        self.query = nn.Linear(2 * width, 128)
        self.key = nn.Linear(hidden, 128)
        self.join = nn.Linear(3 * width + 2 * hidden, width)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(0.1)
        self.to_type = nn.Linear(width, 1 + types)
        self.to_status = nn.Linear(width, statuses)
        self.to_mode = nn.Linear(width, modes)
        self.to_context = nn.Linear(width, contexts)
        self.to_sector = nn.Linear(2 * hidden, sectors)

    def forward(self, states: Tensor, mask: Tensor, sentence: Tensor, first: Tensor, last: Tensor, pairs: Tensor) -> Scores:
        """``states`` [B, T, hidden], ``mask`` [B, T]; ``sentence``, ``first``, ``last`` [N]; ``pairs`` [P, 2] mention numbers, the
        second is -1 for nobody.
        """
        sums = torch.cumsum(states, dim=1)
        start, end = states[sentence, first], sums[sentence, last]
        length = (last - first + 1).unsqueeze(1).to(states.dtype)
        spans = torch.cat([start, (end - sums[sentence, first] + start) / length], dim=1)
        spans = self.dropout(spans)
        actor, other = self.actor(spans), self.recipient(spans)
        other = torch.cat([other, self.nobody.unsqueeze(0)])
        a = nn.functional.gelu(actor[pairs[:, 0]])
        r = nn.functional.gelu(other[torch.where(pairs[:, 1] < 0, other.shape[0] - 1, pairs[:, 1])])
        where = sentence[pairs[:, 0]]
        here = states[where]
        query = self.query(torch.cat([a, r], dim=1))
        weights = (self.key(states)[where] * query.unsqueeze(1)).sum(2) * 128**-0.5
        weights = torch.log_softmax(weights + (1.0 - mask[where].to(states.dtype)) * -1e4, dim=1)
        seen = (weights.exp().unsqueeze(2) * here).sum(1)
        z = self.join(torch.cat([a, r, a * r, seen, here[:, 0]], dim=1))
        z = self.dropout(nn.functional.gelu(self.norm(z)))
        vector = nn.functional.normalize(z, dim=1)
        return Scores(self.to_type(z), self.to_status(z), self.to_mode(z), self.to_context(z), weights, self.to_sector(spans), vector)


class Body(nn.Module):
    """The encoder with the two heads that read every word: ``tags`` (outside, begin, inside of a mention) and ``triggers`` by type."""

    def __init__(self, encoder: Encoder, hidden: int, types: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.tags = nn.Linear(hidden, 3)
        self.triggers = nn.Linear(hidden, 1 + types)

    def forward(self, words: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Hidden states [B, T, hidden], tag logits [B, T, 3], trigger logits [B, T, 1 + types]."""
        states = self.encoder(words, marks, mask)
        return states, self.tags(states), self.triggers(states)
