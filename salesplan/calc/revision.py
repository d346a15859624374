"""Targets that were set anew while the year ran: laid over a split, all other members in proportion, past months untouched."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from salesplan.amount import apportion
from salesplan.calc.goals import Setup
from salesplan.calc.people import Quota
from salesplan.calc.replan import handed_down
from salesplan.calc.targets import Split
from salesplan.calc.whole import Whole
from salesplan.period import Month


@dataclass(frozen=True, slots=True)
class Anew:
    """New targets of the members of a dimension in `months`, the last ones of the year, and of people by seat [units]."""

    dimension: str
    months: tuple[Month, ...]
    members: Mapping[str, tuple[int, ...]]
    people: Mapping[str, tuple[int, ...]]


def revised_split(setup: Setup, split: Split, anew: Anew) -> tuple[Setup, Split]:
    """The split with the new targets in it; what was asked becomes their sum, and holds are met by what stood before."""
    cells, fitted = split.cells.copy(), split.fitted.copy()
    axis = [d.name for d in split.ask.axes].index("month")
    for member, row in anew.members.items():
        where = {anew.dimension: (member,), "month": tuple(str(m) for m in anew.months)}
        grid = np.ix_(*split.ask.index(where))
        block = np.moveaxis(cells[grid], axis, -1)
        year = np.moveaxis(cells[np.ix_(*split.ask.index({anew.dimension: (member,)}))], axis, -1)
        new = scaled(block.reshape(-1, len(row)), np.array(row, np.int64), year.reshape(len(block.reshape(-1, len(row))), -1).sum(1))
        cells[grid] = np.moveaxis(new.reshape(block.shape), -1, axis)
        fitted[grid] = cells[grid]
    ask = replace(setup.ask, total=int(cells.sum()), holds=(), rails=())
    sums = {
        d.name: dict(zip(d.sorted, (int(v) for v in cells.sum(axis=tuple(a for a in range(cells.ndim) if a != n))), strict=True))
        for n, d in enumerate(ask.axes)
    }  # fmt: skip
    return replace(setup, ask=ask), replace(split, ask=ask, cells=cells, fitted=fitted, totals=sums)


def scaled(parts: Whole, months: Whole, year: Whole) -> Whole:
    """Parts x months in proportion to what they were, each month exactly its new sum; by the parts' year where a month had nothing.

    >>> scaled(np.array([[2, 0], [1, 0]]), np.array([5, 3]), np.array([2, 1])).tolist()
    [[3, 2], [2, 1]]
    """
    result = np.zeros_like(parts)
    names = [f"{n:07d}" for n in range(len(parts))]
    for n, total in enumerate(months.tolist()):
        weights = parts[:, n] if parts[:, n].sum() > 0 else year
        if weights.sum() <= 0:
            weights = np.ones_like(year)
        share = weights / weights.sum() * total
        whole = np.floor(share + 1e-9).astype(np.int64)
        left = total - int(whole.sum())
        if 0 <= left <= len(whole):
            order = np.lexsort((np.arange(len(whole)), np.round(whole - share, 9)))
            whole[order[:left]] += 1
        else:
            whole = np.array(apportion(total, [int(w) for w in weights], names), np.int64)
        result[:, n] = whole
    return result


def over_assigned(months: Sequence[int], over: Fraction) -> Whole:
    """A member's months with the over-assignment on top: what its people have to carry together [units].

    >>> over_assigned([100, 50], Fraction(5, 100)).tolist()
    [105, 53]
    """
    total = math.floor(sum(months) * (1 + over) + Fraction(1, 2))
    if not sum(months):
        return np.zeros(len(months), np.int64)
    return np.array(apportion(total, list(months), [f"{n:03d}" for n in range(len(months))]), np.int64)


def revised_quotas(
    quotas: Sequence[Quota], within: str, before: Split, after: Split, anew: Anew, over: Fraction
) -> tuple[Quota, ...]:
    """The quotas under new targets: people who are named get theirs, the others of a member what is left, by their old shape."""
    found = {id(q): q for q in quotas}
    for member in dict.fromkeys(q.seat.within for q in quotas):
        inside = [q for q in quotas if q.seat.within == member]
        where = [{within: (member,), "month": (str(m),)} for m in anew.months]
        old, new = [before.total(w) for w in where], [after.total(w) for w in where]
        named = {n: anew.people[q.seat.id] for n, q in enumerate(inside) if q.seat.id in anew.people}
        if old == new and not named:
            continue
        rows = _rows(inside, anew.months, over_assigned(new, over), named)
        for quota, row in zip(inside, rows, strict=True):
            months = {**quota.months, **dict(zip(anew.months, (int(v) for v in row), strict=True))}
            found[id(quota)] = replace(quota, months=months)
    return tuple(found[id(q)] for q in quotas)


def _rows(inside: Sequence[Quota], months: Sequence[Month], total: Whole, named: Mapping[int, tuple[int, ...]]) -> Whole:
    rows = np.array([[q.months[m] for m in months] for q in inside], np.int64)
    others = [n for n in range(len(inside)) if n not in named]
    for n, row in named.items():
        rows[n] = row
    left = np.maximum(total - rows[list(named)].sum(axis=0), 0) if named else total
    if others:
        rows[others] = handed_down(rows[others], left, [inside[n].seat.id for n in others])
    return rows
