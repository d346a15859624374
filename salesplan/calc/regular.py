"""MBG/CNBD-k: customers who order at regular intervals, as businesses do: monthly orders, not chance ones.

Between two purchases lie k events of a Poisson process of the customer's own, of which only every k-th is
seen: the higher k, the more regular the intervals. With k = 1 it is the MBG/NBD.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import ClassVar, NamedTuple

import numpy as np

from salesplan.calc.geometric import ModifiedBetaGeometric
from salesplan.calc.lifetime import Fit, Model, fit
from salesplan.calc.repeat import WEEK, Floats, Gaps, Rows

REGULARITIES = (2, 3, 4, 6, 9, 13, 18)
"""The k that are tried, one after the other, as long as the likelihood rises; gaps of the last vary by a quarter only."""

BETTER = 4.0
"""By so much a log-likelihood has to rise for one more parameter. Source: half of log n at 3,000 customers (Schwarz 1978)."""

HARDLY_REGULAR, FEW_PAIRS = 1.2, 20
"""Intervals that look less regular than this, or are of fewer customers, are taken for chance without a fit."""

LEAVING, NEVER = 2.0, 1e-9
"""By so much models that tell of leaving have to explain purchases better than one that does not, and its chance of leaving."""

NEARLY_NONE = 1e-10
"""A chance of one more purchase that counts as none."""


class RegularGeometric(ModifiedBetaGeometric):
    """MBG/CNBD-k for one k. The closed form of the likelihood is a sum over how far the customer's next purchase has got.

    Source: Platzer and Reutterer 2016, "Ticking away the moments", equations 3 to 5; Reutterer, Platzer and Schroeder 2021.
    """

    name: ClassVar[str] = "mbg_cnbd"
    k: ClassVar[int] = 2

    def rows(self, rows: Rows) -> tuple[Floats, list[Floats]]:
        """The log-likelihood of each row without the spacing of its purchases, and its derivatives by r, alpha, a and b."""
        from scipy.special import betaln, gammaln, psi

        r, alpha, a, b = self.values
        own, x, m = self._phases(rows), rows.x, self.early
        buying = r + self.k * x
        here, both = own.here, own.both
        left = 1 - here
        each = gammaln(buying) - gammaln(r) + r * np.log(alpha) + both - betaln(a, b)
        by_r = psi(buying) - psi(r) + np.log(alpha) + here * (own.pull / own.total - own.now) - left * own.then
        by_alpha = r / alpha - here * (buying + own.steps / own.total) / (alpha + rows.age) - left * buying / (alpha + rows.t_x)
        together, stays = psi(a + b + x + m), b + x + m
        by_a = here * psi(a) + left * psi(a + 1) - together - psi(a) + psi(a + b)
        by_b = here * psi(stays) + left * psi(stays - 1) - together - psi(b) + psi(a + b)
        return each, [by_r, by_alpha, by_a, by_b]

    def summed(self, rows: Rows) -> tuple[float, Floats]:
        """The log-likelihood of all customers, and its derivative by each parameter."""
        each, slopes = self.rows(rows)
        return float((each * rows.weight).sum()), np.array([float((s * rows.weight).sum()) for s in slopes])

    def _phases(self, rows: Rows) -> _Phases:
        """How far the next purchase may have got, and whether there will be one."""
        from scipy.special import betaln

        r, alpha, a, b = self.values
        buying, m = r + self.k * rows.x, self.early
        now, then = np.log(alpha + rows.age), np.log(alpha + rows.t_x)
        silent = (rows.age - rows.t_x) / (alpha + rows.age)
        term, part = np.ones(len(rows.x)), np.zeros(len(rows.x))
        terms, pull, steps = [term], np.zeros(len(rows.x)), np.zeros(len(rows.x))
        for j in range(1, self.k):
            part = part + 1 / (buying + j - 1)
            term = term * (buying + j - 1) / j * silent
            terms.append(term)
            pull, steps = pull + term * part, steps + j * term
        every = np.array(terms)
        total = every.sum(axis=0)
        stayed = betaln(a, b + rows.x + m) - buying * now + np.log(total)
        gone = betaln(a + 1, b + rows.x + m - 1) - buying * then
        both = np.logaddexp(stayed, gone)
        return _Phases(every, total, pull, steps, now, then, both, np.exp(stayed - both))

    def alive(self, rows: Rows) -> Floats:
        """The probability of each row that the customer has not stopped."""
        return self._phases(rows).here

    def expected(self, rows: Rows, weeks: float) -> Floats:
        """Expected purchase days of each row in the weeks to come.

        The i-th comes when the customer's process has seen i times k events, less those since the last purchase, if the
        customer has not stopped at one of the i - 1 before; events in the weeks are negative binomial.
        """
        from scipy.special import betainc, betaln

        r, alpha, a, b = self.values
        own, buying, stays = self._phases(rows), r + self.k * rows.x, b + rows.x + self.early
        ahead = weeks / (alpha + rows.age + weeks)
        share = own.terms / own.total
        found, live = np.zeros(len(rows.x)), np.arange(len(rows.x))
        for i in range(1, int(np.ceil(weeks * WEEK)) + 1):
            comes = sum(share[j][live] * betainc(i * self.k - j, buying[live] + j, ahead[live]) for j in range(self.k))
            one = comes * np.exp(betaln(a, stays[live] + i - 1) - betaln(a, stays[live]))
            found[live] += one
            live = live[np.asarray(one > NEARLY_NONE)]
            if not len(live):
                break
        return np.asarray(own.here * found)

    def named(self) -> Mapping[str, float]:
        """The parameters by name, with how regular purchases are."""
        return {**super().named(), "k": float(self.k)}

    @classmethod
    def start(cls, rows: Rows) -> Floats:
        """As for chance intervals; events come k times as often as purchases."""
        return np.asarray(super().start(rows) - np.array([0.0, np.log(cls.k), 0.0, 0.0]))


class _Phases(NamedTuple):
    """By row: the terms of the sum over phases, the sum, its derivatives, log(alpha + T), log(alpha + t_x), the log of both, alive."""

    terms: Floats
    total: Floats
    pull: Floats
    steps: Floats
    now: Floats
    then: Floats
    both: Floats
    here: Floats


@cache
def regular(k: int) -> type[RegularGeometric]:
    """The model with one k."""
    return type(f"Regular{k}", (RegularGeometric,), {"k": k})


class _Staying(Model):
    """Customers who never stop: rates of their own, every k-th event a purchase (NBD for k = 1)."""

    name: ClassVar[str] = "staying"
    parameters: ClassVar[tuple[str, ...]] = ("r", "alpha")
    k: ClassVar[int] = 1

    def rows(self, rows: Rows) -> tuple[Floats, list[Floats]]:
        """The log-likelihood of each row, and its derivatives by r and alpha."""
        each, slopes = regular(self.k)((*self.values, NEVER, 1.0)).rows(rows)
        return each, slopes[:2]

    def edges(self, rows: Rows) -> tuple[str, ...]:  # noqa: ARG002 - other models need the rows
        """None: nothing is told about leaving."""
        return ()

    @classmethod
    def start(cls, rows: Rows) -> Floats:
        """As with customers who leave."""
        return regular(cls.k).start(rows)[:2]


@cache
def _staying(k: int) -> type[_Staying]:
    return type(f"Staying{k}", (_Staying,), {"k": k})


def told_of_leaving(fits: Sequence[Fit], rows: Rows, seen: Gaps) -> tuple[Fit, ...]:
    """The fits, with the edge `no-drop-out` where customers who never leave explain the purchases as well.

    A weak prior keeps small samples off that edge, so the likelihoods are compared. Source: Akaike 1974, for the two
    parameters that tell of leaving.
    """
    heights = {k: _height(fit(_staying(k), rows).log_likelihood, k, rows, seen) for k in {_k(f) for f in fits}}
    return tuple(
        replace(f, edges=(*f.edges, "no-drop-out"))
        if "no-drop-out" not in f.edges and f.log_likelihood < heights[_k(f)] + LEAVING
        else f
        for f in fits
    )


def _k(found: Fit) -> int:
    return found.model.k if isinstance(found.model, RegularGeometric) else 1


def _height(height: float, k: int, rows: Rows, seen: Gaps) -> float:
    """A log-likelihood with the part of it that hangs on the intervals and on k alone."""
    from scipy.special import gammaln

    return height + (k - 1) * seen.logs - float((rows.x * rows.weight).sum()) * float(gammaln(k))


def fit_regular(rows: Rows, seen: Gaps, than: Fit | None = None, *, prior: bool = False) -> Fit | None:
    """The k that explains the intervals best; None where chance intervals (`than`, the MBG/NBD) do as well.

    Likelihoods of different k depend on the intervals that were seen.
    """
    if than is not None and (seen.regularity < HARDLY_REGULAR or seen.pairs < FEW_PAIRS):
        return None
    best, begun = than, np.log(than.model.values) if than is not None else None
    for k in REGULARITIES:
        last = _k(best) if best is not None else 1
        start = None if begun is None else begun - np.array([0.0, np.log(k / last), 0.0, 0.0])
        own = fit(regular(k), rows, prior=prior, start=start)
        height = _height(own.log_likelihood, k, rows, seen)
        if best is not None and height <= best.log_likelihood + (BETTER if best is than else 0):
            break
        best = replace(own, log_likelihood=height)
        begun = np.log(own.model.values)
    return best if best is not than else None
