"""Saved maps: what was read is written, reviewed, and read the same again; what is wrong in one is told at its place."""

import pytest
from lists import as_xlsx, known_list, table

from salesplan.commands.past import sales_of
from salesplan.plan.load import load_plan
from salesplan.problem import InvalidInput
from salesplan.records.files import Source
from salesplan.records.map_drafts import draft_of
from salesplan.records.map_files import map_text, read_map, read_maps
from salesplan.records.sales import read_sales
from salesplan.words import Text, say

LISTS = {
    "net and tax": "订单号,日期,区域,金额,税额\n1,2025-01-02,东,100,13\n",
    "prices": "InvoiceNo,InvoiceDate,Quantity,UnitPrice,CustomerID\n1,1/13/2025,2,3.5,7\n2,1/14/2025,-2,3.5,7\n",
    "two currencies": "单号,日期,币别,汇率,原币价税合计,价税合计,客户\n1,2025-01-02,USD,7,10,70,甲\n2,2025-01-02,CNY,1,10,10,甲\n",
    "odd names": '"a: b",# Date,税率(%),- Amount,*Region\n1,2025-01-02,13,5,East\n',
    "text that looks like more": "Order ID,Order Date,Sales,yes,null,~\nA,2025-01-02,5,1,1,1\n",
}


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def saved(folder, reading):
    text = map_text(reading.kind, reading.columns, reading.unmapped, system=reading.system, unit=reading.unit, file="a.csv")
    return read_map(write(folder / "m.yaml", text), "m.yaml")


@pytest.mark.parametrize("name", [n for n in LISTS if n != "odd names"])
def test_a_list_is_read_the_same_by_its_own_map(tmp_path, name):
    path = write(tmp_path / "a.csv", LISTS[name])
    before = read_sales([path])
    after = read_sales([path], maps=(saved(tmp_path, before.reading[0]),))
    assert after.frame.ints("amount").tolist() == before.frame.ints("amount").tolist()
    assert after.reading[0].columns == before.reading[0].columns
    assert [w.slug for w in after.reading[0].warnings if w.slug == "map-used"]


def test_a_whole_list_is_read_the_same_by_its_own_map(tmp_path):
    as_xlsx(tmp_path / "a.xlsx", table(known_list(3)))
    before = read_sales([tmp_path / "a.xlsx"])
    after = read_sales([tmp_path / "a.xlsx"], maps=(saved(tmp_path, before.reading[0]),))
    for term in ("amount", "amount_net", "cost", "quantity"):
        assert after.frame.ints(term).tolist() == before.frame.ints(term).tolist()
    assert after.reading[0].left_out == before.reading[0].left_out


def test_headers_of_any_kind_can_be_written(tmp_path):
    draft = draft_of(Source("a.csv", LISTS["odd names"].encode()))
    names = [*draft.columns, *draft.ignored]
    assert sorted(names) == sorted(["a: b", "# Date", "税率(%)", "- Amount", "*Region"])
    text = map_text("sales", {"a: b": "order_id", "# Date": "order_date", "- Amount": "amount"}, ["税率(%)", "*Region"], system=None, unit="", file="x")
    made = read_map(write(tmp_path / "m.yaml", text), "m.yaml")
    assert read_sales([write(tmp_path / "a.csv", LISTS["odd names"])], maps=(made,)).frame.ints("amount").tolist() == [500]


def test_a_map_is_used_for_its_own_layout_only(tmp_path):
    maps = tmp_path / "maps"
    maps.mkdir()
    write(maps / "pos.yaml", "kind: sales\ncolumns: {店号: region, 流水: order_id, 时刻: order_date, 到手: amount}\n")
    write(maps / "wide.yaml", "kind: sales\ncolumns: {店号: region, 流水: order_id, 时刻: order_date, 到手: '', 实收: amount}\n")
    found = read_maps(maps, "maps")
    one = write(tmp_path / "1.csv", "流水,时刻,店号,到手\n1,2025-01-02,东,10\n")
    two = write(tmp_path / "2.csv", "流水,时刻,店号,到手,实收\n1,2025-01-02,东,10,7\n")
    three = write(tmp_path / "3.csv", "订单号,日期,区域,金额\n1,2025-01-02,东,10\n")
    sums = [int(read_sales([p], maps=found).frame.ints("amount").sum()) for p in (one, two, three)]
    assert sums == [1000, 700, 1000]
    near = write(tmp_path / "4.csv", "流水号,时刻,店号,金额,日期,到手\n1,2025-01-02,东,10,2025-01-02,5\n")
    told = [w for w in read_sales([near], maps=found).reading[0].warnings if w.slug == "map-nearly-fits"]
    assert told[0].params["missing"] == ["流水"]


RULES = """kind: sales
columns: {单号: order_id, 日期: order_date, 金额: amount, 类型: doc_type, 备注栏: ''}
unit: 千元
dates: day_first
repeated: once
returns: {column: 类型, values: [冲账]}
counted: {column: 标记, values: [有效, 补录]}
"""


def test_a_map_says_unit_dates_returns_and_what_counts(tmp_path):
    made = read_map(write(tmp_path / "m.yaml", RULES), "m.yaml")
    text = (
        "单号,日期,金额,类型,标记,备注栏\n1,03/04/2025,1.5,销售,有效,\n1,03/04/2025,1.5,销售,有效,\n2,05/04/2025,2,冲账,补录,\n3,05/04/2025,9,销售,试单,\n"
    )
    sales = read_sales([write(tmp_path / "a.csv", text)], maps=(made,))
    assert int(sales.frame.ints("amount").sum()) == 150_000 - 200_000
    assert sales.frame.days("order_date")[0].astype(str) == "2025-04-03"
    assert sales.reading[0].left_out["not-counted"].amount == 900_000


WRONG = {
    "kinds: sales\ncolumns: {日期: order_date}\n": [("map-key-unknown", 1, 1)],
    "columns:\n  日期: order_dat\n  金额: amount\n": [("map-term-unknown", 2, 7)],
    "columns:\n  日期: order_date\n  单据日期: order_date\n": [("map-term-twice", 3, 9)],
    "columns: {日期: order_date}\nrepeated: twice\nunit: 斤\n": [("map-value-unknown", 2, 11), ("map-value-unknown", 3, 7)],
    "columns: {日期: order_date}\nreturns: 退货\n": [("map-rows-unclear", 2, 1)],
    "kind: sales\n": [("map-not-a-map", 1, 1)],
    "columns: 日期\n": [("map-not-a-map", 1, 1)],
    "columns: {日期: order_date\n": [("bracket-not-closed", 1, 10)],
    "kind: orders\ncolumns: {日期: order_date}\n": [("map-value-unknown", 1, 7)],
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_in_a_map_is_told_at_its_place(tmp_path, text):
    with pytest.raises(InvalidInput) as caught:
        read_map(write(tmp_path / "m.yaml", text), "maps/m.yaml")
    assert [(p.slug, p.place.line, p.place.column) for p in caught.value.problems] == WRONG[text]
    for problem in caught.value.problems:
        assert problem.place.file == "maps/m.yaml"
        for lang in ("zh", "en"):
            assert "{" not in say(Text(problem.slug, **problem.params), lang)


def test_a_column_that_a_map_names_in_vain_is_told_at_its_place(tmp_path):
    text = "columns: {单号: order_id, 日期: order_date, 金额: amount}\ncounted:\n  column: 标计\n  values: [有效]\n"
    made = read_map(write(tmp_path / "m.yaml", text), "maps/m.yaml")
    with pytest.raises(InvalidInput) as caught:
        read_sales([write(tmp_path / "a.csv", "单号,日期,金额,标记\n1,2025-01-02,3,有效\n")], maps=(made,))
    assert [(p.slug, str(p.place)) for p in caught.value.problems] == [("map-column-missing", "maps/m.yaml:3:11")]


def test_the_maps_of_a_plan_are_used(tmp_path):
    (tmp_path / "maps").mkdir()
    write(tmp_path / "maps" / "pos.yaml", "columns: {流水: order_id, 时刻: order_date, 店: region, 到手: amount}\n")
    write(tmp_path / "pos.csv", "流水,时刻,店,到手\n1,2025-01-02,东,10\n")
    write(tmp_path / "plan.yaml", "salesplan: 1\nname: 2026\nyear: 2026\nmaps: maps/\ndata: {sales: pos.csv}\n")
    sales, _ = sales_of(load_plan(tmp_path))
    assert sales.frame.ints("amount").tolist() == [1000]
    write(tmp_path / "plan.yaml", "salesplan: 1\nname: 2026\nyear: 2026\nmaps: map/\ndata: {sales: pos.csv}\n")
    with pytest.raises(InvalidInput) as caught:
        sales_of(load_plan(tmp_path))
    assert [(p.slug, p.place.line) for p in caught.value.problems] == [("no-such-maps", 4)]


def test_the_rates_of_a_plan_are_used(tmp_path):
    write(tmp_path / "a.csv", "单号,日期,区域,币别,金额\n1,2025-01-02,东,USD,10\n")
    write(tmp_path / "plan.yaml", "salesplan: 1\nname: 2026\nyear: 2026\nrates: {USD: 7.1}\ndata: {sales: a.csv}\n")
    assert sales_of(load_plan(tmp_path))[0].frame.ints("amount").tolist() == [7100]


def test_a_draft_is_made_of_a_file_that_cannot_be_used(tmp_path):
    draft = draft_of(Source("a.csv", "流水,时刻,店,到手\n1,2025-01-02,东,10\n".encode()))
    assert (draft.kind, dict(draft.columns), list(draft.ignored)) == ("sales", {}, ["流水", "时刻", "店", "到手"])


def test_headers_that_look_like_known_words_are_told(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        read_sales([write(tmp_path / "a.csv", "订单号,订单曰期,客户名称,业务员,订单斤额\n1,2025-01-02,甲,张,5\n")])
    (problem,) = caught.value.problems
    said = say(Text(problem.slug, **problem.params), "zh")
    assert "“订单曰期”是不是“订单日期”" in said
    assert "“订单斤额”是不是“订单金额”" in said


def test_the_amount_of_a_map_goes_before_any_other(tmp_path):
    text = "单号,日期,小计,到手,价税合计\n1,2025-01-02,5,7,9\n"
    made = read_map(write(tmp_path / "m.yaml", "columns: {单号: order_id, 日期: order_date, 到手: amount}\n"), "m.yaml")
    assert read_sales([write(tmp_path / "a.csv", text)], maps=(made,)).frame.ints("amount").tolist() == [700]
