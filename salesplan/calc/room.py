"""Whether totals and holds can be met at all, and which cells they force to nothing (linear programs)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan.calc.fit import Bound, Floats

LARGEST = 250_000


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


def open_cells(
    support: npt.NDArray[np.bool_], margins: Sequence[Floats | None], bounds: Sequence[Bound]
) -> npt.NDArray[np.bool_] | None:
    """The cells that can be positive when all totals and bounds are met; None when they cannot be met.

    One linear program finds the largest support: maximise how many cells of a scaled solution reach 1.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, identity, vstack

    spots = np.flatnonzero(support.ravel())
    if not spots.size or spots.size > LARGEST:
        return None
    axes = [a for a, m in enumerate(margins) if m is not None]
    whole = max((float(np.sum(margins[a])) for a in axes), default=1.0) or 1.0
    count = sum(support.shape[a] for a in axes)
    matrix = sums_matrix(support.shape, spots, axes, bounds)
    totals = np.concatenate([np.asarray(margins[a], float) for a in axes] or [np.zeros(0)]) / whole
    low = np.array([-np.inf if b.low is None else b.low / whole for b in bounds])
    high = np.array([np.inf if b.high is None else b.high / whole for b in bounds])
    # variables: cells scaled, what of each counts (at most 1), and the scale itself (at least 1)
    size = spots.size
    nothing = csr_matrix((count, size))
    equal = hstack([matrix[:count], nothing, csr_matrix(-totals[:, None])])
    parts = [hstack([-identity(size), identity(size), csr_matrix((size, 1))])]
    for edge, sign in ((low, -1.0), (high, 1.0)):
        has = np.isfinite(edge)
        if has.any():
            parts.append(hstack([sign * matrix[count:][has], csr_matrix((int(has.sum()), size)), csr_matrix(-sign * edge[has, None])]))
    less = vstack(parts)
    answer = linprog(
        np.concatenate([np.zeros(size), -np.ones(size), [0.0]]), A_ub=less, b_ub=np.zeros(less.shape[0]),
        A_eq=equal, b_eq=np.zeros(count), bounds=[(0, None)] * size + [(0, 1)] * size + [(1, None)], method="highs",
    )  # fmt: skip
    if answer.status != 0:
        return None
    opened = np.zeros(support.size, np.bool_)
    opened[spots[answer.x[size : 2 * size] > 1e-7]] = True
    return opened.reshape(support.shape)
