"""The forms that a report can take: on standard output by name, in a file by its suffix."""

from __future__ import annotations

from pathlib import Path

from salesplan.problem import Place, Problem
from salesplan.render.files import NotWritten
from salesplan.render.screen import Screen
from salesplan.report import Report

FORMATS = ("terminal", "json", "csv", "md")
"""What standard output can show."""

SUFFIXES = (".xlsx", ".html", ".json", ".csv", ".md")
"""What a file can be."""


def show(report: Report, form: str, lang: str, *, screen: Screen | None = None, table: str | None = None) -> str:
    """The report as text of that form; `table` names the one that csv shows. Raises: NotWritten, KeyError."""
    if form == "terminal":
        from salesplan.render import terminal

        return terminal.render(report, lang, screen)
    if form == "json":
        from salesplan.render import json

        return json.render(report, lang)
    if form == "csv":
        from salesplan.render import csv

        return csv.render(report, lang, table)
    if form == "md":
        from salesplan.render import markdown

        return markdown.render(report, lang)
    raise KeyError(form)


def write(report: Report, path: str | Path, lang: str, *, table: str | None = None) -> bytes:
    """The bytes of a file of the kind that the path's suffix names; nothing is written yet. Raises: NotWritten."""
    suffix = Path(path).suffix.lower()
    if suffix == ".xlsx":
        from salesplan.render import workbook

        return workbook.render(report, lang)
    if suffix == ".html":
        from salesplan.render import page

        return page.render(report, lang).encode("utf-8")
    if suffix in (".json", ".csv", ".md"):
        return show(report, suffix[1:], lang, table=table).encode("utf-8")
    known = list(SUFFIXES)
    raise NotWritten(Problem("output-suffix-unknown", Place(str(path)), {"suffix": suffix or str(path), "known": known}))
