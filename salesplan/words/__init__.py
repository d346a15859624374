"""Every word that a user reads or writes: terms, kinds of values, messages, headers of exports; zh and en."""

from salesplan.words.kinds import KINDS, Kind, MoneyForm, Quantity, form
from salesplan.words.texts import Text, language_of, say
from salesplan.words.terms import TERMS, Term, term

__all__ = [
    "KINDS", "TERMS", "Kind", "MoneyForm", "Quantity", "Term", "Text", "form", "language_of", "say", "term",
]  # fmt: skip
