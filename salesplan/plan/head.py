"""The head of a plan: whose, which year, how money is held and shown, where the records are, and who sells.

The string under a field is its reference: what it is, its unit, its default, where it comes from.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from salesplan.period import Month
from salesplan.plan.section import OpenSection, Section
from salesplan.plan.values import (
    Date,
    Money,
    MonthText,
    Name,
    Names,
    Number,
    Read,
    Share,
    Yes,
    choice,
    digits_of,
    fault,
    number,
)
from salesplan.words.kinds import UNITS

KINDS = (
    "sales", "customers", "receivables", "receipts", "opportunities", "visits", "tickets", "surveys",
    "targets", "training", "budget",
)  # fmt: skip
"""The kinds of records that a plan may name exports of."""

if TYPE_CHECKING:
    AmountBasis = Literal["tax_included", "tax_excluded"]
    DocumentBasis = Literal["delivery", "invoice", "order", "receipt", "contract"]
    Language = Literal["zh", "en"]
    Unit: TypeAlias = str
    Version: TypeAlias = int
    Year: TypeAlias = int
    Currency: TypeAlias = str
    Country: TypeAlias = str
else:
    AmountBasis = Annotated[str, choice("tax_included", "tax_excluded")]
    DocumentBasis = Annotated[str, choice("delivery", "invoice", "order", "receipt", "contract")]
    Language = Annotated[str, choice("zh", "en")]
    Unit = Annotated[str, choice(*UNITS)]


def _version(text: str) -> int:
    if text.strip() != "1":
        raise fault("plan-version-unknown", text=text.strip())
    return 1


def _year(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and 1990 <= int(text.strip()[:6]) <= 2200):
        raise fault("value-not-a-year", text=text.strip())
    return int(text.strip())


def _letters(count: int, slug: str) -> Read:
    def read(text: str) -> str:
        code = text.strip()
        if not (len(code) == count and code.isascii() and code.isalpha() and code.isupper()) or code == "RMB":
            raise fault(slug, text=code)
        return code

    return Read(read, {"type": "string", "pattern": f"^[A-Z]{{{count}}}$"})


if not TYPE_CHECKING:
    Version = Annotated[int, Read(_version, {"const": 1})]
    Year = Annotated[int, Read(_year, {"type": "integer", "minimum": 1990, "maximum": 2200})]
    Currency = Annotated[str, _letters(3, "value-not-a-currency")]
    Country = Annotated[str, _letters(2, "value-not-a-country")]


class Basis(Section):
    """What the figures count (口径); printed with every report."""

    amount: AmountBasis = "tax_included"
    """Whether amounts include value-added tax: `tax_included` (价税合计) or `tax_excluded`. Default: tax_included."""

    document: DocumentBasis = "delivery"
    """Which document makes a sale: `delivery` (出库), `invoice`, `order`, `receipt` or `contract`. Default: delivery."""


class Alias(OpenSection):
    """What another spelling of the records stands for: the plan's own name, and fields that tell namesakes apart."""

    __pydantic_extra__: dict[str, Name] = Field(init=False)

    name: Name | None = None
    """The name in the plan. Default: unchanged."""

    @property
    def fields(self) -> dict[str, str]:
        """Fields beside the name, such as the region of a person."""
        return dict(self.model_extra or {})


def _alias(given: Any) -> Any:
    return given if isinstance(given, dict) else {"name": given}


class Move(OpenSection):
    """From when on a person sells elsewhere; what is not named stays as it was."""

    __pydantic_extra__: dict[str, Name] = Field(init=False)

    from_: Date = Field(alias="from")
    """First day in the new place."""

    region: Name | None = None
    """The new region. Default: unchanged."""

    team: Name | None = None
    """The new team. Default: unchanged."""

    segment: Name | None = None
    """The new customer group. Default: unchanged."""

    product: Name | None = None
    """The new product line. Default: unchanged."""

    def to(self, dimension: str) -> str | None:
        """The member of a dimension that the person moves to, None where it stays."""
        if dimension in ("region", "team", "segment", "product"):
            member: str | None = getattr(self, dimension)
            return member
        return (self.model_extra or {}).get(dimension)


class Person(OpenSection):
    """Someone who sells, or an open position."""

    __pydantic_extra__: dict[str, Name] = Field(init=False)

    id: Name | None = None
    """Employee number as the records write it; text, so that leading zeros stay. Needed where two have one name."""

    name: Name
    """Name as the records write it; for an open position any, such as 待招."""

    region: Name | None = None
    """The region that the person sells in, a member of the dimension `region`. Default: none."""

    team: Name | None = None
    """The team inside the region. Default: none."""

    segment: Name | None = None
    """The customer group, where people are split within `segment`. Default: none."""

    product: Name | None = None
    """The product line, where people are split within `product`. Default: none."""

    joined: Date | None = None
    """First day at work; capacity counts from here, with the ramp. Default: always there."""

    left: Date | None = None
    """Last day at work; capacity counts until here. Default: stays."""

    capacity: Money | None = None
    """What the person can sell in a full year once ramped up [currency a year]. Default: not known."""

    capability: Number | None = None
    """Points for skill and experience; only their size beside colleagues counts. Default: not given."""

    open: Yes = False
    """Whether the position is still to be filled. Default: false."""

    moves: tuple[Move, ...] = ()
    """Moves to another region or team, oldest first: targets and sales count there from that day on. Default: none."""

    @property
    def key(self) -> str:
        """The id where there is one, else the name."""
        return self.id or self.name

    def within(self, dimension: str) -> str | None:
        """The member of a dimension that the person belongs to."""
        if dimension in ("region", "team", "segment", "product"):
            member: str | None = getattr(self, dimension)
            return member
        return (self.model_extra or {}).get(dimension)


def _rate(text: str) -> Fraction:
    rate = number(text)
    if not rate or text.rstrip().endswith(("%", "％")):
        raise fault("value-not-a-rate", text=text.strip())
    return rate


if TYPE_CHECKING:
    Rate: TypeAlias = Fraction
else:
    Rate = Annotated[Fraction, Read(_rate, {"type": ["number", "string"], "exclusiveMinimum": 0})]


class TeamFile(Section):
    """A list of people kept in a file."""

    file: Name
    """An .xlsx or .csv with a row a person, headings as in the records, relative to the plan."""


class Calendar(Section):
    """Days that differ from the country's calendar, where its notice is not out yet or the company works otherwise."""

    holidays: tuple[Date, ...] = ()
    """Days off that the calendar takes for working days. Default: none."""

    workdays: tuple[Date, ...] = ()
    """Working days that the calendar takes for days off (调休补班). Default: none."""


def _team_form(given: Any) -> str:
    return "file" if isinstance(given, dict) else "people"


def _default_starts(data: dict[str, Any]) -> Month:
    return Month(data["year"], 1)


def _default_unit(data: dict[str, Any]) -> str:
    return "万元" if data["currency"] == "CNY" and data["language"] != "en" else "1"


def _default_smallest(data: dict[str, Any]) -> int:
    return 100 * 10 ** digits_of(data["currency"])  # type: ignore[no-any-return]


if TYPE_CHECKING:
    DataFiles = dict[str, tuple[str, ...]]
    Rates = dict[str, Fraction]
    Aliases = dict[str, dict[str, Alias]]
    Team = tuple[Person, ...] | TeamFile
else:
    DataFiles = dict[Literal[KINDS], Names]
    Rates = dict[Currency, Rate]
    Aliases = dict[str, dict[str, Annotated[Alias, BeforeValidator(_alias, json_schema_input_type=str | Alias)]]]
    Team = Annotated[
        Annotated[tuple[Person, ...], Tag("people")] | Annotated[TeamFile, Tag("file")], Discriminator(_team_form)
    ]


class Head(Section):
    """The head of a plan (`plan.yaml`)."""

    salesplan: Version = 1
    """Version of the plan language. Default: 1."""

    name: Name
    """What the plan is called; it stands on every report."""

    year: Year
    """The fiscal year that the targets are for."""

    starts: MonthText = Field(default_factory=_default_starts)
    """First month of the fiscal year, such as 2027-01. Default: January of `year`."""

    currency: Currency = "CNY"
    """ISO 4217 code of the plan's money. Default: CNY."""

    language: Language | None = None
    """Language of reports, `zh` or `en`; `--lang` overrides. Default: that of the reader's computer."""

    unit: Unit = Field(default_factory=_default_unit)
    """How money is shown: 元, 千元, 万元, 百万元, 亿元, 1, thousand or million; never how it is held. Default: 万元 for CNY unless `language` is en, else 1."""

    smallest: Money = Field(default_factory=_default_smallest)
    """Every target and every published part is a whole multiple of this [currency unit]. Default: 100."""

    country: Country = "CN"
    """ISO 3166 code of the country whose holidays and make-up working days count. Default: CN."""

    basis: Basis = Basis.model_construct(amount="tax_included", document="delivery")
    """What the figures count (口径). Default: tax included, by delivery."""

    data: DataFiles = {}  # noqa: RUF012
    """Exports of each kind of records: a file or a list, relative to the plan, `*` and `?` allowed. Default: none."""

    maps: Name | None = None
    """Folder of maps that say what the headers of exports mean, relative to the plan; `inspect --save-map` writes them. Default: none."""

    rates: Rates = {}  # noqa: RUF012
    """What one unit of another currency is worth in the plan's, for exports without a rate or an amount in base currency: `{USD: 7.10}` [currency]. Default: none."""

    aliases: Aliases = {}  # noqa: RUF012
    """Other spellings in the records, by dimension: `region: {西南大区: 西部}`. Default: none."""

    team: Team = ()
    """Who sells: a list of people, or `{file: ...}`. Default: nobody is named."""

    ramp: tuple[Share, ...] = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
    """Share of capacity in the first, second ... quarter after joining; 100% from then on. Default: 25%, 50%, 75%."""

    calendar: Calendar = Calendar.model_construct(holidays=(), workdays=())
    """Days that differ from the country's calendar. Default: none."""
