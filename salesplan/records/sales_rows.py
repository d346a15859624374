"""The rows of a sales list sorted: those that count, and those that do not with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from salesplan.frame import NO_AMOUNT, Flags
from salesplan.problem import Place, Problem
from salesplan.records.bad_cells import bad_cells
from salesplan.records.date_cells import Dates, dates
from salesplan.records.documents import AsideRows, flagged, left_out_documents, repeated_headers
from salesplan.records.grid import Grid
from salesplan.records.group_headings import dated_rows, lone_texts
from salesplan.records.headings import fold
from salesplan.records.reading import DOCUMENTS
from salesplan.records.repeated_amounts import count_documents_once
from salesplan.records.sales_amounts import MoneyRules, SalesAmounts, sales_amounts
from salesplan.records.sales_columns import SalesColumns
from salesplan.records.saved_maps import SavedMap
from salesplan.records.table_choice import Table
from salesplan.records.year_of_dates import stated_year, with_year

NOT_COUNTED = "not-counted"
"""The reason for rows that a saved map does not count."""


@dataclass(slots=True)
class SortedRows:
    """Rows by what becomes of them: kept, or left out by reason; with their days and amounts and the file's own total."""

    keep: Flags
    left: dict[str, Flags]
    days: Dates
    amounts: SalesAmounts
    total: int | None
    bad: list[Problem]


@dataclass(slots=True)
class _Sorting:
    """Rows while they are sorted: each is left out for the first reason that fits."""

    aside: Flags
    left: dict[str, Flags] = field(default_factory=dict)

    def take(self, reason: str, rows: Flags) -> None:
        self.left[reason] = rows & ~self.aside
        self.aside = self.aside | rows


def sorted_rows(
    grid: Grid, columns: SalesColumns, table: Table, money: MoneyRules, place: Place, said: AsideRows, heads: Flags,
    saved: SavedMap | None = None,
) -> SortedRows:  # fmt: skip
    """The rows sorted: `said` are those that some text puts aside, `heads` those that head groups, `saved` the map that
    the list is read by.
    """
    date = grid.columns[columns.date.column]
    rows = _Sorting(np.zeros(len(grid.rows), bool))
    rows.take("totals", said.totals)
    rows.take("repeated-headers", repeated_headers(date, columns.date.heading))
    rows.take("headings", heads)
    order = None if saved is None or saved.dates is None else saved.dates == "day_first"
    days = dates(date, date1904=table.sheet.date1904, day_first=order)
    years = grid.columns[columns.year.column] if columns.year is not None else None
    days = with_year(days, date, columns.date.heading.bare, years, stated_year([*table.titles, table.sheet.name or "", place.file]))
    rows.take("notes", _notes(grid, columns, days, said))
    for reason, left in left_out_documents(grid, columns, DOCUMENTS).items():
        rows.take(reason, left)
    if columns.counted is not None and saved is not None and saved.counted is not None:
        rows.take(NOT_COUNTED, ~rows_with(grid, columns.counted, saved.counted.values))
    turned = None
    if columns.returns is not None and saved is not None and saved.returns is not None:
        turned = rows_with(grid, columns.returns, saved.returns.values)
    unit = (saved.unit if saved else None) or table.unit
    found = sales_amounts(grid, columns, money, unit, ~rows.aside, place, turned)
    total = _total(said.totals & ~said.subtotals, found)
    repeated = saved.repeated if saved else None
    count_documents_once(grid, columns, money, found, ~rows.aside & ~days.bad, days.values, total, repeated, place)
    rows.take("bad-rows", days.bad | _unread(columns, found) | (date.blank & ~_blank_amount(grid, columns)))
    rows.take("no-amount", found.values["amount"] == NO_AMOUNT)
    bad = _bad(grid, columns, rows.left, days, found, rows.aside, place)
    return SortedRows(~rows.aside, rows.left, days, found, total, bad)


def rows_with(grid: Grid, column: int, texts: Iterable[str]) -> Flags:
    """The rows with one of some texts in a column."""
    wanted = {fold(t) for t in texts}
    held = grid.columns[column].texts
    return flagged(held, [fold(label) in wanted for label in held.labels])


def _blank_amount(grid: Grid, columns: SalesColumns) -> Flags:
    blank = grid.columns[columns.amount.plus.column].blank
    return blank if columns.amount.times is None else blank & grid.columns[columns.amount.times.column].blank


def _notes(grid: Grid, columns: SalesColumns, days: Dates, said: AsideRows) -> Flags:
    """Rows that hold a remark and no record."""
    blank_date = grid.columns[columns.date.column].blank
    blank_amount = grid.columns[columns.amount.plus.column].blank
    blank_line = blank_amount if columns.quantity is None else blank_amount & grid.columns[columns.quantity.column].blank
    lone = days.bad & blank_line
    if lone.any():
        lone &= lone_texts(grid, columns) & ~dated_rows(grid, columns)
    return (blank_date & blank_line) | lone | ((blank_date | days.bad | blank_amount) & said.notes)


def _unread(columns: SalesColumns, found: SalesAmounts) -> Flags:
    """Rows whose amount, or a part of it, could not be read."""
    amount = columns.amount
    unread = found.bad[amount.plus.column]
    for other in (amount.tax, amount.tax_rate, amount.times, columns.discount if amount.times else None):
        if other is not None and other.column in found.bad:
            unread = unread | found.bad[other.column]
    return unread


def _bad(
    grid: Grid, columns: SalesColumns, left: Mapping[str, Flags], days: Dates, found: SalesAmounts, aside: Flags, place: Place
) -> list[Problem]:
    """The cells behind the bad rows, and those of other amounts in rows that are kept."""
    rows = left["bad-rows"]
    date = columns.date
    told = [
        ("unreadable-date", date.column, date.heading.text, days.bad & rows),
        ("date-missing", date.column, date.heading.text, np.isnat(days.values) & ~days.bad & rows),
    ]
    headers = {c.column: c.heading.text for c in columns.numbers()}
    told += [("unreadable-amount", j, headers[j], bad & (rows | ~aside)) for j, bad in found.bad.items()]
    return list(bad_cells(grid, place.file, place.sheet, told).problems)


def _total(totals: Flags, found: SalesAmounts) -> int | None:
    """The amount of the last total row that is no subtotal; None without one."""
    rows = np.flatnonzero(totals & (found.as_written != NO_AMOUNT))
    return int(found.as_written[rows[-1]]) if len(rows) else None
