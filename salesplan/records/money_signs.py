"""The currency that an amount's own sign or its header states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from salesplan.records.headings import fold
from salesplan.words.headers import book

DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN", "CLP", "COP", "ARS"})
"""Currencies that write a bare $."""
KRONOR = frozenset({"SEK", "NOK", "DKK", "ISK"})
_AMBIGUOUS = {"$": DOLLARS, "¥": frozenset({"CNY", "JPY"}), "kr": KRONOR}
_USUAL = {"$": "USD", "¥": "CNY", "kr": "SEK"}
_PART = re.compile(r"[^\d.,()+\-−%'\s]+")
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_ENDING = re.compile(r"\b([a-z]{3})$|^([a-z]{3})\b|(人民币|美元|欧元|港币|港元|日元|英镑|\$|€|£|¥)")


@cache
def _codes() -> dict[str, str]:
    return {fold(w): code for code, words in book()["currencies"].items() for w in words if w != "元"}


def currency_code(text: str) -> str:
    """The ISO code that a text in a column of currencies stands for; the text itself where it is unknown.

    >>> currency_code("人民币"), currency_code("us$"), currency_code("XAU")
    ('CNY', 'USD', 'XAU')
    """
    folded = fold(text)
    return _codes().get(folded, "CNY" if folded == "元" else text.strip().upper())


def said_currency(text: str, own: str) -> str | None:
    """The currency whose sign or code stands in an amount's cell; None where none does, or it may be the plan's own.

    >>> said_currency("$1,234.50", "CNY"), said_currency("$5", "HKD"), said_currency("1,000 元", "CNY"), said_currency("EUR 5", "CNY")
    ('USD', None, None, 'EUR')
    """
    for part in _PART.findall(unicodedata.normalize("NFKC", text).casefold()):
        code = _codes().get(part) or _codes().get(part.strip("万亿千百元"))
        mark = next((m for m in _AMBIGUOUS if part == m), None)
        if mark and own in _AMBIGUOUS[mark]:
            return None
        code = _USUAL[mark] if mark else code
        if code:
            return None if code == own else code
    return None


def header_currency(text: str) -> str | None:
    """The currency that a header states, such as `Amount (USD)`, `金额（美元）` or `Total USD`.

    >>> header_currency("Amount (USD)"), header_currency("金额（美元）"), header_currency("价税合计（本位币）"), header_currency("Sales in EUR")
    ('USD', 'USD', None, 'EUR')
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    parts = [p for inside in _BRACKETED.findall(plain) for p in re.split(r"[,，、;/:\s]+", inside)]
    found = _ENDING.search(plain)
    parts += [g for g in (found.groups() if found else ()) if g]
    return next((_codes()[fold(p)] for p in parts if p and fold(p) in _codes()), None)


@cache
def _signs() -> re.Pattern[str]:
    words = sorted((w for w in _codes() if len(w) > 1 or not w.isascii() or w in "$"), key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, words), "kr"]))


def without_signs(folded: str) -> str:
    """An amount's normalised text without the currency signs before and behind the number.

    >>> without_signs("us$1,000"), without_signs("usd (1,234.50)"), without_signs("-rmb¥5"), without_signs("1.234,56 kr")
    ('1,000', '(1,234.50)', '-5', '1.234,56')
    """
    text = folded
    for _ in range(2):
        minus = text[:1] if text[:1] in ("-", "(") else ""
        rest = text[len(minus) :].lstrip()
        head = _signs().match(rest)
        if head:
            rest = rest[head.end() :].lstrip()
        text = f"{minus}{rest}"
        tail = next((m for m in _signs().finditer(text) if m.end() == len(text.rstrip(") "))), None)
        if tail and tail.start():
            text = f"{text[: tail.start()].rstrip()}{text[tail.end() :].strip()}"
    return text


def cell_currencies(labels: Sequence[str], own: str) -> list[str | None]:
    """The currency that each text of an amount column states, None where it states none or the plan's own."""
    if not _PART.search("".join(labels)):
        return [None] * len(labels)
    return [said_currency(label, own) for label in labels]
