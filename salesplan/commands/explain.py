"""`salesplan explain`: the whole way from the annual target to one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from salesplan.commands.decompose import (
    HistoryFiles,
    Metric,
    SkipBadRows,
    as_of_date,
    basis,
    decomposed,
    identity,
    key_of,
    plan_files,
    plan_sources,
)  # fmt: skip
from salesplan.commands.options import (
    AsOf,
    Format,
    Lang,
    NoCache,
    Output,
    PasswordEnv,
    Quiet,
    Scenario,
    Set,
    Unit,
    edits,
    result_language,
)
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from pathlib import Path

    from salesplan.calc.ask import Hold
    from salesplan.calc.decomposition import Decomposition, Part
    from salesplan.calc.people import Quota
    from salesplan.calc.steps import Step
    from salesplan.commands.past import Past
    from salesplan.problem import Problem
    from salesplan.report import Block, Report, Row, Table

Slice = Annotated[list[str] | None, typer.Argument(metavar="SLICE", help="option-slice")]
PlanOption = Annotated[str | None, typer.Option("--plan", "-p", metavar="PLAN", help="option-plan-of-explain")]


def command(
    slice_: Slice = None,
    plan: PlanOption = None,
    set_: Set = None,
    scenario: Scenario = None,
    history: HistoryFiles = None,
    metric: Metric = None,
    format: Format = "terminal",
    output: Output = None,
    unit: Unit = None,
    as_of: AsOf = None,
    skip_bad_rows: SkipBadRows = False,
    _no_cache: NoCache = False,
    _password_env: PasswordEnv = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """The exit code, after the way to a number was shown."""
    from salesplan.commands.deliver import deliver, outputs_allowed
    from salesplan.plan.load import load_plan

    pairs, named = read_slice(slice_ or [])
    own = load_plan(named or plan, scenario=scenario, sets=edits(set_))
    outputs_allowed(output, plan_files(own))
    done, past = decomposed(own, history, as_of, skip_bad_rows, metric)
    answer = report(done, past, pairs, unit)
    inputs: list[Path] = [*plan_files(own), *past.paths]
    return deliver(answer, format=format, outputs=output, lang=result_language(lang, own.language), quiet=quiet, inputs=inputs)


def read_slice(words: Sequence[str]) -> tuple[list[tuple[str, str]], str | None]:
    """The `dimension=member` pairs, and a plan that stands among them (a path without an equals sign that exists)."""
    from pathlib import Path

    pairs, plan = [], None
    for word in words:
        name, sign, member = word.partition("=")
        if not sign and plan is None and Path(word).exists():
            plan = word
        else:
            pairs.append((name.strip(), member.strip() if sign else ""))
    return pairs, plan


def report(done: Decomposition, past: Past, pairs: Sequence[tuple[str, str]], unit: str | None = None) -> Report:
    """The steps to a slice's number, the drivers behind them, and notes on the past. Raises: InvalidInput."""
    from salesplan.calc.decomposition import slice_text
    from salesplan.commands.past import notes_of
    from salesplan.report import Note, Report

    where, person = slice_of(done, pairs)
    part = done.main
    blocks: list[Block]
    if person is None:
        amount = part.amount(where)
        what: str = slice_text(done.plan, where) or done.plan.name
        blocks = [steps_table(done, part, where), drivers_table(done, part, where)]
    else:
        from salesplan.commands.explain_person import explained

        months = where.get("month") or tuple(str(m) for m in done.plan.fiscal.months)
        amount, what, blocks = explained(done, part, person, months)
    blocks += [Note(t) for t in notes_of(done)]
    title = Text("title-explain", what=what, amount=_money(part, amount))
    return Report(
        "explain", title, identity(done.plan), done.plan.money_form(unit), tuple(blocks), as_of_date(past),
        (*plan_sources(done.plan), *past.sources()), basis(done.plan),
    )  # fmt: skip


def slice_of(done: Decomposition, pairs: Sequence[tuple[str, str]]) -> tuple[dict[str, tuple[str, ...]], Quota | None]:
    """The slice that is asked for, and the person where one is. Raises: Misuse for the first that is no slice."""
    from salesplan.calc.goals import members_of
    from salesplan.commands.usage import Misuse
    from salesplan.plan.guess import guess
    from salesplan.problem import Problem

    dimensions = {d.name: d for d in done.main.setup.ask.dimensions}
    known = [*dimensions, *(["person"] if done.main.quotas else [])]
    problems: list[Problem] = []
    where: dict[str, tuple[str, ...]] = {}
    person: Quota | None = None
    if not pairs:
        problems.append(Problem("explain-nothing", None, {"known": known}))
    for name, member in pairs:
        key = key_of(name, [*known, "quarter"])
        key = "month" if key == "quarter" else key
        if not member:
            problems.append(Problem("explain-not-a-slice", None, {"text": name, "known": known}))
        elif key == "person" and done.main.quotas:
            person, wrong = _person(done, member)
            problems += wrong
        elif key not in dimensions:
            problems.append(Problem("slice-dimension-unknown", None, {"dimension": name, "known": known, "guess": guess(name, known)}))
        else:
            members, unknown = members_of(done.plan, dimensions[key], member.replace("，", ",").split(","))
            where[key] = tuple(dict.fromkeys((*where.get(key, ()), *members)))
            named = Text("word", word=term(key))
            problems += [
                Problem("slice-member-unknown", None, {"dimension": named, "member": u, "guess": guess(u, dimensions[key].members), "known": list(dimensions[key].members)})
                for u in unknown
            ]
    if problems:
        raise Misuse(problems[0].slug, **problems[0].params)
    return where, person


def _person(done: Decomposition, name: str) -> tuple[Quota | None, list[Problem]]:
    from salesplan.plan.guess import guess
    from salesplan.problem import Problem

    quotas = [q for q in done.main.quotas if q.seat.id]
    found = [q for q in quotas if q.seat.id == name] or [q for q in quotas if q.seat.name == name]
    if len(found) == 1:
        return found[0], []
    if found:
        return None, [Problem("explain-person-several", None, {"person": name, "count": len(found), "ids": [q.seat.id for q in found]})]
    names = [n for q in quotas for n in (q.seat.name, q.seat.id)]
    return None, [Problem("explain-person-unknown", None, {"person": name, "guess": guess(name, names)})]


def place_text(done: Decomposition, *path: str | int) -> str:
    """Where a key of the plan stands, named from the plan's folder."""
    from salesplan.calc.decomposition import in_plan

    return str(in_plan(done.plan, done.plan.place(*path)))


def _money(part: Part, amount: int) -> Quantity:
    return Quantity(term(part.metric).kind, amount)


def steps_table(done: Decomposition, part: Part, where: Mapping[str, tuple[str, ...]]) -> Table:
    """The steps: what was switched on, by how much it moved the number, where the number then stood, where that is written."""
    from salesplan.calc.steps import steps
    from salesplan.commands.target_tables import kinds_for
    from salesplan.report import Column, Row, Table

    published, part = part.amount(where), part.before or part
    unit = part.setup.unit
    total = part.setup.ask.total * unit
    kinds = kinds_for(part, (1, 2))
    target_place = place_text(done, "goals", "targets", part.metric)
    rows = [Row((Text("step-annual"), None, total, target_place), "heading", kinds=kinds)]
    for step in steps(part.split, where):
        text, place = _step_text(done, part, where, step)
        rows.append(Row((text, step.moved * unit, step.running * unit, place), kinds=kinds))
    if part is not done.part(part.metric):
        months = [str(r.from_) for r in done.goals.revisions if (r.metric or done.main.metric) == part.metric]
        place = place_text(done, "goals", "revisions")
        rows.append(Row((Text("step-revision", month=months), published - part.amount(where), published, place), kinds=kinds))
    rows.append(Row((Text("step-published"), published, published, None), "total", kinds=kinds))
    columns = (Column("step"), Column("amount"), Column("running"), Column("place", rank=1))
    return Table("steps", columns, rows, Text("title-steps"), Text("title-steps"))


def _step_text(done: Decomposition, part: Part, where: Mapping[str, tuple[str, ...]], step: Step) -> tuple[Text, str | None]:
    """What a step does, in words, and where the plan says so."""
    from math import prod

    from salesplan.calc.decomposition import in_plan, place_of

    plan, ask = done.plan, part.setup.ask
    if step.kind == "even":
        inside = prod(len(where.get(d.name, d.members)) for d in ask.axes)
        return Text("step-even", count=part.split.cells.size, inside=inside), None
    if step.kind == "drivers":
        return _driver_text(part, where, step.dimension or ""), place_text(done, *part.setup.path, step.dimension or "")
    if step.kind == "pattern":
        whole = Fraction(done.goals.pattern.history) + Fraction(done.goals.pattern.even)
        shares = [Quantity("share", Fraction(v) / whole if whole else None) for v in (done.goals.pattern.history, done.goals.pattern.even)]
        return Text("step-pattern", history=shares[0], even=shares[1]), place_text(done, "goals", "pattern")
    if step.kind == "growth":
        return Text("step-growth"), place_text(done, "goals", "growth")
    if step.kind == "hold":
        texts = [_hold(done, part, h) for h in step.holds]
        places = [str(in_plan(plan, place_of(plan, h, "low" if h.low is not None else "high"))) for h in step.holds]
        return Text("list", parts=texts), "; ".join(places)
    return Text("step-rounding", smallest=_money(part, part.setup.unit)), None


def _hold(done: Decomposition, part: Part, hold: Hold) -> Text:
    from salesplan.calc.decomposition import slice_text

    unit = part.setup.unit
    if hold.low == hold.high:
        edges = [Text("edge-amount", sign="=", amount=_money(part, (hold.low or 0) * unit))]
    else:
        pairs = (("≥", hold.low), ("≤", hold.high))
        edges = [Text("edge-amount", sign=s, amount=_money(part, v * unit)) for s, v in pairs if v is not None]
    return Text("step-hold", slice=slice_text(done.plan, hold.where), edges=edges)


def _driver_text(part: Part, where: Mapping[str, tuple[str, ...]], name: str) -> Text:
    dimension = part.setup.dimension(name)
    named = Text("word", word=term(name))
    if name not in where:
        return Text("step-drivers-plain", dimension=named)
    share = sum((dimension.shares()[m] for m in where[name]), Fraction(0))
    return Text("step-drivers", dimension=named, share=Quantity("share", share))


def drivers_table(done: Decomposition, part: Part, where: Mapping[str, tuple[str, ...]]) -> Table:
    """The drivers behind each dimension of the slice: value, share, weight, contribution, and where each is written."""
    from salesplan.report import Column, Table

    names = ("dimension", "member", "driver", "value", "share", "weight", "contribution", "place")
    rows: list[Row] = []
    for dimension in part.setup.ask.dimensions:
        for member in where.get(dimension.name, ()):
            rows += _driver_rows(done, part, dimension.name, member)
    columns = tuple(Column(n, rank=1 if n == "place" else 0) for n in names)
    return Table("drivers", columns, rows, Text("title-drivers"), Text("title-drivers"))


def _driver_rows(done: Decomposition, part: Part, name: str, member: str) -> list[Row]:
    from salesplan.report import Row

    dimension = part.setup.dimension(name)
    named = Text("word", word=term(name))
    if member in dimension.explicit:
        place = place_text(done, *part.setup.path, name, "members", member, "share")
        share = dimension.explicit[member]
        return [Row((named, member, Text("share-given"), None, share, Fraction(1), share, place))]
    rows = []
    for driver in dimension.drivers:
        share = driver.shares()[member]
        shown = None if name == "month" else _shown_value(done, part, name, member, driver.name)
        place = _driver_place(done, part, name, member, driver.name)
        rows.append(Row((named, member, _driver_name(driver.name), shown, share, driver.weight, share * driver.weight, place)))
    return rows


def _driver_name(name: str) -> Text | str:
    return Text(f"driver-{name}") if name in ("history", "shares", "quarters", "working-days", "even") else name


def _written(done: Decomposition, part: Part, name: str, member: str, driver: str) -> bool:
    """Whether the plan itself states a driver's value, rather than the records or the team."""
    own = getattr(done.goals.split[part.setup.split_of][name], "members", {}).get(member)
    return own is not None and driver in own.values


def _shown_value(done: Decomposition, part: Part, name: str, member: str, driver: str) -> Fraction | None:
    """A driver's value as the plan's reader knows it: what comes from records and team in currency units."""
    dimension = part.setup.dimension(name)
    value: Fraction | None = next(d.values[member] for d in dimension.drivers if d.name == driver)
    if value is None or _written(done, part, name, member, driver):
        return value
    return value / int(10**done.plan.digits)


def _driver_place(done: Decomposition, part: Part, name: str, member: str, driver: str) -> str:
    """Where a driver's value stands: in the plan, or in the records that were summed."""
    if name == "month":
        key = {"shares": "shares", "quarters": "quarters"}.get(driver, "from")
        return place_text(done, *part.setup.path, "month", key)
    weight = place_text(done, *part.setup.path, name, "weights", driver)
    if _written(done, part, name, member, driver):
        return f"{place_text(done, *part.setup.path, name, 'members', member, driver)}; {weight}"
    if driver == "history" and done.history is not None:
        return f"{', '.join(done.history.frame.files)}; {weight}"
    return weight
