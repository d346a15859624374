"""Itemsets: which items are bought together how often, counted exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan.calc.baskets import Baskets
from salesplan.frame import Codes, Ints

MOST_ITEMSETS = 1_000_000
"""More combinations than this are not listed: nobody reads them, and they fill the memory."""


class TooManyItemsets(Exception):
    """There are more combinations than can be kept; its argument is the support that was asked for [baskets]."""


@dataclass(frozen=True, slots=True)
class Itemsets:
    """Items bought together in `least` of `baskets` or more.

    `counts`: how many baskets hold all items of a set; its key has the bit of each item's rank. Ranks go
    from the rarest frequent item up; `codes[rank]` is the item.
    """

    baskets: int
    least: int
    codes: Codes
    counts: dict[int, int]

    def items(self, key: int) -> list[int]:
        """The codes of the items of a set, the rarest first."""
        found = []
        while key:
            low = key & -key
            found.append(int(self.codes[low.bit_length() - 1]))
            key ^= low
        return found


def itemsets(baskets: Baskets, least: int, longest: int = 10, most: int = MOST_ITEMSETS) -> Itemsets:
    """All sets of at most `longest` items that stand together in at least `least` baskets.

    >>> from salesplan.calc.baskets import baskets_of_lists
    >>> found = itemsets(baskets_of_lists(["ab", "ab", "bc"]), 2)
    >>> [(found.items(key), count) for key, count in found.counts.items()]
    [([0], 2), ([1], 3), ([0, 1], 2)]

    Counts are of whole baskets. Each item in turn, rarest first, is counted with the items after it in the
    baskets that hold it; longer sets are found among these by intersecting sets of baskets, held as the
    bits of integers that are only as long as the item is frequent.

    Raises: TooManyItemsets above `most` sets.
    Source: Zaki 2000, Scalable algorithms for association mining (Eclat), over projections by item.
    """
    totals = np.bincount(baskets.items, minlength=len(baskets.labels))
    frequent = np.flatnonzero(totals >= max(least, 1))
    codes: Codes = frequent[np.argsort(totals[frequent], kind="stable")].astype(np.int32)
    counts = {1 << rank: count for rank, count in enumerate(totals[codes].tolist())}
    if longest > 1:
        _Cells(baskets, codes).grow(counts, max(least, 1), longest, most)
    return Itemsets(len(baskets), least, codes, counts)


class _Cells:
    """The cells of frequent items, sorted by basket and rank, and by rank and basket."""

    def __init__(self, baskets: Baskets, codes: Codes) -> None:
        rank = np.full(len(baskets.labels), -1, np.int32)
        rank[codes] = np.arange(len(codes), dtype=np.int32)
        ranks = rank[baskets.items]
        frequent = ranks >= 0
        size = max(len(codes), 1)
        key = np.sort(baskets.basket_of[frequent] * size + ranks[frequent])
        basket = key // size
        self.ranks: Ints = key - basket * size  # as wide as an index, so that nothing is converted on the way
        ends = np.searchsorted(basket, np.arange(len(baskets)), side="right")
        self.after: Ints = ends[basket] - np.arange(len(key)) - 1
        narrow = self.ranks.astype(np.uint16) if size <= 2**16 else self.ranks  # numpy sorts 16 bits by radix
        self.at: Ints = np.argsort(narrow, kind="stable")
        self.bounds = np.append(0, np.cumsum(np.bincount(self.ranks, minlength=len(codes)))).tolist()
        self.size = len(codes)

    def grow(self, counts: dict[int, int], least: int, longest: int, most: int) -> None:
        """Add all longer sets to `counts`."""
        longest_run = np.bincount(self.ranks, weights=self.after, minlength=1).max()
        numbers = np.arange(int(longest_run), dtype=np.int64)
        for rank in range(self.size):
            cells = self.at[self.bounds[rank] : self.bounds[rank + 1]]
            lengths = self.after[cells]
            ends = np.cumsum(lengths)
            total = int(ends[-1]) if len(ends) else 0
            if total < least:
                continue
            where = np.repeat(cells + 1 - (ends - lengths), lengths)
            where += numbers[:total]
            beside = self.ranks.take(where, mode="clip")
            together = np.bincount(beside, minlength=self.size)
            partners = np.flatnonzero(together >= least)
            first = 1 << rank
            for partner, count in zip(partners.tolist(), together[partners].tolist(), strict=True):
                counts[first | 1 << partner] = count
            if longest > 2 and len(partners) > 1:
                bits = _bits(beside, lengths, partners, self.size)
                _extend(first, [(1 << p, b) for p, b in zip(partners.tolist(), bits, strict=True)], counts, least, longest, most)
            if len(counts) > most:
                raise TooManyItemsets(least)


def _bits(beside: Ints, lengths: Ints, partners: Ints, size: int) -> list[int]:
    """For each partner, which of the baskets hold it, as the bits of an integer."""
    column = np.full(size, -1, np.int32)
    column[partners] = np.arange(len(partners), dtype=np.int32)
    columns = column[beside]
    kept = np.flatnonzero(columns >= 0)
    held = np.zeros((len(partners), len(lengths)), np.bool_)
    held[columns[kept], np.repeat(np.arange(len(lengths)), lengths)[kept]] = True
    return [int.from_bytes(row.tobytes(), "little") for row in np.packbits(held, axis=1, bitorder="little")]


def _extend(prefix: int, tails: list[tuple[int, int]], counts: dict[int, int], least: int, longest: int, most: int) -> None:
    """Add the sets that begin with `prefix` and go on with two or more of `tails` (item, its baskets within the prefix)."""
    deeper = longest > 3
    for i, (item, bits) in enumerate(tails):
        key = prefix | item
        further = []
        for other, more in tails[i + 1 :]:
            both = bits & more
            count = both.bit_count()
            if count >= least:
                counts[key | other] = count
                further.append((other, both))
        if deeper and len(further) > 1:
            _extend(key, further, counts, least, longest - 1, most)
        if len(counts) > most:
            raise TooManyItemsets(least)
