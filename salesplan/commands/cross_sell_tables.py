"""The tables of cross-selling: rules, what to offer, whom to call, and the trial on the past."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from salesplan.calc.cross_selling import CrossSelling
from salesplan.calc.offers import NO_RULE
from salesplan.report import DATA, EVERYWHERE, Chart, Column, Row, Table, View
from salesplan.words import Quantity, Text

READ: frozenset[View] = frozenset({"terminal", "page"})
SHEET: frozenset[View] = frozenset({"book", "data"})
SHOWN_RULES = 20
SHOWN_CALLS = 25
SMALLEST = 0.001
"""A q-value below this is shown as less than it."""
AND = " + "
"""What joins the products that a rule begins with."""


def rules_shown(done: CrossSelling, said: Sequence[Text]) -> list[Table]:
    """The first of the rules that hold, with what is said of them; no table where none does."""
    columns = (
        Column("antecedent"), Column("consequent"), Column("count", label=Text("column-rule-baskets"), rank=1),
        Column("support", rank=2), Column("confidence"), Column("lift"), Column("q_value", rank=3),
    )  # fmt: skip
    rows = []
    for i in islice(np.flatnonzero(done.holds).tolist(), SHOWN_RULES):
        *values, q, _ = _rule(done, i)
        small = q < SMALLEST
        rows.append(Row((*values, Text("below", limit=str(SMALLEST)) if small else q), kinds={6: "text"} if small else {}))
    more = _first_only(len(rows), int(done.holds.sum()))
    return [Table("rules_shown", columns, rows, Text("title-rules"), Text("sheet-rules"), READ, (*more, *said))] if rows else []


def _first_only(shown: int, every: int) -> tuple[Text, ...]:
    return (Text("note-first-only", shown=shown, all=f"{every:,}"),) if shown < every else ()


def all_rules(done: CrossSelling) -> Table:
    """All rules, those that hold first."""
    columns = (
        Column("antecedent"), Column("consequent"), Column("count", label=Text("column-rule-baskets")), Column("support"),
        Column("confidence"), Column("lift"), Column("q_value"), Column("reliable"),
    )  # fmt: skip
    order = np.argsort(~done.holds, kind="stable").tolist()
    return Table("rules", columns, [Row(_rule(done, i)) for i in order], Text("title-all-rules"), Text("sheet-rules"), SHEET)


def _rule(done: CrossSelling, i: int) -> tuple[str, str, int, float, float, float, float, bool]:
    found = done.rules
    count, body = int(found.count[i]), int(found.body[i])
    lift = count * found.baskets / (body * int(found.head[i]))
    name = found.labels[int(found.heads[i])]
    return (AND.join(found.names(i)), name, count, count / found.baskets, count / body, lift, float(found.q_value[i]), bool(done.holds[i]))


def offered(done: CrossSelling) -> Table:
    """Each product that is offered: to how many, how many will take it, what it will bring."""
    made = done.offers
    assert made is not None
    rows = []
    for item in np.unique(made.item).tolist():
        mine = made.item == item
        amount = int(np.rint(made.amount[mine]).sum())
        rows.append(Row((done.rules.labels[item], int(mine.sum()), float(made.chance[mine].sum()), amount)))
    rows.sort(key=lambda r: (-r.values[3], r.values[0]))
    columns = (Column("offer"), Column("customers"), Column("expected_takers"), Column("expected_amount"))
    return Table("offered", columns, rows, Text("title-offered"), Text("sheet-offered"), EVERYWHERE)


def chart() -> Chart:
    """Expected sales by product offered."""
    return Chart("bar", "offered", "offer", ("expected_amount",), Text("chart-offered"), Text("sheet-offered"))


def calls(done: CrossSelling, name: str, views: frozenset[View], most: int | None = None, said: Sequence[Text] = ()) -> Table:
    """Whom to offer what, the largest expected sales first; `most` rows of it, with what is said of them."""
    made, bought = done.offers, done.purchases
    assert made is not None
    assert bought is not None
    assert done.as_of is not None
    names, owners, last = bought.latest("customer_name"), bought.latest("person"), bought.last_sale()
    silent = (np.datetime64(done.as_of, "D") - last).astype(np.int64)
    rows = []
    for k in range(len(made) if most is None else min(most, len(made))):
        who, rule = int(made.customer[k]), int(made.rule[k])
        rows.append(Row((
            bought.ids[who], names[who] or bought.ids[who], owners[who], done.rules.labels[int(made.item[k])],
            _because(done, rule), int(made.baskets[k]), float(made.chance[k]), round(float(made.amount[k])), int(silent[who]),
        )))  # fmt: skip
    columns = (
        Column("customer_id", rank=4), Column("customer"), Column("owner", rank=2), Column("offer"), Column("because", rank=1),
        Column("baskets", rank=3), Column("chance"), Column("expected_amount"), Column("days_since_last", rank=5),
    )  # fmt: skip
    title = Text("title-calls", ahead=done.terms.ahead)
    hidden = {"baskets", "days_since_last", *(() if "customer_id" in bought.records else ("customer_id",))} if views == READ else set()
    kept = [n for n, c in enumerate(columns) if c.term not in hidden]
    rows = [Row(tuple(r.values[n] for n in kept)) for r in rows] if hidden else rows
    return Table(name, tuple(columns[n] for n in kept), rows, title, Text("sheet-calls"), views, (*_first_only(len(rows), len(made)), *said))


def _because(done: CrossSelling, rule: int) -> str | Text:
    """What speaks for an offer: what the customer bought that goes with it, or that customers like this one try it."""
    return Text("because-others") if rule == NO_RULE else AND.join(done.rules.names(rule))


def no_calls() -> Table:
    """The empty call list of records without customers, for programs that expect one."""
    return Table("calls", (Column("customer_id"), Column("customer"), Column("offer"), Column("expected_amount")), [], views=DATA)


def tried(done: CrossSelling) -> Table:
    """The trial on the past."""
    found = done.trial
    assert found is not None
    columns = (
        Column("offers"), Column("expected_takers"), Column("takers"), Column("expected_amount"), Column("amount"),
        Column("top_share"), Column("amount", key="top_amount", label=Text("top-amount")), Column("popular_share"),
        Column("amount", key="popular_amount", label=Text("popular-amount")), Column("any_share"),
    )  # fmt: skip
    values = (
        found.offers, found.expected, found.takers, round(found.expected_amount), found.amount,
        found.top_share, found.top_amount, found.popular_share, found.popular_amount, found.any_share,
    )  # fmt: skip
    title = Text("title-trial", day=str(found.day), ahead=done.terms.ahead)
    return Table("backtest", columns, [Row(values)], title, Text("sheet-offered"), frozenset({"page", "book", "data"}))


def notes(done: CrossSelling, basket: str, level: str | None, large: int) -> list[Text]:
    """What a reader must know: baskets, thresholds, guard, baskets that are too large, trial."""
    found, sizes = done.rules, done.baskets.sizes
    items = len(np.unique(done.baskets.items))
    said = [Text("note-baskets", basket=Text(f"baskets-{basket}"), baskets=f"{found.baskets:,}", level=Text(f"level-{level or 'product'}"), items=f"{items:,}")]
    if done.since is not None:
        said.append(Text("note-baskets-window", since=str(done.since), as_of=str(done.as_of)))
    least = done.terms.threshold.least(found.baskets)
    support = Quantity("share", min(least / max(found.baskets, 1), 1.0))
    said.append(Text("note-thresholds", least=f"{least:,}", support=support, confidence=Quantity("share", done.terms.threshold.confidence)))
    limit = Quantity("share", done.terms.q_value)
    said.append(Text("note-guard", rules=f"{len(found):,}", holds=f"{int(done.holds.sum()):,}", tests=f"{found.tests:,}", limit=limit))
    if not done.holds.any():
        said.append(Text("note-no-rules"))
    if (many := int((sizes > large).sum())) > 0:
        said.append(Text("note-large-baskets", count=many, large=large, most=int(sizes.max())))
    if done.left:
        said.append(Text("note-baskets-left-out", count=done.left, largest=done.terms.largest))
    if found.longest < done.terms.threshold.longest:
        said.append(Text("note-shortened", longest=found.longest))
    return said


def offer_notes(done: CrossSelling) -> list[Text]:
    """How offers are to be taken, and how they fared in the past."""
    ahead, found = done.terms.ahead, done.trial
    if done.offers is None:
        return [Text("note-no-calls")]
    if not len(done.offers):
        return []
    least = Quantity("share", done.terms.least_chance)
    said = [Text("note-offers-learned", ahead=ahead, least=least) if done.learned else Text("note-offers", ahead=ahead)]
    if found is None:
        return [*said, Text("note-trial-none")]
    shares = {k: Quantity("share", getattr(found, k)) for k in ("top_share", "popular_share", "any_share")}
    said.append(Text(
        "note-trial", day=str(found.day), offers=f"{found.offers:,}", ahead=ahead, takers=f"{found.takers:,}",
        expected=f"{found.expected:,.0f}", top=found.top, top_amount=Quantity("money", found.top_amount),
        popular_amount=Quantity("money", found.popular_amount), **shares,
    ))  # fmt: skip
    if found.scale is None:
        return [*said, Text("note-trial-few")]
    if not found.worth_it:
        said.append(Text("note-trial-weak"))
    chance, amount = (Quantity("share", s) for s in found.scale)
    return [*said, Text("note-trial-scaled", chance=chance, amount=amount)]
