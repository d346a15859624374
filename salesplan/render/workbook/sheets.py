"""Tables on a sheet, one below the other: headings, values, notes, and the rows where each of them stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from salesplan.render.cells import SYMBOLS, Head, cell_text, facts_line, heads, heads_alone, kind_of, known, said, spans
from salesplan.render.characters import chopped, visible, width
from salesplan.render.workbook.formulas import Spot, formula
from salesplan.render.workbook.number_formats import FORMATS, money_format
from salesplan.render.workbook.paper import filtered_rows, set_up
from salesplan.render.workbook.pen import Pen
from salesplan.render.workbook.styles import LINK, PALE, Styles, marked_format
from salesplan.render.workbook.widths import column_widths
from salesplan.report import Report, Row, Table
from salesplan.words import Kind, Text
from salesplan.words.kinds import plain

ROW, LINE, TITLE_ROW = 18.0, 15.0, 24.0
"""Heights of a row, of each line in it where there are several, and of a title [points]."""

SHORT = 1000
"""Texts up to this length need no cutting [characters]."""

CHART_ROWS = 16
"""Rows that a chart takes."""

ROOM_BESIDE = 120.0
"""Charts stand beside tables up to this width [characters], below wider ones."""


@dataclass(slots=True)
class SheetPlan:
    """What stands on a sheet: its name, its tables, how many charts stand by each of them."""

    name: str
    tables: list[Table]
    charts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Plain:
    """A cell that nothing sets off: the type of its value, how it is written, what, in which look, and on how many lines; once it is written, what the library holds of it."""

    of: type
    write: Callable[[int, int, Any, Any], None]
    shown: Any
    look: Any
    lines: int
    held: Any = None


class SheetWriter:
    """One sheet being written."""

    def __init__(self, workbook: Any, plan: SheetPlan, report: Report, lang: str, styles: Styles) -> None:
        """Open the sheet and set its columns."""
        self.plan, self.report, self.lang, self.styles = plan, report, lang, styles
        self.sheet = workbook.add_worksheet(plan.name)
        self.pen = Pen(self.sheet, plan.name)
        self.heads = [heads(t, report, lang) for t in plan.tables]
        self.widths = column_widths(plan.tables, self.heads, report, lang)
        self.filtered = bool(filtered_rows(plan.tables))
        for i, wide in enumerate(self.widths):
            self.sheet.set_column(i, i, wide)
        self.sheet.set_default_row(ROW)
        self.facts = facts_line(report, lang, "book")
        self.spots = self._stands()

    def _stands(self) -> list[Spot]:
        """Where the tables stand, known before anything is written, so that formulas can point at sheets to come."""
        found: list[Spot] = []
        row = 3 if self._in_one_line() else 4
        for table, columns in zip(self.plan.tables, self.heads, strict=True):
            found.append(self._spot(row, table, columns))
            row = found[-1].after_row + 1
        return found

    def _spot(self, title_row: int, table: Table, columns: list[Head]) -> Spot:
        head_row = title_row + (table.title is not None)
        first_row = head_row + 1 + any(name for name, _, _ in spans([c.group for c in columns]))
        row = first_row + len(table.rows) + len(table.notes)
        charts = self.plan.charts.get(table.name, 0) * CHART_ROWS
        beside = sum(self.widths[: len(columns)]) <= ROOM_BESIDE
        after = max(row, title_row + charts) if beside else row + charts
        chart_at = (title_row, len(columns)) if beside else (row + 1, 0)
        return Spot(self.plan.name, table, columns, title_row, head_row, first_row, after + (not beside and charts > 0), *chart_at)

    def _in_one_line(self) -> bool:
        """Whether the facts stand beside the way back to the contents."""
        return width(self.facts) < sum(self.widths[1:])

    def write(self, contents: str, spots: Mapping[str, Spot]) -> None:
        """Write the sheet, with a link to the contents; `spots`: where every table of the workbook stands."""
        self._top(contents)
        for spot in self.spots:
            self._table(spot, spots)
        set_up(self.sheet, self.report, self.lang, self.widths, [(s.table, s.columns, s.title_row, s.first_row) for s in self.spots])

    def say(self, text: Text | str) -> str:
        """A sentence in the reader's language."""
        return said(text, self.report, self.lang)

    def _top(self, contents: str) -> None:
        """The title, the way back, and what must be known to read a figure."""
        of = self.styles.of
        self.pen.height(0, TITLE_ROW + 4)
        self.pen.text(0, 0, self.say(self.report.title), of(bold=True, font_size=14))
        self.pen.link(1, 0, contents, self.say(Text("report-to-contents")), of(font_color=LINK, underline=1))
        if self._in_one_line():
            self.pen.across(1, 1, len(self.widths) - 1, self.facts, of(align="right", font_color=PALE))
        else:
            self.pen.text(2, 0, self.facts, of(font_color=PALE))

    def _table(self, spot: Spot, spots: Mapping[str, Spot]) -> None:
        table, columns = spot.table, spot.columns
        if table.title is not None:
            self.pen.height(spot.title_row, TITLE_ROW)
            self.pen.text(spot.title_row, 0, self.say(table.title), self.styles.of(bold=True, font_size=12))
        row = self._headings(spot.head_row, columns)
        known: list[dict[Any, Plain]] = [{} for _ in columns]
        for line in table.rows:
            formulas = {n: formula(text, row, spot, spots) for n, text in line.formulas.items()} if line.formulas else {}
            if line.level or line.marks or line.indent or line.kinds or formulas or not self._plain_row(row, line, columns, known):
                self._row(row, line, columns, formulas)
            row += 1
        for note in table.notes:
            self._note(row, self.say(Text("report-note-mark", text=note)), len(columns))
            row += 1

    def _headings(self, row: int, columns: list[Head]) -> int:
        """Write the headings; the row below them."""
        groups = spans([c.group for c in columns])
        grouped = int(any(name for name, _, _ in groups))
        for name, first, count in groups if grouped else []:
            if name:
                self.pen.across(row, first, first + count - 1, name, self.styles.head("center"))
        lines = 1
        for i, head in enumerate(columns):
            # the arrow of a filter would cover the end of a heading set to the right
            look = self.styles.head("right" if head.right else "left", 2 * (self.filtered and head.right))
            lines = max(lines, len(chopped(head.label, int(self.widths[i]) - 1)))
            first = row if grouped and not head.group else row + grouped
            self.pen.down(first, row + grouped, i, head.label, look)
        self.pen.height(row + grouped, 5 + LINE * lines)
        return row + grouped + 1

    def _row(self, at: int, row: Row, columns: list[Head], formulas: Mapping[int, str | None]) -> None:
        cells = [self._text(row, i, head) for i, head in enumerate(columns)]
        alone = heads_alone(row)
        lines = [1 if not text or alone else len(chopped(text, int(self.widths[i]) - 1)) for i, text in enumerate(cells)]
        for i, head in enumerate(columns):
            look: dict[str, Any] = {"right": kind_of(row, i, head).right, "strong": head.strong}
            if lines[i] > 1:
                look["text_wrap"] = True
            if i == 0 and row.indent:
                look["indent"] = row.indent
            text = cells[i]
            if text is None:
                self._number(at, i, row, head, look, formulas.get(i))
            else:
                self.pen.text(at, i, text, self.styles.cell(row.level, row.marks.get(i, ""), **look))
        if max(lines) > 1:
            self.pen.height(at, 4 + LINE * max(lines))

    def _plain_row(self, at: int, row: Row, columns: list[Head], known: list[dict[Any, Plain]]) -> bool:
        """Write a row that nothing sets off, every value formed once; False where one of its cells needs several lines."""
        cells = []
        for i, value in enumerate(row.values):
            cell = known[i].get(value)
            if cell is None or cell.of is not type(value):
                cell = known[i][value] = self._plain_cell(row, i, columns[i])
            if cell.lines > 1:
                return False
            cells.append(cell)
        again = {i: cell.held for i, cell in enumerate(cells) if cell.held is not None}
        for i, cell in enumerate(cells):
            if cell.held is None:
                cell.write(at, i, cell.shown, cell.look)
                cell.held = self.pen.held(at, i)
        if again:
            self.pen.again(at, again, sum(isinstance(cells[i].shown, str) for i in again))
        return True

    def _plain_cell(self, row: Row, index: int, head: Head) -> Plain:
        text, value = self._text(row, index, head), row.values[index]
        look: dict[str, Any] = {"right": head.kind.right, "strong": head.strong}
        if text is not None:
            lines = len(chopped(text, int(self.widths[index]) - 1)) if text else 1
            clean = text and len(text) < SHORT and visible(text) == text
            return Plain(type(value), self.pen.ready if clean else self.pen.text, text, self.styles.cell("", "", **look), lines)
        shown = money_format(int(value), self.report.money) if head.kind.name == "money" else FORMATS[head.kind.name](value)
        style = self.styles.cell("", "", num_format=shown, **look)
        if isinstance(value, dt.date):
            return Plain(type(value), self.pen.date, value, style, 1)
        number = plain(value, head.kind.name, self.report.money.digits)
        return Plain(type(value), self.pen.number, number * 100 if head.kind.name == "points" else number, style, 1)

    def _text(self, row: Row, index: int, head: Head) -> str | None:
        """The text of a cell, or None where it holds a number."""
        value, kind, mark = known(row.values[index]), kind_of(row, index, head), row.marks.get(index, "")
        if value is not None and is_number(value, kind):
            return None
        text = cell_text(value, kind, self.report, self.lang, heading=row.level == "heading")
        return f"{SYMBOLS[mark]} {text}" if mark and value is not None else text

    def _number(self, at: int, index: int, row: Row, head: Head, look: dict[str, Any], computed: str | None) -> None:
        value, kind, mark = row.values[index], kind_of(row, index, head), row.marks.get(index, "")
        shown = money_format(int(value), self.report.money) if kind.name == "money" else FORMATS[kind.name](value)
        style = self.styles.cell(row.level, mark, num_format=marked_format(shown, mark, below=not isinstance(value, dt.date) and value < 0), **look)
        if isinstance(value, dt.date):
            self.pen.date(at, index, value, style)
        else:
            number = plain(value, kind.name, self.report.money.digits)
            number, times = (number * 100, "*100") if kind.name == "points" else (number, "")
            if computed:
                self.pen.formula(at, index, f"=({computed}){times}" if times else f"={computed}", number, style)
            else:
                self.pen.number(at, index, number, style)

    def _note(self, row: int, text: str, columns: int) -> None:
        lines = len(chopped(text, max(20, int(sum(self.widths[:columns])) - 2)))
        look = self.styles.of(font_color=PALE, text_wrap=True, valign="top")
        self.pen.across(row, 0, columns - 1, text, look)
        self.pen.height(row, 4 + LINE * lines)


def is_number(value: Any, kind: Kind) -> bool:
    """Whether a value of that kind is a number in a cell; a word or a sentence in a column of numbers is not."""
    return kind.number and not isinstance(value, (str, bool)) and (isinstance(value, dt.date) or hasattr(value, "__float__"))
