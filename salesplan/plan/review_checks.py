"""What must be true of how reviews are read: each check is named after the sentence that should be true."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from salesplan.plan.known import Findings, Found, Known
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


REVIEW_CHECKS: tuple[Callable[[Known], Findings], ...] = (marks_go_down, shared_sales_add_up)
"""The checks of reviews."""
