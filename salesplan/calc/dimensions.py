"""The dimensions of a plan with their members and drivers: what the plan says, completed by what the records show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from salesplan.calc.ask import Dimension, Driver
from salesplan.calc.history import History
from salesplan.calc.season import Festival, Season, festival_months, learn
from salesplan.period import FiscalYear, Month
from salesplan.plan.goals import DimensionSplit, MonthSplit
from salesplan.plan.guess import guess
from salesplan.plan.plan import Plan
from salesplan.problem import Problem
from salesplan.words import Quantity, Text, term
from salesplan.workdays import WorkCalendar

HISTORY = "history"
TEAM_DRIVERS = ("capability", "capacity")
"""Drivers that the team answers for where the plan gives no values."""


@dataclass(frozen=True, slots=True)
class Past:
    """Whose past a metric looks back on: the history (None without records), the amounts that drive it, and its own.

    `metric`: whose sums are the driver `history`; `own`: whose sums are its last year, None where the
    records do not tell.
    """

    history: History | None
    metric: str
    own: str | None

    def by_member(self, dimension: str) -> dict[str, int]:
        """The window's sums by member [smallest units]; empty without records of that dimension."""
        if self.history is None or (dimension != "month" and dimension not in self.history.labels):
            return {}
        return self.history.by_member(dimension, self.metric)

    def last_year(self, dimension: str, members: Sequence[str]) -> dict[str, int | None]:
        """The window's own sums of the members [smallest units, or counts]; empty where the records do not tell."""
        if self.history is None or self.own is None or not self.history.window or dimension not in self.history.labels:
            return {}
        seen = self.history.by_member(dimension, self.own)
        return {m: seen.get(m) for m in members}


def dimension_of(
    plan: Plan, path: tuple[str, ...], name: str, given: DimensionSplit, past: Past, capacities: Mapping[str, Fraction]
) -> tuple[Dimension, list[Problem]]:
    """A dimension of the plan (not the months), and what is wrong with its drivers.

    `path`: where the split stands in the plan; `capacities`: ramped capacity of the team by member.
    """
    seen = past.by_member(name)
    weights = {d: w for d, w in given.weights.items() if w > 0}
    members = list(given.members)
    if HISTORY in weights or not members:
        members += [m for m in sorted(seen, key=lambda m: (-seen[m], m)) if m not in given.members]
    if not members:
        return Dimension(name, (), ()), [_no_members(plan, path, name, HISTORY in weights, past)]
    whole = sum(weights.values(), Fraction(0))
    drivers, problems = [], []
    for driver, weight in weights.items():
        values = {m: _value(given, driver, m, seen, capacities) for m in members}
        if not any(values.values()):
            problems.append(_no_values(plan, path, name, driver, past))
        drivers.append(Driver(driver, weight / whole, values))
    explicit = {m: v.share for m, v in given.members.items() if v.share is not None}
    dimension = Dimension(name, tuple(members), tuple(drivers), explicit, past.last_year(name, members))
    if not problems:
        problems = _without_driver(plan, path, name, members, drivers, explicit, seen) or _left_over(plan, path, dimension)
    return dimension, problems


def _value(
    given: DimensionSplit, driver: str, member: str, seen: Mapping[str, int], capacities: Mapping[str, Fraction]
) -> Fraction | None:
    """What a driver says of a member: the plan's own value, else the records' or the team's."""
    own = given.members.get(member)
    if own is not None and driver in own.values:
        return own.values[driver]
    if driver == HISTORY:
        return Fraction(max(seen[member], 0)) if member in seen else None
    if driver in TEAM_DRIVERS and not any(driver in m.values for m in given.members.values()):
        return capacities.get(member)
    return None


def _no_members(plan: Plan, path: tuple[str, ...], name: str, by_history: bool, past: Past) -> Problem:
    """A dimension without members: for want of records before the plan's year, or of a column in them."""
    unseen = past.history is None or not past.history.window
    slug = "history-without-records" if by_history and unseen else "dimension-without-members"
    return Problem(slug, plan.place(*path), {"dimension": Text("word", word=term(name)), "driver": HISTORY})


def _no_values(plan: Plan, path: tuple[str, ...], name: str, driver: str, past: Past) -> Problem:
    unseen = past.history is None or not past.history.window
    slug = "history-without-records" if driver == HISTORY and unseen else "driver-without-values"
    return Problem(slug, plan.key_place(*path, "weights", driver), {"dimension": Text("word", word=term(name)), "driver": driver})


def _without_driver(
    plan: Plan, path: tuple[str, ...], name: str, members: Sequence[str], drivers: Sequence[Driver],
    explicit: Mapping[str, Fraction], seen: Mapping[str, int],
) -> list[Problem]:  # fmt: skip
    """A problem for each member that no driver speaks of and no hold or share gives anything."""
    held = {m for h in plan.goals.fixed for m in h.where.get(name, ()) if len(h.where) == 1} if plan.goals else set()
    lacking = [m for m in members if m not in explicit and m not in held and all(d.values[m] is None for d in drivers)]
    others = [m for m in seen if m not in members]
    return [
        Problem(
            "member-without-driver", plan.key_place(*path, "members", m),
            {"dimension": Text("word", word=term(name)), "member": m, "drivers": [d.name for d in drivers], "guess": guess(m, others)},
        )
        for m in lacking
    ]  # fmt: skip


def _left_over(plan: Plan, path: tuple[str, ...], dimension: Dimension) -> list[Problem]:
    """A problem where explicit shares leave something over and no other member has a driver above nothing to take it."""
    given = sum(dimension.explicit.values(), Fraction(0))
    if not dimension.explicit or given >= 1 or sum(dimension.shares().values()) == 1:
        return []
    params = {"dimension": Text("word", word=term(dimension.name)), "sum": Quantity("share", given)}
    return [Problem("shares-fall-short", plan.key_place(*path, "members"), params)]


@dataclass(frozen=True, slots=True)
class Months:
    """The months as a dimension, and how their shape was found: `season` where it was learned, else None."""

    dimension: Dimension
    season: Season | None
    source: str


def months_of(
    plan: Plan, path: tuple[str, ...], given: MonthSplit, past: Past, calendar: WorkCalendar, festival: Festival
) -> tuple[Months, list[Problem]]:
    """The months of the plan year with their shares, and what is wrong with them.

    `source` is `shares`, `quarters`, `history`, `working-days` or `even`.
    """
    year = plan.fiscal
    learned = given.shares is None and given.from_ != "even"
    have = past.history.by_month(past.metric, complete_only=True) if past.history is not None and learned else {}
    if given.from_ == HISTORY and not have:
        return _months(year, {}, past, None, "even", calendar, festival), [
            Problem("history-without-records", plan.place(*path, "from"), {"dimension": Text("word", word=term("month")), "driver": HISTORY})
        ]
    season = None
    if given.shares is not None:
        shares, source = dict(zip(year.months, given.shares, strict=True)), "shares"
    elif learned and (have or given.working_days):
        season = learn(have, year.months, calendar, festival, working_days=given.working_days)
        shares = {m: Fraction(s).limit_denominator(10**12) for m, s in season.shares.items()}
        source = "history" if have else "working-days"
    else:
        shares, source = dict.fromkeys(year.months, Fraction(1, 12)), "even"
    if given.quarters is not None:
        shares = _by_quarter(year, shares, given.quarters)
        source = "quarters"
    return _months(year, shares, past, season, source, calendar, festival), []


def _by_quarter(year: FiscalYear, shares: Mapping[Month, Fraction], quarters: Sequence[Fraction]) -> dict[Month, Fraction]:
    found = {}
    for number, quarter in enumerate(quarters, start=1):
        months = year.quarter(number)
        inside = sum(shares[m] for m in months)
        found.update({m: quarter * (shares[m] / inside if inside else Fraction(1, len(months))) for m in months})
    return found


def _months(
    year: FiscalYear, shares: Mapping[Month, Fraction], past: Past, season: Season | None, source: str,
    calendar: WorkCalendar, festival: Festival,
) -> Months:  # fmt: skip
    names = tuple(str(m) for m in year.months)
    driver = Driver(source, Fraction(1), {str(m): shares.get(m, Fraction(1)) for m in year.months})
    last: dict[str, int | None] = {}
    together: tuple[tuple[str, ...], ...] = ()
    if past.history is not None and past.history.window and past.own is not None:
        by_month = past.history.by_month(past.own)
        seen = {m.month: by_month.get(m, 0) for m in past.history.window}
        last = {str(m): seen.get(m.month) for m in year.months}
        group = festival_months(year.months, past.history.window, calendar, festival)
        together = (tuple(str(m) for m in group),) if group else ()
    stated = tuple(tuple(str(m) for m in year.quarter(q)) for q in range(1, 5)) if source == "quarters" else ()
    return Months(Dimension("month", names, (driver,), {}, last, together, stated), season, source)
