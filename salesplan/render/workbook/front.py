"""The sheets around the tables: contents in front, alerts after it, notes at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from salesplan.render import alerts
from salesplan.render.cells import facts, has_marks, said
from salesplan.render.characters import chopped
from salesplan.render.workbook.paper import set_paper
from salesplan.render.workbook.pen import Pen
from salesplan.render.workbook.sheets import LINE, ROW, TITLE_ROW
from salesplan.render.workbook.styles import LINK, PALE, Styles
from salesplan.report import Alert, Mark, Note, Report
from salesplan.words import Text

Entry = tuple[str, list[str], int]
"""A sheet with the titles of its tables and how many rows they have."""

MOST_TITLES = 4
"""Of a sheet with more tables the first are named in the contents, and how many more there are."""

ALERT_COLUMNS = (
    ("alert-level", 12), ("alert-subject", 20), ("alert-message", 60), ("alert-remedy", 40), ("alert-evidence", 40),
    ("alert-place", 34),
)  # fmt: skip
"""Headings of the sheet of alerts with their widths; a column without any text is left out."""


class Front:
    """The sheets around the tables of one workbook."""

    def __init__(self, workbook: Any, report: Report, lang: str, styles: Styles) -> None:
        """Keep what they are written with."""
        self.workbook, self.report, self.lang, self.styles = workbook, report, lang, styles

    def say(self, slug: str, **params: Any) -> str:
        """A sentence in the reader's language."""
        return said(Text(slug, **params), self.report, self.lang)

    def _sheet(self, name: str, title: str, widths: Sequence[float], contents: str | None) -> Pen:
        sheet = self.workbook.add_worksheet(name)
        for i, wide in enumerate(widths):
            sheet.set_column(i, i, wide)
        sheet.set_default_row(ROW)
        sheet.hide_gridlines(2)
        set_paper(sheet, self.report, self.lang, landscape=True)
        sheet.fit_to_pages(1, 0)
        pen = Pen(sheet, name)
        pen.height(0, TITLE_ROW + 4)
        pen.text(0, 0, title, self.styles.of(bold=True, font_size=14))
        if contents:
            pen.link(1, 0, contents, self.say("report-to-contents"), self.styles.of(font_color=LINK, underline=1))
        return pen

    def contents(self, name: str, entries: Sequence[Entry]) -> None:
        """Write the first sheet: what the report is about, what was read, and the way to each sheet."""
        pen = self._sheet(name, said(self.report.title, self.report, self.lang), (26, 60, 12), None)
        for row, line in enumerate((self._plan(), facts(self.report, self.lang, "book")), start=1):
            pen.text(row, 0, "    ".join(line), self.styles.of(font_color=PALE))
        pen.sheet.fit_to_pages(1, 1)
        row = self._headings(pen, 4, [self.say("report-sheet"), self.say("report-what-it-holds"), self.say("report-rows")])
        for sheet, titles, rows in entries:
            look = self.styles.cell("", "", right=False, font_color=LINK, underline=1)
            pen.link(row, 0, sheet, sheet, look)
            if len(titles) > MOST_TITLES:
                titles = [*titles[:MOST_TITLES], self.say("report-more-tables", count=len(titles) - MOST_TITLES)]
            self._wrapped(pen, row, 1, "\n".join(titles), 60)
            self._count(pen, row, rows)
            row += 1
        if self.report.inputs:
            row = self._headings(pen, row + 1, [self.say("report-inputs"), self.say("report-sha256"), self.say("report-rows")])
        for source in self.report.inputs:
            self._wrapped(pen, row, 0, source.file, 26)
            pen.text(row, 1, source.sha256, self.styles.cell("", "", right=False, font_color=PALE, font_size=8))
            self._count(pen, row, source.rows)
            row += 1

    def _plan(self) -> list[str]:
        plan = self.report.plan
        lines = [self.say("report-plan", name=plan["name"])] if plan.get("name") else []
        lines += [self.say("report-year", year=plan["year"])] if plan.get("year") else []
        return lines + ([self.say("report-plan-version", commit=plan["commit"])] if plan.get("commit") else [])

    def _headings(self, pen: Pen, row: int, labels: Sequence[str]) -> int:
        for i, label in enumerate(labels):
            pen.text(row, i, label, self.styles.head("left"))
        return row + 1

    def _wrapped(self, pen: Pen, row: int, column: int, text: str, room: int, mark: Mark = "") -> int:
        lines = len(chopped(text, room - 3))
        pen.text(row, column, text, self.styles.cell("", mark, right=False, text_wrap=True))
        if lines > 1:
            pen.height(row, 4 + LINE * lines)
        return lines

    def _count(self, pen: Pen, row: int, count: int) -> None:
        pen.number(row, 2, count, self.styles.cell("", "", right=True, num_format="#,##0"))

    def alerts(self, name: str, contents: str) -> None:
        """Write the sheet of alerts, gravest first."""
        shown = [self._alert(a) for a in alerts.by_level(self.report.alerts)]
        filled = [i for i in range(len(ALERT_COLUMNS)) if any(cells[i] for _, cells in shown)]
        widths = [ALERT_COLUMNS[i][1] for i in filled]
        pen = self._sheet(name, self.say("report-alerts", count=len(shown)), widths, contents)
        row = self._headings(pen, 3, [self.say(ALERT_COLUMNS[i][0]) for i in filled])
        pen.sheet.freeze_panes(row, 0)
        pen.sheet.repeat_rows(row - 1)
        for mark, cells in shown:
            lines = [
                self._wrapped(pen, row, i, cells[k], int(widths[i]), mark if i == 0 else "") for i, k in enumerate(filled)
            ]
            pen.height(row, 4 + LINE * max(lines))
            row += 1

    def _alert(self, alert: Alert) -> tuple[Mark, list[str]]:
        parts = [part(alert, self.report, self.lang) for part in (alerts.level, alerts.message, alerts.remedy, alerts.evidence)]
        level, *rest = parts
        subject, place = (said(t, self.report, self.lang) for t in (alert.subject, alerts.place(alert)))
        return alerts.MARKS[alert.level], [level, subject, *rest, place]

    def notes(self, name: str, contents: str) -> None:
        """Write the sheet of notes: basis, methods, what was left out, what marks mean."""
        pen = self._sheet(name, self.say("report-notes"), (4, 110, 30), contents)
        lines = [(fact, "") for fact in facts(self.report, self.lang, "book")]
        for note in book_notes(self.report):
            lines.append((said(note.text, self.report, self.lang), str(note.place) if note.place else ""))
        lines += [(self.say("report-marks"), "")] if has_marks(self.report, "book") else []
        for row, (text, place) in enumerate(lines, start=3):
            pen.number(row, 0, row - 2, self.styles.of(font_color=PALE, valign="top"))
            height = len(chopped(text, 108))
            pen.text(row, 1, text, self.styles.of(text_wrap=True, valign="top"))
            pen.text(row, 2, place, self.styles.of(font_color=PALE, valign="top", text_wrap=True))
            pen.height(row, 4 + LINE * max(height, len(chopped(place, 28))))


def book_notes(report: Report) -> list[Note]:
    """The notes that stand in a workbook."""
    return [b for b in report.blocks if isinstance(b, Note) and "book" in b.views]
