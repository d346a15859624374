"""Which way to forecast the year did best on the user's own past years, how far off it was, and how wide that makes the interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from statistics import NormalDist

import numpy as np

from salesplan.calc.landing import BEFORE, BLEND, DONE, METHODS, PIPELINE, SHAPE, Floats, YearSoFar, fitted, landings
from salesplan.calc.landing_years import Row, Years
from salesplan.period import MONTHS_A_YEAR, FiscalYear

HARDLY = 0.0025
"""Ways whose errors are closer than this share are as good as equal."""

PRIOR_YEARS = 2.0
"""How many years of errors the scatter of single months counts for where an interval is made."""

WIDEST = 3.0
"""An interval reaches no further than this on the scale of logarithms."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the plan says of the forecast: how much growth carries on, the years of proof at which its own is believed half, the interval."""

    carry: float = 0.75
    carry_years: float = 2.0
    interval: float = 0.8


@dataclass(frozen=True, slots=True)
class Trial:
    """A past year forecast at the same month: what each way said, and what came [smallest units]."""

    year: int
    actual: int
    said: Mapping[str, int]

    def error(self, method: str) -> float | None:
        """Forecast ÷ actual − 1."""
        return self.said[method] / self.actual - 1 if method in self.said and self.actual > 0 else None


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a member's year lands (None: lines that name no member) [smallest units].

    `low`, `high`: the interval, None where the past is too short to have one; `error`: mean absolute error of
    the method on the member's own past years at this month, None without any; `apart`: the forecast before
    members were made to sum to the whole; `said`: what each way comes to.
    """

    member: str | None
    actual: int
    expected: int | None
    low: int | None
    high: int | None
    method: str | None
    error: float | None
    apart: int | None
    said: Mapping[str, int]
    trials: tuple[Trial, ...] = ()

    def error_of(self, method: str) -> float | None:
        """Mean absolute error of a way to forecast over the past years, None without any."""
        return mean_error([t.error(method) for t in self.trials])


@dataclass(frozen=True)
class Landed:
    """The landing of all together and of each member of a dimension.

    `carry`: how much of the growth so far is carried on in the total, as learned; `years`: past whole
    years; `tested`: how many of them could be forecast from years before them.
    """

    total: Landing
    members: tuple[Landing, ...]
    carry: float
    years: int
    tested: int

    @property
    def apart(self) -> int | None:
        """What the members' own forecasts sum to; None where one has none."""
        found = [m.apart for m in self.members]
        return sum(a for a in found if a is not None) if None not in found else None

    @property
    def adds_up(self) -> bool:
        """Whether the members sum to the total."""
        return sum(m.expected or 0 for m in self.members) == (self.total.expected or 0)


def landed(years: Years, rule: Rule | None = None) -> Landed:
    """Where the year of all together and of each member lands, by the way that did best on past years."""
    work = _Landing(years, rule or Rule())
    total = work.landing(None, years.all, work.of_all, years.outlook_of_all)
    apart = [work.landing(m, row, work.of_members, years.outlook.get(m)) for m, row in years.rows.items()]
    return Landed(total, tuple(_made_to_sum(total, apart)), work.of_all.carry, len(years.past), len(work.tested))


@dataclass(frozen=True, slots=True)
class _Choice:
    """The way that did best, and how much growth carries on."""

    method: str
    carry: float


class _Landing:
    """The work of one forecast; what is learned of all together is learned without the members, so that every dimension has one total."""

    def __init__(self, years: Years, rule: Rule) -> None:
        self.years, self.rule = years, rule
        self.tested = years.past[1:]
        self.months = _near(years.known)
        self.of_all = self._choice([years.all])
        self.of_members = self._choice(list(years.rows.values()))

    def _choice(self, rows: Sequence[Row]) -> _Choice:
        return _Choice(self._method(rows), self._carry(rows))

    def _cases(self, rows: Sequence[Row], elapsed: Floats) -> list[tuple[int, YearSoFar, int]]:
        """Past years as they stood: weight (size), how it stood, what came."""
        found = [(row.actual(y), row.at(y, elapsed)) for y in self.tested for row in rows]
        return [(actual, stood, actual) for actual, stood in found if actual > 0]

    def _carry(self, rows: Sequence[Row]) -> float:
        """How much of the growth so far carried on in past years, drawn towards the plan's word for it."""
        up = down = 0.0
        for elapsed in self.months:
            for weight, stood, actual in self._cases(rows, elapsed):
                growth, rest = stood.growth, (stood.level or 0.0) * (1 - stood.share_done)
                if growth is not None and rest > 0:
                    up += weight * (growth - 1) * ((actual - stood.actual) / rest - 1)
                    down += weight * (growth - 1) ** 2
        if down <= 0:
            return self.rule.carry
        n, prior = len(self.tested), self.rule.carry_years
        return (n * min(max(up / down, 0.0), 1.0) + prior * self.rule.carry) / (n + prior)

    def _method(self, rows: Sequence[Row]) -> str:
        """The way with the smallest mean error, weighed by size, at this month and those beside it."""
        scores: dict[str, list[tuple[int, float]]] = {}
        for elapsed in self.months:
            for weight, stood, actual in self._cases(rows, elapsed):
                for method, value in landings(stood, self.rule.carry).items():
                    scores.setdefault(method, []).append((weight, abs(value / actual - 1)))
        most = max(map(len, scores.values()), default=0)
        mean = {m: sum(w * e for w, e in s) / sum(w for w, _ in s) for m, s in scores.items() if 2 * len(s) > most}
        if not mean:
            return BLEND if self.years.past else SHAPE
        best = min(mean.values())
        return next(m for m in (*METHODS, BEFORE, DONE) if m in mean and mean[m] <= best + HARDLY)

    def landing(self, member: str | None, row: Row, choice: _Choice, outlook: float | None) -> Landing:
        """Where one row lands by itself."""
        stood = row.at(self.years.year, self.years.known, outlook)
        said = landings(stood, choice.carry)
        if member is not None and member in self.years.gone:
            said = {DONE: float(stood.actual)}
        trials = tuple(self._trial(row, y, self.years.known) for y in self.tested)
        chosen = next((m for m in (choice.method, *METHODS, BEFORE, DONE) if m in said and m in (choice.method, m, PIPELINE)), None)
        rounded = {m: round(v) for m, v in said.items()}
        if chosen is None:
            return Landing(member, stood.actual, None, None, None, None, None, None, rounded, trials)
        expected = rounded[chosen]
        error = None if chosen == DONE else mean_error([t.error(chosen) for t in trials])
        low, high = self._interval(row, chosen, stood, expected)
        return Landing(member, stood.actual, expected, low, high, chosen, error, expected, rounded, trials)

    def _trial(self, row: Row, year: FiscalYear, elapsed: Floats) -> Trial:
        said = landings(row.at(year, elapsed), self.rule.carry)
        return Trial(year.year, row.actual(year), {m: round(v) for m, v in said.items()})

    def _interval(self, row: Row, method: str, stood: YearSoFar, expected: int) -> tuple[int | None, int | None]:
        """The interval from the errors of past years around this month, and from the scatter of their months."""
        if method == DONE:
            return expected, expected
        found = [self._trial(row, y, elapsed).error(method) for y in self.tested for elapsed in self.months]
        errors = [log(1 + e) for e in found if e is not None and e > -1]
        if not errors or expected <= 0:
            return None, None
        n = len(self.tested)
        square = (n * float(np.mean(np.square(errors))) + PRIOR_YEARS * self._scatter(row, stood)) / (n + PRIOR_YEARS)
        reach = min(student(0.5 + self.rule.interval / 2, n + PRIOR_YEARS) * square**0.5, WIDEST)
        return max(round(expected * exp(-reach)), min(stood.actual, expected)), round(expected * exp(reach))

    def _scatter(self, row: Row, stood: YearSoFar) -> float:
        """The mean square error of a landing that the scatter of single months alone makes.

        The level is known from k months and 12 - k are to come, each off by the scatter of a month.
        """
        shares = row.shares(self.years.year)
        squares = []
        for year in self.years.past:
            values = row.months[year.year].astype(np.float64)
            fit = shares * values.sum()
            if values.sum() > 0:
                squares.append(float(np.mean(((values - fit) / np.maximum(fit, 1.0)) ** 2)))
        months = float(stood.elapsed.sum())
        month = float(np.mean(squares)) if squares else 0.0
        if months <= 0:
            return month
        return month * (1 - stood.share_done) ** 2 * (1 / months + 1 / max(MONTHS_A_YEAR - months, 1e-9))


def _made_to_sum(total: Landing, apart: Sequence[Landing]) -> list[Landing]:
    """The members made to sum to the total, intervals moved along; each by itself where one has no forecast."""
    if total.expected is None or any(m.expected is None for m in apart):
        return list(apart)
    rests = {m.member: (m.expected or 0) - m.actual for m in apart}
    whole = fitted(rests, total.expected, {m.member: m.actual for m in apart})
    return [_moved(m, whole[m.member]) for m in apart]


def _moved(landing: Landing, expected: int) -> Landing:
    """A landing at another sum, its interval as wide in relation."""
    before = landing.expected or 0
    ratio = expected / before if before > 0 and expected > 0 else 1.0
    low = None if landing.low is None else max(round(landing.low * ratio), min(landing.actual, expected))
    high = None if landing.high is None else max(round(landing.high * ratio), expected)
    return replace(landing, expected=expected, low=low, high=high)


def _near(elapsed: Floats) -> list[Floats]:
    """The elapsed months as they are, with one month less, and with one more, where there is still a year left."""
    k = int(np.count_nonzero(elapsed > 0))
    months = np.arange(MONTHS_A_YEAR)
    return [elapsed, *(np.where(months < n, 1.0, 0.0) for n in (k - 1, k + 1) if k and 0 < n < MONTHS_A_YEAR)]


def mean_error(errors: Sequence[float | None]) -> float | None:
    """The mean of absolute errors, None where there are none."""
    known = [abs(e) for e in errors if e is not None]
    return sum(known) / len(known) if known else None


def student(share: float, freedom: float) -> float:
    """The quantile of Student's t with so many degrees of freedom, by the expansion around the normal one.

    >>> round(student(0.9, 10), 2), round(student(0.9, 3), 2)
    (1.37, 1.64)

    Source: Abramowitz and Stegun 26.7.5.
    """
    z = NormalDist().inv_cdf(share)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
