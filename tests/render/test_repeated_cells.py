"""Rows of a long list whose cells all stood before are written whole, to the last row and column."""

import io
import re
import zipfile

import openpyxl

from salesplan.render import formats
from salesplan.report import Column, Report, Row, Table
from salesplan.words import MoneyForm, Text


def report(rows):
    columns = (Column("region"), Column("amount"), Column("person"))
    table = Table("a", columns, [Row(r) for r in rows], Text("title-columns"), Text("title-columns"))
    return Report("inspect", Text("title-columns"), {"name": None, "year": None, "currency": "CNY", "commit": None}, MoneyForm("CNY", 2, "1", 2), (table,))


def test_every_row_is_there_however_often_it_repeats(tmp_path):
    rows = [("华东", 12345, "李娜"), ("华南", 600, "王伟"), ("华东", 12345, None), *[("华南", 600, "王伟"), ("华东", 12345, "李娜")] * 40]
    path = tmp_path / "a.xlsx"
    data = formats.write(report(rows), path, "zh")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(s for s in book if any(c.value == "李娜" for row in s.iter_rows() for c in row))
    read = [tuple(c.value for c in row)[:3] for row in sheet.iter_rows() if row[0].value in ("华东", "华南")]
    assert read == [(a, b / 100, c if c else "-") for a, b, c in rows] or read == [(a, b / 100, c) for a, b, c in rows]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        shared = parts.read("xl/sharedStrings.xml").decode()
        used = sum(parts.read(n).decode().count('t="s"') for n in parts.namelist() if n.startswith("xl/worksheets/sheet"))
    assert int(re.search(r'<sst [^>]*?count="(\d+)"', shared)[1]) == used
