"""Workbooks of Excel 97 to 2003 and before (.xls): records in a stream, found by one pass and decoded as arrays.

Source: Microsoft, [MS-XLS] Excel Binary File Format; OpenOffice.org's Documentation of the Microsoft Excel File Format.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan.records.biff_texts import SharedTexts, text_of
from salesplan.records.cells import CellSheet
from salesplan.records.compound import SIGNATURE, BrokenFile, Compound
from salesplan.records.files import Locked, Source
from salesplan.records.styles import Styles, styles_by_code
from salesplan.words import Text

BEGINS = (0x0009, 0x0209, 0x0409, 0x0809)
END = 0x000A
CONTINUE = 0x003C
_CODEPAGE, _DATEMODE, _FILEPASS, _SHEET, _FORMAT, _XF, _SST = 0x0042, 0x0022, 0x002F, 0x0085, 0x041E, 0x00E0, 0x00FC
_GLOBALS, _WORKSHEET = 0x0005, 0x0010
_VISIBLE = 0


@dataclass(slots=True)
class Globals:
    """What a workbook says before its sheets."""

    version: int
    sheets: list[tuple[str, int]]
    """Visible worksheets: name and position in the stream."""
    strings: SharedTexts | None
    styles: Styles
    codepage: int | None
    date1904: bool


def biff_sheets(source: Source) -> list[CellSheet]:
    """The visible sheets. Raises: Locked, InvalidInput (`damaged-workbook`)."""
    try:
        stream = _stream(source)
        return list(_sheets(stream))
    except (BrokenFile, struct.error, IndexError, KeyError, ValueError, OverflowError):
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None


def _stream(source: Source) -> bytes:
    if not source.data.startswith(SIGNATURE):
        return source.data
    file = Compound(source.data)
    return file.stream("workbook" if "workbook" in file else "book")


def _sheets(stream: bytes) -> Iterator[CellSheet]:
    from salesplan.records.biff_cells import merged_ranges, sheet_cells

    said = _globals(stream)
    starts = sorted({at for _, at in said.sheets} | {len(stream)})
    for name, at in said.sheets:
        end = next(s for s in starts if s > at)
        where = positions(stream, at, end)
        cells, strings = sheet_cells(stream, where, said)
        yield CellSheet(name or None, cells, strings, said.styles, said.date1904, merged_ranges(stream, where))


def positions(stream: bytes, start: int, stop: int) -> npt.NDArray[np.int64]:
    """Where the records of a substream begin, up to the end that belongs to its beginning. Raises: BrokenFile."""
    found = array("q")
    at, last = start, min(stop, len(stream)) - 4
    keep = found.append
    while at <= last:
        keep(at)
        at += 4 + (stream[at + 2] | stream[at + 3] << 8)
    where = np.frombuffer(found, np.int64) if found else np.zeros(0, np.int64)
    ids = kinds(stream, where)
    depth = np.cumsum(np.isin(ids, BEGINS).astype(np.int32) - (ids == END))
    over = np.flatnonzero(depth == 0)
    if not len(ids) or int(ids[0]) not in BEGINS or not len(over):
        raise BrokenFile("a sheet without an end")
    return where[: over[0]]


def kinds(stream: bytes, where: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """The kind of record that begins at each position."""
    a: npt.NDArray[np.uint8] = np.frombuffer(stream, np.uint8)
    return a[where].astype(np.int32) | a[where + 1].astype(np.int32) << 8


def _globals(stream: bytes) -> Globals:
    kind, length = struct.unpack_from("<HH", stream)
    if kind not in BEGINS or length < 4:
        raise BrokenFile("no beginning")
    version, what = struct.unpack_from("<HH", stream, 4)
    version = version if kind == 0x0809 else kind >> 8 or 2
    if what != _GLOBALS:
        return Globals(version, [("", 0)], None, styles_by_code({}, []), None, False)
    said = Globals(version, [], None, styles_by_code({}, []), None, False)
    formats: dict[int, str] = {}
    styles: list[int] = []
    for kind, body, at in _records(stream):
        if kind == _FILEPASS:
            raise Locked
        if kind == _CODEPAGE:
            said.codepage = struct.unpack_from("<H", body)[0]
        elif kind == _DATEMODE:
            said.date1904 = body[:1] == b"\1"
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = text_of(body, 2, said, short=not is_wide(said))
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and body[5] == 0 and body[4] & 3 == _VISIBLE:
            said.sheets.append((text_of(body, 6, said, short=True), struct.unpack_from("<I", body)[0]))
        elif kind == _SST:
            said.strings = SharedTexts(_continued(stream, at))
    said.styles = styles_by_code(formats, styles, said.date1904)
    said.sheets = [(name, at) for name, at in said.sheets if _is_worksheet(stream, at)]
    return said


def is_wide(said: Globals) -> bool:
    """Whether texts are Unicode (BIFF8)."""
    return said.version >= 0x0600


def _is_worksheet(stream: bytes, at: int) -> bool:
    """Whether a worksheet begins there, no chart or macro sheet. Raises: BrokenFile."""
    kind, _, _, what = struct.unpack_from("<HHHH", stream, at)
    if kind not in BEGINS:
        raise BrokenFile("no sheet where one should begin")
    return bool(what == _WORKSHEET)


def _records(stream: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Kind, body and position of the records of the globals."""
    at, depth = 0, 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind in BEGINS) - (kind == END)
        if depth <= 0:
            return
        if at + 4 + length > len(stream):
            raise BrokenFile("a record without an end")
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length], at
        at += 4 + length


def _continued(stream: bytes, at: int) -> list[bytes]:
    """The bodies of a record and of those that continue it."""
    bodies: list[bytes] = []
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        if bodies and kind != CONTINUE:
            return bodies
        bodies.append(stream[at + 4 : at + 4 + length])
        at += 4 + length
