"""The shape of a year learned from the past: month rates a working day, with the Spring Festival moved to its new month.

A month's sales are taken as rate x effective days. Effective days are working days (make-up days
counted); in a window around the Spring Festival a weekday counts only by the festival's `activity`,
which is learned as the value that makes January's and February's rates of all past years agree best.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from salesplan.period import MONTHS_A_YEAR, Month
from salesplan.workdays import DAY, WorkCalendar

AN_AVERAGE_MONTH = 21.0
"""Working days of a month where the plan wants working days left out: only the festival moves then."""

STEPS = 101


@dataclass(frozen=True, slots=True)
class Festival:
    """How the Spring Festival is treated: days before and after in which business is slow, and how slow [share of a normal day].

    `activity` None: learned from the records, drawn towards `usual` by the weight of `usual_years` years.
    """

    before: int
    after: int
    activity: float | None
    usual: float
    usual_years: float


@dataclass(frozen=True, slots=True)
class Season:
    """A learned shape.

    `rates` by calendar month (1 to 12) relative to the year's average day; `days` effective days by
    month of the plan year; `shares` of the plan year's months; `activity` of the festival window
    (None where there is none); `years` past years used; `known` calendar months with a past.
    """

    shares: Mapping[Month, float]
    rates: Mapping[int, float]
    days: Mapping[Month, float]
    activity: float | None
    years: int
    known: frozenset[int]


def learn(
    sums: Mapping[Month, int], months: Sequence[Month], calendar: WorkCalendar, festival: Festival, *, working_days: bool
) -> Season:
    """The shape of the plan year's `months` from past monthly sums (complete months only).

    >>> flat = {Month(2025, m): 100 * len(WorkCalendar("US").in_month(Month(2025, m))) for m in range(1, 13)}
    >>> plan = [Month(2027, m) for m in range(1, 13)]
    >>> shape = learn(flat, plan, WorkCalendar("US"), Festival(10, 10, None, 0.3, 1), working_days=True)
    >>> round(shape.shares[Month(2027, 2)] * sum(shape.days.values()), 6) == shape.days[Month(2027, 2)]
    True
    """
    blocks = _years(sums)
    used = [m for block in blocks for m in block] or sorted(sums)
    counts = {m: day_counts(m, calendar, festival, working_days=working_days) for m in {*used, *months}}
    activity = _activity(blocks, sums, counts, calendar, festival)
    days = {m: c.worth(activity) for m, c in counts.items()}
    relative: dict[int, list[float]] = {}
    for block in blocks or [used]:
        level = sum(sums[m] for m in block) / max(sum(days[m] for m in block), 1e-9) if block else 0.0
        for m in block:
            if level > 0 and days[m] > 0:
                relative.setdefault(m.month, []).append(max(sums[m], 0) / days[m] / level)
    rates = {n: float(np.mean(relative[n])) if n in relative else 1.0 for n in range(1, MONTHS_A_YEAR + 1)}
    parts = {m: rates[m.month] * days[m] for m in months}
    whole = sum(parts.values()) or 1.0
    moved = any(calendar.festival(m.year) for m in months)
    return Season(
        {m: p / whole for m, p in parts.items()}, rates, {m: days[m] for m in months},
        activity if moved else None, len(blocks), frozenset(relative),
    )  # fmt: skip


def _years(sums: Mapping[Month, int]) -> list[list[Month]]:
    """The past in blocks of twelve months, backwards from the newest; what is left over at the start is not used."""
    have = sorted(sums)
    blocks = []
    while len(have) >= MONTHS_A_YEAR and have[-1].index - have[-MONTHS_A_YEAR].index == MONTHS_A_YEAR - 1:
        blocks.append(have[-MONTHS_A_YEAR:])
        have = have[:-MONTHS_A_YEAR]
    return blocks


def slow_days(month: Month, calendar: WorkCalendar, festival: Festival) -> set[dt.date]:
    """The days of a month that lie in the window around a Spring Festival."""
    day = calendar.festival(month.year)
    if day is None:
        return set()
    window = (day + DAY * n for n in range(-festival.before, festival.after + 1))
    return {d for d in window if Month.of(d) == month}


@dataclass(frozen=True, slots=True)
class DayCounts:
    """A month's days: `normal` working days, and `slow` weekdays around the festival, which count less."""

    normal: float
    slow: int

    def worth(self, activity: float) -> float:
        """How many normal working days the month is worth [days]."""
        return self.normal + activity * self.slow


def day_counts(month: Month, calendar: WorkCalendar, festival: Festival, *, working_days: bool) -> DayCounts:
    """A month's normal and slow days; an average month less its slow weekdays where working days do not count."""
    window = slow_days(month, calendar, festival)
    slow = sum(d.weekday() < 5 for d in window)
    if not working_days:
        return DayCounts(AN_AVERAGE_MONTH - slow, slow)
    return DayCounts(sum(d not in window for d in calendar.in_month(month)), slow)


def _activity(
    blocks: list[list[Month]], sums: Mapping[Month, int], counts: Mapping[Month, DayCounts], calendar: WorkCalendar,
    festival: Festival,
) -> float:  # fmt: skip
    if festival.activity is not None:
        return festival.activity
    cases = [(b, [m for m in b if slow_days(m, calendar, festival)]) for b in blocks]
    cases = [(b, [m for m in b if m.month in (1, 2)]) for b, slow in cases if slow and sum(sums[m] for m in b) > 0]
    if not cases:
        return festival.usual

    def misfit(activity: float) -> float:
        logs = []
        for block, months in cases:
            whole = sum(sums[m] for m in block)
            for m in months:
                logs.append(np.log(max(sums[m], 1) / whole / max(counts[m].worth(activity), 0.1)))
        pull = festival.usual_years * (activity - festival.usual) ** 2
        return float(np.sum((np.array(logs) - np.mean(logs)) ** 2) + pull)

    grid = np.linspace(0.0, 1.0, STEPS)
    return float(grid[int(np.argmin([misfit(float(a)) for a in grid]))])


def festival_months(months: Sequence[Month], past: Sequence[Month], calendar: WorkCalendar, festival: Festival) -> list[Month]:
    """The plan's months that the festival's window touches this year or touched in the past year: they compare only as one."""
    touched = {m.month for m in (*months, *past) if slow_days(m, calendar, festival)}
    found = [m for m in months if m.month in touched]
    return found if len(found) > 1 else []
