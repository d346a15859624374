"""Cross-selling: from purchases to rules that hold, and from rules to offers that the past has tried."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from salesplan.calc.baskets import Baskets, baskets_of, families
from salesplan.calc.offer_trial import Terms, Trial, listed
from salesplan.calc.offers import Offers
from salesplan.calc.purchases import Purchases
from salesplan.calc.rules import Rules, reliable, rules
from salesplan.calc.trade import trade
from salesplan.frame import Flags, Frame, Texts


@dataclass(frozen=True)
class CrossSelling:
    """Rules over the baskets of a window, which of them hold, and the offers that follow.

    `purchases` and `offers` are None where nothing is known of customers; `trial` where the records do
    not reach back far enough; `learned` tells whether chances are learned from first purchases. `left` is how many baskets were too large, of how many.
    """

    terms: Terms
    baskets: Baskets
    left: int
    rules: Rules
    holds: Flags
    purchases: Purchases | None = None
    since: dt.date | None = None
    as_of: dt.date | None = None
    offers: Offers | None = None
    trial: Trial | None = None
    learned: bool = False


def of_baskets(baskets: Baskets, terms: Terms) -> CrossSelling:
    """The rules over plain baskets."""
    kept = baskets if terms.largest is None else baskets.no_larger_than(terms.largest)
    found = rules(kept, terms.threshold)
    return CrossSelling(terms, kept, len(baskets) - len(kept), found, reliable(found, float(terms.q_value)))


def of_purchases(purchases: Purchases, items: Texts, terms: Terms, as_of: dt.date) -> CrossSelling:
    """Rules and offers as of a day; `items` beside the lines of the purchases."""
    since = terms.since(as_of)
    done = listed(purchases, items, terms, as_of)
    found = done.ground
    every = len(trade(purchases, items, terms.by, since, as_of).baskets) if terms.largest is not None else len(found.trade.baskets)
    left = every - len(found.trade.baskets)
    return CrossSelling(
        terms, found.trade.baskets, left, found.rules, found.holds, purchases, since, as_of, done.offers, done.trial, done.learned
    )  # fmt: skip


def baskets_of_orders(frame: Frame, items: Texts, since: dt.date, as_of: dt.date) -> Baskets:
    """The baskets of orders after `since` up to `as_of` where the records name no customers."""
    day = frame.days("order_date")
    inside = (frame.ints("amount") >= 0) & (day > np.datetime64(since, "D")) & (day <= np.datetime64(as_of, "D"))
    return baskets_of(frame.texts("order_id").codes[inside], items.codes[inside], items.labels)


def items_of(frame: Frame, level: str | None, gathered_below: float, least: int = 1) -> tuple[Texts, str] | None:
    """What lies in baskets, beside the lines, and at which level; None where the records have no such column.

    Without a level: families of products where there are at most `gathered_below` times as many of them and `least` at
    least, else products, else product lines.
    """
    products = next((frame.texts(t) for t in ("product_name", "product_id") if t in frame), None)
    if level == "line" or (level is None and products is None):
        return (frame.texts("product"), "line") if "product" in frame else None
    if products is None:
        return None
    if level == "product" or "product_name" not in frame:
        return products, "product"
    gathered = families(products)
    if level == "family" or least <= len(gathered.labels) <= gathered_below * len(products.labels):
        return gathered, "family"
    return products, "product"
