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
from examples import CONTEXTS, MODES, SECTOR_NAMES, STATUSES, TYPES
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import Network

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
    files = {name: digest(out / name) for name in ("words.q4", "pieces.txt", "scores.f4", "body.onnx", "heads.onnx")}
    labels = {"types": TYPES, "statuses": STATUSES, "modes": MODES, "contexts": CONTEXTS, "sectors": SECTOR_NAMES}
    text = json.dumps({"format": FORMAT, **settings, "hidden": hidden, "labels": labels, "files": files}, indent=1, ensure_ascii=False)
    (out / "bundle.json").write_text(text + "\n", "utf-8", newline="\n")


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
    told = json.loads(settings.read_text("utf-8")) if settings.exists() else {"version": "0", "temperature": 1.0, "threshold": 0.5}
    export(options.model / "checkpoint.pt", options.out, told)


if __name__ == "__main__":
    main()
