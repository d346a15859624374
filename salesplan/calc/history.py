"""What happened, as sums by member and by combination over the window that a plan looks back on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from salesplan.calc.fit import Floats
from salesplan.frame import MISSING, NO_AMOUNT, Frame, Ints, Texts
from salesplan.period import MONTHS_A_YEAR, FiscalYear, Month

NEARLY_WHOLE = 5
"""A month counts as complete when the records reach to within this many days of its end (a weekend or holiday)."""


@dataclass(frozen=True)
class History:
    """Records of sales as seen from a plan year.

    `labels` by dimension: the texts that say which member a row belongs to (already in the plan's
    names); `amounts` by metric in smallest units (`NO_AMOUNT` where a row has none).
    """

    frame: Frame
    year: FiscalYear
    labels: Mapping[str, Texts]
    amounts: Mapping[str, Ints]
    months: int = MONTHS_A_YEAR

    @cached_property
    def month_of(self) -> npt.NDArray[np.int64]:
        """The month index of each row; -1 where it has no date or one in the plan year or later."""
        days = self.frame.days("order_date")
        index = days.astype("datetime64[M]").astype(np.int64) + 1970 * MONTHS_A_YEAR
        return np.where(np.isnat(days) | (index >= self.year.first.index), -1, index)

    @cached_property
    def complete(self) -> tuple[Month, ...]:
        """The months that the records cover from their first day or so to their last, oldest first.

        The months at both ends of a fiscal year count as covered when they have any record at all: lists
        are cut by the year, and a small company sells on few days.
        """
        days = self.frame.days("order_date")[self.month_of >= 0]
        if not len(days):
            return ()
        first, last = days.min().astype(object), days.max().astype(object)
        start, end = Month.of(first), Month.of(last)
        if first.day > NEARLY_WHOLE + 3 and start.month != self.year.first.month:
            start = start.plus(1)
        if (end.last_day - last).days > NEARLY_WHOLE and end.plus(1).month != self.year.first.month:
            end = end.plus(-1)
        return tuple(Month.from_index(i) for i in range(start.index, end.index + 1))

    @cached_property
    def window(self) -> tuple[Month, ...]:
        """The months that `history` and `last_year` mean: the fiscal year before the plan's where it is complete, else the newest complete ones."""
        done = self.complete
        before = self.year.before().months[-self.months :]
        if self.months <= MONTHS_A_YEAR and set(before) <= set(done):
            return before
        return done[-self.months :]

    @property
    def whole_year(self) -> bool:
        """Whether the window is a full twelve months, so that growth against it means something."""
        return len(self.window) == MONTHS_A_YEAR

    @cached_property
    def inside(self) -> npt.NDArray[np.bool_]:
        """The rows of the window."""
        if not self.window:
            return np.zeros(len(self.frame), np.bool_)
        return np.asarray((self.month_of >= self.window[0].index) & (self.month_of <= self.window[-1].index))

    def _amount(self, metric: str) -> Floats:
        amounts = self.amounts[metric]
        return np.where(amounts == NO_AMOUNT, 0, amounts).astype(np.float64)

    def by_member(self, dimension: str, metric: str) -> dict[str, int]:
        """The window's sum of each member found in the records [smallest units]; whole numbers stay exact."""
        if dimension == "month":
            sums = self.by_month(metric)
            return {str(m): sums.get(m, 0) for m in self.window}
        texts = self.labels[dimension]
        rows = self.inside & (texts.codes != MISSING)
        sums_of = np.bincount(texts.codes[rows], weights=self._amount(metric)[rows], minlength=len(texts.labels))
        seen = np.bincount(texts.codes[rows], minlength=len(texts.labels)) > 0
        return {label: int(s) for label, s, there in zip(texts.labels, sums_of.tolist(), seen.tolist(), strict=True) if there}

    def by_month(self, metric: str, *, complete_only: bool = False) -> dict[Month, int]:
        """The sum of each month before the plan year [smallest units]."""
        rows = self.month_of >= 0
        if not rows.any():
            return {}
        first = int(self.month_of[rows].min())
        sums = np.bincount(self.month_of[rows] - first, weights=self._amount(metric)[rows])
        wanted = set(self.complete) if complete_only else None
        found = {Month.from_index(first + n): int(s) for n, s in enumerate(sums.tolist())}
        return {m: s for m, s in found.items() if wanted is None or m in wanted}

    def without_member(self, dimension: str, metric: str) -> tuple[int, int]:
        """Rows of the window that name no member of a dimension, and their sum [smallest units]."""
        rows = self.inside & (self.labels[dimension].codes == MISSING)
        return int(rows.sum()), int(self._amount(metric)[rows].sum())

    def total(self, metric: str) -> int:
        """The window's sum [smallest units]."""
        return int(self._amount(metric)[self.inside].sum())

    def cube(self, axes: Sequence[tuple[str, Sequence[str]]], metric: str, months: Sequence[Month]) -> Floats:
        """The window's sums by combination, one axis a (dimension, members); months answer to the plan's months of the same name.

        Rows that name a member that is not asked for, or none, are left out.
        """
        shape = tuple(len(m) for _, m in axes)
        flat = np.zeros(len(self.frame), np.int64)
        keep = self.inside.copy()
        for name, members in axes:
            place = self._month_places(members, months) if name == "month" else self._places(name, members)
            keep &= place >= 0
            flat = flat * len(members) + np.maximum(place, 0)
        sums = np.bincount(flat[keep], weights=self._amount(metric)[keep], minlength=int(np.prod(shape)))
        return np.asarray(sums, np.float64).reshape(shape)

    def _places(self, dimension: str, members: Sequence[str]) -> npt.NDArray[np.int64]:
        texts = self.labels[dimension]
        at = {m: n for n, m in enumerate(members)}
        table = np.array([*(at.get(label, -1) for label in texts.labels), -1], np.int64)
        return table[texts.codes]

    def _month_places(self, members: Sequence[str], months: Sequence[Month]) -> npt.NDArray[np.int64]:
        at = {m: n for n, m in enumerate(members)}
        table = np.full(MONTHS_A_YEAR, -1, np.int64)
        for month in months:
            table[month.month - 1] = at.get(str(month), -1)
        return np.where(self.month_of >= 0, table[self.month_of % MONTHS_A_YEAR], -1)


def first_orders(frame: Frame, since: Month) -> Ints:
    """1 on the row of each customer's first order, 0 elsewhere; customers first seen before `since` never count.

    A customer is its id where the records have one, else its name. Source: glossary 38 (no order before).
    """
    texts = frame.texts("customer_id") if "customer_id" in frame else frame.texts("customer_name")
    days = frame.days("order_date")
    order = np.lexsort((np.arange(len(frame)), days))
    order = order[texts.codes[order] != MISSING]
    _, first = np.unique(texts.codes[order], return_index=True)
    rows = order[first]
    index = days[rows].astype("datetime64[M]").astype(np.int64) + 1970 * MONTHS_A_YEAR
    marks = np.zeros(len(frame), np.int64)
    marks[rows[index >= since.index]] = 1
    return marks
