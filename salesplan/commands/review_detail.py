"""The detail sheets of a review's workbook: the targets, the sales by month and member, and the lines of the period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan.frame import NO_AMOUNT, Frame, Texts
from salesplan.period import Month
from salesplan.report import BOOK, Column, Row, Table
from salesplan.words import Text, term

if TYPE_CHECKING:
    from salesplan.commands.review_setup import Standing

MOST_LINES = 20_000
"""The lines of a period stand in the workbook up to this number; of longer ones the sheet of sums is the detail."""

MOST_FACTS = 20_000
"""Sums by month and member stand in the workbook up to this number of rows."""

LINE_TEXTS = ("order_id", "customer", "region", "team", "person", "segment", "product", "product_name")
"""Texts of a line, in the order of the sheet."""


def members(stand: Standing) -> tuple[str, ...]:
    """The dimensions of the sheet of sums."""
    return tuple(d for d in stand.dimensions if isinstance(stand.lines.columns.get(d), Texts))


def named(stand: Standing, dimension: str, texts: Texts) -> list[Text | str]:
    """How each label of a column stands in a table, and last how lines that name none do."""
    return [*(stand.label(dimension, label) for label in texts.labels), stand.label(dimension, None)]


def detail(stand: Standing) -> list[Table]:
    """The detail sheets, those that others are sums of last."""
    found = [t for t in (_targets(stand), _quotas(stand), _facts(stand), _lines(stand)) if t is not None]
    return [t for t in found if t.rows]


def _targets(stand: Standing) -> Table | None:
    if not len(stand.targets.cells):
        return None
    return _target_table(stand, "target_cells", stand.targets.cells)


def _quotas(stand: Standing) -> Table | None:
    return None if stand.targets.people is None else _target_table(stand, "target_people", stand.targets.people)


def _target_table(stand: Standing, name: str, frame: Frame) -> Table:
    order = [t for t in ("region", "team", "person") if t in frame]
    texts = [*order, *(t for t, c in frame.columns.items() if isinstance(c, Texts) and t not in order)]
    words = {t: named(stand, t, frame.texts(t)) for t in texts}
    codes = {t: frame.texts(t).codes.tolist() for t in texts}
    days, targets = frame.days("month").tolist(), frame.ints("target").tolist()
    kind = term(stand.metric).kind
    kinds = {} if kind == "money" else {len(texts) + 1: kind}
    rows = [
        Row((day, *(words[t][codes[t][n]] for t in texts), target), kinds=kinds)
        for n, (day, target) in enumerate(zip(days, targets, strict=True))
        if target
    ]
    title = Text(f"title-{name.replace('_', '-')}")
    columns = (Column("first_day"), *(Column(t) for t in texts), Column("target"))
    return Table(name, columns, rows, title, title, BOOK)


def _facts(stand: Standing) -> Table | None:
    from salesplan.calc.facts import facts

    dims = members(stand)
    days, amounts, columns = stand.lines.days("order_date"), stand.amounts[stand.metric], {d: stand.lines.texts(d) for d in dims}
    if stand.credit is not None:
        days, amounts = days[stand.credit.line], stand.credit.of(amounts)
        columns = {d: stand.credit.people if d == "person" else c.take(stand.credit.line) for d, c in columns.items()}
    found = facts(days, amounts, list(columns.values()), stand.period)
    if len(found) > MOST_FACTS:
        return None
    words = [named(stand, d, c) for d, c in columns.items()]
    traced = _traced(stand, dims)
    rows = []
    first = stand.period.months[0].index
    for n, (month, codes) in enumerate(zip(found.months.tolist(), found.codes.tolist(), strict=True)):
        day = Month.from_index(month).first_day
        lead = (day, *(w[c] for w, c in zip(words, codes, strict=True)))
        values = (*lead, int(found.actual[n]), int(found.last_year[n]), int(found.before[n]))
        formulas = {len(lead): traced} if traced and month >= first and all(safe(x) for x in lead[1:]) else {}
        rows.append(Row(values, kinds=_kinds(stand, len(lead), 3), formulas=formulas))
    title = Text("title-facts")
    heads = (Column("first_day"), *(Column(d) for d in dims), Column("actual"), Column("last_year"), Column("before"))
    return Table("facts", heads, rows, title, title, BOOK)


def _kinds(stand: Standing, at: int, count: int) -> dict[int, str]:
    kind = term(stand.metric).kind
    return {} if kind == "money" else dict.fromkeys(range(at, at + count), kind)


def _traced(stand: Standing, dims: Sequence[str]) -> str | None:
    """How a sum of the period is one over the lines; None where these do not stand in the workbook."""
    if stand.metric != "revenue" or stand.credit is not None or not 0 < len(_period_rows(stand)) <= MOST_LINES:
        return None
    parts = "".join(f",{{lines!{d}}},{{{d}}}" for d in dims)
    return f'SUMIFS({{lines!amount}}{parts},{{lines!order_date}},">="&{{first_day}},{{lines!order_date}},"<="&EOMONTH({{first_day}},0))'


def safe(label: Text | str) -> bool:
    """Whether a text as a criterion of SUMIFS means itself and nothing else.

    >>> safe("华东"), safe("*A"), safe(">5"), safe("001")
    (True, False, False, False)
    """
    if isinstance(label, Text):
        return all(safe(v) for v in label.params.values() if isinstance(v, str))
    text = str(label).strip()
    numeric = text.replace(".", "").replace("-", "").replace("/", "").replace(",", "").replace("%", "").isdigit()
    return bool(text) and text == str(label) and not set(text) & set("*?~") and text[0] not in "<>=" and not numeric


def _period_rows(stand: Standing) -> np.ndarray:
    """The positions of the lines of the period."""
    days = stand.lines.days("order_date")
    first, last = stand.period.months[0].first_day, min(stand.as_of, stand.period.months[-1].last_day)
    inside = (days >= np.datetime64(first, "D")) & (days <= np.datetime64(last, "D"))
    return np.flatnonzero(inside & (stand.amounts["revenue"] != NO_AMOUNT))


def _lines(stand: Standing) -> Table | None:
    at = _period_rows(stand)
    if not 0 < len(at) <= MOST_LINES:
        return None
    at = at[np.argsort(stand.lines.days("order_date")[at], kind="stable")]
    frame = stand.lines.take(at)
    own = [d for d in members(stand) if d not in LINE_TEXTS]
    texts = [t for t in (*LINE_TEXTS, *own) if t in frame and isinstance(frame.columns[t], Texts)]
    money = {"amount": stand.amounts["revenue"][at]}
    money |= {"gross_profit": stand.amounts["gross_profit"][at]} if "gross_profit" in stand.amounts else {}
    values = [_words(stand, frame, t) for t in texts] + [_figures(v) for v in money.values()]
    rows = [Row(row) for row in zip(frame.days("order_date").tolist(), *values, strict=True)]
    heads = (Column("order_date"), *(Column(t) for t in texts), *(Column(m) for m in money))
    title = Text("title-lines", rows=f"{len(rows):,}")
    return Table("lines", heads, rows, title, Text("title-lines-sheet"), BOOK)


def _words(stand: Standing, frame: Frame, term_: str) -> list[Any]:
    texts = frame.texts(term_)
    if term_ in (*stand.dimensions, "customer"):
        words = named(stand, term_, texts)
        return [words[c] for c in texts.codes.tolist()]
    return texts.values()


def _figures(values: np.ndarray) -> Iterator[int | None]:
    return (None if v == NO_AMOUNT else v for v in values.tolist())


