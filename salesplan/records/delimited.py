"""Delimited text: commas, tabs, semicolons or bars, whichever makes known headers appear."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from salesplan.frame import MISSING, Codes, Texts
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.encoding import decoded_text
from salesplan.records.files import Source
from salesplan.records.grid import HEAD_ROWS, Grid, HeadRow, RawColumn, Role, cell_name, filled

DELIMITERS = (",", "\t", ";", "|")
LONGEST_FIELD = 128 * 1024
"""A field above this many characters is taken for an open quote [characters]."""
MOST_COLUMNS = 1_000
MOST_ROWS = 1_200_000
_RUN = 20_000
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
        """Decode the text and choose the delimiter by how well the header then reads."""
        self.source, self._aside = source, aside
        self._text, self.encoding = decoded_text(source)
        self._skip, fixed = self._sep_line()
        if fixed:
            self.delimiter = fixed
        else:
            found = {d: score(self._first(d)) for d in DELIMITERS}
            widths = {d: max((len(r.cells) for r in self._first(d)), default=0) for d in DELIMITERS}
            self.delimiter = max(DELIMITERS, key=lambda d: (found[d], widths[d], -DELIMITERS.index(d)))

    def _sep_line(self) -> tuple[int, str]:
        """Excel's `sep=;` first line: how many characters it takes, and what it says."""
        end = self._text.find("\n")
        line = self._text[: end if end >= 0 else len(self._text)].rstrip("\r")
        if line.lower().startswith("sep=") and len(line) == 5:
            return end + 1, line[4]
        return 0, ""

    def _lines(self) -> Iterator[str]:
        text, start = self._text, self._skip
        while start < len(text):
            end = text.find("\n", start)
            if end < 0:
                end = len(text) - 1
            yield text[start : end + 1]
            start = end + 1

    def _records(self, delimiter: str) -> Iterator[list[str]]:
        csv.field_size_limit(LONGEST_FIELD)
        lines: Iterable[str] = self._lines()
        if "\r" in self._text[:65536] and "\n" not in self._text[:65536]:
            lines = self._text[self._skip :].replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            yield from reader
        except csv.Error:
            raise InvalidInput(
                [Problem("field-quote-open", Place(self.source.name, reader.line_num), {"line": reader.line_num})]
            ) from None

    def _first(self, delimiter: str) -> list[HeadRow]:
        rows = []
        try:
            for number, record in enumerate(islice(self._records(delimiter), HEAD_ROWS), 1):
                cells = {j: c.strip() for j, c in enumerate(record[:MOST_COLUMNS]) if c.strip()}
                if cells:
                    rows.append(HeadRow(number, cells))
        except InvalidInput:
            pass
        return rows

    def head(self) -> list[HeadRow]:
        """The filled ones of the first rows."""
        return self._first(self.delimiter)

    def grid(self, roles: Mapping[int, Role], after: int) -> Grid:
        """The filled rows below row `after`, for the columns that have a role; rows count records.

        Raises: InvalidInput (`field-quote-open`, `row-has-other-columns`, `too-many-rows`).
        """
        seen: dict[int, dict[str, int]] = {j: {} for j in roles}
        codes: dict[int, list[Codes]] = {j: [] for j in roles}
        records = islice(self._records(self.delimiter), after - 1, None)
        width = _width(next(records, []))
        ragged: list[Problem] = []
        count = 0
        while run := list(islice(records, _RUN)):
            ragged += self._evened(run, width, after + count)
            for j, values in zip(range(width), zip(*run, strict=True), strict=True):
                if j in seen:
                    labels = seen[j]
                    codes[j].append(np.array([labels.setdefault(v, len(labels)) for v in values], np.int32))
            count += len(run)
            if count > MOST_ROWS:
                raise self.source.refused("too-many-rows", limit=MOST_ROWS)
        if ragged:
            raise InvalidInput(_few(ragged))
        columns = {j: _column(codes[j], seen[j], count) for j in roles}
        return filled(Grid(np.arange(after + 1, after + count + 1, dtype=np.int32), columns))

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


def _column(codes: list[Codes], seen: dict[str, int], count: int) -> RawColumn:
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
