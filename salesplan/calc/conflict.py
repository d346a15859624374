"""The smallest set of changes that would make conflicting holds possible."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from salesplan.calc.ask import Ask, Dimension, Hold
from salesplan.calc.fit import Bound, Floats
from salesplan.calc.room import sums_matrix
from salesplan.calc.targets import full, own_bounds, totals, whole_totals

MOST_CHANGES = 4
MOST_TRIED = 3000


@dataclass(frozen=True, slots=True)
class Change:
    """A hold that has to give way: what it asked and the nearest that is possible [units], with its edge (`low` or `high`).

    `member` and `has` name the dimension's member whose own total is in the way, where one is.
    """

    hold: Hold
    edge: str
    asked: int
    possible: int
    member: str | None = None
    has: int | None = None


def changes_on_dimension(ask: Ask, dimension: Dimension) -> list[list[Change]]:
    """The smallest sets of changes among the holds on one dimension, best first; empty when none is small enough."""
    stage = full(ask)
    holds = [h for h in (*ask.rails, *ask.holds) if set(ask.narrowed(h.where)) == {dimension.name}]
    bounds = own_bounds(ask, dimension, stage)
    everything = Bound((np.arange(len(dimension.members)),), ask.total, ask.total)
    return _smallest((len(dimension.members),), [None], np.ones(len(dimension.members), np.bool_), bounds, holds, [everything])


def changes_on_combinations(ask: Ask) -> list[list[Change]]:
    """The smallest sets of changes among the holds on combinations, given the totals of their members; best first."""
    stage = full(ask)
    holds = [h for h in ask.holds if len(ask.narrowed(h.where)) != 1]
    margins = [whole_totals(ask, d, stage, totals(ask, d, stage)).astype(np.float64) for d in ask.axes]
    lumps = [_lumps(ask, axis, holds) for axis in range(len(ask.axes))]
    shape = tuple(int(x.max()) + 1 for x in lumps)
    small: list[Floats | None] = [np.asarray(np.bincount(x, weights=m), np.float64) for x, m in zip(lumps, margins, strict=True)]
    support = np.zeros(shape, np.bool_)
    allowed = ask.allowed()
    for spot in np.ndindex(*shape):
        first = tuple(int(np.flatnonzero(x == s)[0]) for x, s in zip(lumps, spot, strict=True))
        support[spot] = allowed[first]
    bounds = []
    for hold in holds:
        index = tuple(np.unique(x[i]) for x, i in zip(lumps, ask.index(hold.where), strict=True))
        bounds.append(Bound(index, hold.low, hold.high))
    found = _smallest(shape, small, support, bounds, holds, [])
    return [[_blamed(ask, c, margins) for c in changes] for changes in found]


def _lumps(ask: Ask, axis: int, holds: Sequence[Hold]) -> np.typing.NDArray[np.intp]:
    """A number for each member; members that no hold and no `never` tells apart share one."""
    dimension = ask.axes[axis]
    named = [w[dimension.name] for w in (*(h.where for h in holds), *ask.never) if dimension.name in w]
    kinds: dict[tuple[bool, ...], int] = {}
    return np.array([kinds.setdefault(tuple(m in n for n in named), len(kinds)) for m in dimension.sorted], np.intp)


def _smallest(
    shape: tuple[int, ...], margins: Sequence[Floats | None], support: np.typing.NDArray[np.bool_],
    bounds: Sequence[Bound], holds: Sequence[Hold], locked: Sequence[Bound],
) -> list[list[Change]]:  # fmt: skip
    tried = 0
    for count in range(1, min(MOST_CHANGES, len(bounds)) + 1):
        found: list[tuple[float, list[Change]]] = []
        for chosen in combinations(range(len(bounds)), count):
            tried += 1
            if tried > MOST_TRIED:
                return []
            changes = _relaxed(shape, margins, support, bounds, holds, locked, chosen)
            if changes:
                cost = sum(abs(c.asked - c.possible) / max(abs(c.asked), 1) for c in changes)
                found.append((cost, changes))
        if found:
            found.sort(key=lambda f: (round(f[0], 9), [-(c.hold.number if c.hold.number is not None else -1) for c in f[1]]))
            return [changes for _, changes in found]
    return []


def _relaxed(
    shape: tuple[int, ...], margins: Sequence[Floats | None], support: np.typing.NDArray[np.bool_],
    bounds: Sequence[Bound], holds: Sequence[Hold], locked: Sequence[Bound], chosen: tuple[int, ...],
) -> list[Change] | None:  # fmt: skip
    """What the chosen holds would have to become while all others stand; None when that does not help."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack

    spots = np.flatnonzero(support.ravel())
    axes = [a for a, m in enumerate(margins) if m is not None]
    every = [*locked, *bounds]
    matrix = sums_matrix(shape, spots, axes, every)
    height = sum(shape[a] for a in axes)
    goals = np.concatenate([np.asarray(margins[a], float) for a in axes] or [np.zeros(0)])
    whole = float(goals.max(initial=0.0)) or max(float(b.high or b.low or 1) for b in every)
    wide = len(chosen) * 2
    rows, low, high = [], [], []
    for n, bound in enumerate(every):
        row = np.zeros(wide)
        if n - len(locked) in chosen:
            spot = chosen.index(n - len(locked)) * 2
            row[spot], row[spot + 1] = 1.0, -1.0
        rows.append(row)
        low.append(-np.inf if bound.low is None else bound.low / whole)
        high.append(np.inf if bound.high is None else bound.high / whole)
    sums = hstack([matrix[height:], csr_matrix(np.array(rows).reshape(len(every), wide))]).tocsr()
    lows, highs = np.array(low), np.array(high)
    less, edge = _less(sums, lows, highs)
    equal = hstack([matrix[:height], csr_matrix((height, wide))]).tocsr()
    weights = [1.0 / max(float(bounds[c].low or bounds[c].high or 1) / whole, 1e-6) for c in chosen for _ in (0, 1)]
    cost = np.concatenate([np.zeros(spots.size), np.array(weights)])
    answer = linprog(cost, A_ub=less, b_ub=edge, A_eq=equal if height else None, b_eq=goals / whole if height else None, method="highs")
    if answer.status != 0:
        return None
    return [c for n, k in enumerate(chosen) if (c := _change(holds[k], answer.x[spots.size + 2 * n :][:2] * whole))]


def _less(sums: object, lows: Floats, highs: Floats) -> tuple[object, Floats]:
    from scipy.sparse import vstack

    up, down = np.isfinite(highs), np.isfinite(lows)
    return vstack([sums[up], -sums[down]]).tocsr(), np.concatenate([highs[up], -lows[down]])  # type: ignore[index]


def _change(hold: Hold, slack: Floats) -> Change | None:
    """The change of one hold: `slack` is what its sum lacks and what it has too much [units]."""
    lacks, over = float(slack[0]), float(slack[1])
    if lacks > 1e-6 and hold.low is not None:
        return Change(hold, "low", hold.low, math.floor(hold.low - lacks + 1e-6))
    if over > 1e-6 and hold.high is not None:
        return Change(hold, "high", hold.high, math.ceil(hold.high + over - 1e-6))
    return None


def _blamed(ask: Ask, change: Change, margins: Sequence[Floats]) -> Change:
    """The change with the member whose own total is too small for the hold, where that is the reason."""
    if change.edge != "low":
        return change
    own = [
        (float(m[ask.index(change.hold.where)[axis]].sum()), "、".join(change.hold.where[d.name]))
        for axis, (d, m) in enumerate(zip(ask.axes, margins, strict=True))
        if d.name in change.hold.where
    ]
    has, member = min(own)
    return Change(change.hold, change.edge, change.asked, change.possible, member, math.floor(has + 1e-6)) if has < change.asked else change
