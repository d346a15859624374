"""The tables of a review (layout B): members by dimension, for the screen, the workbook and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from salesplan.calc.attainment import Attained, ranks
from salesplan.report import DATA, Column, Level, Mark, Row, Table, View
from salesplan.words import Text, term

if TYPE_CHECKING:
    from salesplan.commands.review_setup import Standing
    from salesplan.period import Month

CUSTOMER = "customer"
"""A dimension that is shown when it is asked for; workbooks have the largest of its members."""

MOST_SHOWN = 20
"""So many customers a screen lists, those with the largest sales."""

MOST_KEPT = 300
"""So many customers a workbook lists."""

SCREEN: frozenset[View] = frozenset({"terminal", "page"})
"""Where the short form of a table is shown; workbooks have all columns."""

Blocks: TypeAlias = list[tuple[str | None, list[Attained]]]
"""Rows by the region that they stand under; None where they stand under none."""

FIGURES = (
    "target", "actual", "attainment", "gap", "target_ytd", "actual_ytd", "attainment_ytd", "target_year", "progress",
    "pace", "pace_gap", "plan_pace", "plan_pace_gap", "yoy", "mom",
)  # fmt: skip
"""The figures of a member, in the order of the data."""


def chosen(stand: Standing, by: Sequence[str]) -> tuple[str, ...]:
    """The dimensions to show; region and person where none is named. Raises: Misuse for a name that is none."""
    from salesplan.commands.decompose import key_of
    from salesplan.commands.usage import Misuse
    from salesplan.plan.guess import guess

    known = [*stand.dimensions, *([CUSTOMER] if CUSTOMER in stand.lines else [])]
    keys = [key_of(n, known) for n in by]
    for name in keys:
        if name not in known:
            raise Misuse("review-by-unknown" if known else "review-by-nothing", dimension=name, known=known, guess=guess(name, known))
    usual = [n for n in ("region", "person", "product") if n in known] or known[:1]
    return tuple(dict.fromkeys(keys or usual))


def title(stand: Standing) -> Text:
    """What the report is called: the period and what is reviewed."""
    return Text("title-review", period=period_text(stand), metric=Text("word", word=term(stand.metric)))


def period_text(stand: Standing) -> Text:
    """The period in words."""
    p = stand.period
    first = p.months[0]
    if p.kind == "month":
        return Text("review-month", year=first.year, month=month_text(first))
    if p.kind == "quarter":
        return Text("review-quarter", year=p.year.year, quarter=p.year.quarter_of(first))
    return Text("review-year", year=p.year.year)


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


def month_text(month: Month) -> Text:
    """A month's name, or its number in Chinese."""
    return Text(f"month-{_MONTHS[month.month - 1]}")


def figures(a: Attained) -> tuple[Any, ...]:
    """A member's figures, as `FIGURES` names them."""
    return (
        a.target, a.actual, a.attainment, a.gap, a.target_ytd, a.actual_ytd, a.attainment_ytd, a.target_year, a.progress,
        a.calendar_pace, a.pace_gap, a.plan_pace, a.plan_pace_gap, a.yoy, a.mom,
    )  # fmt: skip


def mark_of(stand: Standing, value: Fraction | None) -> Mark:
    """What an attainment is marked with."""
    if value is None:
        return ""
    marks = stand.rules.marks
    return "good" if value >= marks.good else "" if value >= marks.fair else "warn" if value >= marks.poor else "bad"


def lines(stand: Standing, dimension: str) -> list[Attained]:
    """The members of a dimension as they stand, in the plan's order."""
    view = stand.members(dimension)
    found = [view.of(m) for m in view.members()]
    return sorted(found, key=lambda a: -(a.actual or 0)) if dimension == CUSTOMER else found


def data(stand: Standing, by: Sequence[str] = ()) -> Table:
    """Every member of every dimension as data, the whole first; customers where they are asked for."""
    homes = (Column("region", rank=1), Column("team", rank=1), Column("person_id", rank=1))
    columns = (Column("by"), Column("member"), *(Column(f) for f in FIGURES), Column("rank"), Column("mark"), *homes)
    rows = [_data_row(stand, "total", None, whole(stand), None)]
    for dimension in dict.fromkeys((*stand.dimensions, *by)):
        inside = lines(stand, dimension)
        for a, rank in zip(inside, ranks(inside), strict=True):
            rows.append(_data_row(stand, dimension, a.member, a, rank))
    return Table("attainment", columns, rows, views=DATA)


def _data_row(stand: Standing, by: str, member: str | None, a: Attained, rank: int | None) -> Row:
    seat = stand.seat(member) if by == "person" else None
    name = seat.name if seat is not None else stand.label(by, member) if by == CUSTOMER and member is not None else member
    home = stand.home(by, member) if by in ("person", "team", CUSTOMER) else None
    homes = (home, seat.team if seat else None, seat.who if seat and seat.who != seat.name else None)
    kind = term(stand.metric).kind
    kinds = {} if kind == "money" else {n: kind for n, c in enumerate(FIGURES, start=2) if term(c).kind == "money"}
    return Row((by, name, *figures(a), rank, mark_of(stand, a.on_pace) or None, *homes), kinds=kinds)


def whole(stand: Standing, months: tuple[Month, ...] | None = None) -> Attained:
    """How everything together stands, in the period or over other months of the year."""
    view = stand.members(next(iter(stand.dimensions), "region"))
    view = view if months is None else view.over(months)
    return view.total(stand.targets.total() if len(stand.targets.cells) else None)


def shown(stand: Standing, by: Sequence[str]) -> list[Table]:
    """The tables that people read, one a dimension."""
    return [_shown(stand, dimension) for dimension in by]


def _shown(stand: Standing, dimension: str) -> Table:
    lead = lead_of(stand, dimension)
    span = Text(f"review-this-{stand.period.kind}")
    columns = (
        *(Column(n, rank=4 if n == "team" else 0) for n in lead), Column("target", group=span), Column("actual", group=span),
        *([Column("due", group=span, rank=2)] if stand.period.in_progress else []), Column("attainment", group=span),
        Column("gap", group=span, rank=1), Column("attainment_ytd"), Column("progress", rank=2), Column("pace_gap", rank=3),
        Column("plan_pace_gap", rank=4), Column("yoy"), Column("mom", rank=1), Column("rank", rank=5),
    )  # fmt: skip
    name = Text("title-by", dimension=Text("word", word=term(dimension)))
    rows = list(_rows(stand, dimension, blocks_of(stand, dimension)))
    return told(Table(f"by_{dimension}", columns, rows, name, name, SCREEN), len(lead))


def told(table: Table, lead: int) -> Table:
    """The table without columns of which no member has a figure, such as those of targets where there are none; the first ones stay."""
    own = [r for r in table.rows if r.level == ""]
    kept = [n for n in range(len(table.columns)) if n < lead or any(r.values[n] is not None for r in own)]
    if len(kept) == len(table.columns) or not own:
        return table
    at = {old: new for new, old in enumerate(kept)}

    def moved(of: Mapping[int, Any]) -> dict[int, Any]:
        return {at[n]: v for n, v in of.items() if n in at}

    rows = [
        Row(tuple(r.values[n] for n in kept), r.level, moved(r.marks), moved(r.kinds), r.indent, moved(r.formulas)) for r in table.rows
    ]
    return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


def lead_of(stand: Standing, dimension: str) -> tuple[str, ...]:
    """The columns that say who: people under their region, and their team where teams are known."""
    if dimension not in ("person", "team") or not any(s.within for s in stand.seats) or "region" not in stand.dimensions:
        return (dimension,)
    teams = dimension == "person" and any(s.team for s in stand.seats)
    return ("region", *(["team"] if teams else []), dimension)


def blocks_of(stand: Standing, dimension: str) -> Blocks:
    """People (or teams) by region in the plan's order, the best attainment of each region first; other members in their order."""
    if len(lead_of(stand, dimension)) == 1:
        return [(None, lines(stand, dimension))]
    inside: dict[str | None, list[Attained]] = {m: [] for m in stand.members("region").members() if m is not None}
    for a in lines(stand, dimension):
        inside.setdefault(stand.home(dimension, a.member), []).append(a)
    return [(region, sorted(rows, key=_best_first)) for region, rows in inside.items() if rows]


def _best_first(a: Attained) -> tuple[bool, Fraction, int]:
    return (a.attainment is None, -(a.attainment or Fraction(0)), -(a.actual or 0))


def _rows(stand: Standing, dimension: str, blocks: Blocks) -> Iterator[Row]:
    view = stand.members(dimension)
    every = [a for _, inside in blocks for a in inside]
    rank = dict(zip([a.member for a in every], ranks(every), strict=True))
    for region, inside in blocks:
        for a in inside[:MOST_SHOWN] if dimension == CUSTOMER else inside:
            yield _shown_row(stand, who(stand, dimension, region, a.member), a, rank[a.member])
        rest = inside[MOST_SHOWN:] if dimension == CUSTOMER else []
        if rest:
            name = Text("review-others", count=len(rest))
            yield _shown_row(stand, (name, *[None] * (len(lead_of(stand, dimension)) - 1)), view.several([a.member for a in rest]), None)
        if len(lead_of(stand, dimension)) > 1:
            total = view.several([a.member for a in inside])
            yield _shown_row(stand, (region, *_blank(stand, dimension), Text("subtotal")), total, None, "subtotal")
    lead = (Text("total"), *[None] * (len(lead_of(stand, dimension)) - 1))
    everybody = view.several([a.member for a in every]) if dimension in ("person", "team") else whole(stand)
    yield _shown_row(stand, lead, everybody, None, "total")


def _blank(stand: Standing, dimension: str) -> tuple[None, ...]:
    return (None,) * (len(lead_of(stand, dimension)) - 2)


def who(stand: Standing, dimension: str, region: str | None, member: str | None) -> tuple[Any, ...]:
    """What a row begins with: the member, under its region and team where these are told."""
    lead = lead_of(stand, dimension)
    name = stand.label(dimension, member)
    if len(lead) == 1:
        return (name,)
    seat = stand.seat(member) if dimension == "person" else None
    return (region, *([seat.team if seat else None] if "team" in lead[:-1] else []), name)


def _shown_row(stand: Standing, lead: tuple[Any, ...], a: Attained, rank: int | None, level: Level = "") -> Row:
    due = (a.due,) if stand.period.in_progress else ()
    gaps = (apart(a.progress, a.calendar_pace), apart(a.progress, a.plan_pace))
    values = (*lead, a.target, a.actual, *due, a.attainment, a.gap, a.attainment_ytd, a.progress, *gaps, a.yoy, a.mom, rank)
    at = len(lead) + 2 + len(due)
    marks: dict[int, Mark] = {at: mark_of(stand, a.on_pace), at + 2: mark_of(stand, a.attainment_ytd)}
    return Row(values, level, {n: m for n, m in marks.items() if m}, _kinds(stand, lead, due))


def apart(progress: Fraction | None, pace: Fraction | None) -> Fraction | None:
    """How far two shares are apart as they are shown, to a tenth of a point, so that a reader who subtracts gets the same.

    >>> str(apart(Fraction(2174, 10000), Fraction(2466, 10000)))
    '-3/100'
    """
    if progress is None or pace is None:
        return None
    tenths = [(2000 * s.numerator + s.denominator) // (2 * s.denominator) for s in (progress, pace)]
    return Fraction(tenths[0] - tenths[1], 1000)


def _kinds(stand: Standing, lead: tuple[Any, ...], due: tuple[Any, ...]) -> dict[int, str]:
    """The kinds of the amounts where the metric is no money."""
    kind, at = term(stand.metric).kind, len(lead)
    return {} if kind == "money" else dict.fromkeys((*range(at, at + 2 + len(due)), at + 3 + len(due)), kind)
