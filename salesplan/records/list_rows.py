"""A list of any kind, opened: its columns claimed by terms, its rows below the header, and their texts named as in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from salesplan.frame import MISSING, Flags, Texts
from salesplan.period import FiscalYear
from salesplan.problem import Place
from salesplan.records.ageing_headings import bucket_of
from salesplan.records.contracts import Contract
from salesplan.records.files import Source
from salesplan.records.grid import Grid, RawColumn, Role
from salesplan.records.header_levels import SEPARATOR
from salesplan.records.headings import fold
from salesplan.records.mapping import Candidate, Header
from salesplan.records.merged_cells import carried_down
from salesplan.records.names import Aliases, Naming, department, namings, numbered, renamed, tidy, untidy
from salesplan.records.sales_amounts import MoneyRules
from salesplan.records.saved_maps import Given
from salesplan.records.table_choice import LEADING_COLUMNS, Table, choose_table
from salesplan.records.varied_headings import QUESTION, VARIED, question_of

MEMBERS = ("region", "team", "person", "segment", "tier", "industry", "product")
"""Terms whose texts are members of dimensions."""
NUMBERS = frozenset({"money", "day", "moment", "minutes", "count", "hundredths", "share", "scale", "period", "year"})
"""Kinds of cells that may be numbers in a workbook."""
UNSAID = frozenset(map(fold, ("(空)", "(blank)", "(跳过)", "-", "--", "—", "N/A", "null", "none", "nan")))
"""Texts that say that there is none."""
FILLED = frozenset({"text", "day", "moment", "period", "year", "flag"})
"""Kinds of cells whose merged ranges count for all of their rows; a merged amount counts once."""


@dataclass(frozen=True, slots=True)
class ListRules:
    """What the plan says of a list; see `read_list`."""

    money: MoneyRules = field(default_factory=MoneyRules)
    aliases: Aliases = field(default_factory=dict)
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    given: Given = field(default_factory=dict)
    skip_bad_rows: bool = False
    sheet: str | None = None
    year: FiscalYear | None = None
    alone: bool = False


@dataclass(slots=True)
class ListRows:
    """The rows of a list below its header, as they stand."""

    source: Source
    contract: Contract
    rules: ListRules
    table: Table
    columns: dict[str, Candidate]
    grid: Grid

    @property
    def place(self) -> Place:
        """The sheet."""
        return Place(self.source.name, sheet=self.table.sheet.name)

    def raw(self, term: str) -> RawColumn:
        """The cells of a term's column. Raises: KeyError."""
        return self.grid.columns[self.columns[term].column]

    def varied(self) -> dict[str, Candidate]:
        """The columns of ranges of days or of questions by the term of each; the first of each counts."""
        found: dict[str, Candidate] = {}
        claimed_already = {c.column for c in self.columns.values()}
        for name in VARIED:
            for candidate in sorted(self.table.header.candidates.get(name, ()), key=lambda c: c.column):
                term = self._varied_term(name, candidate)
                if term is not None and term not in self.columns and candidate.column not in claimed_already:
                    found.setdefault(term, candidate)
        return found

    def _varied_term(self, name: str, candidate: Candidate) -> str | None:
        text = candidate.heading.text
        if name == QUESTION:
            return question_of(text)
        bucket = bucket_of(tuple(text.split(SEPARATOR)))
        return bucket.term if bucket else None

    def take(self, keep: Flags) -> ListRows:
        """Some of the rows."""
        return ListRows(self.source, self.contract, self.rules, self.table, self.columns, self.grid.take(keep))

    def mapped(self) -> dict[str, str]:
        """Header -> term of every column that is read, in the order of the sheet."""
        some = {c.column: term for term, c in {**self.varied(), **self.columns}.items()} | {w.column: w.measure for w in self.table.header.wide if w.measure in self.contract.terms}
        headings = self.table.header.headings
        return {headings[j].text: some[j] for j in sorted(some) if j in headings}


def open_list(source: Source, contract: Contract, rules: ListRules) -> ListRows:
    """The list of a file. Raises: InvalidInput."""
    table = choose_table(source, contract.kind, rules.given, rules.sheet)
    columns = claimed(table.header, contract)
    kinds = contract.terms
    wide: dict[int, Role] = {w.column: "number" for w in table.header.wide}
    roles: dict[int, Role] = dict.fromkeys(range(LEADING_COLUMNS), "text")
    roles |= {c.column: "text" for t in ("status", "name") for c in table.header.candidates.get(t, ())}
    roles |= {c.column: "number" for c in table.header.candidates.get("fx_rate", ())}
    roles |= {c.column: "number" for t in VARIED for c in table.header.candidates.get(t, ())}
    roles |= {c.column: "number" if kinds[t] in NUMBERS else "text" for t, c in columns.items()}
    if contract.by_period:
        roles |= {c.column: "number" for t in (*contract.amount, "actual") for c in table.header.candidates.get(t, ())}
    fill = [c.column for t, c in columns.items() if kinds[t] in FILLED]
    grid = table.grid(roles | wide, fill)
    if contract.by_period:
        dims = sorted(c.column for t, c in columns.items() if kinds[t] == "text")
        grid = carried_down(grid, table.sheet.merges(), dims)
    return ListRows(source, contract, rules, table, columns, grid)


def claimed(header: Header, contract: Contract) -> dict[str, Candidate]:
    """The column of each term of the contract: the strongest that no earlier term has claimed."""
    found: dict[str, Candidate] = {}
    taken = {w.column for w in header.wide}
    exact = {c.column: c.term for some in header.candidates.values() for c in some if c.near < 0}
    for term in contract.terms:
        some = [c for c in header.candidates.get(term, ()) if c.column not in taken and exact.get(c.column, term) == term]
        if some:
            found[term] = min(some, key=lambda c: c.strength)
            taken.add(found[term].column)
    return found


def texts_of(rows: ListRows, terms: Iterable[str]) -> dict[str, Texts]:
    """The texts of the rows by term, members spelt as in the plan; a department gives region and team."""
    rules = rows.rules
    dims = namings(rules.aliases, rules.members, MEMBERS)
    found = {t: _text(rows.raw(t), dims.get(t), region=t == "region") for t in terms if t in rows.columns}
    if "region" in found and "team" not in found:
        team = _team(rows.raw("region"), dims["team"])
        if team is not None:
            found["team"] = team
    number = numbered(found, rules.aliases.get("person", {}))
    if number is not None:
        found["emp_no"] = number
    return found


def used(column: RawColumn) -> Texts:
    """A column's texts with the labels that are used; error cells are missing, numbers as their text."""
    texts = column.texts
    some = np.bincount(texts.codes[texts.codes != MISSING], minlength=len(texts.labels)) > 0
    if column.errors:
        some[list(column.errors)] = False
    table = np.append(np.where(some, np.cumsum(some) - 1, MISSING), MISSING).astype(np.int32)
    return Texts(table[texts.codes], tuple(label for label, u in zip(texts.labels, some.tolist(), strict=True) if u))


def _text(column: RawColumn, naming: Naming | None, *, region: bool) -> Texts:
    texts = used(column)
    if naming is None:
        unsaid = any(fold(label) in UNSAID for label in texts.labels)
        return renamed(texts, (None if fold(n) in UNSAID else tidy(n) for n in texts.labels)) if unsaid or untidy(texts.labels) else texts
    return renamed(texts, (naming.region(n) if region else naming.name(n) for n in texts.labels))


def _team(column: RawColumn, naming: Naming) -> Texts | None:
    texts = used(column)
    teams = [department(tidy(label))[1] for label in texts.labels]
    if not any(teams):
        return None
    return renamed(texts, (naming.name(t) if t else None for t in teams))
