"""Files of the field: as many columns as their makers say, one row a pair, ids that are unique, codes that keep their zeros."""

import csv
import io

import pytest
from export.texts import TEXTS
from shared import shared

from dragoman import ontology
from dragoman.export import SHEETS, cameo, write
from dragoman.export.files import dyads

COUNTS = {"gdelt1": 58, "gdelt2": 61, "gdelt2-mentions": 16, "icews": 20, "polecat": 42}


def lines(book, name):
    file = io.BytesIO()
    count, _ = write(book, name, file)
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8")), delimiter="\t"))
    if SHEETS[name].header:
        assert tuple(rows.pop(0)) == SHEETS[name].columns
    assert len(rows) == count
    return [dict(zip(SHEETS[name].columns, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", SHEETS)
def test_every_row_has_all_columns(book, name):
    assert len(SHEETS[name].columns) == COUNTS[name] == len(set(SHEETS[name].columns))
    assert lines(book, name)


def test_columns_are_those_that_the_makers_list():
    text = (shared("reference/formats.md")).read_text("utf-8")
    for name, title in (("icews", "**ICEWS"), ("polecat", "**POLECAT")):
        listed = " ".join(text[text.index(title) :].split("\n\n")[0].split("- **")[1 if text.startswith("- ") else 0].split())
        listed = listed.split(":** ")[1].rstrip(".")
        assert tuple(listed.split(", ")) == SHEETS[name].columns[: len(listed.split(", "))]
    listed = " ".join(text[text.index("**GDELT 2.0 mentions") :].split("- **")[0].split()).split(":** ")[1].rstrip(".")
    assert tuple(listed.split()) == SHEETS["gdelt2-mentions"].columns


@pytest.mark.parametrize(("name", "key"), [("gdelt1", "GLOBALEVENTID"), ("icews", "Event ID"), ("polecat", "Event ID")])
def test_ids_are_unique_and_fit_a_signed_number(book, name, key):
    ids = [row[key] for row in lines(book, name)]
    assert len(set(ids)) == len(ids)
    if name != "polecat":
        assert all(0 <= int(i) < 2**63 for i in ids)


def test_a_pair_is_a_row_and_codes_keep_their_zeros(book):
    rows = [r for r in lines(book, "gdelt1") if r["EventRootCode"] == "07"]
    assert sorted((r["Actor1CountryCode"], r["Actor2CountryCode"]) for r in rows) == [("DEU", "UKR"), ("FRA", "UKR")]
    assert {r["EventCode"] for r in rows} <= {"070", "071", "072", "073"}
    assert {r["QuadClass"] for r in rows} == {"2"}
    assert {r["SQLDATE"] for r in rows} == {"20220502"}
    assert rows[0]["SOURCEURL"] == "https://paper.example/0"


def test_mentions_belong_to_events_and_point_into_the_text(book):
    events = {r["GLOBALEVENTID"]: r for r in lines(book, "gdelt2")}
    mentions = lines(book, "gdelt2-mentions")
    assert {m["GLOBALEVENTID"] for m in mentions} == set(events)
    for m in mentions:
        assert m["MentionSourceName"] == "Paper of record"
        text = TEXTS[int(m["MentionIdentifier"][-1])]
        code = events[m["GLOBALEVENTID"]]["Actor1CountryCode"]
        name = {"FRA": "France", "DEU": "Germany", "KAZ": "Kazakhstan", "RUS": "Russia", "CHN": "Chin"}[code]
        assert text[int(m["Actor1CharOffset"]) :].startswith(name)


def test_polecat_has_the_sentence_and_the_link(book):
    for row in lines(book, "polecat"):
        assert row["URL"].startswith("https://paper.example/")
        assert row["Sentence"] in " ".join(TEXTS[int(row["URL"][-1])].split())
    assert any(row["Sentence"].startswith('"') for row in lines(book, "polecat"))


def test_two_of_the_same_country_and_sector_are_one_pair():
    party = {"id": "FRA", "sector": "GOV"}
    event = {"event_id": "x", "actors": [party, dict(party)], "recipients": [{"id": "DEU", "sector": "GOV"}]}
    assert len(list(dyads(event))) == 1
    assert len(list(dyads({**event, "recipients": []}))) == 1
    assert next(dyads({**event, "actors": [party], "recipients": []}))[2] is None


def test_every_type_and_mode_has_a_code_of_its_quad():
    for kind in ontology.types():
        wanted = "verbal" if ontology.quad(kind).startswith("verbal") else "material"
        for mode in ("", *ontology.modes(kind)):
            code = cameo.code(kind, mode)
            assert code.isdigit()
            assert 3 <= len(code) <= 4
            assert ("verbal" if cameo.quad_class(code) in (1, 3) else "material") == wanted or kind in ("CONCEDE", "AGREE", "MOBILIZE")
