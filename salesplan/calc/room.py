"""Whether totals and holds can be met at all, and which cells they force to nothing (linear programs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan.calc.fit import Bound, Floats

LARGEST = 200_000


def sums_matrix(shape: tuple[int, ...], spots: npt.NDArray[np.intp], axes: Sequence[int], bounds: Sequence[Bound]) -> Any:
    """A sparse matrix whose rows sum the open cells: one row a member of each axis, then one a bound."""
    from scipy.sparse import csr_matrix

    places = np.unravel_index(spots, shape)
    order = np.arange(spots.size)
    rows, columns, height = [], [], 0
    for axis in axes:
        rows.append(places[axis] + height)
        columns.append(order)
        height += shape[axis]
    for bound in bounds:
        inside = np.logical_and.reduce([np.isin(p, i) for p, i in zip(places, bound.index, strict=True)])
        rows.append(np.full(int(inside.sum()), height))
        columns.append(order[inside])
        height += 1
    data = np.ones(sum(len(r) for r in rows))
    where = (np.concatenate(rows), np.concatenate(columns)) if rows else (np.zeros(0), np.zeros(0))
    return csr_matrix((data, where), shape=(height, spots.size))


@dataclass(frozen=True, slots=True)
class Room:
    """What totals and bounds leave open.

    The cells that can be positive, one way to fill them, and the bounds, those
    that cannot move made equal.
    """

    cells: npt.NDArray[np.bool_]
    filled: Floats
    bounds: tuple[Bound, ...]


def room(support: npt.NDArray[np.bool_], margins: Sequence[Floats | None], bounds: Sequence[Bound]) -> Room | None:
    """The room that totals and bounds leave on some open cells; None when they cannot all be met.

    One linear program finds the widest: maximise how many cells and slacks of a scaled solution
    reach 1. Variables: cells and slacks, what of each counts (at most 1), and the scale (at least 1).
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, identity

    spots = np.flatnonzero(support.ravel())
    if not spots.size or spots.size > LARGEST:
        return None
    axes = [a for a, m in enumerate(margins) if m is not None]
    whole = max((float(m.sum()) for m in margins if m is not None), default=1.0) or 1.0
    edges = [(k, e, s) for k, b in enumerate(bounds) for e, s in _edges(b)]
    matrix = sums_matrix(support.shape, spots, axes, [bounds[k] for k, _, _ in edges])
    goals = [*(float(v) for a in axes for v in np.asarray(margins[a])), *(e for _, e, _ in edges)]
    slacks = [n for n, (_, _, sign) in enumerate(edges) if sign]
    height, free = len(goals) - len(edges), spots.size + len(slacks)
    side = csr_matrix(
        ([-float(edges[n][2]) for n in slacks], ([height + n for n in slacks], range(len(slacks)))),
        shape=(len(goals), len(slacks)),
    )
    goal = csr_matrix(-np.array(goals)[:, None] / whole)
    equal = hstack([matrix, side, csr_matrix((len(goals), free)), goal]).tocsr()
    less = hstack([-identity(free), identity(free), csr_matrix((free, 1))]).tocsr()
    answer = linprog(
        np.concatenate([np.zeros(free), -np.ones(free), [0.0]]), A_ub=less, b_ub=np.zeros(free),
        A_eq=equal, b_eq=np.zeros(len(goals)), bounds=[(0, None)] * free + [(0, 1)] * free + [(1, None)], method="highs",
    )  # fmt: skip
    if answer.status != 0:
        return None
    wide = answer.x[free : 2 * free] > 1e-7
    opened = np.zeros(support.size, np.bool_)
    opened[spots[wide[: spots.size]]] = True
    tight = {edges[n][0]: edges[n][1] for n, w in zip(slacks, wide[spots.size :], strict=True) if not w}
    fixed = [Bound(b.index, tight[k], tight[k]) if k in tight else b for k, b in enumerate(bounds)]
    filled = np.zeros(support.size)
    filled[spots] = answer.x[: spots.size] * (whole / answer.x[-1])
    return Room(opened.reshape(support.shape), filled.reshape(support.shape), tuple(fixed))


def _edges(bound: Bound) -> list[tuple[float, int]]:
    """The edges of a bound with the sign of their slack: sum - slack = low, sum + slack = high, none when equal."""
    if bound.low is not None and bound.low == bound.high:
        return [(bound.low, 0)]
    return [(e, s) for e, s in ((bound.low, 1), (bound.high, -1)) if e is not None]
