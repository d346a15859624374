"""A review beside an earlier one: what was reported then, what the same days come to in today's records, and what changed since."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesplan.report import DATA, SHOWN, Block, Column, Note, Row, Table
from salesplan.words import Text, term

if TYPE_CHECKING:
    from salesplan.commands.review_setup import Standing
    from salesplan.period import Month

FORMAT = 1


@dataclass(frozen=True)
class Earlier:
    """A review as it was written as JSON: its name, its days, its figures by dimension and member, its inputs."""

    file: str
    as_of: dt.date
    months: tuple[Month, ...]
    rows: list[dict[str, Any]]
    inputs: dict[str, str]
    commit: str | None


def read_earlier(path: Path) -> Earlier:
    """An earlier review. Raises: InvalidInput (`not-an-earlier-review`, and what `read_source` says of the file)."""
    from salesplan.period import Month
    from salesplan.problem import InvalidInput, Place, Problem
    from salesplan.records.files import read_source

    source = read_source(path)
    try:
        held = json.loads(source.data)
        if held["format"] != FORMAT or held["report"] != "review":
            raise ValueError("another report")
        (period,) = held["tables"]["period"]
        first, last = Month.read(period["first"][:7]), Month.read(period["last"][:7])
        months = tuple(Month.from_index(n) for n in range(first.index, last.index + 1))
        inputs = {i["file"]: i["sha256"] for i in held["inputs"]}
        rows = [{k: r.get(k) for k in ("by", "member", "person_id", "actual", "target")} for r in held["tables"]["attainment"]]
        return Earlier(path.name, dt.date.fromisoformat(held["as_of"]), months, rows, inputs, (held["plan"] or {}).get("commit"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput([Problem("not-an-earlier-review", Place(path.name), {"file": path.name})]) from None


def period_table(stand: Standing) -> Table:
    """The days of the review as data, so that a later one can be laid beside it."""
    p = stand.period
    values = (p.kind, p.months[0].first_day, p.months[-1].last_day, p.as_of, p.calendar_pace)
    columns = (Column("kind"), Column("first_day", key="first"), Column("first_day", key="last"), Column("first_day", key="as_of"), Column("pace"))
    return Table("period", columns, [Row(values)], views=DATA)


def blocks(stand: Standing, earlier: Earlier) -> tuple[Block, ...]:
    """Reported then, restated today for the same days, and what changed in the inputs between."""
    inside = [m for m in earlier.months if m in stand.year.months]
    notes = [Note(t) for t in _changes(stand, earlier)]
    if len(inside) != len(earlier.months):
        return (Note(Text("note-earlier-other-year", file=earlier.file)), *notes)
    then = _then(stand, earlier)
    columns = (
        Column("by"), Column("member"), Column("target", key="target_then", label=Text("restated-target-then"), rank=2),
        Column("target", key="target_now", label=Text("restated-target-now"), rank=2),
        Column("actual", key="reported", label=Text("restated-reported")), Column("actual", key="restated", label=Text("restated-restated")),
        Column("change"),
    )  # fmt: skip
    rows = [r for r in (_row(then, said) for said in earlier.rows) if r is not None]
    shown = [replace(r, values=(said_by(r.values[0]), *r.values[1:])) for r in rows]
    title = Text("title-restated", file=earlier.file, as_of=str(earlier.as_of))
    table = Table("restated", columns, shown, title, Text("sheet-restated"), SHOWN)
    return (table, replace(table, rows=rows, views=DATA), *notes)


def said_by(by: str) -> Text:
    """How a dimension is called in a table."""
    return Text("total") if by == "total" else Text("word", word=term(by))


def _then(stand: Standing, earlier: Earlier) -> Standing:
    """Today's records seen over the days of the earlier review."""
    from salesplan.calc.attainment import Period

    return replace(stand, period=Period(stand.year, earlier.months, earlier.as_of))


def _row(then: Standing, said: dict[str, Any]) -> Row | None:
    """A member whose figures differ, or the whole."""
    from salesplan.commands.review_tables import whole

    by, scale = str(said["by"]), 10**then.money.digits if term(then.metric).kind == "money" else 1
    reported, target = (None if said.get(k) is None else round(said[k] * scale) for k in ("actual", "target"))
    if by == "total":
        now = whole(then)
    elif by in then.dimensions:
        key = said.get("person_id") or said["member"]
        now = then.members(by).of(key)
    else:
        return None
    same = (reported or 0) == (now.actual or 0) and target == now.target
    if same and by != "total":
        return None
    change = None if reported is None or now.actual is None else now.actual - reported
    name = Text("total") if by == "total" else said["member"] if said["member"] is not None else then.label(by, None)
    kind = term(then.metric).kind
    kinds = {} if kind == "money" else dict.fromkeys(range(2, 7), kind)
    return Row((by, name, target, now.target, reported, now.actual, change), "total" if by == "total" else "", kinds=kinds)


def _changes(stand: Standing, earlier: Earlier) -> list[Text]:
    """What changed in the inputs: the plan's commit, files that are new, gone or other than they were."""
    now = {s.file: s.sha256 for s in stand.sources}
    found = []
    commit = stand.plan.commit() if stand.plan is not None else None
    if commit != earlier.commit:
        found.append(Text("note-plan-commit", before=earlier.commit or "–", now=commit or "–"))
    groups = {
        "note-files-changed": [f for f, digest in now.items() if f in earlier.inputs and earlier.inputs[f] != digest],
        "note-files-new": [f for f in now if f not in earlier.inputs], "note-files-gone": [f for f in earlier.inputs if f not in now],
    }  # fmt: skip
    found += [Text(slug, files=files) for slug, files in groups.items() if files]
    return found or [Text("note-inputs-same")]
