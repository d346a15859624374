"""What must be true of a plan as a whole: each check is named after the sentence that should be true.

A check needs the plan only, no records. Stage one (`shape`) has seen to single values.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from salesplan.plan.customer_checks import CUSTOMER_CHECKS
from salesplan.plan.goals import DimensionSplit, MonthSplit, PersonSplit
from salesplan.plan.holds import (
    commitments_name_one_member,
    floors_stay_below_caps,
    holds_are_of_targets,
    holds_are_whole_multiples,
    holds_do_not_contradict,
    holds_say_one_thing,
    slices_name_what_is_known,
)  # fmt: skip
from salesplan.plan.known import (
    DIMENSIONS,
    METRICS,
    SPLIT,
    TARGETS,
    TEAM,
    YEAR,
    Findings,
    Found,
    Known,
    alike,
    hint,
    members_of,
    near,
    smallest_words,
)  # fmt: skip
from salesplan.plan.nodes import Path
from salesplan.plan.review_checks import REVIEW_CHECKS
from salesplan.plan.values import COUNTED
from salesplan.plan.watch_checks import WATCH_CHECKS
from salesplan.problem import nearest


def the_year_starts_near_its_number(known: Known) -> Findings:
    """A fiscal year begins in the year that it is named after, or the one before."""
    plan = known.plan
    if not plan.year - 1 <= plan.starts.year <= plan.year:
        yield Found("starts-far-from-year", ("starts",), {"starts": str(plan.starts), "year": plan.year}, needs=YEAR)


def smallest_is_positive(known: Known) -> Findings:
    """Targets cannot be multiples of nothing."""
    if not known.plan.smallest:
        yield Found("smallest-is-nothing", ("smallest",))


def people_can_be_told_apart(known: Known) -> Findings:
    """No id stands twice, and two people of one name have ids."""
    ids: dict[str, int] = {}
    names: dict[str, int] = {}
    for i, person in known.people:
        first = ids.setdefault(person.id, i) if person.id else i
        if first != i:
            params = {"id": person.id, "line": known.line_of(("team", first))}
            yield Found("person-id-twice", ("team", i, "id"), params, needs=(("team", first),))
        if not person.id:
            first = names.setdefault(person.name, i)
            if first != i:
                params = {"name": person.name, "line": known.line_of(("team", first))}
                yield Found("person-name-twice", ("team", i, "name"), params, needs=(("team", first),))


def people_leave_after_they_join(known: Known) -> Findings:
    """Nobody leaves before the first day."""
    for i, person in known.people:
        if person.joined and person.left and person.left < person.joined:
            params = {"name": person.name, "joined": person.joined, "left": person.left}
            yield Found("left-before-joined", ("team", i, "left"), params)


def people_belong_to_known_members(known: Known) -> Findings:
    """The region (segment, product ...) of a person is one that the plan knows."""
    dimensions = {d for by in known.goals.split.values() for d in by}
    for i, person in known.people:
        fields = [*type(person).model_fields, *sorted(dimensions - set(type(person).model_fields))]
        for key in (k for k in person.model_extra or {} if k not in dimensions):
            slip = any(alike(key, field) for field in type(person).model_fields)
            yield near("unknown-key", ("team", i, key), key, fields, *(() if slip else (DIMENSIONS,)), key=True)
        for dimension in known.dimensions(None):
            members, member = known.members(None, dimension), person.within(dimension)
            if member is not None and members is not None and member not in members:
                at: Path = ("team", i, dimension)
                yield near("unknown-member", at, member, members, *members_of(dimension), dimension=dimension)


def targets_are_given(known: Known) -> Findings:
    """A goals chapter has at least one target."""
    if known.plan.goals is not None and not known.goals.targets:
        yield Found("targets-missing", TARGETS, key=True)


def targets_are_whole_multiples(known: Known) -> Findings:
    """Every target is a whole multiple of `smallest`."""
    smallest = known.plan.smallest
    for metric, target in known.goals.targets.items():
        if metric not in COUNTED and smallest and target % smallest:
            yield Found("target-not-a-multiple", (*TARGETS, metric), smallest_words(known), needs=(("smallest",), ("currency",)))


def splits_are_of_targets(known: Known) -> Findings:
    """A split belongs to a metric that has a target."""
    for metric in known.goals.split:
        if metric not in known.goals.targets and known.goals.targets:
            yield near("split-without-target", (*SPLIT, metric), metric, list(known.goals.targets), METRICS, key=True)


def dimensions_are_spelt_as_usual(known: Known) -> Findings:
    """A dimension that looks like a usual one, and has no column of its own in the records, is that one."""
    for usual, path in known.misspelt.items():
        yield Found("dimension-misspelt", path, {"name": path[-1], "usual": usual}, key=True, needs=(path[:3],))


def weights_have_a_positive_sum(known: Known) -> Findings:
    """Drivers that all count nothing decide nothing."""
    for path, split in known.splits():
        if isinstance(split, (DimensionSplit, PersonSplit)) and not sum(split.weights.values()):
            yield Found("weights-are-nothing", (*path, "weights"), {"dimension": path[-1]}, key=True)
    pattern = known.goals.pattern if known.plan.goals else None
    if pattern is not None and not pattern.history + pattern.even:
        yield Found("weights-are-nothing", ("goals", "pattern"), {"dimension": "pattern"}, key=True)


def drivers_have_values(known: Known) -> Findings:
    """Each driver with a weight has a value for some member, and each value belongs to a driver with a weight."""
    for path, split in known.splits():
        if not isinstance(split, (DimensionSplit, PersonSplit)):
            continue
        given = {driver for member in split.members.values() for driver in member.values}
        if given and "weights" not in split.model_fields_set and given != {"history"}:
            yield Found("weights-missing", path, {"dimension": path[-1], "drivers": sorted(given)}, True, ((*path, "weights"),))
            continue
        here = {"history"} | (_of_people(known, split) if isinstance(split, PersonSplit) else set())
        orphans = [d for d in sorted(given) if d not in split.weights and d not in here]
        for driver, weight in split.weights.items():
            if not weight or driver in here or _some(split, driver):
                continue
            meant = nearest(driver, orphans)
            orphans = [d for d in orphans if d != meant]
            params = {"name": driver, "dimension": path[-1], "hint": hint(driver, [meant]) if meant else ""}
            yield Found("weight-without-values", (*path, "weights", driver), params, key=True, needs=((*path, ...), ("team", ...)))
            orphans = [d for d in orphans if sum(d in member.values for member in split.members.values()) == 1]
        yield from _orphans(path, split, orphans)


def _orphans(path: Path, split: DimensionSplit | PersonSplit, orphans: list[str]) -> Findings:
    """The first value of each driver that has no weight."""
    for driver in orphans:
        member = next(m for m, values in split.members.items() if driver in values.values)
        names = [*split.weights, "share", "note"]
        yield near(
            "driver-without-weight", (*path, "members", member, driver), driver, names, (*path, "weights", None), key=True
        )  # fmt: skip


def _some(split: DimensionSplit | PersonSplit, driver: str) -> bool:
    return any(member.values.get(driver) for member in split.members.values())


def _of_people(known: Known, split: PersonSplit) -> set[str]:
    """Drivers that the team itself carries, or may do without because the history of its people counts as well."""
    if not isinstance(known.plan.team, tuple) or split.weights.get("history"):
        return {"capacity", "capability"}
    return {d for d in ("capacity", "capability") for _, p in known.people if getattr(p, d)}


def members_have_a_driver(known: Known) -> Findings:
    """Where history does not count, each member has a value of some driver, or an explicit share."""
    for path, split in known.splits():
        if not isinstance(split, DimensionSplit) or split.weights.get("history"):
            continue
        weighed = [d for d, weight in split.weights.items() if weight]
        if not weighed or not all(_some(split, d) for d in weighed):
            continue
        for name, member in split.members.items():
            if member.share is None and not any(d in member.values for d in weighed):
                at = (*path, "members", name)
                yield Found("member-without-values", at, {"member": name, "drivers": weighed}, True, ((*path, "weights", None),))


def explicit_shares_stay_within_the_whole(known: Known) -> Findings:
    """Explicit shares are at most 100 % together, and just that where every member has one."""
    for path, split in known.splits():
        if not isinstance(split, (DimensionSplit, PersonSplit)):
            continue
        shares = {name: m.share for name, m in split.members.items() if m.share is not None}
        total, over = Fraction(0), False
        for name, share in shares.items():
            total += share
            if total > 1 and not over:
                over = True
                at: Path = (*path, "members", name, "share")
                params = {"dimension": path[-1], "sum": percent(sum(shares.values(), Fraction(0)))}
                yield Found("shares-over-whole", at, params)
        everyone = shares and len(shares) == len(split.members) and not split.weights.get("history")
        if everyone and not over and total < 1 and isinstance(split, DimensionSplit):
            params = {"dimension": path[-1], "sum": percent(total)}
            yield Found("shares-fall-short", (*path, "members"), params, key=True, needs=((*path, "weights", None),))


def percent(share: Fraction) -> str:
    """A share as a plan would say it.

    >>> percent(Fraction(21, 20)), percent(Fraction(1, 3))
    ('105%', '33.3333%')
    """
    return f"{float(share * 100):.4f}".rstrip("0").rstrip(".") + "%"


def month_shares_add_up(known: Known) -> Findings:
    """Twelve month shares, or four quarter shares, make 100 %; only one of the two is given."""
    for path, split in known.splits():
        if not isinstance(split, MonthSplit):
            continue
        for key, shares in (("shares", split.shares), ("quarters", split.quarters)):
            if shares is not None and sum(shares) != 1:
                total = sum(shares, Fraction(0))
                params = {"key": key, "sum": percent(total), "off": percent(total - 1)}
                yield Found("shares-do-not-add-up", (*path, key), params, key=True)
        if split.shares is not None and split.quarters is not None:
            yield Found("shares-and-quarters", (*path, "quarters"), key=True)


def people_lie_within_a_dimension(known: Known) -> Findings:
    """People are split within a dimension that is split itself; named people are in the team."""
    for path, split in known.person_splits():
        dimensions = [d for d, s in known.goals.split[str(path[2])].items() if isinstance(s, DimensionSplit)]
        if split.within not in dimensions and split.within not in known.misspelt:
            at = (*path, "within") if "within" in split.model_fields_set else path
            yield near("within-unknown-dimension", at, split.within, dimensions, (*path[:3], None), key=at == path)
        names = [n for _, p in known.people for n in (p.id, p.name) if n]
        for member in split.members:
            if names and member not in names:
                yield near("unknown-person", (*path, "members", member), member, names, *TEAM, key=True)


def history_has_months(known: Known) -> Findings:
    """History reaches back at least a month."""
    if known.plan.goals is not None and not known.plan.goals.history.months:
        yield Found("history-is-nothing", ("goals", "history", "months"))


def revisions_fit_the_plan(known: Known) -> Findings:
    """Revisions lie in the year, one after the other, in whole multiples, for members that the plan has."""
    if known.goals.revisions:
        from salesplan.plan.revisions import REVISION_CHECKS

        for check in REVISION_CHECKS:
            yield from check(known)


CHECKS: tuple[Callable[[Known], Findings], ...] = (
    the_year_starts_near_its_number,
    smallest_is_positive,
    people_can_be_told_apart,
    people_leave_after_they_join,
    people_belong_to_known_members,
    targets_are_given,
    targets_are_whole_multiples,
    splits_are_of_targets,
    dimensions_are_spelt_as_usual,
    weights_have_a_positive_sum,
    drivers_have_values,
    members_have_a_driver,
    explicit_shares_stay_within_the_whole,
    month_shares_add_up,
    people_lie_within_a_dimension,
    floors_stay_below_caps,
    holds_say_one_thing,
    holds_are_of_targets,
    holds_are_whole_multiples,
    slices_name_what_is_known,
    holds_do_not_contradict,
    commitments_name_one_member,
    history_has_months,
    revisions_fit_the_plan,
    *CUSTOMER_CHECKS,
    *REVIEW_CHECKS,
    *WATCH_CHECKS,
)
"""Every check, in the order of the plan."""
