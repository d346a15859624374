"""The example company: its exports are what its generator writes, and tell the same story in both languages."""

import csv
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "chengyue"
YEARS = (2024, 2025, 2026)


def kingdee(year):
    return EXAMPLE / "plan-zh" / "exports" / f"金蝶云星空_销售出库退货流水_{year}.xlsx"


def rows_of_workbook(path):
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chengyue")
    subprocess.run([sys.executable, str(EXAMPLE / "generate.py"), str(folder)], check=True, timeout=120)
    return folder


@pytest.mark.parametrize("year", YEARS)
def test_the_generator_writes_the_same_again(regenerated, year):
    ours, again = kingdee(year), regenerated / "plan-zh" / "exports" / kingdee(year).name
    with zipfile.ZipFile(ours) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        assert all(one.read(name) == other.read(name) for name in one.namelist())
    name = f"plan-en/exports/sales_{year}.csv"
    assert (EXAMPLE / name).read_bytes() == (regenerated / name).read_bytes()


@pytest.mark.parametrize("year", YEARS)
def test_both_languages_hold_the_same_lines(year):
    header, *chinese, total = rows_of_workbook(kingdee(year))
    english = list(csv.DictReader((EXAMPLE / f"plan-en/exports/sales_{year}.csv").open(encoding="utf-8")))
    assert [r[0] for r in chinese] == [r["Document Number"] for r in english]
    column = header.index("价税合计（本位币）")
    amounts = [Decimal(repr(r[column])) for r in chinese]
    assert amounts == [Decimal(r["Amount"]) for r in english]
    assert total[0] == "合计"
    assert Decimal(repr(total[column])) == sum(amounts)


def test_it_has_what_real_lists_have():
    header, *lines, _ = rows_of_workbook(kingdee(2026))
    records = [dict(zip(header, r, strict=True)) for r in lines]
    assert {r["单据状态"] for r in records} == {"已审核", "已作废", "审核中"}
    assert {r["结算币别"] for r in records} == {"人民币", "美元"}
    assert any(r["实发数量"] < 0 for r in records)
    assert len({r["销售部门"].split("_")[0] for r in records if r["销售员"] == "张伟"}) == 2
    assert kingdee(2026).stat().st_size < 500_000


def test_the_first_quarter_of_the_plans_year_is_what_the_generator_writes(regenerated):
    ours, again = (next((folder / "2027-04").glob("*.xlsx")) for folder in (EXAMPLE, regenerated))
    with zipfile.ZipFile(ours) as one, zipfile.ZipFile(again) as other:
        assert all(one.read(name) == other.read(name) for name in one.namelist())
    assert (EXAMPLE / "2027-04/sales_2027.csv").read_bytes() == (regenerated / "2027-04/sales_2027.csv").read_bytes()
    header, *lines, _ = rows_of_workbook(ours)
    days = [r[header.index("日期")] for r in lines]
    assert (str(min(days))[:7], str(max(days))[:10] <= "2027-04-09") == ("2027-01", True)
