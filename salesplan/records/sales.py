"""Sales records: several files as one set of typed rows, each file with its reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from salesplan.frame import Column, Frame, joined
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.duplicates import drop_duplicates
from salesplan.records.files import Source, read_source
from salesplan.records.headings import Basis
from salesplan.records.kept import remembered
from salesplan.records.names import Aliases
from salesplan.records.reading import REASONS, FileReading, reconciled
from salesplan.records.sales_amounts import MoneyRules
from salesplan.records.sales_file import SalesFile, SalesRules, read_sales_file
from salesplan.records.saved_maps import Given
from salesplan.words import Text

ROW_LIMITS = {65_535: "xls", 65_536: "xls", 1_048_575: "xlsx", 1_048_576: "xlsx", 10_000: "query"}
"""Row counts at which systems and formats cut an export off."""
HIDDEN_TERMS = frozenset({"line_no"})


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales lines that count, one row a line, and how each file was read.

    `frame` has `order_date` (days), `amount` and, where the files have them, `amount_net`, `cost`,
    `gross_profit` [smallest units, in the plan's currency], `quantity` [10**-quantity_digits], and the
    texts `order_id, customer_id, customer_name, person, emp_no, region, team, segment, tier, industry,
    product_id, product_name, product, doc_type, currency` and the user's own dimensions.
    `problems`: cells that could not be read in files that were read all the same.
    """

    frame: Frame
    reading: tuple[FileReading, ...]
    problems: tuple[Problem, ...] = ()
    quantity_digits: int = 0


def read_sales(
    files: Sequence[Path], *, names: Sequence[str] | None = None, aliases: Aliases | None = None,
    basis_amount: Basis = "tax_included", digits: int = 2, extra_columns: Mapping[str, str] | None = None,
    maps: Given | None = None, skip_bad_rows: bool = False, currency: str = "CNY",
    rates: Mapping[str, Fraction] | None = None, members: Mapping[str, Sequence[str]] | None = None,
    document: str | None = None, sheet: str | None = None, alone: bool = False,
) -> Sales:  # fmt: skip
    """The sales lines of the files as one set; a document that stands in several files counts once.

    `names`: the files as shown to the user. `aliases`: by dimension, other spellings of members; persons
    may be given as id -> {name, region, ...}, which fills `emp_no`. `digits`: decimals of the smallest
    unit of `currency`. `extra_columns`: term -> header of the user's own dimensions. `maps`: saved maps, or
    header -> term for every file, before the known words ('' ignores a column). `members`: the plan's own names by dimension, to
    which spellings (华东 for 华东大区) are fitted. `rates`: what a unit of another currency is worth.
    `document`: `delivery`, `invoice`, `order` or `contract`, choosing among several dates. `alone`: read without a plan; a list
    that is wholly in one other currency stays in it.

    Raises: InvalidInput with everything that is wrong with all of the files.
    """
    rules = SalesRules(
        basis_amount, MoneyRules(currency, digits, rates or {}, alone), aliases or {}, members or {}, document,
        extra_columns or {}, maps or {}, skip_bad_rows, sheet,
    )  # fmt: skip
    read: list[SalesFile] = []
    problems: list[Problem] = []
    for path, name in zip(files, names or [f.name for f in files], strict=True):
        try:
            read.append(_read(read_source(path, name), rules))
        except InvalidInput as error:
            problems.extend(error.problems)
    problems += _mixed(read, currency)
    if problems:
        raise InvalidInput(problems)
    drop_duplicates(read)
    most = max((f.quantity_digits for f in read), default=0)
    frames = [_frame(f, most) for f in read]
    tolerated = tuple(p for f in read for p in f.problems)
    return Sales(joined(frames) if frames else Frame({}), tuple(_reading(f) for f in read), tolerated, most)


def _mixed(read: Sequence[SalesFile], own: str) -> list[Problem]:
    """What is wrong when files that are each wholly in one currency are not all in the same."""
    if len({f.currency or own for f in read}) < 2:
        return []
    params = {f.name: {"currencies": [f.currency], "rows": len(f.rows), "currency": own} for f in read if f.currency}
    return [Problem("currency-without-rate", Place(name), given) for name, given in params.items()]


def _read(source: Source, rules: SalesRules) -> SalesFile:
    return remembered(source, "sales", rules, lambda: read_sales_file(source, rules), SalesFile)


def _frame(file: SalesFile, quantity_digits: int) -> Frame:
    columns: dict[str, Column] = {t: c for t, c in file.values.items() if t not in HIDDEN_TERMS}
    if "quantity" in columns and quantity_digits > file.quantity_digits:
        columns["quantity"] = _finer(columns["quantity"], 10 ** (quantity_digits - file.quantity_digits))
    return Frame(columns, (file.name,), np.zeros(len(file.rows), np.int32), file.rows)


def _finer(values: Any, factor: int) -> Any:
    from salesplan.frame import NO_AMOUNT

    return np.where(values == NO_AMOUNT, NO_AMOUNT, values * factor)


def _reading(file: SalesFile) -> FileReading:
    amount, days, layout = file.values["amount"], file.values["order_date"], file.layout
    assert isinstance(amount, np.ndarray)
    assert isinstance(days, np.ndarray)
    kept = int(amount.sum())
    total = reconciled(file.total, kept, file.left_out, otherwise=file.otherwise)
    warnings = [*file.warnings]
    if total.verdict == "differs":
        warnings.append(Text("total-differs", difference=_money(total.difference), total=_money(total.total)))
    if total.verdict == "explained":
        by = [Text(f"left-{reason}") for reason in total.by]
        warnings.append(Text("total-explained", difference=_money(total.difference), total=_money(total.total), by=by))
    if len(file.rows) + sum(x.rows for x in file.left_out.values()) in ROW_LIMITS:
        warnings.append(Text("export-limit-reached", rows=len(file.rows)))
    return FileReading(
        file=file.name, sha256=file.sha256, system=layout.system, format=layout.format, encoding=layout.encoding,
        sheet=layout.sheet, header_row=layout.header_row, rows=len(file.rows), amount=kept,
        left_out={r: file.left_out[r] for r in REASONS if r in file.left_out}, total=total,
        first_day=_day(days.min()) if len(days) else None, last_day=_day(days.max()) if len(days) else None,
        unit=layout.unit, basis=layout.basis, columns=layout.columns, unmapped=layout.unmapped, warnings=tuple(warnings),
        unread=tuple(file.problems),
    )  # fmt: skip


def _money(value: int | None) -> Any:
    from salesplan.words import Quantity

    return Quantity("money", value)


def _day(day: np.datetime64) -> dt.date:
    found = day.astype(object)
    assert isinstance(found, dt.date)
    return found
