"""What a command answers: tables, charts, notes and alerts that hold values under terms, never formatted text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from salesplan.problem import Place
from salesplan.words import MoneyForm, Text

Mark: TypeAlias = Literal["", "good", "warn", "bad"]
Level: TypeAlias = Literal["", "heading", "subtotal", "total"]
View: TypeAlias = Literal["terminal", "page", "book", "data"]

EVERYWHERE: frozenset[View] = frozenset({"terminal", "page", "book", "data"})
SHOWN: frozenset[View] = frozenset({"terminal", "page", "book"})
DATA: frozenset[View] = frozenset({"data"})
BOOK: frozenset[View] = frozenset({"book"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the term of its values, and what tells it from others of the same term.

    `key` is its JSON key where that is not the term. `of` is the member or the period that the
    column is about (`2027-03`, `Q1`, `华东`); with it the heading shows `of`. `group` is a heading
    above several columns. `label` stands in for the term's own label. A higher `rank` is dropped
    earlier where the screen is narrow; rank 0 always stays. `unit` and `sense` belong to the term.
    """

    term: str
    of: str | None = None
    group: Text | str | None = None
    key: str | None = None
    label: Text | str | None = None
    rank: int = 0

    @property
    def name(self) -> str:
        """The JSON key."""
        return self.key or (f"{self.term}:{self.of}" if self.of else self.term)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: one value a column (None is missing), its level, and marks by the column's position.

    Money values are whole smallest currency units; shares and rates are fractions of one; months
    are `Month`, dates `datetime.date`. `kinds` overrides the column's kind at a position (a column
    of mixed values). `indent` counts steps under a heading.

    `formulas`, by position, is how a workbook computes a value from other cells, the value standing
    everywhere else: `{target}` is the row's cell of the column of that name, `{target@0-5}` the cells
    of that column in rows 0 to 5 of the table, `{detail!amount}` the whole column of another table.
    """

    values: tuple[Any, ...]
    level: Level = ""
    marks: Mapping[int, Mark] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)
    indent: int = 0
    formulas: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. `name` is its JSON key; `sheet` the workbook sheet (and page section) it stands on."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    title: Text | None = None
    sheet: Text | None = None
    views: frozenset[View] = EVERYWHERE
    notes: tuple[Text, ...] = ()
    landscape: bool = True
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of columns of a table of the same report: `category` and `values` name columns by their `name`."""

    kind: Literal["bar", "column", "line", "stacked"]
    table: str
    category: str
    values: tuple[str, ...]
    title: Text
    sheet: Text | None = None
    views: frozenset[View] = frozenset({"page", "book"})


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence to the reader: a method, a definition (口径), something left out."""

    text: Text
    views: frozenset[View] = EVERYWHERE
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A result that crossed a line that the plan draws; never an error of the input."""

    slug: str
    level: Literal["low", "medium", "high"]
    subject: str | Text
    params: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name as the plan gives it, the SHA-256 of its bytes, and how many rows were kept."""

    file: str
    sha256: str
    rows: int


Block: TypeAlias = Table | Chart | Note | Alert


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer of one run: who asked (plan, as-of date, inputs) and the blocks in reading order.

    `plan` has name, year, currency and commit; `money` says how money is shown; `basis` is the 口径 line.
    """

    name: str
    title: Text
    plan: Mapping[str, Any]
    money: MoneyForm
    blocks: tuple[Block, ...]
    as_of: str | None = None
    inputs: tuple[Source, ...] = ()
    basis: Text | None = None

    def tables(self, view: View) -> list[Table]:
        """The tables of one view."""
        return [b for b in self.blocks if isinstance(b, Table) and view in b.views]

    @property
    def alerts(self) -> list[Alert]:
        """The alerts."""
        return [b for b in self.blocks if isinstance(b, Alert)]
