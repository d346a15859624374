"""What a replan looks at: the first month that may change, the members with their year so far, the people of each member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from salesplan.words import term

if TYPE_CHECKING:
    from fractions import Fraction

    from salesplan.calc.decomposition import Part
    from salesplan.calc.replan import Lines, Replanned, YearSoFar
    from salesplan.calc.replan_strain import Advice, Strain
    from salesplan.calc.replan_year import Crew
    from salesplan.calc.whole import Whole
    from salesplan.commands.review_setup import Standing
    from salesplan.frame import Days, Ints, Texts
    from salesplan.period import Month

ALIASES = {"spread-gap": "keep-year", "own": "carry"}
"""Other names of policies on the command line."""

WHOLE = "metric"
"""The dimension of targets that are not split at all: the metric is its only member."""


@dataclass(frozen=True)
class Position:
    """A plan (or one of its scenarios) on the day that it is planned anew.

    `by`: the dimension whose members get new targets; `start`: the number, from 0, of the first month
    that may change. `crews`: people by member, where quotas are a layer of their own.
    """

    scenario: str | None
    stand: Standing
    by: str
    start: int
    year: YearSoFar
    lines: Lines
    crews: Mapping[str, Crew]
    by_weights: bool

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that may change."""
        return self.stand.year.months[self.start :]

    @cached_property
    def tried(self) -> dict[str, tuple[Replanned, list[Strain]]]:
        """Every policy with its new months and their strain."""
        from salesplan.calc.replan import POLICIES, replan
        from salesplan.calc.replan_strain import strains

        found = {}
        for policy in POLICIES:
            made = replan(self.year, policy, self.lines)
            found[policy] = (made, strains(self.year, made.months, self.lines))
        return found

    @cached_property
    def advice(self) -> Advice:
        """The policy to take and why."""
        from salesplan.calc.replan_strain import advice

        return advice(self.year, list(self.tried.values()))

    def quotas(self, policy: str) -> dict[str, Whole]:
        """The people's remaining quotas under a policy by member [units], people x months; as they were where the member's are."""
        made = self.tried[policy][0]
        found = {}
        for n, member in enumerate(self.year.members):
            crew = self.crews.get(member)
            if crew is None:
                continue
            same = (made.months[n] == self.year.remaining[n]).all()
            old = crew.quotas[:, self.start :]
            found[member] = old if same else crew.replanned(policy, made.months[n].tolist(), self.lines)
        return found


def position(stand: Standing, by: str | None, start: int, scenario: str | None = None) -> Position:
    """A plan's position by its records. Raises: Misuse for a dimension that has no targets."""
    from salesplan.calc.replan_year import common_unit, sums_of, year_so_far
    from salesplan.frame import Texts

    dimension = _dimension(stand, by)
    targets = stand.targets.by(dimension) if dimension != WHOLE else {stand.metric: stand.targets.total()}
    unit = common_unit(_smallest(stand, targets), targets)
    days, amounts, texts = _sold(stand, dimension)
    sums = sums_of(tuple(targets), texts if isinstance(texts, Texts) else None, days, amounts)
    since = _since(stand)
    crews = _crews(stand, dimension, start, min(since, start), unit)
    weights = _weights(stand, dimension)
    capacity = {m: _capacity(c) for m, c in crews.items()}
    year = year_so_far(stand.year, start, min(since, start), unit, targets, sums, capacity, weights)
    return Position(scenario, stand, dimension, start, year, lines_of(stand), crews, weights is not None)


def _dimension(stand: Standing, by: str | None) -> str:
    """The dimension to replan by: the one that is named, else that which people belong to, else the first that has targets."""
    from salesplan.commands.decompose import key_of
    from salesplan.commands.usage import Misuse
    from salesplan.plan.guess import guess

    known = [d for d in stand.targets.dimensions if d in stand.targets.cells]
    if by is not None:
        name = key_of(by, known)
        if name not in known:
            raise Misuse("by-not-a-dimension", dimension=by, known=known, guess=guess(name, known))
        return name
    person = stand.done.main.setup.person if stand.done is not None else None
    if person is not None and person.within in known:
        return person.within
    return next((d for d in ("region", "team", "person") if d in known), known[0] if known else WHOLE)


def _smallest(stand: Standing, targets: Mapping[str, Ints]) -> int:
    """What new targets are whole multiples of: the plan's word; for a list without a plan the round unit that it is written in."""
    from salesplan.calc.replan_year import round_unit

    if stand.done is not None:
        return stand.done.main.setup.unit
    if stand.plan is not None:
        return stand.plan.smallest
    return round_unit(targets, 1000 * 10**stand.money.digits) if term(stand.metric).kind == "money" else 1


def _sold(stand: Standing, dimension: str) -> tuple[Days, Ints, Texts | None]:
    """Date, amount and member of every line; a line that several people share counts for each by share."""
    from salesplan.frame import Texts

    days, amounts = stand.lines.days("order_date"), stand.amounts[stand.metric]
    if dimension == "person" and stand.credit is not None:
        return days[stand.credit.line], stand.credit.of(amounts), stand.credit.people
    if dimension == WHOLE:
        return days, amounts, Texts.of([stand.metric] * len(days))
    column = stand.lines.columns.get(dimension)
    return days, amounts, column if isinstance(column, Texts) else None


def _since(stand: Standing) -> int:
    """The month number from which the present targets count: the first, or that of the last revision."""
    goals = stand.plan.goals if stand.plan is not None else None
    if goals is None or not goals.revisions:
        return 0
    return stand.year.months.index(goals.revisions[-1].from_)


def lines_of(stand: Standing) -> Lines:
    """How far new targets may go, by the plan or the program's own rules."""
    from salesplan.calc.replan import Lines
    from salesplan.plan.performance import Replanning

    chapter = stand.plan.performance if stand.plan is not None else None
    rules = chapter.replan if chapter is not None else Replanning()
    goals = stand.plan.goals if stand.plan is not None else None
    growth = goals.growth.at_most if goals is not None and goals.growth is not None else None
    return Lines(rules.best_month, rules.best_period, rules.capacity, growth, rules.ahead == "bank", rules.increase)


def _weights(stand: Standing, dimension: str) -> dict[str, Fraction] | None:
    """How much potential each member has by the plan's drivers other than history; None where it names none."""
    from fractions import Fraction

    if stand.done is None or dimension == WHOLE:
        return None
    drivers = [d for d in stand.done.main.setup.dimension(dimension).drivers if d.name != "history"]
    found: dict[str, Fraction] = {}
    for driver in drivers:
        for member, share in driver.shares().items():
            found[member] = found.get(member, Fraction(0)) + share * driver.weight
    return found if any(found.values()) else None


def _crews(stand: Standing, dimension: str, start: int, since: int, unit: int) -> dict[str, Crew]:
    """The people by member: those that the plan spreads members' targets over, or those of the target list."""
    if dimension in ("person", WHOLE):
        return {}
    part = stand.done.main if stand.done is not None else None
    if part is not None and part.setup.person is not None and part.setup.person.within == dimension and part.quotas:
        return _crews_of_plan(stand, part, start, since, unit)
    if "person" in stand.targets.cells and dimension in stand.targets.cells:
        return _crews_of_list(stand, dimension, start, since, unit)
    return {}


def _crews_of_plan(stand: Standing, part: Part, start: int, since: int, unit: int) -> dict[str, Crew]:
    import numpy as np

    from salesplan.calc.decomposition import compounded
    from salesplan.calc.replan_year import Crew, sums_of
    from salesplan.frame import NO_AMOUNT

    months = stand.year.months
    days, amounts, texts = _sold(stand, "person")
    sums = sums_of([q.seat.id for q in part.quotas], texts, days, amounts).months([m.index for m in months])
    sold = np.where(sums == NO_AMOUNT, 0, sums)
    found = {}
    for member, quotas in part.by_home().items():
        at = [part.quotas.index(q) for q in quotas]
        held = np.array([[q.months[m] for m in months] for q in quotas], np.int64)
        capacity = [NO_AMOUNT if q.capacity is None else int(sum(q.capacity[m] for m in months[start:])) for q in quotas]
        found[member] = Crew(
            member, tuple(q.seat.id for q in quotas), unit, held, sold[at], np.array(capacity, np.int64), compounded(part.setup.person), start, since,
        )  # fmt: skip
    return found


def _crews_of_list(stand: Standing, dimension: str, start: int, since: int, unit: int) -> dict[str, Crew]:
    """The people of a target list, whose targets are part of their member's; what names nobody is a row of its own."""
    from fractions import Fraction

    import numpy as np

    from salesplan.calc.replan_year import Crew, pairs, sums_of
    from salesplan.frame import NO_AMOUNT

    cells, months = stand.targets.cells, stand.year.months
    both = pairs(cells.texts(dimension), cells.texts("person"))
    held = sums_of(both.labels, both, cells.days("month"), cells.ints("target"))
    days, amounts, people = _sold(stand, "person")
    lines = stand.lines.texts(dimension) if dimension in stand.lines else None
    if lines is not None and stand.credit is not None:
        lines = lines.take(stand.credit.line)
    sold = sums_of(both.labels, pairs(lines, people) if lines is not None and people is not None else None, days, amounts)
    indices = [m.index for m in months]
    targets, actual = (np.where((v := s.months(indices)) == NO_AMOUNT, 0, v) for s in (held, sold))
    found = {}
    for member in dict.fromkeys(label.partition("\0")[0] for label in both.labels):
        at = [n for n, label in enumerate(both.labels) if label.partition("\0")[0] == member]
        ids = tuple(both.labels[n].partition("\0")[2] for n in at)
        nothing = np.full(len(at), NO_AMOUNT, np.int64)
        found[member] = Crew(member, ids, unit, targets[at] // unit, actual[at], nothing, Fraction(0), start, since)
    return found


def _capacity(crew: Crew) -> int | None:
    """The capacity of a member's people in the remaining months; None where one of them does not state it."""
    from salesplan.frame import NO_AMOUNT

    stated = [int(c) for c, key in zip(crew.capacity, crew.ids, strict=True) if key]
    return sum(stated) if stated and NO_AMOUNT not in stated else None


def start_of(stand: Standing, asked: str | None, as_of: dt.date | None) -> int:
    """The number, from 0, of the first month that may change: the one that is named, else the first that the records do not cover whole.

    Raises: Misuse for a month outside the year, one after months without records, or when the year is over.
    """
    from salesplan.commands.usage import Misuse

    months = stand.year.months
    over = _months_over(stand, as_of)
    if asked is None:
        if over >= len(months):
            raise Misuse("replan-year-over", year=stand.year.year, last=str(months[-1]))
        return over
    try:
        named = stand.year.read(asked)
    except ValueError:
        raise Misuse("review-period", value=asked, year=stand.year.year, first=str(months[0]), last=str(months[-1])) from None
    start = months.index(named[0])
    if start > over:
        raise Misuse("replan-months-without-records", month=str(named[0]), missing=str(months[over]), until=str(stand.last_day))
    return start


def _months_over(stand: Standing, as_of: dt.date | None) -> int:
    """How many months of the year are over by the records, or by the day that is named."""
    from salesplan.calc.history import NEARLY_WHOLE

    last = as_of or stand.last_day
    if last is None:
        return 0
    over = 0
    for month in stand.year.months:
        nearly = 0 if as_of is not None else NEARLY_WHOLE
        over += (month.last_day - last).days <= nearly
    return over


def policies_of(value: str | None) -> str | None:
    """The policy that a word on the command line means. Raises: Misuse."""
    from salesplan.calc.replan import POLICIES
    from salesplan.commands.usage import unknown

    if value is None:
        return None
    name = ALIASES.get(value, value)
    if name not in POLICIES:
        raise unknown("usage-choice", value, [*POLICIES, *ALIASES], option="--policy")
    return name


def scenarios_asked(words: Sequence[str]) -> list[str | None]:
    """The scenarios to compare; None is the plan as it stands, called `base`."""
    return [None if w == "base" else w for w in dict.fromkeys(words)] or [None]
