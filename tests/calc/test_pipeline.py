"""What open deals bring, and which of them slip."""

import datetime as dt

import numpy as np

from salesplan.calc.pipeline import SlippingRule, by_member, pipeline, slipping, win_rate, without_deals
from salesplan.frame import NO_AMOUNT, Frame, Texts

JUNE, END = dt.date(2025, 6, 30), dt.date(2025, 12, 31)


def deals(*rows):
    """Deals of (state, amount, probability in percent, close, created, last activity, region)."""
    state, amount, chance, close, created, last, region = zip(*rows, strict=True)

    def days(values):
        return np.array([v or "NaT" for v in values], "datetime64[D]")

    n = len(rows)
    columns = {
        "state": Texts.of(state), "amount": np.array([NO_AMOUNT if a is None else a for a in amount], np.int64),
        "probability": np.array([NO_AMOUNT if c is None else c * 100 for c in chance], np.int64),
        "close_date": days(close), "created": days(created), "last_activity": days(last), "region": Texts.of(region),
    }  # fmt: skip
    return Frame(columns, (), np.zeros(n, np.int32), np.zeros(n, np.int32))


def test_weights_late_idle_and_next_year():
    some = deals(
        ("open", 1000, 50, "2025-09-30", "2025-01-01", "2025-06-20", "E"), ("open", 1000, 50, "2025-05-31", "2025-01-01", "2025-06-20", "E"),
        ("open", 1000, 20, "2025-09-30", "2025-01-01", "2025-03-01", "S"), ("open", 9000, 90, "2026-02-01", "2025-01-01", "2025-06-29", "S"),
        ("open", None, 90, "2025-10-01", "2025-01-01", "2025-06-29", None), ("won", 700, 100, "2025-06-01", "2025-01-01", "2025-06-01", "E"),
    )  # fmt: skip
    found = pipeline(some, JUNE, END, SlippingRule(30, 0.5))
    # 1000 x 50 % + (late) 1000 x 50 % / 2 + (idle) 1000 x 20 % / 2 + no amount
    assert (found.deals, found.amount, found.weighted) == (4, 3000, 500 + 250 + 100)
    assert (found.slipping, found.slipping_amount, found.late, found.idle) == (2, 2000, 1, 1)
    assert by_member(found, some, "region") == {"E": 750, "S": 100, None: 0}
    assert list(slipping(found)) == [1, 2]


def test_an_earlier_day_sees_the_deals_that_were_open_then():
    some = deals(("won", 700, 100, "2025-08-01", "2025-01-01", "2025-08-02", "E"), ("lost", 300, 0, "2025-04-01", "2025-01-01", "2025-04-02", "E"))
    found = pipeline(some, JUNE, END, SlippingRule())
    assert (found.deals, found.amount, found.weighted, found.unweighed) == (1, 700, 0, 0)


def test_the_win_rate_weighs_deals_without_a_probability():
    closed = [("won", 10, 100, "2025-03-01", "2025-01-01", "2025-03-01", "E")] * 5 + [("lost", 10, 0, "2025-03-01", "2025-01-01", "2025-03-01", "E")] * 15
    some = deals(*closed, ("open", 1000, None, "2025-09-01", "2025-05-01", "2025-06-20", "E"))
    assert win_rate(some, JUNE) == 0.25
    found = pipeline(some, JUNE, END, SlippingRule())
    assert (found.weighted, found.unweighed) == (250, 1)
    assert win_rate(deals(*closed[:3]), JUNE) is None


def test_what_came_without_a_deal():
    some = deals(("won", 700, 100, "2025-08-01", "2025-01-01", "2025-08-02", "E"), ("won", 50, 100, "2025-08-01", "2025-07-15", "2025-08-02", "E"))
    assert without_deals(some, 5000, JUNE, END) == 4300
    assert without_deals(some, 5000, dt.date(2024, 6, 30), END) is None
