"""First purchases: the chance that a customer takes a product never bought before, learned from those of the months before.

Rules alone say little of who is about to try something new: who buys much, and much that is different, and what many
others buy, count as well. Whether a rule speaks for the product, and how strongly, is one of the things that are learned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan.calc.learned import regression
from salesplan.calc.offers import NO_RULE, Offers
from salesplan.calc.repeat import Floats
from salesplan.calc.trade import Trade
from salesplan.frame import Days, Flags, Ints

MOST_PAIRS = 1_000_000
"""Of so many pairs of customer and product at most are chances learned, the most bought products first."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Customers of the window and products that they never bought, one a row of every column, by customer and product.

    `rule` is the rule that speaks for the product (`NO_RULE` where none does), `baskets` in how many baskets the
    customer met its body, or bought at all; `known` what the chance is learned from, one column each; `worth` what a
    purchase would bring [smallest units].
    """

    customer: Ints
    item: Ints
    rule: Ints
    baskets: Ints
    known: Floats
    worth: Floats

    def __len__(self) -> int:
        """How many pairs."""
        return len(self.item)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What first purchases of the past teach: log-odds of one, and what it brought over what such a purchase brings as a rule."""

    odds: regression
    times: float


def spending(trade: Trade, weight: float) -> Floats:
    """How much more than others each customer spends on what is bought; drawn to 1 by so many purchases of the mean."""
    items, sold = trade.baskets.items, np.bincount(trade.baskets.items, minlength=trade.items)
    mean = np.bincount(items, weights=trade.amount, minlength=trade.items) / np.maximum(sold, 1)
    owner = np.repeat(trade.owner, trade.baskets.sizes)
    spent = np.bincount(owner, weights=trade.amount, minlength=trade.customers)
    usual = np.bincount(owner, weights=mean[items], minlength=trade.customers)
    drawn = weight * float(mean[items].mean()) if len(items) else 0.0
    return np.asarray((spent + drawn) / np.maximum(usual + drawn, 1e-9))


def pairs(trade: Trade, made: Offers, last: Days, day: np.datetime64, weight: float) -> Pairs:
    """All pairs of customers of the window and products of it that they never bought; `last` is each customer's last day."""
    busy, sold = np.bincount(trade.owner, minlength=trade.customers), np.bincount(trade.baskets.items, minlength=trade.items)
    who = np.flatnonzero(busy)
    what = np.sort(np.lexsort((np.arange(trade.items), -sold))[: min(int((sold > 0).sum()), max(MOST_PAIRS // max(len(who), 1), 1))])
    key = (who[:, None] * trade.items + what).ravel()
    key = key[~_among(key, trade.known)]
    customer, item = np.divmod(key, max(trade.items, 1))
    own = made.customer * trade.items + made.item
    order = np.argsort(own)
    backed = _among(key, own[order])
    at = order[np.minimum(np.searchsorted(own[order], key), max(len(own) - 1, 0))] if len(own) else np.zeros(len(key), np.int64)
    chance = np.clip(np.where(backed, made.chance[at] if len(own) else 0.0, 0.5), 1e-6, 1 - 1e-6)
    mean = np.bincount(trade.baskets.items, weights=trade.amount, minlength=trade.items) / np.maximum(sold, 1)
    breadth, buyers = (np.bincount(part, minlength=n) for part, n in zip(np.divmod(trade.known, max(trade.items, 1)), (trade.customers, trade.items), strict=True))
    silent = (day - last[customer]).astype(np.float64)
    known = np.column_stack([
        np.log(chance / (1 - chance)), backed, np.log(busy[customer]), np.log(sold[item]), np.log(breadth[customer]), np.log(buyers[item]), np.log1p(silent),
    ])  # fmt: skip
    rule = np.where(backed, made.rule[at] if len(own) else NO_RULE, NO_RULE)
    met = np.where(backed, made.baskets[at] if len(own) else 0, busy[customer])
    return Pairs(customer, item, rule, met, known, mean[item] * spending(trade, weight)[customer])


def _among(key: Ints, ordered: Ints) -> Flags:
    """Whether each key is among some that are in order."""
    if not len(ordered):
        return np.zeros(len(key), np.bool_)
    found: Flags = ordered[np.minimum(np.searchsorted(ordered, key), len(ordered) - 1)] == key
    return found


def lesson(before: Pairs, got: Ints, least: int) -> Lesson | None:
    """What the pairs of an earlier day teach, with what customers then spent on each; None where fewer than `least` were taken, or not."""
    took = got > 0
    if min(int(took.sum()), int((~took).sum())) < max(least, 1):
        return None
    return Lesson(regression(before.known, took.astype(np.float64)), float(got[took].sum()) / max(float(before.worth[took].sum()), 1e-9))


def first_buys(asked: Pairs, learned: Lesson, least: float) -> Offers:
    """The pairs for which a rule speaks or whose chance is `least` or more, as offers, the largest expected amount first."""
    chance = 1 / (1 + np.exp(-learned.odds(asked.known))) if len(asked) else np.zeros(0)
    kept = (asked.rule != NO_RULE) | (chance >= least)
    found = Offers(asked.customer, asked.item, asked.rule, asked.baskets, chance, chance * asked.worth * learned.times).take(kept)
    return found.take(np.lexsort((found.item, found.customer, -found.chance, -found.amount)))
