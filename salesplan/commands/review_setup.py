"""What a review looks at: the plan or target workbook, the sales lines named as the plan names things, the period and its calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.words import MoneyForm, Text, term

if TYPE_CHECKING:
    from salesplan.calc.attainment import Ledger, Period, Reviewed
    from salesplan.calc.credit import Credit
    from salesplan.calc.decomposition import Decomposition
    from salesplan.calc.people import Seat
    from salesplan.calc.targets_due import TargetTable
    from salesplan.frame import Frame, Ints
    from salesplan.period import FiscalYear, Month
    from salesplan.plan.performance import Review as ReviewRules
    from salesplan.plan.plan import Plan
    from salesplan.records.reading import FileReading
    from salesplan.records.sales import Sales
    from salesplan.report import Source
    from salesplan.workdays import WorkCalendar

@dataclass(frozen=True)
class Standing:
    """Everything that the blocks of a review are made from.

    `plan` is None for bare files. `lines`: all sales lines of every year, with the text column of each
    dimension (`region`, `team`, `product`, `segment`, the plan's own; `person` holds seat ids) in the
    plan's names; `amounts` by metric, aligned with the lines [smallest units or counts, `NO_AMOUNT` where
    a line has none]. `targets` has no cells where none were given. `lists`: frames of other kinds of
    records (receipts, opportunities, visits ...) where there are any.
    """

    plan: Plan | None
    year: FiscalYear
    period: Period
    calendar: WorkCalendar
    targets: TargetTable
    lines: Frame
    amounts: Mapping[str, Ints]
    sales: Sales
    paths: tuple[Path, ...]
    money: MoneyForm
    seats: tuple[Seat, ...] = ()
    done: Decomposition | None = None
    lists: Mapping[str, Frame] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    last_day: dt.date | None = None
    readings: tuple[FileReading, ...] = ()

    @property
    def inputs(self) -> list[Path]:
        """Every file that was read."""
        own = [self.plan.folder / name for name, _ in self.plan.sources] if self.plan is not None else []
        return [*own, *self.paths]

    @property
    def as_of(self) -> dt.date:
        """The last day that counts."""
        return self.period.as_of

    @property
    def metric(self) -> str:
        """The metric under review."""
        return self.targets.metric

    @cached_property
    def ledger(self) -> Ledger:
        """The lines of the metric under review, ready to be summed."""
        from salesplan.calc.attainment import Ledger

        return Ledger(self.lines.days("order_date"), self.amounts[self.metric], self.year, self.as_of)

    @cached_property
    def credit(self) -> Credit | None:
        """How lines are shared between people; None where each counts for one."""
        from salesplan.calc.credit import credited

        if "person" not in self.lines:
            return None
        return credited(self.lines, self.lines.texts("person"), self.seats, self.rules.shared)

    @cached_property
    def rules(self) -> ReviewRules:
        """How the plan wants reviews to be read, or the program's own rules."""
        from salesplan.plan.performance import Review as Rules

        chapter = self.plan.performance if self.plan is not None else None
        return chapter.review if chapter is not None else Rules()

    def identity(self) -> dict[str, object]:
        """Which plan a report speaks of."""
        if self.plan is None:
            return {"name": None, "year": self.year.year, "currency": self.money.currency or None, "commit": None}
        return {"name": self.plan.name, "year": self.plan.year, "currency": self.plan.currency, "commit": self.plan.commit()}

    def basis(self) -> Text:
        """The 口径 of the figures."""
        if self.plan is not None:
            basis = self.plan.basis
            return Text("basis-sales", amount=Text(f"basis-{basis.amount}"), document=Text(f"basis-{basis.document}"))
        known = {r.basis for r in self.sales.reading}
        word = next(iter(known)) if len(known) == 1 else "unstated"
        return Text("basis-bare", amount=Text(f"basis-{word}" if word in ("tax_included", "tax_excluded") else "basis-not-said"))

    def members(self, dimension: str) -> Reviewed:
        """The members of a dimension and how they stand."""
        return self._reviewed[dimension]

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that can be reviewed: those of the targets, then those that only the lines tell."""
        from salesplan.frame import Texts

        known = ("region", "team", "person", "product", "segment")
        own = [t for t in (*self.targets.dimensions, *known) if t in self.lines and isinstance(self.lines.columns[t], Texts)]
        order = [*[k for k in ("region", "team", "person") if k in own], *own]
        return tuple(dict.fromkeys(order))

    @cached_property
    def _reviewed(self) -> Mapping[str, Reviewed]:
        return _Lazily(self)

    def shape(self, dimension: str | None = None, member: str | None = None) -> tuple[float, ...]:
        """The share of the year's target in each month, for a member or in all; even where there is no target."""
        from salesplan.frame import NO_AMOUNT

        row = self.targets.total() if dimension is None or member is None else self.targets.by(dimension).get(member)
        values = [0 if row is None or v == NO_AMOUNT else max(int(v), 0) for v in (row if row is not None else [0] * 12)]
        whole = sum(values)
        return tuple(v / whole for v in values) if whole else (1 / 12,) * 12

    def label(self, dimension: str, member: str | None) -> Text | str:
        """How a member is called in a table: a person by name, with the number where two have one name."""
        if member is None:
            return Text("member-none", dimension=Text("word", word=term(dimension)))
        if dimension == "customer":
            return self._customers.get(member, member)
        seat = self.seat(member) if dimension == "person" else None
        if seat is None:
            return member
        alone = self._namesakes.get(seat.name, 0) < 2
        name = seat.name if alone else seat.who if seat.who.startswith(seat.name) else f"{seat.name} {seat.who}"
        if seat.of not in (None, seat.id):
            name = f"{name} → {seat.team or seat.within}"
        return Text("open-seat", name=name) if seat.open and "招" not in name and "open" not in name.lower() else name

    def home(self, dimension: str, member: str | None) -> str | None:
        """The region that a person, a team or a customer belongs to: the plan's word, else where most of its lines are."""
        seat = self.seat(member) if dimension == "person" else None
        if seat is not None and seat.within:
            return seat.within
        if dimension == "team":
            named = next((s.within for s in self.seats if s.team == member and s.within), None)
            if named is not None:
                return named
        return self._homes(dimension).get(member) if member is not None and "region" in self.lines else None

    def _homes(self, dimension: str) -> dict[str, str]:
        """Where most of the lines of each member are."""
        if dimension not in self._home_of:
            from salesplan.calc.attainment import mostly

            self._home_of[dimension] = mostly(self.lines.texts(dimension), self.lines.texts("region"))
        return self._home_of[dimension]

    @cached_property
    def _home_of(self) -> dict[str, dict[str, str]]:
        return {}

    def seat(self, id: str | None) -> Seat | None:
        """The seat of an id."""
        return self._seats.get(id) if id is not None else None

    @cached_property
    def _customers(self) -> dict[str, str]:
        """The name that most lines give each customer's code; a name that stands for several has its code behind."""
        from collections import Counter

        from salesplan.calc.attainment import mostly

        if "customer_id" not in self.lines or "customer_name" not in self.lines:
            return {}
        named = mostly(self.lines.texts("customer_id"), self.lines.texts("customer_name"))
        times = Counter(named.values())
        return {code: name if times[name] == 1 else f"{name} {code}" for code, name in named.items()}

    @cached_property
    def _seats(self) -> dict[str, Seat]:
        return {s.id: s for s in self.seats}

    @cached_property
    def _namesakes(self) -> dict[str, int]:
        from collections import Counter

        return Counter(s.name for s in self.seats if s.of in (None, s.id))


class _Lazily(dict[str, "Reviewed"]):
    """The dimensions of a standing, each summed when it is first asked for."""

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing

    def __missing__(self, dimension: str) -> Reviewed:
        from salesplan.calc.attainment import Ledger, reviewed
        from salesplan.frame import Texts

        s = self.standing
        column = s.lines.columns.get(dimension)
        texts, ledger = column if isinstance(column, Texts) else None, s.ledger
        if dimension == "person" and s.credit is not None:
            days, amounts = s.lines.days("order_date")[s.credit.line], s.credit.of(s.amounts[s.metric])
            texts, ledger = s.credit.people, Ledger(days, amounts, s.year, s.as_of)
        self[dimension] = found = reviewed(s.period, s.calendar, s.targets, dimension, ledger, texts)
        return found


@dataclass(frozen=True)
class Asked:
    """The period that the command line names."""

    month: str | None = None
    quarter: str | None = None
    year: bool = False
    as_of: dt.date | None = None

    @property
    def calendar_month(self) -> Month | None:
        """A month that is named with its year, or the first of a quarter that is."""
        from salesplan.period import Month

        word = (self.month or self.quarter or "").strip().upper()
        try:
            return Month.read(word)
        except ValueError:
            return Month(int(word[:4]), 3 * int(word[-1]) - 2) if len(word) == 6 and word[4] == "Q" and word[:4].isdigit() else None


def standing(plan: Plan, asked: Asked, words: Sequence[str] = (), *, skip_bad_rows: bool = False, unit: str | None = None) -> Standing:
    """How a plan stands by its own records and the files that are named. Raises: InvalidInput, Misuse."""
    from salesplan.commands.review_build import built
    from salesplan.commands.review_records import files_of, read_targets

    files = files_of(plan, words)
    return built(plan, files, read_targets(files, plan, plan.fiscal, skip_bad_rows), asked, skip_bad_rows=skip_bad_rows, unit=unit)


def period_of(year: FiscalYear, lines: Frame, asked: Asked) -> tuple[Period, dt.date | None]:
    """The period under review and the newest day of the records.

    Without a word on the command line it is the last month that the records cover to its end, or the
    month of `--as-of`. Raises: Misuse for a period outside the year.
    """
    import numpy as np

    from salesplan.calc.attainment import Period
    from salesplan.calc.history import NEARLY_WHOLE
    from salesplan.period import Month

    days = lines.days("order_date")
    days = days[~np.isnat(days)]
    if asked.as_of is not None:
        days = days[days <= np.datetime64(asked.as_of, "D")]
    last: dt.date | None = days.max().astype(object) if len(days) else None
    months = _asked_months(year, asked)
    if months is None and asked.as_of is not None and asked.as_of <= year.months[-1].last_day:
        months = (Month.of(asked.as_of),)
    if months is None:
        newest = Month.of(last) if last is not None else year.first
        whole = last is not None and (newest.last_day - last).days <= NEARLY_WHOLE
        months = (newest if whole else newest.plus(-1),)
        first, end = year.first, year.months[-1]
        months = (min(max(months[0], first), end),)
    if any(m not in year.months for m in months):
        from salesplan.commands.usage import Misuse

        raise Misuse("review-outside-year", period=str(months[0]), year=year.year, first=str(year.first), last=str(year.months[-1]))
    until = asked.as_of or _records_until(last, months[-1].last_day, NEARLY_WHOLE)
    return Period(year, months, min(until, months[-1].last_day)), last


def _records_until(last: dt.date | None, end: dt.date, nearly: int) -> dt.date:
    """The last day that counts: the end of the period, or the last day of the records where these end well before it."""
    if last is None or (end - last).days <= nearly:
        return end
    from salesplan.period import Month

    month_end = Month.of(last).last_day
    return month_end if (month_end - last).days <= nearly else last


def _asked_months(year: FiscalYear, asked: Asked) -> tuple[Month, ...] | None:
    from salesplan.commands.usage import Misuse

    named = [n for n in (asked.month, asked.quarter, "--year" if asked.year else None) if n]
    if len(named) > 1:
        raise Misuse("review-one-period")
    if asked.year:
        return year.months
    word = asked.month or asked.quarter
    if word is None:
        return None
    try:
        months = year.read(_spelt(word))
    except ValueError:
        raise Misuse("review-period", value=word, year=year.year, first=str(year.first), last=str(year.months[-1])) from None
    if (asked.quarter and len(months) != 3) or (asked.month and len(months) != 1):
        raise Misuse("review-period", value=word, year=year.year, first=str(year.first), last=str(year.months[-1]))
    return months


def _spelt(word: str) -> str:
    """A bare number is a month of the year, or a quarter written as people do.

    >>> _spelt("3"), _spelt("一季度"), _spelt("2025Q1")
    ('3月', 'Q1', '2025Q1')
    """
    bare = word.strip()
    if bare.isdigit() and len(bare) <= 2:
        return f"{int(bare)}月"
    for n, name in enumerate("一二三四", start=1):
        bare = bare.replace(f"第{name}季度", f"Q{n}").replace(f"{name}季度", f"Q{n}").replace(f"{n}季度", f"Q{n}")
    return bare
