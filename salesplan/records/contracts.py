"""What each kind of export must have and may have: its terms, how their cells are read, and what makes a row the same row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Cells: TypeAlias = Literal[
    "text", "money", "day", "moment", "minutes", "count", "hundredths", "share", "scale", "flag", "period", "year", "unit"
]
"""How cells are read: `moment` a day with its time, `minutes` a duration, `hundredths` a number with two decimals held
as a whole one, `share` in 1/10,000, `scale` words such as 满意 as 1 to 5 in hundredths."""

Needed: TypeAlias = tuple[frozenset[str], ...]
"""Sets of terms: one of each set must be there."""

SHARED_TEXTS = (
    "customer_id", "customer_name", "region", "team", "person", "emp_no", "industry", "credit_rating", "source", "currency", "segment", "tier",
)  # fmt: skip
"""Texts that any kind of export may have."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One kind of export.

    `cells` gives the terms that it is read for, besides `SHARED_TEXTS`, in the order in which they claim their
    columns. `dated` terms tell the days from which and to which it goes, the first that it has; `amount` is the term
    whose sum is told (None where there is no money); rows with the same `key` are the same record.
    """

    kind: str
    needed: Needed
    cells: Mapping[str, Cells]
    dated: tuple[str, ...] = ()
    amount: str | None = None
    key: tuple[str, ...] = ()
    by_period: bool = False
    shared: tuple[str, ...] = field(default=SHARED_TEXTS)

    @property
    def terms(self) -> dict[str, Cells]:
        """All terms with their kinds of cells."""
        return {**self.cells, **{t: "text" for t in self.shared if t not in self.cells}}


def _one(*terms: str) -> frozenset[str]:
    return frozenset(terms)


CONTRACTS: Mapping[str, Contract] = {
    c.kind: c
    for c in (
        Contract(
            "targets", (_one("target"),),
            {
                "period": "period", "year": "year", "metric": "text", "unit": "unit", "target": "money", "actual": "money", "product": "text",
                "name": "text", "level": "text",
            },
            amount="target", by_period=True,
        ),
        Contract(
            "budget", (_one("budget"),),
            {"period": "period", "year": "year", "item": "text", "unit": "unit", "budget": "money", "actual": "money", "product": "text"},
            amount="budget", by_period=True,
        ),
    )
}  # fmt: skip
"""The contracts by kind; sales have their own reader, with its contract in `mapping.REQUIRED`."""
