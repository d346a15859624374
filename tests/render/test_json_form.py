"""The report as JSON: the contract of keys, exact amounts, lines that can be compared."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from company_report import company
from hostile_report import HOSTILE, hostile_report
from hypothesis import given
from hypothesis import strategies as st

from salesplan.period import Month
from salesplan.render import formats
from salesplan.report import Column, Report, Row, Table
from salesplan.words import MoneyForm, Text


def of_rows(*rows: Row, columns: tuple[Column, ...] = (Column("region"), Column("target"), Column("share"))) -> Report:
    return Report("t", Text("as-written", text="t"), {"year": 2027}, MoneyForm(unit="万元"), (Table("t", columns, rows),))


def read(report: Report, lang: str = "zh") -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(formats.show(report, "json", lang))
    return whole


def test_the_keys_are_the_contract() -> None:
    whole = read(company("zh"))
    assert list(whole) == ["format", "report", "plan", "as_of", "inputs", "tables", "alerts", "notes"]
    assert whole["format"] == 1
    assert whole["plan"] == {"name": "华拓工品 2027 销售计划", "year": 2027, "currency": "CNY", "commit": "3f2a9c1"}
    assert list(whole["inputs"][0]) == ["file", "sha256", "rows"]
    assert list(whole["tables"]) == ["by_region", "months", "people", "cells"]
    assert list(whole["alerts"][0]) == ["slug", "level", "subject", "message", "evidence"]
    assert whole["alerts"][0]["evidence"] == {"growth": 0.852, "target": 22_121_000}
    assert len(whole["notes"]) == 2


def test_sums_are_left_out_so_that_a_column_adds_up() -> None:
    rows = read(company("zh"))["tables"]["by_region"]
    assert sum(r["target"] for r in rows) == 750_000_000


def test_a_row_stands_on_a_line_of_its_own() -> None:
    lines = formats.show(company("zh"), "json", "zh").split("\n")
    rows = [json.loads(line.strip().rstrip(",")) for line in lines if line.startswith('   {"metric"')]
    assert len(rows) == 72
    assert rows[0] == {"metric": "revenue", "region": "华东", "month": "2027-01", "target": 13_902_000}


def test_money_is_in_currency_units_shares_of_one_and_missing_is_null() -> None:
    columns = (Column("region"), Column("target"), Column("share"), Column("month"), Column("target", of="2027-03"))
    row = Row((None, 1234, Fraction(1, 4), Month(2027, 3), None))
    text = formats.show(of_rows(row, columns=columns), "json", "zh")
    assert '{"region": null, "target": 12.34, "share": 0.25, "month": "2027-03", "target:2027-03": null}' in text


@given(st.integers(-(10**15), 10**15))
def test_no_amount_has_float_noise(amount: int) -> None:
    value = read(of_rows(Row(("华东", amount, None))))["tables"]["t"][0]["target"]
    assert round(value * 100) == amount
    assert len(repr(value).split(".")[-1]) <= 2 or isinstance(value, int)


@given(st.floats())
def test_no_number_that_json_lacks(share: float) -> None:
    value = read(of_rows(Row(("华东", 0, share))))["tables"]["t"][0]["share"]
    assert value is None or value == share


def test_hostile_texts_come_back_as_they_were_with_nothing_raw() -> None:
    report = hostile_report()
    text = formats.show(report, "json", "zh")
    whole = json.loads(text)
    first = next(iter(whole["tables"].values()))
    assert [r["region"] for r in first] == list(HOSTILE[:-1])
    assert [i["file"] for i in whole["inputs"]] == list(HOSTILE)
    assert not set(text) & {chr(c) for c in [*range(9), *range(11, 32), 0x7F, 0x9B, 0x202E, 0x2066, 0x200B, 0xFEFF, 0xD800]}
    text.encode("utf-8")


def test_two_tables_of_one_name_are_a_mistake_of_ours() -> None:
    report = of_rows()
    twice = Report("t", report.title, {}, report.money, (*report.blocks, *report.blocks))
    with pytest.raises(ValueError, match="two tables"):
        formats.show(twice, "json", "zh")


def test_messages_are_said_in_the_language() -> None:
    assert "85.2%" in read(company("en"), "en")["alerts"][0]["message"]
