"""The tables of a review (layout B): members by dimension, for the screen, the workbook and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesplan.report import DATA, SHOWN, Column, Mark, Row, Table
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.calc.attainment import Attained
    from salesplan.commands.review_setup import Standing

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

    known = list(stand.dimensions)
    keys = [key_of(n, known) for n in by]
    for name in keys:
        if name not in known:
            raise Misuse("by-not-a-dimension", dimension=name, known=known, guess=guess(name, known))
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
        return Text("review-month", year=first.year, month=first.month, name=_MONTHS[first.month - 1])
    if p.kind == "quarter":
        return Text("review-quarter", year=p.year.year, quarter=p.year.quarter_of(first))
    return Text("review-year", year=p.year.year)


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


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
    return [view.of(m) for m in view.members()]


def data(stand: Standing) -> Table:
    """Every member of every dimension as data, the whole first."""
    from salesplan.calc.attainment import ranks

    columns = (Column("by"), Column("member"), *(Column(f) for f in FIGURES), Column("rank"), Column("mark"))
    rows = [_data_row(stand, "total", None, whole(stand), None)]
    for dimension in stand.dimensions:
        inside = lines(stand, dimension)
        for a, rank in zip(inside, ranks(inside), strict=True):
            rows.append(_data_row(stand, dimension, a.member, a, rank))
    return Table("attainment", columns, rows, views=DATA)


def _data_row(stand: Standing, by: str, member: str | None, a: Attained, rank: int | None) -> Row:
    seat = stand.seat(member) if by == "person" else None
    name = seat.name if seat is not None else member
    return Row((by, name, *figures(a), rank, mark_of(stand, a.on_pace) or None))


def whole(stand: Standing) -> Attained:
    """How everything together stands."""
    view = stand.members(stand.dimensions[0])
    return view.total(stand.targets.total() if len(stand.targets.cells) else None)


def shown(stand: Standing, by: Sequence[str]) -> list[Table]:
    """The tables that people read, one a dimension."""
    return [_shown(stand, dimension) for dimension in by]


def _shown(stand: Standing, dimension: str) -> Table:
    span = Text(f"review-this-{stand.period.kind}")
    columns = (
        Column(dimension), Column("target", group=span), Column("actual", group=span), Column("attainment", group=span),
        Column("gap", group=span, rank=1), Column("attainment_ytd"), Column("progress", rank=2), Column("pace_gap", rank=3),
        Column("plan_pace_gap", rank=4), Column("yoy"), Column("mom", rank=1), Column("rank", rank=5),
    )  # fmt: skip
    rows = list(_rows(stand, dimension))
    name = Text("title-by", dimension=Text("word", word=term(dimension)))
    return Table(f"by_{dimension}", columns, rows, name, name, SHOWN)


def _rows(stand: Standing, dimension: str) -> Iterator[Row]:
    from salesplan.calc.attainment import ranks

    inside = lines(stand, dimension)
    for a, rank in zip(inside, ranks(inside), strict=True):
        yield _shown_row(stand, stand.label(dimension, a.member), a, rank)
    yield _shown_row(stand, Text("total"), whole(stand), None, "total")


def _shown_row(stand: Standing, name: Text | str, a: Attained, rank: int | None, level: Any = "") -> Row:
    values = (name, a.target, a.actual, a.attainment, a.gap, a.attainment_ytd, a.progress, a.pace_gap, a.plan_pace_gap, a.yoy, a.mom, rank)
    marks: dict[int, Mark] = {3: mark_of(stand, a.on_pace)}
    return Row(values, level, {n: m for n, m in marks.items() if m})


def notes(stand: Standing) -> list[Text]:
    """What a reader must know of the period."""
    a = whole(stand)
    pace = Quantity("share", a.calendar_pace)
    plan = Quantity("share", a.plan_pace) if a.plan_pace is not None else Text("review-no-target")
    return [Text("note-pace", calendar=pace, plan=plan)]
