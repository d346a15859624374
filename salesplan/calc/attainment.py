"""Where members stand: actual against target in a period, in the year so far, against pace and against the past.

A month in progress is due only for the working days that are over; whole months are due in full, so
that pace by the plan's own months is what is due so far of the year's target.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from salesplan.calc.targets_due import TargetTable, month_index
from salesplan.frame import MISSING, NO_AMOUNT, Days, Flags, Ints, Texts
from salesplan.period import MONTHS_A_YEAR, FiscalYear, Month
from salesplan.workdays import WorkCalendar

Kind: TypeAlias = Literal["month", "quarter", "year"]
Matrix: TypeAlias = npt.NDArray[np.int64]

YEARS_BACK = 2
"""Sums reach back this many fiscal years: last year, and the month before its first."""


@dataclass(frozen=True, slots=True)
class Period:
    """The months under review, the fiscal year that they lie in, and the last day that counts."""

    year: FiscalYear
    months: tuple[Month, ...]
    as_of: dt.date

    @property
    def kind(self) -> Kind:
        """What the months are together."""
        return "month" if len(self.months) == 1 else "quarter" if len(self.months) == 3 else "year"

    @property
    def so_far(self) -> tuple[Month, ...]:
        """The months of the year up to the end of the period."""
        return self.year.months[: self.months[-1].index - self.year.first.index + 1]

    @property
    def before(self) -> tuple[Month, ...]:
        """The period before this one, of the same length."""
        return tuple(m.plus(-len(self.months)) for m in self.months)

    @property
    def in_progress(self) -> bool:
        """Whether the last day that counts lies before the end of the period."""
        return self.as_of < self.months[-1].last_day

    @property
    def future(self) -> bool:
        """Whether the period has not begun on the last day that counts."""
        return self.as_of < self.months[0].first_day

    def elapsed(self, month: Month, calendar: WorkCalendar) -> Fraction:
        """The share of a month's working days that are over.

        >>> p = Period(FiscalYear(2025, Month(2025, 1)), (Month(2025, 3),), dt.date(2025, 3, 14))
        >>> str(p.elapsed(Month(2025, 3), WorkCalendar("CN"))), str(p.elapsed(Month(2025, 4), WorkCalendar("CN")))
        ('10/21', '0')
        """
        if self.as_of >= month.last_day:
            return Fraction(1)
        if self.as_of < month.first_day:
            return Fraction(0)
        days = calendar.in_month(month)
        if not days:
            return Fraction(self.as_of.day, month.last_day.day)
        return Fraction(sum(d <= self.as_of for d in days), len(days))

    @property
    def calendar_pace(self) -> Fraction:
        """The share of the year's days that are over at the end of the period, or on the last day that counts.

        >>> str(Period(FiscalYear(2025, Month(2025, 1)), (Month(2025, 3),), dt.date(2025, 3, 31)).calendar_pace)
        '18/73'
        """
        first, last = self.year.first.first_day, self.year.months[-1].last_day
        end = min(self.as_of, self.months[-1].last_day)
        return Fraction(max((end - first).days + 1, 0), (last - first).days + 1)


@dataclass(frozen=True, slots=True)
class Attained:
    """How one member (None: rows that name none) stands; amounts in smallest units, None where missing.

    `due`: the part of the period's target whose working days are over. `last_year`, `before`: the same
    days of the year before and of the period before.
    """

    member: str | None
    target: int | None
    due: int | None
    actual: int | None
    target_ytd: int | None
    actual_ytd: int | None
    target_year: int | None
    last_year: int | None
    before: int | None
    calendar_pace: Fraction
    last_year_ytd: int | None = None

    @property
    def attainment(self) -> Fraction | None:
        """Actual ÷ target of the period."""
        return _ratio(self.actual, self.target)

    @property
    def on_pace(self) -> Fraction | None:
        """Actual ÷ what is due so far in the period."""
        return _ratio(self.actual, self.due)

    @property
    def gap(self) -> int | None:
        """Actual − target; negative is short."""
        return None if self.actual is None or self.target is None else self.actual - self.target

    @property
    def attainment_ytd(self) -> Fraction | None:
        """Actual ÷ due target, year to date."""
        return _ratio(self.actual_ytd, self.target_ytd)

    @property
    def progress(self) -> Fraction | None:
        """Actual year to date ÷ the year's target."""
        return _ratio(self.actual_ytd, self.target_year)

    @property
    def pace_gap(self) -> Fraction | None:
        """Progress − share of the year's days that are over."""
        return None if self.progress is None else self.progress - self.calendar_pace

    @property
    def plan_pace(self) -> Fraction | None:
        """The share of the year's target that is due by the plan's own months and the working days inside a month."""
        return _ratio(self.target_ytd, self.target_year)

    @property
    def plan_pace_gap(self) -> Fraction | None:
        """Progress − the plan's own pace."""
        return None if self.progress is None or self.plan_pace is None else self.progress - self.plan_pace

    @property
    def yoy(self) -> Fraction | None:
        """Growth on the same days of the year before."""
        return _growth(self.actual, self.last_year)

    @property
    def mom(self) -> Fraction | None:
        """Growth on the same days of the period before."""
        return _growth(self.actual, self.before)


def _ratio(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or not whole or whole < 0 else Fraction(part, whole)


def _growth(now: int | None, then: int | None) -> Fraction | None:
    return None if now is None or not then or then < 0 else Fraction(now, then) - 1


@dataclass(frozen=True)
class Ledger:
    """Amounts of dated lines, ready to be summed by member and month.

    `days`: the lines' dates; `amounts`: in smallest units, `NO_AMOUNT` where a line has none;
    `year`: the fiscal year under review. Lines after `as_of` do not count.
    """

    days: Days
    amounts: Ints
    year: FiscalYear
    as_of: dt.date

    @property
    def first(self) -> int:
        """The index of the first month that is summed."""
        return self.year.before(YEARS_BACK).first.index

    @cached_property
    def places(self) -> Ints:
        """Each line's month counted from the first one summed; -1 where it does not count."""
        place = month_index(self.days) - self.first
        out = (place < 0) | (place >= self.width) | (self.days > np.datetime64(self.as_of, "D")) | (self.amounts == NO_AMOUNT)
        return np.where(out, -1, place)

    @property
    def width(self) -> int:
        """How many months are summed."""
        return (YEARS_BACK + 1) * MONTHS_A_YEAR

    def covered(self) -> Flags:
        """The months that have any line at all; in the others nothing is known, which is not 0."""
        place = self.places
        return np.bincount(place[place >= 0], minlength=self.width) > 0

    def sums(self, texts: Texts | None, day: int | None = None) -> Matrix:
        """Sums by member (the last row: lines that name none) and month, exact; of days up to `day` of each month where given."""
        place = self.places
        rows = place >= 0
        if day is not None:
            of_month = (self.days - self.days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
            rows &= of_month <= day
        members = 0 if texts is None else len(texts.labels)
        codes = np.zeros(len(place), np.int64) if texts is None else np.where(texts.codes == MISSING, members, texts.codes)
        flat = codes[rows] * self.width + place[rows]
        whole = np.zeros((members + 1) * self.width, np.int64)
        np.add.at(whole, flat, self.amounts[rows])
        return whole.reshape(members + 1, self.width)


@dataclass(frozen=True)
class Reviewed:
    """The sums of a dimension's members in a review, and how each of them stands.

    `targets` by member, shape (12,), `rest` those that name none; `names`: the members' rows in `sums`, the last row being lines that name none.
    """

    period: Period
    calendar: WorkCalendar
    targets: Mapping[str, Ints]
    names: Sequence[str]
    sums: Matrix
    part: Matrix | None
    covered: Flags
    first: int
    rest: Ints | None = None

    def over(self, months: tuple[Month, ...]) -> Reviewed:
        """The same sums seen over other months of the year, up to the same last day."""
        as_of = min(self.period.as_of, months[-1].last_day)
        whole = as_of == Month.of(as_of).last_day
        return replace(self, period=Period(self.period.year, months, as_of), part=None if whole else self.part)

    def members(self) -> list[str | None]:
        """Members with a target in their order, then those that only the records know, the largest first, then None for lines and targets without one.

        Records are those of the year so far and of the same months a year earlier, so that who left is still there to compare with.
        """
        place = {n: i for i, n in enumerate(self.names)}
        seen = self._seen()
        others = [n for n in self.names if n not in self.targets and seen[place[n]].any()]
        others.sort(key=lambda n: (-int(seen[place[n], : seen.shape[1] // 2].sum()), -int(seen[place[n]].sum()), n))
        held = [m for m, row in self.targets.items() if (row > 0).any() or (m in place and seen[place[m]].any())]
        return [*held, *others, *([None] if seen[-1].any() or self.rest is not None else [])]

    def _seen(self) -> Matrix:
        """The sums of the year so far, and of its months a year earlier."""
        now = [m.index - self.first for m in self.period.so_far]
        return self.sums[:, [*now, *(n - MONTHS_A_YEAR for n in now)]]

    def of(self, member: str | None) -> Attained:
        """How a member stands."""
        return self._attained(member, self._targets_of(member), self._rows([member]))

    def total(self, targets: Ints | None, member: str | None = None) -> Attained:
        """How all lines together stand against a target by month."""
        return self._attained(member, targets, list(range(len(self.sums))))

    def several(self, members: Sequence[str | None], member: str | None = None) -> Attained:
        """How several members together stand: totals of parts."""
        known = [t for t in map(self._targets_of, members) if t is not None]
        return self._attained(member, added(known) if known else None, self._rows(members))

    def _targets_of(self, member: str | None) -> Ints | None:
        return self.rest if member is None else self.targets.get(member)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {n: i for i, n in enumerate(self.names)}

    def _rows(self, members: Sequence[str | None]) -> list[int]:
        place = self._place
        return [place[m] if m is not None else len(self.sums) - 1 for m in members if m is None or m in place]

    def _attained(self, member: str | None, targets: Ints | None, rows: list[int]) -> Attained:
        p, spans = self.period, self._spans
        whole = {m: self._target(targets, m) for m in self.elapsed}
        due = {m: None if t is None else _part(t, self.elapsed[m]) for m, t in whole.items()}
        return Attained(
            member, _sum(whole[m] for m in p.months), _sum(due[m] for m in p.months), self._over(rows, spans["now"]),
            _sum(due[m] for m in p.so_far), self._over(rows, spans["so_far"]), _sum(whole.values()), self._over(rows, spans["last_year"]),
            self._over(rows, spans["before"]), p.calendar_pace, self._over(rows, spans["last_year_so_far"]),
        )  # fmt: skip

    @cached_property
    def elapsed(self) -> Mapping[Month, Fraction]:
        """The share of each month's working days that is over."""
        return {m: self.period.elapsed(m, self.calendar) for m in self.period.year.months}

    def _target(self, targets: Ints | None, month: Month) -> int | None:
        value = NO_AMOUNT if targets is None else int(targets[month.index - self.period.year.first.index])
        return None if value == NO_AMOUNT else value

    @cached_property
    def _spans(self) -> Mapping[str, tuple[list[int], list[int]] | None]:
        """The columns of each span that is told of: whole months, and months cut at the day; None where records do not cover it."""
        p = self.period
        return {
            "now": self._known(p.months), "so_far": self._known(p.so_far), "last_year": self._then(p.months, MONTHS_A_YEAR),
            "before": self._then(p.months if p.kind != "year" else (), len(p.months)), "last_year_so_far": self._then(p.so_far, MONTHS_A_YEAR),
        }  # fmt: skip

    def _known(self, months: Sequence[Month]) -> tuple[list[int], list[int]] | None:
        at = [m.index - self.first for m in months]
        at = [n for n in at if 0 <= n < len(self.covered) and self.covered[n]]
        return (at, []) if at else None

    def _then(self, months: Sequence[Month], earlier: int) -> tuple[list[int], list[int]] | None:
        """The months that lie so much earlier than those under review that have begun, the last up to the same day."""
        begun = [m for m in months if m.first_day <= self.period.as_of]
        at = [m.index - earlier - self.first for m in begun]
        if not at or any(n < 0 or not self.covered[n] for n in at):
            return None
        cut = self.part is not None and begun[-1] == Month.of(self.period.as_of)
        return (at[:-1], at[-1:]) if cut else (at, [])

    def _over(self, rows: list[int], span: tuple[list[int], list[int]] | None) -> int | None:
        if span is None:
            return None
        found = int(self.sums[np.ix_(rows, span[0])].sum())
        return found + int(self.part[np.ix_(rows, span[1])].sum()) if span[1] and self.part is not None else found

    def largest(self, count: int) -> list[str]:
        """The members with the largest sums of the period, then of the year before."""
        spans = self._spans
        now, then = (self.sums[:, span[0]].sum(axis=1) if span is not None else np.zeros(len(self.sums), np.int64) for span in (spans["now"], spans["last_year"]))
        some = np.flatnonzero((now[:-1] != 0) | (then[:-1] != 0))
        order = some[np.lexsort((-then[some], -now[some]))][:count]
        return [self.names[n] for n in order.tolist()]


def _part(target: int, share: Fraction) -> int:
    """The part of a target that is due, rounded half up to whole units."""
    if share.denominator == 1:
        return target * share.numerator
    return (2 * target * share.numerator + share.denominator) // (2 * share.denominator)


def _sum(values: object) -> int | None:
    known = [v for v in values if v is not None]  # type: ignore[attr-defined]
    return sum(known) if known else None


def added(targets: Sequence[Ints]) -> Ints:
    """Targets by month of several members together; a month in which none has one has none."""
    stacked = np.stack(targets)
    missing = stacked == NO_AMOUNT
    return np.where(missing.all(axis=0), NO_AMOUNT, np.where(missing, 0, stacked).sum(axis=0))


def reviewed(period: Period, calendar: WorkCalendar, targets: TargetTable, dimension: str, ledger: Ledger, texts: Texts | None) -> Reviewed:
    """The members of a dimension under review; `texts` names the member of each line in the plan's words (None: the lines do not tell)."""
    part = None
    last = period.as_of
    if last < Month.of(last).last_day:
        part = ledger.sums(texts, last.day)
    names = () if texts is None else texts.labels
    return Reviewed(period, calendar, targets.by(dimension), names, ledger.sums(texts), part, ledger.covered(), ledger.first, targets.rest(dimension))


def ranks(rows: Sequence[Attained]) -> list[int | None]:
    """Each row's place by attainment, the best first, equals sharing one; None without an attainment."""
    known = sorted((r.attainment for r in rows if r.attainment is not None), reverse=True)
    return [None if r.attainment is None else known.index(r.attainment) + 1 for r in rows]


def mostly(texts: Texts, homes: Texts) -> dict[str, str]:
    """The label of the other column that stands beside each label most often."""
    rows = (texts.codes != MISSING) & (homes.codes != MISSING)
    counts = np.zeros((len(texts.labels), max(len(homes.labels), 1)), np.int64)
    np.add.at(counts, (texts.codes[rows], homes.codes[rows]), 1)
    best = counts.argmax(axis=1).tolist()
    return {label: homes.labels[best[n]] for n, label in enumerate(texts.labels) if counts[n].any()}
