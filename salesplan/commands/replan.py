"""`salesplan replan`: the remaining months of the year planned anew, policies side by side, one of them as a scenario to approve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from salesplan.commands.options import (
    Format,
    Lang,
    Output,
    Quiet,
    Strict,
    Table,
    Unit,
    day,
    result_language,
    words_of,
)
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.commands.replan_setup import Position
    from salesplan.report import Block, Report

Exports = Annotated[list[str] | None, typer.Argument(metavar="EXPORT", help="option-review-exports")]
PlanOption = Annotated[Path | None, typer.Option("--plan", metavar="PLAN", help="option-review-plan")]
Targets = Annotated[list[str] | None, typer.Option("--targets", metavar="FILE", help="option-review-targets")]
From = Annotated[str | None, typer.Option("--from", metavar="MONTH", help="option-replan-from")]
Policy = Annotated[str | None, typer.Option("--policy", "--mode", metavar="POLICY", help="option-replan-policy")]
By = Annotated[str | None, typer.Option("--by", metavar="DIMENSION", help="option-replan-by")]
Scenarios = Annotated[str | None, typer.Option("--scenario", metavar="NAMES", help="option-replan-scenario")]
Actuals = Annotated[list[str] | None, typer.Option("--actuals", metavar="FILE", help="option-actuals")]
Write = Annotated[str | None, typer.Option("--write", metavar="NAME", help="option-replan-write")]
Replace = Annotated[bool, typer.Option("--replace", help="option-replan-replace")]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="option-replan-why")]
Day = Annotated[dt.date | None, typer.Option("--as-of", metavar="DATE", help="option-review-as-of", parser=day)]
SkipBadRows = Annotated[bool, typer.Option("--skip-bad-rows", help="option-skip-bad-rows")]

NAMED = 7
"""As many members are named in a sentence; of more, the first three."""


def command(
    exports: Exports = None,
    plan: PlanOption = None,
    from_: From = None,
    policy: Policy = None,
    by: By = None,
    scenario: Scenarios = None,
    actuals: Actuals = None,
    targets: Targets = None,
    write: Write = None,
    replace: Replace = False,
    why: Why = None,
    format: Format = "terminal",
    output: Output = None,
    table: Table = None,
    unit: Unit = None,
    as_of: Day = None,
    skip_bad_rows: SkipBadRows = False,
    lang: Lang = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> int:
    """The exit code, after the policies were shown and the scenario was written."""
    from salesplan.commands.deliver import deliver, outputs_allowed
    from salesplan.commands.replan_setup import policies_of, scenarios_asked
    from salesplan.commands.usage import Misuse
    from salesplan.words import language_of

    chosen, names = policies_of(policy), scenarios_asked(words_of(scenario))
    if write is not None and len(names) > 1:
        raise Misuse("write-one-scenario")
    words = [*(exports or ()), *(actuals or ())]
    ask = Asking(words, plan, targets or [], from_, by, as_of, skip_bad_rows, unit, lang or language_of())
    positions = [_position(ask, name) for name in names]
    stand = positions[0].stand
    language = result_language(lang, stand.plan.language if stand.plan is not None else None)
    inputs = [path for p in positions for path in p.stand.inputs]
    outputs_allowed(output, inputs)
    if write is not None:
        _write(positions[0], chosen or positions[0].advice.policy, write, why, language, inputs, replace=replace, quiet=quiet)
    if write is not None and quiet and not output and format == "terminal":
        return 0
    return deliver(
        report(positions, chosen), format=format, outputs=output, lang=language, strict=strict, quiet=quiet, inputs=inputs, table=table,
    )  # fmt: skip


class Asking(NamedTuple):
    """What the command line names, the same for every scenario."""

    words: list[str]
    plan: Path | None
    targets: list[str]
    start: str | None
    by: str | None
    as_of: dt.date | None
    skip_bad_rows: bool
    unit: str | None
    lang: str


def _position(ask: Asking, scenario: str | None) -> Position:
    from salesplan.commands.replan_setup import position, start_of
    from salesplan.commands.review_build import standing
    from salesplan.commands.review_setup import Asked
    from salesplan.commands.usage import Misuse

    stand = standing(
        ask.words, ask.plan, Asked(as_of=ask.as_of), targets=ask.targets, scenario=scenario, skip_bad_rows=ask.skip_bad_rows,
        unit=ask.unit, lang=ask.lang,
    )  # fmt: skip
    if not len(stand.targets.cells):
        raise Misuse("replan-without-targets")
    if stand.metric not in stand.amounts:
        raise Misuse("replan-metric-unknown", metric=Text("word", word=term(stand.metric)))
    return position(stand, ask.by, start_of(stand, ask.start, ask.as_of), scenario)


def _write(
    position: Position, policy: str, name: str, why: str | None, lang: str, inputs: Sequence[Path], *, replace: bool, quiet: bool
) -> None:
    """Write the scenario's file or files, all of them or none."""
    from salesplan.commands import streams
    from salesplan.commands.replan_file import scenario_files
    from salesplan.render.files import refuse, write_whole
    from salesplan.words import say

    files = scenario_files(position, policy, name, why, lang, replace=replace)
    read = [p for p in inputs if not (replace and p in files)]
    for path in files:
        path.parent.mkdir(exist_ok=True)
        refuse(path, read)
    for path, data in files.items():
        write_whole(path, data, read)
        if not quiet:
            streams.show(say(Text("written", file=path.as_posix()), lang))


def report(positions: Sequence[Position], chosen: str | None = None) -> Report:
    """The policies and what the chosen one changes, as a report."""
    from salesplan.commands import replan_tables as tables
    from salesplan.commands.past import reading_notes
    from salesplan.report import DATA, SHOWN, Note, Report

    first = positions[0]
    stand, policy = first.stand, chosen or first.advice.policy
    blocks: list[Block] = [Note(t) for t in _said_first(first, chosen)]
    blocks += [tables.standing(first, SHOWN), tables.policies(positions, SHOWN), tables.policy_members(first), _chart()]
    blocks += _detail(first, policy)
    blocks += [tables.standing(first, DATA), tables.policies(positions, DATA), tables.policy_members_data(positions)]
    blocks += [tables.changes(p, chosen or p.advice.policy) for p in positions[:1]]
    blocks += [Note(t) for t in [*_notes(first, several=len(positions) > 1), *reading_notes(stand.sales)]]
    blocks += _alerts(first, policy)
    return Report(
        "replan", title(first), stand.identity(), stand.money, tuple(blocks), str(first.months[0].plus(-1).last_day), stand.sources, stand.basis(),
    )  # fmt: skip


def title(position: Position) -> Text:
    """What the report is called."""
    stand = position.stand
    kind = term(stand.metric).kind
    return Text(
        "title-replan", month=str(position.months[0]), year=stand.year.year, metric=Text("word", word=term(stand.metric)), total=Quantity(kind, goal(position)),
    )  # fmt: skip


def goal(position: Position) -> int:
    """The year's target that is to be kept [smallest units]: the plan's own, whatever was revised since."""
    plan, stand = position.stand.plan, position.stand
    if plan is not None and plan.goals is not None and stand.metric in plan.goals.targets:
        return int(plan.goals.targets[stand.metric])
    return int(position.year.targets.sum()) * position.year.unit


def _chart() -> Block:
    from salesplan.report import Chart

    return Chart("column", "policies", "policy", ("remaining",), Text("chart-replan"), Text("sheet-replan"))


def _detail(position: Position, policy: str) -> list[Block]:
    """The tables of the chosen policy; people by month only on paper."""
    from salesplan.commands import replan_tables as tables
    from salesplan.report import SHOWN

    found: list[Block] = [tables.feasible(position, policy), tables.by_member(position, policy), tables.by_month(position, policy)]
    if position.crews:
        found.append(tables.by_person(position, policy, SHOWN))
    return found


def _said_first(position: Position, chosen: str | None) -> list[Text]:
    """Where the year stands and what to do, before any table."""
    from salesplan.commands.replan_tables import policy_text

    advised = position.advice.policy
    said = [Text("note-scenario", name=position.scenario)] if position.scenario else []
    said += [_gap_text(position), Text("note-replan-advice", policy=policy_text(advised), reason=_reason(position))]
    if chosen is not None and chosen != advised:
        said.append(Text("note-replan-chosen", policy=policy_text(chosen), advised=policy_text(advised)))
    return said


def _gap_text(position: Position) -> Text:
    year = position.year
    kind = term(position.stand.metric).kind
    target = int(year.targets[:, : year.start].sum()) * year.unit
    if not year.start:
        return Text("note-replan-start", year=Quantity(kind, goal(position)))
    return Text(
        "note-replan-gap", last=str(position.months[0].plus(-1)), target=Quantity(kind, target), actual=Quantity(kind, year.reached),
        attainment=Quantity("share", Fraction(year.reached, target) if target > 0 else None), gap=Quantity(kind, sum(year.gaps)),
        months=len(position.months), remaining=Quantity(kind, int(year.remaining.sum()) * year.unit), year=Quantity(kind, goal(position)),
        need=Quantity(kind, year.need * year.unit), raised=_raised(position),
    )  # fmt: skip


def _raised(position: Position) -> Text:
    from salesplan.calc.replan_year import needed_raise

    share = needed_raise(position.year)
    if not share:
        return Text("replan-same")
    return Text("replan-raised" if share > 0 else "replan-lowered", share=Quantity("share", abs(share)))


def _reason(position: Position) -> Text:
    """Why the recommended policy is recommended."""
    advice, year = position.advice, position.year
    kind = term(position.stand.metric).kind
    made = position.tried[advice.policy][0]
    placed = int(made.months.sum()) - int(year.remaining.sum())
    return Text(
        f"advice-{advice.reason}", members=_some(position, advice.members), gap=Quantity(kind, abs(sum(year.gaps))),
        extra=Quantity(kind, year.extra * year.unit), placed=Quantity(kind, placed * year.unit), short=Quantity(kind, made.short * year.unit),
        raised=_raised(position),
    )  # fmt: skip


def _notes(position: Position, *, several: bool) -> list[Text]:
    from salesplan.calc.replan_year import OTHERS

    year, kind = position.year, term(position.stand.metric).kind
    share = {k: Quantity("share", getattr(position.lines, k)) for k in ("best_month", "best_period", "capacity", "increase")}
    notes = [Text("note-replan-lines", month=share["best_month"], period=share["best_period"], capacity=share["capacity"], increase=share["increase"])]
    off = year.need * year.unit + sum(year.gaps) - int(year.remaining.sum()) * year.unit
    if off and year.extra > 0:
        notes.append(Text("note-replan-rounded", unit=_exact(position, year.unit), year=Quantity(kind, goal(position)), amount=_exact(position, off)))
    notes.append(_potential(position))
    notes.append(Text("note-replan-forecast"))
    if year.extra > 0 and any(g > 0 for g in year.gaps) and not position.lines.bank:
        notes.append(Text("note-replan-ahead-keeps"))
    if OTHERS in year.members:
        others = int(year.actual[year.members.index(OTHERS)].sum())
        notes.append(Text("note-replan-others", amount=Quantity(kind, others)))
    if several:
        notes.append(Text("note-replan-detail", scenario=position.scenario or Text("replan-base")))
    return [*notes, *_already(position), Text("note-replan-write", name=f"replan-{position.months[0]}")]


def _exact(position: Position, amount: int) -> Quantity:
    """An amount too small for the unit of the report, in currency units."""
    from dataclasses import replace

    money = position.stand.money
    unit = "元" if money.unit in ("万元", "百万元", "亿元", "千元") else "1"
    return Quantity(term(position.stand.metric).kind, amount, replace(money, unit=unit, decimals=money.digits))


def _potential(position: Position) -> Text:
    done = position.stand.done
    if not position.by_weights or done is None:
        return Text("note-replan-grown")
    drivers = [d.name for d in done.main.setup.dimension(position.by).drivers if d.name != "history"]
    return Text("note-replan-potential", drivers=drivers)


def _already(position: Position) -> list[Text]:
    """Members whose targets are over a line even without the gap."""
    from salesplan.calc.replan_strain import over_lines

    _, strains = position.tried["keep-months"]
    members = [s.member for s in strains if over_lines(s, position.lines)]
    return [Text("note-replan-beyond-already", members=_some(position, members))] if members else []


def _some(position: Position, members: Sequence[str]) -> Any:
    """Members by name, or the first of them and how many they are."""
    from salesplan.commands.replan_tables import label

    names = [label(position, m) for m in members]
    return names if len(names) <= NAMED else Text("replan-some", first=names[:3], count=len(names))


def _alerts(position: Position, policy: str) -> list[Block]:
    """Members that the chosen policy asks for more than was ever reached, and what it leaves open."""
    from salesplan.calc.decomposition import in_plan
    from salesplan.commands.replan_tables import label
    from salesplan.report import Alert
    from salesplan.words import say

    plan, kind = position.stand.plan, term(position.stand.metric).kind
    made, strains = position.tried[policy]
    place = in_plan(plan, plan.place("performance", "replan")) if plan is not None else None
    lang = position.stand.plan.language if position.stand.plan is not None else None
    found: list[Block] = []
    unit = position.year.unit
    for s in strains:
        if s.crossed:
            params = {"amount": Quantity(kind, s.after * unit), "lines": [Text(f"line-{c}") for c in s.crossed]}
            evidence = {"target": s.after * unit}
            found.append(Alert("replan-over-line", "medium", say(label(position, s.member), lang or "en"), params, evidence, place))
    if made.short:
        short = made.short * unit
        found.append(Alert("replan-left-open", "high", str(position.stand.identity()["name"] or ""), {"amount": Quantity(kind, short)}, {"short": short}, place))
    return found
