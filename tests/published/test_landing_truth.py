"""The forecast of the sample company's years at half-year, against the two rules of thumb that it has to beat."""

import csv
import datetime as dt
import os
from pathlib import Path

import numpy as np
import pytest

from salesplan.calc.landing_test import landed
from salesplan.calc.landing_years import Years
from salesplan.calc.monthly import month_sums
from salesplan.calc.season import Festival
from salesplan.frame import Texts
from salesplan.period import FiscalYear, Month
from salesplan.workdays import WorkCalendar

FOLDERS = [os.environ.get("SALESPLAN_PUBLIC_DATA"), Path(__file__).parents[3] / "shared" / "data"]
HOME = next((p for f in FOLDERS if f and (p := Path(f) / "crm-samples").is_dir()), None)
pytestmark = pytest.mark.skipif(HOME is None, reason="crm-samples is not here: set SALESPLAN_PUBLIC_DATA to the folder that holds it")
CHINA, FESTIVAL = WorkCalendar("CN"), Festival(10, 10, None, 0.3, 1.0)


def sums(name, key):
    """Days (first and last of each month), amounts and members of a table of monthly truth."""
    days, amounts, members = [], [], []
    with (HOME / "truth" / name).open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            month, amount = Month.read(row["ym"]), round(float(row["amt"]) * 100)
            days += [month.first_day, month.last_day]
            amounts += [amount // 2, amount - amount // 2]
            members += [row[key]] * 2
    return np.array(days, "datetime64[D]"), np.array(amounts, np.int64), Texts.of(members)


def half_year(name, key, number):
    """The landing at half-year, and what came: of all together under None, and of each member."""
    days, amounts, members = sums(name, key)
    year = FiscalYear(number, Month(number, 1))
    elapsed = np.array([1.0] * 6 + [0.0] * 6)
    found = landed(Years(month_sums(days, amounts, members, dt.date(number, 6, 30)), year, CHINA, FESTIVAL, elapsed))
    whole = month_sums(days, amounts, members, dt.date(number, 12, 31))
    return found, {None: int(whole.of_year(whole.total, year).sum()), **{n: int(whole.of_year(whole.row(n), year).sum()) for n in whole.names}}


def errors(name, key):
    """Mean absolute errors over 2024 and 2025, by way, of the total and of the members."""
    total, members = {}, {}
    for number in (2024, 2025):
        found, came = half_year(name, key, number)
        assert found.adds_up
        for landing, into in [(found.total, total), *((m, members) for m in found.members if m.member is not None)]:
            actual = came[landing.member]
            ways = {"said": landing.expected, "run_rate": landing.said["run_rate"], "last_year_scaled": landing.said["last_year_scaled"]}
            for way, value in ways.items():
                into.setdefault(way, []).append(abs(value / actual - 1))
    return [{way: sum(e) / len(e) for way, e in into.items()} for into in (total, members)]


@pytest.mark.parametrize(("name", "key"), [("sales_region_month.csv", "region"), ("sales_region_line_month.csv", "line")])
def test_half_year_errors_are_below_run_rate_and_last_year_scaled(name, key):
    for error in errors(name, key):
        assert error["said"] < error["last_year_scaled"]
        assert error["said"] < error["run_rate"]


def test_the_total_is_within_one_per_cent_and_a_half_at_half_year():
    for number in (2024, 2025):
        found, came = half_year("sales_region_month.csv", "region", number)
        assert found.total.expected == pytest.approx(came[None], rel=0.015)


def test_the_interval_of_2025_holds_what_came():
    found, came = half_year("sales_region_month.csv", "region", 2025)
    inside = [m.low <= came[m.member] <= m.high for m in (found.total, *found.members) if m.low is not None]
    assert len(inside) == 7
    assert sum(inside) >= 6
