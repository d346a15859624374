"""The way from the annual target to one number: differences of successive solves, so that they add up by construction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from salesplan.calc.ask import Ask, Hold
from salesplan.calc.targets import Impossible, Split, Stage, solve


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was switched on, by how much it moved the number, and where the number then stands [units].

    `dimension` for a driver step; `holds` for a hold step (several where they are only possible together).
    """

    kind: Literal["even", "drivers", "pattern", "growth", "hold", "rounding"]
    moved: int
    running: int
    dimension: str | None = None
    holds: tuple[Hold, ...] = ()


def steps(split: Split, where: Mapping[str, tuple[str, ...]]) -> list[Step]:
    """The steps to a slice's published number: even spread, drivers by dimension, pattern, growth rail, holds in plan order, rounding.

    Each solve is rounded to whole units before the difference is taken, and the last is the
    published number itself, so the moves add up to it exactly.
    """
    ask = split.ask
    grid = np.ix_(*ask.index(where))
    taken: list[Step] = []
    running = 0
    for kind, dimension, holds, stage in _stages(ask):
        try:
            value = round(float(solve(ask, stage)[grid].sum()))
        except Impossible:
            continue
        pending = _pending(taken, holds)
        taken.append(Step(kind, value - running, value, dimension, pending))
        running = value
    published = split.total(where)
    taken.append(Step("rounding", published - running, published))
    return taken


def _pending(taken: list[Step], holds: tuple[Hold, ...]) -> tuple[Hold, ...]:
    """The holds that this step switches on: the newest, with those before it that were not possible without it."""
    done = {id(h) for s in taken for h in s.holds}
    return tuple(h for h in holds if id(h) not in done)


def _stages(
    ask: Ask,
) -> list[tuple[Literal["even", "drivers", "pattern", "growth", "hold"], str | None, tuple[Hold, ...], Stage]]:
    found: list[tuple[Literal["even", "drivers", "pattern", "growth", "hold"], str | None, tuple[Hold, ...], Stage]] = []
    driven: frozenset[str] = frozenset()
    found.append(("even", None, (), Stage(driven, False, False, ())))
    for dimension in ask.dimensions:
        driven |= {dimension.name}
        found.append(("drivers", dimension.name, (), Stage(driven, False, False, ())))
    found.append(("pattern", None, (), Stage(driven, True, False, ())))
    if ask.rails:
        found.append(("growth", None, (), Stage(driven, True, True, ())))
    for n in range(len(ask.holds)):
        on = ask.holds[: n + 1]
        found.append(("hold", None, on, Stage(driven, True, bool(ask.rails), on)))
    return found


def hold_moves(split: Split) -> list[int | None]:
    """By how much each hold moved its own slice when it was switched on after those before it [units].

    None where a hold is only possible together with a later one.
    """
    ask = split.ask
    driven = frozenset(d.name for d in ask.dimensions)
    moves: list[int | None] = []
    before = solve(ask, Stage(driven, True, bool(ask.rails), ())) if ask.holds and _possible(ask, driven) else None
    for n, hold in enumerate(ask.holds):
        try:
            after = solve(ask, Stage(driven, True, bool(ask.rails), ask.holds[: n + 1]))
        except Impossible:
            moves.append(None)
            continue
        grid = np.ix_(*ask.index(hold.where))
        moves.append(None if before is None else round(float(after[grid].sum() - before[grid].sum())))
        before = after
    return moves


def _possible(ask: Ask, driven: frozenset[str]) -> bool:
    try:
        solve(ask, Stage(driven, True, bool(ask.rails), ()))
    except Impossible:
        return False
    return True
