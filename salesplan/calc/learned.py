"""The chance of another purchase learned from the records' own past: a logistic regression on an earlier split."""

from __future__ import annotations

import datetime as dt

import numpy as np

from salesplan.calc.lifetime import Model
from salesplan.calc.purchases import Purchases
from salesplan.calc.repeat import WEEK, Floats, Repeats, Rows, compressed, repeats

RIDGE = 1.0
"""How strongly coefficients of standardised features are kept small."""


def earlier(past: Purchases, as_of: dt.date, days: int) -> tuple[dt.date, int] | None:
    """The day to learn from and how many days after it: as many as are asked about, or a third of the records; None where that is under a week."""
    first = past.first_day
    back = min(days, (as_of - first).days // 3) if first is not None else 0
    return (as_of - dt.timedelta(back), back) if back >= WEEK else None


def learned_chance(
    past: Purchases, seen: Repeats, rows: Rows, model: Model, as_of: dt.date, days: int, level: Floats, least: int = 20
) -> Floats | None:
    """Each customer's chance of a purchase in the days to come; None where the past is too short to learn from.

    Learned on a split as long before the as-of day as the horizon, or a third of the records where they are
    shorter; brought to the mean of `level`, a chance by a model, as the two spans may differ. Never sees what
    comes after the as-of day. `least` customers each must have bought again, and not have.
    """
    begun = earlier(past, as_of, days)
    if begun is None:
        return None
    split, back = begun
    before = repeats(past, split)
    if not len(before):
        return None
    after = past.take(past.day > np.datetime64(split, "D"))
    bought = after.orders_by_customer()[before.who] > 0
    if min(int(bought.sum()), int((~bought).sum())) < least:
        return None
    old = compressed(before)
    weights = regression(features(before, old, model, back / WEEK), bought.astype(np.float64))
    return levelled(weights(features(seen, rows, model, days / WEEK)), float(level.mean()))


def features(seen: Repeats, rows: Rows, model: Model, weeks: float) -> Floats:
    """What the chance is learned from, one row a customer: silence, purchases, age, mean value, and the model's own expectation."""
    count, mean = seen.mean(all_purchases=True)
    expected = model.expected(rows, weeks)[rows.place]
    return np.column_stack([
        np.log1p(seen.age - seen.t_x), np.log1p(count - 1), np.log1p(seen.age), np.log1p(mean), np.log(np.maximum(expected, 1e-9)),
    ])  # fmt: skip


class regression:  # noqa: N801 - it is called like a function, once, and then again with other customers
    """A ridge logistic regression; called with features it gives the log-odds."""

    def __init__(self, known: Floats, happened: Floats) -> None:
        """Fit by Newton's steps."""
        from salesplan.calc.threads import one_thread

        self.middle, self.width = known.mean(axis=0), known.std(axis=0) + 1e-9
        columns = self._columns(known)
        self.weights = np.zeros(columns.shape[1])
        ridge = np.diag(np.r_[1e-9, np.full(columns.shape[1] - 1, RIDGE)])
        with one_thread():
            for _ in range(25):
                chance = 1 / (1 + np.exp(-columns @ self.weights))
                slope = columns.T @ (chance - happened) + ridge @ self.weights
                curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + ridge
                step = np.linalg.solve(curve, slope)
                self.weights = self.weights - np.clip(step, -3, 3)
                if float(np.abs(step).max()) < 1e-9:
                    break

    def _columns(self, known: Floats) -> Floats:
        return np.column_stack([np.ones(len(known)), (known - self.middle) / self.width])

    def __call__(self, known: Floats) -> Floats:
        """The log-odds of each customer."""
        return np.asarray(self._columns(known) @ self.weights)


def levelled(odds: Floats, mean: float) -> Floats:
    """Chances from log-odds, all moved alike so that their mean is a given one.

    >>> round(float(levelled(np.array([-1.0, 0.0, 1.0]), 0.3).mean()), 6)
    0.3
    """
    mean = min(max(mean, 1e-6), 1 - 1e-6)
    low, high = -40.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        if float((1 / (1 + np.exp(-(odds + middle)))).mean()) < mean:
            low = middle
        else:
            high = middle
    return np.asarray(1 / (1 + np.exp(-(odds + (low + high) / 2))))
