"""BG/NBD and MBG/NBD: customers buy at a rate of their own, and may stop after any purchase."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

import numpy as np

from salesplan.calc.lifetime import Model, bell
from salesplan.calc.repeat import Floats, Rows

LEAST_DROP_OUT = 0.002
"""A share of customers lost at each purchase below this cannot be told from none."""

ALIKE = 500.0
"""Above this sum of a and b customers cannot be told apart by their chance to stop."""

ONE_RATE = 50.0
"""Above this r customers cannot be told apart by their rate."""


class BetaGeometric(Model):
    """BG/NBD: a customer may stop after every purchase but the first.

    Source: Fader, Hardie and Lee 2005, "Counting your customers the easy way", equations 6, 10 and A2.
    """

    name: ClassVar[str] = "bg_nbd"
    parameters: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    early: ClassVar[int] = 0
    """1 where a customer may stop right after the first purchase."""

    def rows(self, rows: Rows) -> tuple[Floats, list[Floats]]:
        """The log-likelihood of each row, and its derivatives by r, alpha, a and b."""
        r, alpha, a, b = self.values
        counted = _Counted(rows.x, r, a, b, self.early)
        own = self._timed(rows, counted)
        each = counted.each[counted.whole] + r * np.log(alpha) - own.power * own.now + own.more
        by_r = counted.by_r[counted.whole] + np.log(alpha) - own.now + own.gone * own.silent
        by_a = counted.by_a[counted.whole] + own.gone / a
        by_b = counted.by_b[counted.whole] - own.gone * counted.one_more[counted.whole]
        return each, [by_r, r / alpha - own.pull, by_a, by_b]

    def summed(self, rows: Rows) -> tuple[float, Floats]:
        """The log-likelihood of all customers, and its derivatives; what depends on x alone is summed by x."""
        r, alpha, a, b = self.values
        counted, w, total = _Counted(rows.x, r, a, b, self.early), rows.weight, rows.customers
        own = self._timed(rows, counted)
        many = np.bincount(counted.whole, weights=w, minlength=len(counted.each))
        gone = w * own.gone
        height = float(many @ counted.each) + total * r * np.log(alpha) + float(w @ (own.more - own.power * own.now))
        by_r = float(many @ counted.by_r) + total * np.log(alpha) - float(w @ own.now) + float(gone @ own.silent)
        by_a = float(many @ counted.by_a) + float(gone.sum()) / a
        by_b = float(many @ counted.by_b) - float(gone @ counted.one_more[counted.whole])
        return height, np.array([by_r, total * r / alpha - float(w @ own.pull), by_a, by_b])

    def _timed(self, rows: Rows, counted: _Counted) -> _Timed:
        """The parts of the likelihood that depend on when customers bought."""
        r, alpha, a, _ = self.values
        until, since = alpha + rows.age, alpha + rows.t_x
        now = np.log(until)
        silent, power = now - np.log(since), r + rows.x
        away = power * silent
        k = a * counted.one_more
        if away.max(initial=0) < 600:
            odds = k[counted.whole] * np.exp(away)
            more, gone = np.log1p(odds), odds / (1 + odds)
        else:
            with np.errstate(divide="ignore"):
                log = np.log(k)[counted.whole] + away
            more, gone = np.logaddexp(0, log), 1 / (1 + np.exp(-np.clip(log, -700, 700)))
        pull = power * ((1 - gone) / until + gone / since)
        return _Timed(now, silent, power, more, gone, pull)

    def alive(self, rows: Rows) -> Floats:
        """The probability of each row that the customer has not stopped. Source: as above, equation 11; 1 without a repeat in BG/NBD."""
        r, alpha, a, b = self.values
        ratio = a / np.maximum(b + rows.x + self.early - 1, 1e-300) * np.exp((r + rows.x) * np.log((alpha + rows.age) / (alpha + rows.t_x)))
        return np.asarray(np.where((rows.x > 0) | (self.early == 1), 1 / (1 + ratio), 1.0))

    def expected(self, rows: Rows, weeks: float) -> Floats:
        """Expected purchase days of each row in the weeks to come. Source: as above, equation 10."""
        from scipy.special import hyp2f1

        r, alpha, a, b = self.values
        if "no-drop-out" in self.edges(rows):
            return np.asarray((r + rows.x) / (alpha + rows.age) * weeks)
        a = a if abs(a - 1) > 1e-6 else 1 + 1e-6
        x, m, until = rows.x, self.early, alpha + rows.age + weeks
        power = np.exp((r + x) * np.log((alpha + rows.age) / until))
        series = hyp2f1(r + x, b + x + m, a + b + x + m - 1, weeks / until)
        return np.asarray((a + b + x + m - 1) / (a - 1) * (1 - power * series) * self.alive(rows))

    def newcomer(self, weeks: float) -> float:
        """Expected repeat purchase days of a new customer in the first weeks. Source: as above, equation 9."""
        one = np.array([0.0])
        rows = Rows(one, one, one, one, one.astype(np.int64))
        return float(self.expected(rows, weeks)[0])

    def edges(self, rows: Rows) -> tuple[str, ...]:  # noqa: ARG002 - other models need the rows
        """What the data cannot tell."""
        r, _, a, b = self.values
        found = []
        if a / (a + b) < LEAST_DROP_OUT:
            found.append("no-drop-out")
        elif a + b > ALIKE:
            found.append("one-drop-out")
        if r > ONE_RATE:
            found.append("one-rate")
        return tuple(found)

    @classmethod
    def start(cls, rows: Rows) -> Floats:
        """A quarter of the customers lost at each purchase, the mean rate of the rows."""
        mean, age = float((rows.x * rows.weight).sum() / rows.customers), float((rows.age * rows.weight).sum() / rows.customers)
        r = 0.5
        return np.asarray(np.log([r, r * max(age, 0.1) / max(mean, 0.05), 0.75, 2.25]))

    @classmethod
    def prior(cls, logs: Floats, middle: Floats) -> tuple[float, Floats]:
        """Weak bells on log r, the mean rate, the share of customers lost at a purchase, and a + b."""
        a, b = np.exp(logs[2]), np.exp(logs[3])
        shape, by_shape = bell(logs[0], middle[0])
        rate, by_rate = bell(logs[1] - logs[0], middle[1] - middle[0])
        lost, by_lost = bell(logs[2] - logs[3], middle[2] - middle[3])
        size, by_size = bell(float(np.log(a + b)), float(np.log(np.exp(middle[2]) + np.exp(middle[3]))))
        slope = np.array([by_shape - by_rate, by_rate, by_lost + by_size * a / (a + b), -by_lost + by_size * b / (a + b)])
        return shape + rate + lost + size, slope


class ModifiedBetaGeometric(BetaGeometric):
    """MBG/NBD: a customer may stop after every purchase, the first too.

    Source: Batislam, Denizel and Filiztekin 2007; Hoppe and Wagner 2007.
    """

    name: ClassVar[str] = "mbg_nbd"
    early: ClassVar[int] = 1


class _Timed(NamedTuple):
    """By row: log(alpha + T), log of (alpha + T) / (alpha + t_x), r + x, log of 1 + odds, the chance of having stopped, the slope's part by alpha."""

    now: Floats
    silent: Floats
    power: Floats
    more: Floats
    gone: Floats
    pull: Floats


class _Counted:
    """The parts of likelihood and derivatives that depend on x alone, worked out once for each number of purchases."""

    def __init__(self, x: Floats, r: float, a: float, b: float, m: int) -> None:
        from scipy.special import gammaln, psi

        self.whole = x.astype(np.int64)
        n = np.arange(int(self.whole.max(initial=0)) + 1, dtype=np.float64)
        together = psi(a + b) - psi(a + b + n + m)
        self.each = gammaln(r + n) - gammaln(r) + gammaln(a + b) + gammaln(b + n + m) - gammaln(b) - gammaln(a + b + n + m)
        self.by_r = psi(r + n) - psi(r)
        self.by_a = together
        self.by_b = together + psi(b + n + m) - psi(b)
        with np.errstate(divide="ignore"):
            self.one_more = 1 / (b + n + m - 1)
        if not m:
            self.one_more[0] = 0.0  # nobody stops before the first repeat
