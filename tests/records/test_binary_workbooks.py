"""Old and binary workbooks (.xls, .xlsb): every kind of cell is read as it was written; calamine agrees where it can."""

import datetime as dt
import io
import struct

import numpy as np
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from lists import known_list, table
from old_workbooks import Error, Formula, Styled, binary, compound, record, wide, xls, xls_stream, xlsb, xlsb_parts
from workbooks import zipped

from salesplan.frame import MISSING
from salesplan.problem import InvalidInput
from salesplan.records.book import open_book
from salesplan.records.files import Source
from salesplan.records.gather import NO_VALUE
from salesplan.records.sales import read_sales

BOTH = pytest.mark.parametrize("write", [xls, xlsb])


def cells(data, role="number", sheet=0):
    """Every filled cell of a sheet by row (from 1) and column (from 0)."""
    grid = open_book(Source("a.xls", data)).sheets[sheet].grid(dict.fromkeys(range(300), role), 0)
    found = {}
    for j, column in grid.columns.items():
        for i in np.flatnonzero(~column.blank).tolist():
            code = int(column.texts.codes[i])
            value = column.texts.labels[code] if code != MISSING else float(column.numbers[i])
            found[int(grid.rows[i]), j] = ("error", value) if code != MISSING and code in column.errors else value
    return found


def refused(data, slug):
    with pytest.raises(InvalidInput) as caught:
        cells(data)
    assert [p.slug for p in caught.value.problems] == [slug]


EVERYTHING = [
    ["名称", "plain", 1, -0.5, 123456789.12, 1e300, True, Error("#N/A")],
    [Formula(2.5), Formula("文"), Formula(False), Formula(Error("#DIV/0!")), "", 12.34, -7, 2**40],
]
EXPECTED = {
    (1, 0): "名称", (1, 1): "plain", (1, 2): 1.0, (1, 3): -0.5, (1, 4): 123456789.12, (1, 5): 1e300, (1, 6): "TRUE", (1, 7): ("error", "#N/A"),
    (2, 0): 2.5, (2, 1): "文", (2, 2): "FALSE", (2, 3): ("error", "#DIV/0!"), (2, 5): 12.34, (2, 6): -7.0, (2, 7): float(2**40),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("shared", [True, False])
def test_every_kind_of_cell(write, shared):
    assert cells(write(EVERYTHING, shared=shared)) == EXPECTED


@BOTH
def test_a_whole_list(tmp_path, write):
    made = known_list(5)
    rows = [[Styled((c - dt.date(1899, 12, 30)).days, 1) if isinstance(c, dt.date) else c for c in row] for row in table(made)]
    (tmp_path / "a.xls").write_bytes(write(rows, styles=(0, 14)))
    reading = read_sales([tmp_path / "a.xls"]).reading[0]
    assert reading.amount == made.kept
    assert reading.format == {xls: "xls (BIFF)", xlsb: "xlsb"}[write]


@BOTH
def test_dates_and_codes_are_shown_as_excel_shows_them(write):
    data = write(
        [["a", Styled(45293, 1), Styled(12, 2), Styled(45293.5, 3), Styled(45293, 4), Styled(45293, 5), 1e15]],
        formats=("000000", "yyyy/m/d h:mm"), styles=(0, 14, 164, 165, 31, 57),
    )  # fmt: skip
    assert list(cells(data, "text").values()) == [
        "a", "2024-01-02", "000012", "2024-01-02 12:00:00", "2024-01-02", "2024-01-02", "1000000000000000",
    ]  # fmt: skip
    assert cells(data)[1, 1] == 45293


@BOTH
def test_hidden_sheets_are_skipped_and_1904_is_said(write):
    data = write([["a"]], [["b"]], [["c"]], hidden=(1, 2, 0), date1904=True)
    (sheet,) = open_book(Source("a.xls", data)).sheets
    assert (sheet.name, sheet.date1904) == ("S3", True)
    refused(write([["a"]], hidden=(2,)), "no-visible-sheet")


@BOTH
def test_merged_cells(write):
    (merge,) = open_book(Source("a.xls", write([["a"]], merges=[(0, 4, 1, 2)]))).sheets[0].merges()
    assert merge == (1, 1, 5, 2)


def test_shared_texts_run_over_records():
    texts = ["中" * 5000, "x" * 9000, "", "é" * 3, "中文" * 2100 + "𠮷" * 30, *(f"名称{i}" for i in range(3000))]
    assert list(cells(xls([[t] for t in texts])).values()) == [t for t in texts if t]


def test_formulas_that_were_never_calculated_are_no_blanks():
    assert cells(xls([["a", Formula(None)], ["b", Formula(None)]]))[2, 1] == ("error", NO_VALUE)
    assert cells(xls([["a", Formula("")], ["b", Formula(1)]])) == {(1, 0): "a", (2, 0): "b", (2, 1): 1.0}


@pytest.mark.parametrize("size", [100, 20_000])
def test_small_and_large_streams(size):
    assert len(cells(compound({"Other": b"x" * 100, "Workbook": xls_stream([["a", "b" * size]])}))) == 2


def test_an_embedded_workbook_beside_the_real_one():
    data = compound({"Ole10Native": xls_stream([["wrong"]]), "Workbook": xls_stream([["right"]])})
    assert cells(data) == {(1, 0): "right"}


def before_97(*cells, codepage=936):
    """A stream of Excel 95: one sheet, texts in a code page."""
    start = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 1995)) + record(0x0042, struct.pack("<H", codepage))
    name = "表".encode("gbk")
    at = len(start) + len(record(0x0085, b"\0" * 7 + name)) + 4
    start += record(0x0085, struct.pack("<IBB", at, 0, 0) + bytes([len(name)]) + name) + record(0x000A)
    return start + record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 1995)) + b"".join(cells) + record(0x000A)


def label(row, column, raw):
    return record(0x0204, struct.pack("<HHHH", row, column, 0, len(raw)) + raw)


@pytest.mark.parametrize("codepage", [936, 1252])
def test_excel_95_with_texts_in_a_code_page(codepage):
    data = compound({"Book": before_97(label(0, 0, "单据编号".encode("gbk")), label(0, 1, b"date"), codepage=codepage)})
    assert cells(data) == {(1, 0): "单据编号", (1, 1): "date"}


def test_a_bare_stream_as_small_programs_write_it():
    """Without a container and without a workbook, as in a snippet that many old systems share."""
    stream = struct.pack("<6H", 0x0809, 8, 0, 0x10, 0, 0) + label(0, 0, "客户名称".encode("gbk"))
    stream += record(0x0203, struct.pack("<HHHd", 1, 0, 0, 12.5)) + record(0x000A)
    assert cells(stream) == {(1, 0): "客户名称", (2, 0): 12.5}


def test_excel_2():
    at = struct.pack("<HH3x", 1, 0)
    stream = record(0x0009, struct.pack("<HH", 2, 0x10)) + record(0x0004, struct.pack("<HH3xB", 0, 0, 4) + "客户".encode("gbk"))
    stream += record(0x0003, at + struct.pack("<d", 12.5)) + record(0x0002, struct.pack("<HH3xH", 2, 0, 7)) + record(0x000A)
    assert cells(stream) == {(1, 0): "客户", (2, 0): 12.5, (3, 0): 7.0}


def test_a_password_is_asked_for():
    refused(xls([["a"]], before=record(0x002F, b"\1\0" * 3)), "encrypted-workbook")
    refused(compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x"}), "encrypted-workbook")


def test_what_ends_early_is_damage():
    data = xls([["a", "b" * 9000, 1.5]])
    for cut in (len(data) // 2, 1500, 600):
        refused(data[:cut], "damaged-workbook")
    stream = xls_stream([["a", 1.5]])
    refused(compound({"Workbook": stream[:-4]}), "damaged-workbook")
    found = xlsb_parts([["a", 1.5]])
    found["xl/worksheets/sheet1.bin"] = found["xl/worksheets/sheet1.bin"][:-6]
    refused(zipped(found), "damaged-workbook")


def test_what_contradicts_itself_is_damage():
    refused(xls([["a"]], before=record(0x00FC, struct.pack("<II", 10**9, 10**9))), "damaged-workbook")
    found = xlsb_parts([["a"]])
    for wrong in (binary(0, struct.pack("<I", 2**30)), binary(6, struct.pack("<III", 0, 0, 2**30)), binary(5, struct.pack("<IId", 2**20, 0, 1))):
        found["xl/worksheets/sheet1.bin"] = binary(145) + wrong + binary(146)
        refused(zipped(found), "damaged-workbook")


def test_a_loop_of_sectors_is_damage():
    data = bytearray(xls([["a", "b" * 9000]]))
    table = struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, 512 + 512 * table, 0)
    refused(bytes(data), "damaged-workbook")


TABLE = st.lists(
    st.lists(
        st.one_of(
            st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-10**9, 10**9).map(float), st.integers(-10**9, 10**9).map(lambda n: n / 100),
            st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
        ),
        min_size=1, max_size=5,
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@BOTH
@settings(max_examples=80, deadline=None)
@given(rows=TABLE)
def test_what_was_written_is_read_and_calamine_agrees(write, rows):
    rows = [["a"], *rows]
    data = write(rows)
    wanted = {(i, j): v for i, row in enumerate(rows, 1) for j, v in enumerate(row) if v is not None}
    assert cells(data) == wanted
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    found = {(i, j): v for i, row in enumerate(theirs, 1) for j, v in enumerate(row) if v != ""}
    assert found == wanted


def test_wide_and_narrow_texts():
    assert cells(xls([[Formula("é"), Formula("中é")]])) == {(1, 0): "é", (1, 1): "中é"}
    assert wide("é")[2] == 0
