"""The outlook: by hand where that can be, by its promises on drawn counts elsewhere."""

from datetime import date

import numpy as np
import pytest

from dragoman.errors import UsageError
from dragoman.relations.outlook import QUADS, Outlook, backtest, bounds, forecast, outlook, seasonal
from dragoman.store import Ledger


def test_equal_weeks_go_on():
    mean, alpha = forecast(np.full(40, 3), 8.0)
    assert mean == pytest.approx(3.0)
    assert alpha == 0.0


def test_the_mean_halves_its_memory_with_the_half_life():
    counts = np.array([0] * 30 + [6])  # the last week weighs 1, those before 2^(-1/8), 2^(-2/8), ...
    weights = 0.5 ** (np.arange(31)[::-1] / 8.0)
    assert forecast(counts, 8.0)[0] == pytest.approx(6 / weights.sum())


def test_weeks_that_spread_more_than_poisson_widen_the_bounds():
    counts = np.array([0, 12] * 30)
    _, alpha = forecast(counts, 8.0)
    assert alpha > 0.3
    low, high = bounds(6.0, alpha)
    assert low < bounds(6.0, 0.0)[0] and high > bounds(6.0, 0.0)[1]


def test_seasonal_mean_takes_the_years_before():
    past = np.zeros(104)
    past[50:55] = 10  # the season of week 104 is 50..54 (and 0..2)
    assert seasonal(past, 104) == pytest.approx(50 / 8)
    assert seasonal(past[:20] + 2, 20) == 2.0


def test_noise_beats_the_last_value_and_is_covered():
    rng = np.random.default_rng(3)
    last, _, covered, made = backtest(rng.poisson(4.0, 156), 4, 8.0, 52)
    assert made == 4 * 52
    assert last > 0.2
    assert 0.7 <= covered <= 0.97


def test_a_yearly_wave_is_not_called_skilful():
    week = np.arange(208)
    counts = np.random.default_rng(5).poisson(10 + 9 * np.sin(2 * np.pi * week / 26))
    last, season, covered, made = backtest(counts, 4, 8.0, 52)
    assert season < 0
    assert not Outlook("verbal_cooperation", (), last, season, covered, made).skilful


def test_a_new_level_is_learnt():
    rng = np.random.default_rng(7)
    counts = np.concatenate([rng.poisson(2.0, 100), rng.poisson(12.0, 56)])
    last, season, covered, made = backtest(counts, 4, 8.0, 40)
    assert Outlook("verbal_cooperation", (), last, season, covered, made).skilful


def test_an_empty_ledger_has_nothing_to_expect(tmp_path):
    with Ledger.open(tmp_path / "x.db") as book:
        found = outlook(book, "KAZ", "CHN", date(2024, 1, 7), weeks=2)
        with pytest.raises(UsageError, match="above zero"):
            outlook(book, "KAZ", "CHN", date(2024, 1, 7), weeks=0)
    assert [o.quad for o in found] == list(QUADS)
    assert [(w.start, w.expected, w.low, w.high) for w in found[0].weeks] == [
        (date(2024, 1, 8), 0.0, 0, 0),
        (date(2024, 1, 15), 0.0, 0, 0),
    ]
    assert not found[0].skilful
    assert found[0].to_dict()["weeks"][1]["end"] == "2024-01-21"
