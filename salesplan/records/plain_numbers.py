"""Many texts read as decimal numbers at once, where they are nothing but that."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from salesplan.frame import Flags
from salesplan.records.grid import Floats

LONGEST = 16
"""Texts up to this length have so few digits that no two of them are the same float [characters]."""
_END, _COMMA, _POINT = 10, 44, 46
_ALLOWED: Flags = np.zeros(256, bool)
_ALLOWED[list(b"0123456789.,+-\n")] = True
_DIGIT: Flags = np.zeros(256, bool)
_DIGIT[list(b"0123456789")] = True
_GROUP_BEGINS: Flags = np.zeros(256, bool)
_GROUP_BEGINS[list(b"\n+-,")] = True


def plain_numbers(labels: Sequence[str]) -> Floats:
    """The number that each text writes with digits, a point and commas between thousands; NaN for all other texts.

    >>> plain_numbers(("12.50", "-1,234", "1,23", "5%", "+.5")).tolist()
    [12.5, -1234.0, nan, nan, 0.5]
    """
    found: Floats = np.full(len(labels), np.nan)
    joined = "\n".join(labels)
    data = b"\n\n\n\n" + joined.encode("utf-8", "replace") + b"\n\n\n\n"
    a: npt.NDArray[np.uint8] = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(a[4:] == _END)[: len(labels)] + 4
    if not labels or joined.count("\n") != len(labels) - 1:
        return found
    odd = np.diff(ends, prepend=3) - 1 > LONGEST
    wrong = np.flatnonzero(~_ALLOWED[a])
    odd[np.searchsorted(ends, wrong)] = True
    commas = np.flatnonzero(a == _COMMA)
    if len(commas):
        bad = commas[~_grouped(a, commas)]
        odd[np.searchsorted(ends, bad)] = True
        points = np.searchsorted(ends, np.flatnonzero(a == _POINT))
        odd[np.searchsorted(ends, commas)[_behind_a_point(a, commas, ends, points)]] = True
    if odd.all():
        return found
    texts = labels if not odd.any() else [labels[i] for i in np.flatnonzero(~odd).tolist()]
    if len(commas):
        texts = "\n".join(texts).replace(",", "").split("\n")
    found[~odd] = _floats(texts)
    return found


def _grouped(a: npt.NDArray[np.uint8], commas: npt.NDArray[np.intp]) -> Flags:
    """Which commas have one to three digits before them, as a group begins, and exactly three behind."""
    behind = _DIGIT[a[commas + 1]] & _DIGIT[a[commas + 2]] & _DIGIT[a[commas + 3]] & ~_DIGIT[a[commas + 4]]
    one, two, three = (a[commas - k] for k in (1, 2, 3))
    before = _DIGIT[one] & (
        _GROUP_BEGINS[two] | (_DIGIT[two] & (_GROUP_BEGINS[three] | (_DIGIT[three] & _GROUP_BEGINS[a[commas - 4]])))
    )
    return np.asarray(behind & before)


def _behind_a_point(a: npt.NDArray[np.uint8], commas: npt.NDArray[np.intp], ends: npt.NDArray[np.intp], pointed: npt.NDArray[np.intp]) -> Flags:
    """Which commas stand behind the first point of their text."""
    first = np.full(len(ends), len(a), np.intp)
    np.minimum.at(first, pointed, np.flatnonzero(a == _POINT))
    return np.asarray(commas > first[np.searchsorted(ends, commas)])


def _floats(texts: Sequence[str]) -> Floats:
    try:
        return np.array(list(map(float, texts)), np.float64)
    except ValueError:
        return np.array([_float(t) for t in texts], np.float64)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan
