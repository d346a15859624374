"""A sound list in every format, and damage to it that a seed decides: bytes, parts of archives, records, numbers blown up."""

import datetime as dt
import io
import re
import tempfile
import zipfile
from pathlib import Path

from lists import as_text, as_xlsx, known_list, table
from old_workbooks import Styled, xls, xls_stream, xlsb
from workbooks import rows, sheet, workbook

PUT = (
    b"<", b">", b'"', b"&", b"\0", b"9" * 20, b",,", b"\n", b"</row>", b'<row r="3">', b"NaN", b"1e999", b"\xff", b"<!DOCTYPE x [", b"<table>",
    b"</td>", b"</tr>", b"\xff\xff\xff\xff", b"\0\0\0\0", b"PK\x03\x04", b"<c r=\"XFD1048576\"><v>1</v></c>", b"<![CDATA[", b"<!--", b"\x1b[31m",
)  # fmt: skip
NUMBERS = (b"0", b"-1", b"65536", b"1048576", b"16385", b"2147483647", b"4294967296", b"99999999999999999999")


def _serial(cell):
    return Styled((cell - dt.date(1899, 12, 30)).days, 1) if isinstance(cell, dt.date) else cell


def sound(seed=1, size=20):
    """The bytes of a sound list in every format."""
    from test_other_formats import excel_2003, open_document, page

    listed = table(known_list(seed, size))
    said = [["" if c is None else str(c) for c in row] for row in listed]
    serials = [[_serial(c) for c in row] for row in listed]
    plain = [[c.value if isinstance(c, Styled) else c for c in row] for row in serials]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        as_xlsx(path, [["销售"], ["单位：元"], *listed])
        written = path.read_bytes()
    return {
        "xlsx": written, "inline.xlsx": workbook(sheet(rows([[None if c == "" else c for c in r] for r in plain]))),
        "xls": xls(serials, styles=(0, 14)), "stream.xls": xls_stream(serials, styles=(0, 14), shared=False), "xlsb": xlsb(serials, styles=(0, 14)),
        "ods": open_document(said), "gb18030.csv": as_text(listed, "gb18030"), "utf-8.csv": as_text(listed, "utf-8"),
        "utf-16.txt": as_text(listed, "utf-16", "\t"), "page.xls": page(said), "2003.xls": excel_2003(said),
    }  # fmt: skip


def damaged(chance, data):
    """Bytes changed, cut, doubled or put in at a few places."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(out)) if out else 0
        what = chance.randrange(7)
        if what == 0 and out:
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : at + chance.randrange(1, 30)]
        elif what == 2:
            out[at:at] = chance.choice(PUT)
        elif what == 3:
            out[at:at] = out[: chance.randrange(50)]
        elif what == 4:
            found = re.compile(rb"\d+").search(out, at)
            if found:
                out[found.start() : found.end()] = chance.choice(NUMBERS)
        elif what == 5:
            out[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\0\0\0\x80", b"\xff\xff\xff\x7f", b"\1\0\0\0"))
        elif chance.random() < 0.3:
            del out[at:]
    return bytes(out) or b"x"


def mutated(chance, data):
    """Damage to a file: to its bytes, or to one part inside a sound archive."""
    if data[:2] == b"PK" and chance.random() < 0.8:
        archive = zipfile.ZipFile(io.BytesIO(data))
        found = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(found))
        found[name] = damaged(chance, found[name])
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for part, content in found.items():
                made.writestr(part, content)
        return out.getvalue()
    return damaged(chance, data)
