"""Whatever is asked, every published sum is exact and every hold holds."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from salesplan.calc.ask import Ask, Dimension, Driver, Hold
from salesplan.calc.conflict import changes_on_combinations, changes_on_dimension
from salesplan.calc.steps import steps
from salesplan.calc.targets import Impossible, full, split, totals, whole_totals

NAMES = ("region", "segment", "product", "channel", "month")


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    names = NAMES[: draw(st.integers(1, 5))]
    total = draw(st.integers(0, 10**7))
    dimensions, sizes = [], []
    for name in names:
        size = draw(st.integers(1, 4))
        members = draw(st.permutations([f"{name}{n}" for n in range(size)]))
        values = {m: Fraction(draw(st.sampled_from([0, 1, 1, 2, 7, 100]))) for m in members}
        assume(any(values.values()))
        dimensions.append(Dimension(name, tuple(members), (Driver("d", Fraction(1), values),)))
        sizes.append(size)
    order = sorted(range(len(names)), key=lambda n: names[n])
    shape = [sizes[n] for n in order]
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    history = np.floor(rng.gamma(0.7, 100, shape)) * (rng.random(shape) > draw(st.sampled_from([0.0, 0.4])))
    holds = []
    for number in range(draw(st.integers(0, 3))):
        keys = draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names), unique=True))
        where = {k: (draw(st.sampled_from(next(d.members for d in dimensions if d.name == k))),) for k in keys}
        amount = int(total * draw(st.sampled_from([0, 0.05, 0.2, 0.5])))
        low, high = draw(st.sampled_from([(amount, amount), (amount, None), (None, amount)]))
        holds.append(Hold(where, low, high, number))
    even = draw(st.sampled_from([0.0, 0.2, 1.0]))
    return Ask("revenue", total, tuple(dimensions), history, 1.0 - even, even, (), (), tuple(holds))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(asks())
def test_every_sum_is_exact_or_the_conflict_is_named(ask: Ask) -> None:
    try:
        result = split(ask)
    except Impossible as conflict:
        if conflict.dimension:
            dimension = next(d for d in ask.dimensions if d.name == conflict.dimension)
            assert changes_on_dimension(ask, dimension)
        else:
            assert changes_on_combinations(ask)
        return
    assert int(result.cells.sum()) == ask.total
    assert (result.cells >= 0).all()
    for hold in ask.holds:
        got = result.total(hold.where)
        assert hold.low is None or got >= hold.low
        assert hold.high is None or got <= hold.high
    for dimension in ask.dimensions:
        assert sum(result.totals[dimension.name].values()) == ask.total
    assert np.abs(result.cells - result.fitted).max() <= 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(asks(), st.integers(0, 5))
def test_steps_add_up_to_the_published_number(ask: Ask, seed: int) -> None:
    try:
        result = split(ask)
    except Impossible:
        return
    rng = np.random.default_rng(seed)
    where = {d.name: (str(rng.choice(d.members)),) for d in ask.dimensions if rng.random() < 0.6}
    way = steps(result, where)
    assert sum(s.moved for s in way) == result.total(where) == way[-1].running


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(asks(), st.integers(2, 999))
def test_order_of_members_and_holds_and_scale_of_weights_change_nothing(ask: Ask, factor: int) -> None:
    turned = tuple(
        Dimension(
            d.name, tuple(reversed(d.members)),
            tuple(Driver(v.name, v.weight, {m: x * factor for m, x in reversed(v.values.items())}) for v in d.drivers),
        )
        for d in ask.dimensions
    )  # fmt: skip
    weights = ask.history_weight * factor, ask.even_weight * factor
    other = Ask(ask.metric, ask.total, turned, ask.history, *weights, (), (), tuple(reversed(ask.holds)))
    try:
        first = split(ask)
    except Impossible:
        with pytest.raises(Impossible):
            split(other)
        return
    assert (first.cells == split(other).cells).all()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(asks())
def test_published_numbers_can_be_held(ask: Ask) -> None:
    assume(len(ask.dimensions) > 1)
    try:
        result = split(ask)
    except Impossible:
        return
    stage = full(ask)
    nearest = {d.name: whole_totals(ask, d, stage, totals(ask, d, stage)) for d in ask.dimensions}
    assume(all([result.totals[d.name][m] for m in d.sorted] == nearest[d.name].tolist() for d in ask.dimensions))
    first, second = ask.dimensions[:2]
    pinned = [{first.name: (first.members[0],), second.name: (m,)} for m in second.members]
    holds = [Hold(w, result.total(w), result.total(w), 10 + n) for n, w in enumerate(pinned)]
    again = split(replace(ask, holds=(*ask.holds, *holds)))
    assert [again.total(w) for w in pinned] == [result.total(w) for w in pinned]


def classical(pattern: np.ndarray, margins: list[np.ndarray]) -> np.ndarray:
    """Plain iterative proportional fitting, written out as an oracle."""
    cells = pattern.astype(float).copy()
    for _ in range(5000):
        for axis, margin in enumerate(margins):
            sums = cells.sum(axis=tuple(a for a in range(cells.ndim) if a != axis))
            shape = [1] * cells.ndim
            shape[axis] = -1
            cells *= (margin / sums).reshape(shape)
    return cells


def test_without_holds_it_is_classical_proportional_fitting() -> None:
    rng = np.random.default_rng(11)
    values = {n: {f"{n}{i}": Fraction(int(rng.integers(1, 50))) for i in range(4)} for n in ("a", "b", "c")}
    dimensions = tuple(Dimension(n, tuple(v), (Driver("d", Fraction(1), v),)) for n, v in values.items())
    history = rng.gamma(1.0, 10, (4, 4, 4)) + 0.01
    ask = Ask("revenue", 10**9, dimensions, history)
    margins = [np.array([float(s) for s in d.shares().values()]) * ask.total for d in ask.axes]
    expected = classical(history, margins)
    assert np.abs(split(ask).fitted / expected - 1).max() < 1e-9
