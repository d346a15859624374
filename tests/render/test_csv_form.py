"""One table as CSV: Excel opens it rightly, and no cell acts."""

from __future__ import annotations

import csv
import io

import pytest
from company_report import company
from hostile_report import HOSTILE, hostile_report

from salesplan.render import formats
from salesplan.render.csv import TRIGGERS
from salesplan.render.files import NotWritten


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_begins_with_a_byte_order_mark_and_headings_with_units() -> None:
    data = formats.write(company("zh"), "x.csv", "zh")
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows_of(data)[0] == ["大区", "上年实际（元）", "占比", "目标（元）", "增长率", "承诺（元）", "缺口（元）", "备注"]
    assert rows_of(data)[1][:4] == ["华东", "260477000", "0.3497346666666667", "262301000"]
    assert rows_of(formats.write(company("en"), "x.csv", "en"))[0][1] == "Last year (CNY)"


def test_sums_are_left_out() -> None:
    rows = rows_of(formats.write(company("zh"), "x.csv", "zh"))[1:]
    assert len(rows) == 6
    assert sum(int(r[3]) for r in rows) == 750_000_000


def test_a_table_can_be_named() -> None:
    rows = rows_of(formats.write(company("zh"), "x.csv", "zh", table="cells"))
    assert len(rows) == 73
    head = rows_of(formats.write(company("zh"), "x.csv", "zh", table="months"))[0]
    assert head[3] == "目标 华东（元）"


def test_an_unknown_table_is_a_problem_that_names_the_nearest_first() -> None:
    with pytest.raises(NotWritten) as error:
        formats.write(company("zh"), "x.csv", "zh", table="peeple")
    assert error.value.problem.slug == "output-table-unknown"
    assert error.value.problem.params["known"][0] == "people"


def test_no_cell_begins_as_a_formula_does() -> None:
    rows = rows_of(formats.write(hostile_report(), "x.csv", "zh"))
    assert len(rows) == len(HOSTILE)
    for row in rows:
        for i, cell in enumerate(row):
            assert not cell.startswith(TRIGGERS) or (i == 3 and cell == "-98765.43")
            assert not cell.strip().startswith(("=", "+", "@")), cell
