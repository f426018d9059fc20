"""The sentences written for training keep their format, and each is there once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "training" / "data" / "written").rglob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_file_is_well_formed(file):
    result = subprocess.run([sys.executable, "training/written.py", str(file)], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout


def test_no_sentence_twice():
    lines = [line for f in FILES for line in f.read_text("utf-8").splitlines() if line.strip() and not line[0].isspace() and line[0] != "#"]
    assert len(lines) == len(set(lines))
