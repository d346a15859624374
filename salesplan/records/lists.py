"""Lists of any kind besides sales: targets, receipts, receivables, opportunities, visits, tickets and the others, as typed rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from salesplan.frame import Frame, joined
from salesplan.period import FiscalYear
from salesplan.problem import InvalidInput, Problem
from salesplan.records.contracts import CONTRACTS
from salesplan.records.files import Source, read_source
from salesplan.records.kept import remembered
from salesplan.records.list_file import ListFile
from salesplan.records.list_rows import ListRules, open_list
from salesplan.records.names import Aliases
from salesplan.records.period_list import read_period_list
from salesplan.records.plain_list import read_plain_list
from salesplan.records.reading import FileReading
from salesplan.records.repeated_records import drop_repeated
from salesplan.records.sales_amounts import MoneyRules
from salesplan.records.saved_maps import Given


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one kind, one row a record, and how each file was read.

    `frame` has texts, whole numbers and days by term, as `read_list` tells for each kind. `problems`:
    cells that could not be read in files that were read all the same.
    """

    kind: str
    frame: Frame
    reading: tuple[FileReading, ...]
    problems: tuple[Problem, ...] = ()


def read_list(
    kind: str, files: Sequence[Path], *, names: Sequence[str] | None = None, aliases: Aliases | None = None,
    members: Mapping[str, Sequence[str]] | None = None, digits: int = 2, currency: str = "CNY", rates: Mapping[str, Fraction] | None = None,
    maps: Given | None = None, skip_bad_rows: bool = False, sheet: str | None = None, year: FiscalYear | None = None,
    alone: bool = False,
) -> Records:  # fmt: skip
    """The records of a kind in the files, as one set; a record that stands in several files counts once.

    `targets` and `budget`: a row a figure. `month` is the first day of its month, NaT where the sheet has no months;
    then `quarter` ("2025Q1", "2025H1") where it has quarters, else the figure is for `year`. `target` (or `budget`) and
    `actual` are in smallest units, counts where the `metric` (`revenue`, `collection`, `gross_profit`,
    `new_customers`, `quantity`, or as written) is one. Subtotals are checked and left out.

    `receipts`: `paid_date, amount, receipt_id, invoice_id, payment_method`. `receivables`: `invoice_date, due_date, amount,
    paid_amount, open_amount` of documents, or of customers with a column a range of days (`bucket:not_due`, `bucket:1-30`,
    `bucket:365+`). `opportunities`: `opportunity, stage, amount, close_date, created, last_activity`, with `state` (open,
    won, lost) and `probability` [1/10,000]. `customers`, `visits` (with `way`: visit, phone, message, meeting, event),
    `tickets`, `surveys` (`nps` 0 to 10, `score_...` in hundredths of a point) and `training` (`hours` and `score` in
    hundredths, `passed` 1 or 0) likewise. A time of day stands in `<term>_minute` [minutes since 1970, the file's own clock],
    durations (`response`, `duration`) are whole minutes, begun ones counted in full.

    `names`, `aliases`, `members`, `digits`, `currency`, `rates`, `maps`, `skip_bad_rows`, `sheet`: as in `read_sales`.
    `year`: the plan's, for sheets that name months only. `alone`: read without a plan, what only a plan can say (the
    year of such a sheet, rates) being left open.

    Raises: InvalidInput with everything that is wrong with all of the files.
    """
    money = MoneyRules(currency, digits, rates or {})
    rules = ListRules(money, aliases or {}, members or {}, maps or {}, skip_bad_rows, sheet, year, alone)
    read: list[ListFile] = []
    problems: list[Problem] = []
    for path, name in zip(files, names or [f.name for f in files], strict=True):
        try:
            read.append(_read(kind, read_source(path, name), rules))
        except InvalidInput as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidInput(problems)
    drop_repeated(read)
    frame = joined([f.frame() for f in read]) if read else Frame({})
    return Records(kind, frame, tuple(f.reading() for f in read), tuple(p for f in read for p in f.problems))


def _read(kind: str, source: Source, rules: ListRules) -> ListFile:
    return remembered(source, kind, rules, lambda: read_list_file(kind, source, rules), ListFile)


def read_list_file(kind: str, source: Source, rules: ListRules) -> ListFile:
    """One file's records. Raises: InvalidInput."""
    contract = CONTRACTS[kind]
    rows = open_list(source, contract, rules)
    return read_period_list(rows) if contract.by_period else read_plain_list(rows)
