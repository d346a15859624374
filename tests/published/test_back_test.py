"""The back-test on CDNOW: errors no worse than those measured for the best published methods."""

import datetime as dt

import pytest
from cdnow import master, sample

from salesplan.calc.backtest import BackTest, back_test
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
