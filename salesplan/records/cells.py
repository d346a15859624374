"""A sheet whose cells are held as arrays, for formats that say of every cell where it stands."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Flags, Texts
from salesplan.records.grid import HEAD_ROWS, Cell, Coded, Floats, Grid, HeadRow, RawColumn, Role, filled, shown
from salesplan.records.styles import NO_STYLES, Styles

if TYPE_CHECKING:
    from salesplan.records.merged_cells import MergedRange

_ERROR = re.compile(r"#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!)|Err:\d{3}")


class Strings(Protocol):
    """Texts by number."""

    def __getitem__(self, index: int, /) -> str:
        """A text."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Filled cells, arrays of one length: row from 1, column from 0, number or else the code of a text, style, error or not."""

    rows: Codes
    columns: Codes
    numbers: Floats
    texts: Codes
    styles: Codes
    errors: Flags

    def some(self, keep: Flags | npt.NDArray[np.intp]) -> Cells:
        """Some of the cells, by mask or by position."""
        return Cells(
            self.rows[keep], self.columns[keep], self.numbers[keep], self.texts[keep], self.styles[keep], self.errors[keep]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellSheet:
    """A sheet in memory; `strings` are the texts that the cells' codes count."""

    name: str | None
    cells: Cells
    strings: Strings
    styles: Styles = NO_STYLES
    date1904: bool = False
    ranges: Sequence[MergedRange] = ()

    def head(self) -> list[HeadRow]:
        """The filled ones of the first rows."""
        first = np.unique(self.cells.rows)[:HEAD_ROWS]
        if not len(first):
            return []
        rows: dict[int, dict[int, Cell]] = {}
        some = self.cells.some(self.cells.rows <= first[-1])
        for row, column, cell in zip(some.rows.tolist(), some.columns.tolist(), self._head_cells(some), strict=True):
            if cell != "":
                rows.setdefault(row, {})[column] = cell
        return [HeadRow(r, rows[r]) for r in sorted(rows)]

    def _head_cells(self, some: Cells) -> list[Cell]:
        found: list[Cell] = []
        for number, text, style, error in zip(
            some.numbers.tolist(), some.texts.tolist(), some.styles.tolist(), some.errors.tolist(), strict=True
        ):
            if text != MISSING:
                found.append("" if error else self.strings[text].strip())
            else:
                plain = said_number(number)
                said = self.styles.show(plain, style)
                found.append(number if said == plain or said.isdigit() else said)
        return found

    def grid(self, roles: Mapping[int, Role], after: int) -> Grid:
        """The filled rows below row `after`, for the columns that have a role."""
        wanted = np.zeros(max(roles) + 2, bool)
        wanted[list(roles)] = True
        columns = np.minimum(self.cells.columns, len(wanted) - 1)
        below = self.cells.some(np.flatnonzero(wanted[columns] & (self.cells.rows > after)))
        rows, place = np.unique(below.rows, return_inverse=True)
        order = np.argsort(below.columns, kind="stable")
        edges = np.searchsorted(below.columns[order], np.arange(len(wanted)))
        found = {}
        for column, role in roles.items():
            mine = order[edges[column] : edges[column + 1]]
            found[column] = self._column(below.some(mine), place[mine], len(rows), role)
        return filled(Grid(rows.astype(np.int32), found))

    def merges(self) -> Sequence[MergedRange]:
        """The merged ranges."""
        return self.ranges

    def _column(self, some: Cells, at: npt.NDArray[np.intp], count: int, role: Role) -> RawColumn:
        codes = np.full(count, MISSING, np.int32)
        numbers = np.full(count, np.nan)
        labels: dict[str, int] = {}
        number = some.texts == MISSING
        if role == "number":
            numbers[at[number]] = some.numbers[number]
        else:
            seen: Coded[tuple[float, int]] = Coded()
            pairs = zip(some.numbers[number].tolist(), some.styles[number].tolist(), strict=True)
            own = np.array(list(map(seen.__getitem__, pairs)), np.int32)
            table = [labels.setdefault(self.styles.show(said_number(v), s), len(labels)) for v, s in seen]
            codes[at[number]] = np.array(table, np.int32)[own] if table else own
        used, back = np.unique(some.texts[~number], return_inverse=True)
        said = [self.strings[i].strip() for i in used.tolist()]
        table = [labels.setdefault(s, len(labels)) if s else MISSING for s in said]
        codes[at[~number]] = np.array(table, np.int32)[back]
        errors = frozenset(np.unique(codes[at[some.errors]]).tolist()) - {MISSING}
        return RawColumn(Texts(codes, tuple(labels)), numbers, errors)


def is_error_text(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for an error.

    >>> is_error_text("#N/A"), is_error_text("#1 客户"), is_error_text("Err:502")
    (True, False, True)
    """
    return text[:1] in "#E" and _ERROR.fullmatch(text) is not None


def said_number(value: float) -> str:
    """A number as text, whole ones in full.

    >>> said_number(1e15), said_number(0.1)
    ('1000000000000000', '0.1')
    """
    return str(int(value)) if value.is_integer() and abs(value) < 1e20 else shown(value)


class CellList:
    """Cells being gathered one by one."""

    def __init__(self) -> None:
        """Start with none."""
        self.strings: Coded[str] = Coded()
        self._rows, self._columns, self._texts, self._styles = (array("i") for _ in range(4))
        self._numbers = array("d")
        self._errors = array("b")

    def __len__(self) -> int:
        """How many."""
        return len(self._rows)

    def add(self, row: int, column: int, value: str | float, style: int = 0, *, error: bool = False) -> None:
        """Add a cell; row from 1, column from 0. A number that is none becomes an error."""
        if isinstance(value, float) and not isfinite(value):
            value, error = "#NUM!", True
        self._rows.append(row)
        self._columns.append(column)
        self._styles.append(style)
        if isinstance(value, str):
            self._numbers.append(nan)
            self._texts.append(self.strings[value])
            self._errors.append(error)
        else:
            self._numbers.append(value)
            self._texts.append(MISSING)
            self._errors.append(False)

    def cells(self) -> Cells:
        """All of them as arrays."""
        return Cells(
            np.array(self._rows, np.int32), np.array(self._columns, np.int32), np.array(self._numbers, np.float64),
            np.array(self._texts, np.int32), np.array(self._styles, np.int32), np.array(self._errors, bool),
        )  # fmt: skip
