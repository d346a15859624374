"""Exact money: parsing amounts and shares as people write them, and splits that add up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3}
"""Currencies whose smallest unit is not a hundredth. Source: ISO 4217."""

MULTIPLES = {
    "": 1, "元": 1, "千": 10**3, "千元": 10**3, "万": 10**4, "万元": 10**4, "百万": 10**6, "百万元": 10**6,
    "千万": 10**7, "千万元": 10**7, "亿": 10**8, "亿元": 10**8,
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
"""Words after a number and what they multiply it by."""

LARGEST = 10**15
"""An amount above this many currency units is taken for a mistake."""

LONGEST = 60
"""A number with more characters than this is taken for a mistake."""

_SHARE = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?(?:/[1-9]\d*)?$", re.I)
_SIGNS = re.compile(r"^(?:[¥￥$€£₩₹]|rmb|cny|usd|eur|gbp|jpy|hkd|人民币)\s*", re.I)
_TAIL = re.compile(r"\s*(?:[¥￥$€£₩₹]|rmb|cny|usd|eur|gbp|jpy|hkd)$", re.I)
_NUMBER = re.compile(r"^(?P<num>\d+(?:[_,]\d+)*(?:\.\d+)?|\.\d+)(?:e(?P<exp>[+-]?\d{1,2}))?\s*(?P<word>[^\d\s.,_]*)$", re.I)
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^[^,]*$|^\d{1,4}(?:,\d{4})*(?:\.\d+)?$")


class NotAnAmount(ValueError):
    """A text that cannot be read as an amount or a share; `reason` is a slug of words."""

    def __init__(self, reason: str, text: str) -> None:
        """Keep why and what."""
        self.reason, self.text = reason, text
        super().__init__(f"{reason}: {text}")


def minor_digits(currency: str) -> int:
    """How many decimals the currency's smallest unit has.

    >>> minor_digits("CNY"), minor_digits("JPY")
    (2, 0)
    """
    return MINOR_DIGITS.get(currency.upper(), 2)


def read_number(text: str) -> Fraction:
    """The exact number that a text states, with its multiplying word.

    >>> read_number("1.2亿"), read_number("12,000万"), read_number("¥600万"), read_number("-1.5M")
    (Fraction(120000000, 1), Fraction(120000000, 1), Fraction(6000000, 1), Fraction(-1500000, 1))

    Raises: NotAnAmount with `not-a-number`, `unknown-multiple`, `digits-grouped-oddly` or `too-large`.
    """
    folded = unicodedata.normalize("NFKC", str(text)).strip().casefold()
    if len(folded) > LONGEST:
        raise NotAnAmount("too-large" if folded.replace(",", "").isdigit() else "not-a-number", str(text))
    negative = False
    if folded.startswith("(") and folded.endswith(")"):
        negative, folded = True, folded[1:-1].strip()
    if folded[:1] in "+-−" and folded:
        negative, folded = negative != (folded[0] != "+"), folded[1:].strip()
    folded = _SIGNS.sub("", folded)
    if folded[:1] in "-−" and folded:
        negative, folded = not negative, folded[1:].strip()
    folded = _TAIL.sub("", folded)
    found = _NUMBER.match(folded)
    if not found:
        raise NotAnAmount("not-a-number", str(text))
    if found["word"] not in MULTIPLES:
        raise NotAnAmount("unknown-multiple", str(text))
    if not _GROUPED.match(found["num"]):
        raise NotAnAmount("digits-grouped-oddly", str(text))
    value = Fraction(found["num"].replace(",", "").replace("_", "")) * MULTIPLES[found["word"]]
    if found["exp"]:
        value *= Fraction(10) ** int(found["exp"])
    if value > LARGEST:
        raise NotAnAmount("too-large", str(text))
    return -value if negative else value


def read_money(text: str | int, digits: int = 2) -> int:
    """The amount in the currency's smallest units.

    >>> read_money("7.5亿"), read_money(100), read_money("0.05")
    (75000000000, 10000, 5)

    Raises: NotAnAmount; with `finer-than-smallest-unit` when the text has more decimals than the currency.
    """
    minor = (Fraction(text) if isinstance(text, int) else read_number(text)) * int(10**digits)
    if minor.denominator != 1:
        raise NotAnAmount("finer-than-smallest-unit", str(text))
    if abs(minor) > LARGEST * 10**digits:
        raise NotAnAmount("too-large", str(text))
    return minor.numerator


def read_share(text: str | int | float) -> Fraction:
    """The share that a text states, as a fraction of one.

    >>> read_share("30%"), read_share("0.3"), read_share(1)
    (Fraction(3, 10), Fraction(3, 10), Fraction(1, 1))

    Raises: NotAnAmount with `share-or-percent` for a bare number above 1 (is 30 meant as 30 %?), `not-a-share` otherwise.
    """
    folded = unicodedata.normalize("NFKC", str(text)).strip()
    percent = folded.endswith("%")
    number = folded.rstrip("%").strip().replace("_", "")
    if not _SHARE.match(number) or len(number) > LONGEST:
        raise NotAnAmount("not-a-share", str(text))
    value = Fraction(number)
    if percent:
        return value / 100
    if abs(value) > 1:
        raise NotAnAmount("share-or-percent", str(text))
    return value


def apportion(total: int, weights: Sequence[Fraction | int], names: Sequence[str]) -> list[int]:
    """Whole parts of a whole total in proportion to the weights; they add up to it exactly.

    Largest remainders get the left-over units; equal remainders are settled by name, so that the
    order of the parts never decides. Weights must not be negative, and one must be positive
    unless the total is 0.

    >>> apportion(100, [1, 1, 1], ["a", "b", "c"])
    [34, 33, 33]
    >>> apportion(100, [1, 1, 1], ["c", "b", "a"])
    [33, 33, 34]

    Source: largest-remainder (Hamilton) method.
    """
    whole = sum((Fraction(w) for w in weights), Fraction(0))
    if whole == 0:
        if total:
            raise ValueError("nothing to apportion by")
        return [0] * len(weights)
    exact = [Fraction(w) * total / whole for w in weights]
    parts = [e.numerator // e.denominator for e in exact]
    left = total - sum(parts)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], names[i]))
    for i in order[:left]:
        parts[i] += 1
    return parts
