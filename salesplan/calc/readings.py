"""Figures that are watched beside attainment: growth, margin, returns, customers gone silent, budgets and receivables, month by month where records tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

import numpy as np

from salesplan.calc.alerting import Value
from salesplan.calc.bridge import Span
from salesplan.calc.monthly import MonthSums
from salesplan.calc.purchases import sums
from salesplan.calc.targets_due import month_index
from salesplan.frame import MISSING, NO_AMOUNT, Days, Frame, Ints, Texts
from salesplan.period import MONTHS_A_YEAR, Month

A_YEAR = 365


def growth(sold: MonthSums, row: Ints, months: Sequence[Month], *, to_date: bool) -> list[tuple[Month, Value]]:
    """Growth of each month on the same month of the year before, or of the months so far; None where the records do not cover both."""
    found: list[tuple[Month, Value]] = []
    now = then = 0
    known = True
    for month in months:
        last = month.plus(-MONTHS_A_YEAR)
        here = sold.covered(month) and sold.covered(last)
        known &= here
        a, b = sold.at(row, month), sold.at(row, last)
        now, then = now + a, then + b
        top, base, told = (now, then, known) if to_date else (a, b, here)
        found.append((month, Fraction(top, base) - 1 if told and base > 0 else None))
    return found


def ratio(top: MonthSums, bottom: MonthSums, member: str | None, months: Sequence[Month], *, whole: bool) -> list[tuple[Month, Value]]:
    """One sum ÷ another over the months so far, month by month; None where the lower is nothing. `whole`: of all members together."""
    above, below = ((s.total if whole else s.row(member)) for s in (top, bottom))
    found: list[tuple[Month, Value]] = []
    a = b = 0
    for month in months:
        a, b = a + top.at(above, month), b + bottom.at(below, month)
        found.append((month, Fraction(a, b) if b > 0 else None))
    return found


def lost_sales(
    days: Days, amounts: Ints, customers: Texts, members: Texts | None, as_of: dt.date, silent: int
) -> dict[str | None, tuple[Value, int, int]]:
    """Of a year's sales up to so many days ago, the share of customers who bought nothing since: share, their sales, all sales.

    By member, and under None for all together. A customer belongs to a member with what it bought there.
    Records that do not reach back over that whole year tell nothing.
    """
    edge = as_of - dt.timedelta(silent)
    span = Span(edge - dt.timedelta(A_YEAR - 1), edge)
    known = ~np.isnat(days) & (amounts != NO_AMOUNT) & (customers.codes != MISSING) & (days <= np.datetime64(as_of, "D"))
    if not known.any() or days[known].min() > np.datetime64(span.first + dt.timedelta(31), "D"):
        return {}
    size = len(customers.labels)
    since = known & (amounts > 0) & (days > np.datetime64(edge, "D"))
    still = np.bincount(customers.codes[since], minlength=size) > 0
    inside = known & span.holds(days)
    gone = inside & ~still[np.maximum(customers.codes, 0)]
    found: dict[str | None, tuple[Value, int, int]] = {None: _share(int(amounts[gone].sum()), int(amounts[inside].sum()))}
    if members is not None:
        codes = members.codes
        named = codes != MISSING
        lost = sums(codes[gone & named], amounts[gone & named], len(members.labels)).tolist()
        every = sums(codes[inside & named], amounts[inside & named], len(members.labels)).tolist()
        found |= {label: _share(a, b) for label, a, b in zip(members.labels, lost, every, strict=True) if b > 0}
    return found


def _share(part: int, whole: int) -> tuple[Value, int, int]:
    return (Fraction(part, whole) if whole > 0 else None, part, whole)


def burn(budget: Frame, dimension: str | None, months: Sequence[Month]) -> dict[str | None, list[tuple[Month, int, int]]]:
    """Spent and budgeted so far by member (None: all together), month by month; items without an actual do not count,
    and a month without any ends the list.

    Source: glossary 122 (actual ÷ budget).
    """
    place = month_index(budget.days("month"))
    planned, spent = budget.ints("budget"), budget.ints("actual") if "actual" in budget else None
    if spent is None:
        return {}
    texts = budget.texts(dimension) if dimension is not None and dimension in budget else None
    groups: dict[str | None, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {None: np.ones(len(place), np.bool_)}
    if texts is not None:
        groups = {label: texts.codes == n for n, label in enumerate(texts.labels)}
    found: dict[str | None, list[tuple[Month, int, int]]] = {}
    for member, mine in groups.items():
        rows, a, b = [], 0, 0
        for month in months:
            here = mine & (place == month.index)
            told = here & (spent != NO_AMOUNT)
            if not told.any():
                break
            a += int(spent[told].sum())
            b += int(planned[told & (planned != NO_AMOUNT)].sum())
            rows.append((month, a, b))
        if rows:
            found[member] = rows
    return found


def receivable(frame: Frame, as_of: dt.date, dimension: str | None) -> dict[str | None, tuple[int, int]]:
    """What is open and what of it is overdue on a day, by member or all together under None [smallest units].

    A list tells what was open when it was made, so one with invoices of later days tells nothing of this one.
    """
    term = next((t for t in ("open_amount", "amount") if t in frame), None)
    if term is None:
        return {}
    amount = frame.ints(term)
    here = amount != NO_AMOUNT
    if "invoice_date" in frame and (frame.days("invoice_date") > np.datetime64(as_of, "D")).any():
        return {}
    late = here & (frame.days("due_date") < np.datetime64(as_of, "D")) if "due_date" in frame else np.zeros(len(frame), np.bool_)
    if dimension is None:
        return {None: (int(amount[here].sum()), int(amount[late].sum()))}
    if dimension not in frame:
        return {}
    texts = frame.texts(dimension)
    return {
        label: (int(amount[here & (texts.codes == n)].sum()), int(amount[late & (texts.codes == n)].sum()))
        for n, label in enumerate(texts.labels)
    }  # fmt: skip


def spread(values: Sequence[Fraction]) -> float:
    """The standard deviation of shares around their mean, each member counted once.

    >>> spread([Fraction(1, 2), Fraction(3, 2)])
    0.5
    """
    mean = sum(values, Fraction(0)) / len(values)
    square = sum(((v - mean) ** 2 for v in values), Fraction(0)) / len(values)
    return sqrt(square)
