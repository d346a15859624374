"""Worksheets in every layout that writers produce read the same; what is broken or hostile is refused in a sentence."""

import io
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import inline, links, number, parts, rows, sheet, workbook, zipped

from salesplan.frame import MISSING
from salesplan.problem import InvalidInput
from salesplan.records import package
from salesplan.records.book import open_book
from salesplan.records.files import Source
from salesplan.records.gather import NO_VALUE
from salesplan.records.sheet_xml import OddChunk, parsed_cells, plain_cells


def cells(data, role="number", name="a.xlsx"):
    """Every filled cell of the first sheet by address."""
    table = open_book(Source(name, data)).sheets[0]
    grid = table.grid(dict.fromkeys(range(40), role), 0)
    found = {}
    for j, column in grid.columns.items():
        for i in np.flatnonzero(~column.blank).tolist():
            code = int(column.texts.codes[i])
            value = column.texts.labels[code] if code != MISSING else float(column.numbers[i])
            found[int(grid.rows[i]), j] = ("error", value) if code in column.errors and code != MISSING else value
    return found


WANTED = {(1, 0): "名 & <称>", (1, 1): 3.5, (2, 0): "b", (2, 2): -1.0}
A1 = "名 &amp; &lt;称&gt;"

LAYOUTS = {
    "plain": f'<row r="1">{inline("A1", A1)}{number("B1", 3.5)}</row><row r="2">{inline("A2", "b")}{number("C2", -1)}</row>',
    "styles and spans": f'<row r="1" spans="1:3" ht="15">{inline("A1", A1)}<c r="B1" s="12"><v>3.5</v></c></row>'
    f'<row r="2"><c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">b</t></is></c><c r="B2" s="1"/><c r="C2" t="n"><v>-1</v></c></row>',
    "formulas": f'<row r="1">{inline("A1", A1)}<c r="B1"><f>SUM(1,2.5)</f><v>3.5</v></c></row>'
    '<row r="2"><c r="A2" t="str"><f>"b"</f><v>b</v></c><c r="C2"><f t="shared" si="0"/><v>-1</v></c></row>',
    "rich text": f'<row r="1"><c r="A1" t="inlineStr"><is><r><t>名 &amp;</t></r><r><t> &lt;称&gt;</t></r></is></c>{number("B1", 3.5)}</row>'
    f'<row r="2">{inline("A2", "b")}{number("C2", -1)}</row>',
    "no addresses": f'<row><c t="inlineStr"><is><t>{A1}</t></is></c><c><v>3.5</v></c></row>'
    '<row><c t="inlineStr"><is><t>b</t></is></c><c/><c><v>-1</v></c></row>',
    "other order of attributes": f'<row spans="1:3" r="1"><c t="inlineStr" r="A1"><is><t>{A1}</t></is></c><c s="1" r="B1"><v>3.5</v></c></row>'
    f'<row r="2">{inline("A2", "b")}<c t="n" s="100" r="C2"><v>-1</v></c></row>',
    "type before a long style": f'<row r="1">{inline("A1", A1)}{number("B1", 3.5)}</row><row r="2"><c r="A2" t="str" s="100"><v>b</v></c>'
    f'{number("C2", -1)}</row>',
    "comments and sections": f'<!-- <row r="9"> --><row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[名 & <称>]]></t></is></c>{number("B1", 3.5)}</row>'
    f'<row r="2">{inline("A2", "b")}{number("C2", -1)}</row>',
    "rows out of order": f'<row r="2">{inline("A2", "b")}{number("C2", -1)}</row><row r="1">{inline("A1", A1)}{number("B1", 3.5)}</row>',
    "a row in two parts": f'<row r="1">{inline("A1", A1)}</row><row r="1">{number("B1", 3.5)}</row><row r="2">{inline("A2", "b")}{number("C2", -1)}</row>',
    "blank rows": f'<row r="1">{inline("A1", A1)}{number("B1", 3.5)}</row><row r="2">{inline("A2", "b")}{number("C2", -1)}</row><row r="3" s="1"/>'
    '<row r="9"><c r="A9" s="1"/><c r="B9" t="inlineStr"><is><t></t></is></c></row><row r="1048576" ht="15"/>',
    "a greater-than sign in a text": '<row r="1"><c r="A1" t="inlineStr"><is><t>名 &amp; &lt;称></t></is></c>'
    + f'{number("B1", 3.5)}</row><row r="2">{inline("A2", "b")}{number("C2", -1)}</row>',
    "line breaks between elements": f'\n <row r="1">\n  {inline("A1", A1)}\n  {number("B1", 3.5)}\n </row>\n <row r="2">{inline("A2", "b")}{number("C2", -1)}\n</row>\n',
    "phonetics": f'<row r="1"><c r="A1" t="inlineStr"><is><t>{A1}</t><rPh sb="0" eb="1"><t>ming</t></rPh></is></c>{number("B1", 3.5)}</row>'
    f'<row r="2">{inline("A2", "b")}{number("C2", -1)}</row>',
    "a stray cell in the last corner": f'<row r="1">{inline("A1", A1)}{number("B1", 3.5)}</row><row r="2">{inline("A2", "b")}{number("C2", -1)}</row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_reads_the_same(layout):
    assert cells(workbook(sheet(LAYOUTS[layout]))) == WANTED


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_reads_the_same_with_a_prefix(layout):
    text = LAYOUTS[layout]
    for name in ("row", "c", "v", "is", "t", "f", "r", "rPh"):
        for end in (" ", ">", "/"):
            text = text.replace(f"<{name}{end}", f"<x:{name}{end}")
        text = text.replace(f"</{name}>", f"</x:{name}>")
    assert cells(workbook(sheet(text, prefix="x"))) == WANTED


def test_a_false_dimension_is_not_believed():
    assert cells(workbook(sheet(LAYOUTS["plain"], before='<dimension ref="A1"/>'))) == WANTED


def test_a_sheet_in_utf16():
    found = parts(sheet(LAYOUTS["plain"]).replace("UTF-8", "UTF-16"))
    found["xl/worksheets/sheet1.xml"] = found["xl/worksheets/sheet1.xml"].encode("utf-16")
    assert cells(zipped(found)) == WANTED


SHARED = {
    "plain": f"<si><t>{A1}</t></si><si><t>b</t></si>",
    "rich and phonetic": '<si><r><rPr><b/></rPr><t xml:space="preserve">名 &amp; </t></r><r><t>&lt;称&gt;</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
    "<si><t>b</t><phoneticPr fontId='1'/></si>",
    "with blanks": f"<si><t>{A1}</t></si><si><t>b</t></si><si><t/></si><si/>",
}  # fmt: skip


@pytest.mark.parametrize("how", SHARED)
def test_shared_texts(how):
    text = f'<row r="1"><c r="A1" t="s"><v>0</v></c>{number("B1", 3.5)}</row><row r="2"><c r="A2" s="1" t="s"><v>1</v></c>{number("C2", -1)}</row>'
    assert cells(workbook(sheet(text), shared=SHARED[how])) == WANTED


def test_a_shared_text_that_is_not_there_is_damage():
    with pytest.raises(InvalidInput) as caught:
        cells(workbook(sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), shared=SHARED["plain"]))
    assert caught.value.problems[0].slug == "damaged-workbook"


def test_error_cells_are_no_blanks_and_no_texts():
    text = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>A1+1</f></c><c r="C1" t="b"><v>1</v></c></row>'
    assert cells(workbook(sheet(text))) == {(1, 0): ("error", "#N/A"), (1, 1): ("error", NO_VALUE), (1, 2): "TRUE"}


def test_numbers_in_columns_of_texts_are_shown_as_excel_shows_them():
    styles = '<numFmts count="1"><numFmt numFmtId="164" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>'
    text = (
        f'<row r="1">{number("A1", 12, "1")}{number("B1", 45293, "2")}{number("C1", 7)}{number("D1", "7.0")}{number("E1", "1.5")}'
        f'{number("F1", "110101199001011234")}</row>'
    )
    found = cells(workbook(sheet(text), styles=styles), role="text")
    assert list(found.values()) == ["000012", "2024-01-02", "7", "7", "1.5", "110101199001011234"]


def test_a_number_that_is_none_is_kept_as_text():
    found = cells(workbook(sheet(f'<row r="1">{number("A1", "NaN")}{number("B1", "1E400")}{number("C1", "x")}</row>')))
    assert list(found.values()) == ["NaN", "1E400", "x"]


def test_hidden_sheets_are_skipped():
    one, two = sheet(rows([["a"]])), sheet(rows([["b"]]))
    book = open_book(Source("a.xlsx", workbook(one, two, states=("veryHidden", ""))))
    assert [s.name for s in book.sheets] == ["S2"]


def test_days_count_from_1904_where_the_workbook_says_so():
    book = open_book(Source("a.xlsx", workbook(sheet(""), properties='<workbookPr date1904="1"/>')))
    assert book.sheets[0].date1904


def test_absolute_and_backslashed_targets():
    found = parts(sheet(LAYOUTS["plain"]))
    for target in ("/xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml", "./Worksheets/Sheet1.xml"):
        found["xl/_rels/workbook.xml.rels"] = links(("worksheet", target))
        assert cells(zipped(found)) == WANTED


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), st.integers(-10**9, 10**9), st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=6)), max_size=6), max_size=8))
def test_the_quick_way_agrees_with_the_parser(table):
    chunk = rows(table).encode()
    wanted = np.ones(8, bool)
    try:
        found = plain_cells(chunk, wanted) if chunk else None
    except OddChunk:
        found = None
        assert ">" in "".join(c for row in table for c in row if isinstance(c, str)) or not any(any(c is not None for c in r) for r in table)
    if found is not None:
        quick = [
            (int(found.rows[r]), c, found.chunk[s:e])
            for r, c, s, e in zip(found.row_of, found.column.tolist(), found.start, found.end, strict=True)
        ]
        slow = [(c.row, c.column, c.text) for c in parsed_cells(chunk)]
        assert [(r, c) for r, c, _ in quick] == [(r, c) for r, c, _ in slow]


def refused(data, slug, name="a.xlsx"):
    with pytest.raises(InvalidInput) as caught:
        cells(data, name=name)
    assert [p.slug for p in caught.value.problems] == [slug]
    assert caught.value.problems[0].place.file == name
    return caught.value.problems[0]


def test_a_truncated_archive():
    refused(workbook(sheet(LAYOUTS["plain"]))[:-40], "damaged-workbook")


def test_a_wrong_checksum():
    data = bytearray(zipped_stored(parts(sheet(LAYOUTS["plain"]))))
    at = bytes(data).index(b"3.5</v>")
    data[at] = ord("4")
    refused(bytes(data), "damaged-workbook")


def zipped_stored(found):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_xml_that_ends_early():
    found = parts(sheet(LAYOUTS["plain"]))
    found["xl/worksheets/sheet1.xml"] = found["xl/worksheets/sheet1.xml"][:-60]
    refused(zipped(found), "damaged-workbook")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused(part):
    found = parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared="<si><t>a</t></si>")
    found[part] = found[part].replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1)
    refused(zipped(found), "suspicious-workbook")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_stand_twice_are_refused():
    out = io.BytesIO(workbook(sheet(LAYOUTS["plain"])))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("XL/workbook.xml", "<x/>")
    refused(out.getvalue(), "suspicious-workbook")


def test_encrypted_entries_are_refused():
    data = bytearray(workbook(sheet(LAYOUTS["plain"])))
    at = bytes(data).index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    refused(bytes(data), "encrypted-workbook")


def test_what_unpacks_too_large_is_refused_without_unpacking():
    data = bytearray(workbook(sheet(LAYOUTS["plain"])))
    at = bytes(data).index(b"xl/worksheets/sheet1.xml", bytes(data).index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, at + 24, package.LARGEST_PART + 1)
    refused(bytes(data), "workbook-too-large")


def test_a_size_that_lies_is_damage():
    data = bytearray(workbook(sheet(LAYOUTS["plain"])))
    at = bytes(data).index(b"xl/worksheets/sheet1.xml", bytes(data).index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, at + 24, 10)
    refused(bytes(data), "damaged-workbook")


def test_too_many_entries_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(package.MOST_ENTRIES + 1):
            archive.writestr(f"xl/{i}", "")
    refused(out.getvalue(), "suspicious-workbook")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_to_a_sheet_escapes_as_anything_but_a_problem(data):
    text = sheet(data.draw(st.sampled_from(list(LAYOUTS.values())))).encode()
    at = data.draw(st.integers(0, len(text) - 1))
    cut = data.draw(st.integers(0, 6))
    put = data.draw(st.binary(max_size=4))
    found = parts("")
    found["xl/worksheets/sheet1.xml"] = text[:at] + put + text[at + cut :]
    told = ""
    try:
        cells(zipped(found))
    except InvalidInput as error:
        told = error.problems[0].slug
    assert told in ("", "damaged-workbook", "suspicious-workbook", "workbook-too-large")
