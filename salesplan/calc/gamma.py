"""Gamma-Gamma: what a customer's purchases are worth on average, drawn towards all customers' where little was seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan.calc.lifetime import bell, climbed
from salesplan.calc.repeat import Floats


@dataclass(frozen=True)
class GammaGamma:
    """The model with its parameters; amounts in currency units.

    Source: Fader and Hardie 2013, "The Gamma-Gamma model of monetary value", equations 1a and 5.
    """

    p: float
    q: float
    v: float
    log_likelihood: float = 0.0
    customers: int = 0

    def mean(self, count: Floats, mean: Floats) -> Floats:
        """The expected value of a purchase, given how many were seen and their mean; the mean of all for none."""
        q = max(self.q, 1.05)  # at 1 and below the mean of all customers has no end
        return np.asarray((self.v + count * mean) * self.p / (self.p * count + q - 1))


def fit_values(count: Floats, mean: Floats, *, prior: bool = False) -> GammaGamma | None:
    """The model that explains mean values best; None where fewer than two customers have any."""
    from salesplan.calc.threads import one_thread

    seen = (count > 0) & (mean > 0)
    n, m = count[seen], mean[seen]
    if len(n) < 2:
        return None
    scale = float(np.exp(np.log(m).mean()))
    log_m, log_n, total = np.log(m / scale), np.log(n), m / scale * n
    whole = n.astype(np.int64)
    several = bool((n == n.astype(np.int64)).all())

    def loss(logs: Floats) -> tuple[float, Floats]:
        p, q, v = np.exp(logs)
        each, by_p, by_q, by_v = _rows(p, q, v, n, whole if several else None, log_m, log_n, total)
        height, slope = float(each.sum()), np.array([by_p.sum() * p, by_q.sum() * q, by_v.sum() * v])
        if prior:
            bells = [bell(value, middle) for value, middle in zip(logs, (1.5, 1.3, 0.0), strict=True)]
            height, slope = height + sum(b[0] for b in bells), slope + np.array([b[1] for b in bells])
        return -height / len(n), -slope / len(n)

    begun = np.log(np.array([4.0, 4.0, 0.8]))
    with one_thread():
        logs, _, _ = climbed(loss, begun)
    p, q, v = np.exp(logs)
    height = float(_rows(p, q, v, n, None, log_m, log_n, total)[0].sum()) - len(n) * np.log(scale)
    return GammaGamma(float(p), float(q), float(v * scale), height, len(n))


def _rows(
    p: float, q: float, v: float, n: Floats, whole: np.ndarray[tuple[int], np.dtype[np.int64]] | None, log_m: Floats, log_n: Floats, total: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """The log-likelihood of each customer's mean value, and its derivatives by p, q and v."""
    from scipy.special import gammaln, psi

    k = p * (n if whole is None else np.arange(int(whole.max()) + 1, dtype=np.float64))
    with np.errstate(invalid="ignore"):
        parts = [gammaln(k + q) - gammaln(k), psi(k + q), psi(k)]
    both, up, low = parts if whole is None else [part[whole] for part in parts]
    shape, worth = p * n, np.log(total + v)
    each = both - gammaln(q) + q * np.log(v) + (shape - 1) * log_m + shape * log_n - (shape + q) * worth
    by_p = n * (up - low + log_m + log_n - worth)
    by_q = up - psi(q) + np.log(v) - worth
    by_v = q / v - (shape + q) / (total + v)
    return each, by_p, by_q, by_v
