"""Why: the bridge from last year's sales and margin to this year's, and from the period before; for the whole and by region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from salesplan.report import BOOK, DATA, SHOWN, Block, Column, Mark, Note, Row, Table
from salesplan.words import Text, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesplan.calc.bridge import Bridge, Sold, Span
    from salesplan.commands.review_setup import Standing
    from salesplan.frame import Ints, Texts

ORDER = (
    "price", "cost", "currency", "volume", "mix", "new_customers", "won_back", "lost_customers", "new_products", "lost_products", "not_split", "returns",
)  # fmt: skip
"""The parts in the order in which they are told."""


@dataclass(frozen=True)
class Compared:
    """Two times that are compared: the name of the comparison, the days now and then."""

    name: str
    now: Span
    base: Span


def compared(stand: Standing) -> list[Compared]:
    """The comparisons that the records allow: the period and the year so far with last year, the period with the one before."""
    from salesplan.calc.bridge import Span

    p = stand.period
    if p.future:
        return []
    now = Span(p.months[0].first_day, min(p.as_of, p.months[-1].last_day))
    so_far = Span(p.year.first.first_day, now.last)
    found = [Compared("last_year", now, now.back(12))]
    found += [Compared("ytd", so_far, so_far.back(12))] if so_far != now else []
    found += [Compared("before", now, now.back(len(p.months)))] if p.kind != "year" else []
    known = covered(stand)
    return [c for c in found if known(c.now) and known(c.base)]


def covered(stand: Standing) -> partial[bool]:
    """A test whether the records have lines in every month of a span."""
    import numpy as np

    from salesplan.calc.targets_due import month_index

    months = frozenset(np.unique(month_index(stand.lines.days("order_date"))).tolist())
    return partial(_has_every_month, months)


def _has_every_month(months: frozenset[int], span: Span) -> bool:
    from salesplan.period import Month

    return all(n in months for n in range(Month.of(span.first).index, Month.of(span.last).index + 1))


def measures(stand: Standing) -> dict[str, dict[str, Ints]]:
    """What is bridged: the sales, and the gross profit by price and cost where lines tell both."""
    import numpy as np

    from salesplan.frame import NO_AMOUNT

    found = {"revenue": {"price": stand.lines.ints("amount")}}
    if "amount_net" in stand.lines and "cost" in stand.lines:
        cost = stand.lines.ints("cost")
        found["gross_profit"] = {"price": stand.lines.ints("amount_net"), "cost": np.where(cost == NO_AMOUNT, NO_AMOUNT, -cost)}
    elif "gross_profit" in stand.lines:
        found["gross_profit"] = {"unit_profit": stand.lines.ints("gross_profit")}
    return found


def sold(stand: Standing, figures: Mapping[str, Ints]) -> Sold:
    """The lines as the bridge sees them."""
    from salesplan.calc.bridge import Sold
    from salesplan.calc.purchases import customers_of

    lines = stand.lines
    named = "customer_id" in lines or "customer_name" in lines
    rate = lines.ints("fx_rate") if "fx_rate" in lines else None
    return Sold(
        lines.days("order_date"), figures, customers_of(lines) if named else None, product_of(stand),
        lines.ints("quantity") if "quantity" in lines else None, lines.texts("sales_unit") if "sales_unit" in lines else None,
        lines.texts("currency") if "currency" in lines and rate is not None else None, rate,
    )  # fmt: skip


def product_of(stand: Standing) -> Texts | None:
    """What tells products apart: code, name, or else the product line."""
    return next((stand.lines.texts(t) for t in ("product_id", "product_name", "product") if t in stand.lines), None)


def blocks(stand: Standing) -> tuple[Block, ...]:
    """The bridges for readers and as data; nothing where the records do not reach back."""
    pairs = compared(stand)
    if not pairs:
        return ()
    found: list[Block] = []
    for metric, figures in measures(stand).items():
        found += _of_metric(stand, metric, sold(stand, figures), pairs)
    return (*found, Note(Text("note-bridge"), DATA))


def _of_metric(stand: Standing, metric: str, goods: Sold, pairs: Sequence[Compared]) -> list[Block]:
    from salesplan.calc.bridge import bridge, splits

    prefix = "bridge" if metric == "revenue" else "margin_bridge"
    wholes = [(c, bridge(goods, c.base, c.now, None, splits(goods, c.base, c.now))) for c in pairs]
    found: list[Block] = [_shown(stand, metric, prefix, wholes)]
    for n, (c, whole) in enumerate(wholes):
        name = prefix if c.name == "last_year" else f"{prefix}_{c.name}"
        rows = _data_rows(whole, None)
        if n == 0 and "region" in stand.dimensions:
            regions = _by_region(stand, goods, c)
            rows += [r for member, b in regions.items() for r in _data_rows(b, member)]
            found.append(_region_table(stand, metric, prefix, regions, whole))
        found.append(Table(name, (Column("part"), Column("member"), Column("amount")), rows, views=DATA))
    return found


def _data_rows(b: Bridge, member: str | None) -> list[Row]:
    return [Row((part, member, b.parts[part])) for part in ORDER if part in b.parts] + [
        Row((part, member, amount)) for part, amount in b.parts.items() if part not in ORDER
    ]


def _by_region(stand: Standing, goods: Sold, c: Compared) -> dict[str | None, Bridge]:
    """The bridge of each region, worked out within it; `None` for lines that name none."""
    from salesplan.calc.bridge import bridge, splits
    from salesplan.frame import MISSING

    texts, split = stand.lines.texts("region"), splits(goods, c.base, c.now)
    inside = split.base | split.now
    found: dict[str | None, Bridge] = {}
    for member in stand.members("region").members():
        code = texts.labels.index(member) if member in texts.labels else MISSING if member is None else None
        if code is not None and (inside & (texts.codes == code)).any():
            found[member] = bridge(goods, c.base, c.now, texts.codes == code, split)
    return found


def _shown(stand: Standing, metric: str, prefix: str, wholes: Sequence[tuple[Compared, Bridge]]) -> Table:
    columns = (Column("part"), *(_column(stand, c, n) for n, (c, _) in enumerate(wholes)))
    every = [*ORDER, *(p for _, b in wholes for p in b.parts if p not in ORDER)]
    parts = [p for p in dict.fromkeys(every) if any(b.parts.get(p) for _, b in wholes)]
    rows = [Row((Text("bridge-base"), *(b.base for _, b in wholes)), "heading")]
    for part in parts:
        values = tuple(b.parts.get(part, 0) for _, b in wholes)
        rows.append(Row((_part_text(part, wholes[0][1]), *values), "", {n: _sense(v) for n, v in enumerate(values, start=1) if v}))
    rows.append(Row((Text("bridge-difference"), *(b.difference for _, b in wholes)), "subtotal"))
    rows.append(Row((Text("bridge-now"), *(b.now for _, b in wholes)), "total"))
    title = Text("title-bridge", metric=Text("word", word=term(metric)))
    notes = (Text("note-bridge"), *_left(wholes[0][1], "sales_unit" in stand.lines)) if metric == "revenue" else ()
    return Table(prefix, columns, rows, title, Text("sheet-bridge"), SHOWN, notes, new_page=metric != "revenue")


def _sense(amount: int) -> Mark:
    return "good" if amount > 0 else "bad"


def _left(b: Bridge, units: bool) -> list[Text]:
    """What a reader must know of the parts that could not be told."""
    if not any(p in b.parts for p in ("price", "volume")):
        return [Text("note-bridge-no-quantity")]
    return [] if units else [Text("note-bridge-no-unit")]


def _column(stand: Standing, c: Compared, n: int) -> Column:
    labels = {"last_year": Text("bridge-last-year", period=Text(f"review-this-{stand.period.kind}")), "ytd": Text("bridge-ytd"), "before": Text("bridge-before")}
    return Column("amount", key=c.name, label=labels[c.name], rank=n)


def _part_text(part: str, b: Bridge) -> Text:
    word = Text(f"part-{part.replace('_', '-')}")
    return Text("part-counted", part=word, count=b.counts[part]) if part in b.counts else word


def _region_table(stand: Standing, metric: str, prefix: str, regions: Mapping[str | None, Bridge], whole: Bridge) -> Table:
    """Regions down, parts across."""
    parts = [p for p in ORDER if any(b.parts.get(p) for b in (*regions.values(), whole))]
    columns = (
        Column("region"), Column("last_year"), *(Column("amount", key=p, label=Text(f"part-{p.replace('_', '-')}")) for p in parts), Column("actual"),
    )  # fmt: skip
    rows = [Row((stand.label("region", m), b.base, *(b.parts.get(p, 0) for p in parts), b.now)) for m, b in regions.items()]
    rows.append(Row((Text("total"), whole.base, *(whole.parts.get(p, 0) for p in parts), whole.now), "total"))
    title = Text("title-bridge-region", metric=Text("word", word=term(metric)))
    return Table(f"{prefix}_by_region", columns, rows, title, Text("sheet-bridge"), BOOK, (Text("note-bridge-region"),))

