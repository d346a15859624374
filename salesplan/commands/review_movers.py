"""Who moved the sales: customers and products up and down against last year, with state, margin and returns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from salesplan.report import DATA, Block, Column, Row, Table, View
from salesplan.words import Text

if TYPE_CHECKING:
    from salesplan.calc.movers import Lines, Mover
    from salesplan.commands.review_bridge import Compared
    from salesplan.commands.review_setup import Standing
    from salesplan.frame import Texts

SHOWN_EACH = 5
KEPT_EACH = 10
"""So many up and so many down are told on a screen, and in the workbook and as data."""

FEW: frozenset[View] = frozenset({"terminal"})
MANY: frozenset[View] = frozenset({"page", "book"})


def blocks(stand: Standing) -> tuple[Block, ...]:
    """The movers for readers and as data, against last year, or where that is not known against the period before."""
    from salesplan.calc.movers import movers
    from salesplan.commands.review_bridge import compared

    pairs = [c for c in compared(stand) if c.name != "ytd"]
    if not pairs:
        return ()
    lines = trade(stand)
    found: dict[str, list[Mover]] = {}
    for kind, texts in _kinds(stand):
        moved = [m for m in movers(lines, texts, pairs[0].base, pairs[0].now) if m.member is not None and m.change]
        if moved:
            found[kind] = moved
    names = {kind: _names(stand, kind) for kind in found}
    tables: list[Block] = []
    for kind, moved in found.items():
        tables += [_table(kind, moved, names[kind], pairs[0], few=True), _table(kind, moved, names[kind], pairs[0], few=False)]
    data = [_data_row(kind, m, names[kind]) for kind, moved in found.items() for m in _ends(moved, KEPT_EACH)]
    terms = ("kind", "member", "amount", "last_year", "change", "state", "gross_margin", "margin_before", "returns")
    return (*tables, Table("movers", tuple(Column(t) for t in terms), data, views=DATA))


def trade(stand: Standing) -> Lines:
    """The sales lines with margin where it is known."""
    from salesplan.calc.movers import Lines

    lines = stand.lines
    profit = stand.amounts.get("gross_profit")
    net = lines.ints("amount_net") if "amount_net" in lines else lines.ints("amount") if profit is not None else None
    return Lines(lines.days("order_date"), lines.ints("amount"), net, profit)


def _kinds(stand: Standing) -> Iterator[tuple[str, Texts]]:
    from salesplan.calc.purchases import customers_of
    from salesplan.commands.review_bridge import product_of

    if "customer_id" in stand.lines or "customer_name" in stand.lines:
        yield "customer", customers_of(stand.lines)
    product = product_of(stand)
    if product is not None:
        yield "product", product


def _names(stand: Standing, kind: str) -> dict[str, str]:
    """The name that stands beside a code most often; the code itself has none."""
    from salesplan.calc.attainment import mostly

    code, name = ("customer_id", "customer_name") if kind == "customer" else ("product_id", "product_name")
    if code not in stand.lines or name not in stand.lines:
        return {}
    return mostly(stand.lines.texts(code), stand.lines.texts(name))


def _ends(moved: list[Mover], each: int) -> list[Mover]:
    """The largest rises, and the largest falls with the largest first."""
    up, down = [m for m in moved if m.change > 0], [m for m in moved if m.change < 0]
    return [*up[:each], *down[::-1][:each]]


def _table(kind: str, moved: list[Mover], names: dict[str, str], c: Compared, *, few: bool) -> Table:
    then = "last_year" if c.name == "last_year" else "before"
    columns = (
        Column(kind, label=Text(f"column-{kind}")), Column("actual"), Column(then), Column("change"), Column("state"),
        Column("gross_margin", rank=1), Column("margin_before", rank=3), Column("returns", rank=2),
    )  # fmt: skip
    rows = [_row(m, names) for m in _ends(moved, SHOWN_EACH if few else KEPT_EACH)]
    views = FEW if few else MANY
    return Table(f"movers_{kind}", columns, rows, Text(f"title-movers-{kind}"), Text("sheet-movers"), views)


def _row(m: Mover, names: dict[str, str]) -> Row:
    values = (names.get(m.member or "", m.member), m.now.amount, m.before.amount, m.change, Text(f"state-{m.state.replace('_', '-')}"), *_margins(m))
    return Row(values, "", {3: "good" if m.change > 0 else "bad"})


def _margins(m: Mover) -> tuple[Any, ...]:
    return m.now.margin, m.before.margin, m.now.returns or None


def _data_row(kind: str, m: Mover, names: dict[str, str]) -> Row:
    return Row((kind, names.get(m.member or "", m.member), m.now.amount, m.before.amount, m.change, m.state, m.now.margin, m.before.margin, m.now.returns))
