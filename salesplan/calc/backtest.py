"""The back-test that comes with every forecast: what the same methods would have said some time ago, beside what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from salesplan.calc.outlook import RULES, Forecasts, forecasts, too_little
from salesplan.calc.purchases import Purchases
from salesplan.calc.repeat import repeats
from salesplan.calc.trial import Verdict, judged
from salesplan.plan.customers import Lifetime


@dataclass(frozen=True)
class BackTest:
    """Verdicts on every method at a day in the past, over the days after it; the best for sales, and the best for the chance.

    `trusted` names the forecast of sales to go by, `ranker` the chance to go by; amounts are in smallest units.
    """

    split: dt.date
    days: int
    customers: int
    buyers: int
    verdicts: tuple[Verdict, ...]
    trusted: str
    ranker: str

    def of(self, name: str) -> Verdict:
        """The verdict on a method. Raises: StopIteration."""
        return next(v for v in self.verdicts if v.model == name)

    @property
    def beaten(self) -> bool:
        """Whether a rule of thumb did better than every model."""
        return self.trusted in RULES


def back_test(
    purchases: Purchases, as_of: dt.date, asked: Lifetime, *, unit: int = 100, shares: Sequence[float] | None = None
) -> BackTest | str:
    """How the methods would have done; or why they cannot be judged: `short-records`, `few-customers`, `few-repeaters`, `nobody-bought`.

    The split lies one horizon back; where the records are shorter than two horizons, in their middle.
    """
    first = purchases.first_day
    span = (as_of - first).days + 1 if first is not None else 0
    days = min(int(asked.horizon), span // 2)
    if days < max(int(asked.test_days), 1):
        return "short-records"
    split = as_of - dt.timedelta(days)
    seen = repeats(purchases, split)
    if reason := too_little(seen, asked):
        return reason
    found = forecasts(purchases, split, days, asked, unit=unit, shares=shares)
    later = purchases.until(as_of).take(purchases.until(as_of).day > np.datetime64(split, "D"))
    actual = later.amount_by_customer()[found.seen.who].astype(np.float64)
    bought = later.orders_by_customer()[found.seen.who] > 0
    if not bought.any():
        return "nobody-bought"
    verdicts = [judged(f.name, f.value, actual, f.chance, bought) for f in found.forecasts]
    by_value = trusted(verdicts, found, float(asked.near))
    return BackTest(split, days, len(actual), int(bought.sum()), tuple(verdicts), by_value, ranker(verdicts))


def trusted(verdicts: Sequence[Verdict], found: Forecasts, near: float) -> str:
    """The forecast of sales that did best in mean error, squared error and rank taken together (their geometric mean).

    A rule of thumb, or a model on the edge of what the data tell, has to be better by more than `near`; of
    models that are no further than this from the best one, the one that ranks best.
    """
    edge = {f.model.name for f in found.fits if f.edges}

    def plain(v: Verdict) -> bool:
        return v.model in RULES or v.model.split("+")[0] in edge

    heights = {v.model: _height(v) + near * plain(v) for v in verdicts if v.mae is not None}
    best = min(heights, key=heights.__getitem__)
    if best in RULES:
        return best
    equal = [v for v in verdicts if v.model in heights and heights[v.model] <= heights[best] + near and v.model not in RULES]
    return max(equal, key=lambda v: v.spearman if v.spearman is not None else -1.0).model


def _height(v: Verdict) -> float:
    worse = (v.mae or 1e-9, v.rmse or 1e-9, 1.0 - (v.spearman if v.spearman is not None else 0.0) + 1e-9)
    return sum(log(w) for w in worse) / len(worse)


def ranker(verdicts: Sequence[Verdict]) -> str:
    """The chance that told best who buys again; not those that are nearly the same for all."""
    able = [v for v in verdicts if v.model not in ("everyone_alike", "last_period")]
    return max(able, key=lambda v: v.auc if v.auc is not None else 0.0).model
