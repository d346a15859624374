"""What a chart shows: categories and series of numbers in the report's unit, with the text of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from salesplan.render.cells import cell_text, heads, known, period_label, said, sums_nothing, texts
from salesplan.report import Chart, Report, Table
from salesplan.words import Text

BEFORE = "before"
"""The look of a series of what was: last year."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, a number (or None) and its text a category; `look` is its class in the style sheet."""

    label: str
    look: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart ready to be drawn; `percent` when its values are shares, `unit` else."""

    kind: Literal["bar", "column", "line", "stacked"]
    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    percent: bool


def picture(chart: Chart, table: Table, report: Report, lang: str) -> Picture:
    """The chart's numbers, taken from the rows of its table that stand for themselves."""
    columns = heads(table, report, lang)
    at = {c.column.name: i for i, c in enumerate(columns)}
    rows = [row for row in table.rows if sums_nothing(row)]
    looks = iter(range(1, len(chart.values) + 1))
    series = []
    for name in chart.values:
        head = columns[at[name]]
        values = [known(row.values[at[name]]) for row in rows]
        look = BEFORE if head.column.term == "last_year" else f"s{next(looks)}"
        shown = tuple(cell_text(v, head.kind, report, lang) for v in values)
        series.append(Series(head.label, look, tuple(_size(v, head.kind.name, report) for v in values), shown))
    kind = columns[at[chart.values[0]]].kind.name
    title = said(chart.title, report, lang)
    table_name = said(table.title or table.name, report, lang)
    return Picture(
        chart.kind, title, said(Text("report-chart-alt", title=title, table=table_name), report, lang),
        tuple(period_label(texts(row, columns, report, lang)[at[chart.category]], report, lang) for row in rows), tuple(series),
        report.money.label(lang) if kind == "money" else "", kind == "share",
    )  # fmt: skip


def _size(value: Any, kind: str, report: Report) -> float | None:
    if value is None:
        return None
    return float(value) / report.money.size if kind == "money" else float(value)
