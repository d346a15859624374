"""The amounts of a sales list: tax basis, unit, currency and the sign of returns settled, in whole smallest units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Codes, Flags, Ints
from salesplan.problem import Place, Problem
from salesplan.records.documents import returned
from salesplan.records.grid import Grid, RawColumn
from salesplan.records.headings import unit_size
from salesplan.records.mapping import Candidate
from salesplan.records.money_cells import Amounts, amounts, counts, half_up
from salesplan.records.money_signs import cell_currencies, currency_code, header_currency
from salesplan.records.priced_lines import FULL, discounts_of, priced, said_shares
from salesplan.records.sales_columns import Money, SalesColumns
from salesplan.words import Text


@dataclass(slots=True)
class SalesAmounts:
    """Amounts by term, one a row; `bad` by the column whose cell could not be read; `as_written` before signs and rates."""

    values: dict[str, Ints]
    bad: dict[int, Flags]
    as_written: Ints
    unit: str
    quantity_digits: int = 0
    flipped: int = 0
    converted: bool = False
    currency: str | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    place: Place = field(default_factory=lambda: Place(""))
    rates: Ints | None = None
    """What a unit of a row's currency was worth [10**-8 of the plan's]; `NO_AMOUNT` in rows in the plan's own."""


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """What the plan says of money: its currency, the decimals of its smallest unit, and rates of other currencies."""

    currency: str = "CNY"
    digits: int = 2
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    alone: bool = False
    """Whether no plan is asked: a list that is wholly in one other currency stays in it."""


def sales_amounts(
    grid: Grid, columns: SalesColumns, rules: MoneyRules, title_unit: str | None, counted: Flags, place: Place,
    turned: Flags | None = None,
) -> SalesAmounts:  # fmt: skip
    """The amounts of every row; only `counted` rows (documents that count) can make a problem of currency.

    `turned`: rows that are returns, where a saved map says so; else the kind of document tells.
    """
    unit = columns.amount.plus.heading.unit or title_unit
    found = SalesAmounts({}, {}, np.zeros(0, np.int64), unit or _plain_unit(rules.currency), place=place)
    found.values["amount"] = _money(grid, columns.amount, rules, title_unit, found, columns.discount)
    found.as_written = found.values["amount"].copy()
    if columns.net is not None:
        found.values["amount_net"] = _money(grid, columns.net, rules, title_unit, found)
    for term, candidate in columns.money.items():
        found.values[term] = _read(grid, candidate, rules, title_unit, found).values
    if columns.quantity is not None:
        quantities, found.quantity_digits = counts(grid.columns[columns.quantity.column])
        found.values["quantity"] = quantities.values
        found.bad[columns.quantity.column] = quantities.bad
    _convert(grid, columns, rules, found, counted, place)
    _turn_returns(returned(grid, columns) if turned is None else turned, found)
    return found


def _plain_unit(currency: str) -> str:
    return "元" if currency == "CNY" else currency


def _money(
    grid: Grid, money: Money, rules: MoneyRules, title_unit: str | None, found: SalesAmounts, discount: Candidate | None = None
) -> Ints:
    if money.times is not None:
        return _priced(grid, money.plus, money.times, discount, rules, found)
    values = _read(grid, money.plus, rules, title_unit, found).values
    if money.tax_rate is not None:
        return _taxed(values, grid.columns[money.tax_rate.column], money, found)
    if money.tax is None:
        return values
    tax = _read(grid, money.tax, rules, title_unit, found).values
    both = (values != NO_AMOUNT) & (tax != NO_AMOUNT)
    out = values.copy()
    out[both] += money.tax_sign * tax[both]
    return out


def _taxed(values: Ints, raw: RawColumn, money: Money, found: SalesAmounts) -> Ints:
    """Amounts with the tax of a rate put on or taken off, rounded half away from zero; unchanged where no rate stands."""
    assert money.tax_rate is not None
    shares, bad = said_shares(raw)
    known = shares[shares != NO_AMOUNT]
    percent = 100 if len(known) and known.max() >= FULL else 1
    found.bad[money.tax_rate.column] = bad
    out = values.copy()
    both = (values != NO_AMOUNT) & (shares != NO_AMOUNT)
    for share in np.unique(shares[both]).tolist():
        rows = both & (shares == share)
        factor = 1 + Fraction(share, FULL * percent)
        distinct, back = np.unique(values[rows], return_inverse=True)
        exact = factor if money.tax_sign > 0 else 1 / factor
        out[rows] = np.array([half_up(v * exact) for v in distinct.tolist()], np.int64)[back]
    found.warnings.append(Text("tax-by-rate", header=money.plus.heading.text, rate=money.tax_rate.heading.text))
    return out


def _priced(
    grid: Grid, price: Candidate, quantity: Candidate, discount: Candidate | None, rules: MoneyRules, found: SalesAmounts
) -> Ints:
    """Quantity times unit price, less the discount where a column gives one."""
    less = None
    if discount is not None:
        raw = grid.columns[discount.column]
        kind = discounts_of(discount.heading, raw)
        if kind is None:
            found.problems.append(Problem("discount-unclear", found.place, {"header": discount.heading.text}))
        else:
            less = (raw, kind)
    made = priced(grid.columns[quantity.column], grid.columns[price.column], less, rules.digits)
    found.bad[quantity.column], found.bad[price.column] = made.quantity.bad, made.price.bad
    if discount is not None and less is not None:
        found.bad[discount.column] = made.discount_bad
    params = {"price": price.heading.text, "quantity": quantity.heading.text}
    if less is not None and discount is not None:
        found.warnings.append(Text("amount-is-priced-less", **params, discount=discount.heading.text, how=Text(f"discount-{less[1]}")))
    else:
        found.warnings.append(Text("amount-is-priced", **params))
    if made.amounts.rounded:
        rounded = {"header": price.heading.text, "cells": made.amounts.rounded, "digits": rules.digits}
        found.warnings.append(Text("amounts-rounded", **rounded, drift=round(made.amounts.drift / 10**rules.digits, 4)))
    return made.amounts.values


def _read(grid: Grid, candidate: Candidate, rules: MoneyRules, title_unit: str | None, found: SalesAmounts) -> Amounts:
    size = unit_size(candidate.heading.unit or title_unit)
    read = amounts(grid.columns[candidate.column], size, rules.digits)
    found.bad[candidate.column] = read.bad
    if read.rounded:
        params = {"header": candidate.heading.text, "cells": read.rounded, "digits": rules.digits}
        found.warnings.append(Text("amounts-rounded", **params, drift=round(read.drift / 10**rules.digits, 4)))
    return read


def _said(grid: Grid, columns: SalesColumns, own: str) -> tuple[list[str], list[str], Codes] | None:
    """The currency of each row where the list states it: codes, their words in the list, and one of them a row.

    A column of currencies tells, else the sign in the amount's cell, else the header; None where nothing states any.
    """
    column = columns.texts.get("currency")
    if column is not None:
        texts = grid.columns[column.column].texts
        return [currency_code(label) for label in texts.labels], list(texts.labels), texts.codes
    texts = grid.columns[columns.amount.plus.column].texts
    signs = cell_currencies(texts.labels, own)
    over = header_currency(columns.amount.plus.heading.text)
    names = list(dict.fromkeys([*(s for s in signs if s), *([over] if over and over != own else [])]))
    if not names:
        return None
    rest = names.index(over) if over in names else MISSING
    table = np.array([names.index(s) if s else rest for s in signs] + [rest], np.int32)
    return names, names, table[texts.codes]


def _convert(
    grid: Grid, columns: SalesColumns, rules: MoneyRules, found: SalesAmounts, counted: Flags, place: Place
) -> None:
    """Turn amounts in other currencies into the plan's, unless the column is in base currency already."""
    if columns.in_base_currency(columns.amount.plus):
        return
    said = _said(grid, columns, rules.currency)
    if said is None:
        return
    codes, words, of_row = said
    foreign = np.array([*(c != rules.currency for c in codes), False], bool)[of_row]
    needed = foreign & counted & (found.values["amount"] != NO_AMOUNT)
    if not needed.any():
        return
    named = {codes[c] for c in of_row[counted].tolist() if c != MISSING}
    if rules.alone and len(named) == 1 and (foreign | ~counted).all():
        found.currency = named.pop()
        found.unit = columns.amount.plus.heading.unit or found.currency
        found.warnings.append(Text("read-in-currency", currency=found.currency))
        return
    rates = _rates(grid, columns, rules, codes, of_row)
    without = needed & np.isnan(rates)
    if without.any():
        names = sorted({words[c] for c in of_row[without].tolist() if c != MISSING})
        params = {"currencies": names, "rows": int(without.sum()), "currency": rules.currency}
        found.problems.append(Problem("currency-without-rate", place, params))
        return
    behind = {"amount": columns.amount.plus, "amount_net": (columns.net or columns.amount).plus, **columns.money}
    for name, values in found.values.items():
        if name != "quantity" and not columns.in_base_currency(behind[name]):
            found.values[name] = multiplied(values, np.where(foreign, rates, np.nan))
    found.converted = True
    found.rates = np.where(foreign & ~np.isnan(rates), np.rint(np.nan_to_num(rates) * 10**8), NO_AMOUNT).astype(np.int64)
    found.warnings.append(Text("converted-by-rate", rows=int(needed.sum()), currency=rules.currency))


def _rates(grid: Grid, columns: SalesColumns, rules: MoneyRules, codes: list[str], rows: Codes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:  # fmt: skip
    if columns.rate is not None:
        raw = grid.columns[columns.rate.column]
        read = amounts(raw, digits=8)
        return np.where(read.values == NO_AMOUNT, np.nan, read.values / 10**8)
    table = [float(rules.rates[c]) if c in rules.rates else np.nan for c in codes]
    return np.array([*table, np.nan])[rows]


def multiplied(values: Ints, rates: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Ints:
    """Amounts times exact decimal rates, rounded half away from zero; unchanged where the rate is NaN.

    >>> multiplied(np.array([100, 333]), np.array([np.nan, 7.15])).tolist()
    [100, 2381]
    """
    out = values.copy()
    some = ~np.isnan(rates) & (values != NO_AMOUNT)
    for rate in np.unique(rates[some]).tolist():
        exact = Fraction(repr(rate))
        rows = some & (rates == rate)
        distinct, back = np.unique(values[rows], return_inverse=True)
        out[rows] = np.array([half_up(v * exact) for v in distinct.tolist()], np.int64)[back]
    return out


def _turn_returns(returns: Flags, found: SalesAmounts) -> None:
    """Make the amounts of return documents negative where the file writes them without a sign."""
    turned = returns & (found.values["amount"] > 0)
    found.flipped = int(turned.sum())
    if found.flipped:
        found.warnings.append(Text("returns-turned", rows=found.flipped))
        for values in found.values.values():
            mine = turned & (values > 0)
            values[mine] = -values[mine]
