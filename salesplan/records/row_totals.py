"""Subtotal and total rows compared with the rows that they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, NO_AMOUNT, Flags, Ints, Texts

MOST_COMPARED = 20_000_000
"""Pairs of totals and rows above this many are not compared one by one."""

MOST_ROWS = 20_000
"""Sheets with more rows are not searched for sums without a word."""


@dataclass(frozen=True, slots=True)
class TotalsCheck:
    """What the totals came to: `grand` is the last total of everything, `wrong` the rows that agree with nothing, with what is missing."""

    grand: int | None
    wrong: tuple[tuple[int, int], ...] = ()


def checked(amounts: Ints, kept: Flags, totals: Flags, dims: Sequence[Texts]) -> TotalsCheck:
    """The totals of a sheet held against its kept rows: a total may stand for the rows right above or below it, for all
    rows that share its names, or for everything. Rows are in sheet order; `amounts` has one value a row.

    >>> a = np.array([10, 20, 30, 5, 5, 40])
    >>> t = np.array([False, False, True, False, True, True])
    >>> checked(a, ~t, t, [])
    TotalsCheck(grand=40, wrong=())
    """
    running = np.cumsum(np.where(kept & (amounts != NO_AMOUNT), amounts, 0))
    whole = int(running[-1]) if len(running) else 0
    rows = np.flatnonzero(totals & (amounts != NO_AMOUNT))
    slack = _slack(amounts[kept])
    wrong, grand = [], None
    for i in rows.tolist():
        value = int(amounts[i])
        if abs(value - whole) <= slack:
            grand = value
        elif len(rows) * len(running) <= MOST_COMPARED and not _stands_for(value, i, running, amounts, kept, dims, slack):
            wrong.append((i, value - _nearest(value, i, running)))
    last = int(rows[-1]) if len(rows) else -1
    if wrong and wrong[-1][0] == last:
        grand = int(amounts[last])
        wrong = wrong[:-1]
    return TotalsCheck(grand, tuple(wrong))


def _slack(amounts: Ints) -> int:
    """What rounding may move a sum: half of the finest step of the figures a row."""
    given = amounts[(amounts != NO_AMOUNT) & (amounts != 0)]
    step = int(np.gcd.reduce(given)) if len(given) else 0
    return min(len(given), 20) * step // 2 if step > 1 else 1


def _stands_for(
    value: int, i: int, running: Ints, amounts: Ints, kept: Flags, dims: Sequence[Texts], slack: int
) -> bool:
    above = np.abs(np.append(running[:i], 0) - (running[i] - value)) <= slack
    if above.any() or (np.abs(running[i:] - (running[i] + value)) <= slack).any():
        return True
    same = kept.copy()
    for texts in dims:
        code = texts.codes[i]
        if code != MISSING and (texts.codes[kept] == code).any():
            same &= texts.codes == code
    return abs(int(amounts[same & (amounts != NO_AMOUNT)].sum()) - value) <= slack


def _nearest(value: int, i: int, running: Ints) -> int:
    """The sum of rows right above that comes nearest."""
    sums: npt.NDArray[np.int64] = running[i] - np.append(running[:i], 0)
    return int(sums[np.argmin(np.abs(sums - value))])


def summaries(amounts: Ints, kept: Flags, dims: Sequence[Texts], apart: Texts | None = None) -> Flags:
    """Rows that sum up others without saying so: a region alone above its people, with exactly their sum.

    `dims` are the names of the rows from the left column to the right; `apart` (a metric) is never summed over.

    >>> dims = [Texts.of(["East", "East", "East", "West"]), Texts.of([None, "Ann", "Bob", "Cy"])]
    >>> summaries(np.array([30, 10, 20, 5]), np.ones(4, bool), dims).tolist()
    [True, False, False, False]
    """
    found = np.zeros(len(kept), bool)
    if len(kept) > MOST_ROWS:
        return found
    filled = [d.codes != MISSING for d in dims]
    for level in range(len(dims) - 1, -1, -1):
        above = filled[level - 1] if level else np.ones(len(kept), bool)
        deeper = np.logical_or.reduce(filled[level:])
        left = kept & ~found
        single = []
        for i in np.flatnonzero(left & above & ~deeper).tolist():
            same = left & deeper
            for d in dims[:level]:
                same &= d.codes == d.codes[i]
            if apart is not None:
                same &= apart.codes == apart.codes[i]
            if same.any() and abs(int(amounts[same].sum()) - int(amounts[i])) <= _slack(amounts[same]):
                found[i] = same.sum() > 1
                single += [] if found[i] else [i]
        if found[left].any():
            found[single] = True
    return found
