"""Headers that nobody knows but that look much like a word which a list cannot do without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from salesplan.records.headings import Heading
from salesplan.words import Text
from salesplan.words.headers import synonyms

CLOSE = 0.7
"""How alike a header and a known word must be [share of letters that match]."""
SHORTEST = 3
"""Headers shorter than this are not compared: two letters look like too much."""


def near_misses(unknown: Sequence[Heading], kind: str, terms: Iterable[str]) -> list[Text]:
    """`X` may be `Y`, for the headers that look like a word of the terms, the likest word of each.

    >>> from salesplan.records.headings import heading
    >>> [t.params["word"] for t in near_misses([heading("订单曰期"), heading("备注")], "sales", ["order_date"])]
    ['订单日期']
    """
    words = [w for t in terms for w in synonyms(kind).get(t, ())]
    found = []
    for head in unknown:
        if len(head.bare) < SHORTEST:
            continue
        best = max(words, key=lambda w: _likeness(head.bare, w), default=None)
        if best is not None and _likeness(head.bare, best) >= CLOSE:
            found.append(Text("near-miss", header=head.text, word=best))
    return found


def _likeness(bare: str, word: str) -> float:
    plain = word.replace(" ", "").casefold()
    if abs(len(plain) - len(bare)) > max(len(plain), len(bare)) * (1 - CLOSE) * 2:
        return 0.0
    return SequenceMatcher(None, bare, plain, autojunk=False).ratio()
