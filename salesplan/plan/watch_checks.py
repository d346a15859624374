"""What must be true of alert rules and benchmarks: each check is named after the sentence that should be true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from salesplan.plan.goals import DIMENSIONS
from salesplan.plan.known import SPLIT, Findings, Found, Known, near
from salesplan.plan.nodes import Path

ALERTS: Path = ("performance", "alerts")
BENCHMARKS: Path = ("performance", "benchmarks")
NOT_SHARES = ("dso", "new_customers", "average_order")
"""Figures that are days, counts or amounts."""

LARGEST_SHARE = 5
"""A share above this was most likely meant in percent."""


def rules_have_one_limit(known: Known) -> Findings:
    """An alert rule has a limit below which, or one above which it is raised."""
    for n, rule in _numbered(known, ALERTS, "alerts"):
        if rule.below is None and rule.above is None:
            yield Found("alert-without-limit", (*ALERTS, n), {"what": rule.what}, needs=((*ALERTS, n, ...),))
        elif rule.below is not None and rule.above is not None:
            yield Found("alert-with-two-limits", (*ALERTS, n, "above"), {"what": rule.what}, key=True)


def limits_of_shares_are_shares(known: Known) -> Findings:
    """70 is no share: it would be seventy times the target."""
    for n, rule in _numbered(known, ALERTS, "alerts"):
        for key in ("below", "above"):
            limit = getattr(rule, key)
            if limit is not None and rule.what not in NOT_SHARES and abs(limit) > LARGEST_SHARE:
                yield Found("limit-not-a-share", (*ALERTS, n, key), {"what": rule.what, "limit": f"{float(limit):g}"})
    for n, benchmark in _numbered(known, BENCHMARKS, "benchmarks"):
        if benchmark.metric not in NOT_SHARES and abs(benchmark.value) > LARGEST_SHARE:
            yield Found("limit-not-a-share", (*BENCHMARKS, n, "value"), {"what": benchmark.metric, "limit": f"{float(benchmark.value):g}"})


def rules_are_by_dimensions(known: Known) -> Findings:
    """An alert rule, or a benchmark, is for dimensions that the plan or its records have."""
    dimensions = list(dict.fromkeys([*DIMENSIONS, "team", "person", *(str(path[3]) for path, _ in known.splits())]))
    for n, rule in _numbered(known, ALERTS, "alerts"):
        for i, name in enumerate(rule.by):
            if name not in (*dimensions, "total"):
                at: Path = (*ALERTS, n, "by", i) if len(rule.by) > 1 else (*ALERTS, n, "by")
                yield near("alert-by-unknown", at, name, [*dimensions, "total"], (*SPLIT, None, None))
    for n, benchmark in _numbered(known, BENCHMARKS, "benchmarks"):
        if benchmark.by is not None and benchmark.by not in dimensions:
            yield near("alert-by-unknown", (*BENCHMARKS, n, "by"), benchmark.by, dimensions, (*SPLIT, None, None))


def benchmarks_say_for_whom(known: Known) -> Findings:
    """A benchmark for a member says of which dimension it is, and the other way round."""
    for n, benchmark in _numbered(known, BENCHMARKS, "benchmarks"):
        if (benchmark.by is None) != (benchmark.member is None):
            yield Found("benchmark-half-named", (*BENCHMARKS, n), {"metric": benchmark.metric}, needs=((*BENCHMARKS, n, ...),))


def _numbered(known: Known, path: Path, key: str) -> Iterator[tuple[int, Any]]:
    """The items of a list of the chapter with their positions as written; nothing where the plan writes none."""
    chapter = known.plan.performance
    if chapter is None or key not in chapter.model_fields_set:
        return iter(())
    return known.numbered(path, getattr(chapter, key))


WATCH_CHECKS: tuple[Callable[[Known], Findings], ...] = (
    rules_have_one_limit,
    limits_of_shares_are_shares,
    rules_are_by_dimensions,
    benchmarks_say_for_whom,
)
"""The checks of what is watched."""
