"""The annotated sentences keep their format, each is there once, and none is among those that the project is measured with."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from shared import SHARED

ROOT = Path(__file__).resolve().parents[1]
TRAINING = ROOT / "training" / "data"
GOLD = ROOT / "tests" / "gold"
FILES = sorted(f for f in (*TRAINING.rglob("*.txt"), *GOLD.rglob("*.txt")) if "stories" not in f.parts)


def texts(folder: Path) -> list[str]:
    result = subprocess.run(
        [sys.executable, "training/written.py", "--gold", str(folder)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    return [json.loads(line)["text"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize("folder", sorted({f.parent for f in FILES}), ids=lambda f: f"{f.parent.name}-{f.name}")
def test_files_are_well_formed(folder):
    result = subprocess.run([sys.executable, "training/written.py", str(folder)], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout


def test_what_was_carried_over_points_into_its_text():
    for line in (TRAINING / "ntrex" / "projected.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        assert all(0 <= m["start"] < m["end"] <= len(row["text"]) for m in row["mentions"])
        assert all(n < len(row["mentions"]) for e in row["events"] for n in e["actors"] + e["recipients"])
        assert not any(set(e["actors"]) & set(e["recipients"]) for e in row["events"])


def test_no_sentence_twice():
    written = texts(TRAINING / "written")
    assert len(written) == len(set(written)) > 3000


def test_nothing_that_is_measured_with_is_trained_on():
    trained = {t.casefold() for t in texts(TRAINING)}
    trained |= {json.loads(line)["text"].casefold() for line in (TRAINING / "ntrex" / "projected.jsonl").read_text("utf-8").splitlines()}
    assert not trained & {t.casefold() for t in texts(GOLD)}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared gold is not here")
def test_nothing_of_the_shared_gold_is_trained_on():
    gold = {json.loads(line)["text"].casefold() for f in (SHARED / "gold").glob("*.jsonl") for line in f.read_text("utf-8").splitlines()}
    assert gold
    assert not gold & {t.casefold() for t in texts(TRAINING)}
