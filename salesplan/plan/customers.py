"""The customers chapter: how customers are scored, who counts as silent, tiers with their service, what a customer is worth.

The string under a field is its reference: what it is, its unit, its default, where it comes from.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Discriminator, Tag

from salesplan.plan.section import Section
from salesplan.plan.values import Count, Duration, Money, Name, Names, Number, Share, Yes, choice, fault

CLASSES = (
    "important-value", "important-keep", "important-develop", "important-retain",
    "general-value", "general-keep", "general-develop", "general-retain",
)  # fmt: skip
"""The eight classes of customers, as a plan writes them."""

MODELS = ("bg_nbd", "mbg_nbd", "pareto_nbd", "mbg_cnbd")
"""Models of repeat buying that a plan may ask for."""

if TYPE_CHECKING:
    Method: TypeAlias = str
    Counting = Literal["orders", "days"]
    Monetary = Literal["sum", "order"]
    High = Literal["mean", "middle"]
    Model: TypeAlias = str
    Season: TypeAlias = str
else:
    Method = Annotated[str, choice("quantile", "value")]
    Counting = Annotated[str, choice("orders", "days")]
    Monetary = Annotated[str, choice("sum", "order")]
    High = Annotated[str, choice("mean", "middle")]
    Model = Annotated[str, choice("auto", *MODELS)]
    Season = Annotated[str, choice("auto", "records", "plan", "none")]


def _one_to_nine(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not 1 <= len(values) <= 9:
        raise fault("list-length", expected="1-9", found=len(values))
    return values


if TYPE_CHECKING:
    Numbers: TypeAlias = tuple[Fraction, ...]
    Amounts: TypeAlias = tuple[int, ...]
else:
    Numbers = Annotated[tuple[Number, ...], AfterValidator(_one_to_nine)]
    Amounts = Annotated[tuple[Money, ...], AfterValidator(_one_to_nine)]


class Cuts(Section):
    """Cut points of the plan's own, ascending; as many for each measure. Who reaches one has the better score."""

    recency: Numbers
    """Days since the last purchase [days]: `[10, 30, 60, 90]` gives 5 points up to 10 days, 1 beyond 90."""

    frequency: Numbers
    """Orders in the window [count]: `[2, 4, 8, 16]` gives 5 points from 16 orders on, 1 below 2."""

    monetary: Amounts
    """Sales in the window less returns [currency], or their average an order, as `monetary` says."""


def _cuts_form(given: Any) -> str:
    return "cuts" if isinstance(given, dict) else "method"


if TYPE_CHECKING:
    HowCut = str | Cuts
else:
    HowCut = Annotated[Annotated[Method, Tag("method")] | Annotated[Cuts, Tag("cuts")], Discriminator(_cuts_form)]


class Scoring(Section):
    """How recency, frequency and monetary value are scored (RFM)."""

    months: Count = 12
    """Length of the window that counts, back from the as-of day [months]. Default: 12."""

    compare_months: Count = 3
    """How far back the classes before are looked up, unless --compare-to names a day [months]. Default: 3, the quarter before."""

    cuts: HowCut = "quantile"
    """`quantile` (percentile rank, equal values share it), `value` (bands of equal width), or cut points of your own. Default: quantile."""

    bands: Count = 5
    """The highest score; cut points of your own make one more than there are points [count]. Default: 5."""

    frequency: Counting | None = None
    """What counts as a purchase: `orders` or `days` on which something was bought. Default: orders where the records number them."""

    monetary: Monetary = "sum"
    """What the money score looks at: the window's `sum`, or the average an `order`. Default: sum."""

    high: High | None = None
    """What counts as a high score: above the `mean` of all customers, or above the `middle` of the scale. Default: mean; middle with cut points of your own."""


class Silence(Section):
    """When a regular customer's silence is a warning."""

    orders: Count = 6
    """Orders from which on a customer has a rhythm [count]. Default: 6."""

    days: Count = 60
    """Shorter silence is never a warning [days]. Default: 60."""

    times: Number = Fraction(3)
    """Silence beyond this many times the customer's own median gap is a warning. Default: 3."""

    longest: Count = 365
    """Longer silence is no warning any more [days]. Default: 365."""

    lost: Count = 180
    """Silence from which on a customer counts as lost [days]. Default: 180."""


class Lifetime(Section):
    """How a customer's future orders and their worth are estimated."""

    model: Model = "auto"
    """`bg_nbd`, `mbg_nbd`, `pareto_nbd`, `mbg_cnbd` (regular intervals), or `auto`: the one with the highest likelihood. Default: auto. Source: Fader, Hardie and Lee 2005; Batislam 2007; Schmittlein 1987; Platzer and Reutterer 2016."""

    horizon: Count = 90
    """How far ahead is looked [days]. Default: 90, a quarter."""

    discount: Share = Fraction(0)
    """Yearly discount on future sales [share a year]. Default: 0%."""

    customers: Count = 30
    """With fewer customers than this nothing is estimated [count]. Default: 30. Source: below it nine fits in ten bootstrap draws say nothing."""

    repeaters: Count = 10
    """With fewer customers who bought again than this nothing is estimated [count]. Default: 10."""

    weak_prior: Count = 500
    """Below this many customers a weak prior keeps estimates off the edge [count]. Default: 500. Source: bootstrap of the CDNOW sample, 24% of fits degenerate at 100 customers, 1% at 500."""

    own_weight: Number = Fraction(1)
    """How many purchases of the average customer a customer's own mean purchase is blended with [count]. Default: 1. Source: on splits inside CDNOW's first nine months errors change by under 1% from a quarter to 2, and it ranks better than gamma-gamma."""

    model_parts: Number = Fraction(2)
    """Parts of the model in the forecast that blends it with one part of the last period [count]. Default: 2. Source: two splits of a distributor's list, lower errors than either; the back-test judges it on your own records."""

    near: Share = Fraction(1, 100)
    """Back-tested errors closer than this are as good as equal: then the better ranking is trusted, and no rule of thumb is [share]. Default: 1%."""

    test_days: Count = 14
    """A back-test over fewer days than this is not made [days]. Default: 14, two weeks of orders."""

    learn_from: Count = 20
    """With fewer customers who bought again, or who did not, nothing is learned from the past about chances [count]. Default: 20. Source: ten events a coefficient are a usual least, and a weak pull to the mean halves that (Peduzzi 1996)."""

    season: Season = "auto"
    """Where the season of the coming days comes from: `records` (two years of them), `plan` (its month shares), `none`, or `auto`: the records, else the plan. Default: auto."""

    boosted: Yes = True
    """Whether boosted trees give a second opinion where the extra `ml` is installed. Default: true."""

    boosted_customers: Count = 200
    """With fewer customers than this no trees are grown [count]. Default: 200. Source: below it a leaf holds too few buyers to average."""

    draws: Count = 100
    """Bootstrap draws for the interval of what a customer is worth [count]. Default: 100; 0 for none."""

    interval: Share = Fraction(4, 5)
    """How much of the draws the interval holds [share]. Default: 80%."""


class Service(Section):
    """What customers of a tier get."""

    visits: Number | None = None
    """Visits a quarter [count]. Default: none agreed."""

    response: Duration | None = None
    """Time to the first answer, such as 2h. Default: none agreed."""

    benefits: Names = ()
    """Benefits, as texts. Default: none."""


class Tier(Section):
    """A tier of customers: the first whose every condition holds is a customer's."""

    name: Name
    """What the tier is called, such as S or A."""

    amount: Money = 0
    """Sales in the window from which on the tier is earned [currency]. Default: 0."""

    orders: Count = 0
    """Orders in the window from which on the tier is earned [count]. Default: 0."""

    score: Count = 0
    """Sum of the three scores from which on the tier is earned [score]. Default: 0."""

    within_days: Count | None = None
    """The last order is no older than this [days]. Default: any age."""

    classes: Names = ()
    """The classes that may have the tier, such as important-value. Default: any."""

    service: Service = Service.model_construct(visits=None, response=None, benefits=())
    """What customers of the tier get. Default: nothing agreed."""


class Customers(Section):
    """The customers chapter (`customers.yaml`). Source: method 3.1 to 3.3."""

    rfm: Scoring = Scoring.model_construct(
        months=12, compare_months=3, cuts="quantile", bands=5, frequency=None, monetary="sum", high=None
    )
    """How customers are scored. Default: twelve months, five bands by rank."""

    silence: Silence = Silence.model_construct(orders=6, days=60, times=Fraction(3), longest=365, lost=180)
    """Whose silence is a warning. Default: six orders, over 60 days and three times the own gap."""

    lifetime: Lifetime = Lifetime.model_construct(
        model="auto", horizon=90, discount=Fraction(0), customers=30, repeaters=10, weak_prior=500, own_weight=Fraction(1),
        model_parts=Fraction(2), near=Fraction(1, 100), test_days=14, learn_from=20, season="auto", boosted=True, boosted_customers=200,
        draws=100, interval=Fraction(4, 5),
    )  # fmt: skip
    """What customers are going to order. Default: a quarter ahead."""

    tiers: tuple[Tier, ...] = ()
    """Tiers from the highest to the lowest; the first whose conditions hold is a customer's. Default: no tiers."""

    actions: dict[Name, Name] = {}  # noqa: RUF012
    """The next action of a class, such as `important-keep: 一周内回访`. Default: the program's own suggestions."""
