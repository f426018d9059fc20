"""Train the neural coder: ``python training/train.py --out build/model``.

Reads the annotated sentences under ``training/data``, fine-tunes the encoder with its heads, and keeps a checkpoint after every part
of an epoch: the same command goes on where it stopped. What it does is written to ``log.jsonl`` in the output folder.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diversity import by_language, near_duplicates
from encoder import Encoder, dequantise, read_weights, weights_file
from examples import CONTEXTS, IGNORE, MODES, SECTOR_NAMES, STATUSES, TYPES, Batch, Example, annotated, collate, found
from model import Body, Heads
from multiply import Multiplier
from torch import Tensor, nn
from torch.nn import functional
from written import parse_file

from dragoman.coding.neural.pieces import Segmenter

DATA = Path(__file__).resolve().parent / "data"
EXCHANGES = 2  # times that each sentence gets other actors
JOINED = 0.3  # for each sentence so many of two in one
HIDE = 0.15  # share of mentions that go unmarked
SHARES = {"type": 1.0, "attention": 0.3, "words": 0.5, "tags": 0.3, "status": 0.5, "mode": 0.5, "context": 1.0, "sector": 0.1}


class Network(nn.Module):
    """Body and heads over word vectors that stay as they are."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        weights = read_weights(weights_file())
        self.words = torch.from_numpy(dequantise(weights.word_blocks))
        hidden = weights.hidden
        self.body = Body(Encoder(weights, layers), hidden, len(TYPES))
        self.heads = Heads(hidden, len(TYPES), len(STATUSES), len(MODES), len(CONTEXTS), len(SECTOR_NAMES))
        self.segmenter = Segmenter(weights.pieces, weights.scores)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Any]:
        """Tag logits, trigger logits, and the scores of the pairs."""
        i = batch.inputs
        ids, mask, marks = (torch.from_numpy(x) for x in (i.ids, i.mask, i.marks))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):  # twice as fast where the processor has bfloat16
            states, tags, words = (x.float() for x in self.body(self.words[ids], marks, mask))
        where = [torch.from_numpy(x) for x in (i.sentence, i.first, i.last, batch.pairs)]
        return tags, words, self.heads(states, mask, *where)


def losses(network: Network, batch: Batch, none_weight: float) -> dict[str, Tensor]:
    """The loss of every task, by name."""
    tags, words, scores = network(batch)
    out: dict[str, Tensor] = {}
    target = torch.from_numpy(batch.type)
    weight = torch.where(target[:, 0] > 0, none_weight, 1.0)
    target = target * 0.95 + 0.05 / target.shape[1]
    each = -(target * functional.log_softmax(scores.type, 1)).sum(1)
    out["type"] = (each * weight).sum() / weight.sum()
    active = torch.from_numpy(batch.type[:, 0] == 0)
    told = active & torch.from_numpy(batch.trigger.sum(1) > 0)
    if told.any():
        on = torch.from_numpy(batch.trigger)[told]
        out["attention"] = -torch.logsumexp(scores.attention[told] + torch.log(on + 1e-9), 1).mean()
    balance = torch.ones(words.shape[2])
    balance[0] = 0.3
    if (batch.words >= 0).any():
        flat = torch.from_numpy(batch.words).flatten()
        out["words"] = functional.cross_entropy(words.flatten(0, 1), flat, balance, ignore_index=IGNORE)
        out["tags"] = functional.cross_entropy(tags.flatten(0, 1), torch.from_numpy(batch.tags).flatten(), ignore_index=IGNORE)
    for name, logits, labels in (
        ("status", scores.status, batch.status),
        ("mode", scores.mode, batch.mode),
        ("sector", scores.sector, batch.sector),
    ):
        if (labels >= 0).any():
            out[name] = functional.cross_entropy(logits, torch.from_numpy(labels), ignore_index=IGNORE)
    if active.any():
        out["context"] = functional.binary_cross_entropy_with_logits(scores.context[active], torch.from_numpy(batch.context)[active])
    return out


def held_back(record: dict[str, Any]) -> bool:
    """Whether a sentence is kept from training, to choose thresholds with: one in twenty, by its text."""
    return zlib.crc32(record["text"].encode()) % 20 == 0


def load(segmenter: Segmenter, folders: list[Path], seed: int, leave_out: str = "", made: bool = True) -> list[list[Example]]:
    """Every annotated sentence of the folders, each as the forms that it may take: as annotated, as Dragoman finds its actors, with others.

    Two sentences in one, and those carried over from English, stand for themselves. Sentences whose id holds ``leave_out`` teach nothing;
    without ``made`` only the annotated sentences themselves do.
    """
    whole: list[dict[str, Any]] = []
    projected: list[dict[str, Any]] = []
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            whole += [r for r in parse_file(path)[0] if not held_back(r)]
        for path in sorted(folder.rglob("*.jsonl")):
            projected += map(json.loads, path.read_text("utf-8").splitlines())
    if leave_out:
        whole, projected = ([r for r in records if leave_out not in r["id"]] for records in (whole, projected))
    doubles = {second for group in by_language(whole).values() for _, second in near_duplicates(group)}
    whole = [r for r in whole if r["id"] not in doubles]
    forms = {r["id"]: [annotated(r, segmenter)] for r in (*whole, *projected)}
    if made:
        more = Multiplier(whole, seed)
        for record in whole:
            forms[record["id"]].append(found(record, segmenter))
        for _ in range(EXCHANGES):
            for record in more.exchanged():
                forms[record["id"].removesuffix("+x")].append(found(record, segmenter))
        for record in more.joined(JOINED):
            forms[record["id"]] = [found(record, segmenter)]
    kept = [[e for e in options if e is not None] for options in forms.values()]
    return [options for options in kept if options]


def batches(examples: list[list[Example]], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """One epoch: each sentence once, in one of its forms, in shuffled batches of like length."""
    order = [rng.choice(options) for options in examples]
    rng.shuffle(order)
    for at in range(0, len(order), size * 50):
        chunk = sorted(order[at : at + size * 50], key=lambda e: len(e.pieces.ids))
        groups = [chunk[k : k + size] for k in range(0, len(chunk), size)]
        rng.shuffle(groups)
        yield from groups


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("build/model"))
    parser.add_argument("--data", type=Path, nargs="*", default=[DATA])
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--none-weight", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--leave-out", default="", help="a string in the id of sentences that are not trained on")
    parser.add_argument("--plain", action="store_true", help="learn from the annotated sentences alone, as annotated")
    parser.add_argument("--without", nargs="*", default=[], choices=[k for k in SHARES if k != "type"], help="tasks that are not taught")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    network = Network(options.layers)
    examples = load(network.segmenter, options.data, options.seed, options.leave_out, not options.plain)
    steps = math.ceil(len(examples) / options.batch) * options.epochs
    slow = [p for n, p in network.named_parameters() if n.startswith("body.encoder.") and "mark" not in n]
    fast = [p for n, p in network.named_parameters() if not (n.startswith("body.encoder.") and "mark" not in n)]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": options.rate}, {"params": fast, "lr": options.head_rate}], weight_decay=0.01)
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(s / warm, max(0.0, (steps - s) / max(1, steps - warm))))
    epoch = step = 0
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        epoch, step = saved["epoch"], saved["step"]
        torch.set_rng_state(saved["torch"])
    log = (options.out / "log.jsonl").open("a")
    note = {"examples": len(examples), "steps": steps, **{k: str(v) for k, v in vars(options).items()}}
    print(json.dumps(note), file=log, flush=True)
    started = time.time()
    running: dict[str, float] = {}
    while epoch < options.epochs:
        network.train()
        rng = random.Random(options.seed * 1000 + epoch)
        for group in batches(examples, options.batch, rng):
            batch = collate(group, rng, HIDE)
            parts = losses(network, batch, options.none_weight)
            loss = sum((SHARES[k] * v for k, v in parts.items() if k not in options.without), torch.zeros(()))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            for k, v in parts.items():
                running[k] = 0.98 * running.get(k, v.item()) + 0.02 * v.item()
            if step % 50 == 0:
                row = {"step": step, "of": steps, "seconds": round(time.time() - started), **{k: round(v, 3) for k, v in running.items()}}
                print(json.dumps(row), file=log, flush=True)
        epoch += 1
        state = {
            "network": network.state_dict(),
            "optimiser": optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "epoch": epoch,
            "step": step,
            "torch": torch.get_rng_state(),
            "options": vars(options),
        }
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)
    np.save(options.out / "done.npy", np.array([step]))


if __name__ == "__main__":
    main()
