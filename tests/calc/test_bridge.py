"""Bridges worked by hand, and parts that sum to the difference whatever is sold."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.calc.bridge import Sold, Span, bridge, splits, whole_parts
from salesplan.frame import NO_AMOUNT, Texts

LAST, NOW = Span(dt.date(2024, 1, 1), dt.date(2024, 12, 31)), Span(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def sold(*lines, **more):
    """Lines of (day, customer, product, quantity, amount)."""
    day, customer, product, quantity, amount = zip(*lines, strict=True)
    quantities = np.array([NO_AMOUNT if q is None else q for q in quantity], np.int64)
    return Sold(
        np.array(day, "datetime64[D]"), {"price": np.array(amount, np.int64)}, Texts.of(customer), Texts.of(product), quantities, **more,
    )  # fmt: skip


def parts(lines, base=LAST, now=NOW, **more):
    found = bridge(sold(*lines, **more), base, now)
    assert sum(found.parts.values()) == found.difference
    return {n: v for n, v in found.parts.items() if v}


def test_price_volume_and_mix_by_hand():
    # last year 10 of A at 10 and 10 of B at 30: 20 at a mean of 20. Now 20 of A at 11 and 10 of B at 30.
    # price: 1 x 20. volume: 10 more at the mean of 20. mix: the 10 more were of A, at 10 instead of 20.
    assert parts([
        ("2024-03-01", "c", "A", 10, 100), ("2024-03-01", "c", "B", 10, 300),
        ("2025-03-01", "c", "A", 20, 220), ("2025-03-01", "c", "B", 10, 300),
    ]) == {"price": 20, "volume": 200, "mix": -100}  # fmt: skip


def test_customers_and_products_that_came_and_went():
    assert parts([
        ("2024-03-01", "stays", "A", 10, 100), ("2025-03-01", "stays", "A", 10, 100),
        ("2024-03-01", "lost", "A", 5, 50), ("2025-03-01", "new", "A", 7, 70),
        ("2023-03-01", "back", "A", 9, 90), ("2025-03-01", "back", "A", 2, 20),
        ("2025-03-01", "stays", "N", 1, 33), ("2024-03-01", "stays", "L", 1, 44),
    ]) == {"lost_customers": -50, "new_customers": 70, "won_back": 20, "new_products": 33, "lost_products": -44}  # fmt: skip


def test_a_month_without_an_order_is_no_lost_customer():
    march = Span(dt.date(2025, 3, 1), dt.date(2025, 3, 31))
    before = Span(dt.date(2024, 3, 1), dt.date(2024, 3, 31))
    lines = [("2024-03-05", "c", "A", 10, 100), ("2025-02-05", "c", "A", 10, 100), ("2025-03-05", "d", "A", 4, 40), ("2024-02-05", "d", "A", 1, 10)]
    assert parts(lines, before, march) == {"volume": -60}


def test_against_the_month_before_nobody_is_lost_yet():
    february, march = Span(dt.date(2025, 2, 1), dt.date(2025, 2, 28)), Span(dt.date(2025, 3, 1), dt.date(2025, 3, 31))
    lines = [("2025-02-05", "c", "A", 10, 100), ("2025-03-05", "d", "A", 4, 40)]
    assert parts(lines, february, march) == {"volume": -100, "new_customers": 40}


def test_lines_without_quantity_are_not_split_and_returns_stand_alone():
    assert parts([
        ("2024-03-01", "c", "A", 10, 100), ("2024-03-02", "c", "A", None, 7), ("2024-03-03", "c", "A", -1, -10),
        ("2025-03-01", "c", "A", 10, 120), ("2025-03-02", "c", "A", 0, 9), ("2025-03-03", "c", "A", -3, -36),
    ]) == {"price": 20, "not_split": 2, "returns": -26}  # fmt: skip


def test_quantities_of_different_units_are_never_added():
    lines = [
        ("2024-03-01", "c", "pieces", 10, 1000), ("2024-03-01", "c", "metres", 1000, 1000),
        ("2025-03-01", "c", "pieces", 10, 1000), ("2025-03-01", "c", "metres", 2000, 2000),
    ]  # fmt: skip
    assert parts(lines, unit=Texts.of(["pc", "m"] * 2)) == {"volume": 1000}
    assert parts(lines)["mix"] != 0


def test_currency_is_what_the_rate_makes():
    # 100 dollars at 7.00, then 100 dollars at 7.20: nothing but the rate
    rate = np.array([7_00000000, 7_20000000], np.int64)
    lines = [("2024-03-01", "c", "A", 10, 70000), ("2025-03-01", "c", "A", 10, 72000)]
    assert parts(lines, currency=Texts.of(["USD", "USD"]), rate=rate) == {"currency": 2000}
    assert parts(lines) == {"price": 2000}


def test_the_gross_profit_has_price_and_cost():
    days = np.array(["2024-03-01", "2025-03-01"], "datetime64[D]")
    net, cost = np.array([100, 240]), np.array([60, 160])
    both = Sold(days, {"price": net, "cost": -cost}, Texts.of("cc"), Texts.of("AA"), np.array([10, 20]))
    # margin a unit was 4; 10 more of it. Price 10 -> 12 and cost 6 -> 8 on 20 units.
    assert bridge(both, LAST, NOW).parts == {"price": 40, "cost": -40, "volume": 40, "mix": 0}


def test_a_product_not_sold_in_the_base_period_has_its_earlier_price():
    lines = [
        ("2024-03-01", "c", "A", 1, 10), ("2024-02-01", "c", "B", 10, 200), ("2025-03-01", "c", "A", 1, 10), ("2025-03-05", "c", "B", 2, 50),
    ]  # fmt: skip
    march = [Span(dt.date(y, 3, 1), dt.date(y, 3, 31)) for y in (2024, 2025)]
    assert parts(lines, *march) == {"price": 10, "volume": 20, "mix": 20}


def test_counts_stand_behind_customers():
    found = bridge(sold(("2024-03-01", "a", "A", 1, 10), ("2024-04-01", "a", "A", 1, 10), ("2025-01-05", "b", "A", 1, 5)), LAST, NOW)
    assert found.counts == {"new_customers": 1, "lost_customers": 1}


def test_nothing_on_either_side():
    found = bridge(sold(("2020-03-01", "a", "A", 1, 10)), LAST, NOW)
    assert (found.base, found.now, sum(found.parts.values())) == (0, 0, 0)


LINES = st.lists(
    st.tuples(
        st.dates(dt.date(2023, 6, 1), dt.date(2025, 12, 31)).map(str), st.sampled_from(["a", "b", "c", None]), st.sampled_from(["A", "B", None]),
        st.one_of(st.none(), st.integers(-5, 50)), st.integers(-10_000, 10_000_000),
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(deadline=None)
@given(LINES, st.randoms(use_true_random=False))
def test_parts_sum_and_the_order_of_lines_does_not_matter(lines, random):
    first = parts(lines)
    random.shuffle(lines)
    assert parts(lines) == first


@settings(deadline=None, max_examples=50)
@given(LINES, st.data())
def test_members_of_a_region_sum_in_all_but_price_volume_and_mix(lines, data):
    of = np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(lines), max_size=len(lines))))
    goods = sold(*lines)
    split = splits(goods, LAST, NOW)
    whole, *some = (bridge(goods, LAST, NOW, only, split) for only in (None, of == 0, of == 1))
    together = ("price", "volume", "mix")
    for name in {n for b in (whole, *some) for n in b.parts} - set(together):
        assert sum(b.parts.get(name, 0) for b in some) == whole.parts.get(name, 0)
    assert sum(b.parts.get(n, 0) for b in some for n in together) == sum(whole.parts.get(n, 0) for n in together)


@pytest.mark.parametrize("total", [0, 7, -3])
def test_whole_parts_sum(total):
    from fractions import Fraction

    found = whole_parts({"a": Fraction(total, 3), "b": Fraction(total, 3), "c": Fraction(total, 3)}, total)
    assert sum(found.values()) == total
