"""Targets by month and member: those of a plan's decomposition, or those of a target workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from salesplan.calc.decomposition import Decomposition, Part
from salesplan.calc.people import Seat
from salesplan.frame import MISSING, NO_AMOUNT, Column, Frame, Ints, Texts
from salesplan.period import MONTHS_A_YEAR, FiscalYear, Month


@dataclass(frozen=True)
class TargetTable:
    """Targets of one metric for a fiscal year, one row a month and combination of members.

    `cells`: `month` [days, the first of the month], `target` [smallest units, or counts] and a text
    column a dimension. `people`: the same with `person` (a seat's id), `region` and `team` where people's
    quotas are a layer of their own (a plan's, over-assignment included); None where `cells` name people.
    `seats`: who carries quotas. `order`: members by dimension in the plan's order.
    """

    metric: str
    year: FiscalYear
    cells: Frame
    people: Frame | None = None
    seats: tuple[Seat, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that have targets, people last."""
        own = [t for t, c in self.cells.columns.items() if isinstance(c, Texts) and t != "person"]
        layer = [] if self.people is None else [t for t in ("team", "person") if t in self.people and t not in own]
        return (*own, *layer, *(["person"] if "person" in self.cells else []))

    def by(self, dimension: str) -> dict[str, Ints]:
        """Each member's targets by month of the year, shape (12,); `NO_AMOUNT` where a month has none."""
        frame = self._holding(dimension)
        if frame is None:
            return {}
        texts = frame.texts(dimension)
        known = texts.codes != MISSING
        sums, seen = _by_month(frame, self.year, texts.codes, len(texts.labels), known)
        rows = {m: np.where(seen[n], sums[n], NO_AMOUNT) for n, m in enumerate(texts.labels) if seen[n].any()}
        first = [m for m in self.order.get(dimension, ()) if m in rows]
        return {m: rows[m] for m in dict.fromkeys((*first, *rows))}

    def total(self) -> Ints:
        """The whole target by month of the year, shape (12,); `NO_AMOUNT` where a month has none."""
        codes = np.zeros(len(self.cells), np.int32)
        sums, seen = _by_month(self.cells, self.year, codes, 1, np.ones(len(codes), np.bool_))
        return np.where(seen[0], sums[0], NO_AMOUNT)

    def seat(self, id: str) -> Seat | None:
        """The seat of an id."""
        return next((s for s in self.seats if s.id == id), None)

    def _holding(self, dimension: str) -> Frame | None:
        if dimension in self.cells:
            return self.cells
        return self.people if self.people is not None and dimension in self.people else None


def _by_month(frame: Frame, year: FiscalYear, codes: np.ndarray, members: int, rows: np.ndarray) -> tuple[Ints, np.ndarray]:
    """Sums and whether there was a target, both shape (members, 12)."""
    place = month_index(frame.days("month")) - year.first.index
    targets = frame.ints("target")
    rows = rows & (place >= 0) & (place < MONTHS_A_YEAR) & (targets != NO_AMOUNT)
    at = (codes[rows].astype(np.int64), place[rows])
    sums, seen = np.zeros((members, MONTHS_A_YEAR), np.int64), np.zeros((members, MONTHS_A_YEAR), np.bool_)
    np.add.at(sums, at, targets[rows])
    seen[at] = True
    return sums, seen


def month_index(days: np.ndarray) -> Ints:
    """The number of months since year 0 of each day; -1 where there is none."""
    index = days.astype("datetime64[M]").astype(np.int64) + 1970 * MONTHS_A_YEAR
    return np.where(np.isnat(days), -1, index)


def targets_of(done: Decomposition, metric: str | None = None) -> TargetTable:
    """The targets that a plan's decomposition gives, in smallest units; people's quotas beside them.

    Raises: KeyError when the plan has no target of that metric.
    """
    part = done.main if metric is None else done.part(metric)
    order = {d.name: d.members for d in part.setup.ask.dimensions if d.name != "month"}
    if part.quotas:
        order["person"] = tuple(q.seat.id for q in part.quotas if q.seat.id)
    return TargetTable(part.metric, done.plan.fiscal, _cells(part), _quotas(part) if part.quotas else None, done.seats, order)


def _cells(part: Part) -> Frame:
    axes = part.setup.ask.axes
    cells = part.split.cells
    places = np.unravel_index(np.arange(cells.size), cells.shape)
    columns: dict[str, Column] = {"target": cells.ravel().astype(np.int64) * part.setup.unit}
    for dimension, place in zip(axes, places, strict=True):
        if dimension.name == "month":
            columns["month"] = _firsts([Month.read(m) for m in dimension.sorted])[place]
        else:
            columns[dimension.name] = Texts(place.astype(np.int32), tuple(dimension.sorted))
    return frame_of(columns)


def _quotas(part: Part) -> Frame:
    held = [q for q in part.quotas if q.months]
    months = list(held[0].months) if held else []
    texts: dict[str, list[str | None]] = {"person": [], "team": [], part.setup.person.within if part.setup.person else "region": []}
    targets = []
    for quota in held:
        home = (quota.seat.id, quota.seat.team, quota.seat.within)
        for column, value in zip(texts.values(), home, strict=True):
            column += [value or None] * len(months)
        targets += [quota.months[m] * part.setup.unit for m in months]
    columns: dict[str, Column] = {"month": np.tile(_firsts(months), len(held)), "target": np.array(targets, np.int64)}
    return frame_of(columns | {t: Texts.of(v) for t, v in texts.items()})


def _firsts(months: Sequence[Month]) -> np.ndarray:
    return np.array([str(m) for m in months], "datetime64[M]").astype("datetime64[D]")


def frame_of(columns: Mapping[str, Column]) -> Frame:
    """A frame of columns that come from no file."""
    length = len(next(iter(columns.values())))
    return Frame(columns, (), np.zeros(length, np.int32), np.zeros(length, np.int32))
