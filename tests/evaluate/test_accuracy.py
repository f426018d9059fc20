"""Accuracy is gated: floors per language and coder. A floor that falls needs a reason in CHANGELOG."""

import pytest
from shared import shared

from dragoman.coding import coder
from dragoman.evaluate import evaluate, load_gold

# file, coder, measure -> least F1; the state of the art that is open, UniversalPetrarch, has 0.48 and 0.23 on the first
FLOORS = [
    ("plover-gsr.en.dev.jsonl", "lexicon", "type", 0.86),
    ("plover-gsr.en.dev.jsonl", "lexicon", "dyad", 0.67),
    ("protest.es.dev.jsonl", "lexicon", "type", 0.21),
]


@pytest.mark.parametrize(("file", "name", "measure", "least"), FLOORS)
def test_floor(file, name, measure, least):
    report = evaluate(load_gold(shared(f"gold/{file}")), coder(name))
    assert getattr(report.overall, measure).to_dict()["f1"] >= least
