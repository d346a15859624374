"""A guess at what a misspelt name was meant to be, as the tail of a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from salesplan.problem import nearest
from salesplan.words.texts import Text


def guess(word: str, known: Iterable[str]) -> Text | str:
    """`; did you mean ...` with the nearest known name, or nothing where none is near.

    >>> guess("regoin", ["region"])
    Text('guess', {'name': 'region'})
    """
    name = nearest(word, known)
    return Text("guess", name=name) if name else ""
