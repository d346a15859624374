"""Targets and budgets of one file, whatever their layout, as one figure a row: a dimension's member in a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Column, Days, Flags, Frame, Ints, Texts
from salesplan.period import FiscalYear
from salesplan.problem import InvalidInput, Problem
from salesplan.records.bad_cells import BadCells, bad_cells, too_many
from salesplan.records.documents import AsideRows, aside_rows
from salesplan.records.grid import cell_name
from salesplan.records.list_file import ListFile, day_of, layout_of, money, other_sheets
from salesplan.records.list_rows import ListRows, texts_of
from salesplan.records.long_periods import long_leaves
from salesplan.records.period_sheet import (
    Figures,
    Leaf,
    figures_of,
    fiscal_year,
    leaves,
    month_named,
    period_differences,
    quarter_text,
    spread,
    year_of,
)
from salesplan.records.period_sheet import day_of as first_of
from salesplan.records.reading import LeftOut, reconciled
from salesplan.records.row_totals import checked, summaries
from salesplan.records.wide_headings import counted, metric_of
from salesplan.words import Text

DIMENSIONS = ("region", "team", "person", "emp_no", "segment", "product", "item", "metric", "tier", "name")


def read_period_list(rows: ListRows) -> ListFile:
    """The targets or budgets of a file. Raises: InvalidInput (`year-not-stated`, `no-rows`, cells that cannot be read)."""
    measure = rows.contract.amount[0]
    aside = aside_rows(rows.grid, None)
    texts = texts_of(rows, DIMENSIONS)
    metrics = _metrics(texts.get("metric"), rows)
    counts = np.array([m in counted() for m in metrics[1]] + [False], bool)[metrics[0]]
    figures = figures_of(rows, counts)
    stated = year_of(rows)
    year = fiscal_year(stated, rows.rules.year, figures.columns) if stated else None
    keep = ~aside.totals & ~aside.notes
    wide = bool(rows.table.header.wide and figures.measured(measure))
    if wide:
        found = leaves(figures, keep, _measures(rows))
        sums = _sums_of_others(rows, figures, found, keep, texts)
        if sums.any():
            aside = AsideRows(aside.totals | sums, aside.subtotals | sums, aside.notes)
            keep &= ~sums
            found = leaves(figures, keep, _measures(rows))
    else:
        figures, found, keep = long_leaves(rows, counts, keep, _measures(rows))
    return _built(rows, figures, found, keep, aside, texts, metrics, year)


def _sums_of_others(rows: ListRows, figures: Figures, found: Sequence[Leaf], keep: Flags, texts: dict[str, Texts]) -> Flags:
    """Rows that are the sum of others though no word says so."""
    amounts = _row_sums(figures, found, rows.contract.amount[0], len(keep))
    names = [t for t in texts if t != "metric" and t in rows.columns]
    dims = [texts[t] for t in sorted(names, key=lambda t: rows.columns[t].column)]
    return summaries(amounts, keep & (amounts != 0), dims, texts.get("metric")) if dims else np.zeros(len(keep), bool)


def _measures(rows: ListRows) -> list[str]:
    return [rows.contract.amount[0], "actual"]


def _metrics(texts: Texts | None, rows: ListRows) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], list[str]]:
    """The metric of each row as codes into names: by the column 指标, else by the title."""
    if texts is not None:
        return texts.codes, [metric_of(label) or label for label in texts.labels]
    return np.full(len(rows.grid.rows), MISSING, np.int32), []


def _built(
    rows: ListRows, figures: Figures, found: Sequence[Leaf], keep: Flags, aside: AsideRows, texts: dict[str, Texts],
    metrics: tuple[np.ndarray[tuple[int], np.dtype[np.int32]], list[str]], year: FiscalYear | None,
) -> ListFile:  # fmt: skip
    measure = rows.contract.amount[0]
    bad = _bad(rows, figures, keep)
    if bad.problems and (too_many(len(bad.problems), int(keep.sum())) and not rows.rules.skip_bad_rows):
        raise InvalidInput(bad.told())
    if not found:
        raise InvalidInput([Problem("no-rows", rows.place, {"file": rows.source.name})])
    if year is None and not rows.rules.alone and any(leaf.named.year is None for leaf in found):
        raise InvalidInput([Problem("year-not-stated", rows.place, {"file": rows.source.name})])
    at = np.concatenate([leaf.rows for leaf in found])
    order = np.argsort(at, kind="stable")
    values: dict[str, Column] = {"month": np.concatenate([np.full(len(x.rows), first_of(month_named(x.named, year))) for x in found])}
    for name in _measures(rows):
        if any(name in leaf.columns for leaf in found):
            values[name] = np.concatenate([_figures(figures, leaf, name) for leaf in found])
    values |= {term: spread(t, found) for term, t in texts.items() if (t.codes != MISSING).any()}
    values |= _named(rows, found, metrics, year)
    values = {t: c.take(order) if isinstance(c, Texts) else c[order] for t, c in values.items()}
    amount = Frame(values).ints(measure) if measure in values else np.zeros(0, np.int64)
    by_row = _row_sums(figures, found, measure, len(keep))
    totals = _total_sums(figures, found, measure, aside.totals)
    check = checked(np.where(aside.totals, totals, by_row), keep, aside.totals, [t for n, t in texts.items() if n != "metric"])
    left_out = {"totals": LeftOut(int(aside.totals.sum()), _sum(totals[aside.totals]))} if aside.totals.any() else {}
    kept = _sum(amount)
    file = ListFile(
        rows.source.name, rows.source.sha256, rows.contract.kind, layout_of(rows, _unit(rows, figures)), values,
        rows.grid.rows[at[order]], int(keep[np.unique(at)].sum()), kept, left_out, reconciled(check.grand, kept, {}),
        _span(Frame(values).days("month")), tuple(bad.problems),
    )  # fmt: skip
    file.warnings += [*_warnings(rows, figures, check.wrong, keep, bad), *other_sheets(rows)]
    return file


def _sum(values: Ints) -> int:
    return int(values[values != NO_AMOUNT].sum())


def _figures(figures: Figures, leaf: Leaf, measure: str) -> Ints:
    column = leaf.columns.get(measure)
    return np.full(len(leaf.rows), NO_AMOUNT, np.int64) if column is None else figures.values[column][leaf.rows]


def _named(rows: ListRows, found: Sequence[Leaf], metrics: tuple[np.ndarray[tuple[int], np.dtype[np.int32]], list[str]], year: FiscalYear | None) -> dict[str, Column]:
    """The year, the quarter where a figure is one of a quarter, and the metric."""
    values: dict[str, Column] = {}
    base = year.year if year else None
    years = [leaf.named.year or base for leaf in found]
    values["year"] = np.concatenate([np.full(len(x.rows), NO_AMOUNT if y is None else y, np.int64) for x, y in zip(found, years, strict=True)])
    quarters = [quarter_text(leaf.named, base) for leaf in found]
    if any(quarters):
        values["quarter"] = Texts.of(q for leaf, q in zip(found, quarters, strict=True) for _ in range(len(leaf.rows)))
    title = next((m for m in map(metric_of, rows.table.titles) if m), None) if rows.contract.kind == "targets" else None
    names = [*metrics[1], None]
    said = [names[c] or leaf.metric or title for leaf in found for c in metrics[0][leaf.rows].tolist()]
    if any(said):
        values["metric"] = Texts.of(said)
    return values


def _row_sums(figures: Figures, found: Sequence[Leaf], measure: str, count: int) -> Ints:
    sums = np.zeros(count, np.int64)
    for leaf in found:
        values = _figures(figures, leaf, measure)
        np.add.at(sums, leaf.rows, np.where(values == NO_AMOUNT, 0, values))
    return sums


def _total_sums(figures: Figures, found: Sequence[Leaf], measure: str, totals: Flags) -> Ints:
    """What the total rows say in the columns of the figures that count."""
    sums = np.full(len(totals), NO_AMOUNT, np.int64)
    for column in dict.fromkeys(leaf.columns[measure] for leaf in found if measure in leaf.columns):
        values = figures.values[column]
        there = totals & (values != NO_AMOUNT)
        sums[there] = np.where(sums[there] == NO_AMOUNT, 0, sums[there]) + values[there]
    return sums


def _span(month: Days) -> tuple[dt.date | None, dt.date | None]:
    said = month[~np.isnat(month)]
    if not len(said):
        return None, None
    after = said.max().astype("datetime64[M]") + 1
    return day_of(said.min()), day_of(after.astype("datetime64[D]") - 1)


def _unit(rows: ListRows, figures: Figures) -> str:
    own = next((c.heading.unit for c in figures.columns if c.heading.unit), None)
    return own or rows.table.unit or ("元" if rows.rules.money.currency == "CNY" else rows.rules.money.currency)


def _bad(rows: ListRows, figures: Figures, keep: Flags) -> BadCells:
    told = [("unreadable-amount", c.column, c.heading.text, figures.bad[c.column] & keep) for c in figures.columns if c.column in figures.bad]
    return bad_cells(rows.grid, rows.place.file, rows.place.sheet, told)


def _warnings(rows: ListRows, figures: Figures, wrong: Sequence[tuple[int, int]], keep: Flags, bad: BadCells) -> list[Text]:
    warnings = []
    measure = rows.contract.amount[0]
    apart = period_differences(figures, keep, measure)
    if apart:
        at, column, difference = apart[0]
        cell = cell_name(column.column, int(rows.grid.rows[at]))
        warnings.append(Text("periods-differ", rows=len(apart), cell=cell, difference=money(difference)))
    if wrong:
        at, difference = wrong[0]
        warnings.append(Text("subtotals-differ", rows=len(wrong), row=int(rows.grid.rows[at]), difference=money(difference)))
    if bad.problems:
        warnings.append(Text("cells-not-read", cells=len(bad.problems), first=str(bad.problems[0].place)))
    return warnings
