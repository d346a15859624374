"""`salesplan review`: the month against the plan - where we stand, who is short, at what pace, against last year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesplan.commands.options import (
    Format,
    Lang,
    NoCache,
    Output,
    PasswordEnv,
    Quiet,
    Scenario,
    Strict,
    Table,
    Unit,
    day,
    result_language,
    words_of,
)

if TYPE_CHECKING:
    from salesplan.commands.review_restated import Earlier
    from salesplan.commands.review_setup import Standing
    from salesplan.report import Block, Report

Exports = Annotated[list[str] | None, typer.Argument(metavar="EXPORT", help="option-review-exports")]
PlanOption = Annotated[Path | None, typer.Option("--plan", metavar="PLAN", help="option-review-plan")]
MonthOption = Annotated[str | None, typer.Option("--month", metavar="MONTH", help="option-review-month")]
QuarterOption = Annotated[str | None, typer.Option("--quarter", metavar="QUARTER", help="option-review-quarter")]
YearOption = Annotated[bool, typer.Option("--year", help="option-review-year")]
Targets = Annotated[list[str] | None, typer.Option("--targets", metavar="FILE", help="option-review-targets")]
Against = Annotated[Path | None, typer.Option("--against", metavar="FILE", help="option-review-against")]
By = Annotated[str | None, typer.Option("--by", metavar="DIMENSIONS", help="option-review-by")]
Day = Annotated[dt.date | None, typer.Option("--as-of", metavar="DATE", help="option-review-as-of", parser=day)]
SkipBadRows = Annotated[bool, typer.Option("--skip-bad-rows", help="option-skip-bad-rows")]


def command(
    exports: Exports = None,
    plan: PlanOption = None,
    month: MonthOption = None,
    quarter: QuarterOption = None,
    year: YearOption = False,
    by: By = None,
    targets: Targets = None,
    against: Against = None,
    as_of: Day = None,
    scenario: Scenario = None,
    format: Format = "terminal",
    output: Output = None,
    table: Table = None,
    unit: Unit = None,
    skip_bad_rows: SkipBadRows = False,
    _no_cache: NoCache = False,
    _password_env: PasswordEnv = None,
    lang: Lang = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> int:
    """The exit code, after the review was shown and written."""
    from salesplan.commands.deliver import deliver, outputs_allowed
    from salesplan.commands.review_build import standing
    from salesplan.commands.review_restated import read_earlier
    from salesplan.commands.review_setup import Asked
    from salesplan.words import language_of

    earlier = read_earlier(against) if against else None
    stand = standing(
        exports or (), plan, Asked(month, quarter, year, as_of), targets=targets or (), scenario=scenario,
        skip_bad_rows=skip_bad_rows, unit=unit, lang=lang or language_of(),
    )  # fmt: skip
    inputs = [*stand.inputs, *([against] if against else [])]
    outputs_allowed(output, inputs)
    language = result_language(lang, stand.plan.language if stand.plan is not None else None)
    return deliver(
        report(stand, words_of(by), earlier), format=format, outputs=output, lang=language, strict=strict, quiet=quiet, inputs=inputs, table=table,
    )  # fmt: skip


def report(stand: Standing, by: Sequence[str] = (), earlier: Earlier | None = None) -> Report:
    """The review as a report, beside an earlier one where there is one."""
    from salesplan.commands import (
        review_book,
        review_detail,
        review_figures,
        review_notes,
        review_receipts,
        review_restated,
        review_why,
    )
    from salesplan.commands import review_tables as tables
    from salesplan.commands.past import reading_notes
    from salesplan.report import Note, Report

    chosen = tables.chosen(stand, by)
    readings = reading_notes(stand.sales)
    blocks: list[Block] = [*review_figures.blocks(stand), *tables.shown(stand, chosen), *review_book.tables(stand)]
    blocks += review_why.blocks(stand, chosen)
    blocks += review_restated.blocks(stand, earlier) if earlier is not None else ()
    blocks += [*review_receipts.blocks(stand, chosen), *review_figures.spring(stand), *review_detail.detail(stand), tables.data(stand, chosen), review_restated.period_table(stand)]
    blocks += [Note(t) for t in [*review_figures.spring_note(stand), *review_notes.notes(stand), *readings]]
    return Report(
        "review", tables.title(stand), stand.identity(), stand.money, tuple(blocks), str(stand.as_of), stand.sources, stand.basis(),
    )  # fmt: skip
