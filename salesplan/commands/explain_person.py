"""The way to a person's quota: the member's target, over-assignment, an even share, own drivers, months on board."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from salesplan.calc.crossings import name_of
from salesplan.commands.explain import place_text
from salesplan.commands.target_tables import kinds_for
from salesplan.period import Month
from salesplan.report import Block, Column, Row, Table
from salesplan.words import Quantity, Text

if TYPE_CHECKING:
    from salesplan.calc.decomposition import Decomposition, Part
    from salesplan.calc.people import Quota


def explained(done: Decomposition, part: Part, quota: Quota, months: Sequence[str]) -> tuple[int, str, list[Block]]:
    """A person's quota in some months [smallest units], what it is called, and the tables that explain it."""
    amount = sum(quota.months[Month.read(m)] for m in months) * part.setup.unit
    what = name_of(quota) + ("" if len(months) == len(quota.months) else " " + "+".join(months))
    return amount, what, [_steps(done, part, quota, months, amount), _drivers(done, part, quota)]


def _steps(done: Decomposition, part: Part, quota: Quota, months: Sequence[str], amount: int) -> Table:
    """The steps, each a difference of whole amounts, so that they add up to the quota."""
    person = part.setup.person
    assert person is not None
    unit, home = part.setup.unit, quota.seat.within
    inside = [q for q in part.quotas if q.seat.within == home]
    people = [q for q in inside if q.seat.id]
    target = part.amount({person.within: (home,), "month": tuple(months)})
    padded = sum(q.months[Month.read(m)] for q in inside for m in months) * unit
    even = round(Fraction(padded, max(len(people), 1)))
    own = round(padded * quota.share)
    path = (*part.setup.path, "person")
    steps: list[tuple[Text, int, str]] = [
        (Text("step-home", member=home), target, place_text(done, *part.setup.path, person.within, "members", home)),
        (Text("step-over-assign", share=Quantity("share", part.over_assign)), padded, place_text(done, *path, "over_assign")),
        (Text("step-seats", count=len(people)), even, place_text(done, "team")),
        (Text("step-own-drivers", share=Quantity("share", quota.share)), own, place_text(done, *path, "weights")),
        (Text("step-board"), amount, ""),
    ]
    rows, running = [], 0
    kinds = kinds_for(part, (1, 2))
    for text, value, place in steps:
        rows.append(Row((text, value - running, value, place or None), kinds=kinds))
        running = value
    rows.append(Row((Text("step-published"), amount, amount, None), "total", kinds=kinds))
    columns = (Column("step"), Column("amount"), Column("running"), Column("place", rank=1))
    return Table("steps", columns, rows, Text("title-person", member=home, person=name_of(quota)), Text("title-steps"))


def _drivers(done: Decomposition, part: Part, quota: Quota) -> Table:
    """The person's drivers: value, share among the colleagues, weight and contribution."""
    person = part.setup.person
    assert person is not None
    ids = [q.seat.id for q in part.quotas if q.seat.within == quota.seat.within and q.seat.id]
    values = {d: {i: v.get(i) for i in ids} for d, v in part.driver_values.items()}
    active = {d: w for d, w in person.weights.items() if w > 0 and any(values[d].values())}
    whole = sum(active.values(), Fraction(0))
    rows = []
    for driver, weight in active.items():
        value = values[driver][quota.seat.id]
        of_driver = sum((v for v in values[driver].values() if v), Fraction(0))
        share = (value or Fraction(0)) / of_driver
        shown = value / 10**done.plan.digits if value is not None and _is_money(driver, done, quota) else value
        place = place_text(done, *part.setup.path, "person", "weights", driver)
        rows.append(Row((_name(driver), shown, share, weight / whole, share * weight / whole, place)))
    columns = tuple(Column(n, rank=1 if n == "place" else 0) for n in ("driver", "value", "share", "weight", "contribution", "place"))
    return Table("drivers", columns, rows, Text("title-drivers"), Text("title-drivers"))


def _is_money(driver: str, done: Decomposition, quota: Quota) -> bool:
    """Whether a driver's value was taken from records or the team's capacities, which are held in smallest units."""
    split = done.main.setup.person
    given = None if split is None else split.members.get(quota.seat.id) or split.members.get(quota.seat.name)
    if given is not None and driver in given.values:
        return False
    team = done.plan.team if isinstance(done.plan.team, tuple) else ()
    return driver in ("history", "capacity") or (driver == "capability" and all(p.capability is None for p in team))


def _name(driver: str) -> Text | str:
    return Text("driver-history") if driver == "history" else driver
