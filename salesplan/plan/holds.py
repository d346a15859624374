"""What must be true of what is held, ruled out or promised: holds, `never`, commitments; and of the growth rail."""

from __future__ import annotations

import contextlib
from fractions import Fraction

from salesplan.period import Month
from salesplan.plan.goals import PERIODS, DimensionSplit, Hold
from salesplan.plan.known import (
    DIMENSION_KEYS,
    DIMENSIONS,
    METRICS,
    MONEY,
    TEAM,
    YEAR,
    Findings,
    Found,
    Known,
    Need,
    members_of,
    near,
    smallest_words,
)  # fmt: skip
from salesplan.plan.nodes import Path
from salesplan.plan.values import COUNTED, Bound


def floors_stay_below_caps(known: Known) -> Findings:
    """No floor is above its cap."""
    growth = known.goals.growth
    low, high = (growth.at_least, growth.at_most) if growth is not None else (None, None)
    if low is not None and high is not None and low > high:
        yield Found("floor-above-cap", ("goals", "growth", "at_least"), needs=(("goals", "growth", "at_most"),))
    for i, hold in known.numbered(("goals", "fixed"), known.goals.fixed):
        floor, cap = hold.at_least, hold.at_most
        if floor is None or cap is None or hold.equals is not None:
            continue
        if _size(known, hold, floor) > _size(known, hold, cap):
            at: Path = ("goals", "fixed", i, "at_least")
            yield Found("floor-above-cap", at, needs=((*at[:3], ...), METRICS))


def _size(known: Known, hold: Hold, bound: Bound) -> Fraction:
    """A bound in smallest units; shares only among themselves where there is no target."""
    return bound.of(known.goals.targets.get(hold.metric or known.main or "", 10**12))


def holds_say_one_thing(known: Known) -> Findings:
    """A hold names a slice, and either `equals` or a floor, a cap, or both."""
    for i, hold in known.numbered(("goals", "fixed"), known.goals.fixed):
        at: Path = ("goals", "fixed", i)
        limits = [k for k in ("at_least", "at_most") if getattr(hold, k) is not None]
        if hold.equals is not None and limits:
            yield Found("hold-says-two-things", (*at, limits[0]), {"key": limits[0]}, key=True)
        unknown = set(hold.where) - set(known.dimensions(hold.metric)) - set(PERIODS)
        if hold.equals is None and not limits and not unknown:
            yield Found("hold-says-nothing", at)
        if not hold.where:
            yield Found("hold-without-slice", at)


def holds_are_of_targets(known: Known) -> Findings:
    """The metric of a hold has a target."""
    targets = list(known.goals.targets)
    for i, hold in known.numbered(("goals", "fixed"), known.goals.fixed):
        if hold.metric is not None and hold.metric not in targets and targets:
            yield near("metric-without-target", ("goals", "fixed", i, "metric"), hold.metric, targets, METRICS)


def holds_are_whole_multiples(known: Known) -> Findings:
    """A held amount is a whole multiple of `smallest`, as everything published is."""
    for i, hold in known.numbered(("goals", "fixed"), known.goals.fixed):
        if (hold.metric or known.main) in COUNTED or not known.plan.smallest:
            continue
        for key in ("equals", "at_least", "at_most"):
            bound: Bound | None = getattr(hold, key)
            if bound is not None and bound.amount is not None and bound.amount % known.plan.smallest:
                yield Found("hold-not-a-multiple", ("goals", "fixed", i, key), smallest_words(known), needs=MONEY)


def slices_name_what_is_known(known: Known) -> Findings:
    """Holds and combinations that get nothing name dimensions, members and periods that there are."""
    for i, hold in known.numbered(("goals", "fixed"), known.goals.fixed):
        fields = ["equals", "at_least", "at_most", "why", "metric"]
        yield from _slice(known, ("goals", "fixed", i), hold.where, hold.metric, fields)
    for i, never in known.numbered(("goals", "never"), known.goals.never):
        yield from _slice(known, ("goals", "never", i), never, None, [])


def _slice(known: Known, at: Path, where: dict[str, tuple[str, ...]], metric: str | None, fields: list[str]) -> Findings:
    dimensions = known.dimensions(metric)
    for dimension, names in where.items():
        if dimension in PERIODS:
            yield from _periods(known, at, dimension, names)
        elif dimension == "person":
            yield Found("person-not-held", (*at, dimension), key=True)
        elif dimension in known.misspelt:
            continue
        elif dimension not in dimensions:
            if not known.lost(dimension):
                names_near = [*dimensions, "month", *fields]
                yield near("unknown-dimension", (*at, dimension), dimension, names_near, *DIMENSION_KEYS, METRICS, key=True)
        else:
            members = known.members(metric, dimension)
            for n, name in enumerate(names if members is not None else ()):
                if name not in (members or ()):
                    spot: Path = (*at, dimension, n)
                    yield near("unknown-member", spot, name, members or [], *members_of(dimension), dimension=dimension)


def _periods(known: Known, at: Path, dimension: str, names: tuple[str, ...]) -> Findings:
    for n, name in enumerate(names):
        try:
            known.plan.fiscal.read(name)
        except ValueError:
            months = known.plan.fiscal.months
            params = {"text": name, "first": str(months[0]), "last": str(months[-1])}
            yield Found("period-outside-year" if _is_period(name) else "not-a-period", (*at, dimension, n), params, needs=YEAR)


def _is_period(text: str) -> bool:
    """Whether a text is a period of some year."""
    try:
        Month.read(text)
    except ValueError:
        return text.isdigit() or (len(text) == 6 and text[:4].isdigit() and text[4:].upper() in ("Q1", "Q2", "Q3", "Q4"))
    return True


def holds_do_not_contradict(known: Known) -> Findings:
    """Two holds on the same slice leave room for a figure that meets both."""
    alike: dict[object, list[tuple[int, Hold]]] = {}
    for i, hold in known.numbered(("goals", "fixed"), known.goals.fixed):
        alike.setdefault(_same(known, hold), []).append((i, hold))
    for holds in alike.values():
        for n, (j, other) in enumerate(holds):
            against = next((i for i, one in holds[:n] if _apart(known, one, other)), None)
            if against is not None:
                params = {"line": known.line_of(("goals", "fixed", against))}
                needs: tuple[Need, ...] = (("goals", "fixed", against, ...), METRICS)
                yield Found("holds-contradict", ("goals", "fixed", j), params, needs=needs)


def _apart(known: Known, one: Hold, other: Hold) -> bool:
    """Whether no figure meets both of two holds, though each could be met."""
    (low, high), (lower, upper) = _room(known, one), _room(known, other)
    return low <= high and lower <= upper and max(low, lower) > min(high, upper)


def _same(known: Known, hold: Hold) -> tuple[str | None, frozenset[tuple[str, frozenset[object]]]]:
    """What a hold is about, so that the same slice written in two ways is the same."""
    slice_: set[tuple[str, frozenset[object]]] = set()
    for dimension, names in hold.where.items():
        members: set[object] = set(names)
        if dimension == "month":
            with contextlib.suppress(ValueError):
                members = {m for name in names for m in known.plan.fiscal.read(name)}
        slice_.add((dimension, frozenset(members)))
    return hold.metric or known.main, frozenset(slice_)


def _room(known: Known, hold: Hold) -> tuple[Fraction, Fraction]:
    """The lowest and the highest figure that a hold allows."""
    low, high = hold.equals or hold.at_least, hold.equals or hold.at_most
    return (
        _size(known, hold, low) if low is not None else Fraction(0),
        _size(known, hold, high) if high is not None else Fraction(10**30),
    )


def commitments_name_one_member(known: Known) -> Findings:
    """A commitment belongs to one member of one dimension."""
    dimensions = known.dimensions(None)
    if not dimensions:
        return
    people = {n for _, p in known.people for n in (p.id, p.name) if n}
    complete = {d: known.members(None, d) for d in dimensions}
    listed = {d: list(s.members) for d, s in known.split_of(None).items() if isinstance(s, DimensionSplit)}
    for name in known.goals.commitments:
        homes = [d for d in dimensions if name in listed[d]]
        at: Path = ("goals", "commitments", name)
        if len(homes) > 1:
            yield Found("commitment-of-two", at, {"name": name, "dimensions": homes}, True, (DIMENSIONS, (*DIMENSIONS, "members", None)))
        elif not homes and name not in people and all(m is not None for m in complete.values()):
            names = [m for members in listed.values() for m in members]
            yield near("commitment-of-nobody", at, name, names, (*DIMENSIONS, "members", None), *TEAM, key=True)
