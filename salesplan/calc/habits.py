"""What customers used to buy: their largest products, and those that they have stopped buying."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from salesplan.calc.purchases import Purchases, months_before, span, sums
from salesplan.calc.rhythm import SilenceRule, rhythm, unique
from salesplan.frame import MISSING

FEW = 3
"""So many products are named of each customer."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A product that a customer bought regularly and no longer does: days bought, own median gap, last day, silence, sales in the last twelve months."""

    who: int
    product: str
    orders: int
    gap: float
    last: dt.date
    silent: int
    amount: int


def product_term(purchases: Purchases) -> str | None:
    """The term that tells products apart: the product line, else the product's name; None where the records have neither."""
    return next((t for t in ("product", "product_name") if t in purchases.frame), None)


def by_product(purchases: Purchases) -> tuple[Purchases, tuple[tuple[int, str], ...]]:
    """The purchases with every pair of customer and product as a customer of its own, and what each pair is; days count."""
    term = product_term(purchases)
    if term is None:
        return replace(purchases.take(np.zeros(len(purchases), np.bool_)), ids=()), ()
    texts = purchases.frame.texts(term)
    kept = purchases.take(texts.codes != MISSING)
    texts = kept.frame.texts(term)
    key = kept.customer.astype(np.int64) * len(texts.labels) + texts.codes
    pairs = unique(key)
    named = tuple((k // len(texts.labels), texts.labels[k % len(texts.labels)]) for k in pairs.tolist())
    customer = np.searchsorted(pairs, key).astype(np.int32)
    day = kept.day.astype(np.int64)
    on = customer * np.int64(span(day)) + day - (day.min() if len(day) else 0)
    days = unique(on)
    return replace(
        kept, ids=tuple(map(str, range(len(pairs)))), customer=customer, order=np.searchsorted(days, on).astype(np.int64), orders=len(days)
    ), named  # fmt: skip


def stopped(purchases: Purchases, as_of: dt.date, rule: SilenceRule) -> list[Stopped]:
    """Every product whose silence is a warning by the same rule as a customer's, the largest first."""
    pairs, named = by_product(purchases.until(as_of))
    if not named:
        return []
    found = rhythm(pairs, as_of, rule)
    year = pairs.take(pairs.day > np.datetime64(months_before(as_of, 12), "D")).amount_by_customer()
    rows = [
        Stopped(named[w][0], named[w][1], orders, gap, last, silent, int(year[w]))
        for w, orders, gap, last, silent, risk in zip(
            found.who.tolist(), found.orders.tolist(), found.gap.tolist(), found.last.tolist(), found.silent.tolist(), found.at_risk.tolist(),
            strict=True,
        ) if risk
    ]  # fmt: skip
    return sorted(rows, key=lambda s: (-s.amount, purchases.ids[s.who], s.product))


def favourites(purchases: Purchases, customers: Collection[int]) -> dict[int, list[str]]:
    """The products that each of the customers bought most of, the largest first."""
    term = product_term(purchases)
    if term is None or not customers:
        return {}
    wanted = np.zeros(len(purchases.ids), np.bool_)
    wanted[list(customers)] = True
    own = purchases.take(wanted[purchases.customer] & (purchases.frame.texts(term).codes != MISSING))
    texts = own.frame.texts(term)
    pairs, position = np.unique(own.customer.astype(np.int64) * len(texts.labels) + texts.codes, return_inverse=True)
    amount = sums(position, own.amount, len(pairs)).tolist()
    found: dict[int, list[tuple[int, str]]] = {}
    for pair, total in zip(pairs.tolist(), amount, strict=True):
        found.setdefault(pair // len(texts.labels), []).append((-total, texts.labels[pair % len(texts.labels)]))
    return {who: [name for _, name in sorted(products)[:FEW]] for who, products in found.items()}
