"""Columns gathered from cut text: equal fields told by comparing eight bytes at a time, plain numbers read from their digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Texts
from salesplan.records.grid import Coded, Floats, RawColumn
from salesplan.records.separated import VEILED_LINE, VEILED_MARK, Run, Spots

LONGEST_COMPARED = 256
"""Fields of a run are compared by array arithmetic where none is longer [bytes]."""
MOST_DIGITS = 15
"""A number of more digits is kept as text."""
YEARS = (1900, 2101)
"""A column of decimals most of which lie between these may hold months (2025.07), and is kept as text."""

_Words = npt.NDArray[np.uint64]
_MASKS: _Words = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
_SPREAD, _HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
_MINUS, _PLUS, _POINT, _ZERO = 45, 43, 46, 48


class NotNumbers(Exception):
    """A column holds something else than plain numbers."""


class TextFields:
    """A column of texts in the making."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._coded: Coded[bytes] = Coded()
        self._codes: list[Codes] = []

    def add(self, run: Run, column: int) -> None:
        """Take over a column of a run."""
        start, end = run.field(column)
        first, same = alike_fields(run.data, start, end)
        data = run.data
        fields = [data[s:e] for s, e in zip(start[first].tolist(), end[first].tolist(), strict=True)]
        codes = np.array(list(map(self._coded.__getitem__, fields)), np.int32)
        self._codes.append(codes[same])

    def add_one(self, field: str, rows: int = 1) -> None:
        """Take over a field that stands in so many rows."""
        self._codes.append(np.full(rows, self._coded[field.replace('"', '""').encode()], np.int32))

    def column(self, delimiter: str) -> RawColumn:
        """The column as gathered."""
        codes = np.concatenate(self._codes) if self._codes else np.zeros(0, np.int32)
        return column_of(codes, labels_of(list(self._coded), delimiter))


class NumberFields:
    """A column of plain numbers in the making."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._numbers: list[Floats] = []
        self._decimals = 0

    def add(self, run: Run, column: int) -> None:
        """Take over a column of a run. Raises: NotNumbers."""
        numbers, decimals = numbers_in(run.data, *run.field(column))
        self._numbers.append(numbers)
        self._decimals += decimals

    def add_one(self, field: str, rows: int = 1) -> None:
        """Take over a field that stands in so many rows. Raises: NotNumbers."""
        data = field.encode()
        numbers, decimals = numbers_in(data + bytes(1), np.array([0]), np.array([len(data)]))
        self._numbers.append(np.repeat(numbers, rows))
        self._decimals += decimals

    def column(self, _delimiter: str) -> RawColumn:
        """The column as gathered. Raises: NotNumbers where it may hold months."""
        numbers = np.concatenate(self._numbers) if self._numbers else np.zeros(0)
        given = numbers[~np.isnan(numbers)]
        years = int(((given >= YEARS[0]) & (given < YEARS[1])).sum())
        if self._decimals and 2 * years > len(given):
            raise NotNumbers
        return RawColumn(Texts(np.full(len(numbers), MISSING, np.int32), ()), numbers)


def alike_fields(data: bytes, start: Spots, end: Spots) -> tuple[Spots, Spots]:
    """One row for each field that differs from those before it, and for every row the position of its field among these.

    A field may come twice; two that differ are never taken for one. `data` has eight bytes behind the last field.
    """
    rows = np.arange(len(start), dtype=np.int32)
    length = end - start
    longest = int(length.max()) if len(length) else 0
    if longest > LONGEST_COMPARED:
        return rows.astype(np.intp), rows.astype(np.intp)
    words = _words(data, start, length, longest)
    mixed = length.astype(np.uint64) * _SPREAD
    for word in words:
        mixed = (mixed ^ word) * _SPREAD
        mixed ^= mixed >> _HALF
    bits = max(len(rows), 16).bit_length() + 2
    slots = ((mixed * _SPREAD) >> np.uint64(64 - bits)).astype(np.intp)
    table = np.empty(1 << bits, np.int32)
    table[slots[::-1]] = rows[::-1]
    leader = table[slots]
    equal = length[leader] == length
    for word in words:
        equal &= word[leader] == word
    leader = np.where(equal, leader, rows)
    own = leader == rows
    return np.flatnonzero(own), (np.cumsum(own) - 1)[leader]


def _words(data: bytes, start: Spots, length: Spots, longest: int) -> list[_Words]:
    """The bytes of the fields, eight at a time, zeros behind their ends."""
    everywhere: _Words = np.ndarray((len(data) - 7,), "<u8", data, strides=(1,))
    top = len(everywhere) - 1
    return [
        everywhere[np.minimum(start + at, top)] & _MASKS[np.clip(length - at, 0, 8)] for at in range(0, longest, 8)
    ]


def numbers_in(data: bytes, start: Spots, end: Spots) -> tuple[Floats, int]:
    """The numbers that fields write with digits, a sign and a point, NaN where a field is empty, and how many have a point.

    >>> text = b"12.50,-7,,0.1,"
    >>> numbers_in(text, np.array([0, 6, 9, 10]), np.array([5, 8, 9, 13]))[0].tolist()
    [12.5, -7.0, nan, 0.1]

    Raises: NotNumbers where a field is anything else.
    """
    a: npt.NDArray[np.uint8] = np.frombuffer(data, np.uint8)
    first = a[start]
    minus = (first == _MINUS) & (end > start)
    begin = start + (minus | ((first == _PLUS) & (end > start)))
    length = end - begin
    if int(length.max(initial=0)) > MOST_DIGITS + 1:
        raise NotNumbers
    whole = np.zeros(len(start), np.int64)
    pointed = np.zeros(len(start), bool)
    decimals = np.zeros(len(start), np.int64)
    for at in range(int(length.max(initial=0))):
        inside = length > at
        byte = a[np.minimum(begin + at, len(a) - 1)]
        digit = byte - np.uint8(_ZERO)
        figure = inside & (digit <= 9)
        point = inside & (byte == _POINT)
        if bool((inside & ~figure & ~(point & ~pointed)).any()):
            raise NotNumbers
        decimals += figure & pointed
        pointed |= point
        whole = np.where(figure, whole * 10 + digit, whole)
    if bool(((length - pointed > MOST_DIGITS) | (length == pointed) & (end > start)).any()):
        raise NotNumbers
    numbers = np.where(minus, -whole, whole) / 10.0**decimals
    numbers[end == start] = np.nan
    return numbers, int(pointed.sum())


def labels_of(fields: Sequence[bytes], delimiter: str) -> list[str]:
    r"""Fields without the quotes around them as texts, and without blanks around them.

    >>> labels_of([b'a ', b'1\x01234', b'6"" pipe'], ",")
    ['a', '1,234', '6" pipe']
    """
    joined = b"\0".join(fields).decode("utf-8")
    joined = joined.replace('""', '"').replace(VEILED_MARK, delimiter).replace(VEILED_LINE, "\n")
    return [t.strip() for t in joined.split("\0")] if fields else []


def column_of(codes: Codes, texts: Sequence[str]) -> RawColumn:
    """A column of texts by their codes; blank ones are missing, equal ones share a code."""
    labels: dict[str, int] = {}
    table = [labels.setdefault(t, len(labels)) if t else MISSING for t in texts]
    final = np.array([*table, MISSING], np.int32)[codes]
    return RawColumn(Texts(final, tuple(labels)), np.full(len(codes), np.nan))
