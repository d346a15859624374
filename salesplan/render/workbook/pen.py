"""Writing on a sheet: text stays text, numbers stay numbers, and nothing is lost without a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from salesplan.problem import Problem
from salesplan.render.characters import visible
from salesplan.render.files import NotWritten

LONGEST_TEXT = 32_767
"""Characters that a cell can hold. Source: Excel specifications and limits."""

HIGHEST = 409.0
"""Height that a row can have [points]. Source: Excel specifications and limits."""


class Pen:
    """A hand on one sheet; every write is checked, for the library only returns a number when it fails."""

    def __init__(self, sheet: Any, name: str) -> None:
        """Keep the sheet and its name."""
        self.sheet, self.name = sheet, name
        known = all(hasattr(sheet, name) for name in ("table", "str_table", "_check_dimensions"))
        self._cells = sheet.table if known and not sheet.constant_memory else None

    def text(self, row: int, column: int, text: str, look: Any) -> None:
        """Write a text that can become no formula, no link and no number."""
        shown = visible(text, lines=True)
        while len(shown) > LONGEST_TEXT // 2 and len(shown.encode("utf-16-le", "replace")) > 2 * LONGEST_TEXT:
            shown = shown[: LONGEST_TEXT - 1 - len(shown) // 16]
        if shown:
            self._done(self.sheet.write_string(row, column, shown, look))
        else:
            self._done(self.sheet.write_blank(row, column, None, look))

    def ready(self, row: int, column: int, text: str, look: Any) -> None:
        """Write a short text that is known to be legible and not empty."""
        self._done(self.sheet.write_string(row, column, text, look))

    def held(self, row: int, column: int) -> Any:
        """What the library holds of a cell that was written, for writing the same again; None where it cannot be told."""
        return self._cells[row].get(column) if self._cells is not None else None

    def again(self, row: int, held: Mapping[int, Any], texts: int) -> None:
        """Write cells that were written before into a row, by column; `texts` of them are texts.

        The library's own way costs several times as much; a list of many lines has the same few texts over and over.
        """
        assert self._cells is not None
        self._done(self.sheet._check_dimensions(row, min(held)))
        self._done(self.sheet._check_dimensions(row, max(held)))
        self._cells[row].update(held)
        self.sheet.str_table.count += texts

    def number(self, row: int, column: int, number: float, look: Any) -> None:
        """Write a number."""
        self._done(self.sheet.write_number(row, column, number, look))

    def formula(self, row: int, column: int, formula: str, value: float, look: Any) -> None:
        """Write a formula with the value that it comes to, for readers that do not compute."""
        self._done(self.sheet.write_formula(row, column, formula, look, value))

    def date(self, row: int, column: int, day: dt.date, look: Any) -> None:
        """Write a day."""
        self._done(self.sheet.write_datetime(row, column, dt.datetime(day.year, day.month, day.day), look))

    def across(self, row: int, first: int, last: int, text: str, look: Any) -> None:
        """Write a text over several columns of a row."""
        if last > first:
            self._done(self.sheet.merge_range(row, first, row, last, "", look))
        self.text(row, first, text, look)

    def down(self, first: int, last: int, column: int, text: str, look: Any) -> None:
        """Write a text over several rows of a column."""
        if last > first:
            self._done(self.sheet.merge_range(first, column, last, column, "", look))
        self.text(first, column, text, look)

    def height(self, row: int, points: float) -> None:
        """Set the height of a row [points], as far as Excel lets it grow."""
        self.sheet.set_row(row, min(points, HIGHEST))

    def link(self, row: int, column: int, sheet: str, text: str, look: Any) -> None:
        """Write a link to another sheet of this workbook."""
        target = "internal:'{}'!A1".format(sheet.replace("'", "''"))
        self._done(self.sheet.write_url(row, column, target, look, visible(text)))

    def _done(self, code: int | None) -> None:
        if code:
            raise NotWritten(Problem("output-too-many-rows", None, {"table": self.name, "count": "> 1,048,576"}))
