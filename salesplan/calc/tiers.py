"""Tiers that follow from what customers do, and why a customer moved from one class or tier to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesplan.calc.rfm import CLASSES, Rfm
from salesplan.plan.customers import Tier

LAPSED = "lapsed"
"""The class of a customer without an order in the window."""

NEWCOMER = "newcomer"
"""The class before of a customer who had never bought before."""

BACK = "back"
"""The class before of a customer who had bought, but not in the window before."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a customer's class and tier follow from: days since the last order, orders, amount [smallest units], scores, which are high."""

    days: int
    orders: int
    amount: int
    scores: tuple[int, int, int]
    high: tuple[bool, bool, bool]
    kind: str


@dataclass(frozen=True, slots=True)
class Move:
    """A customer whose class or tier changed; `causes` name what did it: `recency-up`, `frequency-down`, `no-order`, `first-order` ..."""

    who: int
    before: str
    now: str
    tier_before: str | None
    tier: str | None
    causes: tuple[str, ...]
    amount_before: int | None
    amount: int | None


def facts_of(scored: Rfm) -> dict[int, Facts]:
    """The facts of every scored customer, by position."""
    columns = zip(
        scored.who.tolist(), scored.recency.tolist(), scored.frequency.tolist(), scored.amount.tolist(), scored.r.tolist(),
        scored.f.tolist(), scored.m.tolist(), *(h.tolist() for h in scored.high), scored.classes.tolist(), strict=True,
    )  # fmt: skip
    return {w: Facts(d, n, a, (r, f, m), (hr, hf, hm), CLASSES[c]) for w, d, n, a, r, f, m, hr, hf, hm, c in columns}


def tier_of(facts: Facts, tiers: Sequence[Tier]) -> str | None:
    """The first tier whose every condition holds; None where there is none."""
    return next((t.name for t in tiers if not unmet(facts, t)), None)


def unmet(facts: Facts, tier: Tier) -> tuple[str, ...]:
    """The conditions of a tier that do not hold: `monetary`, `frequency`, `recency`, `score`, `class`."""
    checks = (
        ("recency", tier.within_days is None or facts.days <= tier.within_days),
        ("frequency", facts.orders >= tier.orders),
        ("monetary", facts.amount >= tier.amount),
        ("score", sum(facts.scores) >= tier.score),
        ("class", not tier.classes or facts.kind in tier.classes),
    )
    return tuple(name for name, holds in checks if not holds)


def moves(new: Mapping[int, Facts], old: Mapping[int, Facts], known_before: frozenset[int], tiers: Sequence[Tier]) -> list[Move]:
    """Everyone who changed class or tier between the facts of two days, each with what caused it; in the order of customers.

    `known_before` are the customers who had bought at all by the earlier day.
    """
    found = []
    for who in sorted(set(new) | set(old)):
        a, b = old.get(who), new.get(who)
        first = a.kind if a else BACK if who in known_before else NEWCOMER
        second = b.kind if b else LAPSED
        tier_before, tier = tier_of(a, tiers) if a else None, tier_of(b, tiers) if b else None
        if first != second or tier_before != tier:
            causes = _causes(a, b, tiers, tier_before, tier)
            found.append(Move(who, first, second, tier_before, tier, causes, a.amount if a else None, b.amount if b else None))
    return found


def _causes(a: Facts | None, b: Facts | None, tiers: Sequence[Tier], tier_before: str | None, tier: str | None) -> tuple[str, ...]:
    if b is None:
        return ("no-order",)
    if a is None:
        return ("first-order",)
    names = ("recency", "frequency", "monetary")
    flipped = [f"{n}-{'up' if up else 'down'}" for n, was, up in zip(names, a.high, b.high, strict=True) if was != up]
    if tier_before == tier:
        return tuple(flipped)
    rank = [t.name for t in tiers]
    risen = tier is not None and (tier_before is None or rank.index(tier) < rank.index(tier_before))
    wanted = next(t for t in tiers if t.name == (tier if risen else tier_before))
    reasons = [f"{n}-{'up' if risen else 'down'}" for n in unmet(a if risen else b, wanted)]
    return tuple(dict.fromkeys([*flipped, *reasons]))


def matrix(new: Mapping[int, Facts], old: Mapping[int, Facts], known_before: frozenset[int]) -> dict[tuple[str, str], int]:
    """How many customers went from each class to each between the facts of two days; who stayed is on the diagonal."""
    found: dict[tuple[str, str], int] = {}
    for who in set(new) | set(old):
        a, b = old.get(who), new.get(who)
        key = (a.kind if a else BACK if who in known_before else NEWCOMER, b.kind if b else LAPSED)
        found[key] = found.get(key, 0) + 1
    return found
