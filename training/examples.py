"""From annotated sentences to what the network learns from.

Each sentence is seen two ways: with the mentions that its annotator marked, and with those that Dragoman itself finds in it, which is
how it will be read later. Of the second, a mention takes over the part of the annotated one that it overlaps.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from written import SECTORS

from dragoman import ontology
from dragoman.actors.find import mark
from dragoman.coding.neural.inputs import LONGEST, Inputs, build, places
from dragoman.coding.neural.pieces import Pieces, Segmenter
from dragoman.records import Sentence

TYPES = ontology.types()
STATUSES = ("actual", "historical", "future", "hypothetical", "negated")
MODES = tuple(f"{kind}/{mode}" for kind in TYPES if ontology.modes(kind) for mode in ("", *ontology.modes(kind)))  # "" is no mode
CONTEXTS = tuple(sorted(ontology.contexts()))
SECTOR_NAMES = ("", *sorted(SECTORS))
IGNORE = -100
Pair = tuple[int, int]


@dataclass(slots=True)
class PairLabel:
    """What one ordered pair of mentions does: types (0 is no event) and, if there is one, the details of the event."""

    types: list[int] = field(default_factory=list)
    status: int = IGNORE
    mode: int = IGNORE
    contexts: list[int] = field(default_factory=list)
    triggers: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Example:
    """A sentence with the spans of its mentions and the labels of every pair; pairs in ``skipped`` teach nothing."""

    id: str
    language: str
    text: str
    pieces: Pieces
    spans: list[tuple[int, int]]
    sectors: list[int]
    labels: dict[Pair, PairLabel]
    skipped: set[Pair]
    gold_spans: list[tuple[int, int]]
    triggers: list[tuple[int, int, int]]  # start, end, type (from 1)
    whole: bool = True  # False where words and mentions are not annotated, only pairs


def pairs_of(event: dict[str, Any]) -> list[Pair]:
    """The ordered pairs that an event stands for: actors with recipients, both ways among actors of a mutual one, or with nobody."""
    actors, recipients = event["actors"], event["recipients"]
    if recipients:
        return [(a, r) for a in actors for r in recipients]
    if len(actors) > 1:
        return [(a, b) for a in actors for b in actors if a != b]
    return [(actors[0], -1)]


def _labels(events: Iterable[dict[str, Any]], pairs: Any) -> dict[Pair, PairLabel]:
    out: dict[Pair, PairLabel] = {}
    for event in events:
        for pair in pairs(event):
            label = out.setdefault(pair, PairLabel())
            kind = TYPES.index(event["type"]) + 1
            if kind not in label.types:
                label.types.append(kind)
            if event.get("status"):
                label.status = STATUSES.index(event["status"])
            if ontology.modes(event["type"]):
                label.mode = MODES.index(f"{event['type']}/{event.get('mode', '')}")
            label.contexts += [CONTEXTS.index(c) for c in event.get("contexts", ())]
            if event["trigger"]:
                label.triggers.append(tuple(event["trigger"]))
    return out


def _same(record: dict[str, Any], labels: dict[Pair, PairLabel]) -> set[Pair]:
    """Pairs of other mentions of those who take part: the annotator chose the nearest, the others are neither right nor wrong."""
    ids = [m["id"] for m in record["mentions"]]
    acting = {(ids[a], ids[r] if r >= 0 else "") for a, r in labels if ids[a]}
    return {
        (a, r)
        for a in range(len(ids))
        for r in (-1, *range(len(ids)))
        if a != r and (a, r) not in labels and ids[a] and (ids[a], ids[r] if r >= 0 else "") in acting
    }


def annotated(record: dict[str, Any], segmenter: Segmenter) -> Example | None:
    """The sentence as its annotator marked it."""
    pieces = segmenter.encode(record["text"], LONGEST)
    labels = _labels(record["events"], pairs_of)
    mentions = record["mentions"]
    spans = [(m["start"], m["end"]) for m in mentions]
    if any(places(pieces, s) is None for s in spans):
        return None
    return Example(
        record["id"],
        record["lang"],
        record["text"],
        pieces,
        spans,
        [SECTOR_NAMES.index(m["sector"]) for m in mentions],
        labels,
        _same(record, labels),
        spans,
        [(*e["trigger"], TYPES.index(e["type"]) + 1) for e in record["events"] if e["trigger"]],
        not record.get("projected"),
    )


def found(record: dict[str, Any], segmenter: Segmenter) -> Example | None:
    """The sentence with the mentions that Dragoman finds; None where it finds none."""
    text = record["text"]
    day = date.fromisoformat(record["date"]) if record.get("date") else date(2022, 11, 29)
    mentions = mark([Sentence(0, 0, len(text), text, record["lang"])], day)[0].mentions
    pieces = segmenter.encode(text, LONGEST)
    mentions = [m for m in mentions if places(pieces, (m.start, m.end)) is not None]
    if not mentions:
        return None
    holders: dict[int, list[int]] = {}
    sectors = []
    for n, m in enumerate(mentions):
        best, most = -1, 0
        for g, gold in enumerate(record["mentions"]):
            common = min(m.end, gold["end"]) - max(m.start, gold["start"])
            if common > most and (not m.id or not gold["id"] or m.id == gold["id"]):
                best, most = g, common
        if best >= 0:
            holders.setdefault(best, []).append(n)
        sectors.append(SECTOR_NAMES.index(record["mentions"][best]["sector"]) if best >= 0 else IGNORE)

    def pairs(event: dict[str, Any]) -> list[Pair]:
        out = []
        for a, r in pairs_of(event):
            for x in holders.get(a, ()):
                partners = holders.get(r, ()) if r >= 0 else ()
                out += [(x, y) for y in partners if y != x] or [(x, -1)]
        return out

    labels = _labels(record["events"], pairs)
    owner = {n: g for g, group in holders.items() for n in group}
    known = {"mentions": [{"id": m.id or (record["mentions"][owner[n]]["id"] if n in owner else "")} for n, m in enumerate(mentions)]}
    return Example(
        record["id"],
        record["lang"],
        text,
        pieces,
        [(m.start, m.end) for m in mentions],
        sectors,
        labels,
        _same(known, labels),
        [(m["start"], m["end"]) for m in record["mentions"]],
        [(*e["trigger"], TYPES.index(e["type"]) + 1) for e in record["events"]],
    )


@dataclass(slots=True)
class Batch:
    """Arrays of a batch: inputs, pairs [P, 2] and their targets, and the targets of every word. ``-100`` teaches nothing."""

    inputs: Inputs
    pairs: np.ndarray
    type: np.ndarray  # [P, 1 + types], a distribution
    status: np.ndarray
    mode: np.ndarray
    context: np.ndarray  # [P, contexts]
    trigger: np.ndarray  # [P, T], 1 on the trigger's places
    tags: np.ndarray  # [B, T]
    words: np.ndarray  # [B, T]
    sector: np.ndarray  # [N]


def collate(examples: Sequence[Example], rng: random.Random | None = None, hide: float = 0.0) -> Batch:
    """Arrays for a batch; with ``rng`` a share ``hide`` of the mentions goes unmarked, so that the network finds them itself."""
    marked = [[rng is None or rng.random() >= hide for _ in e.spans] for e in examples]
    inputs = build([(e.pieces, e.spans) for e in examples], marked)
    _b, t = inputs.ids.shape
    tags = np.where(inputs.mask > 0, 0, IGNORE)
    words = np.where(inputs.mask > 0, 0, IGNORE)
    pairs: list[Pair] = []
    rows: list[tuple[int, PairLabel]] = []
    sector: list[int] = []
    base = 0
    for row, e in enumerate(examples):
        if not e.whole:
            tags[row], words[row] = IGNORE, IGNORE
        for span in e.gold_spans if e.whole else ():
            if at := places(e.pieces, span):
                tags[row, at[0] : at[1] + 1] = 2
                tags[row, at[0]] = 1
        for start, end, kind in e.triggers:
            if at := places(e.pieces, (start, end)):
                words[row, at[0] : at[1] + 1] = kind
        count = len(inputs.kept[row])
        sector += [e.sectors[n] for n in inputs.kept[row]]
        for a in range(count):
            for r in (-1, *range(count)):
                if a == r or (a, r) in e.skipped:
                    continue
                pairs.append((base + a, base + r if r >= 0 else -1))
                rows.append((row, e.labels.get((a, r), PairLabel())))
        base += count
    p = len(pairs)
    batch = Batch(
        inputs,
        np.array(pairs, np.int64).reshape(-1, 2),
        np.zeros((p, 1 + len(TYPES)), np.float32),
        np.full(p, IGNORE, np.int64),
        np.full(p, IGNORE, np.int64),
        np.zeros((p, len(CONTEXTS)), np.float32),
        np.zeros((p, t), np.float32),
        tags,
        words,
        np.array(sector, np.int64),
    )
    for n, (row, label) in enumerate(rows):
        for kind in label.types or [0]:
            batch.type[n, kind] = 1 / max(1, len(label.types))
        batch.status[n], batch.mode[n] = label.status, label.mode
        batch.context[n, label.contexts] = 1
        for span in label.triggers:
            if at := places(examples[row].pieces, span):
                batch.trigger[n, at[0] : at[1] + 1] = 1
    return batch
