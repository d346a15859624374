"""The first page of a review: key figures with their definitions, January and February together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from salesplan.calc.key_figures import KeyFigure, collections, key_figures
from salesplan.commands.review_tables import SCREEN
from salesplan.report import BOOK, DATA, Block, Column, Level, Mark, Row, Table
from salesplan.words import MoneyForm, Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.calc.attainment import Attained
    from salesplan.commands.review_setup import Standing
    from salesplan.period import Month

CHANGED_BY_POINTS = frozenset({"share"})
"""Kinds whose change is a difference in percentage points, not a growth."""


def figures(stand: Standing) -> list[KeyFigure]:
    """The key figures, those of the target first."""
    found = key_figures(stand.lines, stand.amounts, stand.period)
    found = [*found[:1], *_against_target(stand), *found[1:]]
    if "receipts" in stand.lists and "paid_date" in stand.lists["receipts"]:
        found += collections(stand.lists["receipts"], stand.lines, stand.amounts["revenue"], stand.period)
    return found


def _against_target(stand: Standing) -> Iterator[KeyFigure]:
    from salesplan.commands.review_tables import whole

    a = whole(stand)
    if a.target_year is None:
        return
    kind = term(stand.metric).kind
    yield KeyFigure("target", kind, a.target, None, None, a.target_ytd, None)
    yield KeyFigure("attainment", "share", a.attainment, None, None, a.attainment_ytd, None)
    yield KeyFigure("progress", "share", a.progress, None, None, a.progress, None)


def blocks(stand: Standing) -> tuple[Block, ...]:
    """The strip of key figures, for readers and as data."""
    found = figures(stand)
    span, so_far = Text(f"review-this-{stand.period.kind}"), Text("review-so-far")
    names = ("value", "last_year", "yoy", "mom", "ytd", "definition")
    labels = {"value": span, "ytd": so_far}
    columns = (
        Column("figure"), *(Column("amount", key=n, label=labels[n]) if n in labels else Column(n, rank=_RANK.get(n, 0)) for n in names),
    )  # fmt: skip
    title = Text("title-key-figures")
    seen = [replace(r, values=r.values[:-1]) for r in (_on_screen(stand, f) for f in found)]
    screen = Table("key_figures", columns[:-1], seen, title, title, SCREEN, (_definitions(stand, found),))
    book = Table("key_figures", columns, _computed(stand, found), title, title, BOOK)
    keys = ("figure", "value", "last_year", "yoy", "mom", "value_ytd", "last_year_ytd")
    data = Table("key_figures", tuple(Column(_TERMS.get(k, k), key=k) for k in keys), [_data(f) for f in found], views=DATA)
    return (screen, book, data)


SMALL = frozenset({"average_order"})
"""Amounts too small for the unit of a report in millions."""

_RANK = {"definition": 2, "last_year": 1, "mom": 3}
_TERMS = {"value": "amount", "value_ytd": "amount", "last_year_ytd": "last_year"}


def _row(stand: Standing, f: KeyFigure) -> Row:
    change = "points" if f.kind in CHANGED_BY_POINTS else "change"
    kinds = {1: f.kind, 2: f.kind, 3: change, 4: change, 5: f.kind}
    marks: dict[int, Mark] = {}
    if f.key == "attainment":
        from salesplan.commands.review_tables import mark_of, whole

        a = whole(stand)
        marks = {n: m for n, m in ((1, mark_of(stand, a.on_pace)), (5, mark_of(stand, a.attainment_ytd))) if m}
    values = (Text("word", word=term(f.key)), f.value, f.last_year, f.yoy, f.mom, f.ytd, definition(stand, f.key))
    return Row(values, "", marks, kinds)


def _definitions(stand: Standing, found: list[KeyFigure]) -> Text:
    """What every figure counts, in one sentence."""
    said = [Text("definition-of", figure=Text("word", word=term(f.key)), definition=definition(stand, f.key)) for f in found]
    whole = said[-1]
    for one in reversed(said[:-1]):
        whole = Text("definition-and", first=one, rest=whole)
    return Text("note-definitions", definitions=whole)


def _on_screen(stand: Standing, f: KeyFigure) -> Row:
    """The row, with small amounts of money in whole currency units of their own where the report shows large ones."""
    row = _row(stand, f)
    if not _too_small(stand, f):
        return row
    own = _plain_form(stand)
    values = tuple(Quantity("money", v, own) if n in (1, 2, 5) and v is not None else v for n, v in enumerate(row.values))
    return replace(row, values=values, kinds={**row.kinds, 1: "money", 2: "money", 5: "money"})


def _too_small(stand: Standing, f: KeyFigure) -> bool:
    """Whether a figure would show as nearly nothing in the report's unit."""
    return f.key in SMALL and stand.money.size > 10**stand.money.digits


def _plain_form(stand: Standing) -> MoneyForm:
    return MoneyForm(stand.money.currency, stand.money.digits, "元" if stand.money.unit.endswith("元") else "1", 0)


def _computed(stand: Standing, found: list[KeyFigure]) -> list[Row]:
    """The rows for a workbook, figures as formulas over the detail sheets and over each other."""
    at = {f.key: n for n, f in enumerate(found)}
    rows = []
    for f in found:
        row = _row(stand, f)
        if _too_small(stand, f):
            digits = 10**stand.money.digits
            values = tuple(Fraction(v, digits) if n in (1, 2, 5) and v is not None else v for n, v in enumerate(row.values))
            named = Text("figure-in-unit", figure=row.values[0], unit=_plain_form(stand).label("zh") or stand.money.currency)
            row = replace(row, values=(named, *values[1:]), kinds={**row.kinds, 1: "number", 2: "number", 5: "number"})
        formulas = {n: text for n, text in _formulas(stand, f.key, at).items() if row.values[n] is not None}
        rows.append(replace(row, formulas=formulas))
    return rows


def _formulas(stand: Standing, key: str, at: dict[str, int]) -> dict[int, str]:
    """How a figure is computed, by position: of the period (1), of last year (2), of the year so far (5)."""
    first, last = stand.period.months[0], stand.period.months[-1]
    span = f'{{facts!first_day}},">="&DATE({first.year},{first.month},1),{{facts!first_day}},"<="&DATE({last.year},{last.month},1)'
    if key == "revenue" and stand.metric == "revenue":
        return {1: f"SUMIFS({{facts!actual}},{span})", 2: f"SUMIFS({{facts!last_year}},{span})", 5: "SUM({facts!actual})"}
    if key == "target":
        return {1: f"SUMIFS({{target_cells!target}},{span.replace('facts', 'target_cells')})"}
    if key == "gross_profit" and "cost" in stand.lines:
        return {1: "SUM({lines!gross_profit})"}
    pairs = {"attainment": ("revenue", "target"), "average_order": ("revenue", "orders"), "collection_rate": ("collection", "revenue")}
    if key not in pairs or any(k not in at for k in pairs[key]) or (key == "attainment" and stand.metric != "revenue"):
        return {}
    part, whole = (at[k] for k in pairs[key])
    positions = {1: "value", 5: "ytd"} if key == "attainment" else {1: "value", 2: "last_year", 5: "ytd"}
    digits = stand.money.digits
    return {
        n: f"ROUND({{{c}@{part}}}/{{{c}@{whole}}},{digits})" if key == "average_order" else f"{{{c}@{part}}}/{{{c}@{whole}}}"
        for n, c in positions.items()
    }


def _data(f: KeyFigure) -> Row:
    return Row((f.key, f.value, f.last_year, f.yoy, f.mom, f.ytd, f.last_year_ytd), kinds={1: f.kind, 2: f.kind, 5: f.kind, 6: f.kind})


def definition(stand: Standing, key: str) -> Text:
    """What a figure counts (口径)."""
    if key == "new_customers":
        first = next((str(r.first_day) for r in sorted(stand.sales.reading, key=lambda r: str(r.first_day))), "")
        return Text("define-new-customers", first=first)
    if key == "gross_margin" and "amount_net" not in stand.lines:
        return Text("define-gross-margin-gross")
    if key == "target" and stand.done is not None:
        return Text("define-target-plan")
    return Text(f"define-{key.replace('_', '-')}")


def spring(stand: Standing) -> tuple[Block, ...]:
    """January and February apart and together, where the Spring Festival moves sales between them and both lie in the year so far."""
    months = _spring_months(stand)
    if not months:
        return ()
    dimension = next(iter(stand.dimensions), None)
    if dimension is None:
        return ()
    spans = [*((m,) for m in months), months]
    columns = (
        Column(dimension), *(Column("yoy", key=f"yoy_{m.month}", label=Text("review-yoy-of", month=_month(m))) for m in months),
        Column("target"), Column("actual"), Column("attainment"), Column("last_year", rank=1), Column("yoy"),
    )  # fmt: skip
    rows = []
    seen = [stand.members(dimension).over(span) for span in spans]
    for member in seen[-1].members():
        views = [view.of(member) for view in seen]
        rows.append(_spring_row(stand, stand.label(dimension, member), views))
    from salesplan.commands.review_tables import whole

    rows.append(_spring_row(stand, Text("total"), [whole(stand, span) for span in spans], "total"))
    title = Text("title-spring", first=_month(months[0]), last=_month(months[-1]))
    return (Table("spring_festival", columns, rows, title, Text("title-spring-sheet")),)


def _month(month: Month) -> Text:
    from salesplan.commands.review_tables import month_text

    return month_text(month)


def _spring_row(stand: Standing, name: Text | str, views: list[Attained], level: Level = "") -> Row:
    from salesplan.commands.review_tables import mark_of

    *apart, both = views
    then = (both.last_year, both.yoy) if _over_yet(stand) else (None, None)
    values = (name, *(a.yoy for a in apart), both.target, both.actual, both.attainment, *then)
    at = 1 + len(apart)
    mark = mark_of(stand, both.on_pace)
    kind = term(stand.metric).kind
    kinds = {} if kind == "money" else dict.fromkeys((at, at + 1, at + 3), kind)
    return Row(values, level, {at + 2: mark} if mark else {}, kinds)


def _over_yet(stand: Standing) -> bool:
    """Whether February is over, so that the two months together compare with those of last year."""
    return stand.as_of >= _spring_months(stand)[-1].last_day


def _spring_months(stand: Standing) -> tuple[Month, ...]:
    """January and February of the year under review, where the festival is kept and January has come."""
    months = [m for m in stand.period.year.months if m.month in (1, 2)]
    if len(months) < 2 or stand.calendar.festival(months[0].year) is None or months[0] not in stand.period.so_far:
        return ()
    return tuple(months)


def spring_note(stand: Standing) -> list[Text]:
    """What January and February came to together, in a sentence."""
    months = _spring_months(stand)
    if not months:
        return []
    from salesplan.commands.review_tables import whole

    apart = [whole(stand, (m,)).yoy for m in months]
    both = whole(stand, months).yoy
    if not _over_yet(stand):
        return [Text("note-spring-waits")]
    if both is None or None in apart:
        return []
    said = [Quantity("change", v if v is not None else Fraction(0)) for v in (both, *apart)]
    day = stand.calendar.festival(months[0].year)
    return [Text("note-spring", both=said[0], january=said[1], february=said[2], day=str(day))]
