"""Recency, frequency and monetary value: scores that equal customers share, and the classes that follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from salesplan.calc.purchases import Purchases
from salesplan.frame import Days, Flags, Ints

Method = Literal["quantile", "value", "fixed"]
MEASURES = ("recency", "frequency", "monetary")

CLASSES = (
    "important-value", "important-keep", "important-develop", "important-retain",
    "general-value", "general-keep", "general-develop", "general-retain",
)  # fmt: skip
"""The eight classes: by monetary value important or general, then recency and frequency."""

SEGMENTS = (
    "champions", "loyal", "potential-loyalist", "new", "promising", "attention",
    "about-to-sleep", "at-risk", "cannot-lose", "hibernating", "lost",
)  # fmt: skip
"""The eleven segments, the best first."""

_GRID = (
    # average of F and M:  1              2                 3                    4                    5
    ("lost",           "hibernating",    "at-risk",            "at-risk",           "cannot-lose"),
    ("hibernating",    "hibernating",    "at-risk",            "at-risk",           "cannot-lose"),
    ("about-to-sleep", "about-to-sleep", "attention",          "loyal",             "loyal"),
    ("promising",      "potential-loyalist", "potential-loyalist", "loyal",         "loyal"),
    ("new",            "potential-loyalist", "potential-loyalist", "champions",     "champions"),
)  # fmt: skip
"""The segment of each recency score (from 1 down the page) and average of the other two (from 1 to the right)."""

Floats: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"


@dataclass(frozen=True)
class Rule:
    """How customers are scored.

    `months` or `days` back from the as-of day is the window; `bands` is the highest score. `cuts`: for
    `fixed`, the cut points of each measure (recency in days, monetary in smallest units), ascending.
    `monetary`: the window's sum, or its average an order. `high`: what lies above the mean score of all
    customers, or above the middle of the scale.
    """

    months: int = 12
    days: int | None = None
    bands: int = 5
    method: Method = "quantile"
    cuts: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    monetary: Literal["sum", "order"] = "sum"
    high: Literal["mean", "middle"] = "mean"

    def since(self, as_of: dt.date) -> dt.date:
        """The day before the window's first."""
        from salesplan.calc.purchases import months_before

        return as_of - dt.timedelta(self.days) if self.days is not None else months_before(as_of, self.months)


@dataclass(frozen=True)
class Cut:
    """The values that earned a score: from the lowest to the highest (days, orders, smallest units), and how many customers."""

    measure: str
    score: int
    low: int
    high: int
    customers: int


@dataclass(frozen=True)
class Rfm:
    """The scores of the customers with at least one sale in the window; all arrays are in the order of `who`.

    `who` are positions of customers; `last` the day of the last sale; `recency` days since then;
    `frequency` orders; `monetary` [smallest units]; `r`, `f`, `m` scores from 1 (poor) to the rule's bands.
    """

    rule: Rule
    as_of: dt.date
    who: Ints
    last: Days
    frequency: Ints
    amount: Ints
    r: Ints
    f: Ints
    m: Ints

    def __len__(self) -> int:
        """How many customers."""
        return len(self.who)

    @property
    def recency(self) -> Ints:
        """Days since the last sale."""
        return (np.datetime64(self.as_of, "D") - self.last).astype(np.int64)

    @property
    def monetary(self) -> Floats:
        """What the monetary score is of [smallest units]: the sum, or the average an order."""
        return _monetary(self.rule, self.amount, self.frequency)

    @cached_property
    def high(self) -> tuple[Flags, Flags, Flags]:
        """Whether each score counts as high."""
        return _high(self.r, self.rule), _high(self.f, self.rule), _high(self.m, self.rule)

    @cached_property
    def classes(self) -> Ints:
        """Positions in `CLASSES`.

        Source: 重要 where M is high; R high and F high 价值, R low and F high 保持, R high and F low 发展, both low 挽留.
        """
        r, f, m = self.high
        return 4 * ~m + np.where(f, np.where(r, 0, 1), np.where(r, 2, 3))

    @cached_property
    def segments(self) -> Ints:
        """Positions in `SEGMENTS`: by the recency score and the average of the other two, rounded up from the half."""
        grid = np.array([[SEGMENTS.index(name) for name in row] for row in _GRID], np.int64)
        n = self.rule.bands
        both = (5 * (self.f + self.m) + n) // (2 * n)  # rounded to the nearest fifth of the scale, halves up
        return np.asarray(grid[-(-5 * self.r // n) - 1, np.clip(both, 1, 5) - 1])

    def cuts(self) -> list[Cut]:
        """The range of values behind every score that a customer has, the best first."""
        found = []
        for measure, score, value in (
            ("recency", self.r, self.recency), ("frequency", self.f, self.frequency), ("monetary", self.m, self.monetary),
        ):  # fmt: skip
            for s in range(self.rule.bands, 0, -1):
                inside = value[score == s]
                if len(inside):
                    found.append(Cut(measure, s, int(inside.min()), int(inside.max()), len(inside)))
        return found


def rfm(purchases: Purchases, as_of: dt.date, rule: Rule) -> Rfm:
    """The scores of every customer who bought in the window (as-of day less its length, as-of day].

    Recency runs from the last sale, returns ignored; frequency is distinct orders; monetary is net of returns.
    """
    end, since = np.datetime64(as_of, "D"), np.datetime64(rule.since(as_of), "D")
    inside = purchases.take((purchases.day > since) & (purchases.day <= end))
    orders, last = inside.orders_by_customer(), inside.last_sale()
    who = np.flatnonzero(orders > 0)
    frequency, amount, last = orders[who], inside.amount_by_customer()[who], last[who]
    recency = (end - last).astype(np.int64)
    monetary = _monetary(rule, amount, frequency)
    return Rfm(
        rule, as_of, who, last, frequency, amount, scores("recency", recency, rule), scores("frequency", frequency, rule),
        scores("monetary", monetary, rule),
    )  # fmt: skip


def _monetary(rule: Rule, amount: Ints, orders: Ints) -> Floats:
    return (amount / np.maximum(orders, 1) if rule.monetary == "order" else amount).astype(np.float64)


def _high(score: Ints, rule: Rule) -> Flags:
    if rule.high == "middle" or len(score) == 1:  # nobody is above a mean of one
        return np.asarray(2 * score > rule.bands + 1)
    return np.asarray(score * len(score) > score.sum())


def scores(measure: str, value: np.ndarray[tuple[int], np.dtype[np.generic]], rule: Rule) -> Ints:
    """The score of each value from 1 to the number of bands; recency (days) counts the other way round."""
    if not len(value):
        return np.zeros(0, np.int64)
    number: Floats = value.astype(np.float64)
    good = -number if measure == "recency" else number
    if rule.method == "fixed":
        return by_cuts(good, rule.cuts[measure], -1 if measure == "recency" else 1)
    if rule.method == "value":
        return by_value(good if measure == "recency" else np.log1p(np.maximum(number, 0)), rule.bands)
    return by_quantile(good, rule.bands)


def by_quantile(value: Floats, bands: int) -> Ints:
    """The score of each value by its percentile rank; equal values share their mean rank, so they share a score.

    ceil(bands x mean rank / n), in whole numbers, so that no rank falls off a band's edge by rounding.

    >>> by_quantile(np.array([1.0, 1, 1, 2, 9]), 5).tolist()
    [2, 2, 2, 4, 5]
    """
    _, position, count = np.unique(value, return_inverse=True, return_counts=True)
    after = np.cumsum(count)
    twice = 2 * after - count + 1
    return np.asarray(-(-bands * twice // (2 * len(value))))[position].astype(np.int64)


def by_value(value: Floats, bands: int) -> Ints:
    """The score of each value by where it lies between the lowest and the highest, in bands of equal width.

    >>> by_value(np.array([0.0, 1, 2, 9, 10]), 5).tolist()
    [1, 1, 2, 5, 5]
    """
    low, width = value.min(), (value.max() - value.min()) / bands
    if not width:
        return np.full(len(value), (bands + 1) // 2, np.int64)
    return np.asarray(np.clip(np.floor((value - low) / width).astype(np.int64) + 1, 1, bands))


def by_cuts(value: Floats, cuts: Sequence[Fraction], sign: int) -> Ints:
    """The score of each value by given cut points; who reaches a cut point has the better score.

    `sign` -1 for recency, whose values come with a minus: 30 days is reached by 30 days and less.

    >>> by_cuts(np.array([1.0, 3, 12]), (Fraction(3), Fraction(10)), 1).tolist(), by_cuts(np.array([-30.0, -31]), (Fraction(30),), -1).tolist()
    ([1, 2, 3], [2, 1])
    """
    edges = np.array(sorted(sign * float(c) for c in cuts), np.float64)
    return np.searchsorted(edges, value, side="right").astype(np.int64) + 1
