"""What customers bought together within a window: the ground on which rules are found and offers are made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from salesplan.calc.baskets import Baskets
from salesplan.calc.purchases import Purchases, sums
from salesplan.frame import MISSING, Flags, Ints, Texts


@dataclass(frozen=True)
class Trade:
    """Baskets of the window with who bought them (`owner`, one a basket) and for how much (`amount`, one a cell).

    `known` are the sorted keys (customer x items + item) of all that was ever bought up to the window's
    end; `months` is how long the window is, as far as the records reach.
    """

    baskets: Baskets
    owner: Ints
    amount: Ints
    known: Ints
    customers: int
    months: float

    @property
    def items(self) -> int:
        """How many different items there are."""
        return len(self.baskets.labels)

    def held(self, item: int) -> Ints:
        """The baskets that hold an item, ascending."""
        at = self.cells(item)
        found: Ints = self._basket_of[at]
        return found

    def cells(self, item: int) -> Ints:
        """The cells that hold an item, by basket; positions in the baskets' `items` and in `amount`."""
        order, bounds = self._by_item
        found: Ints = order[bounds[item] : bounds[item + 1]]
        return found

    @cached_property
    def _basket_of(self) -> Ints:
        return self.baskets.basket_of

    @cached_property
    def _by_item(self) -> tuple[Ints, Ints]:
        counts = np.bincount(self.baskets.items, minlength=self.items)
        return np.argsort(self.baskets.items, kind="stable").astype(np.int64), np.append(0, np.cumsum(counts)).astype(np.int64)


def trade(purchases: Purchases, items: Texts, by: str, since: dt.date, until: dt.date, largest: int | None = None) -> Trade:
    """The baskets of sales after `since` up to `until`; `items` beside the purchases' lines, returns left out.

    `by`: `order` (one document or day, as the purchases are counted) or `customer-month`. Baskets with
    more than `largest` items are left out.
    """
    size = max(len(items.labels), 1)
    line = purchases.sale & (items.codes != MISSING) & (purchases.day <= np.datetime64(until, "D"))
    pair = purchases.customer.astype(np.int64) * size + items.codes
    inside = line & (purchases.day > np.datetime64(since, "D"))
    number = basket_numbers(purchases, by)
    key, cell = np.unique(number[inside] * size + items.codes[inside], return_inverse=True)
    basket, item = np.divmod(key, size)
    first = np.flatnonzero(np.diff(basket, prepend=-1))
    owner_of_cell = np.zeros(len(key), np.int64)
    owner_of_cell[cell] = purchases.customer[inside]
    baskets = Baskets(items.labels, np.append(first, len(key)).astype(np.int64), item.astype(np.int32))
    owner, amount = owner_of_cell[first], sums(cell, purchases.amount[inside], len(key))
    if largest is not None and (baskets.sizes > largest).any():
        few = baskets.sizes <= largest
        owner, amount = owner[few], amount[few[baskets.basket_of]]
        baskets = baskets.no_larger_than(largest)
    reach = max(since, purchases.first_day - dt.timedelta(1)) if purchases.first_day else since
    months = max((until - reach).days, 1) / DAYS_A_MONTH
    return Trade(baskets, owner, amount, np.unique(pair[line]), len(purchases.ids), months)


DAYS_A_MONTH = 365.2425 / 12
"""Mean length of a month [days]. Source: the Gregorian calendar."""


def basket_numbers(purchases: Purchases, by: str) -> Ints:
    """The number of the basket that each line lies in: its order, or its customer and month."""
    if by == "order":
        return purchases.order
    month = purchases.day.astype("datetime64[M]").astype(np.int64)
    least = int(month.min()) if len(month) else 0
    span = int(month.max()) - least + 1 if len(month) else 1
    numbers: Ints = purchases.customer.astype(np.int64) * span + month - least
    return numbers


def is_known(trade: Trade, customers: npt.NDArray[np.integer], item: int) -> Flags:
    """Whether each of the customers ever bought an item."""
    key = customers.astype(np.int64) * trade.items + item
    at = np.minimum(np.searchsorted(trade.known, key), max(len(trade.known) - 1, 0))
    found: Flags = trade.known[at] == key if len(trade.known) else np.zeros(len(key), np.bool_)
    return found
