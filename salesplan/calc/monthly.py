"""Sums by member and month over all years of the records, with which months they cover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from salesplan.calc.history import NEARLY_WHOLE
from salesplan.frame import MISSING, NO_AMOUNT, Days, Ints, Texts
from salesplan.period import MONTHS_A_YEAR, FiscalYear, Month


@dataclass(frozen=True)
class MonthSums:
    """Sums of dated lines [smallest units], shape (members + 1, months); the last row holds lines that name no member.

    `first`: the first month; `from_day`, `to_day`: the first and last dated line (None without any);
    `lines` by month: how many lines there are.
    """

    first: Month
    names: tuple[str, ...]
    sums: Ints
    lines: Ints
    from_day: dt.date | None
    to_day: dt.date | None

    @property
    def total(self) -> Ints:
        """All lines together by month."""
        return np.asarray(self.sums.sum(axis=0), np.int64)

    def row(self, member: str | None) -> Ints:
        """The sums of a member by month (None: lines that name none); nothing but 0 for one without lines."""
        if member is None:
            return np.asarray(self.sums[-1], np.int64)
        if member not in self.names:
            return np.zeros(self.sums.shape[1], np.int64)
        return np.asarray(self.sums[self.names.index(member)], np.int64)

    def at(self, sums: Ints, month: Month) -> int:
        """A month's entry of one row; 0 outside the records."""
        place = month.index - self.first.index
        return int(sums[place]) if 0 <= place < len(sums) else 0

    def of_year(self, sums: Ints, year: FiscalYear) -> Ints:
        """Twelve months of one row."""
        return np.array([self.at(sums, m) for m in year.months], np.int64)

    def covered(self, month: Month) -> bool:
        """Whether there is any line in a month; in others nothing is known, which is not 0."""
        return self.at(self.lines, month) > 0

    def whole(self, year: FiscalYear) -> bool:
        """Whether the records cover each month of a year from its first day or so to its last."""
        if self.from_day is None or self.to_day is None or not all(self.covered(m) for m in year.months):
            return False
        return self.to_day >= year.months[-1].last_day - dt.timedelta(NEARLY_WHOLE + 26)

    def past(self, sums: Ints, before: Month) -> Mapping[Month, int]:
        """The sums of the covered months before a month, without the first one where the records begin in its middle."""
        first = self.first
        if self.from_day is not None and self.from_day.day > NEARLY_WHOLE + 3 and first.month != before.month:
            first = first.plus(1)
        months = [Month.from_index(n) for n in range(first.index, min(before.index, self.first.index + len(sums)))]
        return {m: self.at(sums, m) for m in months if self.covered(m)}


def month_sums(days: Days, amounts: Ints, texts: Texts | None, as_of: dt.date) -> MonthSums:
    """Sums by member and month of the lines up to a day, exact; lines without a date or an amount do not count."""
    rows = ~np.isnat(days) & (days <= np.datetime64(as_of, "D")) & (amounts != NO_AMOUNT)
    names = () if texts is None else texts.labels
    if not rows.any():
        return MonthSums(Month.of(as_of), names, np.zeros((len(names) + 1, 0), np.int64), np.zeros(0, np.int64), None, None)
    counted = days[rows]
    month = counted.astype("datetime64[M]").astype(np.int64) + 1970 * MONTHS_A_YEAR
    first, width = int(month.min()), int(month.max() - month.min()) + 1
    codes = np.zeros(len(counted), np.int64) if texts is None else texts.codes[rows].astype(np.int64)
    codes[codes == MISSING] = len(names)
    sums = np.zeros((len(names) + 1) * width, np.int64)
    np.add.at(sums, codes * width + month - first, amounts[rows])
    lines = np.bincount(month - first, minlength=width)
    start, end = counted.min().astype(object), counted.max().astype(object)
    return MonthSums(Month.from_index(first), names, sums.reshape(-1, width), lines.astype(np.int64), start, end)
