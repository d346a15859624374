"""What customers are going to buy: forecasts by every model and by plain rules of thumb, on the same records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from salesplan.calc.boosted import boosted_value, can_boost
from salesplan.calc.gamma import GammaGamma, fit_values
from salesplan.calc.geometric import BetaGeometric, ModifiedBetaGeometric
from salesplan.calc.learned import learned_chance, levelled
from salesplan.calc.lifetime import Fit, Model, fit
from salesplan.calc.pareto import ParetoNbd
from salesplan.calc.purchases import Purchases
from salesplan.calc.regular import RegularGeometric, fit_regular, told_of_leaving
from salesplan.calc.repeat import WEEK, Floats, Gaps, Repeats, Rows, compressed, gaps, repeats
from salesplan.calc.season_ahead import YEAR, season_ahead
from salesplan.plan.customers import Lifetime

KINDS: tuple[type[Model], ...] = (BetaGeometric, ModifiedBetaGeometric, ParetoNbd)
"""The models, in the order in which they are shown."""

LEARNED, BLEND, BOOSTED, BOTH = "logistic", "blend", "boosted", "model+boosted"
RULES = ("past_rate", "last_period", "everyone_alike", "recency")
"""Rules of thumb that a model has to beat."""


A_MONTH = 30
"""A rate is over this many days at least, or a purchase of yesterday would make millions [days]."""


@dataclass(frozen=True)
class Forecast:
    """A forecast of each customer: purchase days, sales [smallest units], chance of any purchase; None where a method does not say."""

    name: str
    orders: Floats | None
    value: Floats | None
    chance: Floats


@dataclass(frozen=True)
class Forecasts:
    """All forecasts for the days after a day, with what they stand on; arrays are in the order of `seen`.

    `fits` by model; `values` the models of what a purchase is worth: of repeat purchases, as published, and of all
    purchases, which the forecasts use. `kept` is sales less returns over sales. `season` is what the coming
    days are worth beside usual ones, `season_by` where that is from.
    """

    as_of: dt.date
    days: int
    seen: Repeats
    rows: Rows
    fits: tuple[Fit, ...]
    best: Fit
    repeat_values: GammaGamma | None
    values: GammaGamma | None
    kept: float
    season: float
    season_by: str
    forecasts: tuple[Forecast, ...]

    def of(self, name: str) -> Forecast:
        """The forecast of a name. Raises: StopIteration."""
        return next(f for f in self.forecasts if f.name == name)


def too_little(seen: Repeats, asked: Lifetime) -> str | None:
    """Why nothing can be estimated: `few-customers`, `few-repeaters`, `no-time`; None where there is enough."""
    if len(seen) < asked.customers:
        return "few-customers"
    if seen.repeaters < asked.repeaters:
        return "few-repeaters"
    return "no-time" if float(seen.age.max(initial=0)) * WEEK < 2 * WEEK else None


def forecasts(
    purchases: Purchases, as_of: dt.date, days: int, asked: Lifetime, *, unit: int = 100, shares: Sequence[float] | None = None
) -> Forecasts:
    """What every customer is expected to buy in the days after a day, by every model that is asked for and by rules of thumb.

    `unit`: smallest units in a currency unit. `shares`: the plan's share of each calendar month, from January.
    """
    past = purchases.until(as_of)
    seen = repeats(past, as_of)
    rows, weeks = compressed(seen), days / WEEK
    prior = len(seen) < asked.weak_prior
    fits = fitted(rows, gaps(past, as_of), asked.model, prior)
    best = max(fits, key=lambda f: f.log_likelihood)
    count, mean = seen.mean(all_purchases=True)
    later, later_mean = seen.mean(all_purchases=False)
    gg, repeat_gg = (fit_values(n, m / unit, prior=prior) for n, m in ((count, mean), (later, later_mean)))
    kept = _kept(past)
    season, season_by = season_ahead(past, as_of, days, asked.season, shares)
    weight = float(asked.own_weight)
    own = (count * mean + weight * float(mean.mean())) / (count + weight)
    worth = gg.mean(count, mean / unit) * unit if gg is not None else own
    scale = kept * season * discounted(float(asked.discount), days)
    found: list[Forecast] = []
    for f in fits:
        orders, chance = f.model.expected(rows, weeks)[rows.place], f.model.chance(rows, weeks)[rows.place]
        if gg is not None:
            found.append(Forecast(f"{f.model.name}+gamma_gamma", orders * season, orders * worth * scale, chance))
        found.append(Forecast(f"{f.model.name}+own_mean", orders * season, orders * own * scale, chance))
    leader = next(f for f in found if f.name == f"{best.model.name}+own_mean")
    found += _opinions(past, seen, rows, best.model, as_of, days, asked, leader, season)
    return Forecasts(as_of, days, seen, rows, fits, best, repeat_gg, gg, kept, season, season_by, tuple(found))


def fitted(rows: Rows, between: Gaps, model: str, prior: bool) -> tuple[Fit, ...]:
    """The models that are asked for, fitted; regular intervals only where they explain the purchases better than chance ones."""
    fits = [fit(k, rows, prior=prior) for k in KINDS if model in ("auto", k.name)]
    if model in ("auto", RegularGeometric.name):
        chance = next((f for f in fits if f.model.name == ModifiedBetaGeometric.name), None)
        regular = fit_regular(rows, between, chance, prior=prior)
        fits += [regular] if regular is not None else []
    return told_of_leaving(fits, rows, between)


def _kept(past: Purchases) -> float:
    """Sales less returns over sales."""
    gross = float(past.amount[past.sale].sum())
    return max(0.0, float(past.amount.sum()) / gross) if gross > 0 else 1.0


def _opinions(
    past: Purchases, seen: Repeats, rows: Rows, model: Model, as_of: dt.date, days: int, asked: Lifetime, leader: Forecast, season: float
) -> list[Forecast]:
    """What else speaks beside the models: chances learned from the past, blends, boosted trees, rules of thumb."""
    found = []
    learned = learned_chance(past, seen, rows, model, as_of, days, leader.chance, asked.learn_from)
    if learned is not None:
        found.append(Forecast(LEARNED, None, None, learned))
    chance = leader.chance if learned is None else learned
    thumbs = rules_of_thumb(past, seen, as_of, days, float(leader.chance.mean()))
    found.append(blended(BLEND, leader, thumbs[1], float(asked.model_parts), chance))
    if asked.boosted and len(seen) >= asked.boosted_customers and can_boost():
        value = boosted_value(past, seen, model, as_of, days)
        if value is not None:
            trees = Forecast(BOOSTED, leader.orders, value * season * discounted(float(asked.discount), days), chance)
            found += [trees, blended(BOTH, leader, trees, 1.0, chance)]
    return found + thumbs


def blended(name: str, leader: Forecast, other: Forecast, parts: float, chance: Floats) -> Forecast:
    """The model with the highest likelihood, so many parts of it, with one part of another forecast."""
    assert leader.orders is not None
    assert leader.value is not None
    assert other.orders is not None
    assert other.value is not None
    orders = (parts * leader.orders + other.orders) / (parts + 1)
    return Forecast(name, orders, (parts * leader.value + other.value) / (parts + 1), chance)


def discounted(rate: float, days: int) -> float:
    """What sales spread evenly over the coming days are worth today at a yearly discount rate.

    >>> round(discounted(0.1, 365), 4), discounted(0.0, 90)
    (0.9539, 1.0)
    """
    if not rate:
        return 1.0
    force = float(np.log1p(rate)) * days / YEAR
    return float(-np.expm1(-force) / force)


def rules_of_thumb(past: Purchases, seen: Repeats, as_of: dt.date, days: int, level: float) -> list[Forecast]:
    """The plain forecasts that a model has to beat.

    `past_rate`: as much a day as since the first purchase, a month ago at least; `last_period`: the same as in the days before;
    `everyone_alike`: that, averaged; `recency`: no sales, who bought last is the likeliest (odds fall as silence grows, the mean
    chance is `level`).
    """
    recent = past.take(past.day > np.datetime64(as_of - dt.timedelta(days), "D"))
    value, orders = recent.amount_by_customer()[seen.who].astype(np.float64), recent.orders_by_customer()[seen.who].astype(np.float64)
    total = past.amount_by_customer()[seen.who].astype(np.float64)
    age = np.maximum(seen.age * WEEK, min(days, A_MONTH))
    rate, bought = total / age * days, (seen.x + 1) / age * days
    alike = np.full(len(seen), value.mean() if len(seen) else 0.0)
    silence = np.log1p((seen.age - seen.t_x) * WEEK)
    return [
        Forecast("past_rate", bought, rate, 1 - np.exp(-bought)),
        Forecast("last_period", orders, value, (orders > 0).astype(np.float64)),
        Forecast("everyone_alike", np.full(len(seen), orders.mean() if len(seen) else 0.0), alike, np.full(len(seen), 0.5)),
        Forecast("recency", None, None, levelled(-silence, level)),
    ]
