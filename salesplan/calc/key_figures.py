"""The key figures of a period: sales, margin, orders, customers, receipts, each beside the same days of last year and of the period before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from salesplan.calc.attainment import Period
from salesplan.calc.history import first_orders
from salesplan.calc.targets_due import month_index
from salesplan.frame import MISSING, NO_AMOUNT, Days, Flags, Frame, Ints, Texts
from salesplan.period import MONTHS_A_YEAR, Month

BEFORE_NEW = 12
"""Records go back this many months before a customer may be called new [months]."""

FEW, STRANGERS = 20, 0.9
"""When more than so many customers, and this share of all, seem new, the earlier lists write customers in another way: nothing is told."""

Value: TypeAlias = int | Fraction | None
Rows: TypeAlias = Flags


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure under its key with its kind: of the period, of the same days last year and of the period before, and of the year so far."""

    key: str
    kind: str
    value: Value
    last_year: Value
    before: Value
    ytd: Value
    last_year_ytd: Value

    @property
    def yoy(self) -> Fraction | None:
        """Growth on last year; of shares the difference."""
        return self._change(self.last_year)

    @property
    def mom(self) -> Fraction | None:
        """Growth on the period before; of shares the difference."""
        return self._change(self.before)

    def _change(self, then: Value) -> Fraction | None:
        if self.value is None or then is None:
            return None
        if self.kind == "share":
            return Fraction(self.value) - Fraction(then)
        return Fraction(self.value) / Fraction(then) - 1 if then > 0 else None


@dataclass(frozen=True)
class Windows:
    """The rows of a frame in each of the times that a figure is told for; None where the records do not cover one."""

    now: Rows | None
    last_year: Rows | None
    before: Rows | None
    ytd: Rows | None
    last_year_ytd: Rows | None

    def figure(self, key: str, kind: str, of: Callable[[Rows], Value]) -> KeyFigure:
        """The figure that `of` tells of each of the times."""
        some = (self.now, self.last_year, self.before, self.ytd, self.last_year_ytd)
        return KeyFigure(key, kind, *(None if rows is None else of(rows) for rows in some))


def windows(days: Days, period: Period) -> Windows:
    """Which rows lie in which time; a month in progress is compared with the same days of the other."""
    place = month_index(days)
    covered = frozenset(np.flatnonzero(np.bincount(place[(place >= 0) & (days <= np.datetime64(period.as_of, "D"))])).tolist())
    of_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    of_month[np.isnat(days)] = 0

    def rows(months: Sequence[Month], back: int) -> Rows | None:
        begun = [m for m in months if m.first_day <= period.as_of]
        needed = {m.index - back for m in begun}
        if not begun or not (needed <= covered if back else needed & covered):
            return None
        found = np.isin(place, list(needed))
        now = Month.of(period.as_of)
        if now in begun and period.as_of < now.last_day:
            found &= (place != now.index - back) | (of_month <= period.as_of.day)
        return np.asarray(found)

    year, length = MONTHS_A_YEAR, len(period.months)
    before = None if period.kind == "year" else rows(period.months, length)
    return Windows(rows(period.months, 0), rows(period.months, year), before, rows(period.so_far, 0), rows(period.so_far, year))


def key_figures(lines: Frame, amounts: Mapping[str, Ints], period: Period) -> list[KeyFigure]:
    """The figures that the sales lines tell.

    Margin is gross profit ÷ sales without tax, over lines that know both; an order counts once, when its
    lines sum to more than nothing; a customer counts with its first order ever in the records.
    """
    w = windows(lines.days("order_date"), period)
    revenue = amounts["revenue"]
    found = [w.figure("revenue", "money", lambda rows: _sum(revenue[rows]))]
    margin = _margin(lines, amounts)
    if margin is not None:
        found += [w.figure("gross_profit", "money", lambda rows: _known_sum(amounts["gross_profit"][rows])), w.figure("gross_margin", "share", margin)]
    if "order_id" in lines:
        orders = _orders(lines.texts("order_id"), revenue)
        found += [w.figure("orders", "count", orders), w.figure("average_order", "money", lambda rows: _each(_sum(revenue[rows]), orders(rows)))]
    who = next((lines.texts(t) for t in ("customer_id", "customer_name") if t in lines), None)
    if who is not None:
        found.append(w.figure("active_customers", "count", lambda rows: _distinct(who, rows & (revenue > 0))))
        found.append(w.figure("new_customers", "count", _newcomers(lines)))
    return found


def _newcomers(lines: Frame) -> Callable[[Rows], int | None]:
    place = month_index(lines.days("order_date"))
    since = Month.from_index(int(place[place >= 0].min()) + BEFORE_NEW) if (place >= 0).any() else Month(0, 1)
    firsts = first_orders(lines, since)
    who = lines.texts("customer_id") if "customer_id" in lines else lines.texts("customer_name")

    def count(rows: Rows) -> int | None:
        if not rows.any() or place[rows].min() < since.index:
            return None
        new = int(firsts[rows].sum())
        return None if new > FEW and new > STRANGERS * _distinct(who, rows) else new

    return count


def collections(receipts: Frame, lines: Frame, revenue: Ints, period: Period) -> list[KeyFigure]:
    """What came in, and what it is of the sales of the same time."""
    paid, sold = windows(receipts.days("paid_date"), period), windows(lines.days("order_date"), period)
    amount = receipts.ints("amount")
    money = paid.figure("collection", "money", lambda rows: _sum(amount[rows]))
    sales = sold.figure("revenue", "money", lambda rows: _sum(revenue[rows]))
    pairs = zip(_values(money), _values(sales), strict=True)
    return [money, KeyFigure("collection_rate", "share", *(_rate(m, s) for m, s in pairs))]


def _values(figure: KeyFigure) -> tuple[Value, ...]:
    return figure.value, figure.last_year, figure.before, figure.ytd, figure.last_year_ytd


def _rate(part: Value, whole: Value) -> Fraction | None:
    return None if part is None or whole is None or whole <= 0 else Fraction(part) / Fraction(whole)


def _sum(values: Ints) -> int:
    return int(values[values != NO_AMOUNT].sum())


def _known_sum(values: Ints) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = values[values != NO_AMOUNT]
    return int(known.sum()) if len(known) else None


def _each(total: int, count: int) -> int | None:
    """The average in whole units, rounded half up."""
    return (2 * total + count) // (2 * count) if count else None


def _margin(lines: Frame, amounts: Mapping[str, Ints]) -> Callable[[Rows], Fraction | None] | None:
    if "gross_profit" not in amounts:
        return None
    profit = amounts["gross_profit"]
    base = lines.ints("amount_net") if "amount_net" in lines else lines.ints("amount")
    known = (profit != NO_AMOUNT) & (base != NO_AMOUNT)
    return lambda rows: _rate(int(profit[rows & known].sum()), int(base[rows & known].sum()))


def _orders(texts: Texts, revenue: Ints) -> Callable[[Rows], int]:
    def count(rows: Rows) -> int:
        at = rows & (texts.codes != MISSING) & (revenue != NO_AMOUNT)
        sums = np.zeros(len(texts.labels), np.int64)
        np.add.at(sums, texts.codes[at], revenue[at])
        return int((sums > 0).sum())

    return count


def _distinct(texts: Texts, rows: Rows) -> int:
    codes = texts.codes[rows & (texts.codes != MISSING)]
    return int((np.bincount(codes) > 0).sum())
