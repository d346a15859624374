"""The workbook of a review (layouts B and I): every figure of a summary is a formula over the detail sheets, its value beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesplan.calc.attainment import Attained, ranks
from salesplan.commands.review_detail import safe
from salesplan.commands.review_tables import (
    CUSTOMER,
    MOST_KEPT,
    Blocks,
    apart,
    blocks_of,
    lead_of,
    mark_of,
    told,
    whole,
)
from salesplan.report import BOOK, Block, Chart, Column, Level, Mark, Row, Table
from salesplan.words import Text, term

if TYPE_CHECKING:
    from salesplan.commands.review_setup import Standing
    from salesplan.period import Month

PERIOD = ("target", "actual", "attainment", "gap")
YEAR = ("target_ytd", "actual_ytd", "attainment_ytd", "target_year", "progress", "pace", "pace_gap", "plan_pace", "plan_pace_gap")
PAST = ("last_year", "yoy", "before", "mom", "rank")
SUMS = ("target", "actual", "target_ytd", "actual_ytd", "target_year", "last_year", "before")
"""Columns whose totals are sums of their parts."""

MOST_BARS = 20
"""A chart has at most this many members; of more the labels cannot be read."""

RATIOS = {
    "attainment": "{actual}/{target}", "gap": "{actual}-{target}", "attainment_ytd": "{actual_ytd}/{target_ytd}",
    "progress": "{actual_ytd}/{target_year}", "pace_gap": "ROUND({progress},3)-ROUND({pace},3)", "plan_pace": "{target_ytd}/{target_year}",
    "plan_pace_gap": "ROUND({progress},3)-ROUND({plan_pace},3)", "yoy": "{actual}/{last_year}-1", "mom": "{actual}/{before}-1",
}  # fmt: skip
"""Columns that are computed from others of their row."""


def tables(stand: Standing) -> list[Block]:
    """The summary sheets and their charts."""
    found: list[Block] = []
    for dimension in stand.dimensions:
        table = by_member(stand, dimension)
        found.append(table)
        found += _chart(dimension, table)
    found += customers(stand)
    found += months(stand)
    return found


def customers(stand: Standing) -> list[Block]:
    """The customers with the largest sales of the period, their salesperson, last year and the year so far."""
    if CUSTOMER not in stand.lines or stand.metric != "revenue" or stand.period.future:
        return []
    from salesplan.calc.attainment import mostly

    view = stand.members(CUSTOMER)
    kept = [view.of(m) for m in view.largest(MOST_KEPT)]
    owners = mostly(stand.lines.texts(CUSTOMER), stand.lines.texts("person")) if "person" in stand.lines else {}
    total = whole(stand).actual
    columns = (
        Column(CUSTOMER), Column("region"), Column("person"), Column("actual"), Column("share"), Column("last_year"), Column("change"), Column("yoy"),
        Column("actual_ytd"),
    )  # fmt: skip
    rows = [_customer_row(stand, a, owners, total) for a in kept]
    title = Text("title-customers-largest", count=len(rows))
    by = Text("title-by", dimension=Text("word", word=term(CUSTOMER)))
    return [Table("by_customer_book", columns, rows, title, by, BOOK)] if rows else []


def _customer_row(stand: Standing, a: Attained, owners: Mapping[str, str], total: int | None) -> Row:
    name, owner = stand.label(CUSTOMER, a.member), owners.get(a.member or "")
    share = Fraction(a.actual, total) if a.actual is not None and total else None
    change = None if a.actual is None or a.last_year is None else a.actual - a.last_year
    person = stand.label("person", owner) if owner else None
    values = (name, stand.home(CUSTOMER, a.member), person, a.actual, share, a.last_year, change, a.yoy, a.actual_ytd)
    formulas = {3: "SUMIFS({lines!amount},{lines!customer},{customer})", 6: "{actual}-{last_year}", 7: "{actual}/{last_year}-1"}
    kept = {n: f for n, f in formulas.items() if values[n] is not None and (n != 3 or (safe(name) and a.actual))}
    return Row(values, formulas=kept)


def by_member(stand: Standing, dimension: str) -> Table:
    """Layout B of a dimension with all its columns."""
    lead = lead_of(stand, dimension)
    span, so_far, past = Text(f"review-this-{stand.period.kind}"), Text("review-so-far"), Text("review-past")
    groups = ((PERIOD, span), (YEAR, so_far), (PAST, past))
    columns = (*(Column(n) for n in lead), *(Column(n, group=g) for names, g in groups for n in names))
    title = Text("title-by", dimension=Text("word", word=term(dimension)))
    rows = list(_rows(stand, dimension, blocks_of(stand, dimension)))
    return told(Table(f"by_{dimension}_book", columns, rows, title, title, BOOK), len(lead))


def _rows(stand: Standing, dimension: str, blocks: Blocks) -> Iterator[Row]:
    every = [a for _, inside in blocks for a in inside]
    rank = dict(zip([a.member for a in every], ranks(every), strict=True))
    view, lead = stand.members(dimension), lead_of(stand, dimension)
    at, subtotals = 0, []
    for region, inside in blocks:
        for a in inside:
            yield _member_row(stand, dimension, region, a, rank[a.member])
        if len(lead) > 1:
            total = view.several([a.member for a in inside])
            names = (region, *[None] * (len(lead) - 2), Text("subtotal"))
            yield _total_row(stand, names, total, inside, f"SUM({{column@{at}-{at + len(inside) - 1}}})", "subtotal")
            at += 1
            subtotals.append(at + len(inside) - 1)
        at += len(inside)
    total = view.several([a.member for a in every]) if dimension in ("person", "team") else whole(stand)
    found = ",".join(f"{{column@{n}}}" for n in subtotals) if len(lead) > 1 else f"{{column@0-{len(every) - 1}}}"
    text = f"SUM({found})"
    yield _total_row(stand, (Text("total"), *[None] * (len(lead) - 1)), total, every, text, "total")


def values_of(a: Attained, rank: int | None) -> dict[str, Any]:
    """The figures of a member by column."""
    return {
        "target": a.target, "actual": a.actual, "attainment": a.attainment, "gap": a.gap, "target_ytd": a.target_ytd,
        "actual_ytd": a.actual_ytd, "attainment_ytd": a.attainment_ytd, "target_year": a.target_year, "progress": a.progress,
        "pace": a.calendar_pace, "pace_gap": apart(a.progress, a.calendar_pace), "plan_pace": a.plan_pace,
        "plan_pace_gap": apart(a.progress, a.plan_pace), "last_year": a.last_year, "yoy": a.yoy, "before": a.before, "mom": a.mom, "rank": rank,
    }  # fmt: skip


def _member_row(stand: Standing, dimension: str, region: str | None, a: Attained, rank: int | None) -> Row:
    from salesplan.commands.review_tables import who

    lead = who(stand, dimension, region, a.member)
    sums = _sums(stand, dimension) if safe(lead[-1]) else {}
    return _row(stand, lead, values_of(a, rank), {**RATIOS, **sums}, a)


def _total_row(stand: Standing, lead: tuple[Any, ...], a: Attained, parts: Sequence[Attained], text: str, level: Level) -> Row:
    """A sum of rows above; a column gets the formula only where those rows do sum to its value."""
    values = values_of(a, None)
    sums = {}
    for name in SUMS:
        known = [v for p in parts if (v := values_of(p, None)[name]) is not None]
        if known and sum(known) == values[name]:
            sums[name] = text.replace("{column", "{" + name)
    return _row(stand, lead, values, {**RATIOS, **sums}, a, level)


def _row(stand: Standing, lead: tuple[Any, ...], values: dict[str, Any], formulas: dict[str, str], a: Attained, level: Level = "") -> Row:
    names = (*PERIOD, *YEAR, *PAST)
    at = {name: len(lead) + n for n, name in enumerate(names)}
    marks: dict[int, Mark] = {at["attainment"]: mark_of(stand, a.on_pace), at["attainment_ytd"]: mark_of(stand, a.attainment_ytd)}
    kind = term(stand.metric).kind
    kinds = {} if kind == "money" else {at[n]: kind for n in names if term(n).kind == "money"}
    kept = {at[n]: f for n, f in formulas.items() if values[n] is not None}
    return Row((*lead, *(values[n] for n in names)), level, {n: m for n, m in marks.items() if m}, kinds, 0, kept)


def _sums(stand: Standing, dimension: str) -> dict[str, str]:
    """How a member's amounts are sums over the detail sheets."""
    p = stand.period
    first, last = _date(p.months[0]), _date(p.months[-1])
    of = f"{{facts!{dimension}}},{{{dimension}}}"
    inside = f'{{facts!first_day}},">="&{first},{{facts!first_day}},"<="&{last}'
    found = {
        "actual": f"SUMIFS({{facts!actual}},{of},{inside})", "actual_ytd": f"SUMIFS({{facts!actual}},{of})",
        "last_year": f"SUMIFS({{facts!last_year}},{of},{inside})", "before": f"SUMIFS({{facts!before}},{of})",
    }  # fmt: skip
    sheet = "target_cells" if dimension in stand.targets.cells else "target_people"
    due = f"SUMIFS({{{sheet}!target}},{{{sheet}!{dimension}}},{{{dimension}}}"
    months = f'{{{sheet}!first_day}}'
    found["target"] = f'{due},{months},">="&{first},{months},"<="&{last})'
    found["target_year"] = f"{due})"
    found["target_ytd"] = due_so_far(stand, due, months)
    return found


def due_so_far(stand: Standing, due: str, months: str) -> str:
    """The months so far that are over, and of one in progress the part whose working days are."""
    whole_months = [m for m in stand.period.so_far if m.last_day <= stand.as_of]
    begun = [m for m in stand.period.so_far if m.first_day <= stand.as_of < m.last_day]
    parts = [f'{due},{months},"<="&{_date(whole_months[-1])})'] if whole_months else []
    for month in begun:
        share = stand.period.elapsed(month, stand.calendar)
        digits = stand.money.digits if term(stand.metric).kind == "money" else 0
        parts.append(f"ROUND({due},{months},{_date(month)})*{share.numerator}/{share.denominator},{digits})")
    return "+".join(parts) or "0"


def _date(month: Month) -> str:
    return f"DATE({month.year},{month.month},1)"


def _chart(dimension: str, table: Table) -> list[Block]:
    own = sum(r.level == "" for r in table.rows)
    if not 1 < own <= MOST_BARS:
        return []
    kind: Any = "bar" if own > 8 else "column"
    title = Text("chart-against-target", dimension=Text("word", word=term(dimension)))
    have = {c.name for c in table.columns}
    values = tuple(n for n in ("target", "actual") if n in have)
    return [Chart(kind, table.name, dimension, values, title, table.sheet, BOOK)] if values else []


def months(stand: Standing) -> list[Block]:
    """The months of the year: target, actual, last year, each and running."""
    columns = (
        Column("month"), Column("target"), Column("actual"), Column("attainment"), Column("gap"), Column("last_year"), Column("yoy"),
        Column("target", key="target_running", label=Text("review-target-running")),
        Column("actual", key="actual_running", label=Text("review-actual-running")), Column("attainment_ytd"),
    )  # fmt: skip
    rows, running = [], [0, 0]
    for n, month in enumerate(stand.year.months):
        reached = month.first_day <= stand.as_of and month in stand.period.so_far
        a = whole(stand, (month,))
        running[0] += a.target or 0
        running[1] += a.actual or 0
        known = (a.actual, a.attainment, a.gap, a.last_year, a.yoy) if reached else (None,) * 5
        sums = (running[0] if a.target is not None else None, running[1] if reached and a.actual is not None else None)
        ratio = Fraction(sums[1], sums[0]) if sums[0] and sums[1] is not None else None
        values = (month, a.target, *known, *sums, ratio)
        kind = term(stand.metric).kind
        kinds = {} if kind == "money" else dict.fromkeys((1, 2, 4, 5, 7, 8), kind)
        mark = mark_of(stand, a.on_pace if reached else None)
        rows.append(Row(values, "", {3: mark} if mark else {}, kinds, 0, _month_formulas(month, n, values)))
    title = Text("title-months")
    charts: list[Block] = [Chart("line", "by_month_book", "month", ("target", "actual", "last_year"), Text("chart-months"), title, BOOK)]
    return [Table("by_month_book", columns, rows, title, title, BOOK), *charts]


def _month_formulas(month: Month, n: int, values: tuple[Any, ...]) -> dict[int, str]:
    day = _date(month)
    found = {
        1: f"SUMIFS({{target_cells!target}},{{target_cells!first_day}},{day})", 2: f"SUMIFS({{facts!actual}},{{facts!first_day}},{day})",
        3: "{actual}/{target}", 4: "{actual}-{target}", 5: f"SUMIFS({{facts!last_year}},{{facts!first_day}},{day})", 6: "{actual}/{last_year}-1",
        7: f"SUM({{target@0-{n}}})", 8: f"SUM({{actual@0-{n}}})", 9: "{actual_running}/{target_running}",
    }  # fmt: skip
    return {k: f for k, f in found.items() if values[k] is not None}
