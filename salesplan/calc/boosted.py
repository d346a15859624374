"""A second opinion by boosted trees, learned on an earlier split of the same records; needs the extra `ml`."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec

import numpy as np

from salesplan.calc.learned import earlier
from salesplan.calc.lifetime import Model
from salesplan.calc.purchases import Purchases
from salesplan.calc.repeat import WEEK, Floats, Repeats, compressed, repeats
from salesplan.calc.rhythm import median_gaps

TREES, LEAVES, RATE, RIDGE = 120, 15, 0.06, 1.0
"""How trees are grown: many, small, each correcting a little. Source: usual values for some thousand rows; none was tuned."""

SMALLEST_LEAF = 20
"""Fewer customers than this make no leaf of a tree [count]."""

RECENT = (0.5, 1.0, 2.0, 4.0)
"""Spans that are looked back on, in lengths of the horizon."""


def can_boost() -> bool:
    """Whether the library of the extra is installed; it is not loaded."""
    return find_spec("sklearn") is not None


def boosted_value(past: Purchases, seen: Repeats, model: Model, as_of: dt.date, days: int) -> Floats | None:
    """Each customer's sales in the days to come [smallest units]; None where the past is too short to learn from.

    Learned on a split as long before the as-of day as the horizon, or a third of the records where they are shorter:
    what customers bought after it, from what was known on it. Never sees what comes after the as-of day.
    Source: Friedman 2001, trees under a Poisson loss, by scikit-learn; one thread, so that the same records give the same trees.
    """
    begun = earlier(past, as_of, days)
    if begun is None:
        return None
    split, back = begun
    before = repeats(past, split)
    after = past.take(past.day > np.datetime64(split, "D"))
    bought = np.maximum(after.amount_by_customer()[before.who], 0).astype(np.float64)
    level = float(bought.mean()) if len(bought) else 0.0
    if not level:
        return None
    known = known_of(past.until(split), before, model, split, back)
    found = _grown(known, bought / level, known_of(past, seen, model, as_of, days))
    return np.asarray(found * level * days / back)


def _grown(known: Floats, target: Floats, asked: Floats) -> Floats:
    """What trees that were grown on known customers say of those that are asked about."""
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        trees = HistGradientBoostingRegressor(
            loss="poisson", max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=SMALLEST_LEAF,
            l2_regularization=RIDGE, early_stopping=False, random_state=0,
        )  # fmt: skip
        return np.asarray(trees.fit(known, target).predict(asked), np.float64)


def known_of(past: Purchases, seen: Repeats, model: Model, as_of: dt.date, days: int) -> Floats:
    """What is known of each customer on a day, one row a customer: rhythm, sales and orders of recent spans, the model's expectation."""
    rows = compressed(seen)
    count, mean = seen.mean(all_purchases=True)
    gap = median_gaps(past)[seen.who]
    silent = (seen.age - seen.t_x) * WEEK
    expected = model.expected(rows, days / WEEK)[rows.place]
    columns = [silent, seen.age * WEEK, count, np.log1p(mean), gap, silent / np.maximum(gap, 1), expected, expected * mean]
    for part in RECENT:
        recent = past.take(past.day > np.datetime64(as_of - dt.timedelta(round(part * days)), "D"))
        columns += [recent.amount_by_customer()[seen.who].astype(np.float64), recent.orders_by_customer()[seen.who].astype(np.float64)]
    return np.column_stack(columns)
