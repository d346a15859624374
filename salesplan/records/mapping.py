"""Finding the header of a table, and the term that each of its columns answers to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from salesplan.records.contracts import CONTRACTS
from salesplan.records.grid import HeadRow
from salesplan.records.header_levels import lines, seems_levelled
from salesplan.records.headings import Basis, Heading, fold, heading, without_prefix
from salesplan.records.merged_cells import MergedRange
from salesplan.records.profiles import meanings, system_by
from salesplan.records.saved_maps import Given, terms_given
from salesplan.records.varied_headings import VARIED, varied_term
from salesplan.records.wide_headings import WideColumn, wide_columns
from salesplan.words.headers import book, kinds, synonyms

FEWEST_HITS = 3
"""A header has at least this many known words, or two that are all a kind of export needs."""
ENOUGH_HITS = 8
"""A row with this many known words, the needed ones among them, is the header; the rows below need no look."""
LONGEST_HEADER = 120
MOST_WIDE_HITS = 12
SEVERAL = frozenset({"status", "doc_type", "amount", "amount_net", "line_amount", "tax"})
"""Terms of which a table may have several columns that matter."""
MEASURES = frozenset({"target", "actual", "budget", "rate", "burn"})
"""Terms that a column of a period may have of its own."""
REQUIRED: Mapping[str, tuple[frozenset[str], ...]] = {
    "sales": (frozenset({"order_date"}), frozenset({"amount", "amount_net", "line_amount"})),
    "team": (frozenset({"name"}),),
    **{kind: contract.needed for kind, contract in CONTRACTS.items()},
}
"""The terms (one of each set) without which a kind of export is of no use."""
INSTEAD: Mapping[frozenset[str], tuple[frozenset[str], ...]] = {
    frozenset({"amount", "amount_net", "line_amount"}): (frozenset({"quantity", "unit_price"}),),
    frozenset({"order_date"}): (frozenset({"created", "order_id"}),),
}
"""What does for a set of terms of which none is there: all of the terms of another set."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may stand for a term; `near` is 0 for the very word, more the more was taken off to match it."""

    column: int
    heading: Heading
    term: str
    rank: int
    near: int
    basis: Basis | None = None

    @property
    def strength(self) -> tuple[int, int, int, int]:
        """A key that sorts the stronger candidates first: base currency, then the word, then its place."""
        scope = {"base": 0, None: 1, "document": 2}[self.heading.scope]
        return (scope, min(self.near, 1), self.rank, self.column)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: the row it stands in, its headings by column, and the candidates of each term."""

    row: int
    headings: Mapping[int, Heading]
    candidates: Mapping[str, Sequence[Candidate]]
    depth: int = 1
    wide: Sequence[WideColumn] = ()

    @property
    def last_row(self) -> int:
        """The last row that it takes; the records begin below."""
        return self.row + self.depth - 1

    @property
    def hits(self) -> int:
        """How many terms it knows; columns of periods, of ranges of days and questions count up to a year's."""
        varied = sum(len(self.candidates[t]) - 1 for t in VARIED if t in self.candidates)
        return len(self.candidates) + min(len(self.wide) + varied, MOST_WIDE_HITS)

    def has(self, kind: str) -> bool:
        """Whether it has what the kind of export cannot do without."""
        measures = {w.measure for w in self.wide}
        return all(
            any(t in self.candidates or t in measures for t in any_of) or self._instead(any_of) for any_of in REQUIRED[kind]
        )

    def _instead(self, any_of: frozenset[str]) -> bool:
        """Whether other terms together do for one that is missing."""
        return any(terms <= self.candidates.keys() for terms in INSTEAD.get(any_of, ()))

    @property
    def strangers(self) -> list[Heading]:
        """The headers that answer to no term."""
        known = {c.column for some in self.candidates.values() for c in some} | {w.column for w in self.wide}
        return [h for j, h in self.headings.items() if j not in known]

    @property
    def unknown(self) -> list[str]:
        """The headers that answer to no term, the first dozen."""
        return [h.text for h in self.strangers[:12]]

    def column_named(self, name: str) -> int | None:
        """The column under a header, by its whole word or without brackets."""
        wanted = fold(name)
        for part in ("whole", "bare"):
            for column, head in self.headings.items():
                if getattr(head, part) == wanted or fold(head.text) == wanted:
                    return column
        return None


@cache
def _words(kind: str) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for term, words in synonyms(kind).items():
        for rank, word in enumerate(words):
            head = heading(word)
            for form in dict.fromkeys((head.whole, head.bare) if head.scope is None and head.basis is None else (head.whole,)):
                terms = found.setdefault(form, [])
                if term not in [t for t, _ in terms]:
                    terms.append((term, rank))
    return found


def candidates(kind: str, column: int, head: Heading) -> list[Candidate]:
    """The terms that a heading may stand for in a kind of export."""
    words = _words(kind)
    tries: list[tuple[str, int, Basis | None]] = [(head.whole, 0, head.basis), (head.bare, 1, head.basis)]
    tries += [(word, 2, basis or head.basis) for word, basis in without_prefix(head.bare)]
    if "-" in head.bare and head.bare.isascii():
        tries.append((head.bare.replace("-", ""), 2, head.basis))
    for word, near, basis in tries:
        if word in words:
            return [Candidate(column, head, term, rank, near, basis) for term, rank in words[word]]
    return []


def header_of(row: HeadRow, kind: str, given: Given | None = None) -> Header:
    """A row taken as a header; what is `given` (maps, or header -> term, '' for none) goes before the book."""
    chosen = terms_given(given, kind, row.cells.values())
    headings: dict[int, Heading] = {}
    found: dict[str, list[Candidate]] = {}
    for column, cell in sorted(row.cells.items()):
        if not isinstance(cell, str) or not cell.strip() or len(cell) > LONGEST_HEADER:
            continue
        head = headings[column] = heading(cell)
        term = chosen.get(fold(cell), chosen.get(head.whole))
        path = row.paths.get(column) or (cell,)
        varied = varied_term(kind, path) if term is None else None
        if varied is not None:
            mine = [Candidate(column, head, varied, 0, 0, None)]
        else:
            mine = _levelled(kind, column, head, path) if term is None else [Candidate(column, head, term, -2, -1, head.basis)] if term else []
        for candidate in mine:
            found.setdefault(candidate.term, []).append(candidate)
    if len(found) >= FEWEST_HITS:
        _profile(headings, found, kind)
    for term, some in found.items():
        if any(c.rank < 0 for c in some):
            found[term] = [c for c in some if c.rank == min(o.rank for o in some)]
    wide = [w for w in wide_columns(row, kind) if fold(w.heading.text) not in chosen and not _names_more(w, found)]
    periods = {w.column for w in wide}
    for term, some in list(found.items()):
        found[term] = [c for c in some if c.column not in periods]
        if not found[term]:
            del found[term]
    headings |= {w.column: w.heading for w in wide}
    return Header(row.number, headings, found, row.depth, wide)


def _profile(headings: Mapping[int, Heading], found: dict[str, list[Candidate]], kind: str) -> None:
    """Let columns mean what the system behind the table means by them; what a map says stays."""
    mapped = {c.column for some in found.values() for c in some if c.rank < 0}
    meant = {j: m for j, m in meanings(headings, kind).items() if j not in mapped}
    if not meant:
        return
    for term, some in list(found.items()):
        found[term] = [c for c in some if c.column not in meant]
        if not found[term]:
            del found[term]
    for column, (term, basis) in sorted(meant.items()):
        if term:
            head = headings[column]
            found.setdefault(term, []).append(Candidate(column, head, term, -1 if term not in SEVERAL else 0, 0, basis or head.basis))


def _names_more(wide: WideColumn, found: Mapping[str, Sequence[Candidate]]) -> bool:
    """Whether a heading is that of a column of dimensions, such as 年度 above 2025, and no period itself."""
    return any(c.column == wide.column and c.near == 0 and c.term not in MEASURES for some in found.values() for c in some)


def _levelled(kind: str, column: int, head: Heading, path: Sequence[str]) -> list[Candidate]:
    """The terms of a heading; of one with levels those of all its words together, else of the lowest alone."""
    found = candidates(kind, column, head)
    if found or len(path) < 2:
        return found
    for near, text in ((0, "".join(path)), (0, "-".join(path)), (3, path[-1])):
        own = heading(text)
        some = candidates(kind, column, own)
        if some:
            return [Candidate(column, head, c.term, c.rank, max(near, c.near), c.basis or head.basis) for c in some]
    return []


def find_header(
    rows: Sequence[HeadRow], kind: str, given: Given | None = None, merges: Callable[[], Sequence[MergedRange]] | None = None
) -> Header | None:
    """The header that knows most terms of the kind, in one row or several levels, the first of equals; None when none knows enough.

    `merges` gives the merged ranges; it is asked only where rows look like levels.
    """
    best: Header | None = None
    ranges = merges() if merges and seems_levelled(rows) else ()
    for row in lines(rows, ranges):
        if len(row.cells) < 2:
            continue
        header = header_of(row, kind, given)
        needed = kind in REQUIRED and header.has(kind)
        enough = header.hits >= FEWEST_HITS or (needed and header.hits >= 2)
        if enough and (best is None or header.hits > best.hits or (best.depth > 1 and _swallows(best, header))):
            best = header
        if needed and header.hits >= ENOUGH_HITS and row.depth == 1:
            break
    return best


def _swallows(levelled: Header, single: Header) -> bool:
    """Whether a header of several rows knows no more than its first row alone."""
    return single.row == levelled.row and single.hits >= levelled.hits and len(single.wide) >= len(levelled.wide)


def likeness(rows: Sequence[HeadRow]) -> int:
    """How many known words the best row has, whatever the kind of export."""
    return max((_known_cells(r) for r in rows if len(r.cells) > 1), default=0)


def _known_cells(row: HeadRow) -> int:
    heads = [heading(c) for c in row.cells.values() if isinstance(c, str) and len(c) <= LONGEST_HEADER]
    return len({h.bare for h in heads if h.whole in _all_words() or h.bare in _all_words()})


@cache
def _all_words() -> frozenset[str]:
    held = book()
    lists = [*held["shared"].values(), *(words for terms in held["kinds"].values() for words in terms.values())]
    return frozenset(heading(word).whole for words in lists for word in words)


def likely_kind(rows: Sequence[HeadRow]) -> str | None:
    """The kind of export that the table looks most like, by the words that only this kind has; None when like none."""
    shared = set(book()["shared"])
    best, most = None, 1
    for kind in kinds():
        header = find_header(rows, kind)
        own = len([t for t in header.candidates if t not in shared]) if header else 0
        if own > most:
            best, most = kind, own
    return best


def system_of(header: Header) -> str | None:
    """The system that wrote the table, by sets of words that only it writes; None when unknown."""
    return system_by(header.headings.values())
