"""What the coming days are worth beside usual ones: from the same days of past years, or from the plan's months."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence

import numpy as np

from salesplan.calc.purchases import Purchases

YEAR = 365.25


def season_ahead(past: Purchases, as_of: dt.date, days: int, source: str, shares: Sequence[float] | None) -> tuple[float, str]:
    """What a day of the coming ones is worth beside a usual one, and where that is from: `records`, `plan` or `none`.

    `source` is one of these, or `auto`: the records where they are of two years, else the plan. `shares`: the plan's
    share of each calendar month, from January.
    """
    if source in ("auto", "records") and (found := season_of(past, as_of, days)) is not None:
        return found, "records"
    first = past.first_day
    if source in ("auto", "plan") and shares is not None and first is not None:
        return season_by_plan(first, as_of, days, shares), "plan"
    return 1.0, "none"


def season_by_plan(first: dt.date, as_of: dt.date, days: int, shares: Sequence[float]) -> float:
    """The plan's sales of a mean day to come over those of a mean day of the records' last twelve months.

    >>> flat = [n / 365 for n in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)]
    >>> round(season_by_plan(dt.date(2025, 1, 1), dt.date(2025, 6, 30), 92, flat), 6)
    1.0
    """
    begun = max(first - dt.timedelta(1), as_of - dt.timedelta(365))
    ahead, behind = _worth(as_of, days, shares), _worth(begun, (as_of - begun).days, shares)
    return float(np.clip(ahead / behind, 0.2, 5.0)) if behind > 0 else 1.0


def _worth(after: dt.date, days: int, shares: Sequence[float]) -> float:
    """The mean share of the days after a day."""
    each = [after + dt.timedelta(n) for n in range(1, days + 1)]
    return float(np.mean([shares[d.month - 1] / monthrange(d.year, d.month)[1] for d in each])) if each else 0.0


def season_of(past: Purchases, as_of: dt.date, days: int) -> float | None:
    """Sales of the same days in past years over those of the twelve months around them; None with less than two years of records."""
    first = past.first_day
    if first is None or (as_of - first).days < 2 * YEAR - 15 or days > YEAR:
        return None
    day, amount = past.day.astype(np.int64), past.amount
    end = int(np.datetime64(as_of, "D").astype(np.int64))
    found = []
    for year in range(1, 6):
        start = end - round(year * YEAR)
        middle = start + days / 2
        if middle - YEAR / 2 < int(day.min()) - 15:
            break
        own = float(amount[(day > start) & (day <= start + days)].sum())
        around = float(amount[(day > middle - YEAR / 2) & (day <= middle + YEAR / 2)].sum())
        if around > 0:
            found.append(own / around * YEAR / days)
    return float(np.clip(np.mean(found), 0.2, 5.0)) if found else None
