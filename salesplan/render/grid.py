"""A table as columns of text, and how its columns make way on a screen that is too narrow for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from salesplan.render.cells import Head, heads, heads_alone, said, spans, texts
from salesplan.render.characters import width
from salesplan.render.screen import Screen
from salesplan.report import Report, Row, Table
from salesplan.words import Text
from salesplan.words.width import wrapped

GAP = 2
"""Blanks between columns."""

NARROWEST_TEXT, NARROWEST_FIRST = 12, 20
"""Columns of text wrap, but not below this width; the first, which names the row, not below the second."""

WIDEST_WORD = 44
"""A longer word may be broken over two lines, a shorter one rather gives its whole column away."""

WIDEST_HEADING = 24
"""Headings never make a column of numbers wider than this."""

MARK_ROOM = 2
"""What a mark behind a cell takes."""

MOST_HEADING_LINES = 2
"""Headings of columns of numbers take at most this many lines, as long as columns of a higher rank can make way."""

MOST_NAMES = 4
"""More columns of one kind than this are named by the first and the last."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One column: its heading, its position in the table, the text of each cell, the widest cell and word of them, its width, and whether marks stand behind its cells."""

    head: Head
    position: int
    cells: tuple[str, ...]
    widest: int
    word: int
    columns: int
    marked: bool = False

    @property
    def across(self) -> int:
        """Its width with the room for marks."""
        return self.columns + MARK_ROOM * self.marked

    @property
    def narrowest(self) -> int:
        """The width below which a number or a word would be cut."""
        label = width(self.head.label)
        if not self.head.right:
            least = NARROWEST_FIRST if self.position == 0 else NARROWEST_TEXT
            return min(max(self.widest, label), max(least, min(self.word, WIDEST_WORD)))
        lines = MOST_HEADING_LINES if label <= MOST_HEADING_LINES * WIDEST_HEADING else MOST_HEADING_LINES + 1
        first = max(_longest_word([self.head.label]), -(-label // lines))
        fits = (w for w in range(first, label) if len(list(wrapped(self.head.label, w))) <= lines)
        return max(self.widest, min(WIDEST_HEADING, next(fits, label)))


@dataclass(frozen=True, slots=True)
class Grid:
    """What is shown of a table: rows, and strands in one or more parts, with what had to be left out."""

    rows: tuple[Row, ...]
    parts: tuple[tuple[Strand, ...], ...]
    more_rows: int = 0
    left_out: tuple[Head, ...] = ()

    @property
    def across(self) -> int:
        """The width of the widest part."""
        return max((_across(part) for part in self.parts), default=0)


def fitted(table: Table, report: Report, lang: str, screen: Screen, most_rows: int) -> Grid:
    """The table as it fits a screen.

    First headings wrap, then texts, then columns go by rank, the highest first; what must stay and
    still does not fit stands in parts, one below the other, each beginning with the first column.
    """
    rows, more = _first_rows(table.rows, most_rows)
    columns = heads(table, report, lang)
    lines = [[screen.cell(t) for t in texts(row, columns, report, lang)] for row in rows]
    strands = _strands(rows, columns, lines)
    kept = _kept_ranks(strands, screen.width)
    stay = [s for s in strands if s.head.column.rank in kept]
    shown = _squeezed(stay, screen.width)
    parts = (tuple(shown),) if shown is not None else _parts(stay, screen.width)
    return Grid(rows, parts, more, tuple(s.head for s in strands if s.head.column.rank not in kept))


def _kept_ranks(strands: list[Strand], columns: int) -> set[int]:
    """The ranks that stay: the highest go until the rest fits, then those that still find room come back."""

    def fits(ranks: set[int]) -> bool:
        return _squeezed([s for s in strands if s.head.column.rank in ranks], columns) is not None

    ranks = {s.head.column.rank for s in strands}
    kept = set(ranks)
    for rank in sorted(ranks - {0}, reverse=True):
        if fits(kept):
            break
        kept.discard(rank)
    for rank in sorted(ranks - kept):
        kept |= {rank} if fits(kept | {rank}) else set()
    return kept


def _first_rows(rows: Sequence[Row], most: int) -> tuple[tuple[Row, ...], int]:
    """The first rows and the totals at the end, and how many rows between them are not shown."""
    end = len(rows)
    while end and rows[end - 1].level == "total":
        end -= 1
    return (*rows[: min(most, end)], *rows[end:]), max(0, end - most)


def _strands(rows: Sequence[Row], columns: Sequence[Head], lines: Sequence[Sequence[str]]) -> list[Strand]:
    strands = []
    for i, head in enumerate(columns):
        cells = tuple(("  " * row.indent if i == 0 else "") + line[i] for row, line in zip(rows, lines, strict=True))
        # a heading that stands alone in its row runs over the columns beside it
        own = [c for c, row in zip(cells, rows, strict=True) if not heads_alone(row)]
        widest = max(map(width, own), default=0)
        natural = max(min(width(head.label), WIDEST_HEADING), widest)
        word = 0 if head.right else _longest_word(own)
        strands.append(Strand(head, i, cells, widest, word, natural, any(row.marks.get(i) for row in rows)))
    return _with_room_for_groups(strands)


def _longest_word(texts: Sequence[str]) -> int:
    """The width of the longest part that cannot be broken over two lines."""
    return max((width(line) for text in set(texts) for line in wrapped(text, 1)), default=0)


def _with_room_for_groups(strands: list[Strand]) -> list[Strand]:
    for name, first, count in spans([s.head.group for s in strands]):
        lacking = min(width(name), WIDEST_HEADING) - _across(strands[first : first + count])
        if name and lacking > 0:
            last = strands[first + count - 1]
            strands[first + count - 1] = replace(last, columns=last.columns + lacking)
    return strands


def _across(strands: Sequence[Strand]) -> int:
    return sum(s.across for s in strands) + GAP * max(0, len(strands) - 1)


def _squeezed(strands: list[Strand], columns: int) -> list[Strand] | None:
    """The strands with headings and then texts wrapped as far as needed, or None where that is not enough."""
    if _across(strands) <= columns:
        return strands
    shown = [replace(s, columns=s.narrowest) if s.head.right else s for s in strands]
    shown = _with_room_for_groups(shown)
    over = _across(shown) - columns
    for at in sorted(range(len(shown)), key=lambda i: (-shown[i].columns, i)):
        give = min(over, shown[at].columns - shown[at].narrowest)
        if give > 0 and not shown[at].head.right:
            shown[at] = replace(shown[at], columns=shown[at].columns - give)
            over -= give
    return shown if over <= 0 else None


def _parts(strands: list[Strand], columns: int) -> tuple[tuple[Strand, ...], ...]:
    first, *rest = [replace(s, columns=min(s.narrowest, columns)) for s in strands]
    parts = [[first]]
    for strand in rest:
        if _across([*parts[-1], strand]) > columns and len(parts[-1]) > 1:
            parts.append([first])
        parts[-1].append(strand)
    return tuple(tuple(_with_room_for_groups(part)) for part in parts)


def left_out_sentence(shown: Grid, columns: int, report: Report, lang: str) -> str:
    """Which columns had to be left out and how to see them; empty when none."""
    if not shown.left_out:
        return ""
    names: list[str | Text] = []
    by_term: dict[str, list[str]] = {}
    for head in shown.left_out:
        own = head.column.label is not None
        by_term.setdefault(head.column.term, []).append(f"{head.group} {head.label}".strip() if own else head.label)
    for labels in by_term.values():
        if len(labels) > MOST_NAMES:
            names.append(Text("report-first-to-last", first=labels[0], last=labels[-1], count=len(labels)))
        else:
            names += labels
    return said(Text("report-columns-left-out", width=columns, names=names), report, lang)
