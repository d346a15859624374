r"""How values are shown in a workbook's cells: number formats that show a unit without dividing the value.

A number format can divide by a thousand (a trailing comma), so that thousands and millions need no
more. For 万 (ten thousand) and 亿 (a hundred million) the point is set as a literal character
before the last digits: `0\.0,` shows 262301000 as 26230.1, that is 262,301 thousands with a point
before the last digit. Thousands are then parted by literal commas as well, and the format is chosen
by the size of each value: `#0\,000\.0,` shows 26,230.1. Possible decimals are 1 and 4 for 万,
2, 5 and 8 for 亿; the next one that is exact enough is taken.

Seen in LibreOffice 7.4; the literal point (typed `0!.0,` in a Chinese Excel or WPS) is the way
ExcelHome teaches. Formats in two parts (positive;negative) are used rather than conditions, for
LibreOffice drops the sign of a negative number under a condition. The exact value in the currency
unit stays in the cell, so that sums, filters and pivot tables work on it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from salesplan.words import MoneyForm
from salesplan.words.kinds import UNITS, share_text

_SETTINGS_OF_POINT = {4: ((1, ","), (4, "")), 8: ((2, ",,"), (5, ","), (8, ""))}
"""By the power of ten of a unit: decimals that a literal point can give, with the commas that divide by a thousand."""

MOST_SHARE_DECIMALS = 6


def money_format(value: int, form: MoneyForm) -> str:
    r"""The number format that shows an amount [smallest units] in the unit of the form, by literal points if need be.

    >>> money_format(262_301_000_00, MoneyForm(unit="万元", decimals=1)), money_format(0, MoneyForm(unit="million", decimals=1))
    ('#0\\,000\\.0,;-#0\\,000\\.0,', '#,##0.0,,;-#,##0.0,,')
    """
    power, decimals, commas = _setting(form)
    if power not in _SETTINGS_OF_POINT:
        return _signed(f"#,##0{'.' * (decimals > 0)}{'0' * decimals}{commas}")
    groups = (len(str(int(abs(_shown(value, form))))) - 1) // 3
    digits = "0" if groups == 0 else "#0" + "\\,000" * groups
    return _signed(f"{digits}\\.{'0' * decimals}{commas}")


def money_text(value: int, form: MoneyForm) -> str:
    """What a cell shows under that format.

    >>> money_text(262_301_000_00, MoneyForm(unit="万元", decimals=2))
    '26,230.1000'
    """
    return f"{_shown(value, form):,f}"


def _shown(value: int, form: MoneyForm) -> Decimal:
    return round(Decimal(value) / form.size, _setting(form)[1])


@lru_cache(maxsize=64)
def _setting(form: MoneyForm) -> tuple[int, int, str]:
    """The unit's power of ten, the decimals shown, and the commas that divide by a thousand."""
    power = len(str(UNITS[form.unit][0])) - 1
    if power not in _SETTINGS_OF_POINT:
        return power, form.decimals, "," * (power // 3)
    settings = _SETTINGS_OF_POINT[power]
    return power, *next((s for s in settings if s[0] >= form.decimals), settings[-1])


def axis_format(form: MoneyForm, *, signed: bool) -> str:
    """The number format of a chart's axis, whose values differ in size: few decimals, parted where none is negative.

    Excel has units of its own for axes, but LibreOffice does not know them and would show yuan under 万元.
    """
    power = _setting(form)[0]
    if power not in _SETTINGS_OF_POINT:
        return _signed("#,##0" + "," * (power // 3))
    decimals, commas = _SETTINGS_OF_POINT[power][0]
    number = f"\\.{'0' * decimals}{commas}"
    if signed:
        return _signed(f"0{number}")
    return f"[>={1000 * 10**power}]#0\\,000{number};0{number}"


def _signed(number: str) -> str:
    return f"{number};-{number}"


def share_format(value: Any) -> str:
    """A percentage with one decimal, more where one would show 100 % for what is not.

    >>> share_format(0.25), share_format(0.9996)
    ('0.0%', '0.00%')
    """
    for decimals in range(1, MOST_SHARE_DECIMALS):
        shown = f"{abs(float(value)):.{decimals}%}"
        if shown != f"{1:.{decimals}%}" or "100.0" in share_text(value):
            return f"0.{'0' * decimals}%"
    return "0.000000%"


def number_format(value: Any) -> str:
    """A plain number: whole, or with up to six decimals."""
    return "#,##0" if float(value) == int(value) else "#,##0.######"


FORMATS: dict[str, Callable[[Any], str]] = {
    "share": share_format,
    "change": lambda _: "+0.0%;-0.0%;0.0%",
    "points": lambda _: '+0.0"pp";-0.0"pp";0.0"pp"',
    "count": lambda _: "#,##0",
    "days": lambda _: "#,##0",
    "score": lambda _: "#,##0.0",
    "number": number_format,
    "date": lambda _: "yyyy-mm-dd",
}
"""The number format of a value of each kind; money has its own."""
