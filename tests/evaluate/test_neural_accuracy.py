"""Accuracy of the neural coder is gated on sentences that no training saw. A floor that falls needs a reason in CHANGELOG."""

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from shared import shared

from dragoman.coding import coder
from dragoman.coding.neural import available
from dragoman.evaluate import evaluate, evaluate_given, load_given, load_gold

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"
LANGUAGES = sorted(folder.name for folder in (GOLD / "translations").glob("*"))
pytestmark = pytest.mark.skipif(not available(), reason="the neural model's bundle is not here")


def printed(option, folder, path):
    command = [sys.executable, "training/written.py", option, str(folder)]
    path.write_text(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout, "utf-8")
    return path


@lru_cache(maxsize=64)
def scores(folder):
    command = [sys.executable, "training/written.py", "--gold", str(folder)]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    path = Path(f"{ROOT}/.pytest_cache/{folder.parent.name}-{folder.name}.jsonl")
    path.parent.mkdir(exist_ok=True)
    path.write_text(lines, "utf-8")
    return evaluate(load_gold(path), coder("neural")).overall.to_dict()


def test_marked_pairs(tmp_path):
    report = evaluate_given(load_given(printed("--pairs", GOLD / "pairs" / "en", tmp_path / "pairs.jsonl")), coder("neural"))
    assert report.pairs == 409
    assert report.macro_f1 >= FLOORS["pairs"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_left_behind(language):
    english, other = (scores(GOLD / "translations" / name)["dyad"]["f1"] for name in ("en", language))
    assert other >= FLOORS["share of English"].get(language, 0.9) * english


def test_sentences_without_events_are_left_alone():
    silent = [scores(GOLD / "translations" / name)["no_event"] for name in LANGUAGES]
    assert sum(s["recall"] for s in silent) / len(silent) >= FLOORS["left alone"]


@pytest.mark.parametrize(("file", "measure"), [("plover-gsr.en", "type"), ("plover-gsr.en", "dyad"), ("protest.es", "type")])
def test_shared_gold(file, measure):
    overall = evaluate(load_gold(shared(f"gold/{file}.dev.jsonl")), coder("neural")).overall.to_dict()
    assert overall[measure]["f1"] >= FLOORS[f"{file} {measure}"]


FLOORS = json.loads((Path(__file__).parent / "neural_floors.json").read_text("utf-8"))
