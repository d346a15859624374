"""Published estimates for CDNOW: Fader, Hardie and Lee 2005; the BTYD package's vignette; lifetimes; BTYDplus."""

import datetime as dt

import numpy as np
import pytest
from cdnow import master, sample

from salesplan.calc.gamma import fit_values
from salesplan.calc.geometric import BetaGeometric, ModifiedBetaGeometric
from salesplan.calc.lifetime import fit
from salesplan.calc.pareto import ParetoNbd
from salesplan.calc.repeat import Rows, compressed, repeats

SPLIT, END = dt.date(1997, 9, 30), dt.date(1998, 6, 30)
WEEKS = 39


@pytest.fixture(scope="module")
def seen():
    return repeats(sample(), SPLIT)


@pytest.fixture(scope="module")
def later(seen):
    """Repeat purchase days of each customer in the 39 weeks after the split."""
    after = repeats(sample(), END)
    return (after.x - seen.x)[np.argsort(after.who)]


def row(x, t_x, age):
    one = np.array([1.0])
    return Rows(one * x, one * t_x, one * age, one, np.zeros(1, np.int64))


@pytest.mark.parametrize(
    ("kind", "values", "height", "near"),
    [
        (BetaGeometric, (0.2425945221, 4.4136020184, 0.7929220155, 2.4259067762), -9582.42920667, 1e-6),
        (ParetoNbd, (0.5532768, 10.5776774, 0.6062390, 11.6687075), -9594.97617894, 4e-6),
        (ModifiedBetaGeometric, (0.52484, 6.18299, 0.89136, 1.61400), -9582.1357157, 3e-5),
    ],
)
def test_estimates_and_likelihoods(seen, kind, values, height, near):
    found = fit(kind, compressed(seen))
    assert found.model.values == pytest.approx(values, rel=near)
    assert found.log_likelihood >= height - 1e-8
    assert found.edges == ()


def test_gamma_gamma(seen):
    count, mean = seen.mean(all_purchases=False)
    found = fit_values(count, mean / 100)
    assert (found.p, found.q, found.v) == pytest.approx((6.2495723, 3.7442246, 15.4435208), rel=1e-6)
    assert found.log_likelihood >= -4055.91769480 - 1e-7
    assert found.customers == 946
    given = found.mean(np.array([2.0, 1.0, 0.0]), np.array([22.35, 11.77, 0.0]))
    assert given == pytest.approx([24.6586, 18.9115, 35.1710], abs=2e-3)


def test_expectations_of_new_customers(seen):
    rows = compressed(seen)
    bg, pareto = fit(BetaGeometric, rows).model, fit(ParetoNbd, rows).model
    assert bg.newcomer(52) == pytest.approx(1.444012, abs=1e-6)
    assert pareto.newcomer(52) == pytest.approx(1.473434, abs=1e-6)
    published = BetaGeometric((0.243, 4.414, 0.793, 2.426))
    found = [published.newcomer(t) for t in (1 / 7, 1, 3, 31 + 6 / 7, 32, 78)]
    assert found == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=4e-3)


def test_customer_1516(seen):
    rows, customer = compressed(seen), row(26, 30 + 6 / 7, 31)
    bg, pareto = fit(BetaGeometric, rows).model, fit(ParetoNbd, rows).model
    assert bg.expected(customer, 52)[0] == pytest.approx(25.757, abs=1e-3)
    assert bg.alive(customer)[0] == pytest.approx(0.96885, abs=1e-5)
    assert pareto.expected(customer, 52)[0] == pytest.approx(25.455, abs=1e-3)
    assert pareto.alive(customer)[0] == pytest.approx(0.99787, abs=1e-5)
    assert bg.expected(row(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=5e-4)


def test_nobody_buys_in_the_holdout(seen):
    """P(no repeat in 39 weeks) of a new customer at the paper's estimates."""
    assert 1 - BetaGeometric((0.243, 4.414, 0.793, 2.426)).chance(row(0, 0, 0), 39)[0] == pytest.approx(0.5737864, abs=2e-4)


def test_conditional_expectations_by_repeats(seen, later):
    rows = compressed(seen)
    many = np.minimum(seen.x, 7)

    def means(values):
        return [values[many == n].mean() for n in range(8)]

    assert means(later) == pytest.approx([0.2367, 0.697, 1.3925, 1.56, 2.5323, 2.9474, 3.8621, 6.3594], abs=5e-5)
    bg = fit(BetaGeometric, rows).model.expected(rows, WEEKS)[rows.place]
    assert means(bg) == pytest.approx([0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570], abs=2e-4)
    pareto = fit(ParetoNbd, rows).model.expected(rows, WEEKS)[rows.place]
    assert means(pareto) == pytest.approx([0.138, 0.600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403], abs=1e-3)
    assert (later.sum(), round(bg.sum(), 1), round(pareto.sum(), 1)) == (1882, 1653.4, 1665.5)


def test_rfm_checksums_of_the_master():
    found = repeats(master(), END)
    mean = found.mean(all_purchases=False)[1] / 100
    assert (len(found), found.x.sum(), round((found.t_x * 7).sum()), round((found.age * 7).sum())) == (23570, 44021, 3178932, 11834346)
    assert mean.sum() == pytest.approx(414282.384397, abs=1e-5)


def test_estimates_of_the_master():
    rows = compressed(repeats(master(), SPLIT))
    assert len(rows.x) == 8685
    found = fit(BetaGeometric, rows)
    assert found.model.values == pytest.approx((0.2516239588, 4.7889429575, 0.7234335747, 2.1610883522), rel=1e-6)
    assert found.log_likelihood >= -95368.44393316 - 1e-7
    assert fit(ParetoNbd, rows).log_likelihood >= -95415.1186 - 1e-4
