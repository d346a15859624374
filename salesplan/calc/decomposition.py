"""A plan's targets split all the way: cells of every metric, and quotas of people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from salesplan.calc.ask import Hold
from salesplan.calc.conflict import Change, changes_on_combinations, changes_on_dimension
from salesplan.calc.goals import Setup, rails, setups
from salesplan.calc.history import History
from salesplan.calc.people import Quota, Seat, by_combination, quotas
from salesplan.calc.targets import Impossible, Split, full, split, totals
from salesplan.calc.team import seats_of, shares_within
from salesplan.calc.whole import Whole
from salesplan.period import Month
from salesplan.plan.goals import Goals, Growth, PersonSplit
from salesplan.plan.guess import guess
from salesplan.plan.head import Person
from salesplan.plan.plan import Plan
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.words import Quantity, Text, term
from salesplan.workdays import WorkCalendar

if TYPE_CHECKING:
    from salesplan.plan.revisions import Revision

WIDEST_RAIL = 100
RAIL_STEPS = 24


@dataclass(frozen=True)
class Part:
    """One target of the plan: how it was asked and how it was split. Amounts in units of `setup.unit`.

    `before`: the part as it stood before the plan's revisions; None where there are none.
    """

    setup: Setup
    split: Split
    quotas: tuple[Quota, ...] = ()
    driver_values: Mapping[str, Mapping[str, Fraction | None]] = field(default_factory=dict)
    before: Part | None = None

    @property
    def metric(self) -> str:
        """The metric that is split."""
        return self.setup.metric

    def amount(self, where: Mapping[str, tuple[str, ...]]) -> int:
        """The published sum of a slice [smallest currency units, or count]."""
        return self.split.total(where) * self.setup.unit

    @property
    def over_assign(self) -> Fraction:
        """How much more than the target people get in all: the levels' shares compounded.

        Source: method 1.1; each level multiplies the one above it.
        """
        return compounded(self.setup.person)

    @cached_property
    def combinations(self) -> list[tuple[str, Whole, list[Quota]]]:
        """For each member that has people: its name, their quotas by product (seats x products x months), the quotas [units].

        Products are the members of the dimension `product`, else one row for everything.
        """
        return [(m, self._by_product(m, qs), qs) for m, qs in self.by_home().items()]

    def by_home(self) -> dict[str, list[Quota]]:
        """The quotas by the member that their seats belong to, in the plan's order."""
        homes: dict[str, list[Quota]] = {}
        for quota in self.quotas:
            homes.setdefault(quota.seat.within, []).append(quota)
        return homes

    def products(self) -> tuple[str, ...]:
        """The rows of a quota letter: the product lines, or nothing to tell apart, as where people sell one line each."""
        if self.setup.person is not None and self.setup.person.within == "product":
            return ()
        names = {d.name: d.members for d in self.setup.ask.dimensions}
        return names.get("product", ())

    def _by_product(self, member: str, inside: list[Quota]) -> Whole:
        ask = self.setup.ask
        person = self.setup.person
        axes = [d.name for d in ask.axes]
        where = {person.within: (member,)} if person is not None else {}
        block = self.split.cells[np.ix_(*ask.index(where))]
        products = self.products()
        keep = [n for n, name in enumerate(axes) if name == "month" or (name == "product" and products)]
        block = block.sum(axis=tuple(n for n in range(block.ndim) if n not in keep))
        months = [Month.read(m) for m in next(d for d in ask.axes if d.name == "month").sorted]
        if not products:
            return by_combination(inside, block.reshape(1, -1), months)
        cells = block.T if axes.index("month") < axes.index("product") else block
        order = [next(d for d in ask.axes if d.name == "product").sorted.index(p) for p in products]
        return by_combination(inside, cells[order], months)


@dataclass(frozen=True)
class Decomposition:
    """All targets of a plan, the main one first, with what they look back on."""

    plan: Plan
    goals: Goals
    history: History | None
    calendar: WorkCalendar
    parts: tuple[Part, ...]
    seats: tuple[Seat, ...]

    @property
    def main(self) -> Part:
        """The main target."""
        return self.parts[0]

    def part(self, metric: str) -> Part:
        """The part of a metric. Raises: KeyError."""
        for part in self.parts:
            if part.metric == metric:
                return part
        raise KeyError(metric)


def compounded(person: PersonSplit | None) -> Fraction:
    """The over-assignment of all levels together.

    >>> compounded(PersonSplit.model_construct(over_assign={"region": Fraction(2, 100), "person": Fraction(5, 100)}))
    Fraction(71, 1000)
    """
    if person is None:
        return Fraction(0)
    levels = person.over_assign.values() if isinstance(person.over_assign, dict) else [person.over_assign]
    return math.prod((1 + level for level in levels), start=Fraction(1)) - 1


def decompose(plan: Plan, history: History | None, team: Sequence[Person], calendar: WorkCalendar) -> Decomposition:
    """The plan's targets split, exact on every total and hold at once.

    Raises: InvalidInput with what is wrong in the light of the records, or with the smallest set of
    changes that would make conflicting holds possible.
    """
    if plan.goals is None:
        raise InvalidInput([Problem("plan-without-goals", plan.place())])
    asked, problems = setups(plan, plan.goals, history, team, calendar)
    if problems:
        raise InvalidInput(problems)
    within = next((s.person.within for s in asked if s.person), "region")
    seats = tuple(seats_of(team, within))
    parts, problems = [], []
    for setup in asked:
        try:
            result = split(setup.ask)
        except Impossible as conflict:
            problems += conflicts(plan, setup, conflict)
            continue
        parts.append(_with_people(plan, setup, result, seats, team, history))
    if not problems:
        parts, problems = _with_revisions(plan, parts)
    if problems:
        raise InvalidInput(problems)
    return Decomposition(plan, plan.goals, history, calendar, tuple(parts), seats)


def _with_revisions(plan: Plan, parts: Sequence[Part]) -> tuple[list[Part], list[Problem]]:
    """The parts with the plan's revisions laid over them, one after the other, and members of theirs that nobody knows."""
    found, problems = list(parts), []
    for number, revision in enumerate(plan.goals.revisions if plan.goals else ()):
        spot = next(n for n, p in enumerate(found) if p.metric == (revision.metric or parts[0].metric))
        members = found[spot].setup.dimension(revision.by).members
        unknown = [m for m in revision.members if m not in members]
        for name in unknown:
            params = {"dimension": Text("word", word=term(revision.by)), "member": name, "guess": guess(name, members), "known": list(members)}
            problems.append(Problem("slice-member-unknown", plan.key_place("goals", "revisions", number, "members", name), params))
        if not unknown:
            found[spot] = revised(plan, found[spot], revision)
    return found, problems


def revised(plan: Plan, part: Part, revision: Revision) -> Part:
    """A part with new targets laid over it; the months before them, and their quotas, stay as they are."""
    from salesplan.calc.revision import Anew, revised_quotas, revised_split

    months = plan.fiscal.months[plan.fiscal.months.index(revision.from_) :]
    unit = part.setup.unit
    ids = {q.seat.name: q.seat.id for q in part.quotas} | {q.seat.id: q.seat.id for q in part.quotas}
    people = {ids[k]: tuple(v // unit for v in row) for k, row in revision.people.items() if k in ids}
    anew = Anew(revision.by, months, {m: tuple(v // unit for v in row) for m, row in revision.members.items()}, people)
    setup, result = revised_split(part.setup, part.split, anew)
    person = part.setup.person
    kept = part.quotas
    if person is not None and kept:
        kept = revised_quotas(kept, person.within, part.split, result, anew, compounded(person))
    return Part(setup, result, kept, part.driver_values, part.before or part)


def _with_people(
    plan: Plan, setup: Setup, result: Split, seats: Sequence[Seat], team: Sequence[Person], history: History | None
) -> Part:
    person = setup.person
    if person is None or not seats:
        return Part(setup, result)
    months = plan.fiscal.months
    metric = setup.past.metric
    shares, values = shares_within(person, seats, team, history, metric, months, plan.ramp)
    found: list[Quota] = []
    for member in setup.dimension(person.within).members:
        target = {m: result.total({person.within: (member,), "month": (str(m),)}) for m in months}
        inside = [s for s in seats if s.within == member]
        for quota in quotas(target, inside, shares, compounded(person), plan.ramp):
            seat = quota.seat if quota.seat.id else Seat("", "", member, None, None, None, None)
            found.append(Quota(seat, quota.share, quota.months, quota.capacity))
    return Part(setup, result, tuple(found), values)


def conflicts(plan: Plan, setup: Setup, conflict: Impossible) -> list[Problem]:
    """One problem for each change of the smallest set that would make the holds possible, with its place in the plan."""
    if conflict.dimension is not None:
        sets = changes_on_dimension(setup.ask, setup.dimension(conflict.dimension))
    else:
        sets = changes_on_combinations(setup.ask)
    if not sets:
        return [Problem("holds-cannot-be-met", plan.key_place("goals", "fixed"), {"metric": setup.metric})]
    if all(c.hold.rail for c in sets[0]):
        return [_rail_problem(plan, setup, sets[0][0])]
    others = [_alternative(plan, setup, c) for s in sets[1:4] if len(s) == 1 for c in s]
    return [_problem(plan, setup, change, len(sets[0]), others) for change in sets[0]]


def _problem(plan: Plan, setup: Setup, change: Change, together: int, others: list[Text]) -> Problem:
    params = _said(plan, setup, change)
    if change.hold.rail is not None:
        slug = "rail-cannot-be-met"
    elif change.dimension is not None and change.has is not None:
        named = slice_text(plan, {change.dimension: change.hold.where[change.dimension]})
        params |= {"member": named, "has": _money(plan, setup, change.has)}
        slug = "hold-over-its-members-total"
    else:
        slug = "hold-cannot-be-met"
    rest = Text("hold-others", others=others) if others else ""
    return Problem(slug, place_of(plan, change.hold, change.edge), {**params, "together": together, "others": rest})


def _rail_problem(plan: Plan, setup: Setup, change: Change) -> Problem:
    """The one change of the growth rail that makes room for the target: the narrowest rail that fits all members."""
    edge = change.hold.rail or "at_most"
    growth = plan.goals.growth if plan.goals else None
    near: Fraction = getattr(growth, edge)
    sign = 1 if edge == "at_most" else -1
    far = near + sign * WIDEST_RAIL
    for _ in range(RAIL_STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if _fits(setup, growth, edge, middle) else (middle, far)
    wide = Fraction(math.ceil(far * sign * 1000), 1000) * sign
    params = {"slice": setup.metric, "limit": Quantity("share", getattr(growth, edge)), "growth": Quantity("share", wide)}
    return Problem("rail-too-narrow", place_of(plan, change.hold), {**params, "metric": Text("word", word=term(setup.metric))})


def _fits(setup: Setup, growth: Growth | None, edge: str, limit: Fraction) -> bool:
    assert growth is not None
    wider = rails(growth.model_copy(update={edge: limit}), setup.ask.dimensions, setup.past.history, setup.unit)
    ask = replace(setup.ask, rails=wider)
    try:
        for dimension in ask.dimensions:
            totals(ask, dimension, full(ask))
    except Impossible:
        return False
    return True


def _alternative(plan: Plan, setup: Setup, change: Change) -> Text:
    return Text("rail-alternative" if change.hold.rail else "hold-alternative", **_said(plan, setup, change))


def place_of(plan: Plan, hold: Hold, edge: str = "low") -> Place:
    """Where a hold's bound stands in the plan."""
    if hold.number is None:
        return plan.place("goals", "growth", hold.rail or "at_most")
    given = plan.goals.fixed[hold.number] if plan.goals else None
    key = "equals" if given is not None and given.equals is not None else "at_least" if edge == "low" else "at_most"
    return plan.place("goals", "fixed", hold.number, key)


def _said(plan: Plan, setup: Setup, change: Change) -> dict[str, object]:
    edge = "equal" if change.hold.low == change.hold.high else change.edge
    return {
        **(_rail_said(plan, setup, change) if change.hold.rail else {}),
        "slice": slice_text(plan, change.hold.where),
        "edge": Text(f"edge-{edge}"),
        "asked": _money(plan, setup, change.asked),
        "possible": _money(plan, setup, change.possible),
        "place": str(place_of(plan, change.hold, change.edge)),
    }


def _rail_said(plan: Plan, setup: Setup, change: Change) -> dict[str, object]:
    """The growth that the rail asks and the growth that would be possible."""
    ((name, members),) = change.hold.where.items()
    last = setup.dimension(name).last_year
    base = sum(last.get(m) or 0 for m in members)
    growth = plan.goals.growth if plan.goals else None
    return {
        "limit": Quantity("share", getattr(growth, change.hold.rail or "at_most", None)),
        "growth": Quantity("share", Fraction(change.possible * setup.unit, base) - 1 if base else None),
    }


def _money(plan: Plan, setup: Setup, units: int) -> Quantity:
    return Quantity(term(setup.metric).kind, units * setup.unit, plan.money_form())


def in_plan(plan: Plan, place: Place) -> Place:
    """The place named from the plan's own folder, so that reports do not depend on where the plan lies."""
    try:
        return replace(place, file=PurePath(place.file).relative_to(PurePath(plan.folder)).as_posix())
    except ValueError:
        return place


def slice_text(plan: Plan, where: Mapping[str, tuple[str, ...]]) -> str:
    """A slice as a reader names it: members by `×`, months of one quarter as the quarter.

    Members of one dimension are joined by `+`.
    """
    parts = []
    for name, members in where.items():
        parts.append(_months_text(plan, members) if name == "month" else "+".join(members))
    return " × ".join(parts)


def _months_text(plan: Plan, members: Sequence[str]) -> str:
    for number in range(1, 5):
        if tuple(str(m) for m in plan.fiscal.quarter(number)) == tuple(sorted(members)):
            return f"Q{number}"
    if len(members) == len(plan.fiscal.months):
        return str(plan.year)
    return "+".join(members)
