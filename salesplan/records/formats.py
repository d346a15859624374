"""What a file really is, by its bytes and never by its name."""

from __future__ import annotations

from salesplan.records.files import Source
from salesplan.words import Text

LONGEST_LINE = 16 * 2**20
"""A line of text above this is no row of a table [bytes]."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"BM", "picture?"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"BZh", "archive"),
    (b"SQLite format 3", "database"), (b"{\\rtf", "rtf"), (b"MZ", "program?"), (b"\x7fELF", "program"),
    (b"II*\x00", "picture"), (b"MM\x00*", "picture"), (b"RIFF", "media"), (b"ID3", "media"), (b"\x00\x00\x00\x18ftyp", "media"),
    (b"ORC", "database?"), (b"Obj\x01", "database"), (b"\x00\x01\x00\x00Standard", "database"), (b"-----BEGIN", "key"),
)  # fmt: skip

_BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How sheets of Excel begin that stand in no container."""

NAMES = {
    "xlsx": "xlsx", "xlsb": "xlsb", "xls": "xls (BIFF)", "ods": "ods", "fods": "fods", "text": "csv", "html": "html",
    "mhtml": "mhtml", "spreadsheetml": "xml (SpreadsheetML 2003)", "parquet": "parquet",
}  # fmt: skip
"""How a format that can be read is called in a reading."""


def format_of(source: Source) -> str:
    """The format of the bytes, one of `NAMES` or `locked` (a workbook with a password).

    Raises: InvalidInput that says what the file really is (`not-a-table-file`, `login-page`, `damaged-workbook`).
    """
    data = source.data
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip_format(source)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _ole_format(source)
    if data[:4] in _BIFF:
        return "xls"
    if data.startswith(b"PAR1"):
        return "parquet"
    for magic, what in _MAGIC:
        if data.startswith(magic) and (not what.endswith("?") or b"\0" in data[:512]):
            raise source.refused("not-a-table-file", what=Text(f"is-{what.rstrip('?')}"))
    return _text_format(source)


def _zip_format(source: Source) -> str:
    from salesplan.records.package import Package

    package = Package(source)
    if "xl/workbook.bin" in package:
        return "xlsb"
    if "mimetype" in package and b"spreadsheet" in package.bytes_of("mimetype", 4096):
        return "ods"
    names = [n.replace("\\", "/").lstrip("/").casefold() for n in package.names]
    for start, what in (("word/", "document"), ("ppt/", "slides"), ("meta-inf/manifest.xml", "document")):
        if any(n.startswith(start) for n in names):
            raise source.refused("not-a-table-file", what=Text(f"is-{what}"))
    if any(n.startswith("xl/") for n in names) or "[content_types].xml" in names:
        return "xlsx"
    raise source.refused("not-a-table-file", what=Text("is-archive"))


def _ole_format(source: Source) -> str:
    from salesplan.records.compound import BrokenFile, Compound

    try:
        streams = Compound(source.data).names
    except BrokenFile:
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None
    if "encryptedpackage" in streams:
        return "locked"
    if "workbook" in streams or "book" in streams:
        return "xls"
    for stream, what in (("worddocument", "document"), ("powerpoint document", "slides"), ("__properties_version1.0", "mail")):
        if stream in streams:
            raise source.refused("not-a-table-file", what=Text(f"is-{what}"))
    raise source.refused("not-a-table-file", what=Text("is-office"))


def _text_format(source: Source) -> str:
    start = source.data[:65536]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "replace").encode()
    begin = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith((b"<?xml", b"<workbook", b"<ss:workbook")) and (
        b"urn:schemas-microsoft-com:office:spreadsheet" in begin
    ):
        return "spreadsheetml"
    if begin.startswith(b"mime-version") or (b"multipart/related" in begin[:2000] and b"mime-version" in begin[:4000]):
        return "mhtml"
    if begin.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<!--", b"<style", b"<div")):
        return _html_format(source)
    if begin.startswith(b"<?xml") and b"<html" in begin[:2000]:
        return _html_format(source)
    if b"<office:document" in begin[:4000] and b"opendocument.spreadsheet" in begin[:8000]:
        return "fods"
    if begin.startswith((b"<?xml", b"<")):
        raise source.refused("not-a-table-file", what=Text("is-xml"))
    if begin.startswith((b"{", b"[{", b"[\n", b"[\r\n", b"[ {")) and begin.rstrip()[-1:] in b"}],":
        raise source.refused("not-a-table-file", what=Text("is-json"))
    _check_lines(source)
    return "text"


def _check_lines(source: Source) -> None:
    """Refuse a text that goes on without a line break as no row of a table does. Raises: InvalidInput (`line-too-long`)."""
    data, at = source.data, 0
    while at + LONGEST_LINE < len(data):
        end = at + LONGEST_LINE
        found = max(data.rfind(b"\n", at, end), data.rfind(b"\r", at, end))
        if found < 0:
            raise source.refused("line-too-long", limit=LONGEST_LINE // 2**20)
        at = found + 1


def _html_format(source: Source) -> str:
    data = source.data.lower()
    if b"\0" in data[:1000]:
        data = source.data.decode("utf-16", "replace").lower().encode()
    if b"<td" in data and b"</table" in data and b'type="password"' not in data:
        return "html"
    login = any(sign in data for sign in (b"password", b"login", b"sign in", "登录".encode(), "登录".encode("gb18030")))
    if login:
        raise source.refused("login-page")
    raise source.refused("not-a-table-file", what=Text("is-html"))
