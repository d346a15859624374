"""What customers are going to buy: forecasts by every model and by plain rules of thumb, on the same records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from salesplan.calc.gamma import GammaGamma, fit_values
from salesplan.calc.geometric import BetaGeometric, ModifiedBetaGeometric
from salesplan.calc.learned import learned_chance
from salesplan.calc.lifetime import Fit, Model, fit
from salesplan.calc.pareto import ParetoNbd
from salesplan.calc.purchases import Purchases
from salesplan.calc.repeat import WEEK, Floats, Repeats, Rows, compressed, repeats
from salesplan.plan.customers import Lifetime

KINDS: tuple[type[Model], ...] = (BetaGeometric, ModifiedBetaGeometric, ParetoNbd)
"""The models, in the order in which they are shown."""

OWN_WEIGHT = 1.0
"""How many purchases of the average customer a customer's own mean is blended with.

Source: on CDNOW one gives the best errors and ranks together (MAE 31.6, RMSE 92.7, Spearman .455)."""

LEARNED, BLEND = "logistic", "blend"
MODEL_PARTS = 2.0
"""Parts of the model in a blend with one part of the last period.

Source: on the sample company's lists lower errors than either at two splits; on CDNOW at 90 days as good as the model."""
RULES = ("past_rate", "last_period", "everyone_alike", "recency")
"""Rules of thumb that a model has to beat."""

YEAR = 365.25


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
    days are worth beside usual ones.
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


def forecasts(purchases: Purchases, as_of: dt.date, days: int, asked: Lifetime, *, unit: int = 100, rules: bool = True) -> Forecasts:
    """What every customer is expected to buy in the days after a day, by every model that is asked for.

    `unit`: smallest units in a currency unit. With `rules` the rules of thumb are forecast as well.
    """
    past = purchases.until(as_of)
    seen = repeats(past, as_of)
    rows, weeks = compressed(seen), days / WEEK
    prior = len(seen) < asked.weak_prior
    kinds = [k for k in KINDS if asked.model in ("auto", k.name)]
    fits = tuple(fit(k, rows, prior=prior) for k in kinds)
    best = max(fits, key=lambda f: f.log_likelihood)
    count, mean = seen.mean(all_purchases=True)
    later, later_mean = seen.mean(all_purchases=False)
    gg, repeat_gg = (fit_values(n, m / unit, prior=prior) for n, m in ((count, mean), (later, later_mean)))
    gross = float(past.amount[past.sale].sum())
    kept = max(0.0, float(past.amount.sum()) / gross) if gross > 0 else 1.0
    season = season_of(past, as_of, days)
    own = (count * mean + OWN_WEIGHT * float(mean.mean())) / (count + OWN_WEIGHT)
    worth = gg.mean(count, mean / unit) * unit if gg is not None else own
    scale = kept * season * discounted(float(asked.discount), days)
    found: list[Forecast] = []
    for f in fits:
        orders, chance = f.model.expected(rows, weeks)[rows.place] * season, f.model.chance(rows, weeks)[rows.place]
        if gg is not None:
            found.append(Forecast(f"{f.model.name}+gamma_gamma", orders, orders / season * worth * scale, chance))
        found.append(Forecast(f"{f.model.name}+own_mean", orders, orders / season * own * scale, chance))
    leader = next(f for f in found if f.name == f"{best.model.name}+own_mean")
    learned = learned_chance(past, seen, rows, best.model, as_of, days, leader.chance)
    if learned is not None:
        found.append(Forecast(LEARNED, None, None, learned))
    thumbs = rules_of_thumb(past, seen, as_of, days)
    found.append(blended(leader, thumbs[1], learned))
    if rules:
        found += thumbs
    return Forecasts(as_of, days, seen, rows, fits, best, repeat_gg, gg, kept, season, tuple(found))


def blended(leader: Forecast, last: Forecast, learned: Floats | None) -> Forecast:
    """The model with the highest likelihood, drawn a little towards the last period."""
    assert leader.orders is not None
    assert leader.value is not None
    assert last.orders is not None
    assert last.value is not None
    orders = (MODEL_PARTS * leader.orders + last.orders) / (MODEL_PARTS + 1)
    value = (MODEL_PARTS * leader.value + last.value) / (MODEL_PARTS + 1)
    return Forecast(BLEND, orders, value, leader.chance if learned is None else learned)


def discounted(rate: float, days: int) -> float:
    """What sales spread evenly over the coming days are worth today at a yearly discount rate.

    >>> round(discounted(0.1, 365), 4), discounted(0.0, 90)
    (0.9539, 1.0)
    """
    if not rate:
        return 1.0
    force = float(np.log1p(rate)) * days / YEAR
    return float(-np.expm1(-force) / force)


def season_of(past: Purchases, as_of: dt.date, days: int) -> float:
    """Sales of the same days in past years over those of the twelve months around them; 1 with less than two years of records."""
    first = past.first_day
    if first is None or (as_of - first).days < 2 * YEAR - 15 or days > YEAR:
        return 1.0
    day, amount = past.day.astype(np.int64), past.amount
    end = int(np.datetime64(as_of, "D").astype(np.int64))
    found = []
    for year in range(1, 6):
        start = end - round(year * YEAR)
        middle = start + days / 2
        if middle - YEAR / 2 < int(day.min()) - 15:
            break
        own = float(amount[(day > start) & (day <= start + days)].sum())
        around = float(amount[(day > middle - YEAR / 2) & (day <= middle + YEAR / 2)].sum())
        if around > 0:
            found.append(own / around * YEAR / days)
    return float(np.clip(np.mean(found), 0.2, 5.0)) if found else 1.0


def rules_of_thumb(past: Purchases, seen: Repeats, as_of: dt.date, days: int) -> list[Forecast]:
    """The plain forecasts that a model has to beat.

    `past_rate`: as much a day as since the first purchase; `last_period`: the same as in the days before;
    `everyone_alike`: that, averaged; `recency`: no forecast, who bought last is the likeliest.
    """
    recent = past.take(past.day > np.datetime64(as_of - dt.timedelta(days), "D"))
    value, orders = recent.amount_by_customer()[seen.who].astype(np.float64), recent.orders_by_customer()[seen.who].astype(np.float64)
    total = past.amount_by_customer()[seen.who].astype(np.float64)
    age = np.maximum(seen.age * WEEK, days)
    rate, bought = total / age * days, (seen.x + 1) / age * days
    alike = np.full(len(seen), value.mean() if len(seen) else 0.0)
    silence = seen.t_x - seen.age
    return [
        Forecast("past_rate", bought, rate, 1 - np.exp(-bought)),
        Forecast("last_period", orders, value, (orders > 0).astype(np.float64)),
        Forecast("everyone_alike", np.full(len(seen), orders.mean() if len(seen) else 0.0), alike, np.full(len(seen), 0.5)),
        Forecast("recency", None, None, silence),
    ]


def intervals(found: Forecasts, name: str, draws: int, inside: float, seed: int = 1) -> tuple[Floats, Floats] | None:
    """The low and the high end of each customer's expected sales over bootstrap draws of customers [smallest units].

    One Newton step from the fit for each draw, which needs no new fit. It speaks of how well the parameters
    are known, not of how much a single customer's orders vary. None where the forecast comes from no model.
    Source: Davidson and MacKinnon 1999, "Bootstrap testing in nonlinear models" (one-step bootstrap).
    """
    if name == BLEND:
        return _blended_ends(found, draws, inside, seed)
    model = next((f for f in found.fits if name.startswith(f.model.name + "+")), None)
    value, orders = found.of(name).value, found.of(name).orders
    if model is None or value is None or orders is None or draws < 2 or model.edges:
        return None
    worth = np.divide(value, orders, out=np.zeros(len(value)), where=orders > 0)
    weeks, rows, kind = found.days / WEEK, found.rows, type(model.model)
    drawn = [
        kind(np.exp(logs)).expected(rows, weeks) * found.season for logs in one_step_draws(model, rows, draws, np.random.default_rng(seed))
    ]  # fmt: skip
    low, high = np.quantile(np.array(drawn), [(1 - inside) / 2, (1 + inside) / 2], axis=0)
    return np.asarray(low[rows.place] * worth), np.asarray(high[rows.place] * worth)


def _blended_ends(found: Forecasts, draws: int, inside: float, seed: int) -> tuple[Floats, Floats] | None:
    """The ends of the model's part, with the last period as it was."""
    name = f"{found.best.model.name}+own_mean"
    ends, middle, value = intervals(found, name, draws, inside, seed), found.of(name).value, found.of(BLEND).value
    if ends is None or middle is None or value is None:
        return None
    part = MODEL_PARTS / (MODEL_PARTS + 1)
    return value + part * (ends[0] - middle), value + part * (ends[1] - middle)


def one_step_draws(model: Fit, rows: Rows, draws: int, rng: np.random.Generator) -> Sequence[Floats]:
    """Logarithms of the parameters for so many draws of customers with replacement."""
    from salesplan.calc.threads import one_thread

    values = np.array(model.model.values)
    each = np.array(model.model.rows(rows)[1]) * values[:, None]
    total = int(rows.customers)
    with one_thread():
        curve = _information(model, rows)
        found = []
        for _ in range(draws):
            drawn = rng.multinomial(total, rows.weight / total)
            step = np.linalg.solve(curve, each @ (drawn - rows.weight))
            found.append(np.log(values) + np.clip(step, -1.5, 1.5))
    return found


def _information(model: Fit, rows: Rows) -> Floats:
    """Minus the second derivatives of the log-likelihood by the logarithms of the parameters, at the fit."""
    kind, logs, small = type(model.model), np.log(model.model.values), 1e-5

    def slope(at: Floats) -> Floats:
        values = np.exp(at)
        return np.asarray(kind(values).summed(rows)[1] * values)

    here = slope(logs)
    moved = [(here - slope(logs + small * np.eye(len(logs))[n])) / small for n in range(len(logs))]
    curve = np.array(moved)
    values, ways = np.linalg.eigh((curve + curve.T) / 2)
    return np.asarray((ways * np.maximum(values, 1e-3)) @ ways.T)
