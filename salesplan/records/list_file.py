"""What a list of any kind came to: its typed columns, the rows left out by reason, and its reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from salesplan.frame import NO_AMOUNT, Codes, Column, Flags, Frame, Texts
from salesplan.problem import Problem
from salesplan.records.contracts import CONTRACTS
from salesplan.records.list_rows import ListRows
from salesplan.records.mapping import system_of
from salesplan.records.reading import REASONS, FileReading, Layout, LeftOut, Reconciliation
from salesplan.words import Quantity, Text


@dataclass(slots=True)
class ListFile:
    """One file's records: columns by term for the rows that count."""

    name: str
    sha256: str
    kind: str
    layout: Layout
    values: dict[str, Column]
    row_of: Codes
    records: int
    amount: int | None
    left_out: dict[str, LeftOut]
    total: Reconciliation
    days: tuple[dt.date | None, dt.date | None]
    problems: tuple[Problem, ...] = ()
    warnings: list[Text] = field(default_factory=list)

    def frame(self) -> Frame:
        """The records with the file and the row where each stands."""
        return Frame(self.values, (self.name,), np.zeros(len(self.row_of), np.int32), self.row_of)

    def drop(self, rows: Flags) -> None:
        """Leave out records that another file has."""
        main = next((t for t in CONTRACTS[self.kind].amount if t in self.values), None)
        amount = 0
        if main is not None:
            values = self.frame().ints(main)[rows]
            amount = int(values[values != NO_AMOUNT].sum())
        if self.amount is not None:
            self.amount -= amount
        before = len(np.unique(self.row_of))
        self.values = {t: c.take(~rows) if isinstance(c, Texts) else c[~rows] for t, c in self.values.items()}
        self.row_of = self.row_of[~rows]
        gone = before - len(np.unique(self.row_of))
        self.records -= gone
        self.left_out["duplicates"] = LeftOut(gone, amount)

    def reading(self) -> FileReading:
        """How the file was read."""
        layout, warnings = self.layout, [*self.warnings]
        if self.total.verdict == "differs":
            warnings.append(Text("total-differs", difference=money(self.total.difference), total=money(self.total.total)))
        if self.total.verdict == "explained":
            by = [Text(f"left-{reason}") for reason in self.total.by]
            warnings.append(Text("total-explained", difference=money(self.total.difference), total=money(self.total.total), by=by))
        return FileReading(
            file=self.name, sha256=self.sha256, system=layout.system, format=layout.format, encoding=layout.encoding,
            sheet=layout.sheet, header_row=layout.header_row, rows=self.records, amount=self.amount,
            left_out={r: self.left_out[r] for r in REASONS if r in self.left_out}, total=self.total,
            first_day=self.days[0], last_day=self.days[1], unit=layout.unit, basis=layout.basis, columns=layout.columns,
            unmapped=layout.unmapped, warnings=tuple(warnings), kind=self.kind,
        )  # fmt: skip


def layout_of(rows: ListRows, unit: str) -> Layout:
    """How the list is laid out, its amounts being in a unit."""
    table, columns = rows.table, rows.mapped()
    unmapped = tuple(h.text for h in table.header.headings.values() if h.text not in columns)
    return Layout(
        system_of(table.header), table.book.format, table.book.encoding, table.sheet.name, table.header.row, unit,
        table.basis or "unstated", columns, unmapped,
    )  # fmt: skip


def other_sheets(rows: ListRows) -> list[Text]:
    """What is told where the list was chosen among several sheets."""
    table = rows.table
    return [Text("other-sheets", sheet=table.sheet.name or "", others=list(table.passed_over))] if table.passed_over else []


def money(value: int | None) -> Quantity:
    """An amount for a sentence."""
    return Quantity("money", value)


def day_of(day: np.datetime64) -> dt.date | None:
    """A day of a frame as a date, None for none."""
    found = day.astype(object)
    return found if isinstance(found, dt.date) else None
