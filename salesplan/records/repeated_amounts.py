"""The amounts of a sales list with those of whole documents counted once, and told or asked about."""

from __future__ import annotations

import numpy as np

from salesplan.frame import NO_AMOUNT, Days, Flags
from salesplan.problem import Place, Problem
from salesplan.records.document_totals import (
    Counting,
    Documents,
    Evidence,
    counting,
    names_total,
    repeated_terms,
    same_inside,
    shared_out,
)
from salesplan.records.grid import Floats, Grid
from salesplan.records.money_cells import amounts
from salesplan.records.priced_lines import priced
from salesplan.records.sales_amounts import MoneyRules, SalesAmounts
from salesplan.records.sales_columns import SalesColumns
from salesplan.words import Quantity, Text


def count_documents_once(
    grid: Grid, columns: SalesColumns, rules: MoneyRules, found: SalesAmounts, counted: Flags, days: Days,
    stated: int | None, said: Counting | None, place: Place,
) -> None:  # fmt: skip
    """Share amounts of whole documents out over their lines, where a list repeats them on each.

    `counted` rows are lines of documents that count; `stated` is the file's own total; `said` settles it.
    What is decided is told in `found.warnings`; what cannot be told is a problem there.
    """
    order_id = columns.texts.get("order_id")
    if order_id is None or columns.amount.times is not None:
        return
    documents = Documents.of(grid.columns[order_id.column].texts.codes, counted)
    if not len(documents.several.starts):
        return
    head, values = columns.amount.plus.heading, found.values["amount"]
    if columns.document_total is not None:
        _compare(grid, columns, rules, found, documents)
    lines = _line_values(grid, columns, rules, found, documents.several)
    known = Evidence(head, columns.amount.plus.term == "line_amount", lines, days, stated)
    decided = said or counting(values, documents, known)
    if decided == "lines":
        return
    several = documents.several.some(same_inside(values, documents.several))
    before = _sum(values, counted)
    once = shared_out(values, several, lines)
    params = {
        "header": head.text, "documents": len(several.starts), "once": Quantity("money", _sum(once, counted)),
        "lines": Quantity("money", before),
    }  # fmt: skip
    if decided is None:
        found.problems.append(Problem("repeated-amounts", place, params))
        return
    for term in repeated_terms(found.values, several):
        found.values[term] = shared_out(found.values[term], several, lines)
    found.values["amount"] = once
    slug = "amounts-once" if _sum(once, counted) != before else "amounts-shared-out"
    found.warnings.append(Text(slug, **params, how=Text("shared-by-lines" if lines is not None else "shared-evenly")))


def _compare(grid: Grid, columns: SalesColumns, rules: MoneyRules, found: SalesAmounts, documents: Documents) -> None:
    """Tell when the amounts of lines and those of their documents, where a list has both, come to different sums."""
    total = columns.document_total
    assert total is not None
    whole = amounts(grid.columns[total.column], digits=rules.digits).values
    known = documents.some(same_inside(whole, documents))
    if not len(known.starts) or not same_inside(whole, documents.several).all():
        return
    lines = np.where(found.values["amount"] == NO_AMOUNT, 0, found.values["amount"])
    of_lines, of_documents = known.total(lines), known.most(whole)
    differ = np.abs(of_lines - of_documents) > known.sizes
    if differ.any():
        params = {
            "lines": Quantity("money", int(of_lines.sum())), "documents": Quantity("money", int(of_documents.sum())), "count": int(differ.sum()),
            "line": columns.amount.plus.heading.text, "header": total.heading.text,
        }  # fmt: skip
        found.warnings.append(Text("lines-and-documents-differ", **params))


def _sum(values: np.ndarray[tuple[int], np.dtype[np.int64]], rows: Flags) -> int:
    return int(values[rows & (values != NO_AMOUNT)].sum())


def _line_values(grid: Grid, columns: SalesColumns, rules: MoneyRules, found: SalesAmounts, several: Documents) -> Floats | None:
    """What each line is worth by its own columns [smallest units], NaN where they do not say."""
    line = columns.line_amount
    if line is not None and line.column != columns.amount.plus.column and line.column in grid.columns:
        return _floats(amounts(grid.columns[line.column], digits=rules.digits).values)
    net = found.values.get("amount_net")
    beside = columns.net is not None and columns.net.plus.column != columns.amount.plus.column
    if beside and columns.net is not None and net is not None and not names_total(columns.net.plus.heading) and not same_inside(net, several).all():
        return _floats(net)
    if columns.quantity is None or columns.price is None or columns.price.column not in grid.columns:
        return None
    made = priced(grid.columns[columns.quantity.column], grid.columns[columns.price.column], digits=rules.digits)
    return _floats(made.amounts.values)


def _floats(values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    return np.where(values == NO_AMOUNT, np.nan, values).astype(np.float64)
