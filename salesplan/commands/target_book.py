"""The pages of a decomposition for paper and workbook: the year sheet (layout A), people, quota letters, charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from salesplan.calc.decomposition import Decomposition, Part
from salesplan.calc.people import Quota
from salesplan.calc.whole import Whole
from salesplan.commands.target_tables import kinds_for, label
from salesplan.report import BOOK, Block, Chart, Column, Mark, Row, Table, View
from salesplan.words import Text

PAPER: frozenset[View] = frozenset({"page", "book"})


def month_columns(done: Decomposition, measure: str = "target", rank: int = 3) -> tuple[Column, ...]:
    """Three months and their subtotal for each quarter."""
    columns: list[Column] = []
    for q in range(1, 5):
        group = Text("quarter-n", number=q)
        columns += [Column(measure, of=str(m), group=group, rank=rank + 1) for m in done.plan.fiscal.quarter(q)]
        columns.append(Column(measure, of=f"Q{q}", group=group, label=Text("subtotal"), rank=rank))
    return tuple(columns)


def by_months(units: Sequence[int]) -> tuple[int, ...]:
    """Twelve monthly figures with the subtotal of each quarter behind its months."""
    found: list[int] = []
    for q in range(4):
        inside = list(units[3 * q : 3 * q + 3])
        found += [*inside, sum(inside)]
    return tuple(found)


def year_sheet(done: Decomposition) -> Table:
    """Layout A: the members of the first dimension, each with those of the second under it, by month and quarter."""
    part = done.main
    names = [d.name for d in part.setup.ask.dimensions if d.name != "month"]
    first = names[0] if names else "month"
    second = "product" if "product" in names[1:] else names[1] if len(names) > 1 else None
    columns = [Column(first)] + ([Column(second)] if second else [])
    columns += [Column("last_year"), Column("growth"), Column("share"), Column("annual_target"), *month_columns(done)]
    rows = list(_year_rows(done, part, first, second)) if names else []
    rows.append(_year_row(done, part, (Text("total"), *([None] if second else [])), {}, "total"))
    title = Text("title-year-sheet", year=done.plan.year)
    return Table("year_sheet", tuple(columns), rows, title, Text("sheet-year"), PAPER, (Text("note-rounding"),))


def _year_rows(done: Decomposition, part: Part, first: str, second: str | None) -> Iterator[Row]:
    for member in part.setup.dimension(first).members:
        if second is None:
            yield _year_row(done, part, (member,), {first: (member,)}, "")
            continue
        for inner in part.setup.dimension(second).members:
            yield _year_row(done, part, (member, inner), {first: (member,), second: (inner,)}, "")
        yield _year_row(done, part, (member, Text("subtotal")), {first: (member,)}, "subtotal")


def _year_row(done: Decomposition, part: Part, names: tuple[object, ...], where: dict[str, tuple[str, ...]], level: str) -> Row:
    months = [part.amount({**where, "month": (str(m),)}) for m in done.plan.fiscal.months]
    year, total = sum(months), part.setup.ask.total * part.setup.unit
    last = last_year(done, part, where)
    growth = Fraction(year, last) - 1 if last and last > 0 and done.history and done.history.whole_year else None
    values = (*names, last, growth, Fraction(year, total) if total else None, year, *by_months(months))
    spots = (len(names), *range(len(names) + 3, len(values)))
    return Row(values, level, kinds=kinds_for(part, spots))  # type: ignore[arg-type]


def last_year(done: Decomposition, part: Part, where: dict[str, tuple[str, ...]]) -> int | None:
    """The past window's sum of a slice of at most two dimensions; None where the records do not tell."""
    history, own = done.history, part.setup.past.own
    if history is None or own is None or not history.window or any(n not in history.labels for n in where):
        return None
    if not where:
        return history.total(own)
    axes = list(where.items())
    return int(history.cube(axes, own, done.plan.fiscal.months).sum())


def member_sheets(done: Decomposition) -> list[Table]:
    """A sheet for each dimension with its members by month, and one for the metrics."""
    part = done.main
    found = []
    for dimension in part.setup.ask.dimensions:
        if dimension.name == "month":
            continue
        columns = (Column(dimension.name), Column("last_year"), Column("growth"), Column("share"), Column("annual_target"), *month_columns(done))
        rows = [_year_row(done, part, (m,), {dimension.name: (m,)}, "") for m in dimension.members]
        rows.append(_year_row(done, part, (Text("total"),), {}, "total"))
        title = Text("title-by-months", dimension=label(dimension.name))
        found.append(Table(f"{dimension.name}_months", columns, rows, title, Text("title-by", dimension=label(dimension.name)), BOOK))
    if len(done.parts) > 1:
        found.append(_metrics(done))
    return found


def _metrics(done: Decomposition) -> Table:
    columns = (Column("metric"), Column("last_year"), Column("growth"), Column("annual_target"), *month_columns(done))
    rows = []
    for part in done.parts:
        months = [part.amount({"month": (str(m),)}) for m in done.plan.fiscal.months]
        last = last_year(done, part, {})
        growth = Fraction(sum(months), last) - 1 if last and last > 0 and done.history and done.history.whole_year else None
        values = (label(part.metric), last, growth, sum(months), *by_months(months))
        rows.append(Row(values, kinds=kinds_for(part, (1, *range(3, len(values))))))
    return Table("metrics", columns, rows, Text("title-metrics"), Text("sheet-metrics"), PAPER)


def people_data(done: Decomposition) -> Table:
    """Quotas as data: one row a person and month, capacity by months on board and ramp."""
    part = done.main
    within = part.setup.person.within if part.setup.person else "region"
    columns = (Column("person"), Column("person_id"), Column(within), Column("team"), Column("month"), Column("quota"), Column("capacity"))
    rows = []
    for q in part.quotas:
        seat = q.seat
        for month, units in q.months.items():
            capacity = None if q.capacity is None else int(q.capacity[month])
            values = (seat.name or None, seat.who or None, seat.within, seat.team, month, units * part.setup.unit, capacity)
            rows.append(Row(values, kinds=kinds_for(part, (5,))))
    return Table("people", columns, rows, views=frozenset({"data"}))


def people_shown(done: Decomposition, views: frozenset[View], before: Decomposition | None = None) -> Table:
    """Quotas for readers: people under their member, with capacity and load, the member's target and the excess over it.

    `before` is the plan as it stands when an edit is tried: its quotas stand beside.
    """
    part = done.main
    old = None if before is None else next((p for p in before.parts if p.metric == part.metric), None)
    was = None if before is None else old.quotas if old is not None else ()
    within = part.setup.person.within if part.setup.person else "region"
    beside = (Column("plan_target"), Column("change")) if was is not None else ()
    columns = (
        Column(within), Column("team", rank=4), Column("person"), Column("quota"), *beside, Column("excess_share", rank=2),
        Column("capacity", rank=1), Column("load", rank=1),
        *(Column("quota", of=f"Q{q}", group=Text("by-quarter"), rank=3) for q in range(1, 5)),
    )  # fmt: skip
    rows: list[Row] = []
    for member, inside in part.by_home().items():
        for q in _by_team(inside):
            same = None if was is None else [w for w in was if w.seat.id == q.seat.id and (w.seat.id or w.seat.within == member)]
            rows.append(_people_row(part, (member, q.seat.team, person_text(q)), [q], same))
        home = None if was is None else [w for w in was if w.seat.within == member]
        rows.append(_people_row(part, (member, None, Text("subtotal")), inside, home, part.amount({within: (member,)}), "subtotal"))
    total = part.setup.ask.total * part.setup.unit
    rows.append(_people_row(part, (Text("total"), None, None), part.quotas, was, total, "total"))
    return Table("people", columns, rows, Text("title-people"), Text("sheet-people"), views, (Text("note-over-assign"),))


def _by_team(quotas: Sequence[Quota]) -> list[Quota]:
    teams = list(dict.fromkeys(q.seat.team for q in quotas))
    return sorted(quotas, key=lambda q: teams.index(q.seat.team))


def _quarters(quotas: Sequence[Quota], unit: int) -> tuple[int, ...]:
    months = list(quotas[0].months) if quotas else []
    return tuple(sum(q.months[m] for q in quotas for m in months[3 * n : 3 * n + 3]) * unit for n in range(4))


def person_text(quota: Quota) -> Text | str:
    """How a seat stands in a table: the name, that it is open, or that nobody is there."""
    seat = quota.seat
    if not seat.id:
        return Text("nobody")
    name = seat.name if seat.who == seat.name else f"{seat.name} {seat.who}"
    said_already = "招" in name or "open" in name.lower()
    return Text("open-seat", name=name) if seat.open and not said_already else name


def _people_row(
    part: Part, who: tuple[object, ...], quotas: Sequence[Quota], was: Sequence[Quota] | None, target: int | None = None, level: str = ""
) -> Row:
    """One or several quotas: what they sum to beside what they were, and beside their target, capacity and load."""
    unit = part.setup.unit
    total = sum(q.total for q in quotas) * unit
    beside: tuple[int | None, ...] = ()
    if was is not None:
        before = sum(w.total for w in was) * unit if was else None
        beside = (before, None if before is None else total - before)
    stated = [q.year_capacity for q in quotas if q.year_capacity is not None]
    capacity = sum(stated) if stated and len(stated) == len([q for q in quotas if q.seat.id]) else None
    excess = Fraction(total, target) - 1 if target else None
    load = Fraction(total, capacity) if capacity else None
    at = len(who) + 1 + len(beside)
    marks: dict[int, Mark] = {at + 2: "bad"} if load is not None and load > 1 else {}
    values = (*who, total, *beside, excess, capacity, load, *_quarters(list(quotas), unit))
    return Row(values, level, marks, kinds_for(part, (*range(len(who), at), *range(at + 3, at + 7))))  # type: ignore[arg-type]


def person_months(done: Decomposition) -> Table:
    """The people's sheet (layout A below the regions): member, team, person, product line by month, a subtotal at each level."""
    part = done.main
    within = part.setup.person.within if part.setup.person else "region"
    names = (within, "team", "person", *(["product"] if part.products() else []))
    columns = (*(Column(n) for n in names), Column("last_year"), Column("growth"), Column("quota"), *month_columns(done, "quota"))
    rows = [row for member, block, quotas in part.combinations for row in _member_rows(done, part, member, block, quotas)]
    rows.append(_quota_row(done, part, (Text("total"),), part.quotas, "total"))
    return Table("person_months", columns, rows, Text("title-people-months"), Text("sheet-people"), BOOK, (Text("note-over-assign"),))


def _member_rows(done: Decomposition, part: Part, member: str, block: Whole, quotas: Sequence[Quota]) -> Iterator[Row]:
    teams = list(dict.fromkeys(q.seat.team for q in quotas))
    for team in teams:
        inside = [q for q in quotas if q.seat.team == team]
        for quota in inside:
            lead = (member, team, person_text(quota))
            for k, product in enumerate(part.products()):
                months = [int(v) * part.setup.unit for v in block[list(quotas).index(quota), k]]
                values = (*lead, product, None, None, sum(months), *by_months(months))
                yield Row(values, kinds=kinds_for(part, (4, *range(6, 23))))
            yield _quota_row(done, part, lead, [quota], "subtotal" if part.products() else "")
        if team is not None and len(teams) > 1:
            yield _quota_row(done, part, (member, team, Text("subtotal")), inside, "subtotal")
    yield _quota_row(done, part, (member, None, Text("subtotal")), quotas, "subtotal")


def _quota_row(done: Decomposition, part: Part, lead: Sequence[object], quotas: Sequence[Quota], level: str) -> Row:
    """The sum of some quotas by month, beside what the same people sold last year."""
    wide = 4 if part.products() else 3
    alone = len(quotas) == 1 and level == "subtotal" and lead[2] != Text("subtotal")
    names = (*lead, *([Text("subtotal")] if alone and wide == 4 else []))
    months = _month_sums(part, quotas)
    last = _people_last_year(done, part, quotas)
    known = last and done.history is not None and done.history.whole_year
    growth = Fraction(sum(months), last) - 1 if known and last else None
    values = (*names, *[None] * (wide - len(names)), last, growth, sum(months), *by_months(months))
    return Row(values, level, kinds=kinds_for(part, tuple(n for n in range(wide, len(values)) if n != wide + 1)))  # type: ignore[arg-type]


def _people_last_year(done: Decomposition, part: Part, quotas: Sequence[Quota]) -> int | None:
    history, own = done.history, part.setup.past.own
    if history is None or own is None or not history.window or "person" not in history.labels:
        return None
    seen = history.by_member("person", own)
    known = [seen[q.seat.id] for q in quotas if q.seat.id in seen]
    return sum(known) if known else None


def _month_sums(part: Part, quotas: Sequence[Quota]) -> list[int]:
    months = list(quotas[0].months) if quotas else []
    return [sum(q.months[m] for q in quotas) * part.setup.unit for m in months]


def letters(done: Decomposition) -> list[Table]:
    """A quota letter (目标责任书) a person: product lines by month and quarter, other metrics below."""
    part = done.main
    columns = (Column("product"), Column("annual_target"), *month_columns(done, "quota"))
    found: list[Table] = []
    for member, block, quotas in part.combinations:
        for n, quota in enumerate(quotas):
            if not quota.seat.id:
                continue
            rows = []
            for k, product in enumerate(part.products()):
                months = [int(v) * part.setup.unit for v in block[n, k]]
                rows.append(Row((product, sum(months), *by_months(months)), kinds=kinds_for(part, tuple(range(1, 18)))))
            months = [u * part.setup.unit for u in quota.months.values()]
            name = label(part.metric)
            rows.append(Row((name, sum(months), *by_months(months)), "total", kinds=kinds_for(part, tuple(range(1, 18)))))
            rows += _other_metrics(done, member, quota)
            title = Text("title-letter", year=done.plan.year, person=person_text(quota), member=member, team=quota.seat.team or "")
            found.append(
                Table(
                    f"letter_{quota.seat.id}", columns, rows, title, Text("sheet-letters"), BOOK,
                    (Text("note-letter"),), new_page=True,
                )
            )  # fmt: skip
    return found


def _other_metrics(done: Decomposition, member: str, quota: Quota) -> Iterator[Row]:
    """The person's quota of the plan's other targets, where they have people."""
    for part in done.parts[1:]:
        for q in part.quotas:
            if q.seat.id == quota.seat.id and q.seat.within == member:
                months = [u * part.setup.unit for u in q.months.values()]
                values = (label(part.metric), sum(months), *by_months(months))
                yield Row(values, kinds=kinds_for(part, tuple(range(1, 18))))


def charts(done: Decomposition) -> list[Block]:
    """Target beside last year for each dimension, and the months as a line."""
    found: list[Block] = []
    for dimension in done.main.setup.ask.dimensions:
        known = any(v is not None for v in dimension.last_year.values())
        values = ("target", "last_year") if known else ("target",)
        kind = "line" if dimension.name == "month" else "column"
        title = Text("title-by", dimension=label(dimension.name))
        found.append(Chart(kind, f"by_{dimension.name}", dimension.name, values, title, title))  # type: ignore[arg-type]
    return found

