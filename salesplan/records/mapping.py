"""Finding the header of a table, and the term that each of its columns answers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from salesplan.records.grid import HeadRow
from salesplan.records.headings import Basis, Heading, fold, heading, without_prefix
from salesplan.words.headers import book, kinds, synonyms

FEWEST_HITS = 3
"""A header has at least this many known words, or two that are all a kind of export needs."""
ENOUGH_HITS = 8
"""A row with this many known words, the needed ones among them, is the header; the rows below need no look."""
LONGEST_HEADER = 120
REQUIRED: Mapping[str, tuple[frozenset[str], ...]] = {
    "sales": (frozenset({"order_date"}), frozenset({"amount", "amount_net", "line_amount"})),
    "team": (frozenset({"name"}),),
}
"""The terms (one of each set) without which a kind of export is of no use."""
INSTEAD: Mapping[frozenset[str], tuple[frozenset[str], ...]] = {
    frozenset({"amount", "amount_net", "line_amount"}): (frozenset({"quantity", "unit_price"}),),
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

    @property
    def hits(self) -> int:
        """How many terms it knows."""
        return len(self.candidates)

    def has(self, kind: str) -> bool:
        """Whether it has what the kind of export cannot do without."""
        return all(any(t in self.candidates for t in any_of) or self._instead(any_of) for any_of in REQUIRED[kind])

    def _instead(self, any_of: frozenset[str]) -> bool:
        """Whether other terms together do for one that is missing."""
        return any(terms <= self.candidates.keys() for terms in INSTEAD.get(any_of, ()))

    @property
    def unknown(self) -> list[str]:
        """The headers that answer to no term, the first dozen."""
        known = {c.column for some in self.candidates.values() for c in some}
        return [h.text for j, h in self.headings.items() if j not in known][:12]

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
    for word, near, basis in tries:
        if word in words:
            return [Candidate(column, head, term, rank, near, basis) for term, rank in words[word]]
    return []


def header_of(row: HeadRow, kind: str, given: Mapping[str, str] | None = None) -> Header:
    """A row taken as a header; `given` maps headers to terms (or '' for none) and goes before the book."""
    chosen = {fold(h): t for h, t in (given or {}).items()}
    headings: dict[int, Heading] = {}
    found: dict[str, list[Candidate]] = {}
    for column, cell in sorted(row.cells.items()):
        if not isinstance(cell, str) or not cell.strip() or len(cell) > LONGEST_HEADER:
            continue
        head = headings[column] = heading(cell)
        term = chosen.get(fold(cell), chosen.get(head.whole))
        mine = candidates(kind, column, head) if term is None else [Candidate(column, head, term, -1, -1, head.basis)] if term else []
        for candidate in mine:
            found.setdefault(candidate.term, []).append(candidate)
    return Header(row.number, headings, found)


def find_header(rows: Sequence[HeadRow], kind: str, given: Mapping[str, str] | None = None) -> Header | None:
    """The row that knows most terms of the kind, the first of equals; None when none knows enough."""
    best: Header | None = None
    for row in rows:
        if len(row.cells) < 2:
            continue
        header = header_of(row, kind, given)
        needed = kind in REQUIRED and header.has(kind)
        if (header.hits >= FEWEST_HITS or (needed and header.hits >= 2)) and (best is None or header.hits > best.hits):
            best = header
        if needed and header.hits >= ENOUGH_HITS:
            break
    return best


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
    have = {h.whole for h in header.headings.values()} | {h.bare for h in header.headings.values()}
    for system, signs in _signs().items():
        if any(sign <= have for sign in signs):
            return system
    return None


@cache
def _signs() -> dict[str, list[frozenset[str]]]:
    return {
        name: [frozenset(heading(w).whole for w in words) for words in lists] for name, lists in book()["systems"].items()
    }
