"""Turn a trained checkpoint into the bundle that Dragoman ships.

    python training/export.py build/model src/dragoman/coding/neural/bundle

The body's matrices become 8-bit integers, the word embeddings keep the 4-bit blocks of their source (nothing is lost and no piece is
left out), and every file's checksum goes into ``bundle.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from encoder import read_weights, weights_file
from examples import CONTEXTS, MODES, SECTOR_NAMES, STATUSES, TYPES, annotated, collate
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import DATA, Network
from written import parse_file

FORMAT = 1


def export(checkpoint: Path, out: Path, settings: dict[str, Any]) -> None:
    """Write the bundle. ``settings`` (version, thresholds, temperatures) go into ``bundle.json`` as they are."""
    saved = torch.load(checkpoint, weights_only=False)
    network = Network(saved["options"]["layers"])
    network.load_state_dict(saved["network"])
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    weights = read_weights(weights_file())
    (out / "words.q4").write_bytes(np.ascontiguousarray(weights.word_blocks).tobytes())
    (out / "pieces.txt").write_text("\n".join(weights.pieces), "utf-8", newline="\n")
    (out / "scores.f4").write_bytes(np.array(weights.scores, "<f4").tobytes())
    hidden = weights.hidden
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "body.onnx"
        body = (torch.randn(2, 7, hidden), torch.ones(2, 7, dtype=torch.int64), torch.ones(2, 7, dtype=torch.int64))
        grid = {0: "sentences", 1: "places"}
        torch.onnx.export(
            network.body,
            body,
            str(plain),
            input_names=["words", "marks", "mask"],
            output_names=["states", "tags", "triggers"],
            dynamic_axes=dict.fromkeys(("words", "marks", "mask", "states", "tags", "triggers"), grid),
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, out / "body.onnx", weight_type=QuantType.QInt8, per_channel=True)
    index = torch.tensor([0, 0, 1])
    heads = (
        torch.randn(2, 7, hidden),
        torch.ones(2, 7, dtype=torch.int64),
        index,
        torch.tensor([1, 3, 2]),
        torch.tensor([1, 4, 3]),
        torch.tensor([[0, 1], [1, 0], [2, -1]]),
    )
    results = ["type", "status", "mode", "context", "attention", "sector", "vector"]
    torch.onnx.export(
        network.heads,
        heads,
        str(out / "heads.onnx"),
        input_names=["states", "mask", "sentence", "first", "last", "pairs"],
        output_names=results,
        dynamic_axes={
            "states": grid,
            "mask": grid,
            **{key: {0: "mentions"} for key in ("sentence", "first", "last", "sector")},
            **{key: {0: "pairs"} for key in ("pairs", *results[:4], "vector")},
            "attention": {0: "pairs", 1: "places"},
        },
        opset_version=17,
        dynamo=False,
    )
    pairs = remember(network, out)
    files = {
        name: digest(out / name) for name in ("words.q4", "pieces.txt", "scores.f4", "body.onnx", "heads.onnx", "pairs.i8", "pairs.tsv")
    }
    labels = {"types": TYPES, "statuses": STATUSES, "modes": MODES, "contexts": CONTEXTS, "sectors": SECTOR_NAMES}
    text = json.dumps(
        {"format": FORMAT, **settings, "hidden": hidden, "pairs": pairs, "labels": labels, "files": files}, indent=1, ensure_ascii=False
    )
    (out / "bundle.json").write_text(text + "\n", "utf-8", newline="\n")


def remember(network: Network, out: Path) -> int:
    """Write the vectors of the annotated pairs that do something, so that an event can be explained by what it resembles."""
    rows: list[str] = []
    vectors: list[np.ndarray] = []
    for path in sorted(DATA.rglob("*.txt")):
        found = [(r, e) for r in parse_file(path)[0] if r["events"] and (e := annotated(r, network.segmenter)) is not None]
        for at in range(0, len(found), 32):
            part = found[at : at + 32]
            batch = collate([e for _, e in part])
            with torch.no_grad():
                vector = network(batch)[2].vector.numpy()
            offsets = np.cumsum([0] + [len(e.spans) for _, e in part])
            for n, (a, r) in enumerate(batch.pairs):
                if batch.type[n, 0] > 0:
                    continue
                row = int(np.searchsorted(offsets, a, side="right")) - 1
                record, example = part[row]
                text = bracket(record["text"], example.spans[a - offsets[row]], example.spans[r - offsets[row]] if r >= 0 else None)
                rows.append(f"{record['lang']}\t{TYPES[int(batch.type[n].argmax()) - 1]}\t{text}")
                vectors.append(np.round(vector[n] / np.abs(vector[n]).max() * 127).astype(np.int8))
    (out / "pairs.i8").write_bytes(np.stack(vectors).tobytes())
    (out / "pairs.tsv").write_text("\n".join(rows), "utf-8", newline="\n")
    return len(rows)


def bracket(text: str, actor: tuple[int, int], recipient: tuple[int, int] | None) -> str:
    """A sentence with its actor in square brackets and its recipient in round ones."""
    marks = [(*actor, "[]")] + ([(*recipient, "()")] if recipient else [])
    for start, end, around in sorted(marks, reverse=True):
        text = text[:start] + around[0] + text[start:end] + around[1] + text[end:]
    return text


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Export a checkpoint; settings come from ``settings.json`` beside it where there is one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    settings = options.model / "settings.json"
    told = (
        json.loads(settings.read_text("utf-8"))
        if settings.exists()
        else {"version": "0", "temperature": 1.0, "threshold": 0.5, "confidence": None, "votes": 0.0}
    )
    export(options.model / "checkpoint.pt", options.out, told)


if __name__ == "__main__":
    main()
