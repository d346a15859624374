"""Workbooks in the binary form of Office Open XML (.xlsb): records in the parts of an archive.

Source: Microsoft, [MS-XLSB] Excel (.xlsb) Binary File Format, 2.1.4 and 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from salesplan.records.biff_cells import ERRORS
from salesplan.records.cells import CellList, CellSheet
from salesplan.records.compound import BrokenFile
from salesplan.records.files import Source
from salesplan.records.merged_cells import MOST_RANGES, MergedRange
from salesplan.records.package import Package
from salesplan.records.styles import NO_STYLES, Styles, styles_by_code
from salesplan.words import Text

_BOOK = "xl/workbook.bin"
_ROW, _RK, _ERROR, _FLAG, _REAL, _TEXT, _SHARED = 0, 2, 3, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_FLAG, _FORMULA_ERROR, _RICH = 8, 9, 10, 11, 62
_SHORT = {13: _RK, 14: _ERROR, 15: _FLAG, 16: _REAL, 17: _TEXT, 18: _SHARED}
_MERGED, _DATA_ENDS = 176, 146
_SHEET, _PROPERTIES, _ITEM, _FORMAT, _STYLE, _STYLES, _STYLES_END = 156, 153, 19, 44, 47, 617, 618


@dataclass(slots=True)
class _Book:
    """What the workbook says before its sheets."""

    strings: list[str]
    styles: Styles
    date1904: bool = False
    sheets: list[tuple[str, str]] = field(default_factory=list)


def xlsb_sheets(source: Source) -> list[CellSheet]:
    """The visible sheets. Raises: InvalidInput (`damaged-workbook`, and what the archive is refused for)."""
    package = Package(source)
    try:
        book = _book(package)
        return [_sheet(package, book, name, part) for name, part in book.sheets]
    except (BrokenFile, struct.error, IndexError, ValueError, OverflowError):
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, and where the body begins and ends, of each record. Raises: BrokenFile, IndexError."""
    at, size = 0, len(data)
    while at < size:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        length = data[at]
        at += 1
        if length & 0x80:
            length &= 0x7F
            for shift in (7, 14, 21):
                more = data[at]
                at += 1
                length |= (more & 0x7F) << shift
                if not more & 0x80:
                    break
        if at + length > size:
            raise BrokenFile("a record without an end")
        yield kind, at, at + length
        at += length


def _text(data: bytes, at: int, stop: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", data, at)[0]
    end = at + 4 + 2 * length
    if end > stop:
        raise BrokenFile("a text without an end")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _book(package: Package) -> _Book:
    relations = package.relations(_BOOK)
    part = {kind: name for kind, name in relations.values() if name in package}
    book = _Book(_strings(package, part.get("sharedStrings")), NO_STYLES)
    data = package.bytes_of(_BOOK)
    for kind, at, end in records(data):
        if kind == _PROPERTIES:
            book.date1904 = bool(data[at] & 1)
        elif kind == _SHEET:
            ident, after = _text(data, at + 8, end)
            name, _ = _text(data, after, end)
            what, target = relations.get(ident, ("", ""))
            if data[at] == 0 and what == "worksheet":
                book.sheets.append((name, target))
    book.styles = _styles(package, part.get("styles"), book.date1904)
    return book


def _strings(package: Package, part: str | None) -> list[str]:
    if part is None:
        return []
    data = package.bytes_of(part)
    return [_text(data, at + 1, end)[0] for kind, at, end in records(data) if kind == _ITEM]


def _styles(package: Package, part: str | None, date1904: bool) -> Styles:
    if part is None:
        return NO_STYLES
    data = package.bytes_of(part)
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for kind, at, end in records(data):
        if kind in (_STYLES, _STYLES_END):
            inside = kind == _STYLES
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", data, at)[0]] = _text(data, at + 2, end)[0]
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", data, at + 2)[0])
    return styles_by_code(formats, styles, date1904)


def _sheet(package: Package, book: _Book, name: str, part: str) -> CellSheet:
    data = package.bytes_of(part)
    found = _Rows(data, book)
    ranges: list[MergedRange] = []
    ended = False
    for kind, at, end in records(data):
        if not ended:
            found.add(kind, at, end)
            ended = kind == _DATA_ENDS
        elif kind == _MERGED and len(ranges) < MOST_RANGES:
            row, last_row, column, last_column = struct.unpack_from("<4I", data, at)
            ranges.append(MergedRange(row + 1, column, last_row + 1, last_column))
    if not ended:
        raise BrokenFile("a sheet without an end")
    return CellSheet(name, found.cells.cells(), tuple(found.cells.strings), book.styles, book.date1904, ranges)


def _rk(raw: int) -> float:
    value = float(raw >> 2) if raw & 2 else struct.unpack("<d", struct.pack("<4xi", raw & ~3))[0]
    return value / 100 if raw & 1 else value


class _Rows:
    """Gathers the cells of a sheet, record by record."""

    def __init__(self, data: bytes, book: _Book) -> None:
        self.data, self.strings = data, book.strings
        self.cells = CellList()
        self.row, self.column = 0, -1

    def add(self, kind: int, at: int, end: int) -> None:
        data = self.data
        if kind == _ROW:
            row = struct.unpack_from("<I", data, at)[0]
            if row >= 2**20:
                raise BrokenFile("a row beyond the last")
            self.row, self.column = row + 1, -1
            return
        if 1 <= kind <= _FORMULA_ERROR or kind == _RICH:
            column, style = struct.unpack_from("<II", data, at)
            at += 8
        elif 12 <= kind <= 18:
            column, style = self.column + 1, struct.unpack_from("<I", data, at)[0]
            at += 4
        else:
            return
        if column >= 2**14:
            raise BrokenFile("a column beyond the last")
        self.column = column
        value, error = self._value(_SHORT.get(kind, kind), at, end)
        if value != "":
            self.cells.add(self.row, column, value, style & 0xFFFFFF, error=error)

    def _value(self, kind: int, at: int, end: int) -> tuple[str | float, bool]:
        data = self.data
        if kind == _SHARED:
            return self.strings[struct.unpack_from("<I", data, at)[0]], False
        if kind in (_REAL, _FORMULA_REAL):
            return float(struct.unpack_from("<d", data, at)[0]), False
        if kind == _RK:
            return _rk(struct.unpack_from("<i", data, at)[0]), False
        if kind in (_TEXT, _FORMULA_TEXT):
            return _text(data, at, end)[0], False
        if kind == _RICH:
            return _text(data, at + 1, end)[0], False
        if kind in (_ERROR, _FORMULA_ERROR):
            return ERRORS.get(data[at], "#N/A"), True
        if kind in (_FLAG, _FORMULA_FLAG):
            return ("TRUE" if data[at] else "FALSE"), False
        return "", False
