"""The goals chapter as asks: every target with its dimensions, pattern, holds and rails, ready to be split."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from salesplan.calc.ask import Ask, Dimension, Hold, units
from salesplan.calc.dimensions import Months, Past, dimension_of, months_of
from salesplan.calc.fit import Floats
from salesplan.calc.history import History
from salesplan.calc.season import Festival
from salesplan.calc.team import capacities
from salesplan.plan.goals import DimensionSplit, Goals, Growth, MonthSplit, PersonSplit
from salesplan.plan.guess import guess
from salesplan.plan.head import Person
from salesplan.plan.plan import Plan
from salesplan.problem import Problem
from salesplan.words import Text, term
from salesplan.workdays import WorkCalendar

COUNTED = frozenset({"new_customers", "quantity"})
"""Targets that are counts: split into whole ones whatever the plan's `smallest`."""


@dataclass(frozen=True, slots=True)
class Setup:
    """One target ready to be split.

    `unit`: one unit of the ask [smallest currency units, or 1 for counts]; `split_of`: the metric
    whose split in the plan is used; `past` what it looks back on.
    """

    metric: str
    unit: int
    ask: Ask
    split_of: str
    path: tuple[str, ...]
    months: Months
    person: PersonSplit | None
    past: Past

    def dimension(self, name: str) -> Dimension:
        """The dimension of a name. Raises: KeyError."""
        for dimension in self.ask.dimensions:
            if dimension.name == name:
                return dimension
        raise KeyError(name)


def setups(
    plan: Plan, goals: Goals, history: History | None, team: Sequence[Person], calendar: WorkCalendar
) -> tuple[list[Setup], list[Problem]]:
    """Every target of the plan as an ask, the main one first, and what is wrong with them in the light of the records."""
    found: list[Setup] = []
    problems: list[Problem] = []
    for metric in goals.targets:
        setup, wrong = _setup(plan, goals, metric, history, team, calendar)
        if setup is not None:
            found.append(setup)
        problems.extend(p for p in wrong if p not in problems)
    if found and not problems:
        problems.extend(_commitments(plan, goals, found[0]))
    return found, problems


def _setup(
    plan: Plan, goals: Goals, metric: str, history: History | None, team: Sequence[Person], calendar: WorkCalendar
) -> tuple[Setup | None, list[Problem]]:
    main = next(iter(goals.targets))
    split_of = metric if metric in goals.split else main if main in goals.split else next(iter(goals.split), main)
    split = goals.split.get(split_of, {})
    path = ("goals", "split", split_of)
    known = history.amounts if history is not None else {}
    past = Past(history, split_of if split_of in known else "revenue", metric if metric in known else None)
    festival = festival_of(split.get("month"))
    problems: list[Problem] = []
    dimensions: list[Dimension] = []
    for name, given in split.items():
        if isinstance(given, DimensionSplit):
            ramped = capacities(team, name, plan.fiscal.months, plan.ramp)
            dimension, wrong = dimension_of(plan, (*path, name), name, given, past, ramped)
            dimensions.append(dimension)
            problems += wrong
    month = split.get("month")
    months, wrong = months_of(
        plan, (*path, "month"), month if isinstance(month, MonthSplit) else MonthSplit(), past, calendar, festival
    )
    problems += wrong
    dimensions.append(months.dimension)
    if problems:
        return None, problems
    unit = 1 if metric in COUNTED else plan.smallest
    total = goals.targets[metric] // unit
    holds, wrong = _holds(plan, goals, metric, dimensions, total, unit)
    never, more = _never(plan, goals, metric, dimensions)
    problems += wrong + more
    person = split.get("person")
    if metric == main and isinstance(person, PersonSplit):
        problems += _homes(plan, person.within, dimensions, team)
    ask = Ask(
        metric, total, tuple(dimensions), _cube(plan, dimensions, past), float(goals.pattern.history), float(goals.pattern.even),
        never, rails(goals.growth, dimensions, history, unit), holds,
    )  # fmt: skip
    setup = Setup(metric, unit, ask, split_of, path, months, person if isinstance(person, PersonSplit) else None, past)
    return setup, problems


def _homes(plan: Plan, within: str, dimensions: Sequence[Dimension], team: Sequence[Person]) -> list[Problem]:
    """A problem for each person who belongs to a member that is not there."""
    known = next((list(d.members) for d in dimensions if d.name == within), [])
    problems = []
    for number, person in enumerate(team):
        home = person.within(within)
        if home is not None and home not in known:
            place = plan.place("team", number, within) if isinstance(plan.team, tuple) else plan.place("team", "file")
            params = {"dimension": Text("word", word=term(within)), "member": home, "guess": guess(home, known), "known": known}
            problems.append(Problem("slice-member-unknown", place, params))
    return problems


def festival_of(given: object) -> Festival:
    """How the plan treats the Spring Festival when it learns the shape of a year."""
    month = given if isinstance(given, MonthSplit) else MonthSplit()
    return Festival(
        month.festival.before, month.festival.after,
        None if month.festival.activity is None else float(month.festival.activity),
        float(month.festival.usual), float(month.festival.usual_years),
    )  # fmt: skip


def _cube(plan: Plan, dimensions: Sequence[Dimension], past: Past) -> Floats | None:
    """The past by combination, axes by name and members sorted; None where the records do not tell all dimensions apart."""
    history = past.history
    if history is None or not history.window:
        return None
    axes = [(d.name, d.sorted) for d in sorted(dimensions, key=lambda d: d.name)]
    if any(name != "month" and name not in history.labels for name, _ in axes):
        return None
    return history.cube(axes, past.metric, plan.fiscal.months)


def members_of(plan: Plan, dimension: Dimension, given: Sequence[str]) -> tuple[list[str], list[str]]:
    """The members that a slice names (quarters and months as months), and the names that are none."""
    found: list[str] = []
    unknown: list[str] = []
    for text in given:
        if dimension.name == "month":
            try:
                found.extend(str(m) for m in plan.fiscal.read(text))
            except ValueError:
                unknown.append(text)
        elif text in dimension.members:
            found.append(text)
        else:
            unknown.append(text)
    return list(dict.fromkeys(found)), unknown


def _slice(
    plan: Plan, where: Mapping[str, tuple[str, ...]], dimensions: Sequence[Dimension], path: tuple[str | int, ...]
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    by_name = {d.name: d for d in dimensions}
    found: dict[str, tuple[str, ...]] = {}
    problems = []
    for name, given in where.items():
        if name not in by_name:
            params = {"dimension": name, "known": list(by_name), "guess": guess(name, by_name)}
            problems.append(Problem("slice-dimension-unknown", plan.key_place(*path, name), params))
            continue
        members, unknown = members_of(plan, by_name[name], given)
        found[name] = tuple(members)
        for text in unknown:
            members_known = list(by_name[name].members)
            params = {"dimension": Text("word", word=term(name)), "member": text, "guess": guess(text, members_known), "known": members_known}
            problems.append(Problem("slice-member-unknown", plan.place(*path, name), params))
    return found, problems


def _holds(
    plan: Plan, goals: Goals, metric: str, dimensions: Sequence[Dimension], total: int, unit: int
) -> tuple[tuple[Hold, ...], list[Problem]]:
    main = next(iter(goals.targets))
    found, problems = [], []
    for number, hold in enumerate(goals.fixed):
        if (hold.metric or main) != metric:
            continue
        where, wrong = _slice(plan, hold.where, dimensions, ("goals", "fixed", number))
        problems += wrong
        low, high = _edge(hold.at_least, total, unit, "low"), _edge(hold.at_most, total, unit, "high")
        if hold.equals is not None:
            low = high = _edge(hold.equals, total, unit, "near")
        found.append(Hold(where, low, high, number))
    return tuple(found), problems


def _edge(bound: object, total: int, unit: int, edge: str) -> int | None:
    """A bound in units: a share of the target is rounded up for a floor, down for a cap, to the nearest for an exact figure."""
    if bound is None:
        return None
    amount: int | None = getattr(bound, "amount", None)
    share: Fraction | None = getattr(bound, "share", None)
    exact = Fraction(amount, unit) if amount is not None else (share or Fraction(0)) * total
    return {"low": math.ceil, "high": math.floor}.get(edge, lambda x: math.floor(x + Fraction(1, 2)))(exact)


def _never(
    plan: Plan, goals: Goals, metric: str, dimensions: Sequence[Dimension]
) -> tuple[tuple[dict[str, tuple[str, ...]], ...], list[Problem]]:
    """Combinations that get nothing; a metric split in its own way leaves out those that it does not tell apart."""
    main = metric == next(iter(goals.targets))
    found, problems = [], []
    for number, given in enumerate(goals.never):
        where, wrong = _slice(plan, given, dimensions, ("goals", "never", number))
        if main:
            problems += wrong
        if set(where) == set(given) and all(where.values()):
            found.append(where)
    return tuple(found), problems


def rails(rail: Growth | None, dimensions: Sequence[Dimension], history: History | None, unit: int) -> tuple[Hold, ...]:
    """The growth rail as holds on members with a past, when the plan enforces it."""
    if rail is None or not rail.enforce or history is None or not history.whole_year:
        return ()
    found = []
    for dimension in dimensions:
        for group in dimension.groups():
            past = [dimension.last_year.get(m) for m in group]
            base = sum(p for p in past if p is not None)
            if None in past or base <= 0:
                continue
            if rail.at_most is not None:
                found.append(Hold({dimension.name: group}, None, units(int(base * (1 + rail.at_most)), unit, "high"), None, "at_most"))
            if rail.at_least is not None:
                low = units(math.ceil(base * (1 + rail.at_least)), unit, "low")
                found.append(Hold({dimension.name: group}, low, None, None, "at_least"))
    return tuple(found)


def _commitments(plan: Plan, goals: Goals, setup: Setup) -> list[Problem]:
    problems = []
    for name in goals.commitments:
        homes = [d.name for d in setup.ask.dimensions if name in d.members]
        if len(homes) != 1:
            members = [m for d in setup.ask.dimensions for m in d.members]
            slug = "commitment-ambiguous" if homes else "commitment-unknown"
            params = {"member": name, "dimensions": homes, "guess": guess(name, members)}
            problems.append(Problem(slug, plan.key_place("goals", "commitments", name), params))
    return problems
