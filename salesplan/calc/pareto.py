"""Pareto/NBD: customers buy at a rate of their own and may stop at any moment."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

import numpy as np

from salesplan.calc.lifetime import Model, bell
from salesplan.calc.repeat import Floats, Rows

NODES = 16
"""Points at which the moment of stopping is integrated over; more change nothing in twelve digits."""

STEEP = 25.0
"""How many powers of e the integrand falls before the rest of it counts for nothing."""

LEAST_DROP_OUT = 0.002
"""A share of customers lost in the mean age below this cannot be told from none."""


@cache
def _nodes() -> tuple[Floats, Floats]:
    points, weights = np.polynomial.legendre.leggauss(NODES)
    return np.asarray((points + 1) / 2), np.asarray(weights / 2)


class ParetoNbd(Model):
    """Pareto/NBD. The likelihood integrates over the moment of stopping, which keeps its gradient exact.

    Source: Schmittlein, Morrison and Colombo 1987; Fader and Hardie 2005, "A note on deriving the Pareto/NBD model".
    """

    name: ClassVar[str] = "pareto_nbd"
    parameters: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    many_rows: ClassVar[int] = 4_000

    def rows(self, rows: Rows) -> tuple[Floats, list[Floats]]:
        """The log-likelihood of each row, and its derivatives by r, alpha, s and beta."""
        from scipy.special import gammaln, psi

        r, alpha, s, beta = self.values
        x = rows.x
        whole, n = x.astype(np.int64), np.arange(int(x.max(initial=0)) + 1, dtype=np.float64)
        fixed = (gammaln(r + n) - gammaln(r))[whole] + r * np.log(alpha) + s * np.log(beta)
        buying, staying = np.log(alpha + rows.age), np.log(beta + rows.age)
        stayed = -(r + x) * buying - s * staying
        gone = _Gone(self.values, rows)
        both = np.logaddexp(stayed, gone.log)
        here, left = np.exp(stayed - both), np.exp(gone.log - both)
        by_r = (psi(r + n) - psi(r))[whole] + np.log(alpha) - here * buying - left * gone.by_r
        by_alpha = r / alpha - here * (r + x) / (alpha + rows.age) - left * gone.by_alpha
        by_s = np.log(beta) - here * staying + left * (1 / s - gone.by_s)
        by_beta = s / beta - here * s / (beta + rows.age) - left * gone.by_beta
        return fixed + both, [by_r, by_alpha, by_s, by_beta]

    def alive(self, rows: Rows) -> Floats:
        """The probability of each row that the customer has not stopped."""
        r, alpha, s, beta = self.values
        stayed = -(r + rows.x) * np.log(alpha + rows.age) - s * np.log(beta + rows.age)
        return np.asarray(np.exp(stayed - np.logaddexp(stayed, _Gone(self.values, rows).log)))

    def expected(self, rows: Rows, weeks: float) -> Floats:
        """Expected purchase days of each row in the weeks to come. Source: Fader and Hardie 2005, equation 41."""
        r, alpha, s, beta = self.values
        log = np.log((beta + rows.age) / (beta + rows.age + weeks))
        span = -log if abs(s - 1) < 1e-9 else -np.expm1((s - 1) * log) / (s - 1)
        return np.asarray(self.alive(rows) * (r + rows.x) * (beta + rows.age) / (alpha + rows.age) * span)

    def newcomer(self, weeks: float) -> float:
        """Expected repeat purchase days of a new customer in the first weeks."""
        none = np.array([0.0])
        return float(self.expected(Rows(none, none, none, none + 1, none.astype(np.int64)), weeks)[0])

    def edges(self, rows: Rows) -> tuple[str, ...]:
        """What the data cannot tell."""
        r, _, s, beta = self.values
        age = float((rows.age * rows.weight).sum() / rows.customers)
        found = ["no-drop-out"] if 1 - (beta / (beta + age)) ** s < LEAST_DROP_OUT else []
        return (*found, *(["one-rate"] if r > 50 else []))

    @classmethod
    def start(cls, rows: Rows) -> Floats:
        """The mean rate of the rows; half of the customers lost in the mean age."""
        mean, age = float((rows.x * rows.weight).sum() / rows.customers), max(0.1, float((rows.age * rows.weight).sum() / rows.customers))
        r, s = 0.5, 0.6
        return np.asarray(np.log([r, r * age / max(mean, 0.05), s, s * age / 2]))

    @classmethod
    def prior(cls, logs: Floats, middle: Floats) -> tuple[float, Floats]:
        """Weak bells on log r, the mean rate, log s and the mean rate of stopping."""
        found = [
            bell(logs[0], middle[0]), bell(logs[1] - logs[0], middle[1] - middle[0]),
            bell(logs[2], middle[2]), bell(logs[3] - logs[2], middle[3] - middle[2]),
        ]  # fmt: skip
        slope = np.array([found[0][1] - found[1][1], found[1][1], found[2][1] - found[3][1], found[3][1]])
        return sum(f[0] for f in found), slope


class _Gone:
    """The logarithm of the likelihood of having stopped between the last purchase and now, and minus its relative derivatives.

    s * integral from t_x to T of (alpha + y)**-(r + x) * (beta + y)**-(s + 1) dy, on a logarithmic scale of y and the
    smaller of alpha and beta, on which the integrand is nearly an exponential.
    """

    def __init__(self, values: tuple[float, ...], rows: Rows) -> None:
        r, alpha, s, beta = values
        points, weights = _nodes()
        near, far = min(alpha, beta), max(alpha, beta)
        power = r + rows.x
        own, other = (power, s + 1) if alpha <= beta else (s + 1, power)
        low, high = np.log(near + rows.t_x), np.log(near + rows.age)
        fall = np.maximum(own - 1, 0) + other * (near + rows.t_x) / (far + rows.t_x)
        high = np.minimum(high, low + STEEP / fall)
        at = low[:, None] + (high - low)[:, None] * points
        moment = np.exp(at)  # y with the smaller of both
        there = far - near + moment
        stay = np.log(there)
        each = -np.broadcast_to(own - 1, low.shape)[:, None] * at - np.broadcast_to(other, low.shape)[:, None] * stay
        top = each.max(axis=1)
        share = np.exp(each - top[:, None]) * weights
        total = share.sum(axis=1)
        with np.errstate(divide="ignore"):
            self.log = np.log(s) + top + np.log(total * (high - low))
        share /= total[:, None]
        buying, staying, with_alpha, with_beta = (at, stay, moment, there) if alpha <= beta else (stay, at, there, moment)
        self.by_r = (share * buying).sum(axis=1)
        self.by_alpha = power * (share / with_alpha).sum(axis=1)
        self.by_s = (share * staying).sum(axis=1)
        self.by_beta = (s + 1) * (share / with_beta).sum(axis=1)
