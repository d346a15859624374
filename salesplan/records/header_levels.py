"""Headers of two or three rows: a group above the columns that it covers (一季度 above 1月, 1月 above 预算)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from salesplan.records.grid import Cell, HeadRow
from salesplan.records.merged_cells import MergedRange
from salesplan.records.period_headings import named_months

DEEPEST = 3
"""A header has at most this many rows."""
LONGEST_LABEL = 40
SEPARATOR = "/"
"""Stands between the levels of a header, as in 一季度/1月."""


def lines(rows: Sequence[HeadRow], merges: Sequence[MergedRange]) -> Iterator[HeadRow]:
    """Everything among the first rows that may be a header: each row, and rows that stand as levels joined to one."""
    for i, row in enumerate(rows):
        joined = _joined(rows[i : i + DEEPEST], merges)
        if joined is not None:
            yield joined
        yield row


def seems_levelled(rows: Sequence[HeadRow]) -> bool:
    """Whether some rows look like levels of one header, so that it pays to ask for merged cells."""
    return any(_joined(rows[i : i + 2], ()) is not None for i in range(len(rows) - 1))


def _joined(rows: Sequence[HeadRow], merges: Sequence[MergedRange]) -> HeadRow | None:
    """The longest run of rows from the first that are levels of one header; None when the first stands alone."""
    depth = 1
    while depth < len(rows) and rows[depth].number == rows[depth - 1].number + 1 and _levels(rows[depth - 1], rows[depth], merges):
        depth += 1
    if depth == 1:
        return None
    some = rows[:depth]
    width = 1 + max(j for row in some for j in row.cells)
    paths: dict[int, tuple[str, ...]] = {}
    covers = [_cover(row, some[k + 1 :], merges) for k, row in enumerate(some[:-1])]
    last = some[-1]
    for j in range(width):
        parts = [cover[j] for cover in covers if j in cover]
        own = _label(last.cells.get(j))
        if own:
            parts.append(own)
        if parts:
            paths[j] = tuple(dict.fromkeys(parts))
    cells: Mapping[int, Cell] = {j: SEPARATOR.join(path) for j, path in paths.items()}
    return HeadRow(some[0].number, cells, depth, paths)


def _label(cell: Cell | None) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else ""
    return cell or ""


def _cover(row: HeadRow, below: Sequence[HeadRow], merges: Sequence[MergedRange]) -> dict[int, str]:
    """The label above each column that a row's cells reach over."""
    return {j: _label(row.cells[start]) for start, end in _extents(row, below, merges).items() for j in range(start, end + 1)}


def _extents(row: HeadRow, below: Sequence[HeadRow], merges: Sequence[MergedRange]) -> dict[int, int]:
    """The last column that each filled cell of a row reaches: as merged, else over the blank cells to its right."""
    merged = {m.column: m.last_column for m in merges if m.row == row.number}
    starts = sorted(row.cells)
    if merged:
        return {j: max(j, merged.get(j, j)) for j in starts}
    filled = {j for r in below for j in r.cells}
    last = max(filled | set(starts))
    found = {}
    for j, after in zip(starts, [*starts[1:], last + 1], strict=True):
        end = j
        while end + 1 < after and j in filled and end + 1 in filled:
            end += 1
        found[j] = end
    return found


def _levels(top: HeadRow, below: HeadRow, merges: Sequence[MergedRange]) -> bool:
    """Whether a row holds groups over the labels of the next."""
    if len(top.cells) < 2 or not _is_labels(top) or not _is_labels(below):
        return False
    extents = _extents(top, (below,), merges)
    groups = [(a, b) for a, b in extents.items() if b > a and sum(a <= j <= b for j in below.cells) > 1]
    if not groups:
        return False
    inside = {j for a, b in groups for j in range(a, b + 1)}
    alone = [j for j in below.cells if j not in inside and j in top.cells]
    if alone and not all(_is_period(below.cells[j]) or _is_period(top.cells[j]) for j in alone):
        return False
    tall = [m for m in merges if m.row == top.number and m.last_row > m.row and m.column in top.cells]
    if any(m.last_row < below.number + 2 for m in tall):
        return True
    periods = any(_is_period(c) for c in below.cells.values()) or any(_is_period(top.cells[a]) for a, _ in groups)
    repeated = len(groups) > 1 and len(set(below.cells.values())) < len(below.cells)
    apart = not any(j in below.cells for j in top.cells if j not in inside) and len(groups) < len(top.cells)
    return periods or repeated or apart


def _is_period(cell: Cell) -> bool:
    return named_months(_label(cell))[0] is not None


def _is_labels(row: HeadRow) -> bool:
    """Whether all cells are short texts or years, none a sentence."""
    return all(
        (isinstance(c, str) and len(c) <= LONGEST_LABEL and not any(mark in c for mark in "：:。；")) or (isinstance(c, float) and 1 <= c <= 2100 and c.is_integer())
        for c in row.cells.values()
    )  # fmt: skip
