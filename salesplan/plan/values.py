"""Values as people write them in a plan: money, shares, numbers, months, dates, durations; what each field accepts."""

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError, core_schema

from salesplan.amount import LARGEST, NotAnAmount, minor_digits, read_money, read_number, read_share
from salesplan.period import Month

LONGEST_NUMBER = 60
"""A number may be written with this many characters."""

COUNTED = frozenset(("new_customers", "quantity"))
"""Metrics that are counted, not paid."""

_REASONS = {
    "not-a-number": "value-not-a-number",
    "unknown-multiple": "value-unknown-multiple",
    "digits-grouped-oddly": "value-digits-grouped",
    "too-large": "value-too-large",
    "finer-than-smallest-unit": "value-too-fine",
    "share-or-percent": "share-or-percent",
    "not-a-share": "value-not-a-share",
}
"""Why an amount cannot be read -> the problem that a plan reports."""


def fault(slug: str, **params: Any) -> PydanticCustomError:
    """An error that the plan's checker reports under `slug` at the value's place."""
    return PydanticCustomError(slug, "{text}", {"text": "", **params})


class Read:
    """Marks a field whose value is read from the text of the plan by `read(text)`, or `read(text, digits)`."""

    __slots__ = ("read", "scaled", "schema")

    def __init__(self, read: Callable[..., Any], schema: dict[str, Any], scaled: bool = False) -> None:
        """Keep the reader and what an editor may accept; a `scaled` one is told the currency's decimals."""
        self.read, self.schema, self.scaled = read, schema, scaled

    def digits(self, info: core_schema.ValidationInfo) -> int:
        """The decimals of the plan's currency."""
        return int(info.context["digits"]) if info.context else 2

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """One call from the text to the value."""

        def value(given: Any, info: core_schema.ValidationInfo) -> Any:
            return self.read(given if type(given) is str and given else _as_text(given), self.digits(info))

        def text(given: Any) -> Any:
            return read(given if type(given) is str and given else _as_text(given))

        read: Callable[..., Any] = self.read
        if self.scaled:
            return core_schema.with_info_plain_validator_function(value)
        return core_schema.no_info_plain_validator_function(text)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """What an editor may accept."""
        return dict(self.schema)


class MetricRead(Read):
    """A reader of figures of a metric: those of counts have no decimals."""

    __slots__ = ()

    def digits(self, info: core_schema.ValidationInfo) -> int:
        """0 for a metric that is counted, else the decimals of the plan's currency."""
        context = info.context or {}
        metric = (info.data or {}).get("metric") or context.get("main")
        return 0 if metric in COUNTED else int(context.get("digits", 2))


def choice(*words: str) -> Read:
    """Marks a field that takes one of a few words."""

    def read(text: str) -> str:
        if text.strip() not in words:
            raise fault("not-one-of", text=text.strip(), known=list(words))
        return text.strip()

    return Read(read, {"enum": list(words)})


def _as_text(given: Any) -> str:
    """The text of a value that a caller gave as a number or a date. Raises: what is wrong with any other."""
    if given is None or given == "":
        raise fault("value-missing")
    if isinstance(given, bool):
        raise fault("value-is-a-flag", text="true" if given else "false")
    if isinstance(given, (dict, list, tuple)):
        raise fault("value-expected")
    return str(given)


def _amount(read: Callable[[str], Any], text: str) -> Any:
    if len(text) > LONGEST_NUMBER:
        raise fault("value-too-large", text=text[:20] + "...")
    try:
        return read(text)
    except NotAnAmount as error:
        raise fault(_REASONS[error.reason], text=text.strip()) from None
    except ValueError:
        raise fault("value-not-a-number", text=text.strip()) from None


_PLAIN = re.compile(r"([0-9]{1,12})(万|亿|百万|k|m)?")
_TIMES = {None: 1, "万": 10**4, "亿": 10**8, "百万": 10**6, "k": 10**3, "m": 10**6}


def _plainly(text: str) -> int | None:
    """The value of the commonest way to write a number, at once; None for any other."""
    found = _PLAIN.fullmatch(text)
    value = int(found[1]) * _TIMES[found[2]] if found else LARGEST
    return value if value < LARGEST else None


def money(text: str, digits: int = 2) -> int:
    """An amount, not negative, in the currency's smallest unit.

    >>> money("1.2亿"), money("120_000_000")
    (12000000000, 12000000000)
    """
    plainly = _plainly(text)
    if plainly is not None:
        return int(plainly * 10**digits)
    if text.rstrip().endswith(("%", "％")):
        raise fault("amount-not-a-share", text=text.strip())
    return int(_not_negative(_amount(lambda t: read_money(t, digits), text), text))


def _not_negative(value: Any, text: str) -> Any:
    if value < 0:
        raise fault("value-negative", text=text.strip())
    return value


def count(text: str) -> int:
    """A whole number, not negative.

    >>> count("280"), count("1.2万")
    (280, 12000)
    """
    value = _not_negative(_amount(read_number, text), text)
    if value.denominator != 1:
        raise fault("value-not-whole", text=text.strip())
    return int(value)


def share(text: str) -> Fraction:
    """A share from 0 to 1.

    >>> share("30%"), share("0.3")
    (Fraction(3, 10), Fraction(3, 10))
    """
    value: Fraction = _not_negative(change(text), text)
    if value > 1:
        raise fault("share-over-whole", text=text.strip())
    return value


def change(text: str) -> Fraction:
    """A share of any size and sign, such as a growth of -10% or 150%."""
    if "e" in text.lower():
        raise fault("value-not-a-share", text=text.strip()[:20])
    value: Fraction = _amount(read_share, text)
    return value


def number(text: str) -> Fraction:
    """A number, an amount or a share, not negative, of which only the size beside others counts."""
    plainly = _plainly(text)
    if plainly is not None:
        return Fraction(plainly)
    read = change if text.rstrip().endswith(("%", "％")) else (lambda t: _amount(read_number, t))
    value: Fraction = _not_negative(read(text), text)
    return value


def month(text: str) -> Month:
    """A month such as 2027-03."""
    try:
        return Month.read(text)
    except ValueError:
        raise fault("value-not-a-month", text=text.strip()) from None


_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def date(text: str) -> dt.date:
    """An ISO date such as 2027-03-01."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise fault("value-not-a-date", text=text.strip())
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        raise fault("no-such-day", text=text.strip()) from None


_SPANS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION = re.compile(r"([0-9]{1,4})\s*(?:(m|min|h|d|w)|(minute|hour|day|week)s?|(分钟|小时|天|日|周))")


def duration(text: str) -> dt.timedelta:
    """A length of time.

    >>> duration("2h"), duration("45 days"), duration("30天")
    (datetime.timedelta(seconds=7200), datetime.timedelta(days=45), datetime.timedelta(days=30))
    """
    found = _DURATION.fullmatch(text.strip().lower())
    if not found:
        raise fault("value-not-a-duration", text=text.strip())
    zh = {"分钟": "minutes", "小时": "hours", "天": "days", "日": "days", "周": "weeks"}
    unit = _SPANS.get(found[2]) or (found[3] + "s" if found[3] else zh[found[4]])
    return dt.timedelta(**{unit: int(found[1])})


def text(given: str) -> str:
    """A text, without blanks around it."""
    stripped = given.strip()
    if not stripped:
        raise fault("value-missing")
    return stripped


class Bound(NamedTuple):
    """A limit of a hold: an amount [smallest units, or a count], or a share of the metric's target."""

    amount: int | None = None
    share: Fraction | None = None

    def of(self, target: int) -> Fraction:
        """The limit in smallest units, given the metric's target."""
        return Fraction(self.amount) if self.amount is not None else (self.share or Fraction(0)) * target


def bound(text: str, digits: int = 2) -> Bound:
    """An amount, or a share of the target: `8000万`, `20%`; a number between 0 and 1 is a share.

    >>> bound("20%"), bound("0.2") == bound("20%"), bound("600万").amount
    (Bound(amount=None, share=Fraction(1, 5)), True, 600000000)
    """
    if text.rstrip().endswith(("%", "％")):
        return Bound(share=share(text))
    value = _amount(read_number, text)
    if 0 < value < 1:
        return Bound(share=value)
    return Bound(amount=money(text, digits))


class Flag:
    """Marks a field that is true or false and nothing else (`no` and `on` are texts)."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Accept booleans only."""

        def flag(given: Any) -> bool:
            if isinstance(given, bool):
                return given
            raise fault("value-not-a-flag", text=str(given) if isinstance(given, str) else "")

        return core_schema.no_info_plain_validator_function(flag)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


def one_or_many(given: Any) -> Any:
    """A list of what may be written alone."""
    return [given] if isinstance(given, str) else given


_NUMERAL = r"^\s*[-+]?[¥￥$€£]?\s*[-+]?\d[\d_,]*(\.\d+)?\s*[^\d\s.,_%]*\s*$"
_SHARE = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": r"^\s*\d[\d_.]*\s*[%％]?\s*$"}]}
_CHANGE = {"anyOf": [{"type": "number", "minimum": -1, "maximum": 1}, {"type": "string", "pattern": r"^\s*[-+]?\d[\d_.]*\s*[%％]?\s*$"}]}
_AMOUNT = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": _NUMERAL}]}
_NUMBER = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}
_COUNT = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": _NUMERAL}]}
_TEXT = {"type": ["string", "number"]}
_MONTH = {"type": ["string", "integer"], "pattern": r"^\d{4}[-/.年]?\d{1,2}月?$"}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$"}
_TIME = {"type": "string", "pattern": r"^\s*\d{1,4}\s*\D+$"}

if TYPE_CHECKING:
    Money: TypeAlias = int
    Count: TypeAlias = int
    Share: TypeAlias = Fraction
    Change: TypeAlias = Fraction
    Number: TypeAlias = Fraction
    MonthText: TypeAlias = Month
    Date: TypeAlias = dt.date
    Duration: TypeAlias = dt.timedelta
    Name: TypeAlias = str
    Yes: TypeAlias = bool
    Limit: TypeAlias = Bound
    Figure: TypeAlias = int
    Names: TypeAlias = tuple[str, ...]
else:
    Money = Annotated[int, Read(money, _AMOUNT, scaled=True)]
    Count = Annotated[int, Read(count, _COUNT)]
    Share = Annotated[Fraction, Read(share, _SHARE)]
    Change = Annotated[Fraction, Read(change, _CHANGE)]
    Number = Annotated[Fraction, Read(number, _NUMBER)]
    MonthText = Annotated[Month, Read(month, _MONTH)]
    Date = Annotated[dt.date, Read(date, _DATE)]
    Duration = Annotated[dt.timedelta, Read(duration, _TIME)]
    Name = Annotated[str, Read(text, _TEXT)]
    Yes = Annotated[bool, Flag()]
    Limit = Annotated[Bound, MetricRead(bound, _NUMBER, scaled=True)]
    Figure = Annotated[int, MetricRead(money, _AMOUNT, scaled=True)]
    Names = Annotated[tuple[Name, ...], BeforeValidator(one_or_many, json_schema_input_type=str | list[str])]


def digits_of(currency: object) -> int:
    """The decimals of a currency's smallest unit; 2 when it is not known."""
    return minor_digits(currency) if isinstance(currency, str) else 2
