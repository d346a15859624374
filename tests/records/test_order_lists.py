"""Lists of orders with lines: amounts of whole documents counted once, order fields carried down, prices times quantities."""

import numpy as np
import pytest

from salesplan.problem import InvalidInput
from salesplan.records.sales import read_sales


def read(tmp_path, text, **how):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read_sales([path], **how)


def total(sales):
    return int(sales.frame.ints("amount").sum())


def slugs(sales):
    return [w.slug for w in sales.reading[0].warnings]


def by(sales, term):
    found = {}
    for name, amount in zip(sales.frame.texts(term).values(), sales.frame.ints("amount").tolist(), strict=True):
        found[name] = found.get(name, 0) + amount
    return found


def test_an_order_total_on_every_line_counts_once(tmp_path):
    text = (
        "订单编号,下单日期,客户名称,产品名称,订单金额\n1,2025-01-02,甲,a,100\n1,2025-01-02,甲,b,100\n1,2025-01-02,甲,c,100\n2,2025-01-03,乙,a,50\n"
    )
    sales = read(tmp_path, text)
    assert total(sales) == 15000
    assert len(sales.frame) == 4
    (told,) = [w for w in sales.reading[0].warnings if w.slug == "amounts-once"]
    assert (told.params["documents"], told.params["once"].value, told.params["lines"].value) == (1, 15000, 35000)


def test_lines_share_a_repeated_total_by_quantity_times_price(tmp_path):
    text = (
        "单据编号,日期,客户,商品名称,数量,单价,单据总金额\n1,2025-01-02,甲,a,2,10,80\n1,2025-01-02,甲,b,3,20,80\n"
        "2,2025-01-03,乙,a,1,10,95\n2,2025-01-03,乙,b,4.5,20,95\n"
    )
    assert by(read(tmp_path, text), "product_name") == {"a": 2000 + 950, "b": 6000 + 8550}


def test_a_word_for_documents_over_line_amounts_stays_as_it_is(tmp_path):
    text = "订单号,日期,客户,产品,订单金额\n1,2025-01-02,甲,a,10\n1,2025-01-02,甲,b,25\n2,2025-01-02,甲,b,25\n"
    sales = read(tmp_path, text)
    assert (total(sales), slugs(sales)) == (6000, ["basis-not-stated"])


def test_two_equal_lines_are_told_from_a_total_by_their_price(tmp_path):
    lines = "Order ID,Order Date,Customer,Product,Quantity,Unit Price,Amount\n"
    equal = lines + "".join(f"{i},2025-01-02,A,x,2,10,20\n{i},2025-01-02,A,y,4,5,20\n" for i in range(5))
    assert total(read(tmp_path, equal)) == 20000
    whole = lines + "".join(f"{i},2025-01-02,A,x,2,10,40\n{i},2025-01-02,A,y,4,5,40\n" for i in range(5))
    assert total(read(tmp_path, whole)) == 20000


def test_tax_in_the_total_and_not_in_the_price_is_no_contradiction(tmp_path):
    text = "Order No,Order Date,Customer,Item Name,Qty,Unit Price,Amount\n1,2025-01-02,A,x,2,10,22.60\n"
    text += "".join(f"{i},2025-01-02,A,x,2,10,56.50\n{i},2025-01-02,A,y,6,5,56.50\n" for i in range(2, 5))
    assert total(read(tmp_path, text)) == 2260 + 3 * 5650


def test_what_cannot_be_told_is_asked_with_both_sums(tmp_path):
    text = "订单号,日期,客户,产品,金额\n" + "".join(f"{i},2025-01-02,甲,a,{i}\n{i},2025-01-02,甲,b,{i}\n" for i in range(1, 5))
    with pytest.raises(InvalidInput) as caught:
        read(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.slug == "repeated-amounts"
    assert (problem.params["once"].value, problem.params["lines"].value) == (1000, 2000)


def test_the_same_sum_each_month_under_one_contract_is_no_total(tmp_path):
    text = "合同编号,开票日期,客户,开票内容,价税合计\n" + "".join(
        f"HT{c},2025-0{m}-05,甲{c},服务费,{c}000\n" for c in range(1, 6) for m in range(1, 4)
    )
    assert total(read(tmp_path, text)) == 3 * 15_000_00


def test_an_own_total_settles_it(tmp_path):
    text = "单号,日期,客户,产品,金额\n" + "".join(f"{i},2025-01-02,甲,a,{i}\n{i},2025-01-02,甲,b,{i}\n" for i in range(1, 5)) + "合计,,,,10\n"
    sales = read(tmp_path, text)
    assert (total(sales), sales.reading[0].total.verdict) == (1000, "equal")


ODOO = """Order Reference,Order Date,Customer,Salesperson,Sales Team,Untaxed Amount,Total,Order Lines/Product,Order Lines/Quantity,\
Order Lines/Unit Price,Order Lines/Subtotal
S00021,2025-01-05 10:11:12,Azure Interior,Mitchell Admin,Sales,300,339,[FURN_1] Desk,2,100,200
,,,,,,,[FURN_2] Chair,4,25,100
S00022,2025-01-07 09:00:00,Deco Addict,Marc Demo,Website,50,56.5,[FURN_2] Chair,2,25,50
"""


def test_order_fields_on_the_first_line_only(tmp_path):
    sales = read(tmp_path, ODOO)
    assert (total(sales), len(sales.frame)) == (39550, 3)
    assert sales.frame.texts("customer_name").values() == ["Azure Interior", "Azure Interior", "Deco Addict"]
    assert sales.frame.texts("person").values() == ["Mitchell Admin", "Mitchell Admin", "Marc Demo"]
    assert by(sales, "product_name") == {"[FURN_1] Desk": 22600, "[FURN_2] Chair": 11300 + 5650}
    assert sales.frame.days("order_date")[1] == np.datetime64("2025-01-05")
    assert "order-fields-carried" in slugs(sales)
    assert total(read(tmp_path, ODOO, basis_amount="tax_excluded")) == 35000


def test_a_line_of_its_own_stays_one(tmp_path):
    text = "订单号,日期,客户,产品,数量,金额\n1,2025-01-02,甲,a,1,10\n,2025-01-03,乙,b,1,20\n,,,,2,30\n"
    sales = read(tmp_path, text.replace(",,,,2,30", "合计,,,,2,30"))
    assert sales.frame.texts("customer_name").values() == ["甲", "乙"]


RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom
536365,71053,WHITE METAL LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom
C536379,D,Discount,-1,12/1/2010 9:41,27.5,14527,United Kingdom
536370,22728,ALARM CLOCK BAKELIKE PINK,24,12/13/2010 8:45,3.75,12583,France
"""


def test_quantity_times_price_where_there_is_no_amount(tmp_path):
    sales = read(tmp_path, RETAIL)
    assert sales.frame.ints("amount").tolist() == [1530, 2034, -2750, 9000]
    assert sales.frame.texts("order_id").labels == ("536365", "C536379", "536370")
    assert str(sales.frame.days("order_date")[3]) == "2010-12-13"
    assert "amount-is-priced" in slugs(sales)


def test_a_discount_is_taken_off(tmp_path):
    head = "OrderID,OrderDate,CustomerID,ProductID,UnitPrice,Quantity,Discount\n"
    lines = "10248,1996-07-04,VINET,11,14.0,12,0\n10250,1996-07-08,HANAR,51,42.4,35,0.15\n"
    assert read(tmp_path, head + lines).frame.ints("amount").tolist() == [16800, 126140]
    chinese = "单号,日期,客户,数量,单价,折扣\n1,2025-01-02,甲,2,100,1\n2,2025-01-02,甲,2,100,0.85\n"
    assert read(tmp_path, chinese).frame.ints("amount").tolist() == [20000, 17000]


QUICKBOOKS = """Huatuo Trading LLC,,,,,,,,
Sales by Customer Detail,,,,,,,,
"January 1 - December 31, 2025",,,,,,,,
,,,,,,,,
,Transaction date,Transaction type,Num,Product/Service full name,Memo/Description,Quantity,Sales price,Amount
Acme Tools,,,,,,,,
,01/15/2025,Invoice,1001,Gear:G1,,2,50.00,100.00
,02/20/2025,Credit Memo,1002,Gear:G1,,-1,50.00,-50.00
Total for Acme Tools,,,,,,1,,$50.00
Brightline,,,,,,,,
Brightline West,,,,,,,,
,03/05/2025,Invoice,1003,Belt,,1,"1,200.50","1,200.50"
Total for Brightline West,,,,,,1,,"$1,200.50"
,03/06/2025,Invoice,1004,Belt,,1,10.00,10.00
Total for Brightline,,,,,,2,,"$1,210.50"
TOTAL,,,,,,3,,"$1,260.50"
"Accrual Basis Monday, January 05, 2026 10:00 AM GMT+08:00",,,,,,,,
"""


def test_customers_as_headings_of_their_invoices(tmp_path):
    sales = read(tmp_path, QUICKBOOKS, currency="USD")
    assert by(sales, "customer_name") == {"Acme Tools": 5000, "Brightline": 121050}
    reading = sales.reading[0]
    assert (reading.system, reading.total.verdict, reading.left_out["headings"].rows) == ("quickbooks", "equal", 3)


def test_people_as_headings_that_say_so(tmp_path):
    text = (
        "销售明细表,,,,\n日期,单据编号,客户,商品名称,金额\n业务员：张伟,,,,\n2025-01-02,1,甲,a,10\n2025-01-03,2,乙,a,20\n小计,,,,30\n"
        "业务员：李娜,,,,\n2025-01-02,3,甲,a,5\n小计,,,,5\n合计,,,,35\n"
    )
    assert by(read(tmp_path, text), "person") == {"张伟": 3000, "李娜": 500}


def test_a_grouped_export_with_sums_beside_its_headings(tmp_path):
    text = (
        "Customer,Order Reference,Order Date,Salesperson,Total\nAzure Interior (2),,,,30\nAzure Interior,S1,2025-01-02,Marc,10\n"
        "Azure Interior,S2,2025-01-03,Marc,20\nDeco Addict (1),,,,5\nDeco Addict,S3,2025-01-03,Anna,5\n"
    )
    sales = read(tmp_path, text)
    assert by(sales, "customer_name") == {"Azure Interior": 3000, "Deco Addict": 500}
    two = "Order Reference,Order Date,Salesperson,Total\nAzure Interior (2),,,30\nS1,2025-01-02,Marc,10\nS2,2025-01-03,Marc,20\nDeco (1),,,5\nS3,2025-01-03,Anna,5\n"
    assert by(read(tmp_path, two), "customer_name") == {"Azure Interior": 3000, "Deco": 500}


def test_notes_below_the_lines_head_nothing(tmp_path):
    text = "日期,单据编号,业务员,金额\n2025-01-02,1,张伟,10\n本表由财务部提供,,,\n以上数据仅供参考,,,\n"
    sales = read(tmp_path, text)
    assert "customer_name" not in sales.frame
    assert sales.reading[0].left_out["notes"].rows == 2


def test_two_amounts_that_differ_by_tax_are_told_apart(tmp_path):
    text = "Order ID,Order Date,Customer,Sales,Total\n1,2025-01-02,A,100,113\n2,2025-01-03,B,33.33,37.66\n3,2025-01-04,C,-10,-11.30\n"
    sales = read(tmp_path, text)
    assert (total(sales), total(read(tmp_path, text, basis_amount="tax_excluded"))) == (13936, 12333)
    assert "amount-chosen" in slugs(sales)


def test_the_amount_after_discount_counts(tmp_path):
    text = "单号,日期,客户,销售金额,实付金额\n1,2025-01-02,甲,100,90\n2,2025-01-03,乙,50,50\n"
    assert total(read(tmp_path, text)) == 14000


def test_of_an_order_total_and_a_line_amount_the_line_counts(tmp_path):
    text = "单号,日期,客户,产品,合同金额,销售额\n1,2025-01-02,甲,a,100,60\n1,2025-01-02,甲,b,100,40\n2,2025-01-03,乙,a,7,7\n"
    assert by(read(tmp_path, text), "product_name") == {"a": 6700, "b": 4000}


def test_amounts_that_say_the_same_need_no_choice(tmp_path):
    text = "单号,日期,客户,销售金额,交易金额\n1,2025-01-02,甲,100,100\n2,2025-01-03,乙,50,\n"
    assert total(read(tmp_path, text)) == 15000


def test_marks_that_repeat_the_cell_above(tmp_path):
    text = "单号,日期,客户,产品,金额\n1,2025-01-02,甲,a,10\n同上,〃,〃,b,20\n2,2025-01-03,乙,〃,30\n"
    sales = read(tmp_path, text)
    assert by(sales, "customer_name") == {"甲": 3000, "乙": 3000}
    assert by(sales, "order_id") == {"1": 3000, "2": 3000}
    assert by(sales, "product_name") == {"a": 1000, "b": 5000}


def test_a_heading_without_delimiters(tmp_path):
    text = "日期,单号,产品,金额\n业务员：张伟\n2025-01-02,1,a,10\n业务员：李娜\n2025-01-03,2,a,5\n"
    assert by(read(tmp_path, text), "person") == {"张伟": 1000, "李娜": 500}


def test_a_last_line_cut_short_is_told(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        read(tmp_path, "日期,单号,产品,金额\n2025-01-02,1,a,10\n2025-01")
    assert [p.slug for p in caught.value.problems] == ["row-has-other-columns"]


def test_names_on_the_first_line_of_a_block_that_a_subtotal_ends(tmp_path):
    text = (
        "大区,业务员,日期,单号,金额\n华东,张伟,2025-01-02,1,10\n,,2025-01-03,2,20\n,,2025-01-03,3,1\n华东小计,,,,31\n"
        "华南,李娜,2025-01-02,4,5\n,,2025-01-04,5,6\n华南小计,,,,11\n合计,,,,42\n"
    )
    sales = read(tmp_path, text)
    assert by(sales, "region") == {"华东": 3100, "华南": 1100}
    assert by(sales, "person") == {"张伟": 3100, "李娜": 1100}
    loose = text.replace("华东小计,,,,31\n", "").replace("华南小计,,,,11\n", "")
    assert by(read(tmp_path, loose), "region") == {"华东": 1000, None: 2700, "华南": 500}


def test_levels_of_headings_that_count_their_lines(tmp_path):
    text = (
        "Order Reference,Order Date,Salesperson,Total\nEast (3),,,35\n    Acme Tools Inc. (2),,,30\nS1,2025-01-02,Marc,10\nS2,2025-01-03,Marc,20\n"
        "    Bolt GmbH (1),,,5\nS3,2025-01-03,Anna,5\nWest (1),,,7\n    Acme Tools Inc. (1),,,7\nS4,2025-02-03,Anna,7\n"
    )
    sales = read(tmp_path, text)
    assert by(sales, "region") == {"East": 3500, "West": 700}
    assert by(sales, "customer_name") == {"Acme Tools Inc.": 3700, "Bolt GmbH": 500}


def test_totals_of_groups_that_name_them_without_for(tmp_path):
    text = (
        ",Type,Date,Num,Memo,Item,Qty,Sales Price,Amount,Balance\nAcme Tools,,,,,,,,,\nJob 1,,,,,,,,,\n,Invoice,01/15/2025,1001,m,Gear,2,50,100,100\n"
        "Total Job 1,,,,,,2,,100,100\n,Invoice,01/16/2025,1002,m,Total Care Kit,1,7,7,107\nTotal Acme Tools,,,,,,3,,107,107\nBolt,,,,,,,,,\n"
        ",Invoice,02/16/2025,1003,m,Gear,1,5,5,5\nTotal Bolt,,,,,,1,,5,5\nTOTAL,,,,,,4,,112,112\n"
    )
    sales = read(tmp_path, text)
    assert by(sales, "customer_name") == {"Acme Tools": 10700, "Bolt": 500}
    assert sales.reading[0].total.verdict == "equal"
