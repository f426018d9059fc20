"""The outlook: by hand where that can be, by its promises on drawn counts elsewhere."""

from datetime import date

import numpy as np
import pytest
from relations.planted import at, count

from dragoman.errors import UsageError
from dragoman.relations.outlook import QUADS, backtest, bounds, forecast, forecasts, outlook, seasonal
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
    assert seasonal(past, 104) == 10
    assert seasonal(np.r_[100.0, np.zeros(48)], 50) == pytest.approx(100 / 49)  # one week of a season is no season
    assert seasonal(past[:20] + 2, 20) == 2.0


def test_noise_beats_the_last_value_and_is_covered():
    rng = np.random.default_rng(3)
    found = backtest(rng.poisson(4.0, 156), 4, 8.0, 52)
    assert found.forecasts == 4 * 52
    assert found.against_last > 0.2
    assert 0.7 <= found.covered <= 0.97
    assert not found.skilful


@pytest.mark.parametrize("weeks", (60, 156))
def test_noise_is_hardly_ever_called_skilful(weeks):
    rng = np.random.default_rng(weeks)
    told = [backtest(rng.poisson(rate, weeks), 4, 8.0, 52).skilful for rate in (0.3, 1.0, 3.0, 10.0) for _ in range(50)]
    assert np.mean(told) <= 0.05


def test_a_yearly_wave_is_not_called_skilful():
    week = np.arange(208)
    counts = np.random.default_rng(5).poisson(10 + 9 * np.sin(2 * np.pi * week / 26))
    found = backtest(counts, 4, 8.0, 52)
    assert found.against_season < 0
    assert not found.skilful


def test_a_new_level_is_learnt():
    rng = np.random.default_rng(7)
    counts = np.concatenate([rng.poisson(2.0, 100), rng.poisson(12.0, 56)])
    assert backtest(counts, 4, 8.0, 40).skilful


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


def test_every_forecast_knows_only_the_weeks_before_it():
    counts = np.random.default_rng(2).poisson(5.0, 60)
    assert forecasts(counts, 8.0) == [forecast(counts[:n], 8.0) for n in range(61)]


def test_skill_by_hand():
    """Skill is one minus the squared errors over those of the reference, over all origins and weeks ahead."""
    rng = np.random.default_rng(11)
    counts = rng.poisson(6.0, 80)
    weeks, half_life, origins = 3, 5.0, 10
    own = last = season = whole = 0.0
    inside = made = 0
    for origin in range(80 - weeks - origins + 1, 80 - weeks + 1):
        past = counts[:origin]
        weights = 0.5 ** ((len(past) - 1 - np.arange(len(past))) / half_life)
        mean = (weights * past).sum() / weights.sum()
        low, high = bounds(mean, forecast(past, half_life)[1])
        for k in range(weeks):
            seen = counts[origin + k]
            near = range(origin + k - 54, origin + k - 49)  # the same season a year before
            expected = past[near].mean() if near[0] >= 0 else past.mean()
            own, last, season = own + (seen - mean) ** 2, last + (seen - past[-1]) ** 2, season + (seen - expected) ** 2
            whole += (seen - past.mean()) ** 2
            inside, made = inside + (low <= seen <= high), made + 1
    found = backtest(counts, weeks, half_life, origins)
    skills = found.against_last, found.against_season, found.against_mean
    assert skills == pytest.approx((1 - own / last, 1 - own / season, 1 - own / whole), abs=1e-4)
    assert (found.covered, found.forecasts) == (pytest.approx(inside / made, abs=1e-4), made)


def test_repeating_the_past_is_no_skill():
    steady = backtest(np.full(80, 3), 4, 8.0, 20)
    assert steady.against_last is steady.against_season is steady.against_mean is None  # who made no error cannot be beaten
    assert not steady.skilful
    walk = np.abs(np.cumsum(np.random.default_rng(1).integers(-2, 3, 156))) + 5
    assert backtest(walk, 1, 8.0, 52).against_last < 0  # of a random walk the last value is the best forecast


def test_a_past_that_is_too_short_has_no_test(book):
    count(book, *((at(7 * n), "KAZ", "FRA", False, "AID", 1) for n in range(9)))
    found = {o.quad: o for o in outlook(book, "KAZ", "FRA", at(62))}
    assert found["material_cooperation"].forecasts == 0
    assert found["material_cooperation"].against_last is None
    assert not found["material_cooperation"].skilful
    assert found["material_cooperation"].weeks[0].expected == pytest.approx(1.0)  # weeks before the ledger begins are not counted as quiet


def test_the_outlook_of_a_country_and_of_a_group(book):
    count(book, *((at(7 * n), who, "KAZ", False, "AID", 2) for n in range(40) for who in ("FRA", "DEU", "JPN")))
    expected = lambda other, **more: {o.quad: o.weeks[0].expected for o in outlook(book, "KAZ", other, at(279), **more)}  # noqa: E731
    assert expected("*")["material_cooperation"] == pytest.approx(6.0)
    assert expected("EU")["material_cooperation"] == pytest.approx(4.0)
    assert expected("Mine", groups={"Mine": ("JPN",)})["material_cooperation"] == pytest.approx(2.0)


def test_outlook_counts_the_weeks_of_a_pair_by_quad(book):
    count(book, *[(at(7 * n), "KAZ", "FRA", False, "AID", 4) for n in range(60)], (at(419), "FRA", "KAZ", False, "ACCUSE", 1))
    found = {o.quad: o for o in outlook(book, "KAZ", "FRA", at(419), weeks=1, history=60)}
    (week,) = found["material_cooperation"].weeks
    assert (week.start, week.end, week.expected) == (at(420), at(426), 4.0)
    assert week.low <= 4 <= week.high
    assert found["material_cooperation"].covered == 1.0
    assert 0 < found["verbal_conflict"].weeks[0].expected < 0.2
    assert found["verbal_cooperation"].weeks[0].expected == 0
