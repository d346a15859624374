"""Several columns that may all be the amount of a sale: settled by what they hold, asked about where that does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from salesplan.frame import NO_AMOUNT, Flags, Ints
from salesplan.problem import Place, Problem
from salesplan.records.document_totals import Documents, same_inside
from salesplan.records.grid import Grid
from salesplan.records.headings import Basis, unit_size
from salesplan.records.mapping import Candidate
from salesplan.records.money_cells import amounts
from salesplan.records.sales_amounts import MoneyRules
from salesplan.records.sales_columns import SalesColumns
from salesplan.words import Quantity, Text

TAXES = (0.01, 0.03, 0.05, 0.06, 0.07, 0.075, 0.08, 0.09, 0.1, 0.11, 0.13, 0.15, 0.16, 0.17, 0.18, 0.19, 0.2, 0.21, 0.22, 0.23, 0.24, 0.25)
"""Rates of value-added tax at which one amount is told to be another with tax."""
NEAR = 0.0006
"""How near to a rate the quotient of two amounts must be; cents are rounded."""
MOST = 0.95

_AFTER = re.compile(r"折后|优惠后|实付|实收|实际|成交|结算|netsales|discounted|afterdiscount|paid")
_BEFORE = re.compile(r"折前|优惠前|原价|原始|标价|吊牌|grosssales|listprice|beforediscount|应付|应收")


def settle_amount(
    grid: Grid, columns: SalesColumns, rules: MoneyRules, title_unit: str | None, aside: Flags, basis: Basis, place: Place
) -> Problem | None:  # fmt: skip
    """Choose among the rivals of the amount; a problem with the sum of each when nothing tells which counts."""
    some = [columns.amount.plus, *columns.rivals]
    if len(some) < 2:
        return None
    values = {c.column: _values(grid, c, rules, title_unit, aside) for c in some}
    chosen, why = _chosen(some, values, _documents(grid, columns, aside), basis)
    if chosen is None:
        sums = [Text("amount-of", header=c.heading.text, amount=Quantity("money", _sum(values[c.column]))) for c in some]
        return Problem("amounts-ambiguous", place, {"amounts": sums, "file": place.file})
    if why:
        others = [c.heading.text for c in some if c is not chosen]
        columns.warnings.append(Text("amount-chosen", header=chosen.heading.text, others=others, why=Text(why)))
    columns.amount = replace(columns.amount, plus=chosen)
    return None


def _values(grid: Grid, candidate: Candidate, rules: MoneyRules, title_unit: str | None, aside: Flags) -> Ints:
    found = amounts(grid.columns[candidate.column], unit_size(candidate.heading.unit or title_unit), rules.digits).values
    return np.where(aside, NO_AMOUNT, found)


def _documents(grid: Grid, columns: SalesColumns, aside: Flags) -> Documents | None:
    order_id = columns.texts.get("order_id")
    if order_id is None:
        return None
    several = Documents.of(grid.columns[order_id.column].texts.codes, ~aside).several
    return several if len(several.starts) else None


def _sum(values: Ints) -> int:
    return int(values[values != NO_AMOUNT].sum())


def _chosen(some: Sequence[Candidate], values: dict[int, Ints], documents: Documents | None, basis: Basis) -> tuple[Candidate | None, str]:
    """The column that counts and why (no reason where it makes no difference), or none."""
    left = [c for c in some if (values[c.column] != NO_AMOUNT).any()] or [some[0]]
    left = _unlike(left, values)
    if len(left) == 1:
        return left[0], ""
    if documents is not None:
        lines = [c for c in left if not same_inside(values[c.column], documents).all()]
        if len(lines) == 1:
            return lines[0], "chosen-line"
        left = lines or left
    taxed = _with_tax(left, values)
    if taxed is not None:
        return taxed[basis == "tax_excluded"], "chosen-tax"
    after = [c for c in left if _AFTER.search(c.heading.bare)]
    if len(after) == 1:
        return after[0], "chosen-after-discount"
    fair = [c for c in left if not _BEFORE.search(c.heading.bare)]
    if len(fair) == 1:
        return fair[0], "chosen-after-discount"
    return None, ""


def _unlike(some: Sequence[Candidate], values: dict[int, Ints]) -> list[Candidate]:
    """The columns without those that repeat an earlier one wherever both have an amount."""
    kept: list[Candidate] = []
    for c in some:
        mine = values[c.column]
        both = [(mine != NO_AMOUNT) & (values[k.column] != NO_AMOUNT) for k in kept]
        if not any(b.any() and (mine[b] == values[k.column][b]).all() for b, k in zip(both, kept, strict=True)):
            kept.append(c)
    return kept


def _with_tax(some: Sequence[Candidate], values: dict[int, Ints]) -> tuple[Candidate, Candidate] | None:
    """Of two columns the one with tax and the one without, when nearly all quotients are those of tax rates."""
    if len(some) != 2:
        return None
    one, two = (values[c.column] for c in some)
    both = (one != NO_AMOUNT) & (two != NO_AMOUNT) & (one != 0) & (two != 0)
    if not both.any():
        return None
    more = np.abs(one[both]) >= np.abs(two[both])
    if not (more.all() or not more.any()):
        return None
    large, small = (one[both], two[both]) if more.all() else (two[both], one[both])
    rates = large / small - 1
    slack = NEAR + 1 / np.abs(small)
    fits = np.min(np.abs(rates[:, None] - np.array((0.0, *TAXES))), axis=1) <= slack
    if fits.mean() < MOST or (rates <= slack).mean() > 1 - MOST / 2:
        return None
    return (some[0], some[1]) if more.all() else (some[1], some[0])
