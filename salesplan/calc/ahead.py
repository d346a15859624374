"""What is expected of every customer, by the method that the back-test says to trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from salesplan.calc.backtest import BackTest, back_test
from salesplan.calc.intervals import intervals
from salesplan.calc.outlook import LEARNED, Forecast, Forecasts, forecasts, too_little
from salesplan.calc.purchases import Purchases
from salesplan.calc.repeat import Floats, repeats
from salesplan.plan.customers import Lifetime


@dataclass(frozen=True)
class Expected:
    """What is expected of one customer in the days ahead; amounts in smallest units, None where a method gives none."""

    chance: float
    orders: float | None
    value: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Ahead:
    """Forecasts with their back-test (or why there is none), and the names of what the figures of customers come from."""

    asked: Lifetime
    forecasts: Forecasts
    test: BackTest | str
    value_by: str
    chance_by: str
    ends: tuple[Floats, Floats] | None

    @cached_property
    def value(self) -> Forecast:
        """The forecast of sales."""
        return self.forecasts.of(self.value_by)

    @property
    def total(self) -> int:
        """All expected sales [smallest units]."""
        return round(float(self.value.value.sum())) if self.value.value is not None else 0

    @property
    def buyers(self) -> float:
        """How many customers are expected to buy at all."""
        return float(self.forecasts.of(self.chance_by).chance.sum())

    @cached_property
    def customers(self) -> dict[int, Expected]:
        """What is expected of each customer, by position."""
        found, who = self.value, self.forecasts.seen.who.tolist()
        none = [None] * len(who)
        chance = self.forecasts.of(self.chance_by).chance.tolist()
        orders = found.orders.tolist() if found.orders is not None else none
        value = np.rint(found.value).astype(np.int64).tolist() if found.value is not None else none
        low, high = (np.rint(e).astype(np.int64).tolist() for e in self.ends) if self.ends is not None else (none, none)
        return {w: Expected(*rest) for w, *rest in zip(who, chance, orders, value, low, high, strict=True)}


def look_ahead(
    purchases: Purchases, as_of: dt.date, asked: Lifetime, *, unit: int = 100, shares: Sequence[float] | None = None
) -> Ahead | str:
    """What customers are going to buy; or why it cannot be told: `few-customers`, `few-repeaters`, `no-time`.

    `unit`: smallest units in a currency unit. `shares`: the plan's share of each calendar month, from January.
    """
    past = purchases.until(as_of)
    if reason := too_little(repeats(past, as_of), asked):
        return reason
    found = forecasts(past, as_of, int(asked.horizon), asked, unit=unit, shares=shares)
    test = back_test(past, as_of, asked, unit=unit, shares=shares)
    names = {f.name for f in found.forecasts}
    usual = f"{found.best.model.name}+own_mean"
    value_by = test.trusted if isinstance(test, BackTest) and test.trusted in names else usual
    chance_by = test.ranker if isinstance(test, BackTest) and test.ranker in names else LEARNED if LEARNED in names else usual
    ends = intervals(found, value_by, asked.draws, float(asked.interval), parts=float(asked.model_parts))
    return Ahead(asked, found, test, value_by, chance_by, ends)
