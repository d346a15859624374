"""A trial of offers on the past: the list as it would have been some months ago, beside what was bought since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from salesplan.calc.first_buys import Lesson, Pairs, first_buys, lesson, pairs, spending
from salesplan.calc.offers import Offers, offers
from salesplan.calc.purchases import Purchases, months_before
from salesplan.calc.rules import Rules, Threshold, reliable, rules
from salesplan.calc.trade import Trade, is_known, trade
from salesplan.frame import MISSING, Flags, Ints, Texts


@dataclass(frozen=True, slots=True)
class Terms:
    """How offers are made: rules within `q_value` over baskets `by` order or customer-month.

    The window is `months` long, or `days` where these are given; offers are for `ahead` months to come.
    Baskets with more than `largest` items are left out. Offers are by at most `most_rules` rules. A trial needs
    `trial_months` of records before it, scales by no fewer than `trial_takers`, and looks at the first `trial_top` offers.
    Chances are learned where `learn_takers` first purchases are known; then products without a rule are offered from
    `least_chance` on. A customer's own spending counts as strongly as `own_spending` purchases of the mean.
    """

    threshold: Threshold
    by: str = "order"
    months: int = 12
    days: int | None = None
    ahead: int = 3
    q_value: Fraction = Fraction(1, 20)
    largest: int | None = None
    most_rules: int = 300
    trial_months: int = 3
    trial_takers: int = 10
    trial_top: int = 100
    learn_takers: int = 30
    least_chance: Fraction = Fraction(1, 5)
    own_spending: Fraction = Fraction(10)

    def since(self, day: dt.date) -> dt.date:
        """The day after which the window begins that ends with a day."""
        return months_before(day, self.months) if self.days is None else day - dt.timedelta(self.days)


@dataclass(frozen=True, slots=True)
class Trial:
    """How a list of offers of `day` has fared: takers and amounts, expected and real, and shares taken.

    `top` offers were looked at: `top_share` of the first of the list were taken, which brought
    `top_amount`; `popular_share` and `popular_amount` are those of as many offers of the most bought
    products to the busiest customers; `any_share` of all products that a customer had never bought.
    Amounts in smallest units.
    """

    day: dt.date
    offers: int
    expected: float
    takers: int
    expected_amount: float
    amount: int
    top: int
    top_share: float
    top_amount: int
    popular_share: float
    popular_amount: int
    any_share: float
    least_takers: int = 10

    @property
    def worth_it(self) -> bool:
        """Whether the top of the list did better than the most bought products, in takers or in money."""
        return self.top_share > self.popular_share or self.top_amount > self.popular_amount

    @property
    def scale(self) -> tuple[float, float] | None:
        """What chances and amounts are to be multiplied by; None where fewer than `least_takers` took an offer."""
        if self.takers < max(self.least_takers, 1) or not self.expected_amount:
            return None
        return self.takers / self.expected, self.amount / self.expected_amount


def best_rules(holds: Flags, most: int) -> list[int]:
    """The rules that offers are made by: those that hold, the highest lift first, not more than so many."""
    chosen: list[int] = np.flatnonzero(holds).tolist()
    return chosen[:most]


@dataclass(frozen=True, slots=True)
class Ground:
    """What was known on a day: baskets of the window, the rules over them and which hold, offers by rules, pairs never bought."""

    day: dt.date
    trade: Trade
    rules: Rules
    holds: Flags
    made: Offers
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Listed:
    """The offers of a day with the trial of a list made in the same way before (None where records are too short); whether chances were learned."""

    ground: Ground
    offers: Offers
    trial: Trial | None
    learned: bool


def ground(purchases: Purchases, items: Texts, terms: Terms, day: dt.date) -> Ground:
    """What was known on a day; nothing after it counts."""
    sold = trade(purchases, items, terms.by, terms.since(day), day, terms.largest)
    found = rules(sold.baskets, terms.threshold)
    holds = reliable(found, float(terms.q_value))
    made = offers(sold, found, best_rules(holds, terms.most_rules), terms.ahead)
    level = spending(sold, float(terms.own_spending))
    own = replace(made, amount=made.amount * level[made.customer])
    own = own.take(np.lexsort((own.item, own.customer, -own.chance, -own.amount)))
    last = purchases.until(day).last_sale()
    return Ground(day, sold, found, holds, own, pairs(sold, own, last, np.datetime64(day, "D"), float(terms.own_spending)))


def listed(purchases: Purchases, items: Texts, terms: Terms, as_of: dt.date) -> Listed:
    """The offers of a day, tried on the past.

    Chances are learned from the first purchases of the last `ahead` months, where those of the `ahead` months before
    can teach the trial in the same way; else they are those of the rules.
    """
    now = ground(purchases, items, terms, as_of)
    day, older = months_before(as_of, terms.ahead), months_before(as_of, 2 * terms.ahead)
    before = _reached(ground(purchases, items, terms, day), terms)
    first = _reached(ground(purchases, items, terms, older), terms) if before is not None else None
    if before is None:
        return Listed(now, now.made, None, False)
    taught = _lesson(first, purchases, items, terms, day) if first is not None else None
    teaches = _lesson(before, purchases, items, terms, as_of) if taught is not None else None
    if taught is None or teaches is None:
        tried = trial(before, before.made, purchases, items, terms, as_of)
        return Listed(now, corrected(now.made, tried), tried, False)
    least = float(terms.least_chance)
    tried = trial(before, first_buys(before.pairs, taught, least), purchases, items, terms, as_of)
    return Listed(now, corrected(first_buys(now.pairs, teaches, least), tried), tried, True)


def _reached(found: Ground, terms: Terms) -> Ground | None:
    return found if found.trade.months >= terms.trial_months and len(found.trade.baskets) else None


def _lesson(found: Ground, purchases: Purchases, items: Texts, terms: Terms, until: dt.date) -> Lesson | None:
    key, amount = bought_since(purchases, items, found.day, until)
    got = _amounts(found.pairs.customer * found.trade.items + found.pairs.item, key, amount)
    return lesson(found.pairs, got, terms.learn_takers)


def trial(found: Ground, made: Offers, purchases: Purchases, items: Texts, terms: Terms, until: dt.date) -> Trial | None:
    """The offers of a day beside what was bought since; None without offers."""
    if not len(made):
        return None
    before = found.trade
    key, amount = bought_since(purchases, items, found.day, until)
    got = _amounts(made.customer * before.items + made.item, key, amount)
    ranked, free = _popular(before)
    top = min(terms.trial_top, len(made))
    popular = _amounts(ranked[:top], key, amount)
    return Trial(
        found.day, len(made), float(made.chance.sum()), int((got > 0).sum()), float(made.amount.sum()), int(got.sum()),
        top, _share(got[:top]), int(got[:top].sum()), _share(popular), int(popular.sum()), _share(_amounts(free, key, amount)), terms.trial_takers,
    )  # fmt: skip


def _share(got: Ints) -> float:
    return float((got > 0).mean()) if len(got) else 0.0


def bought_since(purchases: Purchases, items: Texts, since: dt.date, until: dt.date) -> tuple[Ints, Ints]:
    """What each customer bought of each item after `since` up to `until`: sorted keys (customer x items + item), amounts."""
    days = (purchases.day > np.datetime64(since, "D")) & (purchases.day <= np.datetime64(until, "D"))
    line = purchases.sale & days & (items.codes != MISSING)
    key = purchases.customer[line].astype(np.int64) * max(len(items.labels), 1) + items.codes[line]
    found, at = np.unique(key, return_inverse=True)
    amount = np.zeros(len(found), np.int64)
    np.add.at(amount, at, purchases.amount[line])
    return found, amount


def _amounts(wanted: Ints, key: Ints, amount: Ints) -> Ints:
    if not len(key):
        return np.zeros(len(wanted), np.int64)
    at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    return np.where(key[at] == wanted, amount[at], 0)


def _popular(before: Trade) -> tuple[Ints, Ints]:
    """Keys of what customers of the window never bought: those of the busiest customers and most bought items first; all."""
    busy = np.bincount(before.owner, minlength=before.customers)
    sold = np.bincount(before.baskets.items, minlength=before.items)
    who = np.flatnonzero(busy)
    what = np.flatnonzero(sold)
    free = [(who[~is_known(before, who, int(i))], int(i)) for i in what]
    keys = np.concatenate([w * before.items + i for w, i in free]) if free else np.zeros(0, np.int64)
    worth = np.concatenate([busy[w] * int(sold[i]) for w, i in free]) if free else keys
    return keys[np.lexsort((keys, -worth))], keys


def corrected(made: Offers, tried: Trial | None) -> Offers:
    """Offers with chances and amounts as the trial has shown them to come true."""
    scale = tried.scale if tried is not None else None
    return made.scaled(*scale) if scale else made
