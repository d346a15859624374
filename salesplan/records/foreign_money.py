"""Amounts of a list in several currencies, turned into the plan's."""

from __future__ import annotations

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Column, Flags, Frame
from salesplan.problem import Problem
from salesplan.records.headings import fold
from salesplan.records.list_rows import ListRows
from salesplan.records.money_cells import amounts
from salesplan.records.sales_amounts import multiplied
from salesplan.words import Text
from salesplan.words.headers import book


def in_base_currency(rows: ListRows, values: dict[str, Column], counted: Flags, warnings: list[Text]) -> list[Problem]:
    """Turn the amounts of rows in other currencies into the plan's, in place; what is wrong when no rate is known.

    Amounts that their heading calls 本位币 are left alone. Read without a plan, a list wholly in one currency stays in it.
    """
    terms = [
        t for t, kind in rows.contract.terms.items()
        if kind == "money" and t in values and t in rows.columns and rows.columns[t].heading.scope != "base"
    ]  # fmt: skip
    if "currency" not in rows.columns or not terms:
        return []
    texts = rows.raw("currency").texts
    known = {fold(w): code for code, words in book()["currencies"].items() for w in words}
    codes = [known.get(fold(label), label.strip().upper()) for label in texts.labels]
    own = rows.rules.money.currency
    foreign = np.array([*(c != own for c in codes), False], bool)[texts.codes]
    main = Frame(values).ints(terms[0])
    needed = foreign & counted & (main != NO_AMOUNT)
    if not needed.any():
        return []
    said = sorted({codes[c] for c in texts.codes[counted].tolist() if c != MISSING})
    if rows.rules.alone and len(said) == 1:
        warnings.append(Text("in-another-currency", currency=said[0]))
        return []
    rates = _rates(rows, codes)
    if (needed & np.isnan(rates)).any():
        names = sorted({texts.labels[c] for c in texts.codes[needed & np.isnan(rates)].tolist() if c != MISSING})
        params = {"currencies": names, "rows": int((needed & np.isnan(rates)).sum()), "currency": own}
        return [Problem("currency-without-rate", rows.place, params)]
    for term in terms:
        values[term] = multiplied(Frame(values).ints(term), np.where(foreign, rates, np.nan))
    warnings.append(Text("converted-by-rate", rows=int(needed.sum()), currency=own))
    return []


def _rates(rows: ListRows, codes: list[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What a unit of each row's currency is worth: by the column 汇率, else by the plan."""
    column = next((c.column for c in rows.table.header.candidates.get("fx_rate", ()) if c.column in rows.grid.columns), None)
    if column is not None:
        read = amounts(rows.grid.columns[column], digits=8)
        return np.where(read.values == NO_AMOUNT, np.nan, read.values / 10**8)
    given = rows.rules.money.rates
    table = [float(given[c]) if c in given else np.nan for c in codes]
    return np.array([*table, np.nan])[rows.raw("currency").texts.codes]
