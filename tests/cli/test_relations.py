"""dragoman series, vectors, surges, outlook and brief: sides by any name, every format, and what is said of wrong use."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from command import run
from relations.planted import DAY, count
from relations.press import publish, said, told

from dragoman.store import Ledger


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Two years of two countries, with a surge and a change of tone at the end."""
    url = tmp_path_factory.mktemp("relations") / "news.db"
    with Ledger.open(str(url)) as ledger:
        at = [DAY + timedelta(days=n) for n in range(730)]
        rows = [(day, "FRA", "KAZ", False, "ACCUSE", 1) for day in at[:-14:5]]
        rows += [(day, "USA", "JPN", False, "CONSULT", 4) for day in at]
        rows += [(day, "KAZ", "RUS", True, "AGREE", 1) for day in at[::20]]
        rows += [(day, "FRA", "KAZ", False, "AID", 2) for day in at[-14:-2]]
        count(ledger, *rows)
        last = at[-1].isoformat()
        publish(
            ledger,
            "Le Matin",
            last,
            told(last, "AID", ["FRA"], ["KAZ"], text="La France a aidé le Kazakhstan."),
            said("FRA", "support", "KAZ", "nous aidons"),
            language="fr",
        )
    return url


def objects(*arguments):
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_series_of_a_pair_in_every_format(book):
    points = objects("series", "KAZ", "FRA", "--every", "year", "--ledger", book)
    assert [p["events"] for p in points] == [74, 95]
    assert points[0]["types"] == {"ACCUSE": 74}
    lines = run("series", "KAZ", "FRA", "--every", "year", "--ledger", book, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == points
    rows = list(csv.DictReader(io.StringIO(run("series", "KAZ", "FRA", "-e", "year", "--ledger", book, "-f", "csv").stdout)))
    assert [(r["events"], r["ACCUSE"], r["AID"], r["material_conflict"]) for r in rows] == [("74", "74", "0", "0"), ("95", "70", "25", "0")]
    table = run("series", "KAZ", "FRA", "--every", "year", "--ledger", book).stdout
    assert "Kazakhstan and France" in table and "2024-01-01" in table and "95" in table


def test_a_side_has_a_name_in_any_language_or_is_a_group(book, tmp_path):
    points = objects("series", "KAZ", "FRA", "--ledger", book)
    assert objects("series", "Казахстан", "فرنسا", "--ledger", book) == points
    assert objects("series", "KAZ", "--with", "eu", "--ledger", book) == points  # France is the only member in it
    world = objects("series", "KAZ", "--ledger", book)
    assert sum(p["events"] for p in world) == sum(p["events"] for p in points) + 37
    mine = tmp_path / "groups.toml"
    mine.write_text('[groups]\nNear = ["RUS", "FRA"]\n', "utf-8")
    near = objects("series", "KAZ", "--with", "near", "--groups", mine, "--ledger", book)
    assert sum(p["events"] for p in near) == sum(p["events"] for p in world)
    directed = objects("series", "KAZ", "FRA", "--directed", "--ledger", book)
    assert sum(p["events"] for p in directed) == 0


def test_everybody_may_be_the_first_side(book):
    def events(*arguments):
        return sum(p["events"] for p in objects("series", *arguments, "--ledger", book))

    assert events("*", "KAZ") == events("KAZ", "*") == 206
    assert events("*", "KAZ", "--directed") == 206, "the events with France come from it, those with Russia are done together"
    assert events("KAZ", "--directed") == 37
    assert events("*", "FRA", "--directed") == 0 < events("FRA", "*", "--directed") == 169
    assert events("*", "EU") == events("EU", "*") == 169
    assert events("*", "*") == events("*") == events("*", "*", "--directed") == 206 + 729 * 4
    assert objects("outlook", "*", "KAZ", "--ledger", book) == objects("outlook", "KAZ", "--ledger", book)


def test_vectors(book, tmp_path):
    first, second = objects("vectors", "KAZ", "--ledger", book)
    assert first["shares"]["Russia"]["value"] == 1.0
    assert first["partners"]["value"] == 1.0
    assert second["shares"]["EU"]["value"] == pytest.approx(25 / 43, abs=1e-6)
    poles = tmp_path / "poles.toml"
    poles.write_text('[poles]\nNorth = ["RUS"]\nWest = ["FRA"]\n', "utf-8")
    text = run("vectors", "KAZ", "--poles", poles, "--format", "csv", "--ledger", book).stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["North"] == "1.0" and rows[0]["drift"] == "" and float(rows[1]["drift"]) == pytest.approx(25 / 43, abs=1e-5)
    shown = run("vectors", "KAZ", "--ledger", book).stdout
    assert "cooperation by pole" in shown and "Russia 100%" in shown and "drift 0.58" in shown


def test_surges_with_the_events_behind(book):
    (surge,) = objects("surges", "--ledger", book)
    assert (surge["kind"], surge["pair"], surge["events"]) == ("surge", ["FRA", "KAZ"], 25)
    assert len(surge["because"]) == 1
    assert objects("surges", "USA", "--ledger", book) == []
    both = objects("surges", "Kazakhstan", "Frankreich", "--ledger", book)
    assert [r["kind"] for r in both] == ["surge", "shift"]
    assert both[1]["day"] == (DAY + timedelta(days=716)).isoformat() and both[1]["before"] < 0 < both[1]["after"]
    shown = run("surges", "KAZ", "FRA", "--ledger", book)
    assert "25 events" in shown.stdout and "tone since" in shown.stdout and "La France a aidé le Kazakhstan." in shown.stdout
    rows = list(csv.DictReader(io.StringIO(run("surges", "KAZ", "FRA", "--ledger", book, "-f", "csv").stdout)))
    assert [r["pair"] for r in rows] == ["FRA;KAZ", "FRA;KAZ"] and rows[0]["because"] == surge["because"][0]
    nothing = run("surges", "--until", "2024-12-01", "--ledger", book)
    assert nothing.exit_code == 0 and "nothing to tell" in nothing.stderr


def test_surges_and_shifts_of_a_group(book, tmp_path):
    (alone,) = objects("surges", "KAZ", "--ledger", book)
    both = objects("surges", "KAZ", "FRA", "--ledger", book)
    with_group = objects("surges", "KAZ", "eu", "--ledger", book)
    assert with_group[0] == alone == both[0]
    assert with_group[1]["pair"] == ["EU", "KAZ"]
    assert {**with_group[1], "pair": 0} == {**both[1], "pair": 0}
    assert objects("surges", "*", "EU", "--ledger", book) == [alone]
    mine = tmp_path / "groups.toml"
    mine.write_text('Mine = ["FRA", "KAZ"]\nPacific = ["JPN"]', "utf-8")
    for sides in (("mine",), ("KAZ", "pacific"), ("*", "Pacific")):  # what members do among themselves is no dealing of their group
        assert objects("surges", *sides, "--groups", mine, "--ledger", book) == []


def test_outlook_says_where_there_is_no_skill(book):
    found = {o["quad"]: o for o in objects("outlook", "KAZ", "FRA", "--ledger", book, "--weeks", "2")}
    assert len(found["verbal_conflict"]["weeks"]) == 2
    assert not found["verbal_conflict"]["skilful"]
    shown = run("outlook", "KAZ", "FRA", "--ledger", book).stdout
    assert shown.count("no skill") >= 2 and "verbal conflict" in shown
    rows = list(csv.DictReader(io.StringIO(run("outlook", "KAZ", "--ledger", book, "-f", "csv").stdout)))
    assert len(rows) == 16 and rows[0]["quad"] == "verbal_cooperation" and rows[0]["start"] == "2025-12-31"


def test_a_brief_in_every_format(book, tmp_path):
    text = run("brief", "KAZ", "FRA", "--ledger", book).stdout
    assert text.startswith("# Kazakhstan and France: ") and "“La France a aidé le Kazakhstan.” · Le Matin" in text
    data = objects("brief", "كازاخستان", "--language", "ar", "--ledger", book)
    assert (data["one"], data["other"], data["direction"]) == ("KAZ", "", "rtl")
    assert data["sections"][0]["key"] == "happened"
    page = tmp_path / "brief.html"
    written = run("brief", "KAZ", "EU", "--language", "fr", "--days", "30", "--format", "html", "-o", page, "--ledger", book)
    assert written.exit_code == 0 and written.stdout == "" and "sources" in written.stderr
    assert page.read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="fr" dir="ltr">')
    feed = ET.fromstring(run("brief", "KAZ", "FRA", "--format", "atom", "--ledger", book).raw)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"


@pytest.mark.parametrize(
    ("arguments", "said_"),
    [
        (("series", "Atlantis"), "Atlantis"),
        (("series", "", "KAZ"), "''"),
        (("series", " ", "KAZ"), "' '"),
        (("outlook", "KAZ", ""), "''"),
        (("series", "KAZ", "FRA", "--with", "EU"), "give one of them"),
        (("series", "KAZ", "--format", "parquet"), "table, json, jsonl or csv"),
        (("series", "KAZ", "--since", "2025-01-01", "--until", "2024-01-01"), "before it begins"),
        (("series", "KAZ", "--groups", "none.toml"), "none.toml"),
        (("vectors", "KAZ", "--poles", "none.toml"), "none.toml"),
        (("outlook", "KAZ", "FRA", "--until", "soon"), "soon"),
        (("brief", "KAZ", "FRA", "--language", "xx"), "xx"),
        (("surges", "KAZ", "Kazakhstan"), "both are KAZ"),
        (("surges", "Atlantis"), "Atlantis"),
        (("surges", "--days", "1000000"), "--days"),
        (("surges", "--days", "-1"), "--days"),
        (("surges", "--history", "100000000"), "--history"),
        (("surges", "--history", "0"), "--history"),
        (("surges", "--rate", "nan"), "--rate"),
        (("surges", "--until", "0001-02-01"), "0001-02-01"),
        (("outlook", "KAZ", "EU", "--weeks", "1000000"), "--weeks"),
        (("outlook", "KAZ", "EU", "--weeks", "0"), "--weeks"),
        (("outlook", "KAZ", "EU", "--until", "9999-12-31"), "9999-12-31"),
        (("brief", "KAZ", "--days", "10000000"), "--days"),
        (("brief", "KAZ", "--days", "-3"), "--days"),
        (("brief", "KAZ", "--until", "0001-01-02"), "0001-01-02"),
        (("series", "KAZ", "--until", "9999-12-31"), "9999-12-31"),
        (("series", "KAZ", "--half-life", "0"), "--half-life"),
        (("series", "KAZ", "--half-life", "-5"), "--half-life"),
        (("series", "KAZ", "--half-life", "nan"), "--half-life"),
        (("vectors", "KAZ", "--since", "0001-01-01"), "0001-01-01"),
        (("brief", "*"), "second one"),
        (("brief", "KAZ", "KAZ"), "needs two"),
        (("brief", "KAZ", "-o", "/no/such/folder/x.md"), "/no/such/folder/x.md"),
    ],
)
def test_wrong_use_is_named(book, arguments, said_):
    result = run(*arguments, "--ledger", book)
    assert result.exit_code == 2
    assert said_ in result.stderr


@pytest.mark.parametrize(
    ("command", "option", "text", "said_"),
    [
        ("vectors", "--poles", '[poles]\nEurope = "EU"', "'Europe' must be a list"),
        ("vectors", "--poles", '[poles]\nWest = ["EU", "Atlantis"]', "'West' has 'Atlantis'"),
        ("vectors", "--poles", "poles = 3", "cannot be read as poles"),
        ("vectors", "--poles", "[poles]\nÉtrangers = []", "cannot be read as poles"),
        ("series", "--groups", 'Mine = "EU"', "'Mine' must be a list"),
        ("series", "--groups", 'Mine = ["FRA", "fra"]', "'Mine' has 'fra'"),
    ],
)
def test_a_broken_file_is_named_with_its_entry(book, tmp_path, command, option, text, said_):
    file = tmp_path / "mine.toml"
    file.write_text(text, "latin-1")
    result = run(command, "KAZ", option, file, "--ledger", book)
    assert result.exit_code == 2 and f"{file}" in result.stderr.replace("\n", "") and said_ in result.stderr


def test_an_empty_ledger_is_named(tmp_path):
    url = tmp_path / "empty.db"
    Ledger.open(str(url)).close()
    for command in ("surges", "outlook", "brief"):
        result = run(command, *([] if command == "surges" else ["KAZ"]), "--ledger", url)
        assert result.exit_code == 2 and "dragoman ingest" in result.stderr
    assert "nothing to tell" in run("series", "KAZ", "--ledger", url).stderr


@pytest.mark.parametrize("command", ["series", "vectors", "surges", "outlook", "brief"])
def test_help_has_examples(command):
    text = run(command, "--help").stdout
    assert "Examples:" in text and f"dragoman {command}" in text
