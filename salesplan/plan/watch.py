"""What the performance chapter watches: alert rules, benchmarks to compare with, how the year's landing is forecast.

The string under a field is its reference: what it is, its unit, its default, where it comes from.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from salesplan.plan.section import Section
from salesplan.plan.values import Count, Date, Name, Names, Number, Read, Share, change, choice, number

TARGETED = ("attainment_ytd", "attainment", "pace_gap", "landing")
"""Figures that are measured against a target."""

WATCHED = (
    *TARGETED, "growth", "growth_ytd", "gross_margin", "return_rate", "lost_sales", "budget_burn", "dso", "overdue",
)  # fmt: skip
"""Figures that an alert can watch."""

COMPARED = ("attainment_ytd", "growth_ytd", "gross_margin", "return_rate", "new_customers", "lost_sales", "average_order", "dso", "overdue")
"""Figures that benchmarks can be given for."""

LEVELS = ("low", "medium", "high")
"""How grave an alert is."""


def signed(text: str) -> Fraction:
    """A number or a share of any sign.

    >>> signed("70%"), signed("-5%"), signed("90")
    (Fraction(7, 10), Fraction(-1, 20), Fraction(90, 1))
    """
    bare = text.strip()
    if bare.endswith(("%", "％")):
        return change(bare)
    return -number(bare[1:]) if bare.startswith("-") else number(bare)


if TYPE_CHECKING:
    Watched: TypeAlias = str
    Compared: TypeAlias = str
    Grave: TypeAlias = str
    Limit: TypeAlias = Fraction
else:
    Watched = Annotated[str, choice(*WATCHED)]
    Compared = Annotated[str, choice(*COMPARED)]
    Grave = Annotated[str, choice(*LEVELS)]
    Limit = Annotated[Fraction, Read(signed, {"type": ["number", "string"]})]


class AlertRule(Section):
    """When a figure raises an alert. Source: method 4.3 and 6.1."""

    what: Watched
    """The figure: `attainment_ytd` (cumulative against the plan's own pace), `attainment` (of the period alone), `pace_gap`, `landing` (forecast of the year ÷ its target), `growth`, `growth_ytd`, `gross_margin`, `return_rate`, `lost_sales` (share of sales whose customers fell silent), `budget_burn` (spent ÷ budget so far), `dso` [days], `overdue` (share of receivables)."""

    below: Limit | None = None
    """Raised below this, such as 70% [share, or days for dso]. Default: none; each rule has this or `above`."""

    above: Limit | None = None
    """Raised above this [share, or days for dso]. Default: none."""

    by: Names = ()
    """For whom: dimensions such as region or person, or `total`. Default: total, region and person for what is measured against targets, else total."""

    level: Grave = "medium"
    """How grave it is: `low` (front line), `medium`, `high` (cross-department, reported). Default: medium. Source: method 4.3."""

    owner: Name | None = None
    """Who has to act. Default: the person, or for others nobody is named."""

    cooldown: Count = 1
    """Raised again only so many months after it was last raised, while it lasts [months]. Default: 1, every month."""

    only: Names = ()
    """The members that the rule is for. Default: all."""


class Benchmark(Section):
    """What others reach, to compare with. Source: method 6.1."""

    metric: Compared
    """The figure, such as gross_margin, growth_ytd, return_rate, dso or average_order."""

    value: Limit
    """What others reach: a share such as 18%, or days, a count, an amount [share, days, count or currency]."""

    source: Name
    """Where the value comes from, so that it can be looked up."""

    date: Date
    """When it was published."""

    by: Name | None = None
    """The dimension of the member that it is for, such as product. Default: the whole company."""

    member: Name | None = None
    """The member that it is for. Default: the whole company."""


class Slipping(Section):
    """When an open deal slips, and what it still counts."""

    idle: Count = 30
    """Without activity for so many days [days]. Default: 30. Source: reviews of pipelines ask from 14 days on; a month is a cautious bound."""

    counts: Share = Fraction(1, 2)
    """What a slipping deal still counts of its weighted amount [share]. Default: 50%."""


class Forecast(Section):
    """How the landing of the year is forecast."""

    carry: Share = Fraction(3, 4)
    """How much of the growth so far is carried on in the rest of the year [share]. Default: 75%, drawn towards what held in the plan's own past years. Source: damped trends do best across series, Gardner and McKenzie 1985."""

    carry_years: Number = Fraction(2)
    """How many past years count as much as the default does. Default: 2."""

    interval: Share = Fraction(4, 5)
    """How often the year should land inside the interval [share]. Default: 80%."""

    slipping: Slipping = Slipping.model_construct(idle=30, counts=Fraction(1, 2))
    """When an open deal slips. Default: past its close date, or 30 days without activity; it counts half."""


def _rule(what: str, level: str, **given: Any) -> AlertRule:
    usual: dict[str, Any] = {"below": None, "above": None, "by": (), "owner": None, "cooldown": 1, "only": ()}
    return AlertRule.model_construct(None, what=what, level=level, **{**usual, **given})


USUAL_ALERTS = (
    _rule("attainment_ytd", "high", below=Fraction(7, 10)),
    _rule("budget_burn", "medium", above=Fraction(11, 10), by=("region",)),
    _rule("lost_sales", "medium", above=Fraction(1, 10)),
)
"""The rules of a plan that writes none."""
