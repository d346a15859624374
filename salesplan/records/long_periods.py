"""Targets and budgets with a row a period: 月份, 目标金额, 部门."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Flags
from salesplan.records.date_cells import dates
from salesplan.records.headings import unit_size
from salesplan.records.list_rows import ListRows
from salesplan.records.mapping import Candidate
from salesplan.records.money_cells import amounts
from salesplan.records.period_headings import Named, named_months
from salesplan.records.period_sheet import Figures, Leaf
from salesplan.records.wide_headings import WideColumn, counted, metric_of

WHOLE = Named("year")


def long_leaves(rows: ListRows, counts: Flags, keep: Flags, measures: Sequence[str]) -> tuple[Figures, list[Leaf], Flags]:
    """The figures of a list with a row a period, one leaf a period and metric, and which rows count."""
    figures = _figures(rows, counts, measures)
    named = _periods(rows)
    keep = keep & np.array([n is None or n.grain not in ("to-date", "total") for n in named], bool)
    found = []
    for period in dict.fromkeys(n or WHOLE for n in named):
        mine = np.array([(n or WHOLE) == period for n in named], bool) & keep
        for metric in dict.fromkeys(c.metric for c in figures.columns):
            columns = {c.measure: c.column for c in figures.columns if c.metric == metric}
            there = mine & np.logical_or.reduce([figures.values[j] != NO_AMOUNT for j in columns.values()])
            if there.any():
                found.append(Leaf(period, metric, np.flatnonzero(there), columns))
    return figures, found, keep


def _figures(rows: ListRows, counts: Flags, measures: Sequence[str]) -> Figures:
    columns: dict[tuple[str, str | None], Candidate] = {}
    for measure in measures:
        some = rows.table.header.candidates.get(measure, ())
        for c in sorted(some, key=lambda c: c.strength):
            columns.setdefault((measure, metric_of(c.heading.bare)), c)
    found = Figures(tuple(WideColumn(c.column, c.heading, m, metric, WHOLE) for (m, metric), c in columns.items()), {}, {})
    for wide in found.columns:
        raw = rows.grid.columns[wide.column]
        plain = wide.metric in counted()
        money = amounts(raw, 1.0 if plain else unit_size(wide.heading.unit or rows.table.unit), 0 if plain else rows.rules.money.digits)
        whole = amounts(raw, 1.0, 0) if counts.any() else money
        found.values[wide.column] = np.where(counts, whole.values, money.values)
        found.bad[wide.column] = np.where(counts, whole.bad, money.bad)
    return found


def _periods(rows: ListRows) -> list[Named | None]:
    """The period of each row, from its month, quarter or year and a year beside it."""
    years = _years(rows)
    if "period" not in rows.columns:
        return [None if y is None else Named("year", 0, y) for y in years]
    raw = rows.raw("period")
    labels = list(map(_labelled, raw.texts.labels))
    days = dates(raw, date1904=rows.table.sheet.date1904).values
    found: list[Named | None] = []
    for i, (code, number) in enumerate(zip(raw.texts.codes.tolist(), raw.numbers.tolist(), strict=True)):
        named = labels[code] if code != MISSING else _numbered(number)
        if named is None and not np.isnat(days[i]):
            day = days[i].astype(object)
            named = Named("month", day.month, day.year)
        if named is not None and named.year is None and years[i] is not None:
            named = Named(named.grain, named.number, years[i])
        found.append(named)
    return found


def _labelled(text: str) -> Named | None:
    return _numbered(float(text)) if text.isascii() and text.isdigit() and len(text) < 7 else named_months(text)[0]


def _numbered(number: float) -> Named | None:
    if number != number or not float(number).is_integer():
        return None
    whole = int(number)
    if 1 <= whole <= 12:
        return Named("month", whole)
    if 1990 <= whole <= 2100:
        return Named("year", 0, whole)
    return Named("month", whole % 100, whole // 100) if 199001 <= whole <= 210012 and 1 <= whole % 100 <= 12 else None


def _years(rows: ListRows) -> list[int | None]:
    if "year" not in rows.columns:
        return [None] * len(rows.grid.rows)
    raw = rows.raw("year")
    labels = list(map(_labelled, raw.texts.labels))
    said = []
    for code, number in zip(raw.texts.codes.tolist(), raw.numbers.tolist(), strict=True):
        named = labels[code] if code != MISSING else _numbered(number)
        said.append(named.year if named else None)
    return said
