"""`salesplan decompose`: the annual targets split by region, customer group, product line, person and month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesplan.commands.options import (
    AsOf,
    Format,
    Lang,
    NoCache,
    Output,
    PasswordEnv,
    PlanArgument,
    Quiet,
    Scenario,
    Set,
    Strict,
    Table,
    Unit,
    edits,
    result_language,
    words_of,
)  # fmt: skip
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesplan.calc.decomposition import Decomposition
    from salesplan.commands.past import Past
    from salesplan.plan.plan import Plan
    from salesplan.report import Block, Report, Source

By = Annotated[str | None, typer.Option("--by", metavar="DIMENSIONS", help="option-by")]
HistoryFiles = Annotated[list[str] | None, typer.Option("--history", metavar="FILE", help="option-history")]
Metric = Annotated[str | None, typer.Option("--metric", metavar="NAME", help="option-metric")]
Against = Annotated[str | None, typer.Option("--diff", metavar="REVISION", help="option-diff")]
SkipBadRows = Annotated[bool, typer.Option("--skip-bad-rows", help="option-skip-bad-rows")]


def command(
    plan: PlanArgument = None,
    by: By = None,
    set_: Set = None,
    scenario: Scenario = None,
    history: HistoryFiles = None,
    metric: Metric = None,
    diff: Against = None,
    format: Format = "terminal",
    output: Output = None,
    table: Table = None,
    unit: Unit = None,
    as_of: AsOf = None,
    skip_bad_rows: SkipBadRows = False,
    _no_cache: NoCache = False,
    _password_env: PasswordEnv = None,
    lang: Lang = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> int:
    """The exit code, after the decomposition was shown and written."""
    from salesplan.commands.deliver import deliver, outputs_allowed
    from salesplan.plan.load import load_plan

    tried = edits(set_)
    own = load_plan(plan, scenario=scenario)
    inputs = [own.folder / name for name, _ in own.sources]
    outputs_allowed(output, inputs)
    done, past = decomposed(own, history, as_of, skip_bad_rows, metric)
    before = None
    if tried:
        before = done
        done, past = decomposed(load_plan(plan, scenario=scenario, sets=tried), history, as_of, skip_bad_rows, metric)
    if diff is not None:
        before = _earlier(diff, plan, history, as_of, skip_bad_rows, metric)
    outputs_allowed(output, [*inputs, *past.paths])
    answer = report(done, past, before=before, by=words_of(by), tried=tried, scenario=scenario, unit=unit, diff=diff)
    language = result_language(lang, own.language)
    return deliver(
        answer, format=format, outputs=output, lang=language, strict=strict, quiet=quiet, inputs=[*inputs, *past.paths], table=table,
    )  # fmt: skip


def _earlier(
    diff: str, plan: Path | None, history: Sequence[str] | None, as_of: object, skip_bad_rows: bool, metric: str | None
) -> Decomposition:
    """The targets of a revision, a scenario or another plan, to stand beside. Raises: InvalidInput, Misuse."""
    from salesplan.commands.plan_revision import named_plan

    with named_plan(diff, plan) as named:
        return decomposed(named.plan, history or named.records, as_of, skip_bad_rows, metric)[0]


def decomposed(
    plan: Plan, history: Sequence[str] | None = None, as_of: object = None, skip_bad_rows: bool = False, metric: str | None = None
) -> tuple[Decomposition, Past]:
    """A plan's targets split in the light of its records, the asked metric first. Raises: InvalidInput."""
    from dataclasses import replace

    from salesplan.calc.decomposition import decompose
    from salesplan.commands.past import past_of
    from salesplan.commands.usage import Misuse

    if metric is not None and plan.goals is not None:
        metric = key_of(metric, list(plan.goals.targets))
    if metric is not None and plan.goals is not None and metric not in plan.goals.targets:
        raise Misuse("metric-not-in-plan", metric=metric, known=list(plan.goals.targets))
    past = past_of(plan, history, as_of, skip_bad_rows)  # type: ignore[arg-type]
    done = decompose(plan, past.history, past.team, past.calendar)
    if metric is not None:
        done = replace(done, parts=tuple(sorted(done.parts, key=lambda p: p.metric != metric)))
    return done, past


def report(
    done: Decomposition, past: Past, *, before: Decomposition | None = None, by: Sequence[str] = (),
    tried: Sequence[tuple[str, str]] = (), scenario: str | None = None, unit: str | None = None,
    diff: str | None = None,
) -> Report:  # fmt: skip
    """The decomposition as a report: tables by member, people, holds, proof; alerts; notes on what was done."""
    from salesplan.report import Note, Report

    part = done.main
    blocks: list[Block] = [Note(t) for t in _said_first(tried, scenario, diff)]
    blocks += _tables(done, before, _chosen(done, by))
    blocks += [Note(t) for t in _notes(done, past)]
    blocks += _alerts(done)
    total = Quantity(term(part.metric).kind, part.setup.ask.total * part.setup.unit)
    title = Text("title-decompose-metric", year=done.plan.year, metric=Text("word", word=term(part.metric)), total=total)
    return Report(
        "decompose", title, identity(done.plan), done.plan.money_form(unit), tuple(blocks), as_of_date(past),
        (*plan_sources(done.plan), *past.sources()), basis(done.plan),
    )  # fmt: skip


def identity(plan: Plan) -> dict[str, object]:
    """Which plan a report speaks of."""
    return {"name": plan.name, "year": plan.year, "currency": plan.currency, "commit": plan.commit()}


def plan_sources(plan: Plan) -> tuple[Source, ...]:
    """The plan's own files as inputs of a report."""
    from salesplan.report import Source

    return tuple(Source(name, digest, 0) for name, digest in plan.sources)


def basis(plan: Plan) -> Text:
    """The 口径 of the plan's figures."""
    return Text("basis-sales", amount=Text(f"basis-{plan.basis.amount}"), document=Text(f"basis-{plan.basis.document}"))


def as_of_date(past: Past) -> str | None:
    """The newest day of the records that were read; None without records."""
    import numpy as np

    if past.history is None:
        return None
    days = past.history.frame.days("order_date")
    known = days[~np.isnat(days)]
    return str(known.max()) if len(known) else None


def _said_first(tried: Sequence[tuple[str, str]], scenario: str | None, diff: str | None) -> list[Text]:
    said = [Text("note-what-if", edits=[f"{p}={v}" for p, v in tried])] if tried else []
    said += [Text("note-scenario", name=scenario)] if scenario else []
    return said + ([Text("note-diff-against", name=diff)] if diff else [])


def _chosen(done: Decomposition, by: Sequence[str]) -> tuple[str, ...]:
    """The dimensions to show; all of them where none is named. Raises: Misuse for a name that is none."""
    from salesplan.commands.usage import Misuse
    from salesplan.plan.guess import guess

    known = [d.name for d in done.main.setup.ask.dimensions]
    extra = ["person"] if done.main.quotas else []
    by = [key_of(n, known + extra) for n in by]
    for name in by:
        if name not in known + extra:
            raise Misuse("by-not-a-dimension", dimension=name, known=known + extra, guess=guess(name, known + extra))
    return tuple(by) or tuple(known)


def key_of(name: str, known: Sequence[str]) -> str:
    """The key that a word on the command line means: itself, or the one that reports call so in either language."""
    if name in known:
        return name
    labels = {label.casefold(): key for key in reversed(known) for label in (term(key).zh, term(key).en)}
    return labels.get(name.casefold(), name)


def _tables(done: Decomposition, before: Decomposition | None, chosen: Sequence[str]) -> list[Block]:
    from salesplan.commands import target_book as book
    from salesplan.commands import target_tables as tables
    from salesplan.report import SHOWN, View

    paper: frozenset[View] = frozenset({"page", "book"})
    known = [d.name for d in done.main.setup.ask.dimensions]
    blocks: list[Block] = [tables.by_shown(done, n, before, SHOWN) for n in chosen if n in known]
    blocks += [tables.by_shown(done, n, before, paper) for n in known if n not in chosen]
    blocks += book.charts(done)
    blocks += [tables.by_data(done, n, before) for n in known]
    blocks += [book.year_sheet(done), *book.member_sheets(done)]
    if done.main.quotas:
        blocks += [book.people_shown(done, SHOWN if "person" in chosen else paper, before), book.people_data(done)]
        blocks += [book.person_months(done), *book.letters(done)]
    if any(p.split.ask.holds for p in done.parts):
        blocks.append(tables.holds(done))
    return [*blocks, tables.cells(done), tables.proof(done)]


def _notes(done: Decomposition, past: Past) -> list[Text]:
    from salesplan.commands.past import notes_of, reading_notes
    from salesplan.commands.target_tables import proof_note

    notes = [proof_note(done), *revision_notes(done), *notes_of(done), *_months_together(done), *_partial_drivers(done)]
    if any(p.split.opened for p in done.parts):
        notes.append(Text("note-pattern-opened"))
    if past.sales is not None:
        notes += reading_notes(past.sales)
    return notes


def revision_notes(done: Decomposition) -> list[Text]:
    """What was set anew while the year ran, and what the year's target was before."""
    notes = []
    for revision in done.goals.revisions:
        part = done.part(revision.metric or done.main.metric)
        before = part.before or part
        kind = term(part.metric).kind
        notes.append(Text(
            "note-revision", month=str(revision.from_), metric=Text("word", word=term(part.metric)),
            policy=Text("note-revision-policy", policy=revision.policy) if revision.policy else "",
            why=Text("note-revision-why", why=revision.why) if revision.why else "",
            before=Quantity(kind, before.setup.ask.total * before.setup.unit), after=Quantity(kind, part.setup.ask.total * part.setup.unit),
        ))  # fmt: skip
    return notes


def _months_together(done: Decomposition) -> list[Text]:
    from salesplan.calc.crossings import growth_of

    notes = []
    for group in done.main.setup.dimension("month").together:
        growth = growth_of(done.main, "month", group)
        if growth is not None and done.history is not None and done.history.whole_year:
            notes.append(Text("note-months-together", months=list(group), growth=Quantity("share", growth)))
    return notes


def _partial_drivers(done: Decomposition) -> list[Text]:
    found = []
    for dimension in done.main.setup.ask.dimensions:
        for driver in dimension.drivers:
            having = [m for m in dimension.members if driver.values[m] is not None]
            if driver.name != "history" and len(having) < len(dimension.members):
                found.append(Text("note-partial-driver", driver=driver.name, members=having))
    return found


def _alerts(done: Decomposition) -> list[Block]:
    from salesplan.calc.crossings import crossings
    from salesplan.calc.decomposition import in_plan
    from salesplan.report import Alert

    return [Alert(c.slug, c.level, c.subject, c.params, c.evidence, in_plan(done.plan, done.plan.place(*c.path))) for c in crossings(done)]


def plan_files(plan: Plan) -> list[Path]:
    """The plan's own files, which are never written over."""
    return [plan.folder / name for name, _ in plan.sources]
