"""Baskets: what was bought together, in one order or by one customer in one month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Ints, Texts


@dataclass(frozen=True, slots=True)
class Baskets:
    """Baskets of items: basket b holds `items[starts[b]:starts[b + 1]]`, codes into `labels`, each once.

    Baskets without items are not kept.
    """

    labels: tuple[str, ...]
    starts: Ints
    items: Codes

    def __len__(self) -> int:
        """How many baskets."""
        return len(self.starts) - 1

    @property
    def sizes(self) -> Ints:
        """How many items each basket holds [count]."""
        return np.diff(self.starts)

    @property
    def basket_of(self) -> Ints:
        """The basket of each cell, beside `items`."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.sizes)

    def no_larger_than(self, most: int) -> Baskets:
        """The baskets with at most that many items."""
        few = self.sizes <= most
        starts = np.concatenate([[0], np.cumsum(self.sizes[few])]).astype(np.int64)
        return Baskets(self.labels, starts, self.items[few[self.basket_of]])


def baskets_of(baskets: npt.NDArray[np.integer], items: npt.NDArray[np.integer], labels: Sequence[str]) -> Baskets:
    """Baskets from one row a line: the basket's number and the item's code (negative is none); repeats count once.

    >>> found = baskets_of(np.array([7, 7, 7, 9]), np.array([0, 1, 1, 1]), ["bolt", "nut"])
    >>> found.starts.tolist(), found.items.tolist()
    ([0, 2, 3], [0, 1, 1])
    """
    size = max(len(labels), 1)
    known = (items >= 0) & (baskets >= 0)
    cells = np.unique(baskets[known].astype(np.int64) * size + items[known])
    basket, item = np.divmod(cells, size)
    first = np.flatnonzero(np.diff(basket, prepend=-1))
    return Baskets(tuple(labels), np.append(first, len(cells)).astype(np.int64), item.astype(np.int32))


def baskets_of_lists(lists: Iterable[Iterable[str]]) -> Baskets:
    """Baskets from the names in each of them, labels in the order in which they first appear."""
    seen: dict[str, int] = {}
    baskets: list[int] = []
    items: list[int] = []
    for number, names in enumerate(lists):
        codes = [seen.setdefault(n, len(seen)) for n in names]
        items += codes
        baskets += [number] * len(codes)
    return baskets_of(np.array(baskets, np.int64), np.array(items, np.int64), tuple(seen))


_MODEL = re.compile(
    r"""[\s_/·,，-]*                                   # what parts the model from the name
        (?:[(（\[【][^()（）\[\]【】]*[)）\]】]            # a specification in brackets
        |(?<![A-Za-z0-9])[A-Za-z0-9.*×xX/#φΦ°+_-]*\d[A-Za-z0-9.*×xX/#φΦ°+_%-]*  # a word of letters and figures
          (?:mm|cm|kg|ml|寸|米|号|型|系列|件套|片装|支装|只装)?)\s*$""",
    re.VERBOSE,
)  # fmt: skip


def family_of(product: str) -> str:
    """A product's name without its model, size and specification.

    >>> [family_of(p) for p in ("减速机 G71-691", "气缸SC50x100（带磁）", "Multistage pump CDL16", "润滑脂 2# 15kg", "6204-2RS")]
    ['减速机', '气缸', 'Multistage pump', '润滑脂', '6204-2RS']
    """
    bare = product.strip()
    while (shorter := _MODEL.sub("", bare).strip()) != bare and shorter:
        bare = shorter
    return bare if any(c.isalpha() for c in bare) else product.strip()


def families(products: Texts) -> Texts:
    """Products as their families, labels in the order in which they first appear."""
    seen: dict[str, int] = {}
    table = np.array([seen.setdefault(family_of(p), len(seen)) for p in products.labels] + [MISSING], np.int32)
    return Texts(table[products.codes], tuple(seen))
