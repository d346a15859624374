"""Dates written without their year: months and days completed by a year column, or by the year that the sheet states."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

import numpy as np

from salesplan.frame import MISSING, Ints
from salesplan.records.date_cells import FIRST_YEAR, LAST_YEAR, MONTHS, Dates
from salesplan.records.grid import RawColumn
from salesplan.records.headings import fold, unwrapped
from salesplan.words import Text

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "正": 1}
_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十正]{1,2})月(?:份)?(?:(\d{1,2})[日号]?)?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_NAME = re.compile(r"([a-z]{3,9})\.?(?:\s+(\d{1,2}))?")
MONTH_WORDS = frozenset(map(fold, ("月", "月份", "销售月份", "会计月份", "Month", "Month Number", "Month No", "Mon")))


def stated_year(texts: Iterable[str]) -> int | None:
    """The only year that the first of the texts with any year names.

    >>> stated_year(["销售台账", "2025年销售台账"]), stated_year(["2024-2025"])
    (2025, None)
    """
    for text in texts:
        years = {int(y) for y in _YEAR.findall(unicodedata.normalize("NFKC", text))}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def with_year(days: Dates, raw: RawColumn, head: str, years: RawColumn | None, stated: int | None) -> Dates:
    """The days with cells such as 3月5日, 3月 or Mar completed; what still is no date stays bad.

    `head`: the date's header; under 月份 a bare number is a month. `years`: the column of years.
    """
    if not days.bad.any() or (years is None and stated is None):
        return days
    of_row = _years(years, len(raw.numbers)) if years is not None else np.full(len(raw.numbers), stated or 0, np.int64)
    values, bad = days.values.copy(), days.bad.copy()
    bare = fold(head) in MONTH_WORDS
    parts = [month_day(t, bare=bare) for t in raw.texts.labels]
    found = 0
    for i in np.flatnonzero(days.bad).tolist():
        code = int(raw.texts.codes[i])
        part = parts[code] if code != MISSING and code not in raw.errors else _bare_number(float(raw.numbers[i])) if bare and code == MISSING else None
        day = _day(int(of_row[i]), part)
        if day is not None:
            values[i], bad[i], found = np.datetime64(day, "D"), False, found + 1
    if not found:
        return days
    told = Text("year-from-column") if years is not None else Text("year-from-title", year=stated)
    return Dates(values, bad, (*days.warnings, told))


def _bare_number(number: float) -> tuple[int, int] | None:
    return (int(number), 1) if number in range(1, 13) else None


def month_day(text: str, *, bare: bool) -> tuple[int, int] | None:
    """The month and the day (the first where none is said) that a text names; bare numbers are months where allowed.

    >>> month_day("3月5日", bare=False), month_day("十二月", bare=False), month_day("Mar", bare=False), month_day("7", bare=True)
    ((3, 5), (12, 1), (3, 1), (7, 1))
    """
    plain = unicodedata.normalize("NFKC", unwrapped(text)).strip().casefold().replace(" ", " ")
    if found := _MONTH.fullmatch(plain.replace(" ", "")):
        month = int(found[1]) if found[1].isdigit() else _CHINESE.get(found[1], 0)
        return month, int(found[2] or 1)
    if found := _MONTH_DAY.fullmatch(plain):
        return int(found[1]), int(found[2])
    if (found := _NAME.fullmatch(plain)) and found[1][:3] in MONTHS:
        return MONTHS.index(found[1][:3]) + 1, int(found[2] or 1)
    return (int(plain), 1) if bare and plain.isdecimal() and len(plain) < 3 else None


def _years(raw: RawColumn, rows: int) -> Ints:
    """The year of each row, 0 where none stands."""
    table = np.array([stated_year([label]) or 0 for label in raw.texts.labels] + [0], np.int64)
    found = np.where(raw.texts.codes != MISSING, table[raw.texts.codes], 0)
    whole = np.nan_to_num(raw.numbers).astype(np.int64)
    return np.where((found == 0) & (whole >= FIRST_YEAR) & (whole <= LAST_YEAR), whole, found)[:rows]


def _day(year: int, part: tuple[int, int] | None) -> dt.date | None:
    if part is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, *part)
    except ValueError:
        return None
