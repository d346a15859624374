"""What is named .xls and is something else: HTML tables, the XML of Excel 2003, OpenDocument; and what is no table at all."""

import io
import zipfile

import pytest
from lists import known_list, table
from old_workbooks import compound

from salesplan.problem import InvalidInput
from salesplan.records.files import Source
from salesplan.records.formats import format_of
from salesplan.records.sales import read_sales

ROWS = [
    ("单据编号", "日期", "区域", "客户编码", "价税合计"),
    ("XS1", "2025-01-02", "华东", "0012", "1,234.50"),
    ("XS2", "2025-01-03", "华南", "0013", "-5"),
    ("合计", "", "", "", "1,229.50"),
]


def page(rows, encoding="utf-8", begin="<html><head><meta charset={0}></head><body>"):
    cells = "".join("<tr>" + "".join(f"<td>{c}&nbsp;</td>" for c in r) + "</tr>\n" for r in rows)
    return (begin.format(encoding) + f"<style>td {{}}</style><table border=1>{cells}</table><p>x</p>").encode(encoding)


def excel_2003(rows):
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' if c else "" for c in r[:1])
        + "".join(f'<Cell ss:Index="{j}"><Data ss:Type="String">{c}</Data></Cell>' for j, c in enumerate(r[1:], 2) if c) + "</Row>"
        for r in rows
    )  # fmt: skip
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="单">'
        f'<Table><Row><Cell ss:MergeAcross="4"><Data ss:Type="String">销售表</Data></Cell></Row>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def open_document(rows):
    lines = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in r)
        + "</table:table-row>" for r in rows
    )  # fmt: skip
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="单">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "format_said", "header_row"),
    [
        (page(ROWS), "html", 1),
        (page(ROWS, "gb18030"), "html", 1),
        (page(ROWS, "gb2312"), "html", 1),
        (page(ROWS, "utf-8", "<table><tr><td>a</td></tr></table>"), "html", 1),
        (page(ROWS, "utf-16", "<html>"), "html", 1),
        (excel_2003(ROWS), "xml (SpreadsheetML 2003)", 2),
        (open_document(ROWS), "ods", 1),
    ],
)
def test_the_same_list_in_other_formats(tmp_path, data, format_said, header_row):
    path = tmp_path / "report.xls"
    path.write_bytes(data)
    sales = read_sales([path])
    reading = sales.reading[0]
    assert (reading.format, reading.header_row, reading.rows, reading.amount) == (format_said, header_row, 2, 122950)
    assert reading.total.verdict == "equal"
    assert sales.frame.texts("customer_id").labels == ("0012", "0013")


def test_a_whole_list_as_a_page(tmp_path):
    made = known_list(12)
    (tmp_path / "a.xls").write_bytes(page([["" if c is None else c for c in row] for row in table(made)]))
    assert read_sales([tmp_path / "a.xls"]).reading[0].amount == made.kept


@pytest.mark.parametrize(
    ("data", "slug", "what"),
    [
        (b"%PDF-1.7 x", "not-a-table-file", "is-pdf"),
        (b"\x89PNG\r\n\x1a\n", "not-a-table-file", "is-picture"),
        (b"\x1f\x8b\x08x", "not-a-table-file", "is-archive"),
        (b'{"code": 401, "msg": "expired"}', "not-a-table-file", "is-json"),
        (b"<?xml version='1.0'?><orders/>", "not-a-table-file", "is-xml"),
        (b"<html><body>no data</body></html>", "not-a-table-file", "is-html"),
        ("<html><h1>用户登录</h1>".encode("gb18030"), "login-page", None),
        (compound({"WordDocument": b"x" * 5000}), "not-a-table-file", "is-document"),
        (compound({"PowerPoint Document": b"x" * 5000}), "not-a-table-file", "is-slides"),
        (compound({"__properties_version1.0": b"x"}), "not-a-table-file", "is-mail"),
        (compound({"Other": b"x"}), "not-a-table-file", "is-office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "damaged-workbook", None),
        (b"PK\x03\x04" + b"\0" * 100, "damaged-workbook", None),
    ],
)
def test_what_it_really_is(data, slug, what):
    with pytest.raises(InvalidInput) as caught:
        format_of(Source("a.xlsx", data))
    problem = caught.value.problems[0]
    assert problem.slug == slug
    if what:
        assert problem.params["what"].slug == what


@pytest.mark.parametrize(("name", "what"), [("word/document.xml", "is-document"), ("ppt/presentation.xml", "is-slides"), ("a.txt", "is-archive")])
def test_other_archives(name, what):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(InvalidInput) as caught:
        format_of(Source("a.xlsx", out.getvalue()))
    assert caught.value.problems[0].params["what"].slug == what


def test_entities_in_the_xml_of_excel_2003_are_refused(tmp_path):
    (tmp_path / "a.xls").write_bytes(excel_2003(ROWS).replace(b"?>\n<Workbook", b'?>\n<!DOCTYPE x [<!ENTITY a "b">]><Workbook'))
    with pytest.raises(InvalidInput) as caught:
        read_sales([tmp_path / "a.xls"])
    assert caught.value.problems[0].slug == "suspicious-workbook"


def test_a_far_away_index_is_refused(tmp_path):
    (tmp_path / "a.xls").write_bytes(excel_2003(ROWS).replace(b"<Row>", b'<Row ss:Index="9999999">', 1).replace(b'ss:Index="2"', b'ss:Index="9999999"'))
    with pytest.raises(InvalidInput) as caught:
        read_sales([tmp_path / "a.xls"])
    assert caught.value.problems[0].slug == "workbook-too-large"
