"""Amounts in other currencies, said by a column, a sign in the cell or the header: converted, asked about, or told."""

from fractions import Fraction

import pytest

from salesplan.problem import InvalidInput
from salesplan.records.sales import read_sales

LISTS = {
    "a column": "单号,日期,区域,币种,金额\n1,2025-01-02,东,CNY,100\n2,2025-01-03,东,USD,10\n",
    "a sign": "单号,日期,区域,金额\n1,2025-01-02,东,¥100.00\n2,2025-01-03,东,US$10.00\n",
    "a code": "Order ID,Order Date,Region,Sales\n1,2025-01-02,East,100\n2,2025-01-03,East,USD 10\n",
}
WHOLLY = {
    "a header": "Order ID,Order Date,Region,Sales (USD)\n1,2025-01-02,East,100\n2,2025-01-03,East,10\n",
    "signs": 'Order ID,Order Date,Region,Sales\n1,2025-01-02,East,"$1,00.00"\n2,2025-01-03,East,$10\n'.replace("1,00.00", "100.00"),
    "a column": "Order ID,Order Date,Region,Currency,Sales\n1,2025-01-02,East,USD,100\n2,2025-01-03,East,USD,10\n",
    "Chinese": "单号,日期,区域,金额（美元）\n1,2025-01-02,东,100\n2,2025-01-03,东,10\n",
}
RATES = {"USD": Fraction(71, 10)}


def write(folder, text):
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("alone", [False, True])
def test_several_currencies_need_a_rate(tmp_path, name, alone):
    path = write(tmp_path, LISTS[name])
    with pytest.raises(InvalidInput) as caught:
        read_sales([path], alone=alone)
    (problem,) = caught.value.problems
    assert (problem.slug, problem.params["rows"]) == ("currency-without-rate", 1)
    assert read_sales([path], rates=RATES, alone=alone).frame.ints("amount").tolist() == [10000, 7100]


@pytest.mark.parametrize("name", WHOLLY)
def test_another_currency_throughout(tmp_path, name):
    path = write(tmp_path, WHOLLY[name])
    with pytest.raises(InvalidInput) as caught:
        read_sales([path])
    assert [p.slug for p in caught.value.problems] == ["currency-without-rate"]
    assert read_sales([path], rates=RATES).frame.ints("amount").tolist() == [71000, 7100]
    assert read_sales([path], currency="USD").frame.ints("amount").tolist() == [10000, 1000]
    sales = read_sales([path], alone=True)
    assert sales.frame.ints("amount").tolist() == [10000, 1000]
    assert "read-in-currency" in [w.slug for w in sales.reading[0].warnings]
    assert sales.reading[0].unit == "USD"


def test_the_column_in_the_plan_s_own_currency_counts(tmp_path):
    path = write(tmp_path, "单号,日期,区域,金额（美元）,金额（人民币）\n1,2025-01-02,东,10,71\n")
    assert read_sales([path]).frame.ints("amount").tolist() == [7100]
    assert read_sales([path], currency="USD").frame.ints("amount").tolist() == [1000]


def test_a_dollar_is_the_plan_s_own_where_it_may_be(tmp_path):
    path = write(tmp_path, "Order ID,Order Date,Region,Sales\n1,2025-01-02,East,$100\n")
    assert read_sales([path], currency="HKD").frame.ints("amount").tolist() == [10000]


def test_codes_that_became_floats_are_codes_again(tmp_path):
    path = write(tmp_path, "单号,日期,区域,客户编码,金额\n1,2025-01-02,东,17850.0,1\n2,2025-01-02,东,,1\n")
    assert read_sales([path]).frame.texts("customer_id").values() == ["17850", None]


def test_codes_wrapped_for_excel(tmp_path):
    path = write(tmp_path, '="订单编号",日期,客户编码,金额\n="000123",2025-01-02,\'0007,="1,200.50"\n'.replace('="1,200.50"', '"=""1,200.50"""'))
    frame = read_sales([path]).frame
    assert frame.texts("order_id").values() == ["000123"]
    assert frame.texts("customer_id").values() == ["0007"]
    assert frame.ints("amount").tolist() == [120050]


def test_files_in_two_currencies_are_not_added_up(tmp_path):
    one, two = tmp_path / "1.csv", tmp_path / "2.csv"
    one.write_text(WHOLLY["a header"], encoding="utf-8")
    two.write_text("单号,日期,区域,金额\n9,2025-01-02,东,100\n", encoding="utf-8")
    assert len(read_sales([one], alone=True).frame) == 2
    with pytest.raises(InvalidInput) as caught:
        read_sales([one, two], alone=True)
    assert [(p.slug, str(p.place)) for p in caught.value.problems] == [("currency-without-rate", "1.csv")]
