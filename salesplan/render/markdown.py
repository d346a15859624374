"""The report as Markdown tables, for wikis, issues and git; no value acts as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salesplan.render import alerts
from salesplan.render.cells import SYMBOLS, Head, facts_line, heads, said, texts
from salesplan.report import Alert, Note, Report, Row, Table
from salesplan.words import Text

_MARKUP = re.compile(r"[\\`*_\[\]#|~$@]|:(?=//|\w+:)|(?<=www)\.|^[-+](?=\s)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s)")


def render(report: Report, lang: str) -> str:
    """The report as Markdown text, with every column of the tables that a page shows."""
    parts = [f"# {escaped(said(report.title, report, lang))}"]
    if line := facts_line(report, lang, "page"):
        parts.append(escaped(line))
    if report.alerts:
        parts.append(f"## {escaped(said(Text('report-alerts', count=len(report.alerts)), report, lang))}")
        parts.append("\n".join(_alert(a, report, lang) for a in alerts.by_level(report.alerts)))
    for block in report.blocks:
        if isinstance(block, Table) and "page" in block.views:
            parts += _table(block, report, lang)
        elif isinstance(block, Note) and "page" in block.views:
            place = f" ({said(str(block.place), report, lang)})" if block.place else ""
            parts.append("> " + escaped(said(Text("report-note-mark", text=block.text), report, lang) + place))
    return "\n\n".join(parts) + "\n"


def _alert(alert: Alert, report: Report, lang: str) -> str:
    head = f"{SYMBOLS[alerts.MARKS[alert.level]]} {alerts.level(alert, report, lang)}".strip()
    place = f"({said(alerts.place(alert), report, lang)})" if alert.place else ""
    sentences = [alerts.message(alert, report, lang), alerts.remedy(alert, report, lang), place]
    return f"- **{escaped(head)}** " + " ".join(escaped(s) for s in sentences if s)


def _table(table: Table, report: Report, lang: str) -> list[str]:
    columns = heads(table, report, lang)
    lines = [_line([" ".join(filter(None, (c.group, c.label))) for c in columns])]
    lines.append("|" + "|".join(" ---: " if c.right else " --- " for c in columns) + "|")
    lines += [_row(row, columns, report, lang) for row in table.rows]
    title = [f"## {escaped(said(table.title, report, lang))}"] if table.title else []
    notes = [escaped(said(Text("report-note-mark", text=n), report, lang)) for n in table.notes]
    return [*title, "\n".join(lines), *notes]


def _row(row: Row, columns: Sequence[Head], report: Report, lang: str) -> str:
    cells = texts(row, columns, report, lang)
    marked = [f"{SYMBOLS[row.marks.get(i, '')]} {cell}".strip() for i, cell in enumerate(cells)]
    if marked and row.indent:
        marked[0] = "\u3000" * row.indent + marked[0]
    return _line(marked, bold=bool(row.level))


def _line(cells: Sequence[str], *, bold: bool = False) -> str:
    shown = [escaped(c) for c in cells]
    return "| " + " | ".join(f"**{c}**" if bold and c.strip() else c for c in shown) + " |"


def escaped(text: str) -> str:
    r"""The text as Markdown that shows it letter by letter.

    >>> escaped("a|b <c> [d](e)")
    'a\\|b &lt;c&gt; \\[d\\](e)'
    """
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(lambda m: f"\\{m[0]}", safe))
