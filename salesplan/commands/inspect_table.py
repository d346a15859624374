"""What `inspect` shows: a line a file, the rows left out, the columns of each file, and what a reader must know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.words import MoneyForm, Quantity, Text

if TYPE_CHECKING:
    from salesplan.records.reading import FileReading
    from salesplan.report import Block, Report, Row

SHOWN_COLUMNS = (("file", 0), ("recognised", 0), ("format", 1), ("header_row", 3), ("rows", 0), ("amount", 0), ("span", 2), ("rows_left_out", 1))
"""The columns of the table on the screen, and how early each is dropped where there is no room."""
KEYS = ("file", "kind", "system", "format", "encoding", "sheet", "header_row", "rows", "left_out", "amount", "from", "to", "columns")
"""The keys of the table in JSON."""


def report(readings: Sequence[FileReading], money: MoneyForm, verbose: bool = False) -> Report:
    """One line a file; with `verbose` the columns of each: which term every header was read as, and which were not read."""
    from salesplan.report import DATA, SHOWN, Column, Note, Report, Source, Table

    shown = Table("files", tuple(Column(n, rank=rank) for n, rank in SHOWN_COLUMNS), [_shown(r) for r in readings], views=SHOWN)
    data = Table("files", tuple(Column(k) for k in KEYS), [_data(r) for r in readings], views=DATA)
    columns = Table(
        "columns", (Column("file"), Column("header"), Column("term")), [row for r in readings for row in _columns(r)],
        Text("title-columns"), views=SHOWN,
    )  # fmt: skip
    notes = [Note(Text("note-file-warning", file=Path(r.file).name, warning=w)) for r in readings for w in (*_left(r), *r.warnings, *_unread(r))]
    plan = {"name": None, "year": None, "currency": money.currency, "commit": None}
    sources = tuple(Source(r.file, r.sha256, r.rows) for r in readings)
    blocks: tuple[Block, ...] = (shown, data, *((columns,) if verbose else ()), *notes)
    return Report("inspect", Text("title-inspect", count=len(readings)), plan, money, blocks, None, sources)


def _left(r: FileReading) -> list[Text]:
    """Which documents were left out, by reason with their amounts."""
    from salesplan.commands.past import NO_DOCUMENTS

    parts = [
        Text("note-left-out" if r.amount is not None else "note-left-out-rows", why=Text(f"left-{reason}"), rows=out.rows, amount=Quantity("money", out.amount))
        for reason, out in r.left_out.items()
        if reason not in NO_DOCUMENTS
    ]
    return [Text("note-left", left=parts)] if parts else []


def _unread(r: FileReading) -> list[Text]:
    """The cells that could not be read, the first twenty."""
    if not r.unread:
        return []
    from salesplan.records.bad_cells import SHOWN

    cells = [Text("note-cell", place=p.place.cell if p.place else "", why=Text(p.slug, **p.params)) for p in r.unread[:SHOWN]]
    rest = len(r.unread) - SHOWN
    return [*cells, Text("note-more-cells", count=rest)] if rest > 0 else cells


def _shown(r: FileReading) -> Row:
    from salesplan.report import Row

    kind = Text(f"kind-{r.kind}")
    recognised = Text("recognised-by-system", system=Text(f"system-{r.system}"), kind=kind) if r.system else kind
    form = Text("format-in-encoding", format=r.format, encoding=r.encoding) if r.encoding else r.format
    left = sum(out.rows for out in r.left_out.values()) or None
    return Row((Path(r.file).name, recognised, form, r.header_row, r.rows, r.amount, span(r.first_day, r.last_day), left))


def span(first: dt.date | None, last: dt.date | None) -> str | None:
    """From one day to another, the year said once where it is the same.

    >>> span(dt.date(2025, 1, 2), dt.date(2025, 12, 31)), span(dt.date(2024, 12, 31), dt.date(2025, 1, 2))
    ('2025-01-02~12-31', '2024-12-31~2025-01-02')
    """
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    return f"{first.isoformat()}~{last.isoformat()[5:] if first.year == last.year else last.isoformat()}"


def _data(r: FileReading) -> Row:
    from salesplan.report import Row

    amount = r.amount is not None
    left = {reason: {"rows": out.rows, "amount": Quantity("money", out.amount if amount else None)} for reason, out in r.left_out.items()}
    values = (
        r.file, r.kind, r.system, r.format, r.encoding, r.sheet, r.header_row, r.rows, left, r.amount, r.first_day, r.last_day,
        dict(r.columns),
    )  # fmt: skip
    return Row(values)


def _columns(r: FileReading) -> list[Row]:
    from salesplan.report import Row

    rows = [Row((Path(r.file).name, header, term)) for header, term in r.columns.items()]
    return rows + [Row((Path(r.file).name, header, None)) for header in r.unmapped]
