"""A replan as a scenario file: the plan's overlay with the new targets, to be read, approved and kept in git."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.words import Quantity, Text, say, term

if TYPE_CHECKING:
    from salesplan.commands.replan_setup import Position
    from salesplan.plan.plan import Plan
    from salesplan.plan.revisions import Revision

PLAIN = re.compile(r"[^\W\d_][\w-]*")
"""Names that need no quotes."""

KEPT_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
FIT = re.compile(r"[\w-]+(\.[\w-]+)*")


def scenario_files(position: Position, policy: str, name: str, why: str | None, lang: str, *, replace: bool) -> dict[Path, bytes]:
    """The files of a scenario and what stands in them: the overlay, and a list of targets where the plan's come from one.

    Without a plan the list alone is written, into the current folder. Raises: Misuse when the name is unfit, or taken.
    """
    from salesplan.commands.replan_list import target_list
    from salesplan.commands.replan_setup import WHOLE
    from salesplan.commands.usage import Misuse

    stand = position.stand
    name = name.removesuffix(".yaml").removesuffix(".csv")
    plan = stand.plan
    if plan is None:
        path = _free(Path(f"{name}.csv"), name, replace=replace)
        return {path: target_list(position, policy, lang)}
    overlay = target_file(plan, name, replace=replace)
    if stand.done is not None and position.by == WHOLE:
        raise Misuse("replan-not-split")
    if stand.done is not None:
        return {overlay: overlay_text(position, policy, name, why, lang).encode("utf-8")}
    path = _free(overlay.with_suffix(".csv"), name, replace=replace)
    listed = path.relative_to(plan.folder).as_posix()
    text = "\n".join([*_head(position, name, lang), "data:", f"  targets: {named(listed)}"]) + "\n"
    return {overlay: text.encode("utf-8"), path: target_list(position, policy, lang)}


def target_file(plan: Plan, name: str, *, replace: bool) -> Path:
    """Where a scenario of that name is written. Raises: Misuse when the name is unfit, or taken and not to be replaced."""
    from salesplan.commands.usage import Misuse

    path = plan.scenario_folder / f"{name}.yaml"
    if name in plan.scenarios and not path.is_file():
        raise Misuse("scenario-inside-plan", name=name)
    return _free(path, name, replace=replace)


def _free(path: Path, name: str, *, replace: bool) -> Path:
    from salesplan.commands.usage import Misuse

    if not FIT.fullmatch(name) or name == "base":
        raise Misuse("scenario-name-unfit", name=name)
    if path.exists() and not replace:
        raise Misuse("scenario-exists", name=name, file=path.as_posix())
    return path


def _head(position: Position, name: str, lang: str) -> list[str]:
    """The comment at the top, and the scenario that this one lies over."""
    head = [Text("scenario-head", month=str(position.months[0])), Text("scenario-use", name=name)]
    over = [f"over: {named(position.scenario)}"] if position.scenario is not None else []
    return [*(f"# {say(t, lang)}" for t in head), *over]


def overlay_text(position: Position, policy: str, name: str, why: str | None, lang: str) -> str:
    """The text of the scenario's file: what the plan has revised so far, and the new revision."""
    plan, first = position.stand.plan, position.months[0]
    lines = [*_head(position, name, lang), "goals:", "  revisions:"]
    for revision in plan.goals.revisions if plan is not None and plan.goals is not None else ():
        if revision.from_ < first:
            lines += _earlier(position, revision)
    lines += _entry(position, policy, why or reason(position, lang))
    return "\n".join(lines) + "\n"


def reason(position: Position, lang: str) -> str:
    """Attainment and gap up to the month before, as the reason of a revision."""
    year = position.year
    target = int(year.targets[:, : year.start].sum()) * year.unit
    if not target:
        return ""
    params = {
        "last": str(position.months[0].plus(-1)), "attainment": Quantity("share", Fraction(year.reached, target)),
        "gap": Quantity(term(position.stand.metric).kind, sum(year.gaps), position.stand.money),
    }  # fmt: skip
    return say(Text("scenario-why", **params), lang, position.stand.money)


def _entry(position: Position, policy: str, why: str) -> Iterator[str]:
    """The lines of the new revision."""
    plan = position.stand.plan
    assert plan is not None
    assert plan.goals is not None
    made = position.tried[policy][0]
    yield from _opening(str(position.months[0]), position.stand.metric if position.stand.metric != next(iter(plan.goals.targets)) else None, policy, why, position.by)
    yield f"      members:   # {' '.join(str(m) for m in position.months)}"
    rows = [(m, made.months[n].tolist()) for n, m in enumerate(position.year.members) if m in position.stand.targets.by(position.by)]
    yield from _rows(position, rows)
    people = [
        (person, months[n].tolist())
        for member, months in position.quotas(policy).items()
        for n, person in enumerate(position.crews[member].ids)
        if person and (months[n].any() or position.crews[member].quotas[n, position.start :].any())
    ]
    if people:
        yield "      people:"
        yield from _rows(position, people, {s.id: s.name for s in position.stand.seats if s.name != s.id})


def _opening(first: str, metric: str | None, policy: str | None, why: str | None, by: str) -> Iterator[str]:
    yield f"    - from: {first}"
    if metric is not None:
        yield f"      metric: {metric}"
    if policy:
        yield f"      policy: {named(policy)}"
    if why:
        yield f"      why: {named(why)}"
    yield f"      by: {named(by)}"


def _rows(position: Position, rows: Iterable[tuple[str, Sequence[int]]], names: dict[str, str] | None = None) -> Iterator[str]:
    for key, units in rows:
        values = ", ".join(amount(position, u * position.year.unit) for u in units)
        comment = f"   # {names[key]}" if names and key in names else ""
        yield f"        {named(key)}: [{values}]{comment}"


def _earlier(position: Position, revision: Revision) -> Iterator[str]:
    """The lines of a revision that the plan has already, so that its months stay as they were."""
    yield from _opening(str(revision.from_), revision.metric, revision.policy, revision.why, revision.by)
    for key, rows in (("members", revision.members), ("people", revision.people)):
        if rows:
            yield f"      {key}:"
        for name, row in rows.items():
            yield f"        {named(name)}: [{', '.join(amount(position, v) for v in row)}]"


def amount(position: Position, value: int) -> str:
    """An amount as a plan writes it: exactly, in 万 where the plan shows 万元, else in currency units.

    Counts are whole numbers.
    """
    if term(position.stand.metric).kind != "money":
        return str(value)
    digits = position.stand.money.digits
    if position.stand.money.unit in ("万元", "百万元", "亿元", "千元"):
        return f"{_decimal(Fraction(value, 10 ** (digits + 4)))}万"
    return _decimal(Fraction(value, 10**digits), grouped=True)


def amount_plain(position: Position, value: int) -> str:
    """An amount in currency units without grouping, as programs read it; counts are whole numbers."""
    if term(position.stand.metric).kind != "money":
        return str(value)
    return _decimal(Fraction(value, 10**position.stand.money.digits))


def _decimal(value: Fraction, *, grouped: bool = False) -> str:
    """A fraction whose denominator is a power of ten, without trailing zeros."""
    digits = len(str(value.denominator)) + 3
    scaled = f"{int(value * 10**digits):0{digits + 1}d}"
    whole, rest = scaled[:-digits], scaled[-digits:].rstrip("0")
    return (f"{int(whole):_}" if grouped else whole) + (f".{rest}" if rest else "")


def named(text: str) -> str:
    """A text as YAML: plain where it can be, else in double quotes.

    >>> named("华东"), named("E1001"), named("0071"), named("a: b")
    ('华东', 'E1001', '"0071"', '"a: b"')
    """
    if PLAIN.fullmatch(text) and text.casefold() not in KEPT_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
