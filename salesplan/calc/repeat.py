"""Repeat buying in four numbers a customer, the ground of the models of lifetime value.

Time is counted in weeks, from a customer's own first purchase; all purchases of a day are one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from salesplan.calc.purchases import Purchases, sums
from salesplan.calc.rhythm import purchase_days
from salesplan.frame import Ints

Floats: TypeAlias = npt.NDArray[np.float64]
WEEK = 7.0
"""Days of a week."""


@dataclass(frozen=True)
class Repeats:
    """Customers with at least one purchase day, in the order of `who` (positions of customers).

    `x` purchase days after the first, `t_x` [weeks] from the first to the last, `age` [weeks] from the
    first to the as-of day; `first` and `later` are what was bought on the first day and on all later
    ones [smallest units], returns left out.
    """

    as_of: dt.date
    who: Ints
    x: Floats
    t_x: Floats
    age: Floats
    first: Floats
    later: Floats

    def __len__(self) -> int:
        """How many customers."""
        return len(self.who)

    @property
    def repeaters(self) -> int:
        """How many bought on more than one day."""
        return int((self.x > 0).sum())

    def mean(self, *, all_purchases: bool) -> tuple[Floats, Floats]:
        """Number of purchases and their mean value [smallest units]: of all, or of those after the first; 0 for none."""
        count = self.x + 1 if all_purchases else self.x
        total = self.later + self.first if all_purchases else self.later
        return count, np.divide(total, count, out=np.zeros(len(count)), where=count > 0)

    def take(self, rows: npt.NDArray[np.integer]) -> Repeats:
        """Some customers, each as often as it is named."""
        return Repeats(self.as_of, self.who[rows], self.x[rows], self.t_x[rows], self.age[rows], self.first[rows], self.later[rows])


def repeats(purchases: Purchases, as_of: dt.date) -> Repeats:
    """The repeat buying of every customer who bought up to a day."""
    past = purchases.until(as_of)
    customer, day = purchase_days(past)
    if not len(customer):
        none = np.zeros(0)
        return Repeats(as_of, np.zeros(0, np.int64), none, none, none, none, none)
    start = np.flatnonzero(np.r_[True, customer[1:] != customer[:-1]])
    count = np.diff(np.r_[start, len(customer)])
    who, first, last = customer[start], day[start], day[start + count - 1]
    end = int(np.datetime64(as_of, "D").astype(np.int64))
    size = len(past.ids)
    begun = np.zeros(size, np.int64)
    begun[who] = first
    at, amount = past.customer[past.sale], past.amount[past.sale]
    on_first = past.day[past.sale].astype(np.int64) == begun[at]
    return Repeats(
        as_of, who, (count - 1).astype(np.float64), (last - first) / WEEK, (end - first) / WEEK,
        sums(at[on_first], amount[on_first], size)[who].astype(np.float64), sums(at[~on_first], amount[~on_first], size)[who].astype(np.float64),
    )  # fmt: skip


class Gaps(NamedTuple):
    """Intervals between purchase days: the sum of their logarithms [weeks], and how regular they are (1: chance, infinite: a clock).

    `pairs` is how many customers the regularity is from.
    """

    logs: float
    regularity: float
    pairs: int


def gaps(purchases: Purchases, as_of: dt.date) -> Gaps:
    """The intervals between all purchase days of customers up to a day.

    Regularity is told by each customer's last two intervals: the share of one in both varies by a twelfth where they
    are chance. Source: Wheat and Morrison 1990, "Estimating purchase regularity with two interpurchase times".
    """
    customer, day = purchase_days(purchases.until(as_of))
    length, same = np.diff(day).astype(np.float64), customer[1:] == customer[:-1]
    last = np.r_[customer[1:] != customer[:-1], True][1:]
    two = np.flatnonzero(last[1:] & same[1:] & same[:-1]) if len(length) > 1 else np.zeros(0, np.int64)
    if not len(two):
        return Gaps(float(np.log(length[same] / WEEK).sum()), 1.0, 0)
    spread = float(((length[two] / (length[two] + length[two + 1]) - 0.5) ** 2).mean())
    return Gaps(float(np.log(length[same] / WEEK).sum()), (1 - 4 * spread) / max(8 * spread, 1e-9), len(two))


@dataclass(frozen=True)
class Rows:
    """Equal customers together: `weight` of them share `x`, `t_x` and `age`; `place` tells each customer's row."""

    x: Floats
    t_x: Floats
    age: Floats
    weight: Floats
    place: Ints

    @property
    def customers(self) -> float:
        """How many customers the rows stand for."""
        return float(self.weight.sum())


def compressed(found: Repeats) -> Rows:
    """The distinct rows of customers with how many share each.

    Days are whole, so that the three numbers fit in one integer, which sorts faster than rows.
    """
    days, ages = np.rint(found.t_x * WEEK).astype(np.int64), np.rint(found.age * WEEK).astype(np.int64)
    x = found.x.astype(np.int64)
    wide, high = int(ages.max(initial=0)) + 1, int(days.max(initial=0)) + 1
    key = (x * high + days) * wide + ages
    if int(x.max(initial=0) + 1) * high * wide < min(4_000_000, 100 * len(x)):
        counts = np.bincount(key)
        values = np.flatnonzero(counts)
        table = np.zeros(len(counts), np.int64)
        table[values] = np.arange(len(values))
        place, weight = table[key], counts[values]
    else:
        values, place, weight = np.unique(key, return_inverse=True, return_counts=True)
    rest, age = np.divmod(values, wide)
    number, last = np.divmod(rest, high)
    return Rows(number.astype(np.float64), last / WEEK, age / WEEK, weight.astype(np.float64), place)
