"""What reading a file came to: what was kept, what was left out and why, and how that agrees with the file's own total."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from salesplan.problem import Problem
from salesplan.words import Text

DOCUMENTS = ("void", "rejected", "unapproved")
"""Reasons that leave a document out by its status; a total in the file may count these."""
REASONS = (*DOCUMENTS, "not-counted", "no-amount", "bad-rows", "duplicates", "totals", "notes", "repeated-headers", "headings")
"""Every reason for which rows are left out, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that do not count, and their amount [smallest units] (0 where rows have none)."""

    rows: int
    amount: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How the file's total row agrees with the rows kept [smallest units].

    `verdict`: `equal`, `explained` (it also counts the documents in `by`), `differs`, or `none`
    (the file has no total row); `difference` is the total less the rows kept.
    """

    verdict: Literal["equal", "explained", "differs", "none"]
    total: int | None = None
    difference: int = 0
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How the list of a file is laid out: the system that wrote it, where its header stands, what each header was read as."""

    system: str | None
    format: str
    encoding: str | None
    sheet: str | None
    header_row: int
    unit: str
    basis: str
    columns: Mapping[str, str]
    unmapped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file, read: `amount` (None for kinds without money) and the amounts of `left_out` in smallest units, `columns`
    from header to term.
    """

    file: str
    sha256: str
    system: str | None
    format: str
    encoding: str | None
    sheet: str | None
    header_row: int
    rows: int
    amount: int | None
    left_out: Mapping[str, LeftOut]
    total: Reconciliation
    first_day: dt.date | None
    last_day: dt.date | None
    unit: str
    basis: str
    columns: Mapping[str, str]
    unmapped: tuple[str, ...]
    warnings: tuple[Text, ...] = field(default=())
    kind: str = "sales"
    unread: tuple[Problem, ...] = ()
    """Cells that could not be read in a file that was read all the same."""


def reconciled(
    total: int | None, kept: int, left_out: Mapping[str, LeftOut], tolerance: int = 1, otherwise: Mapping[str, int] | None = None
) -> Reconciliation:
    """How a total agrees with the rows kept, the fewest reasons for left-out documents explaining a difference.

    >>> reconciled(120, 100, {"void": LeftOut(1, 20)}).by
    ('void',)
    """
    if total is None:
        return Reconciliation("none")
    difference = total - kept
    if abs(difference) <= tolerance:
        return Reconciliation("equal", total, difference)
    amounts = {r: left_out[r].amount for r in (*DOCUMENTS, "not-counted", "duplicates", "bad-rows") if r in left_out}
    amounts |= {r: amount for r, amount in (otherwise or {}).items() if amount}
    reasons = list(amounts)
    for size in range(1, len(reasons) + 1):
        for some in combinations(reasons, size):
            if abs(sum(amounts[r] for r in some) - difference) <= tolerance:
                return Reconciliation("explained", total, difference, some)
    return Reconciliation("differs", total, difference)
