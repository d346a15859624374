"""Revisions: targets that were set anew while the year ran.

The string under a field is its reference: what it is, its unit, its default, where it comes from.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import Field

from salesplan.plan.goals import Metric
from salesplan.plan.known import SPLIT, TEAM, YEAR, Findings, Found, Known, members_of, near, smallest_words
from salesplan.plan.nodes import Path
from salesplan.plan.section import Section
from salesplan.plan.values import COUNTED, Figure, MonthText, Name

if TYPE_CHECKING:
    Targets = dict[str, tuple[int, ...]]
else:
    Targets = dict[Name, tuple[Figure, ...]]

REVISIONS: Path = ("goals", "revisions")


class Revision(Section):
    """Targets from a month of the year on; the months before keep theirs, so that they are still judged by what was promised."""

    from_: MonthText = Field(alias="from")
    """First month with new targets, such as 2027-07; they go to the end of the year."""

    metric: Metric | None = None
    """Which target is revised. Default: the main one, the first of the targets."""

    by: Name
    """The dimension whose members get new targets; all others follow in proportion."""

    members: Targets
    """The new targets of each member, one a month from `from` on [currency, or counts]. A member that is not named keeps its targets."""

    people: Targets = {}  # noqa: RUF012
    """The new quotas of people by id or name, one a month [currency]; others follow their members. Default: all follow."""

    policy: Name | None = None
    """How the gap was shared out, for readers. Default: not said."""

    why: Name | None = None
    """Who decided it and when, for readers. Default: not said."""


def revisions_begin_one_after_the_other(known: Known) -> Findings:
    """Each revision begins in a month of the year, later than the one before."""
    months, last = known.plan.fiscal.months, None
    for n, revision in known.numbered(REVISIONS, known.goals.revisions):
        at: Path = (*REVISIONS, n, "from")
        if revision.from_ not in months:
            params = {"text": str(revision.from_), "first": str(months[0]), "last": str(months[-1])}
            yield Found("period-outside-year", at, params, needs=YEAR)
            continue
        if last is not None and revision.from_ <= last:
            yield Found("revision-not-later", at, {"month": str(revision.from_), "before": str(last)}, needs=YEAR)
        last = revision.from_


def revisions_fill_the_year(known: Known) -> Findings:
    """Every row of a revision has a figure for each month to the end of the year."""
    months = known.plan.fiscal.months
    for n, revision in known.numbered(REVISIONS, known.goals.revisions):
        if revision.from_ not in months:
            continue
        expected = len(months) - months.index(revision.from_)
        for key, rows in (("members", revision.members), ("people", revision.people)):
            for name, row in rows.items():
                if len(row) != expected:
                    params = {"name": name, "expected": expected, "found": len(row), "first": str(revision.from_), "last": str(months[-1])}
                    yield Found("revision-row-length", (*REVISIONS, n, key, name), params, True, (*YEAR, (*REVISIONS, n, "from")))


def revised_targets_are_whole_multiples(known: Known) -> Findings:
    """Every new target is a whole multiple of `smallest`."""
    smallest = known.plan.smallest
    for n, revision in known.numbered(REVISIONS, known.goals.revisions):
        if (revision.metric or known.main) in COUNTED or not smallest:
            continue
        for key, rows in (("members", revision.members), ("people", revision.people)):
            for name, row in rows.items():
                wrong = next((i for i, value in enumerate(row) if value % smallest), None)
                if wrong is not None:
                    at = (*REVISIONS, n, key, name, wrong)
                    yield Found("revision-not-a-multiple", at, smallest_words(known), needs=(("smallest",), ("currency",)))


def revisions_name_what_is_known(known: Known) -> Findings:
    """A revision is of a target, its dimension is split, its members and people are the plan's."""
    names = [n for _, p in known.people for n in (p.id, p.name) if n]
    for n, revision in known.numbered(REVISIONS, known.goals.revisions):
        at: Path = (*REVISIONS, n)
        if revision.metric is not None and revision.metric not in known.goals.targets:
            yield near("metric-without-target", (*at, "metric"), revision.metric, list(known.goals.targets), ("goals", "targets", None))
            continue
        dimensions = known.dimensions(revision.metric)
        if revision.by not in dimensions:
            yield near("unknown-dimension", (*at, "by"), revision.by, dimensions, (*SPLIT, None, None))
            continue
        members = known.members(revision.metric, revision.by)
        for name in revision.members if members is not None else ():
            if name not in members:  # type: ignore[operator]
                yield near("unknown-member", (*at, "members", name), name, members or (), *members_of(revision.by), key=True, dimension=revision.by)
        for name in revision.people if names else ():
            if name.partition(" →")[0] not in names:
                yield near("unknown-person", (*at, "people", name), name, names, *TEAM, key=True)


REVISION_CHECKS: tuple[Callable[[Known], Findings], ...] = (
    revisions_begin_one_after_the_other,
    revisions_fill_the_year,
    revised_targets_are_whole_multiples,
    revisions_name_what_is_known,
)
"""What must be true of revisions."""
