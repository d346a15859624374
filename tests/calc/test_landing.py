"""Where a year lands: worked examples, sums, what is said when the past is too short."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.calc.landing import YearSoFar, fitted, landings, own_shares
from salesplan.calc.landing_test import Rule, landed
from salesplan.calc.landing_years import Years
from salesplan.calc.monthly import month_sums
from salesplan.calc.season import Festival
from salesplan.frame import NO_AMOUNT, Texts
from salesplan.period import FiscalYear, Month
from salesplan.workdays import WorkCalendar

FIRST = Month(2023, 1)
US, SLOW = WorkCalendar("US"), Festival(10, 10, None, 0.3, 1.0)
EVEN = np.full(12, 1 / 12)


def half_year(now, last):
    return YearSoFar(np.array(now), None if last is None else np.array(last), EVEN, np.full(12, 20.0), np.r_[np.ones(6), np.zeros(6)])


def lines(monthly, first=FIRST):
    """Days, amounts and members from {member: amounts by month}; one line on the first and one on the last day of each month."""
    days, amounts, members = [], [], []
    for member, row in monthly.items():
        for n, amount in enumerate(row):
            month = first.plus(n)
            days += [month.first_day, month.last_day]
            amounts += [amount // 2, amount - amount // 2]
            members += [member, member]
    return np.array(days, "datetime64[D]"), np.array(amounts, np.int64), Texts.of(members)


def land(monthly, year, months, rule=None, **more):
    as_of = Month(year, months).last_day if months else dt.date(year - 1, 12, 31)
    elapsed = np.array([1.0] * months + [0.0] * (12 - months))
    return landed(Years(month_sums(*lines(monthly), as_of), FiscalYear(year, Month(year, 1)), US, SLOW, elapsed, **more), rule)


def test_a_half_year_by_hand():
    said = landings(half_year([20] * 6 + [0] * 6, [5] * 6 + [15] * 6), 0.5)
    # 120 so far; half the year's shape is over, so 240; last year 120 with 30 of it in the first half: x 4
    assert (said["month_shape"], said["run_rate"], said["last_year_scaled"]) == (240, 240, 480)
    # growth so far 120 / 60 = 2, of which half is carried on: 120 + 60 x 1.5
    assert said["blend"] == 210


def test_open_deals_come_on_top_of_what_is_sold():
    year = half_year([20] * 6 + [0] * 6, None)
    said = landings(YearSoFar(year.now, None, year.shares, year.days, year.elapsed, outlook=55.0), 0.5)
    assert said["pipeline"] == 175
    assert "blend" not in said


def test_a_year_that_is_over_is_what_it_is():
    year = YearSoFar(np.arange(12), np.arange(12), EVEN, np.full(12, 20.0), np.ones(12))
    assert landings(year, 0.75) == {"actual": 66.0}


def test_the_first_days_of_a_year_hardly_move_the_forecast():
    elapsed = np.r_[0.1, np.zeros(11)]
    year = YearSoFar(np.r_[3, np.zeros(11)].astype(np.int64), np.full(12, 10), EVEN, np.full(12, 20.0), elapsed)
    # three times last year's pace in the first tenth of January: 7.5 % of the growth of 200 % is carried on
    assert landings(year, 0.75) == {"blend": pytest.approx(3 + 119 * 1.15)}
    alone = YearSoFar(year.now, None, EVEN, year.days, elapsed)
    assert landings(alone, 0.75) == {}


def test_before_the_year_begins_last_year_stands():
    year = YearSoFar(np.zeros(12, np.int64), np.full(12, 10), EVEN, np.full(12, 20.0), np.zeros(12))
    assert landings(year, 0.75) == {"last_year": 120.0}


def test_chance_deviations_do_not_move_a_shape_and_real_ones_do():
    noise = np.array([110, 90, 110, 90, 110, 90, 110, 90, 110, 90, 110, 90])
    assert own_shares(EVEN, [noise], [np.full(12, 1000)]) == pytest.approx(EVEN)
    winter = np.array([200, 190, 150, 100, 60, 30, 20, 30, 60, 100, 150, 190])
    moved = own_shares(EVEN, [winter, winter], [np.full(12, 1000)] * 2)
    assert moved == pytest.approx(winter / winter.sum())


def test_too_little_past_is_said_with_the_plain_shape_and_no_interval():
    found = land({"a": [100] * 4}, 2023, 4)
    total = found.total
    assert (total.method, total.low, total.high, total.error) == ("month_shape", None, None, None)
    assert found.years == found.tested == 0


def test_one_year_of_past_has_no_error_and_no_interval():
    found = land({"a": [100] * 18}, 2024, 6)
    assert (found.total.method, found.total.low, found.total.error, found.years) == ("blend", None, None, 1)


def test_steady_years_are_forecast_and_proven():
    # 21 working days a month or not: the shape of working days is learned alike every year
    found = land({"a": [100_00] * 42, "b": [50_00] * 42}, 2026, 6)
    assert found.tested == 2
    assert found.total.expected == pytest.approx(12 * 150_00, rel=0.02)
    assert found.total.error < 0.02
    assert found.total.low <= found.total.expected <= found.total.high
    assert found.adds_up


def test_the_method_that_failed_in_past_years_is_not_gone_by():
    # everything is sold in December: the run rate of the first months says nothing
    year = [10] * 11 + [1000]
    found = land({"a": year * 3 + [20] * 6}, 2026, 6)
    assert found.total.method != "run_rate"
    assert found.total.expected > 1500


def test_members_that_are_gone_sell_no_more():
    found = land({"a": [100] * 30, "b": [100] * 24 + [100, 0, 0, 0, 0, 0]}, 2025, 6, gone={"b"})
    of = {m.member: m for m in found.members}
    assert (of["b"].expected, of["b"].method) == (100, "actual")
    assert found.adds_up


def test_a_newcomer_is_scaled_from_the_first_sale_on():
    found = land({"a": [100] * 30, "b": [0] * 27 + [60] * 3}, 2025, 6)
    of = {m.member: m for m in found.members}
    assert of["b"].method == "month_shape"
    assert of["b"].apart == pytest.approx(9 * 60, rel=0.03)


def test_a_month_without_a_line_is_not_a_month_without_sales():
    whole = land({"a": [100] * 30}, 2025, 6).total.expected
    days, amounts, members = lines({"a": [100] * 30})
    kept = days.astype("datetime64[M]") != np.datetime64("2025-03")
    years = Years(
        month_sums(days[kept], amounts[kept], members.take(kept), dt.date(2025, 6, 30)),
        FiscalYear(2025, Month(2025, 1)), US, SLOW, np.array([1.0] * 6 + [0.0] * 6),
    )  # fmt: skip
    assert landed(years).total.expected == pytest.approx(whole, rel=0.02)


def test_lines_without_an_amount_or_a_date_do_not_count():
    days = np.array(["2025-01-05", "NaT", "2025-01-06", "2025-03-01"], "datetime64[D]")
    amounts = np.array([5, 7, NO_AMOUNT, 11], np.int64)
    sums = month_sums(days, amounts, Texts.of(["a", "a", None, None]), dt.date(2025, 2, 28))
    assert sums.sums.tolist() == [[5], [0]]


def test_a_fiscal_year_from_april_stands_on_fiscal_years():
    monthly = {"a": [100] * 39}
    days, amounts, members = lines(monthly, Month(2023, 4))
    year = FiscalYear(2026, Month(2026, 4))
    found = landed(Years(month_sums(days, amounts, members, dt.date(2026, 6, 30)), year, US, SLOW, np.array([1.0] * 3 + [0.0] * 9)))
    assert found.years == 3
    assert found.total.expected == pytest.approx(1200, rel=0.03)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10**12), min_size=1),
    st.integers(0, 10**13),
)
def test_fitted_members_sum_to_the_whole(rests, whole):
    found = fitted(rests, whole, dict.fromkeys(rests, 0))
    if sum(rests.values()) > 0:
        assert sum(found.values()) == whole
        assert all(v >= 0 for v in found.values())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=36, max_size=42), st.lists(st.integers(0, 10**6), min_size=36, max_size=42))
def test_whatever_is_sold_members_add_up_and_intervals_hold_the_forecast(a, b):
    months = min(len(a), len(b)) - 36
    found = land({"a": a[: 36 + months], "b": b[: 36 + months]}, 2026, months, Rule())
    if found.total.expected is not None and all(m.expected is not None for m in found.members):
        left = found.total.expected - sum(m.actual for m in found.members)
        rests = [(m.apart or 0) - m.actual for m in found.members]
        assert found.adds_up or left < 0 or max(rests) <= 0
    for m in (found.total, *found.members):
        if m.low is not None:
            assert m.low <= m.expected <= m.high
