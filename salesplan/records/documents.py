"""Rows sorted into documents that count and rows that do not, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from salesplan.frame import MISSING, Flags, Texts
from salesplan.records.asides import hinted, is_note, is_return, is_subtotal, is_total, status_reasons
from salesplan.records.grid import Grid, RawColumn
from salesplan.records.headings import Heading, fold
from salesplan.records.sales_columns import SalesColumns, flag_headers

_NO = frozenset(map(fold, ("否", "n", "no", "false", "0", "×", "未审核", "未")))
_YES = frozenset(map(fold, ("是", "x", "✓", "y", "yes", "true", "1", "√", "红字", "红", "退货")))


def flagged(texts: Texts, wanted: Iterable[bool]) -> Flags:
    """The rows whose label is wanted."""
    table = np.array([*wanted, False], bool)
    return np.asarray(table[texts.codes])


@dataclass(frozen=True, slots=True)
class AsideRows:
    """Rows that some text makes a total, a subtotal of a part, or a note."""

    totals: Flags
    subtotals: Flags
    notes: Flags


def aside_rows(grid: Grid, order_id: int | None, date: int | None = None) -> AsideRows:
    """The rows that are no records by what they say; a row with a document number and a date of its own is no total."""
    found = AsideRows(*(np.zeros(len(grid.rows), bool) for _ in range(3)))
    own = np.zeros(len(grid.rows), bool)
    for j, column in grid.columns.items():
        texts = column.texts
        some = hinted(texts.labels)
        for flags, rule in ((found.totals, is_total), (found.subtotals, is_subtotal), (found.notes, is_note)):
            hits = np.zeros(len(texts.labels) + 1, bool)
            hits[[i for i in some if rule(texts.labels[i])]] = True
            if hits.any():
                np.logical_or(flags, hits[texts.codes], out=flags)
            if j == order_id and rule is is_total:
                own = (texts.codes != MISSING) & ~hits[texts.codes]
    if date is not None:
        own &= ~grid.columns[date].blank
    np.logical_and(found.totals, ~own, out=found.totals)
    return found


def repeated_headers(column: RawColumn, head: Heading) -> Flags:
    """Rows in which a column holds its own header again, as at the top of every printed page."""
    return flagged(column.texts, [fold(label) == fold(head.text) for label in column.texts.labels])


def left_out_documents(grid: Grid, columns: SalesColumns, reasons: Sequence[str]) -> dict[str, Flags]:
    """The rows that each reason leaves out by the status of their document; the first reason that fits counts."""
    found = {reason: np.zeros(len(grid.rows), bool) for reason in reasons}
    taken = np.zeros(len(grid.rows), bool)
    for candidate in (*columns.status, *columns.doc_type):
        texts = grid.columns[candidate.column].texts
        by_label = [status_reasons().get(fold(label), "") for label in texts.labels]
        for reason in reasons:
            if reason in by_label:
                rows = flagged(texts, [r == reason for r in by_label]) & ~taken
                found[reason] |= rows
                taken |= rows
    for reason, when, column in columns.flags:
        texts = grid.columns[column].texts
        wanted = _YES if when == "yes" else _NO
        rows = flagged(texts, [fold(label) in wanted for label in texts.labels]) & ~taken
        found[reason] |= rows
        taken |= rows
    return found


def returned(grid: Grid, columns: SalesColumns) -> Flags:
    """Rows of documents that take goods or money back, by the kind of document or a flag of its own."""
    if columns.return_list is not None:
        return np.ones(len(grid.rows), bool)
    found = np.zeros(len(grid.rows), bool)
    for candidate in columns.doc_type:
        texts = grid.columns[candidate.column].texts
        if candidate.heading.bare in flag_headers():
            hits = [fold(label) in _YES for label in texts.labels]
        else:
            hits = [is_return(label) for label in texts.labels]
        found |= flagged(texts, hits)
    return found
