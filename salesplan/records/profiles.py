"""Headers whose meaning depends on the system that wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import cast

from salesplan.records.headings import Basis, Heading, heading
from salesplan.words.headers import book

Meaning = tuple[str, Basis | None]
"""A term ('' for a column that is not read) and the tax basis that goes with it."""


def system_by(headings: Iterable[Heading]) -> str | None:
    """The system that wrote a table, by sets of words that only it writes; None when unknown."""
    have = {word for h in headings for word in (h.whole, h.bare)}
    for system, signs in _signs().items():
        if any(sign <= have for sign in signs):
            return system
    return None


@cache
def _signs() -> dict[str, list[frozenset[str]]]:
    return {
        name: [frozenset(heading(w).whole for w in words) for words in lists] for name, lists in book()["systems"].items()
    }


def meanings(headings: Mapping[int, Heading], kind: str) -> dict[int, Meaning]:
    """What the system behind a table means by some of its columns, where a plain table of words would be wrong.

    >>> heads = {i: heading(t) for i, t in enumerate(["录单日期", "经手人全名", "折后金额", "税率"])}
    >>> meanings(heads, "sales")
    {2: ('amount_net', 'tax_excluded')}
    """
    system = system_by(headings.values())
    found: dict[int, Meaning] = {}
    for group in _profiles().get(system or "", {}).get(kind, ()):
        columns = {word: _columns(headings, word) for word in group}
        if all(columns.values()):
            for word, meaning in group.items():
                found |= dict.fromkeys(columns[word], meaning)
    return found


def _columns(headings: Mapping[int, Heading], word: str) -> list[int]:
    return [j for j, h in headings.items() if h.whole == word] or [j for j, h in headings.items() if h.bare == word][:1]


@cache
def _profiles() -> dict[str, dict[str, Sequence[dict[str, Meaning]]]]:
    """By system and kind, groups of words with their meanings; a group counts where all of its words are there."""
    return {
        system: {kind: [{heading(w).whole: _meaning(m) for w, m in group.items()} for group in groups] for kind, groups in kinds.items()}
        for system, kinds in book()["profiles"].items()
    }


def _meaning(written: str) -> Meaning:
    term, _, basis = written.partition("/")
    return term, cast(Basis, f"tax_{basis}") if basis else None
