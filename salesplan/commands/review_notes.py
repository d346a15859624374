"""What a reader must know of a review: the pace, gaps in the records, names that no target knows, how the sums agree with the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from salesplan.commands.review_tables import lines, month_text, period_text, whole
from salesplan.frame import MISSING, NO_AMOUNT
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.commands.review_setup import Standing
    from salesplan.period import Month

NAMED_AT_MOST = 8
"""So many names a sentence lists."""


def notes(stand: Standing) -> list[Text]:
    """All of them, what concerns the period first."""
    found = [*_plan(stand), *_period(stand), *_pace(stand), *_gaps(stand), *_proof(stand)]
    for dimension in stand.targets.dimensions:
        if dimension in stand.dimensions:
            found += [*_strangers(stand, dimension), *_silent(stand, dimension), *_nameless(stand, dimension)]
        else:
            found.append(Text("note-dimension-untold", dimension=_word(dimension)))
    return found + _shared(stand) + _moved(stand)


def _word(dimension: str) -> Text:
    return Text("word", word=term(dimension))


def _money(stand: Standing, value: int) -> Quantity:
    return Quantity(term(stand.metric).kind, value)


def _plan(stand: Standing) -> list[Text]:
    untold = _untold(stand)
    if len(stand.targets.cells) == 0:
        return untold or [Text("note-review-no-targets")]
    if stand.done is None:
        return []
    from salesplan.commands.decompose import revision_notes

    return [*untold, *([Text("note-over-assign")] if stand.done.main.over_assign else []), *revision_notes(stand.done)]


def _untold(stand: Standing) -> list[Text]:
    """Targets of the plan that stand before the one under review, because sales records cannot tell them."""
    plan = stand.plan
    if plan is None or plan.goals is None or (stand.done is None and len(stand.targets.cells)):
        return []
    before = list(plan.goals.targets)
    before = before[: before.index(stand.metric)] if stand.metric in before else before
    return [Text("note-targets-untold", metrics=[_word(m) for m in before], shown=_word(stand.metric))] if before else []


def _period(stand: Standing) -> list[Text]:
    p = stand.period
    if p.future:
        return [Text("note-review-future", period=period_text(stand), last=str(stand.last_day))]
    if not p.in_progress:
        late = stand.last_day is not None and stand.last_day < p.months[-1].last_day
        return [Text("note-records-end", last=str(stand.last_day))] if late else []
    month = next(m for m in p.months if m.first_day <= p.as_of <= m.last_day)
    share = Quantity("share", p.elapsed(month, stand.calendar))
    return [Text("note-review-in-progress", period=period_text(stand), as_of=str(p.as_of), month=month_text(month), share=share)]


def _pace(stand: Standing) -> list[Text]:
    a = whole(stand)
    calendar = Quantity("share", a.calendar_pace)
    if a.plan_pace is None:
        return [Text("note-pace-calendar", calendar=calendar)]
    return [Text("note-pace", calendar=calendar, plan=Quantity("share", a.plan_pace))]


def _gaps(stand: Standing) -> list[Text]:
    """Months of the year so far that have no record at all."""
    view = stand.members(next(iter(stand.dimensions), "region"))
    begun = [m for m in stand.period.so_far if m.first_day <= min(stand.as_of, stand.last_day or stand.as_of)]
    missing: list[Month] = [m for m in begun if not view.covered[m.index - view.first]]
    return [Text("note-months-missing", months=[str(m) for m in missing])] if missing else []


def _proof(stand: Standing) -> list[Text]:
    """How the year so far, the rest of the year and other years sum to what the files were counted with."""
    amounts, days = stand.amounts["revenue"], stand.lines.days("order_date")
    known = np.where(amounts == NO_AMOUNT, 0, amounts)
    first, last = stand.year.first.first_day, stand.year.months[-1].last_day
    inside = (days >= np.datetime64(first, "D")) & (days <= np.datetime64(last, "D"))
    counted = inside & (days <= np.datetime64(min(stand.as_of, stand.period.months[-1].last_day), "D"))
    parts = [int(known[rows].sum()) for rows in (counted, inside & ~counted, ~inside)]
    files = sum(r.amount or 0 for r in stand.sales.reading)
    slug = "note-files-agree" if sum(parts) == files else "note-files-differ"
    so_far, later, other = (Quantity("money", p) for p in parts)
    return [Text(slug, files=Quantity("money", files), so_far=so_far, later=later, other=other)]


def _listed(names: list[Text | str]) -> list[Text | str]:
    return [*names[:NAMED_AT_MOST], *(["…"] if len(names) > NAMED_AT_MOST else [])]


def _strangers(stand: Standing, dimension: str) -> list[Text]:
    """Members with sales this year that no target knows."""
    rows = [a for a in lines(stand, dimension) if a.member is not None and a.target_year is None and a.actual_ytd]
    if not rows:
        return []
    amount = sum(a.actual_ytd or 0 for a in rows)
    names = _listed([stand.label(dimension, a.member) for a in rows])
    return [Text("note-without-target", dimension=_word(dimension), members=names, amount=_money(stand, amount))]


def _silent(stand: Standing, dimension: str) -> list[Text]:
    """Members with a target for the period that sold nothing in it."""
    rows = [a for a in lines(stand, dimension) if a.target and a.actual == 0]
    if not rows:
        return []
    names = _listed([stand.label(dimension, a.member) for a in rows])
    return [Text("note-without-sales", dimension=_word(dimension), members=names, amount=_money(stand, sum(a.target or 0 for a in rows)))]


def _nameless(stand: Standing, dimension: str) -> list[Text]:
    """Lines of the year so far that name no member."""
    if dimension not in stand.lines:
        return []
    a = stand.members(dimension).of(None)
    if not a.actual_ytd:
        return []
    days = stand.lines.days("order_date")
    so_far = (days >= np.datetime64(stand.year.first.first_day, "D")) & (days <= np.datetime64(stand.as_of, "D"))
    rows = int(((stand.lines.texts(dimension).codes == MISSING) & so_far).sum())
    return [Text("note-review-nameless", dimension=_word(dimension), rows=rows, amount=_money(stand, a.actual_ytd))]


def _shared(stand: Standing) -> list[Text]:
    if stand.credit is None:
        return []
    count = len(np.unique(stand.credit.line[stand.credit.whole > 1]))
    return [Text("note-shared", rows=count)]


def _moved(stand: Standing) -> list[Text]:
    """Who changed region or team in the year."""
    first, last = stand.year.first.first_day, stand.year.months[-1].last_day
    later = [s for s in stand.seats if s.of is not None and s.id != s.of and s.joined is not None and first <= s.joined <= last]
    return [Text("note-moved", name=s.name, day=str(s.joined), to=s.team or s.within) for s in later]
