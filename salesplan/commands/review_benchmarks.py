"""The review beside what others reach, and members beside each other: benchmarks with source and date, spread of the attainments."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesplan.report import DATA, SHOWN, Block, Column, Mark, Note, Row, Table
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesplan.commands.review_setup import Standing
    from salesplan.plan.watch import Benchmark

KINDS = {"new_customers": "count", "average_order": "money", "dso": "days", "growth_ytd": "change"}
"""The kind of a figure's value; the others are shares."""

POINTS = frozenset({"share", "change"})
MONTHS_A_YEAR = 12


def blocks(stand: Standing, chosen: Sequence[str]) -> tuple[Block, ...]:
    """The benchmarks of the plan beside the review's own figures, and how far apart members are."""
    return (*_benchmarks(stand), *_spread(stand, chosen))


def _benchmarks(stand: Standing) -> tuple[Block, ...]:
    chapter = stand.plan.performance if stand.plan is not None else None
    if chapter is None or not chapter.benchmarks or stand.period.future:
        return ()
    columns = (
        Column("figure"), Column("member", rank=1), Column("own"), Column("benchmark"), Column("apart"), Column("source", rank=1), Column("published"),
    )  # fmt: skip
    rows = [_row(stand, b) for b in chapter.benchmarks]
    old = [b for b in chapter.benchmarks if _months_old(stand, b) > int(chapter.benchmarks_stale)]
    notes: list[Text] = [Text("note-benchmarks")]
    if old:
        names = [Text("stale-benchmark", figure=Text("word", word=term(b.metric)), day=str(b.date)) for b in old]
        notes.append(Text("note-benchmarks-stale", months=chapter.benchmarks_stale, names=names))
    table = Table("benchmarks", columns, rows, Text("title-benchmarks"), Text("title-benchmarks"), SHOWN, tuple(notes))
    data = [Row((b.metric, b.by, b.member, *row.values[2:]), kinds={n + 1: k for n, k in row.kinds.items()}) for b, row in zip(chapter.benchmarks, rows, strict=True)]
    return (table, Table("benchmarks", (columns[0], Column("by"), *columns[1:]), data, views=DATA), *(Note(n, DATA) for n in notes))


def _months_old(stand: Standing, b: Benchmark) -> int:
    """How many whole months lie between the benchmark's day and the last day that counts."""
    day = stand.as_of
    return (day.year - b.date.year) * MONTHS_A_YEAR + day.month - b.date.month - (day.day < b.date.day)


def _row(stand: Standing, b: Benchmark) -> Row:
    kind = KINDS.get(b.metric, "share")
    own, other = own_value(stand, b), b.value
    if kind == "money":
        other = Fraction(round(b.value * 10**stand.money.digits))
    apart = None if own is None else Fraction(own) - other
    good = term(b.metric).good
    mark: Mark = "" if apart is None or not apart or not good else "good" if (apart > 0) == (good > 0) else "bad"
    values = (Text("word", word=term(b.metric)), b.member or Text("everything"), own, other, apart, b.source, b.date)
    return Row(values, "", {4: mark} if mark else {}, {2: kind, 3: kind, 4: "points" if kind in POINTS else kind})


def own_value(stand: Standing, b: Benchmark) -> Any:
    """The review's own figure, year to date; None where the records do not tell it."""
    if b.metric in ("new_customers", "average_order"):
        from salesplan.commands.review_figures import figures

        return next((f.ytd for f in figures(stand) if f.key == b.metric), None) if b.by is None else None
    from salesplan.commands.review_readings import readings
    from salesplan.plan.watch import AlertRule

    if b.by is not None and b.by not in stand.dimensions:
        return None
    only = (b.member,) if b.member is not None else ()
    rule = AlertRule.model_construct(
        what=b.metric, below=None, above=None, by=(b.by or "total",), level="low", owner=None, cooldown=1, only=only
    )
    found = readings(stand, rule, None)
    return found[0].series[-1][1] if found else None


def _spread(stand: Standing, chosen: Sequence[str]) -> list[Block]:
    """How far apart members are, in a sentence for each dimension: best, last, and the standard deviation."""
    found: list[Block] = []
    for dimension in chosen:
        if dimension not in stand.dimensions:
            continue
        view = stand.members(dimension)
        rows = [(a.attainment_ytd, a.member) for m in view.members() if (a := view.of(m)).attainment_ytd is not None and a.member is not None]
        if len(rows) > 2:
            found.append(Note(_spread_text(stand, dimension, [(v, m) for v, m in rows if v is not None])))
    return found


def _spread_text(stand: Standing, dimension: str, rows: list[tuple[Fraction, str]]) -> Text:
    from salesplan.calc.readings import spread

    best, last = max(rows, key=lambda r: (r[0], r[1])), min(rows, key=lambda r: (r[0], r[1]))
    return Text(
        "note-spread", dimension=Text("word", word=term(dimension)), count=len(rows), best=stand.label(dimension, best[1]),
        high=Quantity("share", best[0]), last=stand.label(dimension, last[1]), low=Quantity("share", last[0]),
        spread=Quantity("share", spread([v for v, _ in rows])),
    )  # fmt: skip
