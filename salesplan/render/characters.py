"""Texts as screens draw them: wrapped and padded by width, and with what would hide or act made visible."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from salesplan.words.width import padded, width, wrapped

__all__ = ["centred", "chopped", "padded", "set_right", "visible", "width"]

_JOINERS = "\u200c\u200d"


def visible(text: str, *, lines: bool = False) -> str:
    r"""The text with every control, direction or invisible character written out, so that none acts on a screen.

    Line breaks and tabs become blanks; `lines` keeps line breaks.

    >>> visible("a\x1b[31m\u202eb\tc")
    'a<U+001B>[31m<U+202E>b c'
    """
    if text.isprintable():
        return text
    return "".join(_visible(c, lines) for c in text)


def _visible(char: str, lines: bool) -> str:
    if char == "\n" and lines:
        return char
    if char in "\t\n\r\u2028\u2029":
        return " "
    category = unicodedata.category(char)
    hides = category in ("Cc", "Cs") or (category == "Cf" and char not in _JOINERS) or char in "\ufffe\uffff"
    return f"<U+{ord(char):04X}>" if hides else char


def set_right(text: str, columns: int) -> str:
    """The text with blanks before it up to a number of columns.

    >>> "|" + set_right("华东", 6)
    '|  华东'
    """
    return " " * (columns - width(text)) + text


def centred(text: str, columns: int) -> str:
    """The text in the middle of a number of columns."""
    blanks = max(0, columns - width(text))
    return " " * (blanks // 2) + text + " " * (blanks - blanks // 2)


def chopped(text: str, columns: int) -> list[str]:
    """The lines of a text, none wider than that: what cannot be broken at a blank is broken anywhere.

    >>> chopped("in 2027 KA-00012345", 8)
    ['in 2027', 'KA-00012', '345']
    """
    return list(_chopped(text, columns))


@lru_cache(maxsize=4_096)
def _chopped(text: str, columns: int) -> tuple[str, ...]:
    """The same, kept: the words of a column are the same in many rows."""
    return tuple(part for line in wrapped(text, columns) for part in _parts(line, columns)) or ("",)


def _parts(line: str, columns: int) -> list[str]:
    if width(line) <= columns:
        return [line]
    parts, part = [], ""
    for char in line:
        if part and width(part + char) > columns:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]
