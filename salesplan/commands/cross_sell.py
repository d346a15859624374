"""`salesplan cross-sell`: what is bought together, and which customer to offer what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
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
    one_of,
    result_language,
)  # fmt: skip
from salesplan.commands.score import Day, Length, PlanOption, SkipBadRows, Window
from salesplan.commands.usage import Misuse
from salesplan.words import MoneyForm, Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesplan.calc.cross_selling import CrossSelling
    from salesplan.calc.offer_trial import Terms
    from salesplan.commands.customer_records import CustomerRecords
    from salesplan.frame import Frame, Texts
    from salesplan.plan.performance import CrossSell
    from salesplan.plan.plan import Plan
    from salesplan.records.basket_file import BasketFile
    from salesplan.report import Block, Report


LONGEST_COUNT = 10
"""A count has fewer digits than this."""


def support(value: str) -> Fraction | int:
    """The share of all baskets, or the number of them, that a text names.

    >>> support("0.1%"), support(".005"), support("20")
    (Fraction(1, 1000), Fraction(1, 200), 20)

    Raises: Misuse.
    """
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) < LONGEST_COUNT and int(text) > 0:
        return int(text)
    try:
        return share_for("--support")(value)
    except Misuse:
        raise Misuse("usage-support", option="--support", value=value) from None


def share_for(option: str) -> Callable[[str], Fraction]:
    """A reader of shares such as 20% or 0.2 for an option. It raises: Misuse."""

    def share(value: str) -> Fraction:
        text = value.strip().replace("％", "%")
        try:
            found = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
        except (ValueError, ZeroDivisionError):
            raise Misuse("usage-share", option=option, value=value) from None
        if not 0 <= found <= 1:
            raise Misuse("usage-share", option=option, value=value)
        return found

    return share


def count_for(option: str, least: int = 1) -> Callable[[str], int]:
    """A reader of counts for an option, `least` or more. It raises: Misuse."""

    def count(value: str) -> int:
        text = value.strip()
        if not (text.isascii() and text.isdigit() and len(text) < LONGEST_COUNT and int(text) >= least):
            raise Misuse("usage-count", option=option, value=value, least=least)
        return int(text)

    return count


Exports = Annotated[list[str] | None, typer.Argument(metavar="EXPORT", help="option-cross-exports")]
By = Annotated[str | None, typer.Option("--by", metavar="BASKET", help="option-basket-by", parser=one_of("--by", ("order", "customer-month")))]
Level = Annotated[
    str | None, typer.Option("--level", metavar="LEVEL", help="option-level", parser=one_of("--level", ("product", "family", "line")))
]
Support = Annotated[Fraction | None, typer.Option("--support", metavar="S|N", help="option-support", parser=support)]
Confidence = Annotated[Fraction | None, typer.Option("--confidence", metavar="SHARE", help="option-confidence", parser=share_for("--confidence"))]
MaxLength = Annotated[int | None, typer.Option("--max-length", metavar="N", help="option-max-length", parser=count_for("--max-length", 2))]
QValue = Annotated[Fraction | None, typer.Option("--q-value", metavar="SHARE", help="option-q-value", parser=share_for("--q-value"))]
MaxBasket = Annotated[int | None, typer.Option("--max-basket", metavar="N", help="option-max-basket", parser=count_for("--max-basket"))]
Plain = Annotated[bool, typer.Option("--baskets", help="option-baskets")]


def command(
    exports: Exports = None,
    plan: PlanOption = None,
    as_of: Day = None,
    window: Window = None,
    by: By = None,
    level: Level = None,
    support: Support = None,
    confidence: Confidence = None,
    max_length: MaxLength = None,
    q_value: QValue = None,
    max_basket: MaxBasket = None,
    baskets: Plain = False,
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
    """The exit code, after rules and call list were shown and written."""
    from salesplan.commands.customer_records import customer_records, plan_for
    from salesplan.commands.deliver import deliver, outputs_allowed

    files = basket_files(exports, baskets)
    if files:
        own = plan_for(plan, True, scenario)
        paths = [path for path, _ in files]
    else:
        records = customer_records(plan, exports, scenario, skip_bad_rows)
        own, paths = records.plan, records.inputs
    outputs_allowed(output, paths)
    language = result_language(lang, own.language if own else None)
    terms = terms_of(settings(own), window, by, support, confidence, max_length, q_value, max_basket)
    answer = of_files([f for _, f in files], terms, own, language) if files else of_records(records, terms, level, as_of, unit, language)
    return deliver(answer, format=format, outputs=output, lang=language, strict=strict, quiet=quiet, inputs=paths, table=table)


def settings(plan: Plan | None) -> CrossSell:
    """The plan's rules for cross-selling, or the program's own."""
    from salesplan.plan.performance import CrossSell

    return plan.performance.cross_sell if plan is not None and plan.performance is not None else CrossSell()


def terms_of(
    rules: CrossSell, window: Length | None, by: str | None, support: Fraction | int | None, confidence: Fraction | None,
    max_length: int | None, q_value: Fraction | None, max_basket: int | None,
) -> Terms:  # fmt: skip
    """How offers are made: what is asked for, and else the plan's rules."""
    from salesplan.calc.offer_trial import Terms
    from salesplan.calc.rules import Threshold

    if support is None:
        share, least = rules.support, rules.at_least
    else:
        share, least = (Fraction(0), support) if isinstance(support, int) else (support, 1)
    threshold = Threshold(share, least, rules.confidence if confidence is None else confidence, longest=max_length or max(rules.longest, 2))
    months, days = (window.months, window.days) if window else (rules.months, None)
    limit = rules.q_value if q_value is None else q_value
    return Terms(
        threshold, by or rules.basket, months or rules.months, days, rules.ahead, limit, max_basket, rules.most_rules, rules.trial_months,
        rules.trial_takers, rules.trial_top, rules.learn_takers, rules.least_chance, rules.own_spending,
    )  # fmt: skip


def basket_files(exports: Sequence[str] | None, forced: bool) -> list[tuple[Path, BasketFile]]:
    """The files as plain baskets, where they are or are said to be; empty where they are lists of sales. Raises: InvalidInput."""
    from salesplan.records.basket_file import looks_like_baskets, read_baskets
    from salesplan.records.files import expand, read_source
    from salesplan.records.item_lines import item_lines

    if not exports:
        return []
    paths = expand(exports, Path())
    if forced:
        return [(path, item_lines(read_source(path)) or read_baskets(path)) for path in paths]
    found = [(path, item_lines(source) or (read_baskets(path) if looks_like_baskets(source) else None)) for path in paths for source in [read_source(path)]]
    return [(path, file) for path, file in found if file is not None] if all(file is not None for _, file in found) else []


def of_files(files: Sequence[BasketFile], terms: Terms, plan: Plan | None, lang: str) -> Report:
    """The report on plain baskets."""
    from salesplan.calc.baskets import baskets_of_lists
    from salesplan.calc.cross_selling import of_baskets
    from salesplan.commands import cross_sell_tables as tables
    from salesplan.commands.streams import busy
    from salesplan.report import Note, Report, Source

    with busy(say(Text("busy-baskets", baskets=f"{sum(len(f.baskets) for f in files):,}"), lang)):
        done = _counted(lambda: of_baskets(baskets_of_lists(b for f in files for b in f.baskets), terms))
    blocks: list[Block] = [*tables.rules_shown(done, []), tables.all_rules(done), tables.no_calls()]
    said = [*tables.notes(done, "line" if all(f.whole for f in files) else "single", None, settings(plan).large_basket), *tables.offer_notes(done)]
    said += [Text("note-basket-file", file=f.file, rows=f"{len(f.baskets):,}") for f in files]
    sources = tuple(Source(f.file, f.sha256, len(f.baskets)) for f in files)
    about = {"name": None, "year": None, "currency": None, "commit": None}
    return Report("cross-sell", _title(done), about, MoneyForm("", 2, "1", 2), (*blocks, *map(Note, said)), None, sources)


def of_records(records: CustomerRecords, terms: Terms, level: str | None, as_of: dt.date | None, unit: str | None, lang: str) -> Report:
    """The report on lists of sales. Raises: InvalidInput."""
    from salesplan.commands import cross_sell_tables as tables
    from salesplan.commands.past import reading_notes
    from salesplan.commands.streams import busy
    from salesplan.report import EVERYWHERE, Note, Report

    rules = settings(records.plan)
    with busy(say(Text("busy-cross", rows=f"{len(records.sales.frame):,}"), lang)):
        done, basket, at, until = found_in(records, terms, level or rules.level, as_of)
    ruled, offered = tables.notes(done, basket, at, rules.large_basket), tables.offer_notes(done)
    shown = tables.rules_shown(done, ruled)
    blocks: list[Block] = [*shown, tables.all_rules(done)]
    if done.offers is not None and len(done.offers):
        blocks += [tables.offered(done), tables.chart()]
        blocks += [tables.calls(done, "calls_shown", tables.READ, tables.SHOWN_CALLS, offered), tables.calls(done, "calls", tables.SHEET)]
        blocks += [tables.tried(done)] if done.trial is not None else []
        blocks += [Note(t, tables.SHEET) for t in offered]
    else:
        blocks += [tables.no_calls(), *map(Note, offered)]
    blocks += [Note(t, tables.SHEET if shown else EVERYWHERE) for t in ruled]
    said: list[Text] = []
    said += [Text("note-as-of-newest", as_of=str(until))] if as_of is None else []
    said += reading_notes(records.sales)
    return Report(
        "cross-sell", _title(done), records.identity(), _money(records, unit, lang), (*blocks, *map(Note, said)), str(until),
        records.sources(), records.basis(),
    )  # fmt: skip


def _money(records: CustomerRecords, unit: str | None, lang: str) -> MoneyForm:
    """How money is shown: whole currency units unless another unit is asked for, since an offer brings little beside a target."""
    from dataclasses import replace

    plain = "元" if lang == "zh" else "1"
    return records.money(unit, lang) if unit else replace(records.money(plain, lang), decimals=0)


def _title(done: CrossSelling) -> Text:
    return Text("title-cross-sell", baskets=f"{done.rules.baskets:,}", rules=f"{int(done.holds.sum()):,}")


def found_in(records: CustomerRecords, terms: Terms, level: str | None, as_of: dt.date | None) -> tuple[CrossSelling, str, str, dt.date]:
    """The cross-selling of lists of sales, what a basket is, the level of what lies in it, and the day it is as of.

    Raises: InvalidInput.
    """
    from salesplan.calc.cross_selling import baskets_of_orders, of_baskets, of_purchases
    from salesplan.commands.customer_records import as_of_day, purchases_in
    from salesplan.problem import InvalidInput, Problem

    frame = records.sales.frame
    files = [r.file for r in records.sales.reading]
    asked = settings(records.plan)
    families = (float(asked.family_share), int(asked.least_families))
    if "customer_id" in frame or "customer_name" in frame:
        bought = purchases_in(records)
        items, at = _items(bought.frame, level, families, files)
        until = as_of_day(bought, as_of)
        _not_before(until, bought.first_day)
        basket = "month" if terms.by == "customer-month" else "order" if bought.counting == "orders" else "day"
        return _counted(lambda: of_purchases(bought, items, terms, until)), basket, at, until
    if "order_id" not in frame or terms.by != "order":
        raise InvalidInput([Problem("baskets-not-told", None, {"files": files})])
    items, at = _items(frame, level, families, files)
    days = frame.days("order_date")
    until = as_of or days.max().astype(object)
    _not_before(until, days.min().astype(object))
    baskets = baskets_of_orders(frame, items, terms.since(until), until)
    return _counted(lambda: of_baskets(baskets, terms)), "order", at, until


def _items(frame: Frame, level: str | None, families: tuple[float, int], files: list[str]) -> tuple[Texts, str]:
    """What lies in baskets, and at which level. Raises: InvalidInput where the records do not tell."""
    from salesplan.calc.cross_selling import items_of
    from salesplan.problem import InvalidInput, Problem

    found = items_of(frame, level, *families)
    if found is None:
        raise InvalidInput([Problem("no-products-in-records", None, {"files": files, "level": Text(f"level-{level or 'product'}")})])
    return found


def _not_before(until: dt.date, first: dt.date | None) -> None:
    from salesplan.problem import InvalidInput, Problem

    if first is not None and until < first:
        raise InvalidInput([Problem("as-of-before-records", None, {"as_of": str(until), "first": str(first)})])


def _counted(count: Callable[[], CrossSelling]) -> CrossSelling:
    """What a count gives. Raises: InvalidInput where there are too many combinations."""
    from salesplan.calc.itemsets import TooManyItemsets
    from salesplan.problem import InvalidInput, Problem

    try:
        return count()
    except TooManyItemsets as error:
        raise InvalidInput([Problem("too-many-combinations", None, {"least": error.args[0]})]) from None
