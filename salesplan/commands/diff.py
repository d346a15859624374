"""`salesplan diff`: two plans, revisions or scenarios beside each other: what was changed, who gained, who lost and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from salesplan.commands.options import (
    Format,
    Lang,
    Output,
    Quiet,
    Table,
    Unit,
    result_language,
    words_of,
)
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.calc.decomposition import Decomposition
    from salesplan.commands.past import Past
    from salesplan.commands.plan_revision import Named
    from salesplan.plan.compare import Difference
    from salesplan.report import Block, Report

Before = Annotated[str, typer.Argument(metavar="BEFORE", help="option-diff-before")]
After = Annotated[str | None, typer.Argument(metavar="AFTER", help="option-diff-after")]
By = Annotated[str | None, typer.Option("--by", metavar="DIMENSIONS", help="option-diff-by")]
Metric = Annotated[str | None, typer.Option("--metric", metavar="NAME", help="option-metric")]
SkipBadRows = Annotated[bool, typer.Option("--skip-bad-rows", help="option-skip-bad-rows")]
NAMED = 3
"""As many of those that gained or lost most are named."""


class Side(NamedTuple):
    """A plan with its targets split; without `done` where it has none."""

    named: Named
    done: Decomposition | None
    past: Past | None


def command(
    before: Before,
    after: After = None,
    by: By = None,
    metric: Metric = None,
    format: Format = "terminal",
    output: Output = None,
    table: Table = None,
    unit: Unit = None,
    skip_bad_rows: SkipBadRows = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """The exit code, after the comparison was shown and written."""
    from salesplan.commands.decompose import plan_files
    from salesplan.commands.deliver import deliver, outputs_allowed
    from salesplan.commands.plan_revision import named_plan

    with ExitStack() as open_:
        paths = [Path(w) if w is not None and Path(w).exists() else None for w in (before, after)]
        new = open_.enter_context(named_plan(after, paths[0] if after is not None else None))
        old = open_.enter_context(named_plan(before, paths[1]))
        inputs = [*plan_files(new.plan), *plan_files(old.plan)]
        outputs_allowed(output, inputs)
        sides = [_side(n, metric, skip_bad_rows) for n in (old, new)]
        inputs += [p for s in sides if s.past is not None for p in s.past.paths]
        answer = report(*sides, by=words_of(by), unit=unit)
        language = result_language(lang, new.plan.language)
        return deliver(answer, format=format, outputs=output, lang=language, quiet=quiet, inputs=inputs, table=table)


def _side(named: Named, metric: str | None, skip_bad_rows: bool) -> Side:
    from salesplan.commands.decompose import decomposed

    if named.plan.goals is None or not named.plan.goals.targets:
        return Side(named, None, None)
    return Side(named, *decomposed(named.plan, named.records, None, skip_bad_rows, metric))


def report(old: Side, new: Side, *, by: Sequence[str] = (), unit: str | None = None) -> Report:
    """What two plans have different, as a report."""
    from salesplan.commands import diff_tables as tables
    from salesplan.commands.decompose import basis, identity, plan_sources
    from salesplan.plan.compare import differences
    from salesplan.report import Note, Report

    found = list(differences(old.named.plan.root, new.named.plan.root))
    blocks: list[Block] = []
    title = Text("title-diff-keys-only", before=old.named.name, after=new.named.name)
    if old.done is not None and new.done is not None:
        title = _title(old, new, old.done, new.done)
        blocks += _moved(old, new, found, tables.chosen(old.done, new.done, by))
    else:
        blocks += [Note(Text("note-diff-no-targets")), tables.keys(old.named, new.named, found)]
    if not found:
        blocks.insert(0, Note(Text("note-diff-equal")))
    if any(side.named.plan.data.get("targets") for side in (old, new)):
        blocks.insert(0, Note(Text("note-diff-lists")))
    plan = new.named.plan
    sources = (*plan_sources(old.named.plan), *plan_sources(plan), *(new.past.sources() if new.past is not None else ()))
    return Report("diff", title, identity(plan), plan.money_form(unit), tuple(blocks), None, sources, basis(plan))


def _title(old: Side, new: Side, before: Decomposition, after: Decomposition) -> Text:
    from salesplan.commands.diff_tables import total

    metric, kind = after.main.metric, term(after.main.metric).kind
    return Text(
        "title-diff", before=old.named.name, after=new.named.name, metric=Text("word", word=term(metric)),
        old=Quantity(kind, total(before, metric)), new=Quantity(kind, total(after, metric)),
    )  # fmt: skip


def _moved(old: Side, new: Side, found: Sequence[Difference], by: Sequence[str]) -> list[Block]:
    """Every block about targets: what is said first, causes, members, data."""
    from salesplan.commands import diff_tables as tables
    from salesplan.report import Note

    before, after = old.done, new.done
    assert before is not None
    assert after is not None
    same_year = before.plan.fiscal == after.plan.fiscal
    blocks: list[Block] = [Note(t) for t in [*_totals(before, after), *_winners(before, after, by)]]
    blocks += [tables.keys(old.named, new.named, found)] if found else []
    notes = [Text("note-diff-records")] if old.named.home == new.named.home and all(d.path[0] != "data" for d in found) else []
    if same_year:
        steps = _steps(old, new, found)
        main = next((d for d in by if d not in ("month", "person")), None)
        moved = tables.moving(steps)
        blocks += [tables.steps(old, new, moved, main)] if len(moved) > 0 else []
        unmoved = [".".join(g) for s in steps if s not in moved for g in s.groups]
        notes += [Text("note-diff-without-effect", keys=unmoved)] if unmoved else []
        notes += [Text("note-diff-together")] if len(moved) > 1 else []
    else:
        notes.append(Text("note-diff-years"))
    blocks += [t for d in by if (t := tables.by_shown(before, after, d)) is not None]
    return [*blocks, tables.totals(before, after), tables.changes(before, after), *(Note(t) for t in notes)]


def _steps(old: Side, new: Side, found: Sequence[Difference]) -> list[Step]:
    """The way from the plan before to the plan after, one decision at a time; those that cannot stand alone go with the next."""
    from salesplan.commands.decompose import decomposed
    from salesplan.plan.compare import between
    from salesplan.plan.load import plan_from
    from salesplan.problem import InvalidInput

    first, last = old.named.plan.root, new.named.plan.root
    assert old.done is not None
    assert new.done is not None
    if first is None or last is None:
        return []
    groups = list(dict.fromkeys(d.group for d in found))
    steps: list[Step] = []
    waiting: list[tuple[str, ...]] = []
    made: Decomposition = old.done
    starts: list[list[tuple[str, ...]]] = [groups[:n] for n in range(0 if old.named.home != new.named.home else 1, len(groups))]
    for taken in starts:
        waiting += taken[-1:]
        if len(taken) >= MOST:
            continue
        try:
            plan = plan_from(between(first, last, taken), new.named.plan)
            found_here = decomposed(plan, new.named.records, None, True, new.done.main.metric)[0]
        except InvalidInput:
            continue
        steps.append(Step(tuple(waiting), made, found_here))
        made, waiting = found_here, []
    return [*steps, Step((*waiting, *groups[-1:]), made, new.done)]


MOST = 16
"""As many decisions are told apart; those after them count as one."""


class Step(NamedTuple):
    """What some decisions make of the targets; without groups it is other sales records."""

    groups: tuple[tuple[str, ...], ...]
    before: Decomposition
    after: Decomposition


def _totals(before: Decomposition, after: Decomposition) -> list[Text]:
    from salesplan.commands.diff_tables import metrics, total

    said = []
    for metric in metrics(before, after):
        kind = term(metric).kind
        old, new = total(before, metric) or 0, total(after, metric) or 0
        about = {"metric": Text("word", word=term(metric)), "old": Quantity(kind, old)}
        if old == new:
            said.append(Text("note-diff-same", **about))
        else:
            share = Quantity("change", Fraction(new - old, old) if old else None)
            said.append(Text("note-diff-total", **about, new=Quantity(kind, new), change=Quantity(kind, new - old), share=share))
    return said


def _winners(before: Decomposition, after: Decomposition, by: Iterable[str]) -> list[Text]:
    """For each dimension but the months, who gained and who lost most."""
    from salesplan.commands.diff_tables import label_of, moves

    said = []
    kind = term(after.main.metric).kind
    for dimension in by:
        if dimension == "month":
            continue
        found = {m: (b or 0, a or 0) for m, (b, a) in moves(before, after, dimension).items()}
        order = sorted(found, key=lambda m: found[m][0] - found[m][1])
        gained = [m for m in order if found[m][1] > found[m][0]][:NAMED]
        lost = [m for m in reversed(order) if found[m][1] < found[m][0]][:NAMED]
        about = {"dimension": Text("word", word=term(dimension))}
        if not gained and not lost:
            said.append(Text("note-diff-unmoved", **about))
            continue
        parts = [
            [Text("diff-signed", member=label_of(before, after, dimension, m), change=Quantity(kind, abs(found[m][1] - found[m][0]))) for m in names]
            for names in (gained, lost)
        ]
        slug = "note-diff-gained" if gained and lost else "note-diff-gained-only" if gained else "note-diff-lost-only"
        said.append(Text(slug, **about, gained=parts[0], lost=parts[1]))
    return said
