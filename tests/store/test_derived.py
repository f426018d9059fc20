"""What is kept beside the records is at any time what counting them from scratch gives."""

from collections import Counter
from contextlib import suppress
from datetime import date
from random import Random

import numpy as np
import pytest
import sqlalchemy as sa
from store import made

from dragoman.coding import neural
from dragoman.errors import UsageError
from dragoman.store import Activity, Filter, daily, derived
from dragoman.store.engine import Busy, begin
from dragoman.store.schema import dealings, press, reports, tallies

EPOCH = date(1970, 1, 1).toordinal()


@pytest.fixture(autouse=True)
def no_model(monkeypatch):
    monkeypatch.setattr(neural, "available", lambda: False)  # likeness of words is not what is tested here


def kept(connection):
    """All that is derived, so that it can be compared: rows as sets, counts without noughts."""
    out = {"dealings": {tuple(row) for row in connection.execute(sa.select(dealings))}}
    out["tallies"] = {tuple(row) for row in connection.execute(sa.select(tallies).where(tallies.c.events != 0))}
    out["press"] = {tuple(row) for row in connection.execute(sa.select(press)) if any(row[2:])}
    found = [daily.cells(connection, None, None), daily.cells(connection, None, ["*"]), daily.cells(connection, ["*"], ["*"])]
    names = ("day", "actor", "recipient", "mutual", "type", "precision", "event", "events", "score")
    columns = [np.concatenate([getattr(c, name) for c in found]) for name in names]
    out["daily"] = Counter(zip(*(column.tolist() for column in columns), strict=True))
    return out


class Undo(Exception):
    """Takes a transaction back."""


def from_scratch(ledger):
    out = {}
    with pytest.raises(Undo), ledger.writing() as connection:
        derived.write(connection)
        out = kept(connection)
        raise Undo
    return out


def counted(cells):
    """How many events the cells count by day, parties, mutual and type."""
    out = Counter()
    for key in cells:
        out[key[:5]] += key[7]
    return out


def cells_of(events):
    """The daily counts of events, by their definition."""
    out = Counter()
    for e in events:
        first = e["date"] or e["date_end"]
        if not first:
            continue
        day = date.fromisoformat(first).toordinal() - EPOCH
        actors, recipients = ({a["id"] for a in e[side] if a["id"]} for side in ("actors", "recipients"))
        pairs = {(a, "*", False) for a in actors | recipients | {"*"}}
        pairs |= {(a, r, False) for a in actors for r in recipients}
        if not e["recipients"]:
            pairs |= {(a, b, True) for a in actors for b in actors if a < b}
        for pair in pairs:
            out[day, *pair, e["type"]] += 1
    return out


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_it_is_what_counting_gives(ledger, seed):
    rng = Random(seed)
    ledger.add_all(made.reading(rng, n) for n in range(12))
    decisions = []
    merged = 0
    for step in range(30):
        what = rng.choice(("add", "change", "recode", "merge", "split", "join", "join", "undo"))
        if what == "add":
            ledger.add_all(made.reading(rng, 100 + 10 * step + n) for n in range(rng.randrange(1, 6)))
        elif what in ("change", "recode"):
            number = int(rng.choice(list(ledger.articles()))["url"].rsplit("/", 1)[1])
            ledger.add(made.reading(rng, number, version=1 + (what == "change") * step, coder_version=str(step)))
        elif what == "undo" and decisions:
            ledger.undo(decisions.pop())
        elif what in ("split", "join"):
            one, other = rng.sample(list(ledger.reports(Filter(status=""))), 2)
            with suppress(UsageError):  # alone already, or together
                decisions.append(ledger.split(one["report_id"]) if what == "split" else ledger.join(one["event_id"], other["event_id"]))
        if what == "merge" or rng.random() < 0.3:
            ledger.merge()
            merged = max(merged, *(e["reports"] for e in ledger.events(Filter(status=""))))
        if step % 10 == 9:
            check(ledger)
    assert merged > 1


def check(ledger):
    ledger.days()  # counts what is stale
    with ledger.engine.connect() as connection:
        now = kept(connection)
    assert now == from_scratch(ledger)
    assert {r["event_id"] for r in ledger.reports(Filter(status=""))} == {e["event_id"] for e in ledger.events(Filter(status=""))}
    assert counted(now["daily"]) == cells_of(ledger.events())
    assert ledger.counts() == {kind: len(list(getattr(ledger, kind)(Filter(status="")))) for kind in ledger.counts()}


def test_sums_of_actors_and_pairs(ledger):
    ledger.add_all(made.readings(3, 60))
    events = list(ledger.events())
    cells = cells_of(events)
    assert {a: v.events for a, v in ledger.activity().items()} == sums(cells, lambda a, r: a if r == "*" and a != "*" else None)
    pairs = sums(cells, lambda a, r: (min(a, r), max(a, r)) if r != "*" and a != r else None)
    assert {(p.one, p.other): p.events for p in ledger.pairs(limit=100)} == pairs
    assert [p.events for p in ledger.pairs()] == sorted(pairs.values(), reverse=True)
    assert len(ledger.pairs(limit=2)) == 2
    mine = ledger.partners("KAZ")
    assert {p.actor: p.events for p in mine} == {next(a for a in pair if a != "KAZ"): n for pair, n in pairs.items() if "KAZ" in pair}
    assert all(sum(p.quads.values()) == p.events for p in mine)
    actual = [e["date"] or e["date_end"] for e in events if e["date"] or e["date_end"]]
    assert ledger.days() == (date.fromisoformat(min(actual)), date.fromisoformat(max(actual)))
    day = date(2024, 1, 20)
    assert sum(
        sums(cells_of(e for e in events if (e["date"] or e["date_end"]) == day.isoformat()), lambda a, r: a if r == "*" else None).values()
    ) == (sum(a.events for a in ledger.activity(day, day).values()) + int(ledger.cells(["*"], ["*"], day, day).events.sum()))
    assert ledger.actors() == sorted(ledger.activity())
    assert ledger.partners("ATA") == [] == ledger.pairs(date(1990, 1, 1), date(1991, 1, 1))


def sums(cells, name_of):
    out = Counter()
    for (_, actor, recipient, _, _), n in cells.items():
        if name := name_of(actor, recipient):
            out[name] += n
    return dict(out)


def test_nothing_is_in_an_empty_ledger(ledger):
    assert ledger.days() == (None, None)
    assert ledger.activity() == {}
    assert len(ledger.cells(None, None)) == 0
    assert ledger.outlets() == []
    assert ledger.facets("events") == []


@pytest.mark.parametrize(("actors", "recipients"), [(["KAZ"], None), (None, ["KAZ"]), (["KAZ", "FRA"], ["FRA", "RUS"]), (["KAZ"], ["KAZ"])])
@pytest.mark.parametrize("either_way", [False, True])
def test_cells_of_sides(ledger, actors, recipients, either_way):
    ledger.add_all(made.readings(4, 80))
    found = ledger.cells(actors, recipients, date(2024, 1, 1), date(2024, 2, 10), either_way=either_way)
    low, high = (date(2024, *d).toordinal() - EPOCH for d in ((1, 1), (2, 10)))

    def among(name, side):
        return name != "*" and (side is None or name in side)

    expected = {
        key: n
        for key, n in cells_of(ledger.events()).items()
        if low <= key[0] <= high
        and (
            (among(key[1], actors) and among(key[2], recipients))
            or ((either_way or key[3]) and among(key[2], actors) and among(key[1], recipients))
        )
    }
    columns = (found.day, found.actor, found.recipient, found.mutual, found.type)
    assert dict(zip(zip(*(c.tolist() for c in columns), strict=True), found.events.tolist(), strict=True)) == expected
    assert len(found) == len(expected) > 0
    assert found.day.tolist() == sorted(found.day.tolist())


def test_outlets(ledger):
    from dragoman.store.sources import Outlet, Register

    given = made.readings(2, 50)
    ledger.add_all(given)
    Register(ledger).set_outlets([Outlet("Courier", "GBR", "en", True), Outlet("Silent", "FRA", "fr")])
    found = {o.outlet: o for o in ledger.outlets()}
    assert list(found) == sorted({*(name for name, _ in made.OUTLETS if name), "Silent"})
    assert (found["Courier"].country, found["Courier"].full_text, found["Kurier"].language) == ("GBR", True, "de")
    assert (found["Silent"].articles, found["Silent"].first, found["Silent"].language) == (0, None, "fr")
    for name in ("Courier", "Kurier"):
        mine = [r for r in given if r.article.outlet == name]
        assert (found[name].articles, found[name].reports) == (len(mine), sum(len(r.events) for r in mine))
        days = sorted(r.article.published for r in mine if r.article.published)
        assert (found[name].first, found[name].last) == (days[0], days[-1])


def test_revision_grows_with_every_change_and_only_then(ledger):
    seen = [ledger.revision()]

    def grown():
        seen.append(ledger.revision())
        return seen[-1] > seen[-2]

    given = made.readings(1, 5)
    ledger.add_all(given)
    assert grown()
    ledger.add_all(given)
    assert not grown()
    ledger.merge()
    assert grown()
    ledger.merge()
    ledger.pairs()
    assert not grown()
    number = ledger.review(next(ledger.events(Filter(status="")))["event_id"], "right")
    assert grown()
    ledger.unreview(number)
    assert grown()


def test_a_busy_writer_keeps_no_reader_waiting(ledger):
    ledger.add_all(made.readings(1, 10))
    before = ledger.activity()
    ledger.add_all(made.readings(2, 30)[10:])
    with begin(ledger.engine) as connection:
        connection.execute(sa.update(reports).values(confidence=0))
        assert ledger.activity() == before  # the counts of the change before
        with pytest.raises(Busy), begin(ledger.engine, wait=False):
            pass
    after = ledger.activity()
    assert after != before
    assert all(isinstance(a, Activity) for a in after.values())
