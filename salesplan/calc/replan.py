"""The remaining months of a year planned anew: what each policy makes of the gap, in whole units, exact on every total."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from salesplan.amount import apportion
from salesplan.calc.fit import Floats
from salesplan.calc.whole import Whole, whole
from salesplan.frame import NO_AMOUNT

POLICIES = ("keep-months", "carry", "keep-year", "potential", "capped", "lower")
"""What may become of the gap, in the order of reports: nothing; each its own; all by their remaining shape; by potential;
within what was ever reached; the target follows the forecast."""

PLENTY = 10**15
"""Room without a limit [units]."""


@dataclass(frozen=True)
class YearSoFar:
    """Where a year stands; rows are members, columns the months of the fiscal year.

    `targets` in whole units of `unit` smallest currency units; `actual` in smallest currency units,
    looked at before column `start` only. The gap is counted from column `since` on (where targets
    were last revised). By member, in smallest currency units, `NO_AMOUNT` where not known: `best_month`
    (best month ever), `best_period` (best sum of the remaining months in any year), `capacity` (of its
    people in the remaining months), `forecast` (what the remaining months will bring); `last_year` by
    month. `weights`: how much of the gap each may take by its potential.
    """

    members: tuple[str, ...]
    unit: int
    targets: Whole
    actual: Whole
    start: int
    since: int = 0
    last_year: Whole | None = None
    best_month: Whole | None = None
    best_period: Whole | None = None
    capacity: Whole | None = None
    forecast: Whole | None = None
    weights: tuple[Fraction, ...] | None = None

    @cached_property
    def remaining(self) -> Whole:
        """The plan's targets of the remaining months [units], members x months."""
        return self.targets[:, self.start :]

    @cached_property
    def gaps(self) -> list[int]:
        """Actual less target of the past months by member [smallest units]; negative is short."""
        past = slice(self.since, self.start)
        return [int(a) - int(t) * self.unit for a, t in zip(self.actual[:, past].sum(1), self.targets[:, past].sum(1), strict=True)]

    @property
    def reached(self) -> int:
        """What the past months brought [smallest units]."""
        return int(self.actual[:, : self.start].sum())

    @cached_property
    def need(self) -> int:
        """What the remaining months must bring for the year's target [units], to the nearest."""
        short = Fraction(-sum(self.gaps), self.unit)
        return max(int(self.remaining.sum()) + math.floor(short + Fraction(1, 2)), 0)

    @property
    def extra(self) -> int:
        """What the remaining months must bring on top of their targets [units]; negative when the year is ahead."""
        return self.need - int(self.remaining.sum())

    @cached_property
    def shape(self) -> Floats:
        """How the remaining months lie to each other: by their targets, else by last year, else evenly."""
        if self.remaining.sum() > 0:
            return self.remaining.astype(np.float64)
        last = self.last_year[:, self.start :] if self.last_year is not None else np.zeros_like(self.remaining)
        known = np.where(last == NO_AMOUNT, 0, np.maximum(last, 0)).astype(np.float64)
        return known if known.sum() > 0 else np.ones(self.remaining.shape)

    def known(self, values: Whole | None, member: int) -> int | None:
        """A figure of a member; None where it is not known."""
        return None if values is None or values[member] == NO_AMOUNT else int(values[member])


@dataclass(frozen=True, slots=True)
class Lines:
    """How far a new target may go: shares of the best month, the best period and the capacity; growth on last year's period.

    `increase`: the share it may lie above the target before. `bank`: whether being ahead lowers the months that remain; else they stay as they are.
    """

    best_month: Fraction
    best_period: Fraction
    capacity: Fraction
    growth: Fraction | None = None
    bank: bool = False
    increase: Fraction | None = None


@dataclass(frozen=True)
class Replanned:
    """What a policy makes of the remaining months: `months` in units (members x remaining months), `short` of the year's target [units]."""

    policy: str
    months: Whole
    short: int


def replan(year: YearSoFar, policy: str, lines: Lines) -> Replanned:
    """The remaining months under a policy.

    With `keep-year`, `carry` and `potential` they bring exactly what the year's target needs; `capped`
    and `lower` say how much is left open. When the year is ahead the targets stay, unless surplus is banked.

    Raises: KeyError for a policy that is not known.
    """
    months = MAKERS[policy](year, lines)
    return Replanned(policy, months, max(year.need - int(months.sum()), 0))


def _keep_months(year: YearSoFar, _: Lines) -> Whole:
    return year.remaining.copy()


def _keep_year(year: YearSoFar, lines: Lines) -> Whole:
    """Every remaining cell times the same factor.

    Source: method 6.2 (gap re-spread over what remains of the year).
    """
    if year.extra <= 0 and not lines.bank:
        return year.remaining.copy()
    return _rounded(year, year.shape.sum(1).tolist(), year.need)


def _carry(year: YearSoFar, lines: Lines) -> Whole:
    """Each member's own gap on its own remaining months."""
    if year.extra <= 0 and not lines.bank:
        return year.remaining.copy()
    own = [Fraction(-g, year.unit) for g in year.gaps]
    before = [int(v) for v in year.remaining.sum(1)]
    if not lines.bank:
        own = [max(g, Fraction(0)) for g in own]
        if not any(own):
            return _keep_year(year, lines)
        own = _passed_on(own, year.shape.sum(1).tolist())
        scale = Fraction(year.extra) / sum(own)
        return _rounded(year, [b + g * scale for b, g in zip(before, own, strict=True)], year.need)
    own = _passed_on(own, year.shape.sum(1).tolist())
    return _rounded(year, [max(b + g, Fraction(0)) for b, g in zip(before, own, strict=True)], year.need)


def _passed_on(own: Sequence[Fraction], shape: Sequence[float]) -> list[Fraction]:
    """Gaps of members without remaining months (who left) passed to those that have some, by their remaining shape."""
    open_ = [s > 0 for s in shape]
    lost = sum((g for g, o in zip(own, open_, strict=True) if not o), Fraction(0))
    whole_shape = sum((Fraction(s) for s in shape), Fraction(0))
    return [
        (g + lost * Fraction(s) / whole_shape) if o else Fraction(0) for g, s, o in zip(own, shape, open_, strict=True)
    ]


def _potential(year: YearSoFar, lines: Lines) -> Whole:
    """The gap by the members' potential, their own targets untouched."""
    if year.extra <= 0 or year.weights is None:
        return _keep_year(year, lines)
    open_ = year.shape.sum(1) > 0
    weights = [w if o else Fraction(0) for w, o in zip(year.weights, open_, strict=True)]
    if not any(weights):
        return _keep_year(year, lines)
    share = Fraction(year.extra) / sum(weights)
    before = [int(v) for v in year.remaining.sum(1)]
    return _rounded(year, [b + w * share for b, w in zip(before, weights, strict=True)], year.need)


def _capped(year: YearSoFar, lines: Lines) -> Whole:
    """The gap by the remaining shape, to each no more than it has room for; what it cannot take is passed to the others."""
    if year.extra <= 0:
        return _keep_year(year, lines)
    rooms = room(year, lines)
    shape = [[Fraction(v) for v in row] for row in year.shape.tolist()]
    months = [str(n).zfill(2) for n in range(year.remaining.shape[1])]
    rows = [min(limit, sum(cells)) for limit, cells in rooms]
    given = poured(year.extra, [sum(r) for r in shape], rows, year.members)
    result = year.remaining.copy()
    for n, units in enumerate(given):
        result[n] += np.array(poured(units, shape[n], rooms[n][1], months), np.int64)
    return result


def room(year: YearSoFar, lines: Lines) -> list[tuple[int, list[int]]]:
    """For each member how much more it can take in all and in each remaining month [units].

    A member of whom nothing is known can take its share of the gap by shape.
    """
    found = []
    whole_shape = float(year.shape.sum())
    for n in range(len(year.members)):
        targets = [int(v) for v in year.remaining[n]]
        limits = [_share_of(year, year.known(year.best_period, n), lines.best_period), _share_of(year, year.known(year.capacity, n), lines.capacity)]
        if lines.growth is not None:
            limits.append(_share_of(year, last_period(year, n), 1 + lines.growth))
        if lines.increase is not None and any(targets):
            limits.append(math.floor(sum(targets) * (1 + lines.increase)))
        month = _share_of(year, year.known(year.best_month, n), lines.best_month)
        stated = [v for v in limits if v is not None]
        if not stated and month is None:
            fair = math.ceil(year.extra * float(year.shape[n].sum()) / whole_shape)
            stated = [sum(targets) + fair]
        total = max(min(stated, default=PLENTY) - sum(targets), 0)
        found.append((total, [PLENTY if month is None else max(month - t, 0) for t in targets]))
    return found


def _share_of(year: YearSoFar, amount: int | None, share: Fraction) -> int | None:
    return None if amount is None else max(math.floor(amount * share / year.unit), 0)


def last_period(year: YearSoFar, member: int) -> int | None:
    """What a member did in the same months of last year [smallest units]; None where one of them is not known."""
    if year.last_year is None:
        return None
    row = [int(v) for v in year.last_year[member, year.start :]]
    return None if NO_AMOUNT in row else sum(row)


def _lower(year: YearSoFar, _: Lines) -> Whole:
    """Every member's remaining months at what they are expected to bring, never above their targets."""
    wanted = []
    for n in range(len(year.members)):
        target = int(year.remaining[n].sum())
        expected = _expected(year, n)
        wanted.append(target if expected is None else max(min(target, math.floor(Fraction(expected, year.unit) + Fraction(1, 2))), 0))
    return _rounded(year, wanted, sum(wanted)) if sum(wanted) else np.zeros_like(year.remaining)


def _expected(year: YearSoFar, member: int) -> int | None:
    """What a member's remaining months will bring [smallest units]: its forecast, else its targets at its attainment so far."""
    forecast = year.known(year.forecast, member)
    if forecast is not None:
        return forecast
    past = int(year.targets[member, year.since : year.start].sum()) * year.unit
    if past <= 0:
        return None
    attained = Fraction(int(year.actual[member, year.since : year.start].sum()), past)
    return math.floor(int(year.remaining[member].sum()) * year.unit * max(attained, Fraction(0)))


def _rounded(year: YearSoFar, rows: Sequence[Fraction | float | int], total: int) -> Whole:
    """Members' totals in proportion to `rows`, spread over the months by each member's shape; all sums exact [units]."""
    weights = [Fraction(r) for r in rows]
    if not total or not any(weights):
        return np.zeros_like(year.remaining)
    sums = apportion(total, weights, year.members)
    shape = year.shape
    of_row = shape.sum(1, keepdims=True)
    even = np.broadcast_to(shape.sum(0) / shape.sum(), shape.shape)
    months = np.divide(shape, of_row, out=even.copy(), where=of_row > 0)
    cells = months * np.array(sums, np.float64)[:, None]
    names = [str(n).zfill(2) for n in range(shape.shape[1])]
    columns = apportion(total, [Fraction(float(v)) for v in cells.sum(0)], names)
    return whole(cells, [np.array(sums, np.int64), np.array(columns, np.int64)])


def poured(amount: int, weights: Sequence[Fraction | int], rooms: Sequence[int], names: Sequence[str]) -> list[int]:
    """A whole amount shared by weight, to each no more than its room; what one cannot take goes to the others.

    >>> poured(10, [1, 1], [2, 100], ["a", "b"]), poured(10, [1, 1], [2, 3], ["a", "b"])
    ([2, 8], [2, 3])
    """
    given, left = [0] * len(weights), amount
    while left > 0:
        takers = [n for n, w in enumerate(weights) if w > 0 and given[n] < rooms[n]]
        if not takers:
            break
        parts = apportion(left, [weights[n] for n in takers], [names[n] for n in takers])
        for n, part in zip(takers, parts, strict=True):
            taken = min(part, rooms[n] - given[n])
            given[n] += taken
            left -= taken
    return given


MAKERS = {
    "keep-months": _keep_months, "carry": _carry, "keep-year": _keep_year, "potential": _potential, "capped": _capped, "lower": _lower,
}  # fmt: skip
"""How each policy finds the remaining months."""


def handed_down(old: Whole, months: Whole, names: Sequence[str], wanted: Sequence[Fraction] | None = None) -> Whole:
    """A member's new months spread over its parts (people, lines): each month exact, parts by their old shape.

    `old`: the parts' targets, parts x months; `months`: the new sums [units]. `wanted` moves the parts' totals
    (their old totals with gaps of their own); only the ratio counts.

    >>> handed_down(np.array([[2, 2], [1, 1]]), np.array([6, 3]), ["a", "b"]).tolist()
    [[4, 2], [2, 1]]
    """
    total = int(months.sum())
    if not len(old) or not total:
        return np.zeros_like(old)
    start = old.astype(np.float64)
    bare = (start.sum(0) <= 0) & (months > 0)
    start[:, bare] = np.maximum(start.sum(1), 0)[:, None] if start.sum() > 0 else 1.0
    sums = start.sum(1)
    if wanted is not None and any(w > 0 for w in wanted):
        share = np.array([float(max(w, Fraction(0))) for w in wanted])
        start *= np.divide(share, sums, out=np.zeros_like(sums), where=sums > 0)[:, None]
    cells = _to_months(start, months, old)
    totals = apportion(total, [Fraction(float(v)) for v in cells.sum(1)], names)
    return whole(cells, [np.array(totals, np.int64), months])


def _to_months(start: Floats, months: Whole, old: Whole) -> Floats:
    """Cells scaled to the months' sums; a month that nobody wanted any more keeps the old parts."""
    sums = start.sum(0)
    lost = (sums <= 0) & (months > 0)
    start = np.where(lost[None, :], np.maximum(old, 1e-9), start)
    sums = start.sum(0)
    return np.asarray(start * np.divide(months, sums, out=np.zeros(len(sums)), where=sums > 0))
