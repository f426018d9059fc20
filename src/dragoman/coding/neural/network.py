"""The bundled network: its files checked and mapped into memory, its scores for batches of sentences.

What it computes is defined in ``training/model.py`` and exported from there; here it only runs, on the CPU, through onnxruntime.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .inputs import LONGEST, Inputs, Span, build
from .pieces import Pieces, Segmenter

BUNDLE = Path(__file__).parent / "bundle"
FORMAT = 1
_BLOCK = 18  # bytes that hold 32 weights: a 16-bit scale and two weights a byte
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the numbers of the scores mean, in their order; in ``type`` scores 0 stands for no event and types count from 1."""

    types: tuple[str, ...]
    statuses: tuple[str, ...]
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    sectors: tuple[str, ...]


@dataclass(slots=True)
class Read:
    """What the body read in a batch: ``states`` [B, T, hidden], probabilities of ``tags`` [B, T, 3] and ``triggers`` [B, T, 1 + types]."""

    states: Floats
    tags: Floats
    triggers: Floats


@dataclass(slots=True)
class PairScores:
    """Probabilities for P ordered pairs: ``type`` [P, 1 + types], ``status``, ``mode``, ``context`` (each apart), ``attention`` [P, T].

    ``sector`` [N, sectors] is that of each mention; ``vector`` [P, width], of length one, is near where pairs do the same.
    """

    type: Floats
    status: Floats
    mode: Floats
    context: Floats
    attention: Floats
    sector: Floats
    vector: Floats


class Network:
    """The network of one bundle. Its calls take one core each and may run beside each other in threads."""

    def __init__(self, folder: Path = BUNDLE) -> None:
        import onnxruntime as ort

        self.about = _about(folder)
        self.labels = Labels(**{k: tuple(v) for k, v in self.about["labels"].items()})
        self.temperature = float(self.about["temperature"])
        self._words = np.memmap(folder / "words.q4", np.uint8, "r").reshape(-1, self.about["hidden"] // 32, _BLOCK)
        scores = np.fromfile(folder / "scores.f4", "<f4").tolist()
        self._segmenter = Segmenter((folder / "pieces.txt").read_text("utf-8").split("\n"), scores)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._body, self._heads = (
            ort.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"]) for name in ("body.onnx", "heads.onnx")
        )

    def pieces(self, text: str) -> Pieces:
        """A sentence in pieces, at most ``LONGEST`` of them."""
        return self._segmenter.encode(text, LONGEST)

    def read(self, sentences: Sequence[tuple[Pieces, Sequence[Span]]]) -> tuple[Inputs, Read]:
        """Run the body over sentences with marked mentions."""
        inputs = build(sentences)
        states, tags, triggers = self._body.run(None, {"words": self._vectors(inputs.ids), "marks": inputs.marks, "mask": inputs.mask})
        return inputs, Read(states, _softmax(tags), _softmax(triggers))

    def score(self, inputs: Inputs, read: Read, pairs: Ints) -> PairScores:
        """Score ordered pairs [P, 2] of the mentions of ``inputs``; the second is -1 for an act towards nobody."""
        feed = {
            "states": read.states,
            "mask": inputs.mask,
            "sentence": inputs.sentence,
            "first": inputs.first,
            "last": inputs.last,
            "pairs": pairs,
        }
        kind, status, mode, context, attention, sector, vector = self._heads.run(None, feed)
        return PairScores(
            _softmax(kind / self.temperature),
            _softmax(status),
            _softmax(mode),
            1 / (1 + np.exp(-context)),
            np.exp(attention),
            _softmax(sector),
            vector,
        )

    def _vectors(self, ids: Ints) -> Floats:
        """Word vectors [B, T, hidden]; each piece of the batch is unpacked once."""
        unique, back = np.unique(ids, return_inverse=True)
        blocks = self._words[unique]
        scale = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(np.float32)
        weights = np.concatenate([blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4], axis=2).astype(np.float32) - 8
        table = (weights * scale).reshape(len(unique), -1)
        return table[back.reshape(ids.shape)]


@lru_cache(maxsize=4)
def network(folder: Path = BUNDLE) -> Network:
    """The network of a bundle, loaded once.

    Raises ``DataError`` where a file is missing or is not the one that the bundle was made with.
    """
    return Network(folder)


def available(folder: Path = BUNDLE) -> bool:
    """Whether there is a bundle at all."""
    return (folder / "bundle.json").exists()


def _about(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / "bundle.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"the model in {folder} cannot be read ({error}); install Dragoman again, or use --coder lexicon") from None
    if about.get("format") != FORMAT:
        raise DataError(f"the model in {folder} has format {about.get('format')}, this Dragoman reads {FORMAT}")
    for name, expected in about["files"].items():
        path = folder / name
        if not path.exists() or _digest(path) != expected:
            raise DataError(f"{path} is missing or damaged; install Dragoman again, or use --coder lexicon")
    return about


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    out: Floats = e / e.sum(axis=-1, keepdims=True)
    return out
