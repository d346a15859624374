"""The cells of one sheet of an .xls workbook, decoded kind by kind from the positions of its records."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Flags
from salesplan.records.biff import Globals, is_wide, kinds
from salesplan.records.biff_texts import SharedTexts, by_page, text_of
from salesplan.records.cells import Cells
from salesplan.records.compound import BrokenFile
from salesplan.records.gather import NO_VALUE
from salesplan.records.grid import Coded, Floats
from salesplan.records.merged_cells import MOST_RANGES, MergedRange

_Positions = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}
"""What an error cell shows, by its code. Source: [MS-XLS] 2.5.10 Bes."""

_INTEGER, _OLD_NUMBER, _OLD_LABEL, _OLD_FLAG, _OLD_FORMULA = 0x0002, 0x0003, 0x0004, 0x0005, 0x0006
_NUMBER, _LABEL, _FLAG, _STRING, _RK, _MULRK, _SHARED, _RICH = 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x00BD, 0x00FD, 0x00D6
_MERGED = 0x00E5
_FORMULAS = (0x0006, 0x0206, 0x0406)


@dataclass(frozen=True, slots=True)
class Strings:
    """Shared texts, followed by a sheet's own."""

    shared: SharedTexts | None
    own: tuple[str, ...]

    def __len__(self) -> int:
        """How many."""
        return len(self.shared or ()) + len(self.own)

    def __getitem__(self, index: int) -> str:
        """A text."""
        count = len(self.shared or ())
        return self.own[index - count] if index >= count or self.shared is None else self.shared[index]


class _Sheet:
    """The parts of a sheet's cells as they are found."""

    def __init__(self, stream: bytes, where: _Positions, said: Globals) -> None:
        self.stream, self.said = stream, said
        self.a: _Bytes = np.frombuffer(stream, np.uint8)
        self.where, self.ids = where, kinds(stream, where)
        self.old = said.version == 2
        self.own: Coded[str] = Coded()
        self.shared = len(said.strings) if said.strings else 0
        self.parts: list[Cells] = []

    def of(self, *wanted: int) -> _Positions:
        """Where the bodies of some kinds of record begin."""
        return self.where[np.isin(self.ids, wanted)] + 4

    def u16(self, at: _Positions) -> Codes:
        return self.a[at].astype(np.int32) | self.a[at + 1].astype(np.int32) << 8

    def u32(self, at: _Positions) -> npt.NDArray[np.uint32]:
        return np.frombuffer(self.a[at[:, None] + np.arange(4)].tobytes(), "<u4").astype(np.uint32)

    def floats(self, at: _Positions) -> Floats:
        return np.frombuffer(self.a[at[:, None] + np.arange(8)].tobytes(), "<f8").astype(np.float64)

    def add(self, at: _Positions, numbers: Floats | None = None, texts: Codes | None = None, errors: Flags | None = None) -> None:
        """Add cells whose row, column and style stand at the positions."""
        styles = np.zeros(len(at), np.int32) if self.old else self.u16(at + 4)
        self.add_at(self.u16(at), self.u16(at + 2), styles, numbers, texts, errors)

    def add_at(
        self, rows: Codes, columns: Codes, styles: Codes, numbers: Floats | None = None, texts: Codes | None = None,
        errors: Flags | None = None,
    ) -> None:  # fmt: skip
        if numbers is not None:
            odd = ~np.isfinite(numbers)
            if odd.any():
                texts = np.where(odd, self.codes(["#NUM!"]), MISSING).astype(np.int32)
                numbers, errors = np.where(odd, np.nan, numbers), odd
        count = len(rows)
        self.parts.append(Cells(
            rows + 1, columns, np.full(count, np.nan) if numbers is None else numbers,
            np.full(count, MISSING, np.int32) if texts is None else texts, styles,
            np.zeros(count, bool) if errors is None else errors,
        ))  # fmt: skip

    def codes(self, texts: Sequence[str]) -> Codes:
        return np.array(list(map(self.own.__getitem__, texts)), np.int32) + np.int32(self.shared)


def sheet_cells(stream: bytes, where: _Positions, said: Globals) -> tuple[Cells, Strings]:
    """The filled cells of a sheet, and the texts that they count. Raises: BrokenFile."""
    sheet = _Sheet(stream, where, said)
    ends = sheet.where + 4 + sheet.u16(sheet.where + 2)
    if len(ends) and int(ends.max()) > len(stream):
        raise BrokenFile("a record without an end")
    _numbers(sheet)
    _shared(sheet)
    _labels(sheet)
    _flags(sheet)
    _formulas(sheet)
    joined = [np.concatenate([getattr(p, name) for p in sheet.parts]) for name in Cells.__slots__]
    return Cells(*joined), Strings(said.strings, tuple(sheet.own))


def merged_ranges(stream: bytes, where: _Positions) -> list[MergedRange]:
    """The ranges of a sheet that show as one cell."""
    found: list[MergedRange] = []
    for start in where[kinds(stream, where) == _MERGED].tolist():
        length = struct.unpack_from("<H", stream, start + 2)[0]
        for row, last_row, column, last_column in struct.iter_unpack("<4H", stream[start + 6 : start + 6 + (length - 2) // 8 * 8]):
            found.append(MergedRange(row + 1, column, last_row + 1, last_column))
        if len(found) >= MOST_RANGES:
            break
    return found


def _numbers(sheet: _Sheet) -> None:
    if sheet.old:
        at = sheet.of(_INTEGER)
        sheet.add(at, sheet.u16(at + 7).astype(np.float64))
        at = sheet.of(_OLD_NUMBER)
        sheet.add(at, sheet.floats(at + 7))
        return
    at = sheet.of(_NUMBER)
    sheet.add(at, sheet.floats(at + 6))
    at = sheet.of(_RK)
    sheet.add(at, _rk(sheet, at + 6))
    many = sheet.of(_MULRK)
    each = (sheet.u16(many - 2) - 6) // 6
    first = np.repeat(many, each)
    step = np.arange(len(first)) - np.repeat(np.cumsum(each) - each, each)
    at = first + 4 + 6 * step
    sheet.add_at(sheet.u16(first), sheet.u16(first + 2) + step.astype(np.int32), sheet.u16(at), _rk(sheet, at + 2))


def _rk(sheet: _Sheet, at: _Positions) -> Floats:
    """Numbers in four bytes: 30 bits of a float or an integer, perhaps of hundredths. Source: [MS-XLS] 2.5.217."""
    return rk_numbers(sheet.u32(at))


def rk_numbers(raw: npt.NDArray[np.uint32]) -> Floats:
    """The numbers that RK values stand for."""
    whole = (raw.view(np.int32) >> 2).astype(np.float64)
    parts = ((raw & np.uint32(0xFFFFFFFC)).astype(np.uint64) << np.uint64(32)).view(np.float64)
    value = np.where(raw & 2, whole, parts)
    return np.where(raw & 1, value / 100, value)


def _shared(sheet: _Sheet) -> None:
    at = sheet.of(_SHARED)
    if not len(at):
        return
    index = sheet.u32(at + 6).astype(np.int64)
    if int(index.max()) >= sheet.shared:
        raise BrokenFile("no such shared text")
    sheet.add(at, texts=index.astype(np.int32))


def _labels(sheet: _Sheet) -> None:
    at = sheet.of(_OLD_LABEL) if sheet.old else sheet.of(_LABEL, _RICH)
    said = []
    for start in at.tolist():
        length = struct.unpack_from("<H", sheet.stream, start - 2)[0]
        body = sheet.stream[start : start + length]
        said.append(by_page(body[8 : 8 + body[7]], sheet.said.codepage) if sheet.old else text_of(body, 6, sheet.said))
    sheet.add(at, texts=sheet.codes(said))


def _flags(sheet: _Sheet) -> None:
    at = sheet.of(_OLD_FLAG) if sheet.old else sheet.of(_FLAG)
    value = at + (7 if sheet.old else 6)
    _add_flags(sheet, at, sheet.a[value], sheet.a[value + 1] == 1)


def _add_flags(sheet: _Sheet, at: _Positions, value: _Bytes, error: Flags) -> None:
    said = [ERRORS.get(v, "#N/A") if e else "TRUE" if v else "FALSE" for v, e in zip(value.tolist(), error.tolist(), strict=True)]
    sheet.add(at, texts=sheet.codes(said), errors=error)


def _formulas(sheet: _Sheet) -> None:
    """Results of formulas; where not one of them has a result, they were never calculated."""
    at = sheet.of(*(_FORMULAS[:1] if sheet.old else _FORMULAS))
    if not len(at):
        return
    result = at + (7 if sheet.old else 6)
    odd = sheet.u16(result + 6) == 0xFFFF
    kind = np.where(odd, sheet.a[result], 255)
    sheet.add(at[~odd], sheet.floats(result[~odd]))
    for wanted, error in ((1, False), (2, True)):
        mine = kind == wanted
        _add_flags(sheet, at[mine], sheet.a[result[mine] + 2], np.full(int(mine.sum()), error))
    if (kind == 3).all():
        sheet.add(at, texts=sheet.codes([NO_VALUE] * len(at)), errors=np.ones(len(at), bool))
    _formula_texts(sheet, at, kind == 0)


def _formula_texts(sheet: _Sheet, at: _Positions, texts: Flags) -> None:
    strings = sheet.of(0x0007 if sheet.old else _STRING)
    owner = np.searchsorted(at, strings) - 1
    good = (owner >= 0) & texts[np.maximum(owner, 0)] if len(at) else np.zeros(0, bool)
    said = []
    for start in strings[good].tolist():
        length = struct.unpack_from("<H", sheet.stream, start - 2)[0]
        body = sheet.stream[start : start + length]
        said.append(by_page(body[1 : 1 + body[0]], sheet.said.codepage) if sheet.old else text_of(body, 0, sheet.said))
    sheet.add(at[owner[good]], texts=sheet.codes(said))
    lost = texts.copy()
    lost[owner[good]] = False
    if is_wide(sheet.said) and lost.any():
        sheet.add(at[lost], texts=sheet.codes([NO_VALUE] * int(lost.sum())), errors=np.ones(int(lost.sum()), bool))
