"""Order fields that stand on an order's first line only, carried to its other lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Flags, Texts
from salesplan.records.grid import Grid, RawColumn
from salesplan.records.sales_columns import SalesColumns
from salesplan.words import Text

OF_THE_ORDER = (
    "customer_id", "customer_name", "person", "emp_no", "region", "team", "segment", "tier", "industry", "currency",
)  # fmt: skip
"""Texts that an order has once; those of its lines (product, line number) are never carried."""
ENDED = 0.8
"""Names head blocks when this share of them stands right below a total."""
OF_THE_LINE = ("product_id", "product_name", "product")
DITTO = frozenset({"〃", "″", '"', "''", "同上", "同前", "ditto", "-do-", "- do -", "〃〃"})
"""Texts that repeat the cell above."""

_Index = npt.NDArray[np.intp]


def carried_orders(grid: Grid, columns: SalesColumns, aside: Flags) -> tuple[Grid, list[Text]]:
    """The grid with the blank order fields of an order's other lines filled from its first, and a sentence about it.

    A line without number, date and customer that names a product belongs to the order above it; inside
    an order, fields that only some lines have are those of the first line that has them. `aside` rows
    (totals, notes) end an order and stay as they are.
    """
    order_id = columns.texts.get("order_id")
    if order_id is None:
        return grid, []
    ids = grid.columns[order_id.column]
    more = _more_lines(grid, columns, ids, aside)
    filled = dict(grid.columns)
    if more.any():
        filled[order_id.column] = taken_from(ids, _above(~ids.blank & ~aside, more))
    orders = filled[order_id.column].texts.codes
    told = int(more.sum())
    for column in (j for j in _order_columns(columns) if j in filled):
        blank = filled[column].blank & ~aside & (orders != MISSING)
        if blank.any():
            source = _first_with(orders, ~filled[column].blank & ~aside, blank)
            filled[column] = taken_from(filled[column], source)
            told = max(told, int((source >= 0).sum()))
    return replace(grid, columns=filled), [Text("order-fields-carried", rows=told)] if told else []


def dittoed(grid: Grid, columns: SalesColumns) -> Grid:
    """The grid with 同上 and 〃 in texts and dates replaced by what they repeat."""
    some = [columns.date.column, *(c.column for c in columns.texts.values()), *columns.extra.values()]
    changed = {}
    for j in some:
        column = grid.columns[j]
        marks = [label.strip().casefold() in DITTO for label in column.texts.labels]
        if any(marks):
            rows = np.array([*marks, False], bool)[column.texts.codes]
            changed[j] = taken_from(column, _above(~column.blank & ~rows, rows))
    return replace(grid, columns={**grid.columns, **changed}) if changed else grid


def carried_blocks(grid: Grid, columns: SalesColumns, totals: Flags, aside: Flags) -> tuple[Grid, list[Text]]:
    """The grid with names that stand on the first line of a block only carried down it, where subtotals end the blocks."""
    filled, told = dict(grid.columns), []
    after_total = np.append(False, totals[:-1])
    for term in OF_THE_ORDER + OF_THE_LINE:
        own = columns.texts.get(term)
        if own is None or term in ("currency", "product_id"):
            continue
        column = grid.columns[own.column]
        lines = ~aside & ~grid.columns[columns.date.column].blank
        starts = lines & ~column.blank
        blanks = lines & column.blank
        first = np.flatnonzero(lines)[:1]
        if not blanks.any() or starts.sum() < 2 or not starts[first].all() or starts.sum() > blanks.sum():
            continue
        later = np.flatnonzero(starts)[1:]
        if after_total[later].mean() < ENDED:
            continue
        filled[own.column] = taken_from(column, _above(starts, blanks))
        told.append(Text("blocks-carried", header=own.heading.text, rows=int(blanks.sum())))
    return (replace(grid, columns=filled) if told else grid), told


def _order_columns(columns: SalesColumns) -> list[int]:
    some = [columns.date.column] + [columns.texts[t].column for t in OF_THE_ORDER if t in columns.texts]
    some += [c.column for c in (*columns.status, *columns.doc_type)]
    if columns.rate is not None:
        some.append(columns.rate.column)
    return some


def _more_lines(grid: Grid, columns: SalesColumns, ids: RawColumn, aside: Flags) -> Flags:
    """The lines that continue the order above: without number, date and customer, but with a product."""
    blank = ids.blank & grid.columns[columns.date.column].blank & ~aside
    for term in ("customer_name", "customer_id"):
        if term in columns.texts:
            blank &= grid.columns[columns.texts[term].column].blank
    if not blank.any():
        return blank
    names = np.zeros(len(grid.rows), bool)
    for term in OF_THE_LINE:
        if term in columns.texts:
            names |= ~grid.columns[columns.texts[term].column].blank
    priced = columns.quantity is not None and columns.price is not None and columns.price.column in grid.columns
    if not any(t in columns.texts for t in OF_THE_LINE) and priced and columns.quantity and columns.price:
        names = ~grid.columns[columns.quantity.column].blank & ~grid.columns[columns.price.column].blank
    return blank & names & (_above(~ids.blank | aside, blank) >= 0)


def _above(heads: Flags, rows: Flags) -> _Index:
    """For each of the rows the last head at or above it, -1 where there is none and for all other rows."""
    last = np.maximum.accumulate(np.where(heads, np.arange(len(heads)), -1))
    return np.where(rows, last, -1)


def _first_with(orders: Codes, has: Flags, wanting: Flags) -> _Index:
    """For each row that wants a value the first row of its order that has one, else -1."""
    first = np.full(int(orders.max()) + 2, -1)
    rows = np.flatnonzero(has & (orders != MISSING))[::-1]
    first[orders[rows]] = rows
    return np.where(wanting, first[orders], -1)


def taken_from(column: RawColumn, source: _Index) -> RawColumn:
    """The column with some cells taken from other rows: `source` is their row, -1 for a cell that stays."""
    some = source >= 0
    codes, numbers = column.texts.codes.copy(), column.numbers.copy()
    codes[some], numbers[some] = codes[source[some]], numbers[source[some]]
    return RawColumn(Texts(codes, column.texts.labels), numbers, column.errors)
