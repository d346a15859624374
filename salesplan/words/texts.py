"""Saying things: a text is a slug with parameters; it becomes a sentence only when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesplan.words.kinds import MoneyForm, Quantity, form
from salesplan.words.messages import MESSAGES
from salesplan.words.terms import Term


class Text:
    """A sentence to be said later: a slug of `words.messages` and its parameters.

    >>> say(Text("rows-kept", rows=3), "en")
    '3 rows kept'
    """

    __slots__ = ("params", "slug")

    def __init__(self, slug: str, /, **params: Any) -> None:
        """Keep the slug and the values that the sentence names."""
        self.slug = slug
        self.params: Mapping[str, Any] = params

    def __repr__(self) -> str:
        """As it is built."""
        return f"Text({self.slug!r}, {dict(self.params)!r})"

    def __eq__(self, other: object) -> bool:
        """Same slug, same values."""
        return isinstance(other, Text) and (self.slug, self.params) == (other.slug, other.params)

    def __hash__(self) -> int:
        """By the slug."""
        return hash(self.slug)


def say(text: Text | str, lang: str, money: MoneyForm | None = None, *, part: str = "") -> str:
    """The sentence in one language. A plain string is the user's own word and stays as it is.

    Parameters may be texts (said in the same language), quantities (formed by their kind), lists
    (joined) or plain values. `part="do"` gives the remedy of a problem ('' where there is none).
    """
    if isinstance(text, str):
        return text
    message = MESSAGES[text.slug]
    template = (message.zh if lang == "zh" else message.en) if not part else (message.do_zh if lang == "zh" else message.do_en)
    values = {k: _said(v, lang, money or MoneyForm()) for k, v in text.params.items()}
    return template.format_map(_Forgiving(values))


def _said(value: Any, lang: str, money: MoneyForm) -> Any:
    if isinstance(value, Text):
        return say(value, lang, money)
    if isinstance(value, Term):
        return value.label(lang)
    if isinstance(value, Quantity):
        return form(value.value, value.kind, value.money or money, lang, unit=True)
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(str(_said(v, lang, money)) for v in value)
    return value


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
