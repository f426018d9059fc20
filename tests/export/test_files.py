"""Files of the field: as many columns as their makers say, one row a pair, ids that are unique, codes that keep their zeros."""

import csv
import io
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from export.texts import TEXTS
from shared import shared

from dragoman import ontology
from dragoman.coding import coder
from dragoman.export import SHEETS, cameo, write
from dragoman.export.files import _offset, dyads
from dragoman.pipeline import read_article
from dragoman.records import UNKNOWN_DATE, Article
from dragoman.store import Filter, Ledger

COUNTS = {"gdelt1": 58, "gdelt2": 61, "gdelt2-mentions": 16, "icews": 20, "polecat": 42}


def lines(book, name, where=None):
    file = io.BytesIO()
    count, _ = write(book, name, file, where)
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8")), delimiter="\t"))
    if SHEETS[name].header:
        assert tuple(rows.pop(0)) == SHEETS[name].columns
    assert len(rows) == count
    return [dict(zip(SHEETS[name].columns, row, strict=True)) for row in rows]


def one(rows):
    (row,) = rows
    return row


def told(path, *texts, day=date(2022, 5, 4)):
    """A ledger of what some texts tell, not merged."""
    book = Ledger.open(path / "told.db")
    for n, text in enumerate(texts):
        article = Article(text=text, url=f"https://paper.example/{n}", outlet=f"Paper {n}", language="en", published=day)
        book.add(read_article(article, coder("lexicon")))
    return book


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


def test_every_report_is_a_mention_whatever_its_status(tmp_path):
    with told(
        tmp_path, *["Germany sent humanitarian aid to Ukraine on Monday."] * 2, "Germany did not send aid to Ukraine on Monday."
    ) as book:
        ids = [r["event_id"] for r in book.reports(Filter(status=""))]
        for other in ids[1:]:
            book.join(ids[0], other)
        book.merge()
        assert sorted(r["status"] for r in book.reports(Filter(status=""))) == ["actual", "actual", "negated"]
        event = one(lines(book, "gdelt2"))
        mentions = lines(book, "gdelt2-mentions")
    assert event["NumMentions"] == "3" == str(len(mentions))
    assert {m["GLOBALEVENTID"] for m in mentions} == {event["GLOBALEVENTID"]}


def test_two_parties_of_one_country_stand_where_each_is_named(tmp_path):
    text = "Kazakhstan's government criticised the Kazakh opposition on Tuesday."
    with told(tmp_path, text) as book:
        mention = one(lines(book, "gdelt2-mentions"))
    assert text[int(mention["Actor1CharOffset"]) :].startswith("Kazakhstan's")
    assert text[int(mention["Actor2CharOffset"]) :].startswith("Kazakh opposition")


def test_a_party_is_found_on_the_other_side_but_not_taken_for_the_other():
    def party(sector, start):
        return {"id": "KAZ", "sector": sector, "person": "", "start": start}

    government, opposition = party("GOV", 3), party("OPP", 9)
    assert _offset(party("OPP", 0), [government], [opposition]) == 9
    assert _offset(party("OPP", 0), [], [government]) == -1
    assert _offset(party("OPP", 0), [party("", 5)], [government]) == 5
    assert _offset({**opposition, "id": "KGZ"}, [government], [opposition]) == -1


@pytest.mark.parametrize(("day", "fraction"), [("1 January", "2022.0027"), ("31 December", "2022.9890")])
def test_the_fraction_of_a_date_stays_in_its_year(tmp_path, day, fraction):
    with told(tmp_path, f"On {day} 2022 Kazakhstan accused Russia.", day=date(2022, 12, 31)) as book:
        row = one(lines(book, "gdelt1"))
    assert (row["Year"], row["FractionDate"]) == ("2022", fraction)


def test_an_event_without_a_date_has_the_day_on_which_it_was_told_where_a_day_must_be(tmp_path):
    with Ledger.open(tmp_path / "dateless.db") as book:
        article = Article(text="Kazakhstan accused Russia.", url="https://paper.example/0", language="en", published=date(2022, 5, 4))
        reading = read_article(article, coder("lexicon"))
        book.add(replace(reading, events=tuple(replace(e, when=UNKNOWN_DATE) for e in reading.events)))
        assert one(lines(book, "gdelt1"))["SQLDATE"] == "20220504"
        assert one(lines(book, "icews"))["Event Date"] == "2022-05-04"
        assert one(lines(book, "polecat"))["Event Date"] == ""


def test_places_are_named(book):
    visit = one(r for r in lines(book, "gdelt1") if r["EventRootCode"] == "04")
    assert visit["ActionGeo_FullName"] == "Kazakhstan"
    assert one(r for r in lines(book, "icews") if r["CAMEO Code"] == visit["EventCode"])["Country"] == "Kazakhstan"


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
            if (kind, mode) == ("SANCTION", "convict"):  # CAMEO disapproves by a verdict; who is locked up for it is COERCE/arrest too
                assert code == "116"
                continue
            assert ("verbal" if cameo.quad_class(code) in (1, 3) else "material") == wanted or kind in ("CONCEDE", "AGREE", "MOBILIZE")


def test_codes_are_what_the_codebook_says_of_them():
    assert cameo.code("MOBILIZE", "militia") == "154"  # 155 is of cyber-forces
    assert cameo.code("THREATEN", "arrest") == "137"  # "threats to imprison"
    assert cameo.code("ASSAULT", "primitive") == "180"  # "knives, rocks and other such unsophisticated weapons"
    assert cameo.code("CONSULT", "multilateral") == "040"  # 046 only where they negotiate
    assert cameo.code("SANCTION", "discontinue", ["economic"]) == "163"  # 162 is aid that stops
    assert cameo.code("SANCTION", "expel", ["diplomatic"]) == "161"  # "when diplomats are withdrawn or expelled"
    assert cameo.code("RETREAT", "access", ["economic"]) == "085"  # lifted sanctions let nobody in


def test_every_code_weighs_what_is_published_for_it():
    table = tomllib.loads((Path(cameo.__file__).parent / "cameo.toml").read_text("utf-8"))
    inner = [codes for part in ("modes", "contexts") for codes in table[part].values()]
    codes = {code for some in (table["types"], *inner) for code in some.values()}
    assert {c for c in codes if cameo.goldstein(c) is None} == {"176", "1952"}  # later than any table
    assert set(table["goldstein"]) <= codes
    known = {"030": 4.0, "042": 1.9, "060": 6.0, "072": 8.3, "0874": 10.0, "104": -5.0, "111": -2.0, "130": -4.4, "163": -8.0, "190": -10.0}
    assert {code: cameo.goldstein(code) for code in known} == known


def test_the_weight_follows_from_the_code_in_gdelt_and_icews(book):
    for name, code, weight in (("gdelt1", "EventCode", "GoldsteinScale"), ("icews", "CAMEO Code", "Intensity")):
        assert all(row[weight] == str(cameo.goldstein(row[code])) for row in lines(book, name))
    aid = next(r for r in lines(book, "polecat") if r["Event Type"] == "AID")
    assert aid["Intensity"] == "10.0"  # POLECAT's is PLOVER's own
