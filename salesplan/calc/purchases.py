"""Who bought what and when: sales lines as purchases of customers, the ground that every score stands on.

A line with a negative amount is a return: it lowers what was sold, but it is no purchase. What the
records call an order is one purchase; where they number no orders, all lines of a day are one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, NO_AMOUNT, Codes, Days, Flags, Frame, Ints, Texts
from salesplan.period import Month

Counting = Literal["orders", "days"]
"""What a purchase is: an order number of the records, or a day with sales."""


@dataclass(frozen=True)
class Purchases:
    """Sales lines of known customers, one row a line, in the order of the records.

    `ids` and `names` by customer; `customer` and `order` are positions (an order belongs to one
    customer); `day` [days], `amount` [smallest units]; `sale` is false on returns. `counting` says
    what an order is. `records` are what was read, and `rows` which of them these lines are (None for
    all). `nameless` is how many lines named no customer, and their amount.
    """

    ids: tuple[str, ...]
    customer: Codes
    day: Days
    amount: Ints
    sale: Flags
    order: Ints
    orders: int
    counting: Counting
    records: Frame
    nameless: tuple[int, int] = (0, 0)
    rows: Ints | None = None

    @cached_property
    def frame(self) -> Frame:
        """The records of these lines."""
        return self.records if self.rows is None else self.records.take(self.rows)

    def __len__(self) -> int:
        """How many lines."""
        return len(self.day)

    @property
    def last_day(self) -> dt.date | None:
        """The newest day; None without lines."""
        return _date(self.day.max()) if len(self) else None

    @property
    def day_before_last(self) -> dt.date | None:
        """The newest day but one; None where there is none."""
        older = self.day[self.day < self.day.max()] if len(self) else self.day
        return _date(older.max()) if len(older) else None

    @property
    def first_day(self) -> dt.date | None:
        """The oldest day; None without lines."""
        return _date(self.day.min()) if len(self) else None

    def until(self, day: dt.date) -> Purchases:
        """The lines of no later than a day; customers keep their positions."""
        return self.take(self.day <= np.datetime64(day, "D"))

    def take(self, rows: Flags) -> Purchases:
        """Some of the lines; customers and orders keep their positions."""
        if rows.all():
            return self
        return Purchases(
            self.ids, self.customer[rows], self.day[rows], self.amount[rows], self.sale[rows], self.order[rows],
            self.orders, self.counting, self.records, self.nameless,
            np.flatnonzero(rows) if self.rows is None else self.rows[rows],
        )  # fmt: skip

    def orders_by_customer(self) -> Ints:
        """How many orders each customer gave; returns are none."""
        owner = np.full(self.orders, MISSING, np.int64)
        owner[self.order[self.sale]] = self.customer[self.sale]
        return np.bincount(owner[owner != MISSING], minlength=len(self.ids))

    def amount_by_customer(self) -> Ints:
        """What each customer bought, less returns [smallest units]."""
        return sums(self.customer, self.amount, len(self.ids))

    def last_sale(self) -> Days:
        """The day of each customer's last sale; NaT for one that has none."""
        number = np.full(len(self.ids), np.iinfo(np.int64).min, np.int64)
        np.maximum.at(number, self.customer[self.sale], self.day[self.sale].astype(np.int64))
        return number.astype("datetime64[D]")

    def latest(self, term: str) -> list[str | None]:
        """What the records last said of each customer under a term, such as its `person`; None where they are silent.

        On a customer's last day with a word, the one on most lines counts, then the first in alphabetical order.
        """
        if term not in self.frame:
            return [None] * len(self.ids)
        texts = self.frame.texts(term)
        rows = np.flatnonzero(texts.codes != MISSING)
        day = self.day.astype(np.int64)
        last = np.full(len(self.ids), np.iinfo(np.int64).min, np.int64)
        np.maximum.at(last, self.customer[rows], day[rows])
        rows = rows[day[rows] == last[self.customer[rows]]]
        found: list[str | None] = [None] * len(self.ids)
        key, count = np.unique(self.customer[rows].astype(np.int64) * len(texts.labels) + texts.codes[rows], return_counts=True)
        best: dict[int, tuple[int, str]] = {}
        for k, n in zip(key.tolist(), count.tolist(), strict=True):
            who, code = divmod(k, len(texts.labels))
            word = (-n, texts.labels[code])
            if who not in best or word < best[who]:
                best[who] = word
                found[who] = word[1]
        return found


def purchases_of(frame: Frame, counting: Counting | None = None) -> Purchases:
    """The purchases that sales lines tell; lines without a date, an amount or a customer are left out.

    `counting`: by default orders where every sale has a number, else days.
    """
    who = customers_of(frame)
    day, amount = frame.days("order_date"), frame.ints("amount")
    known = ~np.isnat(day) & (amount != NO_AMOUNT)
    nameless = known & (who.codes == MISSING)
    left = (int(nameless.sum()), int(amount[nameless].sum()))
    keep = known & ~nameless
    if not keep.all():
        frame, who, day, amount = frame.take(keep), who.take(keep), day[keep], amount[keep]
    who = _sorted(who)
    sale = amount >= 0
    if "quantity" in frame:
        quantity = frame.ints("quantity")
        sale &= ~((amount == 0) & (quantity < 0) & (quantity != NO_AMOUNT))
    numbered = "order_id" in frame and bool((frame.texts("order_id").codes[sale] != MISSING).all())
    counting = counting if counting == "days" or (counting == "orders" and "order_id" in frame) else "orders" if numbered else "days"
    order, orders = _orders(frame, who, day, counting)
    return Purchases(who.labels, who.codes, day, amount, sale, order, orders, counting, frame, left)


def customers_of(frame: Frame) -> Texts:
    """Who each line is about: the customer's id, or its name where there is no id."""
    ids = frame.texts("customer_id") if "customer_id" in frame else None
    names = frame.texts("customer_name") if "customer_name" in frame else None
    if ids is None or names is None or (ids.codes != MISSING).all():
        found = ids if ids is not None else names
        return found if found is not None else Texts(np.full(len(frame), MISSING, np.int32), ())
    lone = (ids.codes == MISSING) & (names.codes != MISSING)
    known = dict(zip(names.codes[ids.codes != MISSING].tolist(), ids.codes[ids.codes != MISSING].tolist(), strict=True))
    labels, seen = list(ids.labels), {label: n for n, label in enumerate(ids.labels)}
    codes = ids.codes.copy()
    for name in np.unique(names.codes[lone]).tolist():
        if name not in known:
            known[name] = seen.setdefault(names.labels[name], len(labels))
            if known[name] == len(labels):
                labels.append(names.labels[name])
        codes[lone & (names.codes == name)] = known[name]
    return Texts(codes, tuple(labels))


def _sorted(who: Texts) -> Texts:
    """The same texts with only the labels that are used, in alphabetical order, so that the order of rows does not matter."""
    used = np.bincount(who.codes, minlength=len(who.labels)) > 0
    order = sorted(np.flatnonzero(used).tolist(), key=who.labels.__getitem__)
    place = np.zeros(len(who.labels), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return Texts(place[who.codes], tuple(who.labels[n] for n in order))


def _orders(frame: Frame, who: Texts, day: Days, counting: Counting) -> tuple[Ints, int]:
    """The order of each line, as a position, and how many there are; a number that two customers share is two orders."""
    days = day.astype(np.int64)
    if counting == "days":
        return _positions(who.codes.astype(np.int64) * span(days) + days - (days.min() if len(days) else 0))
    texts = frame.texts("order_id")
    codes, count = texts.codes.astype(np.int64), len(texts.labels)
    first = np.zeros(count, np.int64)
    first[codes[codes != MISSING]] = who.codes[codes != MISSING]
    if len(codes) and codes.min() != MISSING and (first[codes] == who.codes).all():
        return codes, count
    lone = codes == MISSING
    key = np.where(lone, 0, codes * len(who.labels) + who.codes)
    key[lone] = count * len(who.labels) + (who.codes.astype(np.int64) * span(days) + days - (days.min() if len(days) else 0))[lone]
    return _positions(key)


def span(days: Ints) -> int:
    """How many days lie between the first and the last, both counted."""
    return int(days.max() - days.min()) + 1 if len(days) else 1


def _positions(key: Ints) -> tuple[Ints, int]:
    values, position = np.unique(key, return_inverse=True)
    return position.astype(np.int64), len(values)


def sums(position: npt.NDArray[np.integer], amount: Ints, size: int) -> Ints:
    """Exact sums of whole numbers by position.

    >>> sums(np.array([0, 2, 0]), np.array([1, 5, -3]), 3).tolist()
    [-2, 0, 5]
    """
    found = np.zeros(size, np.int64)
    if not len(amount) or np.abs(amount).astype(np.float64).sum() < 2**53:
        return np.bincount(position, weights=amount, minlength=size).astype(np.int64) if len(amount) else found
    np.add.at(found, position, amount)
    return found


def months_before(day: dt.date, months: int) -> dt.date:
    """The day so many months earlier; a month's last day stays a last day.

    >>> months_before(dt.date(2025, 12, 31), 12), months_before(dt.date(2025, 6, 30), 3), months_before(dt.date(2025, 3, 15), 12)
    (datetime.date(2024, 12, 31), datetime.date(2025, 3, 31), datetime.date(2024, 3, 15))
    """
    month = Month.of(day)
    there = month.plus(-months)
    if day == month.last_day:
        return there.last_day
    return there.first_day + dt.timedelta(min(day.day, there.last_day.day) - 1)


def _date(day: np.datetime64) -> dt.date:
    found = day.astype(object)
    assert isinstance(found, dt.date)
    return found
