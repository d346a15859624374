"""Delimited text: commas, tabs, semicolons or bars, whichever makes known headers appear."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from salesplan.frame import MISSING, Codes
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.encoding import encoding_of
from salesplan.records.field_columns import NotNumbers, NumberFields, TextFields, column_of
from salesplan.records.files import Source
from salesplan.records.grid import HEAD_ROWS, Coded, Grid, HeadRow, RawColumn, Role, cell_name, filled
from salesplan.records.separated import LONGEST_FIELD, VEILED_LINE, VEILED_MARK, NotPlain, pieces

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", "\t", ";", "|")
MOST_COLUMNS = 1_000
MOST_ROWS = 1_200_000
_RUN = 1_000
_SHOWN = 20
_Read: TypeAlias = tuple[int, dict[int, RawColumn], list[Problem]]
"""How many records there are, the columns, and records with other numbers of fields."""

Score = Callable[[Sequence[HeadRow]], int]
"""How much a table's first rows look like a known export."""
Aside = Callable[[str], bool]
"""Whether the text that begins a row says that the row is a total, a note or a footer."""


class TextTable:
    """A delimited text as a sheet without a name. Raises: InvalidInput."""

    name = None
    date1904 = False

    def __init__(self, source: Source, score: Score, aside: Aside) -> None:
        """Find the encoding, and the delimiter by how well the header then reads."""
        self.source, self._aside = source, aside
        self._codec = encoding_of(source)
        self.encoding = self._codec.removesuffix("-le").removesuffix("-be")
        self._skip, fixed = self._sep_line()
        if fixed:
            self.delimiter = fixed
        else:
            heads = {d: self._first(d) for d in DELIMITERS}
            width = {d: max((len(r.cells) for r in heads[d]), default=0) for d in DELIMITERS}
            self.delimiter = max(DELIMITERS, key=lambda d: (score(heads[d]), width[d], -DELIMITERS.index(d)))

    def _open(self) -> io.TextIOWrapper:
        text = io.TextIOWrapper(io.BytesIO(self.source.data), self._codec, newline="")
        text.read(self._skip)
        return text

    def _sep_line(self) -> tuple[int, str]:
        """Excel's `sep=;` first line: how many characters it takes, and what it says."""
        self._skip = 0
        try:
            line = self._open().readline(16)
        except UnicodeError:
            return 0, ""
        bare = line.lstrip("\ufeff").rstrip("\r\n")
        return (len(line), bare[4]) if bare.lower().startswith("sep=") and len(bare) == 5 else (0, "")

    def _records(self, delimiter: str) -> Reader:
        csv.field_size_limit(LONGEST_FIELD)
        return csv.reader(self._open(), delimiter=delimiter, strict=True)

    def _next(self, records: Reader, count: int) -> list[list[str]]:
        """The next records. Raises: InvalidInput (`field-quote-open`, `unreadable-encoding`)."""
        try:
            return list(islice(records, count))
        except csv.Error:
            place = Place(self.source.name, records.line_num)
            raise InvalidInput([Problem("field-quote-open", place, {"line": records.line_num})]) from None
        except UnicodeError:
            raise self.source.refused("unreadable-encoding", encoding=self.encoding) from None

    def _first(self, delimiter: str) -> list[HeadRow]:
        rows: list[HeadRow] = []
        records = self._records(delimiter)
        try:
            for number in range(1, HEAD_ROWS + 1):
                for record in self._next(records, 1):
                    cells = {j: c.strip() for j, c in enumerate(record[:MOST_COLUMNS]) if c.strip("\ufeff \t\r\n")}
                    if cells:
                        rows.append(HeadRow(number, cells))
        except InvalidInput:
            pass  # what is wrong further down is told when the rows are read
        return rows

    def head(self) -> list[HeadRow]:
        """The filled ones of the first rows."""
        return self._first(self.delimiter)

    def grid(self, roles: Mapping[int, Role], after: int) -> Grid:
        """The filled rows below row `after`, for the columns that have a role; rows count records.

        Raises: InvalidInput (`field-quote-open`, `row-has-other-columns`, `too-many-rows`, `unreadable-encoding`).
        """
        header = self._next(self._records(self.delimiter), after)[-1]
        try:
            count, columns, ragged = self._cut(roles, after, header)
        except NotPlain:
            count, columns, ragged = self._parsed(roles, after, _width(header))
        ragged = [p for p in ragged if p.params["fields"] > 1 or p.params["row"] == after + count]
        if ragged:
            raise InvalidInput(_few(ragged))
        return filled(Grid(np.arange(after + 1, after + count + 1, dtype=np.int32), columns))

    def _cut(self, roles: Mapping[int, Role], after: int, header: list[str]) -> _Read:
        """The columns by the quick way. Raises: NotPlain, InvalidInput."""
        numeric = {j for j, role in roles.items() if role == "number"}
        while True:
            try:
                return self._cut_as({j: NumberFields() if j in numeric else TextFields() for j in roles}, after, header)
            except NotNumbers as error:
                numeric.remove(*error.args)

    def _cut_as(self, made: Mapping[int, TextFields | NumberFields], after: int, header: list[str]) -> _Read:
        """The columns as they are to be read. Raises: NotPlain, InvalidInput; NotNumbers with the column."""
        width, fields = _width(header), len(header)
        ragged: list[Problem] = []
        count, at = 0, -1
        try:
            for piece in pieces(self._utf8(), self.delimiter, fields, after):
                if isinstance(piece, bytes):
                    run = [self._record(piece)]
                    ragged += self._evened(run, width, after + count)
                    for at, column in made.items():
                        column.add_one(run[0][at] if at < width else "")
                else:
                    if any((np.subtract(*piece.field(j)) != 0).any() for j in range(width, fields)):
                        raise NotPlain
                    for at, column in made.items():
                        column.add(piece, at) if at < width else column.add_one("", len(piece))
                count += 1 if isinstance(piece, bytes) else len(piece)
                self._check_count(count)
            columns = {}
            for at, column in made.items():
                columns[at] = column.column(self.delimiter)
        except NotNumbers:
            raise NotNumbers(at) from None
        return count, columns, ragged

    def _utf8(self) -> bytes:
        """The text in UTF-8. Raises: NotPlain."""
        if self._skip:
            raise NotPlain
        if self._codec in ("utf-8", "utf-8-sig"):
            return self.source.data
        try:
            return self.source.data.decode(self._codec).encode()
        except UnicodeError:
            raise NotPlain from None

    def _record(self, line: bytes) -> list[str]:
        """A line that does not have the usual number of fields. Raises: NotPlain."""
        text = line.decode()
        if VEILED_MARK in text or VEILED_LINE in text:
            raise NotPlain
        return next(csv.reader([text], delimiter=self.delimiter), [])

    def _check_count(self, count: int) -> None:
        if count > MOST_ROWS:
            raise self.source.refused("too-many-rows", limit=MOST_ROWS)

    def _parsed(self, roles: Mapping[int, Role], after: int, width: int) -> _Read:
        """The columns by a parser, record by record. Raises: InvalidInput."""
        seen: dict[int, Coded[str]] = {j: Coded() for j in roles}
        codes: dict[int, list[Codes]] = {j: [] for j in roles}
        records = self._records(self.delimiter)
        self._next(records, after)
        ragged: list[Problem] = []
        count = 0
        while run := self._next(records, _RUN):
            if set(map(len, run)) != {width}:
                ragged += self._evened(run, width, after + count)
            for j, values in enumerate(zip(*run, strict=True)):
                if j in seen:
                    codes[j].append(np.array(list(map(seen[j].__getitem__, values)), np.int32))
            count += len(run)
            self._check_count(count)
        blank = np.full(count, MISSING, np.int32)
        columns = {j: column_of(np.concatenate(codes[j]) if codes[j] else blank, [t.strip() for t in seen[j]]) for j in roles}
        return count, columns, ragged

    def merges(self) -> tuple[()]:
        """None: a text has no merged cells."""
        return ()

    def _evened(self, run: list[list[str]], width: int, before: int) -> Iterator[Problem]:
        """Make all records as wide as the header; those with values beyond it, or cut short, are problems."""
        for i, record in enumerate(run):
            if len(record) == width:
                continue
            beyond = any(c.strip() for c in record[width:])
            begins = next((c.strip() for c in record if c.strip()), "")
            if beyond or (begins and len(record) < width and not self._aside(begins)):
                place = Place(self.source.name, cell=cell_name(0, before + i + 1), text=self.delimiter.join(record)[:200])
                params = {"row": before + i + 1, "fields": len(record), "columns": width}
                yield Problem("row-has-other-columns", place, params)
            run[i] = (record + [""] * width)[:width]


def _width(header: Sequence[str]) -> int:
    """How many columns the header has, empty ones at its end left out."""
    width = len(header)
    while width and not header[width - 1].strip():
        width -= 1
    return min(max(width, 1), MOST_COLUMNS)


def _few(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= _SHOWN:
        return problems
    return [*problems[:_SHOWN], Problem("and-more-like-these", problems[_SHOWN].place, {"count": len(problems) - _SHOWN})]
