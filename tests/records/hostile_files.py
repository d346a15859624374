"""Files made to harm a reader, or merely as odd as people's own, by name.

Each is a function that makes it, and the problem that is told of it: '' where it is read, None where either will do.
"""

import io
import struct
import zipfile
import zlib

from old_workbooks import Error, binary, compound, long_text, record, wide, xls, xls_stream, xlsb_parts
from workbooks import inline, parts, rows, sheet, workbook, zipped

HEAD = ("单据编号", "日期", "客户", "价税合计")
LINES = [HEAD, *((f"XS{i}", "2025-01-02", "甲", 100) for i in range(1, 30))]
GOOD = rows(LINES)
AMOUNT = 29 * 100 * 100
"""What the lines add up to [cents]."""


def merged(count):
    ranges = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(100, 100 + count))
    return workbook(sheet(GOOD, after=f'<mergeCells count="{count}">{ranges}</mergeCells>'))


def csv(text=None, encoding="utf-8", delimiter=",", end="\r\n"):
    lines = LINES if text is None else text
    return end.join(delimiter.join(map(str, r)) for r in lines).encode(encoding)


def page(lines=LINES, attributes=""):
    return ("<html><body><table>" + "".join("<tr>" + "".join(f"<td {attributes}>{c}</td>" for c in r) + "</tr>" for r in lines) + "</table>").encode()


def excel_2003(inside, before=""):
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    head = f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">{before}'
    return (head + f'<Worksheet ss:Name="S"><Table>{inside}</Table></Worksheet></Workbook>').encode()


def cells_2003(lines=LINES):
    return "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in r) + "</Row>" for r in lines)


def ods(inside, manifest=""):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><o:document-content xmlns:o="{space}:office:1.0" xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">{inside}</table:table>'
        "</office:spreadsheet></office:body></o:document-content>"
    )
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
        "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
    })  # fmt: skip


def cells_ods(lines=LINES):
    return "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in r) + "</table:table-row>"
        for r in lines
    )


def changed(part, change):
    found = parts(sheet(GOOD))
    found[part] = change(found[part])
    return zipped(found)


def strict():
    found = parts(sheet(GOOD))
    old = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
    new = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")
    return zipped({n: t.replace(old[0], new[0]).replace(old[1], new[1]) for n, t in found.items()})


def with_header(data, name, offset, value):
    """An archive whose central header of an entry says something else."""
    out = bytearray(data)
    at = out.index(name.encode(), out.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", out, at + offset, value)
    return bytes(out)


def bomb(run, count):
    """A workbook whose sheet goes on with the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts(sheet(GOOD)).items():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(sheet(GOOD).encode()[: -len("</sheetData></worksheet>")])
            for _ in range(count):
                part.write(run)
            part.write(b"</sheetData></worksheet>")
    return out.getvalue()


def twice():
    out = io.BytesIO(workbook(sheet(GOOD)))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/WORKBOOK.xml", "<x/>")
    return out.getvalue()


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FORMULA = '<row r="2"><c r="A2" t="inlineStr"><is><t>X</t></is></c><c r="B2"><v>45659</v></c><c r="D2">{}</c></row>'

SMALL = {
    "strict.xlsx": (strict, ""),
    "dimension.xlsx": (lambda: workbook(sheet(GOOD, before='<dimension ref="A1"/>')), ""),
    "named.xls": (lambda: workbook(sheet(GOOD)), ""),
    "corner.xlsx": (lambda: workbook(sheet(GOOD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), ""),
    "beyond.xlsx": (lambda: workbook(sheet(GOOD + '<row r="9999999"><c r="ZZZ9999999"><v>1</v></c></row>')), None),
    "backwards.xlsx": (lambda: workbook(sheet("".join(reversed(GOOD.replace("</row>", "</row>\n").split("\n"))))), ""),
    "whole-grid-merge.xlsx": (lambda: workbook(sheet(GOOD, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')), None),
    "entities.xlsx": (lambda: changed("xl/worksheets/sheet1.xml", lambda t: DOCTYPE + t.split("?>", 1)[1]), "suspicious-workbook"),
    "twice.xlsx": (twice, "suspicious-workbook"),
    "locked-entry.xlsx": (lambda: with_header(workbook(sheet(GOOD)), "xl/workbook.xml", 8, 1), "encrypted-workbook"),
    "size-lies-down.xlsx": (lambda: with_header(workbook(sheet(GOOD)), "xl/worksheets/sheet1.xml", 24, 10), "damaged-workbook"),
    "size-lies-up.xlsx": (lambda: with_header(workbook(sheet(GOOD)), "xl/worksheets/sheet1.xml", 24, 10**6), "damaged-workbook"),
    "checksum.xlsx": (lambda: with_header(workbook(sheet(GOOD)), "xl/worksheets/sheet1.xml", 16, 1), "damaged-workbook"),
    "no-sheets.xlsx": (lambda: workbook(), "no-visible-sheet"),
    "sheet-missing.xlsx": (lambda: zipped({n: t for n, t in parts(sheet(GOOD)).items() if "sheet1" not in n}), "damaged-workbook"),
    "path-escape.xlsx": (lambda: zipped(parts(sheet(GOOD)) | {"../../evil.xml": "x"}), ""),
    "target-escape.xlsx": (lambda: changed("xl/_rels/workbook.xml.rels", lambda t: t.replace("worksheets/", "../../../etc/")), "damaged-workbook"),
    "error-cell.xlsx": (lambda: workbook(sheet(rows([HEAD]) + FORMULA.replace('r="D2"', 'r="D2" t="e"').format("<v>#N/A</v>"))), "error-cell"),
    "no-value.xlsx": (lambda: workbook(sheet(rows([HEAD]) + FORMULA.format("<f>1+1</f>"))), "formula-without-value"),
    "empty-value.xlsx": (lambda: workbook(sheet(rows([HEAD]) + FORMULA.format("<f>1+1</f><v></v>"))), "formula-without-value"),
    "empty-value-closed.xlsx": (lambda: workbook(sheet(rows([HEAD]) + FORMULA.format("<f>1+1</f><v/>"))), "formula-without-value"),
    "depth.xlsx": (lambda: workbook(sheet("<a>" * 100_000 + "</a>" * 100_000 + GOOD)), None),
    "long-attribute.xlsx": (lambda: workbook(sheet(GOOD.replace('<row r="2">', f'<row r="2" x="{"y" * 10**6}">'))), ""),
    "long-format.xlsx": (lambda: workbook(sheet(GOOD), styles=f'<numFmts><numFmt numFmtId="164" formatCode="{"[y" * 40_000}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'), ""),
    "deep-styles.xlsx": (lambda: workbook(sheet(GOOD), styles="<x>" * 200_000 + "</x>" * 200_000), None),
    "error-cell.xls": (lambda: xls([HEAD, ("X", "2025-01-02", "甲", Error("#N/A"))]), "error-cell"),
    "good.xls": (lambda: xls(LINES), ""),
    "bare.xls": (lambda: xls_stream(LINES, shared=False), ""),
    "strings-lie.xls": (lambda: xls(LINES, before=record(0x00FC, struct.pack("<II", 2**31, 2**31) + wide("a") * 5)), "damaged-workbook"),
    "loop.xls": (lambda: _looped(), "damaged-workbook"),
    "mulrk-lies.xls": (lambda: compound({"Workbook": xls_stream(LINES).replace(struct.pack("<HH", 0x027E, 10), struct.pack("<HH", 0x00BD, 10))}), None),
    "truncated.xls": (lambda: xls([*LINES, ("x" * 30_000,)])[:9000], "damaged-workbook"),
    "zeros.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "damaged-workbook"),
    "text-lies.xlsb": (lambda: zipped(xlsb_parts(LINES) | {"xl/sharedStrings.bin": binary(19, b"\0" + struct.pack("<I", 2**31))}), "damaged-workbook"),
    "endless-length.xlsb": (lambda: zipped(xlsb_parts(LINES) | {"xl/worksheets/sheet1.bin": b"\x91\x01\xff\xff\xff\xff"}), "damaged-workbook"),
    "name-lies.xlsb": (lambda: zipped(xlsb_parts(LINES) | {"xl/workbook.bin": binary(156, b"\0" * 8 + long_text("rId1")[:8])}), "damaged-workbook"),
    "good.ods": (lambda: ods(cells_ods()), ""),
    "repeated-rows.ods": (lambda: ods(cells_ods() + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'), ""),
    "repeated-cells.ods": (
        lambda: ods(cells_ods() + '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="float" office:value="1"/></table:table-row>'), "workbook-too-large",
    ),
    "blanks.ods": (lambda: ods(cells_ods() + "<table:table-row><table:table-cell><text:p>" + '<text:s text:c="99999999"/>' * 2000 + "</text:p></table:table-cell></table:table-row>"), None),
    "error.ods": (lambda: ods(cells_ods([HEAD]) + cells_ods([("X", "2025-01-02", "甲", "#N/A")]).replace('<table:table-cell office:value-type="string"><text:p>#N/A', '<table:table-cell table:formula="of:=NA()" office:value-type="string"><text:p>#N/A')), "error-cell"),
    "locked.ods": (lambda: ods(cells_ods(), "<encryption-data/>"), "encrypted-workbook"),
    "entities.ods": (lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": DOCTYPE + "<l>&c;</l>"}), "suspicious-workbook"),
    "utf-8.csv": (csv, ""),
    "utf-16.csv": (lambda: csv(encoding="utf-16", delimiter="\t"), ""),
    "utf-16-bare.csv": (lambda: csv(encoding="utf-16-le", delimiter="\t"), ""),
    "gb18030.csv": (lambda: csv(encoding="gb18030"), ""),
    "big5.csv": (lambda: csv([("單據編號", "日期", "客戶", "價稅合計"), *LINES[1:]], "big5"), ""),
    "returns-only.csv": (lambda: csv(end="\r"), ""),
    "tabs.xls": (lambda: csv(encoding="gb18030", delimiter="\t"), ""),
    "sep.csv": (lambda: b"sep=;\r\n" + csv(delimiter=";"), ""),
    "nul.csv": (lambda: csv().replace("甲".encode(), b"a\0b"), "not-a-text-file"),
    "all-nul.csv": (lambda: b"\0" * 10**6, "empty-file"),
    "open-quote.csv": (lambda: csv().replace("甲".encode(), '"甲'.encode(), 1), "field-quote-open"),
    "unquoted-comma.csv": (lambda: csv().replace("甲".encode(), "甲,乙".encode(), 1), "row-has-other-columns"),
    "cut-in-character.csv": (lambda: csv() + "\r\nXS99,2025-01-02,甲".encode()[:-1], "unreadable-encoding"),
    "cut-in-row.csv": (lambda: csv() + b"\r\nXS99,2025", "row-has-other-columns"),
    "not-a-number.csv": (lambda: csv([HEAD, ("X", "2025-01-02", "甲", "NaN")]), "unreadable-amount"),
    "infinite.csv": (lambda: csv([HEAD, ("X", "2025-01-02", "甲", "1e999")]), "unreadable-amount"),
    "too-great.csv": (lambda: csv([HEAD, ("X", "2025-01-02", "甲", "9" * 400)]), "unreadable-amount"),
    "formula.csv": (lambda: csv([HEAD, ("=1+1", "2025-01-02", "=cmd|'/c calc'!A1", 1)]), None),
    "escape.csv": (lambda: csv([(*HEAD, "\x1b[31m备注\x07"), ("X", "2025-01-02", "\u202e\x1b]0;x\x07甲", "\x1b[2Jx", "")]), "unreadable-amount"),
    "good.html": (page, ""),
    "login.csv": (lambda: b'<!DOCTYPE html><html><form action="/login"><input type="password"></form></html>', "login-page"),
    "login-with-table.xls": (lambda: b'<html><table><tr><td>User</td><td><input type="password"></td></tr></table></html>', "login-page"),
    "colspan.html": (lambda: page(attributes='colspan="99999999"'), None),
    "spans.html": (lambda: page([("a", "b")] * 3000, 'colspan=1000 rowspan=999999'), None),
    "unclosed.html": (lambda: page() + b"<table><tr><td>" + b"<!--" * 300_000, None),
    "angles.html": (lambda: page() + b"<td" * 600_000, None),
    "quotes.html": (lambda: page() + b'<a "' * 500_000, None),
    "nested.html": (lambda: b"<table><tr><td>" * 50_000 + page() + b"</td></tr></table>" * 50_000, None),
    "good.xml": (lambda: excel_2003(cells_2003()), ""),
    "index.xml": (lambda: excel_2003(cells_2003() + '<Row ss:Index="999999999"><Cell ss:Index="999999999"><Data ss:Type="Number">1</Data></Cell></Row>'), None),
    "merge-across.xml": (lambda: excel_2003(cells_2003() + '<Row><Cell ss:MergeAcross="99999999"><Data ss:Type="Number">1</Data></Cell></Row>' * 500), None),
    "entities.xml": (lambda: excel_2003(cells_2003()).replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "suspicious-workbook"),
    "comment.xml": (lambda: excel_2003(cells_2003().replace("</Data></Cell>", '</Data><Comment><ss:Data>x</ss:Data></Comment></Cell>')), ""),
    "error.xml": (lambda: excel_2003(cells_2003([HEAD]) + cells_2003([("X", "2025-01-02", "甲", "#N/A")]).replace('"String">#N/A', '"Error">#N/A')), "error-cell"),
    "page.mht": (lambda: b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n' + page() + b"\r\n--b--", ""),
    "endless.mht": (lambda: b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="-"\r\n\r\n' + b"-" * 10**6, "not-a-table-file"),
    "document.pdf.xlsx": (lambda: b"%PDF-1.4\n...", "not-a-table-file"),
    "picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not-a-table-file"),
    "data.json.csv": (lambda: b'[{"a": 1}]', "not-a-table-file"),
    "empty.csv": (lambda: b"", "empty-file"),
    "blank.csv": (lambda: b"\xef\xbb\xbf\r\n \r\n", "empty-file"),
    "header-only.csv": (lambda: csv(LINES[:1]), None),
    "archive.zip": (lambda: zipped({"a.csv": "x"}), "not-a-table-file"),
    "letter.docx": (lambda: zipped({"word/document.xml": "x", "[Content_Types].xml": "x"}), "not-a-table-file"),
    "noise.xlsx": (lambda: zlib.compress(b"noise" * 9)[2:] * 400, None),
    "broken.parquet": (lambda: b"PAR1" + b"\xff" * 500 + b"PAR1", "damaged-workbook"),
}  # fmt: skip

LARGE = {
    "blank-rows.xlsx": (
        lambda: workbook(sheet(GOOD + "".join(f'<row r="{i}" s="1"><c r="A{i}" s="1"/><c r="B{i}" s="1"/></row>' for i in range(31, 1_000_031)))), "",
    ),
    "merges.xlsx": (lambda: merged(200_000), ""),
    "stray-space.xlsx": (lambda: workbook(sheet(GOOD + '<row r="1048570">' + inline("A1048570", " ") + "</row>")), ""),
    "bomb-of-blanks.xlsx": (lambda: bomb(b" " * 2**20, 300), "workbook-too-large"),
    "bomb-of-rows.xlsx": (lambda: bomb(b"<row><c><v>1</v></c></row>" * 40_330, 40), None),
    "bomb-of-a-text.xlsx": (lambda: bomb(b"x" * 2**20, 100), "workbook-too-large"),
    "strings-bomb.xlsx": (lambda: workbook(sheet(GOOD), shared="<si><t>" + "x" * (200 * 2**20) + "</t></si>"), ""),
    "one-line.csv": (lambda: csv(LINES[:1]) + b"x," * (50 * 2**20), "line-too-long"),
    "one-field.csv": (lambda: csv(LINES[:1]) + b"\r\n" + b"x" * (100 * 2**20), "line-too-long"),
    "wide-rows.csv": (lambda: csv(LINES) + (b"\r\n" + b"," * 5000) * 10_000, None),
    "many-rows.csv": (lambda: csv(LINES) + b"\r\nX,2025-01-02,a,1" * 1_250_000, "too-many-rows"),
    "quotes.csv": (lambda: csv(LINES) + b'\r\n"' + b'""' * (25 * 2**20), "line-too-long"),
    "lines-in-quotes.csv": (lambda: csv(LINES) + b'\r\n"' + b"x\r\n" * (10 * 2**20), "field-quote-open"),
    "page.html": (lambda: page(LINES + [("X", "2025-01-02", "甲", 1)] * 200_000), ""),
    "rows.xml": (lambda: excel_2003(cells_2003(LINES + [("X", "2025-01-02", "甲", 1)] * 100_000)), ""),
    "rows.ods": (lambda: ods(cells_ods(LINES + [("X", "2025-01-02", "甲", 1)] * 60_000)), ""),
    "rows.xls": (lambda: xls_stream([HEAD, *[("X", "2025-01-02", "甲", 1)] * 65_000], shared=False), ""),
    "empty-rows.ods": (lambda: ods(cells_ods() + "<table:table-row><table:table-cell/></table:table-row>" * 2_000_000), ""),
}  # fmt: skip
"""Files that cost much: too much for every test run, in minutes by `benchmarks/hostile.py --large`."""


def _looped():
    data = bytearray(xls([*LINES, ("b" * 9000,)]))
    struct.pack_into("<I", data, 512 + 512 * struct.unpack_from("<I", data, 76)[0], 0)
    return bytes(data)
