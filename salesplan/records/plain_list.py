"""A list with a record a row (receipts, receivables, opportunities, visits ...): rows sorted, cells typed, totals compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from salesplan.frame import NO_AMOUNT, Column, Days, Flags, Frame, Ints, Texts
from salesplan.problem import InvalidInput, Problem
from salesplan.records.asides import is_note, is_total, status_reasons
from salesplan.records.bad_cells import BadCells, bad_cells, too_many
from salesplan.records.date_cells import dates
from salesplan.records.documents import aside_rows, flagged, repeated_headers
from salesplan.records.foreign_money import in_base_currency
from salesplan.records.grid import Grid, RawColumn
from salesplan.records.headings import fold, unit_size
from salesplan.records.list_file import ListFile, day_of, layout_of, other_sheets
from salesplan.records.list_rows import ListRows, texts_of
from salesplan.records.mapping import Candidate
from salesplan.records.meanings import in_minutes, meant
from salesplan.records.money_cells import amounts
from salesplan.records.reading import DOCUMENTS, LeftOut, reconciled
from salesplan.records.typed_cells import Read, counts, durations, flags, hundredths, moments, scale, shares
from salesplan.words import Text

FREE_TEXTS = frozenset({
    "note", "comment", "opportunity", "course", "next_step", "lost_reason", "category", "stage", "address", "product_name", "place", "contract",
})  # fmt: skip
"""Texts that people write; a word such as 合计 in them makes no total."""
TEXTS = frozenset({"text", "status"})


@dataclass(slots=True)
class Cells:
    """The typed columns of all rows, and the cells that could not be read by term."""

    values: dict[str, Column] = field(default_factory=dict)
    bad: dict[str, Flags] = field(default_factory=dict)
    rounded: dict[str, int] = field(default_factory=dict)
    warnings: list[Text] = field(default_factory=list)


def read_plain_list(rows: ListRows) -> ListFile:
    """The records of a file. Raises: InvalidInput."""
    left = _asides(rows)
    aside = np.logical_or.reduce(list(left.values()))
    cells = typed(rows)
    problems = in_base_currency(rows, cells.values, ~aside, cells.warnings)
    left |= _unusable(rows, cells, aside)
    keep = ~np.logical_or.reduce(list(left.values()))
    bad = _bad(rows, cells, left["bad-rows"] | keep)
    count = int(left["bad-rows"].sum())
    if too_many(count, int(keep.sum()) + count) and not rows.rules.skip_bad_rows:
        problems += bad.told()
    if problems:
        raise InvalidInput(problems)
    if not keep.any():
        raise InvalidInput([Problem("no-rows", rows.place, {"file": rows.source.name})])
    return _file(rows, cells, left, keep, bad)


def typed(rows: ListRows) -> Cells:
    """Every column by its kind of cells."""
    found = Cells()
    kinds = rows.contract.terms
    for term, candidate in rows.columns.items():
        _read(rows, term, kinds[term], candidate, found)
    for term, candidate in rows.varied().items():
        _read(rows, term, "money" if term.startswith("bucket") else "count" if term == "nps" else "scale", candidate, found)
    found.values |= texts_of(rows, [t for t in rows.columns if kinds[t] in TEXTS])
    found.values |= meant(rows, found.values)
    found.values = in_minutes(found.values, [t for t in rows.columns if kinds[t] == "minutes"])
    return found


def _read(rows: ListRows, term: str, kind: str, candidate: Candidate, found: Cells) -> None:
    raw = rows.grid.columns[candidate.column]
    date1904 = rows.table.sheet.date1904
    if kind == "money":
        money = amounts(raw, unit_size(candidate.heading.unit or rows.table.unit), rows.rules.money.digits)
        found.values[term], found.bad[term] = money.values, money.bad
        if money.rounded:
            drift = round(money.drift / 10**rows.rules.money.digits, 4)
            params = {"header": candidate.heading.text, "cells": money.rounded, "digits": rows.rules.money.digits}
            found.warnings.append(Text("amounts-rounded", **params, drift=drift))
    elif kind == "day":
        days = dates(raw, date1904=date1904)
        found.values[term], found.bad[term] = days.values, days.bad
        found.warnings += days.warnings
    elif kind == "moment":
        at = moments(raw, date1904=date1904)
        found.values[term], found.values[f"{term}_second"], found.bad[term] = at.days, at.seconds, at.bad
        found.warnings += at.warnings
    elif kind not in TEXTS:
        read = _number(raw, kind, candidate)
        found.values[term], found.bad[term] = read.values, read.bad


def _number(raw: RawColumn, kind: str, candidate: Candidate) -> Read:
    if kind == "minutes":
        return durations(raw, _span_unit(candidate))
    if kind == "share":
        return shares(raw, "%" in candidate.heading.text or "％" in candidate.heading.text)
    return {"count": counts, "hundredths": hundredths, "scale": scale, "flag": flags}[kind](raw)


def _span_unit(candidate: Candidate) -> str | None:
    """The unit of time in the brackets of a heading."""
    inside = candidate.heading.text.replace("（", "(").rpartition("(")[2].rstrip(")）") if candidate.heading.bracketed else ""
    return inside or None


def _asides(rows: ListRows) -> dict[str, Flags]:
    """Rows that are no records: totals, notes, headers again, documents that do not count."""
    grid = rows.grid
    free = {c.column for t, c in rows.columns.items() if t in FREE_TEXTS}
    looked = Grid(grid.rows, {j: c for j, c in grid.columns.items() if j not in free})
    key = _key_column(rows)
    said = aside_rows(looked, key)
    own = _has_own(grid, key)
    few = _filled(rows) <= 1
    left = {"totals": said.totals}
    left["notes"] = ((said.notes & ~own) | few) & ~left["totals"]
    left["repeated-headers"] = np.zeros(len(grid.rows), bool)
    aside = left["totals"] | left["notes"]
    for candidate in rows.columns.values():
        again = repeated_headers(grid.columns[candidate.column], candidate.heading)
        left["repeated-headers"] |= again & ~aside if candidate.column == key or key is None else left["repeated-headers"]
    aside |= left["repeated-headers"]
    for reason, found in _documents(rows).items():
        left[reason] = found & ~aside
        aside |= left[reason]
    return left


def _key_column(rows: ListRows) -> int | None:
    """The column whose value makes a row a record: its number, else the customer's."""
    for term in (*rows.contract.key, *rows.contract.dated, "customer_id"):
        if term in rows.columns:
            return rows.columns[term].column
    return None


def _has_own(grid: Grid, key: int | None) -> Flags:
    """Rows with a number of their own that is no total and no note."""
    if key is None:
        return np.zeros(len(grid.rows), bool)
    column = grid.columns[key]
    words = flagged(column.texts, [is_total(t) or is_note(t) for t in column.texts.labels])
    return ~column.blank & ~words


def _filled(rows: ListRows) -> Ints:
    """How many of the columns that are read have something in each row."""
    columns = {c.column for c in rows.columns.values()}
    return np.sum([~rows.grid.columns[j].blank for j in columns], axis=0, dtype=np.int64) if columns else np.zeros(len(rows.grid.rows), np.int64)


def _documents(rows: ListRows) -> dict[str, Flags]:
    """Rows that each reason leaves out by the status of their document."""
    found: dict[str, Flags] = {}
    taken = np.zeros(len(rows.grid.rows), bool)
    if rows.contract.terms.get("status") != "status":
        return found
    for candidate in rows.table.header.candidates.get("status", ()):
        if candidate.column not in rows.grid.columns:
            continue
        texts = rows.grid.columns[candidate.column].texts
        by_label = [status_reasons().get(fold(label), "") for label in texts.labels]
        for reason in DOCUMENTS:
            if reason in by_label:
                mine = flagged(texts, [r == reason for r in by_label]) & ~taken
                found[reason] = found.get(reason, np.zeros(len(taken), bool)) | mine
                taken |= mine
    return found


def critical(rows: ListRows) -> list[str]:
    """The terms without which a row is of no use: its amount, and its day."""
    amount = [t for t in rows.contract.amount if t in rows.columns][:1]
    dated = [t for t in rows.contract.dated if t in rows.columns][:1]
    return [*amount, *dated]


def _unusable(rows: ListRows, cells: Cells, aside: Flags) -> dict[str, Flags]:
    """Rows whose amount or day cannot be read, and rows without an amount where the list is one of money."""
    terms = critical(rows)
    unread = np.logical_or.reduce([cells.bad[t] for t in terms]) if terms else np.zeros(len(aside), bool)
    left = {"bad-rows": unread & ~aside}
    if rows.contract.kind == "receipts":
        values = Frame(cells.values).ints("amount")
        left["no-amount"] = (values == NO_AMOUNT) & ~aside & ~unread
    return left


def _bad(rows: ListRows, cells: Cells, counted: Flags) -> BadCells:
    told = []
    kinds = rows.contract.terms
    columns = {**rows.varied(), **rows.columns}
    for term, bad in cells.bad.items():
        candidate = columns[term]
        slug = "unreadable-date" if kinds.get(term) in ("day", "moment") else "unreadable-amount"
        told.append((slug, candidate.column, candidate.heading.text, bad & counted))
    return bad_cells(rows.grid, rows.place.file, rows.place.sheet, told)


def _file(rows: ListRows, cells: Cells, left: Mapping[str, Flags], keep: Flags, bad: BadCells) -> ListFile:
    main = next((t for t in rows.contract.amount if t in cells.values), None)
    money = Frame(cells.values).ints(main) if main else np.full(len(keep), NO_AMOUNT, np.int64)
    left_out = {reason: LeftOut(int(flags_.sum()), _sum(money[flags_])) for reason, flags_ in left.items() if flags_.any()}
    kept = _sum(money[keep])
    total = reconciled(_grand_total(money, left, keep), kept, left_out)
    values = {t: c.take(keep) if isinstance(c, Texts) else c[keep] for t, c in cells.values.items()}
    file = ListFile(
        rows.source.name, rows.source.sha256, rows.contract.kind, layout_of(rows, _unit(rows, main)), values, rows.grid.rows[keep],
        int(keep.sum()), kept if main else None, left_out, total, _span(rows, values), tuple(bad.problems),
    )  # fmt: skip
    file.warnings += cells.warnings
    if bad.problems:
        file.warnings.append(Text("cells-not-read", cells=len(bad.problems), first=str(bad.problems[0].place)))
    file.warnings += other_sheets(rows)
    return file


def _sum(values: Ints) -> int:
    return int(values[values != NO_AMOUNT].sum())


def _grand_total(money: Ints, left: Mapping[str, Flags], keep: Flags) -> int | None:
    """The last total that is not one of the rows right above it alone."""
    found = np.flatnonzero(left["totals"] & (money != NO_AMOUNT))
    if not len(found):
        return None
    last = int(found[-1])
    value = int(money[last])
    running = np.cumsum(np.where(keep & (money != NO_AMOUNT), money, 0))
    whole = int(running[-1])
    part = value != whole and bool((np.append(running[:last], 0) == running[last] - value)[1:].any())
    return None if part else value


def _span(rows: ListRows, values: Mapping[str, Column]) -> tuple[dt.date | None, dt.date | None]:
    for term in rows.contract.dated:
        days = values.get(term)
        if days is not None and not isinstance(days, Texts):
            known: Days = Frame(values).days(term)
            known = known[~np.isnat(known)]
            if len(known):
                return day_of(known.min()), day_of(known.max())
    return None, None


def _unit(rows: ListRows, main: str | None) -> str:
    own = rows.columns[main].heading.unit if main and main in rows.columns else None
    return own or rows.table.unit or ("元" if rows.rules.money.currency == "CNY" else rows.rules.money.currency)
