"""What must be true of the customers chapter: each check is named after the sentence that should be true."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from salesplan.plan.customers import CLASSES, Cuts
from salesplan.plan.known import Findings, Found, Known, hint

CUTS = ("customers", "rfm", "cuts")
MEASURES = ("recency", "frequency", "monetary")
MOST_BANDS = 9
LEAST_PRODUCTS = 2


def cut_points_rise(known: Known) -> Findings:
    """The cut points of a measure go up, none stands twice."""
    for name, points in _cuts(known).items():
        for n, (low, high) in enumerate(pairwise(points), start=1):
            if high <= low:
                yield Found("cuts-not-rising", (*CUTS, name, n), {"measure": name})
                break


def measures_have_as_many_cut_points(known: Known) -> Findings:
    """All three measures make as many scores."""
    counts = {name: len(points) for name, points in _cuts(known).items()}
    if len(set(counts.values())) > 1:
        yield Found("cuts-differ-in-number", CUTS, dict(counts), key=True, needs=tuple((*CUTS, name, ...) for name in counts))


def _cuts(known: Known) -> dict[str, tuple[Fraction, ...]]:
    chapter = known.plan.customers
    own = chapter.rfm.cuts if chapter is not None else None
    return {name: getattr(own, name) for name in MEASURES} if isinstance(own, Cuts) else {}


def scores_have_bands(known: Known) -> Findings:
    """Scores go up to something between 2 and 9."""
    chapter = known.plan.customers
    if chapter is not None and not 2 <= chapter.rfm.bands <= MOST_BANDS:
        yield Found("bands-out-of-range", ("customers", "rfm", "bands"), {"most": MOST_BANDS})


def lengths_of_time_are_something(known: Known) -> Findings:
    """Windows and horizons are longer than nothing."""
    chapter = known.plan.customers
    if chapter is None:
        return
    for path, length in (
        (("customers", "rfm", "months"), chapter.rfm.months), (("customers", "rfm", "compare_months"), chapter.rfm.compare_months),
        (("customers", "lifetime", "horizon"), chapter.lifetime.horizon),
    ):  # fmt: skip
        if not length:
            yield Found("length-is-nothing", path, {"key": path[-1]})


def cross_selling_has_lengths(known: Known) -> Findings:
    """Windows of cross-selling are longer than nothing, and a rule names two products at least."""
    chapter = known.plan.performance
    if chapter is None:
        return
    asked = chapter.cross_sell
    for key in ("months", "ahead", "at_least", "trial_top", "most_rules"):
        if not getattr(asked, key):
            yield Found("length-is-nothing", ("performance", "cross_sell", key), {"key": key})
    if asked.longest < LEAST_PRODUCTS:
        yield Found("rule-too-short", ("performance", "cross_sell", "longest"), {"least": LEAST_PRODUCTS})


def tiers_have_names_of_their_own(known: Known) -> Findings:
    """No two tiers have one name."""
    seen: set[str] = set()
    for n, tier in enumerate(known.plan.customers.tiers if known.plan.customers is not None else ()):
        if tier.name in seen:
            yield Found("tier-twice", ("customers", "tiers", n, "name"), {"name": tier.name})
        seen.add(tier.name)


def classes_are_known(known: Known) -> Findings:
    """Tiers and actions speak of the eight classes."""
    chapter = known.plan.customers
    if chapter is None:
        return
    for n, tier in enumerate(chapter.tiers):
        for i, name in enumerate(tier.classes):
            if name not in CLASSES:
                yield Found("class-unknown", ("customers", "tiers", n, "classes", i), {"name": name, "hint": hint(name, CLASSES)})
    for name in chapter.actions:
        if name not in CLASSES:
            yield Found("class-unknown", ("customers", "actions", name), {"name": name, "hint": hint(name, CLASSES)}, key=True)


CUSTOMER_CHECKS: tuple[Callable[[Known], Findings], ...] = (
    cut_points_rise,
    measures_have_as_many_cut_points,
    scores_have_bands,
    lengths_of_time_are_something,
    cross_selling_has_lengths,
    tiers_have_names_of_their_own,
    classes_are_known,
)
"""The checks of the customers chapter, in its order."""
