"""Amounts of lists that have only quantity and unit price, less the line's discount, in whole smallest units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from salesplan.amount import NotAnAmount, read_share
from salesplan.frame import MISSING, NO_AMOUNT, Flags, Ints
from salesplan.records.grid import RawColumn
from salesplan.records.headings import Heading
from salesplan.records.money_cells import Amounts, amounts, counts

PRICE_DIGITS = 6
"""Decimals of a unit price that are kept [powers of ten]."""
SHARE_DIGITS = 6
FULL = 10**SHARE_DIGITS

Discounts: TypeAlias = Literal["off", "paid", "money"]
"""What a discount column holds: the share taken off, the share that is paid (九折 is 0.9), or an amount taken off."""


@dataclass(frozen=True, slots=True)
class Priced:
    """The product of each row, and the cells of each column that could not be read."""

    amounts: Amounts
    quantity: Amounts
    price: Amounts
    discount_bad: Flags


def priced(quantity: RawColumn, price: RawColumn, discount: tuple[RawColumn, Discounts] | None = None, digits: int = 2) -> Priced:
    """Quantity times price of each row, exactly, then rounded half away from zero.

    >>> from salesplan.records.grid import raw_column
    >>> made = priced(raw_column([6, -1], "number"), raw_column([2.55, "3.395"], "number"))
    >>> made.amounts.values.tolist()
    [1530, -340]
    """
    many, many_digits = counts(quantity)
    each = amounts(price, digits=PRICE_DIGITS)
    bad: Flags = np.zeros(len(many.values), bool)
    left, off = np.full(len(bad), FULL, np.int64), np.zeros(len(bad), np.int64)
    if discount is not None and discount[1] == "money":
        read = amounts(discount[0], digits=digits)
        bad, off = read.bad, np.where(read.values == NO_AMOUNT, 0, read.values)
    elif discount is not None:
        shares, bad = said_shares(discount[0])
        left = np.where(shares == NO_AMOUNT, FULL, FULL - shares if discount[1] == "off" else shares)
    have = (many.values != NO_AMOUNT) & (each.values != NO_AMOUNT)
    values, rounded, drift = _products(many.values, each.values, left, have, many_digits + PRICE_DIGITS + SHARE_DIGITS - digits)
    values[have] -= off[have]
    return Priced(Amounts(values, bad & have, rounded, drift), many, each, bad)


def _products(many: Ints, each: Ints, left: Ints, have: Flags, finer: int) -> tuple[Ints, int, float]:
    """Products in units that are `finer` decimals too fine, as whole units; how many were rounded, and by how much."""
    values = np.full(len(many), NO_AMOUNT, np.int64)
    unit = 10**finer
    rough = np.abs(np.where(have, many, 0).astype(np.float64) * np.where(have, each, 0) * left)
    small = have & (rough < 2.0**60) & (unit < 2**60)
    exact = many[small] * each[small] * left[small]
    near = (2 * np.abs(exact) + unit) // (2 * unit) * np.sign(exact)
    values[small] = near
    moved = (near * unit - exact) / unit
    rounded, drift = int((moved != 0).sum()), float(moved.sum())
    for i in np.flatnonzero(have & ~small).tolist():
        whole = int(many[i]) * int(each[i]) * int(left[i])
        large = (2 * abs(whole) + unit) // (2 * unit)
        values[i] = NO_AMOUNT if large >= 2**62 else -large if whole < 0 else large
        rounded += whole % unit != 0
    return values, rounded, drift


def said_shares(raw: RawColumn) -> tuple[Ints, Flags]:
    """Shares in millionths, `NO_AMOUNT` where there is none; what could not be read is flagged.

    >>> from salesplan.records.grid import raw_column
    >>> said_shares(raw_column([0.2, "15%", "x", None], "number"))[0].tolist()[:2]
    [200000, 150000]
    """
    values = np.full(len(raw.numbers), NO_AMOUNT, np.int64)
    has = ~np.isnan(raw.numbers)
    sane = has & (np.abs(np.nan_to_num(raw.numbers)) < 1e6)
    values[sane] = np.rint(raw.numbers[sane] * FULL).astype(np.int64)
    table: npt.NDArray[np.int64] = np.full(len(raw.texts.labels) + 1, NO_AMOUNT, np.int64)
    wrong = np.zeros(len(raw.texts.labels) + 1, bool)
    for i, label in enumerate(raw.texts.labels):
        try:
            if i in raw.errors:
                raise NotAnAmount("not-a-share", label)
            if label.strip() not in ("-", "--", "—"):
                table[i] = int(read_share(label) * FULL) if label.strip().endswith(("%", "％")) else int(float(label) * FULL)
        except (NotAnAmount, ValueError, OverflowError):
            wrong[i] = True
    texts = raw.texts.codes != MISSING
    values[texts] = table[raw.texts.codes[texts]]
    return values, np.asarray((has & ~sane) | wrong[raw.texts.codes])


def discounts_of(head: Heading, raw: RawColumn) -> Discounts | None:
    """What a discount column holds, by its header and its values; None when that cannot be told.

    >>> from salesplan.records.headings import heading
    >>> from salesplan.records.grid import raw_column
    >>> discounts_of(heading("Discount"), raw_column([0, 0.2], "number")), discounts_of(heading("折扣"), raw_column([1, 0.9], "number"))
    ('off', 'paid')
    """
    if head.bare.endswith(("额", "金额", "amount")):
        return "money"
    shares, _ = said_shares(raw)
    some = shares[shares != NO_AMOUNT]
    if not len(some) or not some.any():
        return "off"
    if some.min() < 0 or some.max() > FULL:
        return None
    nothing, full = bool((some == 0).any()), bool((some == FULL).any())
    if nothing != full:
        return "off" if nothing else "paid"
    return "off" if head.text.isascii() else None
