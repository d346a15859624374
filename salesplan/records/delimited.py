"""Delimited text: commas, tabs, semicolons or bars, whichever makes known headers appear."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from salesplan.frame import MISSING, Codes, Texts
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.encoding import encoding_of
from salesplan.records.files import Source
from salesplan.records.grid import HEAD_ROWS, Coded, Grid, HeadRow, RawColumn, Role, cell_name, filled

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", "\t", ";", "|")
LONGEST_FIELD = 128 * 1024
"""A field above this many characters is taken for an open quote [characters]."""
MOST_COLUMNS = 1_000
MOST_ROWS = 1_200_000
_RUN = 1_000
_SHOWN = 20

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
        seen: dict[int, Coded[str]] = {j: Coded() for j in roles}
        codes: dict[int, list[Codes]] = {j: [] for j in roles}
        records = self._records(self.delimiter)
        width = _width(self._next(records, after)[-1])
        ragged: list[Problem] = []
        count = 0
        while run := self._next(records, _RUN):
            if set(map(len, run)) != {width}:
                ragged += self._evened(run, width, after + count)
            for j, values in enumerate(zip(*run, strict=True)):
                if j in seen:
                    codes[j].append(np.array(list(map(seen[j].__getitem__, values)), np.int32))
            count += len(run)
            if count > MOST_ROWS:
                raise self.source.refused("too-many-rows", limit=MOST_ROWS)
        ragged = [p for p in ragged if p.params["fields"] > 1 or p.params["row"] == after + count]
        if ragged:
            raise InvalidInput(_few(ragged))
        columns = {j: _column(codes[j], seen[j], count) for j in roles}
        return filled(Grid(np.arange(after + 1, after + count + 1, dtype=np.int32), columns))

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


def _column(codes: list[Codes], seen: Coded[str], count: int) -> RawColumn:
    table = np.full(len(seen) + 1, MISSING, np.int32)
    labels: dict[str, int] = {}
    for text, code in seen.items():
        bare = text.strip()
        if bare:
            table[code] = labels.setdefault(bare, len(labels))
    final = table[np.concatenate(codes)] if codes else np.full(count, MISSING, np.int32)
    return RawColumn(Texts(final, tuple(labels)), np.full(count, np.nan))


def _few(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= _SHOWN:
        return problems
    return [*problems[:_SHOWN], Problem("and-more-like-these", problems[_SHOWN].place, {"count": len(problems) - _SHOWN})]
