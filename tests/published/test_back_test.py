"""The back-test on CDNOW: errors no worse than those measured for the best published methods."""

import datetime as dt

import numpy as np
import pytest
from cdnow import master, sample

from salesplan.calc.ahead import Ahead, look_ahead
from salesplan.calc.backtest import BackTest, back_test
from salesplan.calc.trial import judged
from salesplan.plan.customers import Lifetime

END, HORIZON = dt.date(1998, 6, 30), 273


def test_the_sample():
    found = back_test(sample(), END, Lifetime(horizon=str(HORIZON)))
    assert isinstance(found, BackTest)
    assert (found.split, found.customers) == (dt.date(1997, 9, 30), 2357)
    own = found.of(found.trusted)
    assert own.mae < 29.45 * 100
    assert own.rmse < 72.5 * 100
    assert found.of(found.ranker).auc > found.of("recency").auc
    published = found.of("pareto_nbd+gamma_gamma")
    assert published.spearman == pytest.approx(0.4497, abs=5e-4)


def test_the_master():
    found = back_test(master(), END, Lifetime(horizon=str(HORIZON)))
    assert isinstance(found, BackTest)
    own = found.of(found.trusted)
    assert own.mae <= 32.0 * 100
    assert own.rmse <= 92.9 * 100
    assert own.spearman >= 0.45
    assert found.of(found.ranker).auc >= 0.77
    assert found.of("recency").auc == pytest.approx(0.7594, abs=1e-4)
    naive = found.of("past_rate")
    assert (naive.mae, naive.rmse, naive.bias) == (pytest.approx(7143, abs=1), pytest.approx(15406, abs=1), pytest.approx(1.656, abs=1e-3))


def blind(data):
    """What a reader on the day of the split would have been told, judged by what came: methods are chosen on a split inside the past."""
    split = END - dt.timedelta(HORIZON)
    told = look_ahead(data.until(split), split, Lifetime(horizon=str(HORIZON)))
    assert isinstance(told, Ahead)
    assert isinstance(told.test, BackTest)
    assert told.test.split < split
    later = data.take(data.day > np.datetime64(split))
    who = told.forecasts.seen.who
    actual, bought = later.amount_by_customer()[who].astype(float), later.orders_by_customer()[who] > 0
    return judged("told", told.value.value, actual, told.forecasts.of(told.chance_by).chance, bought)


def test_methods_are_chosen_without_the_hold_out():
    found = blind(sample())
    assert found.mae < 29.45 * 100
    assert found.rmse < 72.5 * 100
    assert found.spearman > 0.45
    assert found.auc > 0.7712


def test_methods_are_chosen_without_the_hold_out_of_the_master():
    found = blind(master())
    assert found.mae <= 32.0 * 100
    assert found.rmse <= 92.9 * 100
    assert found.spearman >= 0.45
    assert found.auc >= 0.77


@pytest.mark.parametrize("weight", ["0.5", "1", "2"])
def test_the_weight_of_the_mean_of_all_was_not_tuned_to_the_hold_out(weight):
    """Inside the first nine months it ranks better than gamma-gamma at the same error, and any weight near 1 does."""
    inside = sample().until(dt.date(1997, 9, 30))
    for days in (91, 122):
        found = back_test(inside, dt.date(1997, 9, 30), Lifetime(horizon=str(days), own_weight=weight))
        assert isinstance(found, BackTest)
        own, usual = found.of("pareto_nbd+own_mean"), found.of("pareto_nbd+gamma_gamma")
        assert own.spearman > usual.spearman
        assert own.mae < 1.01 * usual.mae
        assert own.rmse < 1.01 * usual.rmse
