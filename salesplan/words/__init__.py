"""Every word that a user reads or writes: terms, kinds of values, messages, headers of exports; zh and en.

The names below are loaded when they are first used, so that the front page of the command line,
which needs only sentences, does not wait for number formats.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salesplan.words.kinds import KINDS, Kind, MoneyForm, Quantity, form
    from salesplan.words.languages import language_of
    from salesplan.words.terms import TERMS, Term, term
    from salesplan.words.texts import Text, say

__all__ = [
    "KINDS", "TERMS", "Kind", "MoneyForm", "Quantity", "Term", "Text", "form", "language_of", "say", "term",
]  # fmt: skip

_HOMES = {"kinds": ("KINDS", "Kind", "MoneyForm", "Quantity", "form"), "languages": ("language_of",),
          "terms": ("TERMS", "Term", "term"), "texts": ("Text", "say")}  # fmt: skip


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"salesplan.words.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
