"""The goals chapter: annual targets, how they are split, what is held, what was promised from below.

The string under a field is its reference: what it is, its unit, its default, where it comes from.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WrapValidator

from salesplan.plan.section import Later, OpenSection, Section
from salesplan.plan.values import (
    Change,
    Count,
    Figure,
    Limit,
    Money,
    Name,
    Names,
    Number,
    Share,
    Yes,
    choice,
    fault,
)  # fmt: skip

PERIODS = ("month", "quarter")
"""Keys of a slice that name a part of the year."""

DIMENSIONS = ("region", "segment", "product")
"""Dimensions that every export may have; a plan may add names of its own."""

METRICS = ("revenue", "gross_profit", "collection", "new_customers", "quantity")
"""What a plan may have targets for."""

if TYPE_CHECKING:
    Numbers = dict[str, Fraction | None]
    From = Literal["history", "even"]
    Metric = str
else:
    Numbers = dict[Name, Number | None]
    From = Annotated[str, choice("history", "even")]
    Metric = Annotated[str, choice(*METRICS)]


class Targets(Section):
    """What is to be reached in the year; the first one written is the main metric."""

    revenue: Money | None = None
    """Sales [currency]."""

    gross_profit: Money | None = None
    """Gross profit [currency]."""

    collection: Money | None = None
    """Money received from customers [currency]."""

    new_customers: Count | None = None
    """Customers won [count]."""

    quantity: Count | None = None
    """Pieces sold [count]."""


def _in_order(given: Any, handler: Any) -> Any:
    """The targets that are written, in their order."""
    targets = handler(given)
    return {key: value for key in given if (value := getattr(targets, key, None)) is not None}


class Member(OpenSection):
    """A member of a dimension; every key beside `share` and `note` is a driver with the member's value."""

    __pydantic_extra__: dict[str, Number | None] = Field(init=False)

    share: Share | None = None
    """An explicit share of the target; the other members share the rest by their drivers. Default: by drivers."""

    note: Name | None = None
    """A remark for readers. Default: none."""

    @property
    def values(self) -> dict[str, Fraction]:
        """The value of each driver that is given; money in currency units."""
        return {k: v for k, v in (self.model_extra or {}).items() if v is not None}


def _members(given: Any) -> Any:
    """Members by name; a plain list of names has no values."""
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        return {name: {} for name in given}
    if isinstance(given, dict):
        return {name: {} if member is None else member for name, member in given.items()}
    return given


if TYPE_CHECKING:
    Members = dict[str, Member]
else:
    Members = Annotated[dict[Name, Member], BeforeValidator(_members, json_schema_input_type=dict[str, Member | None] | list[str])]


def _given(weights: dict[str, Fraction | None]) -> dict[str, Fraction]:
    """Weights that are set."""
    return {driver: weight for driver, weight in weights.items() if weight is not None}


if TYPE_CHECKING:
    Weights = dict[str, Fraction]
else:
    Weights = Annotated[dict[Name, Number | None], AfterValidator(_given)]


class DimensionSplit(Section):
    """How a target is shared out over the members of a dimension."""

    weights: Weights = {"history": Fraction(1)}  # noqa: RUF012
    """Drivers and how much each counts, such as `market: 40%` or `market: 2`; only their ratio matters. Default: history alone."""

    members: Members = {}  # noqa: RUF012
    """The members with the value of each driver, or a list of names. Default: the members that the records show."""

    column: Name | None = None
    """The header of the records that holds this dimension, for one of your own. Default: the dimension's usual headers."""


def _exactly(count: int) -> Any:
    def check(values: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        if len(values) != count:
            raise fault("list-length", expected=count, found=len(values))
        return values

    return AfterValidator(check)


if TYPE_CHECKING:
    Twelve: TypeAlias = tuple[Fraction, ...]
    Four: TypeAlias = tuple[Fraction, ...]
else:
    Twelve = Annotated[tuple[Share, ...], _exactly(12)]
    Four = Annotated[tuple[Share, ...], _exactly(4)]


class FestivalWindow(Section):
    """The days around the Spring Festival in which business is slow."""

    before: Count = 10
    """Slow days before the festival's first day [days]. Default: 10. Source: fits 2023 to 2025 of the sample lists best."""

    after: Count = 10
    """Slow days from the festival's first day on [days]. Default: 10. Source: as `before`."""

    activity: Share | None = None
    """What a weekday in the window is worth beside a normal one [share]. Default: learned from the records."""

    usual: Share = Fraction(3, 10)
    """What is taken for `activity` without records, and what the learned value is drawn towards [share]. Default: 30%. Source: as `before`."""

    usual_years: Number = Fraction(1, 5)
    """How strongly it is drawn there [years of records]. Default: 0.2."""


class MonthSplit(Section):
    """How a target is shared out over the months of the year."""

    from_: From | None = Field(default=None, alias="from")
    """Where the shape of the year comes from: `history` (the records, Spring Festival moved) or `even`. Default: history unless `shares` are given."""

    working_days: Yes = True
    """Whether a month counts by its working days, make-up days included. Default: true."""

    festival: FestivalWindow = FestivalWindow.model_construct(
        before=10, after=10, activity=None, usual=Fraction(3, 10), usual_years=Fraction(1, 5)
    )
    """How the Spring Festival is moved to the plan year's month. Default: 10 days on both sides, activity learned."""

    shares: Twelve | None = None
    """The share of each month, twelve from the first of the fiscal year, 100% together. Default: from `from`."""

    quarters: Four | None = None
    """The share of each quarter, four, 100% together; months inside follow `from`. Default: from `from`."""


class OverAssign(Section):
    """How much more than its target each level hands on; the excesses multiply from level to level."""

    region: Share | None = None
    """What regions are given on top [share]. Default: 0%."""

    team: Share | None = None
    """What teams are given on top of their region's [share]. Default: 0%."""

    person: Share | None = None
    """What people are given on top of their team's [share]. Default: 0%."""


def _levels(over: OverAssign) -> dict[str, Fraction]:
    return {level: value for level, value in over if value is not None}


def _over_form(given: Any) -> str:
    return "levels" if isinstance(given, dict) else "share"


if TYPE_CHECKING:
    OverAssigned = Fraction | dict[str, Fraction]
else:
    OverAssigned = Annotated[
        Annotated[Share, Tag("share")] | Annotated[OverAssign, AfterValidator(_levels), Tag("levels")],
        Discriminator(_over_form),
    ]


class PersonSplit(Section):
    """How each member's target is shared out over its people."""

    within: Name = "region"
    """The dimension whose members the people belong to. Default: region."""

    weights: Weights = {"history": Fraction(1)}  # noqa: RUF012
    """Drivers and how much each counts; `capacity` and `capability` come from the team. Default: history alone."""

    members: Members = {}  # noqa: RUF012
    """People by id or name with the value of each driver. Default: those of the team."""

    over_assign: OverAssigned = Fraction(0)
    """How much more than their region's target people get together [share], or one share a level: `{region: 2%, person: 5%}`. Default: 0%."""


class MetricSplit(OpenSection):
    """How one target is split: a key a dimension (region, segment, product, one of your own), `month` and `person`."""

    __pydantic_extra__: dict[str, DimensionSplit] = Field(init=False)

    month: MonthSplit | None = None
    """The months of the year."""

    person: PersonSplit | None = None
    """The people, inside the members of another dimension."""


def _dimensions(given: Any, handler: Any) -> Any:
    """The split of each dimension, in the order written; a dimension with nothing under it has its defaults."""
    if isinstance(given, dict):
        given = {key: {} if value is None else value for key, value in given.items()}
    split = handler(given)
    return {key: getattr(split, key) for key in given}


class Growth(Section):
    """A guard rail on growth against last year, for every member of every dimension."""

    at_most: Change | None = None
    """Growth above this is an alert [share of last year]. Default: no upper rail."""

    at_least: Change | None = None
    """Growth below this is an alert [share of last year]. Default: no lower rail."""

    enforce: Yes = False
    """Whether the rail is a limit that the split keeps, not just an alert. Default: false."""


class Pattern(Section):
    """How far a combination (region x product ...) follows its own history; only the ratio of the two counts."""

    history: Number = Fraction(1)
    """Weight of last year's combinations. Default: 100%."""

    even: Number = Fraction(0)
    """Weight of the even spread, in which every combination follows the totals of its members. Default: 0%."""


class Hold(OpenSection):
    """A figure that is held: a slice (dimension: member or list of members, month: month or quarter) and its limit."""

    __pydantic_extra__: dict[str, Names] = Field(init=False)

    metric: Metric | None = None
    """Which target is meant. Default: the main metric, the first of the targets."""

    equals: Limit | None = None
    """The slice gets exactly this: an amount, or a share of the target. Default: not held so."""

    at_least: Limit | None = None
    """The slice gets no less: an amount, or a share of the target. Default: no floor."""

    at_most: Limit | None = None
    """The slice gets no more: an amount, or a share of the target. Default: no cap."""

    why: Name | None = None
    """Who decided it and when, for readers. Default: none."""

    @property
    def where(self) -> dict[str, tuple[str, ...]]:
        """The slice: members of each dimension as written; months and quarters under `month`."""
        return slice_of(self.model_extra or {})


def slice_of(given: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A slice with `quarter` read as `month`.

    >>> slice_of({"region": ("华东",), "quarter": ("Q1",)})
    {'region': ('华东',), 'month': ('Q1',)}
    """
    return {("month" if dimension == "quarter" and "month" not in given else dimension): m for dimension, m in given.items()}


class HistoryWindow(Section):
    """Which past months the driver `history` and last year's figures come from."""

    months: Count = 12
    """How many whole months before the fiscal year count [months]. Default: 12."""


class Limits(Section):
    """Where alerts begin."""

    single_person: Share = Fraction(1, 4)
    """A person who carries more than this of the target is an alert [share]. Default: 25%. Source: method 1.1."""

    single_segment: Share = Fraction(1, 2)
    """A customer group that carries more than this of the target is an alert [share]. Default: 50%. Source: method 1.1."""

    over_assign_at_most: Share = Fraction(1, 5)
    """Over-assignment of all levels together above this is an alert [share]. Default: 20%. Source: method 1.1."""


if TYPE_CHECKING:
    from salesplan.plan.revisions import Revision

    Revisions = tuple[Revision, ...]
    Split = DimensionSplit | MonthSplit | PersonSplit
    Splits = dict[str, dict[str, Split]]
    TargetsInOrder = dict[str, int]
    Slices = tuple[dict[str, tuple[str, ...]], ...]
    Commitments = dict[str, int | None]
else:
    Revisions = tuple[Annotated[Any, Later("salesplan.plan.revisions", "Revision")], ...]
    Split = DimensionSplit | MonthSplit | PersonSplit
    Splits = dict[Metric, Annotated[MetricSplit, WrapValidator(_dimensions)]]
    TargetsInOrder = Annotated[Targets, WrapValidator(_in_order)]
    Slices = tuple[Annotated[dict[Name, Names], AfterValidator(slice_of)], ...]
    Commitments = dict[Name, Figure | None]


class Goals(Section):
    """The goals chapter (`goals.yaml`). Source: method 1.1."""

    targets: TargetsInOrder
    """The annual targets; every one is a whole multiple of `smallest`. The first is the main metric."""

    split: Splits = {}  # noqa: RUF012
    """How each target is split, by metric; a metric without its own split follows the main one's. Default: by nothing but months."""

    growth: Growth | None = None
    """Guard rail on growth against last year. Default: none."""

    pattern: Pattern = Pattern.model_construct(history=Fraction(1), even=Fraction(0))
    """How far combinations follow their history. Default: wholly."""

    never: Slices = ()
    """Combinations that get nothing, such as `{region: 东北, product: 新品}`. Default: none."""

    fixed: tuple[Hold, ...] = ()
    """Figures that are held, on any slice, in the order in which they are explained. Default: none."""

    commitments: Commitments = {}  # noqa: RUF012
    """What members say they can do [currency]; null is not answered yet, 0 is none. Default: nobody was asked."""

    revisions: Revisions = ()
    """Targets set anew while the year runs, the oldest first; `salesplan replan` writes them. Default: none."""

    history: HistoryWindow = HistoryWindow.model_construct(months=12)
    """The past that counts. Default: the last 12 months before the year."""

    limits: Limits = Limits.model_construct(
        single_person=Fraction(1, 4), single_segment=Fraction(1, 2), over_assign_at_most=Fraction(1, 5)
    )
    """Where alerts begin. Default: 25% a person, 50% a customer group, 20% over-assigned."""
