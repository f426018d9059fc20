"""Pairs with given mentions: what is marked, how it is scored, and what is written."""

import json

import pytest
from command import run

from dragoman.coding import coder
from dragoman.errors import Malformed
from dragoman.evaluate import evaluate_given, load_given

TEXT = "Poland accused Russia, and Sweden praised Germany."
MENTIONS = [{"start": TEXT.index(name), "end": TEXT.index(name) + len(name)} for name in ("Poland", "Russia", "Sweden", "Germany")]


def write(path, *rows):
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return path


def row(*events, mentions=MENTIONS, text=TEXT):
    return {"id": "1", "lang": "en", "text": text, "mentions": mentions, "events": list(events)}


def event(actors, recipients, *types):
    return {"actor_mentions": actors, "recipient_mentions": recipients, "types": list(types)}


class Fixed:
    """A coder that gives the same answers to every sentence's pairs."""

    name, version = "fixed", "1"

    def __init__(self, *answers):
        self.answers = answers

    def types_of(self, sentences):
        return [list(self.answers) for _ in sentences]


def test_marked_pairs_and_their_scores(tmp_path):
    file = write(tmp_path / "pairs.jsonl", row(event([0], [1], "ACCUSE"), event([2], [3], "AID", "SUPPORT"), event([1], [2], "CONSULT")))
    (sentence,) = load_given(file)
    assert sentence.pairs == ((0, 1), (2, 3), (1, 2))
    report = evaluate_given([sentence], Fixed(("ACCUSE", 0.9), ("SUPPORT", 0.8), ("", 0.7)))
    assert [(a, r, kind) for a, r, kind, _ in report.predictions[0][1]] == [(0, 1, "ACCUSE"), (2, 3, "SUPPORT"), (1, 2, "")]
    assert report.accuracy == pytest.approx(2 / 3)
    assert report.macro_f1 == pytest.approx(2 / 3)  # ACCUSE and SUPPORT whole, CONSULT missed


def test_a_coder_of_events_is_asked_by_the_given_mentions(tmp_path):
    file = write(tmp_path / "pairs.jsonl", row(event([0], [1], "ACCUSE"), event([1], [0], "ACCUSE")))
    report = evaluate_given(load_given(file), coder("lexicon"))
    assert [(a, r, kind) for a, r, kind, _ in report.predictions[0][1]] == [(0, 1, "ACCUSE"), (1, 0, "")]


def test_mutual_events_and_events_without_recipients(tmp_path):
    file = write(tmp_path / "pairs.jsonl", row(event([0, 1], [], "CONSULT"), event([2], [], "REJECT")))
    assert load_given(file)[0].pairs == ((0, 1), (1, 0), (2, -1))


def test_a_line_without_events_asks_for_all_pairs(tmp_path):
    file = write(tmp_path / "pairs.jsonl", row(mentions=MENTIONS[:2]))
    report = evaluate_given(load_given(file), coder("lexicon"))
    assert [(a, r) for a, r, _, _ in report.predictions[0][1]] == [(0, 1), (1, 0)]
    assert report.pairs == 0 and report.accuracy == 0.0


@pytest.mark.parametrize("bad", [row(event([7], [1], "AID")), row(mentions=[{"start": 3, "end": 900}]), {"text": TEXT}])
def test_a_bad_line_is_named(tmp_path, bad):
    file = write(tmp_path / "pairs.jsonl", row(event([0], [1], "ACCUSE")), bad)
    with pytest.raises(Malformed, match=r"pairs\.jsonl:2"):
        load_given(file)


def test_command_writes_predictions(tmp_path):
    file = write(tmp_path / "pairs.jsonl", row(event([0], [1], "ACCUSE"), event([2], [1], "AID")))
    out = tmp_path / "predicted.jsonl"
    result = run("evaluate", str(file), "--given-mentions", "--coder", "lexicon", "--json", "--predictions", str(out))
    assert json.loads(result.stdout)["pairs"] == 2
    (line,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert line["id"] == "1"
    assert [(p["actor"], p["recipient"], p["type"]) for p in line["pairs"]] == [(0, 1, "ACCUSE"), (2, 1, None)]
    assert line["pairs"][0]["confidence"] > 0
