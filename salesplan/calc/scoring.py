"""The whole answer to who customers are today: scores, classes, tiers, moves, silence; one result for every report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from salesplan.calc.purchases import Purchases, months_before
from salesplan.calc.rfm import CLASSES, Rfm, Rule, rfm
from salesplan.calc.rhythm import Rhythm, SilenceRule, rhythm
from salesplan.calc.tiers import Facts, Move, facts_of, matrix, moves
from salesplan.plan.customers import Customers, Cuts


@dataclass(frozen=True)
class ClassLine:
    """One class of customers: how many, what they bought [smallest units], their mean days since the last order and mean orders."""

    name: str
    customers: int
    amount: int
    days: float | None
    orders: float | None


@dataclass(frozen=True)
class Scoring:
    """Customers as they stand on a day, beside an earlier day (None where the records do not reach back far enough).

    `purchases` are all until the day; `rhythm` is of everyone who ever bought.
    """

    chapter: Customers
    purchases: Purchases
    as_of: dt.date
    now: Rfm
    before: Rfm | None
    rhythm: Rhythm
    facts: dict[int, Facts]
    facts_before: dict[int, Facts]
    known_before: frozenset[int]

    @cached_property
    def moves(self) -> list[Move]:
        """Everyone who changed class or tier since the earlier day."""
        if self.before is None:
            return []
        return moves(self.facts, self.facts_before, self.known_before, self.chapter.tiers)

    @cached_property
    def matrix(self) -> dict[tuple[str, str], int]:
        """How many customers went from each class to each."""
        return matrix(self.facts, self.facts_before, self.known_before) if self.before is not None else {}

    @property
    def classes(self) -> list[ClassLine]:
        """The eight classes in their order, also those with nobody."""
        now, found = self.now, []
        for number, name in enumerate(CLASSES):
            inside = now.classes == number
            count = int(inside.sum())
            days = float(now.recency[inside].mean()) if count else None
            orders = float(now.frequency[inside].mean()) if count else None
            found.append(ClassLine(name, count, int(now.amount[inside].sum()), days, orders))
        return found


def rule_of(chapter: Customers, months: int | None = None, days: int | None = None) -> Rule:
    """How the plan scores customers, with a window of another length where one is asked for."""
    asked, own = chapter.rfm, chapter.rfm.cuts
    if isinstance(own, Cuts):
        cuts = {"recency": own.recency, "frequency": own.frequency, "monetary": tuple(Fraction(c) for c in own.monetary)}
        bands = len(own.recency) + 1
    else:
        cuts, bands = {}, asked.bands
    return Rule(
        months or asked.months, days, bands, "fixed" if isinstance(own, Cuts) else own, cuts, asked.monetary,  # type: ignore[arg-type]
        asked.high or ("middle" if cuts else "mean"),
    )  # fmt: skip


def silence_of(chapter: Customers) -> SilenceRule:
    """When the plan takes silence for a warning."""
    asked = chapter.silence
    return SilenceRule(asked.orders, asked.days, asked.times, asked.longest, asked.lost)


def score(
    purchases: Purchases, as_of: dt.date, chapter: Customers, *, rule: Rule | None = None, compare_to: dt.date | None = None
) -> Scoring:
    """Customers as they stand on a day; `compare_to` is by default so many months earlier as the plan says."""
    rule = rule or rule_of(chapter)
    past = purchases.until(as_of)
    earlier = compare_to or months_before(as_of, chapter.rfm.compare_months)
    reaches = past.first_day is not None and (past.first_day <= earlier if compare_to else past.first_day <= after(rule.since(earlier)))
    old = past.until(earlier) if reaches and earlier < as_of else None
    before = rfm(old, earlier, rule) if old is not None else None
    known = frozenset(np.flatnonzero(old.orders_by_customer()).tolist()) if old is not None else frozenset()
    now = rfm(past, as_of, rule)
    facts_before = facts_of(before) if before is not None else {}
    return Scoring(
        chapter, past, as_of, now, before, rhythm(past, as_of, silence_of(chapter)), facts_of(now), facts_before, known
    )


def after(day: dt.date) -> dt.date:
    """A fortnight after the day: records that begin so soon after a window's start still fill it."""
    return day + dt.timedelta(14)
