"""The performance chapter: how reviews are marked, whose sales count for whom, what is watched, how cross-selling is looked for.

The string under a field is its reference: what it is, its unit, its default, where it comes from.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from salesplan.plan.section import Section
from salesplan.plan.values import Change, Count, Date, Name, Number, Share, choice
from salesplan.plan.watch import USUAL_ALERTS, AlertRule, Benchmark, Forecast, Slipping

BASKETS = ("order", "customer-month")
"""What a basket may be."""

LEVELS = ("product", "family", "line")
"""What may lie in baskets."""

if TYPE_CHECKING:
    Ahead = Literal["keep", "bank"]
    Basket = Literal["order", "customer-month"]
    Level = Literal["product", "family", "line"]
else:
    Ahead = Annotated[str, choice("keep", "bank")]
    Basket = Annotated[str, choice(*BASKETS)]
    Level = Annotated[str, choice(*LEVELS)]


class CrossSell(Section):
    """What is bought together, and what may be offered to whom. Source: method 6.2."""

    months: Count = 12
    """Length of the window that rules are learned from, back from the as-of day [months]. Default: 12."""

    basket: Basket = "order"
    """What is bought together: all of an `order`, or of a `customer-month`. Default: order."""

    level: Level | None = None
    """What lies in baskets: the `product` itself, its `family` (the name without model and size) or its product `line`. Default: family where it gathers products, else product."""

    support: Share = Fraction(1, 1000)
    """A rule stands in at least this share of all baskets [share]. Default: 0.1%. Source: on 25,000 orders it finds what fewer than one in a thousand would have to hide."""

    at_least: Count = 5
    """A rule stands in at least this many baskets [count]. Default: 5. Source: below it one customer's habit makes a rule."""

    confidence: Share = Fraction(1, 5)
    """Of the baskets with the first products at least this share hold the other one as well [share]. Default: 20%."""

    longest: Count = 10
    """A rule names at most this many products [count]. Default: 10. Source: the usual limit of apriori programs."""

    q_value: Share = Fraction(1, 20)
    """At most this share of the rules that hold may be chance [share]. Default: 5%. Source: Benjamini and Hochberg 1995."""

    large_basket: Count = 100
    """Baskets with more products than this are told: they may be no single purchase [count]. Default: 100."""

    ahead: Count = 3
    """How far ahead offers look [months]. Default: 3, a quarter."""

    family_share: Share = Fraction(7, 10)
    """Families are what lies in baskets where there are at most this many times as many of them as products [share]. Default: 70%."""

    least_families: Count = 3
    """With fewer families than this the products themselves lie in baskets [count]. Default: 3; with fewer little can go together."""

    most_rules: Count = 300
    """Offers are made by at most so many rules, those of the highest lift [count]. Default: 300; more only take longer."""

    trial_months: Count = 3
    """With fewer months of records before it, the list is not tried on the past [months]. Default: 3."""

    trial_takers: Count = 10
    """With fewer customers who took an offer in the trial, nothing is scaled by it [count]. Default: 10. Source: below it a ratio may be off by half."""

    learn_takers: Count = 30
    """With fewer customers who took a product for the first time, chances are those of the rules and not learned [count]. Default: 30. Source: five for each of the six things that they are learned from."""

    least_chance: Share = Fraction(1, 5)
    """Where chances are learned, a product for which no rule speaks is offered from this chance on [share]. Default: 20%."""

    own_spending: Number = Fraction(10)
    """How many purchases of the mean a customer's own spending is blended with [count]. Default: 10. Source: a distributor's list, where 2 to 50 did alike at three splits."""

    trial_top: Count = 100
    """How many offers from the top of the list the trial looks at [count]. Default: 100, a week's calls of a small team."""


class Marks(Section):
    """From which attainment on a figure is marked how; below `fair` it is a warning, below `poor` bad."""

    good: Change = Fraction(1)
    """Marked good from this attainment on [share]. Default: 100%."""

    fair: Change = Fraction(9, 10)
    """Not marked between this and `good`; a warning below it [share]. Default: 90%."""

    poor: Change = Fraction(7, 10)
    """Marked bad below this attainment [share]. Default: 70%. Source: method 6.1."""


class SharedSale(Section):
    """Sales that count for several people: all of an order, or of a customer in a time."""

    order: Name | None = None
    """Number of the order as the records write it. Default: none named."""

    customer: Name | None = None
    """Code or name of the customer as the records write it. Default: none named."""

    since: Date | None = None
    """First day from which the customer's sales are shared. Default: always."""

    until: Date | None = None
    """Last day to which the customer's sales are shared. Default: still."""

    people: dict[Name, Share]
    """Who gets which share, by id or name; the shares add up to 100%."""


class Review(Section):
    """How a review is read. Source: method 6.1."""

    marks: Marks = Marks.model_construct(good=Fraction(1), fair=Fraction(9, 10), poor=Fraction(7, 10))
    """From which attainment on a figure is good, fair or poor. Default: 100%, 90%, 70%."""

    shared: tuple[SharedSale, ...] = ()
    """Orders and customers whose sales count for several people. Default: all count for who made them."""


class Replanning(Section):
    """How far targets of the remaining months may go when a year is planned anew. Source: method 6.2."""

    best_month: Number = Fraction(6, 5)
    """A month's new target may be this much of the member's best month ever [share]. Default: 120%. Source: a fifth above the best ever is rarely kept up."""

    best_period: Number = Fraction(6, 5)
    """The remaining months together may be this much of the best same months of any year [share]. Default: 120%. Source: as `best_month`."""

    increase: Number = Fraction(1, 5)
    """The remaining months together may be this much above their targets before [share]. Default: 20%. Source: more than a fifth on top in mid-year is a new plan, not a chase."""

    capacity: Number = Fraction(1)
    """The remaining months together may be this much of the capacity of the people on board, ramp included [share]. Default: 100%."""

    ahead: Ahead = "keep"
    """What being ahead does to the months that remain: `keep` leaves their targets, `bank` lowers them by the surplus. Default: keep."""


class Performance(Section):
    """The performance chapter (`performance.yaml`). Source: method 6.1 and 6.2."""

    review: Review = Review.model_construct(marks=Marks.model_construct(good=Fraction(1), fair=Fraction(9, 10), poor=Fraction(7, 10)), shared=())
    """How a review is read. Default: marks at 100%, 90% and 70%."""

    alerts: tuple[AlertRule, ...] = USUAL_ALERTS
    """What raises an alert. Default: cumulative attainment below 70% of the pace, in all, by region and by person (method 6.1), a budget spent more than a tenth ahead, customers with more than 10% of sales gone silent; a list of your own takes their place."""

    owners: dict[Name, Name] = {}  # noqa: RUF012
    """Who answers for a member and has to act on its alerts, such as `华东: 李总`. Default: each person for itself, nobody for others."""

    benchmarks: tuple[Benchmark, ...] = ()
    """What others reach, each with its source and date. Default: none."""

    benchmarks_stale: Count = 18
    """A benchmark older than this is told [months]. Default: 18, one yearly report missed."""

    forecast: Forecast = Forecast.model_construct(
        carry=Fraction(3, 4), carry_years=Fraction(2), interval=Fraction(4, 5), slipping=Slipping.model_construct(idle=30, counts=Fraction(1, 2)),
    )  # fmt: skip
    """How the landing of the year is forecast. Default: three quarters of the growth so far carried on, an interval of 80%."""

    cross_sell: CrossSell = CrossSell.model_construct(
        months=12, basket="order", level=None, support=Fraction(1, 1000), at_least=5, confidence=Fraction(1, 5), longest=10,
        q_value=Fraction(1, 20), large_basket=100, ahead=3, family_share=Fraction(7, 10), least_families=3, most_rules=300, trial_months=3, trial_takers=10,
        learn_takers=30, least_chance=Fraction(1, 5), own_spending=Fraction(10), trial_top=100,
    )  # fmt: skip
    """How cross-selling is looked for. Default: orders of twelve months, rules in 0.1% of them with a confidence of 20%."""

    replan: Replanning = Replanning.model_construct(best_month=Fraction(6, 5), best_period=Fraction(6, 5), increase=Fraction(1, 5), capacity=Fraction(1), ahead="keep")
    """How far targets may go when a year is planned anew. Default: 120% of the best month and period ever, 20% above their targets, 100% of capacity."""
