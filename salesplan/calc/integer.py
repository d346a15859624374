"""Whole numbers near a fitted spread by an integer program, for the few tables where moving units finds no way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan.calc.fit import Bound, Floats

Whole = npt.NDArray[np.int64]

REACHES = (1, 3)
LARGEST = 60_000


class Unroundable(Exception):
    """No whole cells near the fitted spread have all these totals at once."""


def nearest_whole(cells: Floats, margins: Sequence[Whole | None], bounds: Sequence[Bound]) -> Whole:
    """Whole cells nearest to `cells` (sum of distances) under totals and bounds; zero cells stay zero.

    Raises: Unroundable.
    """
    for reach in REACHES:
        found = _program(cells, margins, bounds, reach)
        if found is not None:
            return found
    raise Unroundable


def _program(cells: Floats, margins: Sequence[Whole | None], bounds: Sequence[Bound], reach: int) -> Whole | None:
    """Cells are floor + up - down; `up` and `down` cost what they move the cell away."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix, hstack

    spots = np.flatnonzero(cells.ravel() > 0)
    if not spots.size or spots.size > LARGEST:
        return None
    floor = np.floor(cells.ravel()[spots])
    rest = cells.ravel()[spots] - floor
    rows, columns, low, high = _rows(cells.shape, spots, floor, margins, bounds)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(low), spots.size))
    cost = np.concatenate([1 - 2 * rest, np.full(spots.size, 1.0 + 2), np.full(spots.size, 1.0 + 2)])
    top = np.concatenate([np.ones(spots.size), np.full(spots.size, reach - 1.0), np.minimum(reach - 1.0, floor)])
    answer = milp(
        cost, integrality=np.ones(3 * spots.size), bounds=Bounds(np.zeros(3 * spots.size), top),
        constraints=LinearConstraint(hstack([matrix, matrix, -matrix]).tocsr(), np.array(low), np.array(high)),
        options={"time_limit": 60.0, "mip_rel_gap": 0.05},
    )  # fmt: skip
    if answer.x is None:
        return None
    move = np.rint(answer.x).astype(np.int64).reshape(3, -1)
    result = np.zeros(cells.size, np.int64)
    result[spots] = floor.astype(np.int64) + move[0] + move[1] - move[2]
    return result.reshape(cells.shape)


def _rows(
    shape: tuple[int, ...], spots: npt.NDArray[np.intp], floor: Floats, margins: Sequence[Any], bounds: Sequence[Bound]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], list[float], list[float]]:
    """The sums as rows of a sparse matrix over the open cells, with what is still to be placed."""
    places = np.unravel_index(spots, shape)
    order = np.arange(spots.size)
    rows: list[npt.NDArray[np.intp]] = []
    columns: list[npt.NDArray[np.intp]] = []
    low: list[float] = []
    high: list[float] = []
    for axis, margin in enumerate(margins):
        if margin is None:
            continue
        rows.append(places[axis] + len(low))
        columns.append(order)
        left = np.asarray(margin) - np.bincount(places[axis], weights=floor, minlength=shape[axis])
        low.extend(left.tolist())
        high.extend(left.tolist())
    for bound in bounds:
        inside = np.logical_and.reduce([np.isin(p, i) for p, i in zip(places, bound.index, strict=True)])
        rows.append(np.full(int(inside.sum()), len(low)))
        columns.append(order[inside])
        have = float(floor[inside].sum())
        low.append(-np.inf if bound.low is None else np.ceil(bound.low - 1e-6) - have)
        high.append(np.inf if bound.high is None else np.floor(bound.high + 1e-6) - have)
    return np.concatenate(rows), np.concatenate(columns), low, high
