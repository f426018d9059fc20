"""Files of one day after another hold each event once: on the day on which it begins, else on which it was first told."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dragoman.coding import coder
from dragoman.export import selection, write
from dragoman.pipeline import read_article
from dragoman.records import UNKNOWN_DATE, Article, Interval
from dragoman.store import Filter, Ledger

MARCH = [date(2022, 3, 1) + timedelta(days=n) for n in range(31)]
WHEN = {  # what is accused whom, and the day to which it belongs
    "Norway": (Interval(date(2022, 3, 1), date(2022, 3, 31), "month"), date(2022, 3, 1)),
    "Sweden": (Interval(date(2022, 2, 20), date(2022, 3, 5), "week"), None),
    "Finland": (Interval(date(2022, 3, 9), date(2022, 3, 9), "day"), date(2022, 3, 9)),
    "Denmark": (Interval(None, date(2022, 3, 17), "day"), date(2022, 3, 17)),
    "Iceland": (UNKNOWN_DATE, date(2022, 3, 30)),
    "Estonia": (UNKNOWN_DATE, None),
}


@pytest.fixture(scope="module")
def march(tmp_path_factory):
    with Ledger.open(tmp_path_factory.mktemp("march") / "x.db") as book:
        for name, (when, _) in WHEN.items():
            published = None if name == "Estonia" else date(2022, 3, 30)
            article = Article(text=f"Russia accused {name}.", url=f"https://paper.example/{name}", language="en", published=published)
            reading = read_article(article, coder("lexicon"))
            book.add(replace(reading, events=tuple(replace(e, when=when) for e in reading.events)))
        yield book


def accused(events):
    return [e["recipients"][0]["name"] for e in events]


def test_an_event_is_in_one_day_of_its_month(march):
    found = {day: accused(selection.events(march, Filter(since=day, until=day))) for day in MARCH}
    assert {day: names for day, names in found.items() if names} == {day: [name] for name, (_, day) in WHEN.items() if day}


def test_a_span_is_open_to_one_side_or_to_both(march):
    assert sorted(accused(selection.events(march, Filter(since=date(2022, 3, 17))))) == ["Denmark", "Iceland"]
    assert sorted(accused(selection.events(march, Filter(until=date(2022, 3, 5))))) == ["Norway", "Sweden"]
    assert sorted(accused(selection.events(march, Filter()))) == sorted(WHEN)


def test_a_limit_counts_what_is_left(march):
    assert accused(selection.events(march, Filter(since=date(2022, 3, 2), until=date(2022, 3, 17), limit=1))) == ["Finland"]
    assert len(accused(selection.events(march, Filter(since=date(2022, 3, 1), limit=2)))) == 2


@pytest.mark.parametrize("name", ["gdelt1", "gdelt2", "icews", "polecat", "csv"])
def test_daily_files_repeat_no_id(march, name):
    ids = Counter()
    for day in MARCH:
        file = io.BytesIO()
        write(march, name, file, Filter(since=day, until=day))
        rows = csv.reader(io.StringIO(file.getvalue().decode("utf-8")), delimiter="," if name == "csv" else "\t")
        ids.update(row[0] for row in rows if row[0] not in ("Event ID", "event_id"))
    assert len(ids) == 4 and set(ids.values()) == {1}


def test_articles_of_a_day_tell_an_event_of_it(march):
    file = io.BytesIO()
    write(march, "ftm", file, Filter(since=date(2022, 3, 5), until=date(2022, 3, 30)))
    found = [json.loads(line) for line in file.getvalue().decode("utf-8").splitlines()]
    told = {e["properties"]["sourceUrl"][0].rsplit("/", 1)[1] for e in found if e["schema"] == "Article"}
    assert told == {"Finland", "Denmark", "Iceland"}
