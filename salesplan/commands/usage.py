"""A command line that cannot be understood: what is wrong with it, as a value with a sentence in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from salesplan.problem import nearest
from salesplan.words import Text, say


class Misuse(Exception):
    """A way of asking that cannot be answered (exit code 2): an unknown option, a bad value, an output that cannot be written.

    `slug` names its sentences in `salesplan.words.messages`, `params` the values that they name.
    """

    def __init__(self, slug: str, /, **params: Any) -> None:
        """Keep the slug and the values."""
        self.slug, self.params = slug, params
        super().__init__(slug)

    def said(self, lang: str) -> str:
        """What is wrong and, on a second line, what to do.

        >>> print(Misuse("usage-value", option="--as-of", value="soon").said("en"))
        "soon" cannot be used for --as-of
        """
        text = Text(self.slug, **{k: _legible(v) for k, v in self.params.items()})
        sentences = [say(text, lang), say(text, lang, part="do")]
        if guess := self.params.get("guess"):
            sentences[0] += say(Text("usage-guess", guess=_legible(guess)), lang)
        return "\n".join(filter(None, sentences))


def unknown(slug: str, word: str, known: Iterable[str], **params: Any) -> Misuse:
    """A misuse by a name that is not known, with the nearest name that is."""
    known = list(known)
    return Misuse(slug, value=word, known=known, guess=nearest(word, known), **params)


def _legible(value: Any) -> Any:
    """The value with nothing in it that a terminal would obey."""
    if isinstance(value, str):
        return "".join(c if c.isprintable() else "\ufffd" for c in value)
    return [_legible(v) for v in value] if isinstance(value, (list, tuple)) else value
