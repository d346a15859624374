"""Cells that could not be read: each with its place and text, and the rule for how many a file may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from salesplan.frame import MISSING, Flags
from salesplan.problem import Place, Problem
from salesplan.records.gather import NO_VALUE
from salesplan.records.grid import Grid, cell_name, shown

SHOWN = 20
"""How many cells are told one by one; the rest are counted."""
TOLERATED = 100
"""One bad row among this many is left out and told; more refuse the file."""
SMALL = 20
"""A single bad row is left out and told in a file of this many rows and more, however few they are."""


@dataclass(frozen=True, slots=True)
class BadCells:
    """Every cell that could not be read, in sheet order."""

    problems: Sequence[Problem] = ()

    def told(self) -> list[Problem]:
        """The first ones, and how many more there are."""
        if len(self.problems) <= SHOWN:
            return list(self.problems)
        rest = Problem("and-more-like-these", self.problems[SHOWN].place, {"count": len(self.problems) - SHOWN})
        return [*self.problems[:SHOWN], rest]


def too_many(bad: int, rows: int) -> bool:
    """Whether so many bad rows refuse a file of so many: more than one in a hundred, or one in a file of fewer than twenty.

    >>> too_many(1, 19), too_many(1, 20), too_many(2, 150), too_many(2, 200), too_many(461, 46_000)
    (True, False, True, False, True)
    """
    return bad * TOLERATED > rows if bad != 1 else rows < SMALL


def bad_cells(
    grid: Grid, file: str, sheet: str | None, found: Iterable[tuple[str, int, str, Flags]]
) -> BadCells:
    """The cells behind flags of bad rows: `found` gives slug, column, header and the rows of each."""
    problems: list[tuple[int, int, Problem]] = []
    for slug, column, header, rows in found:
        raw = grid.columns[column]
        for i in np.flatnonzero(rows).tolist():
            code = int(raw.texts.codes[i])
            text = raw.texts.labels[code] if code != MISSING else "" if np.isnan(raw.numbers[i]) else shown(float(raw.numbers[i]))
            error = code in raw.errors
            place = Place(file, sheet=sheet, cell=cell_name(column, int(grid.rows[i])), text=text)
            why = ("formula-without-value" if text == NO_VALUE else "error-cell") if error else slug
            problems.append((int(grid.rows[i]), column, Problem(why, place, {"text": text, "header": header})))
    return BadCells([p for _, _, p in sorted(problems, key=lambda x: x[:2])])
