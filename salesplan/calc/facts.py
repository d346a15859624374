"""Amounts by month and combination of members: what a workbook's summaries are sums of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from salesplan.calc.attainment import Period
from salesplan.calc.targets_due import month_index
from salesplan.frame import MISSING, NO_AMOUNT, Days, Ints, Texts
from salesplan.period import Month


@dataclass(frozen=True, slots=True)
class Facts:
    """One row a month of the year so far and combination: `codes` (rows x dimensions, -1 for no member), sums in smallest units.

    `last_year` and `before` hold what was sold on the same days of the year before, and of the period before.
    """

    months: Ints
    codes: Ints
    actual: Ints
    last_year: Ints
    before: Ints

    def __len__(self) -> int:
        """How many rows."""
        return len(self.months)


def facts(days: Days, amounts: Ints, dimensions: Sequence[Texts], period: Period) -> Facts:
    """The sums of the year so far by month and combination of the dimensions' members, months in order."""
    sizes = [len(d.labels) + 1 for d in dimensions]
    flat = np.zeros(len(days), np.int64)
    for texts, size in zip(dimensions, sizes, strict=True):
        flat = flat * size + np.where(texts.codes == MISSING, size - 1, texts.codes)
    width = int(np.prod(sizes, dtype=np.int64)) if sizes else 1
    place = np.where(amounts == NO_AMOUNT, -1, month_index(days))
    of_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    now = Month.of(period.as_of)
    cut = period.as_of.day if period.as_of < now.last_day else 31
    begun = [m for m in period.so_far if m.first_day <= period.as_of]
    back = (0, 12, len(period.months))
    found = []
    for shift in back:
        months = [m for m in begun if m in period.months] if shift == back[2] else begun
        wanted = np.isin(place, [m.index - shift for m in months])
        wanted &= (place != now.index - shift) | (of_month <= cut)
        found.append(((place[wanted] + shift) * width + flat[wanted], amounts[wanted]))
    keys = np.unique(np.concatenate([k for k, _ in found])) if found else np.zeros(0, np.int64)
    sums = []
    for key, values in found:
        total = np.zeros(len(keys), np.int64)
        np.add.at(total, np.searchsorted(keys, key), values)
        sums.append(total)
    at, rest = keys // width, keys % width
    codes = np.zeros((len(keys), len(sizes)), np.int64)
    for n in range(len(sizes) - 1, -1, -1):
        codes[:, n] = rest % sizes[n]
        rest = rest // sizes[n]
        codes[:, n] = np.where(codes[:, n] == sizes[n] - 1, MISSING, codes[:, n])
    return Facts(at, codes, *sums)
