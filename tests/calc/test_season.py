"""The shape of a year, and the festival that moves inside it."""

import datetime as dt

import pytest

from salesplan.calc.season import DayCounts, Festival, day_counts, festival_months, learn, slow_days
from salesplan.period import Month
from salesplan.workdays import SPRING_FESTIVAL, WorkCalendar

CHINA = WorkCalendar("CN")
USUAL = Festival(10, 10, None, 0.3, 0.2)


def year(number: int) -> list[Month]:
    return [Month(number, m) for m in range(1, 13)]


def sales(numbers: tuple[int, ...], activity: float, rate: dict[int, int]) -> dict[Month, int]:
    """Sales that follow working days, with a slow festival, at a known rate a month."""
    return {
        m: round(rate[m.month] * day_counts(m, CHINA, USUAL, working_days=True).worth(activity))
        for n in numbers for m in year(n)
    }  # fmt: skip


def test_the_festival_moves_to_the_plan_years_month() -> None:
    rate = {m: 1_000_000 + 50_000 * (m % 4) for m in range(1, 13)} | {1: 1_000_000, 2: 1_000_000}
    past = sales((2023, 2024, 2025), 0.2, rate)
    shape = learn(past, year(2026), CHINA, USUAL, working_days=True)
    truth = sales((2026,), 0.2, rate)
    whole = sum(truth.values())
    for month, amount in truth.items():
        assert shape.shares[month] == pytest.approx(amount / whole, abs=0.004)
    assert shape.activity == pytest.approx(0.2, abs=0.06)


def test_january_and_february_swap_with_the_festival() -> None:
    past = sales((2025,), 0.2, dict.fromkeys(range(1, 13), 1_000_000))  # festival on 29 January
    shape = learn(past, year(2026), CHINA, USUAL, working_days=True)  # festival on 17 February
    assert past[Month(2025, 1)] < past[Month(2025, 2)]
    assert shape.shares[Month(2026, 1)] > 1.5 * shape.shares[Month(2026, 2)]


def test_other_countries_have_no_festival() -> None:
    assert slow_days(Month(2026, 2), WorkCalendar("US"), USUAL) == set()
    assert festival_months(year(2026), year(2025), WorkCalendar("US"), USUAL) == []


def test_make_up_days_count_and_weekdays_in_the_window_count_less() -> None:
    assert day_counts(Month(2024, 4), CHINA, USUAL, working_days=True) == DayCounts(22, 0)  # two make-up Sundays
    february = day_counts(Month(2026, 2), CHINA, USUAL, working_days=True)
    assert (february.normal, february.slow) == (6, 15)  # 28 February is a make-up day


def test_months_without_a_past_take_the_average_rate() -> None:
    shape = learn({}, year(2027), WorkCalendar("US"), USUAL, working_days=True)
    assert sum(shape.shares.values()) == pytest.approx(1)
    assert shape.years == 0


@pytest.mark.parametrize("number", range(2015, 2036))
def test_festival_days_agree_with_a_calendar_package(number: int) -> None:
    import holidays

    assert "春节" in holidays.country_holidays("CN", years=number, language="zh_CN")[SPRING_FESTIVAL[number]]


def test_plan_days_come_before_the_countrys() -> None:
    day = dt.date(2027, 2, 8)
    calendar = WorkCalendar("CN", frozenset({day}), frozenset({dt.date(2027, 2, 13)}))
    assert not calendar.is_workday(day)
    assert calendar.is_workday(dt.date(2027, 2, 13))
    assert WorkCalendar("CN").provisional(2035)
