"""Orders whose main columns are merged over their lines, under one header row or two."""

import pytest
import xlsxwriter

from salesplan.records.lists import read_list
from salesplan.records.sales import read_sales

ORDERS = [
    ("DD001", "甲公司", "张伟", [("电机", 2, "100.00", "200.00"), ("轴承", 5, "10.00", "50.00")], "250.00", "2025-03-05 10:00:00"),
    ("DD002", "乙公司", "李娜", [("电机", 1, "100.00", "100.00")], "100.00", "2025-03-06 10:00:00"),
    ("DD003", "丙公司", "李娜", [("电机", 1, "100.00", "100.00"), ("链条", 3, "30.00", "90.00"), ("轴承", 1, "1,010.00", "1,010.00")], "1,200.00", "2025-04-06 10:00:00"),
]  # fmt: skip
MAIN = ("订单编号", "关联客户", "负责人")


def made(path, *, levels=True, subtotal=True, discount=False):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("订单")
    lines = ["产品名称", "数量", "单价"] + (["小计"] if subtotal else [])
    heads = [*MAIN, *lines, "订单金额", "创建时间"]
    below = 3 + len(lines)
    top = 2 if levels else 1
    for j, head in enumerate(heads):
        if levels and 3 <= j < below:
            sheet.write(1, j, head)
        elif levels:
            sheet.merge_range(0, j, 1, j, head)
        else:
            sheet.write(0, j, head)
    if levels:
        sheet.merge_range(0, 3, 0, below - 1, "产品明细")
    for number, customer, person, parts, whole, day in ORDERS:
        whole = "1,100.00" if discount and number == "DD003" else whole
        for j, value in ((0, number), (1, customer), (2, person), (below, whole), (below + 1, day)):
            if len(parts) > 1:
                sheet.merge_range(top, j, top + len(parts) - 1, j, value)
            else:
                sheet.write(top, j, value)
        for k, part in enumerate(parts):
            for j, value in enumerate(part[: len(lines)]):
                sheet.write(top + k, 3 + j, value)
        top += len(parts)
    book.close()
    return path


@pytest.mark.parametrize("levels", [True, False])
@pytest.mark.parametrize("subtotal", [True, False])
def test_merged_main_columns_count_for_all_lines_and_the_total_once(tmp_path, levels, subtotal):
    sales = read_sales([made(tmp_path / "a.xlsx", levels=levels, subtotal=subtotal)])
    assert sales.frame.ints("amount").tolist() == [20000, 5000, 10000, 10000, 9000, 101000]
    assert sales.frame.texts("customer_name").values() == ["甲公司"] * 2 + ["乙公司"] + ["丙公司"] * 3
    assert sales.frame.texts("person").values() == ["张伟"] * 2 + ["李娜"] * 4
    assert "lines-and-documents-differ" not in [w.slug for w in sales.reading[0].warnings]


def test_totals_that_differ_from_their_lines_are_told(tmp_path):
    (told,) = [w for w in read_sales([made(tmp_path / "a.xlsx", discount=True)]).reading[0].warnings if w.slug == "lines-and-documents-differ"]
    assert (told.params["lines"].value, told.params["documents"].value, told.params["count"]) == (155000, 145000, 1)


def test_without_line_amounts_a_discount_is_shared_by_price(tmp_path):
    sales = read_sales([made(tmp_path / "a.xlsx", discount=True, subtotal=False)])
    assert int(sales.frame.ints("amount").sum()) == 145000
    assert sales.frame.ints("amount").tolist()[:3] == [20000, 5000, 10000]


def test_names_of_a_block_count_below_merged_headings(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "目标.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "2027年销售目标 单位：万元")
    for j, head in enumerate(("大区", "姓名")):
        sheet.merge_range(1, j, 2, j, head)
    sheet.merge_range(1, 2, 1, 4, "一季度")
    rows = [("", "", "1月", "2月", "3月"), ("华东", "张伟", 1, 2, 3), ("", "李娜", 4, 5, 6), ("", "小计", 5, 7, 9), ("西部", "王芳", 7, 8, 9)]
    for i, row in enumerate(rows, start=2):
        for j, value in enumerate(row):
            if value != "":
                sheet.write(i, j, value)
    book.close()
    frame = read_list("targets", [tmp_path / "目标.xlsx"]).frame
    assert frame.texts("region").values() == ["华东"] * 6 + ["西部"] * 3
    assert int(frame.ints("target").sum()) == 45 * 10_000_00
