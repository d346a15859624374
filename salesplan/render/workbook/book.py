"""The whole workbook: which sheets there are, in which order, and which table each chart is drawn from."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from typing import Any

from salesplan.render.cells import charted, said, sums_nothing
from salesplan.render.workbook.charts import place_chart
from salesplan.render.workbook.formulas import Spot
from salesplan.render.workbook.front import Entry, Front, book_notes
from salesplan.render.workbook.names import sheet_names
from salesplan.render.workbook.sheets import CHART_ROWS, SheetPlan, SheetWriter
from salesplan.render.workbook.styles import FONTS, SIZE, Styles
from salesplan.report import Chart, Report, Row, Table
from salesplan.words import Text


def render(report: Report, lang: str) -> bytes:
    """The bytes of the workbook; the same report gives the same bytes. Raises: NotWritten when a table is too long."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONTS[lang], "font_size": SIZE},
    }  # fmt: skip
    workbook = xlsxwriter.Workbook(stream, options)
    workbook.set_properties({
        "title": said(report.title, report, lang)[:200], "subject": said(str(report.plan.get("name") or ""), report, lang)[:200],
        "created": _created(report),
    })  # fmt: skip
    _write(workbook, report, lang)
    workbook.close()
    return stream.getvalue()


def _created(report: Report) -> dt.datetime:
    """A day that belongs to the report, never the clock's: the as-of date, else the first day of the plan's year."""
    if report.as_of:
        return dt.datetime.fromisoformat(report.as_of)
    return dt.datetime(int(report.plan.get("year") or 2000), 1, 1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, the table whose cells it is drawn from, and the table that it stands by."""

    chart: Chart
    source: Table
    beside: Table


def _write(workbook: Any, report: Report, lang: str) -> None:
    def word(slug: str) -> str:
        return said(Text(slug), report, lang)

    drawings = _drawings(report, lang)
    plans = _sheet_plans(report, lang, drawings)
    front_names = [word("report-contents"), *([word("report-alerts-sheet")] if report.alerts else [])]
    names = sheet_names([*front_names, *(p.name for p in plans), word("report-notes")])
    for plan, name in zip(plans, names[len(front_names) :], strict=False):
        plan.name = name
    styles = Styles(workbook, lang)
    front = Front(workbook, report, lang, styles)
    front.contents(names[0], _entries(report, lang, names, plans))
    if report.alerts:
        front.alerts(names[1], names[0])
    writers = [SheetWriter(workbook, plan, report, lang, styles) for plan in plans]
    spots = {s.table.name: s for writer in writers for s in writer.spots}
    for writer in writers:
        writer.write(names[0], spots)
    front.notes(names[-1], names[0])
    _place(workbook, drawings, spots, report, lang)


def _drawings(report: Report, lang: str) -> list[Drawing]:
    """The charts that a workbook can draw, with their tables."""
    book = {t.name: t for t in report.tables("book")}
    every = charted(report, "book")
    sheets: dict[str, Table] = {}
    for table in book.values():
        sheets.setdefault(_sheet_of(table, report, lang), table)
    drawings = []
    for i, chart in enumerate(b for b in report.blocks if isinstance(b, Chart) and "book" in b.views):
        table = every[chart.table]
        if not any(sums_nothing(row) for row in table.rows):
            continue
        source = table if table.name in book and _in_one_run(table) and not _with_gaps(table, chart) else _own_data(table, chart, i)
        named = sheets.get(said(chart.sheet, report, lang)) if chart.sheet else None
        own = book.get(chart.table)
        beside = own if own and (named is None or _sheet_of(own, report, lang) == _sheet_of(named, report, lang)) else named
        drawings.append(Drawing(chart, source, beside or source))
    return drawings


def _sheet_of(table: Table, report: Report, lang: str) -> str:
    return said(table.sheet or table.title or table.name, report, lang)


def _in_one_run(table: Table) -> bool:
    """Whether the rows that stand for themselves follow each other, so that one range of cells holds them."""
    own = [i for i, row in enumerate(table.rows) if sums_nothing(row)]
    return own[-1] - own[0] == len(own) - 1


def _with_gaps(table: Table, chart: Chart) -> bool:
    """Whether a line would fall to nothing where a value is missing: the sign for it is a text, and texts are drawn as 0."""
    drawn = [i for i, c in enumerate(table.columns) if c.name in chart.values]
    return chart.kind == "line" and any(row.values[i] is None for row in table.rows if sums_nothing(row) for i in drawn)


def _own_data(table: Table, chart: Chart, number: int) -> Table:
    """The rows and columns of a chart that cannot be drawn from its table's own cells, missing values blank, for the sheet of chart data."""
    kept = [i for i, c in enumerate(table.columns) if c.name in (chart.category, *chart.values)]
    rows = [Row(tuple("" if row.values[i] is None else row.values[i] for i in kept)) for row in table.rows if sums_nothing(row)]
    columns = tuple(replace(table.columns[i], group=None) for i in kept)
    return Table(f"chart {number}", columns, rows, title=chart.title, sheet=Text("report-chart-data"))


def _sheet_plans(report: Report, lang: str, drawings: list[Drawing]) -> list[SheetPlan]:
    plans: dict[str, SheetPlan] = {}
    own = {d.source.name: d.source for d in drawings if d.source.name.startswith("chart ")}
    for table in [*report.tables("book"), *own.values()]:
        name = _sheet_of(table, report, lang)
        plans.setdefault(name, SheetPlan(name, [])).tables.append(table)
    for plan in plans.values():
        for table in plan.tables:
            plan.charts[table.name] = sum(d.beside.name == table.name for d in drawings)
    return list(plans.values())


def _entries(report: Report, lang: str, names: list[str], plans: list[SheetPlan]) -> list[Entry]:
    entries: list[Entry] = []
    if report.alerts:
        entries.append((names[1], [said(Text("report-alerts", count=len(report.alerts)), report, lang)], len(report.alerts)))
    for plan in plans:
        titles = [said(t.title or t.name, report, lang) for t in plan.tables]
        entries.append((plan.name, titles, sum(sums_nothing(r) for t in plan.tables for r in t.rows)))
    entries.append((names[-1], [said(Text("report-notes"), report, lang)], len(book_notes(report))))
    return entries


def _place(workbook: Any, drawings: list[Drawing], spots: dict[str, Spot], report: Report, lang: str) -> None:
    placed: dict[str, int] = {}
    for drawing in drawings:
        name = drawing.beside.name
        number = placed[name] = placed.get(name, -1) + 1
        spot = spots[name]
        at = (spot.chart_row + number * CHART_ROWS, spot.chart_column)
        place_chart(workbook, drawing.chart, spots[drawing.source.name], (spot.sheet, *at), report, lang)
