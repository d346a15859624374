"""The tables of a replan: where the year stands, policies side by side, what the chosen one changes and whether it can be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan.calc.replan import last_period
from salesplan.calc.replan_strain import Strain, together
from salesplan.calc.replan_year import OTHERS, crew_strain
from salesplan.commands.review_tables import mark_of
from salesplan.report import DATA, SHOWN, Column, Level, Mark, Row, Table, View
from salesplan.words import Text, term

if TYPE_CHECKING:
    from salesplan.calc.whole import Whole
    from salesplan.commands.replan_setup import Position

MARKED = {"best_month": "best_month_share", "best_period": "best_period_share", "capacity": "load", "growth": "growth", "increase": "change_share"}
"""The column in which a crossed line is marked."""


def label(position: Position, member: str) -> Text | str:
    """How a member is called."""
    if position.by == "metric":
        return Text("word", word=term(member)) if member != OTHERS else Text("replan-others")
    return Text("replan-others") if member == OTHERS else position.stand.label(position.by, member)


def dimension_word(name: str) -> Text:
    """How a dimension is called."""
    return Text("word", word=term(name))


def policy_text(policy: str) -> Text:
    """How a policy is called, with the word for the command line."""
    return Text("policy-named", name=Text(f"policy-{policy}"), key=policy)


def scenario_text(position: Position) -> Text | str:
    """The scenario's name; the plan itself is `plan`."""
    return position.scenario or Text("replan-base")


def _kinds(position: Position, columns: Sequence[Column]) -> dict[int, str]:
    """The kinds of a metric's amounts where they are no money."""
    kind = term(position.stand.metric).kind
    return {} if kind == "money" else {n: kind for n, c in enumerate(columns) if term(c.term).kind == "money"}


def standing(position: Position, views: frozenset[View]) -> Table:
    """Target, actual and gap of each member up to the first month that may change, and what its remaining months were to bring."""
    year = position.year
    past = slice(0, year.start)
    columns = (
        Column(position.by if views != DATA else "member"), Column("target_ytd"), Column("actual_ytd"), Column("attainment_ytd"), Column("gap"),
        Column("plan_target", label=Text("replan-remaining-old")), Column("last_year", label=Text("replan-last-period"), rank=1),
    )  # fmt: skip
    rows = []
    totals = (0, 0, 0)
    for n, member in enumerate(year.members):
        target = int(year.targets[n, past].sum()) * year.unit
        actual, left = int(year.actual[n, past].sum()), int(year.remaining[n].sum()) * year.unit
        totals = (totals[0] + target, totals[1] + actual, totals[2] + left)
        rows.append(_standing_row(position, label(position, member), target, actual, left, last_period(year, n), columns))
    if views != DATA:
        lasts = [v for n in range(len(year.members)) if (v := last_period(year, n)) is not None]
        rows.append(_standing_row(position, Text("total"), *totals, sum(lasts) if lasts else None, columns, "total"))
    title = Text("title-standing", last=str(position.months[0].plus(-1)))
    return Table("standing", columns, rows, title, Text("sheet-replan"), views)


def _standing_row(
    position: Position, name: Text | str, target: int, actual: int, left: int, last: int | None, columns: Sequence[Column], level: Level = ""
) -> Row:
    share = Fraction(actual, target) if target > 0 else None
    marks: dict[int, Mark] = {} if share is None else {3: mark_of(position.stand, share)}
    return Row((name, target, actual, share, actual - target, left, last), level, marks, _kinds(position, columns))


def policies(positions: Sequence[Position], views: frozenset[View]) -> Table:
    """One row a policy (and scenario): what remains to be done, growth, the year, what is left open, who is over a line."""
    several = len(positions) > 1 or views == DATA
    columns = (
        *([Column("scenario")] if several else []), Column("policy"), Column("remaining"), Column("change", rank=1), Column("change_share"),
        Column("growth"), Column("year_end", rank=1), Column("short"), Column("beyond"), *([Column("load", rank=2)] if _loaded(positions) else []),
        *([Column("last_year", rank=2), Column("reached", rank=2)] if views == DATA else []), Column("recommended", label=Text("replan-pick")),
    )  # fmt: skip
    rows = []
    for position in positions:
        for policy in position.tried:
            rows.append(_policy_row(position, policy, columns, data=views == DATA))
    return Table("policies", columns, rows, Text("title-policies"), Text("sheet-replan"), views, new_page=True)


def _loaded(positions: Sequence[Position]) -> bool:
    return any(together(p.year, p.year.remaining).load is not None for p in positions)


def _policy_row(position: Position, policy: str, columns: Sequence[Column], *, data: bool) -> Row:
    year = position.year
    made, strains = position.tried[policy]
    whole = together(year, made.months)
    lasts = [v for n in range(len(year.members)) if (v := last_period(year, n)) is not None]
    advised = position.advice.policy == policy
    values: dict[str, Any] = {
        "scenario": (position.scenario or "base") if data else scenario_text(position), "policy": policy if data else policy_text(policy),
        "remaining": whole.after * year.unit, "change": whole.change * year.unit, "change_share": whole.on_plan, "growth": whole.growth,
        "year_end": year.reached + whole.after * year.unit, "short": made.short * year.unit, "beyond": sum(bool(s.crossed) for s in strains),
        "load": whole.load, "last_year": sum(lasts) if lasts else None, "reached": year.reached, "recommended": advised,
    }  # fmt: skip
    names = [c.term for c in columns]
    marks: dict[int, Mark] = {}
    if made.short:
        marks[names.index("short")] = "warn"
    if values["beyond"]:
        marks[names.index("beyond")] = "bad"
    if advised:
        marks[names.index("recommended")] = "good"
    return Row(tuple(values[n] for n in names), "", marks, _kinds(position, columns))


def policy_members(position: Position) -> Table:
    """Members by policy for readers: the new remaining targets, marked where they go over a line."""
    year = position.year
    shown = list(position.tried)
    columns = (
        Column(position.by), Column("plan_target", label=Text("replan-remaining-old")),
        *(Column("remaining", key=f"remaining:{p}", label=Text(f"policy-{p}"), group=Text("replan-policies"), rank=0 if p == position.advice.policy else 1) for p in shown if p != "keep-months"),
    )  # fmt: skip
    rows = []
    for n, member in enumerate(year.members):
        strains = {p: position.tried[p][1][n] for p in shown}
        values = [strains["keep-months"].before * year.unit, *(strains[p].after * year.unit for p in shown if p != "keep-months")]
        marks: dict[int, Mark] = {2 + i: "bad" for i, p in enumerate(p for p in shown if p != "keep-months") if strains[p].crossed}
        rows.append(Row((label(position, member), *values), "", marks, _kinds(position, columns)))
    sums = [int(position.tried[p][0].months.sum()) * year.unit for p in shown if p != "keep-months"]
    rows.append(Row((Text("total"), int(year.remaining.sum()) * year.unit, *sums), "total", {}, _kinds(position, columns)))
    title = Text("title-policy-members", dimension=dimension_word(position.by))
    return Table("policy_members", columns, rows, title, Text("sheet-replan"), SHOWN)


def policy_members_data(positions: Sequence[Position]) -> Table:
    """Every member under every policy as data, with its strain."""
    names = (
        "scenario", "policy", "by", "member", "plan_target", "target", "change", "change_share", "last_year", "growth", "best_month_share",
        "best_period_share", "load", "crossed",
    )  # fmt: skip
    columns = tuple(Column(n) for n in names)
    rows = []
    for position in positions:
        year = position.year
        for policy, (_, strains) in position.tried.items():
            for n, s in enumerate(strains):
                values = (
                    position.scenario or "base", policy, position.by, s.member or None, s.before * year.unit, s.after * year.unit, s.change * year.unit,
                    s.on_plan, last_period(year, n), s.growth, s.of_best_month, s.of_best_period, s.load, ",".join(s.crossed) or None,
                )  # fmt: skip
                rows.append(Row(values, kinds=_kinds(position, columns)))
    return Table("policy_members", columns, rows, views=DATA)


def changes(position: Position, policy: str) -> Table:
    """What a policy changes as data: a row a member (or person, or all) and month, old and new target, change and its share."""
    columns = tuple(Column(n) for n in ("scenario", "policy", "by", "member", "month", "plan_target", "target", "change", "change_share"))
    rows = []
    for by, member, old, new in _changed(position, policy):
        for month, before, after in zip(position.months, old, new, strict=True):
            unit = position.year.unit
            share = Fraction(after - before, before) if before else None
            values = (position.scenario or "base", policy, by, member, month, before * unit, after * unit, (after - before) * unit, share)
            rows.append(Row(values, kinds=_kinds(position, columns)))
    return Table("changes", columns, rows, views=DATA)


def _changed(position: Position, policy: str) -> Iterator[tuple[str, str | None, list[int], list[int]]]:
    """Old and new units by month: all together, members, people."""
    old, new = position.year.remaining, position.tried[policy][0].months
    yield "total", None, old.sum(axis=0).tolist(), new.sum(axis=0).tolist()
    for n, member in enumerate(position.year.members):
        if member != OTHERS:
            yield position.by, member, old[n].tolist(), new[n].tolist()
    for member, rows in position.quotas(policy).items():
        crew = position.crews[member]
        for n, person in enumerate(crew.ids):
            if person:
                yield "person", person, crew.quotas[n, position.start :].tolist(), rows[n].tolist()


def by_member(position: Position, policy: str) -> Table:
    """What a policy changes by member: the remaining months together, then each of them."""
    year = position.year
    made, strains = position.tried[policy]
    columns = (Column(position.by), *_change_columns(), *_month_columns(position))
    rows = [
        _change_row(position, label(position, s.member), s.before, s.after, last_period(year, n), made.months[n], columns, s)
        for n, s in enumerate(strains) if s.member != OTHERS or s.after
    ]  # fmt: skip
    whole = together(year, made.months)
    lasts = [v for n in range(len(year.members)) if (v := last_period(year, n)) is not None]
    rows.append(_change_row(position, Text("total"), whole.before, whole.after, sum(lasts) if lasts else None, made.months.sum(axis=0), columns, None, "total"))
    title = Text("title-changes", policy=policy_text(policy), dimension=dimension_word(position.by))
    return Table(f"changes_{position.by}", columns, rows, title, Text("sheet-changes"), SHOWN)


def _change_columns() -> tuple[Column, ...]:
    return (
        Column("plan_target", label=Text("replan-old")), Column("target", label=Text("replan-new")), Column("change"), Column("change_share"),
        Column("last_year", label=Text("replan-last-period"), rank=2), Column("growth"),
    )  # fmt: skip


def _month_columns(position: Position) -> tuple[Column, ...]:
    return tuple(Column("target", of=str(m), group=Text("replan-months"), rank=3) for m in position.months)


def _change_row(
    position: Position, name: Text | str, before: int, after: int, last: int | None, months: Whole, columns: Sequence[Column],
    strain: Strain | None, level: Level = "",
) -> Row:  # fmt: skip
    unit = position.year.unit
    growth = Fraction(after * unit, last) - 1 if last is not None and last > 0 else None
    share = Fraction(after - before, before) if before else None
    values = (name, before * unit, after * unit, (after - before) * unit, share, last, growth, *(int(v) * unit for v in months))
    marks: dict[int, Mark] = {2: "bad"} if strain is not None and strain.crossed else {}
    return Row(values, level, marks, _kinds(position, columns))


def by_month(position: Position, policy: str) -> Table:
    """What a policy changes by month."""
    year = position.year
    new = position.tried[policy][0].months
    columns = (Column("month"), *_change_columns())
    lasts = _last_by_month(position)
    rows = []
    for n, month in enumerate(position.months):
        before, after = int(year.remaining[:, n].sum()), int(new[:, n].sum())
        rows.append(_change_row(position, str(month), before, after, lasts[n], np.zeros(0, np.int64), columns, None))
    last = sum(v for v in lasts if v is not None) if None not in lasts else None
    rows.append(_change_row(position, Text("total"), int(year.remaining.sum()), int(new.sum()), last, np.zeros(0, np.int64), columns, None, "total"))
    title = Text("title-changes", policy=policy_text(policy), dimension=dimension_word("month"))
    return Table("changes_month", columns, rows, title, Text("sheet-changes"), SHOWN)


def _last_by_month(position: Position) -> list[int | None]:
    from salesplan.frame import NO_AMOUNT

    last = position.year.last_year
    if last is None:
        return [None] * len(position.months)
    return [None if (column == NO_AMOUNT).any() else int(column.sum()) for column in last[:, position.start :].T]


def by_person(position: Position, policy: str, views: frozenset[View]) -> Table:
    """What a policy changes for people: old and new quota of the remaining months, and the new one beside their capacity."""
    columns = (
        Column(position.by), Column("person"), Column("plan_target", label=Text("replan-old")), Column("target", label=Text("replan-new")),
        Column("change"), Column("change_share"), Column("capacity", rank=2), Column("load"), *_month_columns(position),
    )  # fmt: skip
    quotas = position.quotas(policy)
    rows: list[Row] = []
    for member, months in quotas.items():
        rows += _crew_rows(position, member, months, columns)
    title = Text("title-changes", policy=policy_text(policy), dimension=dimension_word("person"))
    return Table("changes_person", columns, rows, title, Text("sheet-changes"), views)


def _crew_rows(position: Position, member: str, months: Whole, columns: Sequence[Column]) -> Iterator[Row]:
    from salesplan.frame import NO_AMOUNT

    crew, unit = position.crews[member], position.year.unit
    for n, (before, after, load) in enumerate(crew_strain(crew, months)):
        if not (before or after):
            continue
        seat = crew.ids[n]
        name = position.stand.label("person", seat) if seat else Text("nobody")
        capacity = None if crew.capacity[n] == NO_AMOUNT else int(crew.capacity[n])
        share = Fraction(after - before, before) if before else None
        marks: dict[int, Mark] = {7: "bad"} if load is not None and load > position.lines.capacity and after > before else {}
        values = (label(position, member), name, before * unit, after * unit, (after - before) * unit, share, capacity, load)
        yield Row((*values, *(int(v) * unit for v in months[n])), "", marks, _kinds(position, columns))


def feasible(position: Position, policy: str) -> Table:
    """Whether each member can do it: its highest new month beside its best ever, the remaining months beside the best such, load, growth."""
    columns = (
        Column(position.by), Column("remaining"), Column("change_share"), Column("best_month", rank=1), Column("best_month_share"), Column("best_period_share"),
        *([Column("load")] if position.crews else []), Column("growth"), Column("crossed"),
    )  # fmt: skip
    names = [c.term for c in columns]
    rows = []
    for n, s in enumerate(position.tried[policy][1]):
        if s.member == OTHERS:
            continue
        crossed: Text | str | None = Text("list-and", parts=[Text(f"line-{c}") for c in s.crossed]) if s.crossed else None
        values: Mapping[str, Any] = {
            position.by: label(position, s.member), "remaining": s.after * position.year.unit, "best_month": position.year.known(position.year.best_month, n),
            "best_month_share": s.of_best_month, "best_period_share": s.of_best_period, "load": s.load, "growth": s.growth, "crossed": crossed,
            "change_share": s.on_plan,
        }  # fmt: skip
        marks: dict[int, Mark] = {names.index(MARKED[c]): "bad" for c in s.crossed if MARKED[c] in names}
        rows.append(Row(tuple(values[c] for c in names), "", marks, _kinds(position, columns)))
    return Table("feasibility", columns, rows, Text("title-feasible", policy=policy_text(policy)), Text("sheet-replan"), SHOWN)
