"""A snapshot is whole, named by its content, and opens with plain Parquet readers."""

import hashlib
import json

import pyarrow.parquet as pq
import pytest

import dragoman
from dragoman.errors import LedgerError
from dragoman.store import Filter, snapshot

TEXT = "The European Union is the largest investor in Kazakhstan, with 160 billion dollars. Russia criticised the European Union."


@pytest.fixture
def filled(ledger):
    ledger.add(dragoman.read_text(TEXT, published="2022-11-29", language="en", url="https://a.example/1"))
    return ledger


def test_files_and_manifest_agree(filled, tmp_path):
    manifest = snapshot(filled, tmp_path / "s")
    assert json.loads((tmp_path / "s" / "manifest.json").read_text("utf-8")) == manifest
    for name, entry in manifest["files"].items():
        data = (tmp_path / "s" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert pq.read_table(tmp_path / "s" / name).num_rows == entry["rows"]
    events = pq.read_table(tmp_path / "s" / "events.parquet").to_pylist()
    assert [e["actors"][0]["id"] for e in events] == ["RUS"]
    assert events[0]["evidence"]["text"] == "Russia criticised the European Union."
    figures = pq.read_table(tmp_path / "s" / "figures.parquet").to_pylist()
    assert [(f["kind"], f["value"], f["unit"]) for f in figures] == [("investment", 160e9, "USD")]
    assert "text" not in pq.read_table(tmp_path / "s" / "articles.parquet").schema.names
    assert "neural" in manifest["citation"]


def test_same_content_same_hash(filled, tmp_path):
    first, second = snapshot(filled, tmp_path / "1"), snapshot(filled, tmp_path / "2")
    assert first["content_sha256"] == second["content_sha256"]
    part = snapshot(filled, tmp_path / "3", Filter(actor="FRA"))
    assert part["content_sha256"] != first["content_sha256"]
    assert part["files"]["events.parquet"]["rows"] == 0
    assert part["filters"] == {"actor": "FRA", "status": "actual"}


def test_nothing_is_overwritten(filled, tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "mine.txt").write_text("keep")
    with pytest.raises(LedgerError, match="not empty"):
        snapshot(filled, tmp_path / "s")
    assert (tmp_path / "s" / "mine.txt").read_text() == "keep"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".snapshot")] == []
