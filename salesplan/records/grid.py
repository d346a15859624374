"""Cells as they stand in a file, column by column, before anything is made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Flags, Texts

if TYPE_CHECKING:
    from salesplan.records.merged_cells import MergedRange

Key = TypeVar("Key")
Floats: TypeAlias = npt.NDArray[np.float64]
Role: TypeAlias = Literal["text", "number"]
Cell: TypeAlias = str | float
HEAD_ROWS = 40
"""How many rows are searched for a header."""


class Coded(dict[Key, int]):
    """Codes of keys, given out in the order in which they are first asked for.

    `list(map(coded.__getitem__, keys))` is the quickest way to encode many.

    >>> list(map(Coded().__getitem__, "abab"))
    [0, 1, 0, 1]
    """

    def __missing__(self, key: Key) -> int:
        """The next code."""
        code = self[key] = len(self)
        return code


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One of the first rows: its number as the sheet shows it, and its filled cells by column (from 0).

    Several rows joined as levels of one header have a `depth`, and by column the labels from the top down.
    """

    number: int
    cells: Mapping[int, Cell]
    depth: int = 1
    paths: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawColumn:
    """The cells of a column: text where `texts` has one, a number where `numbers` is not NaN, else blank.

    `errors` are the codes of texts that are error cells (#N/A, a formula without a value) and no words.
    """

    texts: Texts
    numbers: Floats
    errors: frozenset[int] = frozenset()

    @property
    def blank(self) -> Flags:
        """Where there is nothing."""
        empty: Flags = (self.texts.codes == MISSING) & np.isnan(self.numbers)
        return empty

    def take(self, rows: Flags) -> RawColumn:
        """The cells of some rows."""
        return RawColumn(self.texts.take(rows), self.numbers[rows], self.errors)

    def map(self, change: Callable[[str], str | None]) -> RawColumn:
        """The same cells with each text changed; texts that become the same share a code, '' and None are blank."""
        seen: dict[str, int] = {}
        table = np.full(len(self.texts.labels) + 1, MISSING, np.int32)
        errors = set()
        for i, label in enumerate(self.texts.labels):
            new = label if i in self.errors else change(label)
            if new:
                table[i] = seen.setdefault(new, len(seen))
                if i in self.errors:
                    errors.add(int(table[i]))
        return RawColumn(Texts(table[self.texts.codes], tuple(seen)), self.numbers, frozenset(errors))


@dataclass(frozen=True, slots=True)
class Grid:
    """Some columns of a sheet below its header: `rows` are their numbers as the sheet shows them, from 1."""

    rows: Codes
    columns: Mapping[int, RawColumn]

    def take(self, keep: Flags) -> Grid:
        """Some rows."""
        return Grid(self.rows[keep], {j: c.take(keep) for j, c in self.columns.items()})


class Sheet(Protocol):
    """A table of a file, whatever the format."""

    @property
    def name(self) -> str | None:
        """The sheet's name, None where the format has no sheets."""

    @property
    def date1904(self) -> bool:
        """Whether day numbers count from 1904."""

    def head(self) -> Sequence[HeadRow]:
        """The filled ones of the first `HEAD_ROWS` rows."""

    def grid(self, roles: Mapping[int, Role], after: int) -> Grid:
        """The filled rows below row `after`, for the columns that have a role."""

    def merges(self) -> Sequence[MergedRange]:
        """The merged ranges; none where the format has none."""


def filled(grid: Grid) -> Grid:
    """The grid without rows in which every column is blank."""
    if not grid.columns:
        return grid
    blank = np.logical_and.reduce([c.blank for c in grid.columns.values()])
    return grid if not blank.any() else grid.take(~blank)


def raw_column(cells: Iterable[object], role: Role) -> RawColumn:
    """Python cells (str, float, int, bool, date, None) as a column; dates in a column of numbers become day numbers."""
    seen: dict[str, int] = {}
    codes, numbers, errors = [], [], set()
    for cell in cells:
        code, number = MISSING, np.nan
        if isinstance(cell, ErrorCell):
            code = seen.setdefault(cell.text, len(seen))
            errors.add(code)
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and role == "number":
            number = float(cell)
        elif role == "number" and isinstance(cell, (dt.date, dt.datetime)):
            number = _serial(cell)
        elif cell is not None and (said := shown(cell).strip()):
            code = seen.setdefault(said, len(seen))
        codes.append(code)
        numbers.append(number)
    texts = Texts(np.array(codes, np.int32), tuple(seen))
    return RawColumn(texts, np.array(numbers, np.float64), frozenset(errors))


def _serial(day: dt.date) -> float:
    if not isinstance(day, dt.datetime):
        return float((day - dt.date(1899, 12, 30)).days)
    since = day.replace(tzinfo=None) - dt.datetime(1899, 12, 30)
    return since.days + since.seconds / 86_400


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that holds an error instead of a value."""

    text: str


def shown(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates in ISO form.

    >>> shown(3.0), shown(3.5), shown(True), shown("003")
    ('3', '3.5', 'TRUE', '003')
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    isoformat = getattr(cell, "isoformat", None)
    return str(isoformat()) if isoformat else str(cell)


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet whose cells are all in memory already, from row 1 on; blank cells are None or ''."""

    name: str | None
    rows: Sequence[Sequence[object]]
    date1904: bool = False
    ranges: Sequence[MergedRange] = ()

    def head(self) -> list[HeadRow]:
        """The filled ones of the first rows."""
        heads = []
        for number, row in enumerate(self.rows[:HEAD_ROWS], 1):
            cells = {j: _head_cell(c) for j, c in enumerate(row) if c is not None and c != ""}
            if cells:
                heads.append(HeadRow(number, cells))
        return heads

    def grid(self, roles: Mapping[int, Role], after: int) -> Grid:
        """The filled rows below row `after`, for the columns that have a role."""
        below = self.rows[after:]
        columns = {j: raw_column((r[j] if j < len(r) else None for r in below), role) for j, role in roles.items()}
        return filled(Grid(np.arange(after + 1, after + len(below) + 1, dtype=np.int32), columns))

    def merges(self) -> Sequence[MergedRange]:
        """The merged ranges."""
        return self.ranges


def _head_cell(cell: object) -> Cell:
    return float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else shown(cell).strip()


def cell_name(column: int, row: int) -> str:
    """The address of a cell; columns count from 0, rows from 1.

    >>> cell_name(0, 7), cell_name(27, 1)
    ('A7', 'AB1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
