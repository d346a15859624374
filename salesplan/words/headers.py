"""The words that systems write above their columns, by kind of export and term, as `headers.yaml` holds them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def book() -> dict[str, Any]:
    """Everything in `headers.yaml`: kinds of exports, totals, statuses, currencies, systems."""
    import yaml

    text = (Path(__file__).parent / "headers.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def synonyms(kind: str) -> dict[str, list[str]]:
    """The headers of each term in one kind of export, the strongest first.

    >>> synonyms("sales")["order_date"][:2]
    ['日期', '单据日期']

    Raises: KeyError.
    """
    held = book()
    merged = {term: list(words) for term, words in held["kinds"][kind].items()}
    if kind != "team":
        for term, words in held["shared"].items():
            merged.setdefault(term, list(words))
    return merged


def kinds() -> tuple[str, ...]:
    """The kinds of exports that are known, in the order of the book."""
    return tuple(book()["kinds"])
