"""A file opened as its sheets, whatever its format; what reads bytes into cells stands behind this one door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from salesplan.records.asides import is_aside
from salesplan.records.files import Locked, Source
from salesplan.records.formats import NAMES, format_of
from salesplan.records.grid import Sheet
from salesplan.records.mapping import likeness

LARGE = {
    "xlsx": 200 * 2**20, "xlsb": 32 * 2**20, "ods": 32 * 2**20, "fods": 16 * 2**20, "xls": 64 * 2**20, "text": 192 * 2**20,
    "html": 8 * 2**20, "mhtml": 8 * 2**20, "spreadsheetml": 16 * 2**20,
}  # fmt: skip
"""Files above this (unpacked) are read by a process of their own; formats that are not named here always [bytes]."""
LARGE_IF_DENSE, DENSE = 20 * 2**20, 60
"""So are archives that unpack to more than this [bytes] and more than so many times their size."""


@dataclass(frozen=True, slots=True)
class Book:
    """A file's format as it really is, its encoding where it is text, and its visible sheets."""

    format: str
    encoding: str | None
    sheets: Sequence[Sheet]


_OPEN: ContextVar[dict[Source, Book] | None] = ContextVar("books held open", default=None)


@contextmanager
def held_open() -> Iterator[None]:
    """While this lasts a file that is opened again is not unpacked again."""
    token = _OPEN.set({})
    try:
        yield
    finally:
        _OPEN.reset(token)


def open_book(source: Source) -> Book:
    """The file's sheets, by what its bytes are; what is large, locked or foreign is opened by a process with limits.

    Raises: InvalidInput that says what is wrong with the file.
    """
    held = _OPEN.get()
    if held is None:
        return _opened(source)
    if source not in held:
        held[source] = _opened(source)
    return held[source]


def _opened(source: Source) -> Book:
    kind = format_of(source)
    if _is_heavy(source, kind):
        from salesplan.records.worker import book_apart

        return book_apart(source)
    try:
        return _book(source, kind)
    except Locked:
        from salesplan.records.worker import book_apart

        return book_apart(source)


def book_here(source: Source) -> Book:
    """The file's sheets, opened in this process whatever they are. Raises: InvalidInput, MemoryError."""
    try:
        return _book(source, format_of(source))
    except Locked:
        return _unlocked(source)


def _unlocked(source: Source) -> Book:
    from salesplan.records.locked import unlocked
    from salesplan.records.password import PASSWORD

    opened = unlocked(source, PASSWORD.get())
    kind = format_of(opened)
    if kind == "locked":
        raise source.refused("encrypted-workbook")
    try:
        return _book(opened, kind)
    except Locked:
        raise source.refused("encrypted-workbook") from None


def _book(source: Source, kind: str) -> Book:
    if kind == "locked":
        return _unlocked(source)
    sheets, encoding = _sheets(source, kind)
    if not sheets:
        raise source.refused("no-visible-sheet")
    return Book(NAMES[kind], encoding, sheets)


def _is_heavy(source: Source, kind: str) -> bool:
    if kind not in LARGE:
        return True
    size = len(source.data)
    if source.data[:2] == b"PK":
        from salesplan.records.package import Package

        unpacked = Package(source).unpacked
        if unpacked > LARGE_IF_DENSE and unpacked > DENSE * size:
            return True
        size = unpacked
    return size > LARGE[kind]


def _sheets(source: Source, kind: str) -> tuple[Sequence[Sheet], str | None]:
    if kind == "xlsx":
        from salesplan.records.xlsx import Workbook

        return Workbook(source).sheets, None
    if kind == "text":
        from salesplan.records.delimited import TextTable

        table = TextTable(source, likeness, is_aside)
        return [table], table.encoding
    if kind == "html":
        from salesplan.records.html_tables import html_sheets

        return html_sheets(source)
    if kind == "mhtml":
        from salesplan.records.mhtml import mhtml_sheets

        return mhtml_sheets(source)
    if kind == "spreadsheetml":
        from salesplan.records.spreadsheetml import declared_encoding

        return _other_sheets(source, kind), declared_encoding(source.data.lstrip())
    return _other_sheets(source, kind), None


def _other_sheets(source: Source, kind: str) -> Sequence[Sheet]:
    if kind == "spreadsheetml":
        from salesplan.records.spreadsheetml import spreadsheetml_sheets

        return spreadsheetml_sheets(source)
    if kind == "xls":
        from salesplan.records.biff import biff_sheets

        return biff_sheets(source)
    if kind == "xlsb":
        from salesplan.records.xlsb import xlsb_sheets

        return xlsb_sheets(source)
    if kind == "parquet":
        from salesplan.records.parquet import parquet_sheets

        return parquet_sheets(source)
    from salesplan.records.open_document import open_document_sheets

    return open_document_sheets(source)
