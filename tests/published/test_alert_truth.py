"""The sample company's alarms: the month below 70 %, budgets and receivables, equal to the answers that came with its records."""

import csv
import datetime as dt
import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from salesplan.calc.alerting import Line, attainments, firings
from salesplan.calc.pipeline import SlippingRule, pipeline
from salesplan.calc.readings import burn, receivable
from salesplan.period import FiscalYear, Month
from salesplan.records.lists import read_list

FOLDERS = [os.environ.get("SALESPLAN_PUBLIC_DATA"), Path(__file__).parents[3] / "shared" / "data"]
HOME = next((p for f in FOLDERS if f and (p := Path(f) / "crm-samples").is_dir()), None)
pytestmark = pytest.mark.skipif(HOME is None, reason="crm-samples is not here: set SALESPLAN_PUBLIC_DATA to the folder that holds it")
YEAR = FiscalYear(2025, Month(2025, 1))


def truth(name):
    with (HOME / "truth" / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def cents(text):
    return round(float(text) * 100)


def test_people_below_seventy_per_cent_in_the_month():
    rows, found = truth("attainment_rep_month_2025.csv"), set()
    for who in {r["emp_no"] for r in rows}:
        own = [r for r in rows if r["emp_no"] == who]
        months = [Month.read(r["ym"]) for r in own]
        series = attainments(np.array([cents(r["actual"]) for r in own]), [cents(r["target"]) for r in own], months, "attainment", None)
        found |= {(str(f.month), who) for f in firings(series, Line(Fraction(7, 10)))}
    assert found == {(r["ym"], r["emp_no"]) for r in rows if r["alarm_below_70"] == "True"}
    assert len(found) == 66


def test_budgets_of_regions_to_date():
    frame = read_list("budget", [HOME / "exports" / "2025年销售费用预算执行表.xlsx"], year=YEAR).frame
    found = burn(frame, "region", YEAR.months)
    for row in truth("budget_region_ytd_2025.csv"):
        month, spent, planned = found[row["region"]][int(row["month"]) - 1]
        assert month.month == int(row["month"])
        # the sheet is in 万元 with two decimals a cell; the answer is rounded after adding
        assert spent == pytest.approx(cents(row["actual_wan"]) * 10**4, abs=10**4)
        assert planned == pytest.approx(cents(row["budget_wan"]) * 10**4, abs=10**4)


def test_receivables_and_what_is_overdue():
    frame = read_list("receivables", [HOME / "exports" / "K3WISE_应收款明细_20251231.csv"]).frame
    assert receivable(frame, dt.date(2025, 12, 31), None)[None] == (19_159_830_714, 6_421_016_343)


def test_open_deals_and_their_weight():
    frame = read_list("opportunities", [HOME / "exports" / "商机信息.xlsx"]).frame
    found = pipeline(frame, dt.date(2025, 12, 31), dt.date(2025, 12, 31), SlippingRule())
    rows = truth("pipeline_open_by_stage_2025-12-31.csv")
    assert found.all_deals == sum(int(r["n"]) for r in rows)
    assert found.all_amount == sum(cents(r["amt"]) for r in rows)
    assert found.all_weighted == sum(cents(r["weighted"]) for r in rows)
