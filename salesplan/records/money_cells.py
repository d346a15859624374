"""Cells as exact money in the smallest unit, and as whole counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np

from salesplan.amount import LARGEST, NotAnAmount, read_number
from salesplan.frame import MISSING, NO_AMOUNT, Flags, Ints
from salesplan.records.grid import RawColumn
from salesplan.records.headings import unwrapped
from salesplan.records.money_signs import without_signs
from salesplan.records.plain_numbers import plain_numbers

LARGEST_HELD = 2**62
"""No amount in smallest units is larger than this [smallest units]."""
NOTHING = frozenset({"-", "--", "---", "—", "——", "–", "−", "/"})
"""Texts that stand for zero in a column of money."""
UNSAID = frozenset({"(空)", "空", "无", "(blank)", "none", "暂无"})
"""Texts that say that there is no value."""
EXACT = 1e-6
"""A product this near to a whole number of smallest units is that number; Excel's floats carry such noise."""

_PLAIN = re.compile(r"([+-]?)(\d{1,15}|\d{1,3}(?:,\d{3})+)(?:\.(\d{0,9}))?")
_TAIL_MINUS = re.compile(r"^(.*\d.*?)\s*[-−]$")
_COMMA_DECIMAL = re.compile(r"\d[.\s]\d{3},\d{1,2}(?!\d)|^\D*\d+,\d{1,2}\D*$|\d\.\d{3}\.\d{3}")
_POINT_DECIMAL = re.compile(r"\d,\d{3}\.\d|^\D*\d+\.\d{1,2}\D*$|\d,\d{3},\d{3}")
_MINUS = re.compile(r"[\u2010-\u2015\u2212](?=\s*[\d.¥$€£(])")
_BARE = re.compile(r"[-+(]?[\d.,]*\)?")
_BOTH_COMMA = re.compile(r"\d\.\d{3},\d{1,2}(?!\d)")
_BOTH_POINT = re.compile(r"\d,\d{3}\.\d{1,2}(?!\d)")
_LAKHS = re.compile(r"(?<!\d)\d{1,2}(?:,\d{2})+,\d{3}(?!\d)")
_SIDE = re.compile(r"^(.*\d\)?)\s*(cr|dr|贷|借)\.?$", re.I)
_BAD = NO_AMOUNT + 1


@dataclass(frozen=True, slots=True)
class Amounts:
    """Whole numbers of the smallest unit, `NO_AMOUNT` where there is none; `bad` where a cell could not be read.

    `rounded` cells had more decimals than the smallest unit; rounding them moved the sum by `drift` units.
    """

    values: Ints
    bad: Flags
    rounded: int = 0
    drift: float = 0.0


def amounts(raw: RawColumn, size: float = 1.0, digits: int = 2) -> Amounts:
    """The column as money: cells are in units of `size` currency units, of which one has 10**digits smallest.

    >>> from salesplan.records.grid import raw_column
    >>> amounts(raw_column([0.1, 1234.56, "(1,234.50)", "¥5万", "-", None], "number")).values[:5].tolist()
    [10, 123456, -123450, 5000000, 0]
    """
    scale = Fraction(str(size)) * 10**digits
    values = np.full(len(raw.numbers), NO_AMOUNT, np.int64)
    bad = np.zeros(len(raw.numbers), bool)
    rounded, drift = _numbers(raw, scale, values, bad)
    table, off = _texts(raw, scale, digits)
    texts = raw.texts.codes != MISSING
    if texts.any():
        codes = raw.texts.codes[texts]
        values[texts] = table[codes]
        moved = off[codes]
        rounded += int((moved != 0).sum())
        drift += float(moved.sum())
    unread = values == _BAD
    bad |= unread
    values[bad] = NO_AMOUNT
    return Amounts(values, bad, rounded, drift)


def _numbers(raw: RawColumn, scale: Fraction, values: Ints, bad: Flags) -> tuple[int, float]:
    has = ~np.isnan(raw.numbers)
    exact = raw.numbers * float(scale)
    nearest = np.rint(exact)
    with np.errstate(invalid="ignore"):
        large = has & (np.abs(exact) > min(float(LARGEST * scale), float(LARGEST_HELD)))
        good = has & ~large & (np.abs(exact - nearest) < EXACT) & (np.abs(exact) < 2**52)
    values[good] = nearest[good].astype(np.int64)
    bad |= large
    rounded, drift = 0, 0.0
    for i in np.flatnonzero(has & ~large & ~good).tolist():
        true = Decimal(repr(float(raw.numbers[i]))) * scale.numerator / scale.denominator
        values[i] = whole = int(true.to_integral_value(ROUND_HALF_UP))
        if abs(true - whole) > Decimal("1e-6"):
            rounded += 1
            drift += float(whole - true)
    return rounded, drift


def _texts(raw: RawColumn, scale: Fraction, digits: int) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    labels = raw.texts.labels
    table = np.full(len(labels), _BAD, np.int64)
    moved = np.zeros(len(labels))
    comma = decimal_comma(labels)
    whole = scale.numerator if scale.denominator == 1 else 0
    done = np.zeros(len(labels), bool) if comma or not whole else _plain_ones(labels, whole, table)
    done[list(raw.errors)] = True
    table[list(raw.errors)] = _BAD
    rest = np.flatnonzero(~done).tolist()
    other = _other_side([labels[i] for i in rest])
    for i in rest:
        label = labels[i]
        plain = None if comma or not whole else _PLAIN.fullmatch(label)
        tail = plain[3] or "" if plain else ""
        if plain and len(tail) <= digits and whole % 10 ** len(tail) == 0:
            minor = int(plain[2].replace(",", "")) * whole + (int(tail) * whole // 10 ** len(tail) if tail else 0)
            table[i] = (-minor if plain[1] == "-" else minor) if minor <= min(LARGEST * whole, LARGEST_HELD) else _BAD
            continue
        try:
            side = _SIDE.match(label.strip())
            true = said_amount(side[1] if side else label, scale, digits, comma=comma)
        except NotAnAmount:
            continue
        if true is None or abs(true) > LARGEST_HELD:
            table[i] = NO_AMOUNT if true is None else _BAD
            continue
        if side and _side(side[2]) == other:
            true = -true
        table[i] = half_up(true)
        moved[i] = float(table[i] - true)
    return table, moved


def _plain_ones(labels: tuple[str, ...], whole: int, table: Ints) -> Flags:
    """Fill in the texts that are a plain number of whole smallest units, and say which they are."""
    numbers = plain_numbers(labels)
    minor = np.rint(numbers * whole)
    with np.errstate(invalid="ignore"):
        done: Flags = (minor / whole == numbers) & (np.abs(minor) <= min(LARGEST * whole, 2**53))
    table[done] = minor[done].astype(np.int64)
    return done


def _side(word: str) -> str:
    return "credit" if word.casefold() in ("cr", "贷") else "debit"


def _other_side(labels: Sequence[str]) -> str:
    """Of amounts marked Cr and Dr the side that fewer have: it takes off what the other adds; none where all have one."""
    sides = [_side(m[2]) for m in (_SIDE.match(label.strip()) for label in labels) if m]
    credit = sides.count("credit")
    if not credit or credit == len(sides):
        return ""
    return "credit" if credit * 2 < len(sides) else "debit"


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(7, 3))
    (3, -3, 2)
    """
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def said_amount(text: str, scale: Fraction, digits: int = 2, *, comma: bool = False) -> Fraction | None:
    """The smallest units that a text states, None when it says that there is no value.

    A word such as 万 in the cell goes before the unit of the column. Raises: NotAnAmount.

    >>> said_amount("1,234.5-", Fraction(100)), said_amount("32.000,00 €", Fraction(100), comma=True)
    (Fraction(-123450, 1), Fraction(3200000, 1))
    """
    folded = _MINUS.sub("-", unicodedata.normalize("NFKC", unwrapped(text)).strip().casefold())
    if folded in UNSAID:
        return None
    if folded in NOTHING:
        return Fraction(0)
    tail = _TAIL_MINUS.match(folded)
    if tail:
        folded = f"-{tail[1]}"
    if not _BARE.fullmatch(folded):
        folded = without_signs(folded)
        if folded in NOTHING:
            return Fraction(0)
    if _BOTH_COMMA.search(folded) or (comma and not _BOTH_POINT.search(folded)):
        folded = folded.replace(".", "").replace(",", ".")
    elif _LAKHS.search(folded):
        folded = folded.replace(",", "")
    folded = re.sub(r"(?<=\d)\s+(?=\d{3}\b)|'(?=\d{3})", "", folded)
    number = read_number(folded)
    own = re.search(r"[千万亿百]|(?<=\d)\s*(?:k|m|mn|bn?|thousand|million|billion)$", folded)
    return number * (10**digits if own else scale)


def decimal_comma(labels: tuple[str, ...]) -> bool:
    """Whether a column writes decimals behind a comma: some cell can only be so, and none only the other way.

    >>> decimal_comma(("1.234,50", "12")), decimal_comma(("1,234.50", "1,234"))
    (True, False)
    """
    if not any("," in label for label in labels):
        return False
    return any(_COMMA_DECIMAL.search(t) for t in labels) and not any(_POINT_DECIMAL.search(t) for t in labels)


def counts(raw: RawColumn) -> tuple[Amounts, int]:
    """The column as counts in units of 10**-digits, with the fewest digits (at most 4) that make all whole."""
    for digits in range(5):
        found = amounts(raw, digits=digits)
        if not found.rounded:
            break
    return found, digits
