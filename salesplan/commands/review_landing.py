"""Where the year will land: the forecast of all together and of each member, the ways that were tried, deals that slip."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesplan.report import BOOK, DATA, SHOWN, Block, Chart, Column, Level, Note, Row, Table
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from salesplan.calc.landing_test import Landed, Landing
    from salesplan.calc.landing_years import Years
    from salesplan.calc.monthly import MonthSums
    from salesplan.calc.pipeline import Pipeline
    from salesplan.commands.review_setup import Standing
    from salesplan.frame import Frame
    from salesplan.plan.watch import Forecast

QUIET = 92
"""Somebody whose last sale is older than this sells no more, unless the team says otherwise [days]."""

DEALS_SHOWN = 10


@dataclass(frozen=True)
class Outlook:
    """The forecasts of a review: by dimension, what the open deals come to, and what they were read from."""

    by: Mapping[str, Landed]
    deals: Pipeline | None = None
    frame: Frame | None = None

    @property
    def any(self) -> Landed:
        """The forecast of one dimension; the total is the same in all."""
        return next(iter(self.by.values()))


def outlook(stand: Standing, by: Sequence[str]) -> Outlook | None:
    """The forecasts of the dimensions; None before the records know anything of this year or the one before."""
    from salesplan.calc.landing_test import Rule, landed

    asked = rules(stand)
    rule = Rule(float(asked.carry), float(asked.carry_years), float(asked.interval))
    deals = _deals(stand, asked)
    found = {d: landed(years(stand, d, deals), rule) for d in by}
    if not found or next(iter(found.values())).total.expected is None:
        return None
    return Outlook(found, deals, stand.lists.get("opportunities"))


def rules(stand: Standing) -> Forecast:
    """How the plan wants the year to be forecast, or the program's own rules."""
    from salesplan.plan.watch import Forecast

    chapter = stand.plan.performance if stand.plan is not None else None
    return chapter.forecast if chapter is not None else Forecast()


def sums_of(stand: Standing, dimension: str, metric: str | None = None) -> MonthSums:
    """The sums of a dimension's members by month, over all years of the records; of shared lines each person's part."""
    from salesplan.calc.monthly import month_sums

    amounts, days = stand.amounts[metric or stand.metric], stand.lines.days("order_date")
    if dimension == "person" and stand.credit is not None:
        return month_sums(days[stand.credit.line], stand.credit.of(amounts), stand.credit.people, stand.as_of)
    return month_sums(days, amounts, stand.lines.texts(dimension) if dimension in stand.lines else None, stand.as_of)


def years(stand: Standing, dimension: str, deals: Pipeline | None = None) -> Years:
    """The years of a dimension's members as the forecast sees them."""
    from salesplan.calc.goals import festival_of
    from salesplan.calc.landing_years import Years

    month = _month_split(stand)
    sums = sums_of(stand, dimension)
    gone = _gone(stand, sums) if dimension == "person" else frozenset()
    return Years(
        sums, stand.year, stand.calendar, festival_of(month), elapsed(stand), getattr(month, "working_days", True), gone,
        outlook_of_all=_beside_deals(stand, sums, deals),
    )  # fmt: skip


def elapsed(stand: Standing) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The part of each month of the year that is over on the last day that counts."""
    import numpy as np

    return np.array([float(stand.period.elapsed(m, stand.calendar)) for m in stand.year.months])


def _month_split(stand: Standing) -> object:
    goals = stand.plan.goals if stand.plan is not None else None
    return goals.split.get(stand.metric, {}).get("month") if goals is not None else None


def _gone(stand: Standing, sums: MonthSums) -> frozenset[str]:
    """People who left, and people outside the team who sold nothing for a quarter."""
    from salesplan.period import Month

    left = {s.who for s in stand.seats if s.left is not None and s.left <= stand.as_of}
    still = {s.who for s in stand.seats if s.left is None or s.left > stand.as_of}
    quiet = Month.of(stand.as_of - dt.timedelta(QUIET))
    silent = {n for n in sums.names if not sums.row(n)[max(quiet.index + 1 - sums.first.index, 0) :].any()}
    return frozenset((left | silent) - still)


def _deals(stand: Standing, asked: Forecast) -> Pipeline | None:
    from salesplan.calc.pipeline import SlippingRule, pipeline

    deals = stand.lists.get("opportunities")
    if deals is None or stand.metric != "revenue" or "state" not in deals or "amount" not in deals:
        return None
    rule = SlippingRule(int(asked.slipping.idle), float(asked.slipping.counts))
    return pipeline(deals, stand.as_of, stand.year.months[-1].last_day, rule)


def _beside_deals(stand: Standing, sums: MonthSums, deals: Pipeline | None) -> float | None:
    """What the rest of the year brings by its deals, and beside them as much as last year came without any."""
    if deals is None:
        return None
    from salesplan.calc.bridge import Span
    from salesplan.calc.pipeline import without_deals

    last = stand.year.before()
    rest = Span(stand.as_of, last.months[-1].last_day).back(12) if sums.whole(last) else None
    beside = None
    if rest is not None:
        whole = sum(int(v) for v, m in zip(sums.of_year(sums.total, last), last.months, strict=True) if m.first_day > rest.first)
        beside = without_deals(stand.lists["opportunities"], whole, rest.first, last.months[-1].last_day)
    return float(deals.weighted + (beside or 0))


def blocks(stand: Standing, found: Outlook | None, by: Sequence[str]) -> tuple[Block, ...]:
    """The forecast for readers and as data."""
    if found is None:
        return ()
    tables = [_shown(stand, d, found.by[d], first=n == 0) for n, d in enumerate(d for d in by if d in found.by)]
    said = [Note(t, DATA) for t in notes_of(stand, found.any)]
    picture = Chart("column", tables[0].name, tables[0].columns[0].name, ("target_year", "expected"), Text("chart-landing"), Text("sheet-landing"))
    return (tables[0], picture, *tables[1:], _ways(stand, found), _ways_data(stand, found), _data(stand, found), _trials(found), *said, *_slipping(stand, found))


def _kinds(stand: Standing, columns: Sequence[Column]) -> dict[int, str]:
    """The kinds of the amounts where the metric is no money."""
    kind = term(stand.metric).kind
    return {} if kind == "money" else {n: kind for n, c in enumerate(columns) if term(c.term).kind == "money"}


def _shown(stand: Standing, dimension: str, landed: Landed, *, first: bool) -> Table:
    columns = (
        Column(dimension), Column("actual_ytd", rank=1), Column("expected"), Column("low"), Column("high"), Column("target_year"),
        Column("expected_attainment"), Column("method", rank=2), Column("error", rank=1),
    )  # fmt: skip
    kinds = _kinds(stand, columns)
    targets = stand.members(dimension)
    rows = [_row(stand, stand.label(dimension, m.member), m, targets.of(m.member).target_year, kinds) for m in ordered(stand, dimension, landed)]
    rows.append(_row(stand, Text("total"), landed.total, _whole_target(stand), kinds, "total"))
    name = Text("title-landing-by", dimension=Text("word", word=term(dimension)))
    notes = tuple(notes_of(stand, landed)) if first else ()
    return Table(f"forecast_{dimension}", columns, rows, name, Text("sheet-landing"), SHOWN if first else BOOK, notes)


def ordered(stand: Standing, dimension: str, landed: Landed) -> list[Landing]:
    """The members in the order of the review, those that it does not show last."""
    place = {m: n for n, m in enumerate(stand.members(dimension).members())}
    return sorted(landed.members, key=lambda m: (place.get(m.member, len(place)), m.member or ""))


def _whole_target(stand: Standing) -> int | None:
    from salesplan.commands.review_tables import whole

    return whole(stand).target_year


def _row(stand: Standing, name: Any, m: Landing, target: int | None, kinds: dict[int, str], level: Level = "") -> Row:
    from salesplan.commands.review_tables import mark_of

    share = expected_share(m, target)
    mark = mark_of(stand, share)
    method = Text(f"method-{m.method.replace('_', '-')}") if m.method else None
    values = (name, m.actual, m.expected, m.low, m.high, target, share, method, m.error)
    return Row(values, level, {6: mark} if mark else {}, kinds)


def expected_share(m: Landing, target: int | None) -> Any:
    """What is expected ÷ the year's target; None without either."""
    from fractions import Fraction

    return Fraction(m.expected, target) if m.expected is not None and target else None


def notes_of(stand: Standing, landed: Landed) -> list[Text]:
    """How the forecast was made, how good it was, and why members sum to the total."""
    total = landed.total
    way = Text(f"method-{(total.method or '').replace('_', '-')}")
    found = []
    if total.method in ("actual", "last_year"):
        return [Text("note-landing-over" if total.method == "actual" else "note-landing-before")]
    if total.error is not None:
        share = Quantity("share", rules(stand).interval)
        found.append(Text("note-landing-tested", years=landed.tested, method=way, error=Quantity("share", total.error), interval=share))
    elif landed.years:
        found.append(Text("note-landing-untested", method=way))
    else:
        found.append(Text("note-landing-no-past"))
    if total.method == "blend":
        found.append(Text("note-landing-blend", carry=Quantity("share", landed.carry)))
    if landed.apart is not None and landed.apart != total.expected:
        found.append(Text("note-landing-apart", apart=_amount(stand, landed.apart), total=_amount(stand, total.expected)))
    if not landed.adds_up:
        found.append(Text("note-landing-sum"))
    return found


def _amount(stand: Standing, value: int | None) -> Quantity:
    return Quantity(term(stand.metric).kind, value)


def _ways(stand: Standing, found: Outlook) -> Table:
    """Every way to forecast the total, with its error on past years."""
    total = found.any.total
    columns = (Column("method"), Column("expected"), Column("error"), Column("note", label=Text("column-way")))
    rows = [
        Row((Text(f"method-{m.replace('_', '-')}"), value, total.error_of(m), Text(f"way-{m.replace('_', '-')}")), "", {0: "good"} if m == total.method else {}, _kinds(stand, columns))
        for m, value in total.said.items()
    ]  # fmt: skip
    return Table("forecast_methods", columns, rows, Text("title-landing-ways"), Text("sheet-ways"), BOOK)


def _ways_data(stand: Standing, found: Outlook) -> Table:
    """The same as data."""
    total, columns = found.any.total, (Column("method"), Column("expected"), Column("error"))
    rows = [Row((m, value, total.error_of(m)), kinds=_kinds(stand, columns)) for m, value in total.said.items()]
    return Table("forecast_methods", columns, rows, views=DATA)


def _data(stand: Standing, found: Outlook) -> Table:
    columns = (
        Column("by"), Column("member"), Column("low"), Column("expected"), Column("high"), Column("method"), Column("error"),
        Column("actual_ytd"), Column("target_year"), Column("expected_attainment"),
    )  # fmt: skip
    kinds = _kinds(stand, columns)
    rows = [_data_row("total", None, found.any.total, _whole_target(stand), kinds)]
    for dimension, landed in found.by.items():
        view = stand.members(dimension)
        for m in ordered(stand, dimension, landed):
            seat = stand.seat(m.member) if dimension == "person" else None
            rows.append(_data_row(dimension, seat.name if seat else m.member, m, view.of(m.member).target_year, kinds))
    return Table("forecast", columns, rows, views=DATA)


def _data_row(by: str, name: str | None, m: Landing, target: int | None, kinds: dict[int, str]) -> Row:
    return Row((by, name, m.low, m.expected, m.high, m.method, m.error, m.actual, target, expected_share(m, target)), kinds=kinds)


def _trials(found: Outlook) -> Table:
    columns = (Column("year"), Column("method"), Column("expected"), Column("actual"), Column("error", key="error"))
    rows = [Row((str(t.year), m, value, t.actual, t.error(m))) for t in found.any.total.trials for m, value in t.said.items()]
    return Table("forecast_trials", columns, rows, views=DATA)


def _slipping(stand: Standing, found: Outlook) -> list[Block]:
    """The open deals in a sentence, and those that slip."""
    if found.deals is None or found.frame is None or not found.deals.deals:
        return []
    from salesplan.calc.pipeline import slipping

    deals, asked = found.deals, rules(stand).slipping
    said = Note(Text(
        "note-deals", all=deals.all_deals, whole=Quantity("money", deals.all_amount), worth=Quantity("money", deals.all_weighted), deals=deals.deals, amount=Quantity("money", deals.amount), weighted=Quantity("money", deals.weighted),
        slipping=deals.slipping, sum=Quantity("money", deals.slipping_amount), late=deals.late, idle=deals.idle, days=asked.idle,
        counts=Quantity("share", asked.counts),
    ))  # fmt: skip
    if not deals.slipping:
        return [said]
    worth = dict(zip(deals.rows.tolist(), deals.worth.tolist(), strict=True))
    terms = [t for t in ("opportunity", "customer_name", "person", "stage", "amount", "weighted", "close_date", "last_activity") if t in found.frame or t == "weighted"]
    columns = tuple(Column("customer" if t == "customer_name" else t, rank=_DEAL_RANKS.get(t, 0)) for t in terms)
    rows = [Row(tuple(_deal_value(found.frame, t, n, worth, stand.as_of) for t in terms)) for n in slipping(deals)]
    title = Text("title-slipping", days=asked.idle)
    few = Table("slipping", columns, rows[:DEALS_SHOWN], title, None, frozenset({"terminal", "page"}))
    return [said, few, Table("slipping", columns, rows, title, Text("sheet-slipping"), BOOK | DATA)]


_DEAL_RANKS = {"person": 1, "stage": 2, "last_activity": 3}


def _deal_value(frame: Frame, name: str, row: int, worth: Mapping[int, int], as_of: dt.date) -> Any:
    """A cell of a deal as it was known on the last day that counts."""
    from salesplan.frame import MISSING, NO_AMOUNT, Texts

    if name == "weighted":
        return worth[row]
    column = frame.columns[name]
    if isinstance(column, Texts):
        code = int(column.codes[row])
        states = frame.texts("state")
        since_closed = name == "stage" and states.codes[row] != MISSING and states.labels[states.codes[row]] != "open"
        return column.labels[code] if code != MISSING and not since_closed else None
    value = column[row]
    if column.dtype.kind == "M":
        day = value.astype(object)
        return day if name == "close_date" or day is None or day <= as_of else None
    return None if int(value) == NO_AMOUNT else int(value)
