"""Series: against cases computed by hand."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from relations.planted import at, count
from relations.press import publish, told

import dragoman
from dragoman import ontology
from dragoman.errors import UsageError
from dragoman.relations import draws
from dragoman.relations.series import periods, series
from dragoman.relations.surges import behind
from dragoman.relations.vectors import vectors
from dragoman.store import Filter

AID, ACCUSE, AGREE, CONSULT = (ontology.score(t) for t in ("AID", "ACCUSE", "AGREE", "CONSULT"))


def test_series_by_hand(book):
    count(
        book,
        (at(0), "KAZ", "FRA", False, "AID", 2),
        (at(3), "FRA", "KAZ", False, "ACCUSE", 1),
        (at(31), "FRA", "KAZ", True, "AGREE", 1),
        (at(31), "FRA", "USA", False, "AID", 3),
    )
    january, february = series(book, "KAZ", "FRA")
    assert (january.start, january.end, january.events) == (at(0), at(30), 3)
    assert january.types == {"AID": 2, "ACCUSE": 1}
    assert january.quads == {"material_cooperation": 2, "verbal_conflict": 1}
    assert january.score == pytest.approx(2 * AID + ACCUSE)
    assert january.mean == pytest.approx((2 * AID + ACCUSE) / 3)
    assert january.low <= january.mean <= january.high
    assert january.share == pytest.approx(1000)
    assert (february.events, february.share) == (1, pytest.approx(250))
    weights = [2 * 2 ** (-30 / 90), 2 ** (-27 / 90)]
    assert january.level == pytest.approx((weights[0] * AID + weights[1] * ACCUSE) / sum(weights), abs=1e-5)
    assert february.level is not None
    assert min(ACCUSE, january.level) <= february.level <= max(AID, AGREE)
    one_way = series(book, "KAZ", "FRA", directed=True)
    assert [p.events for p in one_way] == [2, 1]  # the mutual one counts both ways
    assert [p.events for p in series(book, "FRA", "KAZ", directed=True)] == [1, 1]
    assert [p.events for p in series(book, "FRA")] == [3, 4]
    assert [p.events for p in series(book, "FRA", every="year")] == [7]
    assert series(book, "KAZ", "JPN")[0].mean is None
    assert sum(p.events for p in series(book, "KAZ", "FRA", every="week")) == 4
    assert [p.events for p in series(book, "KAZ", "FRA", since=at(1), until=at(40))] == [1, 1]
    with pytest.raises(UsageError, match="ends"):
        series(book, "KAZ", "FRA", since=at(9), until=at(1))


def test_every_period_by_hand(book):
    # at(0) is Monday, 1 January 2024
    rows = {0: 2, 1: 1, 7: 4, 30: 8, 31: 16, 90: 32, 91: 64, 366: 128}
    count(book, *((at(day), "KAZ", "FRA", False, "AID", n) for day, n in rows.items()))
    days = series(book, "KAZ", "FRA", every="day")
    assert len(days) == 367
    assert {n: p.events for n, p in enumerate(days) if p.events} == rows
    assert all(p.start == p.end == at(n) for n, p in enumerate(days))
    weeks = series(book, "KAZ", "FRA", every="week")
    assert [p.events for p in weeks if p.events] == [3, 4, 8 + 16, 32, 64, 128]
    assert [p.start for p in weeks[:2]] == [at(0), at(7)]
    assert weeks[-1].end == at(366)
    months = series(book, "KAZ", "FRA", every="month")
    assert [p.events for p in months if p.events] == [2 + 1 + 4 + 8, 16, 32, 64, 128]
    assert (months[1].start, months[1].end) == (at(31), at(59))
    assert [p.events for p in series(book, "KAZ", "FRA", every="quarter")] == [15 + 16 + 32, 64, 0, 0, 128]
    years = series(book, "KAZ", "FRA", every="year")
    assert [(p.start, p.end, p.events) for p in years] == [(at(0), at(365), 127), (at(366), at(366), 128)]


def test_directions_world_and_coverage_by_hand(book):
    count(
        book,
        (at(0), "KAZ", "FRA", False, "AID", 5),
        (at(0), "FRA", "KAZ", False, "ACCUSE", 3),
        (at(0), "FRA", "KAZ", True, "AGREE", 2),
        (at(0), "KAZ", "RUS", False, "CONSULT", 7),
        (at(0), "JPN", "USA", False, "CONSULT", 3),
    )
    only = {
        "there": series(book, "KAZ", "FRA", directed=True)[0],
        "back": series(book, "FRA", "KAZ", directed=True)[0],
        "both": series(book, "KAZ", "FRA")[0],
        "world": series(book, "KAZ")[0],
        "out": series(book, "KAZ", directed=True)[0],
    }
    assert {k: p.events for k, p in only.items()} == {"there": 7, "back": 5, "both": 10, "world": 17, "out": 14}
    assert only["there"].score == pytest.approx(5 * AID + 2 * AGREE)
    assert only["back"].mean == pytest.approx((3 * ACCUSE + 2 * AGREE) / 5, abs=1e-6)
    assert only["both"].share == pytest.approx(1000 * 10 / 20)
    assert only["world"].share == pytest.approx(1000 * 17 / 20)
    assert series(book, "KAZ", "FRA") == series(book, "FRA", "KAZ")


def test_more_news_of_everything_is_not_more_share(book):
    count(
        book,
        *((at(31 * n), one, other, False, "CONSULT", k * 10**n) for n in (0, 1) for one, other, k in (("KAZ", "FRA", 1), ("A", "B", 9))),
    )
    january, february = series(book, "KAZ", "FRA")
    assert february.events == 10 * january.events
    assert january.share == february.share == 100


def test_the_level_is_the_weighted_mean_of_all_scores_so_far(book):
    rows = [(0, "AID", 2), (5, "ACCUSE", 1), (40, "CONSULT", 3), (41, "ACCUSE", 2), (100, "AGREE", 1)]
    count(book, *((at(day), "KAZ", "FRA", False, kind, n) for day, kind, n in rows))
    for half_life in (7.0, 90.0):
        for point in series(book, "KAZ", "FRA", half_life=half_life):
            end = (point.end - at(0)).days
            weights = [
                (n * 2 ** (-(end - day) / half_life), ontology.score(kind)) for day, kind, n in rows if 0 <= end - day <= 10 * half_life
            ]
            assert point.level == pytest.approx(sum(w * s for w, s in weights) / sum(w for w, _ in weights), abs=1e-5)


def test_the_interval_is_that_of_a_poisson_bootstrap(book):
    count(
        book, (at(0), "KAZ", "FRA", False, "AID", 12), (at(1), "KAZ", "FRA", False, "ACCUSE", 6), (at(9), "FRA", "KAZ", False, "CONSULT", 4)
    )
    (point,) = series(book, "KAZ", "FRA", every="year")
    drawn = np.random.default_rng(9).poisson([12, 6, 4], (100_000, 3))
    low, high = np.quantile((drawn @ [AID, ACCUSE, CONSULT]) / drawn.sum(1), [0.025, 0.975])
    assert point.low == pytest.approx(low, abs=0.5)
    assert point.high == pytest.approx(high, abs=0.5)  # three standard errors of 400 draws
    assert series(book, "KAZ", "FRA", every="year") == [point]  # the same seed, the same interval
    count(book, (at(400), "KAZ", "FRA", False, "AID", 1))
    assert series(book, "KAZ", "FRA", every="year")[1].low is None  # one event has no interval


def test_bounds_leave_out_what_was_not_drawn():
    rng = np.random.default_rng(4)
    drawn = rng.normal(size=(400, 5))
    drawn[rng.random((400, 5)) < 0.3] = np.nan
    drawn[:, 2] = np.nan
    found = draws.bounds(drawn)
    wanted = np.nanquantile(drawn[:, [0, 1, 3, 4]], [0.025, 0.975], axis=0)
    assert found[:, [0, 1, 3, 4]] == pytest.approx(wanted)
    assert np.isnan(found[:, 2]).all()


def test_many_periods_are_drawn_in_blocks(book):
    count(book, *((at(n), "KAZ", "FRA", False, kind, 1) for n in range(3000) for kind in ("AID", "ACCUSE")))
    points = series(book, "KAZ", "FRA", every="day")
    assert len(points) == 3000
    assert all(ACCUSE <= p.low <= p.mean <= p.high <= AID for p in points)


def test_series_of_groups(book):
    count(book, (at(0), "KAZ", "FRA", False, "AID", 2), (at(0), "DEU", "FRA", False, "AID", 5), (at(0), "EU", "KAZ", False, "AID", 1))
    assert series(book, "KAZ", "EU")[0].events == 3
    assert series(book, "EU")[0].events == 3  # among themselves is left out
    assert series(book, "KAZ", "Mine", groups={"Mine": ("FRA",)})[0].events == 2
    assert series(book, "nobody")[0].events == 0


def test_what_two_groups_share_is_on_neither_side(book):
    count(book, (at(0), "FRA", "KAZ", False, "AID", 2), (at(0), "TUR", "KAZ", False, "AID", 4), (at(0), "TUR", "FRA", False, "AID", 8))
    mine = {"A": ("FRA", "TUR"), "B": ("KAZ", "TUR")}
    assert series(book, "A", "B", groups=mine)[0].events == 2


def test_a_country_and_a_group_that_it_belongs_to(book):
    count(book, (at(0), "KAZ", "TUR", False, "AID", 2), (at(0), "UZB", "KAZ", True, "AID", 4), (at(0), "TUR", "UZB", False, "AID", 8))
    mine = {"Turkic": ("TUR", "KAZ", "UZB")}
    assert series(book, "KAZ", "Turkic", groups=mine)[0].events == series(book, "Turkic", "KAZ", groups=mine)[0].events == 6
    assert series(book, "KAZ", "Turkic", directed=True, groups=mine)[0].events == 6


def test_an_empty_ledger_has_no_series(book):
    assert series(book, "KAZ", "FRA") == []
    assert [p.events for p in series(book, "KAZ", "FRA", since=at(0), until=at(40))] == [0, 0]


def test_periods():
    assert periods(date(2024, 1, 3), date(2024, 1, 16), "week") == [date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 15)]
    assert periods(date(2023, 11, 3), date(2024, 1, 16), "month") == [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1)]
    assert periods(date(2023, 11, 3), date(2024, 1, 16), "quarter") == [date(2023, 10, 1), date(2024, 1, 1)]
    with pytest.raises(UsageError, match="fortnight"):
        periods(at(0), at(0), "fortnight")


def test_counts_are_those_of_the_events(book):
    texts = [
        "Kazakhstan and France signed an agreement on Monday. Poland expelled three Russian diplomats.",
        "France and Germany sent humanitarian aid to Ukraine. Russia criticised France.",
        "Kazakhstan and France signed an agreement on Monday. The leaders of Kazakhstan, France and Uzbekistan met in Astana.",
    ]
    for n, text in enumerate(texts):
        book.add(dragoman.read_text(text, published=f"2024-03-{5 + n:02d}", language="en", coder="lexicon", url=f"https://x.example/{n}"))
    wanted = Counter()
    for e in book.events(Filter()):
        one, other = {a["id"] for a in e["actors"]}, {a["id"] for a in e["recipients"]}
        pairs = {(a, b, False) for a in one for b in other} or {(a, b, True) for a in one for b in one if a < b}
        for a, b, mutual in pairs:
            wanted[e["date"], a, b, mutual, e["type"]] += 1
    cells = book.cells(None, None)
    found = Counter()
    for n in range(len(cells)):
        day = (date(1970, 1, 1) + timedelta(days=int(cells.day[n]))).isoformat()
        found[day, str(cells.actor[n]), str(cells.recipient[n]), bool(cells.mutual[n]), str(cells.type[n])] += int(cells.events[n])
    assert found == wanted
    assert int(book.cells(["*"], ["*"]).events.sum()) == len(list(book.events()))
    assert int(book.cells(["FRA"], ["*"]).events.sum()) == len(list(book.events(Filter(actor="FRA"))))
    book.merge()
    assert int(book.cells(["*"], ["*"]).events.sum()) == len(list(book.events())) < sum(wanted.values())
    assert behind(book, ("KAZ", "FRA"), date(2024, 3, 1), date(2024, 3, 31))[0]["reports"] >= 1


def test_the_level_remembers_what_was_before_the_span(book):
    count(book, (at(0), "KAZ", "FRA", False, "ASSAULT", 10), (at(40), "KAZ", "FRA", False, "AID", 1))
    whole = {p.start: p.level for p in series(book, "KAZ", "FRA")}
    late = {p.start: p.level for p in series(book, "KAZ", "FRA", since=date(2024, 2, 1))}
    assert late == {start: level for start, level in whole.items() if start in late}
    assert late[date(2024, 2, 1)] < 0
    assert series(book, "KAZ", "FRA", until=at(1000))[-1].level is None  # forgotten


def test_what_is_dated_by_the_year_is_in_no_month(book):
    count(
        book,
        (at(0), "KAZ", "FRA", False, "AID", 8, "year"),
        (at(3), "KAZ", "FRA", False, "AID", 2),
        (at(0), "KAZ", "FRA", False, "AGREE", 1, "month"),
    )
    for every, events in (("day", 2), ("week", 2), ("month", 3), ("quarter", 3), ("year", 11)):
        points = series(book, "KAZ", "FRA", every=every)
        assert (sum(p.events for p in points), sum(p.vague for p in points)) == (events, 11 - events), every
        assert all(p.share in (None, 1000.0) for p in points)


def test_an_event_with_many_members_of_a_group_is_one(book):
    publish(
        book,
        "Post",
        "2024-01-02",
        told("2024-01-01", "CONSULT", ["KAZ", "FRA", "DEU", "ITA", "EU"]),
        told("2024-01-01", "CONSULT", ["KAZ", "CHN"]),
        told("2024-01-02", "ACCUSE", ["KAZ", "FRA"], ["FRA", "KAZ"]),
    )
    book.merge()
    for directed in (False, True):
        (point,) = series(book, "KAZ", "EU", directed=directed)
        assert (point.events, point.share) == (2, round(2000 / 3, 6))
    assert [p.events for p in series(book, "KAZ", "FRA", every="day")] == [1, 1]
    assert {(p.one, p.other): p.events for p in book.pairs()}["FRA", "KAZ"] == 2
    assert {p.actor: p.events for p in book.partners("KAZ")} == {"FRA": 2, "CHN": 1, "DEU": 1, "EU": 1, "ITA": 1}
    (vector,) = vectors(book, "KAZ")
    assert (vector.events, vector.shares["EU"].value) == (2, 0.5)
