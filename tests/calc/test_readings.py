"""Figures that are watched: growth, ratios, customers gone silent, budgets, receivables."""

import datetime as dt
from fractions import Fraction

import numpy as np

from salesplan.calc.monthly import month_sums
from salesplan.calc.readings import burn, growth, lost_sales, ratio, receivable, spread
from salesplan.frame import NO_AMOUNT, Frame, Texts
from salesplan.period import Month

MONTHS = [Month(2025, 1), Month(2025, 2)]


def days(*texts):
    return np.array(texts, "datetime64[D]")


def frame(**columns):
    n = len(next(iter(columns.values())))
    return Frame(columns, (), np.zeros(n, np.int32), np.zeros(n, np.int32))


def test_growth_of_the_month_and_to_date_needs_both_years():
    sums = month_sums(days("2024-01-05", "2024-02-05", "2025-01-05", "2025-02-05"), np.array([100, 100, 150, 50]), None, dt.date(2025, 2, 28))
    assert [v for _, v in growth(sums, sums.total, MONTHS, to_date=False)] == [Fraction(1, 2), Fraction(-1, 2)]
    assert [v for _, v in growth(sums, sums.total, MONTHS, to_date=True)] == [Fraction(1, 2), 0]
    alone = month_sums(days("2025-01-05", "2025-02-05"), np.array([150, 50]), None, dt.date(2025, 2, 28))
    assert [v for _, v in growth(alone, alone.total, MONTHS, to_date=True)] == [None, None]


def test_ratios_are_of_sums_so_far():
    when, who = days("2025-01-05", "2025-02-05", "2025-02-06"), Texts.of(["a", "a", "b"])
    top, bottom = (month_sums(when, np.array(v), who, dt.date(2025, 2, 28)) for v in ([10, 20, 1], [100, 100, 10]))
    assert [v for _, v in ratio(top, bottom, "a", MONTHS, whole=False)] == [Fraction(1, 10), Fraction(3, 20)]
    assert [v for _, v in ratio(top, bottom, None, MONTHS, whole=True)][1] == Fraction(31, 210)
    assert next(v for _, v in ratio(top, bottom, "b", MONTHS, whole=False)) is None


def test_sales_gone_silent_are_of_the_year_up_to_half_a_year_ago():
    when = days("2024-01-01", "2024-06-01", "2024-07-01", "2025-06-01")
    who, where = Texts.of(["stays", "gone", "stays", "stays"]), Texts.of(["E", "W", "E", "E"])
    found = lost_sales(when, np.array([1, 30, 70, 5]), who, where, dt.date(2025, 6, 30), 180)
    assert found[None] == (Fraction(3, 10), 30, 100)
    assert (found["W"][0], found["E"][0]) == (1, 0)
    assert lost_sales(when[2:], np.array([70, 5]), Texts.of(["a", "a"]), None, dt.date(2025, 6, 30), 180) == {}


def test_budgets_are_spent_month_by_month_until_the_first_without_an_actual():
    budget = frame(
        month=days("2025-01-01", "2025-02-01", "2025-01-01", "2025-02-01"), budget=np.array([100, 100, 50, 50]),
        actual=np.array([120, NO_AMOUNT, 40, 70]), region=Texts.of(["E", "E", "W", "W"]),
    )  # fmt: skip
    assert burn(budget, "region", MONTHS) == {"E": [(MONTHS[0], 120, 100)], "W": [(MONTHS[0], 40, 50), (MONTHS[1], 110, 100)]}
    assert burn(budget, None, MONTHS)[None] == [(MONTHS[0], 160, 150), (MONTHS[1], 230, 200)]


def test_receivables_of_a_later_list_tell_nothing_of_an_earlier_day():
    open_ = frame(
        invoice_date=days("2025-01-05", "2025-02-05"), due_date=days("2025-02-05", "2025-04-05"), open_amount=np.array([30, 70]), region=Texts.of(["E", "W"]),
    )  # fmt: skip
    assert receivable(open_, dt.date(2025, 3, 31), None) == {None: (100, 30)}
    assert receivable(open_, dt.date(2025, 3, 31), "region") == {"E": (30, 30), "W": (70, 0)}
    assert receivable(open_, dt.date(2025, 1, 31), None) == {}


def test_members_that_are_alike_have_no_spread():
    assert spread([Fraction(9, 10)] * 3) == 0
