"""The command line: what it prints, in which format, and how it ends."""

import csv
import io
import json

import pytest
from command import run

from dragoman.coding.neural import available
from dragoman.store import Ledger

ARTICLE = "BERLIN, March 3, 2024 - Germany sent humanitarian aid to Ukraine on Friday. Poland expelled three Russian diplomats.\n"


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, "utf-8")
    return file


@pytest.fixture
def book(tmp_path, article):
    url = tmp_path / "news.db"
    assert run("ingest", article, "--ledger", url).exit_code == 0
    return url


def test_read_prints_a_table(article):
    result = run("read", article)
    assert result.exit_code == 0
    assert "AID" in result.stdout and "DEU → UKR" in result.stdout and "SANCTION/expel" in result.stdout


def test_read_json(article):
    reading = json.loads(run("read", article, "--format", "json").stdout)
    reading = reading[0] if isinstance(reading, list) else reading
    assert {e["type"] for e in reading["events"]} == {"AID", "SANCTION"}
    e = reading["events"][0]["evidence"]
    assert reading["article"]["text"][e["start"] : e["end"]] == e["text"]


def test_read_csv_has_a_row_an_event(article):
    rows = list(csv.DictReader(io.StringIO(run("read", article, "--format", "csv").stdout)))
    assert [r["type"] for r in rows] == ["AID", "SANCTION"]


def test_the_lexicon_has_nothing_to_explain(article):
    result = run("read", article, "--explain", "--coder", "lexicon")
    assert result.exit_code == 2
    assert "use --coder neural" in result.stderr


@pytest.mark.skipif(not available(), reason="the neural model's bundle is not here")
def test_an_event_is_explained(article):
    result = run("read", article, "--explain", "--coder", "neural")
    assert result.exit_code == 0
    assert "Poland → three Russian diplomats" in result.stdout or "Poland → Russian" in result.stdout
    assert " like " in result.stdout  # sentences of the training text that are near


def test_read_standard_input():
    result = run("read", "-", "--format", "json", stdin=ARTICLE)
    assert result.exit_code == 0 and "AID" in result.stdout


def test_reading_again_changes_nothing(book, article):
    with Ledger.open(book) as ledger:
        before = ledger.counts()
    assert run("ingest", article, "--ledger", book).exit_code == 0
    with Ledger.open(book) as ledger:
        assert ledger.counts() == before


def test_events_by_actor(book):
    result = run("events", "--ledger", book, "--actor", "UKR", "--format", "json")
    assert result.exit_code == 0
    assert [e["type"] for e in json.loads(result.stdout)] == ["AID"]


def test_dossier(book):
    result = run("dossier", "DEU", "UKR", "--ledger", book)
    assert result.exit_code == 0 and "Germany" in result.stdout and "humanitarian aid" in result.stdout


def test_evaluate(tmp_path):
    file = tmp_path / "gold.jsonl"
    gold = {
        "id": "1",
        "lang": "en",
        "date": "2024-03-03",
        "text": "Poland accused Russia.",
        "events": [{"actors": ["POL"], "types": ["ACCUSE"], "recipients": ["RUS"]}],
    }
    file.write_text(json.dumps(gold) + "\n", "utf-8")
    predictions = tmp_path / "p.jsonl"
    result = run("evaluate", file, "--json", "--predictions", predictions)
    assert json.loads(result.stdout)["overall"]["dyad"]["f1"] == 1.0
    assert json.loads(predictions.read_text("utf-8"))["id"] == "1"


def test_a_missing_file_is_a_usage_error():
    result = run("read", "no-such-file.txt")
    assert result.exit_code in (1, 2)
    assert "no-such-file.txt" in result.output


def test_an_unknown_coder_is_named(article):
    result = run("read", article, "--coder", "crystal")
    assert result.exit_code == 2 and "crystal" in result.output and "lexicon" in result.output


def test_a_wrong_date_is_named(article):
    result = run("read", article, "--published", "yesterday")
    assert result.exit_code == 2 and "yesterday" in result.output


def test_a_ledger_that_is_not_there(tmp_path):
    result = run("events", "--ledger", tmp_path / "none.db")
    assert result.exit_code != 0 and "none.db" in result.output
    assert not (tmp_path / "none.db").exists()


def test_export_writes_whole_files_and_names_its_formats(book, tmp_path):
    target = tmp_path / "events.tsv"
    result = run("export", "polecat", target, "--ledger", book)
    assert result.exit_code == 0
    assert "2 rows" in result.stderr
    header, *rows = target.read_text("utf-8").splitlines()
    assert header.startswith("Event ID\tEvent Date") and len(rows) == 2
    assert run("export", "icews", "--ledger", book).stdout.count("\n") == 3
    wrong = run("export", "gdelt", target, "--ledger", book)
    assert wrong.exit_code == 2 and "gdelt2-mentions" in wrong.stderr
    nowhere = run("export", "gdelt1", tmp_path / "no" / "x", "--ledger", book)
    assert nowhere.exit_code == 2 and "cannot be written" in nowhere.stderr
    assert list(tmp_path.glob("*.part")) == []
