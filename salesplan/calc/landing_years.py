"""A member's years as the forecast of a landing sees them: this one so far, and past ones as they stood at the same month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from salesplan.calc.landing import Floats, YearSoFar, own_shares
from salesplan.calc.monthly import MonthSums
from salesplan.calc.season import Festival, learn
from salesplan.frame import Ints
from salesplan.period import MONTHS_A_YEAR, FiscalYear
from salesplan.workdays import WorkCalendar

LONGEST_PAST = 10
"""Past years beyond so many tell nothing about this one any more."""


@dataclass(frozen=True)
class Years:
    """The years of a company's members up to a fiscal year.

    `sums`: by member and month; `elapsed`: the part of each month of this year that is over, shape (12,);
    `gone`: members that sell no more; `outlook` by member (`outlook_of_all` for all together): what open deals
    are expected to bring in the rest of the year [smallest units].
    """

    sums: MonthSums
    year: FiscalYear
    calendar: WorkCalendar
    festival: Festival
    elapsed: Floats
    working_days: bool = True
    gone: Collection[str] = ()
    outlook: Mapping[str | None, float] = field(default_factory=dict)
    outlook_of_all: float | None = None

    @cached_property
    def known(self) -> Floats:
        """The part of each month that is over, nothing where the records have no line at all."""
        covered = np.array([self.sums.covered(m) for m in self.year.months])
        return np.where(covered, self.elapsed, 0.0)

    @cached_property
    def past(self) -> list[FiscalYear]:
        """The past years that the records cover as a whole, without a gap before this one, oldest first."""
        found: list[FiscalYear] = []
        for back in range(1, LONGEST_PAST + 1):
            year = self.year.before(back)
            if not self.sums.whole(year):
                break
            found.insert(0, year)
        return found

    @cached_property
    def shapes(self) -> dict[int, Floats]:
        """By year: the shares of its months, learned on the years before it; by working days alone where there is no past."""
        return {y.year: self._shape(y) for y in [*self.past, self.year]}

    def _shape(self, year: FiscalYear) -> Floats:
        past = self.sums.past(self.sums.total, year.first)
        season = learn(past, year.months, self.calendar, self.festival, working_days=self.working_days)
        return np.array([season.shares[m] for m in year.months])

    @cached_property
    def days(self) -> dict[int, Floats]:
        """By year: the working days of its months."""
        return {y.year: np.array([len(self.calendar.in_month(m)) for m in y.months], np.float64) for y in [*self.past, self.year]}

    @cached_property
    def all(self) -> Row:
        """All members together."""
        return Row(self, self.sums.total, None)

    @cached_property
    def rows(self) -> dict[str | None, Row]:
        """Each member that sold something this year or in the whole year before, None for lines that name no member."""
        found = {m: Row(self, self.sums.row(m), self.all) for m in (*self.sums.names, None)}
        recent = [*self.past[-1:], self.year]
        return {m: row for m, row in found.items() if any(row.months[y.year].any() for y in recent)}


class Row:
    """One row of sums by year: twelve months each, with the shape that the years before tell."""

    def __init__(self, years: Years, sums: Ints, whole: Row | None) -> None:
        """`whole` is the row of all together, None for itself."""
        self.years, self.whole = years, whole
        self.months = {y.year: years.sums.of_year(sums, y) for y in [*years.past, years.year]}
        sold = np.flatnonzero(sums)
        self.began = int(sold[0]) + years.sums.first.index if len(sold) else None
        self._shares: dict[int, Floats] = {}

    def actual(self, year: FiscalYear) -> int:
        """The sum of a whole year."""
        return int(self.months[year.year].sum())

    def shares(self, year: FiscalYear) -> Floats:
        """The shares of a year's months, as the years before it tell."""
        if year.year not in self._shares:
            shapes = self.years.shapes[year.year]
            before = [y.year for y in self.years.past if y.first < year.first and self._throughout(y)]
            if self.whole is not None:
                shapes = own_shares(shapes, [self.months[y] for y in before], [self.whole.months[y] for y in before])
            self._shares[year.year] = shapes
        return self._shares[year.year]

    def at(self, year: FiscalYear, elapsed: Floats, outlook: float | None = None) -> YearSoFar:
        """A year as it stood when so much of it was over."""
        now, last = self.months[year.year], self._last(year)
        shares = self.shares(year)
        if last is None:
            shares = _since_the_first(shares, now, elapsed)
        if year != self.years.year:
            now = np.floor(now * elapsed).astype(np.int64)
        return YearSoFar(now, last, shares, self.years.days[year.year], elapsed, outlook)

    def _last(self, year: FiscalYear) -> Ints | None:
        """The year before; None where it is not whole, or the member began in it: then it is no measure of growth."""
        before = year.before()
        return self.months[before.year] if before.year in self.months and self._throughout(before) else None

    def _throughout(self, year: FiscalYear) -> bool:
        """Whether there were sales in a year, and the first of all not after its first two months."""
        return bool(self.months[year.year].any()) and self.began is not None and self.began <= year.first.index + 1


def _since_the_first(shares: Floats, now: Ints, elapsed: Floats) -> Floats:
    """The shares of the months from the first sale of the year on, for those who began in it."""
    sold = np.flatnonzero((now != 0) & (elapsed > 0))
    if not len(sold) or not sold[0]:
        return shares
    left = np.where(np.arange(MONTHS_A_YEAR) >= sold[0], shares, 0.0)
    whole = float(left.sum())
    return np.asarray(left / whole) if whole > 0 else shares
