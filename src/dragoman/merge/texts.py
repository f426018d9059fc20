"""The same text: syndicated copies and light edits, found by MinHash (Broder 1997) over runs of letters, in any script.

A signature is 126 numbers of 32 bits; the share of equal ones estimates what share of their runs of eight letters two texts have in
common. 42 bands of three find the pairs to compare.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..language.fold import fold_text
from .cluster import components

SIZE = 126
ALIKE = 0.3  # share of common runs: copies under another headline have 0.44 and more, two tellings of one story 0.11 and less
_BANDS = 42
_RUN = 8
_MONTH = 31
_CROWD = 300
_LETTERS = 6000  # of a long text its beginning counts
_PRIME = np.uint64((1 << 61) - 1)
_rng = np.random.default_rng(20211129)
_A = _rng.integers(1, 1 << 31, SIZE, dtype=np.uint64)
_B = _rng.integers(0, 1 << 31, SIZE, dtype=np.uint64)


def signature(text: str) -> bytes:
    """The signature of a text, 504 bytes; two texts of the same letters have the same, whatever their blanks, marks and case."""
    letters = "".join(c for c in fold_text(text[:_LETTERS]) if c.isalnum())
    runs = {zlib.crc32(letters[k : k + _RUN].encode()) for k in range(max(len(letters) - _RUN + 1, 1))}
    hashes = np.fromiter(runs, np.uint64, len(runs))
    smallest = ((hashes[:, None] * _A + _B) % _PRIME & np.uint64(0xFFFFFFFF)).min(0)
    return bytes(smallest.astype("<u4"))


def likeness(one: bytes, other: bytes) -> float:
    """The estimated share of common runs of two texts, 0 to 1."""
    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))


def same_text(signatures: Sequence[bytes], days: Sequence[int]) -> NDArray[np.int64]:
    """For each text the number of the first one that it is a copy of, over any chain of copies; its own where it is none.

    ``days`` (since 1970) are those of publication: what lies more than a month apart is no copy but the same words again.
    """
    n = len(signatures)
    if n == 0:
        return np.zeros(0, np.int64)
    table = np.frombuffer(b"".join(signatures), "<u4").reshape(n, SIZE)
    day = np.asarray(days, np.int64)
    pairs = np.unique(np.concatenate([_in_one_bucket(band) for band in table.reshape(n, _BANDS, -1).transpose(1, 0, 2)]), axis=0)
    i, j = pairs.T
    alike = np.abs(day[i] - day[j]) <= _MONTH
    for k in range(0, len(i), 100_000):
        part = slice(k, k + 100_000)
        alike[part] &= (table[i[part]] == table[j[part]]).mean(1) >= ALIKE
    return components(n, i[alike], j[alike])


def _in_one_bucket(band: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Pairs [k, 2] of texts with equal numbers; in a bucket beyond ``_CROWD`` each only with the one before."""
    n = len(band)
    key = np.ascontiguousarray(band).view(f"V{band.shape[1] * 4}").ravel()
    order = np.argsort(key, kind="stable")
    begins = np.flatnonzero(np.concatenate([[True], key[order[1:]] != key[order[:-1]]]))
    ends = np.append(begins[1:], n)
    out = [np.zeros((0, 2), np.int64)]
    for begin, end in zip(begins[ends - begins > 1], ends[ends - begins > 1], strict=True):
        members = np.sort(order[begin:end])
        if len(members) <= _CROWD:
            i, j = np.triu_indices(len(members), 1)
            out.append(np.stack([members[i], members[j]], axis=1))
        else:
            out.append(np.stack([members[:-1], members[1:]], axis=1))
    return np.concatenate(out)
