"""Columns that hold one measure for one period each: 一季度/1月, 1月/预算, Target (Jan 2025), 全年目标."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from salesplan.records.grid import Cell, HeadRow
from salesplan.records.header_levels import LONGEST_LABEL
from salesplan.records.headings import Heading, heading
from salesplan.records.period_headings import Named, named_by
from salesplan.words.headers import book

DEFAULT: Mapping[str, str] = {"targets": "target", "budget": "budget"}
"""The kinds of exports whose columns may be periods, with the measure of a column that names none."""
LEAVES = ("month", "quarter", "half", "year")


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column of a measure (target, actual ...) in a period, of a metric where its heading names one."""

    column: int
    heading: Heading
    measure: str
    metric: str | None
    named: Named

    @property
    def grain(self) -> str:
        """`month`, `quarter`, `half` or `year`; a total of everything counts as the year."""
        return "year" if self.named.grain == "total" else self.named.grain


@cache
def _measures(kind: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in book()["measures"][kind].items()]


@cache
def _metrics() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in book()["metrics"].items()]


def measure_of(words: str, kind: str) -> str | None:
    """What the words beside a period say is counted; '' in a heading means the kind's own measure, None something else.

    >>> measure_of("目标", "targets"), measure_of("achieved", "targets"), measure_of("执行率", "budget"), measure_of("", "budget")
    ('target', 'actual', 'other', 'budget')
    """
    if not words:
        return DEFAULT[kind]
    found = next((name for name, pattern in _measures(kind) if pattern.search(words)), None)
    if found is None and metric_of(words):
        return DEFAULT[kind]
    return found


def metric_of(words: str) -> str | None:
    """The metric that some words name.

    >>> metric_of("回款目标"), metric_of("新客户数"), metric_of("华东")
    ('collection', 'new_customers', None)
    """
    said = words.casefold()
    return next((name for name, pattern in _metrics() if pattern.search(said)), None)


@cache
def counted() -> frozenset[str]:
    """The metrics that are counts and no money."""
    return frozenset(book()["counted_metrics"])


def wide_columns(row: HeadRow, kind: str) -> list[WideColumn]:
    """The columns of a header that hold a measure in a period; nothing unless the kind of export may have such."""
    if kind not in DEFAULT:
        return []
    found = []
    for column, cell in sorted(row.cells.items()):
        path = row.paths.get(column) or (_label(cell),)
        if not path[0] or any(len(part) > LONGEST_LABEL for part in path):
            continue
        named, rest = named_by(tuple(_bare(p) for p in path))
        measure = measure_of(rest, kind) if named else None
        if named and measure and named.grain != "to-date":
            found.append(WideColumn(column, heading("/".join(path)), measure, metric_of(rest), named))
    return found


def _bare(part: str) -> str:
    """A label without the unit in its brackets."""
    head = heading(part)
    return head.bare if head.unit or head.basis else part


def _label(cell: Cell) -> str:
    if isinstance(cell, float):
        whole = int(cell) if cell.is_integer() else 0
        return f"{whole}月" if 1 <= whole <= 12 else str(whole) if 1990 <= whole <= 2100 or 199001 <= whole <= 210012 else ""
    return cell.strip()
