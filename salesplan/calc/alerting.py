"""When a figure raises an alert: lines that are crossed, since when, how often again, and how often the rule was right before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from salesplan.calc.landing import Floats
from salesplan.calc.landing_years import Years
from salesplan.frame import NO_AMOUNT, Ints
from salesplan.period import MONTHS_A_YEAR, Month

Value: TypeAlias = Fraction | float | None
Series: TypeAlias = Sequence[tuple[Month, Value]]

MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Line:
    """The line that a rule draws: crossed `below` it, or above; raised again only `cooldown` months after it was last raised."""

    limit: Fraction
    below: bool = True
    cooldown: int = 1

    def crossed(self, value: Value) -> bool:
        """Whether a value lies beyond; a missing one never does."""
        if value is None:
            return False
        return value < self.limit if self.below else value > self.limit


@dataclass(frozen=True, slots=True)
class Firing:
    """A line crossed in a month: since when without a break, for how many months, and whether it is `raised` or still in its cooldown."""

    month: Month
    value: Fraction | float
    since: Month
    lasting: int
    raised: bool


def firings(series: Series, line: Line) -> list[Firing]:
    """The months in which a line was crossed, oldest first.

    >>> year = [(Month(2025, n), Fraction(v, 100)) for n, v in enumerate((65, 60, 80, 50), start=1)]
    >>> [(f.month.month, f.lasting, f.raised) for f in firings(year, Line(Fraction(7, 10), cooldown=3))]
    [(1, 1, True), (2, 2, False), (4, 1, True)]
    """
    found: list[Firing] = []
    run, last = 0, None
    for month, value in series:
        if value is None or not line.crossed(value):
            run = 0
            continue
        run += 1
        raised = last is None or month.index - last.index >= line.cooldown
        last = month if raised else last
        found.append(Firing(month, value, month.plus(1 - run), run, raised))
    return found


def attainments(actual: Ints, due: Sequence[Fraction | int | None], months: Sequence[Month], what: str, whole: int | None) -> list[tuple[Month, Value]]:
    """A figure against targets, month by month: `attainment` of the month, `attainment_ytd`, or `pace_gap` in shares of the year's target.

    `due`: what of each month's target is due, None where there is none.
    """
    found: list[tuple[Month, Value]] = []
    sold, wanted = 0, Fraction(0)
    for month, a, d in zip(months, actual.tolist(), due, strict=True):
        sold, wanted = sold + a, wanted + (d or 0)
        if what == "attainment":
            found.append((month, Fraction(a) / d if d else None))
        elif what == "pace_gap":
            found.append((month, Fraction(sold - wanted) / whole if whole else None))
        else:
            found.append((month, sold / wanted if wanted else None))
    return found


@dataclass(frozen=True, slots=True)
class Tried:
    """How a rule would have done: how often it was `raised` in so many `months`, how often it was `right`, and how often nobody knows yet.

    `short`: of the years that are over, how many members ended below target; `announced`: how many of those it was raised for.
    """

    months: int
    raised: int
    right: int
    undecided: int
    short: int = 0
    announced: int = 0

    @property
    def precision(self) -> Fraction | None:
        """Right ÷ decided; None while nothing is."""
        decided = self.raised - self.undecided
        return Fraction(self.right, decided) if decided > 0 else None

    def __add__(self, other: Tried) -> Tried:
        """Two trials together; the months are the same."""
        return Tried(
            max(self.months, other.months), self.raised + other.raised, self.right + other.right, self.undecided + other.undecided,
            self.short + other.short, self.announced + other.announced,
        )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a trial needs: the rule's `line` and figure, the years of the members, and this year's targets by member, shape (12,)."""

    line: Line
    what: str
    years: Years
    targets: Mapping[str, Ints]
    over: Sequence[Month] = field(default_factory=tuple)


def tried(asked: Asked) -> Tried:
    """How a rule against targets would have done on this year so far and on past years.

    Past years have no targets in the records: each member's is taken to be the year before grown by as
    much as this year's target asks, spread by the shape of the months as it was known then. Right means
    that the year ended below its target; in this year, that the quarter ended below it (year to date).
    """
    found = _this_year(asked)
    for year in asked.years.past[1:]:
        found += _past_year(asked, year.year)
    months = MONTHS_A_YEAR * len(asked.years.past[1:]) + len(asked.over)
    return Tried(months, found.raised, found.right, found.undecided, found.short, found.announced)


def _this_year(asked: Asked) -> Tried:
    found = Tried(0, 0, 0, 0)
    ends = {m for n, m in enumerate(asked.years.year.months, start=1) if n % MONTHS_A_QUARTER == 0}
    for member, targets in asked.targets.items():
        known = [None if t == NO_AMOUNT else int(t) for t in targets.tolist()][: len(asked.over)]
        actual = asked.years.sums.of_year(asked.years.sums.row(member), asked.years.year)[: len(asked.over)]
        whole = sum(int(t) for t in targets.tolist() if t != NO_AMOUNT)
        series = attainments(actual, known, asked.over, asked.what, whole)
        to_date = dict(attainments(actual, known, asked.over, "attainment_ytd", whole))
        for firing in firings(series, asked.line):
            end = next((m for m in asked.over if m >= firing.month and m in ends), None)
            value = to_date.get(end) if end is not None else None
            if firing.raised:
                found += Tried(0, 1, int(value is not None and value < 1), int(value is None))
    return found


def _past_year(asked: Asked, number: int) -> Tried:
    years, found = asked.years, Tried(0, 0, 0, 0)
    year = next(y for y in years.past if y.year == number)
    last = years.year.before()
    for member, targets in asked.targets.items():
        row = years.rows.get(member)
        wanted = sum(int(t) for t in targets.tolist() if t != NO_AMOUNT)
        if row is None or not wanted or row.actual(last) <= 0 or row.actual(year.before()) <= 0:
            continue
        target = row.actual(year.before()) * wanted / row.actual(last)
        due = [Fraction(float(s) * target) for s in _shares(row.shares(year))]
        series = attainments(row.months[number], due, year.months, asked.what, round(target))
        short = row.actual(year) < target
        raised = sum(f.raised for f in firings(series, asked.line))
        found += Tried(0, raised, raised if short else 0, 0, int(short), int(short and raised > 0))
    return found


def _shares(shares: Floats) -> Floats:
    return np.maximum(shares, 0.0)
