"""Sales lists of known content, in every dress, add up to the cent."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from lists import ENGLISH, as_text, as_xlsx, known_list, table

from salesplan.frame import MISSING
from salesplan.problem import InvalidInput
from salesplan.records.sales import read_sales
from salesplan.words import Text, say


def sums(frame, *terms):
    """Amounts by texts of some terms, and by month where `month` is asked for."""
    columns = []
    for term in terms:
        if term == "month":
            columns.append(frame.days("order_date").astype("datetime64[M]").astype(str).tolist())
        else:
            columns.append(frame.texts(term).values())
    found = Counter()
    for key, amount in zip(zip(*columns, strict=True), frame.ints("amount").tolist(), strict=True):
        found[key] += amount
    return found


def check(sales, made):
    frame = sales.frame
    assert sums(frame, "region", "product", "month") == made.sums
    assert int(frame.ints("amount_net").sum()) == made.net
    assert int(frame.ints("cost").sum()) == made.cost
    assert int(frame.ints("quantity").sum()) == made.quantity * 10**sales.quantity_digits
    for reason, amount in made.left_out.items():
        assert sales.reading[0].left_out[reason].amount == amount


DRESSES = {
    "shared texts": {"shared": True},
    "inline texts": {"shared": False},
    "titles and notes": {
        "titles": ("销售出库明细表", "单位：元　期间：2025年1月至12月", "口径：含税"), "notes": ("制表：胡雪梅", "注：不含样品"), "shared": True,
    },
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_kingdee_list_adds_up_to_the_cent(tmp_path, dress, seed):
    made = known_list(seed)
    how = dict(DRESSES[dress])
    shared = how.pop("shared")
    path = tmp_path / "销售.xlsx"
    as_xlsx(path, table(made, **how), shared=shared)
    sales = read_sales([path])
    check(sales, made)
    reading = sales.reading[0]
    assert reading.system == "kingdee_cloud"
    assert reading.header_row == 1 + len(how.get("titles", ()))
    assert reading.rows == len(made.rows) - sum(reading.left_out[r].rows for r in made.left_out)
    assert reading.total.verdict == "explained"
    assert set(reading.total.by) == set(made.left_out)
    assert "源单编号" in reading.unmapped


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_same_as_text_in_any_encoding(tmp_path, encoding, delimiter):
    made = known_list(3)
    path = tmp_path / "销售.xls"
    path.write_bytes(as_text(table(made), encoding, delimiter))
    sales = read_sales([path])
    check(sales, made)
    assert sales.reading[0].format == "csv"
    assert sales.reading[0].encoding == encoding
    assert "陈䶮" in sales.frame.texts("person").labels


def test_english_headers(tmp_path):
    made = known_list(4)
    path = tmp_path / "sales.csv"
    path.write_bytes(as_text(table(made), "utf-8", words=ENGLISH))
    check(read_sales([path]), made)


def test_a_workbook_named_xls(tmp_path):
    made = known_list(5)
    as_xlsx(tmp_path / "a.xlsx", table(made))
    (tmp_path / "a.xlsx").rename(tmp_path / "a.xls")
    sales = read_sales([tmp_path / "a.xls"])
    check(sales, made)
    assert sales.reading[0].format == "xlsx"


def test_tax_excluded_counts_the_other_column(tmp_path):
    made = known_list(6)
    as_xlsx(tmp_path / "a.xlsx", table(made))
    sales = read_sales([tmp_path / "a.xlsx"], basis_amount="tax_excluded")
    assert int(sales.frame.ints("amount").sum()) == made.net
    assert sales.reading[0].basis == "tax_excluded"


def test_namesakes_are_told_apart_by_their_alias(tmp_path):
    made = known_list(7)
    as_xlsx(tmp_path / "a.xlsx", table(made))
    aliases = {"person": {"E1001": {"name": "张伟", "region": "华东"}, "E1014": {"name": "张伟", "region": "华南"}}}
    frame = read_sales([tmp_path / "a.xlsx"], aliases=aliases).frame
    found = sums(frame, "emp_no")
    assert found[("E1001",)] == made.people["张伟", "华东"]
    assert found[("E1014",)] == made.people["张伟", "华南"]
    people = sums(frame, "person", "region")
    assert people == made.people


def test_region_and_team_come_out_of_the_department(tmp_path):
    made = known_list(8)
    as_xlsx(tmp_path / "a.xlsx", table(made))
    frame = read_sales([tmp_path / "a.xlsx"], aliases={"region": {"西部大区": "西南"}}).frame
    assert set(frame.texts("region").labels) <= {"华东", "华南", "西南"}
    assert "西南" in frame.texts("region").labels
    assert set(frame.texts("team").labels) == {r[6].split("_")[1] for r in made.rows if r[3] == "已审核"}


def test_the_plan_own_spelling_wins(tmp_path):
    made = known_list(8)
    as_xlsx(tmp_path / "a.xlsx", table(made))
    frame = read_sales([tmp_path / "a.xlsx"], members={"region": ["华东大区", "华南大区", "西部大区"]}).frame
    assert set(frame.texts("region").labels) == {"华东大区", "华南大区", "西部大区"}


def test_each_row_knows_where_it_stands(tmp_path):
    made = known_list(9)
    as_xlsx(tmp_path / "a.xlsx", table(made, titles=("一", "二")))
    frame = read_sales([tmp_path / "a.xlsx"], names=["exports/a.xlsx"]).frame
    assert frame.files == ("exports/a.xlsx",)
    rows = frame.row_of.tolist()
    for i in (0, len(frame) // 2, len(frame) - 1):
        line = made.rows[rows[i] - 4]
        assert frame.texts("order_id").values()[i] == line[0]
        assert frame.days("order_date")[i] == np.datetime64(line[1])


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_overlapping_files_count_a_document_once(tmp_path):
    made = known_list(10)
    half = len(made.rows) // 2
    first, second = made.rows[: half + 7], made.rows[half:]
    for name, rows in (("1.xlsx", first), ("2.xlsx", second)):
        as_xlsx(tmp_path / name, [made.header, *rows])
    sales = read_sales([tmp_path / "1.xlsx", tmp_path / "2.xlsx"])
    assert sums(sales.frame, "region", "product", "month") == made.sums
    again = sales.reading[1].left_out["duplicates"]
    counted = [r for r in made.rows[half : half + 7] if r[3] == "已审核"]
    assert again.rows == len(counted)
    assert again.amount == sum(round(r[16] * 100) for r in counted)


def test_the_same_bytes_twice_count_once(tmp_path):
    made = known_list(11)
    for name in ("1.xlsx", "2.xlsx"):
        as_xlsx(tmp_path / name, table(made))
    sales = read_sales([tmp_path / "1.xlsx", tmp_path / "2.xlsx"])
    assert sums(sales.frame, "region", "product", "month") == made.sums
    assert sales.reading[1].rows == 0


def test_equal_lines_of_one_document_stay(tmp_path):
    text = "订单号,日期,区域,金额\nA1,2025-01-02,东,10\nA1,2025-01-02,东,10\n"
    one, two = write(tmp_path / "1.csv", text), write(tmp_path / "2.csv", text + "A1,2025-01-02,东,10\n")
    assert int(read_sales([one]).frame.ints("amount").sum()) == 2000
    assert int(read_sales([one, two]).frame.ints("amount").sum()) == 3000


def test_a_document_that_changed_between_exports_is_told(tmp_path):
    one = write(tmp_path / "1.csv", "订单号,日期,区域,金额\nA1,2025-01-02,东,10\n")
    two = write(tmp_path / "2.csv", "订单号,日期,区域,金额\nA1,2025-01-02,东,12\nA2,2025-01-03,东,1\n")
    sales = read_sales([one, two])
    assert int(sales.frame.ints("amount").sum()) == 2300
    assert [w.slug for w in sales.reading[1].warnings if w.slug == "document-in-two-files"]


def test_returns_without_a_sign_are_made_negative(tmp_path):
    text = "单据编号,日期,单据类型,区域,价税合计\n1,2025-01-02,销售单,东,100\n2,2025-01-03,销售退货单,东,30\n3,2025-01-04,销售退货单,东,-5\n"
    sales = read_sales([write(tmp_path / "a.csv", text)])
    assert sales.frame.ints("amount").tolist() == [10000, -3000, -500]
    assert [w.slug for w in sales.reading[0].warnings] == ["returns-turned"]


def test_a_flag_of_its_own_marks_returns(tmp_path):
    text = "发票号,开票日期,是否退货,区域,价税合计\n1,2025-01-02,否,东,100\n2,2025-01-03,是,东,30\n"
    assert read_sales([write(tmp_path / "a.csv", text)]).frame.ints("amount").tolist() == [10000, -3000]


def test_the_unit_of_the_header_goes_before_that_of_the_title(tmp_path):
    text = "销售汇总,单位：千元,\n日期,区域,销售额（万元）,成本\n2025-01-02,东,1.5,2\n"
    sales = read_sales([write(tmp_path / "a.csv", text)])
    assert sales.frame.ints("amount").tolist() == [1_500_000]
    assert sales.frame.ints("cost").tolist() == [200_000]
    assert sales.reading[0].unit == "万元"


def test_other_currencies_need_a_rate(tmp_path):
    text = "订单号,日期,区域,币种,金额\n1,2025-01-02,东,人民币,100\n2,2025-01-03,东,美元,10\n"
    path = write(tmp_path / "a.csv", text)
    with pytest.raises(InvalidInput) as caught:
        read_sales([path])
    assert [p.slug for p in caught.value.problems] == ["currency-without-rate"]
    sales = read_sales([path], rates={"USD": Fraction(71, 10)})
    assert sales.frame.ints("amount").tolist() == [10000, 7100]


def test_a_rate_column_converts_exactly(tmp_path):
    text = "订单号,日期,区域,币种,汇率,金额\n1,2025-01-02,东,CNY,1,100\n2,2025-01-03,东,USD,7.1384,10.01\n"
    sales = read_sales([write(tmp_path / "a.csv", text)])
    assert sales.frame.ints("amount").tolist() == [10000, 7146]
    assert Decimal("7.1384") * 1001 == Decimal("7145.5384")


def test_net_and_tax_make_the_gross_amount(tmp_path):
    text = "订单号,日期,区域,金额,税额\n1,2025-01-02,东,100,13\n"
    path = write(tmp_path / "a.csv", text)
    assert read_sales([path]).frame.ints("amount").tolist() == [11300]
    assert read_sales([path], basis_amount="tax_excluded").frame.ints("amount").tolist() == [10000]


def test_own_dimensions_by_their_header(tmp_path):
    text = "订单号,日期,渠道 ,区域,金额\n1,2025-01-02,线上,东,1\n2,2025-01-02,线下,东,2\n"
    path = write(tmp_path / "a.csv", text)
    frame = read_sales([path], extra_columns={"channel": "渠道"}, aliases={"channel": {"线上": "电商"}}).frame
    assert frame.texts("channel").values() == ["电商", "线下"]
    with pytest.raises(InvalidInput) as caught:
        read_sales([path], extra_columns={"channel": "渠到"})
    problem = caught.value.problems[0]
    assert problem.slug == "no-such-column"
    assert "渠道" in say(Text(problem.slug, **problem.params), "zh")


def test_a_column_named_for_a_usual_dimension_takes_its_place(tmp_path):
    text = "订单号,日期,区域,战区,金额\n1,2025-01-02,东,一战区,1\n"
    frame = read_sales([write(tmp_path / "a.csv", text)], extra_columns={"region": "战区"}).frame
    assert frame.texts("region").values() == ["一战区"]


def test_maps_go_before_the_known_words(tmp_path):
    text = "单号,日期,区域,金额,到手价\n1,2025-01-02,东,5,7\n"
    frame = read_sales([write(tmp_path / "a.csv", text)], maps={"到手价": "amount", "金额": ""}).frame
    assert frame.ints("amount").tolist() == [700]


def test_the_document_of_the_plan_chooses_the_date(tmp_path):
    text = "单号,订单日期,出库日期,开票日期,金额\n1,2025-01-02,2025-02-03,2025-03-04,5\n"
    path = write(tmp_path / "a.csv", text)
    found = {d: read_sales([path], document=d).frame.days("order_date")[0].astype(object) for d in ("order", "delivery", "invoice")}
    assert found == {"order": dt.date(2025, 1, 2), "delivery": dt.date(2025, 2, 3), "invoice": dt.date(2025, 3, 4)}


def test_subtotals_and_totals_are_left_out_and_reconciled(tmp_path):
    text = (
        "大区,日期,客户,金额\n华东,2025-01-02,甲,100\n华东,2025-01-05,乙,50\n华东小计,,,150\n华南,2025-01-07,丙,7\n小 计,,,7\n"
        "合 计,,,157\n制表：张三,,,\n"
    )
    sales = read_sales([write(tmp_path / "a.csv", text)])
    reading = sales.reading[0]
    assert sales.frame.ints("amount").tolist() == [10000, 5000, 700]
    assert {r: x.rows for r, x in reading.left_out.items()} == {"totals": 3, "notes": 1}
    assert (reading.total.verdict, reading.total.total) == ("equal", 15700)


def test_a_total_that_does_not_agree_is_told(tmp_path):
    text = "单号,日期,区域,金额\n1,2025-01-02,东,100\n合计,,,130\n"
    reading = read_sales([write(tmp_path / "a.csv", text)]).reading[0]
    assert (reading.total.verdict, reading.total.difference) == ("differs", 3000)
    assert [w.slug for w in reading.warnings if w.slug == "total-differs"]


def test_headers_repeated_on_every_page_are_left_out(tmp_path):
    text = "单号,日期,区域,金额\n1,2025-01-02,东,100\n单号,日期,区域,金额\n2,2025-01-03,东,1\n"
    reading = read_sales([write(tmp_path / "a.csv", text)]).reading[0]
    assert (reading.rows, reading.left_out["repeated-headers"].rows) == (2, 1)


def test_a_few_bad_cells_among_thousands_are_left_out_and_told(tmp_path):
    lines = [f"{i},2025-01-02,东,1" for i in range(3000)]
    lines[5] = "5,2025-13-02,东,1"
    path = write(tmp_path / "a.csv", "单号,日期,区域,金额\n" + "\n".join(lines) + "\n")
    sales = read_sales([path])
    assert sales.reading[0].left_out["bad-rows"].rows == 1
    assert [(p.slug, str(p.place), p.place.text) for p in sales.problems] == [("unreadable-date", "a.csv:B7", "2025-13-02")]
    for i in range(10, 45):
        lines[i] = f"{i},2025-01-02,东,一百"
    path = write(tmp_path / "b.csv", "单号,日期,区域,金额\n" + "\n".join(lines) + "\n")
    with pytest.raises(InvalidInput) as caught:
        read_sales([path])
    places = [str(p.place) for p in caught.value.problems]
    assert places == ["b.csv", "b.csv:B7", *(f"b.csv:D{i + 2}" for i in range(10, 29)), "b.csv:D31"]
    assert caught.value.problems[0].params == {"file": "b.csv", "bad": 36, "rows": 3000}
    assert caught.value.problems[-1].params == {"count": 16}
    skipped = read_sales([path], skip_bad_rows=True)
    assert skipped.reading[0].left_out["bad-rows"].rows == len(skipped.reading[0].unread) == 36


def test_every_file_is_told_about_at_once(tmp_path):
    one = write(tmp_path / "1.csv", "a,b\n1,2\n")
    two = write(tmp_path / "2.csv", "单号,日期,区域,金额\n1,坏,东,1\n")
    with pytest.raises(InvalidInput) as caught:
        read_sales([one, two, tmp_path / "3.csv"])
    assert [p.slug for p in caught.value.problems] == ["no-header-found", "too-many-bad-rows", "unreadable-date", "no-such-file"]


def test_texts_that_name_nobody_are_missing(tmp_path):
    text = "单号,日期,区域,业务员,金额\n1,2025-01-02,-,(空),1\n2,2025-01-02, 华 东 ,王 伟,1\n3,2025-01-02,华东,王伟,1\n"
    frame = read_sales([write(tmp_path / "a.csv", text)]).frame
    assert frame.texts("region").values() == [None, "华东", "华东"]
    assert frame.texts("person").codes[0] == MISSING
    assert frame.texts("person").values()[1:] == ["王伟", "王伟"]


def test_codes_keep_their_zeros_and_stay_text(tmp_path):
    text = "单号,日期,客户编码,物料编码,金额\n0001,2025-01-02,000123,1E5,1\n"
    frame = read_sales([write(tmp_path / "a.csv", text)]).frame
    assert (frame.texts("customer_id").labels, frame.texts("product_id").labels) == (("000123",), ("1E5",))
