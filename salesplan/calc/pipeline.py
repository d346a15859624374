"""What open deals are expected to bring, which of them slip, and what comes without any deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Days, Flags, Frame, Ints

WHOLE = 10_000
"""Probabilities count in this part of one."""

FEW_CLOSED = 20
"""With fewer closed deals a win rate is not learned."""


@dataclass(frozen=True, slots=True)
class SlippingRule:
    """When a deal slips: `idle` days without activity, or past its close date; it then `counts` so much of its weighted amount."""

    idle: int = 30
    counts: float = 0.5


@dataclass(frozen=True)
class Pipeline:
    """Open deals that are to close by the end of the year [smallest units].

    `weighted`: amount x probability, slipping deals discounted; `late` past their close date, `idle` without
    activity, either of them `slipping`; `unweighed`: deals without a probability, weighed by `win_rate` where it is known.
    `all_deals`, `all_amount`, `all_weighted`: every open deal whenever it is to close, slipping or not.
    """

    deals: int
    amount: int
    weighted: int
    slipping: int
    slipping_amount: int
    late: int
    idle: int
    unweighed: int
    win_rate: float | None
    rows: Ints
    slips: Flags
    worth: Ints
    all_deals: int = 0
    all_amount: int = 0
    all_weighted: int = 0


def pipeline(deals: Frame, as_of: dt.date, until: dt.date, rule: SlippingRule) -> Pipeline:
    """The deals that are open on a day and to close by another; those past their close date belong to it too.

    A deal without an amount counts as a deal and for nothing; without a probability it is weighed by the
    share of closed deals that were won.
    """
    day, end = np.datetime64(as_of, "D"), np.datetime64(until, "D")
    amount, close = deals.ints("amount"), _days(deals, "close_date")
    everyone = _open_on(deals, day)
    here = everyone & (np.isnat(close) | (close <= end))
    rate = win_rate(deals, as_of)
    chance = _chances(deals, rate)
    late = here & (close <= day)
    last = _days(deals, "last_activity")
    idle = here & (last < day - np.timedelta64(rule.idle, "D"))
    known = np.where(amount == NO_AMOUNT, 0, amount)
    slips = late | idle
    full = np.where(np.isnan(chance), 0.0, known * chance)
    worth = np.rint(np.where(slips, full * rule.counts, full)).astype(np.int64)
    rows = np.flatnonzero(here)
    stated = _stated(deals)
    return Pipeline(
        len(rows), int(known[here].sum()), int(worth[here].sum()), int(slips.sum()), int(known[slips].sum()), int(late.sum()),
        int(idle.sum()), int((here & (stated == NO_AMOUNT)).sum()), rate, rows, slips[rows], worth[rows], int(everyone.sum()),
        int(known[everyone].sum()), int(np.rint(full[everyone]).sum()),
    )  # fmt: skip


def win_rate(deals: Frame, as_of: dt.date) -> float | None:
    """Won ÷ closed deals up to a day; None with few of them."""
    closed = _closed(deals)
    before = ~np.isnat(closed) & (closed <= np.datetime64(as_of, "D"))
    won, lost = (int((before & _state(deals, s)).sum()) for s in ("won", "lost"))
    return won / (won + lost) if won + lost >= FEW_CLOSED else None


def without_deals(deals: Frame, sold: int, as_of: dt.date, until: dt.date) -> int | None:
    """What was sold after a day up to another beside the deals that were open on it; None where deals do not reach back so far.

    `sold`: all sales of that time [smallest units].
    """
    created = _days(deals, "created")
    day, end = np.datetime64(as_of, "D"), np.datetime64(until, "D")
    if np.isnat(created).all() or np.nanmin(created) > day - np.timedelta64(30, "D"):
        return None
    closed, amount = _closed(deals), deals.ints("amount")
    won = _state(deals, "won") & (created <= day) & (closed > day) & (closed <= end) & (amount != NO_AMOUNT)
    return max(sold - int(amount[won].sum()), 0)


def by_member(found: Pipeline, deals: Frame, dimension: str) -> dict[str | None, int]:
    """What the open deals of each member are worth [smallest units]; None for deals that name no member."""
    if dimension not in deals:
        return {}
    texts = deals.texts(dimension)
    sums: dict[str | None, int] = {}
    for code, worth in zip(texts.codes[found.rows].tolist(), found.worth.tolist(), strict=True):
        member = texts.labels[code] if code != MISSING else None
        sums[member] = sums.get(member, 0) + worth
    return sums


def slipping(found: Pipeline) -> Iterator[int]:
    """The rows of the deals that slip, the most valuable first."""
    rows = found.rows[found.slips]
    worth = found.worth[found.slips]
    yield from rows[np.lexsort((rows, -worth))].tolist()


def _days(deals: Frame, term: str) -> Days:
    if term in deals:
        return deals.days(term)
    return np.full(len(deals), np.datetime64("NaT", "D"))


def _closed(deals: Frame) -> Days:
    """When deals were won or lost: the day that says so, else the last activity, else the close date."""
    found = _days(deals, "won_date").copy()
    for term in ("last_activity", "close_date"):
        found = np.where(np.isnat(found), _days(deals, term), found)
    return np.where(_state(deals, "open"), np.datetime64("NaT", "D"), found)


def _state(deals: Frame, state: str) -> Flags:
    texts = deals.texts("state")
    code = texts.labels.index(state) if state in texts.labels else -2
    found = texts.codes == code
    return np.asarray(found | (texts.codes == MISSING) if state == "open" else found)


def _open_on(deals: Frame, day: np.datetime64) -> Flags:
    """The deals that were open on a day: begun by then, and open still or closed later."""
    created, closed = _days(deals, "created"), _closed(deals)
    begun = np.isnat(created) | (created <= day)
    return np.asarray(begun & (_state(deals, "open") | (closed > day)))


def _stated(deals: Frame) -> Ints:
    return deals.ints("probability") if "probability" in deals else np.full(len(deals), NO_AMOUNT, np.int64)


def _chances(deals: Frame, rate: float | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The probability of each open deal; of one that was closed since, or states none, the win rate; NaN where that is not known."""
    stated, usual = _stated(deals), np.nan if rate is None else rate
    use = (stated != NO_AMOUNT) & _state(deals, "open")
    return np.where(use, stated / WHOLE, usual)
