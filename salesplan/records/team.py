"""The team kept in a file: one person a row, headings as in the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.bad_cells import bad_cells
from salesplan.records.date_cells import dates
from salesplan.records.documents import aside_rows
from salesplan.records.files import Source, read_source
from salesplan.records.grid import Grid, RawColumn, Role
from salesplan.records.headings import fold, unit_size
from salesplan.records.mapping import Candidate, Header, system_of
from salesplan.records.money_cells import amounts
from salesplan.records.names import UNNAMED, Naming, tidy
from salesplan.records.reading import FileReading, Reconciliation
from salesplan.records.table_choice import LEADING_COLUMNS, Table, choose_table

if TYPE_CHECKING:
    from salesplan.plan.head import Person

_DATES = ("joined", "left")
_YES = frozenset(map(fold, ("是", "y", "yes", "true", "1", "√", "待招", "空缺", "open", "vacant")))
OPEN_NAMES = frozenset(map(fold, ("待招", "空缺", "招聘中", "待定", "vacant", "open", "tbh", "to be hired")))
"""Names that stand for an open position."""


def read_team(path: Path, name: str | None = None, digits: int = 2, place: Place | None = None) -> list[Person]:
    """The people of the file, in its order; capacity in smallest units. `place`: where the plan names the file.

    Raises: InvalidInput with what is wrong with the file, cell by cell.
    """
    try:
        source = read_source(path, name)
    except InvalidInput as error:
        raise InvalidInput([Problem(p.slug, place or p.place, p.params) for p in error.problems]) from None
    table = choose_table(source, "team")
    chosen = {term: min(some, key=lambda c: c.strength) for term, some in table.header.candidates.items()}
    columns = _told_apart(chosen, table.header)
    roles: dict[int, Role] = dict.fromkeys(range(LEADING_COLUMNS), "text")
    roles |= {c.column: "number" if t in (*_DATES, "capacity") else "text" for t, c in columns.items()}
    grid = table.sheet.grid(roles, table.header.row)
    return _people(_named(grid, columns), table, columns, digits, source.name)


def _named(grid: Grid, columns: dict[str, Candidate]) -> Grid:
    """The rows that name someone and are no total or note."""
    number = columns["id"].column if "id" in columns else None
    aside = aside_rows(grid, number)
    named = [grid.columns[columns[t].column].texts.codes != MISSING for t in ("name", "id") if t in columns]
    return grid.take(np.logical_or.reduce(named) & ~aside.totals & ~aside.notes)


def _told_apart(chosen: dict[str, Candidate], header: Header) -> dict[str, Candidate]:
    """One term a column: a bare 编号 beside a 工号 is no second number, and a name stays a name."""
    taken: set[int] = set()
    found = {}
    for term in ("name", "id", "region", "team", "joined", "left", "capacity", "open"):
        some = [c for c in sorted(header.candidates.get(term, ()), key=lambda c: c.strength) if c.column not in taken]
        if some:
            found[term] = chosen[term] if chosen[term] in some else some[0]
            taken.add(found[term].column)
    return found


def _people(grid: Grid, table: Table, columns: dict[str, Candidate], digits: int, file: str) -> list[Person]:
    from salesplan.plan.head import Person

    place = Place(file, sheet=table.sheet.name)
    days = {t: dates(grid.columns[columns[t].column], date1904=table.sheet.date1904) for t in _DATES if t in columns}
    told = [("unreadable-date", columns[t].column, columns[t].heading.text, d.bad) for t, d in days.items()]
    capacity = None
    if "capacity" in columns:
        size = unit_size(columns["capacity"].heading.unit or table.unit)
        capacity = amounts(grid.columns[columns["capacity"].column], size, digits)
        told.append(("unreadable-amount", columns["capacity"].column, columns["capacity"].heading.text, capacity.bad))
    bad = bad_cells(grid, place.file, place.sheet, told)
    if bad.problems:
        raise InvalidInput(bad.told())
    texts = {t: _texts(grid.columns[columns[t].column], t) for t in ("id", "name", "region", "team", "open") if t in columns}
    people = []
    for i in range(len(grid.rows)):
        said = {t: values[i] for t, values in texts.items()}
        people.append(Person.model_construct(
            id=said.get("id"), name=said["name"] or said.get("id") or "", region=said.get("region"), team=said.get("team"),
            moves=(), open=fold(said.get("open") or "") in _YES or fold(said["name"] or "") in OPEN_NAMES,
            capacity=int(capacity.values[i]) if capacity is not None and capacity.values[i] != NO_AMOUNT else None,
            joined=_day(days["joined"].values[i]) if "joined" in days else None,
            left=_day(days["left"].values[i]) if "left" in days else None,
        ))  # fmt: skip
    return people


def _texts(column: RawColumn, term: str) -> list[str | None]:
    naming = Naming(term)
    rule: Callable[[str], str | None] = naming.region if term == "region" else tidy
    labels = [None if fold(label) in UNNAMED else rule(label) for label in column.texts.labels]
    return [labels[c] if c != MISSING else None for c in column.texts.codes.tolist()]


def _day(day: np.datetime64) -> dt.date | None:
    found = day.astype(object)
    return found if isinstance(found, dt.date) else None


def team_reading(source: Source, sheet: str | None = None) -> FileReading:
    """How a list of people is read. Raises: InvalidInput."""
    table = choose_table(source, "team", None, sheet)
    chosen = {term: min(some, key=lambda c: c.strength) for term, some in table.header.candidates.items()}
    columns = _told_apart(chosen, table.header)
    roles: dict[int, Role] = dict.fromkeys({*range(LEADING_COLUMNS), *(c.column for c in columns.values())}, "text")
    grid = table.sheet.grid(roles, table.header.last_row)
    rows = len(_named(grid, columns).rows)
    read = {c.column: term for term, c in columns.items()}
    heads = table.header.headings
    return FileReading(
        file=source.name, sha256=source.sha256, system=system_of(table.header), format=table.book.format, encoding=table.book.encoding,
        sheet=table.sheet.name, header_row=table.header.row, rows=rows, amount=None, left_out={}, total=Reconciliation("none"),
        first_day=None, last_day=None, unit="", basis="unstated", columns={heads[j].text: read[j] for j in sorted(read)},
        unmapped=tuple(h.text for j, h in heads.items() if j not in read), kind="team",
    )  # fmt: skip
