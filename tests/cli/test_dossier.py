"""dragoman dossier: two sides, one of which may be a group, with all who tell of them."""

import json

import pytest
from command import run
from relations.press import publish, said, told

from dragoman.store import Ledger

DAY = "2024-05-04"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """One visit that three outlets tell of, and aid from another country."""
    url = tmp_path_factory.mktemp("dossier") / "news.db"
    with Ledger.open(str(url)) as ledger:
        for outlet, language, text in (
            ("Le Matin", "fr", "Le président Tokaïev a visité la France."),
            ("Herald", "en", "President Tokayev visited France."),
            ("Zeitung", "de", "Präsident Tokajew hat Frankreich besucht."),
        ):
            visit = told(DAY, "CONSULT", ["KAZ:Kassym-Jomart Tokayev"], ["FRA"], mode="visit", text=text)
            publish(ledger, outlet, DAY, visit, language=language)
        aid = told(DAY, "AID", ["DEU"], ["KAZ"], text="Germany sent aid to Kazakhstan.")
        publish(ledger, "Herald", DAY, aid, said("DEU", "support", "KAZ", "we help"), language="en")
        ledger.merge()
    return url


def dossier(*arguments):
    result = run("dossier", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_all_who_tell_an_event_count(book):
    data = dossier("KAZ", "FRA", "--ledger", book)
    assert len(data["events"]) == 1
    found = data["summary"]["KAZ→FRA"]
    assert {k: found[k] for k in ("events", "reports", "articles", "outlets", "languages")} == {
        "events": 1, "reports": 3, "articles": 3, "outlets": 3, "languages": 3,
    }  # fmt: skip
    head = next(line for line in run("dossier", "KAZ", "FRA", "--ledger", book).stdout.splitlines() if "talk+" in line)
    assert head.split()[0] == "events"


def test_a_group_stands_for_its_members(book, tmp_path):
    data = dossier("kaz", "eu", "--ledger", book)
    assert {name: s["events"] for name, s in data["summary"].items()} == {"KAZ→EU": 1, "EU→KAZ": 1, "KAZ↔EU": 0}
    assert [e["type"] for e in data["events"]] and len(data["statements"]) == 1
    mine = tmp_path / "groups.toml"
    mine.write_text('[groups]\nMine = ["DEU"]\n', "utf-8")
    data = dossier("mine", "KAZ", "--groups", mine, "--ledger", book)
    assert [e["type"] for e in data["events"]] == ["AID"] and data["actors"] == {"Mine": "Mine", "KAZ": "Kazakhstan"}


@pytest.mark.parametrize(("sides", "says"), [(("KAZ", "Mine"), "Mine"), (("*", "KAZ"), "dragoman series"), (("", "KAZ"), "''")])
def test_what_is_no_side_is_said(book, sides, says):
    result = run("dossier", *sides, "--ledger", book)
    assert result.exit_code == 2 and says in result.stderr
