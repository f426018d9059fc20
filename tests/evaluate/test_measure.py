"""The measures themselves, on labels whose figures can be counted by hand."""

import json

import pytest

from dragoman.coding import coder
from dragoman.errors import Malformed
from dragoman.evaluate import evaluate, load_gold


def write(path, *rows):
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return path


def row(text, *events, id="1"):
    return {"id": id, "lang": "en", "date": "2022-11-29", "text": text, "events": list(events)}


def event(actors, types, recipients):
    return {"actors": actors, "types": types, "recipients": recipients}


def test_right_wrong_and_missed(tmp_path):
    file = write(
        tmp_path / "gold.jsonl",
        row("Poland accused Russia.", event(["POL"], ["ACCUSE"], ["RUS"]), id="1"),
        row("Poland accused Russia.", event(["RUS"], ["ACCUSE"], ["POL"]), id="2"),
        row("The sun shone in Chad.", event(["TCD"], ["ASSAULT"], ["FRA"]), id="3"),
        row("The sun shone in Chad.", id="4"),
    )
    report = evaluate(load_gold(file), coder("lexicon"))
    assert report.overall.type.to_dict() == {"precision": 1.0, "recall": 0.6667, "f1": 0.8, "n": 3}
    assert report.overall.dyad.to_dict() == {"precision": 0.5, "recall": 0.3333, "f1": 0.4, "n": 3}
    assert report.overall.no_event.n == 1 if hasattr(report.overall.no_event, "n") else report.overall.no_event.labelled == 1


def test_any_of_the_types_and_anybody(tmp_path):
    file = write(tmp_path / "gold.jsonl", row("Poland accused Russia.", event(["*"], ["REJECT", "ACCUSE"], ["*"])))
    assert evaluate(load_gold(file), coder("lexicon")).overall.dyad.to_dict()["f1"] == 1.0


def test_a_broken_line_is_named(tmp_path):
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "1"}\n', "utf-8")
    with pytest.raises(Malformed, match=r"gold\.jsonl"):
        load_gold(file)
