"""Tables in Parquet, read by pyarrow where it is installed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from salesplan.frame import MISSING
from salesplan.records.cells import Cells, CellSheet
from salesplan.records.files import Source
from salesplan.records.grid import Coded, shown
from salesplan.records.styles import Styles
from salesplan.words import Text

MOST_ROWS = 1_200_000
MOST_COLUMNS = 1_000

_DATE = 1
_STYLES = Styles(frozenset({_DATE}), {})


def parquet_sheets(source: Source) -> list[CellSheet]:
    """The table, its column names as row 1. Raises: InvalidInput (`parquet-needs-reader`, `damaged-workbook`, `too-many-rows`)."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise source.refused("parquet-needs-reader") from None
    try:
        file = pq.ParquetFile(pa.BufferReader(source.data))
        if file.metadata.num_rows > MOST_ROWS:
            raise source.refused("too-many-rows", limit=MOST_ROWS)
        table = file.read(use_threads=False)
    except (pa.ArrowException, OSError, ValueError):
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None
    return [_sheet(table)]


def _sheet(table: Any) -> CellSheet:
    strings: Coded[str] = Coded()
    names = [str(n) for n in table.column_names][:MOST_COLUMNS]
    count = table.num_rows
    parts = [_header(names, strings)] + [_column(table.column(j).to_pylist(), j, strings, count) for j in range(len(names))]
    cells = Cells(*(np.concatenate([getattr(p, name) for p in parts]) for name in Cells.__slots__))
    return CellSheet(None, cells.some(np.lexsort((cells.columns, cells.rows))), tuple(strings), _STYLES)


def _header(names: list[str], strings: Coded[str]) -> Cells:
    texts = np.array([strings[n] for n in names], np.int32)
    columns = np.arange(len(names), dtype=np.int32)
    zeros = np.zeros(len(names), np.int32)
    return Cells(zeros + 1, columns, np.full(len(names), np.nan), texts, zeros, zeros.astype(bool))


def _column(values: list[Any], column: int, strings: Coded[str], count: int) -> Cells:
    numbers = np.full(count, np.nan)
    texts = np.full(count, MISSING, np.int32)
    styles = np.zeros(count, np.int32)
    for i, value in enumerate(values):
        if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53):
            numbers[i] = value
        elif isinstance(value, dt.date) and value.year >= 1901:
            numbers[i], styles[i] = _serial(value), _DATE
        elif value is not None and (said := shown(value).strip()):
            texts[i] = strings[said]
    filled = (texts != MISSING) | np.isfinite(numbers)
    rows = np.arange(2, count + 2, dtype=np.int32)
    found = Cells(rows, np.full(count, column, np.int32), numbers, texts, styles, np.zeros(count, bool))
    return found.some(filled)


def _serial(day: dt.date) -> float:
    moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)
    return (moment.replace(tzinfo=None) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
