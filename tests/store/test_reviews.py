"""Marks of reviewers: kept, counted once an event, taken back, and never in the way of the data."""

import pytest
from store import made

from dragoman.coding import neural
from dragoman.errors import UsageError
from dragoman.store import Filter
from dragoman.store.reviews import wilson


@pytest.fixture
def filled(ledger, monkeypatch):
    monkeypatch.setattr(neural, "available", lambda: False)
    ledger.add_all(made.readings(1, 40))
    return ledger


def ids(ledger):
    return [e["event_id"] for e in ledger.events(Filter(status=""))]


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [  # computed by hand from Wilson's formula with z = 1.959964
        (8, 10, 0.490162, 0.943318),
        (0, 5, 0.0, 0.434482),
        (5, 5, 0.565518, 1.0),
        (90, 100, 0.825634, 0.944771),
        (1, 1, 0.206549, 1.0),
    ],
)
def test_wilson(hits, of, low, high):
    assert wilson(hits, of) == (pytest.approx(hits / of), pytest.approx(low, abs=2e-6), pytest.approx(high, abs=2e-6))


def test_marks_are_kept_and_change_nothing(filled):
    before = list(filled.events(Filter(status=""))), list(filled.reports(Filter(status="")))
    one, other = ids(filled)[:2]
    number = filled.review(one, "wrong", "it was France", "aida")
    twice = filled.review(one, "duplicate", "told again", "aida", duplicate_of=other)
    assert (list(filled.events(Filter(status=""))), list(filled.reports(Filter(status="")))) == before
    first, second = filled.reviews(one)
    event = filled.event(one)
    assert (first["number"], first["verdict"], first["reason"], first["reviewer"], first["undone"]) == (
        number,
        "wrong",
        "it was France",
        "aida",
        None,
    )
    assert (first["coder"], first["coder_version"], first["language"]) == ("made", "1", event["language"])
    assert (first["report_id"], first["event_id"], first["now"]) == (event["report_id"], one, one)
    assert (second["number"], second["duplicate_of"]) == (twice, other)
    assert filled.reviews(other) == []
    assert filled.reviews() == [first, second]


def test_precision_counts_the_newest_mark_that_stands(filled):
    assert filled.precision() == []
    languages = {e["event_id"]: e["language"] for e in filled.events(Filter(status=""))}
    english = [e for e in ids(filled) if languages[e] == "en"][:4]
    german = next(e for e in ids(filled) if languages[e] == "de")
    for event in english[:3]:
        filled.review(event, "right")
    filled.review(english[0], "wrong")
    filled.review(german, "wrong")
    filled.review(english[3], "right")
    number = filled.review(english[3], "duplicate", duplicate_of=english[0])
    found = {p.language: p for p in filled.precision()}
    assert (found["en"].right, found["en"].wrong, found["de"].right, found["de"].wrong) == (2, 1, 0, 1)
    assert (found["en"].coder, found["en"].coder_version) == ("made", "1")
    assert (found["en"].precision, found["en"].low, found["en"].high) == wilson(2, 3)
    filled.unreview(number)
    assert {p.language: p.right for p in filled.precision()} == {"en": 3, "de": 0}
    assert filled.reviews()[-1]["undone"]
    with pytest.raises(UsageError, match="no mark"):
        filled.unreview(number)


def test_marks_lead_on_when_events_are_merged_and_stay_when_they_go(filled):
    filled.merge()
    one, other = sorted(ids(filled))[:2]
    first = filled.review(other, "right")
    filled.review(one, "wrong")
    decision = filled.join(one, other)
    filled.merge()
    now = filled.event_id(one)
    assert now == filled.event_id(other)
    assert filled.event(other)["event_id"] == now
    assert {m["event_id"] for m in filled.reviews(now)} == {one, other} == {m["event_id"] for m in filled.reviews(other)}
    assert {m["now"] for m in filled.reviews()} == {now}
    assert sum(p.right + p.wrong for p in filled.precision()) == 1  # one event, the newest mark
    filled.undo(decision)
    filled.merge()
    assert [m["number"] for m in filled.reviews(other)] == [first]
    assert sum(p.right + p.wrong for p in filled.precision()) == 2
    gone = filled.event(other)
    article = filled.article(gone["article_id"])
    from dragoman.records import Article, Reading

    filled.add(Reading(Article("Nothing.", url=article["url"], outlet=article["outlet"], language="en")))
    filled.merge()
    if filled.event_id(other) is None:
        assert next(m for m in filled.reviews() if m["event_id"] == other)["now"] is None
    assert sum(p.right + p.wrong for p in filled.precision()) == 2


def test_bad_marks(filled):
    one, other = ids(filled)[:2]
    for arguments, match in (
        ((one, "maybe"), "no verdict"),
        (("nothing", "right"), "no event or report nothing"),
        ((one, "duplicate", "", "", "nothing"), "no event or report nothing"),
        ((one, "duplicate", "", "", one), "the same event"),
        ((one, "right", "", "", other), "only a duplicate"),
    ):
        with pytest.raises(UsageError, match=match):
            filled.review(*arguments)
    assert filled.reviews() == []
