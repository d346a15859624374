"""Who moved a sum most: customers or products up and down against the base period, who came and who went, at what margin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np

from salesplan.calc.bridge import Span
from salesplan.calc.purchases import sums
from salesplan.frame import MISSING, NO_AMOUNT, Days, Flags, Ints, Texts

State: TypeAlias = Literal["new", "won_back", "lost", "up", "down", "same"]


@dataclass(frozen=True, slots=True)
class Traded:
    """Sales of one period [smallest units]: net of returns, the returns among them, and net sales with their gross profit where both are known."""

    amount: int
    returns: int
    net: int | None = None
    profit: int | None = None

    @property
    def margin(self) -> Fraction | None:
        """Gross profit ÷ net sales; None where unknown or nothing was sold."""
        return Fraction(self.profit, self.net) if self.profit is not None and self.net and self.net > 0 else None

    @property
    def return_rate(self) -> Fraction | None:
        """Returns ÷ sales before returns; None where nothing was sold."""
        sold = self.amount - self.returns
        return Fraction(-self.returns, sold) if sold > 0 else None


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer or product and how its sales moved (None: lines that name none)."""

    member: str | None
    now: Traded
    before: Traded
    state: State

    @property
    def change(self) -> int:
        """How much more was sold than in the base period [smallest units]."""
        return self.now.amount - self.before.amount


@dataclass(frozen=True)
class Lines:
    """Sales lines: `amounts` [smallest units]; `net` and `profit` for margins where the records tell them."""

    days: Days
    amounts: Ints
    net: Ints | None = None
    profit: Ints | None = None

    def traded(self, rows: Flags) -> Traded:
        """What some lines come to."""
        found = _summed(self, rows, np.zeros(len(self.days), np.int64), 1)
        return found[0]


def movers(lines: Lines, texts: Texts, base: Span, now: Span) -> list[Mover]:
    """Every member that sold in either period, the largest rise first, the largest fall last, equals by name.

    New: nothing bought in the twelve months up to the end of the base period; lost: nothing in those up to
    the end of the period under review, as in `salesplan.calc.bridge`.

    >>> import datetime as dt
    >>> days = np.array(["2024-05-01", "2024-05-01", "2025-05-01", "2025-05-01"], "datetime64[D]")
    >>> lines, years = Lines(days, np.array([70, 30, 100, 10])), [Span(dt.date(y, 1, 1), dt.date(y, 12, 31)) for y in (2024, 2025)]
    >>> [(m.member, m.change, m.state) for m in movers(lines, Texts.of(["a", "b", "a", "c"]), *years)]
    [('a', 30, 'up'), ('c', 10, 'new'), ('b', -30, 'lost')]
    """
    size = len(texts.labels)
    code = np.where(texts.codes == MISSING, size, texts.codes).astype(np.int64)
    after = _summed(lines, now.holds(lines.days), code, size + 1)
    before = _summed(lines, base.holds(lines.days), code, size + 1)
    states = _states(lines, code, size + 1, base, now)
    found = []
    for n, (a, b) in enumerate(zip(after, before, strict=True)):
        if a != NOTHING or b != NOTHING:
            state = states.get(n) or ("up" if a.amount > b.amount else "down" if a.amount < b.amount else "same")
            found.append(Mover(texts.labels[n] if n < size else None, a, b, state if n < size or state in ("up", "down") else "same"))
    return sorted(found, key=lambda m: (-m.change, m.member or ""))


NOTHING = Traded(0, 0)


def _states(lines: Lines, code: Ints, size: int, base: Span, now: Span) -> Mapping[int, State]:
    sale = (lines.amounts != NO_AMOUNT) & (lines.amounts >= 0) & ~np.isnat(lines.days)

    def seen(rows: Flags) -> Flags:
        return np.bincount(code[sale & rows], minlength=size) > 0

    last = np.datetime64(base.last, "D")
    known, still, earlier = seen(base.up_to().holds(lines.days)), seen(now.up_to().holds(lines.days)), seen(lines.days <= last)
    bought, had = seen(now.holds(lines.days)), seen(base.holds(lines.days))
    found: dict[int, State] = {}
    for n in range(size - 1):
        if bought[n] and not known[n]:
            found[n] = "won_back" if earlier[n] else "new"
        elif had[n] and not still[n]:
            found[n] = "lost"
    return found


def _summed(lines: Lines, rows: Flags, code: Ints, size: int) -> list[Traded]:
    rows = rows & (lines.amounts != NO_AMOUNT)
    amounts, codes = lines.amounts[rows], code[rows]
    whole = sums(codes, amounts, size).tolist()
    back = sums(codes, np.minimum(amounts, 0), size).tolist()
    if lines.net is None or lines.profit is None:
        return [Traded(w, b) for w, b in zip(whole, back, strict=True)]
    net, profit = lines.net[rows], lines.profit[rows]
    known = (net != NO_AMOUNT) & (profit != NO_AMOUNT)
    nets, profits = (sums(codes[known], v[known], size).tolist() for v in (net, profit))
    some = np.bincount(codes[known], minlength=size) > 0
    return [
        Traded(w, b, n if s else None, p if s else None)
        for w, b, n, p, s in zip(whole, back, nets, profits, some.tolist(), strict=True)
    ]  # fmt: skip
