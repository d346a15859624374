"""Who moved a sum most."""

import datetime as dt
from fractions import Fraction

import numpy as np

from salesplan.calc.bridge import Span
from salesplan.calc.movers import Lines, movers
from salesplan.frame import NO_AMOUNT, Texts

LAST, NOW = Span(dt.date(2024, 1, 1), dt.date(2024, 12, 31)), Span(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def test_states_margins_and_returns():
    days = np.array(["2023-02-01", "2024-02-01", "2024-03-01", "2025-02-01", "2025-03-01", "2025-03-01", "2025-04-01"], "datetime64[D]")
    who = Texts.of(["back", "gone", "a", "a", "a", "back", None])
    amounts = np.array([5, 40, 100, 90, -10, 7, 3])
    net, profit = np.array([5, 40, 100, 90, -10, 7, 3]), np.array([1, 8, 25, 20, -4, NO_AMOUNT, 1])
    found = {m.member: m for m in movers(Lines(days, amounts, net, profit), who, LAST, NOW)}
    assert {n: (m.change, m.state) for n, m in found.items()} == {
        "back": (7, "won_back"), "a": (-20, "down"), "gone": (-40, "lost"), None: (3, "up"),
    }  # fmt: skip
    assert found["a"].now.margin == Fraction(16, 80)
    assert found["a"].now.return_rate == Fraction(10, 90)
    assert found["back"].now.margin is None
    assert [m.change for m in movers(Lines(days, amounts), who, LAST, NOW)] == [7, 3, -20, -40]


def test_the_order_of_lines_does_not_matter():
    days = np.array(["2024-02-01", "2025-02-01", "2025-02-01"], "datetime64[D]")
    amounts, who = np.array([10, 10, 10]), ["a", "b", "c"]
    one = movers(Lines(days, amounts), Texts.of(who), LAST, NOW)
    other = movers(Lines(days[::-1], amounts), Texts.of(who[::-1]), LAST, NOW)
    assert one == other
