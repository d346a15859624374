"""Models of repeat buying: how often customers buy while they are customers, and when they stop.

Every model is fitted by maximum likelihood on the distinct rows of customers, with its exact gradient,
in the logarithms of its parameters; small samples get a weak prior that keeps them off the edge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np

from salesplan.calc.repeat import Floats, Rows

Loss: TypeAlias = Callable[[Floats], tuple[float, Floats]]
"""A loss and its slope at a point."""

MOST_STEPS, LONGEST_STEP = 100, 1.5
"""Steps of a fit, and how far one may go on the logarithmic scale."""

FLAT, FLAT_STEPS = 1e-8, 8
"""A fall of the mean loss that is hardly one; after so many in a row the best fit lies on an edge that is never reached."""

NEARLY = 1e-8
"""A slope from which on a fit that cannot go on is done."""

ENOUGH = 1e-10
"""A slope of the mean log-likelihood that counts as none."""

WALL = 12.0
"""Parameters are looked for between e**-12 and e**12."""

PRIOR_SD = 1.0
"""Width of the weak prior, on a logarithmic scale. Source: bootstrap of the CDNOW sample: 0 % degenerate fits at any size."""


class Model:
    """A model with given parameters. Rates are per week.

    Subclasses give the log-likelihood of each row with its derivatives, and expectations.
    """

    name: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]]
    many_rows: ClassVar[int] = 20_000
    """From this many rows on a part of them is fitted first."""

    def __init__(self, values: Sequence[float] | Floats) -> None:
        """Keep the parameters' values."""
        self.values = tuple(float(v) for v in values)

    def rows(self, rows: Rows) -> tuple[Floats, list[Floats]]:
        """The log-likelihood of each row, and its derivative by each parameter."""
        raise NotImplementedError

    def expected(self, rows: Rows, weeks: float) -> Floats:
        """Expected purchase days of each row in the weeks to come."""
        raise NotImplementedError

    def alive(self, rows: Rows) -> Floats:
        """The probability of each row that the customer has not stopped buying."""
        raise NotImplementedError

    def newcomer(self, weeks: float) -> float:
        """Expected repeat purchase days of a new customer in the first weeks."""
        raise NotImplementedError

    def edges(self, rows: Rows) -> tuple[str, ...]:
        """What the data cannot tell, where the best fit lies on the edge: `no-drop-out`, `one-drop-out`, `one-rate`."""
        raise NotImplementedError

    @classmethod
    def start(cls, rows: Rows) -> Floats:
        """Logarithms of the parameters to begin with; also the middle of the weak prior."""
        raise NotImplementedError

    @classmethod
    def prior(cls, logs: Floats, middle: Floats) -> tuple[float, Floats]:
        """The weak prior's log-density at logarithms of parameters, and its gradient."""
        raise NotImplementedError

    def summed(self, rows: Rows) -> tuple[float, Floats]:
        """The log-likelihood of all customers, and its derivative by each parameter."""
        each, slopes = self.rows(rows)
        return float((each * rows.weight).sum()), np.array([float((s * rows.weight).sum()) for s in slopes])

    def chance(self, rows: Rows, weeks: float) -> Floats:
        """The probability of each row of at least one purchase in the weeks to come.

        One less the ratio of the likelihoods of silence until then and until now; never bare P(alive), which
        is 1 for every one-time buyer of BG/NBD.
        """
        later = Rows(rows.x, rows.t_x, rows.age + weeks, rows.weight, rows.place)
        return np.clip(-np.expm1(self.rows(later)[0] - self.rows(rows)[0]), 0.0, 1.0)

    def named(self) -> Mapping[str, float]:
        """The parameters by name."""
        return dict(zip(self.parameters, self.values, strict=True))


@dataclass(frozen=True)
class Fit:
    """A fitted model, its log-likelihood without the prior, whether a prior was used, and what lies on the edge."""

    model: Model
    log_likelihood: float
    prior: bool
    edges: tuple[str, ...]
    evaluations: int


def fit(kind: type[Model], rows: Rows, *, prior: bool = False, start: Floats | None = None) -> Fit:
    """The model of a kind that explains the rows best; `start` are logarithms of parameters to begin with.

    Of very many rows a part is fitted first: what it finds is so near that the whole takes a few steps.
    """
    from salesplan.calc.threads import one_thread

    middle = kind.start(rows)
    begun = np.clip(middle if start is None else start, -WALL + 1, WALL - 1)
    with one_thread():
        used, curve = 0, None
        if len(rows.x) >= kind.many_rows:
            begun, curve, used = climbed(_loss(kind, part(rows), middle, prior), begun)
        logs, _, more = climbed(_loss(kind, rows, middle, prior), begun, curve)
        model = kind(np.exp(logs))
        return Fit(model, model.summed(rows)[0], prior, model.edges(rows), used + more)


def part(rows: Rows) -> Rows:
    """Every sixteenth row; rows are sorted, so that all kinds of customers are among them."""
    return Rows(rows.x[::16], rows.t_x[::16], rows.age[::16], rows.weight[::16], rows.place[:0])


def _loss(kind: type[Model], rows: Rows, middle: Floats, prior: bool) -> Loss:
    """What is to be made small: minus the mean log-likelihood, with its slope by the logarithms of the parameters."""
    total = rows.customers

    def loss(logs: Floats) -> tuple[float, Floats]:
        values = np.exp(logs)
        height, slope = kind(values).summed(rows)
        slope = slope * values
        if prior:
            more, way = kind.prior(logs, middle)
            height, slope = height + more, slope + way
        return -height / total, -slope / total

    return loss


def climbed(loss: Loss, logs: Floats, curve: Floats | None = None) -> tuple[Floats, Floats, int]:
    """The point with the smallest loss near a point, the curvature there, and the evaluations it took.

    Steps of Newton's with a curvature that every step corrects (BFGS), cut back where the loss would rise,
    and halted at the wall.
    """
    value, slope = loss(logs)
    used, renewed, flat = 1, curve is not None, 0
    for _ in range(MOST_STEPS):
        if np.abs(slope).max() < ENOUGH or flat >= FLAT_STEPS:
            break
        if curve is None:
            curve, used = _bent_up(curvature(loss, logs, slope)), used + len(logs)
        step: Floats = -np.asarray(np.linalg.solve(curve, slope), np.float64)
        step = step * min(1.0, LONGEST_STEP / float(np.abs(step).max()))
        step = np.clip(logs + step, -WALL, WALL) - logs
        found = _shortened(loss, logs, step, value, float(slope @ step))
        used += found[3]
        if found[0] is None:
            if renewed or np.abs(slope).max() < NEARLY:
                break
            curve, renewed = None, True
            continue
        logs, before, renewed = logs + found[0], slope, False
        flat = flat + 1 if value - found[1] < FLAT else 0
        value, slope = found[1], found[2]
        curve = _updated(curve, found[0], slope - before)
    return logs, curve if curve is not None else np.eye(len(logs)), used


def _shortened(loss: Loss, logs: Floats, step: Floats, value: float, fall: float) -> tuple[Floats | None, float, Floats, int]:
    """The step, halved until the loss falls (None where it never does), with loss and slope there and the evaluations used."""
    for n in range(12):
        height, way = loss(logs + step)
        if height <= value + 1e-4 * fall * 0.5**n + 1e-14 * abs(value):
            return step, height, way, n + 1
        step = step / 2
    return None, value, step, 12


def _bent_up(curve: Floats) -> Floats:
    """A curvature that points to a smallest value in every direction."""
    values, ways = np.linalg.eigh(curve)
    return np.asarray((ways * np.maximum(np.abs(values), 1e-6 * max(1e-6, float(np.abs(values).max())))) @ ways.T)


def curvature(loss: Loss, logs: Floats, slope: Floats) -> Floats:
    """How the slope changes in every direction, from small steps."""
    small = 1e-5
    curve = np.empty((len(logs), len(logs)))
    for n in range(len(logs)):
        moved = logs.copy()
        moved[n] += small
        curve[n] = (loss(moved)[1] - slope) / small
    return np.asarray((curve + curve.T) / 2)


def _updated(curve: Floats, step: Floats, change: Floats) -> Floats:
    """The curvature as the last step saw it (BFGS)."""
    seen, pushed = float(step @ change), curve @ step
    if seen <= 0:
        return curve
    return np.asarray(curve + np.outer(change, change) / seen - np.outer(pushed, pushed) / float(step @ pushed), np.float64)


def bell(value: float, middle: float) -> tuple[float, float]:
    """The logarithm of the weak prior's density and its slope."""
    away = (value - middle) / PRIOR_SD
    return -away * away / 2, -away / PRIOR_SD
