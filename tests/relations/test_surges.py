"""Surges and shifts: what noise is told as, what is planted and found."""

from datetime import date
from itertools import pairwise
from math import comb

import numpy as np
import pytest
from relations.planted import at, count, noise
from relations.press import on, publish, told

import dragoman
from dragoman.errors import UsageError
from dragoman.relations.surges import _passed, at_least, behind, chance, chances, shifts, surges
from dragoman.store import Ledger


def test_noise_has_no_more_surges_than_the_stated_rate(tmp_path):
    told = []
    for seed in range(10):
        with Ledger.open(str(tmp_path / f"{seed}.db")) as book:
            noise(book, np.random.default_rng(seed), 60, 27 * 14, 0.15)
            told.append(len(surges(book, at(27 * 14 - 1), false_discovery=0.05)))
    assert sum(t > 0 for t in told) <= 2, told  # of ten ledgers of noise; one in twenty is expected


def told_in(rng, drawn, rates, ledgers):
    """The share of ledgers of noise in which any of 200 pairs is told as a surge, and the share of chances of at most 0.01."""
    told, small, tested = 0, 0, 0
    for _ in range(ledgers):
        counts = drawn(rng, rates)
        counts = counts[counts.sum(1) > 0]
        _, p = chances(counts, counts.sum(0))
        told += bool((_passed(p, 0.05) & (counts[:, -1] >= 3)).any())
        small, tested = small + int((p <= 0.01).sum()), tested + len(p)
    return told / ledgers, small / tested


def poisson(rng, rates):
    return rng.poisson(rates[:, None], (len(rates), 27))


def uneven(rng, rates, alpha=1.0):
    return rng.poisson(rates[:, None] * rng.gamma(1 / alpha, alpha, (len(rates), 27)))


def bursts(rng, rates):
    """News in stories: each brings two further events on average."""
    stories = rng.poisson(rates[:, None] / 3, (len(rates), 27))
    return np.where(stories > 0, stories + rng.negative_binomial(np.maximum(stories, 1), 1 / 3), 0)


RATES = {"rare": np.full(200, 0.1), "some": np.full(200, 2.0), "many": np.full(200, 12.0), "unequal": 40 / np.arange(1, 201)}


@pytest.mark.parametrize("rates", RATES.values(), ids=RATES)
def test_poisson_noise_over_many_pairs_and_ledgers(rates):
    told, small = told_in(np.random.default_rng(1), poisson, rates, 200)
    assert told <= 0.05
    assert small <= 0.01


@pytest.mark.parametrize("drawn", [uneven, bursts])
def test_noise_that_comes_in_bursts_keeps_near_the_stated_rate(drawn):
    told, small = told_in(np.random.default_rng(2), drawn, np.full(200, 2.0), 200)
    assert told <= 0.12
    assert small <= 0.015


def test_a_surge_is_found_and_explained_by_its_size(book):
    planted = [*((at(27 * 14 - 1 - n), "FRA", "KAZ", True, "CONSULT", 3) for n in range(7)), (at(3), "FRA", "KAZ", True, "CONSULT", 1)]
    noise(book, np.random.default_rng(3), 40, 27 * 14, 0.15, *planted)
    found = surges(book, at(27 * 14 - 1))
    assert found[0].pair == ("FRA", "KAZ")
    assert found[0].events == 21
    assert found[0].expected < 2
    assert found[0].chance < 1e-4
    assert found[0].to_dict()["pair"] == ["FRA", "KAZ"]
    assert all(s.pair != ("FRA", "KAZ") for s in surges(book, at(27 * 14 - 1), least=22))
    with pytest.raises(UsageError, match="above zero"):
        surges(book, at(9), days=0)


def test_both_directions_are_one_pair(book):
    sides = (("KAZ", "FRA"), ("FRA", "KAZ"))
    planted = [(at(27 * 14 - 1 - n), *pair, False, "AID", 2) for n in range(7) for pair in sides]
    noise(book, np.random.default_rng(5), 40, 27 * 14, 0.15, *planted)
    first = surges(book, at(27 * 14 - 1))[0]
    assert (first.pair, first.events) == (("FRA", "KAZ"), 28)


def test_more_news_is_no_surge():
    assert chance([10] * 10 + [30], [100] * 10 + [300])[1] > 0.2
    assert chance([10] * 10 + [30], [100] * 11)[1] < 1e-3
    calm, wild = chance([10] * 10 + [20], [100] * 11)[1], chance([0, 20] * 5 + [20], [100] * 11)[1]
    assert calm < 0.05 < wild  # a pair whose past is uneven surprises less
    assert 0 < chance([1] * 10 + [60], [100] * 11)[1] < 1e-12
    assert chance([0] * 11, [0] * 11)[1] == 1.0


def test_what_bursts_in_all_pairs_surprises_less_in_one():
    rng = np.random.default_rng(6)
    steady = [3] * 26 + [9]
    calm = np.array([steady, *poisson(rng, np.full(60, 3.0))])
    wild = np.array([steady, *bursts(rng, np.full(60, 3.0))])
    exposure = np.full(27, 200)
    assert chances(calm, exposure)[1][0] < 0.02 < 0.05 < chances(wild, exposure)[1][0]


def test_the_chance_is_the_sum_of_a_negative_binomial():
    size, p = 3, 0.25  # of failures before the third success: mean 9, variance mean + mean^2 / 3
    mean = size * (1 - p) / p
    for seen in (0, 1, 4, 12, 30):
        below = sum(comb(k + size - 1, k) * p**size * (1 - p) ** k for k in range(seen))
        found = at_least(np.array([seen]), np.array([mean]), np.array([1 / size]))
        assert found[0] == pytest.approx(1 - below, rel=1e-9)
    far = at_least(np.array([300]), np.array([mean]), np.array([1 / size]))[0]
    wanted = sum(comb(k + size - 1, k) * p**size * (1 - p) ** k for k in range(300, 800))
    assert far == pytest.approx(wanted, rel=1e-6)
    large = at_least(np.array([5000, 2000]), np.array([2000.0, 2000.0]), np.array([1e-4, 1e-4]))
    assert 0 <= large[0] < 1e-12
    assert large[1] == pytest.approx(0.5, abs=0.02)


def test_false_discovery_by_hand():
    chances_ = np.array([0.5, 0.039, 0.01, 0.02, 0.03])  # at 0.05: 0.01, 0.02, 0.03, 0.04, 0.05 are asked of the ranks
    assert _passed(chances_, 0.05).tolist() == [False, True, True, True, True]
    assert _passed(np.array([0.02, 0.5, 0.9]), 0.05).tolist() == [False, False, False]
    assert _passed(np.array([]), 0.05).tolist() == []


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


@pytest.mark.parametrize("seed", range(4))
def test_a_change_within_ten_years_is_found_within_a_week(book, seed):
    rng = np.random.default_rng(seed)
    day = 700 + 613 * seed

    def kind(n):
        return "AID" if rng.random() < (0.85 if n < day else 0.15) else "ACCUSE"

    count(book, *((at(n), "KAZ", "RUS", False, kind(n), int(rng.integers(1, 4))) for n in range(3650) if rng.random() < 0.8))
    found = shifts(book, "KAZ", "RUS")
    assert min(abs((s.day - at(day)).days) for s in found) <= 7, found
    assert len(found) <= 3


def test_two_changes_are_both_found(book):
    rng = np.random.default_rng(8)
    share = lambda n: 0.9 if 100 <= n < 200 else 0.2  # noqa: E731
    count(book, *((at(n), "KAZ", "RUS", False, "AID" if rng.random() < share(n) else "ACCUSE", 1) for n in range(300)))
    found = shifts(book, "KAZ", "RUS")
    for day in (100, 200):
        assert min(abs((s.day - at(day)).days) for s in found) <= 7, found
    assert [s.day for s in found] == sorted(s.day for s in found)
    assert all(a.after == b.before for a, b in pairwise(found))


def test_noise_has_hardly_a_shift(tmp_path):
    told = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        with Ledger.open(str(tmp_path / f"{seed}.db")) as book:
            count(book, *((at(n), "KAZ", "RUS", False, "AID" if rng.random() < 0.5 else "ACCUSE", 1) for n in range(100)))
            told += len(shifts(book, "KAZ", "RUS"))
    assert told <= 1


def test_long_noise_has_hardly_a_shift(tmp_path):
    told = 0
    for seed in range(10):
        rng = np.random.default_rng(100 + seed)
        with Ledger.open(str(tmp_path / f"{seed}.db")) as book:
            count(book, *((at(n), "KAZ", "RUS", False, "AID" if rng.random() < 0.5 else "ACCUSE", 1) for n in range(1500)))
            told += len(shifts(book, "KAZ", "RUS"))
    assert told <= 1


def test_a_surge_is_explained_by_its_events_most_told_first(book):
    told = [("2024-03-04", "Kazakhstan and France signed an agreement on railways."), ("2024-03-05", "France criticised Kazakhstan.")]
    for day, text in told:
        for outlet in range(3 if "signed" in text else 1):
            url = f"https://o{outlet}.example/{day}"
            book.add(dragoman.read_text(f"{text} Outlet {outlet} tells more.", published=day, language="en", coder="lexicon", url=url))
    book.merge()
    found = behind(book, ("FRA", "KAZ"), at(60), at(70))
    assert [e["reports"] for e in found] == [3, 1]
    assert found[1]["type"] == "ACCUSE"
    assert all(e["evidence"]["text"] for e in found)
    assert behind(book, ("FRA", "KAZ"), at(60), at(70), limit=1) == found[:1]
    assert behind(book, ("FRA", "KAZ"), at(100), at(110)) == []


def test_what_is_dated_by_the_year_is_no_surge(book):
    rows = [(at(n), one, other, False, "CONSULT", k) for n in range(0, 371, 7) for one, other, k in (("KAZ", "FRA", 1), ("CHN", "USA", 20))]
    count(book, *rows, (at(366), "KAZ", "FRA", False, "CONSULT", 12, "year"), (at(366), "KAZ", "FRA", False, "CONSULT", 1))
    assert not surges(book, at(370))
    count(book, *rows, (at(366), "KAZ", "FRA", False, "CONSULT", 12))
    assert surges(book, at(370))


def test_what_began_before_is_not_behind_a_surge(book):
    publish(book, "Post", "2024-06-10", told("2024-06-09", "CONSULT", ["KAZ", "FRA"]), told("2024-01-01", "AGREE", ["KAZ", "FRA"]))
    publish(
        book,
        "Post",
        "2024-06-11",
        (
            "event",
            {
                "when": on("2024-01-01", "2024-12-31"),
                "type": "AID",
                "mode": "",
                "status": "actual",
                "actors": ["KAZ"],
                "recipients": ["FRA"],
            },
            "",
            0.9,
        ),
    )
    assert [e["type"] for e in behind(book, ("FRA", "KAZ"), date(2024, 6, 1), date(2024, 6, 14))] == ["CONSULT"]
