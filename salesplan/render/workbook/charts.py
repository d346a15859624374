"""Excel's own charts of columns of the tables that stand in the workbook, beside or below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesplan.render.cells import Head, known, said, sums_nothing
from salesplan.render.workbook.formulas import Spot
from salesplan.render.workbook.number_formats import axis_format
from salesplan.render.workbook.sheets import CHART_ROWS, ROW
from salesplan.render.workbook.styles import BEFORE, FONTS, LINE, PALE, SERIES
from salesplan.report import Chart, Report, Table

KINDS: Mapping[str, dict[str, str]] = {
    "bar": {"type": "bar"}, "column": {"type": "column"}, "line": {"type": "line"},
    "stacked": {"type": "column", "subtype": "stacked"},
}  # fmt: skip
PIXELS_A_POINT = 96 / 72
WIDE = 700


def place_chart(workbook: Any, chart: Chart, spot: Spot, at: tuple[str, int, int], report: Report, lang: str) -> None:
    """Draw a chart from the cells of its table, on a sheet with its corner at a row and a column."""
    drawn = workbook.add_chart(dict(KINDS[chart.kind]))
    heads = {h.column.name: (i, h) for i, h in enumerate(spot.columns)}
    own = [i for i, row in enumerate(spot.table.rows) if sums_nothing(row)]
    rows = (spot.first_row + own[0], spot.first_row + own[-1])
    colours = iter(SERIES * len(chart.values))
    for name in chart.values:
        column, head = heads[name]
        colour = BEFORE if head.column.term == "last_year" else next(colours)
        drawn.add_series({
            "name": _inert(head.label), **_look(chart, colour),
            "categories": [spot.sheet, rows[0], heads[chart.category][0], rows[1], heads[chart.category][0]],
            "values": [spot.sheet, rows[0], column, rows[1], column],
        })  # fmt: skip
    title = said(chart.title, report, lang)
    position, first = heads[chart.values[0]]
    _dress(drawn, chart, title, FONTS[lang], _value_axis(first, spot.table, position, report, lang))
    sheet, row, column = at
    place = {"x_offset": 12, "y_offset": 4, "object_position": 2, "description": title}
    workbook.get_worksheet_by_name(sheet).insert_chart(row, column, drawn, place)


def _look(chart: Chart, colour: str) -> dict[str, Any]:
    if chart.kind == "line":
        dot = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
        return {"line": {"color": colour, "width": 2.25}, "marker": dot}
    overlap = 100 if chart.kind == "stacked" else -5
    return {"fill": {"color": colour}, "border": {"none": True}, "gap": 60, "overlap": overlap}


def _dress(drawn: Any, chart: Chart, title: str, font: str, axis: dict[str, Any]) -> None:
    small = {"name": font, "size": 9, "bold": False, "color": PALE}
    drawn.set_title({"name": _inert(title), "overlay": False, "name_font": {"name": font, "size": 11, "bold": True}})
    drawn.set_legend({"position": "top", "font": small} if len(chart.values) > 1 else {"none": True})
    lines = {"visible": True, "line": {"color": LINE, "width": 0.75}}
    values = {"num_font": small, "name_font": small, "line": {"none": True}, "major_gridlines": lines, **axis}
    names = {"num_font": small, "line": {"color": PALE}, "major_tick_mark": "none", "label_position": "low"}
    if chart.kind == "bar":
        drawn.set_x_axis(values)
        drawn.set_y_axis({**names, "reverse": True, "crossing": "max"})
    else:
        drawn.set_x_axis(names)
        drawn.set_y_axis(values)
    drawn.set_size({"width": WIDE, "height": int((CHART_ROWS - 1) * ROW * PIXELS_A_POINT)})
    drawn.set_chartarea({"border": {"color": LINE}})


def _value_axis(head: Head, table: Table, position: int, report: Report, lang: str) -> dict[str, Any]:
    """The axis of the values, in the report's unit by number format as the cells are."""
    if head.kind.name == "share":
        return {"num_format": "0%"}
    if head.kind.name != "money":
        return {"num_format": "#,##0"}
    label = report.money.label(lang)
    signed = any((known(row.values[position]) or 0) < 0 for row in table.rows if sums_nothing(row))
    return {"num_format": axis_format(report.money, signed=signed), **({"name": _inert(label)} if label else {})}


def _inert(text: str) -> str:
    """A text of a chart that the library does not take for a formula."""
    return f" {text}" if text.startswith("=") else text
