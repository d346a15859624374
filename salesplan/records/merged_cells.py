"""Merged cells: the value of the first cell counts for the rows of its range, and for no row beyond."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from salesplan.frame import MISSING, Codes, Texts
from salesplan.records.asides import is_total
from salesplan.records.grid import Grid, RawColumn
from salesplan.records.sheet_xml import column_number

MOST_RANGES = 500_000
"""Ranges beyond this many are not looked at."""

_RANGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})"')


class MergedRange(NamedTuple):
    """The first and last row (from 1) and column (from 0) of a range that shows as one cell."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def width(self) -> int:
        """How many columns it covers."""
        return self.last_column - self.column + 1

    @property
    def height(self) -> int:
        """How many rows it covers."""
        return self.last_row - self.row + 1


def ranges_of_xml(xml: bytes) -> list[MergedRange]:
    """The ranges in what stands behind a worksheet's rows.

    >>> ranges_of_xml(b'<mergeCells count="1"><mergeCell ref="B2:C5"/></mergeCells>')
    [MergedRange(row=2, column=1, last_row=5, last_column=2)]
    """
    found = []
    for match in _RANGE.finditer(xml):
        left, top, right, bottom = column_number(match[1].decode()), int(match[2]), column_number(match[3].decode()), int(match[4])
        found.append(MergedRange(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))
        if len(found) >= MOST_RANGES:
            break
    return found


def filled_down(grid: Grid, ranges: Sequence[MergedRange], columns: Iterable[int]) -> Grid:
    """The grid with the value of each merged range in all of its rows, in some of the columns.

    A cell that has a value of its own keeps it; amounts are left out by the caller, because a merged
    amount counts once.
    """
    wanted = set(columns) & set(grid.columns)
    tall = [r for r in ranges if r.last_row > r.row and wanted & set(range(r.column, r.last_column + 1))]
    if not tall or not len(grid.rows):
        return grid
    changed = {}
    for j in wanted:
        mine = [r for r in tall if r.column == j]
        if mine:
            changed[j] = _filled(grid.columns[j], grid.rows, mine)
    return Grid(grid.rows, {j: changed.get(j, c) for j, c in grid.columns.items()})


def _filled(column: RawColumn, rows: Codes, ranges: Sequence[MergedRange]) -> RawColumn:
    codes, numbers, blank = column.texts.codes.copy(), column.numbers.copy(), column.blank
    starts = np.searchsorted(rows, [r.row for r in ranges])
    ends = np.searchsorted(rows, [r.last_row for r in ranges], side="right")
    for r, start, end in zip(ranges, starts.tolist(), ends.tolist(), strict=True):
        if start < end and rows[start] == r.row and not blank[start]:
            below = slice(start + 1, end)
            empty = blank[below]
            codes[below] = np.where(empty, codes[start], codes[below])
            numbers[below] = np.where(empty & (codes[start] == MISSING), numbers[start], numbers[below])
    return RawColumn(Texts(codes, column.texts.labels), numbers, column.errors)


def carried_down(grid: Grid, ranges: Sequence[MergedRange], columns: Sequence[int]) -> Grid:
    """The grid with names that stand in the first row of their block only, as a merged sheet saved as text has them.

    A blank cell takes the name above it where a column further right names something in its row, until a column further
    left names something new. Nothing is carried in a sheet whose rows have merged cells, nor beside totals.
    """
    first = int(grid.rows[0]) if len(grid.rows) else 0
    if any(r.last_row > r.row and r.last_row >= first and r.column in columns for r in ranges) or len(columns) < 2:
        return grid
    texts = {j: grid.columns[j].texts for j in columns}
    codes = {j: t.codes.copy() for j, t in texts.items()}
    totals = {j: {i for i, label in enumerate(t.labels) if is_total(label)} for j, t in texts.items()}
    held = dict.fromkeys(columns, MISSING)
    for i in range(len(grid.rows)):
        own = [j for j in columns if codes[j][i] != MISSING]
        if any(int(codes[j][i]) in totals[j] for j in own):
            continue
        for at, j in enumerate(columns):
            code = int(codes[j][i])
            if code != MISSING:
                held |= {j: code, **dict.fromkeys(columns[at + 1 :], MISSING)}
            elif own and j < own[-1] and held[j] != MISSING:
                codes[j][i] = held[j]
    return Grid(grid.rows, {j: RawColumn(Texts(codes[j], c.texts.labels), c.numbers, c.errors) if j in codes else c for j, c in grid.columns.items()})
