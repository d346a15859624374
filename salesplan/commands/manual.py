"""The pages that `--help` shows: the front page from a table alone, a command's page from its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from salesplan.words.messages import MESSAGES
from salesplan.words.width import padded, width, wrapped

if TYPE_CHECKING:
    from typer.core import TyperArgument, TyperCommand, TyperOption

PAGE = 79
"""Columns of a page."""

_GUTTER = 26
"""Columns of the left side, where names stand, at most."""


def words(slug: str, lang: str) -> str:
    """The sentence of a slug that names no values; a word that is no slug stays as it is."""
    message = MESSAGES.get(slug)
    return slug if message is None else message.zh if lang == "zh" else message.en


def front_page(entries: Iterable[tuple[str, str]], lang: str) -> str:
    """What `salesplan --help` shows: commands (name, panel) by chapter, common options, examples."""
    commands = list(entries)
    usage = f"salesplan {words('metavar-command', lang)} [{words('metavar-options', lang)}]"
    parts = [_paragraph(words("front-title", lang)), _heading("usage", lang, usage)]
    left = max(width(name) for name, _ in commands)
    for chapter in dict.fromkeys(panel for _, panel in commands):
        rows = [(padded(name, left), words(f"help-{name}", lang)) for name, panel in commands if panel == chapter]
        parts.append(_section(words(f"panel-{chapter}", lang), rows))
    options = [("--lang zh|en", "option-lang"), ("--version", "option-version"), ("-h, --help", "option-help")]
    parts.append(_section(words("heading-options", lang), [(n, words(h, lang)) for n, h in options]))
    parts += [_examples("front-examples", lang), _paragraph(words("front-more", lang))]
    return "\n\n".join(parts) + "\n"


def command_page(name: str, command: TyperCommand, lang: str) -> str:
    """What `salesplan NAME --help` shows: usage, what it is for, arguments, options with defaults, examples."""
    from typer.core import TyperArgument, TyperOption

    arguments = [p for p in command.params if isinstance(p, TyperArgument) and not p.hidden]
    options = [p for p in command.params if isinstance(p, TyperOption) and not p.hidden]
    usage = " ".join(["salesplan", name, *(_shape(a, lang) for a in arguments), f"[{words('metavar-options', lang)}]"])
    parts = [_heading("usage", lang, usage), _paragraph(words(f"help-{name}", lang))]
    if f"about-{name}" in MESSAGES:
        parts.append(_paragraph(words(f"about-{name}", lang)))
    if arguments:
        parts.append(_section(words("heading-arguments", lang), [(_metavar(a, lang), _help(a, lang)) for a in arguments]))
    rows = [(_spelling(o, lang), _help(o, lang)) for o in options] + [("-h, --help", words("option-help", lang))]
    parts.append(_section(words("heading-options", lang), rows))
    if f"examples-{name}" in MESSAGES:
        parts.append(_examples(f"examples-{name}", lang))
    return "\n\n".join(parts) + "\n"


def _paragraph(text: str) -> str:
    return "\n".join(wrapped(text, PAGE))


def _heading(slug: str, lang: str, text: str) -> str:
    return words(f"heading-{slug}", lang) + ("：" if lang == "zh" else ": ") + text


def _examples(slug: str, lang: str) -> str:
    lines = words(slug, lang).split("\n")
    return "\n".join([words("heading-examples", lang), *(f"  {line}" for line in lines)])


def _section(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """A heading and, under it, names on the left and what they mean on the right."""
    left = min(max(width(name) for name, _ in rows), _GUTTER) + 2
    lines = [title]
    for name, text in rows:
        said = wrapped(text, PAGE - 2 - left)
        if width(name) + 2 > left:
            lines.append(f"  {name}")
            lines += [" " * (2 + left) + line for line in said]
        else:
            lines += [f"  {padded(side, left)}{line}" for side, line in zip([name] + [""] * len(said), said, strict=False)]
    return "\n".join(lines)


def _metavar(param: TyperArgument | TyperOption, lang: str) -> str:
    raw = param.metavar or param.name.upper()
    slug = f"metavar-{raw.lower()}"
    return words(slug, lang) if slug in MESSAGES else raw


def _shape(argument: TyperArgument, lang: str) -> str:
    """An argument as the usage line writes it: [optional], repeated...

    With `nargs` of -1 it may be repeated.
    """
    name = _metavar(argument, lang) + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _spelling(option: TyperOption, lang: str) -> str:
    """An option as it is typed: short form, long form, its value."""
    names = sorted(option.opts, key=len) + option.secondary_opts
    text = ", ".join(names) if len(names) == 1 or len(names[0]) == len("-x") else " / ".join(names)
    text = text if len(option.opts[0]) == len("-x") or len(names) > 1 else f"    {text}"
    return text if option.is_flag else f"{text} {_metavar(option, lang)}"


def _help(param: TyperArgument | TyperOption, lang: str) -> str:
    text = words(param.help or "", lang)
    if param.required:
        return text + words("option-required", lang)
    default = param.default
    if default is None or isinstance(default, bool) or default in ("", (), []):
        return text
    return (text + words("option-default", lang).format(value=default)).strip()
