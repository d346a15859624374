"""How far a customer's expected sales may be off for want of data: bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from salesplan.calc.lifetime import Fit
from salesplan.calc.outlook import BLEND, BOTH, Forecasts
from salesplan.calc.repeat import WEEK, Floats, Rows


def intervals(
    found: Forecasts, name: str, draws: int, inside: float, seed: int = 1, *, parts: float = 2.0
) -> tuple[Floats, Floats] | None:
    """The low and the high end of each customer's expected sales over bootstrap draws of customers [smallest units].

    One Newton step from the fit for each draw, which needs no new fit. It speaks of how well the parameters
    are known, not of how much a single customer's orders vary. None where the forecast comes from no model. A blend with
    `parts` of the model moves with its part.
    Source: Davidson and MacKinnon 1999, "Bootstrap testing in nonlinear models" (one-step bootstrap).
    """
    if name in (BLEND, BOTH):
        return _blended_ends(found, name, draws, inside, seed, parts if name == BLEND else 1.0)
    model = next((f for f in found.fits if name.startswith(f.model.name + "+")), None)
    value, orders = found.of(name).value, found.of(name).orders
    if model is None or value is None or orders is None or draws < 2 or model.model.edges(found.rows):
        return None
    worth = np.divide(value, orders, out=np.zeros(len(value)), where=orders > 0)
    rows = found.rows
    drawn = _moved(model, rows, found.days / WEEK, one_step_draws(model, rows, draws, np.random.default_rng(seed)))
    low, high = np.quantile(drawn * found.season, [(1 - inside) / 2, (1 + inside) / 2], axis=0)
    return np.minimum(low[rows.place] * worth, value), np.maximum(high[rows.place] * worth, value)  # draws may lean to one side


def _moved(model: Fit, rows: Rows, weeks: float, drawn: Sequence[Floats]) -> Floats:
    """What each row is expected to buy under drawn parameters: to first order, on the logarithmic scale of both.

    Within half a percent of working each out anew, on the CDNOW sample as on sixty customers.
    """
    kind, at, small = type(model.model), np.log(model.model.values), 0.05

    def height(logs: Floats) -> Floats:
        return np.log(np.maximum(kind(np.exp(logs)).expected(rows, weeks), 1e-300))

    steps = small * np.eye(len(at))
    slopes = np.array([(height(at + s) - height(at - s)) / (2 * small) for s in steps])
    return np.asarray(np.exp(height(at) + (np.array(drawn) - at) @ slopes))


def _blended_ends(found: Forecasts, blend: str, draws: int, inside: float, seed: int, parts: float) -> tuple[Floats, Floats] | None:
    """The ends of the model's part, with the other part as it was."""
    name = f"{found.best.model.name}+own_mean"
    ends, middle, value = intervals(found, name, draws, inside, seed), found.of(name).value, found.of(blend).value
    if ends is None or middle is None or value is None:
        return None
    part = parts / (parts + 1)
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
