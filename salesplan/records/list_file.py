"""What a list of any kind came to: its typed columns, the rows left out by reason, and its reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from salesplan.frame import NO_AMOUNT, Codes, Column, Flags, Frame, Texts
from salesplan.problem import Problem
from salesplan.records.list_rows import ListRows
from salesplan.records.mapping import system_of
from salesplan.records.reading import REASONS, FileReading, LeftOut, Reconciliation
from salesplan.words import Quantity, Text


@dataclass(slots=True)
class ListFile:
    """One file's records: columns by term for the rows that count."""

    rows: ListRows
    values: dict[str, Column]
    row_of: Codes
    records: int
    amount: int | None
    left_out: dict[str, LeftOut]
    total: Reconciliation
    days: tuple[dt.date | None, dt.date | None]
    unit: str
    problems: tuple[Problem, ...] = ()
    warnings: list[Text] = field(default_factory=list)

    def frame(self) -> Frame:
        """The records with the file and the row where each stands."""
        return Frame(self.values, (self.rows.source.name,), np.zeros(len(self.row_of), np.int32), self.row_of)

    def drop(self, rows: Flags) -> None:
        """Leave out records that another file has."""
        main = next((t for t in self.rows.contract.amount if t in self.values), None)
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
        table, source = self.rows.table, self.rows.source
        columns = self.rows.mapped()
        warnings = [*self.warnings]
        if table.passed_over:
            warnings.append(Text("other-sheets", sheet=table.sheet.name or "", others=list(table.passed_over)))
        if self.total.verdict == "differs":
            warnings.append(Text("total-differs", difference=money(self.total.difference), total=money(self.total.total)))
        if self.total.verdict == "explained":
            by = [Text(f"left-{reason}") for reason in self.total.by]
            warnings.append(Text("total-explained", difference=money(self.total.difference), total=money(self.total.total), by=by))
        return FileReading(
            file=source.name, sha256=source.sha256, system=system_of(table.header), format=table.book.format,
            encoding=table.book.encoding, sheet=table.sheet.name, header_row=table.header.row, rows=self.records,
            amount=self.amount, left_out={r: self.left_out[r] for r in REASONS if r in self.left_out}, total=self.total,
            first_day=self.days[0], last_day=self.days[1], unit=self.unit, basis=table.basis or "unstated", columns=columns,
            unmapped=tuple(h.text for h in table.header.headings.values() if h.text not in columns), warnings=tuple(warnings),
            kind=self.rows.contract.kind,
        )  # fmt: skip


def money(value: int | None) -> Quantity:
    """An amount for a sentence."""
    return Quantity("money", value)


def day_of(day: np.datetime64) -> dt.date | None:
    """A day of a frame as a date, None for none."""
    found = day.astype(object)
    return found if isinstance(found, dt.date) else None
