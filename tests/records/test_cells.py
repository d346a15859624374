"""Cells as money, counts and days: exactly, or as a bad cell."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan.frame import NO_AMOUNT
from salesplan.records.date_cells import dates
from salesplan.records.grid import ErrorCell, raw_column
from salesplan.records.money_cells import amounts, counts

BAD = "bad"


def money(*cells, **given):
    found = amounts(raw_column(cells, "number"), **given)
    return [BAD if b else None if v == NO_AMOUNT else v for v, b in zip(found.values.tolist(), found.bad.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        (1, 100), (0.1 + 0.2, 30), (1.005, 101), (-0.005, -1), (123456789.01, 12345678901), (12345678901.37, 1234567890137),
        (99999999999.99, 9999999999999), (1e15, 10**17), (2e15, BAD), (float("inf"), BAD),
        ("1,234.50", 123450), ("(1,234.50)", -123450), ("（12.5）", -1250), ("1,234.5-", -123450), ("¥1,234", 123400), ("￥ -5", -500),
        ("RMB 1,234", 123400), ("1234元", 123400), ("$1,000.00", 100000), ("USD 3", 300), ("5万", 5_000_000), ("1.2万元", 1_200_000),
        ("1.2M", 120_000_000), ("45k", 4_500_000), ("１２３．４５", 12345), ("1 234 567.89", 123456789), ("1'234.50", 123450),
        ("人民币1,000元", 100000), ("-$1,234.50", -123450), ("($1,234.50)", -123450), ("USD (1,234.50)", -123450), ("RMB￥1,000", 100000),
        ("US$1,000", 100000), ("NT$5", 500), ("CHF 1'234.50", 123450), ("12,34,567.00", 123456700), ("1,234.50 CR", 123450), ("'123", 12300),
        ('="123.45"', 12345), ("‑5", -500), ("$ 32.000,00", 3200000), ("32,000.00 €", 3200000), ("R$ 1.234,56", 123456), ("1 234,56", 123456),
        ("1.234,56 kr", 123456), ("3.2亿元", 32_000_000_000), ("￥-1,234.50", -123450), ("$", BAD), ("ab12", BAD), ("9" * 19, BAD), ("$ -", 0), (" $-   ", 0),
        ("+7", 700), ("-7", -700), ("7.", 700), (".5", 50), ("1e3", 100000), ("-", 0), ("--", 0), ("—", 0), ("", None), (None, None),
        ("(空)", None), ("无", None), ("#N/A", BAD), ("N/A", BAD), ("NULL", BAD), ("一百", BAD), ("12.3.4", BAD), ("12%", BAD), ("1,23,4", BAD),
        ("2025-01-02", BAD), ("0.005", 1), ("12345678901234567", BAD), (True, BAD), (ErrorCell("#REF!"), BAD),
    ],
)  # fmt: skip
def test_a_cell_as_money(cell, cents):
    assert money(cell) == [cents]


def test_a_column_with_decimal_commas():
    assert money("1.234,50", "12,5", "7", "1.000") == [123450, 1250, 700, 100000]
    assert money("1,234.50", "1,234") == [123450, 123400]


def test_cells_that_say_their_own_decimal_mark():
    assert money("1.234,50", "1,234.50", "12.5") == [123450, 123450, 1250]


def test_credit_and_debit():
    assert money("10.00 Dr", "2.50 Cr", "5 DR") == [1000, -250, 500]
    assert money("10.00 Cr", "2.50 Cr") == [1000, 250]
    assert money("100.00 贷", "30.00 借", "1.00 贷") == [10000, -3000, 100]


def test_units_and_smallest_units():
    assert money(1.5, "2.25", "3万", size=10_000) == [1_500_000, 2_250_000, 3_000_000]
    assert money(1234, "99", size=0.01) == [1234, 99]
    assert money(12, "7.5", digits=0) == [12, 8]


def test_finer_amounts_are_rounded_and_told():
    found = amounts(raw_column([957.5775, "22.368", 1.0, "3.10"], "number"))
    assert found.values.tolist() == [95758, 2237, 100, 310]
    assert found.rounded == 2
    assert found.drift == pytest.approx(0.25 + 0.2)


@given(st.decimals(-10**12, 10**12, places=2))
def test_every_amount_of_cents_survives_being_a_float(value):
    cents = int(value * 100)
    assert money(float(value), str(value), f"{value:,}") == [cents] * 3


@given(st.decimals(-10**9, 10**9, places=4))
def test_rounding_is_half_away_from_zero(value):
    cents = int((value * 100).to_integral_value(ROUND_HALF_UP))
    assert money(float(value), str(value)) == [cents, cents]
    assert Decimal(cents) - value * 100 <= Decimal("0.5")


def test_counts_keep_fractions_when_there_are_any():
    found, digits = counts(raw_column([1, "2", None], "number"))
    assert (found.values[:2].tolist(), digits) == ([1, 2], 0)
    found, digits = counts(raw_column([1.5, "2.25"], "number"))
    assert (found.values.tolist(), digits) == ([150, 225], 2)


def days(*cells, **given):
    found = dates(raw_column(cells, "number"), **given)
    values = [None if np.isnat(v) else v.astype(object) for v in found.values]
    return [BAD if b else v for v, b in zip(values, found.bad.tolist(), strict=True)], found.warnings


@pytest.mark.parametrize(
    "cell",
    [
        45721, 45721.75, 20250305, "2025-03-05", "2025/3/5", "2025-3-5", "2025.03.05", "2025年3月5日", "20250305", "2025-03-05 14:15:16",
        "2025/3/5 9:07:03", "2025-03-05T00:00:00", "2025-03-05T14:15:33+01:00", "20250305141500", "05-Mar-2025", "5 March 2025", "Mar 5, 2025",
        "March 5th, 2025", "Wed, 05 Mar 2025", "2025年3月5日 星期三", '="2025-03-05"', "2025-03-05T14:15:33Z", "45721", "２０２５－０３－０５", "2025-03-05 上午 9:00", "5-Mar-25", dt.date(2025, 3, 5), dt.datetime(2025, 3, 5, 14),
    ],
)  # fmt: skip
def test_a_cell_as_a_day(cell):
    assert days(cell) == ([dt.date(2025, 3, 5)], ())


@pytest.mark.parametrize("cell", [202503, "202503", "2025-03", "2025/3", "2025年03月", "2025年3月", "Mar 2025", "March-2025"])
def test_a_month_is_its_first_day(cell):
    assert days(cell)[0] == [dt.date(2025, 3, 1)]


@pytest.mark.parametrize("cell", ["2025-02-30", "20251301", "合计", "0000-00-00", 0, -1, 5, 1e9, "1/2/3/4", "2025", ErrorCell("#VALUE!"), "25-03-05"])
def test_a_cell_that_is_no_day(cell):
    assert days(cell)[0] == [BAD]


def test_the_order_of_day_and_month_is_decided_once_a_column():
    assert days("3/4/2025", "25/4/2025")[0] == [dt.date(2025, 4, 3), dt.date(2025, 4, 25)]
    assert days("3/4/2025", "4/25/2025")[0] == [dt.date(2025, 3, 4), dt.date(2025, 4, 25)]
    assert days("3/4/2025", "4/25/2025", "25/4/2025", "4/26/2025")[0][2] == BAD
    assert days("3.4.2025")[0] == [dt.date(2025, 4, 3)]
    found, warnings = days("3/4/2025")
    assert found == [dt.date(2025, 3, 4)]
    assert [w.slug for w in warnings] == ["day-month-assumed"]
    assert days("3/3/2025")[1] == ()


def test_a_twelve_hour_clock():
    assert days("3/5/2025 2:15:33 PM", "3/13/2025 12:00 AM") == ([dt.date(2025, 3, 5), dt.date(2025, 3, 13)], ())


def test_two_marks_of_one_column_may_have_two_orders():
    found, warnings = days("13-11-2016", "11/13/2016", "5/6/2016", "5-6-2016")
    assert found == [dt.date(2016, 11, 13), dt.date(2016, 11, 13), dt.date(2016, 5, 6), dt.date(2016, 6, 5)]
    assert [w.slug for w in warnings] == ["day-month-by-mark"]


def test_day_numbers_may_count_from_1904():
    assert days(45721 - 1462, date1904=True)[0] == [dt.date(2025, 3, 5)]
