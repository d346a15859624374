"""The team as seats: who is on board when, with what capacity, and which records are whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from salesplan.calc.history import History
from salesplan.calc.people import Seat, capacity, presence
from salesplan.frame import MISSING, Frame, Texts
from salesplan.period import MONTHS_A_YEAR, Month
from salesplan.plan.goals import PersonSplit
from salesplan.plan.head import Person
from salesplan.workdays import DAY


def seats_of(team: Sequence[Person], within: str) -> list[Seat]:
    """The team's seats inside the members of a dimension, in the plan's order; ids are made distinct where names repeat.

    Who moves has a seat for each place, one after the other.
    """
    found, used = [], Counter[str]()
    for person in team:
        used[person.key] += 1
        key = person.key if used[person.key] == 1 else f"{person.key} {used[person.key]}"
        found += _spans(
            Seat(key, person.name, person.within(within) or "", person.team, person.joined, person.left, person.capacity, person.open),
            person, within,
        )  # fmt: skip
    return found


def _spans(seat: Seat, person: Person, within: str) -> list[Seat]:
    """The seat in each place that a person works in."""
    found, last = [], seat
    for n, move in enumerate(sorted(person.moves, key=lambda m: m.from_), start=2):
        if last.joined is not None and move.from_ <= last.joined:
            last = replace(last, within=move.to(within) or last.within, team=move.team or last.team)
            continue
        found.append(replace(last, left=move.from_ - DAY, of=seat.id, hired=seat.joined))
        last = replace(
            seat, id=f"{seat.id} →{n}", within=move.to(within) or last.within, team=move.team or last.team,
            joined=move.from_, of=seat.id, hired=seat.joined,
        )  # fmt: skip
    return [*found, last]


def capacities(team: Sequence[Person], dimension: str, months: Sequence[Month], ramp: Sequence[Fraction]) -> dict[str, Fraction]:
    """The team's ramped capacity in a year by member of a dimension [smallest units]; members whose people state none are absent."""
    sums: dict[str, Fraction] = {}
    for seat in seats_of(team, dimension):
        monthly = capacity(seat, months, ramp)
        if seat.within and monthly is not None:
            sums[seat.within] = sums.get(seat.within, Fraction(0)) + sum(monthly.values(), Fraction(0))
    return sums


def person_labels(frame: Frame, seats: Sequence[Seat]) -> Texts:
    """Which seat each row belongs to: by employee number, else by a name that only one has, else by name and region.

    Rows of people who are not in the team are missing; those of somebody who moved belong to the seat of their day.
    """
    ids = {s.who for s in seats}
    names = Counter(s.name for s in seats if s.of in (None, s.id))
    alone = {s.name: s.who for s in seats if names[s.name] == 1}
    pairs = {(s.name, s.within): s.who for s in seats}
    if "person" not in frame and "emp_no" not in frame:
        return Texts(np.full(len(frame), MISSING, np.int32), ())
    columns = [frame.texts(t) if t in frame else None for t in ("emp_no", "person", "region")]
    stacked = np.stack([c.codes if c else np.full(len(frame), MISSING, np.int32) for c in columns], axis=1)
    kinds, inverse = np.unique(stacked, axis=0, return_inverse=True)
    found = []
    for row in kinds.tolist():
        number, name, region = (c.labels[code] if c and code != MISSING else None for c, code in zip(columns, row, strict=True))
        if number in ids:
            found.append(number)
        else:
            found.append(pairs.get((name or "", region or "")) or alone.get(name or ""))
    encoded = Texts.of(found)
    return by_day(Texts(encoded.codes[inverse.ravel()], encoded.labels), frame, seats)


def by_day(people: Texts, frame: Frame, seats: Sequence[Seat]) -> Texts:
    """People who moved, told apart by the day of the row."""
    later = [s for s in seats if s.of is not None and s.id != s.of and s.joined is not None]
    dated = next((t for t in ("order_date", "paid_date") if t in frame), None)
    if not later or dated is None:
        return people
    labels, codes, days = list(people.labels), people.codes.copy(), frame.days(dated)
    mine = {s.who: people.codes == labels.index(s.who) for s in later if s.who in labels}
    for seat in later:
        if seat.who in mine:
            rows = mine[seat.who] & (days >= np.datetime64(str(seat.joined), "D"))
            if rows.any():
                codes[rows] = len(labels)
                labels.append(seat.id)
    return Texts(codes, tuple(labels))


def everybody(frame: Frame, seats: Sequence[Seat]) -> Texts:
    """Who each row belongs to: a seat's id, or the name of somebody who has none; a namesake elsewhere is told apart by region."""
    own = person_labels(frame, seats)
    if "person" not in frame:
        return own
    named = frame.texts("person")
    region = frame.texts("region") if "region" in frame else None
    taken = {s.name for s in seats} | {s.who for s in seats}
    rows = np.flatnonzero((own.codes == MISSING) & (named.codes != MISSING))
    where = region.codes[rows] if region is not None else np.full(len(rows), MISSING, np.int32)
    kinds, inverse = np.unique(np.stack([named.codes[rows], where], axis=1), axis=0, return_inverse=True)
    labels = {label: n for n, label in enumerate(own.labels)}
    table = []
    for name, place in kinds.tolist():
        text = named.labels[name]
        if text in taken:
            text = f"{text} ({region.labels[place]})" if region is not None and place != MISSING else f"{text} (?)"
        table.append(labels.setdefault(text, len(labels)))
    codes = own.codes.copy()
    codes[rows] = np.array(table, np.int32)[inverse.ravel()] if len(rows) else codes[rows]
    return Texts(codes, tuple(labels))


def shares_within(
    split: PersonSplit, seats: Sequence[Seat], team: Sequence[Person], history: History | None, metric: str,
    months: Sequence[Month], ramp: Sequence[Fraction],
) -> tuple[dict[str, Fraction], dict[str, dict[str, Fraction | None]]]:  # fmt: skip
    """Each seat's share of its member by the plan's drivers, and the value of each driver by seat.

    History counts by the share of the year that a seat is filled; capacity is ramped. Seats of a
    member for which no driver has a value share equally by time on board.
    """
    persons = dict(zip(dict.fromkeys(s.who for s in seats), team, strict=True))
    people = {s.id: persons[s.who] for s in seats}
    past = history.by_member("person", metric) if history is not None and "person" in history.labels else {}
    values: dict[str, dict[str, Fraction | None]] = {}
    for driver in split.weights:
        values[driver] = {s.id: _value(split, driver, s, people[s.id], team, past, months, ramp) for s in seats}
    shares = dict.fromkeys((s.id for s in seats), Fraction(0))
    for member in dict.fromkeys(s.within for s in seats):
        inside = [s for s in seats if s.within == member]
        active = {d: w for d, w in split.weights.items() if w > 0 and any(values[d][s.id] for s in inside)}
        whole = sum(active.values(), Fraction(0))
        for driver, weight in active.items():
            of_driver = sum((values[driver][s.id] or Fraction(0) for s in inside), Fraction(0))
            for s in inside:
                shares[s.id] += weight / whole * (values[driver][s.id] or Fraction(0)) / of_driver
        if not active:
            on_board = {s.id: _time_on_board(s, months) for s in inside}
            time = sum(on_board.values(), Fraction(0))
            shares.update({k: v / time if time else Fraction(0) for k, v in on_board.items()})
    return shares, values


def _time_on_board(seat: Seat, months: Sequence[Month]) -> Fraction:
    return sum((presence(seat, m) for m in months), Fraction(0)) / MONTHS_A_YEAR


def _value(
    split: PersonSplit, driver: str, seat: Seat, person: Person, team: Sequence[Person], past: Mapping[str, int],
    months: Sequence[Month], ramp: Sequence[Fraction],
) -> Fraction | None:  # fmt: skip
    given = split.members.get(seat.who) or split.members.get(seat.name)
    if given is not None and driver in given.values:
        return given.values[driver]
    if driver == "history":
        return Fraction(max(past[seat.who], 0)) * _time_on_board(seat, months) if seat.who in past else None
    if driver == "capability" and any(p.capability is not None for p in team):
        return person.capability * _time_on_board(seat, months) if person.capability is not None else None
    if driver in ("capability", "capacity"):
        monthly = capacity(seat, months, ramp)
        return sum(monthly.values(), Fraction(0)) if monthly is not None else None
    return None
