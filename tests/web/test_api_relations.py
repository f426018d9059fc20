"""The REST interface on relations: groups and poles of the server's own, every side alike, lists as files, links to pages."""

import csv
import io
import json
import re
from datetime import date, timedelta
from html import unescape

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from relations.press import publish, said, told
from web.conftest import TOKEN

DAY = date(2024, 3, 1)
LISTS = ("outlets", "countries", "countries/FRA", "relations", "relations/KAZ/FRA?every=week")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Twenty days: France always talks with Kazakhstan, which accuses it, then helps it; a Gulf state and Germany do something once."""
    from dragoman.store import Ledger
    from dragoman.store.sources import Outlet, Register

    with Ledger.open(tmp_path_factory.mktemp("api") / "api.db") as ledger:
        for n in range(20):
            day = (DAY + timedelta(days=n)).isoformat()
            publish(
                ledger,
                "Herald",
                day,
                told(day, "CONSULT", ["FRA"], ["KAZ"], mode="visit", text=f"France visited on day {n}."),
                told(day, "ACCUSE" if n < 10 else "AID", ["KAZ"], ["FRA"], text=f"Kazakhstan acted on day {n}."),
                language="en",
            )
        last = (DAY + timedelta(days=19)).isoformat()
        publish(
            ledger,
            "Press",
            last,
            told(last, "AID", ["QAT"], ["KAZ"], text="Qatar helped Kazakhstan."),
            told(last, "CONSULT", ["QAT", "SAU"], text="Qatar and Saudi Arabia met."),
            told(last, "AID", ["DEU"], ["KAZ"], text="Germany helped Kazakhstan."),
            said("QAT", "support", "KAZ", "we help"),
            language="en",
        )
        Register(ledger).set_outlets([Outlet("Herald", "GBR", "en"), Outlet("Press", "QAT", "en")])
        yield ledger


@pytest.fixture(scope="module")
def mine(book, tmp_path_factory):
    """A reader of a server with groups and poles of its own."""
    from starlette.testclient import TestClient

    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    folder = tmp_path_factory.mktemp("lists")
    (folder / "groups.toml").write_text('[groups]\nMine = ["QAT", "DEU"]\n', "utf-8")
    (folder / "poles.toml").write_text('[poles]\nNorth = ["DEU"]\nSouth = ["QAT"]\n', "utf-8")
    settings = Settings(token=TOKEN, groups=folder / "groups.toml", poles=folder / "poles.toml")
    with TestClient(create_app(book, settings), base_url="http://localhost", follow_redirects=False) as client:
        yield client


def asked(client, address):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return answer


def events(client, address):
    return sum(point["events"] for point in asked(client, address).json()["series"])


def test_groups_and_poles_are_those_of_the_server(mine, client):
    assert events(mine, "relations/KAZ/Mine") == 2
    assert client.get("/api/v1/relations/KAZ/Mine").status_code == 400
    (vector,) = asked(mine, "countries/KAZ").json()["vectors"]
    assert {name: share["value"] for name, share in vector["shares"].items()} == {"North": 0.5, "South": 0.5}
    for address in ("relations/KAZ/mine/outlook", "relations/Mine/KAZ/viewpoints", "briefs/KAZ/Mine", "briefs/Mine"):
        asked(mine, address)


@pytest.mark.parametrize("one, other", [("KAZ", "Gulf"), ("gulf", "kaz"), ("Kasachstan", "EU"), ("KAZ", "*"), ("*", "KAZ"), ("Gulf", "*")])
def test_a_side_is_understood_alike_everywhere(client, one, other):
    assert events(client, f"relations/{one}/{other}") > 0
    for more in ("outlook", "viewpoints"):
        assert asked(client, f"relations/{one}/{other}/{more}").json()["data"]
    brief = client.get(f"/api/v1/briefs/{one}/{other}")
    assert brief.status_code == (400 if "*" in (one, other) else 200), brief.text


def test_everybody_may_be_the_first_side(client):
    assert events(client, "relations/*/KAZ") == events(client, "relations/KAZ/*") == 42
    assert events(client, "relations/*/KAZ?directed=true") == 22
    assert events(client, "relations/KAZ/*?directed=true") == 20


def test_shifts_are_of_the_direction_that_was_asked_for(client):
    def shifts(address):
        return [s["day"] for s in asked(client, address).json()["shifts"]]

    assert shifts("relations/KAZ/FRA?directed=true") == ["2024-03-11"]
    assert shifts("relations/FRA/KAZ?directed=true") == []


def test_accounts_of_a_group_are_those_of_its_members_with_the_other(client, mine):
    (gulf, silent) = asked(client, "relations/KAZ/Gulf/viewpoints").json()["data"]
    assert (gulf["outlet"], gulf["country"], gulf["reports"]) == ("Press", "QAT", 1)
    assert gulf["quoted"] == [{"who": "QAT", "stance": "support", "times": 1}]
    assert (silent["outlet"], silent["reports"], silent["articles"]) == ("Herald", 0, 1)
    assert asked(mine, "relations/Mine/KAZ/viewpoints").json()["data"][0]["reports"] == 2
    beyond = asked(client, "relations/Gulf/*/viewpoints").json()["data"]
    assert beyond[0]["reports"] == 1, "not that two of its members met"
    assert asked(client, "relations/*/KAZ/viewpoints").json() == asked(client, "relations/KAZ/*/viewpoints").json()


@pytest.mark.parametrize("address", LISTS)
def test_lists_of_rows_are_files_too(client, address):
    rows = asked(client, address).json()
    rows = next(rows[key] for key in ("data", "partners", "series") if key in rows)
    key = next(key for key in ("outlet", "id", "actor", "one", "start") if key in rows[0])
    link = f"{address}{'&' if '?' in address else '?'}format="
    assert [json.loads(line) for line in asked(client, f"{link}jsonl").text.splitlines()] == rows
    answer = asked(client, f"{link}csv")
    assert answer.headers["content-type"].startswith("text/csv") and "attachment" in answer.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    parquet = pq.read_table(io.BytesIO(asked(client, f"{link}parquet").content))
    arrow = pa.ipc.open_stream(asked(client, f"{link}arrow").content).read_all()
    assert parquet.equals(arrow) and parquet.column_names == list(lines[0])
    plain = {name for name, value in rows[0].items() if not isinstance(value, dict)}
    assert plain <= set(lines[0])
    assert [line[key] for line in lines] == [str(value) for value in parquet[key].to_pylist()] == [row[key] for row in rows]
    counted = "articles" if key == "outlet" else "events"
    assert [int(line[counted]) for line in lines] == parquet[counted].to_pylist() == [row[counted] for row in rows]
    if "quads" in rows[0]:
        assert [int(line["verbal_conflict"]) for line in lines] == [row["quads"].get("verbal_conflict", 0) for row in rows]
    if key == "start":
        assert [int(line["ACCUSE"]) for line in lines] == parquet["ACCUSE"].to_pylist() == [row["types"].get("ACCUSE", 0) for row in rows]


@pytest.mark.parametrize("address", ["countries", "relations", "relations/KAZ/FRA"])
def test_a_list_without_rows_has_its_columns(client, address):
    link = f"{address}?since=2100-01-01&format="
    assert len(asked(client, f"{link}csv").text.splitlines()) == 1
    assert pq.read_table(io.BytesIO(asked(client, f"{link}parquet").content)).num_rows == 0


def test_what_a_brief_says_links_to_the_pages(client):
    html = asked(client, "briefs/KAZ/FRA?language=FR&format=html").text
    links = re.findall(r'href="http://localhost(/fr/(event|search)\b[^"]*)"', html)
    assert {page for _, page in links} == {"event", "search"}
    for link, _ in links:
        assert client.get(unescape(link)).status_code == 200, link
