"""How good a coder is, measured on labelled sentences: ``dragoman evaluate GOLD.jsonl``."""

from __future__ import annotations

from .gold import Gold, GoldEvent, load_gold
from .measure import Counts, Report, evaluate
from .score import Predicted

__all__ = ["Counts", "Gold", "GoldEvent", "Predicted", "Report", "evaluate", "load_gold"]
