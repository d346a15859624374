"""A file opened as its sheets, whatever its format; what reads bytes into cells stands behind this one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salesplan.records.asides import is_aside
from salesplan.records.files import Source
from salesplan.records.formats import NAMES, format_of
from salesplan.records.grid import Sheet
from salesplan.records.mapping import likeness


@dataclass(frozen=True, slots=True)
class Book:
    """A file's format as it really is, its encoding where it is text, and its visible sheets."""

    format: str
    encoding: str | None
    sheets: Sequence[Sheet]


def open_book(source: Source) -> Book:
    """The file's sheets, by what its bytes are. Raises: InvalidInput that says what is wrong with the file."""
    kind = format_of(source)
    sheets, encoding = _sheets(source, kind)
    if not sheets:
        raise source.refused("no-visible-sheet")
    return Book(NAMES[kind], encoding, sheets)


def _sheets(source: Source, kind: str) -> tuple[Sequence[Sheet], str | None]:
    if kind == "xlsx":
        from salesplan.records.xlsx import Workbook

        return Workbook(source).sheets, None
    if kind == "text":
        from salesplan.records.delimited import TextTable

        table = TextTable(source, likeness, is_aside)
        return [table], table.encoding
    if kind == "html":
        from salesplan.records.markup import html_sheets

        return html_sheets(source)
    if kind == "spreadsheetml":
        from salesplan.records.markup import spreadsheetml_sheets

        return spreadsheetml_sheets(source), None
    if kind == "xls":
        from salesplan.records.biff import biff_sheets

        return biff_sheets(source), None
    if kind == "xlsb":
        from salesplan.records.xlsb import xlsb_sheets

        return xlsb_sheets(source), None
    from salesplan.records.open_document import open_document_sheets

    return open_document_sheets(source), None
