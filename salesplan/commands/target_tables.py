"""The tables of a decomposition: by member, by cell, holds, proof; for the screen and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from salesplan.calc.crossings import growth_of
from salesplan.calc.decomposition import Decomposition, Part, in_plan, place_of, slice_text
from salesplan.calc.steps import hold_moves
from salesplan.report import DATA, EVERYWHERE, SHOWN, Column, Mark, Row, Table, View
from salesplan.words import Quantity, Text, term


def label(key: str) -> Text:
    """How a dimension or a metric is called: by its term, or by the user's own name."""
    return Text("word", word=term(key))


def kinds_for(part: Part, positions: tuple[int, ...]) -> dict[int, str]:
    """The kinds of a metric's amounts where they are no money."""
    kind = term(part.metric).kind
    return {} if kind == "money" else dict.fromkeys(positions, kind)


def by_data(done: Decomposition, dimension: str, before: Decomposition | None) -> Table:
    """The members of a dimension as data: one row a member of the main target."""
    part = done.main
    names = ("metric", "member", "last_year", "share", "target", "growth", "commitment", "gap")
    columns = [Column(n) for n in names] + ([Column("plan_target"), Column("change")] if before else [])
    rows = []
    for member in part.setup.dimension(dimension).members:
        figures = _figures(done, part, dimension, (member,))
        values = (part.metric, member, *figures, *_beside(part, before, dimension, member))
        rows.append(Row(values, kinds=kinds_for(part, (2, 4, 6, 7, 8, 9))))
    return Table(f"by_{dimension}", tuple(columns), rows, views=DATA)


def _figures(done: Decomposition, part: Part, dimension: str, members: tuple[str, ...]) -> tuple[object, ...]:
    """Last year, share, target, growth, commitment and gap of one or several members; the gap counts those that answered."""
    target = part.amount({dimension: members})
    total = part.setup.ask.total * part.setup.unit
    last = _last_year(part, dimension, members)
    commitment = _commitment(done, part, members)
    answered = tuple(m for m in members if done.goals.commitments.get(m) is not None)
    gap = None if commitment is None else commitment - part.amount({dimension: answered})
    return last, Fraction(target, total) if total else None, target, _growth(done, part, dimension, members), commitment, gap


def _last_year(part: Part, dimension: str, members: tuple[str, ...]) -> int | None:
    known = [v for m in members if (v := part.setup.dimension(dimension).last_year.get(m)) is not None]
    return sum(known) if known else None


def _growth(done: Decomposition, part: Part, dimension: str, members: tuple[str, ...]) -> Fraction | None:
    if done.history is None or not done.history.whole_year:
        return None
    if len(members) == 1:
        return growth_of(part, dimension, members)
    last = _last_year(part, dimension, members)
    return Fraction(part.amount({dimension: members}), last) - 1 if last and last > 0 else None


def _commitment(done: Decomposition, part: Part, members: tuple[str, ...]) -> int | None:
    """What one member committed; for several the sum of those that answered, None when nobody did or for other metrics."""
    found = [c for m in members if (c := done.goals.commitments.get(m)) is not None] if _is_committed(done, part) else []
    return sum(found) if found else None


def _is_committed(done: Decomposition, part: Part) -> bool:
    """Whether commitments speak of this metric: the plan's main one."""
    return part.metric == next(iter(done.goals.targets))


def _beside(part: Part, before: Decomposition | None, dimension: str, member: str) -> tuple[int | None, ...]:
    """The plan's own target of a member and the change against it, when an edit is tried."""
    if before is None:
        return ()
    try:
        own = before.part(part.metric)
        known = member in own.setup.dimension(dimension).members
    except KeyError:
        return None, None
    if not known:
        return None, None
    was = own.amount({dimension: (member,)})
    return was, part.amount({dimension: (member,)}) - was


def by_shown(done: Decomposition, dimension: str, before: Decomposition | None, views: frozenset[View] = SHOWN) -> Table:
    """The members of a dimension for readers: quarters beside the year, months under their quarter, a total."""
    part = done.main
    members = part.setup.dimension(dimension).members
    committed = _is_committed(done, part) and any(m in done.goals.commitments for m in members)
    known = any(v is not None for v in part.setup.dimension(dimension).last_year.values())
    quarters = dimension != "month"
    columns = _shown_columns(dimension, known, committed, before is not None, quarters)
    rows = []
    for level, name, inside in _lines(done, dimension):
        rows.append(_shown_row(done, before, dimension, level, name, inside, columns))
    title = Text("title-by", dimension=label(dimension))
    return Table(f"by_{dimension}", columns, rows, title, Text("title-by", dimension=label(dimension)), views)


def _shown_columns(dimension: str, known: bool, committed: bool, edited: bool, quarters: bool) -> tuple[Column, ...]:
    columns = [Column(dimension)]
    columns += [Column("last_year", rank=1)] if known else []
    columns += [Column("target"), Column("share")]
    columns += [Column("growth")] if known else []
    columns += [Column("plan_target"), Column("change")] if edited else []
    columns += [Column("commitment", rank=2), Column("gap", rank=2)] if committed else []
    columns += [Column("target", of=f"Q{q}", group=Text("by-quarter"), rank=3) for q in range(1, 5)] if quarters else []
    return tuple(columns)


def _lines(done: Decomposition, dimension: str) -> Iterator[tuple[str, object, tuple[str, ...]]]:
    """The lines of a shown table: its level, its name, the members it sums."""
    members = done.main.setup.dimension(dimension).members
    if dimension == "month":
        for q in range(1, 5):
            inside = tuple(str(m) for m in done.plan.fiscal.quarter(q))
            yield from (("", m, (m,)) for m in inside)
            yield "subtotal", f"Q{q}", inside
    else:
        yield from (("", m, (m,)) for m in members)
    yield "total", Text("total"), members


def _shown_row(
    done: Decomposition, before: Decomposition | None, dimension: str, level: str, name: object, inside: tuple[str, ...],
    columns: tuple[Column, ...],
) -> Row:  # fmt: skip
    part = done.main
    last, share, target, growth, commitment, gap = _figures(done, part, dimension, inside)
    values: list[object] = []
    marks: dict[int, Mark] = {}
    for n, column in enumerate(columns):
        if column.of is not None:
            months = tuple(str(m) for m in done.plan.fiscal.read(column.of))
            values.append(part.amount({dimension: inside, "month": months}))
            continue
        beside = [_beside(part, before, dimension, m) for m in inside] if column.term in ("plan_target", "change") else []
        figures = {
            dimension: name, "last_year": last, "share": share, "target": target, "growth": growth,
            "commitment": commitment, "gap": gap,
        }  # fmt: skip
        if beside:
            spot = 0 if column.term == "plan_target" else 1
            known = [b[spot] for b in beside if b[spot] is not None]
            figures[column.term] = sum(k for k in known if k is not None) if known else None
        values.append(figures[column.term])
        if column.term == "growth" and _beyond(done, dimension, inside, growth):
            marks[n] = "warn"
        if column.term == "gap" and isinstance(gap, int) and level == "":
            marks[n] = "bad" if gap < 0 else "good"
    spots = tuple(n for n, c in enumerate(columns) if term(c.term).kind == "money")
    return Row(tuple(values), level, marks, kinds_for(part, spots))  # type: ignore[arg-type]


def _beyond(done: Decomposition, dimension: str, inside: tuple[str, ...], growth: object) -> bool:
    """Whether a member's growth is beyond the rail; months that only compare together are judged together."""
    rail = done.goals.growth
    if rail is None or not isinstance(growth, Fraction):
        return False
    if inside not in done.main.setup.dimension(dimension).groups():
        return False
    over = rail.at_most is not None and growth > rail.at_most
    return over or (rail.at_least is not None and growth < rail.at_least)


def cells(done: Decomposition) -> Table:
    """Every cell of every target as data: one row a cell, dimensions in the plan's order, the number before rounding beside."""
    names = list(dict.fromkeys(d.name for p in done.parts for d in p.setup.ask.dimensions if d.name != "month"))
    columns = (Column("metric"), *(Column(n) for n in names), Column("month"), Column("target"), Column("unrounded"))
    rows = [row for part in done.parts for row in _cell_rows(done, part, names)]
    return Table("cells", columns, rows, views=DATA)


def _cell_rows(done: Decomposition, part: Part, names: list[str]) -> Iterator[Row]:
    from itertools import product

    import numpy as np

    ask = part.setup.ask
    order = [*(d for n in names for d in ask.dimensions if d.name == n), *(d for d in ask.dimensions if d.name == "month")]
    axes = [ask.axes.index(d) for d in order]
    places = np.ix_(*([d.sorted.index(m) for m in d.members] for d in order))
    whole = part.split.cells.transpose(axes)[places].ravel().tolist()
    size = part.setup.unit / 10 ** (done.plan.digits if term(part.metric).kind == "money" else 0)
    exact = (part.split.fitted.transpose(axes)[places].ravel() * size).tolist()
    have = {d.name for d in order}
    spot = len(names) + 2
    kinds = {**kinds_for(part, (spot,)), spot + 1: "number"}
    for members, units, before in zip(product(*(d.members for d in order)), whole, exact, strict=True):
        by_name = iter(members)
        values = [next(by_name) if n in have else None for n in names]
        yield Row((part.metric, *values, next(by_name), units * part.setup.unit, before), kinds=kinds)


def holds(done: Decomposition) -> Table:
    """What was held: asked, got, and by how much the hold moved the slice."""
    names = ("what", "edge", "asked", "got", "moved", "why", "place")
    rows = []
    for part in done.parts:
        for hold, moved in zip(part.split.ask.holds, hold_moves(part.split), strict=True):
            given = done.goals.fixed[hold.number] if hold.number is not None else None
            what = slice_text(done.plan, hold.where)
            if len(done.parts) > 1 and part is not done.main:
                what = f"{part.metric}: {what}"
            edges = [("=", hold.low)] if hold.low == hold.high else [("≥", hold.low), ("≤", hold.high)]
            for sign, asked in edges:
                if asked is not None:
                    place = str(in_plan(done.plan, place_of(done.plan, hold, "high" if sign == "≤" else "low")))
                    figures = [v if v is None else v * part.setup.unit for v in (asked, part.split.total(hold.where), moved)]
                    values = (what, sign, *figures, given.why if given else None, place)
                    rows.append(Row(values, kinds=kinds_for(part, (2, 3, 4))))
    columns = tuple(Column(n, rank=3 if n == "place" else 2 if n == "why" else 0) for n in names)
    return Table("holds", columns, rows, Text("title-holds"), Text("title-holds"), EVERYWHERE)


def proof(done: Decomposition) -> Table:
    """What was added up, how many parts it has, and that they sum to the target."""
    rows = []
    for part in done.parts:
        total = part.setup.ask.total * part.setup.unit
        for what, count, units in _sums(done, part):
            values = (part.metric, what, count, units * part.setup.unit, total, units * part.setup.unit == total)
            rows.append(Row(values, kinds=kinds_for(part, (3, 4))))
    columns = tuple(Column(n) for n in ("metric", "what", "count", "sum", "target", "exact"))
    return Table("proof", columns, rows, views=DATA)


def _sums(done: Decomposition, part: Part) -> Iterator[tuple[str, int, int]]:
    yield "cells", int(part.split.cells.size), int(part.split.cells.sum())
    for dimension in part.setup.ask.dimensions:
        yield dimension.name, len(dimension.members), sum(part.split.totals[dimension.name].values())
    quarters = [part.split.total({"month": tuple(str(m) for m in done.plan.fiscal.quarter(q))}) for q in range(1, 5)]
    yield "quarter", 4, sum(quarters)


def proof_note(done: Decomposition) -> Text:
    """The proof line: what all sums to the target, read off the sums themselves."""
    part = done.main
    what = [label(w) if w not in ("cells", "quarter") else Text(f"proof-{w}") for w, _, _ in _sums(done, part)]
    if part.setup.ask.holds:
        what.append(Text("proof-holds", count=len(part.setup.ask.holds)))
    sums = {units for _, _, units in _sums(done, part)}
    held = all(_holds(part, h.where, h.low, h.high) for h in part.setup.ask.holds)
    total = Quantity(term(part.metric).kind, part.setup.ask.total * part.setup.unit)
    slug = "proof" if sums == {part.setup.ask.total} and held else "proof-fails"
    return Text(slug, what=what, total=total, smallest=Quantity(term(part.metric).kind, part.setup.unit))


def _holds(part: Part, where: Mapping[str, tuple[str, ...]], low: int | None, high: int | None) -> bool:
    got = part.split.total(where)
    return (low is None or got >= low) and (high is None or got <= high)
