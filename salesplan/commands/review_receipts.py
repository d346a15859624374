"""What came in, by region and person: receipts of the period and the year so far, beside the sales of the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesplan.calc.attainment import Attained, Ledger, Reviewed, reviewed
from salesplan.calc.receipts import receipts_named
from salesplan.calc.targets_due import TargetTable, frame_of
from salesplan.frame import Frame, Texts
from salesplan.report import DATA, SHOWN, Block, Column, Level, Row, Table, View
from salesplan.words import Text, term

if TYPE_CHECKING:
    from salesplan.commands.review_setup import Standing

PAPER: frozenset[View] = frozenset({"page", "book"})
DIMENSIONS = ("region", "person")


def blocks(stand: Standing, chosen: Sequence[str]) -> tuple[Block, ...]:
    """Receipts by region and person, on the screen for the chosen ones; nothing without a list of receipts."""
    if not dated(stand):
        return ()
    named = receipts_named(stand.lists["receipts"], stand.lines, stand.seats)
    views = {d: _view(stand, named, d) for d in DIMENSIONS if d in named and d in stand.dimensions}
    tables = [_shown(stand, d, view, SHOWN if d in chosen else PAPER) for d, view in views.items()]
    return (*tables, _data(stand, views))


def dated(stand: Standing) -> bool:
    """Whether there are receipts with a day."""
    return "receipts" in stand.lists and "paid_date" in stand.lists["receipts"]


def _view(stand: Standing, receipts: Frame, dimension: str) -> Reviewed:
    column = receipts.columns[dimension]
    ledger = Ledger(receipts.days("paid_date"), receipts.ints("amount"), stand.year, stand.as_of)
    return reviewed(stand.period, stand.calendar, _targets(stand), dimension, ledger, column if isinstance(column, Texts) else None)


def _targets(stand: Standing) -> TargetTable:
    """The plan's own targets of receipts where it splits them."""
    from salesplan.calc.targets_due import targets_of

    if stand.done is not None and any(p.metric == "collection" for p in stand.done.parts):
        return targets_of(stand.done, "collection")
    import numpy as np

    return TargetTable("collection", stand.year, frame_of({"month": np.zeros(0, "datetime64[D]"), "target": np.zeros(0, np.int64)}))


def _rate(came: Attained, sold: Attained) -> Fraction | None:
    if came.actual is None or not sold.actual or sold.actual < 0:
        return None
    return Fraction(came.actual, sold.actual)


def _pairs(stand: Standing, dimension: str, view: Reviewed) -> Iterator[tuple[str | None, Attained, Attained]]:
    """Each member's receipts and sales, in the order of the review, then who only received."""
    sales = stand.members(dimension)
    own = sales.members()
    for member in dict.fromkeys([*own, *view.members()]):
        came = view.of(member)
        if came.actual_ytd or member in own:
            yield member, came, sales.of(member)


def _shown(stand: Standing, dimension: str, view: Reviewed, views: frozenset[View]) -> Table:
    targeted = any(view.targets)
    lead = ("region", "person") if dimension == "person" and "region" in stand.dimensions else (dimension,)
    columns = (
        *(Column(n) for n in lead), *([Column("target"), Column("actual", key="collected"), Column("attainment")] if targeted else [Column("collected")]),
        Column("last_year", rank=1), Column("yoy"), Column("mom", rank=2), Column("collected_ytd"), Column("revenue", key="sales", rank=1), Column("collection_rate"),
    )  # fmt: skip
    rows = []
    for member, came, sold in _pairs(stand, dimension, view):
        name = stand.label(dimension, member)
        rows.append(_row((stand.home(dimension, member), name) if len(lead) > 1 else (name,), came, sold, targeted))
    if len(lead) > 1:
        order = [*(str(m) for m in stand.members("region").members() if m), ""]
        rows.sort(key=lambda r: order.index(str(r.values[0] or "")) if str(r.values[0] or "") in order else len(order))
    whole_sales = stand.members(dimension).total(None)
    rows.append(_row((Text("total"), *[None] * (len(lead) - 1)), view.total(_targets(stand).total() if targeted else None), whole_sales, targeted, "total"))
    title = Text("title-collections", dimension=Text("word", word=term(dimension)))
    return Table(f"collections_{dimension}", columns, rows, title, Text("sheet-collections"), views)


def _row(lead: tuple[Any, ...], came: Attained, sold: Attained, targeted: bool, level: Level = "") -> Row:
    middle = (came.target, came.actual, came.attainment) if targeted else (came.actual,)
    return Row((*lead, *middle, came.last_year, came.yoy, came.mom, came.actual_ytd, sold.actual, _rate(came, sold)), level)


def _data(stand: Standing, views: dict[str, Reviewed]) -> Table:
    names = ("by", "member", "collected", "last_year", "yoy", "mom", "collected_ytd", "sales", "collection_rate", "region", "person_id")
    rows = []
    for dimension, view in views.items():
        for member, came, sold in _pairs(stand, dimension, view):
            seat = stand.seat(member) if dimension == "person" else None
            values = (dimension, seat.name if seat else member, came.actual, came.last_year, came.yoy, came.mom, came.actual_ytd, sold.actual)
            home = stand.home(dimension, member) if dimension == "person" else None
            rows.append(Row((*values, _rate(came, sold), home, seat.who if seat and seat.who != seat.name else None)))
    columns = tuple(Column("revenue" if n == "sales" else n, key=n) for n in names)
    return Table("collections", columns, rows, views=DATA)
