"""``dragoman export`` and the lists: names are understood, and what there is not is said to be none instead of giving nothing."""

import csv
import io
import json

import pytest
from command import run

ARTICLE = "BERLIN, March 3, 2024 - Germany sent humanitarian aid to Ukraine on Friday. Poland expelled three Russian diplomats.\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    assert run("ingest", folder / "a.txt", "--ledger", folder / "news.db").exit_code == 0
    return folder / "news.db"


def rows(result):
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_export_finds_an_actor_by_name(book):
    assert [r["type"] for r in rows(run("export", "csv", "-", "--ledger", book, "--actor", "Украина"))] == ["AID"]


def test_export_of_nothing_has_a_header(book):
    result = run("export", "csv", "-", "--ledger", book, "--actor", "Brazil")
    assert rows(result) == []
    assert result.stdout.startswith("event_id,") and "0 rows" in result.stderr


def test_export_of_a_day_is_of_what_begins_on_it(book):
    whole = rows(run("export", "csv", "--ledger", book))
    days = {r["date"] for r in whole}
    daily = [r["event_id"] for day in days for r in rows(run("export", "csv", "--ledger", book, "--since", day, "--until", day))]
    assert sorted(daily) == sorted(r["event_id"] for r in whole)


@pytest.mark.parametrize("command", ["events", "figures", "statements"])
def test_lists_find_an_actor_by_name_and_refuse_an_unknown_one(book, command):
    assert run(command, "--ledger", book, "--actor", "Germany").exit_code == 0
    refused = run(command, "--ledger", book, "--with", "Atlantis")
    assert refused.exit_code == 2 and "Atlantis" in refused.stderr


def test_events_are_listed_by_name_and_code_in_any_case(book):
    for asked in (("--actor", "Germany"), ("--type", "aid"), ("--language", "EN", "--type", "AID"), ("--status", "ALL", "--actor", "deu")):
        result = run("events", "--ledger", book, "--format", "json", *asked)
        assert [e["type"] for e in json.loads(result.stdout)] == ["AID"], asked


@pytest.mark.parametrize(
    ("command", "option", "valid"),
    [
        ("events", "--type", "CONSULT"),
        ("events", "--status", "negated"),
        ("events", "--language", "kk"),
        ("figures", "--kind", "investment"),
        ("statements", "--stance", "promise"),
    ],
)
def test_an_unknown_code_is_refused_with_those_that_there_are(book, command, option, valid):
    refused = run(command, "--ledger", book, option, "foobar")
    assert refused.exit_code == 2
    assert "foobar" in refused.stderr and valid in refused.stderr
