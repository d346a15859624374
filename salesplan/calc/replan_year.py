"""From sales lines and targets to where a year stands: sums by member and month, last year, the best ever, people's shares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from salesplan.calc.replan import Lines, YearSoFar, handed_down
from salesplan.calc.revision import over_assigned
from salesplan.calc.targets_due import month_index
from salesplan.calc.whole import Whole
from salesplan.frame import MISSING, NO_AMOUNT, Days, Flags, Ints, Texts
from salesplan.period import FiscalYear

OTHERS = ""
"""The member that stands for lines that name no member with a target."""


@dataclass(frozen=True)
class Sums:
    """Sums by member and month of all records: `cells[n, k]` is member n in month `first + k` [smallest units].

    The last row is lines that name none of the members. `covered`: months that have any line at all.
    """

    members: tuple[str, ...]
    first: int
    cells: Whole
    covered: Flags

    def months(self, indices: Sequence[int]) -> Whole:
        """The sums of some months by their index, shape (members + 1, months); `NO_AMOUNT` where a month is not covered."""
        found = np.full((len(self.cells), len(indices)), NO_AMOUNT, np.int64)
        for n, index in enumerate(indices):
            at = index - self.first
            if 0 <= at < len(self.covered) and self.covered[at]:
                found[:, n] = self.cells[:, at]
        return found

    def until(self, index: int) -> Whole:
        """The sums of all months before one."""
        return self.cells[:, : max(index - self.first, 0)]


def sums_of(members: Sequence[str], texts: Texts | None, days: Days, amounts: Ints) -> Sums:
    """The sums of lines by member and month; lines without a date or an amount do not count."""
    month = month_index(days)
    rows = (month >= 0) & (amounts != NO_AMOUNT)
    if not rows.any():
        return Sums(tuple(members), 0, np.zeros((len(members) + 1, 0), np.int64), np.zeros(0, np.bool_))
    place = {m: n for n, m in enumerate(members)}
    other = len(members)
    codes = np.full(len(month), other, np.int64)
    if texts is not None:
        table = np.array([*(place.get(label, other) for label in texts.labels), other], np.int64)
        codes = table[np.where(texts.codes == MISSING, len(texts.labels), texts.codes)]
    first = int(month[rows].min())
    width = int(month[rows].max()) - first + 1
    cells = np.zeros((other + 1, width), np.int64)
    np.add.at(cells, (codes[rows], month[rows] - first), amounts[rows])
    return Sums(tuple(members), first, cells, np.bincount(month[rows] - first, minlength=width) > 0)


def year_so_far(
    year: FiscalYear, start: int, since: int, unit: int, targets: Mapping[str, Ints], sums: Sums,
    capacity: Mapping[str, int | None], weights: Mapping[str, Fraction] | None = None,
) -> YearSoFar:  # fmt: skip
    """Where a year stands at its month number `start` (from 0); `targets` by member, shape (12,) [smallest units].

    Sales of nobody with a target are a member of their own (`OTHERS`, no targets), so that the year's
    total counts them. `weights`: potential by member; without them what each grew on last year so far.
    """
    indices = [m.index for m in year.months]
    past = sums.months(indices)
    past[:, start:] = NO_AMOUNT
    done = np.where(past == NO_AMOUNT, 0, past)
    others = bool(done[-1].any())
    keep = slice(None) if others else slice(0, -1)
    rows = [np.where(targets[m] == NO_AMOUNT, 0, targets[m]) // unit for m in sums.members]
    whole = np.array([*rows, *([np.zeros(len(indices), np.int64)] if others else [])], np.int64).reshape(-1, len(indices))
    last = sums.months([i - 12 for i in indices])
    names = (*sums.members, *((OTHERS,) if others else ()))
    found = weights if weights is not None else _grown(sums.members, done, last, start)
    return YearSoFar(
        names, unit, whole, done[keep], start, since, last[keep], _best_month(sums, indices[start])[keep],
        _best_period(sums, year, start)[keep], np.array([_known(capacity.get(m)) for m in names], np.int64), None,
        tuple(found.get(m, Fraction(0)) for m in names),
    )  # fmt: skip


def _known(value: int | None) -> int:
    return NO_AMOUNT if value is None else value


def _best_month(sums: Sums, before: int) -> Ints:
    """The best month of each member before one; unknown where it never sold."""
    cells = sums.until(before)
    best = cells.max(axis=1, initial=0)
    return np.where(best > 0, best, NO_AMOUNT)


def _best_period(sums: Sums, year: FiscalYear, start: int) -> Ints:
    """The best sum of the remaining months in any earlier year whose records cover them; unknown where there is none."""
    best = np.zeros(len(sums.cells), np.int64)
    back = 1
    while year.before(back).months[-1].index >= sums.first:
        cells = sums.months([m.index for m in year.before(back).months[start:]])
        if (cells[0] != NO_AMOUNT).all():
            best = np.maximum(best, cells.sum(axis=1))
        back += 1
    return np.where(best > 0, best, NO_AMOUNT)


def _grown(members: Sequence[str], done: Whole, last: Whole, start: int) -> dict[str, Fraction]:
    """What each member sold more than in the same months of last year; who fell back takes nothing."""
    if not start or (last[:, :start] == NO_AMOUNT).any():
        return {}
    more = done[:, :start].sum(axis=1) - last[:, :start].sum(axis=1)
    return {m: Fraction(max(int(v), 0)) for m, v in zip(members, more, strict=False)}


def pairs(one: Texts, other: Texts) -> Texts:
    """Two texts of a row as one, a zero byte between them; missing where the first is."""
    width = len(other.labels) + 1
    code = np.where(one.codes == MISSING, MISSING, one.codes.astype(np.int64) * width + np.where(other.codes == MISSING, width - 1, other.codes))
    seen, inverse = np.unique(code, return_inverse=True)
    names = (*other.labels, "")
    labels = [f"{one.labels[c // width]}\0{names[c % width]}" for c in seen.tolist() if c != MISSING]
    shift = 1 if len(seen) and seen[0] == MISSING else 0
    return Texts((inverse.ravel() - shift).astype(np.int32), tuple(labels))


@dataclass(frozen=True)
class Crew:
    """The people of one member: `quotas` [units] and `actual` [smallest units], people x months; `over` what they get on top.

    `capacity`: of the remaining months [smallest units], `NO_AMOUNT` where not stated.
    """

    member: str
    ids: tuple[str, ...]
    unit: int
    quotas: Whole
    actual: Whole
    capacity: Ints
    over: Fraction
    start: int
    since: int

    @cached_property
    def gaps(self) -> list[Fraction]:
        """Actual less quota since the targets were last set [units]; negative is short."""
        past = slice(self.since, self.start)
        return [Fraction(int(a), self.unit) - int(q) for a, q in zip(self.actual[:, past].sum(1), self.quotas[:, past].sum(1), strict=True)]

    def replanned(self, policy: str, months: Sequence[int], lines: Lines) -> Whole:
        """The people's remaining quotas for their member's new months [units], exact on each with the over-assignment.

        Where each carries its own gap, so do people inside their member, and nobody's quota falls because others
        are behind (unless surplus is banked); else all move alike.
        """
        old = self.quotas[:, self.start :]
        new = over_assigned(months, self.over)
        if policy != "carry":
            return handed_down(old, new, self.ids)
        open_ = [bool(q) for q in old.sum(axis=1)]
        behind = [max(-g, Fraction(0)) if o else Fraction(0) for g, o in zip(self.gaps, open_, strict=True)]
        added = new - old.sum(axis=0)
        if not lines.bank and any(behind) and (added >= 0).all():
            return np.asarray(old + handed_down(old, added, self.ids, behind))
        wanted = [int(q) - g if o else Fraction(0) for q, g, o in zip(old.sum(axis=1), self.gaps, open_, strict=True)]
        return handed_down(old, new, self.ids, wanted)


def crew_strain(crew: Crew, months: Whole) -> list[tuple[int, int, Fraction | None]]:
    """For each person the old and the new remaining quota [units], and the new one's share of the capacity of these months."""
    found = []
    for n in range(len(crew.ids)):
        before, after = int(crew.quotas[n, crew.start :].sum()), int(months[n].sum())
        capacity = int(crew.capacity[n])
        found.append((before, after, Fraction(after * crew.unit, capacity) if capacity > 0 else None))
    return found


def needed_raise(year: YearSoFar) -> Fraction | None:
    """By which share the remaining months must rise for the year's target; None where nothing is left to rise."""
    before = int(year.remaining.sum())
    return Fraction(year.extra, before) if before else None


def common_unit(smallest: int, targets: Mapping[str, Ints]) -> int:
    """The unit that new targets are whole multiples of: the plan's `smallest`, or what all targets are multiples of where that is finer.

    >>> common_unit(1000, {"a": np.array([1500, 2000])})
    500
    """
    unit = smallest
    for row in targets.values():
        for value in row.tolist():
            if value != NO_AMOUNT:
                unit = math.gcd(unit, value)
    return unit or 1


def round_unit(targets: Mapping[str, Ints], at_most: int) -> int:
    """The largest power of ten, up to `at_most`, that all targets are multiples of.

    >>> round_unit({"a": np.array([1500, 200000])}, 1000), round_unit({"a": np.array([1501])}, 1000)
    (100, 1)
    """
    together, unit = common_unit(0, targets), at_most
    while together % unit:
        unit //= 10
    return unit
