"""The sample company's attainment: every figure equal to the answers that came with its records, from the bare files."""

import csv
import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from salesplan.calc.attainment import Period
from salesplan.commands.review_build import standing
from salesplan.commands.review_setup import Asked

FOLDERS = [os.environ.get("SALESPLAN_PUBLIC_DATA"), Path(__file__).parents[3] / "shared" / "data"]
HOME = next((p for f in FOLDERS if f and (p := Path(f) / "crm-samples").is_dir()), None)
pytestmark = pytest.mark.skipif(HOME is None, reason="crm-samples is not here: set SALESPLAN_PUBLIC_DATA to the folder that holds it")


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    """The standing of each month of 2025."""
    exports = HOME / "exports"
    names = ["2025年度销售目标分解表.xlsx", "金蝶云星空_销售出库退货流水_2024.xlsx", "金蝶云星空_销售出库退货流水_2025.xlsx", "收款单明细_2025.xls"]
    here = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("empty"))
    try:
        first = standing([str(exports / n) for n in names], asked=Asked(month="2025-12"))
    finally:
        os.chdir(here)
    return {str(m): replace(first, period=Period(first.year, (m,), m.last_day)) for m in first.year.months}


def truth(name):
    with (HOME / "truth" / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def fen(text):
    return round(float(text) * 100) if text else None


@pytest.mark.parametrize(("name", "dimension", "key"), [("region", "region", "region"), ("line", "product", "line")])
def test_regions_and_lines_of_every_month(months, name, dimension, key):
    rows = truth(f"attainment_{name}_month_2025.csv")
    assert len(rows) in (48, 72)
    for row in rows:
        a = months[row["ym"]].members(dimension).of(row[key])
        assert (a.target, a.actual, a.last_year) == (fen(row["target"]), fen(row["actual"]), fen(row["last_year"])), row
        assert round(float(a.attainment), 6) == float(row["rate"])
        assert round(float(a.yoy), 6) == float(row["yoy"])
        if row["mom"]:
            assert round(float(a.mom), 6) == float(row["mom"])


def test_people_of_every_month_two_of_one_name_among_them(months):
    for row in truth("attainment_rep_month_2025.csv"):
        stand = months[row["ym"]]
        a = stand.members("person").of(row["emp_no"])
        assert (a.target, a.actual, a.target_ytd, a.actual_ytd) == tuple(fen(row[k]) for k in ("target", "actual", "ytd_target", "ytd_actual")), row
        seat = stand.seat(row["emp_no"])
        assert (seat.name, seat.within, seat.team) == (row["rep"], row["region"], row["team"])


def test_march_as_the_managers_read_it(months):
    total = months["2025-03"].members("region").total(months["2025-03"].targets.total())
    assert round(float(total.attainment) * 100, 1) == 101.0
    assert round(float(total.attainment_ytd) * 100, 1) == 97.9
    assert round(float(total.calendar_pace) * 100, 1) == 24.7
    assert round(float(total.plan_pace) * 100, 1) == 21.2
    assert (round(float(total.yoy) * 100, 1), round(float(total.mom) * 100, 1)) == (24.0, 38.7)
    assert months["2025-03"].as_of == dt.date(2025, 3, 31)


def test_receipts_of_every_person_and_month(months):
    from collections import Counter

    from salesplan.calc.receipts import receipts_named

    stand = months["2025-12"]
    found, known = Counter(), Counter()
    named = receipts_named(stand.lists["receipts"], stand.lines, stand.seats)
    values = (named.days("paid_date"), named.texts("person").values(), named.texts("region").values(), named.ints("amount").tolist())
    for day, person, region, amount in zip(*values, strict=True):
        found[str(day)[:7], region, person] += amount
    for row in truth("collections_rep_month.csv"):
        if row["ym"] >= "2025":
            person = row["emp_no"] if stand.seat(row["emp_no"]) else row["rep"]
            known[row["ym"], row["region"], person] += fen(row["cash_in"])
    assert found == known
