"""Our own columns: CSV and Parquet hold every event once, with codes as text and nothing that a spreadsheet would run."""

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.errors import UsageError
from dragoman.export import write
from dragoman.export.table import arrow_stream, csv_lines, flat, write_parquet
from dragoman.store import Filter


def test_csv_has_a_line_an_event(book):
    file = io.BytesIO()
    rows, _ = write(book, "csv", file)
    lines = list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8"))))
    events = list(book.events())
    assert len(lines) == rows == len(events)
    for line, event in zip(lines, events, strict=True):
        assert line["event_id"] == event["event_id"]
        assert line["actors"] == ";".join(a["id"] for a in event["actors"])
        assert line["evidence_text"] == event["evidence"]["text"]
        assert line["reports"] == str(event["reports"])


def test_parquet_and_arrow_hold_what_the_ledger_holds(book):
    file = io.BytesIO()
    rows, _ = write(book, "parquet", file)
    table = pq.read_table(io.BytesIO(file.getvalue()))
    events = list(book.events())
    assert table.num_rows == rows == len(events)
    assert table["event_id"].to_pylist() == [e["event_id"] for e in events]
    assert [[a["id"] for a in row] for row in table["actors"].to_pylist()] == [[a["id"] for a in e["actors"]] for e in events]
    streamed = pa.ipc.open_stream(b"".join(arrow_stream(book.events(), "events"))).read_all()
    assert streamed.equals(table.cast(streamed.schema))


def test_an_empty_selection_is_an_empty_table(book):
    nothing = Filter(actor="BRA")
    file = io.BytesIO()
    assert write(book, "parquet", file, nothing) == (0, 0)
    assert pq.read_table(io.BytesIO(file.getvalue())).num_rows == 0
    assert pa.ipc.open_stream(b"".join(arrow_stream([], "figures"))).read_all().num_rows == 0
    file = io.BytesIO()
    assert write(book, "csv", file, nothing) == (0, 0)
    assert file.getvalue().startswith(b"event_id,") and file.getvalue().count(b"\n") == 1


def test_formulas_are_text():
    rows = [{"title": cell, "n": -1.5} for cell in ("=1+1", "+1", "@x", "-2+3", "\tx", "plain")]
    lines = list(csv.reader(io.StringIO("".join(csv_lines(rows)))))
    assert [line[0] for line in lines[1:]] == ["'=1+1", "'+1", "'@x", "'-2+3", "'\tx", "plain"]
    assert {line[1] for line in lines[1:]} == {"-1.5"}


def test_what_varies_from_row_to_row_is_one_column():
    cells = flat({"differences": {"dead": [{"value": 3}]}, "speaker": {"id": "KAZ", "sector": "GOV"}, "as_of": {"date": None}})
    speaker = {"speaker": "KAZ", "speaker_sector": "GOV", "speaker_person": None}
    assert cells == {"differences": '{"dead": [{"value": 3}]}', **speaker, "as_of_date": None}


def test_parties_of_one_country_are_told_apart():
    government = {"id": "KAZ", "sector": "GOV", "person": "Kassym-Jomart Tokayev"}
    cells = flat({"actors": [government, {"id": "KAZ", "sector": "OPP", "person": ""}], "recipients": []})
    assert cells == {
        "actors": "KAZ;KAZ",
        "actor_sectors": "GOV;OPP",
        "actor_persons": "Kassym-Jomart Tokayev;",
        "recipients": "",
        "recipient_sectors": "",
        "recipient_persons": "",
    }


@pytest.mark.parametrize("kind", ["articles", "events", "reports", "figures", "statements"])
def test_a_sheet_of_nothing_has_the_columns_of_a_full_one(book, kind):
    (header,) = csv.reader(io.StringIO("".join(csv_lines([], kind))))
    rows = list(getattr(book, kind)(Filter(status="")))
    assert set().union(*(flat(row) for row in rows)) - {"coded_by"} <= set(header)
    full = list(csv.reader(io.StringIO("".join(csv_lines(rows, kind)))))
    assert full[0] == header and len(full) == 1 + len(rows)
    assert list(csv_lines([])) == []


def test_what_the_ledger_tells_of_versions_and_differences_is_in_parquet(book):
    article = {**next(book.articles()), "extra": {"desk": "world"}, "version": 2, "superseded_by": "ab"}
    event = {**next(book.events()), "differences": {"date": ["2022-05-02", "2022-05-03"]}, "confidence": 0.91}
    for kind, row in (("articles", article), ("events", event)):
        file = io.BytesIO()
        write_parquet([row], kind, file)
        (kept,) = pq.read_table(io.BytesIO(file.getvalue())).to_pylist()
        if kind == "articles":
            assert (kept["extra"], kept["version"], kept["superseded_by"]) == ('{"desk": "world"}', 2, "ab")
        else:
            assert kept["report_id"] == event["report_id"]
            assert kept["differences"] == '{"date": ["2022-05-02", "2022-05-03"]}'
            assert kept["confidence"] == 0.91


def test_other_records_have_no_table():
    with pytest.raises(UsageError, match="jsonl"):
        list(arrow_stream([], "decisions"))
