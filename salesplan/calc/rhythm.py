"""Who has fallen silent: the days since a customer's last purchase, beside the customer's own rhythm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from salesplan.calc.purchases import Purchases
from salesplan.frame import Days, Flags, Ints


@dataclass(frozen=True)
class SilenceRule:
    """When silence is a warning: from `orders` orders on, longer than `days` and than `times` the own usual gap, up to `longest`.

    Beyond `lost` days a customer counts as lost [days].
    """

    orders: int = 6
    days: int = 60
    times: Fraction = Fraction(3)
    longest: int = 365
    lost: int = 180


@dataclass(frozen=True)
class Rhythm:
    """The rhythm of every customer who ever bought, in the order of `who` (positions of customers).

    `orders` ever; `gap` the median of the days between purchase days (NaN with a single day); `silent` days since the last.
    """

    rule: SilenceRule
    as_of: dt.date
    who: Ints
    last: Days
    orders: Ints
    gap: np.ndarray[tuple[int], np.dtype[np.float64]]

    @property
    def silent(self) -> Ints:
        """Days since the last purchase."""
        return (np.datetime64(self.as_of, "D") - self.last).astype(np.int64)

    @cached_property
    def at_risk(self) -> Flags:
        """Whether a regular customer has been silent for longer than is usual, but not for too long to be won back."""
        rule, silent = self.rule, self.silent
        with np.errstate(invalid="ignore"):
            limit = np.maximum(rule.days, float(rule.times) * self.gap)
            return np.asarray((self.orders >= rule.orders) & (silent > limit) & (silent <= rule.longest))

    @property
    def lost(self) -> Flags:
        """Whether a customer has been silent for longer than `lost` days."""
        return np.asarray(self.silent > self.rule.lost)


def rhythm(purchases: Purchases, as_of: dt.date, rule: SilenceRule) -> Rhythm:
    """The rhythm of every customer who bought up to a day; returns and several orders on a day make no gap."""
    past = purchases.until(as_of)
    orders, last = past.orders_by_customer(), past.last_sale()
    who = np.flatnonzero(orders > 0)
    return Rhythm(rule, as_of, who, last[who], orders[who], median_gaps(past)[who])


def median_gaps(purchases: Purchases) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The median number of days between a customer's purchase days; NaN with fewer than two."""
    customer, day = purchase_days(purchases)
    found = np.full(len(purchases.ids), np.nan)
    same = customer[1:] == customer[:-1]
    who, gap = customer[1:][same], np.diff(day)[same]
    if not len(who):
        return found
    order = np.argsort(who * (int(gap.max()) + 1) + gap, kind="stable")
    gap = gap[order]
    start = np.flatnonzero(np.r_[True, np.diff(who) > 0])
    count = np.diff(np.r_[start, len(who)])
    middle = gap[start + (count - 1) // 2] + gap[start + count // 2]
    found[who[start]] = middle / 2
    return found


def purchase_days(purchases: Purchases) -> tuple[Ints, Ints]:
    """The days on which customers bought, each once: customer and day [days since 1970], sorted by both."""
    day = purchases.day[purchases.sale].astype(np.int64)
    if not len(day):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    first, width = int(day.min()), int(day.max() - day.min()) + 1
    key = unique(purchases.customer[purchases.sale].astype(np.int64) * width + day - first)
    return key // width, key % width + first


def unique(key: Ints) -> Ints:
    """The distinct values, sorted."""
    key = np.sort(key)
    return key[np.r_[True, key[1:] != key[:-1]]] if len(key) else key
