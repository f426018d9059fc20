"""Precision, recall and F1 of a coder on labelled sentences, three ways: type, dyad and no-event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..actors.find import mark
from ..coding import Coder
from ..language.detect import detect
from ..records import Sentence
from .gold import Gold
from .score import SILENT, Predicted, dyad_matches, gold_dyads, predicted_dyads


@dataclass(slots=True)
class Counts:
    """Right predictions and all of them, found labels and all of them; ``n`` labels (for no-event: sentences without one)."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    labelled: int = 0

    def add(self, right: int, predicted: int, found: int, labelled: int) -> None:
        """Count one sentence."""
        self.right += right
        self.predicted += predicted
        self.found += found
        self.labelled += labelled

    def to_dict(self) -> dict[str, float | int | None]:
        """``precision``, ``recall`` and ``f1`` in 0…1 (None where nothing was predicted or labelled) and ``n``."""
        p = self.right / self.predicted if self.predicted else None
        r = self.found / self.labelled if self.labelled else None
        f1 = 2 * p * r / (p + r) if p and r else (None if p is None and r is None else 0.0)
        return {"precision": _round(p), "recall": _round(r), "f1": _round(f1), "n": self.labelled}


def _round(x: float | None) -> float | None:
    return None if x is None else round(x, 4)


@dataclass
class Score:
    """The three measures of one group of sentences."""

    type: Counts = field(default_factory=Counts)
    dyad: Counts = field(default_factory=Counts)
    no_event: Counts = field(default_factory=Counts)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"type": self.type.to_dict(), "dyad": self.dyad.to_dict(), "no_event": self.no_event.to_dict()}


@dataclass
class Report:
    """Scores overall, by language and by type, with what was predicted for each sentence."""

    coder: str
    version: str
    sentences: int = 0
    overall: Score = field(default_factory=Score)
    by_language: dict[str, Score] = field(default_factory=dict)
    by_type: dict[str, Score] = field(default_factory=dict)
    predictions: list[tuple[str, list[Predicted]]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """``{coder, coder_version, sentences, overall, by_language, by_type}``, JSON-ready."""
        return {
            "coder": self.coder,
            "coder_version": self.version,
            "sentences": self.sentences,
            "overall": self.overall.to_dict(),
            "by_language": {k: v.to_dict() for k, v in sorted(self.by_language.items())},
            "by_type": {k: v.to_dict() for k, v in sorted(self.by_type.items())},
        }


def predict(golds: Sequence[Gold], coder: Coder) -> list[list[Predicted]]:
    """What the coder says of each sentence, read on its own."""
    marked = []
    for gold in golds:
        language = gold.language or detect(gold.text)
        marked += mark([Sentence(0, 0, len(gold.text), gold.text, language)], gold.day)
    return [
        [
            Predicted(
                tuple(dict.fromkeys(a.id for a in e.actors)),
                e.type,
                tuple(dict.fromkeys(r.id for r in e.recipients)),
                e.status,
                e.confidence,
            )
            for e in events
        ]
        for events in coder.code(marked)
    ]


def evaluate(golds: Sequence[Gold], coder: Coder) -> Report:
    """Score a coder on labelled sentences."""
    report = Report(coder.name, coder.version, len(golds))
    for gold, predicted in zip(golds, predict(golds, coder), strict=True):
        report.predictions.append((gold.id, predicted))
        counted = [p for p in predicted if p.status not in SILENT]
        language = report.by_language.setdefault(gold.language or "und", Score())
        for score in (report.overall, language):
            _add(score, gold, counted)
        kinds = {t for e in gold.events for t in e.types} | {p.type for p in counted}
        for kind in kinds:
            score = report.by_type.setdefault(kind, Score())
            only = Gold(gold.id, gold.language, gold.day, gold.text, tuple(e for e in gold.events if kind in e.types))
            _add(score, only, [p for p in counted if p.type == kind], absent=False)
    return report


def _add(score: Score, gold: Gold, counted: list[Predicted], absent: bool = True) -> None:
    kinds = {p.type for p in counted}
    labels = {e.types for e in gold.events}
    score.type.add(
        sum(any(k in types for types in labels) for k in kinds),
        len(kinds),
        sum(bool(kinds & types) for types in labels),
        len(labels),
    )
    dyads, wanted = predicted_dyads(counted), gold_dyads(gold.events)
    score.dyad.add(
        sum(any(dyad_matches(d, w) for w in wanted) for d in dyads),
        len(dyads),
        sum(any(dyad_matches(d, w) for d in dyads) for w in wanted),
        len(wanted),
    )
    if absent:
        empty, none = not gold.events, not counted
        score.no_event.add(int(empty and none), int(none), int(empty and none), int(empty))
