"""The smallest set of changes that would make conflicting holds possible."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan.calc.ask import Ask, Dimension, Hold
from salesplan.calc.fit import Bound, Floats
from salesplan.calc.room import sums_matrix
from salesplan.calc.targets import full, own_bounds, ranked, totals, whole_totals

FEW = 2
"""A set of this many changes is not searched for a smaller one: single changes were all tried."""

MOST_NODES = 5000
"""How long the integer program looks for the fewest changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A hold that has to give way: what it asked and the nearest that is possible [units], with its edge (`low` or `high`).

    `dimension` and `has`: whose members have less in all than the hold asks of them, and how much, where that is the reason.
    """

    hold: Hold
    edge: str
    asked: int
    possible: int
    dimension: str | None = None
    has: int | None = None


def changes_on_dimension(ask: Ask, dimension: Dimension) -> list[list[Change]]:
    """The smallest sets of changes among the holds on one dimension, best first; empty when none is small enough."""
    stage = full(ask)
    holds = [h for h in ranked((*ask.rails, *ask.holds)) if set(ask.narrowed(h.where)) == {dimension.name}]
    bounds = own_bounds(ask, dimension, stage)
    everything = Bound((np.arange(len(dimension.members)),), ask.total, ask.total)
    size = len(dimension.members)
    return _smallest(_Clash((size,), [None], np.ones(size, np.bool_), bounds, holds, [everything]))


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
    found = _smallest(_Clash(shape, small, support, bounds, holds, []))
    return [[_blamed(ask, c, margins) for c in changes] for changes in found]


def _lumps(ask: Ask, axis: int, holds: Sequence[Hold]) -> npt.NDArray[np.intp]:
    """A number for each member; members that no hold and no `never` tells apart share one."""
    dimension = ask.axes[axis]
    named = [w[dimension.name] for w in (*(h.where for h in holds), *ask.never) if dimension.name in w]
    kinds: dict[tuple[bool, ...], int] = {}
    return np.array([kinds.setdefault(tuple(m in n for n in named), len(kinds)) for m in dimension.sorted], np.intp)


@dataclass(frozen=True, slots=True)
class _Clash:
    """Holds that cannot all be met: `margins` and `locked` bounds stand, each of `bounds` (of the hold beside it) may give way."""

    shape: tuple[int, ...]
    margins: Sequence[Floats | None]
    support: npt.NDArray[np.bool_]
    bounds: Sequence[Bound]
    holds: Sequence[Hold]
    locked: Sequence[Bound]


def _smallest(clash: _Clash) -> list[list[Change]]:
    """The smallest sets of changes: every single one that helps, cheapest first; else one set of as few as can be."""
    found = [changes for k in range(len(clash.bounds)) if (changes := _relaxed(clash, (k,)))]
    if found:
        return sorted(found, key=_rank)
    chosen = _few(clash)
    changes = _relaxed(clash, chosen) if chosen else None
    return [changes] if changes else []


def _rank(changes: list[Change]) -> tuple[float, list[int]]:
    cost = sum(abs(c.asked - c.possible) / max(abs(c.asked), 1) for c in changes)
    return round(cost, 9), [-(c.hold.number if c.hold.number is not None else -1) for c in changes]


def _few(clash: _Clash) -> tuple[int, ...]:
    """As few bounds as can be that make the rest possible when they give way; none where nothing helps."""
    least = _relaxed(clash, tuple(range(len(clash.bounds)))) if clash.bounds else None
    if not least:
        return ()
    chosen = tuple(sorted(k for k, h in enumerate(clash.holds) if any(h is c.hold for c in least)))
    if len(chosen) > FEW:
        fewer = _fewest(clash)
        if fewer and len(fewer) < len(chosen) and _relaxed(clash, fewer):
            chosen = fewer
    for k in chosen:
        without = tuple(c for c in chosen if c != k)
        if without and _relaxed(clash, without):
            chosen = without
    return chosen


def _fewest(clash: _Clash) -> tuple[int, ...]:
    """The fewest bounds to give way, by an integer program with a mark for each; none where it finds nothing."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix, hstack, identity, vstack

    spots, equal, goals, sums, lows, highs, _ = _sums(clash)
    count, size = len(clash.bounds), spots.size
    wide = vstack([csr_matrix((len(clash.locked), 2 * count)), hstack([identity(count), -identity(count)])])
    most = float(sum(np.abs(g).sum() for g in (goals, lows[np.isfinite(lows)], highs[np.isfinite(highs)]))) + 1.0
    marks = hstack([csr_matrix((count, size)), identity(count), identity(count), -most * identity(count)]).tocsr()
    rules = [
        LinearConstraint(hstack([sums, wide, csr_matrix((sums.shape[0], count))]).tocsr(), lows, highs),
        LinearConstraint(marks, -np.inf, 0.0),
    ]
    if equal.shape[0]:
        rules.append(LinearConstraint(hstack([equal, csr_matrix((equal.shape[0], 3 * count))]).tocsr(), goals, goals))
    top = np.concatenate([np.full(size + 2 * count, np.inf), np.ones(count)])
    answer = milp(
        np.concatenate([np.zeros(size), np.full(2 * count, 1e-3 / most), np.ones(count)]), constraints=rules,
        integrality=np.concatenate([np.zeros(size + 2 * count), np.ones(count)]), bounds=Bounds(np.zeros(len(top)), top),
        options={"node_limit": MOST_NODES},
    )  # fmt: skip
    if answer.x is None:
        return ()
    return tuple(np.flatnonzero(answer.x[-count:] > 0.5).tolist())


def _sums(clash: _Clash) -> tuple[npt.NDArray[np.intp], Any, Floats, Any, Floats, Floats, float]:
    """The open cells, the sums that must be met with what they are, the bounded sums with their edges, and the scale of all."""
    spots = np.flatnonzero(clash.support.ravel())
    axes = [a for a, m in enumerate(clash.margins) if m is not None]
    every = [*clash.locked, *clash.bounds]
    matrix = sums_matrix(clash.shape, spots, axes, every)
    height = sum(clash.shape[a] for a in axes)
    goals = np.concatenate([np.asarray(clash.margins[a], float) for a in axes] or [np.zeros(0)])
    whole = float(goals.max(initial=0.0)) or max(float(b.high or b.low or 1) for b in every)
    lows = np.array([-np.inf if b.low is None else b.low / whole for b in every])
    highs = np.array([np.inf if b.high is None else b.high / whole for b in every])
    return spots, matrix[:height], goals / whole, matrix[height:], lows, highs, whole


def _relaxed(clash: _Clash, chosen: tuple[int, ...]) -> list[Change] | None:
    """What the chosen holds would have to become while all others stand; None when that does not help."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack

    spots, equal, goals, sums, lows, highs, whole = _sums(clash)
    wide = len(chosen) * 2
    rows = [len(clash.locked) + k for k in chosen for _ in (0, 1)]
    slack = csr_matrix((np.tile([1.0, -1.0], len(chosen)), (rows, range(wide))), shape=(len(lows), wide))
    less, edge = _less(hstack([sums, slack]).tocsr(), lows, highs)
    fixed = hstack([equal, csr_matrix((equal.shape[0], wide))]).tocsr() if equal.shape[0] else None
    sizes = [float(clash.bounds[k].low or clash.bounds[k].high or 1) / whole for k in chosen for _ in (0, 1)]
    cost = np.concatenate([np.zeros(spots.size), 1.0 / np.maximum(sizes, 1e-6)])
    answer = linprog(cost, A_ub=less, b_ub=edge, A_eq=fixed, b_eq=goals if fixed is not None else None, method="highs")
    if answer.status != 0:
        return None
    return [c for n, k in enumerate(chosen) if (c := _change(clash.holds[k], answer.x[spots.size + 2 * n :][:2] * whole))]


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
        (float(m[ask.index(change.hold.where)[axis]].sum()), d.name)
        for axis, (d, m) in enumerate(zip(ask.axes, margins, strict=True))
        if d.name in change.hold.where
    ]
    has, name = min(own)
    return replace(change, dimension=name, has=math.floor(has + 1e-6)) if has < change.asked else change
