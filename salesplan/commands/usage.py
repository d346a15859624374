"""A command line that cannot be understood: what is wrong with it, as a value with a sentence in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from salesplan.problem import nearest
from salesplan.render.characters import visible
from salesplan.words import Text, say
from salesplan.words.messages import MESSAGES

if TYPE_CHECKING:
    from typer._click import Context
    from typer.core import TyperCommand


class Misuse(Exception):
    """A way of asking that cannot be answered (exit code 2): an unknown option, a bad value, an output that cannot be written.

    `slug` names its sentences in `salesplan.words.messages`, `params` the values that they name.
    """

    def __init__(self, slug: str, /, **params: Any) -> None:
        """Keep the slug and the values."""
        self.slug, self.params = slug, params
        self.command: str | None = None
        super().__init__(slug)

    def said(self, lang: str) -> str:
        """What is wrong and, on lines of their own, what to do and where to read on.

        >>> print(Misuse("usage-value", option="--as-of", value="soon").said("en"))
        "soon" cannot be used for --as-of
        """
        text = Text(self.slug, **{k: _legible(v) for k, v in self.params.items()})
        sentences = [say(text, lang), say(text, lang, part="do")]
        if (guess := self.params.get("guess")) and "{guess}" not in MESSAGES[self.slug].en:
            sentences[0] += say(Text("usage-guess", guess=_legible(guess)), lang)
        if self.command:
            sentences.append(say(Text("usage-see", command=self.command), lang))
        return "\n".join(filter(None, sentences))


def unknown(slug: str, word: str, known: Iterable[str], **params: Any) -> Misuse:
    """A misuse by a name that is not known, with the nearest name that is."""
    known = list(known)
    return Misuse(slug, value=word, known=known, guess=nearest(word, known) if len(word) > 1 else None, **params)


def _legible(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else [_legible(v) for v in value] if isinstance(value, list) else value


@contextmanager
def understood(name: str, command: TyperCommand, arguments: Sequence[str]) -> Iterator[Context]:
    """The context of a command whose arguments make sense. Raises: Misuse when they do not."""
    from typer._click.exceptions import UsageError

    try:
        context = command.make_context(name, list(arguments))
        if context.args:
            raise Misuse("usage-extra", value=context.args[0])
    except UsageError as error:
        misuse = _misuse(error, command, arguments)
        misuse.command = name
        raise misuse from None
    except Misuse as misuse:
        misuse.command = name
        raise
    with context:
        yield context


def _misuse(error: Any, command: TyperCommand, arguments: Sequence[str]) -> Misuse:
    """Typer's usage error as ours; its classes are private, so they are told by what they carry."""
    option = getattr(error, "option_name", None)
    if hasattr(error, "possibilities"):
        return unknown("usage-option", str(option), [o for p in command.params for o in p.opts if o.startswith("-")])
    if option:
        flags = [o for p in command.params if getattr(p, "is_flag", False) for o in p.opts]
        return Misuse("usage-option-flag" if option in flags else "usage-option-value", option=option)
    param = getattr(error, "param", None)
    if param is None:
        return Misuse("usage-extra", value=" ".join(arguments))
    spelled = max(param.opts, key=len) if param.opts[0].startswith("-") else param.metavar or param.name
    if hasattr(error, "param_type"):
        named = Text(f"metavar-{spelled.lower()}") if f"metavar-{spelled.lower()}" in MESSAGES else spelled
        return Misuse("usage-missing", option=named)
    return Misuse("usage-value", option=spelled, value=_value_after(param.opts, arguments))


def _value_after(names: Sequence[str], arguments: Sequence[str]) -> str:
    """What was given to an option, as far as the command line shows it."""
    for i, word in enumerate(arguments):
        name, sign, value = word.partition("=")
        if name in names:
            return value if sign else next(iter(arguments[i + 1 :]), "")
    return " ".join(arguments)
