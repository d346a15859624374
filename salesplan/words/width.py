"""How many columns a text takes on a screen, and texts padded and wrapped by that: a Han character takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

_CLOSING = "，。、；：？！）】》”’」』％…"
_OPENING = "（【《“‘「『￥"


def width(text: str) -> int:
    """The columns that a text takes; combining and invisible characters take none.

    >>> width("abc"), width("华东"), width("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@lru_cache(maxsize=16_384)
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, columns: int) -> str:
    """The text with blanks after it up to a number of columns.

    >>> padded("华东", 6) + "|"
    '华东  |'
    """
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text, none wider than a number of columns where that can be helped.

    Latin words stay whole, Han characters may part anywhere but before a closing or after an
    opening mark; line breaks of the text stay.

    >>> wrapped("one two three", 8)
    ['one two', 'three']
    >>> wrapped("目标分解到人，分毫不差。", 10)
    ['目标分解到', '人，分毫不', '差。']
    """
    return [line for paragraph in text.split("\n") for line in _filled(paragraph, columns)]


def _filled(paragraph: str, columns: int) -> list[str]:
    if width(paragraph) <= columns:
        return [paragraph.rstrip()]
    indent = paragraph[: len(paragraph) - len(paragraph.lstrip(" "))]
    lines, line = [], indent
    for piece in _pieces(paragraph[len(indent) :]):
        if width(line) + width(piece.rstrip()) > columns and line.strip():
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Parts of a text that must stay whole."""
    pieces: list[str] = []
    for part in _runs(text):
        if pieces and (part in _CLOSING or pieces[-1][-1] in _OPENING):
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _runs(text: str) -> Iterator[str]:
    """Blanks together, narrow characters together, each wide one for itself."""
    for sort, run in groupby(text, key=_sort):
        joined = "".join(run)
        yield from joined if sort == "wide" else (joined,)


def _sort(character: str) -> str:
    if character.isspace():
        return "blank"
    wide = unicodedata.east_asian_width(character) in "WF" or character in _CLOSING or character in _OPENING
    return "wide" if wide else "word"
