"""`salesplan inspect --join`: which customers of each file stand in the sales lists, or in the register of customers, too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.words import MoneyForm, Text

if TYPE_CHECKING:
    from salesplan.frame import Frame
    from salesplan.records.joins import Joined
    from salesplan.records.reading import FileReading
    from salesplan.records.saved_maps import SavedMap
    from salesplan.report import Block, Report, Row

BASES = ("sales", "customers", "receivables")
"""Whose customers the others are compared with: the first of these kinds that there is."""
NEVER = frozenset({"targets", "budget", "training", "team"})
"""Lists that name no customers."""
Found = tuple["FileReading", "Joined"]


def joined_files(readings: Sequence[FileReading], paths: Sequence[Path], maps: tuple[SavedMap, ...], sheet: str | None) -> tuple[str, list[Found]]:
    """The kind of list that is the base, and every other file that names customers with how they were found."""
    from salesplan.frame import joined
    from salesplan.records.any_list import frame_of
    from salesplan.records.joins import join_customers

    of = {r.file: r for r in readings}
    frames: list[tuple[FileReading, Frame]] = []
    for path in paths:
        reading = of.get(path.as_posix())
        if reading is not None and reading.kind not in NEVER:
            frame = frame_of(path, reading.kind, maps, sheet)
            if "customer_id" in frame or "customer_name" in frame:
                frames.append((reading, frame))
    base = next((k for k in BASES if any(r.kind == k for r, _ in frames)), "")
    others = [(r, f) for r, f in frames if r.kind != base]
    if not base or not others:
        return base, []
    register = joined([_customers(f) for r, f in frames if r.kind == base])
    return base, [(r, join_customers(f, register)) for r, f in others]


def _customers(frame: Frame) -> Frame:
    """The columns of a list that name customers."""
    from salesplan.frame import Frame as Made

    kept = {t: c for t, c in frame.columns.items() if t in ("customer_id", "customer_name")}
    return Made(kept, frame.files, frame.file_of, frame.row_of)


def blocks(base: str, found: Sequence[Found]) -> tuple[Block, ...]:
    """The table of joins, and the customers that were not found."""
    from salesplan.report import BOOK, DATA, Column, Note, Table

    if not found:
        return (Note(Text("join-nothing")),)
    names = (("file", 0), ("customers", 0), ("by_id", 1), ("by_name", 1), ("ambiguous", 0), ("not_found", 0), ("join_rate", 0), ("amount_not_found", 2))
    rows = [_row(reading, join) for reading, join in found]
    title = Text("title-joined", base=Text(f"kind-{base}"))
    table = Table("joined", tuple(Column(n, rank=r) for n, r in names), rows, title, notes=(Text("note-joined"),))
    return (table, unmatched(found, DATA | BOOK))


def _row(reading: FileReading, join: Joined) -> Row:
    from salesplan.report import Row

    count, amount = join.customers, None if reading.amount is None else join.amount["ambiguous"] + join.amount["none"]
    values = (Path(reading.file).name, sum(count.values()), count["id"], count["name"], count["ambiguous"], count["none"], join.rate, amount)
    return Row(values)


def unmatched(found: Sequence[Found], views: frozenset[str]) -> Block:
    """The customers that were not found or fit several, those with most behind them first."""
    from salesplan.report import Column, Row, Table

    rows = [
        Row((
            Path(reading.file).name, u.id, u.name, u.rows, None if reading.amount is None else u.amount, Text("join-ambiguous" if u.candidates else "join-none"),
            "; ".join(" ".join(w for w in (p.id, p.name) if w) for p in u.candidates) or None,
        ))
        for reading, join in found
        for u in join.unjoined
    ]  # fmt: skip
    columns = tuple(Column(n) for n in ("file", "customer_id", "customer", "rows", "amount", "why_not", "candidates"))
    return Table("unmatched", columns, rows, Text("title-unmatched"), Text("title-unmatched"), views)  # type: ignore[arg-type]


def unmatched_report(found: Sequence[Found], money: MoneyForm) -> Report:
    """The report of `--unmatched FILE`: the one table."""
    from salesplan.report import EVERYWHERE, Report, Source

    plan = {"name": None, "year": None, "currency": money.currency, "commit": None}
    sources = tuple(Source(r.file, r.sha256, r.rows) for r, _ in found)
    return Report("unmatched", Text("title-unmatched"), plan, money, (unmatched(found, EVERYWHERE),), None, sources)
