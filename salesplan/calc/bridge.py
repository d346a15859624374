"""Why a sum of one period differs from that of another: price, volume, mix, customers and products that came and went, currency.

The convention, part by part (sales are lines of no negative amount; returns are the others):

- `returns`: the change in returns, of whatever product or customer.
- `new_customers`: sales to customers who bought nothing in the twelve months up to the end of the base period;
  `won_back` where they had bought before that.
- `lost_customers`: the base period's sales to customers who bought nothing since its end in the twelve months
  up to the end of the period under review.
- `new_products`, `lost_products`: the same of products, among the customers who stayed.
- `not_split`: the change in lines without a quantity, or without a product, among the rest.
- `currency`: sales of the rest in other currencies, less what they are worth at the base period's rates.
- `price`: (price − base price) x quantity, product by product, for each figure that makes up the sum. A product
  that was not sold in the base period has the mean price of all the past before as its base price.
- `volume`: (quantity − base quantity) x the base period's mean price; only quantities of one unit are added.
- `mix`: what is left of quantity x base price: more or less of what is dearer than the mean.

The parts sum to the difference exactly. Source: the usual price-volume-mix analysis, base prices and
quantities of the period under review (Horngren, Cost Accounting, on sales-mix and sales-quantity variances).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import numpy as np

from salesplan.calc.purchases import months_before, sums
from salesplan.frame import MISSING, NO_AMOUNT, Days, Flags, Ints, Texts

MONTHS_KNOWN = 12
"""Who bought nothing for so long is new or lost [months]."""

FINE = 10**18
"""Parts are worked out in so small a part of the smallest unit, in whole numbers, and only their sum is rounded."""

CUSTOMERS = ("new_customers", "won_back", "lost_customers")
PRODUCTS = ("new_products", "lost_products")
SHARED = ("volume", "mix")
REST = ("not_split", "returns")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both counted."""

    first: dt.date
    last: dt.date

    def holds(self, days: Days) -> Flags:
        """Which days lie inside."""
        return np.asarray((days >= np.datetime64(self.first, "D")) & (days <= np.datetime64(self.last, "D")))

    def back(self, months: int) -> Span:
        """The same days so many months earlier; a span that ends with its month does so there too.

        >>> Span(dt.date(2025, 2, 1), dt.date(2025, 2, 28)).back(12).last
        datetime.date(2024, 2, 29)
        """
        whole = self.last + dt.timedelta(1)
        last = months_before(whole, months) - dt.timedelta(1) if whole.day == 1 else months_before(self.last, months)
        return Span(months_before(self.first, months), last)

    def up_to(self) -> Span:
        """The twelve months up to the last day."""
        return Span(self.back(MONTHS_KNOWN).last + dt.timedelta(1), self.last)


@dataclass(frozen=True)
class Sold:
    """Sales lines, one row a line.

    `measures`: figures whose sum is what is compared, each with the name of its unit effect, such as
    `{"price": amount}`, or `{"price": net, "cost": -cost}` for the gross profit [smallest units]; a line
    with `NO_AMOUNT` in one counts for nothing. `quantity` in any unit but always the same a product;
    `unit` tells products of different units apart. `currency` with `rate` [10**-8 of the plan's currency a
    unit] where lines are in others.
    """

    days: Days
    measures: Mapping[str, Ints]
    customer: Texts | None = None
    product: Texts | None = None
    quantity: Ints | None = None
    unit: Texts | None = None
    currency: Texts | None = None
    rate: Ints | None = None

    def whole(self) -> Ints:
        """What is compared, one a line; 0 where a figure is missing."""
        return np.asarray(np.where(self.counted(), sum(self.measures.values()), 0), np.int64)

    def counted(self) -> Flags:
        """The lines that have all figures and a date."""
        known = ~np.isnat(self.days)
        for values in self.measures.values():
            known &= values != NO_AMOUNT
        return known


@dataclass(frozen=True)
class Bridge:
    """The way from one sum to another [smallest units]: `base` + the parts = `now`, exactly.

    `parts` in the order in which they are told, those that cannot occur left out; `counts`: how many
    customers and products stand behind theirs.
    """

    base: int
    now: int
    parts: Mapping[str, int]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        """What the parts sum to."""
        return self.now - self.base


def bridge(sold: Sold, base: Span, now: Span, only: Flags | None = None, split: Splits | None = None) -> Bridge:
    """The way from the base period's sum to that of the period under review; of `only` some of the lines.

    Two products, one dearer and more of it, one unchanged, and a customer who is gone:

    >>> day = np.array(["2024-01-05"] * 3 + ["2025-01-05"] * 2, "datetime64[D]")
    >>> sold = Sold(day, {"price": np.array([100, 50, 30, 165, 50])}, Texts.of("aacaa"), Texts.of("ABAAB"), np.array([10, 5, 3, 15, 5]))
    >>> year = lambda y: Span(dt.date(y, 1, 1), dt.date(y, 12, 31))
    >>> bridge(sold, year(2024), year(2025)).parts  # 10 at 10 and 5 at 10, then 15 at 11 and 5 at 10
    {'price': 15, 'volume': 50, 'mix': 0, 'lost_customers': -30}
    """
    split = split or splits(sold, base, now)
    rows = np.ones(len(sold.days), np.bool_) if only is None else only
    whole = sold.whole()
    before, after = split.base & rows, split.now & rows

    def change(kind: Flags) -> int:
        return int(whole[after & kind].sum()) - int(whole[before & kind].sum())

    found: dict[str, int] = {}
    if sold.quantity is not None and sold.product is not None:
        found |= _effects(sold, before & split.kept, after & split.kept, rows & split.kept)
    for name, kind in split.kinds.items():
        found[name] = change(kind)
    counts = {n: _count(sold, split, n, rows) for n in (*CUSTOMERS, *PRODUCTS) if n in found}
    kept = {n: v for n, v in found.items() if v or n in (*sold.measures, *SHARED)}
    return Bridge(int(whole[before].sum()), int(whole[after].sum()), kept, {n: c for n, c in counts.items() if c})


@dataclass(frozen=True)
class Splits:
    """Which part each line belongs to, told over all lines: `base`, `now` the lines of the periods, `kept` those split by quantity."""

    base: Flags
    now: Flags
    kept: Flags
    kinds: Mapping[str, Flags]


def splits(sold: Sold, base: Span, now: Span) -> Splits:
    """Which part of the way each line belongs to."""
    counted = sold.counted()
    whole = sold.whole()
    first = next(iter(sold.measures.values()))
    sale = counted & (np.where(first == NO_AMOUNT, 0, first) >= 0)
    if sold.quantity is not None:
        sale &= ~((sold.quantity < 0) & (sold.quantity != NO_AMOUNT) & (whole <= 0))
    at_base, at_now = counted & base.holds(sold.days), counted & now.holds(sold.days)
    kinds: dict[str, Flags] = {"returns": ~sale}
    left = sale.copy()
    if sold.customer is not None:
        kinds |= _came_and_went(sold.customer, sold.days, sale, base, now, left, CUSTOMERS)
    if sold.product is not None:
        kinds |= _came_and_went(sold.product, sold.days, sale, base, now, left, PRODUCTS)
    kept = left.copy()
    if sold.quantity is None or sold.product is None:
        kept[:] = False
    else:
        kept &= (sold.quantity != NO_AMOUNT) & (sold.quantity > 0) & (sold.product.codes != MISSING)
    kinds["not_split"] = left & ~kept
    order = [*CUSTOMERS, *PRODUCTS, *REST]
    return Splits(at_base, at_now, kept, {n: kinds[n] for n in order if n in kinds})


def _came_and_went(
    texts: Texts, days: Days, sale: Flags, base: Span, now: Span, left: Flags, names: Sequence[str]
) -> dict[str, Flags]:
    """The lines of members that are new or gone, taken out of `left`; lines that name nobody stay."""
    named = texts.codes != MISSING
    size = len(texts.labels)

    def seen(rows: Flags) -> Flags:
        return np.bincount(texts.codes[rows & named], minlength=size) > 0 if size else np.zeros(0, np.bool_)

    def lines(members: Flags, rows: Flags) -> Flags:
        return np.asarray(named & rows & members[np.maximum(texts.codes, 0)]) if size else np.zeros(len(days), np.bool_)

    known, still = seen(sale & base.up_to().holds(days)), seen(sale & now.up_to().holds(days))
    earlier = seen(sale & (days <= np.datetime64(base.last, "D")))
    new, gone = lines(~known, sale & now.holds(days)), lines(~still, sale & base.holds(days))
    found = {names[0]: new, names[-1]: gone & left}
    if len(names) > 2:
        found = {names[0]: new & ~lines(earlier, new), names[1]: new & lines(earlier, new), names[2]: gone}
    found = {n: f & left for n, f in found.items()}
    for flags in found.values():
        left &= ~flags
    return found


def _count(sold: Sold, split: Splits, name: str, rows: Flags) -> int:
    texts = sold.customer if name in CUSTOMERS else sold.product
    mine = split.kinds[name] & rows & (split.base | split.now)
    return 0 if texts is None else len(np.unique(texts.codes[mine]))


def _effects(sold: Sold, before: Flags, after: Flags, ever: Flags) -> dict[str, int]:
    """Currency, unit effects, volume and mix of the lines that have quantities; they sum to their change exactly."""
    assert sold.product is not None
    assert sold.quantity is not None
    size = len(sold.product.labels)
    code, quantity = sold.product.codes.astype(np.int64), sold.quantity
    earlier = ever & (sold.days < sold.days[after].min()) if after.any() else ever
    q0, q1, q_ever = (sums(code[r], quantity[r], size).tolist() for r in (before, after, earlier))
    exact: dict[str, int] = {}
    unit_value = [0] * size
    change = 0
    known = [n for n in range(size) if q0[n] or q1[n]]
    for name, values in sold.measures.items():
        v0, v1, v_ever = (sums(code[r], values[r], size).tolist() for r in (before, after, earlier))
        change += sum(v1) - sum(v0)
        moved = _currency(sold, name, values, before, after)
        effect = 0
        for n in known:
            now = v1[n] * FINE - moved.get(n, 0)
            at_base = _unit_value((v0[n] * FINE, q0[n]), (v_ever[n] * FINE, q_ever[n]), (now, q1[n]))
            effect += now - at_base * q1[n]
            unit_value[n] += at_base
        if moved:
            exact["currency"] = exact.get("currency", 0) + sum(moved.values())
        exact[name] = effect
    exact |= _volume_and_mix(sold, before | after, q0, q1, unit_value)
    return whole_parts({n: Fraction(v, FINE) for n, v in exact.items()}, change)


def _unit_value(*sources: tuple[int, int]) -> int:
    """Value a unit from the first source that has any: the base period, all of the past before, else the period itself (then no price moved)."""
    value, quantity = next((s for s in sources if s[1]), (0, 1))
    return (2 * value + quantity) // (2 * quantity)


def _volume_and_mix(sold: Sold, rows: Flags, q0: list[int], q1: list[int], unit_value: list[int]) -> dict[str, int]:
    volume = mix = 0
    for group in _groups(sold, rows, len(q0)):
        base = sum(unit_value[n] * q0[n] for n in group)
        moved = sum(unit_value[n] * (q1[n] - q0[n]) for n in group)
        before, after = sum(q0[n] for n in group), sum(q1[n] for n in group)
        grown = base * (after - before) // before if before else moved
        volume += grown
        mix += moved - grown
    return {"volume": volume, "mix": mix}


def _groups(sold: Sold, rows: Flags, size: int) -> list[list[int]]:
    """Products whose quantities may be added: those of one unit; a product with several units by the one on most lines."""
    assert sold.product is not None
    if sold.unit is None:
        return [list(range(size))]
    units = len(sold.unit.labels) + 1
    key = sold.product.codes[rows].astype(np.int64) * units + sold.unit.codes[rows] + 1
    counts = np.bincount(key, minlength=size * units).reshape(size, units)
    of = counts.argmax(axis=1)
    return [np.flatnonzero(of == u).tolist() for u in range(units) if (of == u).any()]


def _currency(sold: Sold, name: str, values: Ints, before: Flags, after: Flags) -> dict[int, int]:
    """By product: what sales in other currencies are worth more than at the base period's mean rates [fine parts]."""
    moved: dict[int, int] = {}
    if sold.currency is None or sold.rate is None or name == "cost" or sold.product is None:
        return moved
    foreign = (sold.rate != NO_AMOUNT) & (sold.rate > 0)
    for code in np.unique(sold.currency.codes[after & foreign]).tolist():
        mine = foreign & (sold.currency.codes == code)
        base = _by_rate(sold, values, before & mine)
        originally = sum((Fraction(v, r) for (_, r), v in base.items()), Fraction(0))
        if code == MISSING or not originally:
            continue
        rate = sum(base.values()) / originally
        for (product, r), value in _by_rate(sold, values, after & mine).items():
            moved[product] = moved.get(product, 0) + round((value - Fraction(value, r) * rate) * FINE)
    return moved


def _by_rate(sold: Sold, values: Ints, rows: Flags) -> dict[tuple[int, int], int]:
    """Sums by product and rate."""
    assert sold.product is not None
    assert sold.rate is not None
    pairs = np.stack([sold.product.codes[rows].astype(np.int64), sold.rate[rows]])
    keys, place = np.unique(pairs, axis=1, return_inverse=True)
    totals = sums(place.ravel(), values[rows], keys.shape[1])
    return {(int(p), int(r)): int(v) for p, r, v in zip(*keys.tolist(), totals.tolist(), strict=True)}


def whole_parts(exact: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """Whole numbers next to exact parts that sum to the total; the largest remainders are rounded up.

    >>> whole_parts({"a": Fraction(5, 3), "b": Fraction(4, 3)}, 3)
    {'a': 2, 'b': 1}
    """
    parts = {n: floor(v) for n, v in exact.items()}
    short = total - sum(parts.values())
    nearest = sorted(exact, key=lambda n: parts[n] - exact[n])
    for n in nearest[:short]:
        parts[n] += 1
    return parts
