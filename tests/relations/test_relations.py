"""Series, vectors, surges and shifts: against cases computed by hand, and their properties."""

from collections import Counter
from datetime import date, timedelta
from math import exp, log

import numpy as np
import pytest

import dragoman
from dragoman import ontology
from dragoman.errors import UsageError
from dragoman.relations.groups import groups, members
from dragoman.relations.outlook import outlook
from dragoman.relations.series import periods, series
from dragoman.relations.surges import behind, chance, shifts, surges
from dragoman.relations.vectors import poles, vectors
from dragoman.store import Filter, Ledger, daily

DAY = date(2024, 1, 1)
POLES = {"West": ("FRA", "USA"), "East": ("RUS", "CHN"), "South": ("IND",)}


@pytest.fixture
def book(tmp_path):
    with Ledger.open(str(tmp_path / "x.db")) as found:
        yield found


def count(book, *rows):
    """Put rows (day, actor, recipient, mutual, type, events) into the daily counts, with the totals that belong to them."""
    full = Counter()
    for day, actor, recipient, mutual, kind, n in rows:
        full[day, actor, recipient, mutual, kind] += n
        for who in ("*", actor, recipient):
            full[day, who, "*", False, kind] += n
    months = {}
    for (day, *key), n in full.items():
        cells = months.setdefault((day.year, day.month), {})
        cells[day.toordinal() - date(1970, 1, 1).toordinal(), *key] = (n, n * ontology.score(key[3]))
    with book.writing() as connection:
        for cells in months.values():
            daily.put(connection, {key[0] for key in cells}, cells)


def at(n):
    return DAY + timedelta(days=n)


def test_series_by_hand(book):
    count(
        book,
        (at(0), "KAZ", "FRA", False, "AID", 2),
        (at(3), "FRA", "KAZ", False, "ACCUSE", 1),
        (at(31), "FRA", "KAZ", True, "AGREE", 1),
        (at(31), "FRA", "USA", False, "AID", 3),
    )
    aid, accuse, agree = (ontology.score(t) for t in ("AID", "ACCUSE", "AGREE"))
    january, february = series(book, "KAZ", "FRA")
    assert (january.start, january.end, january.events) == (at(0), at(30), 3)
    assert january.types == {"AID": 2, "ACCUSE": 1}
    assert january.quads == {"material_cooperation": 2, "verbal_conflict": 1}
    assert january.score == pytest.approx(2 * aid + accuse)
    assert january.mean == pytest.approx((2 * aid + accuse) / 3)
    assert january.low <= january.mean <= january.high
    assert january.share == pytest.approx(1000)
    assert (february.events, february.share) == (1, pytest.approx(250))
    weights = [2 * 2 ** (-30 / 90), 2 ** (-27 / 90)]
    assert january.level == pytest.approx((weights[0] * aid + weights[1] * accuse) / sum(weights), abs=1e-5)
    assert february.level is not None
    assert min(accuse, january.level) <= february.level <= max(aid, agree)
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


def test_series_of_groups(book):
    count(book, (at(0), "KAZ", "FRA", False, "AID", 2), (at(0), "DEU", "FRA", False, "AID", 5), (at(0), "EU", "KAZ", False, "AID", 1))
    assert series(book, "KAZ", "EU")[0].events == 3
    assert series(book, "EU")[0].events == 3  # among themselves is left out
    assert series(book, "KAZ", "Mine", groups={"Mine": ("FRA",)})[0].events == 2
    assert series(book, "nobody") == [] or series(book, "nobody")[0].events == 0


def test_periods():
    assert periods(date(2024, 1, 3), date(2024, 1, 16), "week") == [date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 15)]
    assert periods(date(2023, 11, 3), date(2024, 1, 16), "month") == [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1)]
    assert periods(date(2023, 11, 3), date(2024, 1, 16), "quarter") == [date(2023, 10, 1), date(2024, 1, 1)]
    with pytest.raises(UsageError, match="fortnight"):
        periods(DAY, DAY, "fortnight")


def test_vectors_by_hand(book):
    count(
        book,
        (at(0), "KAZ", "RUS", True, "AGREE", 4),
        (at(1), "FRA", "KAZ", False, "AID", 3),
        (at(2), "KAZ", "IND", False, "CONSULT", 1),
        (at(2), "KAZ", "RUS", False, "ACCUSE", 9),  # no cooperation
        (at(2), "KAZ", "JPN", False, "AID", 9),  # in no pole
        (at(400), "KAZ", "USA", False, "AID", 2),
        (at(400), "CHN", "KAZ", False, "AID", 2),
    )
    first, second = vectors(book, "KAZ", over=POLES)
    assert {k: v.value for k, v in first.shares.items()} == {"West": 0.375, "East": 0.5, "South": 0.125}
    entropy = -sum(p * log(p) for p in (0.375, 0.5, 0.125))
    assert first.partners.value == pytest.approx(exp(entropy), abs=1e-5)
    assert first.concentration.value == pytest.approx(0.375**2 + 0.5**2 + 0.125**2, abs=1e-5)
    assert first.drift is None
    assert second.drift.value == pytest.approx((0.125 + 0 + 0.125) / 2)
    assert all(e.low <= e.value <= e.high for v in (first, second) for e in (*v.shares.values(), v.partners, v.concentration))
    assert first.events == 8


@pytest.mark.parametrize("seed", range(4))
def test_properties_of_vectors(book, seed):
    rng = np.random.default_rng(seed)
    partners = ["FRA", "USA", "RUS", "CHN", "IND"]
    kinds = ["AID", "AGREE", "CONSULT"]
    rows = {
        (at(int(rng.integers(1000))), partners[int(rng.integers(5))], kinds[int(rng.integers(3))]): int(rng.integers(1, 9))
        for _ in range(60)
    }
    count(book, *((day, "KAZ", p, False, k, n) for (day, p, k), n in rows.items()))
    found = vectors(book, "KAZ", over=POLES)
    renamed = vectors(book, "KAZ", over={f"x{n}": ids for n, ids in enumerate(POLES.values())})
    for a, b in zip(found, renamed, strict=True):
        assert sum(e.value for e in a.shares.values()) == pytest.approx(1, abs=1e-5)
        assert 1 <= a.partners.value <= 3
        assert 1 / 3 - 1e-6 <= a.concentration.value <= 1
        assert list(a.shares.values()) == list(b.shares.values())
        assert (a.partners, a.concentration, a.drift) == (b.partners, b.concentration, b.drift)
    even = vectors(book, "KAZ", over={"all": tuple(partners)})
    assert all(v.partners.value == pytest.approx(1) for v in even)


def noise(book, rng, pairs, days, rate, *more):
    rows = list(more)
    for n in range(pairs):
        for day, k in enumerate(rng.poisson(rate, days)):
            if k:
                rows.append((at(day), f"A{n:03d}", f"B{n:03d}", False, "CONSULT", int(k)))
    count(book, *rows)


def test_noise_has_no_more_surges_than_the_stated_rate(tmp_path):
    told = []
    for seed in range(10):
        with Ledger.open(str(tmp_path / f"{seed}.db")) as book:
            noise(book, np.random.default_rng(seed), 60, 27 * 14, 0.15)
            told.append(len(surges(book, at(27 * 14 - 1), false_discovery=0.05)))
    assert sum(t > 0 for t in told) <= 2, told  # of ten ledgers of noise; one in twenty is expected


def test_a_surge_is_found_and_explained_by_its_size(book):
    planted = [*((at(27 * 14 - 1 - n), "FRA", "KAZ", True, "CONSULT", 3) for n in range(7)), (at(3), "FRA", "KAZ", True, "CONSULT", 1)]
    noise(book, np.random.default_rng(3), 40, 27 * 14, 0.15, *planted)
    found = surges(book, at(27 * 14 - 1))
    assert found[0].pair == ("FRA", "KAZ")
    assert found[0].events == 21
    assert found[0].expected < 2
    assert found[0].chance < 1e-4


def test_more_news_is_no_surge():
    assert chance([10] * 10 + [30], [100] * 10 + [300])[1] > 0.2
    assert chance([10] * 10 + [30], [100] * 11)[1] < 1e-3
    calm, wild = chance([10] * 10 + [20], [100] * 11)[1], chance([0, 20] * 5 + [20], [100] * 11)[1]
    assert calm < 0.05 < wild  # a pair whose past is uneven surprises less
    assert 0 < chance([1] * 10 + [60], [100] * 11)[1] < 1e-12
    assert chance([0] * 11, [0] * 11)[1] == 1.0


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_change_is_found_within_a_week(book, seed):
    rng = np.random.default_rng(seed)
    kinds = lambda p: "AID" if rng.random() < p else "ACCUSE"  # noqa: E731
    count(book, *((at(n), "KAZ", "RUS", False, kinds(0.8 if n < 120 else 0.2), 1) for n in range(240)))
    found = shifts(book, "KAZ", "RUS")
    assert any(abs((s.day - at(120)).days) <= 7 for s in found), found
    main = min(found, key=lambda s: abs((s.day - at(120)).days))
    assert main.before > main.after
    assert len(found) <= 2


def test_noise_has_hardly_a_shift(tmp_path):
    told = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        with Ledger.open(str(tmp_path / f"{seed}.db")) as book:
            count(book, *((at(n), "KAZ", "RUS", False, "AID" if rng.random() < 0.5 else "ACCUSE", 1) for n in range(100)))
            told += len(shifts(book, "KAZ", "RUS"))
    assert told <= 1


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
        day = date.fromordinal(int(cells.day[n]) + date(1970, 1, 1).toordinal()).isoformat()
        found[day, str(cells.actor[n]), str(cells.recipient[n]), bool(cells.mutual[n]), str(cells.type[n])] += int(cells.events[n])
    assert found == wanted
    assert int(book.cells(["*"], ["*"]).events.sum()) == len(list(book.events()))
    assert int(book.cells(["FRA"], ["*"]).events.sum()) == len(list(book.events(Filter(actor="FRA"))))
    book.merge()
    assert int(book.cells(["*"], ["*"]).events.sum()) == len(list(book.events())) < sum(wanted.values())
    assert behind(book, ("KAZ", "FRA"), date(2024, 3, 1), date(2024, 3, 31))[0]["reports"] >= 1


def test_groups_and_poles_are_files_that_can_be_replaced(tmp_path):
    assert "FRA" in members("EU")
    assert members("KAZ") == ("KAZ",)
    assert "TUR" in poles()["Türkiye and Turkic states"]
    (tmp_path / "p.toml").write_text('[poles]\nNorth = ["EU", "NOR"]\n', "utf-8")
    assert {"FRA", "NOR"} <= set(poles(tmp_path / "p.toml")["North"])
    (tmp_path / "bad.toml").write_text("poles = 3", "utf-8")
    with pytest.raises(UsageError, match=r"bad\.toml"):
        poles(tmp_path / "bad.toml")
    with pytest.raises(UsageError, match=r"none\.toml"):
        groups(tmp_path / "none.toml")


def test_outlook_counts_the_weeks_of_a_pair_by_quad(book):
    count(book, *[(at(7 * n), "KAZ", "FRA", False, "AID", 4) for n in range(60)], (at(419), "FRA", "KAZ", False, "ACCUSE", 1))
    found = {o.quad: o for o in outlook(book, "KAZ", "FRA", at(419), weeks=1, history=60)}
    (week,) = found["material_cooperation"].weeks
    assert (week.start, week.end, week.expected) == (at(420), at(426), 4.0)
    assert week.low <= 4 <= week.high
    assert found["material_cooperation"].covered == 1.0
    assert 0 < found["verbal_conflict"].weeks[0].expected < 0.2
    assert found["verbal_cooperation"].weeks[0].expected == 0
