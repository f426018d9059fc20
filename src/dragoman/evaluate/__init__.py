"""How good a coder is, measured on labelled sentences: ``dragoman evaluate GOLD.jsonl``."""

from __future__ import annotations

from .given import Given, PairReport, evaluate_given, load_given
from .gold import Gold, GoldEvent, load_gold
from .measure import Counts, Report, evaluate
from .score import Predicted

__all__ = [
    "Counts",
    "Given",
    "Gold",
    "GoldEvent",
    "PairReport",
    "Predicted",
    "Report",
    "evaluate",
    "evaluate_given",
    "load_given",
    "load_gold",
]
