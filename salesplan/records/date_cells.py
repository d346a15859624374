"""Cells as days; the order of day and month is decided once a column."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from salesplan.frame import MISSING, Days, Flags
from salesplan.records.grid import RawColumn
from salesplan.records.headings import unwrapped
from salesplan.words import Text

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""A date outside these years is taken for a mistake."""

_TIME = r"(?:,?[t\s]\s*(?:上午|下午|am|pm)?\s*\d{1,2}\s*[:时点].*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})日?{_TIME}")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})月?|(\d{4})(\d{2})")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}|(\d{{1,2}})(/)(\d{{1,2}})/(\d{{2}}){_TIME}")
_DAY_NAMED = re.compile(rf"(\d{{1,2}})[-/ .]*([a-z]{{3,9}})[-/ .,]*(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_NAMED = re.compile(rf"([a-z]{{3,9}})[. ]*(\d{{1,2}})(?:st|nd|rd|th)?[, ]+(\d{{4}}){_TIME}")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})[-/ .,]+(\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+|\s*(?:星期|周|礼拜)[一二三四五六日天]$")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = dt.date(1970, 1, 1).toordinal()
_EPOCH_OF_SERIALS = dt.date(1899, 12, 30).toordinal() - _EPOCH
_SHIFT_1904 = 1462
_NOT_A_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Dates:
    """Days, NaT where there is none; `bad` where a cell could not be read; warnings about the order assumed."""

    values: Days
    bad: Flags
    warnings: tuple[Text, ...] = ()


def dates(raw: RawColumn, *, date1904: bool = False, day_first: bool | None = None) -> Dates:
    """The column as days; `day_first` settles the order of day and month, else the column tells it.

    >>> from salesplan.records.grid import raw_column
    >>> dates(raw_column([45658, "2025年3月5日", "2025/3/5 14:00", "05-Mar-2025"], "number")).values.astype(str).tolist()
    ['2025-01-01', '2025-03-05', '2025-03-05', '2025-03-05']
    """
    values: Days = np.full(len(raw.numbers), _NOT_A_DAY)
    bad: Flags = np.zeros(len(raw.numbers), bool)
    _numbers(raw, values, bad, date1904)
    labels = [unicodedata.normalize("NFKC", unwrapped(t)).strip().casefold() for t in raw.texts.labels]
    marks = day_before_month_by_mark(labels) if day_first is None else None
    day_first, unclear = day_before_month(labels) if day_first is None else (day_first, "")
    orders = [day_first] * len(labels) if marks is None else [_order(t, marks, day_first) for t in labels]
    table = [None if i in raw.errors else read_day(t, day_first=o) for i, (t, o) in enumerate(zip(labels, orders, strict=True))]
    days = np.array([_NOT_A_DAY if d is None else np.datetime64(d, "D") for d in table] or [_NOT_A_DAY])
    texts = raw.texts.codes != MISSING
    values[texts] = days[raw.texts.codes[texts]]
    bad[texts] = np.isnat(values[texts])
    warned = (Text("day-month-assumed", example=unclear, day=_assumed(unclear, day_first)),) if unclear else ()
    if marks is not None:
        warned = (Text("day-month-by-mark", first=next(m for m, day in marks.items() if day), then=next(m for m, day in marks.items() if not day)),)
    return Dates(values, bad, warned)


def _order(label: str, marks: dict[str, bool], otherwise: bool) -> bool:
    """Whether the day stands first in one date, by the mark between its parts."""
    found = _YEAR_LAST.fullmatch(label)
    return marks.get((found[2] or found[6]) if found else "", otherwise)


def _assumed(text: str, day_first: bool) -> str:
    day = read_day(text, day_first=day_first)
    return day.isoformat() if day else text


def _numbers(raw: RawColumn, values: Days, bad: Flags, date1904: bool) -> None:
    has = ~np.isnan(raw.numbers)
    whole = np.floor(np.where(has, raw.numbers, 0)).astype(np.int64)
    written = has & (whole >= 19_000_101) & (whole <= 21_001_231)
    months = has & (whole >= 190_001) & (whole <= 210_012)
    serial = has & ~written & ~months & (whole > 0) & (whole < 110_000)
    shift = _EPOCH_OF_SERIALS + (_SHIFT_1904 if date1904 else 0)
    values[serial] = (whole[serial] + shift).astype("datetime64[D]")
    for i in np.flatnonzero(written | months).tolist():
        day = read_day(str(int(whole[i])), day_first=False)
        values[i] = _NOT_A_DAY if day is None else np.datetime64(day, "D")
    years = values.astype("datetime64[Y]").astype(np.int64) + 1970
    off = has & (np.isnat(values) | (years < FIRST_YEAR) | (years > LAST_YEAR))
    values[off] = _NOT_A_DAY
    bad |= off


def day_before_month(labels: Sequence[str]) -> tuple[bool, str]:
    """Whether the day stands first in dates such as 3/4/2025, and an example when the column does not tell.

    >>> day_before_month(["3/4/2025", "25/4/2025"]), day_before_month(["3/4/2025"])
    ((True, ''), (False, '3/4/2025'))
    """
    day_first = month_first = 0
    unclear, points = "", False
    for label in labels:
        found = _YEAR_LAST.fullmatch(label)
        if found:
            first, mark, second = (found[1], found[2], found[3]) if found[1] else (found[5], found[6], found[7])
            day_first += int(first) > 12
            month_first += int(second) > 12
            points |= mark == "."
            if first != second:
                unclear = unclear or label
    if day_first or month_first:
        return day_first > month_first, ""
    return points, unclear


def day_before_month_by_mark(labels: Sequence[str]) -> dict[str, bool] | None:
    """Whether the day stands first by the mark between, where two marks of one column differ and each is without doubt.

    >>> day_before_month_by_mark(["13-11-2016", "11/13/2016", "5/6/2016"])
    {'-': True, '/': False}
    """
    told: dict[str, set[bool]] = {}
    for label in labels:
        found = _YEAR_LAST.fullmatch(label)
        if found:
            first, mark, second = (found[1], found[2], found[3]) if found[1] else (found[5], found[6], found[7])
            if (int(first) > 12) != (int(second) > 12):
                told.setdefault(mark, set()).add(int(first) > 12)
    sure = {mark: next(iter(said)) for mark, said in told.items() if len(said) == 1}
    return sure if len(sure) == len(told) and len(set(sure.values())) > 1 else None


def read_day(text: str, *, day_first: bool) -> dt.date | None:
    """The day that a normalised text states, a month as its first day; None when it states none.

    >>> read_day("202503", day_first=False), read_day("2025.07.01", day_first=False), read_day("n/a", day_first=False)
    (datetime.date(2025, 3, 1), datetime.date(2025, 7, 1), None)
    """
    parts = _parts(text, day_first) or (_parts(_WEEKDAY.sub("", text), day_first) if _WEEKDAY.search(text) else None)
    if parts is None:
        return None
    try:
        day = dt.date(*parts)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _parts(text: str, day_first: bool) -> tuple[int, int, int] | None:
    if found := (_YEAR_FIRST.fullmatch(text) or _DIGITS.fullmatch(text)):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _MONTH.fullmatch(text):
        return int(found[1] or found[3]), int(found[2] or found[4]), 1
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1] or found[5]), int(found[3] or found[7])
        year = int(found[4] or found[8])
        day, month = (first, second) if day_first else (second, first)
        return _full_year(year), month, day
    if found := _DAY_NAMED.fullmatch(text):
        return _named(found[2], found[1], found[3])
    if found := _MONTH_NAMED.fullmatch(text):
        return _named(found[1], found[2], found[3])
    if found := _MONTH_YEAR.fullmatch(text):
        return _named(found[1], "1", found[2])
    if _SERIAL.fullmatch(text):
        day_of = dt.date.fromordinal(int(float(text)) + _EPOCH_OF_SERIALS + _EPOCH)
        return day_of.year, day_of.month, day_of.day
    return None


def _named(month: str, day: str, year: str) -> tuple[int, int, int] | None:
    if month[:3] not in MONTHS:
        return None
    return _full_year(int(year)), MONTHS.index(month[:3]) + 1, int(day)


def _full_year(year: int) -> int:
    return year + 2000 if year < 100 else year
