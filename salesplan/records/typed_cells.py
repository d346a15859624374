"""Cells of lists as times, durations, counts, shares, points of a scale and flags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Days, Flags, Ints
from salesplan.records.date_cells import dates
from salesplan.records.grid import RawColumn
from salesplan.records.headings import fold
from salesplan.records.money_cells import amounts, half_up
from salesplan.words import Text
from salesplan.words.headers import book

DAY_SECONDS = 86_400
LONGEST = 100
"""A text longer than this states no number, answer or duration."""
LARGEST = 10**12
"""A number above this is taken for a mistake."""
_CLOCK = re.compile(r"(上午|下午|am|pm|a\.m\.|p\.m\.)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?秒?)?\s*(am|pm|a\.m\.|p\.m\.)?")
_DURATION = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*(?:天|日|days?|d))?\s*(?:(\d+(?:\.\d+)?)\s*(?:个?小时|时|hours?|hrs?|h))?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*(?:分钟?|minutes?|mins?|m))?\s*(?:(\d+(?:\.\d+)?)\s*(?:秒钟?|seconds?|secs?|s))?"
)
_WATCH = re.compile(r"(?:(\d+)\s*(?:days?,?|天|\.)\s*)?(\d{1,4}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_SPAN_UNITS = {"秒": 1, "s": 1, "sec": 1, "second": 1, "seconds": 1, "inseconds": 1, "分": 60, "分钟": 60, "min": 60, "mins": 60, "minutes": 60,
    "m": 60, "小时": 3600, "时": 3600, "h": 3600, "hours": 3600, "hour": 3600, "hrs": 3600, "天": 86400, "日": 86400, "days": 86400, "d": 86400}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """Values of a column, `NO_AMOUNT` where there is none, and the cells that could not be read."""

    values: Ints
    bad: Flags
    warnings: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Moments:
    """Days, seconds since 1970 as the file's clock showed them (`NO_AMOUNT` where there is no time), and bad cells."""

    days: Days
    seconds: Ints
    bad: Flags
    warnings: tuple[Text, ...] = ()

    @property
    def minutes(self) -> Ints:
        """Whole minutes since 1970."""
        return np.where(self.seconds == NO_AMOUNT, NO_AMOUNT, self.seconds // 60)


def moments(raw: RawColumn, *, date1904: bool = False) -> Moments:
    """The column as days with their times; a day without a time has only the day.

    >>> from salesplan.records.grid import raw_column
    >>> m = moments(raw_column(["2025/3/5 9:07:03", "2025-03-05", "3/5/2025 2:15 PM", 45658.5], "number"))
    >>> [int(s) % 86400 if s != NO_AMOUNT else None for s in m.seconds], m.days.astype(str).tolist()[3]
    ([32823, None, 51300, 43200], '2025-01-01')
    """
    found = dates(raw, date1904=date1904)
    clock = [_clock(unicodedata.normalize("NFKC", t).casefold()) for t in raw.texts.labels]
    table = np.array([*(NO_AMOUNT if c is None else c for c in clock), NO_AMOUNT], np.int64)
    of_day = table[raw.texts.codes]
    part = raw.numbers - np.floor(raw.numbers)
    serial = ~np.isnan(raw.numbers) & (raw.numbers < 110_000) & (part > 0)
    of_day[serial] = np.rint(part[serial] * DAY_SECONDS).astype(np.int64)
    whole = found.values.astype("datetime64[s]").astype(np.int64)
    seconds = np.where((of_day == NO_AMOUNT) | np.isnat(found.values), NO_AMOUNT, whole + np.where(of_day == NO_AMOUNT, 0, of_day))
    return Moments(found.values, seconds, found.bad, found.warnings)


def _clock(text: str) -> int | None:
    found = _CLOCK.search(text)
    if not found:
        return None
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    half = (found[1] or found[5] or "").replace(".", "")
    if half in ("下午", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:
        hour = 0
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def durations(raw: RawColumn, unit: str | None = None) -> Read:
    """The column as seconds; bare numbers are in the unit that the heading names, minutes without one.

    >>> from salesplan.records.grid import raw_column
    >>> durations(raw_column(["183秒", "1小时23分", "2天3小时", "1:30:00", "45 min", 12], "number")).values.tolist()
    [183, 4980, 183600, 5400, 2700, 720]
    """
    size = _SPAN_UNITS.get(fold(unit or ""), 60)
    return _mapped(raw, lambda text: _seconds(text, size), lambda n: _serial_span(n, size, unit))


def _serial_span(number: float, size: int, unit: str | None) -> int:
    days = unit is None and 0 < abs(number) < 1
    return round(number * (DAY_SECONDS if days else size))


def _seconds(text: str, size: int) -> int | None:
    if found := _WATCH.fullmatch(text):
        days, hours, minutes = int(found[1] or 0), int(found[2]), int(found[3])
        return days * DAY_SECONDS + hours * 3600 + minutes * 60 + int(found[4] or 0)
    found = _DURATION.fullmatch(text)
    if found and any(found.groups()):
        parts = [float(g or 0) for g in found.groups()]
        return round(parts[0] * DAY_SECONDS + parts[1] * 3600 + parts[2] * 60 + parts[3])
    return round(float(text) * size) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def hundredths(raw: RawColumn) -> Read:
    """The column as numbers with two decimals; words such as 缺考 say that there is none.

    >>> from salesplan.records.grid import raw_column
    >>> hundredths(raw_column([85, "92.5分", "缺考"], "number")).values[:2].tolist()
    [8500, 9250]
    """
    absent = {fold(w) for w in book()["absent"]}
    bare = raw.map(lambda t: None if fold(t) in absent else re.sub(r"\s*(?:分|学时|课时|小时|h|hours?|hrs?)$", "", t))
    found = amounts(bare, digits=2)
    return Read(found.values, found.bad)


def counts(raw: RawColumn) -> Read:
    """The column as whole numbers, with or without their unit of days or points."""
    bare = raw.map(lambda t: re.sub(r"\s*(?:天|日|分|个|days?)$", "", t))
    found = amounts(bare, digits=0)
    return Read(found.values, found.bad)


def shares(raw: RawColumn, percent: bool) -> Read:
    """The column as shares in 1/10,000; bare numbers are percentages where the heading or some number above 1 says so.

    >>> from salesplan.records.grid import raw_column
    >>> shares(raw_column([25, 100, "50%"], "number"), False).values.tolist(), shares(raw_column([0.25, 1], "number"), False).values.tolist()
    ([2500, 10000, 5000], [2500, 10000])
    """
    bare = [t for t in raw.texts.labels if re.fullmatch(r"\d+(?:\.\d+)?", t)]
    with np.errstate(invalid="ignore"):
        percent = percent or bool((raw.numbers > 1).any()) or any(float(t) > 1 for t in bare)
    size = 100 if percent else 10_000

    def said(text: str) -> int | None:
        number = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", unicodedata.normalize("NFKC", text))
        return None if not number else half_up(Fraction(number[1]) * (100 if number[2] else size))

    return _mapped(raw, said, lambda n: half_up(Fraction(repr(n)) * size))


@cache
def _points() -> dict[str, int]:
    return {fold(word): int(point) * 100 for point, words in book()["scale"].items() for word in words}


def scale(raw: RawColumn) -> Read:
    """The column as points in hundredths: words of a scale of five, or numbers; other words say nothing.

    >>> from salesplan.records.grid import raw_column
    >>> scale(raw_column(["很满意", "不满意", 4, "4.5分", "★★★"], "number")).values.tolist()
    [500, 200, 400, 450, 300]
    """
    known = _points()

    def said(text: str) -> int:
        folded = fold(re.sub(r"^[A-Ea-e1-9][.、:：]\s*(?!\d)|\s*[（(]\d+\s*分?[）)]$", "", text))
        if folded in known:
            return known[folded]
        if folded and set(folded) <= {"★", "☆"}:
            return folded.count("★") * 100
        number = re.fullmatch(r"(\d+(?:\.\d+)?)(?:分|星|stars?|/\d+)?", folded)
        return NO_AMOUNT if not number else half_up(Fraction(number[1]) * 100)

    return _mapped(raw, said, lambda n: half_up(Fraction(repr(n)) * 100))


@cache
def _yes_no() -> dict[str, int]:
    return {fold(w): value for name, value in (("yes", 1), ("no", 0)) for w in book()["flags"][name]}


def flags(raw: RawColumn) -> Read:
    """The column as 1 for yes and 0 for no; other words say nothing."""
    known = _yes_no()
    return _mapped(raw, lambda t: known.get(fold(t), NO_AMOUNT), lambda n: int(n) if n in (0, 1) else NO_AMOUNT)


def _mapped(raw: RawColumn, said: Callable[[str], int | None], number: Callable[[float], int]) -> Read:
    """Each text by `said` (None: it cannot be read), each number by `number`."""
    blank = {fold(w) for w in ("(空)", "空", "-", "--", "—", "无", "n/a", "na", "(blank)", "none", "null")}
    found = [NO_AMOUNT if fold(t) in blank else None if i in raw.errors or len(t) > LONGEST else _sane(said(t.strip().casefold())) for i, t in enumerate(raw.texts.labels)]
    table = np.array([*(NO_AMOUNT if v is None else v for v in found), NO_AMOUNT], np.int64)
    unread = np.array([*(v is None for v in found), False], bool)
    values, bad = table[raw.texts.codes], unread[raw.texts.codes]
    has = np.flatnonzero(~np.isnan(raw.numbers) & (raw.texts.codes == MISSING))
    if len(has):
        distinct, back = np.unique(raw.numbers[has], return_inverse=True)
        told = [_sane(number(n)) if abs(n) < LARGEST else None for n in distinct.tolist()]
        values[has] = np.array([NO_AMOUNT if v is None else v for v in told], np.int64)[back]
        bad[has] = np.array([v is None for v in told], bool)[back]
    return Read(values, bad)


def _sane(value: int | None) -> int | None:
    """A value that fits; None for one that cannot be meant."""
    return value if value is None or value == NO_AMOUNT or abs(value) < LARGEST * DAY_SECONDS else None
