"""`salesplan score`: customers scored by recency, frequency and money; who moved, who fell silent, what they will buy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
    one_of,
    result_language,
)
from salesplan.commands.usage import Misuse
from salesplan.words import Quantity, Text

if TYPE_CHECKING:
    from salesplan.calc.ahead import Ahead
    from salesplan.calc.scoring import Scoring
    from salesplan.commands.customer_records import CustomerRecords
    from salesplan.commands.score_tables import People
    from salesplan.report import Block, Report
    from salesplan.report import Table as ReportTable


class Length(NamedTuple):
    """A window's length: months, or days."""

    months: int | None = None
    days: int | None = None


_LENGTH = re.compile(r"([1-9][0-9]{0,3})\s*(?:(m|months?|个?月)|(d|days?|天|日)|(y|years?|年))", re.IGNORECASE)


def length(value: str) -> Length:
    """The length that a text such as 12m, 90d or 1y names.

    >>> length("12m"), length("90天"), length("1y")
    (Length(months=12, days=None), Length(months=None, days=90), Length(months=12, days=None))

    Raises: Misuse.
    """
    found = _LENGTH.fullmatch(value.strip())
    if not found or int(found[1]) * (12 if found[4] else 1) > 1200 * (31 if found[3] else 1):
        raise Misuse("usage-window", option="--window", value=value)
    number = int(found[1])
    return Length(days=number) if found[3] else Length(number * (12 if found[4] else 1))


Exports = Annotated[list[str] | None, typer.Argument(metavar="EXPORT", help="option-exports")]
PlanOption = Annotated[Path | None, typer.Option("--plan", metavar="PLAN", help="option-score-plan")]
Day = Annotated[dt.date | None, typer.Option("--as-of", metavar="DATE", help="option-score-as-of", parser=day)]
Window = Annotated[Length | None, typer.Option("--window", metavar="LENGTH", help="option-window", parser=length)]
CompareTo = Annotated[dt.date | None, typer.Option("--compare-to", metavar="DATE", help="option-compare-to", parser=day)]
Horizon = Annotated[Length | None, typer.Option("--horizon", metavar="LENGTH", help="option-horizon", parser=length)]
SplitBy = Annotated[str | None, typer.Option("--split-by", metavar="TERM", help="option-split-by", parser=one_of("--split-by", ("owner",)))]
SkipBadRows = Annotated[bool, typer.Option("--skip-bad-rows", help="option-skip-bad-rows")]


def command(
    exports: Exports = None,
    plan: PlanOption = None,
    as_of: Day = None,
    window: Window = None,
    compare_to: CompareTo = None,
    horizon: Horizon = None,
    scenario: Scenario = None,
    format: Format = "terminal",
    output: Output = None,
    split_by: SplitBy = None,
    table: Table = None,
    unit: Unit = None,
    skip_bad_rows: SkipBadRows = False,
    _no_cache: NoCache = False,
    _password_env: PasswordEnv = None,
    lang: Lang = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> int:
    """The exit code, after the scores were shown and written."""
    from salesplan.commands.customer_records import customer_records
    from salesplan.commands.deliver import deliver, outputs_allowed
    from salesplan.problem import InvalidInput, Problem

    if split_by and not output:
        raise Misuse("usage-split")
    records = customer_records(plan, exports, scenario, skip_bad_rows)
    outputs_allowed(output, records.inputs)
    language = result_language(lang, records.plan.language if records.plan else None)
    scoring = scored(records, as_of, window, compare_to)
    if split_by and not any(scoring.purchases.latest("person")):
        raise InvalidInput([Problem("no-owners-in-records", None, {"files": [r.file for r in records.sales.reading]})])
    ahead = expected(scoring, records, horizon, language)
    answer = report(scoring, records, ahead, unit=unit, lang=language, newest=as_of is None)
    if split_by:
        write_each(scoring, records, ahead, output or [], unit, language, quiet)
    return deliver(
        answer, format=format, outputs=output, lang=language, strict=strict, quiet=quiet, inputs=records.inputs, table=table,
    )  # fmt: skip


def scored(records: CustomerRecords, as_of: dt.date | None, window: Length | None, compare_to: dt.date | None) -> Scoring:
    """The customers of the records as they stand on a day. Raises: InvalidInput."""
    from salesplan.calc.scoring import rule_of, score
    from salesplan.commands.customer_records import as_of_day, purchases_in
    from salesplan.problem import InvalidInput, Problem

    purchases = purchases_in(records)
    until, first = as_of_day(purchases, as_of), purchases.first_day
    if first is not None and until < first:
        raise InvalidInput([Problem("as-of-before-records", None, {"as_of": str(until), "first": str(first)})])
    if compare_to is not None and compare_to >= until:
        raise InvalidInput([Problem("compare-to-not-earlier", None, {"compare_to": str(compare_to), "as_of": str(until)})])
    rule = rule_of(records.chapter, *(window or ()))
    return score(purchases, until, records.chapter, rule=rule, compare_to=compare_to)


def expected(scoring: Scoring, records: CustomerRecords, horizon: Length | None, lang: str) -> Ahead | str:
    """What the customers are going to buy, or why that cannot be told; long work is told on a terminal."""
    from salesplan.calc.ahead import look_ahead
    from salesplan.commands.streams import busy
    from salesplan.words import say

    asked = records.chapter.lifetime
    if horizon is not None:
        days = horizon.days or round((horizon.months or 0) * 365.25 / 12)
        asked = asked.model_copy(update={"horizon": days})
    digits = records.plan.digits if records.plan is not None else 2
    with busy(say(Text("busy-ahead", customers=f"{len(scoring.rhythm.who):,}"), lang)):
        return look_ahead(scoring.purchases, scoring.as_of, asked, unit=10**digits, shares=records.month_shares)


def report(
    scoring: Scoring, records: CustomerRecords, ahead: Ahead | str, *,
    unit: str | None = None, lang: str = "zh", newest: bool = False, owner: str | None = None,
) -> Report:  # fmt: skip
    """The scoring as a report; only the customers of one salesperson where `owner` is given."""
    from salesplan.calc.backtest import BackTest
    from salesplan.commands import score_ahead
    from salesplan.commands import score_tables as tables
    from salesplan.report import DATA, Note, Report

    people = tables.People(scoring, owner)
    known = None if isinstance(ahead, str) else ahead
    window, silence, cut = _window_notes(scoring, newest), _silence_notes(scoring, people), _cut_notes(scoring)
    blocks: list[Block] = [] if owner else [told(tables.classes(scoring), window), *tables.charts()]
    blocks += [] if owner else tables.present([tables.tiers(scoring), tables.segments(scoring)])
    calls = tables.at_risk(scoring, people, tables.TERMINAL, tables.CALLS)
    blocks += [told(calls, silence)] if calls.rows else [Note(t, tables.TERMINAL) for t in silence]
    lists = [
        told(tables.at_risk(scoring, people, tables.SHEETS), silence), tables.stopped_products(scoring, people),
        told(tables.customers(scoring, people, known), score_ahead.interval(known) if known else []),
    ]  # fmt: skip
    blocks += [t for found in tables.present(lists) for t in tables.both(found, people)]
    blocks += [] if owner else tables.present([tables.migration(scoring), tables.migration_data(scoring)])
    lists = [tables.moves(scoring, people), tables.lapsed(scoring, people, known)]
    blocks += [t for found in tables.present(lists) for t in tables.both(found, people)]
    blocks += [told(tables.cuts_shown(scoring), cut), told(tables.cuts(scoring), cut)]
    placed, left = [*window, *silence, *cut], score_ahead.notes(ahead)
    if known is not None:
        if isinstance(known.test, BackTest):
            blocks += score_ahead.back_test(known.test, known.forecasts.best.model.name, [t for t in left if t.slug not in ("note-interval", "note-no-interval")])
            placed, left = [*left, *placed], []
        blocks += score_ahead.models(known)
    blocks += tables.alerts(scoring, people)
    blocks += [Note(t, DATA) for t in placed]
    blocks += [Note(t) for t in [*left, *notes(scoring, records)]]
    since = scoring.now.rule.since(scoring.as_of)
    slug = "title-score-owner" if owner else "title-score"
    own = sum(people.shown(w) for w in scoring.now.who.tolist())
    title = Text(slug, owner=owner, customers=f"{own:,}", since=str(since), as_of=str(scoring.as_of))
    return Report(
        "score", title, records.identity(), records.money(unit, lang), tuple(blocks), str(scoring.as_of), records.sources(), records.basis()
    )


def write_each(
    scoring: Scoring, records: CustomerRecords, ahead: Ahead | str, outputs: list[Path], unit: str | None, lang: str, quiet: bool
) -> None:
    """Write a report for every salesperson with the salesperson's own customers, beside the whole one."""
    from salesplan.commands import streams
    from salesplan.commands.deliver import outputs_allowed
    from salesplan.commands.score_tables import People
    from salesplan.render import formats
    from salesplan.render.files import write_whole
    from salesplan.words import say

    everyone = People(scoring).owners
    owners = sorted({name for name in everyone if name})
    lone = sum(1 for w in scoring.now.who.tolist() if not everyone[w])
    if lone and not quiet:
        streams.show(say(Text("split-without-owner", customers=f"{lone:,}"), lang))
    taken = set(outputs)
    for owner in owners:
        answer = report(scoring, records, ahead, unit=unit, lang=lang, owner=owner)
        for path in outputs:
            own = file_for(path, owner, taken)
            taken.add(own)
            outputs_allowed([own], records.inputs)
            write_whole(own, formats.write(answer, own, lang), records.inputs)
            if not quiet:
                streams.show(say(Text("written", file=str(own)), lang))


def file_for(path: Path, owner: str, taken: set[Path]) -> Path:
    """The file of one salesperson: the name behind that of the whole report, without what files cannot be called.

    >>> str(file_for(Path("a.xlsx"), "A/B", set())), str(file_for(Path("a.xlsx"), "A:B", {Path("a_A_B.xlsx")}))
    ('a_A_B.xlsx', 'a_A_B_2.xlsx')
    """
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", owner).strip(" .") or "_"
    number = 1
    while (found := path.with_name(f"{path.stem}_{plain}{f'_{number}' if number > 1 else ''}{path.suffix}")) in taken:
        number += 1
    return found


def told(table: ReportTable, said: Sequence[Text]) -> ReportTable:
    """The table with what a reader must know of it right under it."""
    return replace(table, notes=(*said, *table.notes))


def notes(scoring: Scoring, records: CustomerRecords) -> list[Text]:
    """What a reader must know of the records: what was compared, what they do not tell."""
    from salesplan.commands.customer_records import record_notes

    before = scoring.before
    compared = Text("note-no-comparison") if before is None else Text("note-compared", before=str(before.as_of))
    return [compared, *record_notes(records, scoring.purchases)]


def _window_notes(scoring: Scoring, newest: bool) -> list[Text]:
    from salesplan.calc.scoring import after

    now, rule, purchases = scoring.now, scoring.now.rule, scoring.purchases
    since, first = rule.since(scoring.as_of), purchases.first_day
    asked = scoring.chapter.rfm.frequency
    counting = "counting-orders" if purchases.counting == "orders" else "counting-days-plan" if asked == "days" else "counting-days"
    found = [Text(
        "note-window", since=str(since), as_of=str(scoring.as_of), counting=Text(counting), monetary=Text(f"monetary-{rule.monetary}"),
    )]  # fmt: skip
    if newest:
        found.append(Text("note-as-of-newest", as_of=str(scoring.as_of)))
        before = purchases.day_before_last
        if before is not None and (scoring.as_of - before).days > scoring.rhythm.rule.days:
            found.append(Text("note-newest-alone", as_of=str(scoring.as_of), before=str(before), days=(scoring.as_of - before).days))
    if first is not None and first > after(since):
        found.append(Text("note-window-short", first=str(first)))
    gone = len(scoring.rhythm.who) - len(now)
    found += [Text("note-lapsed", count=f"{gone:,}")] if gone else []
    negative = int((now.amount < 0).sum())
    found += [Text("note-net-negative", customers=negative)] if negative else []
    return found if len(now) else [*found, Text("nobody-in-window")]


def _cut_notes(scoring: Scoring) -> list[Text]:
    """How scores are made, and where they tell little."""
    from salesplan.commands.score_tables import measure

    now = scoring.now
    found = [Text(f"note-cuts-{now.rule.method}", bands=now.rule.bands)]
    if 0 < len(now) < now.rule.bands**2:
        found.append(Text("note-few-customers", customers=len(now)))
    for name, score in (("recency", now.r), ("frequency", now.f), ("monetary", now.m)):
        if len(now) > 1 and (score == score[0]).all():
            found.append(Text("note-all-alike", measure=Text(measure(scoring, name))))
    return found


def _silence_notes(scoring: Scoring, people: People) -> list[Text]:
    rule, risk = scoring.rhythm.rule, scoring.rhythm.at_risk
    warned = [w for w in scoring.rhythm.who[risk].tolist() if people.shown(w)]
    amount = sum(scoring.facts[w].amount for w in warned if w in scoring.facts)
    times = Quantity("number", rule.times)
    asked = {"orders": rule.orders, "days": rule.days, "times": times, "longest": rule.longest}
    if not warned:
        return [Text("nobody-at-risk", **asked)]
    return [Text("note-at-risk", **asked, count=f"{len(warned):,}", amount=Quantity("money", amount))]
