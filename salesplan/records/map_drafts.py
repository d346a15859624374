"""A first map of a file that cannot be used yet: its headers with what is known of them, to be filled in by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.book import open_book
from salesplan.records.files import Source
from salesplan.records.grid import HeadRow
from salesplan.records.map_files import MANY
from salesplan.records.mapping import Header, find_header, header_of, likely_kind, system_of
from salesplan.words import Text


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a file's headers: the kind of list, header -> term, and the headers nobody knows."""

    kind: str
    system: str | None
    columns: Mapping[str, str]
    ignored: Sequence[str]


def draft_of(source: Source) -> Draft:
    """The draft of the most likely table of a file. Raises: InvalidInput when it holds nothing like a header."""
    heads = [s.head() for s in open_book(source).sheets]
    kind = next((k for k in map(likely_kind, heads) if k), "sales")
    headers = [h for h in (_header(head, kind) for head in heads) if h is not None]
    if not headers:
        params = {"file": source.name, "kind": Text(f"kind-{kind}"), "first": [str(c)[:20] for h in heads[:1] for r in h[:1] for c in r.cells.values()]}
        raise InvalidInput([Problem("no-header-found", Place(source.name), params)])
    header = max(headers, key=lambda h: (h.hits, len(h.headings)))
    columns = _columns(header)
    return Draft(kind, system_of(header), columns, [h.text for h in header.headings.values() if h.text not in columns])


def _header(head: Sequence[HeadRow], kind: str) -> Header | None:
    """The header that knows most words, else the first row that is nothing but words."""
    found = find_header(head, kind)
    if found is not None:
        return found
    texts = [r for r in head if len(r.cells) > 1 and all(isinstance(c, str) for c in r.cells.values())]
    return header_of(max(texts, key=lambda r: len(r.cells)), kind) if texts else None


def _columns(header: Header) -> dict[str, str]:
    """Header -> term, the strongest column of each term."""
    chosen: dict[int, str] = {}
    for term, some in header.candidates.items():
        for candidate in some if term in MANY else [min(some, key=lambda c: c.strength)]:
            chosen.setdefault(candidate.column, term)
    return {header.headings[j].text: chosen[j] for j in sorted(chosen) if j in header.headings}
