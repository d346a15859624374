"""Whole numbers near a fitted spread, exact on every total and hold at once (controlled rounding).

Cells are rounded to the nearest, then single units are moved between cells where the rounding
went furthest the other way: first inside the holds, then between members along each axis, in a
way that changes nothing that is right already. Where that finds no way, a small integer program
does (`salesplan.calc.integer`).

Source: Cox 1987 (controlled rounding); Causey, Cox & Ernst 1985 (why three axes may need the program).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from salesplan.calc.fit import Bound, Floats

Whole = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

FURTHEST = 2.5
"""How far a cell may lie from the fitted spread after units were moved [units of `smallest`]."""


def whole(cells: Floats, margins: Sequence[Whole | None], bounds: Sequence[Bound] = ()) -> Whole:
    """Whole cells near `cells` whose sums along each axis are `margins` and that obey `bounds`.

    The margins of all axes have one total; a zero cell stays zero. Bounds that the fitted spread
    meets with room to spare are checked at the end and held if they slipped.

    >>> whole(np.array([[0.5, 0.5], [0.5, 0.5]]), [np.array([1, 1]), np.array([1, 1])]).tolist()
    [[0, 1], [1, 0]]

    Raises: Unroundable.
    """
    held = [k for k, b in enumerate(bounds) if b.equal or _tight(cells, b)]
    for _ in range(len(bounds) + 1):
        result = _moved(cells, margins, bounds, held)
        if result is None:
            from salesplan.calc.integer import nearest_whole

            return nearest_whole(cells, margins, bounds)
        slipped = [k for k, b in enumerate(bounds) if b.outside(float(result[b.block(cells.shape)].sum()))]
        if not slipped:
            return result
        held = sorted({*held, *slipped})
    raise AssertionError("a held bound slipped")


def _tight(cells: Floats, bound: Bound) -> bool:
    total = float(cells[bound.block(cells.shape)].sum())
    return any(edge is not None and abs(total - edge) < 1.0 for edge in (bound.low, bound.high))


def _moved(cells: Floats, margins: Sequence[Whole | None], bounds: Sequence[Bound], held: Sequence[int]) -> Whole | None:
    result = np.rint(cells).astype(np.int64)
    moved = _Moves(cells, result)
    holds = sorted((bounds[k] for k in held), key=lambda b: int(np.prod([len(i) for i in b.index])))
    taken = np.zeros(cells.shape, np.bool_)
    for hold in holds:
        block = hold.block(cells.shape)
        total = int(result[block].sum())
        goal = _whole_goal(hold, float(cells[block].sum()))
        free = np.zeros(cells.shape, np.bool_)
        free[block] = True
        if goal != total and not moved.add(free & ~taken, goal - total):
            return None
        taken[block] = True
    given = [(a, np.asarray(m, np.int64)) for a, m in enumerate(margins) if m is not None]
    if not given:
        return result
    missing = int(given[0][1].sum() - result.sum())
    if missing and not moved.add(~taken, missing):
        return None
    for axis, margin in given:
        if not _even_out(moved, axis, margin, holds):
            return None
    return result


def _whole_goal(hold: Bound, total: float) -> int:
    goal = round(total)
    if hold.low is not None:
        goal = max(goal, int(np.ceil(hold.low - 1e-6)))
    if hold.high is not None:
        goal = min(goal, int(np.floor(hold.high + 1e-6)))
    return goal


class _Moves:
    """Units moved one at a time to the cells where they hurt least."""

    def __init__(self, cells: Floats, result: Whole) -> None:
        self.cells, self.result = cells, result
        self.over = result - cells
        self.open = cells > 0

    def add(self, where: Marks, units: int) -> bool:
        """Add units (or take them away) inside some cells; False when they cannot be placed near enough."""
        sign = 1 if units > 0 else -1
        flat = np.flatnonzero(where & self.open)
        over, result = self.over.ravel(), self.result.ravel()
        left = abs(units)
        while left and flat.size:
            score = sign * over[flat]
            if sign < 0:
                flat, score = flat[result[flat] > 0], score[result[flat] > 0]
            near = score < FURTHEST - 1
            flat, score = flat[near], score[near]
            take = min(left, flat.size)
            best = flat[_lowest(score, take)]
            over[best] += sign
            result[best] += sign
            left -= take
        return left == 0


def _lowest(score: Floats, count: int) -> npt.NDArray[np.intp]:
    """Where the lowest scores are; equal scores in the order of the cells."""
    if count >= score.size:
        return np.arange(score.size)
    edge = np.partition(score, count - 1)[count - 1]
    below = np.flatnonzero(score < edge)
    return np.concatenate([below, np.flatnonzero(score == edge)[: count - below.size]])


def _even_out(moves: _Moves, axis: int, margin: Whole, holds: Sequence[Bound]) -> bool:
    """Move units along one axis until its sums are right, leaving the sums of all other axes and holds alone."""
    over = np.moveaxis(moves.over, axis, 0)
    result = np.moveaxis(moves.result, axis, 0)
    opened = np.moveaxis(moves.open, axis, 0)
    need = margin - result.reshape(len(margin), -1).sum(axis=1)
    walls = [_Wall(h, axis, len(margin)) for h in holds if len(h.index[axis]) < len(margin)]
    givers, takers = deque(np.flatnonzero(need < 0).tolist()), deque(np.flatnonzero(need > 0).tolist())
    stuck = 0
    while givers and takers:
        i, j = givers[0], takers[0]
        units = min(-int(need[i]), int(need[j]))
        done = _swap(over, result, opened, i, j, units, walls)
        need[i] += done
        need[j] -= done
        stuck = 0 if done else stuck + 1
        if not need[i]:
            givers.popleft()
        if not need[j]:
            takers.popleft()
        elif need[i] and not done:
            takers.rotate(-1)
            if stuck % max(len(takers), 1) == 0:
                givers.rotate(-1)
        if stuck > len(givers) * len(takers):
            return _by_steps(over, result, opened, need, walls)
    return not np.any(need)


class _Wall:
    """Cells that may not trade across a hold: those inside it on the other axes, between a member in it and one out of it."""

    def __init__(self, hold: Bound, axis: int, size: int) -> None:
        self.inside = np.zeros(size, np.bool_)
        self.inside[hold.index[axis]] = True
        self.others = tuple(spots for a, spots in enumerate(hold.index) if a != axis)

    def between(self, i: int, j: int) -> bool:
        return bool(self.inside[i] != self.inside[j])


def _swap(over: Floats, result: Whole, opened: Marks, i: int, j: int, units: int, walls: Sequence[_Wall]) -> int:
    """Move up to that many units from member i to member j, cell by cell; how many were moved."""
    score = over[j] - over[i]
    flat = np.flatnonzero(_may_swap(over, result, opened, i, j, walls))
    if not flat.size:
        return 0
    count = min(units, flat.size)
    best = np.unravel_index(flat[_lowest(score.ravel()[flat] if score.ndim else score.reshape(1), count)], score.shape)
    over[i][best] -= 1
    result[i][best] -= 1
    over[j][best] += 1
    result[j][best] += 1
    return count


def _by_steps(over: Floats, result: Whole, opened: Marks, need: Whole, walls: Sequence[_Wall]) -> bool:
    """Move units along chains of members where no direct trade is left."""
    size = len(need)
    for _ in range(int(np.abs(need).sum())):
        if not np.any(need):
            return True
        chain = _chain(over, result, opened, need, walls, size)
        if chain is None:
            return False
        for i, j in pairwise(chain):
            if not _swap(over, result, opened, i, j, 1, walls):
                return False
        need[chain[0]] += 1
        need[chain[-1]] -= 1
    return not np.any(need)


def _chain(
    over: Floats, result: Whole, opened: Marks, need: Whole, walls: Sequence[_Wall], size: int
) -> list[int] | None:
    came: dict[int, int] = {int(i): -1 for i in np.flatnonzero(need < 0)}
    queue = deque(came)
    while queue:
        i = queue.popleft()
        if need[i] > 0:
            chain = [i]
            while came[chain[-1]] != -1:
                chain.append(came[chain[-1]])
            return chain[::-1]
        for j in range(size):
            if j not in came and np.any(_may_swap(over, result, opened, i, j, walls)):
                came[j] = i
                queue.append(j)
    return None


def _may_swap(over: Floats, result: Whole, opened: Marks, i: int, j: int, walls: Sequence[_Wall]) -> Marks:
    """Where member i can give a unit to member j: open, near enough after the move, and across no hold."""
    may = opened[j] & (result[i] > 0) & (over[j] < FURTHEST - 1) & (over[i] > 1 - FURTHEST)
    for wall in walls:
        if wall.between(i, j):
            may[np.ix_(*wall.others) if wall.others else ...] = False
    return np.asarray(may)
