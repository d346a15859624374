"""One table as CSV that Excel opens rightly: UTF-8 with a mark, currency units, no cell that acts as a formula."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from typing import Any

from salesplan.problem import Problem, nearest
from salesplan.render.cells import Head, heads
from salesplan.render.characters import visible
from salesplan.render.files import NotWritten
from salesplan.render.json import rows
from salesplan.report import Report, Table
from salesplan.words import MoneyForm

TRIGGERS = ("=", "+", "-", "@", "|", "＝", "＋", "－", "＠", "｜", "\t", "\r", "\n")
"""What a cell may not begin with: spreadsheets would run it. Source: OWASP ASVS 5, 1.2.10; CWE-1236."""


def render(report: Report, lang: str, table: str | None = None) -> str:
    """The first data table of the report, or the named one, with a byte-order mark in front.

    Sums and headings are left out, so that adding up a column is safe. Raises: NotWritten.
    """
    chosen = chosen_table(report, table)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([inert(label) for label in labels(heads(chosen, report, lang), report.money, lang)])
    for row in rows(chosen, report, lang):
        writer.writerow([_cell(value) for value in row.values()])
    return "\ufeff" + lines.getvalue()


def chosen_table(report: Report, name: str | None) -> Table:
    """The data table of that name, or the first one. Raises: NotWritten."""
    tables = report.tables("data")
    for table in tables:
        if name in (None, table.name):
            return table
    if not tables or name is None:
        raise NotWritten(Problem("output-table-missing"))
    names = [t.name for t in tables]
    close = nearest(name, names)
    known = [close, *(n for n in names if n != close)] if close else names
    raise NotWritten(Problem("output-table-unknown", None, {"name": name, "known": known}))


def labels(columns: list[Head], money: MoneyForm, lang: str) -> list[str]:
    """The heading of each column on one line, money with its currency unit, no two alike."""
    unit = MoneyForm(money.currency, money.digits, "元" if money.currency == "CNY" else "1").label(lang)
    bracket = f"（{unit}）" if lang == "zh" else f" ({unit})"
    plain = [_label(c, lang) for c in columns]
    full = [f"{c.group} {p}" if c.group and plain.count(p) > 1 else p for c, p in zip(columns, plain, strict=True)]
    return [f + (bracket if c.kind.name == "money" and unit else "") for c, f in zip(columns, full, strict=True)]


def _label(head: Head, lang: str) -> str:
    about = head.column.of is not None and head.column.label is None
    return f"{head.term.label(lang)} {head.label}" if about else head.label


def _cell(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    return inert(value) if isinstance(value, str) else value


@lru_cache(10_000)
def inert(text: str) -> str:
    """The text as a cell that stays text: visible, and led by ' where a spreadsheet would take it for a formula.

    >>> inert("=1+1"), inert("华东")
    ("'=1+1", '华东')
    """
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(TRIGGERS) or text.startswith(TRIGGERS) else shown
