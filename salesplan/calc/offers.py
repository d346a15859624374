"""Offers: which customers are likely to take a product that they never bought, and what that would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, hyp1f1

from salesplan.calc.rules import Rules
from salesplan.calc.trade import Trade, is_known
from salesplan.frame import Flags, Ints

Chances = npt.NDArray[np.float64]
STRENGTHS = np.geomspace(0.2, 200.0, 40)
"""How alike customers may be in taking a product: from each going his own way to all taking it equally often."""


NO_RULE = -1
"""In place of a rule: no rule speaks for the product."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers, one an entry of every column, by falling expected amount.

    `customer` and `item` are positions; `rule` is the rule that speaks for it (`NO_RULE` where none does), `baskets`
    in how many baskets of the window the customer met its body, or bought at all. `chance` that the customer takes it within the time
    ahead; `amount`: what is expected from it then [smallest units].
    """

    customer: Ints
    item: Ints
    rule: Ints
    baskets: Ints
    chance: Chances
    amount: Chances

    def __len__(self) -> int:
        """How many offers."""
        return len(self.customer)

    def take(self, at: Ints | Flags) -> Offers:
        """Some of them."""
        columns = (self.customer, self.item, self.rule, self.baskets, self.chance, self.amount)
        return Offers(*(c[at] for c in columns))  # type: ignore[arg-type]

    def scaled(self, chance: float, amount: float) -> Offers:
        """The same offers with chances and amounts times what a trial in the past has shown."""
        return replace(self, chance=np.minimum(self.chance * chance, 1.0), amount=self.amount * amount)


def offers(trade: Trade, rules: Rules, chosen: Sequence[int], ahead: float) -> Offers:
    """What each customer may be offered by the chosen rules for the next `ahead` [months].

    A customer who met a rule's body in the window and never bought its head is offered the head. Each
    basket to come holds it with the customer's own chance: that of all customers in such baskets, less
    for each basket that the customer bought without it (beta-binomial, one strength a rule, by maximum
    likelihood). Baskets with the body and the others are counted apart, baskets to come as in the window.
    Of several rules for the same head the one with the highest chance speaks.

    Source: Skellam 1948 (beta-binomial); the product kept out is the one already bought.
    """
    parts = [p for rule in chosen if (p := _offers_by(trade, rules, rule, ahead)) is not None]
    if not parts:
        none = np.zeros(0, np.int64)
        return Offers(none, none, none, none, none.astype(np.float64), none.astype(np.float64))
    some = Offers(*(np.concatenate([getattr(p, c) for p in parts]) for c in Offers.__slots__))
    best = np.lexsort((some.rule, -some.chance, some.item, some.customer))
    some = some.take(best)
    first = np.diff(some.customer * trade.items + some.item, prepend=-1) != 0
    some = some.take(first)
    return some.take(np.lexsort((some.item, some.customer, -some.chance, -some.amount)))


def _offers_by(trade: Trade, rules: Rules, rule: int, ahead: float) -> Offers | None:
    head = int(rules.heads[rule])
    held = trade.held(head)
    with_body = trade.held(rules.bodies[rule][0])
    for item in rules.bodies[rule][1:]:
        with_body = np.intersect1d(with_body, trade.held(item), assume_unique=True)
    both = np.isin(with_body, held, assume_unique=True)
    met, took = _by_owner(trade, with_body), _by_owner(trade, with_body[both])
    others, took_else = np.bincount(trade.owner, minlength=trade.customers) - met, _by_owner(trade, held) - took
    who = np.flatnonzero(met > 0)
    who = who[~is_known(trade, who, head)]
    if not len(who):
        return None
    spent = np.zeros(len(trade.baskets))
    spent[held] = trade.amount[trade.cells(head)]
    each = spent[with_body[both]].mean()
    rest = spent[held].sum() - spent[with_body[both]].sum()
    each_else = rest / max(int(took_else.sum()), 1)
    scale = ahead / trade.months
    chance, times = _taking(met, took, who, scale)
    chance_else, times_else = _taking(others, took_else, who, scale)
    same = np.full(len(who), rule, np.int64)
    return Offers(
        who, np.full(len(who), head, np.int64), same, met[who],
        1 - (1 - chance) * (1 - chance_else), times * each + times_else * each_else,
    )  # fmt: skip


def _by_owner(trade: Trade, baskets: Ints) -> Ints:
    """How many of the baskets are each customer's."""
    return np.bincount(trade.owner[baskets], minlength=trade.customers)


def _taking(tried: Ints, took: Ints, who: Ints, scale: float) -> tuple[Chances, Chances]:
    """For customers who never took it in `tried` baskets: the chance of taking it, and how often, in `scale` times as many.

    How many baskets are to come is chance as well (Poisson), so the chance of taking it is never above how often.
    """
    if not took.sum():
        return np.zeros(len(who)), np.zeros(len(who))
    mean = (took.sum() + 0.5) / (tried.sum() + 1)
    strength = likeness(tried, took, mean)
    without, ahead = tried[who], tried[who] * scale
    yes = strength * mean
    stays = hyp1f1(yes, strength + without, -ahead)
    return 1 - stays, ahead * yes / (strength + without)


def likeness(tried: Ints, took: Ints, mean: float) -> float:
    """How alike customers are in taking a product: the strength of a beta distribution of their own chances.

    Baskets in which it was tried and taken, one a customer. The best of `STRENGTHS` by likelihood.
    """
    some = tried > 0
    pairs, weight = np.unique(np.stack([tried[some], took[some]]), axis=1, return_counts=True)
    n, x = pairs[0][:, None], pairs[1][:, None]
    yes, no = STRENGTHS * mean, STRENGTHS * (1 - mean)
    fit = weight @ (_log_beta(yes + x, no + n - x) - _log_beta(yes, no))
    return float(STRENGTHS[int(np.argmax(fit))])


def _log_beta(a: Any, b: Any) -> Chances:
    found: Chances = betaln(a, b)
    return found
