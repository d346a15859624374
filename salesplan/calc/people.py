"""Members' targets spread over their people: quotas by drivers, months on board and ramp, over-assignment on top."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from salesplan.amount import apportion
from salesplan.calc.fit import Floats, NoFit, fit
from salesplan.calc.whole import Whole, whole
from salesplan.period import MONTHS_A_YEAR, Month

A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Seat:
    """A position in the team: a person, or an opening to be filled. `capacity` a full year's [smallest units], None where not stated.

    Someone who moves has a seat in each place, `of` the first of them; its `hired` is the day from which the ramp counts.
    """

    id: str
    name: str
    within: str
    team: str | None
    joined: dt.date | None
    left: dt.date | None
    capacity: int | None
    open: bool = False
    of: str | None = None
    hired: dt.date | None = None

    @property
    def who(self) -> str:
        """The id of the person, the same for all seats of one who moves."""
        return self.of or self.id


@dataclass(frozen=True, slots=True)
class Quota:
    """A seat's quota: `share` of its member's target, `months` in whole units by month, `capacity` by month [smallest units]."""

    seat: Seat
    share: Fraction
    months: Mapping[Month, int]
    capacity: Mapping[Month, Fraction] | None

    @property
    def total(self) -> int:
        """The year's quota [units]."""
        return sum(self.months.values())

    @property
    def year_capacity(self) -> int | None:
        """The year's capacity by months on board and ramp [smallest units]; None where not stated."""
        return None if self.capacity is None else int(sum(self.capacity.values()))


NOBODY = ""
"""The id of the seat that stands for months and members without anybody."""


def presence(seat: Seat, month: Month) -> Fraction:
    """The share of a month's days that a seat is filled.

    >>> presence(Seat("E1", "a", "x", None, dt.date(2027, 4, 16), None, None), Month(2027, 4))
    Fraction(1, 2)
    """
    days = calendar.monthrange(month.year, month.month)[1]
    start = max(seat.joined or month.first_day, month.first_day)
    end = min(seat.left or month.last_day, month.last_day)
    return Fraction(max((end - start).days + 1, 0), days)


def ramped(seat: Seat, month: Month, ramp: Sequence[Fraction]) -> Fraction:
    """The share of full capacity that a seat has in a month: presence times the ramp of its quarter after joining.

    >>> seat = Seat("E1", "a", "x", None, dt.date(2027, 1, 1), None, None)
    >>> [str(ramped(seat, Month(2027, m), [Fraction(1, 4), Fraction(1, 2)])) for m in (1, 4, 7)]
    ['1/4', '1/2', '1']
    """
    here = presence(seat, month)
    hired = seat.joined if seat.of is None else seat.hired
    if hired is None or not here:
        return here
    quarter = (month.index - Month.of(hired).index) // A_QUARTER
    return here * (ramp[quarter] if quarter < len(ramp) else 1)


def capacity(seat: Seat, months: Sequence[Month], ramp: Sequence[Fraction]) -> dict[Month, Fraction] | None:
    """A seat's capacity by month [smallest units]; None where the team does not state it."""
    if seat.capacity is None:
        return None
    return {m: Fraction(seat.capacity, MONTHS_A_YEAR) * ramped(seat, m, ramp) for m in months}


def quotas(
    months: Mapping[Month, int], seats: Sequence[Seat], shares: Mapping[str, Fraction],
    over_assign: Fraction, ramp: Sequence[Fraction],
) -> list[Quota]:  # fmt: skip
    """One member's target spread over its seats: months exact, quotas by share as far as months on board allow.

    `months`: the member's target by month [units]; `shares` by seat id, adding up to 1. The sum of
    all quotas is the target times 1 + `over_assign`, rounded to a whole unit; months nobody is on
    board for go to a seat with the id `NOBODY`. Left-over units are settled by id, never by the order of the seats.
    """
    order = list(months)
    ranked = sorted(seats, key=lambda s: s.id)
    padded = _padded([months[m] for m in order], over_assign)
    present = np.array([[float(presence(s, m)) for m in order] for s in ranked]).reshape(len(seats), len(order))
    weights = np.array([float(shares.get(s.id, Fraction(0))) for s in ranked])
    pattern = present * weights[:, None]
    covered = pattern.sum(axis=0) > 0
    cells = np.zeros((len(seats), len(order)), np.int64)
    if covered.any():
        cells[:, covered] = _spread(pattern[:, covered], padded[covered], weights)
    rows = {s.id: cells[n] for n, s in enumerate(ranked)}
    found = [Quota(s, shares.get(s.id, Fraction(0)), _by_month(order, rows[s.id]), capacity(s, order, ramp)) for s in seats]
    if (padded[~covered] > 0).any():
        row = np.where(covered, 0, padded)
        vacant = Seat(NOBODY, NOBODY, seats[0].within if seats else "", None, None, None, None)
        found.append(Quota(vacant, Fraction(0), _by_month(order, row), None))
    return found


def _by_month(order: Sequence[Month], row: Whole) -> dict[Month, int]:
    return dict(zip(order, (int(v) for v in row), strict=True))


def _padded(targets: Sequence[int], over_assign: Fraction) -> Whole:
    """The months times 1 + over-assignment, in whole units that add up to the year's rounded total."""
    total = sum(targets)
    wanted = math.floor(total * (1 + over_assign) + Fraction(1, 2))
    if not total:
        return np.zeros(len(targets), np.int64)
    return np.array(apportion(wanted, list(targets), [f"{n:03d}" for n in range(len(targets))]), np.int64)


def _spread(pattern: Floats, months: Whole, weights: Floats) -> Whole:
    """Seats x months in whole units: months exact, seats' totals by weight, or as near as months on board allow."""
    whole_year = int(months.sum())
    wanted = weights / weights.sum() * whole_year
    start = pattern * np.maximum(months, 0)
    try:
        cells = fit(start, [wanted, months.astype(np.float64)])
    except NoFit:
        cells = _as_near(start, wanted, months)
    sums = cells.sum(axis=1)
    names = [f"{n:04d}" for n in range(len(sums))]
    totals = np.array(apportion(whole_year, [Fraction(float(s)) for s in sums], names), np.int64)
    return whole(cells, [totals, months])


def _as_near(start: Floats, wanted: Floats, months: Whole, rounds: int = 60) -> Floats:
    """Proportional fitting that ends on the months, for seats that are not on board long enough for their share."""
    cells = start.copy()
    for _ in range(rounds):
        sums = cells.sum(axis=1)
        cells *= np.divide(wanted, sums, out=np.ones_like(sums), where=sums > 0)[:, None]
        sums = cells.sum(axis=0)
        cells *= np.divide(months, sums, out=np.zeros(len(sums)), where=sums > 0)
    return cells


def by_combination(quota: Sequence[Quota], cells: Whole, months: Sequence[Month]) -> Whole:
    """Seats x combinations x months: each month's quotas spread over the member's combinations, exact both ways [units].

    `cells`: the member's target by combination and month [units], shape (combinations, months). A
    combination's sum over the seats is its target with the over-assignment, rounded.
    """
    result = np.zeros((len(quota), cells.shape[0], len(months)), np.int64)
    ranked = sorted(range(len(quota)), key=lambda k: quota[k].seat.id)
    for n, month in enumerate(months):
        people = np.array([quota[k].months[month] for k in ranked], np.int64)
        column = cells[:, n]
        if not people.sum() or not column.sum():
            continue
        names = [f"{k:06d}" for k in range(len(column))]
        padded = np.array(apportion(int(people.sum()), [int(v) for v in column], names), np.int64)
        spread = people[:, None] * (padded / people.sum())[None, :]
        result[ranked, :, n] = whole(spread, [people, padded])
    return result
