"""How wide the columns of a sheet must be: two for a Han character, and room for marks and signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salesplan.render.cells import Head, cell_text, heads_alone, kind_of, known, spans
from salesplan.render.characters import width
from salesplan.render.workbook.number_formats import money_text
from salesplan.render.workbook.paper import filtered_rows
from salesplan.report import Report, Row, Table
from salesplan.words.width import wrapped

NARROWEST, WIDEST = 8.0, 44.0
"""Widths of columns [characters]; texts wrap beyond the widest, numbers never do."""

SHORT = 10
"""Headings up to this width stay on one line."""

FEW, ENDS_TELL = 50, ("money", "count", "days", "date", "score")
"""In longer tables a column of these kinds is as wide as its smallest or its largest value."""

MARK, FILTER = 3, 3
"""What a mark before a number, and the arrow of a filter, take."""


def column_widths(tables: Sequence[Table], columns: Sequence[list[Head]], report: Report, lang: str) -> list[float]:
    """The width of each column of a sheet [characters], enough for every table that stands on it."""
    filtered = FILTER if filtered_rows(tables) else 0
    widths = [NARROWEST] * max(map(len, columns), default=1)
    for table, table_heads in zip(tables, columns, strict=True):
        rows = [row for row in table.rows if not heads_alone(row)]
        for i, head in enumerate(table_heads):
            cells = [_cell_width(row, i, head, report, lang) for row in _widest(rows, i, head)]
            widths[i] = max(widths[i], _width(head, max(cells, default=0), filtered))
        for name, first, count in spans([c.group for c in table_heads]):
            lacking = min(width(name), WIDEST) + 2 - sum(widths[first : first + count])
            widths[first] += max(0.0, lacking) if name else 0.0
    return widths


def _widest(rows: Sequence[Row], index: int, head: Head) -> list[Row]:
    """The rows among which a column's widest cell is: of plain amounts, counts and days those at both ends, with all that are set off."""
    if len(rows) <= FEW:
        return list(rows)
    if head.kind.name not in ENDS_TELL:
        return _distinct(rows, index)
    plain = [r for r in rows if type(r.values[index]) in (int, dt.date) and not (r.kinds or r.marks or r.level or r.indent)]
    if not plain:
        return list(rows)
    ends = [min(plain, key=lambda r: r.values[index]), max(plain, key=lambda r: r.values[index])]
    chosen = set(map(id, plain))
    return [*ends, *(r for r in rows if id(r) not in chosen)]


def _distinct(rows: Sequence[Row], index: int) -> list[Row]:
    """One row a text where nothing sets rows off, and all that are set off."""
    try:
        texts = {r.values[index]: r for r in rows if not (r.kinds or r.marks or r.level or r.indent)}
    except TypeError:
        return list(rows)
    return [*texts.values(), *(r for r in rows if r.kinds or r.marks or r.level or r.indent)]


def _cell_width(row: Row, index: int, head: Head, report: Report, lang: str) -> int:
    kind, value = kind_of(row, index, head), known(row.values[index])
    if value is not None and kind.name == "money" and hasattr(value, "__int__"):
        text = money_text(int(value), report.money)
    else:
        text = cell_text(value, kind, report, lang, heading=row.level == "heading")
    extra = MARK if row.marks.get(index) else 0
    return width(text) + extra + (2 * row.indent if index == 0 else 0) + (1 if row.level else 0)


def _width(head: Head, cells: int, filtered: int) -> float:
    """Room for the cells, and for the heading on two lines, with a filter's arrow beside it."""
    word = max((width(part) for part in wrapped(head.label, 1)), default=0)
    label = width(head.label) if width(head.label) <= SHORT else max(word, -(-width(head.label) // 2))
    needed = max(cells, min(label, WIDEST) + filtered) + (2.0 if head.right else 3.0)
    return needed if head.right else min(needed, WIDEST)
