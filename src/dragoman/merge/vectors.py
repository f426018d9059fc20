"""What a text is about, as 128 small numbers that are alike in all languages.

The mean of what the neural coder's body reads in a text, turned by a linear map that keeps what translations share and drops what tells
languages apart (linear discriminant analysis; ``training/alignment.py`` fits it on lines of news in twelve languages). A text is read by
itself, so its vector is the same on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..coding.neural.network import Network, network

WIDTH = 128
_MAP = Path(__file__).parent / "data" / "alignment.npz"
Vector = NDArray[np.int8]


def vectors(texts: Sequence[str], threads: int = 1) -> Vector:
    """Vectors [n, 128] of texts, each of length about 127; of a long text its first 192 pieces count. An empty text has zeros."""
    if not texts:
        return np.zeros((0, WIDTH), np.int8)
    using = network()
    once = list(dict.fromkeys(texts))  # copies are many
    with ThreadPoolExecutor(threads) as pool:
        found = dict(zip(once, pool.map(lambda text: mean(using, text), once), strict=True))
    means = np.stack([found[text] for text in texts])
    centre, turn = _map()
    turned = (means - centre) @ turn
    turned[~means.any(1)] = 0
    norm = np.linalg.norm(turned, axis=1, keepdims=True)
    out: Vector = np.rint(127 * turned / np.maximum(norm, 1e-9)).astype(np.int8)
    return out


def mean(using: Network, text: str) -> NDArray[np.float32]:
    """The mean [hidden] of what the body reads in a text."""
    pieces = using.pieces(text)
    if not text.strip():
        return np.zeros(using.about["hidden"], np.float32)
    inputs, read = using.read([(pieces, [])])
    mask = inputs.mask[0].astype(np.float32)[:, None]
    out: NDArray[np.float32] = (read.states[0] * mask).sum(0) / mask.sum()
    return out


@lru_cache(maxsize=1)
def _map() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    with np.load(_MAP) as file:
        return file["centre"].astype(np.float32), file["turn"].astype(np.float32)
