"""The cells of a worksheet's XML: found with array arithmetic where it is plain, by a real parser where it is not.

A chunk is a run of whole `<row>...</row>` elements. Writers lay them out in a handful of ways; these are read
from the positions of `<` and `>` alone, several times as fast as by any parser. Whatever deviates (rich text,
comments, cells without an address, attributes in another order) sends its chunk to expat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

import numpy as np
import numpy.typing as npt

from salesplan.frame import Codes, Flags

Bytes = npt.NDArray[np.uint8]

NUMBER, SHARED, TEXT, ERROR, FLAG = b"n"[0], b"s"[0], b"i"[0], b"e"[0], b"b"[0]
_LETTERS = np.zeros(256, bool)
_LETTERS[list(b"snbed")] = True
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})$")


class OddChunk(Exception):
    """The chunk is not laid out plainly; a real parser must read it."""


class BrokenXml(Exception):
    """The chunk is no well-formed XML."""


class RawCell(NamedTuple):
    """A cell as the parser sees it: row number, column from 0, type letter, style, text (None: a formula without value)."""

    row: int
    column: int
    type: int
    style: int
    text: str | None


@dataclass(frozen=True, slots=True)
class PlainCells:
    """Cells of wanted columns in a plain chunk: arrays of one length, positions counted in `chunk`."""

    chunk: bytes
    rows: Codes
    row_of: Codes
    column: Codes
    type: Bytes
    attributes: Codes
    start: Codes
    end: Codes


def plain_cells(chunk: bytes, wanted: Flags) -> PlainCells:
    """The filled cells of the wanted columns (a flag a column). Raises: OddChunk."""
    a: Bytes = np.frombuffer(chunk, np.uint8)
    brackets = np.flatnonzero((a & 0xFD) == 60)
    lt, gt = brackets[0::2].astype(np.int32), brackets[1::2].astype(np.int32)
    if len(lt) != len(gt) or not ((a[lt] == 60).all() and (a[gt] == 62).all()):
        raise OddChunk
    after = a[lt + 1]
    if ((after == 33) | (after == 63)).any():
        raise OddChunk
    rows, row_tags, digits_at, digits = _rows(a, lt, after)
    tags = np.flatnonzero(after == 99)
    column, letters = _columns(a, lt[tags])
    counts = np.diff(np.append(np.searchsorted(tags, row_tags), len(tags)))
    if counts.sum() != len(tags):
        raise OddChunk
    row_of = np.repeat(np.arange(len(rows), dtype=np.int32), counts)
    end = gt[tags]
    keep = wanted[np.minimum(column, len(wanted) - 1)] & (a[end - 1] != 47)
    tags, column, letters, row_of, end = tags[keep], column[keep], letters[keep], row_of[keep], end[keep]
    quote = _address_ends(a, lt[tags] + 6 + letters, digits_at[row_of], digits[row_of])
    kind = _types(a, quote, end)
    value, has = _values(a, lt, gt, after, tags, kind)
    kind[(kind != NUMBER) & (kind != SHARED) & (kind != ERROR) & (kind != FLAG)] = TEXT
    start, stop = gt[value] + 1, lt[np.minimum(value + 1, len(lt) - 1)]
    has &= stop > start
    return PlainCells(chunk, rows, row_of[has], column[has], kind[has], quote[has] + 1, start[has], stop[has])


def _at(a: Bytes, at: Codes, text: bytes) -> bool:
    return all(bool((a[at + i] == byte).all()) for i, byte in enumerate(text))


def _rows(a: Bytes, lt: Codes, after: Bytes) -> tuple[Codes, npt.NDArray[np.intp], Codes, Codes]:
    """Row numbers, the tags they stand in, where their digits begin, and how many digits they have."""
    tags = np.flatnonzero(after == 114)
    at = lt[tags]
    if not _at(a, at + 2, b"ow r="):
        raise OddChunk
    start = at + 8
    value, digits = _numbers(a, start)
    if not (digits > 0).all() or not (a[start + digits] == 34).all():
        raise OddChunk
    return value.astype(np.int32), tags, start, digits


def _numbers(a: Bytes, start: Codes, most: int = 8) -> tuple[npt.NDArray[np.int64], Codes]:
    """The whole numbers that begin at the positions, and how many digits each has."""
    value = np.zeros(len(start), np.int64)
    digits = np.zeros(len(start), np.int32)
    going = np.ones(len(start), bool)
    last = len(a) - 1
    for i in range(most):
        digit = a[np.minimum(start + i, last)] - np.uint8(48)
        going &= digit < 10
        if not going.any():
            break
        value = np.where(going, value * 10 + digit, value)
        digits += going
    return value, digits


def _columns(a: Bytes, at: Codes) -> tuple[Codes, Codes]:
    """Columns (from 0) of the cells whose tags begin at the positions, and how many letters their addresses have."""
    if not _at(a, at + 2, b' r="'):
        raise OddChunk
    first, second, third = (a[at + i].astype(np.int32) - 64 for i in (6, 7, 8))
    two = second > 0
    three = two & (third > 0)
    if (first < 1).any() or max(x.max(initial=0) for x in (first, second, third)) > 26:
        raise OddChunk
    column = np.where(three, (first * 26 + second) * 26 + third, np.where(two, first * 26 + second, first)) - 1
    return column, 1 + two.astype(np.int32) + three


def _address_ends(a: Bytes, at: Codes, expected_at: Codes, digits: Codes) -> Codes:
    """Where the quotes stand that close the addresses, once their row numbers are those of the rows around them."""
    for i in range(int(digits.max(initial=0))):
        same = a[at + i] == a[expected_at + i]
        if not (same | (digits <= i)).all():
            raise OddChunk
    quote = at + digits
    if not (a[quote] == 34).all():
        raise OddChunk
    return quote


def _types(a: Bytes, quote: Codes, end: Codes) -> Bytes:
    """The type letter of each cell: its `t` when that is the last attribute, a number when there is only a style."""
    b2, b3, b4, b5 = (a[end - i] for i in (2, 3, 4, 5))
    length = end - quote - 1
    untyped = (length == 0) | ((length <= 10) & (a[quote + 2] == 115))
    letter = (b3 == 34) & (b5 == 116) & _LETTERS[b2]
    text = (b2 == 114) & (((b3 == 116) & (b4 == 115) & (b5 == 34)) | ((b3 == 116) & (b4 == 83)))
    if not (untyped | letter | text).all():
        raise OddChunk
    inline = text & (b4 == 83)
    kind = np.where(letter, b2, np.where(inline, TEXT, np.where(text, np.uint8(116), NUMBER)))
    return kind.astype(np.uint8)


def _values(
    a: Bytes, lt: Codes, gt: Codes, after: Bytes, tags: npt.NDArray[np.intp], kind: Bytes
) -> tuple[npt.NDArray[np.intp], Flags]:
    """The tags whose text is the cells' value, and which cells have one."""
    top = len(lt) - 1
    inline = kind == TEXT
    value = np.minimum(np.where(inline, tags + 2, tags + 1), top)
    formula = after[value] == 102
    if formula.any():
        own = a[gt[value] - 1] == 47
        value = np.minimum(np.where(formula, np.where(own, value + 1, value + 2), value), top)
    closed = ~inline & (after[np.minimum(tags + 1, top)] == 47)
    good = np.where(inline, after[value] == 116, after[value] == 118)
    good &= (a[gt[value] - 1] != 47) & (after[np.minimum(value + 1, top)] == 47)
    good &= ~inline | ((after[np.minimum(tags + 1, top)] == 105) & (after[np.minimum(tags + 4, top)] == 47))
    good &= ~inline | (after[np.minimum(tags + 5, top)] == 47)
    if not (good | closed).all() or _uncalculated(lt, gt, value, formula & good & (kind == NUMBER)):
        raise OddChunk
    return value, good


def _uncalculated(lt: Codes, gt: Codes, value: npt.NDArray[np.intp], formulas: Flags) -> bool:
    """Whether one of the formulas has an empty value: a blank cell would hide that it was never calculated."""
    which = value[formulas]
    return bool((gt[which] + 1 == lt[which + 1]).any())


def parsed_cells(chunk: bytes, first_row: int = 0) -> Iterator[RawCell]:
    """Every filled cell of a chunk, by expat; cells and rows without an address follow the one before.

    `first_row` is the number of the row before the chunk. Raises: BrokenXml.
    """
    reader = _CellReader(first_row)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(b"<rows>" + chunk + b"</rows>", True)
    except expat.ExpatError as error:
        raise BrokenXml(str(error)) from None
    return iter(reader.cells)


class _CellReader:
    """Gathers cells from the events of a parser."""

    def __init__(self, row: int) -> None:
        self.cells: list[RawCell] = []
        self.row, self.column = row, -1
        self.type, self.style = NUMBER, 0
        self.parts: list[str] | None = None
        self.heard: list[str] = []
        self.formula = self.phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdigit() and len(given) < 9 else self.row + 1
            self.column = -1
        elif name == "c":
            self._cell(attributes)
        elif name == "rPh":
            self.phonetic = True
        elif name in ("v", "t") and not self.phonetic:
            self.parts = []
        elif name == "f":
            self.formula = True

    def _cell(self, attributes: dict[str, str]) -> None:
        found = _ADDRESS.match(attributes.get("r", ""))
        if found:
            self.row, self.column = int(found[2]), column_number(found[1])
        else:
            self.column += 1
        kind = attributes.get("t", "n")
        self.type = {"n": NUMBER, "s": SHARED, "e": ERROR, "b": FLAG}.get(kind, TEXT)
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdigit() and len(style) < 7 else 0
        self.heard, self.formula = [], False

    def text(self, data: str) -> None:
        if self.parts is not None:
            self.parts.append(data)

    def end(self, tag: str) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name in ("v", "t") and self.parts is not None:
            self.heard.append("".join(self.parts))
            self.parts = None
        elif name == "rPh":
            self.phonetic = False
        elif name == "c":
            said = "".join(self.heard)
            if said or (self.formula and not (self.heard and self.type == TEXT)):
                self.cells.append(RawCell(self.row, self.column, self.type, self.style, said or None))


def column_number(letters: str) -> int:
    """The column, from 0, of an address's letters.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
