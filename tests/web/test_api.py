"""The REST interface: lists in pages and streams, filters, errors, its own description."""

import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from web.conftest import TEXTS, TOKEN

LISTS = ("events", "reports", "figures", "statements", "articles")
ALLOWED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("kind", LISTS)
def test_pages_hold_every_row_once_newest_first(client, book, kind):
    seen = []
    address = f"/api/v1/{kind}?limit=1" + ("&status=all" if kind in ("events", "reports") else "")
    while address:
        answer = client.get(address).json()
        seen += answer["data"]
        address = answer["links"]["next"]
    key = {"events": "event_id", "reports": "report_id", "figures": "figure_id", "statements": "statement_id", "articles": "article_id"}[
        kind
    ]
    ids = [row[key] for row in seen]
    assert len(set(ids)) == len(ids) == book.counts()[kind]
    when = [row.get("date") or row["published"] for row in seen] if kind in ("events", "reports") else [row["published"] for row in seen]
    assert when == sorted(when, reverse=True)


@pytest.mark.parametrize("kind", LISTS)
def test_streams_hold_what_pages_hold(client, kind):
    pages = client.get(f"/api/v1/{kind}?limit=1000").json()["data"]
    key = {"events": "event_id", "reports": "report_id", "figures": "figure_id", "statements": "statement_id", "articles": "article_id"}[
        kind
    ]
    wanted = {row[key] for row in pages}
    lines = [json.loads(line) for line in client.get(f"/api/v1/{kind}?format=jsonl").text.splitlines()]
    assert {row[key] for row in lines} == wanted
    assert {row[key] for row in csv.DictReader(io.StringIO(client.get(f"/api/v1/{kind}?format=csv").text))} == wanted
    parquet = pq.read_table(io.BytesIO(client.get(f"/api/v1/{kind}?format=parquet").content))
    arrow = pa.ipc.open_stream(client.get(f"/api/v1/{kind}?format=arrow").content).read_all()
    assert set(parquet[key].to_pylist()) == set(arrow[key].to_pylist()) == wanted if key in parquet.column_names else True
    assert parquet.num_rows == arrow.num_rows == len(wanted)


@pytest.mark.parametrize("kind", LISTS)
def test_a_sheet_without_rows_has_its_columns(client, kind):
    full, empty = (client.get(f"/api/v1/{kind}?format=csv{more}").text.splitlines() for more in ("", "&since=2100-01-01"))
    assert len(empty) == 1 and empty == full[:1]


def test_filters_are_those_of_the_pages(client):
    def found(query):
        return client.get(f"/api/v1/events?{query}").json()["data"]

    assert {e["type"] for e in found("type=aid")} == {"AID"}
    assert {e["quad"] for e in found("quad=material_conflict")} == {"material_conflict"}
    both = found("actor=Frankreich&other=أوكرانيا")
    assert both and all({"FRA", "UKR"} <= {p["id"] for p in (*e["actors"], *e["recipients"])} for e in both)
    assert not found("actor=UKR&other=FRA&directed=true")
    assert {e["type"] for e in found("q=осудила")} <= {"ACCUSE", "SANCTION"} and found("q=осудила")
    assert found("language=ar")[0]["reports"] >= 1
    assert found("language=AR") == found("language=ar")
    assert found("type=consult&mode=Visit&quad=VERBAL_cooperation") == found("type=CONSULT&mode=visit") != []
    assert not found("since=2030-01-01")
    assert found("country=QAT")


def test_one_event_has_its_reports_and_why_they_were_merged(client):
    aid = client.get("/api/v1/events?type=AID").json()["data"][0]
    whole = client.get(f"/api/v1/events/{aid['event_id']}").json()
    assert len(whole["told"]) == whole["reports"] >= 2
    assert len(whole["why"]) == whole["reports"] - 1
    assert all(r["evidence"]["text"] in {t for *_, t in TEXTS} or r["evidence"]["text"] for r in whole["told"])
    by_report = client.get(f"/api/v1/events/{whole['told'][-1]['report_id']}").json()
    assert by_report["event_id"] == aid["event_id"]
    assert client.get(f"/api/v1/events/{aid['event_id']}/viewpoints").json()["data"][0]["reports"] >= 1


def test_relations_answer(client):
    assert {c["id"] for c in client.get("/api/v1/countries").json()["data"]} >= {"FRA", "UKR", "RUS"}
    pair = client.get("/api/v1/relations/FRA/RUS?every=day").json()
    assert sum(p["events"] for p in pair["series"]) >= 1
    assert client.get("/api/v1/relations/FRA/EU").status_code == 200
    assert client.get("/api/v1/countries/France").json()["partners"][0]["actor"] in {"UKR", "DEU", "KAZ", "RUS"}
    outlook = client.get("/api/v1/relations/FRA/RUS/outlook").json()["data"]
    assert {o["quad"] for o in outlook} and all("skilful" in o for o in outlook)
    assert client.get("/api/v1/surges").json()["data"] == []
    brief = client.get("/api/v1/briefs/FRA?language=ar&format=markdown")
    assert brief.status_code == 200 and "فرنسا" in brief.text


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("events?actor=Atlantis", 400, "Atlantis"),
        ("events?type=HUG", 400, "CONSULT"),
        ("events?after=broken", 400, "cursor"),
        ("events?since=yesterday", 422, "since"),
        ("events?limit=0", 422, "limit"),
        ("events?since=0001-01-01", 422, "since"),
        ("briefs/FRA?until=9999-12-31", 422, "until"),
        ("events?colour=red", 422, "colour"),
        ("events?mode=foo", 400, "visit"),
        ("events?type=AID&mode=visit", 400, "mode of AID"),
        ("events?language=xx", 400, "'xx'"),
        ("figures?kind=foo", 400, "investment"),
        ("statements?stance=foo", 400, "support"),
        ("events?since=2024-05-02&until=2024-05-01", 400, "before it begins"),
        ("articles?since=2024-05-02&until=2024-05-01", 400, "before it begins"),
        ("countries?since=2024-05-02&until=2024-05-01", 400, "before it begins"),
        ("countries/FRA?since=2024-05-02&until=2024-05-01", 400, "before it begins"),
        ("relations/FRA/RUS?since=2024-05-02&until=2024-05-01", 400, "before it begins"),
        ("relations/FRA/RUS/viewpoints?since=2024-05-02&until=2024-05-01", 400, "before it begins"),
        ("outlets?colour=red", 422, "colour"),
        ("countries?colour=red", 422, "since, until"),
        ("countries/FRA?colour=red", 422, "colour"),
        ("relations?colour=red", 422, "colour"),
        ("relations/FRA/RUS?colour=red", 422, "directed"),
        ("relations/FRA/RUS/outlook?format=csv", 422, "format"),
        ("surges?colour=red", 422, "colour"),
        ("briefs/FRA?colour=red", 422, "colour"),
        ("precision?colour=red", 422, "none"),
        ("outlets?format=xls", 422, "format"),
        ("events?actor=%20", 400, "' '"),
        ("relations/%20/RUS", 400, "' '"),
        ("events/none", 404, "none"),
        ("articles/none", 404, "none"),
        ("briefs/FRA?language=xx", 400, "xx"),
    ],
)
def test_what_is_wrong_is_said(client, address, status, says):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status
    assert says in answer.json()["error"]


def test_articles_are_sent_in_read_and_merged(client, book):
    sent = {
        "text": "France sent humanitarian aid to Ukraine on Friday.",
        "url": "https://other.example/a",
        "outlet": "Other",
        "published": "2024-05-04",
        "language": "en",
    }
    before = book.counts()["articles"]
    answer = client.post("/api/v1/articles", json=[sent], headers=ALLOWED)
    assert answer.status_code == 201 and answer.json()["data"][0]["outcome"] == "added"
    assert book.counts()["articles"] == before + 1
    again = client.post("/api/v1/articles", json=[sent], headers=ALLOWED)
    assert again.json()["data"][0]["outcome"] == "unchanged"
    assert client.post("/api/v1/articles", json=[{"text": ""}], headers=ALLOWED).status_code == 422
    assert client.post("/api/v1/articles", json=[{"text": "x", "color": 1}], headers=ALLOWED).status_code == 422


def test_the_description_is_whole_and_shown_without_another_host(client):
    description = client.get("/api/v1/openapi.json").json()
    assert description["openapi"].startswith("3.")
    for path in ("/events", "/figures", "/statements", "/articles", "/relations/{one}/{other}", "/countries", "/outlets", "/briefs/{one}"):
        operation = description["paths"][path]["get"]
        assert operation["summary"] and operation["description"]
    events = {p["name"]: p["description"] for p in description["paths"]["/events"]["get"]["parameters"]}
    assert "if any of its days is in the span" in events["since"]
    page = client.get("/api/v1/docs").text
    assert "<script" not in page and "style=" not in page
    assert "https://" not in page and "http://" not in page
    for path in description["paths"]:
        assert path in page
