"""Whose a listed target is: that of the place where the person works in its month, and that place's region where the list names none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from salesplan.amount import apportion
from salesplan.calc.people import Seat, presence
from salesplan.frame import Column, Frame, Texts
from salesplan.period import Month

PLACES = ("region", "team")
"""What a seat tells of a row that does not say it."""


def seated(cells: Frame, seats: Sequence[Seat]) -> Frame:
    """The targets with each person's seat of the month, and the region and team of the seat where a row names none.

    The month of a move is shared out by days, exactly. Regions that the list names stay as they are, and who is listed
    in several of them keeps each row in its own. `cells`: `month`, `target`, `person` (a person's id) and other texts.
    """
    if "person" not in cells or not len(cells):
        return cells
    ids = cells.texts("person").values()
    regions = cells.texts("region").values() if "region" in cells else [None] * len(cells)
    listed = _listed_in(ids, regions)
    months = [Month(int(str(d)[:4]), int(str(d)[5:7])) for d in cells.days("month")]
    places = _places(seats)
    rows: list[int] = []
    found: list[str | None] = []
    targets: list[int] = []
    for n, (who, target) in enumerate(zip(ids, cells.ints("target").tolist(), strict=True)):
        parts = _parts(places.get(who or "", ()), months[n], target, regions[n] if len(listed.get(who, ())) > 1 else None)
        for id, part in (parts or {who: target}).items():
            rows.append(n)
            found.append(id)
            targets.append(part)
    taken = cells.take(np.array(rows, np.int64))
    own = {s.id: s for s in seats}
    columns: dict[str, Column] = {**taken.columns, "person": Texts.of(found), "target": np.array(targets, np.int64)}
    return Frame(columns | _told(taken, found, own), taken.files, taken.file_of, taken.row_of)


def _places(seats: Sequence[Seat]) -> dict[str, tuple[Seat, ...]]:
    """The seats of everybody who has several."""
    found: dict[str, tuple[Seat, ...]] = {}
    for seat in seats:
        if seat.of is not None:
            found[seat.who] = (*found.get(seat.who, ()), seat)
    return found


def _listed_in(ids: Sequence[str | None], regions: Sequence[str | None]) -> Mapping[str | None, set[str]]:
    """The regions that each person is listed in."""
    found: dict[str | None, set[str]] = {}
    for who, region in zip(ids, regions, strict=True):
        if region is not None:
            found.setdefault(who, set()).add(region)
    return found


def _parts(places: Sequence[Seat], month: Month, target: int, region: str | None) -> dict[str | None, int]:
    """A target by seat; nothing where the person has one seat only."""
    if not places:
        return {}
    if region is not None:
        return {next((s.id for s in places if s.within == region), places[0].id): target}
    days = [presence(s, month) for s in places]
    if not any(days):
        early = places[0].joined is not None and month.last_day < places[0].joined
        return {places[0 if early else -1].id: target}
    there = [(s, d) for s, d in zip(places, days, strict=True) if d]
    parts = apportion(target, [d for _, d in there], [s.id for s, _ in there])
    return {s.id: part for (s, _), part in zip(there, parts, strict=True)}


def _told(cells: Frame, ids: Sequence[str | None], seats: Mapping[str, Seat]) -> dict[str, Column]:
    """The texts of places, filled from the seats where a row has none."""
    found: dict[str, Column] = {}
    for term in PLACES:
        said = cells.texts(term).values() if term in cells else [None] * len(cells)
        known = [seats.get(i or "") for i in ids]
        own = [(s.within if term == "region" else s.team) if s is not None else None for s in known]
        filled = [a or b or None for a, b in zip(said, own, strict=True)]
        if any(filled):
            found[term] = Texts.of(filled)
    return found
