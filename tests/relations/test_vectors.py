"""Vectors: against cases computed by hand, and their properties."""

from math import exp, log

import numpy as np
import pytest
from relations.planted import at, count

from dragoman.errors import UsageError
from dragoman.relations.vectors import latest, vectors

POLES = {"West": ("FRA", "USA"), "East": ("RUS", "CHN"), "South": ("IND",)}


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


def test_the_last_days_against_those_before_by_hand(book):
    count(
        book,
        (at(0), "KAZ", "RUS", False, "AID", 9),  # before both spans
        (at(10), "KAZ", "RUS", False, "AID", 3),
        (at(19), "KAZ", "FRA", False, "AID", 1),
        (at(20), "KAZ", "FRA", False, "AID", 2),
        (at(29), "KAZ", "IND", False, "AID", 2),
    )
    before, now = latest(book, "KAZ", at(29), 10, over=POLES)
    assert (before.start, before.end, now.start, now.end) == (at(10), at(19), at(20), at(29))
    assert {k: v.value for k, v in before.shares.items()} == {"West": 0.25, "East": 0.75, "South": 0.0}
    assert {k: v.value for k, v in now.shares.items()} == {"West": 0.5, "East": 0.0, "South": 0.5}
    assert now.partners.value == pytest.approx(2)
    assert now.drift.value == pytest.approx(0.75)
    empty, none = latest(book, "JPN", at(29), over=POLES)
    assert (empty.events, empty.shares, none.partners, none.drift) == (0, {}, None, None)
    with pytest.raises(UsageError, match="above zero"):
        latest(book, "KAZ", at(29), 0)


def planted(book, seed):
    rng = np.random.default_rng(seed)
    partners = ["FRA", "USA", "RUS", "CHN", "IND"]
    kinds = ["AID", "AGREE", "CONSULT"]
    rows = {
        (at(int(rng.integers(1000))), partners[int(rng.integers(5))], kinds[int(rng.integers(3))]): int(rng.integers(1, 9))
        for _ in range(60)
    }
    count(book, *((day, "KAZ", p, False, k, n) for (day, p, k), n in rows.items()))
    return partners


@pytest.mark.parametrize("seed", range(4))
def test_properties_of_vectors(book, seed):
    partners = planted(book, seed)
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


@pytest.mark.parametrize("every", ["week", "month", "quarter", "year"])
def test_the_order_of_poles_changes_no_value(book, every):
    planted(book, 9)
    found = vectors(book, "KAZ", over=POLES, every=every)
    turned = vectors(book, "KAZ", over=dict(reversed(POLES.items())), every=every)
    assert any(v.shares for v in found)
    for a, b in zip(found, turned, strict=True):
        assert {k: e.value for k, e in a.shares.items()} == {k: e.value for k, e in b.shares.items()}
        for one, other in ((a.partners, b.partners), (a.concentration, b.concentration), (a.drift, b.drift)):
            assert (one and one.value) == pytest.approx(other and other.value)
        assert not a.shares or sum(e.value for e in a.shares.values()) == pytest.approx(1, abs=1e-5)


def test_an_interval_covers_what_the_counts_were_drawn_from(tmp_path):
    """Of a hundred years drawn from the same shares, the 95 % intervals of a share hold it in nearly all."""
    from dragoman.store import Ledger

    rng = np.random.default_rng(12)
    with Ledger.open(str(tmp_path / "y.db")) as book:
        rows = []
        for year in range(100):
            west, east, south = rng.multinomial(200, [0.5, 0.3, 0.2])
            rows += [(at(366 * year), "KAZ", who, False, "AID", int(n)) for who, n in (("FRA", west), ("RUS", east), ("IND", south))]
        count(book, *rows)
        shares = [v.shares["West"] for v in vectors(book, "KAZ", over=POLES) if v.shares]
    inside = sum(e.low <= 0.5 <= e.high for e in shares)
    assert len(shares) == 100
    assert inside >= 88
