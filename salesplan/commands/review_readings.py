"""The figures that a plan's alert rules watch, member by member and month by month, with what stands behind each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesplan.calc.alerting import Value
    from salesplan.calc.attainment import Attained
    from salesplan.commands.review_landing import Outlook
    from salesplan.commands.review_setup import Standing
    from salesplan.frame import Ints
    from salesplan.period import Month
    from salesplan.plan.watch import AlertRule

DSO_MONTHS = 3
"""Receivables are measured against the sales of so many months."""


@dataclass(frozen=True)
class Reading:
    """A figure of one member (None: all together): its values by month, the last one that of the review, and the evidence."""

    dimension: str
    member: str | None
    series: Sequence[tuple[Month, Value]]
    evidence: Mapping[str, Any] = field(default_factory=dict)


def readings(stand: Standing, rule: AlertRule, outlook: Outlook | None) -> list[Reading]:
    """The readings of a rule; none where the records do not tell them."""
    from salesplan.plan.watch import TARGETED

    usual = ("total", "region", "person") if rule.what in TARGETED else ("total",)
    wanted = [d for d in (rule.by or usual) if d == "total" or d in stand.dimensions]
    read = {
        "growth": _growth, "growth_ytd": _growth, "gross_margin": _ratio, "return_rate": _ratio, "lost_sales": _lost_sales,
        "budget_burn": _budget_burn, "dso": _receivables, "overdue": _receivables,
    }.get(rule.what)  # fmt: skip
    found = []
    for dimension in wanted:
        every = _targeted(stand, rule.what, dimension, outlook) if read is None else read(stand, rule.what, dimension)
        found += [r for r in every if r.series and (not rule.only or r.member in rule.only or _name(stand, r) in rule.only)]
    return found


def _name(stand: Standing, reading: Reading) -> str | None:
    seat = stand.seat(reading.member) if reading.dimension == "person" else None
    return seat.name if seat is not None else None


def months_over(stand: Standing) -> tuple[Month, ...]:
    """The months of the year up to the end of the period."""
    return tuple(m for m in stand.period.so_far if m.first_day <= stand.as_of)


def _targeted(stand: Standing, what: str, dimension: str, outlook: Outlook | None) -> list[Reading]:
    """Figures against targets; those who left, and open seats, are nobody's concern any more."""
    from salesplan.commands.review_tables import whole

    rows = [whole(stand)] if dimension == "total" else [a for a in _members(stand, dimension) if a.member is not None]
    found = []
    for a in rows:
        if a.target_year and (dimension != "person" or _on_board(stand, a.member)):
            found.append(_landing(stand, dimension, a, outlook) if what == "landing" else _against(stand, what, dimension, a))
    return [r for r in found if r is not None]


def _members(stand: Standing, dimension: str) -> list[Attained]:
    view = stand.members(dimension)
    return [view.of(m) for m in view.members()]


def _on_board(stand: Standing, member: str | None) -> bool:
    seat = stand.seat(member)
    return seat is None or not (seat.open or (seat.left is not None and seat.left <= stand.as_of))


def _against(stand: Standing, what: str, dimension: str, a: Attained) -> Reading | None:
    """Attainment or pace: the months before from their sums, the last one as the review has it."""
    from salesplan.calc.alerting import attainments
    from salesplan.frame import NO_AMOUNT

    last = {"attainment": a.on_pace, "attainment_ytd": a.attainment_ytd, "pace_gap": a.plan_pace_gap}[what]
    if last is None or a.actual_ytd is None:
        return None
    over = months_over(stand)
    targets = stand.targets.total() if dimension == "total" else stand.members(dimension).targets[a.member or ""]
    due = [None if t == NO_AMOUNT else int(t) for t in targets.tolist()][: len(over)]
    series = attainments(_rows(stand, dimension, a.member)[: len(over)], due, over, what, a.target_year)
    evidence: dict[str, Any] = {"target_ytd": a.target_ytd, "actual_ytd": a.actual_ytd, "attainment_ytd": a.attainment_ytd}
    if what == "attainment":
        evidence = {"target": a.target, "actual": a.actual, "attainment": a.attainment, "attainment_ytd": a.attainment_ytd}
    if what == "pace_gap":
        evidence = {"actual_ytd": a.actual_ytd, "target_year": a.target_year, "progress": a.progress, "plan_pace": a.plan_pace}
    return Reading(dimension, a.member, [*series[:-1], (over[-1], last)], evidence)


def _rows(stand: Standing, dimension: str, member: str | None) -> Ints:
    """The member's months of the year, from the sums that the review has made."""
    import numpy as np

    from salesplan.period import MONTHS_A_YEAR

    view = stand.members(next(iter(stand.dimensions), "region") if dimension == "total" else dimension)
    first = stand.year.first.index - view.first
    names = list(view.names)
    if dimension != "total" and member not in names:
        return np.zeros(MONTHS_A_YEAR, np.int64)
    row = view.sums.sum(axis=0) if dimension == "total" else view.sums[names.index(member or "")]
    return np.asarray(row[first : first + MONTHS_A_YEAR], np.int64)


def _landing(stand: Standing, dimension: str, a: Attained, outlook: Outlook | None) -> Reading | None:
    if outlook is None or a.target_year is None:
        return None
    found = outlook.any.total if dimension == "total" else next(
        (m for m in outlook.by[dimension].members if m.member == a.member), None
    ) if dimension in outlook.by else None  # fmt: skip
    if found is None or found.expected is None:
        return None
    interval = {"low": found.low, "high": found.high} if found.low is not None else {}
    evidence = {"expected": found.expected, **interval, "target_year": a.target_year}
    return Reading(dimension, a.member, [(months_over(stand)[-1], Fraction(found.expected, a.target_year))], evidence)


def _growth(stand: Standing, what: str, dimension: str) -> list[Reading]:
    from salesplan.calc.readings import growth
    from salesplan.commands.review_landing import sums_of

    sums = sums_of(stand, next(iter(stand.dimensions), "region") if dimension == "total" else dimension)
    found = []
    for a in _attained(stand, dimension):
        row = sums.total if dimension == "total" else sums.row(a.member)
        series = growth(sums, row, months_over(stand), to_date=what == "growth_ytd")
        then = a.last_year_ytd if what == "growth_ytd" else a.last_year
        now = a.actual_ytd if what == "growth_ytd" else a.actual
        last = Fraction(now, then) - 1 if now is not None and then and then > 0 else None
        if series and (dimension == "total" or a.member is not None):
            evidence = {"actual_ytd" if what == "growth_ytd" else "actual": now, "last_year": then}
            found.append(Reading(dimension, a.member, [*series[:-1], (series[-1][0], last)], evidence))
    return found


def _attained(stand: Standing, dimension: str) -> list[Attained]:
    from salesplan.commands.review_tables import whole

    return [whole(stand)] if dimension == "total" else _members(stand, dimension)


def _ratio(stand: Standing, what: str, dimension: str) -> list[Reading]:
    """Gross margin or returns over the year so far."""
    import numpy as np

    from salesplan.calc.monthly import month_sums
    from salesplan.calc.readings import ratio
    from salesplan.frame import NO_AMOUNT

    lines = stand.lines
    amount = lines.ints("amount")
    if what == "gross_margin":
        profit = stand.amounts.get("gross_profit")
        if profit is None:
            return []
        below = lines.ints("amount_net") if "amount_net" in lines else amount
        known = (profit != NO_AMOUNT) & (below != NO_AMOUNT)
        top, bottom, terms = np.where(known, profit, NO_AMOUNT), np.where(known, below, NO_AMOUNT), ("gross_profit", "revenue")
    else:
        top = np.where(amount < 0, np.where(amount == NO_AMOUNT, NO_AMOUNT, -amount), np.where(amount == NO_AMOUNT, NO_AMOUNT, 0))
        bottom, terms = np.where(amount < 0, np.where(amount == NO_AMOUNT, NO_AMOUNT, 0), amount), ("returns", "revenue")
    texts = None if dimension == "total" else lines.texts(dimension)
    above, under = (month_sums(lines.days("order_date"), v, texts, stand.as_of) for v in (top, bottom))
    members = [None] if texts is None else [m for m in stand.members(dimension).members() if m is not None]
    over, found = months_over(stand), []
    for member in members:
        series = ratio(above, under, member, over, whole=texts is None)
        sums = [s.total if texts is None else s.row(member) for s in (above, under)]
        evidence = {t: sum(s.at(r, m) for m in over) for t, s, r in zip(terms, (above, under), sums, strict=True)}
        found.append(Reading(dimension, member, series, evidence))
    return found


def _lost_sales(stand: Standing, _: str, dimension: str) -> list[Reading]:
    from salesplan.calc.purchases import customers_of
    from salesplan.calc.readings import lost_sales

    lines = stand.lines
    if "customer_id" not in lines and "customer_name" not in lines:
        return []
    texts = None if dimension == "total" else lines.texts(dimension)
    told = lost_sales(lines.days("order_date"), lines.ints("amount"), customers_of(lines), texts, stand.as_of, silence(stand))
    members = [None] if texts is None else stand.members(dimension).members()
    month = stand.period.so_far[-1]
    return [Reading(dimension, m, [(month, told[m][0])], {"lost_sales": told[m][0], "sum": told[m][1]}) for m in members if m in told and (m is not None or texts is None)]


def silence(stand: Standing) -> int:
    """After how many days without an order a customer counts as lost [days]."""
    from salesplan.plan.customers import Silence

    chapter = stand.plan.customers if stand.plan is not None else None
    return int(chapter.silence.lost if chapter is not None else Silence().lost)


def _budget_burn(stand: Standing, _: str, dimension: str) -> list[Reading]:
    from salesplan.calc.readings import burn

    frame = stand.lists.get("budget")
    if frame is None or (dimension != "total" and dimension not in frame):
        return []
    found = []
    for member, rows in burn(frame, None if dimension == "total" else dimension, months_over(stand)).items():
        series = [(m, Fraction(a, b) if b > 0 else None) for m, a, b in rows]
        found.append(Reading(dimension, member, series, {"spent": rows[-1][1], "budget_ytd": rows[-1][2]}))
    return found


def _receivables(stand: Standing, what: str, dimension: str) -> list[Reading]:
    """DSO, or the overdue share, on the last day that counts."""
    from salesplan.calc.readings import receivable

    frame = stand.lists.get("receivables")
    if frame is None:
        return []
    found = []
    for member, (open_, late) in receivable(frame, stand.as_of, None if dimension == "total" else dimension).items():
        days, sold = _sold(stand, dimension, member)
        value = (Fraction(open_ * days, sold) if sold > 0 else None) if what == "dso" else Fraction(late, open_) if open_ > 0 else None
        evidence = {"receivable": open_, what: value}
        found.append(Reading(dimension, member, [(stand.period.so_far[-1], value)], evidence))
    return found


def _sold(stand: Standing, dimension: str, member: str | None) -> tuple[int, int]:
    """The days of the last three months, and the sales in them."""
    import numpy as np

    from salesplan.calc.bridge import Span
    from salesplan.frame import NO_AMOUNT

    lines, amount = stand.lines, stand.lines.ints("amount")
    span = Span(Span(stand.as_of, stand.as_of).back(DSO_MONTHS).last + dt.timedelta(1), stand.as_of)
    rows = np.asarray(span.holds(lines.days("order_date")) & (amount != NO_AMOUNT))
    if dimension != "total":
        texts = lines.texts(dimension)
        rows &= texts.codes == (texts.labels.index(member) if member in texts.labels else -2)
    return (span.last - span.first).days + 1, int(amount[rows].sum())
