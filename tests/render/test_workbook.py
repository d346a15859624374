"""The workbook as it reads back: real numbers under formats, sheets ready to use and to print, nothing that acts."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from company_report import company
from hostile_report import hostile_report
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import MergedCell

from salesplan.render import workbook
from salesplan.render.workbook.names import sheet_names
from salesplan.render.workbook.number_formats import axis_format, money_format, share_format
from salesplan.report import Column, Report, Row, Table
from salesplan.words import MoneyForm, Text, form
from salesplan.words.width import width

BYTES = {lang: workbook.render(company(lang), lang) for lang in ("zh", "en")}
UNITS = [("元", 2), ("元", 0), ("千元", 1), ("万元", 1), ("万元", 2), ("万元", 4), ("百万元", 2), ("亿元", 2), ("亿元", 3), ("1", 2), ("thousand", 0), ("million", 1)]


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def small(*rows: Row, columns: tuple[Column, ...], **table: Any) -> Any:
    report = Report("t", Text("as-written", text="t"), {"year": 2027}, MoneyForm(unit="万元", decimals=1), (Table("t", columns, rows, **table),))
    return opened(workbook.render(report, "zh")).worksheets[1]


def displayed(value: int, number_format: str) -> str:
    """What a spreadsheet shows: literal characters stay, digits fill the places from the right, commas at the end divide."""
    parts = number_format.split(";")
    negative = value < 0 and len(parts) > 1
    part = parts[1] if negative else parts[0]
    scale = len(part) - len(part.rstrip(","))
    body = part.rstrip(",")
    body, dot, decimals = body.partition(".") if "\\." not in body else (body, "", "")
    number = Decimal(abs(value)) / 1000**scale
    number = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    whole, _, rest = f"{number:,f}".partition(".") if "#,##0" in body else f"{number:f}".partition(".")
    if "#,##0" in body:
        return body.replace("#,##0", whole) + dot + rest
    digits, shown = list(whole), []
    places = list(re.finditer(r"\\(.)|([0#-])", body))
    for k, place in enumerate(reversed(places)):
        if place[1] or place[2] == "-":
            shown.append(place[1] or "-")
        elif digits:
            shown.append(digits.pop())
            if not any(p[2] in ("0", "#") for p in list(reversed(places))[k + 1 :]):
                shown += reversed(digits)
        elif place[2] == "0":
            shown.append("0")
    return "".join(reversed(shown))


@given(st.integers(-(10**15), 10**15), st.sampled_from(UNITS))
def test_a_number_format_shows_what_the_screen_shows(amount: int, unit: tuple[str, int]) -> None:
    """The cell holds the amount in currency units, the format its unit; decimals may be more, never fewer."""
    money = MoneyForm(unit=unit[0], decimals=unit[1])
    whole = amount // 100 * 100
    shown = displayed(whole // 100, money_format(whole, money))
    decimals = len(shown.partition(".")[2])
    assert decimals >= money.decimals
    exact = MoneyForm(unit=unit[0], decimals=decimals)
    expected = form(whole, "money", exact)
    assert shown.lstrip("-") == expected.lstrip("-")
    assert shown.startswith("-") == (whole < 0)


def test_what_libreoffice_was_seen_to_show() -> None:
    money = MoneyForm(unit="万元", decimals=1)
    seen = {0: "0.0", 500_00: "0.1", 123_456_00: "12.3", 9_999_500_00: "1,000.0", 262_301_000_00: "26,230.1", 10**12: "1,000,000.0", -262_301_000_00: "-26,230.1"}
    assert {v: displayed(v // 100, money_format(v, money)) for v in seen} == seen
    assert axis_format(money, signed=True) == "0\\.0,;-0\\.0,"


def test_a_share_below_the_whole_is_never_shown_as_the_whole() -> None:
    assert [share_format(v) for v in (0.5, 1, 0.9996, 0.99999, 1.0004, -0.9999)] == ["0.0%", "0.0%", "0.00%", "0.000%", "0.00%", "0.00%"]


def test_money_is_a_number_in_currency_units_under_the_plans_unit() -> None:
    cell = opened(BYTES["zh"])["年度目标"]["D6"]
    assert (cell.value, cell.data_type) == (262_301_000, "n")
    assert cell.number_format == "#0\\,000\\.0,;-#0\\,000\\.0,"
    assert opened(BYTES["zh"])["年度目标"]["B2"].value == "单位：万元    口径：价税合计（本位币），按出库    截止：2026-12-31"


def test_kinds_have_their_formats() -> None:
    import datetime as dt

    columns = (Column("person_id"), Column("count"), Column("share"), Column("x"), Column("y"), Column("z"))
    row = Row(("000123", 1200, 0.25, dt.date(2027, 3, 1), -0.032, 3.5), kinds={3: "date", 4: "points", 5: "score"})
    sheet = small(row, columns=columns)
    cells = sheet[5]
    assert [c.value for c in cells] == ["000123", 1200, 0.25, dt.datetime(2027, 3, 1), pytest.approx(-3.2), 3.5]
    assert [c.number_format for c in cells[1:]] == ["#,##0", "0.0%", "yyyy-mm-dd", '+0.0"pp";-0.0"pp";0.0"pp"', "#,##0.0"]
    xml = zipfile.ZipFile(io.BytesIO(BYTES["zh"])).read("xl/worksheets/sheet6.xml").decode()
    assert "numberStoredAsText" not in xml


def test_codes_of_digits_are_text_without_a_green_corner() -> None:
    report = Report("t", Text("as-written", text="t"), {}, MoneyForm(), (Table("t", (Column("person_id"),), [Row(("0001",))]),))
    xml = zipfile.ZipFile(io.BytesIO(workbook.render(report, "zh"))).read("xl/worksheets/sheet2.xml").decode()
    assert re.search(r'<ignoredError sqref="A6:A6" numberStoredAsText="1"', xml)


def test_missing_is_a_dash_never_a_zero() -> None:
    sheet = opened(BYTES["zh"])["年度目标"]
    assert (sheet["F9"].value, sheet["G9"].value, sheet["H9"].value) == ("–", "–", None)


def test_marks_have_a_symbol_and_a_colour() -> None:
    cell = opened(BYTES["zh"])["年度目标"]["E11"]
    assert cell.number_format == '"✗ "0.0%'
    assert cell.fill.fgColor.rgb == "FFFBE0E0"


def test_sums_are_bold_and_set_off() -> None:
    sheet = opened(BYTES["zh"])["年度目标"]
    assert sheet["A12"].value == "合计"
    assert sheet["A12"].font.b
    assert sheet["A12"].border.top.style == "medium"
    assert not sheet["A11"].font.b


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_are_ready_to_use_and_to_print(lang: str) -> None:
    book = opened(BYTES[lang])
    expected = {"zh": ["目录", "预警", "年度目标", "分月明细", "分月", "个人", "说明"], "en": ["Contents", "Alerts", "Year", "Detail", "Months", "People", "Notes"]}
    assert book.sheetnames == expected[lang]
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 0) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.center.text
    detail = book.worksheets[3]
    assert detail.freeze_panes == "C7"
    assert detail.print_title_rows == "$5:$6"
    font = book.worksheets[2]["A6"].font
    assert (font.name, font.sz) == ({"zh": "微软雅黑", "en": "Calibri"}[lang], 10)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_and_heading_has_room(lang: str) -> None:
    for sheet in opened(BYTES[lang]).worksheets[2:-1]:
        merged = {cell for area in sheet.merged_cells.ranges for row in area.rows for cell in row}
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                if isinstance(cell, MergedCell):
                    continue
                room = sheet.column_dimensions[cell.column_letter].width
                if isinstance(cell.value, (int, float)):
                    digits = displayed(int(cell.value), cell.number_format) if cell.number_format.startswith(("#", "0\\")) else "100.0%"
                    assert len(digits) + 1 <= room, (sheet.title, cell.coordinate)
                elif isinstance(cell.value, str) and (cell.row, cell.column) not in merged and not cell.alignment.wrap_text and cell.border.left.style:
                    assert width(cell.value) <= room, (sheet.title, cell.coordinate, cell.value)


def test_the_contents_lead_to_every_sheet() -> None:
    book = opened(BYTES["zh"])
    links = {c.value: c.hyperlink.location for row in book["目录"].iter_rows() for c in row if c.hyperlink}
    assert links == {name: f"'{name}'!A1" if not name.isascii() else f"{name}!A1" for name in book.sheetnames[1:]}
    texts = [c.value for row in book["目录"].iter_rows() for c in row if c.value]
    assert "exports/金蝶云星空_销售出库单列表_2026.xlsx" in texts
    assert 45727 in texts


def test_charts_draw_from_the_cells_of_their_table() -> None:
    book = opened(BYTES["zh"])
    assert [len(s._charts) for s in book.worksheets] == [0, 0, 1, 0, 2, 1, 0]
    series = book["年度目标"]._charts[0].ser
    assert [s.val.numRef.f for s in series] == ["年度目标!$B$6:$B$11", "年度目标!$D$6:$D$11"]


def test_a_chart_of_rows_between_sums_gets_data_of_its_own() -> None:
    from salesplan.report import Chart

    rows = [Row(("1月", 100)), Row(("小计", 100), level="subtotal"), Row(("2月", 200))]
    table = Table("t", (Column("month"), Column("target")), rows, sheet=Text("as-written", text="月"))
    chart = Chart("line", "t", "month", ("target",), Text("as-written", text="=月"))
    book = opened(workbook.render(Report("t", Text("as-written", text="t"), {}, MoneyForm(), (table, chart)), "zh"))
    assert book.sheetnames == ["目录", "月", "图表数据", "说明"]
    assert [c.value for c in book["图表数据"]["B"][6:]] == [1, 2]
    assert len(book["月"]._charts) == 1
    assert book["月"]._charts[0].ser[0].val.numRef.f == "图表数据!$B$7:$B$8"


def test_a_line_has_a_gap_where_a_value_is_missing() -> None:
    from salesplan.report import Chart

    rows = [Row(("1月", 100)), Row(("2月", None)), Row(("3月", 300))]
    table = Table("t", (Column("month"), Column("target")), rows, sheet=Text("as-written", text="月"))
    chart = Chart("line", "t", "month", ("target",), Text("as-written", text="月"))
    book = opened(workbook.render(Report("t", Text("as-written", text="t"), {}, MoneyForm(), (table, chart)), "zh"))
    assert [c.value for c in book["图表数据"]["B"][6:]] == [1, None, 3]
    assert [c.value for c in book["月"]["B"]][-3:] == [1, "–", 3]


def test_tables_on_one_sheet_stack_and_new_pages_break() -> None:
    def person(name: str) -> Table:
        return Table(name, (Column("month"), Column("target")), [Row(("1月", 100))], title=Text("as-written", text=name), sheet=Text("as-written", text="责任书"), new_page=True)

    report = Report("t", Text("as-written", text="t"), {}, MoneyForm(), tuple(person(n) for n in ("张伟", "李娜", "陈䶮")))
    sheet = opened(workbook.render(report, "zh"))["责任书"]
    titles = [c.row for c in sheet["A"] if c.value in ("张伟", "李娜", "陈䶮")]
    assert [b.id for b in sheet.row_breaks.brk] == [row - 1 for row in titles[1:]]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B5", "$1:$4")
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_long_plain_list_can_be_filtered_without_its_total() -> None:
    rows = [*(Row((f"客户{i}", i)) for i in range(40)), Row(("合计", 780), level="total")]
    assert small(*rows, columns=(Column("region"), Column("target"))).auto_filter.ref == "A5:B45"


def test_the_same_report_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from company_report import company; from salesplan.render import workbook; open(sys.argv[2], 'wb').write(workbook.render(company('zh'), 'zh'))"
    for seed in ("1", "2"):
        subprocess.run([sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / seed)], check=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2]), "TZ": "Asia/Shanghai"})
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes() == BYTES["zh"]


def test_hostile_texts_stay_text() -> None:
    archive = zipfile.ZipFile(io.BytesIO(workbook.render(hostile_report(), "zh")))
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        root = ElementTree.fromstring(archive.read(name))
        for node in root.iter():
            tag = node.tag.split("}")[-1]
            assert tag not in ("ddeLink", "oleLink")
            assert node.get("TargetMode") != "External"
            if tag == "f" and name.startswith("xl/worksheets/"):
                pytest.fail(f"a formula in {name}: {node.text}")
            assert tag != "t" or len(node.text or "") <= 32_767
    names = opened(workbook.render(hostile_report(), "zh")).sheetnames
    assert len({n.casefold() for n in names}) == len(names)


@given(st.lists(st.text(max_size=60), max_size=30))
def test_sheet_names_are_ones_that_excel_takes(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len(names) == len(wanted)
    assert len({n.casefold() for n in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
        assert name.casefold() != "history"
