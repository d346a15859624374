"""The spread that moves a pattern as little as possible while totals and holds are met (least relative entropy).

The solution is the pattern times one factor a member and one a hold, so the cube itself is only
ever contracted with vectors. Proportional fitting sweeps come first; when tight holds make them
crawl, Newton steps on the multipliers finish. Amounts are floats in whole multiples of the plan's
`smallest`.

Source: Deming & Stephan 1940 (proportional fitting); Csiszár 1975 (I-projections); Bregman 1967
(inequalities by multipliers).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from salesplan.calc.threads import one_thread

Floats: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = tuple[npt.NDArray[np.intp], ...]

CLOSE = 1e-12
"""A total is met when it is off by less than this share of the whole."""

ENOUGH = 1e-8
"""What is accepted where the fit crawls towards an edge, as a share of the whole."""

SWEEPS = 6
ROUNDS = 60
LONGEST_STEP = 5.0
TINY = 1e-280

RIDGE = 1e-11
"""Keeps the Newton equations solvable: totals of several axes say the same whole."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A hold on the sum of a block of cells: `low <= sum <= high`; the block is the product of `index` lists, one an axis."""

    index: Indices
    low: float | None
    high: float | None

    @property
    def equal(self) -> bool:
        """Whether the sum is fixed."""
        return self.low is not None and self.low == self.high

    def outside(self, total: float) -> float:
        """What must be added to a sum to bring it inside; 0 when it is.

        >>> Bound((), 2.0, 3.0).outside(5.0)
        -2.0
        """
        if self.low is not None and total < self.low:
            return self.low - total
        if self.high is not None and total > self.high:
            return self.high - total
        return 0.0

    def block(self, shape: tuple[int, ...]) -> tuple[Any, ...]:
        """What selects the block from an array: slices where the lists are whole or single, a grid otherwise."""
        picks: list[Any] = []
        for spots, size in zip(self.index, shape, strict=True):
            if len(spots) == size:
                picks.append(slice(None))
            elif len(spots) and spots[-1] - spots[0] + 1 == len(spots):
                picks.append(slice(int(spots[0]), int(spots[-1]) + 1))
            else:
                picks.append(spots)
        return tuple(picks) if sum(not isinstance(p, slice) for p in picks) <= 1 else np.ix_(*self.index)


class NoFit(Exception):
    """The totals and holds cannot all be met on the cells that the pattern leaves open."""


def fit(pattern: Floats, margins: Sequence[Floats | None], bounds: Sequence[Bound] = (), close: float = CLOSE) -> Floats:
    """The cells nearest to the pattern whose sums along each axis are `margins` and that obey `bounds`.

    `pattern`: non-negative, one axis a dimension; `margins`: one vector an axis, or None for an axis
    without totals of its own. Zero cells of the pattern stay zero.

    >>> fit(np.ones((2, 2)), [np.array([3.0, 1.0]), np.array([2.0, 2.0])]).round(9).tolist()
    [[1.5, 1.5], [0.5, 0.5]]

    Raises: NoFit.
    """
    try:
        return Fit(pattern, bounds).to(margins, close)
    except NoFit:
        from salesplan.calc.room import room

        left = room(pattern > 0, margins, bounds)
        if left is None:
            raise
        try:
            return Fit(np.where(left.cells, pattern, 0.0), left.bounds).to(margins, close)
        except NoFit:
            return left.filled


class Fit:
    """A pattern and its bounds, fitted to one set of totals after another; each fit starts from the one before."""

    def __init__(self, pattern: Floats, bounds: Sequence[Bound] = ()) -> None:
        """Take a copy of the pattern."""
        self.base = np.array(pattern, dtype=np.float64, order="C")
        self.shape = self.base.shape
        self.bounds = list(bounds)
        self.blocks = [b.block(self.shape) for b in self.bounds]
        self.force = [0.0] * len(self.bounds)
        self.factors = [np.ones(n) for n in self.shape]
        self.margins: dict[int, Floats] = {}
        self.grids: dict[tuple[int, int], Any] = {}
        sizes = [math.prod(self.shape[:k]) for k in range(len(self.shape) + 1)]
        self.cut = min(range(len(sizes)), key=lambda k: sizes[k] + math.prod(self.shape[k:]))

    def to(self, margins: Sequence[Floats | None], close: float = CLOSE) -> Floats:
        """The fitted cells. Raises: NoFit."""
        self.margins = {a: np.asarray(m, np.float64) for a, m in enumerate(margins) if m is not None}
        whole = max((float(m.sum()) for m in self.margins.values()), default=0.0)
        if self.margins and whole == 0:
            return np.zeros(self.shape)
        size = whole or float(self.base.sum()) or 1.0
        self.close, self.enough = close * size, ENOUGH * size
        self._refuse_closed()
        with one_thread(), np.errstate(over="ignore", invalid="ignore"):
            if self._sweeps() or self._rounds():
                return self.cells()
        raise NoFit

    def cells(self) -> Floats:
        """The cells as they stand."""
        left = _outer(self.factors[: self.cut])
        right = _outer(self.factors[self.cut :])
        cells = np.multiply(self.base.reshape(left.size, right.size), left[:, None])
        cells *= right
        return cells.reshape(self.shape)

    def _refuse_closed(self) -> None:
        """Put members without a total to nothing; refuse one that should get something but has no open cell."""
        for axis, margin in self.margins.items():
            open_cells = _sums(self.base, axis) > 0
            if np.any(~open_cells & (margin > 0)):
                raise NoFit
            self.factors[axis] = np.where(margin > 0, np.where(self.factors[axis] > 0, self.factors[axis], 1.0), 0.0)

    def _sweeps(self) -> bool:
        return any(self._sweep() <= self.close for _ in range(SWEEPS))

    def _sweep(self) -> float:
        """Scale every axis and every bound once; the largest error met on the way."""
        worst = 0.0
        cube = self.base.reshape(math.prod(self.shape[: self.cut]), -1)
        left, right = range(self.cut), range(self.cut, len(self.shape))
        worst = max(worst, self._scale(left, cube @ _outer([self.factors[a] for a in right])))
        worst = max(worst, self._scale(right, _outer([self.factors[a] for a in left]) @ cube))
        for k in range(len(self.bounds)):
            worst = max(worst, self._press(k))
        return worst

    def _scale(self, axes: range, contracted: Floats) -> float:
        worst = 0.0
        part = contracted.reshape([self.shape[a] for a in axes])
        for n, axis in enumerate(axes):
            if axis not in self.margins:
                continue
            margin = self.margins[axis]
            others = part
            for m in reversed(range(len(axes))):
                if m != n:
                    others = np.tensordot(others, self.factors[axes[m]], axes=(m, 0))
            now = others * self.factors[axis]
            error = float(np.abs(margin - now).max())
            if not math.isfinite(error):
                raise NoFit
            worst = max(worst, error)
            self.factors[axis] = np.divide(margin, others, out=np.zeros_like(margin), where=others > TINY)
        return worst

    def total(self, k: int) -> float:
        """The sum over a bound's block as it stands."""
        block = self.base[self.blocks[k]]
        for axis in reversed(range(len(self.shape))):
            block = block @ self.factors[axis][self.bounds[k].index[axis]]
        return float(block)

    def _press(self, k: int) -> float:
        """Bring one bound's sum in; an inequality gives back force that it no longer needs. The error before."""
        bound, total = self.bounds[k], self.total(k)
        if not math.isfinite(total):
            raise NoFit
        if total <= TINY:
            return abs(bound.outside(total))
        free = total * _exp(-self.force[k])
        goal = _goal(bound, free)
        self._push(k, -self.force[k] if goal is None else math.log(max(goal, TINY) / total))
        return abs(total - (free if goal is None else goal))

    def _push(self, k: int, log_factor: float) -> None:
        if log_factor:
            log_factor = min(max(log_factor, -600.0), 600.0)
            self.base[self.blocks[k]] *= _exp(log_factor)
            self.force[k] += log_factor

    def _rounds(self) -> bool:
        """Newton steps with sweeps between them; False when the totals are out of reach."""
        error = self._sweep()
        best = math.inf
        for _ in range(ROUNDS):
            after = self._newton(error)
            stepped = after < error
            error = after if stepped else min(self._sweep() for _ in range(12))
            if error <= self.close:
                return True
            if error > 0.9 * best and not stepped:
                break
            best = min(best, error)
        return self._sweep() <= max(self.close, self.enough)

    def _newton(self, before: float) -> float:
        """The error after one step on the multipliers of all totals and active bounds; `before` when no step helps."""
        sums = _Sums(self.cells())
        active = [
            k for k, b in enumerate(self.bounds)
            if b.equal or self.force[k] or b.outside(float(sums.cells[self.blocks[k]].sum()))
        ]  # fmt: skip
        step = self._step(sums, active)
        if not np.all(np.isfinite(step)):
            raise NoFit
        longest = float(np.abs(step).max(initial=0.0))
        if longest == 0:
            return before
        kept = [f.copy() for f in self.factors], self.base.copy(), list(self.force)
        size = min(1.0, LONGEST_STEP / longest)
        for _ in range(4):
            self._take(step * size, active)
            error = self._sweep()
            if error < before:
                return error
            self.factors, self.base, self.force = [f.copy() for f in kept[0]], kept[1].copy(), list(kept[2])
            size /= 4
        return before

    def _step(self, sums: _Sums, active: list[int]) -> Floats:
        cells = sums.cells
        axes = list(self.margins)
        offsets = np.cumsum([0] + [self.shape[a] for a in axes])
        base = int(offsets[-1])
        matrix = np.zeros((base + len(active), base + len(active)))
        rest = np.zeros(len(matrix))
        for i, a in enumerate(axes):
            here = slice(offsets[i], offsets[i + 1])
            now = sums.over((a,))
            matrix[here, here] = np.diag(now)
            rest[here] = self.margins[a] - now
            for j, b in enumerate(axes[:i]):
                pair = sums.over((b, a))
                there = slice(offsets[j], offsets[j + 1])
                matrix[there, here], matrix[here, there] = pair, pair.T
        for n, k in enumerate(active):
            block, row = cells[self.blocks[k]], base + n
            matrix[row, row] = total = float(block.sum())
            goal = _goal(self.bounds[k], total * _exp(-self.force[k]))
            rest[row] = (goal if goal is not None else total * _exp(-self.force[k])) - total
            for i, a in enumerate(axes):
                spots = offsets[i] + self.bounds[k].index[a]
                matrix[row, spots] = matrix[spots, row] = _sums(block, a)
            for m in range(n):
                matrix[row, base + m] = matrix[base + m, row] = self._shared(cells, k, active[m])
        scale = np.sqrt(np.where(np.diag(matrix) > TINY, np.diag(matrix), 1.0))
        matrix /= scale * scale[:, None]
        matrix[np.diag_indices(len(matrix))] += RIDGE
        return np.asarray(np.linalg.solve(matrix, rest / scale) / scale)

    def _shared(self, cells: Floats, k: int, m: int) -> float:
        if (k, m) not in self.grids:
            pairs = zip(self.bounds[k].index, self.bounds[m].index, self.shape, strict=True)
            both = [p if len(q) == n else q if len(p) == n else p[np.isin(p, q)] for p, q, n in pairs]
            self.grids[k, m] = Bound(tuple(both), None, None).block(self.shape) if all(len(b) for b in both) else None
        grid = self.grids[k, m]
        return 0.0 if grid is None else float(cells[grid].sum())

    def _take(self, step: Floats, active: list[int]) -> None:
        at = 0
        for a in self.margins:
            self.factors[a] = self.factors[a] * np.exp(step[at : at + self.shape[a]])
            at += self.shape[a]
        for n, k in enumerate(active):
            push, bound = float(step[at + n]), self.bounds[k]
            after = self.force[k] + push
            wrong_way = (bound.high is None and after < 0) or (bound.low is None and after > 0)
            self._push(k, -self.force[k] if wrong_way else push)


def _exp(power: float) -> float:
    return math.exp(min(max(power, -700.0), 700.0))


def _goal(bound: Bound, free: float) -> float | None:
    """Where a bound wants its sum, given what the sum would be without its force; None when it wants nothing."""
    if bound.equal:
        return bound.low
    if bound.low is not None and free < bound.low:
        return bound.low
    if bound.high is not None and free > bound.high:
        return bound.high
    return None


def _outer(factors: Sequence[Floats]) -> Floats:
    whole = np.ones(1)
    for f in factors:
        whole = (whole[:, None] * f).ravel()
    return whole


def _sums(cells: Floats, axis: int) -> Floats:
    others = tuple(a for a in range(cells.ndim) if a != axis)
    return np.asarray(cells.sum(axis=others)) if others else cells


class _Sums:
    """Sums of a cube over all but some axes, each made from the nearest that is there already."""

    def __init__(self, cells: Floats) -> None:
        self.cells = cells
        self.known: dict[tuple[int, ...], Floats] = {tuple(range(cells.ndim)): cells}

    def over(self, keep: tuple[int, ...]) -> Floats:
        if keep not in self.known:
            missing = max(a for a in range(self.cells.ndim) if a not in keep)
            wider = tuple(sorted((*keep, missing)))
            self.known[keep] = np.asarray(self.over(wider).sum(axis=wider.index(missing)))
        return self.known[keep]
