"""Where tables stand in a workbook, and figures that it computes from them: formulas written with names of columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from salesplan.render.cells import Head
from salesplan.render.workbook.names import cell_range, column_name
from salesplan.report import Table

_NAMED = re.compile(r"\{(?:(?P<table>[^{}!@]+)!)?(?P<column>[^{}!@]+)(?:@(?P<first>\d+)(?:-(?P<last>\d+))?)?\}")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a table stands: its sheet, its columns, and the first rows of title, headings, body, and what follows it."""

    sheet: str
    table: Table
    columns: list[Head]
    title_row: int
    head_row: int
    first_row: int
    after_row: int
    chart_row: int
    chart_column: int

    def column(self, name: str) -> int | None:
        """The position of a column by its name."""
        return next((i for i, h in enumerate(self.columns) if h.column.name == name), None)


def formula(text: str, row: int, own: Spot, spots: Mapping[str, Spot]) -> str | None:
    """A formula with cells for its names, as `salesplan.report.Row` writes them; None where a table or column is not in the workbook."""
    missing = False

    def cells(named: re.Match[str]) -> str:
        nonlocal missing
        spot = spots.get(named["table"]) if named["table"] else own
        column = spot.column(named["column"]) if spot is not None else None
        if spot is None or column is None or not spot.table.rows:
            missing = True
            return ""
        if named["table"]:
            return _whole(spot, column)
        if named["first"] is None:
            return f"{column_name(column)}{row + 1}"
        first = spot.first_row + int(named["first"])
        last = spot.first_row + int(named["last"]) if named["last"] else first
        return cell_range(first, column, last, column) if last > first else f"{column_name(column)}{first + 1}"

    found = _NAMED.sub(cells, text)
    return None if missing else found


def _whole(spot: Spot, column: int) -> str:
    """The body of a column of another table, with fixed rows and columns."""
    letters = column_name(column)
    sheet = spot.sheet.replace("'", "''")
    return f"'{sheet}'!${letters}${spot.first_row + 1}:${letters}${spot.first_row + len(spot.table.rows)}"
