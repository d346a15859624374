"""When alerts are raised, and how a rule would have done before."""

from fractions import Fraction

import numpy as np
from test_landing import SLOW, US, lines

from salesplan.calc.alerting import Asked, Line, Tried, attainments, firings, tried
from salesplan.calc.landing_years import Years
from salesplan.calc.monthly import month_sums
from salesplan.frame import NO_AMOUNT
from salesplan.period import FiscalYear, Month

YEAR = FiscalYear(2025, Month(2025, 1))


def series(*percents):
    return [(Month(2025, n), None if p is None else Fraction(p, 100)) for n, p in enumerate(percents, start=1)]


def test_a_line_is_crossed_beyond_it_and_never_by_nothing():
    below, above = Line(Fraction(7, 10)), Line(Fraction(11, 10), below=False)
    assert [below.crossed(v) for v in (Fraction(7, 10), Fraction(69, 100), None)] == [False, True, False]
    assert [above.crossed(v) for v in (Fraction(11, 10), Fraction(12, 10), None)] == [False, True, False]


def test_a_missing_month_ends_a_run():
    assert [(f.month.month, f.lasting, f.since.month) for f in firings(series(60, 60, None, 60), Line(Fraction(7, 10)))] == [
        (1, 1, 1), (2, 2, 1), (4, 1, 4),
    ]  # fmt: skip


def test_cooldown_holds_back_even_after_a_recovery():
    raised = [f.month.month for f in firings(series(60, 90, 60, 60, 60, 60), Line(Fraction(7, 10), cooldown=4)) if f.raised]
    assert raised == [1, 5]


def test_attainment_of_the_month_to_date_and_against_pace():
    actual, due, months = np.array([50, 150]), [100, 100], YEAR.months[:2]
    assert [v for _, v in attainments(actual, due, months, "attainment", 1000)] == [Fraction(1, 2), Fraction(3, 2)]
    assert [v for _, v in attainments(actual, due, months, "attainment_ytd", 1000)] == [Fraction(1, 2), 1]
    assert [v for _, v in attainments(actual, due, months, "pace_gap", 1000)] == [Fraction(-1, 20), 0]
    assert [v for _, v in attainments(actual, [None, None], months, "attainment_ytd", None)] == [None, None]


def years(monthly, months):
    sums = month_sums(*lines(monthly), Month(2025, months).last_day)
    return Years(sums, YEAR, US, SLOW, np.array([1.0] * months + [0.0] * (12 - months)))


def test_this_year_is_judged_by_its_quarters():
    # a is at 50 % of its target in each month of the first quarter and of April; b is on target
    of = years({"a": [100] * 24 + [50] * 4, "b": [100] * 28}, 4)
    targets = {"a": np.full(12, 100), "b": np.full(12, 100), "c": np.full(12, NO_AMOUNT)}
    found = tried(Asked(Line(Fraction(7, 10)), "attainment_ytd", of, targets, YEAR.months[:4]))
    # 2024 was on target all along; raised in January to April, of which the quarter did end short, April's is not over
    assert (found.months, found.raised, found.right, found.undecided) == (16, 4, 3, 1)
    assert found.precision == 1


def test_past_years_are_judged_by_their_end_with_the_growth_that_is_asked_now():
    # last year 1,200, this year's target 1,200: no growth is asked; 2024 against 2023 stood at half until June and ended at the same
    past = [100] * 12 + [50] * 6 + [150] * 6
    of = years({"a": [*past, 100]}, 1)
    found = tried(Asked(Line(Fraction(7, 10), cooldown=12), "attainment_ytd", of, {"a": np.full(12, 100)}, YEAR.months[:1]))
    assert (found.months, found.raised, found.right, found.short) == (13, 1, 0, 0)
    worse = years({"a": [100] * 12 + [50] * 12 + [50]}, 1)
    asked = Asked(Line(Fraction(7, 10), cooldown=12), "attainment_ytd", worse, {"a": np.full(12, 50)}, YEAR.months[:1])
    assert tried(asked) == Tried(13, 1, 1, 0, 1, 1)
