"""Lines that a split crosses: growth beyond the rail, quotas over capacity, too much on one person or customer group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from salesplan.calc.decomposition import Decomposition, Part, slice_text
from salesplan.calc.people import Quota
from salesplan.words import Quantity


@dataclass(frozen=True, slots=True)
class Crossing:
    """A line that was crossed: what the sentence names, the figures behind it, and the plan's key that draws the line."""

    slug: str
    level: Literal["low", "medium", "high"]
    subject: str
    params: Mapping[str, Any]
    evidence: Mapping[str, Any]
    path: tuple[str | int, ...] = field(default=())


def crossings(done: Decomposition) -> list[Crossing]:
    """Every line that the main target's split crosses, growth first."""
    part = done.main
    return [*_growth(done, part), *_capacity(part), *_over_assignment(done, part), *_concentration(done, part), *_nobody(part)]


def growth_of(part: Part, dimension: str, members: tuple[str, ...]) -> Fraction | None:
    """Target over last year less one; None where last year is unknown or nothing."""
    last = [part.setup.dimension(dimension).last_year.get(m) for m in members]
    base = sum(p for p in last if p is not None)
    if None in last or base <= 0:
        return None
    return Fraction(part.amount({dimension: members}), base) - 1


def _growth(done: Decomposition, part: Part) -> Iterator[Crossing]:
    rail = done.goals.growth
    if rail is None or done.history is None or not done.history.whole_year:
        return
    for dimension in part.setup.ask.dimensions:
        for group in dimension.groups():
            growth = growth_of(part, dimension.name, group)
            if growth is None:
                continue
            over = rail.at_most is not None and growth > rail.at_most
            under = rail.at_least is not None and growth < rail.at_least
            if not (over or under) or _within_a_unit(part, dimension.name, group, rail.at_most if over else rail.at_least):
                continue
            limit = rail.at_most if over else rail.at_least
            subject = slice_text(done.plan, {dimension.name: group})
            yield Crossing(
                "growth-above-rail" if over else "growth-below-rail", "medium", subject,
                {"growth": Quantity("share", growth), "limit": Quantity("share", limit)},
                {"dimension": dimension.name, "growth": float(growth), "limit": float(limit or 0)},
                ("goals", "growth", "at_most" if over else "at_least"),
            )  # fmt: skip


def _within_a_unit(part: Part, dimension: str, group: tuple[str, ...], limit: Fraction | None) -> bool:
    """Whether only the rounding to whole units crosses the rail."""
    base = sum(part.setup.dimension(dimension).last_year.get(m) or 0 for m in group)
    edge = base * (1 + (limit or Fraction(0)))
    return abs(part.amount({dimension: group}) - edge) < part.setup.unit


def _capacity(part: Part) -> Iterator[Crossing]:
    for member, quotas in part.by_home().items():
        stated = [q for q in quotas if q.year_capacity is not None]
        quota, capacity = sum(q.total for q in quotas) * part.setup.unit, sum(q.year_capacity or 0 for q in stated)
        if stated and len(stated) == len([q for q in quotas if q.seat.id]) and quota > capacity:
            yield _over("members-quota-over-capacity", "high", member, quota, capacity)
        for q in stated:
            if q.total * part.setup.unit > (q.year_capacity or 0):
                yield _over("quota-over-capacity", "medium", name_of(q), q.total * part.setup.unit, q.year_capacity or 0)


def _over(slug: str, level: Literal["medium", "high"], subject: str, quota: int, capacity: int) -> Crossing:
    params = {"quota": Quantity("money", quota), "capacity": Quantity("money", capacity)}
    return Crossing(slug, level, subject, params, {"quota": quota, "capacity": capacity}, ("team",))


def name_of(quota: Quota) -> str:
    """How a seat is named to a reader: the name, with the id where it is another."""
    seat = quota.seat
    return seat.name if seat.id in ("", seat.name) else f"{seat.name} ({seat.id})"


def _over_assignment(done: Decomposition, part: Part) -> Iterator[Crossing]:
    limit = done.goals.limits.over_assign_at_most
    if part.quotas and part.over_assign > limit:
        yield Crossing(
            "over-assignment-compounds", "medium", done.plan.name,
            {"share": Quantity("share", part.over_assign), "limit": Quantity("share", limit)},
            {"share": float(part.over_assign), "limit": float(limit)}, (*part.setup.path, "person", "over_assign"),
        )  # fmt: skip


def _concentration(done: Decomposition, part: Part) -> Iterator[Crossing]:
    limits, total = done.goals.limits, part.setup.ask.total
    people = [(name_of(q), q.total) for q in part.quotas if q.seat.id]
    groups: list[tuple[str, int]] = []
    if any(d.name == "segment" for d in part.setup.ask.dimensions):
        groups = list(part.split.totals["segment"].items())
    for slug, key, limit, found in (
        ("one-person-carries-much", "single_person", limits.single_person, people),
        ("one-segment-carries-much", "single_segment", limits.single_segment, groups),
    ):
        for name, units in found:
            share = Fraction(units, total) if total else Fraction(0)
            if share > limit and len(found) > 1:
                params = {"share": Quantity("share", share), "limit": Quantity("share", limit)}
                evidence = {"share": float(share), "limit": float(limit)}
                yield Crossing(slug, "medium", name, params, evidence, ("goals", "limits", key))


def _nobody(part: Part) -> Iterator[Crossing]:
    for q in part.quotas:
        if not q.seat.id:
            months = [str(m) for m, units in q.months.items() if units]
            amount = q.total * part.setup.unit
            params = {"amount": Quantity("money", amount), "months": len(months)}
            yield Crossing("nobody-on-board", "high", q.seat.within, params, {"amount": amount, "months": months}, ("team",))
