"""Sheet names that Excel accepts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salesplan.render.characters import visible

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\<>]")


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """The wanted names in order, made fit: 31 characters at most, no forbidden ones, none twice whatever the case.

    >>> sheet_names(["Q1: East/West", "q1  east west", "History", ""])
    ['Q1 East West', 'q1 east west (2)', 'History_', '4']
    """
    names: list[str] = []
    for text in wanted:
        clean = " ".join(_FORBIDDEN.sub(" ", visible(text)).split()).strip("' ")
        clean = _cut(clean, LONGEST).strip("' ") or str(len(names) + 1)
        names.append(_other(f"{clean}_" if clean.casefold() == "history" else clean, names))
    return names


def _other(name: str, taken: Sequence[str]) -> str:
    known = {t.casefold() for t in taken}
    number, free = 1, name
    while free.casefold() in known:
        number += 1
        tail = f" ({number})"
        free = _cut(name, LONGEST - len(tail)).rstrip("' ") + tail
    return free


def _cut(text: str, units: int) -> str:
    """The beginning of a text, counted as Excel counts: a character beyond the first 65,536 is two."""
    while len(text.encode("utf-16-le")) > 2 * units:
        text = text[:-1]
    return text


def cell_range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """A range of cells, counted from 0, as Excel writes it.

    >>> cell_range(3, 0, 9, 27)
    'A4:AB10'
    """
    return f"{column_name(first_column)}{first_row + 1}:{column_name(last_column)}{last_row + 1}"


def column_name(index: int) -> str:
    """The letters of a column counted from 0.

    >>> column_name(0), column_name(26)
    ('A', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
