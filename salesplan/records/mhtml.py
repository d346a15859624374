"""Web pages saved in one file (MHTML), as Excel and some systems write them under the name of a workbook.

Source: RFC 2557 and RFC 2045; Python's own parser of mail recurses without bound, so the few rules are written here.
"""

from __future__ import annotations

import binascii
import quopri
import re

from salesplan.records.cells import CellSheet
from salesplan.records.encoding import decoded_text
from salesplan.records.files import Source
from salesplan.records.html_tables import page_of, tables_of
from salesplan.words import Text

MOST_PARTS = 1_000
"""Parts beyond this many are not looked at."""

_BOUNDARY = re.compile(rb'boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.I)
_CHARSET = re.compile(rb'charset\s*=\s*"?([\w-]{1,40})', re.I)
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")


def mhtml_sheets(source: Source) -> tuple[list[CellSheet], str]:
    """The tables of all pages in the file, and the encoding of the first that has one. Raises: InvalidInput."""
    sheets: list[CellSheet] = []
    encoding = ""
    for part in _parts(source.data):
        head, body = _halves(part)
        if b"text/html" in head.lower():
            text, name = _page(source, head, body)
            found = tables_of(text, source)
            sheets += found
            encoding = encoding or (name if found else "")
    if not sheets:
        raise source.refused("not-a-table-file", what=Text("is-mhtml"))
    return sheets, encoding


def _parts(data: bytes) -> list[bytes]:
    found = _BOUNDARY.search(data[:8192])
    if found is None:
        return [data]
    return data.split(b"--" + (found[1] or found[2]), MOST_PARTS)[1:]


def _halves(part: bytes) -> tuple[bytes, bytes]:
    part = part.lstrip(b"\r\n")
    blank = _BLANK_LINE.search(part, 0, 16_384)
    return (part[: blank.start()], part[blank.end() :]) if blank else (part, b"")


def _page(source: Source, head: bytes, body: bytes) -> tuple[str, str]:
    coding = head.lower().partition(b"content-transfer-encoding:")[2].split(b"\n", 1)[0].strip()
    if coding == b"quoted-printable":
        body = quopri.decodestring(body)
    elif coding == b"base64":
        try:
            body = binascii.a2b_base64(body)
        except binascii.Error:
            raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None
    said = _CHARSET.search(head) or _CHARSET.search(body[:4096])
    found = page_of(body, said[1].decode("ascii", "replace").lower()) if said else None
    return found or decoded_text(Source(source.name, body))
