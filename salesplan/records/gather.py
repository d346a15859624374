"""Cells gathered into raw columns while a sheet is scanned, with their texts decoded once each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Texts
from salesplan.records.field_columns import alike_fields
from salesplan.records.grid import Coded, Grid, RawColumn, Role, filled
from salesplan.records.sheet_xml import ERROR, FLAG, NUMBER, SHARED, TEXT, PlainCells, RawCell

NO_VALUE = "(formula without a value)"
"""The text of an error cell that holds a formula which was never calculated."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_PLAIN_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$")
_Ints = npt.NDArray[np.int64]

ShowNumber = Callable[[str, int], str]
"""How a number with a style looks as text."""


def decoded(raw: bytes) -> str:
    """Text of XML: UTF-8, entities resolved, Excel's `_x000D_` escapes undone."""
    text = raw.decode("utf-8", "replace")
    if "&" in text:
        from html import unescape

        text = unescape(text)
    return unescaped(text)


def unescaped(text: str) -> str:
    r"""Excel's escapes of control characters undone.

    >>> unescaped("a_x000A_b")
    'a\nb'
    """
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


class _Column:
    """One column as it grows: parts of row positions with codes (texts, by kind of cell) or values (numbers)."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.codes: dict[int, Coded[bytes]] = {}
        self.texts: list[tuple[int, Codes, _Ints]] = []
        self.numbers: list[tuple[Codes, npt.NDArray[np.float64]]] = []

    def add_texts(self, kind: int, at: Codes, pieces: Sequence[bytes], same: npt.NDArray[np.intp] | None = None) -> None:
        known = self.codes.setdefault(kind, Coded())
        codes = np.array(list(map(known.__getitem__, pieces)), np.int64)
        self.texts.append((kind, at, codes if same is None else codes[same]))

    def add_shared(self, at: Codes, numbers: _Ints) -> None:
        self.texts.append((SHARED, at, numbers))

    def add_numbers(self, at: Codes, pieces: Sequence[bytes]) -> None:
        try:
            values = np.array(list(map(float, pieces)), np.float64)
        except ValueError:
            values = np.array([float(p) if _PLAIN_NUMBER.match(p) else np.nan for p in pieces])
        good = np.isfinite(values)
        if good.all():
            self.numbers.append((at, values))
            return
        self.numbers.append((at[good], values[good]))
        odd = np.flatnonzero(~good)
        self.add_texts(TEXT, at[odd], [pieces[i] for i in odd.tolist()])


class Gatherer:
    """Raw columns of a sheet in the making: `roles` by column; rows up to `after` are left aside."""

    def __init__(self, roles: Mapping[int, Role], after: int, strings: Sequence[bytes], show: ShowNumber) -> None:
        """Start with nothing."""
        self.after = after
        self._strings, self._show = strings, show
        self._columns = {j: _Column(role) for j, role in roles.items()}
        self._rows: list[Codes] = []
        self._base = 0
        self._decoded: dict[int, str] = {}

    def add_plain(self, cells: PlainCells) -> None:
        """Take over the cells of a plain chunk."""
        below = cells.rows > self.after
        first = 0 if below.all() else int(np.argmax(below)) if below.any() else len(below)
        if not below[first:].all():
            raise ValueError("rows stand before the header out of order")
        order = np.argsort(cells.column.astype(np.int16), kind="stable")
        order = order[cells.row_of[order] >= first] if first else order
        bounds = np.searchsorted(cells.column[order], [b for j in self._columns for b in (j, j + 1)]).tolist()
        for column, begin, end in zip(self._columns.values(), bounds[0::2], bounds[1::2], strict=True):
            if begin < end:
                self._add_column(column, cells, order[begin:end], first)
        self._rows.append(cells.rows[first:])
        self._base += len(cells.rows) - first

    def _add_column(self, column: _Column, cells: PlainCells, mine: npt.NDArray[np.intp], first: int) -> None:
        kinds = cells.type[mine]
        for kind in np.flatnonzero(np.bincount(kinds)).tolist():
            some = mine if (kinds[0] == kind and (kinds == kind).all()) else mine[kinds == kind]
            at = cells.row_of[some] - first + np.int32(self._base)
            if kind == SHARED:
                column.add_shared(at, self._shared_numbers(cells, some))
                continue
            chunk = cells.chunk
            if kind != NUMBER:
                alike, same = alike_fields(chunk, cells.start[some].astype(np.intp), cells.end[some].astype(np.intp))
                some = some[alike]
            starts, ends = cells.start[some].tolist(), cells.end[some].tolist()
            slices = [chunk[s:e] for s, e in zip(starts, ends, strict=True)]
            if kind == NUMBER and column.role == "number":
                column.add_numbers(at, slices)
            elif kind == NUMBER:
                tags = [chunk[s:e] for s, e in zip(cells.attributes[some].tolist(), starts, strict=True)]
                column.add_texts(NUMBER, at, [b"%d:%b" % (_style(t), s) for s, t in zip(slices, tags, strict=True)])
            else:
                column.add_texts(kind, at, slices, same)

    def _shared_numbers(self, cells: PlainCells, some: npt.NDArray[np.intp]) -> _Ints:
        a: npt.NDArray[np.uint8] = np.frombuffer(cells.chunk, np.uint8)
        start, end = cells.start[some], cells.end[some]
        value = np.zeros(len(start), np.int64)
        for i in range(int((end - start).max())):
            digit = a[np.minimum(start + i, len(a) - 1)] - np.uint8(48)
            inside = start + i < end
            if (inside & (digit > 9)).any():
                raise IndexError("no index of a shared text")
            value = np.where(inside, value * 10 + digit, value)
        if len(value) and value.max() >= len(self._strings):
            raise IndexError("no such shared text")
        return value

    def add_parsed(self, cells: Sequence[RawCell]) -> None:
        """Take over cells that a parser found."""
        numbers = np.array(sorted({c.row for c in cells if c.row > self.after}), np.int32)
        place = {int(row): i + self._base for i, row in enumerate(numbers)}
        for cell in cells:
            column = self._columns.get(cell.column)
            if column is not None and cell.row in place:
                self._add_parsed(column, cell, np.array([place[cell.row]], np.int32))
        self._rows.append(numbers)
        self._base += len(numbers)

    def _add_parsed(self, column: _Column, cell: RawCell, at: Codes) -> None:
        if cell.text is None:
            column.add_texts(ERROR, at, [NO_VALUE.encode()])
        elif cell.type == SHARED:
            if not cell.text.strip().isdigit() or int(cell.text) >= len(self._strings):
                raise IndexError("no such shared text")
            column.add_shared(at, np.array([int(cell.text)], np.int64))
        elif cell.type != NUMBER:
            column.add_texts(cell.type, at, [cell.text.replace("&", "&amp;").encode()])
        elif column.role == "number":
            column.add_numbers(at, [cell.text.encode()])
        else:
            column.add_texts(NUMBER, at, [b"%d:%b" % (cell.style, cell.text.encode())])

    def grid(self) -> Grid:
        """The gathered rows in sheet order, blank ones left out."""
        rows = np.concatenate(self._rows) if self._rows else np.zeros(0, np.int32)
        place = None
        if len(rows) > 1 and not (rows[1:] > rows[:-1]).all():
            rows, place = np.unique(rows, return_inverse=True)
        columns = {j: self._finished(c, len(rows), place) for j, c in self._columns.items()}
        return filled(Grid(rows.astype(np.int32), columns))

    def _finished(self, column: _Column, rows: int, place: npt.NDArray[np.intp] | None) -> RawColumn:
        codes = np.full(rows, MISSING, np.int32)
        numbers = np.full(rows, np.nan)
        labels: dict[str, int] = {}
        errors: set[int] = set()
        tables = {kind: self._table(kind, c, labels, errors) for kind, c in column.codes.items()}
        for kind, at, part in column.texts:
            final = self._shared_codes(part, labels) if kind == SHARED else tables[kind][part]
            codes[at if place is None else place[at]] = final
        for at, values in column.numbers:
            numbers[at if place is None else place[at]] = values
        return RawColumn(Texts(codes, tuple(labels)), numbers, frozenset(errors))

    def _table(self, kind: int, codes: Coded[bytes], labels: dict[str, int], errors: set[int]) -> Codes:
        """The code of the label of each text of a kind."""
        said = _decoded_at_once(codes) if kind == TEXT else None
        said = [self._label(kind, text) for text in codes] if said is None else said
        table = np.array([labels.setdefault(s, len(labels)) if s else MISSING for s in said], np.int32)
        if kind == ERROR:
            errors.update(table.tolist())
        return table

    def _shared_codes(self, numbers: _Ints, labels: dict[str, int]) -> Codes:
        used, back = np.unique(numbers, return_inverse=True)
        own = [labels.setdefault(t, len(labels)) if t else MISSING for t in map(self._shared_text, used.tolist())]
        return np.array(own, np.int32)[back]

    def _shared_text(self, number: int) -> str:
        text = self._decoded.get(number)
        if text is None:
            text = self._decoded[number] = decoded(self._strings[number])
        return text

    def _label(self, kind: int, text: bytes) -> str:
        if kind == NUMBER:
            style, number = text.split(b":", 1)
            return self._show(decoded(number), int(style))
        said = decoded(text)
        if kind == FLAG:
            return "TRUE" if said == "1" else "FALSE" if said == "0" else said
        return said


def _decoded_at_once(texts: Sequence[bytes] | Coded[bytes]) -> list[str] | None:
    """All texts decoded in one go, None when some have entities or escapes."""
    joined = b"\0".join(texts)
    if b"&" in joined or b"_x" in joined or joined.count(b"\0") != len(texts) - 1:
        return None
    return joined.decode("utf-8", "replace").split("\0")


def _style(tag: bytes) -> int:
    found = _STYLE.search(tag.split(b">", 1)[0])
    return int(found[1]) if found else 0
