"""Choose the threshold of a trained model and calibrate its confidence: ``python training/calibrate.py build/model``.

Written to ``settings.json`` beside the checkpoint: the temperature that fits the chances of pairs best, the threshold and the weight of
the lexicon's votes with the best F1 of (actor, type, recipient), all three on the sentences that training holds back (one in twenty, see
``train.held_back``); and an isotonic map from the chance of an event to how often such events are right (Zadrozny and Elkan 2002), fitted
on these and on the development sentences under ``tests/gold``, with its error by five-fold cross-validation.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from export import export
from train import DATA, held_back
from written import parse_file

from dragoman.actors.find import mark
from dragoman.coding.neural import NeuralCoder
from dragoman.coding.neural.network import Network
from dragoman.evaluate.score import SILENT
from dragoman.records import Sentence

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold"
VOTES = (0.0, 2.0, 3.0, 4.0, 5.0)
Scored = tuple[float, bool]


def sentences() -> list[dict[str, Any]]:
    """The annotated sentences that no training saw."""
    return [r for path in sorted(DATA.rglob("*.txt")) for r in parse_file(path)[0] if held_back(r)]


def temperature(network: Network, records: list[dict[str, Any]]) -> float:
    """The temperature with the best likelihood of the types of marked pairs."""
    from examples import annotated, collate

    logits, targets = [], []
    for record in records:
        example = annotated(record, network._segmenter)
        if example is None:
            continue
        batch = collate([example])
        inputs, read = network.read([(example.pieces, example.spans)])
        logits.append(np.log(network.score(inputs, read, batch.pairs).type + 1e-9))
        targets.append(batch.type)
    x, y = np.concatenate(logits), np.concatenate(targets)

    def loss(t: float) -> float:
        z = x / t
        z = z - np.log(np.exp(z).sum(1, keepdims=True))
        return float(-(y * z).sum(1).mean())

    return min((t / 20 for t in range(8, 61)), key=loss)


def triples(record: dict[str, Any]) -> set[tuple[str, str, str]]:
    """(actor, type, recipient) of a sentence, "" for nobody; mutual events both ways. Silent statuses do not count."""
    out = set()
    for event in record["events"]:
        if event["status"] in SILENT:
            continue
        actors, recipients = ([record["mentions"][n]["id"] for n in event[side]] for side in ("actors", "recipients"))
        pairs = [(a, r) for a in actors for r in recipients] or (
            [(a, b) for a in actors for b in actors if a != b] if len(actors) > 1 else [(actors[0], "")]
        )
        out |= {(a, event["type"], r) for a, r in pairs}
    return out


def judged(coder: NeuralCoder, records: list[dict[str, Any]]) -> tuple[list[Scored], int]:
    """Each coded triple's confidence and whether an annotator marked it, and the number of marked triples."""
    marked = [mark([Sentence(0, 0, len(r["text"]), r["text"], r["lang"])], None)[0] for r in records]
    out: list[Scored] = []
    wanted = 0
    for record, events in zip(records, coder.code(marked), strict=True):
        gold = triples(record)
        wanted += len(gold)
        loose = {(a, t) for a, t, _ in gold} | {(r, t) for _, t, r in gold}
        best: dict[tuple[str, str, str], float] = {}
        for e in events:
            if e.status in SILENT:
                continue
            actors, recipients = [m.id for m in e.actors], [m.id for m in e.recipients]
            pairs = [(a, r) for a in actors for r in recipients] or (
                [(a, b) for a in actors for b in actors if a != b] if len(actors) > 1 else [(actors[0], "")]
            )
            for a, r in pairs:
                best[a, e.type, r] = max(best.get((a, e.type, r), 0.0), e.confidence)
        out += [(c, t in gold or (not t[2] and (t[0], t[1]) in loose)) for t, c in best.items()]
    return out, wanted


def isotonic(scored: list[Scored], bins: int = 12) -> tuple[list[float], list[float]]:
    """A rising map from chance to share of right ones: bins of equal count, neighbours that fall pooled (pool adjacent violators)."""
    groups: list[tuple[float, float, float]] = []
    for part in np.array_split(np.array(sorted(scored), np.float64), min(bins, len(scored))):
        groups.append((float(part[:, 0].sum()), float(part[:, 1].sum()), float(len(part))))
        while len(groups) > 1 and groups[-2][1] / groups[-2][2] >= groups[-1][1] / groups[-1][2]:
            last = groups.pop()
            groups[-1] = (groups[-1][0] + last[0], groups[-1][1] + last[1], groups[-1][2] + last[2])
    knots = [(chance / n, right / n) for chance, right, n in groups]
    return [round(x, 4) for x, _ in knots], [round(min(0.99, max(0.01, y)), 4) for _, y in knots]


def cross_validated(scored: list[Scored], folds: int = 5, seed: int = 1) -> list[Scored]:
    """Every triple with the confidence that a map fitted on the other folds gives it."""
    order = np.random.default_rng(seed).permutation(len(scored))
    out: list[Scored] = []
    for n in range(folds):
        x, y = isotonic([scored[k] for k in order if k % folds != n])
        out += [(float(np.interp(scored[k][0], x, y)), scored[k][1]) for k in order if k % folds == n]
    return out


def error(scored: list[Scored], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Naeini et al. 2015)."""
    total = 0.0
    for n in range(bins):
        inside = [(c, r) for c, r in scored if n / bins < c <= (n + 1) / bins]
        if inside:
            total += abs(sum(c for c, _ in inside) - sum(r for _, r in inside))
    return total / max(1, len(scored))


def confidence(coder: NeuralCoder, records: list[dict[str, Any]]) -> dict[str, Any]:
    """The settings that turn a coder's chances into confidence; the coder must not have such a map yet."""
    scored, _ = judged(coder, records + development())
    fair = cross_validated(scored)
    return {"confidence": isotonic(scored), "calibration_error": round(error(fair), 4), "calibrated_on": len(scored)}


def development() -> list[dict[str, Any]]:
    """The annotated sentences under ``tests/gold``."""
    folders = (folder for kind in ("translations", "wikinews", "ntrex") for folder in sorted((GOLD / kind).glob("*/")))
    return [r for folder in folders for path in sorted(folder.glob("*.txt")) for r in parse_file(path)[0]]


def main() -> None:
    """Write ``settings.json``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--version", default="1")
    options = parser.parse_args()
    settings: dict[str, Any] = {"version": options.version, "temperature": 1.0, "threshold": 0.15, "confidence": None, "votes": 0.0}
    records = sentences()
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder)
        export(options.model / "checkpoint.pt", bundle, settings)
        settings["temperature"] = temperature(Network(bundle), records)
        about = json.loads((bundle / "bundle.json").read_text("utf-8"))
        (bundle / "bundle.json").write_text(json.dumps({**about, **settings}), "utf-8")
        coder = NeuralCoder(bundle)
        table = []
        for votes in VOTES:
            for step in range(6, 15):
                coder._threshold, coder._votes = step / 20, votes
                scored, wanted = judged(coder, records)
                right = sum(r for _, r in scored)
                table.append((2 * right / max(1, len(scored) + wanted), step / 20, votes, len(scored), right, wanted))
                print("threshold {1:.2f}, votes {2}: {3} coded, {4} right of {5} marked, F1 {0:.3f}".format(*table[-1]))
        _, settings["threshold"], settings["votes"], *_ = max(table)
        coder._threshold, coder._votes = settings["threshold"], settings["votes"]
        settings.update(confidence(coder, records))
        print({k: settings[k] for k in ("temperature", "threshold", "votes", "calibration_error", "calibrated_on")})
    (options.model / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
