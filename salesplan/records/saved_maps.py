"""Saved maps: what the headers of one layout mean, as the user settled it; and which map a table answers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from salesplan.problem import Place
from salesplan.records.document_totals import Counting
from salesplan.records.headings import Basis, fold, heading

DateOrder: TypeAlias = Literal["day_first", "month_first"]
NEARLY = 0.6
"""A map of whose headers this share stands in a table, but not all, is told."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by what stands in a column: its header, and the texts that are meant."""

    column: str
    values: tuple[str, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class SavedMap:
    """How the lists with certain headers are read.

    `headers`: a table with all of them is read by the map. `columns`: header -> term, '' for a column that is not read.
    `unit` of amounts without one of their own; `returns`: rows whose amounts are made negative; `counted`: the only rows
    that count; `repeated`: whether an amount repeated on the lines of a document counts `once` or on all `lines`.
    """

    name: str
    kind: str
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    unit: str | None = None
    basis: Basis | None = None
    returns: Rows | None = None
    counted: Rows | None = None
    repeated: Counting | None = None
    dates: DateOrder | None = None

    def share_of(self, folded: frozenset[str]) -> float:
        """Which share of its headers is among these."""
        return sum(fold(h) in folded for h in self.headers) / len(self.headers) if self.headers else 0.0


Given: TypeAlias = Mapping[str, str] | Sequence[SavedMap]
"""What is known of headers before the book of words: header -> term for every table, or saved maps for those they fit."""


def map_for(given: Given | None, kind: str, cells: Iterable[object]) -> SavedMap | None:
    """The map that a row of headers answers to, the one with most headers of several; None where none fits."""
    if not given or isinstance(given, Mapping):
        return None
    folded = frozenset(fold(c) for c in cells if isinstance(c, str))
    fits = [m for m in given if m.kind == kind and m.headers and m.share_of(folded) == 1.0]
    return max(fits, key=lambda m: (len(m.headers), len(m.columns)), default=None)


def nearly(given: Given | None, kind: str, cells: Iterable[object]) -> tuple[SavedMap, list[str]] | None:
    """The map that misses only a few headers of the row, and which; None where there is none, or one that fits."""
    if not given or isinstance(given, Mapping):
        return None
    folded = frozenset(fold(c) for c in cells if isinstance(c, str))
    near = [m for m in given if m.kind == kind and m.share_of(folded) >= NEARLY]
    best = max(near, key=lambda m: m.share_of(folded), default=None)
    if best is None or best.share_of(folded) == 1.0:
        return None
    return best, [h for h in best.headers if fold(h) not in folded]


def terms_given(given: Given | None, kind: str, cells: Iterable[object]) -> dict[str, str]:
    """The terms ('' for none) that are settled for the headers of a row, by their normalised text.

    >>> terms_given({"到手价": "amount"}, "sales", ["日期", "到手价"])
    {'到手价': 'amount'}
    """
    if isinstance(given, Mapping):
        return {fold(h): t for h, t in given.items()}
    found = map_for(given, kind, cells)
    return {fold(h): t for h, t in found.columns.items()} if found else {}


def same_header(written: str, text: str) -> bool:
    """Whether a header named in a map is the one in a table."""
    return fold(written) == fold(text) or heading(written).whole == heading(text).whole
