"""Targets by month and member: those of a plan's decomposition, or those of a target workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from salesplan.amount import apportion
from salesplan.calc.decomposition import Decomposition, Part
from salesplan.calc.people import Seat
from salesplan.calc.target_seats import seated
from salesplan.calc.team import person_labels
from salesplan.frame import MISSING, NO_AMOUNT, Column, Flags, Frame, Ints, Texts
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
        layer = [] if self.people is None else [t for t in ("team", "person") if t in self.people and self.people.texts(t).labels and t not in own]
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

    def rest(self, dimension: str) -> Ints | None:
        """The targets by month of the rows that name no member, shape (12,); None where every row names one."""
        frame = self._holding(dimension)
        if frame is None:
            return None
        nameless = frame.texts(dimension).codes == MISSING
        sums, seen = _by_month(frame, self.year, np.zeros(len(frame), np.int32), 1, nameless)
        return np.where(seen[0], sums[0], NO_AMOUNT) if (sums[0] != 0).any() else None

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


def targets_listed(frame: Frame, year: FiscalYear, metric: str, shape: Sequence[float], seats: Sequence[Seat] = ()) -> TargetTable:
    """The targets of a target list: rows of the metric (or of none), those of the year, months as written.

    A figure for a quarter, half a year or the year is spread over its months by `shape` (twelve shares), exactly.
    People are the plan's `seats`, with seats added for those that only the list knows.
    """
    frame = frame.take(_of_metric(frame, metric))
    people, every = _listed_people(frame, seats)
    texts = {t: c for t, c in frame.columns.items() if isinstance(c, Texts) and t not in NO_DIMENSIONS}
    if people is not None:
        texts["person"] = people
    rows, months, targets = _dated(frame, year, shape)
    columns: dict[str, Column] = {"month": months, "target": targets}
    columns |= {t: _used(c.take(rows)) for t, c in texts.items()}
    cells = seated(frame_of(columns), every)
    order = {t: c.labels for t, c in cells.columns.items() if isinstance(c, Texts)}
    return TargetTable(metric, year, cells, None, every, order)


NO_DIMENSIONS = frozenset({"metric", "quarter", "emp_no", "level", "unit", "name", "currency", "note"})
"""Texts of a target list that say nothing of whose target a row is."""


def _of_metric(frame: Frame, metric: str) -> Flags:
    if "metric" not in frame:
        return np.ones(len(frame), np.bool_)
    texts = frame.texts("metric")
    known = np.array([label == metric for label in texts.labels] + [True], np.bool_)
    return np.asarray(known[texts.codes])


def _listed_people(frame: Frame, seats: Sequence[Seat]) -> tuple[Texts | None, tuple[Seat, ...]]:
    """The seat of each row, with new seats for people whom `seats` do not know: by number, else by name and region."""
    if "person" not in frame and "emp_no" not in frame:
        return None, tuple(seats)
    own = person_labels(frame, seats)
    columns = [frame.texts(t).values() if t in frame else [None] * len(frame) for t in ("emp_no", "person", "region", "team")]
    known, found = {s.id: s for s in seats}, []
    names: dict[str, set[str | None]] = {}
    for number, name, region, _ in zip(*columns, strict=True):
        names.setdefault(name or number or "", set()).add(number or region)
    for id, number, name, region, team in zip(own.values(), *columns, strict=True):
        said = name or number
        if id is None and said:
            id = number or (said if len(names[said]) == 1 else f"{said} {region or ''}".strip())
            known.setdefault(id, Seat(id, said, region or "", team, None, None, None))
        found.append(id)
    return Texts.of(found), tuple(known.values())


def _used(texts: Texts) -> Texts:
    """The texts with the labels that are used, in the order in which they first stand."""
    return Texts.of(texts.values())


def _dated(frame: Frame, year: FiscalYear, shape: Sequence[float]) -> tuple[Ints, np.ndarray, Ints]:
    """The row, month and target of each figure of the year; one of a longer time stands once a month."""
    place = month_index(frame.days("month")) - year.first.index
    targets = frame.ints("target")
    years = frame.ints("year") if "year" in frame else np.full(len(frame), year.year, np.int64)
    spans = frame.texts("quarter").values() if "quarter" in frame else [None] * len(frame)
    rows, months, values = [], [], []
    for n, (at, target) in enumerate(zip(place.tolist(), targets.tolist(), strict=True)):
        if target == NO_AMOUNT:
            continue
        if not np.isnat(frame.days("month")[n]):
            inside = [at] if 0 <= at < MONTHS_A_YEAR else []
        else:
            inside = _months_of(spans[n], int(years[n]), year)
        weights = [Fraction(max(shape[k], 0)) for k in inside]
        parts = apportion(target, weights if any(weights) else [1] * len(inside), [f"{k:02d}" for k in inside]) if inside else []
        rows += [n] * len(parts)
        months += inside
        values += parts
    firsts = _firsts(year.months)
    return np.array(rows, np.int64), firsts[np.array(months, np.int64)], np.array(values, np.int64)


def _months_of(span: str | None, stated: int, year: FiscalYear) -> list[int]:
    """The months, counted from the year's first, that `2025Q1`, `2025H2` or the whole year mean; none of another year's."""
    number = int(span[:4]) if span else stated
    if number not in (year.year, NO_AMOUNT):
        return []
    if not span:
        return list(range(MONTHS_A_YEAR))
    length = 3 if span[4] == "Q" else 6
    return list(range(length * (int(span[5]) - 1), length * int(span[5])))


def year_listed(frame: Frame, asked: Month | None = None) -> FiscalYear | None:
    """The fiscal year of a target list: from its first month where twelve months run into the next calendar year, else from January."""
    days = frame.days("month")
    found = sorted({Month.from_index(int(i)) for i in np.unique(month_index(days[~np.isnat(days)])).tolist()})
    if asked is not None and any(m.year == asked.year for m in found):
        inside = [m for m in found if abs(m.index - asked.index) < MONTHS_A_YEAR]
        found = inside if inside[0].month != 1 else [m for m in inside if m.year == asked.year]
    if not found:
        years = frame.ints("year") if "year" in frame else np.zeros(0, np.int64)
        known = years[years != NO_AMOUNT]
        return FiscalYear(int(known.max()), Month(int(known.max()), 1)) if len(known) else None
    first, last = found[0], found[-1]
    if first.year != last.year and last.index - first.index < MONTHS_A_YEAR:
        return FiscalYear(first.year, first)
    return FiscalYear(last.year, Month(last.year, 1))
