"""What a workbook's number formats say about a number that stands in a column of texts: a date, or a code with zeros."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesplan.records.grid import shown
from salesplan.records.package import local

_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Built-in number formats that show dates or times. Source: ECMA-376 part 1, 18.8.30, with the East Asian ones."""
_NOISE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE_LETTERS = re.compile(r"[ymdhs]", re.I)
_ZEROS = re.compile(r"0{2,20}$")
LONGEST_FORMAT = 500


@dataclass(frozen=True, slots=True)
class Styles:
    """By style: whether it shows a date, and how many digits a code of zeros has (0: it is none)."""

    dates: frozenset[int]
    zeros: dict[int, int]
    date1904: bool = False

    def show(self, number: str, style: int) -> str:
        """The text that a number stands for in a column of texts.

        >>> Styles(frozenset({2}), {3: 6}).show("45293", 2), Styles(frozenset(), {3: 6}).show("12", 3)
        ('2024-01-02', '000012')
        """
        try:
            value = float(number)
        except ValueError:
            return number
        if style in self.dates and 0 < value < 2_958_466:
            moment = moment_of(value, date1904=self.date1904)
            return moment.date().isoformat() if value.is_integer() else moment.isoformat(" ", "seconds")
        if style in self.zeros and value.is_integer() and value >= 0:
            return str(int(value)).zfill(self.zeros[style])
        if number.lstrip("-").isdigit():
            return number
        return shown(value) if value == value and abs(value) != float("inf") else number


NO_STYLES = Styles(frozenset(), {})


def moment_of(serial: float, *, date1904: bool = False) -> dt.datetime:
    """The moment that a day number of a spreadsheet stands for.

    >>> moment_of(45293).date().isoformat(), moment_of(1).date().isoformat()
    ('2024-01-02', '1900-01-01')
    """
    if date1904:
        start = dt.datetime(1904, 1, 1)
    else:
        start = dt.datetime(1899, 12, 30) if serial >= 60 else dt.datetime(1899, 12, 31)
    return start + dt.timedelta(seconds=round(serial * 86_400))


def styles_of(tree: object, date1904: bool = False) -> Styles:
    """The styles of a workbook's style sheet."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    for part in tree:  # type: ignore[attr-defined]
        if local(part.tag) == "numFmts":
            formats = {_whole(f.get("numFmtId")): f.get("formatCode", "") for f in part}
        elif local(part.tag) == "cellXfs":
            styles = [_whole(x.get("numFmtId")) for x in part]
    return styles_by_code(formats, styles, date1904)


def styles_by_code(formats: Mapping[int, str], styles: Sequence[int], date1904: bool = False) -> Styles:
    """The styles that count formats by their numbers; `formats` are those that the workbook defines itself."""
    dates = frozenset(i for i, f in enumerate(styles) if (_shows_date(formats[f]) if f in formats else f in _DATE_FORMATS))
    zeros = {i: len(formats[f]) for i, f in enumerate(styles) if _ZEROS.match(formats.get(f, ""))}
    return Styles(dates, zeros, date1904)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _shows_date(code: str) -> bool:
    bare = _NOISE.sub("", code[:LONGEST_FORMAT].split(";")[0])
    return bool(_DATE_LETTERS.search(bare)) and "general" not in bare.casefold()
