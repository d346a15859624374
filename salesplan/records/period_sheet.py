"""Sheets with a column a month (targets, budgets) and lists with a row a month, both as one figure a row.

Subtotals of rows and of periods are checked against the figures below them and left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from salesplan.frame import NO_AMOUNT, Flags, Ints, Texts
from salesplan.period import FiscalYear, Month
from salesplan.records.headings import unit_size
from salesplan.records.list_rows import ListRows
from salesplan.records.money_cells import amounts
from salesplan.records.period_headings import Named, stated_year
from salesplan.records.wide_headings import LEAVES, WideColumn, counted

_NO_DAY = np.datetime64("NaT", "D")


@dataclass(slots=True)
class Figures:
    """The figures of a sheet: by period column, what each row says [smallest units, or counts]."""

    columns: tuple[WideColumn, ...]
    values: dict[int, Ints]
    bad: dict[int, Flags]

    def measured(self, measure: str) -> list[WideColumn]:
        """The columns of a measure."""
        return [c for c in self.columns if c.measure == measure]


def figures_of(rows: ListRows, counts: Flags) -> Figures:
    """The cells under periods as amounts; `counts` marks rows whose figures are counts and not money."""
    table, digits = rows.table, rows.rules.money.digits
    found = Figures(tuple(table.header.wide), {}, {})
    for column in found.columns:
        if column.measure in ("other", "past"):
            continue
        raw = rows.grid.columns[column.column]
        plain = column.metric in counted()
        size = 1.0 if plain else unit_size(column.heading.unit or table.unit)
        read = amounts(raw, size, 0 if plain else digits)
        values, bad = read.values, read.bad
        if counts.any() and not plain:
            whole = amounts(raw, 1.0, 0)
            values, bad = np.where(counts, whole.values, values), np.where(counts, whole.bad, bad)
        found.values[column.column], found.bad[column.column] = values, bad
    return found


def year_of(rows: ListRows) -> int | None:
    """The year that the sheet is about: by its title, its sheet's or its file's name, else the plan's."""
    said = [*rows.table.titles, rows.table.sheet.name or "", rows.source.name.rsplit("/", 1)[-1]]
    stated = next((y for y in map(stated_year, said) if y), None)
    if stated is None:
        stated = next((y for y in map(_bare_year, said[-2:]) if y), None)
    return stated or (rows.rules.year.year if rows.rules.year else None)


def _bare_year(name: str) -> int | None:
    import re

    found = re.search(r"(?<!\d)(20\d\d)(?!\d)", name)
    return int(found[1]) if found else None


def fiscal_year(year: int, plan: FiscalYear | None, columns: Sequence[WideColumn]) -> FiscalYear:
    """The months of a year: as the plan's year runs, else as the columns run (4月 ... 3月 ends in the next year)."""
    if plan is not None:
        return plan.before(plan.year - year)
    months = [c.named.number for c in columns if c.named.grain == "month" and c.named.year is None]
    first = months[0] if months and any(b < a for a, b in pairwise(months)) and len(set(months)) == 12 else 1
    return FiscalYear(year, Month(year, first))


def month_named(named: Named, year: FiscalYear | None) -> Month | None:
    """The month that a heading names, None for other grains."""
    if named.grain != "month":
        return None
    if named.year is not None:
        return Month(named.year, named.number)
    if year is None:
        return None
    return next(m for m in year.months if m.month == named.number)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The figures of one period in the rows where no finer period is given."""

    named: Named
    metric: str | None
    rows: npt.NDArray[np.intp]
    columns: Mapping[str, int]


def leaves(figures: Figures, keep: Flags, measures: Sequence[str]) -> list[Leaf]:
    """The finest periods of each row: months, else quarters, halves, the year; one entry a period and metric."""
    found: list[Leaf] = []
    mine = [c for c in figures.columns if c.measure in measures]
    for metric in dict.fromkeys(c.metric for c in mine):
        left = keep.copy()
        for grain in LEAVES:
            some = [c for c in mine if c.metric == metric and c.grain == grain]
            filled = np.zeros(len(keep), bool)
            for named in dict.fromkeys(_plain(c.named) for c in some):
                columns: dict[str, int] = {}
                for c in some:
                    if _plain(c.named) == named:
                        columns.setdefault(c.measure, c.column)
                there = left & np.logical_or.reduce([figures.values[j] != NO_AMOUNT for j in columns.values()])
                filled |= there
                if there.any():
                    found.append(Leaf(named, metric, np.flatnonzero(there), columns))
            left &= ~filled
    return found


def _plain(named: Named) -> Named:
    return Named("year", 0, named.year) if named.grain == "total" else named


def quarter_text(named: Named, year: int | None) -> str | None:
    """A quarter or half as text, such as 2025Q1."""
    letter = {"quarter": "Q", "half": "H"}.get(named.grain)
    if letter is None:
        return None
    said = named.year or year
    return f"{said or ''}{letter}{named.number}"


def day_of(month: Month | None) -> np.datetime64:
    """The first of a month, NaT without one."""
    return _NO_DAY if month is None else np.datetime64(month.first_day, "D")


def spread(texts: Texts, found: Sequence[Leaf]) -> Texts:
    """The texts of the rows once for every figure."""
    return texts.take(np.concatenate([leaf.rows for leaf in found])) if found else texts.take(np.zeros(0, np.intp))


def period_differences(figures: Figures, keep: Flags, measure: str) -> list[tuple[int, WideColumn, int]]:
    """Where a quarter's, half's or year's figure of a row differs from the months that the row has: row, column, by how much."""
    found = []
    months = [c for c in figures.measured(measure) if c.grain == "month"]
    for coarse in [c for c in figures.measured(measure) if c.grain != "month"]:
        parts = [c for c in months if c.metric == coarse.metric and _inside(c.named, coarse.named)]
        if not parts:
            continue
        values = np.stack([figures.values[c.column] for c in parts])
        sums = np.where(values == NO_AMOUNT, 0, values).sum(axis=0)
        own = figures.values[coarse.column]
        there = keep & (own != NO_AMOUNT) & (values != NO_AMOUNT).any(axis=0)
        slack = len(parts) * _step(values) // 2 if _step(values) > 1 else 1
        found += [(i, coarse, int(own[i] - sums[i])) for i in np.flatnonzero(there & (np.abs(own - sums) > slack)).tolist()]
    return sorted(found, key=lambda x: (x[0], x[1].column))


def _inside(month: Named, coarse: Named) -> bool:
    if coarse.year is not None and month.year is not None and coarse.year != month.year:
        return False
    size = {"quarter": 3, "half": 6}.get(coarse.grain, 12)
    return coarse.grain in ("year", "total") or (month.number - 1) // size + 1 == coarse.number


def _step(values: Ints) -> int:
    given = values[(values != NO_AMOUNT) & (values != 0)]
    return int(np.gcd.reduce(given)) if len(given) else 0
