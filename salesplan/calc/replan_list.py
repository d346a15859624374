"""New targets handed down to the rows of a target list: members, people inside them, lines inside those; every sum exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from salesplan.calc.replan_year import sums_of
from salesplan.calc.revision import scaled
from salesplan.calc.whole import Whole
from salesplan.frame import MISSING, NO_AMOUNT, Days, Ints, Texts
from salesplan.period import FiscalYear

Row = tuple[tuple[str, ...], list[int | None]]


def combined(
    year: FiscalYear, columns: Sequence[Texts], days: Days, targets: Ints, names: Sequence[str], by: str, start: int, unit: int,
    new: Mapping[str, Whole], people: Mapping[tuple[str, str], Whole],
) -> list[Row]:  # fmt: skip
    """Every combination of a target list with its twelve months [smallest units], None where it has no target.

    `new`: the remaining months of each member of `by` [units]; `people`: those of each person of a member.
    """
    keys = list(zip(*([c.labels[k] if k != MISSING else "" for k in c.codes.tolist()] for c in columns), strict=True))
    labels = tuple(dict.fromkeys("\0".join(k) for k in keys))
    texts = Texts.of("\0".join(k) or "\0" for k in keys) if any(any(k) for k in keys) else Texts.of([])
    months = sums_of(labels, texts, days, targets).months([m.index for m in year.months])[:-1]
    rows = [tuple(label.split("\0")) for label in labels]
    at = list(names).index(by)
    person = list(names).index("person") if "person" in names and by != "person" else None
    result = np.where(months == NO_AMOUNT, 0, months)
    for group, wanted in _groups(rows, at, person, new, people):
        old = result[group, start:] // unit
        result[group, start:] = scaled(old, np.asarray(wanted, np.int64), result[group].sum(axis=1) // unit) * unit
    kept = [[None if months[n, k] == NO_AMOUNT and not result[n, k] else int(result[n, k]) for k in range(months.shape[1])] for n in range(len(rows))]
    return list(zip(rows, kept, strict=True))


def _groups(
    rows: Sequence[tuple[str, ...]], at: int, person: int | None, new: Mapping[str, Whole], people: Mapping[tuple[str, str], Whole]
) -> list[tuple[list[int], Whole]]:
    """The rows that share one new sum, and that sum by month: a person's where people are told apart, else a member's."""
    groups: dict[tuple[str, str | None], list[int]] = {}
    for n, row in enumerate(rows):
        groups.setdefault((row[at], row[person] if person is not None else None), []).append(n)
    found = []
    for (member, who), group in groups.items():
        wanted = people.get((member, who)) if who is not None else new.get(member)
        if wanted is not None:
            found.append((group, wanted))
    return found
