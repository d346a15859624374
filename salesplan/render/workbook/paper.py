"""A sheet on paper and on the screen: A4 across, headings on every page, panes that stay, no false warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from salesplan.render.cells import Head, said
from salesplan.render.workbook.names import cell_range
from salesplan.report import Report, Table
from salesplan.words import Text

A4 = 9
ACROSS, UPRIGHT = 860.0, 580.0
"""Width of an A4 sheet within its margins, laid across or upright, less a sixth where another font stands in [pixels]."""

PIXELS_A_CHARACTER, PIXELS_A_COLUMN = 7, 5
"""What a column takes for each character, and beside them."""

MOST_FROZEN = 50.0
"""Columns stay on the left of the screen up to this width [characters]."""

FILTERED = 15
"""A plain list of at least so many rows gets filters."""

Stands = tuple[Table, list[Head], int, int]
"""A table with its columns, the row of its title and the first row of its body."""


def set_up(sheet: Any, report: Report, lang: str, widths: Sequence[float], stands: Sequence[Stands]) -> None:
    """Set a sheet up for paper and screen."""
    sheet.hide_gridlines(2)
    set_paper(sheet, report, lang, landscape=any(t.landscape for t, *_ in stands) or not stands)
    breaks = [title for i, (table, _, title, _) in enumerate(stands) if table.new_page and i]
    if breaks:
        # Excel looks past page breaks of its own when it is told to fit the width
        across = ACROSS if any(t.landscape for t, *_ in stands) else UPRIGHT
        total = sum(PIXELS_A_CHARACTER * wide + PIXELS_A_COLUMN for wide in widths)
        sheet.set_print_scale(max(10, min(100, int(100 * across / total))))
        sheet.set_h_pagebreaks(breaks)
    else:
        sheet.fit_to_pages(1, 0)
    if len(stands) == 1:
        _single(sheet, widths, *stands[0])
    elif stands:
        _stacked(sheet, widths, stands)
    _quiet(sheet, stands)


def set_paper(sheet: Any, report: Report, lang: str, *, landscape: bool) -> None:
    """A4 with the plan's name above and page numbers below."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    name, title = (_escaped(said(t, report, lang)) for t in (str(report.plan.get("name") or ""), report.title))
    page = said(Text("report-page", page="&P", pages="&N"), report, lang)
    sheet.set_header(f"&L&9{name}" + (f"&R&9{title}" if title != name else ""))
    sheet.set_footer(f"&C&9{page}" + (f"&R&9{said(Text('report-as-of', date=report.as_of), report, lang)}" if report.as_of else ""))


def _escaped(text: str) -> str:
    """A text in a header, where & begins a command and a digit would follow a size; Excel takes 255 characters in all."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return " " * short[:1].isdigit() + short.replace("&", "&&")


def _single(sheet: Any, widths: Sequence[float], table: Table, columns: list[Head], title_row: int, first_row: int) -> None:
    head_row = title_row + (table.title is not None)
    sheet.freeze_panes(first_row, _frozen(widths, columns))
    sheet.repeat_rows(head_row, first_row - 1)
    if body := filtered_rows([table]):
        sheet.autofilter(first_row - 1, 0, first_row + body - 1, len(columns) - 1)


def _stacked(sheet: Any, widths: Sequence[float], stands: Sequence[Stands]) -> None:
    """Of several tables each has headings of its own; what stays is the sheet's title with unit and basis."""
    top = stands[0][2]
    sheet.freeze_panes(top, min(_frozen(widths, columns) for _, columns, _, _ in stands))
    sheet.repeat_rows(0, top - 1)


def _frozen(widths: Sequence[float], columns: Sequence[Head]) -> int:
    """How many columns of text on the left stay on the screen."""
    frozen = 0
    while frozen < len(columns) - 1 and not columns[frozen].right and sum(widths[: frozen + 1]) <= MOST_FROZEN:
        frozen += 1
    return frozen


def filtered_rows(tables: Sequence[Table]) -> int:
    """How many rows of a sheet's only table can be filtered: all but the totals of a plain list, else none."""
    if len(tables) != 1:
        return 0
    plain = [row.level == "" for row in tables[0].rows]
    body = plain.index(False) if False in plain else len(plain)
    return body if body >= FILTERED and not any(plain[body:]) else 0


def _quiet(sheet: Any, stands: Sequence[Stands]) -> None:
    """Keep Excel's green corners from codes made of digits: they are meant as text."""
    codes = [
        cell_range(first, i, first + len(table.rows) - 1, i)
        for table, columns, _, first in stands
        for i, head in enumerate(columns)
        if not head.right and any(str(row.values[i])[:1].isdigit() for row in table.rows)
    ]
    if codes:
        sheet.ignore_errors({"number_stored_as_text": " ".join(codes)})
