"""What must be true of how reviews are read: each check is named after the sentence that should be true."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from salesplan.plan.known import Findings, Found, Known, members_of, near
from salesplan.plan.nodes import Path
from salesplan.words import Quantity

REVIEW = ("performance", "review")


def marks_go_down(known: Known) -> Findings:
    """What is poor lies below what is fair, and that below what is good."""
    chapter = known.plan.performance
    if chapter is None:
        return
    marks = chapter.review.marks
    if not marks.poor <= marks.fair <= marks.good:
        yield Found("marks-out-of-order", (*REVIEW, "marks"), key=True, needs=((*REVIEW, "marks", ...),))


def shared_sales_add_up(known: Known) -> Findings:
    """The shares of a shared sale add up to the whole, and it says which sale is meant."""
    chapter = known.plan.performance
    for n, sale in enumerate(chapter.review.shared if chapter is not None else ()):
        whole = sum(sale.people.values(), Fraction(0))
        if whole != 1:
            yield Found("shared-sale-not-whole", (*REVIEW, "shared", n, "people"), {"sum": Quantity("share", whole)}, key=True)
        if (sale.order is None) == (sale.customer is None):
            yield Found("shared-sale-of-what", (*REVIEW, "shared", n))


def moves_follow_each_other(known: Known) -> Findings:
    """A person's moves are in the order of their days, after joining and before leaving."""
    for i, person in known.people:
        days = [m.from_ for m in person.moves]
        for n, day in enumerate(days):
            early = (n and day <= days[n - 1]) or (person.joined is not None and day <= person.joined)
            if early or (person.left is not None and day > person.left):
                yield Found("move-out-of-order", ("team", i, "moves", n, "from"), {"name": person.name, "day": day})


def moves_lead_to_known_members(known: Known) -> Findings:
    """The region (segment, product ...) that a person moves to is one that the plan knows."""
    for i, person in known.people:
        for n, move in enumerate(person.moves):
            for dimension in known.dimensions(None):
                members, member = known.members(None, dimension), move.to(dimension)
                if member is not None and members is not None and member not in members:
                    at: Path = ("team", i, "moves", n, dimension)
                    yield near("unknown-member", at, member, members, *members_of(dimension), dimension=dimension)


REVIEW_CHECKS: tuple[Callable[[Known], Findings], ...] = (moves_follow_each_other, moves_lead_to_known_members, marks_go_down, shared_sales_add_up)
"""The checks of reviews."""
