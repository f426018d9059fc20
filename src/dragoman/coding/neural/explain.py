"""Why an event was coded: its words, how sure each pair is of which type, and the sentences of the training text that are nearest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..coder import CodedEvent
from .network import Floats

_MOST = 3


@dataclass(frozen=True, slots=True)
class PairChances:
    """An ordered pair of an event by its words ("" for nobody) and the likeliest answers, "" for no event, with their chances."""

    actor: str
    recipient: str
    chances: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A pair of the training text: how near (cosine), its language and type, and the sentence with [actor] and (recipient) marked."""

    nearness: float
    language: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for one event."""

    event: CodedEvent
    trigger: str
    pairs: tuple[PairChances, ...]
    nearest: tuple[Neighbour, ...]


class TrainingPairs:
    """The pairs of the training text that do something, with their vectors (8-bit, [n, width])."""

    def __init__(self, folder: Path) -> None:
        self._rows = [line.split("\t") for line in (folder / "pairs.tsv").read_text("utf-8").splitlines()]
        width = (folder / "pairs.i8").stat().st_size // max(1, len(self._rows))
        self._vectors: NDArray[np.int8] = np.memmap(folder / "pairs.i8", np.int8, "r").reshape(-1, width)

    def nearest(self, vector: Floats, count: int = _MOST) -> tuple[Neighbour, ...]:
        """The pairs nearest to a vector of length one, nearest first."""
        cosines = self._vectors.astype(np.float32) @ vector
        cosines /= np.linalg.norm(self._vectors.astype(np.float32), axis=1) + 1e-9
        out: list[Neighbour] = []
        for n in np.argsort(cosines)[::-1]:
            language, kind, text = self._rows[n]
            if all(text != o.text for o in out):
                out.append(Neighbour(round(float(cosines[n]), 3), language, kind, text))
            if len(out) == count:
                break
        return tuple(out)


@lru_cache(maxsize=2)
def training_pairs(folder: Path) -> TrainingPairs:
    """The training pairs of a bundle, loaded once."""
    return TrainingPairs(folder)
