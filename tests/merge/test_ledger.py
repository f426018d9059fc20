"""Merging in a ledger: any order gives the same events, every step can be explained and taken back."""

import random
from pathlib import Path

import pytest

from dragoman.coding import coder
from dragoman.errors import UsageError
from dragoman.evaluate.stories import b_cubed, load_stories
from dragoman.pipeline import read_article
from dragoman.store import Filter, Ledger
from dragoman.store.sources import Outlet, Register

STORIES = Path(__file__).resolve().parents[1] / "gold" / "stories" / "dev"


@pytest.fixture(scope="module")
def stories():
    found = load_stories(STORIES)
    found.tellings = [t for t in found.tellings if t.story.startswith("uzbek-italian/")]
    return found


@pytest.fixture(scope="module")
def readings(stories):
    using = coder()
    return [read_article(t.article, using) for t in stories.tellings]


def told(book):
    """The events of a ledger: their reports, and what they say."""
    of_event = {}
    for r in book.reports(Filter(status="")):
        of_event.setdefault(r["event_id"], []).append(r["report_id"])
    return {e["event_id"]: (sorted(of_event[e["event_id"]]), e) for e in book.events(Filter(status=""))}


@pytest.fixture
def merged(ledger, readings):
    ledger.add_all(readings)
    ledger.merge()
    return ledger


def largest(book):
    return max(told(book).items(), key=lambda item: (len(item[1][0]), item[0]))


def test_reports_are_merged_across_languages_and_copies_count_once(merged, stories):
    rows = list(merged.reports(Filter(status="")))
    score = b_cubed({r["report_id"]: r["event_id"] for r in rows}, stories.labels(rows))
    assert score.precision >= 0.9
    assert score.recall >= 0.6
    event, (members, row) = largest(merged)
    assert row["reports"] == len(members) > row["texts"]
    assert row["languages"] >= 3
    assert row["outlets"] == len({r["source"] for r in merged.reports(Filter(event_id=event, status=""))})
    assert all(e["reports"] >= e["texts"] >= 1 for _, e in told(merged).values())
    copies = {a["outlet"]: a for a in merged.articles()}
    assert {"Gazzetta dell'Adige", "Corriere del Brenta"} <= set(copies)


def test_ten_orders_give_the_same_events(readings, tmp_path):
    outcomes = []
    for n in range(10):
        order = list(readings)
        random.Random(n).shuffle(order)
        with Ledger.open(str(tmp_path / f"{n}.db")) as book:
            step = (1, 3, len(order))[n % 3]  # one by one, a few at a time, all at once
            for k in range(0, len(order), step):
                book.add_all(order[k : k + step])
                book.merge()
            outcomes.append(told(book))
    assert len(outcomes[0]) < sum(len(members) for members, _ in outcomes[0].values())
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_merging_again_changes_nothing(merged):
    before = told(merged)
    assert merged.merge()["new_reports"] == 0
    assert told(merged) == before


def test_a_withdrawn_article_leaves_its_event(merged, readings):
    before = told(merged)
    event, (members, _) = largest(merged)
    mine = next(r for r in readings if any(e.event_id in members for e in r.events))
    merged.add(read_article(type(mine.article)(text="Nothing happened.", url=mine.article.url, language="en"), coder()))
    gone = {e.event_id for e in mine.events}
    assert all(not gone & set(reports) for reports, _ in told(merged).values())
    merged.merge()
    now = merged.event_id(event)
    assert now is None or not gone & set(told(merged)[now][0])
    assert len(told(merged)) <= len(before)


def test_split_is_remembered_and_taken_back(merged):
    before = told(merged)
    _, (members, _) = largest(merged)
    out = members[-1]
    number = merged.split(out, "another visit")
    merged.merge()
    after = told(merged)
    assert [out] in [reports for reports, _ in after.values()] or out not in after[merged.event_id(members[0])][0]
    merged.merge()
    assert told(merged) == after
    assert [(d["kind"], d["left"], d["reason"]) for d in merged.decisions()] == [("split", [out], "another visit")]
    merged.undo(number)
    merged.merge()
    assert told(merged) == before
    with pytest.raises(UsageError, match="no decision"):
        merged.undo(number)


def test_join_is_remembered_and_taken_back_and_old_ids_lead_on(merged):
    before = told(merged)
    one, other = sorted(before)[:2]
    number = merged.join(one, other)
    merged.merge()
    assert merged.event_id(one) == merged.event_id(other) in told(merged)
    assert set(before[one][0]) <= set(told(merged)[merged.event_id(one)][0])
    with pytest.raises(UsageError, match="same event"):
        merged.join(one, other)
    merged.undo(number)
    merged.merge()
    assert told(merged) == before
    assert merged.event_id("nothing") is None
    with pytest.raises(UsageError, match="no event or report"):
        merged.split("nothing")


def test_why(merged):
    event, (members, _) = largest(merged)
    reasons = merged.why(event)
    assert sorted(r["report_id"] for r in reasons) == [m for m in members if m != event]
    assert all(r["like"] in members and 0 <= r["likeness"] <= 1 and r["because"] for r in reasons)
    assert merged.why(members[0]) == reasons  # any report names its event


def test_why_of_an_article(merged):
    ids = {a["outlet"]: a["article_id"] for a in merged.articles()}
    found = merged.why_article(ids["Gazzetta dell'Adige"])
    assert [c["outlet"] for c in found["copies"]] == ["Corriere del Brenta"]
    assert found["copies"][0]["alike"] >= 0.3
    assert ids["Anadolu Postası"] in {s["article_id"] for s in found["story"]}
    assert all(s["because"] for s in found["story"])
    with pytest.raises(UsageError, match="no article"):
        merged.why_article("nothing")


def test_accounts_side_by_side(merged):
    event, (members, row) = largest(merged)
    Register(merged).set_outlets([Outlet("Samarqand Herald", "UZB", "en")])
    accounts = merged.viewpoints([event])
    telling = [a for a in accounts if a["reports"]]
    assert len(telling) == row["outlets"]
    assert sum(a["reports"] for a in telling) == len(members)
    assert all(a["words"] and a["types"] and a["evidence"]["text"] for a in telling)
    silent = {a["outlet"] for a in accounts if not a["reports"]}
    assert not silent & {a["outlet"] for a in telling}
    assert {a["outlet"]: a["country"] for a in accounts}.get("Samarqand Herald", "UZB") == "UZB"
    pair = merged.viewpoints(e["event_id"] for e in merged.events(Filter(actor="ITA", other="UZB", status="")))
    assert sum(a["reports"] for a in pair) >= len(members)
