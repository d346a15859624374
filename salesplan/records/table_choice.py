"""The sheet of a file that holds the wanted list, or a plain answer why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.book import Book, open_book
from salesplan.records.files import Source
from salesplan.records.grid import Grid, HeadRow, Role, Sheet
from salesplan.records.headings import Basis, title_basis, title_unit
from salesplan.records.mapping import REQUIRED, Header, find_header, likely_kind
from salesplan.records.merged_cells import filled_down
from salesplan.records.near_misses import near_misses
from salesplan.records.saved_maps import Given
from salesplan.words import Text

LEADING_COLUMNS = 5
"""Columns this far to the left are read even without a header: the word 合计 may stand in them."""
OWN_MARK = "« "
"""Begins the link to the contents on sheets of the program's own workbooks, whose cells hold currency units whatever they show."""
MORE_TERMS = 2
"""A sheet of details knows at least this many terms more than a summary of it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet that holds the list, its header, and what the title lines above it state."""

    book: Book
    sheet: Sheet
    header: Header
    unit: str | None
    basis: Basis | None
    titles: Sequence[str] = ()
    passed_over: Sequence[str] = ()

    def grid(self, roles: Mapping[int, Role], fill: Iterable[int] = ()) -> Grid:
        """The filled rows below the header; merged cells count for all of their rows in the columns to `fill`."""
        grid = self.sheet.grid(roles, self.header.last_row)
        return filled_down(grid, self.sheet.merges(), fill)


def choose_table(source: Source, kind: str, given: Given | None = None, sheet: str | None = None) -> Table:
    """The table of a kind of export in a file.

    Raises: InvalidInput (`no-such-sheet`, `several-sheets-fit`, `no-header-found`, `columns-missing`, `another-kind-of-list`,
    and what `open_book` says of the file itself).
    """
    book = open_book(source)
    sheets = [s for s in book.sheets if sheet is None or s.name == sheet]
    if not sheets:
        raise source.refused("no-such-sheet", sheet=sheet, sheets=[s.name or "" for s in book.sheets])
    heads = [s.head() for s in sheets]
    headers = [find_header(h, kind, given, s.merges) for h, s in zip(heads, sheets, strict=True)]
    fits = [i for i, h in enumerate(headers) if h is not None and h.has(kind)]
    if not fits:
        raise InvalidInput([_why_none(source, kind, sheets, heads, headers)])
    best = _chosen(fits, headers, sheets, kind)
    if best is None:
        raise source.refused("several-sheets-fit", sheets=[sheets[i].name or f"#{i + 1}" for i in fits])
    header = headers[best]
    assert header is not None  # it fits
    titles = [str(c) for row in heads[best] if row.number < header.row for c in row.cells.values() if isinstance(c, str)]
    unit = None if any(t.startswith(OWN_MARK) for t in titles) else next((u for u in map(title_unit, titles) if u), None)
    basis = next((b for b in map(title_basis, titles) if b), None)
    others = [sheets[i].name or f"#{i + 1}" for i in fits if i != best]
    return Table(book, sheets[best], header, unit, basis, titles, others)


def _chosen(fits: Sequence[int], headers: Sequence[Header | None], sheets: Sequence[Sheet], kind: str) -> int | None:
    """The one sheet of those that fit which is rather of this kind than of another, or which says all that the others say
    and more, as the details of their summaries; None where it cannot be known.
    """
    if len(fits) == 1:
        return fits[0]
    from salesplan.records.kinds import fits as kinds_of

    own = [i for i in fits if (found := kinds_of([sheets[i]])) and found[0].kind == kind] or list(fits)
    terms = {i: frozenset(h.candidates) for i in own if (h := headers[i]) is not None}
    best = max(own, key=lambda i: len(terms[i]))
    if all(i == best or (terms[i] < terms[best] and len(terms[best]) >= len(terms[i]) + MORE_TERMS) for i in own):
        return best
    return None


def _why_none(
    source: Source, kind: str, sheets: Sequence[Sheet], heads: Sequence[Sequence[HeadRow]], headers: Sequence[Header | None]
) -> Problem:  # fmt: skip
    at = max(range(len(sheets)), key=lambda i: headers[i].hits if headers[i] is not None else 0)  # type: ignore[union-attr]
    header = headers[at]
    place = Place(source.name, sheet=sheets[at].name)
    if not any(heads):
        return Problem("no-rows", place, {"file": source.name})
    other = likely_kind(heads[at])
    wanted = Text(f"kind-{kind}")
    if other not in (None, kind):
        return Problem("another-kind-of-list", place, {"file": source.name, "kind": wanted, "other": Text(f"kind-{other}")})
    if header is None:
        return Problem("no-header-found", place, {"file": source.name, "kind": wanted, "first": _first_texts(heads[at])})
    missing = [_label(any_of) for any_of in REQUIRED[kind] if not any(t in header.candidates for t in any_of)]
    near = near_misses(header.strangers, kind, [t for any_of in REQUIRED[kind] if not any(t in header.candidates for t in any_of) for t in any_of])
    guess = Text("near-misses", near=near) if near else ""
    params = {"file": source.name, "row": header.row, "missing": missing, "headers": header.unknown or ["–"], "guess": guess}
    return Problem("columns-missing", place, params)


def _label(any_of: frozenset[str]) -> Text:
    return Text("column-amount" if "amount" in any_of else "column-order-date" if "order_date" in any_of else "column-name" if "name" in any_of else f"needs-{sorted(any_of)[0].replace('_', '-')}")


def _first_texts(head: Sequence[HeadRow]) -> list[str]:
    return [str(c)[:20] for c in list(head[0].cells.values())[:6]] if head else []


