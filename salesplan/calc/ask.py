"""What is asked of a split: a total, dimensions with their drivers, the pattern of combinations, holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from salesplan.amount import apportion
from salesplan.calc.fit import Bound, Floats


@dataclass(frozen=True)
class Driver:
    """A reason to give a member more: `values` by member (None: it has none), `weight` as a share of all drivers."""

    name: str
    weight: Fraction
    values: Mapping[str, Fraction | None]

    def shares(self) -> Mapping[str, Fraction]:
        """The values normalised to shares of their sum; a member without a value gets nothing from this driver."""
        return self._shares

    @cached_property
    def _shares(self) -> dict[str, Fraction]:
        whole = sum((v for v in self.values.values() if v), Fraction(0))
        return {m: (v or Fraction(0)) / whole if whole else Fraction(0) for m, v in self.values.items()}


@dataclass(frozen=True)
class Dimension:
    """A way to cut the target: its members in the plan's order, what drives their totals, and what they did last year.

    `explicit` are shares that the plan states; `last_year` in smallest currency units, None where
    unknown; `together` are groups of members whose growth is only judged as one (months on both
    sides of the Spring Festival). `stated` are groups whose shares the plan states, so that their
    sums are rounded before their members (months of quarters).
    """

    name: str
    members: tuple[str, ...]
    drivers: tuple[Driver, ...]
    explicit: Mapping[str, Fraction] = field(default_factory=dict)
    last_year: Mapping[str, int | None] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()
    stated: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def sorted(self) -> tuple[str, ...]:
        """The members in the order of their names, in which everything is computed (so that the plan's order decides nothing)."""
        return tuple(sorted(self.members))

    def shares(self) -> Mapping[str, Fraction]:
        """Each member's exact share of the target by drivers and explicit shares, before holds.

        >>> d = Driver("market", Fraction(1), {"a": Fraction(3), "b": Fraction(1)})
        >>> Dimension("region", ("a", "b"), (d,)).shares()
        {'a': Fraction(3, 4), 'b': Fraction(1, 4)}

        Source: method 1.1 (market capacity and team capability).
        """
        return self._shares

    @cached_property
    def _shares(self) -> dict[str, Fraction]:
        blend = dict.fromkeys(self.members, Fraction(0))
        for driver in self.drivers:
            for member, share in driver.shares().items():
                blend[member] += share * driver.weight
        given = sum(self.explicit.values(), Fraction(0))
        others = sum((s for m, s in blend.items() if m not in self.explicit), Fraction(0))
        rest = (1 - given) / others if others else Fraction(0)
        return {m: self.explicit[m] if m in self.explicit else blend[m] * rest for m in self.members}

    def rounded(self, total: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
        """Whole totals of the members by largest remainders, those of stated groups first; they add up to the target.

        >>> months = Dimension("month", ("a", "b", "c", "d"), (), stated=(("a", "b"), ("c", "d")))
        >>> months.rounded(10, {"a": Fraction(3, 20), "b": Fraction(3, 20), "c": Fraction(7, 20), "d": Fraction(7, 20)})
        {'a': 2, 'b': 1, 'c': 4, 'd': 3}
        """
        groups = self.stated or (self.sorted,)
        sums = apportion(total, [sum((shares[m] for m in g), Fraction(0)) for g in groups], [g[0] for g in groups])
        parts = [apportion(s, [shares[m] for m in g], g) for s, g in zip(sums, groups, strict=True)]
        return {m: n for g, part in zip(groups, parts, strict=True) for m, n in zip(g, part, strict=True)}

    def groups(self) -> list[tuple[str, ...]]:
        """What growth is judged by: single members, or groups that only make sense as one."""
        grouped = {m for g in self.together for m in g}
        return [*self.together, *((m,) for m in self.members if m not in grouped)]


@dataclass(frozen=True, slots=True)
class Hold:
    """A sum that is held: members of some dimensions (all of the others), between `low` and `high` [units of `smallest`].

    `number` is its place in the plan's `fixed` list; None for a growth rail, whose `rail` is then
    `at_most` or `at_least`.
    """

    where: Mapping[str, tuple[str, ...]]
    low: int | None
    high: int | None
    number: int | None = None
    rail: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One metric to be split.

    `total` and hold amounts in units of `smallest`; `history`: sums of the past by combination, axes
    in the order of the dimensions' names, members sorted; None when there is none. `history_weight`
    and `even_weight` blend it with the even spread. `never` are combinations that get nothing.
    """

    metric: str
    total: int
    dimensions: tuple[Dimension, ...]
    history: Floats | None = None
    history_weight: float = 1.0
    even_weight: float = 0.0
    never: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    rails: tuple[Hold, ...] = ()
    holds: tuple[Hold, ...] = ()

    @property
    def axes(self) -> tuple[Dimension, ...]:
        """The dimensions in the order of the cube's axes."""
        return tuple(sorted(self.dimensions, key=lambda d: d.name))

    @property
    def shape(self) -> tuple[int, ...]:
        """The cube's shape."""
        return tuple(len(d.members) for d in self.axes)

    def index(self, where: Mapping[str, tuple[str, ...]]) -> tuple[npt.NDArray[np.intp], ...]:
        """The positions of a slice along every axis."""
        return tuple(
            np.sort(np.array([d.sorted.index(m) for m in dict.fromkeys(where[d.name])], np.intp))
            if d.name in where else np.arange(len(d.members))
            for d in self.axes
        )  # fmt: skip

    def narrowed(self, where: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """The slice without dimensions of which it names every member."""
        sizes = {d.name: len(d.members) for d in self.axes}
        return {n: m for n, m in where.items() if len(set(m)) < sizes[n]}

    def bound(self, hold: Hold) -> Bound:
        """The hold as a bound on a block of the cube."""
        return Bound(self.index(hold.where), hold.low, hold.high)

    def allowed(self) -> npt.NDArray[np.bool_]:
        """The cells that `never` leaves open."""
        cells = np.ones(self.shape, np.bool_)
        for where in self.never:
            cells[np.ix_(*self.index(where))] = False
        return cells

    def pattern(self, margins: Sequence[Floats]) -> Floats:
        """The pattern of combinations: history blended with the even spread, nothing where `never` says so.

        The even spread gives every combination what the totals of its members (`margins`) suggest.
        """
        allowed = self.allowed()
        even = np.where(allowed, independent(margins), 0.0)
        past = np.where(allowed, np.maximum(self.history, 0.0), 0.0) if self.history is not None else np.zeros(1)
        known = float(past.sum())
        if known <= 0 or not self.history_weight:
            return even
        whole = self.history_weight + self.even_weight
        return (self.history_weight / whole) * past / known + (self.even_weight / whole) * even


def independent(margins: Sequence[Floats]) -> Floats:
    """The spread in which every combination is the product of its members' shares.

    >>> independent([np.array([1.0, 3.0]), np.array([2.0, 2.0])]).tolist()
    [[0.125, 0.125], [0.375, 0.375]]
    """
    spread = np.ones([len(m) for m in margins])
    for axis, margin in enumerate(margins):
        form = [1] * len(margins)
        form[axis] = -1
        spread = spread * (margin / (margin.sum() or 1.0)).reshape(form)
    return spread


def units(amount: int, smallest: int, edge: str) -> int:
    """An amount in units of `smallest`: rounded up for a `low` edge, down for a `high` one.

    >>> units(250, 100, "low"), units(250, 100, "high")
    (3, 2)
    """
    return math.ceil(Fraction(amount, smallest)) if edge == "low" else math.floor(Fraction(amount, smallest))
