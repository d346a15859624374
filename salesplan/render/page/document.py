"""The page: its sections, tables and figures as plain values, put into one template that escapes every text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from salesplan.render import alerts
from salesplan.render.cells import SYMBOLS, Head, charted, facts, has_marks, heads, kind_of, said, spans, texts
from salesplan.render.characters import width
from salesplan.render.page.drawing import drawn
from salesplan.render.page.picture import picture
from salesplan.report import Alert, Chart, Note, Report, Row, Table
from salesplan.words import Text

if TYPE_CHECKING:
    from jinja2 import Template

LONG = 28
"""Texts wider than this may break over lines."""

PAPER = 770.0
"""Width of an A4 sheet laid across within its margins [points]."""

LARGEST, SMALLEST = 8.5, 4.0
"""Sizes of print in tables [points]."""

EM_A_LETTER, PADDING = 0.64, 7.0
"""About how wide a Latin letter is in ems, and what a cell takes beside its text [points]."""


@dataclass(slots=True)
class Section:
    """A part of the page under one heading."""

    title: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


def render(report: Report, lang: str) -> str:
    """The page as HTML text."""

    def word(slug: str, **params: Any) -> str:
        return said(Text(slug, **params), report, lang)

    plan = report.plan
    about = [word("report-plan", name=plan["name"])] if plan.get("name") else []
    about += [word("report-plan-version", commit=plan["commit"])] if plan.get("commit") else []
    return _template().render(
        language="zh-CN" if lang == "zh" else "en",
        style=_read("page.css"),
        title=said(report.title, report, lang),
        facts=facts(report, lang, "page"),
        about=about,
        alerts=[_alert(a, report, lang) for a in alerts.by_level(report.alerts)],
        sections=_sections(report, lang),
        notes=[_note(b, report, lang) for b in report.blocks if isinstance(b, Note) and "page" in b.views],
        inputs=[(said(s.file, report, lang), s.sha256, f"{s.rows:,}") for s in report.inputs],
        marked=has_marks(report, "page"),
        word=word,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_read("page.html"))


def _read(name: str) -> str:
    return resources.files("salesplan.render.page").joinpath(name).read_text(encoding="utf-8")


def _sections(report: Report, lang: str) -> list[Section]:
    """Tables and charts in reading order, under the names that are sheets in a workbook."""
    sections: dict[str, Section] = {}
    every = charted(report, "page")
    for block in report.blocks:
        if not isinstance(block, Table | Chart) or "page" not in block.views:
            continue
        table = every[block.table] if isinstance(block, Chart) else block
        title = said(block.sheet or table.sheet or table.title or table.name, report, lang)
        section = sections.setdefault(title, Section(title))
        if isinstance(block, Table):
            section.blocks.append(_table(block, report, lang))
        else:
            number = sum(len(s.blocks) for s in sections.values())
            drawing = drawn(picture(block, table, report, lang), f"chart-{number}")
            section.blocks.append({"kind": "chart", "svg": drawing, "title": said(block.title, report, lang)})
    return list(sections.values())


def _table(table: Table, report: Report, lang: str) -> dict[str, Any]:
    columns = heads(table, report, lang)
    groups = spans([c.group for c in columns])
    lines = [texts(row, columns, report, lang) for row in table.rows]
    return {
        "kind": "table",
        "title": said(table.title or "", report, lang),
        "groups": groups if any(name for name, _, _ in groups) else [],
        "heads": columns,
        "rows": [_row(row, line, columns) for row, line in zip(table.rows, lines, strict=True)],
        "notes": [said(Text("report-note-mark", text=n), report, lang) for n in table.notes],
        "print_size": f"{_print_size(columns, lines):.1f}",
        "new_page": table.new_page,
    }


def _print_size(columns: Sequence[Head], lines: Sequence[Sequence[str]]) -> float:
    """The size of print at which the table is as wide as the paper at most [points]."""
    letters = sum(
        max([min(LONG, width(line[i])) for line in lines] + [width(head.label) / 2 if head.right else 4.0])
        for i, head in enumerate(columns)
    )
    return max(SMALLEST, min(LARGEST, (PAPER - PADDING * len(columns)) / (EM_A_LETTER * max(letters, 1))))


def _row(row: Row, cells: Sequence[str], columns: Sequence[Head]) -> dict[str, Any]:
    return {
        "level": row.level,
        "indent": row.indent,
        "cells": [
            {
                "text": text,
                "mark": row.marks.get(i, ""),
                "symbol": SYMBOLS[row.marks.get(i, "")],
                "shape": "n" if kind_of(row, i, columns[i]).right else "long" if width(text) > LONG else "short",
                "strong": columns[i].strong,
            }
            for i, text in enumerate(cells)
        ],
    }


def _alert(alert: Alert, report: Report, lang: str) -> dict[str, str]:
    mark = alerts.MARKS[alert.level]
    return {
        "mark": mark,
        "level": f"{SYMBOLS[mark]} {alerts.level(alert, report, lang)}".strip(),
        "subject": said(alert.subject, report, lang),
        "message": alerts.message(alert, report, lang),
        "remedy": alerts.remedy(alert, report, lang),
        "evidence": alerts.evidence(alert, report, lang),
        "place": said(alerts.place(alert), report, lang),
    }


def _note(note: Note, report: Report, lang: str) -> tuple[str, str]:
    return said(note.text, report, lang), said(str(note.place), report, lang) if note.place else ""
