"""Columns of records as numpy arrays that remember where each row came from; light enough to do without pandas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Codes: TypeAlias = npt.NDArray[np.int32]
Days: TypeAlias = npt.NDArray[np.datetime64]
Flags: TypeAlias = npt.NDArray[np.bool_]

MISSING = -1
"""The code of a text that is not there."""

NO_AMOUNT = np.iinfo(np.int64).min
"""The integer that stands for an amount that is not there (missing is not 0)."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts as codes into its labels; `MISSING` (-1) where there is none."""

    codes: Codes
    labels: tuple[str, ...]

    @classmethod
    def of(cls, values: Iterable[str | None]) -> Texts:
        """Encode texts, labels in the order in which they first appear; None and '' are missing."""
        seen: dict[str, int] = {}
        codes = [seen.setdefault(v, len(seen)) if v else MISSING for v in values]
        return cls(np.array(codes, dtype=np.int32), tuple(seen))

    def values(self) -> list[str | None]:
        """The texts, one a row."""
        return [self.labels[c] if c != MISSING else None for c in self.codes.tolist()]

    def take(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.integer]) -> Texts:
        """The texts of some rows, labels unchanged."""
        return Texts(self.codes[rows], self.labels)

    def __len__(self) -> int:
        """How many rows."""
        return len(self.codes)


Column: TypeAlias = Texts | Ints | Days


@dataclass(frozen=True, slots=True)
class Frame:
    """Records of one kind, one row a line of the export.

    `columns` by term: texts as `Texts`, money and counts as int64 (money in smallest currency units,
    `NO_AMOUNT` where missing), dates as datetime64[D] (NaT where missing). `files[file_of[i]]` and
    `row_of[i]` (counted from 1 as the sheet shows it) say where row i stands.
    """

    columns: Mapping[str, Column]
    files: tuple[str, ...] = ()
    file_of: Codes = field(default_factory=lambda: np.zeros(0, np.int32))
    row_of: Codes = field(default_factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        """How many rows."""
        return len(self.row_of)

    def __contains__(self, term: str) -> bool:
        """Whether there is a column of that term."""
        return term in self.columns

    def texts(self, term: str) -> Texts:
        """The texts of a term. Raises: KeyError, TypeError."""
        column = self.columns[term]
        if not isinstance(column, Texts):
            raise TypeError(f"{term} is not a text column")
        return column

    def ints(self, term: str) -> Ints:
        """The whole numbers (money in smallest units) of a term. Raises: KeyError, TypeError."""
        column = self.columns[term]
        if isinstance(column, Texts) or column.dtype != np.int64:
            raise TypeError(f"{term} is not a number column")
        return cast(Ints, column)

    def days(self, term: str) -> Days:
        """The dates of a term. Raises: KeyError, TypeError."""
        column = self.columns[term]
        if isinstance(column, Texts) or column.dtype.kind != "M":
            raise TypeError(f"{term} is not a date column")
        return cast(Days, column)

    def take(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.integer]) -> Frame:
        """Some rows, by mask or by position."""
        columns: dict[str, Column] = {
            t: c.take(rows) if isinstance(c, Texts) else c[rows] for t, c in self.columns.items()
        }
        return Frame(columns, self.files, self.file_of[rows], self.row_of[rows])


def joined(frames: Sequence[Frame]) -> Frame:
    """Several frames of one kind as one; a term that only some have is missing in the others."""
    if len(frames) == 1:
        return frames[0]
    terms = dict.fromkeys(t for f in frames for t in f.columns)
    files: list[str] = []
    for f in frames:
        files.extend(n for n in f.files if n not in files)
    columns = {t: _joined_column([f.columns.get(t) for f in frames], [len(f) for f in frames]) for t in terms}
    places = [np.array([files.index(n) for n in f.files] or [0], np.int32)[f.file_of] for f in frames]
    file_of = np.concatenate(places) if places else np.zeros(0, np.int32)
    row_of = np.concatenate([f.row_of for f in frames]) if frames else np.zeros(0, np.int32)
    return Frame(columns, tuple(files), file_of.astype(np.int32), row_of)


def _joined_column(parts: Sequence[Column | None], lengths: Sequence[int]) -> Column:
    first = next(p for p in parts if p is not None)
    if isinstance(first, Texts):
        seen: dict[str, int] = {}
        codes = []
        for part, length in zip(parts, lengths, strict=True):
            if isinstance(part, Texts):
                table = np.array([seen.setdefault(v, len(seen)) for v in part.labels] + [MISSING], np.int32)
                codes.append(table[part.codes])
            else:
                codes.append(np.full(length, MISSING, np.int32))
        return Texts(np.concatenate(codes), tuple(seen))
    blank = np.datetime64("NaT", "D") if first.dtype.kind == "M" else NO_AMOUNT
    filled = [
        p if p is not None and not isinstance(p, Texts) else np.full(n, blank, first.dtype)
        for p, n in zip(parts, lengths, strict=True)
    ]
    return cast(Column, np.concatenate(cast(list[Ints], filled)))
