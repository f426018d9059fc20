"""Sentences with marked mentions as arrays, the same for training and for use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .pieces import Pieces

#: The longest sentence that is read whole, in pieces; what stands behind is not seen.
LONGEST = 192
BEGIN, PADDING, END = 0, 1, 2
Ints = NDArray[np.int64]
Span = tuple[int, int]


@dataclass(slots=True)
class Inputs:
    """A batch of sentences. B sentences, T places (pieces with a mark before and after), N mentions in all.

    ``ids``, ``mask``, ``marks``: [B, T]; a mark is 0 outside mentions, 1 on a mention's first piece, 2 on its others.
    ``sentence``, ``first``, ``last``: [N], the mention's sentence in the batch and its places, last included.
    ``kept``: for each sentence the numbers of its mentions that are within reach, in order; the N mentions are these, concatenated.
    """

    ids: Ints
    mask: Ints
    marks: Ints
    sentence: Ints
    first: Ints
    last: Ints
    kept: list[list[int]]


def places(pieces: Pieces, span: Span) -> Span | None:
    """The first and last place (pieces count from 1, behind the mark of beginning) that a span of code points touches, None if none."""
    first = last = -1
    for n, (start, end) in enumerate(zip(pieces.starts, pieces.ends, strict=True)):
        if start >= span[1]:
            break
        if end > span[0] and end > start:
            first = n if first < 0 else first
            last = n
    return None if first < 0 else (first + 1, last + 1)


def build(sentences: Sequence[tuple[Pieces, Sequence[Span]]], marked: Sequence[Sequence[bool]] | None = None) -> Inputs:
    """Arrays for sentences and the spans of their mentions; ``marked`` tells which mentions carry marks (all where it is None)."""
    size = max(len(p.ids) for p, _ in sentences) + 2
    ids = np.full((len(sentences), size), PADDING, np.int64)
    mask = np.zeros_like(ids)
    marks = np.zeros_like(ids)
    table: list[tuple[int, int, int]] = []
    kept: list[list[int]] = []
    for row, (pieces, spans) in enumerate(sentences):
        length = len(pieces.ids) + 2
        ids[row, :length] = [BEGIN, *pieces.ids, END]
        mask[row, :length] = 1
        kept.append([])
        for n, span in enumerate(spans):
            at = places(pieces, span)
            if at is None:
                continue
            kept[-1].append(n)
            table.append((row, *at))
            if marked is None or marked[row][n]:
                marks[row, at[0] : at[1] + 1] = 2
                marks[row, at[0]] = 1
    columns: Any = np.array(table, np.int64).reshape(-1, 3)
    return Inputs(ids, mask, marks, columns[:, 0], columns[:, 1], columns[:, 2], kept)
