"""Workbooks built part by part, so that any oddity of any writer can be made."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def links(*targets):
    """The relations part for (kind, target) pairs, with ids rId1, rId2 ..."""
    items = "".join(f'<Relationship Id="rId{i}" Type="{LINKS}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1))
    return f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def sheet(rows, *, before="", after="", prefix=""):
    """A worksheet part around `<row>` elements."""
    p = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    return f'<?xml version="1.0" encoding="UTF-8"?><{p}worksheet {space}>{before}<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>'


def parts(*sheets, shared=None, styles=None, states=(), properties=""):
    """The parts of a workbook by name; `sheets` are worksheet parts, named S1, S2 ..."""
    names = "".join(
        f'<sheet name="S{i}" sheetId="{i}" r:id="rId{i}"{f" state={state!r}" if state else ""}/>'
        for i, state in enumerate([*states, *[""] * (len(sheets) - len(states))], 1)
    )
    targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    found = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}<sheets>{names}</sheets></workbook>',
    }
    found |= {f"xl/worksheets/sheet{i}.xml": text for i, text in enumerate(sheets, 1)}
    if shared is not None:
        targets.append(("sharedStrings", "sharedStrings.xml"))
        found["xl/sharedStrings.xml"] = f'<?xml version="1.0"?><sst xmlns="{MAIN}">{shared}</sst>'
    if styles is not None:
        targets.append(("styles", "styles.xml"))
        found["xl/styles.xml"] = f'<?xml version="1.0"?><styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    found["xl/_rels/workbook.xml.rels"] = links(*targets)
    return found


def zipped(found):
    """The bytes of an archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return out.getvalue()


def workbook(*sheets, **given):
    """The bytes of a workbook; see `parts`."""
    return zipped(parts(*sheets, **given))


def inline(address, text):
    """A cell that holds its text itself."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def number(address, value, style=""):
    """A cell that holds a number."""
    return f'<c r="{address}"{f" s={style!r}" if style else ""}><v>{value}</v></c>'.replace("'", '"')


def rows(table, first=1):
    """`<row>` elements of a table of texts, numbers and None."""
    out = []
    for i, row in enumerate(table, first):
        cells = []
        for j, value in enumerate(row):
            address = f"{chr(65 + j)}{i}"
            if isinstance(value, str):
                cells.append(inline(address, value.replace("&", "&amp;").replace("<", "&lt;")))
            elif value is not None:
                cells.append(number(address, value))
        out.append(f'<row r="{i}">{"".join(cells)}</row>')
    return "".join(out)
