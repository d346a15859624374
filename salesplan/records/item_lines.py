"""A list of bare items: one item a line beside the number of its order, or its customer and day, and no amount."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from salesplan.problem import InvalidInput
from salesplan.records.basket_file import BasketFile, cells_of
from salesplan.records.encoding import decoded_text
from salesplan.records.files import Source
from salesplan.records.headings import fold
from salesplan.words.headers import synonyms

ITEM, ORDER, CUSTOMER, DAY = ("product_name", "product", "product_id"), ("order_id",), ("customer_id", "customer_name"), ("order_date",)
MONEY = ("amount", "amount_net", "unit_price")
_MORE = {"product_name": ("item", "items", "item description", "article"), "order_id": ("transaction", "basket", "basket id", "ticket", "购物篮", "小票")}
_FORMATS = (b"PK", b"\xd0\xcf\x11\xe0", b"<")


def item_lines(source: Source) -> BasketFile | None:
    """The baskets of a text whose header names an item and an order (or a customer and a day) and no money; None for any other file.

    Lines without an item, or without what tells their basket, hold none.
    """
    if source.data.startswith(_FORMATS):
        return None
    try:
        text, _ = decoded_text(source)
    except InvalidInput:
        return None
    rows = [[c.strip() for c in row] for row in cells_of(text)]
    found = _columns(rows[0]) if rows else None
    if found is None:
        return None
    item, keys = found
    baskets: dict[tuple[str, ...], dict[str, None]] = {}
    blank = 0
    for row in rows[1:]:
        key = tuple(row[k] for k in keys) if len(row) > max(item, *keys) else ()
        if not key or not row[item] or not all(key):
            blank += 1
            continue
        baskets.setdefault(key, {})[row[item]] = None
    return BasketFile(source.name, source.sha256, tuple(map(tuple, baskets.values())), blank, whole=False) if baskets else None


def _columns(header: Sequence[str]) -> tuple[int, list[int]] | None:
    """Where the item stands, and what tells its basket."""
    terms = [_terms().get(fold(h)) for h in header]

    def first(*names: str) -> int | None:
        return next((terms.index(n) for n in names if n in terms), None)

    item, order, customer, day = first(*ITEM), first(*ORDER), first(*CUSTOMER), first(*DAY)
    if item is None or first(*MONEY) is not None:
        return None
    if order is not None:
        return item, [order]
    return (item, [customer, day]) if customer is not None and day is not None else None


@cache
def _terms() -> dict[str, str]:
    known = synonyms("sales")
    wanted = (*ITEM, *ORDER, *CUSTOMER, *DAY, *MONEY)
    return {fold(word): term for term in reversed(wanted) for word in (*known.get(term, ()), *_MORE.get(term, ()))}
