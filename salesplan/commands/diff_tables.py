"""The tables of a comparison of two plans: keys, causes, members before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from salesplan.report import DATA, SHOWN, Column, Level, Mark, Row, Table
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.calc.decomposition import Decomposition, Part
    from salesplan.commands.diff import Side, Step
    from salesplan.commands.plan_revision import Named
    from salesplan.plan.compare import Difference

Move = tuple[int | None, int | None]
"""A target before and after [smallest units]; None where a plan does not have the member."""


def metrics(before: Decomposition, after: Decomposition) -> list[str]:
    """The metrics of both plans, those of the plan after first."""
    return list(dict.fromkeys(p.metric for done in (after, before) for p in done.parts))


def total(done: Decomposition, metric: str) -> int | None:
    """The annual target of a metric [smallest units]; None where the plan has none."""
    part = _part(done, metric)
    return None if part is None else part.split.ask.total * part.setup.unit


def _part(done: Decomposition, metric: str) -> Part | None:
    return next((p for p in done.parts if p.metric == metric), None)


def dimensions(before: Decomposition, after: Decomposition, metric: str) -> list[str]:
    """The dimensions that either plan splits a metric by; people where they have quotas."""
    parts = [p for done in (after, before) if (p := _part(done, metric)) is not None]
    names = dict.fromkeys(d.name for p in parts for d in p.setup.ask.dimensions)
    found = [*(n for n in names if n != "month"), *(["person"] if any(p.quotas for p in parts) else []), "month"]
    return [n for n in found if n != "month" or "month" in names]


def chosen(before: Decomposition, after: Decomposition, by: Sequence[str]) -> list[str]:
    """The dimensions to show; all where none is named. Raises: Misuse for a name that is none."""
    from salesplan.commands.decompose import key_of
    from salesplan.commands.usage import Misuse
    from salesplan.plan.guess import guess

    known = dimensions(before, after, after.main.metric)
    names = [key_of(n, known) for n in by]
    for name in names:
        if name not in known:
            raise Misuse("by-not-a-dimension", dimension=name, known=known, guess=guess(name, known))
    return names or known


def amounts(done: Decomposition, dimension: str, metric: str | None = None) -> dict[str, int]:
    """The targets of a dimension's members [smallest units]; people by seat, months by their number in the year."""
    part = _part(done, metric or done.main.metric)
    if part is None:
        return {}
    if dimension == "person":
        found: dict[str, int] = {}
        for quota in part.quotas:
            found[quota.seat.id] = found.get(quota.seat.id, 0) + quota.total * part.setup.unit
        return {k: v for k, v in found.items() if k}
    own = next((d for d in part.setup.ask.dimensions if d.name == dimension), None)
    if own is None:
        return {}
    if dimension == "month":
        return {str(n): part.amount({"month": (str(m),)}) for n, m in enumerate(done.plan.fiscal.months)}
    return {m: part.amount({dimension: (m,)}) for m in own.members}


def moves(before: Decomposition, after: Decomposition, dimension: str, metric: str | None = None) -> dict[str, Move]:
    """Every member's target before and after, in the order of the plan after."""
    metric = metric or after.main.metric
    old, new = amounts(before, dimension, metric), amounts(after, dimension, metric)
    return {m: (old.get(m), new.get(m)) for m in [*new, *(m for m in old if m not in new)]}


def label_of(before: Decomposition, after: Decomposition, dimension: str, member: str) -> Text | str:
    """How a member is called: people by name, months by theirs in the year of the plan after."""
    from salesplan.commands.target_book import person_text

    if dimension == "month":
        return str(after.plan.fiscal.months[int(member)])
    if dimension != "person":
        return member
    quotas = [q for done in (after, before) for p in done.parts for q in p.quotas if q.seat.id == member]
    return person_text(quotas[0]) if quotas else member


def _change_columns() -> tuple[Column, ...]:
    return (
        Column("plan_target", label=Text("diff-before")), Column("target", label=Text("diff-after")), Column("change", label=Text("diff-moved")),
        Column("change_share"),
    )  # fmt: skip


def _figures(move: Move) -> tuple[int | None, int | None, int, Fraction | None]:
    old, new = move
    change = (new or 0) - (old or 0)
    return old, new, change, Fraction(change, old) if old else None


def _kinds(metric: str, columns: Sequence[Column]) -> dict[int, str]:
    kind = term(metric).kind
    return {} if kind == "money" else {n: kind for n, c in enumerate(columns) if term(c.term).kind == "money"}


def by_shown(before: Decomposition, after: Decomposition, dimension: str) -> Table | None:
    """Who gained and who lost, for readers: before, after, change; None where nothing is split so."""
    found = moves(before, after, dimension)
    if not found:
        return None
    metric = after.main.metric
    columns = (Column(dimension), *_change_columns())
    rows = [_row(label_of(before, after, dimension, m), move, metric, columns) for m, move in found.items()]
    olds, news = ([v[n] for v in found.values() if v[n] is not None] for n in (0, 1))
    whole = (sum(v for v in olds if v is not None) if olds else None, sum(v for v in news if v is not None) if news else None)
    rows.append(_row(Text("total"), whole, metric, columns, "total"))
    title = Text("title-diff-by", dimension=Text("word", word=term(dimension)))
    return Table(f"by_{dimension}", columns, rows, title, Text("sheet-diff"), SHOWN)


def _row(name: Text | str, move: Move, metric: str, columns: Sequence[Column], level: Level = "") -> Row:
    figures = _figures(move)
    marks: dict[int, Mark] = {} if level or not figures[2] else {3: "good" if figures[2] > 0 else "warn"}
    return Row((name, *figures), level, marks, _kinds(metric, columns))


def totals(before: Decomposition, after: Decomposition) -> Table:
    """Every metric's annual target before and after."""
    columns = (Column("metric"), *_change_columns())
    rows = []
    for metric in metrics(before, after):
        move = (total(before, metric), total(after, metric))
        rows.append(Row((metric, *_figures(move)), kinds=_kinds(metric, columns)))
    return Table("totals", columns, rows, views=DATA)


def changes(before: Decomposition, after: Decomposition) -> Table:
    """Every member of every dimension and metric before and after, as data."""
    columns = tuple(Column(n) for n in ("metric", "by", "member", "plan_target", "target", "change", "change_share"))
    rows = []
    for metric in metrics(before, after):
        for dimension in dimensions(before, after, metric):
            for member, move in moves(before, after, dimension, metric).items():
                name = str(after.plan.fiscal.months[int(member)]) if dimension == "month" else member
                rows.append(Row((metric, dimension, name, *_figures(move)), kinds=_kinds(metric, columns)))
    return Table("changes", columns, rows, views=DATA)


def keys(old: Named, new: Named, found: Sequence[Difference]) -> Table:
    """The keys that were written anew, with both values and the file and line where they stand."""
    from salesplan.plan.compare import shown

    columns = (
        Column("key"), Column("written", key="before", label=Text("diff-before")), Column("written", key="after", label=Text("diff-after")),
        Column("place", rank=1),
    )  # fmt: skip
    rows = [Row((d.key, shown(d.before), shown(d.after), place(old, new, d))) for d in found]
    return Table("keys", columns, rows, Text("title-diff-keys"), Text("sheet-diff"))


def place(old: Named, new: Named, difference: Difference) -> str:
    """Where a change stands in the plan after; what was taken away, where it stood before."""
    from dataclasses import replace

    from salesplan.calc.decomposition import in_plan
    from salesplan.plan.compare import at

    side, node = (new, difference.after) if difference.after is not None else (old, difference.before)
    path = at(side.plan.root, difference.path)
    found = side.plan.place(*path) if path is not None else node.place if node is not None else side.plan.place()
    where = in_plan(side.plan, found)
    return str(where if side is new else replace(where, file=f"{side.name} {where.file}"))


def moving(steps: Sequence[Step]) -> list[Step]:
    """The steps that moved a target of any metric or of anybody."""
    return [s for s in steps if any(_moved(s))]


def _moved(step: Step) -> Iterator[bool]:
    for metric in metrics(step.before, step.after):
        yield total(step.before, metric) != total(step.after, metric)
        for dimension in dimensions(step.before, step.after, metric):
            yield amounts(step.before, dimension, metric) != amounts(step.after, dimension, metric)


def steps(old: Side, new: Side, moved: Sequence[Step], dimension: str | None) -> Table:
    """What each decision moved, in all and by member; the rows sum to the whole change."""
    assert old.done is not None
    assert new.done is not None
    metric = new.done.main.metric
    members = list(moves(old.done, new.done, dimension)) if dimension is not None else []
    columns = (
        Column("step", label=Text("diff-step")), Column("change", label=Text("diff-moved")), *([Column("gained"), Column("lost")] if members else []),
        *(Column("change", of=m, rank=1) for m in members),
    )  # fmt: skip
    rows = []
    for step in [*moved, None]:
        one, other = (step.before, step.after) if step is not None else (old.done, new.done)
        whole = (total(other, metric) or 0) - (total(one, metric) or 0)
        by = moves(one, other, dimension, metric) if dimension is not None else {}
        values = [(by.get(m, (0, 0))[1] or 0) - (by.get(m, (0, 0))[0] or 0) for m in members]
        name = Text("total") if step is None else ", ".join(".".join(g) for g in step.groups) if step.groups else Text("diff-records")
        ends = (_furthest(metric, members, values, 1), _furthest(metric, members, values, -1)) if members else ()
        rows.append(Row((name, whole, *ends, *values), "total" if step is None else "", kinds=_kinds(metric, columns)))
    about = Text("word", word=term(dimension or "metric"))
    return Table("steps", columns, rows, Text("title-diff-steps", dimension=about), Text("sheet-diff"))


def _furthest(metric: str, members: Sequence[str], values: Sequence[int], sign: int) -> Text | None:
    """The member that moved furthest in a direction, with how far; None where nobody did."""
    most = max(range(len(members)), key=lambda n: sign * values[n])
    if sign * values[most] <= 0:
        return None
    return Text("diff-signed", member=members[most], change=Quantity(term(metric).kind, sign * values[most]))
