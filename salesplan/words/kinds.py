"""Kinds of values: how each reads as text, what number format it has in a workbook, and what it is in JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

UNITS: dict[str, tuple[int, str, str]] = {
    "元": (1, "元", ""), "千元": (10**3, "千元", "k"), "万元": (10**4, "万元", "10k"),
    "百万元": (10**6, "百万元", "m"), "亿元": (10**8, "亿元", "100m"),
    "1": (1, "", ""), "thousand": (10**3, "千", "k"), "million": (10**6, "百万", "m"),
}  # fmt: skip
"""How money may be shown: the unit's size in currency units, and its label in zh and en."""


@dataclass(frozen=True, slots=True)
class MoneyForm:
    """How a report shows money; amounts are held in the currency's smallest unit whatever the form.

    `digits`: decimals of the smallest unit; `unit`: a key of `UNITS`; `decimals`: shown, enough for
    the plan's `smallest`, so that shown parts add up as well.
    """

    currency: str = "CNY"
    digits: int = 2
    unit: str = "元"
    decimals: int = 2

    @property
    def size(self) -> int:
        """One shown unit in smallest currency units."""
        return UNITS[self.unit][0] * int(10**self.digits)

    def label(self, lang: str) -> str:
        """The unit as it stands in a heading.

        >>> MoneyForm(unit="万元").label("zh"), MoneyForm(unit="万元").label("en"), MoneyForm("USD", unit="thousand").label("en")
        ('万元', 'CNY 10k', 'USD k')
        """
        zh, en = UNITS[self.unit][1:]
        if lang == "zh":
            return zh if self.unit.endswith("元") and self.currency == "CNY" else f"{zh}{self.currency}"
        return f"{self.currency} {en}".strip()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: alignment on screen and paper, and whether it is a number in a workbook."""

    name: str
    right: bool
    number: bool


KINDS: dict[str, Kind] = {
    k.name: k
    for k in (
        Kind("text", False, False), Kind("code", False, False), Kind("count", True, True), Kind("number", True, True),
        Kind("money", True, True), Kind("share", True, True), Kind("points", True, True), Kind("change", True, True), Kind("days", True, True),
        Kind("date", False, True), Kind("month", False, False), Kind("score", True, True), Kind("flag", False, False),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its kind, for sentences: `Quantity("money", 750_000_000_00)`; `money` where the sentence has no report."""

    kind: str
    value: Any
    money: MoneyForm | None = None


def form(value: Any, kind: str, money: MoneyForm, lang: str = "en", *, unit: bool = False) -> str:
    """The text form of a value; a missing one is a dash.

    >>> m = MoneyForm(unit="万元", decimals=1)
    >>> form(26230_10_00, "money", MoneyForm(unit="元")), form(262301_000_00, "money", m, "zh", unit=True)
    ('2,623,010.00', '26,230.1 万元')
    >>> form(0.9996, "share", m), form(1, "share", m), form(None, "money", m)
    ('99.9%', '100.0%', '–')
    """
    if value is None:
        return "–"
    if kind == "money":
        text = f"{_round(Decimal(int(value)) / money.size, money.decimals):,}"
        return f"{text} {money.label(lang)}".rstrip() if unit else text
    if kind == "share":
        return share_text(value)
    if kind == "change":
        return share_text(value) if value <= 0 else f"+{share_text(value)}"
    if kind == "points":
        return f"{_round(_decimal(value) * 100, 1):+}pp"
    if kind in ("count", "days"):
        return f"{_round(_decimal(value), 0):,}"
    if kind == "score":
        return f"{_round(_decimal(value), 1):,}"
    if kind == "number":
        return number_text(value)
    if kind == "date":
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    if kind == "flag":
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][bool(value)]
    return str(value)


def share_text(value: Any) -> str:
    """A share as a percentage with one decimal; what is not 100 % is never shown as 100 %."""
    percent = _decimal(value) * 100
    text = _round(percent, 1)
    if abs(text) == 100 and abs(percent) < 100:
        text = Decimal("99.9").copy_sign(percent)
    elif abs(text) == 100 and abs(percent) > 100:
        text = Decimal("100.1").copy_sign(percent)
    return f"{text:,}%"


def number_text(value: Any) -> str:
    """A plain number with at most six significant decimals and no trailing zeros.

    >>> number_text(Fraction(1, 3)), number_text(12)
    ('0.333333', '12')
    """
    text = f"{_round(_decimal(value), 6):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Any, kind: str, digits: int) -> Any:
    """The JSON form: money in currency units, shares of one, ISO dates, missing as None.

    >>> plain(123_45, "money", 2), plain(100_00, "money", 2), plain(Fraction(1, 4), "share", 2)
    (123.45, 100, 0.25)
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if kind == "money":
        whole, rest = divmod(int(value), 10**digits)
        return whole if rest == 0 else float(Decimal(int(value)).scaleb(-digits))
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (Fraction, Decimal)):
        return int(value) if value == int(value) and kind in ("count", "number", "days") else float(value)
    if hasattr(value, "item"):
        return value.item()
    return value if isinstance(value, (int, float)) else str(value)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _round(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
