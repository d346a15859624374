"""Models of repeat buying: exact gradients, known parameters found again, edges recognised, few customers steadied."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.calc.ahead import Ahead, look_ahead
from salesplan.calc.backtest import BackTest, back_test
from salesplan.calc.geometric import BetaGeometric, ModifiedBetaGeometric
from salesplan.calc.intervals import intervals
from salesplan.calc.lifetime import fit
from salesplan.calc.outlook import discounted, forecasts
from salesplan.calc.pareto import ParetoNbd
from salesplan.calc.purchases import Purchases, purchases_of
from salesplan.calc.regular import fit_regular, regular
from salesplan.calc.repeat import Rows, compressed, gaps, repeats
from salesplan.calc.trial import area, ranks_agree
from salesplan.frame import Frame, Texts
from salesplan.plan.customers import Lifetime

KINDS = (BetaGeometric, ModifiedBetaGeometric, ParetoNbd, regular(1), regular(3))
END = dt.date(2025, 12, 31)


def bought(customers: int, seed: int, *, stop: float = 0.15, regular: bool = False) -> Purchases:
    """Two years of a shop whose customers buy at rates of their own, and stop with a chance after each purchase."""
    rng = np.random.default_rng(seed)
    ids, days, amounts = [], [], []
    for c in range(customers):
        gap = rng.gamma(3, 10)
        day, level = float(rng.uniform(0, 300)), rng.lognormal(5, 0.7)
        while day < 730:
            ids.append(f"C{c:04d}")
            days.append(np.datetime64("2024-01-01") + int(day))
            amounts.append(int(100 * level * rng.lognormal(0, 0.3)) + 1)
            if rng.random() < stop:
                break
            day += max(1.0, gap if regular else rng.exponential(gap))
    size = len(ids)
    columns = {"customer_id": Texts.of(ids), "order_date": np.array(days, "datetime64[D]"), "amount": np.array(amounts, np.int64)}
    return purchases_of(Frame(columns, ("x",), np.zeros(size, np.int32), np.arange(size, dtype=np.int32)))


ROW = st.tuples(st.integers(0, 40), st.floats(0.01, 50), st.floats(0.01, 40))
LOGS = st.lists(st.floats(-2.5, 3.5), min_size=4, max_size=4)


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(ROW, min_size=1, max_size=6), LOGS)
@settings(max_examples=40, deadline=None)  # the first call loads a library
def test_slopes_are_those_of_the_likelihood(kind, rows, logs):
    x, t_x, rest = (np.array(c, float) for c in zip(*rows, strict=True))
    given_rows = Rows(x, np.where(x > 0, t_x, 0), np.where(x > 0, t_x, 0) + rest, np.ones(len(x)), np.arange(len(x)))
    values = np.exp(logs)
    height, slope = kind(values).summed(given_rows)
    each, slopes = kind(values).rows(given_rows)
    assert height == pytest.approx(each.sum(), rel=1e-9, abs=1e-9)
    for n, by in enumerate(slopes):
        step = values[n] * 1e-6
        up, down = ([*values[:n], values[n] + s, *values[n + 1 :]] for s in (step, -step))
        near = (kind(up).summed(given_rows)[0] - kind(down).summed(given_rows)[0]) / (2 * step)
        assert slope[n] == pytest.approx(by.sum(), rel=1e-7, abs=1e-7)
        assert slope[n] == pytest.approx(near, rel=2e-3, abs=2e-4 * (1 + abs(height)) / values[n])


def test_a_steep_integrand_is_met():
    """What a close-meshed sum over the moment of leaving gives, where nodes could miss the fall."""
    r, alpha, s, beta = 1.0, 7.389, 20.0, 1.0
    rows = Rows(np.array([0.0, 4.0]), np.array([0.0, 3.0]), np.array([5.0, 9.0]), np.ones(2), np.arange(2))
    found = ParetoNbd((r, alpha, s, beta)).rows(rows)[0]
    for n in range(2):
        x, t_x, age = rows.x[n], rows.t_x[n], rows.age[n]
        y = np.linspace(t_x, age, 2_000_001)
        gone = s * np.trapezoid((alpha + y) ** -(r + x) * (beta + y) ** -(s + 1), y)
        stayed = (alpha + age) ** -(r + x) * (beta + age) ** -s
        fixed = sum(np.log(r + k) for k in range(int(x))) + r * np.log(alpha) + s * np.log(beta)
        assert found[n] == pytest.approx(fixed + np.log(gone + stayed), abs=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_chances_are_chances_and_grow_with_the_horizon(kind):
    rows = compressed(repeats(bought(300, 1), END))
    model = fit(kind, rows).model
    short, long = model.chance(rows, 4), model.chance(rows, 40)
    assert ((short >= 0) & (long <= 1) & (short <= long)).all()
    assert (model.chance(rows, 4) <= model.alive(rows) + 1e-9).all()
    assert (model.expected(rows, 40) >= model.chance(rows, 40) - 1e-6).all()


def test_no_drop_out_is_recognised():
    fits = forecasts(bought(600, 2, stop=0.0), END, 90, Lifetime()).fits
    assert all("no-drop-out" in f.edges for f in fits if f.model.name == "bg_nbd")
    assert all(np.isfinite(f.model.expected(compressed(repeats(bought(600, 2, stop=0.0), END)), 12)).all() for f in fits)


@pytest.mark.parametrize("customers", [80, 300])
def test_no_drop_out_is_recognised_in_small_samples_too(customers):
    for seed in range(3):
        stays, leaves = (forecasts(bought(customers, seed, stop=s), END, 90, Lifetime()).fits for s in (0.0, 0.15))
        assert all("no-drop-out" in f.edges for f in stays)
        assert not any("no-drop-out" in f.edges for f in leaves)


@pytest.mark.parametrize("customers", [30, 60, 120])
def test_small_samples_stay_off_the_edge(customers):
    for seed in range(8):
        rows = compressed(repeats(bought(customers, seed), END))
        found = fit(BetaGeometric, rows, prior=True)
        r, _, a, b = found.model.values
        assert r < 50
        assert a > 1e-3
        assert a + b < 500


def test_the_back_test_never_sees_what_it_judges():
    purchases = bought(400, 3)
    test = back_test(purchases, END, Lifetime())
    assert isinstance(test, BackTest)
    split = test.split
    before = forecasts(purchases.until(split), split, test.days, Lifetime())
    again = forecasts(purchases, split, test.days, Lifetime())
    for a, b in zip(before.forecasts, again.forecasts, strict=True):
        assert np.array_equal(a.chance, b.chance)
        assert a.value is None or np.array_equal(a.value, b.value)


def test_who_stopped_is_told_from_who_did_not():
    test = back_test(bought(800, 4), END, Lifetime())
    assert isinstance(test, BackTest)
    assert test.of(test.ranker).auc >= test.of("recency").auc
    assert test.of(test.trusted).mae <= min(test.of(n).mae for n in ("past_rate", "last_period", "everyone_alike")) * 1.02


def test_regular_buyers_are_forecast_by_what_did_best():
    ahead = look_ahead(bought(300, 5, regular=True, stop=0.02), END, Lifetime())
    assert isinstance(ahead, Ahead)
    assert isinstance(ahead.test, BackTest)
    assert ahead.value_by == ahead.test.trusted


@pytest.mark.parametrize(("customers", "reason"), [(1, "few-customers"), (29, "few-customers")])
def test_too_few_customers_are_not_guessed_about(customers, reason):
    assert look_ahead(bought(customers, 6), END, Lifetime()) == reason


def test_one_time_buyers_alone_are_not_guessed_about():
    assert look_ahead(bought(200, 7, stop=1.0), END, Lifetime()) == "few-repeaters"


def test_intervals_hold_the_forecast_and_narrow_with_customers():
    widths = []
    for customers in (60, 1200):
        found = forecasts(bought(customers, 8), END, 90, Lifetime())
        name = f"{found.best.model.name}+own_mean"
        low, high = intervals(found, name, 60, 0.8)
        value = found.of(name).value
        assert (low <= value).all()
        assert (value <= high).all()
        widths.append(float((high - low).sum() / value.sum()))
    assert widths[1] < widths[0]


def test_the_order_of_rows_changes_nothing():
    purchases = bought(150, 9)
    mixed = np.random.default_rng(1).permutation(len(purchases))
    frame = purchases.frame.take(mixed)
    first, second = (look_ahead(p, END, Lifetime()) for p in (purchases, purchases_of(frame)))
    assert isinstance(first, Ahead)
    assert isinstance(second, Ahead)
    assert first.customers == second.customers


def test_a_discount_lowers_what_comes_later():
    assert discounted(0.1, 365) == pytest.approx(0.954, abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_area_is_counted_pair_by_pair(pairs):
    score, positive = np.array([s for s, _ in pairs], float), np.array([p for _, p in pairs])
    wins = [(a > b) + (a == b) / 2 for a in score[positive] for b in score[~positive]]
    assert area(score, positive) == (pytest.approx(np.mean(wins)) if wins else None)


def test_ranks_agree_as_far_as_they_do():
    assert ranks_agree(np.array([1.0, 2, 2, 3]), np.array([9.0, 8, 8, 7])) == pytest.approx(-1)
    assert ranks_agree(np.array([1.0, 1]), np.array([1.0, 2])) is None


def test_every_first_event_counted_is_chance_intervals():
    rows = compressed(repeats(bought(200, 11), END))
    chance, one = ModifiedBetaGeometric((0.8, 5.0, 0.7, 2.0)), regular(1)((0.8, 5.0, 0.7, 2.0))
    assert one.summed(rows)[0] == pytest.approx(chance.summed(rows)[0], rel=1e-12)
    assert np.allclose(one.expected(rows, 12), chance.expected(rows, 12), rtol=1e-8)
    assert np.allclose(one.alive(rows), chance.alive(rows))


@pytest.mark.parametrize("k", [1, 2, 4])
def test_regular_intervals_are_recognised_and_chance_ones_left_alone(k):
    rng = np.random.default_rng(k)
    ids, days = [], []
    for c in range(700):
        rate, day = k * rng.gamma(2.0, 1 / 60), float(rng.uniform(0, 200))
        while day < 730:
            ids.append(f"C{c:04d}")
            days.append(np.datetime64("2024-01-01") + int(day))
            if rng.random() < 0.04:
                break
            day += rng.gamma(k, 1 / rate)
    columns = {"customer_id": Texts.of(ids), "order_date": np.array(days, "datetime64[D]"), "amount": np.full(len(ids), 100, np.int64)}
    purchases = purchases_of(Frame(columns, ("x",), np.zeros(len(ids), np.int32), np.arange(len(ids), dtype=np.int32)))
    rows = compressed(repeats(purchases, END))
    found = fit_regular(rows, gaps(purchases, END), fit(ModifiedBetaGeometric, rows))
    assert (found.model.k if found else 1) == k
    assert gaps(purchases, END).regularity == pytest.approx(k, rel=0.3)


def test_monthly_orderers_are_forecast_better_by_regular_intervals():
    test = back_test(bought(300, 5, regular=True, stop=0.02), END, Lifetime())
    assert isinstance(test, BackTest)
    own, chance = test.of("mbg_cnbd+own_mean"), test.of("mbg_nbd+own_mean")
    assert test.trusted.startswith("mbg_cnbd")
    assert own.mae < 0.85 * chance.mae
    assert own.auc > max(chance.auc, test.of("recency").auc)


SHARES = tuple(s / 100 for s in (6, 4, 9, 8, 8, 9, 8, 8, 9, 8, 9, 14))


def test_a_season_is_from_two_years_of_records_or_from_the_plan():
    purchases = bought(300, 12, stop=0.02)
    long, short = purchases, purchases.take(purchases.day > np.datetime64("2025-02-01"))
    found = [forecasts(p, END, 31, Lifetime(season=how), shares=SHARES) for p, how in (
        (long, "auto"), (short, "auto"), (short, "records"), (long, "plan"), (long, "none"),
    )]  # fmt: skip
    assert [f.season_by for f in found] == ["records", "plan", "none", "plan", "none"]
    assert found[3].season == pytest.approx(0.06 / 31 / (1 / 365), rel=0.01)
    assert found[2].season == found[4].season == 1.0
    ratio = found[1].of("past_rate").value.sum() / found[2].of("past_rate").value.sum()
    model = found[1].of("bg_nbd+own_mean").value.sum() / found[2].of("bg_nbd+own_mean").value.sum()
    assert (ratio, model) == (1.0, pytest.approx(found[1].season))


def test_trees_are_a_second_opinion_where_they_can_be_grown():
    pytest.importorskip("sklearn", reason="the extra ml is not installed")
    purchases = bought(500, 13)
    found, without = (forecasts(purchases, END, 90, Lifetime(boosted=b)) for b in (True, False))
    names = {f.name for f in found.forecasts}
    assert {"boosted", "model+boosted"} <= names
    assert not {"boosted", "model+boosted"} & {f.name for f in without.forecasts}
    half = (found.of("boosted").value + found.of(f"{found.best.model.name}+own_mean").value) / 2
    assert np.allclose(found.of("model+boosted").value, half)
    mixed = purchases_of(purchases.frame.take(np.random.default_rng(1).permutation(len(purchases))))
    assert np.array_equal(forecasts(mixed, END, 90, Lifetime()).of("boosted").value, found.of("boosted").value)
    early = END - dt.timedelta(90)
    seen, blind = (forecasts(p, early, 90, Lifetime()).of("boosted").value for p in (purchases, purchases.until(early)))
    assert np.array_equal(seen, blind)
