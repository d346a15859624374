"""How hard new targets are to reach: beside last year, the best ever and the capacity; and which policy to take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from salesplan.calc.replan import Lines, Replanned, YearSoFar, last_period
from salesplan.calc.whole import Whole

CROSSED = ("best_month", "best_period", "capacity", "growth", "increase")
"""The lines that a new target may cross."""


@dataclass(frozen=True)
class Strain:
    """What one member is asked for in the remaining months [units], and how that lies to what it has done.

    `growth` on the same months of last year, `on_plan` on its old targets; `of_best_month`, `of_best_period`
    and `load` are shares of the best month, the best such period and the capacity (the month that is nearest
    its line). None where not known. `crossed`: the lines it goes over although it did not before, or further than before.
    """

    member: str
    before: int
    after: int
    growth: Fraction | None
    on_plan: Fraction | None
    of_best_month: Fraction | None
    of_best_period: Fraction | None
    load: Fraction | None
    crossed: tuple[str, ...] = ()

    @property
    def change(self) -> int:
        """New less old [units]."""
        return self.after - self.before


def strains(year: YearSoFar, months: Whole, lines: Lines) -> list[Strain]:
    """The strain of new remaining months (members x remaining months) on every member."""
    return [strain(year, n, months[n], lines) for n in range(len(year.members))]


def over_lines(strain: Strain, lines: Lines) -> bool:
    """Whether a member is over a line of what was ever reached, or over its capacity, whatever it was asked for before."""
    pairs = ((strain.of_best_month, lines.best_month), (strain.of_best_period, lines.best_period), (strain.load, lines.capacity))
    return any(share is not None and share > limit for share, limit in pairs)


def strain(year: YearSoFar, member: int, months: Whole, lines: Lines) -> Strain:
    """The strain on one member."""
    before, after = int(year.remaining[member].sum()), int(months.sum())
    asked = after * year.unit
    last = last_period(year, member)
    best_month, best_period = year.known(year.best_month, member), year.known(year.best_period, member)
    capacity = year.known(year.capacity, member)
    on_plan = _share(after - before, before)
    shares = {
        "best_month": _share(int(months.max(initial=0)) * year.unit, best_month),
        "best_period": _share(asked, best_period),
        "capacity": _share(asked, capacity),
        "growth": None if (g := _share(asked, last)) is None else g - 1, "increase": on_plan,
    }  # fmt: skip
    limits = {"best_month": lines.best_month, "best_period": lines.best_period, "capacity": lines.capacity, "growth": lines.growth, "increase": lines.increase}  # fmt: skip
    raised = dict.fromkeys(CROSSED, after > before) | {"best_month": _raised_over(year, member, months, lines)}
    crossed = tuple(
        line for line in CROSSED
        if raised[line] and (s := shares[line]) is not None and (limit := limits[line]) is not None and s > limit
    )  # fmt: skip
    return Strain(
        year.members[member], before, after, shares["growth"], on_plan,
        shares["best_month"], shares["best_period"], shares["capacity"], crossed,
    )  # fmt: skip


def _raised_over(year: YearSoFar, member: int, months: Whole, lines: Lines) -> bool:
    """Whether a month that is asked for more than before is over the line of the best month."""
    best = year.known(year.best_month, member)
    raised = months[months > year.remaining[member]]
    return best is not None and bool(len(raised)) and int(raised.max()) * year.unit > best * lines.best_month


def _share(part: int, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if whole is not None and whole > 0 else None


def together(year: YearSoFar, months: Whole) -> Strain:
    """The strain of all members as one: totals from parts, ratios from totals."""
    before, after = int(year.remaining.sum()), int(months.sum())
    lasts = [last_period(year, n) for n in range(len(year.members))]
    last = sum(v for v in lasts if v is not None) if any(v is not None for v in lasts) else None
    growth = _share(after * year.unit, last)
    capacities = [year.known(year.capacity, n) for n in range(len(year.members))]
    capacity = sum(v for v in capacities if v is not None) if None not in capacities and capacities else None
    return Strain("", before, after, None if growth is None else growth - 1, _share(after - before, before), None, None,
                  _share(after * year.unit, capacity))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    """The policy to take and why: `reason` is a word that the report has a sentence for."""

    policy: str
    reason: str
    members: tuple[str, ...] = ()


def advice(year: YearSoFar, tried: Sequence[tuple[Replanned, Sequence[Strain]]]) -> Advice:
    """The first policy that keeps the year without asking anybody for more than was ever reached; else what can be placed.

    In that order: each carries its own gap, all by their remaining shape, by potential, capped. `members` are
    those that stand in the way of the policy before.
    """
    made = {r.policy: (r, s) for r, s in tried}
    if year.extra <= 0:
        return Advice("keep-months", "ahead" if year.start and sum(year.gaps) > 0 else "no-gap")
    stopped: tuple[str, ...] = ()
    for policy in ("carry", "keep-year", "potential"):
        if policy not in made:
            continue
        result, strains_ = made[policy]
        over = tuple(s.member for s in strains_ if s.crossed)
        if not over and not result.short:
            return Advice(policy, "own-gap-fits" if policy == "carry" else f"{policy}-fits", stopped)
        stopped = stopped or over
    if "capped" in made:
        result, _ = made["capped"]
        placed = int(np.asarray(result.months).sum()) - int(year.remaining.sum())
        if not result.short:
            return Advice("capped", "capped-fits", stopped)
        if placed > 0:
            return Advice("capped", "capped-in-part", stopped)
    return Advice("lower" if "lower" in made else tried[0][0].policy, "nothing-fits", stopped)
