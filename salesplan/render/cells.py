"""What stands in the headings and cells of a report's tables, the same for every form that people read."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from salesplan.period import Month
from salesplan.render.characters import visible
from salesplan.report import Column, Mark, Report, Row, Table, View
from salesplan.words import KINDS, Kind, Quantity, Term, Text, form, say, term

SYMBOLS: dict[Mark, str] = {"": "", "good": "✓", "warn": "!", "bad": "✗"}
"""How a mark shows beside its colour."""

_PERIOD = re.compile(r"(?:(?P<year>\d{4})-?)?(?:Q(?P<quarter>[1-4])|(?<=-)(?P<month>0[1-9]|1[0-2]))")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUARTERS_ZH = "一二三四"


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading, the heading above it and a neighbour, the kind of its cells, and whether it sums up others."""

    column: Column
    term: Term
    label: str
    group: str
    kind: Kind
    strong: bool

    @property
    def right(self) -> bool:
        """Whether it is set to the right."""
        return self.kind.right


def heads(table: Table, report: Report, lang: str) -> list[Head]:
    """One heading a column."""
    periods = [_PERIOD.fullmatch(c.of or "") for c in table.columns]
    monthly = any(p and p["month"] for p in periods)
    return [
        _head(column, report, lang, strong=bool(monthly and period and period["quarter"]))
        for column, period in zip(table.columns, periods, strict=True)
    ]


def _head(column: Column, report: Report, lang: str, *, strong: bool) -> Head:
    meaning = term(column.term)
    if column.label is not None:
        label = said(column.label, report, lang)
    elif column.of is not None:
        label = period_label(column.of, report, lang)
    else:
        label = meaning.label(lang)
    group = column.group
    shown = period_label(group, report, lang) if isinstance(group, str) else said(group or "", report, lang)
    return Head(column, meaning, visible(label), visible(shown), KINDS[meaning.kind], strong)


def said(text: Text | str, report: Report, lang: str) -> str:
    """A sentence in the reader's language, in the report's money, with nothing hidden in it."""
    return visible(say(text, lang, report.money))


def period_label(text: str, report: Report, lang: str) -> str:
    """A month or quarter in few letters, with its year where that is not the plan's; other texts as they are."""
    found = _PERIOD.fullmatch(text)
    if not found:
        return text
    year = "" if found["year"] in (None, str(report.plan.get("year"))) else str(found["year"])
    if found["quarter"]:
        name = f"{_QUARTERS_ZH[int(found['quarter']) - 1]}季度" if lang == "zh" else f"Q{found['quarter']}"
    else:
        name = f"{int(found['month'])}月" if lang == "zh" else _MONTHS_EN[int(found["month"]) - 1]
    if not year:
        return name
    return f"{year}年{name}" if lang == "zh" else f"{name} {year}"


def kind_of(row: Row, index: int, head: Head) -> Kind:
    """The kind of a cell: the row's own at that position, else the column's."""
    return KINDS[row.kinds[index]] if index in row.kinds else head.kind


def charted(report: Report, view: View) -> dict[str, Table]:
    """The tables that charts of a view are drawn from, by name: those of the view itself before all others."""
    every = {b.name: b for b in report.blocks if isinstance(b, Table)}
    return every | {t.name: t for t in report.tables(view)}


def known(value: Any) -> Any:
    """The value, or None where it is missing or no number."""
    return None if value is None or (isinstance(value, float) and not math.isfinite(value)) else value


def texts(row: Row, heads: Sequence[Head], report: Report, lang: str) -> list[str]:
    """The text of each cell of a row; a missing number is a dash, a missing text is empty."""
    return [
        cell_text(row.values[i], kind_of(row, i, head), report, lang, heading=row.level == "heading")
        for i, head in enumerate(heads)
    ]


def cell_text(value: Any, kind: Kind, report: Report, lang: str, *, heading: bool = False) -> str:
    """The text of one value."""
    if known(value) is None:
        return form(None, kind.name, report.money) if kind.right and not heading else ""
    if kind.name == "month" and isinstance(value, str | Month):
        return visible(period_label(str(value), report, lang))
    return own_text(value, report, lang) if not _formed(value, kind) else form(value, kind.name, report.money, lang)


def own_text(value: Any, report: Report, lang: str) -> str:
    """The text of a value that brings its own form: a sentence, a quantity, a word."""
    if isinstance(value, Quantity):
        return form(value.value, value.kind, value.money or report.money, lang, unit=True)
    return said(value if isinstance(value, Text) else str(value), report, lang)


def _formed(value: Any, kind: Kind) -> bool:
    return kind.name not in ("text", "code") and not isinstance(value, (str, Text, Quantity))


def facts(report: Report, lang: str, view: View, unit: str | None = None) -> list[str]:
    """What must be known to read any figure: unit, basis (口径), as-of date."""
    lines = []
    label = unit or report.money.label(lang)
    if label and any(_has_money(t) for t in report.tables(view)):
        lines.append(Text("report-unit", unit=label))
    if report.basis is not None:
        lines.append(Text("report-basis", basis=report.basis))
    if report.as_of:
        lines.append(Text("report-as-of", date=report.as_of))
    return [said(line, report, lang) for line in lines]


def _has_money(table: Table) -> bool:
    return any(term(c.term).kind == "money" for c in table.columns) or any("money" in r.kinds.values() for r in table.rows)


def has_marks(report: Report, view: View) -> bool:
    """Whether any cell of a view's tables is marked."""
    return any(mark for t in report.tables(view) for row in t.rows for mark in row.marks.values())


def facts_line(report: Report, lang: str, view: View, unit: str | None = None) -> str:
    """The facts in one line."""
    return "    ".join(facts(report, lang, view, unit))


def heads_alone(row: Row) -> bool:
    """Whether the row is a heading in its first cell and nothing else."""
    return row.level == "heading" and all(known(v) in (None, "") for v in row.values[1:])


def sums_nothing(row: Row) -> bool:
    """Whether the row stands for itself, neither a heading nor a sum of others."""
    return row.level == ""


def spans(names: Sequence[str]) -> list[tuple[str, int, int]]:
    """Runs of the same heading above neighbours: name, first position, how many.

    >>> spans(["", "Q1", "Q1", "Q2"])
    [('', 0, 1), ('Q1', 1, 2), ('Q2', 3, 1)]
    """
    runs: list[tuple[str, int, int]] = []
    for i, name in enumerate(names):
        if runs and name and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((name, i, 1))
    return runs
