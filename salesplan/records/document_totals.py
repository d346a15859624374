"""Amounts of whole documents that a list repeats on every line: told from line amounts, and counted once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, NO_AMOUNT, Codes, Flags, Ints
from salesplan.records.grid import Floats, Grid
from salesplan.records.headings import Heading, fold
from salesplan.words.headers import book

Counting: TypeAlias = Literal["once", "lines"]
"""Whether an amount that is repeated inside a document counts once a document, or on every line."""

NEAR = 0.01
"""An amount this near (as a share of itself) to quantity times price is taken to be their product."""
MOST = 0.5
"""What holds for more than this share of the documents with several lines is taken as the rule."""
TOO_OFTEN = 3
"""Amounts that are equal inside so many documents of several lines, without exception, are no chance."""

_OF_DOCUMENTS = re.compile(
    r"^(?:order|invoice|document|contract|bill|cart)(?!.*(?:line|item)).*(?:total|amount|value)|^(?:订单|单据|整单|合同|发票|账单)(?!.*(?:明细|行|产品|商品)).*(?:金额|总额|合计|总价)"
)
"""Headers that name the amount of a whole document, whatever else they say."""
_Index = npt.NDArray[np.intp]


@cache
def total_words() -> frozenset[str]:
    """Headers that name the amount of a whole document, normalised."""
    return frozenset(fold(word) for word in book()["document_totals"])


def names_total(head: Heading) -> bool:
    """Whether a header names the amount of a whole document."""
    return head.whole in total_words() or head.bare in total_words() or bool(_OF_DOCUMENTS.search(head.bare))


@dataclass(frozen=True, slots=True)
class Documents:
    """Rows gathered by document: `rows` sorted by document, `starts` of each document in it, `sizes` in rows."""

    rows: _Index
    starts: _Index
    sizes: _Index

    @classmethod
    def of(cls, codes: Codes, counted: Flags) -> Documents:
        """The documents of the counted rows that have a number, each row in the order of the sheet."""
        rows = np.flatnonzero(counted & (codes != MISSING))
        rows = rows[np.argsort(codes[rows], kind="stable")]
        ids = codes[rows]
        starts = np.flatnonzero(np.append(True, ids[1:] != ids[:-1])) if len(ids) else np.zeros(0, np.intp)
        return cls(rows, starts, np.diff(np.append(starts, len(ids))))

    def least(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The smallest value of each document."""
        return np.asarray(np.minimum.reduceat(values[self.rows], self.starts))

    def most(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The largest value of each document."""
        return np.asarray(np.maximum.reduceat(values[self.rows], self.starts))

    def total(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The sum of each document."""
        return np.asarray(np.add.reduceat(values[self.rows], self.starts))

    def some(self, wanted: Flags) -> Documents:
        """Only the wanted documents."""
        inside = np.repeat(wanted, self.sizes)
        sizes = self.sizes[wanted]
        return Documents(self.rows[inside], np.append(0, np.cumsum(sizes))[:-1].astype(np.intp), sizes)

    @property
    def several(self) -> Documents:
        """Only documents of several rows."""
        return self.some(self.sizes > 1)


def same_inside(values: Ints, documents: Documents) -> Flags:
    """The documents in which all amounts that are there are equal, one at least being there.

    >>> codes = np.array([0, 0, 1, 1], np.int32)
    >>> same_inside(np.array([5, 5, 1, 2]), Documents.of(codes, np.ones(4, bool))).tolist()
    [True, False]
    """
    if not len(documents.starts):
        return np.zeros(0, bool)
    least = documents.least(np.where(values == NO_AMOUNT, np.iinfo(np.int64).max, values))
    most = documents.most(values)
    return np.asarray((least == most) & (most != NO_AMOUNT))


def may_repeat(grid: Grid, order_id: int, amount: int) -> bool:
    """Whether the cells of an amount look repeated inside documents, before anything is read as a number."""
    raw, ids = grid.columns[amount], grid.columns[order_id].texts
    several = Documents.of(ids.codes, ~raw.blank).several
    if not len(several.starts):
        return False
    same = np.ones(len(several.starts), bool)
    for values in (raw.texts.codes, np.nan_to_num(raw.numbers)):
        same &= np.asarray(several.least(values) == several.most(values))
    return bool(same.mean() >= MOST)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of an amount that may be repeated.

    `header` names a whole document (or a line, by `line`); `lines` are line amounts by other columns
    [smallest units, NaN where there is none]; `days` the date of each row; `stated` the file's own total.
    """

    header: Heading
    line: bool
    lines: Floats | None
    days: npt.NDArray[np.datetime64]
    stated: int | None


def counting(values: Ints, documents: Documents, known: Evidence) -> Counting | None:
    """Whether amounts count once a document or on every line; None when that cannot be told.

    The word above the column, quantity times price, and the file's own total speak; without any of
    them, amounts that are equal inside every document of several lines on one day are asked about.
    """
    several = documents.several
    same = same_inside(values, several)
    if not len(same) or known.line or same.mean() < MOST:
        return "lines"
    fits = _fits(values, documents, known.lines)
    if fits is not None:
        return fits
    if not same.all():
        return None if names_total(known.header) else "lines"
    if names_total(known.header):
        return "once"
    if known.stated is not None and known.stated == _once_sum(values, documents):
        return "once"
    days = known.days.astype(np.int64)
    one_day = np.asarray(several.least(days) == several.most(days))
    if _alone(values, several):
        return "lines" if known.lines is None else "once"
    if not one_day.all():
        return "lines"
    if known.lines is not None and len(same) >= 2 and _varied(known.lines, several).mean() > MOST:
        return "once"
    return None if len(same) >= TOO_OFTEN or (known.lines is not None and _varied(known.lines, several).any()) else "lines"


def _alone(values: Ints, several: Documents) -> bool:
    """Whether no document has its amount on more than one line."""
    return bool((several.total((values != NO_AMOUNT).astype(np.int64)) < 2).all())


def _once_sum(values: Ints, documents: Documents) -> int:
    most = documents.most(values)
    return int(most[most != NO_AMOUNT].sum())


def _varied(lines: Floats, several: Documents) -> Flags:
    """The documents whose line amounts differ."""
    least, most = several.least(lines), several.most(lines)
    return np.asarray(np.abs(most - least) > NEAR * np.abs(most))


def _fits(values: Ints, documents: Documents, lines: Floats | None) -> Counting | None:
    """What quantity times price says: each line's amount, or each document's."""
    if lines is None:
        return None
    amount = np.where(values == NO_AMOUNT, np.nan, values).astype(np.float64)
    factor = _factor(amount, documents, lines)
    several = documents.several
    known = ~np.isnan(several.total(lines))
    if not known.any():
        return None
    off = np.abs(amount - factor * lines) > NEAR * np.abs(amount) + 1
    by_line = ~np.asarray(several.most(off.astype(np.int64))).astype(bool) & ~np.isnan(several.total(amount))
    top = np.asarray(several.most(np.where(np.isnan(amount), -np.inf, amount)))
    by_document = np.abs(top - factor * several.total(lines)) <= NEAR * np.abs(top) + several.sizes
    if by_line[known].mean() > MOST and by_line[known].mean() >= by_document[known].mean():
        return "lines"
    return "once" if by_document[known].mean() > MOST else None


def _factor(amount: Floats, documents: Documents, lines: Floats) -> float:
    """What documents of one line have as amount over quantity times price, such as 1.13 with tax; 1 when unknown."""
    single = documents.some(documents.sizes == 1).rows
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = amount[single] / lines[single]
    ratios = ratios[np.isfinite(ratios)]
    return float(np.median(ratios)) if len(ratios) else 1.0


def shared_out(values: Ints, documents: Documents, lines: Floats | None) -> Ints:
    """Amounts of documents shared out over their lines by the lines' own amounts, evenly where these are unknown.

    The parts of a document add up to its amount.

    >>> codes = np.array([0, 0, 0, 1], np.int32)
    >>> shared_out(np.array([100, 100, 100, 7]), Documents.of(codes, np.ones(4, bool)), None).tolist()
    [33, 34, 33, 7]
    """
    out = values.copy()
    several = documents.several
    if not len(several.starts):
        return out
    top = several.most(values).astype(np.int64)
    weights = np.ones(len(values)) if lines is None else np.where(np.isnan(lines), 0.0, lines)
    usable = np.ones(len(top), bool) if lines is None else _usable(lines, several)
    rows, sizes = several.rows, several.sizes
    weight = np.where(np.repeat(usable, sizes), weights[rows], 1.0)
    running = np.cumsum(weight)
    before = np.repeat(running[several.starts] - weight[several.starts], sizes)
    whole = np.repeat(np.add.reduceat(weight, several.starts), sizes)
    share = (running - before) / whole
    ends = several.starts + sizes - 1
    share[ends] = 1.0
    reached = np.rint(np.repeat(top, sizes) * share).astype(np.int64)
    parts = np.diff(np.append(0, reached))
    parts[several.starts] = reached[several.starts]
    known = np.repeat(top != NO_AMOUNT, sizes)
    out[rows[known]] = parts[known]
    return out


def _usable(lines: Floats, several: Documents) -> Flags:
    """The documents whose lines all have an amount of one sign, not all nothing."""
    total, least, most = several.total(lines), several.least(lines), several.most(lines)
    return np.asarray(~np.isnan(total) & (total != 0) & ~((least < 0) & (most > 0)))


def repeated_terms(values: Mapping[str, Ints], documents: Documents) -> list[str]:
    """The amounts, beside the main one, that are repeated on the lines of every document as well."""
    several = documents.several
    terms = (t for t in ("amount_net", "cost", "gross_profit") if t in values)
    return [t for t in terms if (same := same_inside(values[t], several)).size and same.all()]
