"""The annual target split into cells: least change of the pattern under totals and holds, exact after rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from salesplan.calc.ask import Ask, Dimension, Hold, independent
from salesplan.calc.fit import Bound, Fit, Floats, NoFit, fit
from salesplan.calc.integer import Unroundable, nearest_whole
from salesplan.calc.whole import Whole, whole

NEAR = 0.01
"""How near the spread that is rounded must meet the whole totals [units]; the rounding does the rest."""

A_LITTLE = 1e-3
"""How much of the even spread is mixed in when the pattern alone cannot carry the totals."""


class Impossible(Exception):
    """Holds that cannot all be met; `dimension` where those on one dimension conflict already, None where combinations do."""

    def __init__(self, dimension: str | None) -> None:
        """Keep where."""
        self.dimension = dimension
        super().__init__(dimension)


@dataclass(frozen=True, slots=True)
class Stage:
    """How much of an ask is solved: which dimensions follow their drivers, and what else is switched on."""

    drivers: frozenset[str]
    pattern: bool
    rails: bool
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A split target.

    `cells`: whole units, axes as `ask.axes`; `fitted`: the same before rounding; `opened`: the
    pattern had to be opened with a little of the even spread to carry the totals.
    """

    ask: Ask
    cells: Whole
    fitted: Floats
    opened: bool = False
    totals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def total(self, where: Mapping[str, tuple[str, ...]]) -> int:
        """The published sum of a slice [units]."""
        return int(self.cells[np.ix_(*self.ask.index(where))].sum())


def full(ask: Ask) -> Stage:
    """Everything switched on."""
    return Stage(frozenset(d.name for d in ask.dimensions), True, True, ask.holds)


def split(ask: Ask) -> Split:
    """The target of an ask in whole units, exact on every total and hold.

    Raises: Impossible.
    """
    stage = full(ask)
    reals = {d.name: totals(ask, d, stage) for d in ask.dimensions}
    bounds = cell_bounds(ask, ask.holds)
    margins = [reals[d.name] for d in ask.axes]
    wholes = [whole_totals(ask, d, stage, reals[d.name]) for d in ask.axes]
    pattern = _opened(ask, ask.pattern(margins), margins, bounds)
    fitted, near, opened = _fitted(ask, pattern, margins, wholes, bounds)
    cells = _rounded(ask, fitted, near, wholes, bounds)
    sums = {
        d.name: dict(zip(d.sorted, (int(v) for v in cells.sum(axis=tuple(a for a in range(cells.ndim) if a != n))), strict=True))
        for n, d in enumerate(ask.axes)
    }  # fmt: skip
    return Split(ask, cells, fitted, opened, sums)


def _fitted(
    ask: Ask, pattern: Floats, margins: list[Floats], wholes: list[Whole], bounds: list[Bound]
) -> tuple[Floats, Floats | None, bool]:
    """The fit to the exact totals, the one to the whole totals, and whether the pattern had to be opened for them.

    The second is None when only rounding makes those impossible. Holds on published figures may fit
    the whole totals only; then both are the fit to those. Raises: Impossible.
    """
    for attempt, opened in _attempts(ask, pattern):
        try:
            return *_both(attempt, margins, wholes, bounds), opened
        except NoFit:
            continue
    for attempt, opened in _attempts(ask, pattern):
        found = _or_none(attempt, [w.astype(np.float64) for w in wholes], bounds)
        if found is not None:
            return found, found, opened
    raise Impossible(None)


def _attempts(ask: Ask, pattern: Floats) -> Iterator[tuple[Floats, bool]]:
    """The pattern as it is, then opened everywhere; whether it is the opened one."""
    yield pattern, False
    yield _mixed(ask, pattern), True


def _both(
    pattern: Floats, margins: list[Floats], wholes: list[Whole], bounds: list[Bound]
) -> tuple[Floats, Floats | None]:
    """The fit to the exact totals, and from there to the whole totals. Raises: NoFit."""
    floats: list[Floats | None] = [w.astype(np.float64) for w in wholes]
    try:
        engine = Fit(pattern, bounds)
        fitted = engine.to(margins)
        return fitted, engine.to(floats, NEAR / max(float(margins[0].sum()), 1.0))
    except NoFit:
        return fit(pattern, margins, bounds), _or_none(pattern, floats, bounds)


def _or_none(pattern: Floats, margins: list[Floats | None], bounds: list[Bound]) -> Floats | None:
    try:
        return fit(pattern, margins, bounds)
    except NoFit:
        return None


def _rounded(ask: Ask, fitted: Floats, near: Floats | None, wholes: list[Whole], bounds: list[Bound]) -> Whole:
    if near is not None:
        try:
            return whole(near, [*wholes], bounds)
        except Unroundable:
            pass
    return _with_loose_totals(ask, fitted, bounds)


def _with_loose_totals(ask: Ask, fitted: Floats, bounds: list[Bound]) -> Whole:
    """Whole cells whose totals lie next to the exact ones, for tables where the nearest whole totals have no whole cells."""
    everything = tuple(np.arange(n) for n in ask.shape)
    loose = [*bounds, Bound(everything, ask.total, ask.total)]
    loose.extend(ask.bound(h) for h in ranked((*ask.rails, *ask.holds)) if len(ask.narrowed(h.where)) == 1)
    for axis, dimension in enumerate(ask.axes):
        sums = fitted.sum(axis=tuple(a for a in range(fitted.ndim) if a != axis))
        for n in range(len(dimension.members)):
            index = tuple(np.array([n]) if a == axis else e for a, e in enumerate(everything))
            loose.append(Bound(index, float(np.floor(sums[n]) - 1), float(np.ceil(sums[n]) + 1)))
    try:
        return nearest_whole(fitted, [None] * fitted.ndim, loose)
    except Unroundable:
        raise Impossible(None) from None


def solve(ask: Ask, stage: Stage) -> Floats:
    """The cells of a stage before rounding [units]. Raises: Impossible."""
    margins = [totals(ask, d, stage) for d in ask.axes]
    bounds = cell_bounds(ask, stage.holds)
    pattern = _opened(ask, ask.pattern(margins), margins, bounds) if stage.pattern else np.ones(ask.shape)
    wholes = [whole_totals(ask, d, stage, m) for d, m in zip(ask.axes, margins, strict=True)] if bounds else []
    for goals in (margins, wholes):
        for attempt, _ in _attempts(ask, pattern):
            found = _or_none(attempt, [g.astype(np.float64) for g in goals], bounds) if goals else None
            if found is not None:
                return found
    raise Impossible(None)


def totals(ask: Ask, dimension: Dimension, stage: Stage) -> Floats:
    """The total of each member, sorted [units]: its share of the target, moved by the holds on this dimension alone.

    Raises: Impossible.
    """
    if dimension.name in stage.drivers:
        shares = dimension.shares()
        start = np.array([float(shares[m] * ask.total) for m in dimension.sorted])
    else:
        start = np.full(len(dimension.members), ask.total / len(dimension.members))
    bounds = own_bounds(ask, dimension, stage)
    if not bounds:
        return start
    for bound in bounds:
        block = bound.index[0]
        if bound.low and start[block].sum() <= 0:
            start[block] = 1.0
    bounds.append(Bound((np.arange(len(start)),), ask.total, ask.total))
    for attempt in (start, start + 1e-9 * max(ask.total, 1)):
        try:
            return fit(attempt, [None], bounds)
        except NoFit:
            continue
    raise Impossible(dimension.name)


def ranked(holds: Sequence[Hold]) -> list[Hold]:
    """The holds in an order of their own, so that the plan's order does not even decide the last digit."""
    return sorted(holds, key=lambda h: (sorted((n, sorted(m)) for n, m in h.where.items()), h.low or 0, h.high or 0, h.low is None))


def cell_bounds(ask: Ask, holds: Sequence[Hold]) -> list[Bound]:
    """The bounds of holds on combinations; one on everything is met by the target itself.

    Raises: Impossible where the target is outside a hold on everything.
    """
    found = []
    for hold in ranked(holds):
        size = len(ask.narrowed(hold.where))
        if size > 1:
            found.append(ask.bound(hold))
        elif size == 0 and Bound((), hold.low, hold.high).outside(ask.total):
            raise Impossible(None)
    return found


def own_bounds(ask: Ask, dimension: Dimension, stage: Stage) -> list[Bound]:
    """The bounds of a stage that speak of this dimension alone, on its vector of totals."""
    place = {m: n for n, m in enumerate(dimension.sorted)}
    found = []
    for hold in ranked((*(ask.rails if stage.rails else ()), *stage.holds)):
        where = ask.narrowed(hold.where)
        if set(where) == {dimension.name}:
            spots = np.array(sorted({place[m] for m in where[dimension.name]}), np.intp)
            found.append(Bound((spots,), hold.low, hold.high))
    return found


def whole_totals(ask: Ask, dimension: Dimension, stage: Stage, reals: Floats) -> Whole:
    """Whole totals near the exact ones (`reals`) that add up to the target and obey the holds on this dimension alone.

    Raises: Impossible.
    """
    bounds = own_bounds(ask, dimension, stage)
    names = dimension.sorted
    if not bounds:
        shares = dimension.shares() if dimension.name in stage.drivers else dict.fromkeys(names, Fraction(1))
        rounded = dimension.rounded(ask.total, shares)
        return np.array([rounded[m] for m in names], np.int64)
    bounds.append(Bound((np.arange(len(names)),), ask.total, ask.total))
    try:
        return whole(reals, [None], bounds)
    except Unroundable:
        raise Impossible(dimension.name) from None


def _opened(ask: Ask, pattern: Floats, margins: list[Floats], bounds: list[Bound]) -> Floats:
    """The pattern with the even spread where a member or a held combination should get something but has no past."""
    blocks = []
    for axis, margin in enumerate(margins):
        sums = pattern.sum(axis=tuple(a for a in range(pattern.ndim) if a != axis))
        for n in np.flatnonzero((sums <= 0) & (margin > 0)):
            blocks.append(tuple(np.array([n]) if a == axis else np.arange(s) for a, s in enumerate(pattern.shape)))
    blocks.extend(b.index for b in bounds if b.low and pattern[b.block(pattern.shape)].sum() <= 0)
    if not blocks:
        return pattern
    allowed, spread, result = ask.allowed(), independent(margins), pattern.copy()
    for block in blocks:
        grid = np.ix_(*block)
        result[grid] = np.where(allowed[grid], np.maximum(spread[grid], 1e-12), 0.0)
    return result


def _mixed(ask: Ask, pattern: Floats) -> Floats:
    allowed = ask.allowed()
    return pattern / max(float(pattern.sum()), 1e-300) + A_LITTLE * allowed / max(int(allowed.sum()), 1)
