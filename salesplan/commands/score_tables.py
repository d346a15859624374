"""The tables of a scoring: classes, customers, whom to call, moves, cut points (layout C)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from operator import itemgetter
from typing import Any

from salesplan.calc.ahead import Ahead
from salesplan.calc.habits import favourites, product_term, stopped
from salesplan.calc.rfm import CLASSES, SEGMENTS
from salesplan.calc.scoring import Scoring
from salesplan.calc.tiers import BACK, LAPSED, NEWCOMER, tier_of
from salesplan.report import DATA, EVERYWHERE, Alert, Chart, Column, Mark, Row, Table, View
from salesplan.words import Quantity, Text

PAPER: frozenset[View] = frozenset({"page", "book"})
SHEETS: frozenset[View] = frozenset({"page", "book", "data"})
TERMINAL: frozenset[View] = frozenset({"terminal"})
CALLS = 15
"""Customers to call that a screen shows."""


@dataclass(frozen=True)
class People:
    """The words of each customer, by position: name, salesperson."""

    scoring: Scoring
    only: str | None = None

    @cached_property
    def names(self) -> list[str | None]:
        """Names as the records last wrote them; the id where they have none."""
        found = self.scoring.purchases.latest("customer_name")
        return [name or key for name, key in zip(found, self.scoring.purchases.ids, strict=True)]

    @cached_property
    def owners(self) -> list[str | None]:
        """The salesperson of each customer's newest lines."""
        return self.scoring.purchases.latest("person")

    @property
    def coded(self) -> bool:
        """Whether customers have codes beside their names."""
        return "customer_id" in self.scoring.purchases.records

    def shown(self, who: int) -> bool:
        """Whether a customer belongs to the salesperson that the report is for."""
        return self.only is None or self.owners[who] == self.only

    def tier(self, who: int) -> str | None:
        """The customer's tier today."""
        facts = self.scoring.facts.get(who)
        return tier_of(facts, self.scoring.chapter.tiers) if facts else None

    def tier_before(self, who: int) -> str | None:
        """The customer's tier on the earlier day."""
        facts = self.scoring.facts_before.get(who)
        return tier_of(facts, self.scoring.chapter.tiers) if facts else None


def both(table: Table, people: People) -> list[Table]:
    """The table as programs read it and, where records or plan leave columns empty, without these for people."""
    empty = {*(() if people.scoring.chapter.tiers else ("tier", "tier_before")), *(() if people.coded else ("customer_id",))}
    kept = [n for n, c in enumerate(table.columns) if c.term not in empty]
    if len(kept) == len(table.columns):
        return [table]
    place = {n: at for at, n in enumerate(kept)}
    pick = itemgetter(*kept)
    rows = [Row(pick(r.values), r.level, {place[n]: m for n, m in r.marks.items() if n in place}, r.kinds, r.indent) for r in table.rows]
    paper = replace(table, name=f"{table.name}_shown", columns=tuple(table.columns[n] for n in kept), rows=rows, views=PAPER)
    return [paper, replace(table, views=DATA)]


def share(part: int, whole: int) -> Fraction | None:
    """A part of a whole; None of nothing."""
    return Fraction(part, whole) if whole else None


def classes(scoring: Scoring) -> Table:
    """The eight classes: customers, sales, averages, what to do."""
    columns = (
        Column("customer_class", key="class"), Column("customers"), Column("customers_share", rank=1), Column("amount"), Column("sales_share"),
        Column("average_amount", rank=2), Column("average_days", rank=3), Column("average_orders", rank=3), Column("action", rank=4),
    )  # fmt: skip
    count, amount = len(scoring.now), int(scoring.now.amount.sum())
    rows = []
    for line in scoring.classes:
        average = Fraction(line.amount, line.customers) if line.customers else None
        rows.append(Row((
            Text(f"class-{line.name}"), line.customers, share(line.customers, count), line.amount, share(line.amount, amount),
            average, line.days, line.orders, action(scoring, line.name),
        )))  # fmt: skip
    days = float(scoring.now.recency.mean()) if count else None
    orders = float(scoring.now.frequency.mean()) if count else None
    average = Fraction(amount, count) if count else None
    rows.append(Row((Text("total"), count, share(count, count), amount, share(amount, amount), average, days, orders, None), "total"))
    return Table("classes", columns, rows, Text("title-classes"), Text("sheet-summary"))


def action(scoring: Scoring, name: str) -> Text | str:
    """What the plan, or else the program, suggests to do with a class."""
    return scoring.chapter.actions.get(name) or Text(f"action-{name}")


def segments(scoring: Scoring) -> Table:
    """The eleven segments: customers and sales."""
    columns = (Column("customer_segment", key="segment"), Column("customers"), Column("customers_share"), Column("amount"), Column("sales_share"))
    now, total = scoring.now, int(scoring.now.amount.sum())
    rows = []
    for number, name in enumerate(SEGMENTS):
        inside = now.segments == number
        count, amount = int(inside.sum()), int(now.amount[inside].sum())
        rows.append(Row((Text(f"segment-{name}"), count, share(count, len(now)), amount, share(amount, total))))
    rows.append(Row((Text("total"), len(now), share(len(now), len(now)), total, share(total, total)), "total"))
    return Table("segments", columns, rows, Text("title-segments"), Text("sheet-summary"), SHEETS)


def charts() -> list[Chart]:
    """Pictures of the classes."""
    return [
        Chart("bar", "classes", "class", ("amount",), Text("chart-class-sales"), Text("sheet-summary")),
        Chart("bar", "classes", "class", ("customers",), Text("chart-class-customers"), Text("sheet-summary")),
    ]


def customers(scoring: Scoring, people: People, ahead: Ahead | None = None) -> Table:
    """Every customer of the window, those with the highest sales first."""
    columns = (
        Column("customer_id", rank=1), Column("customer"), Column("owner"), Column("last_order"), Column("days_since_last"), Column("orders"),
        Column("amount"), Column("recency_score", key="r"), Column("frequency_score", key="f"), Column("monetary_score", key="m"),
        Column("customer_class", key="class"), Column("class_before"), Column("customer_segment", key="segment"), Column("tier"),
        Column("tier_before"), Column("buy_chance"), Column("expected_orders"), Column("expected_value"), Column("value_low"),
        Column("value_high"), Column("action"),
    )  # fmt: skip
    now, rows = scoring.now, []
    values = zip(
        now.who.tolist(), now.last.tolist(), now.recency.tolist(), now.frequency.tolist(), now.amount.tolist(), now.r.tolist(), now.f.tolist(),
        now.m.tolist(), now.classes.tolist(), now.segments.tolist(), strict=True,
    )  # fmt: skip
    warned = at_risk_actions(scoring)
    class_words, segment_words = [Text(f"class-{n}") for n in CLASSES], [Text(f"segment-{n}") for n in SEGMENTS]
    actions = [action(scoring, n) for n in CLASSES]
    ids = scoring.purchases.ids
    for who, last, days, orders, amount, r, f, m, kind, segment in sorted(values, key=lambda v: (-v[4], ids[v[0]])):
        if not people.shown(who):
            continue
        before = class_before(scoring, who)
        own = expected(ahead, who)
        marks: dict[int, Mark] = {4: "bad"} if who in warned else {}
        rows.append(Row((
            ids[who], people.names[who], people.owners[who], last, days, orders, amount, r, f, m, class_words[kind],
            before, segment_words[segment], people.tier(who), people.tier_before(who), *own, warned.get(who, actions[kind]),
        ), marks=marks))  # fmt: skip
    return Table("customers", columns, rows, Text("title-customers"), Text("sheet-customers"), SHEETS)


def expected(ahead: Ahead | None, who: int) -> tuple[Any, ...]:
    """Chance of an order, expected orders, expected sales with their low and high end; all missing without forecasts."""
    found = ahead.customers.get(who) if ahead is not None else None
    return (None,) * 5 if found is None else (found.chance, found.orders, found.value, found.low, found.high)


def class_before(scoring: Scoring, who: int) -> Text | None:
    """The class that a customer had on the earlier day; None where no earlier day was looked at."""
    if scoring.before is None:
        return None
    facts = scoring.facts_before.get(who)
    name = facts.kind if facts else BACK if who in scoring.known_before else NEWCOMER
    return Text(f"class-{name}")


def at_risk_actions(scoring: Scoring) -> dict[int, Text]:
    """What to do with each customer whose silence is a warning."""
    rhythm = scoring.rhythm
    found = zip(rhythm.who.tolist(), rhythm.silent.tolist(), rhythm.gap.tolist(), rhythm.at_risk.tolist(), strict=True)
    return {w: Text("action-at-risk", silent=s, gap=f"{g:g}") for w, s, g, risk in found if risk}


def at_risk(scoring: Scoring, people: People, views: frozenset[View], most: int | None = None) -> Table:
    """Regular customers whose silence is longer than their rhythm, the largest first.

    `most` rows at most; the class is empty for one without an order in the window.
    """
    columns = [
        Column("customer_id", rank=3), Column("customer"), Column("owner"), Column("tier", rank=2), Column("customer_class", key="class", rank=1),
        Column("orders_ever"), Column("usual_gap"), Column("last_order", rank=1), Column("days_since_last"), Column("amount"), Column("used_to_buy", rank=3),
        Column("action", rank=4),
    ]  # fmt: skip
    rhythm, facts = scoring.rhythm, scoring.facts
    words, rows = at_risk_actions(scoring), []
    values = zip(rhythm.who.tolist(), rhythm.orders.tolist(), rhythm.gap.tolist(), rhythm.last.tolist(), rhythm.silent.tolist(), strict=True)
    chosen = [v for v in values if v[0] in words and people.shown(v[0])]
    ids, liked = scoring.purchases.ids, favourites(scoring.purchases, [v[0] for v in chosen])
    for who, orders, gap, last, silent in sorted(chosen, key=lambda v: (-(facts[v[0]].amount if v[0] in facts else 0), ids[v[0]]))[:most]:
        own = facts.get(who)
        rows.append(Row((
            ids[who], people.names[who], people.owners[who], people.tier(who), Text(f"class-{own.kind}") if own else None, orders, gap,
            last, silent, own.amount if own else 0, Text("list", parts=liked.get(who, [])), words[who],
        )))  # fmt: skip
    if "data" in views:
        return Table("at_risk", tuple(columns), rows, Text("title-at-risk"), Text("sheet-at-risk"), views)
    hidden = {"action", "used_to_buy", "last_order", *(() if scoring.chapter.tiers else ("tier",)), *(() if people.coded else ("customer_id",))}
    keep = [n for n, c in enumerate(columns) if c.term not in hidden]
    short = [Row(tuple(row.values[n] for n in keep)) for row in rows]
    more = (Text("note-more-at-risk", shown=most),) if most and len(chosen) > most else ()
    brief = {"orders_ever": "orders-brief", "usual_gap": "gap-brief", "days_since_last": "silent-brief"}
    shown = [replace(columns[n], label=Text(brief[columns[n].term])) if columns[n].term in brief else columns[n] for n in keep]
    return Table("at_risk", tuple(shown), short, Text("title-at-risk"), Text("sheet-at-risk"), views, more)


def stopped_products(scoring: Scoring, people: People) -> Table | None:
    """Products that customers bought regularly and have stopped buying; None where the records name no products."""
    if product_term(scoring.purchases) is None:
        return None
    columns = (
        Column("customer_id", rank=2), Column("customer"), Column("owner"), Column("product"), Column("orders_ever", label=Text("days-bought")),
        Column("usual_gap"), Column("last_order"), Column("days_since_last"), Column("amount", label=Text("sales-twelve-months")),
    )  # fmt: skip
    ids = scoring.purchases.ids
    found = [s for s in stopped(scoring.purchases, scoring.as_of, scoring.rhythm.rule) if people.shown(s.who)]
    rows = [Row((ids[s.who], people.names[s.who], people.owners[s.who], s.product, s.orders, s.gap, s.last, s.silent, s.amount)) for s in found]
    return Table("stopped", columns, rows, Text("title-stopped"), Text("sheet-at-risk"), SHEETS)


def lapsed(scoring: Scoring, people: People, ahead: Ahead | None = None) -> Table:
    """Customers who have bought, but not in the window, those of the most recent order first."""
    columns = (
        Column("customer_id", rank=1), Column("customer"), Column("owner"), Column("last_order"), Column("days_since_last"), Column("orders_ever"),
        Column("buy_chance"), Column("expected_orders"), Column("expected_value"),
    )  # fmt: skip
    rhythm, ids, rows = scoring.rhythm, scoring.purchases.ids, []
    values = zip(rhythm.who.tolist(), rhythm.last.tolist(), rhythm.silent.tolist(), rhythm.orders.tolist(), strict=True)
    for who, last, silent, orders in sorted(values, key=lambda v: (v[2], ids[v[0]])):
        if who not in scoring.facts and people.shown(who):
            own = expected(ahead, who)
            rows.append(Row((ids[who], people.names[who], people.owners[who], last, silent, orders, *own[:3])))
    return Table("lapsed", columns, rows, Text("title-lapsed"), Text("sheet-lapsed"), SHEETS)


def cuts(scoring: Scoring) -> Table:
    """What values earned which score, and how many customers have it."""
    columns = (Column("measure"), Column("score"), Column("lowest", key="from"), Column("highest", key="to"), Column("customers"))
    kinds = {"recency": "days", "frequency": "count", "monetary": "money"}
    rows = []
    for c in scoring.now.cuts():
        kind = kinds[c.measure]
        rows.append(Row((Text(measure(scoring, c.measure)), c.score, c.low, c.high, c.customers), kinds={2: kind, 3: kind}))
    return Table("cuts", columns, rows, Text("title-cuts"), Text("sheet-method"), SHEETS)


def cuts_shown(scoring: Scoring) -> Table:
    """The same for a screen: one row a score, with the range of each measure."""
    kinds = {"recency": "count", "frequency": "count", "monetary": "money"}
    ranges = {
        (c.measure, c.score): Text("range" if c.low < c.high else "range-one", low=Quantity(kinds[c.measure], c.low), high=Quantity(kinds[c.measure], c.high))
        for c in scoring.now.cuts()
    }  # fmt: skip
    scores = sorted({score for _, score in ranges}, reverse=True)
    columns = (Column("score"), *(Column("note", key=name, label=Text(measure(scoring, name))) for name in kinds))
    rows = [Row((s, *(ranges.get((name, s)) for name in kinds))) for s in scores]
    return Table("cuts", columns, rows, Text("title-cuts"), views=TERMINAL)


def measure(scoring: Scoring, name: str) -> str:
    """The slug of a measure's name."""
    return "measure-frequency-days" if name == "frequency" and scoring.purchases.counting == "days" else f"measure-{name}"


def migration(scoring: Scoring) -> Table | None:
    """How many customers went from which class to which; None without an earlier day."""
    if scoring.before is None:
        return None
    found = scoring.matrix
    first = [*CLASSES, BACK, NEWCOMER]
    second = [*CLASSES, LAPSED]
    rows = []
    for a in first:
        counts = [found.get((a, b), 0) for b in second]
        marks = {n + 1: _mark(a, b) for n, b in enumerate(second) if counts[n] and _mark(a, b)}
        rows.append(Row((Text(f"class-{a}"), *counts, sum(counts)), marks=marks))
    sums = [sum(found.get((a, b), 0) for a in first) for b in second]
    rows.append(Row((Text("total"), *sums, sum(sums)), "total"))
    columns = (
        Column("class_before"), *(Column("customers", key=f"to:{b}", label=Text(f"class-{b}"), rank=2 if n < len(CLASSES) else 1) for n, b in enumerate(second)),
        Column("count", label=Text("total")),
    )  # fmt: skip
    return Table("migration_matrix", columns, rows, _between("title-migration", scoring), Text("sheet-migration"), PAPER)


def _mark(before: str, now: str) -> Mark:
    """Key customers that are lost or fade are bad, those won are good."""
    if before in CLASSES[:2] and (now == LAPSED or now in CLASSES[2:]):
        return "bad"
    return "good" if before not in CLASSES[:2] and now in CLASSES[:2] else ""


def _between(slug: str, scoring: Scoring) -> Text:
    assert scoring.before is not None
    return Text(slug, before=str(scoring.before.as_of), as_of=str(scoring.as_of))


def migration_data(scoring: Scoring) -> Table:
    """The same as data: one row a pair of classes."""
    columns = (Column("class_before"), Column("customer_class", key="class"), Column("customers"))
    order = {name: n for n, name in enumerate([*CLASSES, BACK, NEWCOMER, LAPSED])}
    found = sorted(scoring.matrix.items(), key=lambda pair: (order[pair[0][0]], order[pair[0][1]]))
    return Table("migration", columns, [Row((Text(f"class-{a}"), Text(f"class-{b}"), n)) for (a, b), n in found], views=DATA)


def moves(scoring: Scoring, people: People) -> Table | None:
    """Who changed class or tier, and what did it; the largest first."""
    if scoring.before is None:
        return None
    columns = (
        Column("customer_id", rank=2), Column("customer"), Column("owner"), Column("class_before"), Column("customer_class", key="class"),
        Column("tier_before"), Column("tier"), Column("cause"), Column("amount_before"), Column("amount"),
    )  # fmt: skip
    ids, rows = scoring.purchases.ids, []
    found = [m for m in scoring.moves if people.shown(m.who)]
    for m in sorted(found, key=lambda m: (-max(m.amount or 0, m.amount_before or 0), ids[m.who])):
        causes = [Text(f"cause-{c}") for c in m.causes]
        rows.append(Row((
            ids[m.who], people.names[m.who], people.owners[m.who], Text(f"class-{m.before}"), Text(f"class-{m.now}"), m.tier_before, m.tier,
            Text("list", parts=causes), m.amount_before, m.amount,
        )))  # fmt: skip
    return Table("moves", columns, rows, _between("title-moves", scoring), Text("sheet-migration"), SHEETS)


def tiers(scoring: Scoring) -> Table | None:
    """The plan's tiers with their customers and service; None where the plan has none."""
    asked = scoring.chapter.tiers
    if not asked:
        return None
    columns = (Column("tier"), Column("customers"), Column("customers_share"), Column("amount"), Column("sales_share"), Column("visits", rank=1), Column("response", rank=1), Column("benefits", rank=2))
    found: dict[str | None, list[int]] = {t.name: [] for t in asked} | {None: []}
    for facts in scoring.facts.values():
        found[tier_of(facts, asked)].append(facts.amount)
    count, total = len(scoring.facts), sum(f.amount for f in scoring.facts.values())
    rows = []
    for t in asked:
        own = found[t.name]
        rows.append(Row((
            t.name, len(own), share(len(own), count), sum(own), share(sum(own), total), t.service.visits, _time(t.service.response),
            Text("list", parts=list(t.service.benefits)),
        )))  # fmt: skip
    rest = found[None]
    rows.append(Row((Text("no-tier"), len(rest), share(len(rest), count), sum(rest), share(sum(rest), total), None, None, None)))
    rows.append(Row((Text("total"), count, share(count, count), total, share(total, total), None, None, None), "total"))
    return Table("tiers", columns, rows, Text("title-tiers"), Text("sheet-summary"), EVERYWHERE)


def _time(span: dt.timedelta | None) -> Text | None:
    if span is None:
        return None
    minutes = int(span.total_seconds()) // 60
    for slug, size in (("span-days", 1440), ("span-hours", 60)):
        if minutes % size == 0:
            return Text(slug, count=minutes // size)
    return Text("span-minutes", count=minutes)


def alerts(scoring: Scoring, people: People) -> list[Alert]:
    """One alert for the key customers whose silence is a warning; none where there are none."""
    facts = scoring.facts
    silent = [w for w in at_risk_actions(scoring) if w in facts and facts[w].high[2] and people.shown(w)]
    if not silent:
        return []
    first = max(silent, key=lambda w: (facts[w].amount, scoring.purchases.ids[w]))
    amount = sum(facts[w].amount for w in silent)
    params = {"count": f"{len(silent):,}", "amount": Quantity("money", amount)}
    evidence = {"customers": len(silent), "amount": amount}
    return [Alert("key-customers-silent", "high", people.names[first] or scoring.purchases.ids[first], params, evidence)]


def present(tables: Sequence[Table | None]) -> list[Table]:
    """Those tables that there are."""
    return [t for t in tables if t is not None]
