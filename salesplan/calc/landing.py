"""Where a year will land: what several ways of reading the year so far come to, side by side.

Each way answers the same question from the months that are over. Which of them is gone by is decided
by `salesplan.calc.landing_test` on the user's own past years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan.amount import apportion
from salesplan.frame import Ints

Floats = npt.NDArray[np.float64]

BLEND, SHAPE, RUN, SCALED, PIPELINE = "blend", "month_shape", "run_rate", "last_year_scaled", "pipeline"
METHODS = (BLEND, SHAPE, SCALED, RUN, PIPELINE)
"""Ways to forecast; where two do equally well the earlier one is gone by."""

LEAST_MONTHS = 0.9
"""Before about a month is over a year cannot be read from its own days [months]."""

DONE, BEFORE = "actual", "last_year"
"""What is said instead of a forecast when the year is over, and before it has begun."""


@dataclass(frozen=True)
class YearSoFar:
    """One member's year: `now` and `last` by month [smallest units], what a month is worth, and how much of it is over.

    `shares` of the year that its months have (sum 1), `days` working days, `elapsed` the part of each month
    that is over and covered by records [0 to 1]; shape (12,). `last` is None without a whole year before.
    `outlook`: what open deals are expected to bring in the rest of the year, None where there are none.
    """

    now: Ints
    last: Ints | None
    shares: Floats
    days: Floats
    elapsed: Floats
    outlook: float | None = None

    @property
    def actual(self) -> int:
        """Sales so far [smallest units]."""
        return int(self.now[self.elapsed > 0].sum())

    @property
    def share_done(self) -> float:
        """The share of the year that is over by the shape of its months."""
        return float((self.shares * self.elapsed).sum())

    @property
    def level(self) -> float | None:
        """Last year's sum, the year that growth is measured against; None where it is nothing."""
        whole = float(self.last.sum()) if self.last is not None else 0.0
        return whole if whole > 0 else None

    @property
    def growth(self) -> float | None:
        """Sales so far ÷ what last year's sum has in the same months by their shape; None where nothing can be compared."""
        if self.level is None or self.share_done <= 0:
            return None
        return self.actual / (self.level * self.share_done)

    @property
    def over(self) -> bool:
        """Whether no month of the year is left."""
        return bool((self.elapsed >= 1).all())


def landings(year: YearSoFar, carry: float) -> dict[str, float]:
    """What the year comes to by each way that the records allow [smallest units].

    `month_shape`: sales so far ÷ the share of the year that is over (working days, Spring Festival in its
    month). `run_rate`: sales so far a working day x the year's working days. `last_year_scaled`: last year's
    sum x growth in the same months. `blend`: the rest of the year at last year's level, with `carry` of the
    growth so far carried on (less in the first month). `pipeline`: sales so far + what open deals and business without deals bring.

    >>> flat = np.full(12, 1 / 12)
    >>> half = YearSoFar(np.array([12] * 6 + [0] * 6), np.full(12, 10), flat, np.full(12, 20.0), np.array([1.0] * 6 + [0.0] * 6))
    >>> {m: round(v) for m, v in landings(half, 0.5).items()}
    {'blend': 138, 'month_shape': 144, 'last_year_scaled': 144, 'run_rate': 144}

    Source: method 6.1; the damping of growth: Gardner and McKenzie 1985 (damped trend).
    """
    if year.over:
        return {DONE: float(year.actual)}
    done = year.share_done
    if done <= 0:
        return {BEFORE: year.level} if year.level is not None else {}
    found: dict[str, float] = {}
    growth = year.growth
    months = float(year.elapsed.sum())
    if growth is not None and year.level is not None:
        part = carry * min(months, 1.0)
        found[BLEND] = year.actual + year.level * (1 - done) * max(1 - part + part * growth, 0.0)
    if months < LEAST_MONTHS:
        return found
    found[SHAPE] = year.actual / done
    same = float((year.last * year.elapsed).sum()) if year.last is not None else 0.0
    if year.level is not None and same > 0:
        found[SCALED] = year.level * year.actual / same
    worked = float((year.days * year.elapsed).sum())
    if worked > 0:
        found[RUN] = year.actual * float(year.days.sum()) / worked
    if year.outlook is not None:
        found[PIPELINE] = year.actual + year.outlook
    return found


def own_shares(shares: Floats, pasts: Sequence[Ints], wholes: Sequence[Ints]) -> Floats:
    """A member's shares of the year's months: those of all together, moved to its own as far as these are more than chance.

    `pasts`, `wholes`: past years of the member and of all together by month, newest last. How far is the
    reliability of the member's deviations: what repeats from year to year, or, with one past year, from a
    month to the next. Source: James and Stein 1961; for one year von Neumann's ratio (1941).

    >>> even = np.full(12, 1 / 12)
    >>> summer = np.array([0, 0, 20, 60, 150, 300, 300, 150, 60, 20, 0, 0])
    >>> own_shares(even, [summer], [np.full(12, 1000)]).round(2).tolist()[5]
    0.24
    """
    apart = [_deviations(p, w) for p, w in zip(pasts, wholes, strict=True) if p.sum() > 0 and w.sum() > 0]
    if not apart:
        return shares
    mean = np.mean(apart, axis=0)
    spread = float((mean**2).mean())
    if spread <= 0:
        return shares
    if len(apart) > 1:
        noise = float(np.var(apart, axis=0, ddof=1).mean()) / len(apart)
    else:
        noise = float(((mean - np.roll(mean, 1)) ** 2).mean()) / 2
    trust = max(0.0, 1.0 - noise / spread)
    moved = np.maximum(shares * (1 + trust * mean), 0)
    whole = float(moved.sum())
    return np.asarray(moved / whole) if whole > 0 else shares


def _deviations(own: Ints, whole: Ints) -> Floats:
    """How far each month's share is from that of all together, relative to it."""
    shares = own / own.sum()
    all_shares = whole / whole.sum()
    return np.asarray(np.where(all_shares > 0, shares / np.where(all_shares > 0, all_shares, 1) - 1, 0.0))


def fitted(rests: Mapping[str | None, int], whole: int, fixed: Mapping[str | None, int]) -> dict[str | None, int]:
    """Whole amounts of members that sum to `whole`: what each has (`fixed`) and its rest, scaled alike.

    Members whose rest is nothing keep what they have. Where no rest is left to scale, each has its own,
    and the sum differs.

    >>> fitted({"a": 10, "b": 30, "c": 0}, 100, {"a": 10, "b": 10, "c": 0})
    {'a': 30, 'b': 70, 'c': 0}
    """
    left = whole - sum(fixed.values())
    together = sum(r for r in rests.values() if r > 0)
    if together <= 0 or left < 0:
        return {m: fixed[m] + r for m, r in rests.items()}
    parts = apportion(left, [max(r, 0) for r in rests.values()], [m or "" for m in rests])
    return {m: fixed[m] + part for m, part in zip(rests, parts, strict=True)}
